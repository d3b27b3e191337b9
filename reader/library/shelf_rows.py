"""All shelves as lists show them: what stands on each, how many documents, which give way to others, what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import reader
from reader.core.errors import BadInput, DamagedCorpus
from reader.core.pack import ADDITION, REPLACEMENT, Installed, ShelfRow
from reader.corpus import Corpus
from reader.library.standing import Standing
from reader.packs import integrity, place
from reader.paths import Paths
from reader.shelves.folder import FolderShelf
from reader.shelves.pack import PackShelf
from reader.shelves.shelf import BUNDLED, OWN, PACK, Shelf
from reader.shelves.union import Union


def rows_of(paths: Paths, state: place.State, standing: Standing, union: Union) -> tuple[ShelfRow, ...]:
    """The shelves in the library's order, those that are hidden or cannot be used after the others, the user's own
    last; each with its earlier versions behind it.
    """
    doubles, rows = _doubles(union), []
    for shelf in (*standing.shown, *standing.hidden):
        hidden = shelf in standing.hidden
        if isinstance(shelf, PackShelf):
            rows += _of_addition(shelf, state, doubles.get(shelf.name, ()), paths, hidden=hidden)
        else:
            rows += _of_main(shelf, state, doubles.get(shelf.name, ()), paths, hidden=hidden)
    here = {name for name, _folder in paths.additions}
    for name, versions in state.additions.items():
        if name not in here:
            fault = _why_not(paths, versions.now)
            rows += [_row(versions.now, PACK + name, "damaged", fault=fault), *_earlier(versions)]
    own = next((shelf for shelf in union.shelves if shelf.name == OWN), None)
    if own is not None:
        rows.append(ShelfRow(OWN, OWN, "", documents=len(own.documents())))
    return tuple(rows)


def out_of_use(paths: Paths, state: place.State) -> tuple[str, ...]:
    """A sentence for each pack in force that is gone, or is none for this program: the library goes on without it."""
    found = [("", state.now), *((f"书架“{name}”：", versions.now) for name, versions in state.additions.items())]
    return tuple(on + why for on, now in found if now.folder and (why := _why_not(paths, now)))


def _of_main(
    shelf: FolderShelf, state: place.State, doubles: tuple[tuple[str, int], ...], paths: Paths, *, hidden: bool
) -> list[ShelfRow]:
    versions, rows = place.Versions(state.now, state.before), []
    unusable = _why_not(paths, state.now) if state.now.folder else ""
    in_use = Corpus(paths.packs_place / state.now.folder) if state.now.folder and not unusable else shelf.corpus
    count, fault = _counted(in_use)
    version = "" if count is None else in_use.version
    if state.now.folder and not unusable:
        fault = fault or integrity.at_a_glance(in_use.folder)
    how = "damaged" if fault else "hidden" if hidden else "in-use"
    if not state.now.folder or unusable:
        rows.append(ShelfRow(BUNDLED, BUNDLED, "", "", version, "", "", count, how, doubles, fault))
    else:
        rows.append(_row(state.now, shelf.name, how, count, doubles, fault))
    if unusable:
        rows.append(_row(state.now, PACK + (state.now.title or state.now.folder), "damaged", fault=unusable))
    return [replace(row, main=True) for row in [*rows, *_earlier(versions)]]


def _of_addition(
    shelf: PackShelf, state: place.State, doubles: tuple[tuple[str, int], ...], paths: Paths, *, hidden: bool
) -> list[ShelfRow]:
    versions = state.additions.get(shelf.name.removeprefix(PACK))
    if versions is None:  # another program has removed it
        return []
    seen = integrity.at_a_glance(paths.packs_place / versions.now.folder)
    fault = shelf.fault or (seen and f"书架“{versions.now.name}”{seen}")
    how = "damaged" if fault else "hidden" if hidden else "in-use"
    count = len(shelf.listed()) if shelf.listed() else None
    return [_row(versions.now, shelf.name, how, count, doubles, fault), *_earlier(versions)]


def _earlier(versions: place.Versions) -> list[ShelfRow]:
    bundled = ShelfRow(BUNDLED, BUNDLED, "", state="earlier")
    return [
        _row(each, PACK + (each.name or each.title), "earlier") if each.folder else bundled for each in versions.before
    ]


def _row(
    each: Installed, shelf: str, state: str, documents: int | None = None, doubles: tuple[tuple[str, int], ...] = (),
    fault: str = "",
) -> ShelfRow:  # fmt: skip
    return ShelfRow(
        shelf, each.kind if each.kind == ADDITION else REPLACEMENT, each.name or each.title, each.title, each.version,
        each.made, each.signer, documents, state, doubles, fault,
    )  # fmt: skip


def _doubles(union: Union) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each shelf how many of its documents give way to those of a later one, by that one's name."""
    shown: dict[str, Shelf] = {}
    listed = []
    for shelf in union.shelves:
        try:
            infos = shelf.documents()
        except DamagedCorpus:
            continue
        listed.append((shelf, infos))
        shown |= {info.id: shelf for info in infos}
    return {
        shelf.name: tuple(Counter(shown[info.id].name for info in infos if shown[info.id] is not shelf).items())
        for shelf, infos in listed
    }


def _counted(corpus: Corpus) -> tuple[int | None, str]:
    try:
        return len(corpus.documents()), ""
    except DamagedCorpus as error:
        return None, str(error)


def _why_not(paths: Paths, now: Installed) -> str:
    try:
        place.usable(paths.packs_place, now, reader.__version__)
    except BadInput as error:
        return str(error)
    return ""
