"""Cells of a workbook that is written row by row: text as text, wrapped. Knows openpyxl, not what is written."""

from __future__ import annotations

from typing import Any, Protocol

from reader.core.spreadsheet import fitting

Value = str | int | float | None


class MakesCell(Protocol):
    """Makes a cell of a value; `bold` for headings and sums."""

    def __call__(self, value: Value, *, bold: bool = False) -> Any:
        """The cell, to be appended in a row of the sheet it was made for."""


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
