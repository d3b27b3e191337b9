"""台账: tasks, targets, systems and citations of the library as tables over the whole window, seen from my unit.

Lists off the GUI thread; narrows and counts what is listed at once. Asks by signals to go to a place, to keep the unit
or what the reader says about a row, to write a file.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.errors import ReaderError
from reader.core.register import REGISTERS
from reader.ui.kit.flow import OneOf, TwoRows, divided, fill_row
from reader.ui.kit.glyphs import Chooser, LinkLabel
from reader.ui.kit.menu_button import MenuButton
from reader.ui.kit.own_keys import OwnKeys
from reader.ui.kit.tasks import Lane
from reader.ui.look.table_look import look_of
from reader.ui.look.theme import Theme
from reader.ui.registers.calendar_pane import CalendarPane
from reader.ui.registers.charts.register_chart_choice import RegisterChartChoice
from reader.ui.registers.register_facets import RegisterFacets
from reader.ui.registers.register_lines import GROUPINGS, Ledger, LedgerFilter, Line, facets, make, marked, matching
from reader.ui.registers.register_model import RegisterModel
from reader.ui.registers.register_table import RegisterTable
from reader.ui.registers.register_words import (
    FORMS,
    GROUP_WORDS,
    LIST_THEM,
    READING,
    TABS,
    figures_said,
    hint_said,
    why_empty,
)
from reader.ui.registers.row_pane import RowBeside, RowPane
from reader.ui.registers.unit_line import UnitLine
from reader.ui.session.session import Session


class RegistersPage(QWidget):
    """Tabs, my unit, facets at the left, figures and table."""

    jump = Signal(object, str)  # Line, heading of the cell
    unit_chosen = Signal(str)
    export_wanted = Signal(str)  # one of FORMS
    mark_wanted = Signal(object)  # list of (Line, status, note): keep them
    correct_wanted = Signal(object)  # Line
    look_changed = Signal(str, object)  # register, TableLook
    close_wanted = Signal()
    listed = Signal()  # the registers have been read (anew)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("registersPage")
        self._session, self._texts = session, session.texts
        self._lane = Lane("registers", newest_only=True, parent=self)
        self.ledger = Ledger()
        self._trouble = READING
        self._filters = {name: LedgerFilter() for name in REGISTERS}
        self.tabs = QTabBar()
        self.unit, self.words = UnitLine(), QLineEdit()
        self.unit_label, self.figures, self.empty, self.hint = *(QLabel() for _ in range(3)), LinkLabel()
        self.mine, self.chart, self.dates, self.reset, self.go, self.leave = (QPushButton() for _ in range(6))
        self.columns, self.export, self.grouping = MenuButton(), MenuButton(), Chooser()
        rows = RegisterModel(self._texts, session.shown, session.title, theme, self._texts.told)
        self.table = RegisterTable(rows, self._texts)
        OwnKeys(self.table, Qt.Key.Key_F2)  # the remark
        self.table.set_looks({name: look_of(kept) for name, kept in session.settings.tables.items() if kept})
        self.beside = RowBeside(self.table, RowPane(session, self.table.rows.words, theme))
        self.facets = RegisterFacets(self._texts, session.shown, session.title)
        self.charts = RegisterChartChoice(session, theme, self)
        self.calendar = CalendarPane(self._texts, self._texts, session.shown, theme)
        self.stack = OneOf()
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    @property
    def name(self) -> str:
        """The register in front."""
        return REGISTERS[max(0, self.tabs.currentIndex())]

    @property
    def filter(self) -> LedgerFilter:
        """What narrows the register in front."""
        return self._filters[self.name]

    def show_register(self, name: str) -> None:
        """Bring a register to the front."""
        self.tabs.setCurrentIndex(REGISTERS.index(name))

    def ask(self, fresh: bool = False) -> None:
        """Read the registers for my unit; what was read before and still holds is kept, unless `fresh`.

        Of a large library the one in front comes first.
        """
        unit, known, front = self._session.settings.my_unit, self.ledger, self.name
        library = self._session.library
        self._lane.submit(lambda _job: make(library, unit, known, fresh, front), self._show, self._failed)

    def put_marks(self, said: list[tuple[Line, str, str]]) -> None:
        """Another status and note, at once, where the lines stand."""
        for line, status, note in said:
            now = self.ledger.sheet("tasks").lines[line.number]
            self.ledger, made = marked(self.ledger, now, status, note)
            if self.name == "tasks":
                self.table.rows.put(self.ledger.sheet("tasks"), made)
        if self.name == "tasks":
            self.show_lines()

    def choose_unit(self, unit: str) -> None:
        """My unit as it was chosen elsewhere: its tasks are listed."""
        self.unit.setText(self._session.shown(unit))
        self._take_unit(unit)

    def narrow(self, **values: object) -> None:
        """Let other lines through: names and values of LedgerFilter."""
        self._filters[self.name] = replace(self.filter, **values)  # type: ignore[arg-type]  # names are checked by callers
        self.show_lines()

    def list_only(self, **values: object) -> None:
        """Only these lines, whatever was chosen before."""
        self._filters[self.name] = LedgerFilter()
        self.show_table()
        self.narrow(**values)

    def show_calendar(self, *, late: bool) -> None:
        """The calendar of this month, or what is overdue."""
        self.dates.setChecked(True)
        self.calendar.go_today()
        if late:
            self.calendar.show_late()

    def show_table(self) -> None:
        """The table, where a chart or the calendar was looked at."""
        self.chart.setChecked(False)
        self.dates.setChecked(False)

    def clear(self) -> None:
        """Let everything through again; of my unit only, where only that was listed."""
        self._filters[self.name] = LedgerFilter(mine=self.filter.mine, perhaps=self.filter.perhaps)
        self.show_lines()

    def show_lines(self) -> None:
        """Table, facets and figures of the register in front."""
        sheet, chosen = self.ledger.sheet(self.name), self.filter
        lines = matching(sheet, chosen)
        rows, own = self.table.rows, self.ledger.own_names
        rows.own_names, rows.own_first, rows.chosen = own, chosen.mine, chosen
        self.table.show_sheet(sheet, [line.number for line in lines])
        without = self.ledger.no_targets if self.name == "targets" else ()
        self.facets.show_facets(facets(sheet, chosen), chosen, without)
        ledger, texts, session = self.ledger, self._texts, self._session
        self.figures.setText(figures_said(ledger, self.name, lines, texts, session.title))
        self.hint.setText(hint_said(ledger, self.name, chosen, texts, session.shown))
        self.hint.setVisible(bool(self.hint.text()))
        trouble = self._texts(self._trouble) if self._trouble else ""
        self.empty.setText("" if lines else trouble or why_empty(ledger, self.name, chosen, session))
        charted, dated = self.chart.isChecked(), self.dates.isChecked() and self.name == "tasks"
        if charted:
            self.charts.show(self.name, lines, ledger.led)
        if dated:
            self.calendar.show_lines(lines)
        self.dates.setEnabled(self.name == "tasks")
        self.export.menu().actions()[list(FORMS).index("ics")].setVisible(self.name == "tasks")
        self.stack.setCurrentIndex(1 if not lines else 2 if charted else 3 if dated else 0)
        self._show_grouping()
        self.reset.setEnabled(chosen.narrows)
        self.go.setEnabled(bool(lines))
        self.export.setEnabled(bool(lines))
        with QSignalBlocker(self.mine), QSignalBlocker(self.words):
            self.mine.setChecked(chosen.mine)
            if self.words.text() != chosen.words:
                self.words.setText(chosen.words)

    def refresh(self) -> None:
        """Another script or language."""
        self.unit.set_names([self._session.shown(name) for name in self.ledger.unit_names])
        if not self.unit.hasFocus():
            self.unit.setText(self._session.shown(self._session.settings.my_unit))
        self.table.rows.refresh()
        self.beside.refresh()
        self.show_lines()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.charts.pane.set_theme(theme)
        self.calendar.set_theme(theme)
        self.beside.pane.set_theme(theme)
        self.table.rows.theme = theme
        self.table.rows.refresh()

    def close_lane(self) -> None:
        """Stop the workers."""
        self._lane.close()
        self.charts.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Documents may have changed."""
        super().showEvent(event)
        self.ask()

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, name in enumerate(REGISTERS):
            self.tabs.setTabText(number, self._texts(TABS[name]))
        self.tabs.setAccessibleName(self._texts("台账"))
        self.unit_label.setText(self._texts("我的单位"))
        self.unit.setPlaceholderText(self._texts("输入单位，如：市科技局"))
        self.unit.setAccessibleName(self._texts("我的单位"))
        self.words.setPlaceholderText(self._texts("在表中查找，简繁皆可"))
        self.words.setAccessibleName(self._texts("在表中查找，简繁皆可"))
        for button, words, tip in (
            (self.mine, "只看我的", "只列与我的单位有关的"), (self.columns, "列", "选择显示哪些列"),
            (self.export, "导出、打印", "导出或打印表中所列的行"),
            (self.chart, "图表", "用图表显示所列各行：单位与文件、时间轴、进度、词频"),
            (self.dates, "日历", "按月看哪些任务到期、哪些逾期"), (self.reset, "清除条件", ""),
            (self.go, "转到原文", "转到所选行的原文 (Enter)"), (self.leave, "返回正文", "返回正文 (Esc)"),
        ):  # fmt: skip
            button.setText(self._texts(words) + " ▾" * isinstance(button, QToolButton))
            button.setToolTip(self._texts(tip) if tip else "")
        self.grouping.setAccessibleName(self._texts("分组"))
        self.grouping.setToolTip(self._texts("分组"))
        for number, group in enumerate(GROUP_WORDS):
            self.grouping.setItemText(number, self._texts(GROUP_WORDS[group]))
        self.charts.pane.retranslate()
        self.beside.retranslate(self._texts)
        self.calendar.retranslate()
        self.facets.setAccessibleName(self._texts("筛选条件"))
        self.table.setAccessibleName(self._texts("台账"))
        for says, action in zip(FORMS.values(), self.export.menu().actions(), strict=True):
            action.setText(self._texts(says))
        self.refresh()

    # -- inside

    def _lay_out(self) -> None:
        for _name in REGISTERS:
            self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.unit.setFixedWidth(200)
        self.unit.setText(self._session.shown(self._session.settings.my_unit))
        self.unit_label.setBuddy(self.unit)
        self.words.setClearButtonEnabled(True)
        menu = QMenu(self.export)
        for form in FORMS:
            menu.addAction("", lambda name=form: self.export_wanted.emit(name))
        for group in GROUP_WORDS:
            self.grouping.addItem("", group)
        self.grouping.setMinimumHeight(32)
        for button, drop in ((self.export, menu), (self.columns, self.table.menu)):
            button.setMenu(drop)
        self.figures.setProperty("muted", True)
        for label in (self.figures, self.hint):
            label.setWordWrap(True)
        links = Qt.TextInteractionFlag
        self.hint.setTextInteractionFlags(links.LinksAccessibleByMouse | links.LinksAccessibleByKeyboard)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        for page in (self.beside, self.empty, self.charts.pane, self.calendar):
            self.stack.addWidget(page)
        for each in (self.mine, self.chart, self.dates):
            each.setCheckable(True)
        head, right = QFrame(), QWidget()
        head.setObjectName("pageHead")
        own = [self.unit_label, self.unit, self.mine, self.export, self.leave]
        fill_row(head, [TwoRows([self.tabs, None, *own], own)], (4, 4, 8, 4))
        views, rest = [self.chart, self.dates, self.beside.button], [self.grouping, self.columns, self.reset, self.go]
        bar = TwoRows([self.words, *views, *rest], rest, self.words)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget, share in ((bar, 0), (self.figures, 0), (self.hint, 0), (self.stack, 1)):
            column.addWidget(widget, share)
        split = divided(self.facets, right, (250, 1100))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.show_lines)
        self.words.textChanged.connect(lambda words: self.narrow(words=words))
        self.words.returnPressed.connect(self.table.take_keyboard)
        self.mine.toggled.connect(self._only_mine)
        self.unit.editingFinished.connect(self._choose_unit)
        self.unit.taken.connect(self._choose_unit)
        self.hint.linkActivated.connect(lambda link: self.narrow(mine=True, perhaps=link == LIST_THEM))
        self.unit.textChanged.connect(lambda text: self._choose_unit() if not text else None)
        self.facets.chosen.connect(lambda group, value: self.narrow(**{group: value}))
        self.chart.toggled.connect(lambda on: self._draw(on, self.charts.pane, self.dates))
        self.dates.toggled.connect(lambda on: self._draw(on, self.calendar, self.chart))
        self.calendar.jump.connect(lambda line: self.jump.emit(line, ""))
        self.calendar.export_wanted.connect(lambda: self.export_wanted.emit("ics"))
        self.charts.narrowed.connect(self._list_part)
        self.charts.series.jump.connect(lambda line: self.jump.emit(line, ""))
        self.grouping.activated.connect(lambda at: self.table.set_group(self.grouping.itemData(at)))
        self.table.marked.connect(self._mark)
        self.table.correct_wanted.connect(self.correct_wanted)
        self.table.look_changed.connect(self.look_changed)
        self.reset.clicked.connect(self.clear)
        self.go.clicked.connect(self.table.go)
        self.leave.clicked.connect(self.close_wanted)
        self.table.jump.connect(self.jump)
        self._texts.changed.connect(self.retranslate)

    def _show(self, ledger: Ledger) -> None:
        fresh = ledger is not self.ledger
        self._trouble = ""
        if ledger.trouble and ledger.trouble != self.ledger.trouble:
            self._session.problem.emit(ledger.trouble)
        self.ledger = ledger
        if fresh:
            self.refresh()
        self.listed.emit()
        if not ledger.complete:
            library = self._session.library
            self._lane.submit(lambda _job: make(library, ledger.unit, ledger), self._show_rest, self._failed)

    def _show_rest(self, ledger: Ledger) -> None:
        self._show(ledger.with_sheets_of(self.ledger))  # what was in front may have been marked meanwhile

    def _failed(self, error: ReaderError) -> None:
        self._trouble = str(error)
        self.show_lines()

    def _choose_unit(self) -> None:
        unit = " ".join(self.unit.text().split())
        if unit == self._session.shown(self._session.settings.my_unit):
            return
        canonical = {self._session.shown(name): name for name in self.ledger.unit_names}
        self._take_unit(canonical.get(unit, unit))

    def _take_unit(self, unit: str) -> None:
        self.unit_chosen.emit(unit)
        for name in REGISTERS:
            self._filters[name] = replace(self._filters[name], mine=bool(unit), perhaps=False, role="", status="")
        self.ask()

    def _mark(self, said: list[tuple[Line, str, str]]) -> None:
        self.put_marks(said)
        self.mark_wanted.emit(said)

    def _show_grouping(self) -> None:
        """Only what this register can be grouped by."""
        self.grouping.setCurrentIndex(self.grouping.findData(self.table.look.group))
        items = self.grouping.model()
        for number, group in enumerate(GROUP_WORDS):
            items.item(number).setEnabled(not group or group in GROUPINGS[self.name])  # type: ignore[attr-defined]  # a QStandardItemModel
        tabled = not (self.chart.isChecked() or self.dates.isChecked())
        for control in (self.grouping, self.columns, self.beside.button):
            control.setEnabled(tabled)

    def _only_mine(self, on: bool) -> None:
        self.narrow(mine=on)
        if on and not self._session.settings.my_unit:
            self.unit.setFocus()

    def _draw(self, on: bool, pane: QWidget, other: QPushButton) -> None:
        """A chart or the calendar in place of the table, one at a time."""
        if on:
            other.setChecked(False)
        self.show_lines()
        (pane if on else self.table).setFocus()

    def _list_part(self, values: dict[str, object]) -> None:
        """The lines that a part of a chart counts."""
        self._filters[self.name] = replace(self.filter, **values)  # type: ignore[arg-type]  # names are checked by callers
        self.show_table()
