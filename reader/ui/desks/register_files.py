"""The registers as files and on paper: what is shown as XLSX, CSV, Word, PDF pages; a chart as PNG or SVG.

Makes and writes files off the GUI thread. Nothing is decided here but where to write, and that the user is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from reader.core.errors import ReaderError
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the page
    from reader.registers.task_sheet import Sheet
    from reader.ui.registers.registers_page import RegistersPage


TABLES: Final = ("xlsx", "csv")  # forms of a chart that are no picture


class RegisterFiles(QObject):
    """Asks where to, writes, says so."""

    def __init__(
        self, late: LateParts, session: Session, window: QMainWindow, page: Callable[[], RegistersPage | None]
    ) -> None:
        super().__init__(window)
        self._late, self._session, self._window, self._page = late, session, window, page
        self._texts = session.texts
        self._writing = Lane("register-files", parent=self)

    def close(self) -> None:
        """A file that is being written is finished."""
        self._writing.close(finish=True)

    def export(self, page: RegistersPage, form: str) -> None:
        """The rows that are shown: xlsx, csv, docx, ics, or print."""
        if form == "print":
            self._print(page)
            return
        titles = {"docx": self._texts("责任分工表"), "ics": self._texts("任务期限")}
        title = titles.get(form) or page.tabs.tabText(page.tabs.currentIndex())
        target = self.ask_target(f"{self._texts('台账')}-{title}.{form}")
        if target is not None:
            makers = {"docx": self._sheet_file, "ics": self._calendar_file}
            self._write(target, makers[form](page) if form in makers else self._table_file(page, form))

    def export_picture(self, form: str) -> None:
        """The chart that is looked at: png or svg; of a target that is compared also its table: xlsx or csv."""
        page = self._page()
        assert page is not None
        pane = page.charts.pane
        target = self.ask_target(f"{self._texts('台账')}-{pane.which.currentText()}.{form}")
        if target is not None:
            if form in TABLES:
                self._write(target, self._series_file(page, form))
                return
            data = pane.picture(form)  # drawn here: fonts belong to the GUI thread
            self._write(target, lambda: data)

    def ask_target(self, name: str) -> Path | None:
        """Where to write; None where the user thought better of it."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
        if not folder.is_dir():
            folder = Path.home()
        suffix = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出到"), str(folder / name), f"*{suffix}")
        if not chosen or chosen.lower().endswith(suffix.lower()):
            return Path(chosen) if chosen else None
        return self._with_suffix(Path(chosen + suffix))

    # -- inside

    def _with_suffix(self, target: Path) -> Path | None:
        """The name with the ending that was chosen. The dialog has not asked about a file that has that name."""
        if not target.exists():
            return target
        asks = self._texts("“{name}”已经有了，要替换吗？", name=target.name)
        box = QMessageBox(QMessageBox.Icon.Question, self._texts("导出到"), asks, parent=self._window)
        yes = box.addButton(self._texts("替换"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self._texts("取消"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        agreed = box.clickedButton() is yes
        box.deleteLater()
        return target if agreed else None

    def _table_file(self, page: RegistersPage, form: str) -> Callable[[], bytes]:
        from reader.ui.registers.register_output import columns_out
        from reader.ui.registers.register_words import told

        lines, name = page.table.lines(), page.name
        headings, cells = columns_out(page.table)
        said = [told(self._session, heading, {}) for heading in headings]

        def make() -> bytes:
            from reader.registers.exporting import to_csv, to_xlsx

            rows = [line.row for line in lines]
            return to_xlsx(name, rows, headings, cells, said) if form == "xlsx" else to_csv(said, cells)

        return make

    def _series_file(self, page: RegistersPage, form: str) -> Callable[[], bytes]:
        from reader.registers.series_table import HEADINGS, SHEET, rows_of, series_table
        from reader.ui.registers.register_words import told

        series = page.charts.series.current
        found, open_ = (() if series is None else (series,)), self._session.library.open
        said = [told(self._session, heading, {}) for heading in HEADINGS]

        def make() -> bytes:
            from reader.registers.exporting import to_csv, to_xlsx

            cells = series_table(found, open_)
            if form == "csv":
                return to_csv(said, cells)
            return to_xlsx("targets", rows_of(found), HEADINGS, cells, said, SHEET)

        return make

    def _sheet_file(self, page: RegistersPage) -> Callable[[], bytes]:
        sheet, shown = self._sheet(page), self._session.shown

        def make() -> bytes:
            from reader.registers.task_sheet import in_script, to_docx

            return to_docx(in_script(sheet, shown))

        return make

    def _calendar_file(self, page: RegistersPage) -> Callable[[], bytes]:
        lines, open_ = page.table.lines(), self._session.library.open

        def make() -> bytes:
            from reader.registers.icalendar_file import event_of, to_ics

            events = [event_of(line.seen, line.years, open_(line.row.at.doc)) for line in lines]
            return to_ics(events, datetime.now(UTC))

        return make

    def _sheet(self, page: RegistersPage) -> Sheet:
        from reader.ui.registers.register_output import task_sheet_of

        return task_sheet_of(page, self._session)

    def _print(self, page: RegistersPage) -> None:
        from reader.ui.paper.print_dialog import print_pages
        from reader.ui.registers.register_paper import TablePages, set_landscape

        def paint(printer: QPagedPaintDevice, first: int, last: int) -> None:
            TablePages(self.printed(page), self._session.shown).paint(printer, first, last)

        allowed = self._session.library.policy.allows("pdf")
        try:
            print_pages(self._window, self._texts("台账"), set_landscape, paint, to_file=allowed)
        except ReaderError as error:
            self._session.problem.emit(str(error))

    def printed(self, page: RegistersPage) -> Sheet:
        """What goes on paper: the tasks as a task sheet, other registers as their table."""
        from reader.ui.registers.register_output import table_of

        return self._sheet(page) if page.name == "tasks" else table_of(page, self._session)

    def _write(self, target: Path, make: Callable[[], bytes]) -> None:
        def work(_job: Job) -> Path:
            from reader.store import exchange

            self._session.library.policy.check_export(target.suffix.removeprefix("."))
            exchange.write(make(), target)
            return target

        self._writing.submit(work, self._written, lambda error: self._session.problem.emit(str(error)))

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)
