"""Pages of glyphs to lines in reading order: columns, tables, and where each line stands. Shared by pdf and ofd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from reader.core.raw_text import Box
from reader.formats.lines import Lines
from reader.formats.pages.parts import Glyph, Page, Row, rows_of, without_doubles
from reader.formats.pages.tables import Table, ruled_tables, unruled_table

_MOST_GUTTERS = 60
_FEWEST_ROWS = 5
_FULL_COLUMN = 0.55
_LONG = 0.8  # of the longest line of a column
_MARGIN = 1.2  # of the size of its characters: how far a centred line stands off both edges


@dataclass(slots=True)
class _Piece:
    """A line or a table in its place in the flow. `half`: 0 the whole width, 1 left column, 2 right column."""

    page: int
    row: Row | None
    table: Table | None
    half: int = 0


def lay_out(pages: Iterable[Page], lines: Lines) -> None:
    """Adds the lines of all pages."""
    pieces: list[_Piece] = []
    askew: dict[int, list[str]] = {}
    sideways: dict[int, list[Row]] = {}
    widths: dict[int, float] = {}
    for page in pages:
        lines.pages.append((round(page.width, 1), round(page.height, 1)))
        widths[page.number] = page.width
        askew[page.number] = page.askew
        sideways[page.number] = rows_of(page.sideways)
        pieces += _flow(page)
    edges = _edges(pieces)
    last = 0

    def beside(until: int) -> None:
        for number in range(last, until):
            _sideways(sideways.get(number, []), number, lines)
            for words in askew.get(number, ()):
                lines.add(words, page=number, style="watermark")

    for piece in pieces:
        if piece.page > last:
            beside(piece.page)
            last = piece.page
        column = edges.get((piece.page, piece.half), (0.0, widths[piece.page]))
        if piece.table is not None:
            lines.table(piece.table.rows, page=piece.page, boxes=piece.table.boxes, column=column)
        elif piece.row is not None:
            row = piece.row
            size, box = round(row.size, 1), row.box
            centred = _is_centred(box, column, size)
            lines.add(row.text, page=piece.page, box=box, column=column, centred=centred, size=size)
    beside(len(widths) + 1)


def _sideways(rows: list[Row], page: int, lines: Lines) -> None:
    """What lies on its side on an upright page: it has no box of its own there."""
    for piece in _unruled(page, rows, 0):
        if piece.table is not None:
            lines.table(piece.table.rows, page=page)
        elif piece.row is not None:
            lines.add(piece.row.text, page=page, size=round(piece.row.size, 1))


def _flow(page: Page) -> list[_Piece]:
    glyphs = without_doubles([glyph for glyph in page.glyphs if _is_on(glyph, page)])
    tables, free = ruled_tables(page.strokes, glyphs)
    tables.sort(key=lambda table: table.box[1])
    rows = rows_of(free)
    out: list[_Piece] = []
    at = 0
    for table in tables:
        end = at
        while end < len(rows) and rows[end].box[1] < table.box[1]:
            end += 1
        out += _columns(page, rows[at:end])
        out.append(_Piece(page.number, None, table))
        at = end
    return out + _columns(page, rows[at:])


def _is_on(glyph: Glyph, page: Page) -> bool:
    """Whether a glyph stands on the page and not beside it, where nobody sees it."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return 0 <= x <= page.width and 0 <= y <= page.height


def _columns(page: Page, rows: list[Row]) -> list[_Piece]:
    """Rows in reading order: where they stand in two columns, first all of the left, then all of the right."""
    gutter = _gutter(page, rows)
    if gutter is None:
        return _unruled(page.number, rows, 0)
    out: list[_Piece] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and not _crosses(rows[end], gutter):
            end += 1
        left, right = _halves(rows[at:end], gutter)
        if _is_columns(left, right, page, gutter):
            out += _unruled(page.number, left, 1) + _unruled(page.number, right, 2)
        else:
            out += _unruled(page.number, rows[at:end], 0)
        crossing = end
        while crossing < len(rows) and _crosses(rows[crossing], gutter):
            crossing += 1
        out += _unruled(page.number, rows[end:crossing], 0)
        at = crossing
    return out


def _gutter(page: Page, rows: Sequence[Row]) -> float | None:
    """Where a gap runs down the middle of the page that most rows respect; None where there is none."""
    middles = [
        (one[-1].x1 + other[0].x0) / 2
        for row in rows
        for one, other in zip(row.segments, row.segments[1:], strict=False)
        if 0.3 * page.width < (one[-1].x1 + other[0].x0) / 2 < 0.7 * page.width
    ]
    if len(middles) < _FEWEST_ROWS - 1:
        return None
    tried = sorted(middles)[:: max(len(middles) // _MOST_GUTTERS, 1)]
    return max(tried, key=lambda x: (sum(not _crosses(row, x) for row in rows), -abs(x - page.width / 2)))


def _crosses(row: Row, x: float) -> bool:
    return any(segment[0].x0 < x < segment[-1].x1 for segment in row.segments)


def _halves(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    left = [Row(kept) for row in rows if (kept := [s for s in row.segments if s[-1].x1 <= x])]
    right = [Row(kept) for row in rows if (kept := [s for s in row.segments if s[0].x0 >= x])]
    return left, right


def _is_columns(left: Sequence[Row], right: Sequence[Row], page: Page, x: float) -> bool:
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    for rows in (left, right):
        wide = max(row.box[2] for row in rows) - min(row.box[0] for row in rows)
        usual = median(row.box[2] - row.box[0] for row in rows)
        if wide < 0.2 * page.width or usual < _FULL_COLUMN * wide or median(len(row.glyphs) for row in rows) < 8:
            return False
    return 0.25 * page.width < x < 0.75 * page.width


def _unruled(page: int, rows: Sequence[Row], half: int) -> list[_Piece]:
    out: list[_Piece] = []
    at = 0
    while at < len(rows):
        found = unruled_table(rows, at) if len(rows[at].segments) >= 2 else None
        if found is not None:
            out.append(_Piece(page, None, found[0], half))
            at += found[1]
        else:
            out.append(_Piece(page, rows[at], None, half))
            at += 1
    return out


def _edges(pieces: Sequence[_Piece]) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of each column: what its lines reach, and no narrower than those of the document."""
    found: dict[tuple[int, int], list[Box]] = {}
    for piece in pieces:
        if piece.row is not None:
            found.setdefault((piece.page, piece.half), []).append(piece.row.box)
    made = {key: (min(b[0] for b in boxes), _right(boxes)) for key, boxes in found.items()}
    for half in {key[1] for key in made}:
        fullest = max((key for key in made if key[1] == half), key=lambda key: len(found[key]))
        left, right = made[fullest]
        for key, (x0, x1) in list(made.items()):
            if key[1] == half and x1 - x0 < right - left and x0 >= left - 40 and x1 <= right + 40:
                made[key] = (min(x0, left), max(x1, right))
    return made


def _right(boxes: list[Box]) -> float:
    """Where full lines end: marks may hang over the edge, so the furthest is not asked."""
    left, furthest = min(b[0] for b in boxes), max(b[2] for b in boxes)
    ends = sorted(b[2] for b in boxes if b[2] - left >= _LONG * (furthest - left))
    return ends[int(len(ends) * 0.7)]


def _is_centred(box: Box, column: tuple[float, float], size: float) -> bool:
    before, after = box[0] - column[0], column[1] - box[2]
    return min(before, after) > _MARGIN * size and abs(before - after) < max(1.5 * size, 0.04 * (column[1] - column[0]))
