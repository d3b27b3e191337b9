"""Where pages of different sizes stand, one below the other, in pixels. Pure; pages by number from 0."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

GAP, MARGIN = 12, 12  # pixels between pages, and around them
LEAST: Final = 80  # pixels of a page's width
Box = tuple[float, float, float, float]
"""A place on a page in points, origin at its upper left: left, top, right, bottom."""


class PageLayout:
    """Pages as wide as the room is, times the zoom.

    Attributes:
        sizes: of the pages in points.
        height, width: pixels of all of it.
    """

    def __init__(self, sizes: Sequence[QSizeF], room: int, zoom: float) -> None:
        self.sizes = tuple(sizes)
        self._wide = max(LEAST, room - 2 * MARGIN) * zoom
        tops, y = [], float(MARGIN)
        for number, size in enumerate(self.sizes):
            tops.append(y)
            y += size.height() * self.scale(number) + GAP
        self._tops = tops
        self.height = y - GAP + MARGIN
        self.width = self._wide + 2 * MARGIN
        self._room = room

    def scale(self, number: int) -> float:
        """Pixels a point."""
        return self._wide / max(1.0, self.sizes[number].width())

    def top(self, number: int) -> float:
        """Where a page begins."""
        return self._tops[number]

    def rect(self, number: int) -> QRectF:
        """Where a page stands; pages narrower than the room stand in its middle."""
        left = max(float(MARGIN), (self._room - self._wide) / 2)
        return QRectF(left, self._tops[number], self._wide, self.sizes[number].height() * self.scale(number))

    def between(self, top: float, bottom: float) -> range:
        """The pages that reach into a stretch of heights; the gap below a page counts as the page's."""
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, max(first, bisect_left(self._tops, bottom + 1)))

    def place(self, y: float) -> tuple[int, float]:
        """The page at a height and how many points below its upper edge that is; there must be pages."""
        number = max(0, bisect_right(self._tops, y) - 1)
        down = (y - self._tops[number]) / self.scale(number)
        return number, min(max(0.0, down), self.sizes[number].height())

    def on_page(self, number: int, box: Box) -> QRectF:
        """Where a place of a page stands."""
        page, scale = self.rect(number), self.scale(number)
        x0, y0, x1, y1 = (edge * scale for edge in box)
        return QRectF(page.left() + x0, page.top() + y0, x1 - x0, y1 - y0)
