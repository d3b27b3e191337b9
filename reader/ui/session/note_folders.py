"""Bookmark folders as values: paths in the user's order, and what making, renaming, moving and removing does to them.

A path is names joined by “/”. Pure: gives what folders and notes would be; `NoteKeeping` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.core.late_dataclass import dataclass, replace
from reader.core.note import Note

Pairs = tuple[tuple[Note, Note], ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a step of the user makes of the folders, and of the notes in them (before and after, those that differ)."""

    folders: tuple[str, ...]
    pairs: Pairs = ()


def clean_name(typed: str) -> str:
    """A folder's name as it can be kept: one line, without the mark that parts a path; may come out empty."""
    return " ".join(typed.replace("/", "／").split())[:100]


def parent(path: str) -> str:
    """The path of the folder it is in; empty for the top."""
    return path.rpartition("/")[0]


def name(path: str) -> str:
    """Its own name."""
    return path.rpartition("/")[2]


def joined(folder: str, own: str) -> str:
    """The path of something in a folder; at the top its own name."""
    return f"{folder}/{own}" if folder else own


def inside(path: str, folder: str) -> bool:
    """Whether a path is that folder, or somewhere in it; everything is inside the top."""
    return not folder or f"{path}/".startswith(f"{folder}/")


def whole(folders: Iterable[str]) -> tuple[str, ...]:
    """The folders with those that are only named as part of a longer path, each before what is in it."""
    found: dict[str, None] = {}
    for path in folders:
        names = path.split("/")
        for end in range(1, len(names) + 1):
            found["/".join(names[:end])] = None
    return tuple(found)


def made(folders: Sequence[str], path: str) -> Arrangement:
    """A new folder, last among its neighbours; with a number where the name is taken."""
    taken, free, number = set(whole(folders)), path, 1
    while free in taken:
        number += 1
        free = f"{path} {number}"
    return Arrangement((*whole(folders), free))


def moved(
    folders: Sequence[str], notes: Iterable[Note], paths: Sequence[str], into: str, before: str | None = None
) -> Arrangement:
    """Folders with all that is in them into another one (or to the top), before one of its folders or last.

    A folder is left where it is if it would go into itself. One that meets its like there becomes one with it.
    """
    tops = [p for p in dict.fromkeys(paths) if p != before and not any(p != o and inside(p, o) for o in paths)]
    going = {path: joined(into, name(path)) for path in tops if not inside(into, path)}
    rename = _renaming(going)
    order = whole(folders)
    stay = [path for path in order if not any(inside(path, old) for old in going)]
    come = [rename(path) for old in going for path in order if inside(path, old)]
    at = stay.index(before) if before in stay else len(stay)
    return Arrangement(whole([*stay[:at], *come, *stay[at:]]), _refiled(notes, rename))


def renamed(folders: Sequence[str], notes: Iterable[Note], path: str, own: str) -> Arrangement:
    """A folder under another name, with all that is in it, in the same place."""
    rename = _renaming({path: joined(parent(path), own)})
    return Arrangement(whole(rename(each) for each in whole(folders)), _refiled(notes, rename))


def removed(folders: Sequence[str], notes: Iterable[Note], path: str) -> Arrangement:
    """Without the folder; what is in it moves up. Nothing is lost."""

    def rename(old: str) -> str:
        return (parent(path) + old[len(path) :]).strip("/") if inside(old, path) else old

    return Arrangement(whole(filter(None, map(rename, whole(folders)))), _refiled(notes, rename))


def filed(folders: Sequence[str], notes: Iterable[Note], into: str) -> Arrangement:
    """These notes in that folder, or at the top."""
    pairs = tuple((note, replace(note, folder=into)) for note in notes if note.folder != into)
    return Arrangement(whole([*folders, *([into] if into else [])]), pairs)


def followed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """What has become of the paths that are gone: one of the same name elsewhere, else the only one that is new."""
    left = [path for path in after if path not in set(before)]
    gone = [path for path in before if path not in set(after)]
    found: dict[str, str] = {}
    for path in gone:
        there = next((each for each in left if name(each) == name(path)), None)
        if there is not None:
            found[path] = there
            left.remove(there)
    lost = [path for path in gone if path not in found]
    return found | {lost[0]: left[0]} if len(lost) == len(left) == 1 else found


def _renaming(going: dict[str, str]) -> Callable[[str], str]:
    def rename(path: str) -> str:
        for old, new in going.items():
            if inside(path, old):
                return new + path[len(old) :]
        return path

    return rename


def _refiled(notes: Iterable[Note], rename: Callable[[str], str]) -> Pairs:
    pairs = ((note, replace(note, folder=rename(note.folder))) for note in notes if note.folder)
    return tuple((old, new) for old, new in pairs if old.folder != new.folder)
