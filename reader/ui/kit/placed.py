"""Where the words of a block stand in a QTextDocument, counted as Qt counts: in UTF-16 units.

With `render`, which sets the words, the only module that knows these units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from reader.core.late_dataclass import dataclass
from reader.core.span import Span
from reader.script import Converted


def utf16_length(text: str) -> int:
    """How many positions Qt counts in `text`."""
    return len(text) + sum(c > "\uffff" for c in text) if text and max(text) > "\uffff" else len(text)


def code_points(text: str, units: int) -> int:
    """How many characters of `text` the first `units` UTF-16 units hold; half a character counts as none."""
    if not text or max(text) <= "\uffff":
        return min(units, len(text))
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if character > "\uffff" else 1
        if taken > units:
            return index
    return len(text)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a block that stand together in the QTextDocument: their span in the view text, their first position."""

    view: Span
    at: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A block as it stands in the QTextDocument. Positions are relative to the origin.

    Attributes:
        index: number of the block in the document.
        shown: its text in the script shown; the canonical text with an identity map in the document's own script.
        runs: in order; none for a placeholder, whose words are not the document's.
        start, end: positions of its first character and behind its last.
        flat: whether every character counts as one of Qt's positions; asked once, it takes long of a long block.
    """

    index: int
    shown: Converted
    runs: tuple[Run, ...]
    start: int
    end: int
    flat: bool

    def position(self, offset: int) -> int:
        """Position of an offset in the view text."""
        before = bisect_right(self.runs, offset, key=_first_shown)  # the runs of a large table are thousands
        if not before:
            return self.start
        run = self.runs[before - 1]
        return run.at + self._length(run.view.start, min(offset, run.view.end))

    def offset(self, position: int) -> int:
        """Offset in the view text of a position; the nearest before it where none is shown there."""
        before = bisect_right(self.runs, position, key=_first_position)
        if not before:
            return 0
        run = self.runs[before - 1]
        if self.flat:
            return min(run.view.start + position - run.at, run.view.end)
        return run.view.start + code_points(run.view.cut(self.shown.text), position - run.at)

    def pieces(self, view: Span) -> Iterator[tuple[int, int]]:
        """Stretches of positions [start, end) that show a span of the view text; several where it crosses runs."""
        for number in range(max(bisect_right(self.runs, view.start, key=_first_shown) - 1, 0), len(self.runs)):
            run = self.runs[number]
            if run.view.start >= view.end:
                break
            low, high = max(view.start, run.view.start), min(view.end, run.view.end)
            if low < high:
                at = run.at + self._length(run.view.start, low)
                yield at, at + self._length(low, high)

    def _length(self, start: int, end: int) -> int:
        return end - start if self.flat else utf16_length(self.shown.text[start:end])


def _first_shown(run: Run) -> int:
    return run.view.start


def _first_position(run: Run) -> int:
    return run.at


def is_flat(shown: Converted) -> bool:
    """Whether every character of a view text counts as one of Qt's positions."""
    return not shown.text or max(shown.text) <= "\uffff"
