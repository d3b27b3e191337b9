"""The table of a register: columns, order, groups, status and note where they stand. Keeps nothing itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reader.registers.exporting import CONCERNED, CORRECTED, DUE_FROM, NOTE, STATUS, WHY
from reader.registers.own_rows import STATUSES, UNDONE
from reader.ui.look.table_look import TableLook
from reader.ui.look.texts import Texts
from reader.ui.registers.register_lines import DOUBT, PLACE_COLUMNS, Line, Sheet
from reader.ui.registers.register_menus import RegisterMenus
from reader.ui.registers.register_model import UP, Group, Index, RegisterModel
from reader.ui.registers.row_heights import ALL, GROUP_HEIGHT, HEIGHTS, RowHeights

NARROW: Final = {
    "文件": 128, "条款": 84, "本单位": 66, STATUS: 70, "时限": 64, "形式": 124, "要求": 76, "数值": 66, "单位": 64,
    "期限": 118, "类别": 80, "处数": 60, "制定机关": 120, "作为依据": 88, DOUBT: 84,
}  # fmt: skip  # pixels; all other columns share what is left
SHARES: Final = {
    "任务": 5, "牵头": 2, "共同": 2, "配合": 2, "指标": 3, "原文": 4, "名称": 4, "又称": 3, CONCERNED: 5, NOTE: 2,
    DUE_FROM: 4, WHY: 3,
}  # fmt: skip
HEADER_PADDING: Final = 14  # pixels beside the words of a heading
LEAST, OF_A_SHARE = 60, 28  # pixels of a column that shares; with less, the table scrolls sideways
UNASKED: Final[dict[str, tuple[str, ...]]] = {
    "tasks": ("形式", CORRECTED, WHY), "targets": (DUE_FROM, CORRECTED, WHY), "systems": ("指标", CORRECTED, WHY),
    "citations": (CORRECTED, WHY),
}  # fmt: skip  # hidden at first
CLEARING = Qt.Key.Key_0


class RegisterTable(QTableView):
    """A click selects, Enter or a double click goes to the words; headers order, their menu chooses the columns.

    The space bar shows the row beside the table. In the tasks 1 to 4 say how far one is, 0 takes that back, F2 writes a
    note.
    """

    jump = Signal(object, str)  # Line, heading
    marked = Signal(object)  # list of (Line, status, note)
    correct_wanted = Signal(object)  # Line
    look_changed = Signal(str, object)  # register, TableLook
    copy_wanted = Signal(object)  # list of Line, to be sent to somebody
    preview_wanted = Signal()  # the space bar

    def __init__(self, model: RegisterModel, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("notesTable")  # the look of all tables over a whole page
        self.rows = model
        self._texts = texts
        self._looks = {name: TableLook(hidden=hidden) for name, hidden in UNASKED.items()}
        self._fitting = False
        self.setModel(model)
        model.setParent(self)  # it goes with the table, and with it what its signals call
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._prepare_headers()
        self._heights = RowHeights(self)
        self.menus = RegisterMenus(self, texts)
        self.menu = self.menus.columns
        self.customContextMenuRequested.connect(self._row_menu)
        self.doubleClicked.connect(self._double_clicked)
        self.clicked.connect(self._clicked)
        model.arranged.connect(self._set_spans)
        model.layoutAboutToBeChanged.connect(lambda: self._hold(on=True))
        model.layoutChanged.connect(lambda: self._hold(on=False))
        # Later: rows must not move while the view is still busy with the editor.
        model.note_written.connect(
            lambda line, note: self.marked.emit([(line, line.seen.status, note)]), Qt.ConnectionType.QueuedConnection
        )

    def set_looks(self, looks: dict[str, TableLook]) -> None:
        """How each register is to be shown, as the reader left it."""
        self._looks |= looks

    @property
    def look(self) -> TableLook:
        """How the register in front is shown."""
        return self._looks.setdefault(self.rows.sheet.name, TableLook())

    def show_sheet(self, sheet: Sheet, numbers: Collection[int]) -> None:
        """The lines of a register with these numbers; another register as it was left."""
        name, fresh = self.rows.sheet.name, sheet.headings != self.rows.sheet.headings
        line, column = self.current_line(), self.currentIndex().column()
        self._fitting = True  # headers that are made anew are no choice of the reader's
        self.rows.show(sheet, numbers)
        self._fitting = False
        if fresh or sheet.name != name:
            self._restore()
        if line is not None and self.current_line() is None and sheet.name == name:
            row = self.rows.row_of(line.seen.key)
            if row is not None:
                self.setCurrentIndex(self.rows.index(row, column))

    def line(self, index: Index) -> Line | None:
        """What stands in a row of the view."""
        return self.rows.line(index)

    def lines(self) -> tuple[Line, ...]:
        """All that is shown, from top to bottom."""
        return self.rows.lines()

    def current_line(self) -> Line | None:
        """The line the keyboard is on."""
        return self.line(self.currentIndex())

    def chosen_lines(self) -> list[Line]:
        """The lines that are selected, from top to bottom; the one the keyboard is on where none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = [entry for row in rows if isinstance(entry := self.rows.entry(row), Line)]
        here = self.current_line()
        return found or ([here] if here is not None else [])

    def show_line(self, key: str) -> None:
        """Make the line with that key current, where it is shown."""
        row = self.rows.row_of(key)
        if row is not None:
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(self.rows.index(row, column))
            self.scrollTo(self.rows.index(row, column))

    def headings_out(self) -> tuple[str, ...]:
        """The columns for a file: those shown, and those that only the window leaves out at first."""
        gone = set(self.look.hidden) - set(UNASKED.get(self.rows.sheet.name, ()))
        return tuple(heading for heading in self.rows.sheet.headings if heading not in gone)

    def headings(self) -> tuple[str, ...]:
        """The columns that are shown."""
        return tuple(heading for heading in self.rows.sheet.headings if heading not in self.look.hidden)

    def set_column(self, heading: str, shown: bool) -> None:
        """Show or hide a column of this register; where a row stands is always told."""
        hidden = [each for each in self.look.hidden if each != heading]
        if not shown and heading not in PLACE_COLUMNS:
            hidden.append(heading)
        self._keep(hidden=tuple(hidden), widths={})
        self._set_columns()

    def reset_columns(self) -> None:
        """The columns that are shown at first, in the widths they have then."""
        self._keep(hidden=UNASKED.get(self.rows.sheet.name, ()), widths={})
        self._set_columns()

    def set_group(self, group: str) -> None:
        """Rows under headings: doc, unit, year or status; empty for none."""
        self._keep(group=group)
        self.rows.set_group(group)

    def set_lines(self, lines: int) -> None:
        """Rows of one line, of two, or of all their words."""
        self._keep(lines=lines)
        self.rows.set_whole(on=lines == ALL)
        self._set_spans()

    def go(self) -> None:
        """To the words of the row the keyboard is on, the first one where it is on none."""
        here = self.currentIndex()
        if self.line(here) is None:
            here = next((i for n in range(self.rows.rowCount()) if self.line(i := self.rows.index(n, 0))), here)
        self._jump(here)

    def select_first(self) -> None:
        """Make the first line current."""
        for row in range(self.rows.rowCount()):
            if self.line(self.rows.index(row, 0)) is not None:
                self.selectRow(row)
                return

    def take_keyboard(self) -> None:
        """The keyboard comes to the table, to its first line where it was on none."""
        self.setFocus()
        if self.current_line() is None:
            self.select_first()

    def edit_note(self) -> None:
        """Write the note of the row the keyboard is on."""
        here = self.currentIndex()
        if self.line(here) is not None and NOTE in self.rows.sheet.headings:
            if NOTE not in self.headings():
                self.set_column(NOTE, shown=True)
            at = self.rows.index(here.row(), self.rows.sheet.headings.index(NOTE))
            self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(at)
            self.edit(at)

    def set_status(self, status: str) -> None:
        """How far the selected tasks are; not begun is what nobody has said anything about."""
        kept = "" if status == UNDONE else status
        if self.rows.sheet.name == "tasks":
            changed = [(line, kept, line.seen.note) for line in self.chosen_lines() if kept != line.seen.status]
            if changed:
                self.marked.emit(changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there; digits say how far a task is; F2 writes, Ctrl+E corrects."""
        if self.state() == QAbstractItemView.State.EditingState:  # a key the editor did not want
            return
        key, line = event.key(), self.current_line()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._activate(self.currentIndex())
        elif plain and line is not None and CLEARING <= key <= CLEARING + len(STATUSES):
            self.set_status(("", *STATUSES)[key - CLEARING])
        elif key == Qt.Key.Key_F2:
            self.edit_note()
        elif key == Qt.Key.Key_Space and plain:
            self.preview_wanted.emit()
        elif key == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier and line is not None:
            self.correct_wanted.emit(line)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns fill the width; those that the reader has drawn keep theirs."""
        super().resizeEvent(event)
        self._fit()

    # -- inside

    def _prepare_headers(self) -> None:
        rows, headers = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(HEIGHTS[2])
        rows.setMinimumSectionSize(GROUP_HEIGHT)
        headers.setHighlightSections(False)
        headers.setMinimumSectionSize(40)
        headers.setSortIndicatorClearable(True)
        headers.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        headers.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        headers.customContextMenuRequested.connect(self._header_menu)
        self.setSortingEnabled(True)
        headers.setSortIndicatorShown(False)  # the heading says it: the arrow of the style stands on its words
        headers.setSectionsClickable(True)
        headers.sectionResized.connect(self._resized)
        headers.sortIndicatorChanged.connect(self._sorted)

    def _hold(self, *, on: bool) -> None:
        """Headers that are made anew while rows move are no choice of the reader's."""
        self._fitting = on

    def _keep(self, **values: object) -> None:
        self._looks[self.rows.sheet.name] = self.look.with_(**values)
        self.look_changed.emit(self.rows.sheet.name, self.look)

    def _restore(self) -> None:
        look, headings = self.look, self.rows.sheet.headings
        self._fitting = True
        column = headings.index(look.sort) if look.sort in headings else -1
        order = Qt.SortOrder.DescendingOrder if look.falling else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.rows.group = look.group
        self.rows.set_whole(on=look.lines == ALL)
        self.rows.sort(column, order)
        self._fitting = False
        self._set_columns()

    def _set_columns(self) -> None:
        shown = self.headings()
        self._fitting = True
        for number, heading in enumerate(self.rows.sheet.headings):
            self.setColumnHidden(number, heading not in shown)
        self._fit()
        self._set_spans()

    def _fit(self) -> None:
        """Columns that were drawn keep their widths as far as there is room, narrow ones theirs; the others share."""
        shown = self.headings()
        room = self.viewport().width()
        drawn = {heading: wide for heading, wide in self.look.widths.items() if heading in shown}
        fixed = {h: max(NARROW[h], self._header_room(h)) for h in shown if h in NARROW and h not in drawn}
        sharing = {h: SHARES.get(h, 3) for h in shown if h not in NARROW and h not in drawn}
        left = room - sum(fixed.values()) - LEAST * len(sharing)
        if sum(drawn.values()) > left > 0:  # drawn in a wider window
            drawn = {h: max(LEAST, int(wide * left / sum(drawn.values()))) for h, wide in drawn.items()}
        each = (room - sum(fixed.values()) - sum(drawn.values())) / max(1, sum(sharing.values()))
        self._fitting = True
        for number, heading in enumerate(self.rows.sheet.headings):
            if heading in shown:
                share = max(LEAST, int(max(OF_A_SHARE, each) * sharing.get(heading, 0)), self._header_room(heading))
                wide = drawn.get(heading) or fixed.get(heading) or share
                self.setColumnWidth(number, wide)
        self._fitting = False
        self._heights.sight_changed()

    def _header_room(self, heading: str) -> int:
        """What a heading needs with the arrow of an order, in the language of the window."""
        number = self.rows.sheet.headings.index(heading)
        words = str(self.rows.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(words + UP) + HEADER_PADDING

    def _set_spans(self) -> None:
        """A heading of a group takes the whole row."""
        self.clearSpans()
        groups = self.rows.groups()
        for row, _group in groups:
            if self.rows.columnCount() > 1:
                self.setSpan(row, 0, 1, self.rows.columnCount())
        self._heights.set_rows(frozenset(row for row, _group in groups), self.look.lines)

    def _resized(self, section: int, _old: int, new: int) -> None:
        """A column was drawn: it keeps that width; the others go on sharing what is left."""
        heading = self.rows.sheet.headings[section]
        if not self._fitting and self.isVisible() and heading in self.headings():
            self._keep(widths={**self.look.widths, heading: new})

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        if not self._fitting:
            headings = self.rows.sheet.headings
            sort = headings[column] if 0 <= column < len(headings) else ""
            self._keep(sort=sort, falling=order == Qt.SortOrder.DescendingOrder)

    def _header_menu(self, point: QPoint) -> None:
        self.menu.popup(self.horizontalHeader().mapToGlobal(point))

    def _row_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if self.line(index) is not None:
            if not self.selectionModel().isRowSelected(index.row()):
                self.setCurrentIndex(index)
            self.menus.of_row().popup(self.viewport().mapToGlobal(point))

    def _clicked(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index.row())
        if isinstance(entry, Group):
            self.rows.toggle(entry)
        elif entry is not None and self.rows.sheet.headings[index.column()] == STATUS:
            self.menus.of_status().popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.rows.sheet.headings[index.column()] == NOTE:
            self.edit_note()
        elif self.rows.sheet.headings[index.column()] != STATUS:
            self._jump(index)

    def _activate(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index.row())
        if isinstance(entry, Group):
            self.rows.toggle(entry)
        else:
            self._jump(index)

    def _jump(self, index: QModelIndex) -> None:
        line = self.line(index)
        if line is not None:
            self.jump.emit(line, self.rows.sheet.headings[index.column()])
