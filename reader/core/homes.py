"""Whether words that stand in a text are a note's own or a copy of them: what speaks for a place and against it. Pure.

An amended law says the same twice and in sister clauses. Where the words are gone from their own clause, the same ones
in another clause are a copy, and a wrong place is worse than none. So what stood around them is looked for elsewhere,
their home, and what stands there is held against the place; so are pieces of their line that went elsewhere, and a
sentence that reads otherwise. All of it is counted in characters of surroundings.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from reader.core import fuzzy, likely, orphans
from reader.core.likely import CONTEXT
from reader.core.likeness import NUMBER
from reader.core.note import Anchor
from reader.core.orphans import Candidate
from reader.core.span import Span

NEAR: Final = CONTEXT * 3 // 2  # how far context may have been pushed by insertions

PIECE, ROUND = 8, 64  # characters of a piece of the words' line, and how far around a place it is not elsewhere

# What is held against a place, in characters of context; fitted to marks on amended laws and rounded.
HOME: Final = 1.3  # for each character that stands elsewhere round other words, on one side and on both
PARTED: Final = 16.0  # for each piece of their line that stands elsewhere and not here
OTHERWISE: Final = 12.0  # for the rest of the sentence before or behind, where it reads quite otherwise
MARKS: Final = "，、；：。\n"  # what goes with words that are struck out


class Homes:
    """One anchor in one text: the places that its surroundings remember, looked for when first asked for."""

    def __init__(self, anchor: Anchor, text: str) -> None:
        self._anchor, self._text = anchor, text

    @cached_property
    def _between(self) -> tuple[Candidate, ...]:
        """What stands between both old neighbours now, and where they meet."""
        anchor, text = self._anchor, self._text
        found = (*orphans.between(anchor, text), *_closed(anchor, text))
        return tuple(home for home in found if home.span.cut(text) != anchor.quote)

    @cached_property
    def _reworded(self) -> tuple[Candidate, ...]:
        """Of what stands between them now that which came for the words: both neighbours stand well next to it."""
        before, behind, text = self._anchor.prefix[-orphans.STANDS :], self._anchor.suffix[: orphans.STANDS], self._text
        return tuple(
            home
            for home in self._between
            if home.span.start < home.span.end
            and text.endswith(before, 0, home.span.start)
            and text.startswith(behind, home.span.end)
        )

    @cached_property
    def _beside(self) -> tuple[Candidate, ...]:
        """What stands beside one of them; where that is the words themselves, it is a rival and no home."""
        words, text = self._anchor.quote, self._text
        return tuple(
            home
            for home in orphans.beside(self._anchor, text)
            if not text.startswith(words, home.span.start) and not text.endswith(words, 0, home.span.end)
        )

    def lines(self, place: Span) -> bool:
        """Whether the very words stand there, and were lines from beginning to end and are."""
        anchor, text = self._anchor, self._text
        if place.cut(text) != anchor.quote:
            return False
        ours = (not anchor.prefix or anchor.prefix[-1] == "\n") and (not anchor.suffix or anchor.suffix[0] == "\n")
        return (
            ours and text[place.start - 1 : place.start] in ("", "\n") and text[place.end : place.end + 1] in ("", "\n")
        )

    def against(self, place: Span) -> float:
        """What is held against the range, in characters of context."""
        if self.lines(place):  # lines go elsewhere whole, and what stood around them stays
            both, one = max((home.kept for home in self._reworded if _apart(home.span, place)), default=0), 0
        else:
            both = max((home.kept for home in self._between if _apart(home.span, place)), default=0)
            one = max((home.kept for home in self._beside if _apart(home.span, place)), default=0)
        return HOME * (both + one) + PARTED * self._parted(place) + OTHERWISE * self._otherwise(place)

    def _parted(self, place: Span) -> int:
        """How many pieces of what stood in their line stand elsewhere and not around the range."""
        around = self._text[max(0, place.start - ROUND) : place.end + ROUND]
        return sum(piece not in around for piece in self._pieces)

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        """The pieces of what stood before and behind the words in their line that the text still has."""
        before, behind = self._anchor.prefix.rsplit("\n", 1)[-1], self._anchor.suffix.split("\n", 1)[0]
        cut = [before[at - PIECE : at] for at in range(len(before), PIECE - 1, -PIECE)]
        cut += [behind[at : at + PIECE] for at in range(0, len(behind) - PIECE + 1, PIECE)]
        return tuple(piece for piece in cut if piece in self._text)

    def _otherwise(self, place: Span) -> float:
        """How much of the rest of its sentence reads otherwise than it did: 0..1 before it and 0..1 behind it."""
        text = self._text
        before, behind = _rest(self._anchor.prefix, self._anchor.suffix)
        now_before, now_behind = _rest(
            text[max(0, place.start - NEAR) : place.start], text[place.end : place.end + NEAR]
        )
        return 2.0 - likely.share_kept(before, now_before) - likely.share_kept(behind[::-1], now_behind[::-1])


def _apart(home: Span, place: Span) -> bool:
    return not home.overlaps(place) and not (home.start == home.end and place.start <= home.start <= place.end)


def _closed(anchor: Anchor, text: str) -> Iterator[Candidate]:
    """Empty ranges where what stood before the words meets what stood behind them, or behind them and their mark."""
    before = anchor.prefix[-orphans.STANDS :]
    for suffix in (anchor.suffix, anchor.suffix[1:] if anchor.suffix[:1] in MARKS else ""):
        behind = suffix[: orphans.EDGE]
        if len(before) < orphans.STANDS or len(behind) < orphans.EDGE:
            continue
        for found in fuzzy.occurrences(before + behind, text):
            at = found + len(before)
            kept = fuzzy.common_beginning(anchor.prefix[::-1], text[max(0, at - CONTEXT) : at][::-1])
            kept += fuzzy.common_beginning(suffix, text[at : at + CONTEXT]) + len(anchor.suffix) - len(suffix)
            yield Candidate(Span(at, at), "between", kept, 0.0)


def _rest(before: str, behind: str) -> tuple[str, str]:
    """Of what stands around words that which stands in their lines, without the number, which every amendment moves."""
    before = before.rsplit("\n", 1)[-1]
    if number := NUMBER.match(before):
        before = before[number.end() :]
    return before, behind.split("\n", 1)[0]
