"""Many stretches of one text asked about at once, and sentences no longer than what reads them can afford.

A paragraph may be one sentence of any length; looking at the whole of it for each figure would take a square of that.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from reader.core.late_pattern import late
from reader.core.span import Span

LONGEST: Final = 600  # characters of a sentence that are looked at together
_EVEN: Final = 400  # from where a longer one is parted at its next comma
_COMMA: Final = late("[；，,]")


class Stretches:
    """Stretches that do not overlap one another, in any number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._ends = [span.end for span in self._spans]

    def touches(self, span: Span) -> bool:
        """Whether one of them shares a character with `span`."""
        at = bisect_right(self._ends, span.start)
        return at < len(self._spans) and self._spans[at].start < span.end


class Sentences:
    """The sentences of a text: parted at 。, and where they are longer than LONGEST at a comma."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._ends: list[int] = []
        start = 0
        for stop in [*(match.end() for match in re.finditer("。", text)), len(text)]:
            while stop - start > LONGEST:
                comma = _COMMA.search(text, start + _EVEN, start + LONGEST)
                start = comma.end() if comma else start + LONGEST
                self._ends.append(start)
            self._ends.append(stop)
            start = stop

    def at(self, place: int) -> Span:
        """The sentence a place stands in."""
        index = bisect_right(self._ends, place)
        end = self._ends[index] if index < len(self._ends) else self._length
        return Span(self._ends[index - 1] if index else 0, end)


def next_after(places: list[int], place: int) -> int | None:
    """The first of sorted places behind one; None where none is."""
    at = bisect_left(places, place + 1)
    return places[at] if at < len(places) else None
