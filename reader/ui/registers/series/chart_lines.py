"""A chart of lines laid out: years from left to right, a line for each document, dots with their figures. No Qt.

No dot stands on another, and no words on a dot or on other words; words for which there is no room are left out, since
the tip and the table say them too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from reader.ui.registers.charts.chart import (
    LINE,
    MARGIN,
    NARROWEST_COLUMN,
    PLOT,
    Chart,
    Dot,
    Measure,
    Picture,
    Shape,
    framed,
    is_hatched,
    legend,
    sign,
    tone,
)

SIZE: Final = 18  # pixels of a dot
BESIDE: Final = 180  # of the place for figures without a year
TICKS: Final = 5
FLAT: Final = 0.5  # where the lowest figure is above this share of the highest, the scale need not begin with nothing
AIR: Final = 6
WIDEST_PAD: Final = 64  # before the first year and behind the last, for dots that stand side by side
STEP: Final = 4  # pixels between the points of a line that words keep off

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where figures stand: pixels from years and numbers."""

    left: float
    right: float
    top: float
    foot: float
    years: tuple[int, ...]
    low: float
    high: float
    beside: float

    def x(self, year: int | None) -> float:
        if year is None:
            return self.beside
        first, last = self.years[0], self.years[-1]
        if first == last:
            return (self.left + self.right) / 2
        pad = min(WIDEST_PAD, (self.right - self.left) / 10)
        return self.left + pad + (self.right - self.left - 2 * pad) * (year - first) / (last - first)

    def y(self, number: float) -> float:
        return self.foot - (self.foot - self.top) * (number - self.low) / (self.high - self.low)


def lay_out_lines(chart: Chart, width: float, height: float, measure: Measure) -> Picture:
    """Where all stands."""
    return framed(chart, width, height, measure, _draw)


def scale(lowest: float, highest: float) -> tuple[float, ...]:
    """Round numbers from below the lowest to above the highest, evenly apart."""
    start = lowest if 0 < FLAT * highest < lowest else min(0.0, lowest)
    span = max(highest - start, abs(highest) * 0.02, 1e-9)
    rough = span / (TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
    first = math.floor(start / step + 1e-9)
    if start > 0 and first * step >= lowest:
        first -= 1
    last = max(math.ceil(highest / step - 1e-9), first + 1)
    return tuple(number * step for number in range(first, last + 1))


def plain(number: float) -> str:
    """A number of the scale: 2500, 0.5."""
    return f"{number:.6g}" if abs(number) < 1e6 else f"{number:.0f}"


def _draw(chart: Chart, width: float, height: float, top: float, measure: Measure) -> Picture:
    shapes, top = legend(chart.rows, width, top, measure)
    ticks = scale(min(dot.low for dot in chart.dots), max(dot.high for dot in chart.dots))
    plot, whole = _plot(chart, ticks, width, height, top + LINE, measure)
    shapes += _scale(plot, ticks, measure)
    shapes += _years(plot, chart, measure)
    middles = _middles(chart.dots, plot)
    lines = _segments(chart, middles)
    shapes += lines
    shapes += _ranges(chart, plot, middles)
    boxes = [(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE) for x, y in middles]
    for number, dot in enumerate(chart.dots):
        shapes.append(
            Shape(
                boxes[number], sign(chart.rows, dot.row), "centre", fill=tone(chart.rows, dot.row),
                at=(dot.row, number), form="ring" if is_hatched(chart.rows, dot.row) else "box",
            )
        )  # fmt: skip
    shapes += _words(chart.dots, boxes, lines, (MARGIN, top, whole - 2 * MARGIN, plot.foot - top), measure)
    return Picture(whole, plot.foot + LINE + MARGIN, tuple(shapes))


def _plot(
    chart: Chart, ticks: Sequence[float], width: float, height: float, top: float, measure: Measure
) -> tuple[_Plot, float]:
    """Where figures stand, and how wide the picture is for it."""
    years = tuple(sorted({dot.year for dot in chart.dots if dot.year is not None}))
    without = any(dot.year is None for dot in chart.dots)
    left = MARGIN + max(measure(plain(tick)) for tick in ticks) + AIR + SIZE + AIR
    room = width - left - MARGIN - SIZE - (BESIDE if without and years else 0)
    room = max(room, float(NARROWEST_COLUMN * max(1, len(years) - 1)))
    right = left + room - 2 * AIR
    foot = top + max(PLOT, height - top - LINE - MARGIN)
    beside = right + BESIDE / 2 + SIZE if years else (left + right) / 2
    plot = _Plot(left, right, top, foot, years, ticks[0], ticks[-1], beside)
    return plot, max(width, (beside + BESIDE / 2 - SIZE if without else right) + SIZE + MARGIN)


def _scale(plot: _Plot, ticks: Sequence[float], measure: Measure) -> list[Shape]:
    wide = max(measure(plain(tick)) for tick in ticks)
    far = plot.right + SIZE / 2
    made = []
    for tick in ticks:
        y = plot.y(tick)
        made.append(Shape((MARGIN, y - LINE / 2, wide + 2, LINE), plain(tick), "right", "muted"))
        grid = "control" if tick == ticks[0] else "line"
        made.append(Shape((plot.left - SIZE, y, far - plot.left + SIZE, 0), fill=grid, form="line"))
    return made


def _years(plot: _Plot, chart: Chart, measure: Measure) -> list[Shape]:
    """The years that have figures, those that fit; at the end the place of figures without one."""
    made, taken = [], -math.inf
    for label in chart.columns:
        x = plot.x(int(label.key) if label.key else None)
        wide = measure(label.words) + 4
        if x - wide / 2 >= taken:
            made.append(Shape((x - wide / 2, plot.foot + 2, wide, LINE), label.words, "centre", "muted"))
            taken = x + wide / 2 + 2
    return made


def _middles(dots: Sequence[Dot], plot: _Plot) -> list[tuple[float, float]]:
    """Where each dot stands; beside those of the same place, so that each can be seen and reached."""
    taken: list[tuple[float, float]] = []
    for dot in dots:
        x, y = plot.x(dot.year), plot.y((dot.low + dot.high) / 2)
        steps = [0, *(side * n for n in range(1, len(dots) + 1) for side in (1, -1))]
        free = (x + step * (SIZE + 2) for step in steps)
        inside = (at for at in free if at - SIZE / 2 >= plot.left - SIZE)
        x = next(at for at in inside if not any(abs(at - ox) < SIZE + 1 and abs(y - oy) < SIZE + 1 for ox, oy in taken))
        taken.append((x, y))
    return taken


def _segments(chart: Chart, middles: Sequence[tuple[float, float]]) -> list[Shape]:
    """From year to year; dashed where it leads to a goal."""
    made = []
    for row in range(len(chart.rows)):
        own = [n for n, dot in enumerate(chart.dots) if dot.row == row and dot.year is not None]
        own.sort(key=lambda n: (chart.dots[n].year, chart.dots[n].low))
        for one, other in pairwise(own):
            (x, y), (to_x, to_y) = middles[one], middles[other]
            made.append(
                Shape(
                    (x, y, to_x - x, to_y - y),
                    fill=tone(chart.rows, row),
                    form="line",
                    hatched=chart.dots[other].planned,
                )
            )
    return made


def _ranges(chart: Chart, plot: _Plot, middles: Sequence[tuple[float, float]]) -> list[Shape]:
    """From the lowest to the highest number of a range."""
    made = []
    for dot, (x, _y) in zip(chart.dots, middles, strict=True):
        if dot.high > dot.low:
            ends = plot.y(dot.low), plot.y(dot.high)
            made.append(Shape((x, ends[0], 0, ends[1] - ends[0]), fill=tone(chart.rows, dot.row), form="line"))
            made += [Shape((x - 5, y, 10, 0), fill=tone(chart.rows, dot.row), form="line") for y in ends]
    return made


def _words(
    dots: Sequence[Dot], boxes: Sequence[Box], lines: Sequence[Shape], room: Box, measure: Measure
) -> list[Shape]:
    """The figures beside their dots, where there is room for them; off the lines where that can be."""
    taken, made = list(boxes), []
    trodden = [at for line in lines for at in _along(line.box)]
    for dot, (x, y, wide, high) in zip(dots, boxes, strict=True):
        long = measure(dot.words) + 4
        middle = min(max(x + wide / 2 - long / 2, room[0]), room[0] + room[2] - long)
        places = (
            (middle, y - LINE, long, LINE), (x + wide + 2, y - 2, long, LINE), (x - long - 2, y - 2, long, LINE),
            (middle, y + high, long, LINE),
        )  # fmt: skip
        free = [p for p in places if _within(p, room) and not any(_over(p, other) for other in taken)]
        if free:
            place = min(free, key=lambda p: sum(_over(p, at) for at in trodden))
            made.append(Shape(place, dot.words))
            taken.append(place)
    return made


def _along(line: Box) -> list[Box]:
    """Points of a line, a few pixels apart."""
    left, top, across, down = line
    steps = max(1, round(math.hypot(across, down) / STEP))
    return [(left + across * n / steps, top + down * n / steps, 1.0, 1.0) for n in range(steps + 1)]


def _within(box: Box, room: Box) -> bool:
    return (
        box[0] >= room[0]
        and box[1] >= room[1]
        and box[0] + box[2] <= room[0] + room[2]
        and box[1] + box[3] <= room[1] + room[3]
    )


def _over(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
