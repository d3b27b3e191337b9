"""Anchors: remember where a note stands, and find its words again in a newer text. Pure; owns no storage.

Resolving tries the cheap and certain first: the same text; the same words, here or elsewhere, told apart by what
stands around them; similar words inside the same clause; similar words anywhere. A wrong place is worse than none:
whatever is not clearly better than its runner-up is an orphan. The stored anchor is never rewritten.

The approximate search is `core.fuzzy` rather than a library: `core` is standard library only, and the libraries at hand
compare windows of the pattern's own length, which finds the wrong end wherever an amendment inserted words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice

from reader.core import fuzzy
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.core.note import Anchor, Piece, Resolution, Selection
from reader.core.span import Span

CONTEXT = 32
SAME_CLAUSE = 8  # standing in the clause of the same id counts as much as so many characters of context
EVIDENCE = 20  # characters (words, unbroken context, clause) that must speak for a place with the same words
UNB = 40
CL = 0.15
SIDE = 0.75
LEAD = 4  # so many more of them than for the next best place
CLOSE_LOOK = 12  # where that does not decide: so many of the best places have their context compared approximately
KEPT, KEPT_LEAD = 0.4, 0.12  # ... and this share of the context must be kept, with this lead over the runner-up
NEIGHBOURS = 8  # characters of context that must be unbroken on both sides to name what stands between them
LONG = 10  # shorter words are looked for approximately only together with their context
ACCEPT, MARGIN = 0.9, 0.1  # similar words anywhere
ACCEPT_IN_CLAUSE, KEPT_IN_CLAUSE = 0.6, 0.2  # similar words inside the clause of the same id
ACCEPT_IN_CONTEXT, KEPT_IN_CONTEXT = 0.5, 0.5  # changed words between surroundings that were kept
ENDS = 240  # of longer words only the two ends are looked for approximately
MAX_OCCURRENCES = 4000

ORPHAN = Resolution("orphan", (), 0.0)


@dataclass(frozen=True, slots=True)
class _Place:
    """A candidate range of the document's text.

    Attributes:
        score: how like the quote its words are.
        kept: which share of the quote's context stands around it.
        clause: whether it stands in the clause of the same id.
    """

    span: Span
    score: float
    kept: float
    clause: bool

    @property
    def certainty(self) -> float:
        return self.kept + (CL if self.clause else 0.0)

    @property
    def rank(self) -> float:
        return self.score + self.kept / 2 + (0.1 if self.clause else 0.0)

    @property
    def acceptable(self) -> bool:
        return (
            (self.score >= ACCEPT and self.span.end - self.span.start >= LONG)
            or (self.score >= ACCEPT_IN_CONTEXT and self.kept >= KEPT_IN_CONTEXT)
            or (self.clause and self.score >= ACCEPT_IN_CLAUSE and self.kept >= KEPT_IN_CLAUSE)
        )


def make(document: Document, selection: Selection) -> Anchor:
    """The anchor for what is selected. One empty span stands for the whole block: a bookmark, with an empty quote.

    Raises BadInput where the selection does not lie in the document.
    """
    if not selection.pieces or selection.doc != document.id:
        raise BadInput("所选内容不在这份文件中。")
    for piece in selection.pieces:
        block = document.block(piece.block)
        if block is None or not 0 <= piece.span.start <= piece.span.end <= len(block.text):
            raise BadInput("所选内容不在这份文件中。")
    text, starts = document.text, document.block_starts()
    first, last = selection.pieces[0], selection.pieces[-1]
    if len(selection.pieces) == 1 and first.span.start == first.span.end:
        at = end = starts.get(first.block, _start_of_empty(document, first.block))
        last = first = Piece(first.block, Span(0, 0))
    else:
        filled = [p for p in selection.pieces if p.block in starts]
        if not filled:
            raise BadInput("所选内容不在这份文件中。")
        first, last = filled[0], filled[-1]
        at, end = starts[first.block] + first.span.start, starts[last.block] + last.span.end
    if end < at:
        raise BadInput("所选内容的次序不对。")
    return Anchor(
        doc=document.id, block=first.block, start=first.span.start, end=last.span.end, end_block=last.block,
        quote=text[at:end], prefix=text[max(0, at - CONTEXT) : at], suffix=text[end : end + CONTEXT],
        position=at, document_hash=_hash(text),
    )  # fmt: skip


def resolve(anchor: Anchor, document: Document) -> Resolution:
    """Where the anchor's words stand in the document now. For many anchors of one document keep a Resolver."""
    return Resolver(document).resolve(anchor)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _start_of_empty(document: Document, block_id: str) -> int:
    """Where an empty block would stand in the text: at the start of the next filled one."""
    starts = document.block_starts()
    seen = False
    for block in document.blocks:
        seen = seen or block.id == block_id
        if seen and block.id in starts:
            return starts[block.id]
    return len(document.text)


def _common(a: str, b: str) -> int:
    """Length of the common beginning."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _between(anchor: Anchor, words: str) -> fuzzy.Found | None:
    """What now stands between the last words before the quote and the first ones behind it."""
    before, behind = anchor.prefix[-NEIGHBOURS:], anchor.suffix[:NEIGHBOURS]
    if len(before) < NEIGHBOURS or len(behind) < NEIGHBOURS:
        return None
    start = words.find(before) + NEIGHBOURS
    end = words.find(behind, start)
    if start < NEIGHBOURS or end <= start or end - start > 2 * len(anchor.quote) + CONTEXT:
        return None
    found = Span(start, end)
    size = max(len(anchor.quote), end - start)
    return fuzzy.Found(found, 1.0 - fuzzy.distance(anchor.quote, found.cut(words)) / size)


class Resolver:
    """Finds anchors again in one document. Keeps the document's text and block starts, so that many are cheap."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._starts = document.block_starts()
        self._ids = list(self._starts)
        self._offsets = list(self._starts.values())

    @cached_property
    def _text_hash(self) -> str:
        return _hash(self._text)

    def resolve(self, anchor: Anchor) -> Resolution:
        """Where the anchor's words stand now: exact, moved, changed or orphan."""
        if not anchor.quote:
            return self._bookmark(anchor)
        here = self._stored_span(anchor)
        if here and anchor.document_hash == self._text_hash and here.cut(self._text) == anchor.quote:
            return Resolution("exact", self._pieces(here))
        return self._verbatim(anchor, here) or self._similar(anchor)

    # Where things are

    def _stored_span(self, anchor: Anchor) -> Span | None:
        """The range of the text at the anchor's own place, where its blocks still exist."""
        if anchor.block not in self._starts or anchor.end_block not in self._starts:
            return None
        span = Span(self._starts[anchor.block] + anchor.start, self._starts[anchor.end_block] + anchor.end)
        return span if span.start <= span.end else None

    def _block_range(self, block_id: str) -> Span | None:
        if block_id not in self._starts:
            return None
        at = self._offsets.index(self._starts[block_id])
        end = self._offsets[at + 1] - 1 if at + 1 < len(self._offsets) else len(self._text)
        return Span(self._offsets[at], end)

    def _pieces(self, span: Span) -> tuple[Piece, ...]:
        """The range cut at block boundaries, empty parts left out."""
        pieces = []
        at = bisect_right(self._offsets, span.start) - 1
        for i in range(max(at, 0), len(self._offsets)):
            start = self._offsets[i]
            if start >= span.end:
                break
            end = self._offsets[i + 1] - 1 if i + 1 < len(self._offsets) else len(self._text)
            part = Span(max(span.start, start) - start, min(span.end, end) - start)
            if part.start < part.end:
                pieces.append(Piece(self._ids[i], part))
        return tuple(pieces)

    # What speaks for a place

    def _unbroken(self, anchor: Anchor, span: Span) -> int:
        """How many characters of context next to the range read as they did."""
        before = self._text[max(0, span.start - CONTEXT) : span.start]
        behind = self._text[span.end : span.end + CONTEXT]
        return _common(anchor.prefix[::-1], before[::-1]) + _common(anchor.suffix, behind)

    def _kept(self, anchor: Anchor, span: Span) -> float:
        """Which share of the context stands around the range, insertions and deletions allowed."""
        whole = len(anchor.prefix) + len(anchor.suffix)
        if not whole:
            return 0.0
        room = CONTEXT * 3 // 2
        before = self._text[max(0, span.start - room) : span.start]
        behind = self._text[span.end : span.end + room]
        one = len(anchor.prefix) - fuzzy.end_distances(anchor.prefix, before)[-1]
        two = len(anchor.suffix) - fuzzy.end_distances(anchor.suffix[::-1], behind[::-1])[-1]
        return max((one + two) / whole, SIDE * max(one, two) / CONTEXT)

    # The ways to find it

    def _verbatim(self, anchor: Anchor, here: Span | None) -> Resolution | None:
        """The same words, where uniqueness, context or clause make the place certain."""
        clause = self._block_range(anchor.block)
        size = len(anchor.quote)
        spans = [Span(at, at + size) for at in islice(_occurrences(anchor.quote, self._text), MAX_OCCURRENCES)]
        spans.sort(
            key=lambda span: -self._unbroken(anchor, span) - (SAME_CLAUSE if clause and clause.overlaps(span) else 0)
        )
        places = [
            _Place(s, 1.0, self._evidence(anchor, s), bool(clause and clause.overlaps(s))) for s in spans[:CLOSE_LOOK]
        ]
        places.sort(key=lambda place: -place.certainty)
        if not places:
            return None
        best = places[0]
        if len(places) > 1:
            if best.certainty < KEPT or best.certainty - places[1].certainty < KEPT_LEAD:
                return None
        elif best.certainty < KEPT * (1 - size / EVIDENCE):
            return None
        return Resolution("exact" if best.span == here else "moved", self._pieces(best.span))

    def _evidence(self, anchor: Anchor, span: Span) -> float:
        return max(min(1.0, self._unbroken(anchor, span) / UNB), self._kept(anchor, span))

    def _similar(self, anchor: Anchor) -> Resolution:
        """Similar words in the same clause, between the same surroundings, or clearly alike elsewhere."""
        places = sorted(self._alike(anchor), key=lambda p: -p.rank)
        if not places or not places[0].acceptable:
            return ORPHAN
        best = places[0]
        rivals = [p for p in places[1:] if not p.span.overlaps(best.span)]
        if rivals and best.rank - rivals[0].rank < MARGIN:
            return ORPHAN
        return Resolution("changed", self._pieces(best.span), round(best.score, 3))

    def _alike(self, anchor: Anchor) -> list[_Place]:
        """Every range that might hold the changed words."""
        clause, text = self._block_range(anchor.block), self._text
        regions = fuzzy.windows(anchor.prefix + anchor.quote + anchor.suffix, text)
        regions += fuzzy.windows(anchor.quote, text)
        if clause:
            regions.append(clause)
        spans: dict[Span, float] = {}
        for region in regions:
            words = region.cut(text)
            for found in (fuzzy.best_in(anchor.quote, words), _between(anchor, words)):
                if found:
                    spans[found.span.shifted(region.start)] = found.score
        return [
            _Place(span, score, self._kept(anchor, span), bool(clause and clause.overlaps(span)))
            for span, score in spans.items()
        ]

    def _bookmark(self, anchor: Anchor) -> Resolution:
        return ORPHAN
