"""Charts as values: counts by row and column, and the shapes that show them as a map, as columns or as bars. No Qt.

Owns where everything stands. Must not know registers, colours or widgets: a shape names its tone only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from reader.core.title_breaks import broken

Kind = Literal["map", "columns", "bars", "lines"]
Form = Literal["box", "line", "ring"]
Align = Literal["left", "centre", "right"]
Key = tuple[str, str]
TONES: Final = ("blue", "green", "yellow", "purple", "pink")  # names of the theme's marks
MARGIN, NAMES, GAP = 16, 220, 2  # pixels
LINE, ROW, HEAD = 22, 28, 48
BAR_ROW, BAR, NARROWEST_COLUMN, WIDEST_COLUMN, PLOT = 40, 26, 56, 180, 300
FAINTEST: Final = 0.12  # share of the full tint in a square that counts one


@dataclass(frozen=True, slots=True)
class Label:
    """A row or column: what is told when it is chosen, what it is called, its own tone (else by its place)."""

    key: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure of a chart of lines.

    Attributes:
        key: what is told when it is chosen. row: whose line it is on.
        year: None where it has none; such a figure stands beside the years.
        low, high: in the unit of the chart; the same but for ranges.
        words: beside it. said: all of it in words.
        planned: a goal, not a figure of the past. tip: what it was read from.
    """

    key: str
    row: int
    year: int | None
    low: float
    high: float
    words: str
    said: str
    planned: bool
    tip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in the table of numbers where it is no count: headings, cells, and what a line tells when chosen."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts or figures to be looked at.

    Attributes:
        kind: map (a square for each pair), columns (stacked by row over the columns), bars (stacked by column), lines
            (a line for each row through its dots; a dot is named by its row and its place among all dots).
        title: what is counted.
        counts: by the keys of row and column; a pair that is missing counts nothing.
        tips: what a count is made of, for the pointer that rests on it.
        empty: one sentence instead of the picture where nothing is counted.
        dots, listing: of a chart of lines.
    """

    name: str
    kind: Kind
    title: str
    rows: tuple[Label, ...] = ()
    columns: tuple[Label, ...] = ()
    counts: Mapping[Key, int] = field(default_factory=dict)
    tips: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    empty: str = ""
    dots: tuple[Dot, ...] = ()
    listing: Listing | None = None

    def count(self, row: int, column: int) -> int:
        """How many in a square; of a dot one."""
        if self.kind == "lines":
            return int(self.dots[column].row == row)
        return self.counts.get((self.rows[row].key, self.columns[column].key), 0)

    def words(self, row: int, column: int) -> str:
        """A square or a dot in words."""
        if self.kind == "lines":
            return self.dots[column].said
        names = [label.words for label in (self.rows[row], self.columns[column]) if label.words]
        return f"{' · '.join(names)}：{self.count(row, column)}"

    def tip(self, row: int, column: int) -> tuple[str, ...]:
        """What its count is made of, or its dot was read from."""
        if self.kind == "lines":
            return self.dots[column].tip
        return self.tips.get((self.rows[row].key, self.columns[column].key), ())

    def keys(self, row: int, column: int) -> Key:
        """What is told when it is chosen."""
        return self.rows[row].key, (self.dots if self.kind == "lines" else self.columns)[column].key

    def across(self, row: int) -> int:
        """Sum of a row."""
        return sum(self.count(row, column) for column in range(len(self.columns)))

    def down(self, column: int) -> int:
        """Sum of a column."""
        return sum(self.count(row, column) for row in range(len(self.rows)))

    @property
    def most(self) -> int:
        """The highest count; one where there are dots, nothing where there is nothing to be seen."""
        if self.kind == "lines":
            return int(bool(self.dots))
        return max(self.counts.values(), default=0)


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing to be drawn: a rectangle, words in it, or both; a line from corner to corner; a ring.

    Attributes:
        box: left, top, width, height in pixels.
        fill: a tone of TONES, "tint" (as strong as `share`), "line" or nothing; hatched: drawn with stripes.
        ink: text or muted. at: row and column it stands for; only such shapes can be chosen.
        lines: over how many lines the words may run.
        form: a line runs from left and top over width and height, which may be negative; hatched, it is dashed.
    """

    box: tuple[float, float, float, float]
    words: str = ""
    align: Align = "left"
    ink: str = "text"
    fill: str = ""
    share: float = 0.0
    hatched: bool = False
    bold: bool = False
    lines: int = 1
    at: tuple[int, int] | None = None
    form: Form = "box"

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        left, top, wide, high = self.box
        return left <= x < left + wide and top <= y < top + high


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart laid out: its size in pixels and its shapes, from back to front."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def shape(self, at: tuple[int, int]) -> Shape | None:
        """The shape of a row and column."""
        return next((shape for shape in self.shapes if shape.at == at), None)


Measure = Callable[[str], float]
Draw = Callable[[Chart, float, float, float, Measure], Picture]


def lay_out(chart: Chart, width: float, height: float, measure: Measure) -> Picture:
    """Where all stands, of any kind but lines.

    Args:
        width, height: what there is room for; the picture may need more.
        measure: how wide words are.
    """
    made = {"map": _map, "columns": _columns, "bars": _bars}[chart.kind]
    return framed(chart, width, height, measure, made)


def framed(chart: Chart, width: float, height: float, measure: Measure, draw: Draw) -> Picture:
    """A title, and below it what `draw` makes of the chart; a sentence where there is nothing to be seen."""
    title = Shape((MARGIN, 8, max(0.0, width - 2 * MARGIN), LINE), chart.title, bold=True)
    top = 8 + LINE + 8
    if not chart.most:
        told = Shape((MARGIN, top, max(0.0, width - 2 * MARGIN), 3 * LINE), chart.empty, ink="muted", lines=3)
        return Picture(width, top + 3 * LINE, (title, told))
    made = draw(chart, width, height, top, measure)
    return Picture(made.width, made.height, (title, *made.shapes))


# Map: squares with their counts


def _map(chart: Chart, width: float, _height: float, top: float, measure: Measure) -> Picture:
    wide = max(90.0, (width - 2 * MARGIN - NAMES) / len(chart.columns))
    shapes = []
    for number, column in enumerate(chart.columns):
        box = (MARGIN + NAMES + number * wide + GAP, top, wide - 2 * GAP, HEAD)
        shapes.append(Shape(box, broken(column.words, box[2], measure), "centre", "muted", lines=2))
    for row, label in enumerate(chart.rows):
        y = top + HEAD + 4 + row * ROW
        shapes.append(Shape((MARGIN, y, NAMES - 8, ROW), label.words, "right"))
        for number in range(len(chart.columns)):
            count = chart.count(row, number)
            box = (MARGIN + NAMES + number * wide + GAP, y + GAP, wide - 2 * GAP, ROW - 2 * GAP)
            share = FAINTEST + (1 - FAINTEST) * (count - 1) / max(1, chart.most - 1) if count else 0.0
            fill = "tint" if count else "line"
            shapes.append(Shape(box, str(count or ""), "centre", fill=fill, share=share, at=(row, number)))
    size = (2 * MARGIN + NAMES + wide * len(chart.columns), top + HEAD + 4 + ROW * len(chart.rows) + MARGIN)
    return Picture(max(width, size[0]), size[1], tuple(shapes))


# Columns: years from left to right, stacked by row


def _columns(chart: Chart, width: float, height: float, top: float, measure: Measure) -> Picture:
    shapes, top = legend(chart.rows, width, top, measure)
    wide = min(WIDEST_COLUMN, max(NARROWEST_COLUMN, (width - 2 * MARGIN) / len(chart.columns)))
    foot = top + LINE + max(PLOT, height - top - 2 * LINE - MARGIN)
    scale = (foot - top - LINE) / max(chart.down(n) for n in range(len(chart.columns)))
    for number, column in enumerate(chart.columns):
        x, y = MARGIN + number * wide, foot
        for row in range(len(chart.rows)):
            count = chart.count(row, number)
            if count:
                high = count * scale
                y -= high
                box = (x + wide * 0.14, y, wide * 0.72, high - 1)
                words = f"{sign(chart.rows, row)} {count}" if high >= LINE - 4 else ""
                shapes.append(_filled(box, words, chart.rows, row, (row, number)))
        shapes.append(Shape((x, y - LINE, wide, LINE), str(chart.down(number)), "centre", bold=True))
        shapes.append(Shape((x, foot + 2, wide, LINE), column.words, "centre", "muted"))
    right = MARGIN + wide * len(chart.columns)
    shapes.append(Shape((MARGIN, foot, right - MARGIN, 1), fill="control"))
    return Picture(max(width, right + MARGIN), foot + LINE + MARGIN, tuple(shapes))


# Bars: one below the other, stacked by column


def _bars(chart: Chart, width: float, _height: float, top: float, measure: Measure) -> Picture:
    many = len(chart.columns) > 1
    shapes, top = legend(chart.columns, width, top, measure) if many else ([], top)
    names = min(max(measure(row.words) for row in chart.rows) + 16, 0.42 * width)
    room = max(160.0, width - 2 * MARGIN - names - 64)
    scale = room / max(chart.across(n) for n in range(len(chart.rows)))
    for row, label in enumerate(chart.rows):
        y = top + row * BAR_ROW
        shapes.append(Shape((MARGIN, y, names - 12, BAR_ROW), label.words, "right", lines=2))
        x = MARGIN + names
        for number, column in enumerate(chart.columns):
            count = chart.count(row, number)
            if count:
                box = (x, y + (BAR_ROW - BAR) / 2, count * scale - 1, BAR)
                said = [f"{column.words} {count}", f"{sign(chart.columns, number)} {count}", str(count)] if many else []
                words = next((each for each in said if measure(each) + 8 <= box[2]), "")
                shapes.append(_filled(box, words, chart.columns, number, (row, number)))
                x += count * scale
        shapes.append(Shape((x + 6, y, 56, BAR_ROW), str(chart.across(row)), bold=True))
    return Picture(width, top + BAR_ROW * len(chart.rows) + MARGIN, tuple(shapes))


# Series: tone and sign


def tone(labels: tuple[Label, ...], number: int) -> str:
    """The tone of a series."""
    return labels[number].tone or TONES[number % len(TONES)]


def sign(labels: tuple[Label, ...], number: int) -> str:
    """What tells a series in grey: no two of ten have the same."""
    place = TONES.index(tone(labels, number))
    return "○△□◇☆"[place] if is_hatched(labels, number) else "●▲■◆★"[place]


def is_hatched(labels: tuple[Label, ...], number: int) -> bool:
    """Whether a series is the second of its tone."""
    return not labels[number].tone and number >= len(TONES)


def _filled(
    box: tuple[float, float, float, float], words: str, labels: tuple[Label, ...], number: int, at: tuple[int, int]
) -> Shape:
    hatched = is_hatched(labels, number)
    return Shape(box, "" if hatched else words, "centre", fill=tone(labels, number), hatched=hatched, at=at)


def legend(labels: tuple[Label, ...], width: float, top: float, measure: Measure) -> tuple[list[Shape], float]:
    """Signs with their names, in as many lines as they need; where what follows begins."""
    shapes: list[Shape] = []
    x, y = float(MARGIN), top
    for number, label in enumerate(labels):
        words = f"{sign(labels, number)} {label.words}"
        wide = min(measure(words) + 4, max(120.0, width - 2 * MARGIN - 24))
        if x > MARGIN and x + 24 + wide > width - MARGIN:
            x, y = float(MARGIN), y + LINE
        box = (x, y + 4, 14, 14)
        shapes.append(Shape(box, fill=tone(labels, number), hatched=is_hatched(labels, number)))
        shapes.append(Shape((x + 20, y, wide, LINE), words, ink="muted"))
        x += 20 + wide + 16
    return shapes, y + LINE + 8
