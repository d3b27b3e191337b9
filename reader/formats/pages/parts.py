"""What stands on a page, as the readers of pdf and ofd find it: glyphs and thin lines, in points from the top left."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from reader.core.raw_text import Box

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’—…·]")
_CLOSE = 0.45  # of a glyph's size: nearer in height, and it stands on the same line
_LATIN_GAP = 0.18
_WIDE_GAP = 0.7
_WRITTEN = 0.12  # a written blank this wide at least is one
_SEGMENT_GAP = 1.5


class Glyph(NamedTuple):
    """One character and its place; `size` in points. `blank`: a written blank stands in front of it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    blank: bool = False


class Stroke(NamedTuple):
    """A thin line, from left to right or from top to bottom."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    """All of one page.

    Attributes:
        askew: words that stand at an angle (watermarks).
        sideways: glyphs that lie on their side on an upright page, turned upright.
        pictures: share of the page that pictures cover, 0 to 1.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    sideways: list[Glyph] = field(default_factory=list)
    pictures: float = 0.0


@dataclass(slots=True)
class Row:
    """Glyphs on one height, from left to right, in segments that wide gaps part."""

    segments: list[list[Glyph]]

    @property
    def glyphs(self) -> list[Glyph]:
        """All of them."""
        return [glyph for segment in self.segments for glyph in segment]

    @property
    def box(self) -> Box:
        """The rectangle around them."""
        return box_of(self.glyphs)

    @property
    def size(self) -> float:
        """Their usual size."""
        return median(glyph.size for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The words, wide gaps as one blank."""
        return " ".join(words_of(segment) for segment in self.segments)


def is_wide(char: str) -> bool:
    """Whether a character is as wide as it is high."""
    return bool(_WIDE.match(char))


def box_of(glyphs: Iterable[Glyph]) -> Box:
    """The rectangle around glyphs (at least one)."""
    glyphs = list(glyphs)
    return (
        round(min(g.x0 for g in glyphs), 1), round(min(g.y0 for g in glyphs), 1),
        round(max(g.x1 for g in glyphs), 1), round(max(g.y1 for g in glyphs), 1),
    )  # fmt: skip


def joined(one: str, other: str) -> str:
    """Two pieces of a text that a line end parted."""
    if not one or not other:
        return one + other
    if is_wide(one[-1]) or is_wide(other[0]):
        return one + other
    return f"{one} {other}"


def words_of(segment: Sequence[Glyph]) -> str:
    """The text of glyphs on one line; blanks where words of Latin letters part, or Chinese stands apart."""
    out: list[str] = []
    before: Glyph | None = None
    for glyph in segment:
        if before is not None:
            gap = glyph.x0 - before.x1
            wide = is_wide(before.text[0]) or is_wide(glyph.text[0])  # a mark of doubt may stand last
            limit = _WIDE_GAP if wide else _LATIN_GAP
            if gap > limit * max(before.size, glyph.size) or (
                glyph.blank and (not wide or gap > _WRITTEN * glyph.size)
            ):
                out.append(" ")
        out.append(glyph.text)
        before = glyph
    return "".join(out)


def without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs drawn twice almost at one place (a bold face made by hand) once."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    kept = []
    for glyph in glyphs:
        step = max(glyph.size, 1.0)
        column, row = int(glyph.x0 / step), int(glyph.y0 / step)
        near = (seen.get((glyph.text, column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if any(
            other is not None and abs(other.x0 - glyph.x0) < 0.2 * step and abs(other.y0 - glyph.y0) < 0.2 * step
            for other in near
        ):
            continue
        seen[glyph.text, column, row] = glyph
        kept.append(glyph)
    return kept


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """Glyphs grouped by height, from the top; each row in segments."""
    groups: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.y0 + g.y1) / 2):
        height = (glyph.y0 + glyph.y1) / 2
        if groups and height - middle <= _CLOSE * max(glyph.size, groups[-1][-1].size):
            groups[-1].append(glyph)
            middle += (height - middle) / len(groups[-1])
        else:
            groups.append([glyph])
            middle = height
    return [Row(_segments(sorted(group, key=lambda g: g.x0))) for group in groups]


def _segments(glyphs: list[Glyph]) -> list[list[Glyph]]:
    out = [[glyphs[0]]]
    for one, other in itertools.pairwise(glyphs):
        if other.x0 - one.x1 > _SEGMENT_GAP * max(one.size, other.size):
            out.append([other])
        else:
            out[-1].append(other)
    return out
