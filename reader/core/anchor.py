"""Anchors: remember where a note stands, and find its words again in a newer text. Pure; owns no storage.

Resolving tries the cheap and certain first: the same text; the same words, here or elsewhere, told apart by what
stands around them; similar words inside the same clause; similar words anywhere. A wrong place is worse than none:
whatever is not clearly better than its runner-up is an orphan. The stored anchor is never rewritten.

The approximate search is `core.fuzzy` rather than a library: `core` is standard library only, and the libraries at hand
compare windows of the pattern's own length, which finds the wrong end wherever an amendment inserted words.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import islice

from reader.core import fuzzy, likely, orphans
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.core.homes import NEAR, Homes
from reader.core.likely import CONTEXT
from reader.core.note import Anchor, Piece, Resolution, Selection
from reader.core.orphans import Candidate, Offer
from reader.core.span import Span

# The same words: characters that speak for a place. Weights and bars were fitted to marks on amended laws and rounded.
OWN, OWN_MOST = 0.75, 24  # each character of the words themselves, up to so many
KEPT, WEAKER = 0.25, 0.5  # each character of context that is kept on either side, and on the side where fewer are
SAME_CLAUSE = 3.0  # standing in the clause of the same id
AT_HOME, AWAY = 33.0, 60.0  # standing there beside that, and against it: standing elsewhere though that clause is there
ALONE = 25.0  # being the only place
ENOUGH, LEAD = 10.0, 0.75  # what a place needs of all before that, and its lead
CERTAIN = 15.0  # what it needs in all, less what `core.homes` holds against it
LIKELY, LIKE_MOST = 30.0, 64  # what similar words need so; of them so many count as the words' own
CLOSE_LOOK = 8  # so many places, those with most unbroken context, are weighed
MAX_OCCURRENCES = 4000

# Similar words: shares between 0 and 1.
LONG = 10  # shorter words are looked for only together with their context
ACCEPT, MARGIN = 0.9, 0.15  # anywhere, and the lead over the runner-up
ACCEPT_IN_CLAUSE, KEPT_IN_CLAUSE = 0.7, 0.2  # in the clause of the same id with so much context kept
ACCEPT_IN_CONTEXT, KEPT_IN_CONTEXT = 0.66, 0.55  # between surroundings most of which were kept
PART = 0.4  # of words over several clauses so much must stand
MAX_REGIONS, WORTH = 6, 0.5  # so many ranges are searched, and places at least so alike weighed
OPENING = 8  # characters that tell one block from another

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
    """The anchor for what is selected, as `Resolver.make` gives it; for many in one document keep a Resolver."""
    return Resolver(document).make(selection)


def resolve(anchor: Anchor, document: Document) -> Resolution:
    """Where the anchor's words stand in the document now. For many anchors of one document keep a Resolver."""
    return Resolver(document).resolve(anchor)


def _start_of_empty(document: Document, block_id: str) -> int:
    """Where an empty block would stand in the text: at the start of the next filled one."""
    starts = document.block_starts()
    seen = False
    for block in document.blocks:
        seen = seen or block.id == block_id
        if seen and block.id in starts:
            return starts[block.id]
    return len(document.text)


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
        return sha256(self._text.encode("utf-8", "surrogatepass")).hexdigest()

    def make(self, selection: Selection) -> Anchor:
        """The anchor for what is selected. One empty span stands for the whole block: a bookmark, with an empty quote.

        Raises BadInput where the selection does not lie in the document.
        """
        document, text, starts = self._document, self._text, self._starts
        if not selection.pieces or selection.doc != document.id:
            raise BadInput("所选内容不在这份文件中。")
        for piece in selection.pieces:
            block = document.block(piece.block)
            if block is None or not 0 <= piece.span.start <= piece.span.end <= len(block.text):
                raise BadInput("所选内容不在这份文件中。")
        filled = [p for p in selection.pieces if p.block in starts]
        first, last = (filled[0], filled[-1]) if filled else (selection.pieces[0], selection.pieces[0])
        at, end = starts.get(first.block, 0) + first.span.start, starts.get(last.block, 0) + last.span.end
        if end < at:
            raise BadInput("所选内容的次序不对。")
        if not text[at:end].strip("\n"):
            first = last = Piece(first.block, Span(0, 0))
            at = end = starts.get(first.block, _start_of_empty(document, first.block))
        return Anchor(
            doc=document.id, block=first.block, start=first.span.start, end=last.span.end, end_block=last.block,
            quote=text[at:end], prefix=text[max(0, at - CONTEXT) : at], suffix=text[end : end + CONTEXT],
            position=at, document_hash=self._text_hash,
        )  # fmt: skip

    def resolve(self, anchor: Anchor) -> Resolution:
        """Where the anchor's words stand now: exact, moved, changed or orphan."""
        if not anchor.quote:
            return self._bookmark(anchor)
        here = self._stored_span(anchor)
        if anchor.document_hash == self._text_hash:
            # In the very text it was made on the position tells, also where the clauses are called otherwise.
            for span in (here, Span(anchor.position, anchor.position + len(anchor.quote))):
                if span and span.cut(self._text) == anchor.quote:
                    return Resolution("exact", self.pieces(span), intact=True)
        known = Homes(anchor, self._text)
        found = self._verbatim(anchor, here, known) or self._similar(anchor, known)
        return (self._part(anchor) or found) if found is ORPHAN else found

    def places(self, words: str, most: int) -> tuple[Span, ...]:
        """Where words stand exactly so, the first `most` of them."""
        return tuple(Span(at, at + len(words)) for at in islice(fuzzy.occurrences(words, self._text), most))

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

    def pieces(self, span: Span) -> tuple[Piece, ...]:
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
        return fuzzy.common_beginning(anchor.prefix[::-1], before[::-1]) + fuzzy.common_beginning(anchor.suffix, behind)

    def _kept(self, anchor: Anchor, span: Span) -> tuple[int, int]:
        """How many characters of prefix and suffix stand around the range, insertions and deletions allowed."""
        before = self._text[max(0, span.start - NEAR) : span.start]
        behind = self._text[span.end : span.end + NEAR]
        return (
            len(anchor.prefix) - fuzzy.end_distances(anchor.prefix, before)[-1],
            len(anchor.suffix) - fuzzy.end_distances(anchor.suffix[::-1], behind[::-1])[-1],
        )

    def _around(self, anchor: Anchor, span: Span) -> float:
        """What is kept around the range, in characters."""
        before, behind = self._kept(anchor, span)
        return KEPT * (before + behind) + WEAKER * min(before, behind)

    # The ways to find it

    def _verbatim(self, anchor: Anchor, here: Span | None, known: Homes) -> Resolution | None:
        """The same words, where uniqueness, context or clause make the place certain."""
        clause = self._block_range(anchor.block)
        size = len(anchor.quote)
        first: list[tuple[float, Span]] = []
        for at in islice(fuzzy.occurrences(anchor.quote, self._text), MAX_OCCURRENCES):
            span = Span(at, at + size)
            first.append(
                (self._unbroken(anchor, span) + (SAME_CLAUSE if clause and clause.overlaps(span) else 0), span)
            )
        if not first:
            return None
        first.sort(key=lambda place: -place[0])
        weighed = [(support + self._around(anchor, span), span) for support, span in first[:CLOSE_LOOK]]
        weighed.sort(key=lambda place: -place[0])
        best, span = weighed[0]
        if len(weighed) > 1 and best - weighed[1][0] < LEAD:
            return None
        intact = self._unbroken(anchor, span) == len(anchor.prefix) + len(anchor.suffix)
        told = best + OWN * min(size, OWN_MOST)
        if not (intact and span == here) and (
            told < ENOUGH or told + (ALONE if len(first) == 1 else 0.0) + self._evidence(anchor, span, known) < CERTAIN
        ):
            return None
        return Resolution("exact" if span == here else "moved", self.pieces(span), intact=intact)

    def _evidence(self, anchor: Anchor, span: Span, known: Homes) -> float:
        """What speaks for the range besides what was kept around it, less what is held against it."""
        clause = self._block_range(anchor.block)
        against = known.against(span)
        if clause and clause.overlaps(span):
            return AT_HOME - against
        return -against - (AWAY if clause and not known.lines(span) else 0.0)

    def _similar(self, anchor: Anchor, known: Homes) -> Resolution:
        """Similar words in the same clause, between the same surroundings, or clearly alike elsewhere."""
        alike = (place for place in self._alike(anchor) if self._holds(anchor, place, known))
        places = sorted(alike, key=lambda p: -p.rank)
        if not places or not places[0].acceptable:
            return ORPHAN
        best = places[0]
        rivals = [p for p in places[1:] if not p.span.overlaps(best.span)]
        if rivals and best.rank - rivals[0].rank < MARGIN:
            return ORPHAN
        return Resolution("changed", self.pieces(best.span), round(best.score, 3))

    def _holds(self, anchor: Anchor, place: _Place, known: Homes) -> bool:
        """Whether similar words are not better explained as a copy; the very same ones were judged before."""
        if place.score >= 1:
            return False
        span, own = place.span, OWN * min(len(anchor.quote), LIKE_MOST)
        told = self._unbroken(anchor, span) + self._around(anchor, span) + own * place.score
        return told + self._evidence(anchor, span, known) >= LIKELY

    def _part(self, anchor: Anchor) -> Resolution | None:
        """Of words over several clauses those whose clauses still stand, in their order."""
        clauses, at, last, kept = anchor.quote.split("\n"), 0, -1, 0.0
        pieces: list[Piece] = []
        if len(clauses) < 2:
            return None
        around = f"{anchor.prefix}{anchor.quote}{anchor.suffix}"
        for words in clauses:
            start = len(anchor.prefix) + at
            at += len(words) + 1
            prefix, suffix = around[max(0, start - CONTEXT) : start], around[start + len(words) :][:CONTEXT]
            block = anchor.block if not pieces and start == len(anchor.prefix) else ""
            alone = replace(anchor, block=block, end_block=block, quote=words, prefix=prefix, suffix=suffix)
            known = Homes(alone, self._text)
            found = self._verbatim(alone, None, known) or self._similar(alone, known) if len(words) >= LONG else ORPHAN
            if found.pieces and (where := self._starts[found.pieces[0].block]) > last:
                pieces += found.pieces
                last, kept = where, kept + len(words) * found.score
        share = kept / len(anchor.quote)
        return Resolution("changed", tuple(pieces), round(share, 3)) if share >= PART else None

    def _alike(self, anchor: Anchor) -> list[_Place]:
        """Every range that might hold the changed words."""
        clause, text = self._block_range(anchor.block), self._text
        near = [
            *([clause] if clause else []),
            *fuzzy.windows(anchor.prefix + anchor.quote + anchor.suffix, text),
            *fuzzy.windows(anchor.quote, text),
        ]
        regions: list[Span] = []
        for region in near:
            if not any(r.start <= region.start and region.end <= r.end for r in regions):
                regions.append(region)
        found: dict[Span, float] = {}
        for region in regions[:MAX_REGIONS]:
            words = region.cut(text)
            for place in (*likely.bests_in(anchor.quote, words), likely.between(anchor, words)):
                if place and place.score >= WORTH:
                    found[place.span.shifted(region.start)] = place.score
        whole = max(1, len(anchor.prefix) + len(anchor.suffix))
        return [
            _Place(span, score, sum(self._kept(anchor, span)) / whole, bool(clause and clause.overlaps(span)))
            for span, score in found.items()
        ]

    def candidates(self, anchor: Anchor) -> tuple[Candidate, ...]:
        """Places to offer where the words are gone, the likeliest first. None of them is where they stand."""
        clause = self._block_range(anchor.block)
        if not anchor.quote:
            return ()
        alike = (
            orphans.Candidate(place.span, "alike", self._unbroken(anchor, place.span), place.score)
            for place in self._alike(anchor)
        )
        found = [*orphans.between(anchor, self._text), *orphans.beside(anchor, self._text), *alike]
        if not anchor.block:  # from another program, which did not tell which of several places it meant
            same = self.places(anchor.quote, orphans.OFFERED)
            found = [*(orphans.Candidate(span, "alike", self._unbroken(anchor, span), 1.0) for span in same), *found]
        if clause:
            found.append(orphans.made(anchor, self._text, clause, "clause"))
        return orphans.ranked(found, clause)

    def offers(self, anchor: Anchor) -> tuple[Offer, ...]:
        """The candidates, each in its blocks."""
        return tuple(Offer(self.pieces(c.span), c.basis, round(c.score, 3)) for c in self.candidates(anchor))

    def _bookmark(self, anchor: Anchor) -> Resolution:
        """A mark on a whole block: by the block's id, else by how the block begins, which is the anchor's suffix."""
        here = self._document.block(anchor.block)
        opening = anchor.suffix.split("\n", 1)[0]
        if here is not None and (not here.text or here.text.startswith(opening[:OPENING])):
            return Resolution("exact", (Piece(here.id, Span(0, 0)),))
        if anchor.document_hash == self._text_hash and anchor.position in self._offsets:
            return Resolution("exact", (Piece(self._ids[self._offsets.index(anchor.position)], Span(0, 0)),))
        places = sorted(
            ((self._unbroken(anchor, Span(at, at)), block_id) for block_id, at in self._starts.items()), reverse=True
        )[:2]
        lead = places[0][0] - (places[1][0] if len(places) > 1 else 0) if places else 0
        if lead >= OPENING:
            return Resolution("moved", (Piece(places[0][1], Span(0, 0)),))
        if here is None:
            return ORPHAN
        like = 1.0 - fuzzy.distance(opening, here.text[: len(opening)]) / max(1, len(opening))
        if like < ACCEPT_IN_CLAUSE:
            return ORPHAN
        return Resolution("changed", (Piece(here.id, Span(0, 0)),), round(like, 3))
