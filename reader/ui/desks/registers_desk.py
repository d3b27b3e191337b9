"""What the window does with the page of registers: opening it, going to the words of a row, my unit, corrections.

The page is made when it is first asked for, so its connections stand here, in `_build`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from reader.core.errors import ReaderError
from reader.core.note import CellValue, RowCorrection
from reader.core.register import Registers, Task
from reader.ui.desks.register_files import RegisterFiles
from reader.ui.desks.row_steps import RowSteps
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.session.row_keeping import MyTasks, RowKeeping
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark

if TYPE_CHECKING:  # loaded with the page
    from reader.ui.look.table_look import TableLook
    from reader.ui.registers.register_lines import Line
    from reader.ui.registers.registers_page import RegistersPage

LAYER: Final = "place"


class RegistersDesk(QObject):
    """Answers to signals. `page` is None until it is first shown."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self._naming = Lane("unit-names", newest_only=True, parent=self)
        self._mine = MyTasks()
        self.keeping = RowKeeping(session.library, self)
        self.steps = RowSteps(self.keeping, late, session, lambda: self.page)
        self._came_from: tuple[str, str] | None = None  # register and row from which the words on screen were gone to
        self.files = RegisterFiles(late, session, window, lambda: self.page)
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
        self._naming.close()
        self.keeping.close()
        self.files.close()

    def show_script(self) -> None:
        """Another script."""
        self.show_mine(self._mine)
        if self.page is not None:
            self.page.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        if self.page is not None:
            self.page.set_theme(self._parts.theme)

    def show_pages(self) -> None:
        """The button in the bar tells whether the page is open; what can be taken back is another on it."""
        self._late.actions["registers"].setChecked(self.in_front)
        self.show_steps()

    @property
    def in_front(self) -> bool:
        """Whether the page is what is looked at."""
        return self.page is not None and self._late.pages.page is self.page

    def show_steps(self) -> None:
        """Whether there is something to take back, to do again, to go back to."""
        taken = self.steps.trail if self.in_front else self._session.notes
        self._late.actions["undo"].setEnabled(taken.can_undo)
        self._late.actions["redo"].setEnabled(taken.can_redo)
        if self._came_from is not None and not self.in_front:
            self._late.actions["back"].setEnabled(True)

    def undo(self) -> None:
        """On the page what was said last about a row, else what was done last to a note."""
        (self.steps if self.in_front else self._session.notes).undo()

    def redo(self) -> None:
        """The same the other way."""
        (self.steps if self.in_front else self._session.notes).redo()

    def back(self) -> None:
        """To the row that led to the words on screen, else to the place before."""
        if self._came_from is None or self.in_front:
            self._session.back()
            return
        (name, key), self._came_from = self._came_from, None
        self.show()
        assert self.page is not None
        self.page.show_register(name)
        self.page.table.show_line(key)
        self.page.stack.currentWidget().setFocus()  # a chart, where its figure was gone from

    def unmark(self) -> None:
        """Another place was opened: the words of the row are no longer the ones gone to."""
        self._came_from = None
        for column in self._parts.compare.columns:
            column.view.set_marks(LAYER, ())

    def jump(self, line: Line, heading: str) -> None:
        """To the words of a row, marked in a colour of their own; of a task also those that say who does it."""
        from reader.ui.registers.register_lines import place_of

        assert self.page is not None
        place, came_from = place_of(line, heading), (self.page.name, line.seen.key)
        self.close_page()
        opened = self._session.open(place)
        self._came_from = came_from
        self.show_steps()
        if not opened or place.block is None or place.span is None:
            return
        marks = [Mark(place.block, place.span, "current-evidence")]
        if isinstance(line.row, Task) and place.span.overlaps(
            line.row.at.span
        ):  # quietly the task, and who does it in the stronger colour
            named = place.span if place.span.start >= line.row.note.start else line.row.note
            marks = [Mark(place.block, line.row.at.span, "evidence"), Mark(place.block, named, "current-evidence")]
        column = self._parts.compare.columns[self._session.active]
        column.view.set_marks(LAYER, marks)
        column.focus_text()

    def _build(self) -> RegistersPage:
        from reader.ui.registers.registers_page import RegistersPage

        page = RegistersPage(self._session, self._parts.theme)
        page.jump.connect(self.jump)
        page.unit_chosen.connect(self._keep_unit)
        page.export_wanted.connect(self.export)
        page.close_wanted.connect(self.close_page)
        page.mark_wanted.connect(self.steps.mark)
        self.steps.changed.connect(self.show_steps)
        page.correct_wanted.connect(self.correct)
        page.beside.pane.copied.connect(self._copy)
        page.look_changed.connect(self._keep_look)
        page.charts.export_wanted.connect(self.files.export_picture)
        page.charts.search_wanted.connect(self.search)
        page.charts.series.lead_wanted.connect(self.lead)
        self.keeping.corrected.connect(lambda: page.ask(fresh=True))
        self.keeping.stale.connect(lambda: page.ask(fresh=True))
        return page

    def _keep_unit(self, unit: str) -> None:
        self._session.settings = replace(self._session.settings, my_unit=unit)
        self.keeping.count(unit)

    def _keep_look(self, name: str, look: TableLook) -> None:
        tables = {**self._session.settings.tables, name: look.kept()}
        self._session.settings = replace(self._session.settings, tables=tables)

    # -- my unit

    def start(self) -> None:
        """Count my tasks, where my unit is known; what the library and the first page show of them."""
        self.show_mine(MyTasks(self._session.settings.my_unit))
        self.keeping.counted.connect(self.show_mine)
        self.keeping.problem.connect(self._session.problem)
        self.keeping.count(self._session.settings.my_unit)

    def show_mine(self, mine: MyTasks) -> None:
        """Counts of my tasks have come in."""
        self._mine = mine
        self._late.library.set_tasks(mine.by_doc)
        self._late.start.show_unit(self._session.shown(mine.unit), mine.total, mine.done)
        self._late.start.show_due(mine.due, mine.late)

    def open_mine(self) -> None:
        """From the first page: my tasks; choose the unit first where none is known."""
        if self._session.settings.my_unit or "my_unit" in self._session.fixed:
            self.show()
            assert self.page is not None
            self.page.show_register("tasks")
            self.page.list_only(mine=True)
        else:
            self.ask_unit()

    def open_dates(self, late: bool) -> None:
        """From the first page: what falls due this month, or what is overdue; of my unit where it is known."""
        self.show()
        assert self.page is not None
        self.page.show_register("tasks")
        self.page.list_only(mine=bool(self._session.settings.my_unit))
        self.page.show_calendar(late=late)

    def list_named(self, kind: str, name: str) -> None:
        """A name in the text was clicked: its tasks, or the system of that name."""
        self.show()
        assert self.page is not None
        self.page.show_register("tasks" if kind == "unit" else "systems")
        self.page.list_only(**({"unit": name} if kind == "unit" else {"words": name}))

    def ask_unit(self) -> None:
        """Choose my unit, anywhere."""
        self._naming.submit(lambda _job: self._session.library.registers(), self._offer_units, self._tell)

    def _offer_units(self, made: Registers) -> None:
        from reader.ui.registers.register_correcting import UnitDialog

        counts = Counter(u.name for task in made.tasks for _role, u in task.everyone() if not u.generic)
        names: dict[str, str] = {self._session.shown(name): name for name, _count in counts.most_common()}
        current = self._session.shown(self._session.settings.my_unit)
        dialog = UnitDialog(self._texts, list(names), current, self._window)
        dialog.decided.connect(lambda typed: self.choose_unit(names.get(str(typed), str(typed))))
        dialog.open()

    def choose_unit(self, unit: str) -> None:
        """This is my unit."""
        if self.page is not None:
            self.page.choose_unit(unit)
        else:
            self._keep_unit(unit)

    # -- rows

    def correct(self, line: Line) -> None:
        """Check and correct a row."""
        from reader.ui.registers.register_correcting import CorrectingDialog

        assert self.page is not None
        name = self.page.name
        title, clause = (self._session.shown(str(cell)) for cell in line.cells[:2])
        document = self._session.document_of(line.row.at.doc)
        block = document.block(line.seen.read.at.block) if document else None
        dialog = CorrectingDialog(
            name, line.seen, self._texts, self._session.shown, block.text if block else line.seen.read.at.quote,
            f"《{title}》 {clause}", self._window,
            lambda typed: self._session.library.rows.unit_named(typed, line.row.at.doc),
        )  # fmt: skip

        def keep(changes: dict[str, CellValue]) -> None:
            before = dict(line.seen.changes)
            if changes == before:
                return
            self.steps.correct(name, line.seen, changes)
            says = "已恢复原样。" if not changes else "已更正，原文未改。"
            self._late.message.say(self._texts(says), self._texts("撤销"), self.steps.undo)

        dialog.decided.connect(keep)
        dialog.open()

    def lead(self, items: list[RowCorrection], label: str) -> None:
        """Join or part names of indicators."""
        self.steps.lead(items, label)
        says = self._texts("已记下：{what}。", what=self._texts(label))
        self._late.message.say(says, self._texts("撤销"), self.steps.undo)

    def search(self, term: str, doc: str) -> None:
        """The places a chart of terms has counted: in the list of results."""
        self.close_page()
        self._late.bar.search.setText(term)
        self._parts.left.show()
        self._parts.left.show_tab("search")
        self._session.search.ask(term)
        self._session.search.set_facets({"doc": frozenset({doc})} if doc else {})

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._late.message.say(self._texts("已复制：{what}", what=words.splitlines()[-1]))

    # -- files

    def export(self, form: str) -> None:
        """The rows that are shown, in their order and with the columns that are shown, into a file or on paper."""
        assert self.page is not None
        self.files.export(self.page, form)

    def _tell(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))
