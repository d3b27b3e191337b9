"""Whether ours answers a higher document, as XLSX and DOCX: demands and answers, and a matrix of several."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reader.core.spreadsheet import fitting
from reader.reports.marked import writable
from reader.reports.word import new_document
from reader.word_file import add_table, to_bytes
from reader.workbook import print_well, set_height

HEADINGS: Final = ("条款", "要求", "牵头单位", "我方条款", "我方文字", "相近程度", "指标对比", "结论", "备注")
WIDTHS: Final = (14, 48, 16, 14, 52, 9, 24, 14, 24)  # characters
_WORD: Final = (2.2, 6.4, 2.2, 7.4, 2.8, 2.2, 2.5)  # cm
_WORD_HEADINGS: Final = ("条款", "要求", "我方条款", "我方文字", "指标对比", "结论", "备注")
_LONGEST: Final = 400  # characters of one of our clauses in the Word table


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of one demand. `first`: of its demand; the others leave the demand's cells empty."""

    clause: str
    demand: str
    lead: str
    own_clause: str
    own_text: str
    near: str
    figures: str
    standing: str
    note: str
    first: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """All demands against one of ours. `standings`: one a demand, in order."""

    title: str
    lines: tuple[Line, ...]
    demands: tuple[tuple[str, str], ...]
    standings: tuple[str, ...]


def dump_xlsx(higher: str, tables: Sequence[Table]) -> bytes:
    """A sheet for each of ours; a matrix before them where there are several."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: list[tuple[str, tuple[int, ...], list[tuple[str, ...]]]] = []
    if len(tables) > 1:
        sheets.append(("总表", (14, 60, *(24 for _ in tables)), list(_matrix(tables))))
    for number, table in enumerate(tables, 1):
        rows = [HEADINGS, *(_cells(line) for line in table.lines)]
        sheets.append((f"{number}", WIDTHS, [(higher, "", "", table.title, *("" for _ in range(5))), *rows]))
    for name, widths, rows in sheets:
        sheet = book.create_sheet(name)
        heads = 1 if name == "总表" else 2
        for at, row in enumerate(rows):
            sheet.append([fitting(cell) for cell in row])
            set_height(sheet, sheet.max_row, row, widths)
            for cell in sheet[sheet.max_row]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.data_type = "s"
                if at < heads:
                    cell.font = Font(bold=True)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = f"A{heads + 1}"
        print_well(sheet, widths, f"1:{heads}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _matrix(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    yield ("条款", "要求", *(table.title for table in tables))
    for at, (clause, demand) in enumerate(tables[0].demands):
        yield (clause, demand, *(table.standings[at] for table in tables))


def _cells(line: Line) -> tuple[str, ...]:
    asked = (line.clause, line.demand, line.lead) if line.first else ("", "", "")
    told = (line.standing, line.note) if line.first else ("", "")
    return (*asked, line.own_clause, line.own_text, line.near, line.figures, *told)


def dump_docx(higher: str, tables: Sequence[Table]) -> bytes:
    """One table for each of ours."""
    word = new_document(f"{higher}对标表")
    for table in tables:
        word.add_paragraph(writable(table.title))
        made = add_table(word, _WORD_HEADINGS, _WORD)
        for line in table.lines:
            cells = _cells(line)
            shown = (cells[0], cells[1], cells[3], cells[4][:_LONGEST], cells[6], cells[7], cells[8])
            _fill(made.add_row().cells, shown)
    return to_bytes(word)


def _fill(cells: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(writable(text))
