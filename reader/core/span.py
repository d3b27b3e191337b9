"""Half-open ranges of code points, and where in the library something is."""

from __future__ import annotations

from typing import NamedTuple

from reader.core.late_dataclass import dataclass


class Span(NamedTuple):
    """Half-open range [start, end) of code points in a text."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def cut(self, text: str) -> str:
        """The words of `text` that the range covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the library: a document, a block of it, a range of that block's canonical text."""

    doc: str
    block: str | None = None
    span: Span | None = None
