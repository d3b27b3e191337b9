"""Lines that a recogniser found in the picture of a page, to glyphs in points: straightened, sized, doubts marked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from reader.formats.lines import DOUBT
from reader.formats.pages.parts import Glyph, Page, is_wide

SURE = 0.9
"""Confidence below which a character is in doubt. Measured on a page each of three scans (1,124 characters): the two
that were read wrongly lie below it, and of those that were read rightly one or two of a hundred.
"""

_BOX = 0.76  # of the height of a line's box: the size of its characters
_ALIKE = 1.12  # sizes this near to one another are one size that was measured badly
_NEAR = 1.25
_MEASURABLE = 5  # characters of a line
_NARROW = 0.55  # width of a Latin character, in sizes


class Found(NamedTuple):
    """A line as it was recognised.

    Attributes:
        text: with blanks.
        score: 0 to 1.
        quad: its four corners in pixels, clockwise from the top left.
        chars: each character that is no blank, and its confidence.
    """

    text: str
    score: float
    quad: tuple[tuple[float, float], ...]
    chars: tuple[tuple[str, float], ...]

    @property
    def angle(self) -> float:
        """By how much it falls to the right, in radians."""
        (x0, y0), (x1, y1) = self.quad[0], self.quad[1]
        return math.atan2(y1 - y0, x1 - x0)

    @property
    def width(self) -> float:
        """Length of its upper edge."""
        return math.dist(self.quad[0], self.quad[1])

    @property
    def height(self) -> float:
        """Length of its left edge."""
        return math.dist(self.quad[0], self.quad[3])

    @property
    def is_tall(self) -> bool:
        """Whether it runs downwards."""
        return len(self.chars) > 1 and self.height > 1.5 * self.width


def page_of(found: Sequence[Found], number: int, scale: float, size: tuple[float, float]) -> Page:
    """The page; `scale` is points a pixel.

    A page that lay askew in the scanner is straightened about its middle: edges and rows stand where they stood on
    paper, and a box is off its place in the picture by a few points at the rim.
    """
    page = Page(number, *size, pictures=1.0)
    slope = _slope(found)
    sine, cosine = math.sin(-slope), math.cos(-slope)
    middle_x, middle_y = size[0] / 2, size[1] / 2

    def straight(x: float, y: float) -> tuple[float, float]:
        x, y = x * scale - middle_x, y * scale - middle_y
        return middle_x + x * cosine - y * sine, middle_y + x * sine + y * cosine

    for line in found:
        page.glyphs += _glyphs(line, [straight(x, y) for x, y in line.quad], line.height * scale)
    return page


def _slope(found: Iterable[Found]) -> float:
    """By how much the lines of a page fall to the right, in radians: that of its long lines."""
    long = [line.angle for line in found if line.width > 6 * line.height and abs(line.angle) < math.radians(15)]
    return median(long) if long else 0.0


def _glyphs(line: Found, quad: Sequence[tuple[float, float]], height: float) -> list[Glyph]:
    if not line.chars:
        return []
    left, right = min(x for x, _ in quad), max(x for x, _ in quad)
    middle = sum(y for _, y in quad) / 4
    size = min(max(height * _BOX, 4.0), 200.0)
    inner = max(right - left - (height - size) / 2, 1.0)  # the box stands off the characters
    start = (left + right - inner) / 2
    parts = _shares(line)
    total = sum(width for _, width in parts) or 1.0
    glyphs: list[Glyph] = []
    at = 0.0
    chars = iter(line.chars)
    blank = False
    for char, width in parts:
        x0, x1 = start + inner * at / total, start + inner * (at + width) / total
        at += width
        if char.isspace():
            blank = True
            continue
        _, sure = next(chars)
        text = char if sure >= SURE else char + DOUBT
        glyphs.append(Glyph(text, x0, middle - size / 2, x1, middle + size / 2, size, blank))
        blank = False
    return glyphs


def _shares(line: Found) -> list[tuple[str, float]]:
    """Each character of the line, blanks too, and its width in sizes."""
    text = " ".join(line.text.split())
    if sum(not char.isspace() for char in text) != len(line.chars):
        text = "".join(char for char, _ in line.chars)
    return [(char, 1.0 if is_wide(char) else _NARROW) for char in text]


def even_sizes(pages: Sequence[Page]) -> None:
    """One size for all characters whose sizes differ no more than measuring does.

    A box around a few characters is measured worse: it takes the nearest size that longer lines have.
    """
    counts = Counter(glyph.size for page in pages for glyph in page.glyphs)
    groups: list[list[float]] = []
    for size in sorted(size for size, count in counts.items() if count >= _MEASURABLE):
        if groups and size <= _ALIKE * groups[-1][0]:
            groups[-1].append(size)
        else:
            groups.append([size])
    usual = {size: round(median(group), 1) for group in groups for size in group}
    known = sorted(set(usual.values()))
    for size in counts.keys() - usual.keys():
        nearest = min(known, key=lambda each: abs(each - size), default=size)
        usual[size] = nearest if max(nearest, size) <= _NEAR * min(nearest, size) else round(size, 1)
    for page in pages:
        page.glyphs = [glyph._replace(size=usual[glyph.size]) for glyph in page.glyphs]
