"""What goes out of the page of registers: the columns and rows that are shown, as values for files and paper. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.registers.exporting import CORRECTED, TITLES, Cell
from reader.registers.task_sheet import Section, Sheet, task_sheet
from reader.ui.registers.register_table import NARROW, SHARES

if TYPE_CHECKING:
    from reader.ui.registers.register_table import RegisterTable
    from reader.ui.registers.registers_page import RegistersPage
    from reader.ui.session.session import Session


def columns_out(table: RegisterTable) -> tuple[list[str], list[list[Cell]]]:
    """Headings and cells: what the reader did not choose to leave out, the same columns as the command line has."""
    sheet, lines, wanted = table.rows.sheet, table.lines(), table.headings_out()
    numbers = [n for n, heading in enumerate(sheet.headings) if heading in wanted]
    return [sheet.headings[n] for n in numbers], [[line.cells[n] for n in numbers] for line in lines]


def columns_shown(table: RegisterTable) -> tuple[list[str], list[list[Cell]]]:
    """For paper: as shown; where a row was corrected the column that says so goes with them."""
    sheet, lines, shown = table.rows.sheet, table.lines(), table.headings()
    said = CORRECTED in sheet.headings and any(line.seen.changes for line in lines)
    numbers = [n for n, heading in enumerate(sheet.headings) if heading in shown or (said and heading == CORRECTED)]
    return [sheet.headings[n] for n in numbers], [[line.cells[n] for n in numbers] for line in lines]


def task_sheet_of(page: RegistersPage, session: Session) -> Sheet:
    """The tasks that are shown, as a task sheet."""
    lines = page.table.lines()
    years = {id(line.row): line.years for line in lines}
    roles = {line.row: line.role for line in lines if line.role}
    mine = page.filter.mine and session.settings.my_unit
    listed = {line.number for line in lines}
    all_lines = page.ledger.sheet("tasks").lines if mine else ()
    perhaps = [line.perhaps for line in all_lines if line.perhaps and line.number not in listed]
    maybe = {line.row: line.perhaps for line in lines if mine and line.perhaps}
    return task_sheet(
        [line.seen for line in lines], session.library.open, lambda row: years[id(row)], mine or "",
        roles if mine else None, perhaps, maybe,  # type: ignore[arg-type]  # rows of the tasks are tasks
    )  # fmt: skip


def table_of(page: RegistersPage, session: Session) -> Sheet:
    """Any register as one table."""
    headings, cells = columns_shown(page.table)
    at = headings.index("文库中的文件") if "文库中的文件" in headings else -1
    rows = [
        tuple(_words(session.title(str(c)) if n == at and c and c != "本文件" else c) for n, c in enumerate(line))
        for line in cells
    ]
    shares = tuple(SHARES.get(h, 0) * 60 or NARROW.get(h, 180) for h in headings)
    told = (f"共 {len(rows)} 项",)
    return Sheet(TITLES[page.name], told, tuple(headings), shares, (Section("", tuple(rows)),))


def _words(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
