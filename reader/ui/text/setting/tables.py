"""A table block as a grid: which cell stands where, over how many rows and columns, and how wide columns are.

Pure values; must not know Qt. A cell's span is in code points of the block's canonical text, where a spanned cell
stands once.
"""

from __future__ import annotations

from reader.core.document import Block
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late
from reader.core.span import Span
from reader.ui.text.setting.balance import width

_NUMBER = late(
    r"^[<>＜＞≤≥≈~约約+＋\-－—]?\s*\d[\d,，.]*\s*(?:[%％‰]|[万萬亿億]?[元户戶个個家项項人])?(?:左右|以上|以下)?$"
)
_UNIT = late(r"[（(][^（）()]{1,12}[）)]$")
_UNBREAKABLE = late(r"[\d.,，%％]+[年万亿萬億%]?")
_KEPT_WHOLE, _WIDEST = (6.0, 5.0, 4.0, 3.0, 2.0), 28.0
_SLACK, _FOR_SHORT_COLUMNS = (
    0.25,
    0.85,
)  # ems that rounding may eat; the part of the line that may go to what stays whole


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands, how far it reaches, its words' span in the block's text."""

    row: int
    column: int
    rows: int
    columns: int
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be set.

    Attributes:
        cells: in reading order, none hidden under another.
        numeric: for each column whether it holds numbers (set flush right).
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    numeric: tuple[bool, ...]


def grid(block: Block) -> Grid | None:
    """The block's table; None where rows and text do not go together (it is then set as plain lines)."""
    if not block.rows or not block.rows[0]:
        return None
    row_spans = block.row_spans()
    columns = max(len(row) for row in block.rows)
    if len(row_spans) != len(block.rows):
        return None
    owner: list[list[int]] = []
    heads: list[tuple[int, int, Span]] = []
    for number, (cells, where) in enumerate(zip(block.rows, row_spans, strict=True)):
        written = _written(cells, block.rows[number - 1] if number else (), _cell_spans(block.text, where), block.text)
        if written is None:
            return None
        line: list[int] = []
        for column in range(columns):
            span = written[column] if column < len(written) else Span(where.end, where.end)
            if span is None and number and column < len(owner[-1]):
                line.append(owner[-1][column])
            else:
                line.append(len(heads))
                heads.append((number, column, span or Span(where.end, where.end)))
        owner.append(line)
    made = tuple(_extent(owner, index, head) for index, head in enumerate(heads))
    return Grid(len(owner), columns, made, _numeric(block.rows, columns))


def _cell_spans(text: str, row: Span) -> list[Span]:
    spans, start = [], row.start
    for cell in row.cut(text).split("\t"):
        spans.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return spans


def _written(cells: tuple[str, ...], above: tuple[str, ...], spans: list[Span], text: str) -> list[Span | None] | None:
    """For each column the span of the cell written there, None where the cell above reaches down.

    The text may leave a covered cell empty (`a⇥⇥c`) or leave it out (`a⇥c`).
    """
    if len(spans) > len(cells):
        return None
    left_out = len(cells) - len(spans)
    found: list[Span | None] = []
    rest = iter(spans)
    for column, cell in enumerate(cells):
        same = column < len(above) and above[column] == cell and bool(cell)
        if left_out and same:
            left_out -= 1
            found.append(None)
            continue
        span = next(rest, None)
        if span is None:
            return None
        found.append(None if span.start == span.end and same else span)
        if span.start != span.end and span.cut(text) != cell:
            return None
    return found if not left_out else None


def _extent(owner: list[list[int]], index: int, head: tuple[int, int, Span]) -> Cell:
    """The rows below that the cell reaches; a cell never reaches sideways here, the text does not say so."""
    row, column, span = head
    rows = 1
    while row + rows < len(owner) and owner[row + rows][column] == index:
        rows += 1
    return Cell(row, column, rows, 1, span)


def _numeric(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[bool, ...]:
    """Whether at least two thirds of the filled cells under the header read as numbers."""
    made = []
    for column in range(columns):
        filled = [row[column].strip() for row in rows[1:] if column < len(row) and row[column].strip()]
        numbers = sum(bool(_NUMBER.match(cell)) for cell in filled)
        made.append(bool(filled) and numbers * 3 >= len(filled) * 2)
    return tuple(made)


def column_widths(block: Block, columns: int, available: float, padding: float) -> list[float]:
    """Widths in per cent of a table `available` ems wide whose cells lose `padding` ems each to their edges.

    Numbers never break, short columns stay whole where there is room, and long ones share what is left by their need,
    which is their longest cell.
    """
    need, number = [1.0] * columns, [1.0] * columns
    for row in block.rows or ():
        for column, cell in enumerate(row[:columns]):
            need[column] = max(need[column], min(width(cell), _WIDEST))
            number[column] = max([number[column], *(width(run) for run in _UNBREAKABLE.findall(cell))])
    room = available - columns * padding
    least = need
    for whole in _KEPT_WHOLE:
        least = [max(min(n, whole), least_number) + _SLACK for n, least_number in zip(need, number, strict=True)]
        if sum(least) <= room * _FOR_SHORT_COLUMNS:
            break
    spare = max(0.0, room - sum(least))
    wanted = [max(0.0, n - m) for n, m in zip(need, least, strict=True)]
    share = [
        m + padding + (w * spare / sum(wanted) if any(wanted) else 0.0) for m, w in zip(least, wanted, strict=True)
    ]
    return [s * 100 / sum(share) for s in share]


def unit_in(header: str) -> Span | None:
    """Where a header cell names its unit, as in 增加值（亿元）."""
    found = _UNIT.search(header)
    return Span(*found.span()) if found and found.start() else None
