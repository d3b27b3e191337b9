"""Lines of a traced text: the unit most rules on whole lines look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.ingest.traced import Change, TracedText


class Line(NamedTuple):
    """One line: [start, end) of the text without its line feed, and its words."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text in order."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        yield Line(start, end, line)
        start = end + 1


def drop_lines(text: TracedText, lines: Iterable[Line], rule: str, sure: bool = True) -> TracedText:
    """The text without these whole lines (in order), each with its line feed."""
    changes, size, at = [], len(text.text), -1
    for line in lines:
        start, end = line.start, min(line.end + 1, size)
        if line.end == size and start > 0 and start - 1 >= at:
            start -= 1  # the last line takes the feed before it along
        changes.append(Change(max(start, at), end, "", sure))
        at = end
    return text.replace((c for c in changes if c.end > c.start), rule)
