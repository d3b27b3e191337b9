"""Tables on a page: with ruled cells by their lines, without by columns that stay apart over several rows."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from reader.core.raw_text import Box
from reader.formats.pages.parts import Glyph, Row, Stroke, joined, rows_of, words_of

_NEAR = 3.0  # points
_SHORTEST = 5.0
_MOST_STROKES = 3000
_MOST_EDGES = 1500
_PARTED = 1.5  # of the size of its characters: how far columns without lines stand apart
_LONGEST_CELL = 24
_FEWEST_PARTED = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows of cells (a spanned cell stands once), the box of each row and of all."""

    rows: list[list[str]]
    boxes: list[Box]
    box: Box


def ruled_tables(strokes: Sequence[Stroke], glyphs: Sequence[Glyph]) -> tuple[list[Table], list[Glyph]]:
    """The tables with lines around their cells, and the glyphs that stand in none of them."""
    across, down = _merged([s for s in strokes if s.x1 - s.x0 >= s.y1 - s.y0], 0), _merged(
        [s for s in strokes if s.x1 - s.x0 < s.y1 - s.y0], 1
    )  # fmt: skip
    if not across or not down or len(across) + len(down) > _MOST_STROKES:
        return [], list(glyphs)
    tables: list[Table] = []
    left = list(glyphs)
    for rows, columns in _components(across, down):
        grid = _Grid(rows, columns)
        if grid.fits:
            inside = [g for g in left if grid.holds(g)]
            table = grid.filled(inside)
            if table is not None:
                tables.append(table)
                taken = set(map(id, inside))
                left = [g for g in left if id(g) not in taken]
    return tables, left


def _merged(strokes: list[Stroke], axis: int) -> list[Stroke]:
    """Strokes of one direction, pieces of one line joined. `axis` 0: from left to right."""
    out: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (round(s[1 - axis] / _NEAR), s[axis])):
        last = out[-1] if out else None
        if (
            last is not None
            and abs(last[1 - axis] - stroke[1 - axis]) < _NEAR
            and stroke[axis] <= last[axis + 2] + _NEAR
        ):
            end = max(last[axis + 2], stroke[axis + 2])
            out[-1] = Stroke(last.x0, last.y0, end, last.y1) if axis == 0 else Stroke(last.x0, last.y0, last.x1, end)
        else:
            out.append(stroke)
    return [s for s in out if s[axis + 2] - s[axis] >= _SHORTEST]


def _components(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Lines that touch each other, group by group."""
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    by_height = sorted(range(len(across)), key=lambda i: across[i].y0)
    heights = [across[i].y0 for i in by_height]
    for j, line in enumerate(down):
        first, last = bisect_right(heights, line.y0 - _NEAR), bisect_right(heights, line.y1 + _NEAR)
        for i in by_height[first:last]:
            if across[i].x0 - _NEAR <= line.x0 <= across[i].x1 + _NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for n, stroke in enumerate([*across, *down]):
        groups.setdefault(root(n), ([], []))[n >= len(across)].append(stroke)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


class _Grid:
    def __init__(self, across: list[Stroke], down: list[Stroke]) -> None:
        self._down = down
        self._across = across
        self._ys = _edges([s.y0 for s in across])
        xs = _edges([s.x0 for s in down])
        left, right = min(s.x0 for s in across), max(s.x1 for s in across)
        self._open = [x for x in (left, right) if all(abs(x - known) > 2 * _NEAR for known in xs)]
        self._xs = _edges([*xs, *self._open])

    @property
    def fits(self) -> bool:
        """Whether it has two rows and two columns at least and no more than can be a table."""
        return 3 <= len(self._xs) < _MOST_EDGES and 3 <= len(self._ys) < _MOST_EDGES

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands inside."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        return self._xs[0] <= x <= self._xs[-1] and self._ys[0] <= y <= self._ys[-1]

    def filled(self, glyphs: list[Glyph]) -> Table | None:
        """The table with these glyphs in its cells; None where they fill no more than one."""
        wide, high = len(self._xs) - 1, len(self._ys) - 1
        owner = self._owners(wide, high)
        cells: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            column = min(max(bisect_right(self._xs, (glyph.x0 + glyph.x1) / 2) - 1, 0), wide - 1)
            row = min(max(bisect_right(self._ys, (glyph.y0 + glyph.y1) / 2) - 1, 0), high - 1)
            cells.setdefault(owner[row * wide + column], []).append(glyph)
        if len(cells) < 2:
            return None
        rows: list[list[str]] = []
        boxes: list[Box] = []
        x0, x1 = round(self._xs[0], 1), round(self._xs[-1], 1)
        for n in range(high):
            inside = {at % wide: found for at, found in cells.items() if at // wide == n}
            for top, bottom, part in _parted_rows(inside, self._ys[n], self._ys[n + 1]):
                rows.append([_cell_text(part.get(column, [])) for column in range(wide)])
                boxes.append((x0, round(top, 1), x1, round(bottom, 1)))
        filled_columns = [c for c in range(wide) if any(row[c] for row in rows)]
        if len(filled_columns) < 2 or sum(any(row) for row in rows) < 2:
            return None
        return Table(rows, boxes, (x0, boxes[0][1], x1, boxes[-1][3]))

    def _owners(self, wide: int, high: int) -> list[int]:
        """For each cell of the grid, the top left cell of the one it belongs to: no line parts them."""
        owner = list(range(wide * high))
        for row in range(high):
            middle = (self._ys[row] + self._ys[row + 1]) / 2
            parted = [
                x in self._open or any(abs(s.x0 - x) <= _NEAR and s.y0 - 1 <= middle <= s.y1 + 1 for s in self._down)
                for x in self._xs
            ]
            for column in range(wide):
                at = row * wide + column
                centre = (self._xs[column] + self._xs[column + 1]) / 2
                if column and not parted[column]:
                    owner[at] = owner[at - 1]
                elif row and not any(
                    abs(s.y0 - self._ys[row]) <= _NEAR and s.x0 - 1 <= centre <= s.x1 + 1 for s in self._across
                ):
                    owner[at] = owner[at - wide]
        return owner


def _parted_rows(
    cells: dict[int, list[Glyph]], top: float, bottom: float
) -> list[tuple[float, float, dict[int, list[Glyph]]]]:  # fmt: skip
    """A ruled row in the rows it holds: one, or several where its cells have lines on the same heights (a table that is
    ruled between its columns only).
    """
    lines = {column: rows_of(glyphs) for column, glyphs in cells.items()}
    if len(lines) < 2 or sorted(map(len, lines.values()))[-2] < _FEWEST_PARTED:
        return [(top, bottom, cells)]
    middles = sorted((row.box[1] + row.box[3]) / 2 for rows in lines.values() for row in rows)
    heights: list[list[float]] = []
    for middle in middles:
        if heights and middle - heights[-1][0] < _NEAR + 1:
            heights[-1].append(middle)
        else:
            heights.append([middle])
    shared = sum(len(found) > 0.6 * len(lines) for found in heights)
    if shared < _FEWEST_PARTED or shared < 0.7 * len(heights):
        return [(top, bottom, cells)]
    starts = [found[0] for found in heights]
    edges = [top, *((a + b) / 2 for a, b in itertools.pairwise(starts)), bottom]
    return [
        (low, high, {
            column: [g for row in rows if low <= (row.box[1] + row.box[3]) / 2 < high for g in row.glyphs]
            for column, rows in lines.items()
        })
        for low, high in itertools.pairwise(edges)
    ]  # fmt: skip


def _cell_text(glyphs: list[Glyph]) -> str:
    text = ""
    for row in rows_of(glyphs):
        text = joined(text, row.text)
    return text


def unruled_table(rows: Sequence[Row], start: int) -> tuple[Table, int] | None:
    """The table without lines that begins at a row, and how many rows it takes; None where none begins."""
    end = start
    while end < len(rows) and (len(rows[end].segments) >= 2 or _goes_on(rows, end, start)):
        end += 1
    while end > start and len(rows[end - 1].segments) < 2:
        end -= 1
    taken = rows[start:end]
    full = [row for row in taken if len(row.segments) >= 2]
    if len(full) < 3:
        return None
    spans = _columns(full)
    cells: list[list[str]] = []
    boxes: list[Box] = []
    for row in taken:
        made = [""] * len(spans)
        for segment in row.segments:
            column = max(bisect_right([s[0] for s in spans], segment[0].x0 + 0.1) - 1, 0)
            made[column] = joined(made[column], words_of(segment))
        if len(row.segments) < 2 and cells:
            cells[-1] = [joined(a, b) for a, b in zip(cells[-1], made, strict=True)]
            boxes[-1] = (boxes[-1][0], boxes[-1][1], boxes[-1][2], row.box[3])
        else:
            cells.append(made)
            boxes.append(row.box)
    filled = [cell for row in cells for cell in row if cell]
    short = median(len(cell) for cell in filled) <= _LONGEST_CELL and not any("。" in cell for cell in filled)
    wanted = 3 if len(spans) >= 3 else 4
    if len(spans) < 2 or not short or len(cells) < wanted or len(filled) < 0.6 * len(spans) * len(cells):
        return None
    x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
    return Table(cells, boxes, (x0, boxes[0][1], x1, boxes[-1][3])), end - start


def _goes_on(rows: Sequence[Row], at: int, start: int) -> bool:
    """Whether a row of one segment goes on with a cell of the row above, right of its first column."""
    if at <= start:
        return False
    above, row = rows[at - 1], rows[at]
    near = row.box[1] - above.box[3] < 0.8 * row.size
    return near and len(row.segments) == 1 and row.box[0] >= rows[start].segments[1][0].x0 - row.size


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Stretches of the page's width that text of these rows covers, with nothing between them."""
    spans: list[tuple[float, float]] = []
    size = median(row.size for row in rows)
    for x0, x1 in sorted((s[0].x0, s[-1].x1) for row in rows for s in row.segments):
        if spans and x0 - spans[-1][1] < _PARTED / 3 * size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans
