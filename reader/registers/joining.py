"""Registers of a corpus and of documents that come by themselves, joined to those of one library.

What a document says by itself is read once and kept beside it; here is only what joins documents: which document a
citation means, and systems of one name. A document more costs that document and the citations that may mean it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter, is_not
from pathlib import Path

from reader.core.document import Document, DocumentInfo
from reader.core.register import Around, Citation, Registers, System
from reader.registers.around import around
from reader.registers.citations import Shelf, keys_of
from reader.registers.compiling import read
from reader.registers.lexicon import Lexicon
from reader.registers.systems import compile_systems


@dataclass(frozen=True, slots=True)
class Apart:
    """A document that comes by itself.

    Attributes:
        text: changes whenever its text does.
        file: where what it says by itself is kept, if it is.
    """

    text: str
    file: Path


def alone(document: Document, lexicon: Lexicon, shelf: Shelf) -> Registers:
    """What a document says by itself, citations not linked yet. `shelf`: whose titles it may name without 《》."""
    reading = read(document, lexicon)
    made = Registers(
        reading.tasks,
        reading.targets,
        compile_systems([document], reading.names, reading.tasks, reading.targets, lexicon),
        with_unmarked(document, reading.citations, shelf),
        () if any(target.kind == "target" for target in reading.targets) else (document.id,),
    )
    return replace(made, around=around([document], made))


def with_unmarked(document: Document, citations: Iterable[Citation], shelf: Shelf) -> tuple[Citation, ...]:
    """Citations of a document in reading order, with the titles of the shelf that it names without 《》."""
    order = {block.id: at for at, block in enumerate(document.blocks)}
    every = (*citations, *shelf.unmarked(document))
    return tuple(sorted(every, key=lambda each: (order[each.at.block], each.at.span.start)))


@dataclass(slots=True)
class _Linked:
    """The citations of one document as they are linked now."""

    given: tuple[Citation, ...]
    keys: frozenset[str]
    citations: tuple[Citation, ...]


class Joining:
    """Joins; keeps which document each citation means until one comes or goes that it may mean."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._latest: tuple[Sequence[DocumentInfo], Shelf] | None = None
        self._linked: dict[str, _Linked] = {}
        self._systems = _Systems()
        self._base: tuple[Registers | None, dict[str, tuple[Citation, ...]]] = (None, {})

    def join(self, base: Registers, parts: Mapping[str, Registers], infos: Sequence[DocumentInfo]) -> Registers:
        """The registers of the whole library.

        Args:
            base: of the corpus, its citations linked within it.
            parts: of the other documents, by id, in library order.
            infos: of all documents.
        """
        before, self._shelf = self._shelf, self.shelf(infos)
        changed = self._shelf.changed_names(before) if before is not None else None
        given = {**self._of_base(base), **{doc: part.citations for doc, part in parts.items()}}
        self._link_all(given, changed)
        every = (base, *parts.values())
        return Registers(
            tuple(chain.from_iterable(map(attrgetter("tasks"), every))),
            tuple(chain.from_iterable(map(attrgetter("targets"), every))),
            self._systems.join(map(attrgetter("systems"), every)),
            tuple(chain.from_iterable(self._linked[doc].citations for doc in given)),
            tuple(chain.from_iterable(map(attrgetter("no_targets"), every))),
            _around(every),
        )

    def _link_all(self, given: Mapping[str, tuple[Citation, ...]], changed: frozenset[str] | None) -> None:
        """Links the citations of documents that are new or others now, and those that may mean a changed name."""
        for doc in self._linked.keys() - given.keys():
            del self._linked[doc]
        for doc, citations in given.items():
            known = self._linked.get(doc)
            if known is None or known.given is not citations or changed is None or not known.keys.isdisjoint(changed):
                self._linked[doc] = self._link(doc, citations, changed)

    def shelf(self, infos: Sequence[DocumentInfo]) -> Shelf:
        """The names of these documents; those that were known are not worked out again."""
        latest = self._latest
        if latest is None or latest[0] is not infos:
            latest = self._latest = (infos, Shelf(infos, latest[1] if latest else None))
        return latest[1]

    def _of_base(self, base: Registers) -> dict[str, tuple[Citation, ...]]:
        if self._base[0] is not base:
            found: dict[str, list[Citation]] = {}
            for citation in base.citations:
                found.setdefault(citation.at.doc, []).append(citation)
            self._base = (base, {doc: tuple(each) for doc, each in found.items()})
        return self._base[1]

    def _link(self, doc: str, given: tuple[Citation, ...], changed: frozenset[str] | None) -> _Linked:
        known = self._linked.get(doc)
        if known is not None and known.given is given:
            if changed is not None and known.keys.isdisjoint(changed):
                return known
            keys = known.keys
        else:
            keys = frozenset(key for each in given if each.target is None for key in keys_of(each))
        assert self._shelf is not None
        linked = (self._shelf.linked(each) if each.target is None else each for each in given)
        return _Linked(given, keys, tuple(linked))


def together(groups: Sequence[Registers]) -> Registers:
    """The registers of several shelves, one after the other. `Joining.join` links what one cites of another."""
    if len(groups) == 1:
        return groups[0]
    return Registers(
        tuple(row for each in groups for row in each.tasks), tuple(row for each in groups for row in each.targets),
        _Systems().join([each.systems for each in groups]), tuple(row for each in groups for row in each.citations),
        tuple(doc for each in groups for doc in each.no_targets), _around(groups),
    )  # fmt: skip


def _around(groups: Iterable[Registers]) -> dict[str, Around]:
    return {doc: each for group in groups for doc, each in group.around.items()}


def without(made: Registers, docs: Collection[str]) -> Registers:
    """The registers without some documents: no row of them, no mention in them."""
    if not docs:
        return made
    systems = (
        replace(s, at=kept[0], mentions=kept, targets=tuple(t for t in s.targets if t.at.doc not in docs))
        for s in made.systems
        if (kept := tuple(m for m in s.mentions if m.doc not in docs))
    )
    return Registers(
        tuple(t for t in made.tasks if t.at.doc not in docs), tuple(t for t in made.targets if t.at.doc not in docs),
        tuple(systems), tuple(c for c in made.citations if c.at.doc not in docs),
        tuple(d for d in made.no_targets if d not in docs),
        {doc: each for doc, each in made.around.items() if doc not in docs},
    )  # fmt: skip


class _Systems:
    """The systems of all documents joined; a document more, behind the others, costs its own."""

    def __init__(self) -> None:
        self._groups: tuple[Sequence[System], ...] = ()
        self._found: dict[tuple[str, str], System] = {}

    def join(self, groups: Iterable[Sequence[System]]) -> tuple[System, ...]:
        """Those of one name and type as one, in the order of their first mention.

        Args:
            groups: the systems of each document; the same object as long as they are the same.
        """
        now, before = tuple(filter(None, groups)), self._groups
        if len(now) < len(before) or any(map(is_not, before, now)):
            before, self._found = (), {}
        for group in now[len(before) :]:
            for system in group:
                key = (system.name, system.type)
                self._found[key] = _both(self._found[key], system) if key in self._found else system
        self._groups = now
        return tuple(self._found.values())


def _both(a: System, b: System) -> System:
    deadlines = [year for year in (a.deadline, b.deadline) if year is not None]
    return replace(
        a, aliases=tuple(dict.fromkeys((*a.aliases, *b.aliases))), mentions=(*a.mentions, *b.mentions),
        lead=tuple(dict.fromkeys((*a.lead, *b.lead))), deadline=min(deadlines, default=None),
        targets=(*a.targets, *b.targets), sure=a.sure or b.sure,
    )  # fmt: skip
