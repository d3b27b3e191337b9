"""台账: tasks, targets, systems and citations of the library as tables over the whole window, seen from my unit.

Lists off the GUI thread; narrows and counts what is listed at once. Asks by signals to go to a place, to keep the unit,
to write a file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.errors import ReaderError
from reader.core.register import REGISTERS
from reader.registers.exporting import TITLES
from reader.ui.heat_map import HeatMap
from reader.ui.register_facets import RegisterFacets
from reader.ui.register_lines import Ledger, LedgerFilter, Line, crossed, facets, figures, make, matching
from reader.ui.register_table import RegisterModel, RegisterTable
from reader.ui.session import Session
from reader.ui.tasks import Lane
from reader.ui.theme import Theme

MY_ROLES: Final = {"lead": "我牵头 {n}", "joint": "我共同 {n}", "support": "我配合 {n}"}
DUE: Final = {"tasks": "{year}年到期 {n}", "targets": "{year}年到期 {n}", "systems": "{year}年到期 {n}"}
NAMED: Final = 2  # documents without targets, above the table
READING: Final = "正在整理台账…"


class RegistersPage(QWidget):
    """Tabs, my unit, facets at the left, figures and table."""

    jump = Signal(object, str)  # Line, heading of the cell
    unit_chosen = Signal(str)
    export_wanted = Signal(str)  # xlsx or csv
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
        self.unit, self.words = QLineEdit(), QLineEdit()
        self._names = QStringListModel(self)
        self.unit_label, self.figures, self.empty = QLabel(), QLabel(), QLabel()
        self.mine, self.chart, self.reset, self.go, self.leave = (QPushButton() for _ in range(5))
        self.columns, self.export = QToolButton(), QToolButton()
        self.table = RegisterTable(RegisterModel(self._texts, session.shown, session.title, theme))
        self.facets = RegisterFacets(self._texts, session.shown, session.title)
        self.map = HeatMap(session.shown, session.title, theme)
        self.stack = QStackedWidget()
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

    def ask(self) -> None:
        """Read the registers for my unit; what was read before and still holds is kept."""
        unit, known = self._session.settings.my_unit, self.ledger
        library = self._session.library
        self._lane.submit(lambda _job: make(library, unit, known), self._show, self._failed)

    def narrow(self, **values: object) -> None:
        """Let other lines through: names and values of LedgerFilter."""
        self._filters[self.name] = replace(self.filter, **values)  # type: ignore[arg-type]  # names are checked by callers
        self.show_lines()

    def clear(self) -> None:
        """Let everything through again."""
        self._filters[self.name] = LedgerFilter()
        self.show_lines()

    def show_lines(self) -> None:
        """Table, facets and figures of the register in front."""
        sheet, chosen = self.ledger.sheet(self.name), self.filter
        lines = matching(sheet, chosen)
        self.table.show_sheet(sheet, [line.number for line in lines])
        without = self.ledger.no_targets if self.name == "targets" else ()
        self.facets.show_facets(facets(sheet, chosen), chosen, without)
        self.figures.setText(self._figures(lines))
        self.empty.setText("" if lines else self._why_empty(bool(sheet.lines)))
        if self.chart.isChecked():
            self.map.show_counts(*crossed(lines))
        self.stack.setCurrentIndex(1 if not lines else 2 if self.chart.isChecked() else 0)
        self.reset.setEnabled(chosen.narrows)
        self.go.setEnabled(bool(lines))
        self.export.setEnabled(bool(lines))
        with QSignalBlocker(self.mine), QSignalBlocker(self.words):
            self.mine.setChecked(chosen.mine)
            if self.words.text() != chosen.words:
                self.words.setText(chosen.words)

    def refresh(self) -> None:
        """Another script or language."""
        self._names.setStringList([self._session.shown(name) for name in self.ledger.unit_names])
        if not self.unit.hasFocus():
            self.unit.setText(self._session.shown(self._session.settings.my_unit))
        self.table.rows.refresh()
        self.show_lines()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.map.theme = self.table.rows.theme = theme
        self.map.update()
        self.table.rows.refresh()

    def close_lane(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Documents may have changed."""
        super().showEvent(event)
        self.ask()

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, name in enumerate(REGISTERS):
            self.tabs.setTabText(number, self._texts(TITLES[name]))
        self.tabs.setAccessibleName(self._texts("台账"))
        self.unit_label.setText(self._texts("我的单位"))
        self.unit.setPlaceholderText(self._texts("输入单位，如：市科技局"))
        self.unit.setAccessibleName(self._texts("我的单位"))
        self.mine.setText(self._texts("只看我的"))
        self.mine.setToolTip(self._texts("只列与我的单位有关的"))
        self.words.setPlaceholderText(self._texts("在表中查找，简繁皆可"))
        self.words.setAccessibleName(self._texts("在表中查找，简繁皆可"))
        self.columns.setText(self._texts("列") + " ▾")
        self.columns.setToolTip(self._texts("选择显示哪些列"))
        self.export.setText(self._texts("导出") + " ▾")
        self.export.setToolTip(self._texts("导出表中所列的行"))
        self.chart.setText(self._texts("热力图"))
        self.chart.setToolTip(self._texts("各单位在各文件中出现的项数"))
        self.map.setAccessibleName(self._texts("各单位在各文件中出现的项数"))
        self.reset.setText(self._texts("清除条件"))
        self.go.setText(self._texts("转到原文"))
        self.go.setToolTip(self._texts("转到所选行的原文 (Enter)"))
        self.leave.setText(self._texts("返回正文"))
        self.leave.setToolTip(self._texts("返回正文 (Esc)"))
        self.facets.setAccessibleName(self._texts("筛选条件"))
        self.table.setAccessibleName(self._texts("台账"))
        for form, action in zip(("XLSX", "CSV"), self.export.menu().actions(), strict=True):
            action.setText(self._texts("导出为 {form}…", form=form))
        self.refresh()

    # -- inside

    def _lay_out(self) -> None:
        for _name in REGISTERS:
            self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        self.unit.setCompleter(completer)
        self.unit.setClearButtonEnabled(True)
        self.unit.setFixedWidth(200)
        self.unit.setText(self._session.shown(self._session.settings.my_unit))
        self.unit_label.setBuddy(self.unit)
        self.mine.setCheckable(True)
        self.words.setClearButtonEnabled(True)
        menu = QMenu(self.export)
        for form in ("xlsx", "csv"):
            menu.addAction("", lambda name=form: self.export_wanted.emit(name))
        for button, drop in ((self.export, menu), (self.columns, self.table.menu)):
            button.setObjectName("menuButton")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setMenu(drop)
        self.figures.setProperty("muted", True)
        self.figures.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.map.scrolled())
        self.chart.setCheckable(True)
        head = QFrame()
        head.setObjectName("pageHead")
        _fill(head, [self.tabs, None, self.unit_label, self.unit, self.mine, self.export, self.leave], (4, 4, 8, 4))
        bar, right = QWidget(), QWidget()
        _fill(bar, [self.words, self.chart, self.columns, self.reset, self.go], (0, 0, 0, 0))
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget, share in ((bar, 0), (self.figures, 0), (self.stack, 1)):
            column.addWidget(widget, share)
        split = QSplitter()
        split.addWidget(self.facets)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.setStretchFactor(1, 1)
        split.setSizes([250, 1100])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.show_lines)
        self.words.textChanged.connect(lambda words: self.narrow(words=words))
        self.words.returnPressed.connect(self._into_table)
        self.mine.toggled.connect(self._only_mine)
        self.unit.editingFinished.connect(self._choose_unit)
        completer = self.unit.completer()
        completer.activated.connect(self._choose_unit, Qt.ConnectionType.QueuedConnection)  # the text is set first
        self.unit.textChanged.connect(lambda text: self._choose_unit() if not text else None)
        self.facets.chosen.connect(lambda group, value: self.narrow(**{group: value}))
        self.chart.toggled.connect(self._draw)
        self.map.chosen.connect(self._list_square)
        self.reset.clicked.connect(self.clear)
        self.go.clicked.connect(self.table.go)
        self.leave.clicked.connect(self.close_wanted)
        self.table.jump.connect(self.jump)
        self._texts.changed.connect(self.retranslate)

    def _show(self, ledger: Ledger) -> None:
        fresh = ledger is not self.ledger
        self._trouble = ""
        self.ledger = ledger
        if fresh:
            self.refresh()
        self.listed.emit()

    def _failed(self, error: ReaderError) -> None:
        self._trouble = str(error)
        self.show_lines()

    def _choose_unit(self) -> None:
        unit = " ".join(self.unit.text().split())
        if unit == self._session.shown(self._session.settings.my_unit):
            return
        canonical = {self._session.shown(name): name for name in self.ledger.unit_names}
        self.unit_chosen.emit(canonical.get(unit, unit))
        for name in REGISTERS:
            self._filters[name] = replace(self._filters[name], mine=bool(unit))
        self.ask()

    def _only_mine(self, on: bool) -> None:
        self.narrow(mine=on)
        if on and not self._session.settings.my_unit:
            self.unit.setFocus()

    def _draw(self, on: bool) -> None:
        self.show_lines()
        (self.map if on else self.table).setFocus()

    def _list_square(self, unit: str, doc: str) -> None:
        self._filters[self.name] = replace(self.filter, unit=unit, doc=doc)
        self.chart.setChecked(False)

    def _into_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _figures(self, lines: list[Line]) -> str:
        if not self.ledger.sheets:
            return ""
        own = figures(lines)
        parts = [self._texts("共 {n} 项", n=own.total)]
        if self.ledger.unit and self.name == "tasks":
            parts += [self._texts(says, n=own.roles.get(role, 0)) for role, says in MY_ROLES.items()]
        if self.name in DUE:
            parts += [self._texts(DUE[self.name], year=year, n=count) for year, count in own.years]
        if own.unsure:
            parts.append(self._texts("待核对 {n}", n=own.unsure))
        if self.name == "targets" and self.ledger.no_targets:
            without = self.ledger.no_targets
            titles = "、".join(f"《{self._session.title(doc)}》" for doc in without[:NAMED])
            says = "{titles}没有提出量化指标" if len(without) <= NAMED else "{titles}等 {n} 份文件没有提出量化指标"
            parts.append(self._texts(says, titles=titles, n=len(without)))
        return " · ".join(parts)

    def _why_empty(self, any_lines: bool) -> str:
        unit, chosen = self._session.settings.my_unit, self.filter
        if self._trouble:
            return self._texts(self._trouble)
        if not any_lines:
            return self._texts("文库的文件里没有找到这类内容。导入含有责任分工、指标的文件后，这里会自动列出。")
        if chosen.mine and not unit:
            return self._texts("先在上方填写“我的单位”，这里就只列与它有关的任务，并注明牵头还是配合。")
        if self.name == "targets" and chosen.doc in self.ledger.no_targets:
            return self._texts("《{title}》没有提出量化指标。", title=self._session.title(chosen.doc))
        if chosen.mine and chosen == LedgerFilter(mine=True):
            known = any(line.mine for sheet in (self.ledger.sheets or {}).values() for line in sheet.lines)
            says = "没有找到“{unit}”的内容。换全称或简称再试，或关掉“只看我的”。"
            if known or self.name == "citations":  # the name is right, or no unit is ever named there
                says = "{register}中没有涉及{unit}的条目。"
            return self._texts(says, register=self._texts(TITLES[self.name]), unit=self._session.shown(unit))
        return self._texts("没有符合条件的行。请放宽条件，或按“清除条件”。")


def _fill(parent: QWidget, widgets: list[QWidget | None], margins: tuple[int, int, int, int]) -> None:
    """A row of widgets; None stands for the room that is left."""
    row = QHBoxLayout(parent)
    row.setContentsMargins(*margins)
    row.setSpacing(4)
    for widget in widgets:
        row.addStretch(1) if widget is None else row.addWidget(widget)
