"""Notes as an Excel workbook, one row a note. Every cell is text, so no formula is ever run. Not read back."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reader.core.spreadsheet import fitting
from reader.files import needs_room
from reader.store.formats.row import COLOURS, KINDS, STATES, STATUSES, Row
from reader.store.formats.table import join_tags
from reader.workbook import print_well, set_height

COLUMNS = (
    ("文件", 26), ("文号", 18), ("条款路径", 18), ("原文", 50), ("批注", 40), ("类型", 8), ("颜色", 14), ("标签", 14),
    ("状态", 6), ("作者", 8), ("单位", 14), ("核对", 14), ("创建", 22), ("修改", 22), ("链接", 36),
)  # fmt: skip
WIDTHS = [width for _, width in COLUMNS]
PRINTED = 12  # columns


@needs_room
def dump(rows: Sequence[Row]) -> bytes:
    """A workbook with one sheet, header frozen and filterable."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "批注"
    sheet.append([name for name, _ in COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        for cell, value in zip(sheet[sheet.max_row + 1], _cells(row), strict=True):
            if value:
                cell.value = fitting(value)
                cell.data_type = "s"  # else openpyxl takes a text that begins with = for a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.quotePrefix = True
        set_height(sheet, sheet.max_row, _cells(row), WIDTHS)
    for letter, (_, width) in zip("ABCDEFGHIJKLMNO", COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    print_well(sheet, WIDTHS[:PRINTED])
    sheet.print_area = f"A1:{get_column_letter(PRINTED)}{sheet.max_row}"  # moments and links are of no use on paper
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Row) -> list[str]:
    note = row.note
    return [
        row.title, row.doc_number, row.clause, note.anchor.quote, note.text, KINDS[note.kind],
        COLOURS.get(note.colour, note.colour), join_tags(note.tags), STATUSES[note.status],
        note.creator.name, note.creator.unit, STATES.get(row.state, ""), note.created, note.modified, row.link,
    ]  # fmt: skip
