"""Lines of a traced text: the unit most rules on whole lines look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.ingest.traced import Change, Line, TracedText, cut_lines


def lines_of(text: str | TracedText) -> Iterator[Line]:
    """The lines of a text in order."""
    return cut_lines(text) if isinstance(text, str) else iter(text.lines)


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


__all__ = ["Line", "drop_lines", "lines_of"]
