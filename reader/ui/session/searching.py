"""One question to the library and the walk through its hits: asked off the GUI thread, the newest question wins.

The window has two of these: the library search of the box above, and finding in the open document. Owns query, answer
and the current place; opens nothing itself (`go_to` asks for that) and draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.late_dataclass import dataclass, field, replace
from reader.core.span import Location, Span
from reader.library import Library
from reader.ui.kit.tasks import Job, Lane

if TYPE_CHECKING:
    from reader.core.hits import Hit, NoteHit, Remedy, SearchOptions, SearchResult, Sort

LIMIT = 1000  # hits listed at once; totals are exact whatever the limit

Facets = Mapping[str, frozenset[str]]
NO_FACETS: Final[Facets] = MappingProxyType({})


class Place(NamedTuple):
    """One marked place: which hit of the answer, and which of its spans (None where only a field matched)."""

    hit: int
    span: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one document: `first` is the number of its first hit in the answer, `total` counts unlisted ones."""

    doc: str
    first: int
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A result in the order it is read: documents with the best hit first, inside each in reading order.

    Attributes:
        facets: the values chosen when it was asked.
        notes: the reader's own notes that the query is about.
        only_notes: whether it asks for nothing else, so that the hits are merely the clauses with these notes.
    """

    result: SearchResult
    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    places: tuple[Place, ...]
    facets: Facets = field(default_factory=dict)
    notes: tuple[NoteHit, ...] = ()
    only_notes: bool = False

    @property
    def complete(self) -> bool:
        """Whether every hit is listed."""
        return len(self.hits) >= self.result.total

    def location(self, place: Place) -> Location:
        """Where a marked place is."""
        hit = self.hits[place.hit]
        if place.span is None:
            return hit.location
        by = hit.at.start if hit.at else 0
        return Location(hit.doc, hit.block, hit.spans[place.span].shifted(by))

    def hits_in(self, doc: str) -> tuple[tuple[int, Hit], ...]:
        """The hits of one document with their numbers."""
        return next((tuple(enumerate(g.hits, g.first)) for g in self.groups if g.doc == doc), ())


def arranged(result: SearchResult, sort: Sort) -> Answer:
    """Groups a result that came in document order. By relevance, the document with the best hit stands first.

    What was fallen back on comes with the nearest first, and stays so inside each document.
    """
    by_doc: dict[str, list[Hit]] = {}
    for hit in result.hits:
        by_doc.setdefault(hit.doc, []).append(hit)
    order = list(by_doc)
    if sort == "relevance":
        order.sort(key=lambda doc: -max(hit.score for hit in by_doc[doc]))
    counts = result.facets.get("doc", {})
    groups: list[Group] = []
    hits: list[Hit] = []
    for doc in order:
        own = tuple(by_doc[doc])
        groups.append(Group(doc, len(hits), own, max(len(own), counts.get(doc, 0))))
        hits.extend(own)
    places = [
        Place(number, span)
        for number, hit in enumerate(hits)
        for span in (range(len(hit.spans)) if hit.spans else [None])
    ]
    return Answer(result, tuple(hits), tuple(groups), tuple(places))


class Searching(QObject):
    """Query, answer and current place.

    Attributes:
        query: what is asked now; empty for nothing.
        answer: the newest answer, or None while nothing is asked.
        index: number of the current place in `answer.places`, or None before the first step.
        facets: values chosen by facet; kept from query to query, gone with the query.
    """

    query_changed = Signal(str)
    answered = Signal(object)  # Answer | None
    current_changed = Signal(object)  # int | None
    go_to = Signal(object)  # Location of the place stepped to
    wrapped = Signal(bool)  # a step led over the end (True) or the beginning
    problem = Signal(str)

    def __init__(self, library: Library, name: str, parent: QObject | None = None, with_notes: bool = False) -> None:
        super().__init__(parent)
        self._library = library
        self._with_notes = with_notes
        self._lane = Lane(name, newest_only=True, parent=self)
        self._waiting_step = 0
        self._order: tuple[Document, Mapping[str, int]] | None = (
            None  # numbers of the blocks of the document last asked for
        )
        self.query = ""
        self.sort: Sort = "relevance"
        self.docs: tuple[str, ...] = ()
        self.facets: Facets = NO_FACETS
        self.answer: Answer | None = None
        self.index: int | None = None

    def ask(self, query: str, docs: Sequence[str] = ()) -> None:
        """Ask `query`, in `docs` only where given. An empty query clears the answer at once."""
        if query == self.query and tuple(docs) == self.docs and (self.answer is not None or not query.strip()):
            return
        self.query, self.docs, self._waiting_step = query, tuple(docs), 0
        self.query_changed.emit(query)
        if query.strip():
            self._submit()
        else:
            self._lane.cancel()
            self.facets = NO_FACETS
            self._take(None)

    def ask_again(self) -> None:
        """The same question, for a library that has changed."""
        if self.query.strip():
            self._submit()

    def set_sort(self, sort: Sort) -> None:
        """Order of the documents in the answer."""
        if sort != self.sort:
            self.sort = sort
            self.ask_again()

    def choose_facet(self, facet: str, value: str, on: bool) -> None:
        """Choose one value of a facet, or no longer. Values of one facet are alternatives, facets combine."""
        before = self.facets.get(facet, frozenset())
        changed = {**self.facets, facet: before | {value} if on else before - {value}}
        if facet == "doc":
            changed.pop("chapter", None)  # chapters are those of one document
        self.set_facets(changed)

    def set_facets(self, facets: Facets) -> None:
        """Choose exactly these."""
        chosen = {facet: values for facet, values in facets.items() if values}
        if chosen != self.facets:
            self.facets = chosen
            self.ask_again()

    def apply(self, remedy: Remedy) -> None:
        """Do what helps against an empty answer."""
        facets, docs = self.facets, self.docs
        if remedy.kind in {"facets", "instead", "without", "strict"}:
            self.facets = NO_FACETS  # what another query gives was counted without them
        elif remedy.kind == "facet":
            self.facets = {facet: values for facet, values in facets.items() if facet != remedy.what}
        elif remedy.kind == "library":
            docs = ()
        if (remedy.query, docs) == (self.query, self.docs):
            self.ask_again()
        else:
            self.ask(remedy.query, docs)

    @property
    def options(self) -> SearchOptions:
        """How it is asked now."""
        from reader.core.hits import SearchOptions  # the window paints before the first query

        order: Sort = "date" if self.sort == "date" else "document"
        forgiving = self._with_notes  # the search of the library; who looks in one document means these very words
        return SearchOptions(docs=self.docs, limit=LIMIT, sort=order, facets=self.facets, forgiving=forgiving)

    def step(self, by: int, near: Location | None = None) -> None:
        """Go `by` places on, round the ends: from the current place, or from `near` where the reader has gone there
        since. Before the first step: to the first place at or after `near`.

        While the answer is still on its way the step is taken when it arrives.
        """
        if self.answer is None or self._lane.busy:
            self._waiting_step = by if self.query.strip() else 0
            return
        count = len(self.answer.places)
        if not count:
            return
        if self.index is None and by > 0:
            self._move(self._at_or_after(near))
            return
        elsewhere = near is not None and (self.index is None or self._is_elsewhere(near))
        beyond = self._beyond(near, by) if near is not None and elsewhere else None
        target = beyond if beyond is not None else count - 1 if self.index is None else self.index + by
        if not 0 <= target < count:
            self.wrapped.emit(by > 0)
        self._move(target % count)

    def forget_step(self) -> None:
        """Take no step when the answer arrives."""
        self._waiting_step = 0

    def step_document(self, by: int) -> None:
        """Go to the first place of the next or previous document."""
        if self.answer is None or not self.answer.places:
            return
        firsts = [g.first for g in self.answer.groups]
        at = self.answer.places[self.index].hit if self.index is not None else -1
        here = max((n for n, first in enumerate(firsts) if first <= at), default=-1)
        self.go_to_hit(firsts[(here + by) % len(firsts)])

    def go_to_hit(self, hit: int) -> None:
        """Make the first place of hit number `hit` the current one."""
        if self.answer is not None:
            found = next((n for n, place in enumerate(self.answer.places) if place.hit == hit), None)
            if found is not None:
                self._move(found)

    @property
    def current(self) -> Location | None:
        """Where the current place is."""
        if self.answer is None or self.index is None:
            return None
        return self.answer.location(self.answer.places[self.index])

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def _submit(self) -> None:
        query, sort, options = self.query, self.sort, self.options

        def work(job: Job) -> Answer:
            answer = arranged(self._library.search(query, options, job.cancelled), sort)
            notes = self._library.search_notes(query) if self._with_notes and not job.cancelled() else ()
            from reader.core.query import asks_for_notes_only, parse  # the window paints before the first query

            only_notes = self._with_notes and asks_for_notes_only(parse(query).node)
            return replace(answer, facets=options.facets, notes=notes, only_notes=only_notes)

        self._lane.submit(work, self._take, self._fail)

    def _take(self, answer: Answer | None) -> None:
        kept = self.current
        self.answer, self.index = answer, None
        if answer is not None and kept is not None:
            # A letter more in the query must not throw the reader back to the first hit.
            self.index = next((n for n, p in enumerate(answer.places) if answer.location(p) == kept), None)
        self.answered.emit(answer)
        self.current_changed.emit(self.index)
        if self._waiting_step and answer is not None:
            by, self._waiting_step = self._waiting_step, 0
            self.step(by)

    def _fail(self, error: ReaderError) -> None:
        self._take(None)
        self.problem.emit(str(error))

    def _move(self, index: int) -> None:
        self.index = index
        self.current_changed.emit(index)
        location = self.current
        if location is not None:
            self.go_to.emit(location)

    def _at_or_after(self, near: Location | None) -> int:
        """First place at or after `near` in its document; the first place of all otherwise."""
        spots = self._spots(near)
        start = self._spot(near) if near is not None else (0, 0)
        return next((n for n, spot in spots if spot >= start), 0)

    def _beyond(self, near: Location, by: int) -> int | None:
        """The next place behind `near`, or the last before it, by reading order; behind the last or before the first
        of its document the neighbour of that. None where the document has none.
        """
        spots, start = self._spots(near), self._spot(near)
        if not spots:
            return None
        if by > 0:
            return next((n for n, spot in spots if spot > start), max(n for n, _ in spots) + 1)
        return next((n for n, spot in reversed(spots) if spot < start), min(n for n, _ in spots) - 1)

    def _is_elsewhere(self, near: Location) -> bool:
        """Whether the reader has left the current place."""
        here = self.current
        if here is None or (here.doc, here.block) != (near.doc, near.block):
            return True
        return here.span is not None and near.span is not None and near.span.start not in range(*_with_end(here.span))

    def _spots(self, near: Location | None) -> list[tuple[int, tuple[int, int]]]:
        """The places in the document of `near`, in reading order, each with its number and where it stands."""
        if self.answer is None or near is None or near.block is None:
            return []
        places = enumerate(map(self.answer.location, self.answer.places))
        return sorted(((n, self._spot(at)) for n, at in places if at.doc == near.doc), key=lambda each: each[1])

    def _spot(self, at: Location) -> tuple[int, int]:
        numbers = self._numbers(at.doc)
        return numbers.get(at.block or "", 0), at.span.start if at.span else 0

    def _numbers(self, doc: str) -> Mapping[str, int]:
        document = self._library.open(doc)
        if self._order is None or self._order[0] is not document:
            self._order = (document, {block.id: n for n, block in enumerate(document.blocks)})
        return self._order[1]


def _with_end(span: Span) -> tuple[int, int]:
    return span.start, span.end + 1


def phrase(words: str) -> str:
    """The words as one phrase of the query language: nothing in them is an operator."""
    return '"' + words.replace('"', " ").replace("“", " ").replace("”", " ") + '"' if words.strip() else ""
