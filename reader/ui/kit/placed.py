"""Where the words of a block stand in a QTextDocument, counted as Qt counts: in UTF-16 units.

With `render`, which sets the words, the only module that knows these units.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def is_flat(shown: Converted) -> bool:
    """Whether every character of a view text counts as one of Qt's positions."""
    return not shown.text or max(shown.text) <= "\uffff"
