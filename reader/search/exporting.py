"""How often a query is found in each document, as a table: CSV and XLSX. No cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.hits import SearchResult
from reader.core.spreadsheet import neutralised
from reader.files import needs_room
from reader.workbook import cells_for, print_well, set_height

HEADINGS: Final = ("文件", "文号", "发文机关", "日期", "命中条数", "命中处数")
_WIDTHS: Final = (48, 22, 28, 12, 10, 10)
Cell = str | int


@dataclass(frozen=True, slots=True)
class HitCounts:
    """The table.

    Attributes:
        asked: what was looked for, in words.
        rows: under HEADINGS, documents in library order, those without a hit left out; the last row is the sum.
    """

    asked: str
    rows: tuple[tuple[Cell, ...], ...]


def hit_counts(result: SearchResult, documents: Sequence[DocumentInfo]) -> HitCounts:
    """Counts a result that holds every hit (limit None)."""
    units = Counter(hit.doc for hit in result.hits)
    places: Counter[str] = Counter()
    for hit in result.hits:
        places[hit.doc] += len(hit.spans)
    rows: list[tuple[Cell, ...]] = []
    for info in documents:
        if units[info.id]:
            date = info.written or info.published or ""
            issuers = "、".join(info.issuers)
            rows.append((info.reading_title, info.doc_number or "", issuers, date, units[info.id], places[info.id]))
    rows.append((f"合计 {len(rows)} 份文件", "", "", "", result.total, places.total()))
    asked = f"{result.read_as}。{result.notice}" if result.fallback and result.notice else result.read_as
    return HitCounts(asked, tuple(rows))


def to_csv(counts: HitCounts) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it as such; what was looked for stands in the last line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in (*counts.rows, (f"检索：{counts.asked}",)):
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
    # A query may hold half a surrogate pair; a file cannot.
    return out.getvalue().encode("utf-8-sig", "replace")


@needs_room
def to_xlsx(counts: HitCounts) -> bytes:
    """A workbook: header frozen, numbers as numbers, what was looked for under the table."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("命中统计")
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    print_well(sheet, _WIDTHS)

    made = cells_for(sheet)

    sheet.append([made(heading, bold=True) for heading in HEADINGS])
    for number, row in enumerate(counts.rows, 2):
        set_height(sheet, number, row, _WIDTHS)
        sheet.append([made(value, bold=row is counts.rows[-1]) for value in row])
    sheet.append([made(f"检索：{counts.asked}")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
