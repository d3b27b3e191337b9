"""A list of documents as a table file: CSV or a workbook. Pure but for the library that writes workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from reader.core.spreadsheet import neutralised
from reader.files import needs_room
from reader.workbook import cells_for, print_well, set_height

Cell = str | int
_WIDEST: Final = 60  # characters of a column


def to_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it as such."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


@needs_room
def to_xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook with one sheet called `title`: header frozen and filterable, numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    widths: list[float] = []
    for at, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[at])) for row in rows)])
        widths.append(min(_WIDEST, 2 * longest + 2))
        sheet.column_dimensions[get_column_letter(at + 1)].width = widths[-1]
    print_well(sheet, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headings)))}{len(rows) + 1}"

    made = cells_for(sheet)

    sheet.append([made(heading, bold=True) for heading in headings])
    for number, row in enumerate(rows, 2):
        set_height(sheet, number, row, widths)
        sheet.append([made(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
