"""Places to offer for a note whose words are gone: a user decides, nothing is placed by itself. Pure.

Where the words before and behind it still stand, what stands between them now took its place (全面贯彻党的十九大 →
深入贯彻党的二十大). Where only one side stands, the place is beside it. Rivals alike are offered too, and at last the
clause itself, where it still exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from reader.core import fuzzy
from reader.core.note import Anchor, Piece
from reader.core.span import Span

Basis = Literal["between", "beside", "alike", "clause"]

OFFERED: Final = 5  # more nobody looks through
EDGE: Final = 4  # characters of context by which a neighbour is looked for
STANDS: Final = 8  # characters of one side that must stand where the other side does not
PLACES: Final = 400  # of a neighbour, so many are looked at
ENDS: Final = 12  # behind each of them so many places of the other one
GROWN: Final = 64  # characters that may have come in where the words were
STOPS: Final = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range of today's text that may have taken the place of a note's words.

    Attributes:
        span: in the text of the document.
        basis: both neighbours stand around it, one does, its words are alike, or it is the clause of the same id.
        kept: characters of context next to it that read as they did.
        score: how like the note's words its words are, 0..1.
    """

    span: Span
    basis: Basis
    kept: int
    score: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate as a reader gets it: its parts, one a block, and why it is offered."""

    pieces: tuple[Piece, ...]
    basis: Basis
    score: float


def ranked(candidates: Iterable[Candidate], clause: Span | None) -> tuple[Candidate, ...]:
    """The likeliest first, each place once, no more than a reader looks through.

    Args:
        clause: the range of the clause that the note was made in, where it still exists.
    """

    def weight(each: Candidate) -> tuple[bool, float]:
        at_home = clause is not None and clause.overlaps(each.span)
        return each.basis != "clause", each.kept + 24 * each.score + (8 if at_home else 0)

    out: list[Candidate] = []
    for each in sorted(candidates, key=weight, reverse=True):
        if not any(each.span.overlaps(other.span) and each.basis != "clause" for other in out):
            out.append(each)
    return tuple(out[:OFFERED])


def between(anchor: Anchor, text: str) -> Iterator[Candidate]:
    """Ranges that stand between what stood before the words and what stood behind them."""
    before, behind = anchor.prefix[-EDGE:], anchor.suffix[:EDGE]
    if len(before) < EDGE or len(behind) < EDGE:
        return
    room = 2 * len(anchor.quote) + GROWN
    for at in islice(fuzzy.occurrences(before, text), PLACES):
        start = at + EDGE
        inside = text[start : start + room + EDGE]
        ends = [start + end for end in islice(fuzzy.occurrences(behind, inside), ENDS) if end]
        found = [made(anchor, text, Span(start, end), "between") for end in ends]
        if found:
            yield found[0]
        if len(found) > 1:
            yield max(found[1:], key=lambda each: each.kept)


def beside(anchor: Anchor, text: str) -> Iterator[Candidate]:
    """Ranges behind what stood before the words, and before what stood behind them; up to the end of the sentence."""
    head, tail = anchor.prefix[-STANDS:], anchor.suffix[:STANDS]
    size = len(anchor.quote)
    if len(head) == STANDS:
        for at in islice(fuzzy.occurrences(head, text), PLACES):
            start = at + STANDS
            end = min((e for stop in STOPS if (e := text.find(stop, start, start + size + GROWN)) >= 0), default=-1)
            yield made(anchor, text, Span(start, end + 1 if end > start else min(len(text), start + size)), "beside")
    if len(tail) == STANDS:
        for at in islice(fuzzy.occurrences(tail, text), PLACES):
            start = max(text.rfind(stop, max(0, at - size - GROWN), at - 1) for stop in STOPS) + 1
            yield made(anchor, text, Span(start or max(0, at - size), at), "beside")


def made(anchor: Anchor, text: str, span: Span, basis: Basis) -> Candidate:
    """The range with what speaks for it."""
    kept = fuzzy.common_beginning(anchor.prefix[::-1], text[max(0, span.start - len(anchor.prefix)) : span.start][::-1])
    kept += fuzzy.common_beginning(anchor.suffix, text[span.end : span.end + len(anchor.suffix)])
    return Candidate(span, basis, kept, likeness(anchor.quote, span.cut(text)))


def likeness(was: str, now: str) -> float:
    """1 - Levenshtein's distance over the length of the longer one."""
    return 1.0 - fuzzy.distance(was, now) / max(1, len(was), len(now))
