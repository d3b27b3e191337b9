"""What every workbook here has: text as text, wrapped; sheets that print well. Knows openpyxl, not what is written."""

from __future__ import annotations

from typing import Any, Protocol

from reader.core.spreadsheet import fitting

Value = str | int | float | None


class MakesCell(Protocol):
    """Makes a cell of a value; `bold` for headings and sums."""

    def __call__(self, value: Value, *, bold: bool = False) -> Any:
        """The cell, to be appended in a row of the sheet it was made for."""


def print_well(sheet: Any, head: str = "1:1") -> None:
    """Landscape A4, as wide as the page, the rows of the `head` again on each, the pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.print_title_rows = head
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.center.text = "&P / &N"


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
