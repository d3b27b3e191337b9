"""Rule "table": a table that a page flattened to lines with `|` is rows and cells again.

In the text, cells are joined by tabs and rows by line feeds; a cell that spans rows stands once, in its first row, and
leaves an empty cell in the others. `rows_of` repeats it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.lines import Line, lines_of
from reader.ingest.traced import Change, TracedText

ROW_MARK = "\x1e"
"""Ends every row inside a table while rules still run, so that a table's lines are not taken for blocks."""

ABOVE, LEFT = "\ufdd0", "\ufdd1"
"""Stand in a cell that the one above it, or the one to its left, covers, as a page's tags say; gone in the end."""
SPANS = str.maketrans("", "", ABOVE + LEFT)
_REPEATED = 200_000  # characters of covered cells that are shown: how far a cell spans is told from outside

_SEPARATOR = late(r"^(?=.*--)\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_NUMERIC = late(r"^[<>≤≥±约]?[\d,.]+\s*[%％\w\u4e00-\u9fff]{0,4}$")


_LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: [start, end) in the text and its words."""

    start: int
    end: int
    text: str


def bar_tabs(text: TracedText) -> TracedText:
    """Bars for tabs, where lines that follow each other have the same number of them: rows of a table."""
    lines = list(lines_of(text))
    counts = [line.text.strip().count("\t") if "|" not in line.text else 0 for line in lines]
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and (counts[end] == counts[at] or _ends_empty(lines[end], counts[end], counts[at])):
            end += 1
        if counts[at] and end - at >= (2 if counts[at] > 1 else 3):
            for line in lines[at:end]:
                empty = _ends_empty(line, line.text.strip().count("\t"), counts[at])  # first cells of the row, too
                first = line.start + len(line.text) - len(line.text.lstrip(" " if empty else None))
                last = line.start + len(line.text.rstrip(" " if _ends_empty(line, 0, counts[at]) else None))
                found = re.finditer("\t", text.text[first:last])
                changes += [Change(first + m.start(), first + m.end(), "|") for m in found]
        at = end
    return text.replace(changes, "table")


_DRAWN = "│┃║"
_SIGNS = "─━═│┃║┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬+=| -"
_RULED_OFF = late(rf"^\s*(?=.*[{_SIGNS[6:-4]}])[{_SIGNS}]*[─━═=-]{{2}}[{_SIGNS}]*$")
"""The rule between two rows of a table that was drawn with signs."""
_FEWEST_RULES = 2


def drawn_tables(text: TracedText) -> TracedText:
    """Bars for the signs with which a table was drawn, without its rules: ┌──┐ │…│ └──┘ and +---+ |…| +---+."""
    if not any(sign in text.text for sign in ("│", "┃", "║", "+-", "+=")):
        return text
    lines = list(lines_of(text))
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (_RULED_OFF.match(lines[end].text) or _is_drawn(lines[end].text)):
            end += 1
        ruled = [line for line in lines[at:end] if _RULED_OFF.match(line.text)]
        if len(ruled) >= _FEWEST_RULES and len(ruled) < end - at:
            for line in lines[at:end]:
                if line in ruled:
                    changes.append(Change(line.start, min(line.end + 1, len(text.text)), ""))
                else:
                    found = re.finditer(f"[{_DRAWN}]", line.text)
                    changes += [Change(line.start + m.start(), line.start + m.end(), "|") for m in found]
        at = max(end, at + 1)
    return text.replace(changes, "table")


def _is_drawn(text: str) -> bool:
    """Whether a line is a row between two signs of a drawn table."""
    row = text.strip()
    return len(row) > 2 and row[0] in _DRAWN + "|" and row[-1] in _DRAWN + "|"


_FIRST_ROW = late(r"^\s*序[ \u3000]{0,4}[号號][ \u3000]+\S")
_CELLS = late(r"(?<=\S)[ \u3000]+(?=\S)")


def blank_tabs(text: TracedText) -> TracedText:
    """Bars for blanks in a table whose first row begins with 序号, where rows counted 1, 2 … have as many pieces."""
    if "序" not in text.text:
        return text
    lines = list(lines_of(text))
    changes: list[Change] = []
    for at, line in enumerate(lines):
        if "|" in line.text or not _FIRST_ROW.match(line.text):
            continue
        width = len(_CELLS.findall(line.text.replace("序 号", "序号").replace("序　号", "序号")))
        rows = []
        for count, row in enumerate(lines[at + 1 :], 1):
            if not re.match(rf"\s*{count}[ \u3000]", row.text) or len(_CELLS.findall(row.text)) != width:
                break
            rows.append(row)
        if width < _FEWEST_BARS or not rows:
            continue
        for row in (line, *rows):
            found = [m for m in _CELLS.finditer(row.text) if row is not line or row.text[: m.start()].strip() != "序"]
            changes += [Change(row.start + m.start(), row.start + m.end(), "|") for m in found]
    return text.replace(changes, "table")


_FEWEST_BARS = 2


def _ends_empty(line: Line, filled: int, tabs: int) -> bool:
    """Whether the last cells of a row are empty: with the tabs at its end it has as many as the row above."""
    return 0 < tabs != filled and "|" not in line.text and line.text.strip() != "" and line.text.count("\t") == tabs


def rebuild_tables(text: TracedText) -> TracedText:
    """Every run of three or more lines with bars made a table, each on a line of its own."""
    if "|" not in text.text:
        return text
    lines = list(lines_of(text))
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and ("|" in lines[end].text or _goes_on(lines, end, at)):
            end += 1
        while end > at and not lines[end - 1].text:
            end -= 1
        if (whole := _feed_behind_bars(lines[at:end])) is not None:
            changes += _table(whole)
            at = max(end, at + 1)
            continue
        if end - at >= 3 or (end - at >= 2 and all(line.text.count("|") >= 2 for line in lines[at:end])):
            changes += _table(lines[at:end])
        at = max(end, at + 1)
    return text.replace(changes, "table")


_LONE_BAR = late(r"^\|?(?:\s*-{3,}\s*\|)*$")


def _feed_behind_bars(lines: list[Line]) -> list[Line] | None:
    """The rows of a table whose last bar slipped onto a line of its own: 1. | 名称, and | below it; else None."""
    rows = [line for line in lines if line.text and not _LONE_BAR.match(line.text)]
    lone = sum(line.text == "|" for line in lines)
    if len(rows) < 2 or lone < len(rows) - 1 or {line.text.count("|") for line in rows} != {1}:
        return None
    if not all(re.match(r".+\|.+", line.text) for line in rows):
        return None
    return rows


def drop_loose_spans(text: TracedText) -> TracedText:
    """The text without marks of covered cells outside tables: what a page's tags called one was none."""
    if ABOVE not in text.text and LEFT not in text.text:
        return text
    changes = [
        Change(line.start + match.start(), line.start + match.end(), "")
        for line in lines_of(text) if "\t" not in line.text for match in _COVERED.finditer(line.text)
    ]  # fmt: skip
    return text.replace(changes, "html")


_COVERED = late(f"[{ABOVE}{LEFT}]+")


def _goes_on(lines: list[Line], at: int, start: int) -> bool:
    """Whether a line without bars stands inside a run: an empty one, or the last cell of a row, which has no bar."""
    if at <= start or not lines[at].text:
        return at > start
    before = lines[at - 1].text
    if not (before.endswith("|") and before.count("|") == 1) or len(lines[at].text) > _LONGEST_CELL:
        return False
    return numbered(lines[at].text) is None and lines[at].text[-1] not in "。；："


def _table(lines: list[Line]) -> list[Change]:
    grid = _row_lines(lines) or _ended_rows(lines) or _flattened(lines)
    if grid is None:
        return []
    changes: list[Change] = []
    at = lines[0].start
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if i == 0 and j == 0:
                gap = ""
            else:
                gap = "\t" if j else ROW_MARK
            if cell is None:
                pending = gap
                changes.append(Change(at, at, pending))
                continue
            changes.append(Change(at, cell.start, gap))
            at = cell.end
    changes.append(Change(at, lines[-1].end, ""))
    return _merged([c for c in changes if c.end > c.start or c.now])


def _merged(changes: list[Change]) -> list[Change]:
    out: list[Change] = []
    for change in changes:
        if out and out[-1].end == change.start:
            out[-1] = Change(out[-1].start, change.end, out[-1].now + change.now)
        else:
            out.append(change)
    return out


_Grid = list[list[Cell | None]]


def _cells(line: Line) -> list[Cell]:
    """The cells of one line; an empty one where a bar follows a bar."""
    cells, start = [], line.start
    text = line.text
    offset = 0
    parts = text.split("|")
    for part in parts:
        stripped = part.strip()
        lead = len(part) - len(part.lstrip())
        begin = start + offset + (lead if stripped else 0)
        cells.append(Cell(begin, begin + len(stripped), stripped))
        offset += len(part) + 1
    if cells and not cells[-1].text:
        cells.pop()
    return cells


def _row_lines(lines: list[Line]) -> _Grid | None:
    """Rows that stand on a line each (also Markdown's form): every line has the same number of bars, two or more."""
    filled = [line for line in lines if line.text and not _SEPARATOR.match(line.text)]
    counts = {line.text.count("|") for line in filled}
    if len(counts) != 1 or counts == {0} or (counts == {1} and all(line.text.endswith("|") for line in filled)):
        return None
    if counts == {1} and not all(re.match(r".+\|.+", line.text) for line in filled):
        return None
    rows = [_cells(line) for line in filled]
    if all(not row[0].text for row in rows if row) and all(line.text.startswith("|") for line in filled):
        rows = [row[1:] for row in rows]
    width = max(map(len, rows))
    return _carried_on([[cell if cell.text else None for cell in row] + [None] * (width - len(row)) for row in rows])


def _carried_on(grid: _Grid) -> _Grid:
    """Rows whose one cell slipped to the front: under a column of numbers, words go on with the last cell above."""
    firsts = [row[0] for row in grid[1:] if row[0] is not None and any(row[1:])]
    if len(firsts) < 2 or not all(_COUNTED.match(cell.text) for cell in firsts):
        return grid
    for row in grid[2:]:
        if row[0] is not None and not any(row[1:]) and not _COUNTED.match(row[0].text):
            row.append(row.pop(0))
    return grid


_COUNTED = late(
    r"^(?:\d{1,3}(?:[.．-]\d{1,3})*[.、．]?|[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十\d]{1,3}[）)])$"
)


def _ended_rows(lines: list[Line]) -> _Grid | None:
    """One cell a line with a bar behind it, but for the last of each row: so rows end where no bar is.

    A row that is short by some cells lost its first ones to a cell that spans it from above.
    """
    filled = [line for line in lines if line.text]
    if sum("|" not in line.text for line in filled) < 2 or "|" in filled[-1].text:
        return None
    rows: list[list[Cell | None]] = [[]]
    for line in filled:
        ends = "|" not in line.text
        rows[-1] += [cell if cell.text else None for cell in ([_whole(line)] if ends else _cells(line))]
        if ends:
            rows.append([])
    rows.pop()
    width = len(rows[0])
    if width < 2 or any(len(row) > width for row in rows):
        return None
    return [[*itertools.repeat(None, width - len(row)), *row] for row in rows]


def _whole(line: Line) -> Cell:
    return Cell(line.start, line.end, line.text)


def _flattened(lines: list[Line]) -> _Grid | None:
    """One cell a line: the width is the one that makes the columns most alike."""
    cells = [cell for line in lines if line.text for cell in (_cells(line) or [Cell(line.end, line.end, "")])]
    best: tuple[float, _Grid] | None = None
    for width in range(2, min(9, len(cells) // 2 + 1)):
        grid = _at_width(cells, width)
        if grid is None:
            continue
        score = _likeness(grid)
        if best is None or score > best[0] + 1e-9:
            best = (score, grid)
    return best[1] if best else None


def _at_width(cells: list[Cell], width: int) -> _Grid | None:
    """The cells in rows of `width`.

    A row that lost its spanned first cell ends in an empty one, which moves to its head.
    """
    grid: _Grid = []
    row: list[Cell | None] = []
    for cell in cells:
        row.append(cell if cell.text else None)
        if len(row) == width:
            grid.append(row)
            row = []
    if row:
        if len(row) < width - 1:
            return None
        grid.append([*row, None])
    for values in grid[1:]:
        if values[-1] is None and values[0] is not None and values.count(None) == 1:
            values.insert(0, values.pop())
    return grid if all(grid[0]) else None


def _likeness(grid: _Grid) -> float:
    """Share of cells that are of their column's usual sort, less what is missing outside the first columns."""
    alike = missing = 0
    for column in range(len(grid[0])):
        values = [row[column] for row in grid[1:]]
        filled = [v for v in values if v is not None]
        numeric = sum(bool(_NUMERIC.match(v.text)) for v in filled)
        alike += max(numeric, len(filled) - numeric)
        if column == len(grid[0]) - 1 and numeric == len(filled) and filled:
            alike += len(filled)  # the last column usually holds the figures
        if column:
            missing += len(values) - len(filled)
    total = sum(len(row) for row in grid[1:]) or 1
    return (alike - 2 * missing) / total


def rows_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table block's text, spanned cells repeated in every row they cover."""
    rows = [line.split("\t") for line in text.split("\n")]
    width = max(map(len, rows))
    full: list[tuple[str, ...]] = []
    told = ABOVE in text or LEFT in text
    left = _REPEATED
    for i, row in enumerate(rows):
        cells = row + [""] * (width - len(row))
        for j, cell in enumerate(cells):
            if told and cell in (ABOVE, LEFT):
                shown = full[-1][j] if cell == ABOVE and full else ""
            elif not cell and i > 1 and _spans(rows, i, j, rows[0]):
                shown = full[-1][j]
            else:
                continue
            left -= len(shown)
            cells[j] = shown if left >= 0 else ""
        full.append(tuple(cells))
    return tuple(full)


def _spans(rows: list[list[str]], i: int, j: int, names: list[str]) -> bool:
    """Whether an empty cell continues the one above: all columns to its left are empty too, or the row is itself part
    of the one above, because its first cell is empty, and the column is not one of remarks.
    """
    row = rows[i]
    if not any(row[:j]):
        return True
    return not row[0] and len(row) <= len(rows[i - 1]) and not (j < len(names) and _REMARKS.search(names[j]))


_REMARKS = late("备注|说明|注$")
