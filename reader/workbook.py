"""What every workbook here has: text as text, wrapped; sheets that print well. Knows openpyxl, not what is written."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final, Protocol

from reader.core.spreadsheet import fitting

Value = str | int | float | None

READABLE: Final = 230  # characters side by side that can still be read on a landscape page
LINE: Final = 18.0  # points: Chinese fonts of some programs are this high, and a line cut in half cannot be read
HIGHEST: Final = 409.0  # points of a row that spreadsheets allow
SLACK: Final = 1.5  # characters of a column that its edges take


class MakesCell(Protocol):
    """Makes a cell of a value; `bold` for headings and sums."""

    def __call__(self, value: Value, *, bold: bool = False) -> Any:
        """The cell, to be appended in a row of the sheet it was made for."""


def print_well(sheet: Any, widths: Sequence[float] = (), head: str = "1:1") -> None:
    """Landscape A4, as wide as the page or as several that can still be read, the rows of the `head` again on each,
    the pages numbered, lines between the cells; of several pages side by side each begins with the first two columns.

    Args:
        widths: of the columns that are printed, in characters.
    """
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_title_rows = head
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, ceil(sum(widths) / READABLE)), 0
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_options.gridLines = True
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = "A:B"


def set_height(sheet: Any, number: int, values: Sequence[object], widths: Sequence[float]) -> None:
    """Makes a row (from 1) as high as its wrapped texts: not every program does so by itself when it opens a file."""
    lines = 1
    for value, width in zip(values, widths, strict=False):
        room = max(1.0, width - SLACK)
        text = str(value) if value is not None else ""
        lines = max(lines, sum(max(1, ceil(_wide(line) / room)) for line in text.split("\n")) if text else 1)
    sheet.row_dimensions[number].height = min(HIGHEST, lines * LINE + 2)


def _wide(text: str) -> int:
    """How many figures wide a text is: Chinese characters and signs take the room of two."""
    return len(text) * 2 - len(text.encode("ascii", "ignore"))


def cells_for(sheet: Any) -> MakesCell:
    """What makes the cells of a write-only sheet."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    wrapped, strong = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def made(value: Value, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value=fitting(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # else openpyxl takes a text that begins with = for a formula
        cell.alignment = wrapped
        if bold:
            cell.font = strong
        return cell

    return made
