"""The user's notes in a search: which of them a query is about, and which units have some.

A note is held against the tree of `core.query` by its own words and tags. Filters on the document are those of its
document; titles, headings and duties are in no note. Units are asked for their notes once a query, and only when
something depends on them. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from reader.core.document import DocumentInfo
from reader.core.folding import Folded, fold, fold_text
from reader.core.highlight import Range, near_ranges, needle, spans
from reader.core.hits import NoteHit
from reader.core.note import PlacedNote
from reader.core.query import And, Filter, Near, Node, Not, Number, Or, Words
from reader.core.showing import without_unseen
from reader.core.span import Span
from reader.search.analysis import Page, Unit
from reader.search.matching import Sheet, accepts


def search_notes(node: Node, notes: Iterable[PlacedNote], infos: Mapping[str, DocumentInfo]) -> tuple[NoteHit, ...]:
    """The notes that the query is about, in the order given; none where it asks for nothing that a note could say."""
    if not any(True for _ in _looked_for(node)):
        return ()
    found = []
    for placed in notes:
        own = _Own(placed, infos.get(placed.note.anchor.doc))
        if own.says(node):
            found.append(NoteHit(placed, own.spans(node)))
    return tuple(found)


def _looked_for(node: Node) -> Iterator[Node]:
    """What the query wants to see in a note."""
    match node:
        case Words(_, scope):
            if scope == "any":
                yield node
        case Number() | Near():
            yield node
        case Filter():
            if node.field in {"note", "tag"}:
                yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _looked_for(part)
        case Not():
            return


class _Own:
    """One note as a query sees it. Folded coarsely: nobody knows in which script a note was written."""

    def __init__(self, placed: PlacedNote, info: DocumentInfo | None) -> None:
        self._text: Folded = fold(placed.note.text, hant=True)
        self._tags = [fold_text(tag, hant=True) for tag in placed.note.tags]
        self._info = info

    def says(self, node: Node) -> bool:
        """Whether the note is what the query is about."""
        match node:
            case Words(_, scope):
                return scope == "any" and any(map(needle(node, hant=True).is_in, (self._text.text, *self._tags)))
            case Number():
                return needle(node, hant=True).is_in(self._text.text)
            case Near():
                return bool(near_ranges(node, self._text.text, hant=True))
            case Filter(field, value):
                if field == "tag":
                    return any(fold_text(without_unseen(value), hant=True) in tag for tag in self._tags)
                if field == "note":
                    return fold_text(without_unseen(value), hant=True) in self._text.text
                return self._info is not None and accepts(node, self._info)
            case And(parts):
                return all(map(self.says, parts))
            case Or(parts):
                return any(map(self.says, parts))
            case Not(part):
                return not self.says(part)

    def spans(self, node: Node) -> tuple[Span, ...]:
        """Where the note's text says it."""
        found: list[Range] = []
        for part in _looked_for(node):
            if isinstance(part, Near):
                found += near_ranges(part, self._text.text, hant=True)
            elif isinstance(part, Words | Number):
                found += needle(part, hant=True).ranges(self._text.text)
            elif isinstance(part, Filter) and part.field == "note":
                found += needle(Words(part.value), hant=True).ranges(self._text.text)
        return spans(self._text, found)


class Notes:
    """The notes as one query sees them."""

    def __init__(
        self, source: Callable[[], Iterable[PlacedNote]] | None, units: Callable[[str], Sequence[Unit]]
    ) -> None:
        self._source, self._units = source, units

    @property
    def are_known(self) -> bool:
        """Whether there are notes to ask for."""
        return self._source is not None

    @cached_property
    def _by_document(self) -> dict[str, list[PlacedNote]]:
        found: dict[str, list[PlacedNote]] = defaultdict(list)
        for note in self._source() if self._source else ():
            found[note.note.anchor.doc].append(note)
        return found

    def are_in_any(self, docs: Iterable[str]) -> bool:
        """Whether any of these documents has a note."""
        return bool(self._by_document) and not self._by_document.keys().isdisjoint(docs)

    def mask_of(self, sheet: Sheet) -> int:
        """The units of a document with notes, as a set of bits."""
        return self.mask(sheet.page, None) if sheet.info.id in self._by_document else 0

    def mask(self, page: Page, wanted: Filter | None) -> int:
        """The units of a page with notes (whose text or tags hold the filter's value), as a set of bits."""
        notes = [note for note in self._by_document.get(page.doc, ()) if wanted is None or _says(note, wanted)]
        if not notes:
            return 0
        places: dict[str, list[Span]] = defaultdict(list)
        for note in notes:
            for piece in note.resolution.pieces:
                places[piece.block].append(piece.span)
        mask = 0
        for at, unit in enumerate(self._units(page.doc)):
            spans = places.get(unit.block)
            if spans and (unit.at is None or any(span.overlaps(unit.at) or span == Span(0, 0) for span in spans)):
                mask |= 1 << at
        return mask


def _says(placed: PlacedNote, wanted: Filter) -> bool:
    value = fold_text(wanted.value)
    texts = placed.note.tags if wanted.field == "tag" else (placed.note.text,)
    return any(value in fold_text(text) for text in texts)
