"""Lines of a traced text: the unit most rules on whole lines look at."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from reader.ingest.traced import Change, Line, TracedText, cut_lines


def lines_of(text: str | TracedText) -> Iterator[Line]:
    """The lines of a text in order."""
    return cut_lines(text) if isinstance(text, str) else iter(text.lines)


def drop_lines(text: TracedText, lines: Iterable[Line], rule: str, doubtful: Container[int] = ()) -> TracedText:
    """The text without these whole lines (in order), each with its line feed. `doubtful`: where lines start of which
    that is not sure.
    """
    changes, size, at = [], len(text.text), -1
    for line in lines:
        start, end = line.start, min(line.end + 1, size)
        if line.end == size and start > 0 and start - 1 >= at:
            start -= 1  # the last line takes the feed before it along
        changes.append(Change(max(start, at), end, "", line.start not in doubtful))
        at = end
    return text.replace((c for c in changes if c.end > c.start), rule)


__all__ = ["Line", "drop_lines", "lines_of"]
