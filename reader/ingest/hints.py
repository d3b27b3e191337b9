"""What a source says of its own lines besides their words: heading marks of a Markdown file. Changes nothing.

A hint hangs on a place in the source, so that it is still known once rules have changed, joined or split the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.core.span import Span
from reader.ingest.form.numbering import numbered
from reader.ingest.lines import Line
from reader.ingest.repair.simplify import is_regional
from reader.ingest.traced import TracedText

_MARK = re.compile(r"(?m)^[ \t]*(#{1,6})[ \t]+(\S.*)$")
TITLE = 0
"""The hint of a title; headings are hinted at by their level, from 1."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A line of the source, [start, end), that says what it is: TITLE, or the level of a heading."""

    start: int
    end: int
    level: int


@dataclass(frozen=True)
class Hints:
    """The hints of one source, in its order."""

    found: tuple[Hint, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [hint.start for hint in self.found]

    def level(self, text: TracedText, line: Line) -> int | None:
        """What the source says of a line of `text`: TITLE, the level of a heading, or nothing."""
        if not self.found or line.end <= line.start:
            return None
        at = text.raw_span(Span(line.start, line.start + 1)).start
        index = bisect_right(self._starts, at) - 1
        return self.found[index].level if index >= 0 and at < self.found[index].end else None

    def levels(self, text: TracedText, lines: Iterable[Line]) -> list[int | None]:
        """The same for every line, which must be in order."""
        if not self.found:
            return [None for _ in lines]
        lines = list(lines)
        out: list[int | None] = [None] * len(lines)
        # Few lines have a hint, and lines are in the order of the source: each hint looks for its own.
        first = 0
        for hint in self.found:
            first = bisect_left(lines, hint.start, first, key=lambda line: text.raw_start(line.start))
            while first < len(lines) and text.raw_start(lines[first].start) < hint.end:
                out[first] = hint.level if lines[first].text else None
                first += 1
        return out


_UNDERLINED = re.compile(r"(?m)^[ \t\u3000]*(\S[^\n]{3,80}?)[ \t\u3000]*\n\s*(?:[*＊][ \t]?){6,}[ \t]*$")
_HEAD = 600  # characters in which a release names its matter


def _underlined(source: str) -> Hints:
    """The title of a release of the government in Hong Kong, which stands above a row of asterisks."""
    match = _UNDERLINED.search(source, 0, _HEAD) if "***" in source or "＊＊＊" in source or "* * *" in source else None
    if match is None or not is_regional(source) or numbered(match.group(1).strip()) is not None:
        return Hints()
    return Hints((Hint(match.start(1), match.end(1), TITLE),))


def marked(source: str) -> Hints:
    """The hints that the heading marks of a Markdown file give: the first # is its title, the others are headings."""
    marks = list(_MARK.finditer(source)) if "#" in source else []
    if not marks:
        return _underlined(source)
    first = marks[0]
    deep = [len(mark.group(1)) for mark in marks]
    titled = deep[0] == min(deep) and numbered(first.group(2).strip()) is None
    titles = {m.start() for m in marks if titled and (m is first or _carried(m, first, source))}
    below = [len(m.group(1)) for m in marks if m.start() not in titles]
    low = min(below or deep)
    out = [
        Hint(m.start(2), m.end(), TITLE if m.start() in titles else min(max(len(m.group(1)) - low + 1, 1), 5))
        for m in marks
    ]
    return Hints(tuple(out))


def _carried(mark: re.Match[str], first: re.Match[str], source: str) -> bool:
    """Whether a heading as high as the title is the name of what the text passes on: 现将《…》印发给你们."""
    words = mark.group(2).strip()
    if mark.group(1) != first.group(1) or numbered(words) is not None:
        return False
    named = re.compile(f"《{re.escape(words)}》[^。\\n]{{0,40}}(?:印发|转发|公布|发布)")
    return named.search(source, 0, mark.start()) is not None
