"""The table of a register: a model over lines, the order and choice of rows, and the view. Filters by number only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from reader.registers.exporting import Cell
from reader.ui.register_lines import DOUBT, PLACE_COLUMNS, Line, Sheet
from reader.ui.texts import Texts
from reader.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 48  # two lines of text
NARROW: Final = {
    "文件": 132, "条款": 92, "本单位": 64, "形式": 124, "要求": 98, "数值": 64, "单位": 64, "期限": 62, "类别": 84,
    "处数": 54, "制定机关": 120, "作为依据": 84, DOUBT: 86,
}  # fmt: skip  # pixels; all other columns share what is left
SHARES: Final = {"任务": 5, "牵头": 2, "共同": 2, "配合": 2, "指标": 3, "原文": 4, "名称": 4, "又称": 3, "牵头单位": 4}
LEAST: Final = 110  # pixels of a column that shares
IN_LIBRARY: Final = "文库中的文件"
UNASKED: Final[dict[str, frozenset[str]]] = {
    "tasks": frozenset({"形式"}),
    "systems": frozenset({"指标"}),
}  # hidden at first
SHOWN: Final = 160  # characters of a cell; the whole stands in the tooltip
TIP: Final = 900


class RegisterModel(QAbstractTableModel):
    """Rows of a `Sheet`; a text is written in the script on screen when it is first shown."""

    def __init__(self, texts: Texts, shown: Callable[[str], str], title: Callable[[str], str], theme: Theme) -> None:
        """`shown` writes a canonical text in the script on screen; `title` names a document in it."""
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._title = title
        self._written: dict[tuple[int, int], str] = {}
        self._ranks: dict[int, list[int]] = {}
        self.sheet = Sheet("tasks")
        self.theme = theme

    def set_sheet(self, sheet: Sheet) -> None:
        """Show another register."""
        self.beginResetModel()
        self.sheet, self._written, self._ranks = sheet, {}, {}
        self.endResetModel()

    def refresh(self) -> None:
        """Write everything anew (another script, language or theme)."""
        self._written = {}
        rows, cells = self.rowCount(), self.columnCount()
        if rows and cells:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, cells - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, cells - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Rows; a table has no children."""
        return 0 if parent.isValid() else len(self.sheet.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Columns."""
        return 0 if parent.isValid() else len(self.sheet.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.sheet.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._texts(self.sheet.headings[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, colours, the whole text as a tooltip."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if (row, column) not in self._written:
                words = self._text(row, column)
                self._written[row, column] = words if len(words) <= SHOWN else words[:SHOWN] + "…"
            return self._written[row, column]
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self._text(row, column)
            return f"<p>{escape(words[:TIP] + ('…' if len(words) > TIP else ''))}</p>" if words else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(column)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(self._cell(row, column), int | float):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._texts(self.sheet.headings[column])}：{self._text(row, column)}"
        return None

    def rank(self, row: int, column: int) -> int:
        """Where a row stands when the table is ordered by a column; documents and clauses in their own order."""
        if self.sheet.headings[column] in PLACE_COLUMNS:
            return row
        if column not in self._ranks:
            order = sorted(range(len(self.sheet.lines)), key=lambda n: _key(self._cell(n, column)))
            ranks = [0] * len(order)
            for at, number in enumerate(order):
                ranks[number] = at
            self._ranks[column] = ranks
        return self._ranks[column][row]

    def _cell(self, row: int, column: int) -> Cell:
        return self.sheet.lines[row].cells[column]

    def _text(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        if cell is None or cell == "":
            return ""
        if self.sheet.headings[column] == DOUBT:
            return "▲ " + self._texts(DOUBT)
        if self.sheet.headings[column] == IN_LIBRARY and isinstance(cell, str):
            return self._title(cell)
        return self._shown(" ".join(cell.split())) if isinstance(cell, str) else str(cell)

    def _ink(self, column: int) -> QColor | None:
        heading = self.sheet.headings[column]
        if heading == DOUBT:
            return QColor(self.theme.accent)
        return QColor(self.theme.muted) if heading in PLACE_COLUMNS else None


def _key(cell: Cell) -> tuple[int, float, str]:
    """Numbers first, then texts, what is empty last."""
    if cell is None or cell == "":
        return 2, 0, ""
    return (1, 0, cell) if isinstance(cell, str) else (0, cell, "")


class RegisterOrder(QSortFilterProxyModel):
    """Lets through the lines of some numbers, in the order of a column."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self._model = model
        self._numbers: frozenset[int] = frozenset()
        self.setSourceModel(model)

    def set_numbers(self, numbers: Collection[int]) -> None:
        """The lines to be let through."""
        self._numbers = frozenset(numbers)
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        """Qt's question for each row."""
        return source_row in self._numbers

    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        """Qt's question for two cells of a column."""
        column = source_left.column()
        return self._model.rank(source_left.row(), column) < self._model.rank(source_right.row(), column)


class RegisterTable(QTableView):
    """A click selects, Enter or a double click goes to the words; headers order, their menu chooses the columns."""

    jump = Signal(object, str)  # Line, heading

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self.setObjectName("notesTable")  # the look of all tables over a whole page
        self.rows = model
        self.order = RegisterOrder(model)
        self._hidden = {name: set(headings) for name, headings in UNASKED.items()}
        self._fitting = False
        self._fitted = True  # until the reader draws a column wider or narrower
        self.setModel(self.order)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, headers = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        headers.setHighlightSections(False)
        headers.setMinimumSectionSize(40)
        headers.setSortIndicatorClearable(True)
        headers.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        headers.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        headers.customContextMenuRequested.connect(self._header_menu)
        self.setSortingEnabled(True)
        headers.sectionResized.connect(self._resized)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.doubleClicked.connect(self._jump)

    def show_sheet(self, sheet: Sheet, numbers: Collection[int]) -> None:
        """The lines of a register with these numbers. Another register stands in its own order again."""
        if sheet is not self.rows.sheet:
            if sheet.name != self.rows.sheet.name:
                self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.order.set_numbers(())
            self.rows.set_sheet(sheet)
            self._set_columns()
        self.order.set_numbers(numbers)

    def line(self, index: Index) -> Line | None:
        """What stands in a row of the view."""
        at = self.order.mapToSource(index).row() if index.isValid() else -1
        return self.rows.sheet.lines[at] if at >= 0 else None

    def lines(self) -> tuple[Line, ...]:
        """All that is shown, from top to bottom."""
        found = (self.line(self.order.index(number, 0)) for number in range(self.order.rowCount()))
        return tuple(line for line in found if line is not None)

    def headings(self) -> tuple[str, ...]:
        """The columns that are shown."""
        hidden = self._hidden.get(self.rows.sheet.name, set())
        return tuple(heading for heading in self.rows.sheet.headings if heading not in hidden)

    def set_column(self, heading: str, shown: bool) -> None:
        """Show or hide a column of this register; where a row stands is always told."""
        hidden = self._hidden.setdefault(self.rows.sheet.name, set())
        (hidden.discard if shown or heading in PLACE_COLUMNS else hidden.add)(heading)
        self._set_columns()

    def go(self) -> None:
        """To the words of the row the keyboard is on, the first one where it is on none."""
        here = self.currentIndex()
        self._jump(here if here.isValid() else self.order.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._jump(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns fill the width, unless the reader has set them."""
        super().resizeEvent(event)
        if self._fitted:
            self._fit()

    def _set_columns(self) -> None:
        shown = self.headings()
        for number, heading in enumerate(self.rows.sheet.headings):
            self.setColumnHidden(number, heading not in shown)
        self._fitted = True
        self._fit()

    def _fit(self) -> None:
        shown = self.headings()
        sharing = {heading: SHARES.get(heading, 3) for heading in shown if heading not in NARROW}
        room = self.viewport().width() - sum(NARROW.get(heading, 0) for heading in shown)
        each = room / max(1, sum(sharing.values()))
        self._fitting = True
        for number, heading in enumerate(self.rows.sheet.headings):
            if heading in shown:
                wide = NARROW.get(heading) or max(LEAST, int(each * sharing[heading]))
                self.setColumnWidth(number, wide)
        self._fitting = False

    def _resized(self) -> None:
        self._fitted = self._fitted and self._fitting

    def _fill_menu(self) -> None:
        self.menu.clear()
        for number, heading in enumerate(self.rows.sheet.headings):
            if heading not in PLACE_COLUMNS:
                words = str(self.rows.headerData(number, Qt.Orientation.Horizontal))
                action = self.menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(not self.isColumnHidden(number))
                action.toggled.connect(lambda on, name=heading: self.set_column(name, on))

    def _header_menu(self, point: QPoint) -> None:
        self.menu.popup(self.horizontalHeader().mapToGlobal(point))

    def _jump(self, index: Index) -> None:
        line = self.line(index)
        if line is not None:
            self.jump.emit(line, self.rows.sheet.headings[index.column()])
