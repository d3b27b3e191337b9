"""What the window does with the page of registers: opening it, going to the words of a row, writing files.

The page is made when it is first asked for, so its connections stand here, in `_build`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.register import Task
from reader.ui.marks import Mark
from reader.ui.session import Session
from reader.ui.tasks import Job, Lane
from reader.ui.window_parts import LateParts, Parts

if TYPE_CHECKING:  # loaded with the page
    from reader.ui.register_lines import Line
    from reader.ui.registers_page import RegistersPage

LAYER: Final = "place"


class RegistersDesk(QObject):
    """Answers to signals. `page` is None until it is first shown."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self._writing = Lane("register-files", parent=self)
        self.page: RegistersPage | None = None

    def toggle(self) -> None:
        """Ctrl+J: open, or back to the text."""
        if self.page is not None and self._late.pages.page is self.page:
            self.close_page()
        else:
            self.show()

    def show(self) -> None:
        """Open the page."""
        if self.page is None:
            self.page = self._build()
        self._late.pages.show(self.page)

    def close_page(self) -> None:
        """Back to the text."""
        if self._late.pages.close() and self._session.document is not None:
            self._parts.compare.columns[self._session.active].focus_text()

    def close(self) -> None:
        """Stop the workers; a file that is being written is finished."""
        if self.page is not None:
            self.page.close_lane()
        self._writing.close(finish=True)

    def show_script(self) -> None:
        """Another script."""
        if self.page is not None:
            self.page.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        if self.page is not None:
            self.page.set_theme(self._parts.theme)

    def show_pages(self) -> None:
        """The button in the bar tells whether the page is open."""
        self._late.actions["registers"].setChecked(self.page is not None and self._late.pages.page is self.page)

    def unmark(self) -> None:
        """Another place was opened: the words of the row are no longer the ones gone to."""
        for column in self._parts.compare.columns:
            column.view.set_marks(LAYER, ())

    def jump(self, line: Line, heading: str) -> None:
        """To the words of a row, marked like a hit; of a task also those that say who does it."""
        from reader.ui.register_lines import place_of

        place = place_of(line, heading)
        self.close_page()
        if not self._session.open(place) or place.block is None or place.span is None:
            return
        marks = [Mark(place.block, place.span, "current-hit")]
        if isinstance(line.row, Task):  # quietly the task, and who does it in the stronger colour
            named = place.span if place.span.start >= line.row.note.start else line.row.note
            marks = [Mark(place.block, line.row.at.span, "hit"), Mark(place.block, named, "current-hit")]
        column = self._parts.compare.columns[self._session.active]
        column.view.set_marks(LAYER, marks)
        column.focus_text()

    def _build(self) -> RegistersPage:
        from reader.ui.registers_page import RegistersPage

        page = RegistersPage(self._session, self._parts.theme)
        page.jump.connect(self.jump)
        page.unit_chosen.connect(self._keep_unit)
        page.export_wanted.connect(self.export)
        page.close_wanted.connect(self.close_page)
        return page

    def _keep_unit(self, unit: str) -> None:
        self._session.settings = replace(self._session.settings, my_unit=unit)

    # -- files

    def export(self, form: str) -> None:
        """Write the rows that are shown, in their order and with the columns that are shown, as xlsx or csv."""
        assert self.page is not None
        table, name = self.page.table, self.page.name
        lines, shown = table.lines(), table.headings()
        numbers = [n for n, heading in enumerate(table.rows.sheet.headings) if heading in shown]
        title = self.page.tabs.tabText(self.page.tabs.currentIndex())
        target = self.ask_target(f"{self._texts('台账')}-{title}.{form}")
        if target is None:
            return

        def work(_job: Job) -> Path:
            from reader.registers.exporting import to_csv, to_xlsx
            from reader.store import exchange

            cells = [[line.cells[n] for n in numbers] for line in lines]
            rows = [line.row for line in lines]
            exchange.write(to_xlsx(name, rows, shown, cells) if form == "xlsx" else to_csv(shown, cells), target)
            return target

        self._writing.submit(work, self._written, lambda error: self._session.problem.emit(str(error)))

    def ask_target(self, name: str) -> Path | None:
        """Where to write; None where the user thought better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        pattern = f"*{Path(name).suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出到"), str(Path(folder) / name), pattern)
        return Path(chosen) if chosen else None

    def _written(self, target: Path) -> None:
        def reveal() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))

        self._late.message.say(
            self._texts("已写好：{name}", name=str(target)), self._texts("打开文件夹"), reveal, stays=True
        )
