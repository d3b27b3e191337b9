"""The table of all documents: a model over descriptions, and the view with its columns, order and selection.

A cell is written when it comes into sight. Shows; filters and orders nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from reader.core.document import DocumentInfo
from reader.core.showing import visible
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.times import local_time
from reader.ui.look.table_look import TableLook
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.column_widths import TITLES, Wanted, sample, shared
from reader.ui.shelves.document_columns import COLUMNS, NAMES, UNASKED, Column, Figures, kilobytes
from reader.ui.shelves.library_names import LibraryNames

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT: Final = 32
LEAST: Final = 220  # pixels of the titles
AROUND: Final = 18  # pixels beside the words of a cell
UP, DOWN = " ▲", " ▼"
_MUTED: Final = frozenset({"number", "written", "published", "effective", "valid_until", "added", "size"})


class DocumentModel(QAbstractTableModel):
    """Rows of descriptions, columns of COLUMNS."""

    def __init__(self, texts: Texts, shown: Callable[[str], str], names: LibraryNames, theme: Theme) -> None:
        super().__init__()
        self._texts, self._shown, self._names = texts, shown, names
        self.theme = theme
        self.look = TableLook(hidden=UNASKED)
        self.infos: tuple[DocumentInfo, ...] = ()
        self.figures = Figures()

    def set_rows(self, infos: Sequence[DocumentInfo], figures: Figures) -> None:
        """Show other documents."""
        self.beginResetModel()
        self.infos, self.figures = tuple(infos), figures
        self.endResetModel()

    def refresh(self) -> None:
        """Write everything anew (another script, language or theme)."""
        if self.infos:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.infos) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def info(self, index: Index) -> DocumentInfo | None:
        """The document of a row."""
        return self.infos[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Rows; a table has no children."""
        return 0 if parent.isValid() else len(self.infos)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns, with the arrow of the order."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = (DOWN if self.look.falling else UP) if self.look.sort == column.name else ""
            return self._texts(column.heading) + arrow
        return self._aligned(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, colour, the whole of them as a tooltip."""
        info = self.info(index)
        if info is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(info, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.text(info, column)) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self.theme.muted) if column.name in _MUTED else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._texts.labelled(self._texts(column.heading), self.text(info, column) or self._texts("未载明"))
        return None

    def text(self, info: DocumentInfo, column: Column) -> str:
        """What stands in a cell."""
        value = column.of(info, self.figures)
        if not value or value == "unknown":
            return ""
        if column.facet:
            values = value if isinstance(value, tuple) else (value,)
            return "、".join(self._names.value(column.facet, each) for each in values)
        if column.name == "size":
            return kilobytes(value)
        if column.name == "added":
            return local_time(value)
        if column.number:
            return f"{value:,}"
        return self._shown(visible("、".join(value) if isinstance(value, tuple) else value))

    @staticmethod
    def _aligned(column: Column) -> int:
        side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class DocumentTable(QTableView):
    """A click selects, Enter or a double click opens; headers order, their menu chooses the columns."""

    open_wanted = Signal(str, bool)  # document id, in a tab of its own
    look_changed = Signal(object)  # TableLook
    selection_changed = Signal()
    menu_wanted = Signal(QPoint)  # in the coordinates of the screen
    tags_pressed = Signal()  # F2

    def __init__(self, model: DocumentModel, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("notesTable")  # the look of all tables over a whole page
        self.rows = model
        self._texts = texts
        self._fitting = False
        self._needs: dict[int, list[int]] = {}  # pixels by number of a column
        self.setModel(model)
        model.headerDataChanged.connect(self._measure)
        model.setParent(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # titles of versions end in what tells them apart
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.columns = QMenu(self)
        self.columns.aboutToShow.connect(self._fill_columns)
        self._prepare_headers()
        self.doubleClicked.connect(lambda index: self._open(index, aside=False))
        self.customContextMenuRequested.connect(self._ask_menu)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    @property
    def look(self) -> TableLook:
        """Which columns there are, how wide, and which of them orders."""
        return self.rows.look

    def set_look(self, look: TableLook) -> None:
        """As the reader left it."""
        self.rows.look = look
        self._set_columns()
        self.rows.refresh()

    def show_rows(self, infos: Sequence[DocumentInfo], figures: Figures) -> None:
        """Other documents; those that are selected stay so, and so does the place in the table."""
        chosen, current = set(self.chosen()), self.current()
        column, at = max(0, self.currentIndex().column()), self.verticalScrollBar().value()
        self.rows.set_rows(infos, figures)
        self._measure()
        if chosen or current is not None:
            self._choose_again(chosen, current, column)
        self.verticalScrollBar().setValue(at)
        self.selection_changed.emit()

    def chosen(self) -> tuple[str, ...]:
        """Ids of the selected documents, from top to bottom."""
        selection = self.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        ranges = sorted((each.top(), each.bottom()) for each in parts)
        numbers = dict.fromkeys(number for top, bottom in ranges for number in range(top, bottom + 1))
        return tuple(self.rows.infos[number].id for number in numbers)

    def current(self) -> str | None:
        """The document that the keyboard is on."""
        info = self.rows.info(self.currentIndex())
        return info.id if info is not None else None

    def select_first(self) -> None:
        """The first document, where the keyboard is on none."""
        if self.current() is None and self.rows.infos:
            self.selectRow(0)

    def shown(self) -> tuple[Column, ...]:
        """The columns that stand there."""
        return tuple(column for column in COLUMNS if column.name not in self.look.hidden)

    def set_column(self, name: str, shown: bool) -> None:
        """Show or hide a column; titles always stand there."""
        hidden = [each for each in self.look.hidden if each != name]
        if not shown and COLUMNS[NAMES[name]].width:
            hidden.append(name)
        self._keep(hidden=tuple(hidden))
        self._set_columns()

    def order_by(self, name: str) -> None:
        """By a column, from the lowest; again from the highest; once more as the library stands."""
        look = self.look
        if look.sort != name:
            self._keep(sort=name, falling=COLUMNS[NAMES[name]].number)
        elif look.falling == COLUMNS[NAMES[name]].number:
            self._keep(sort=name, falling=not look.falling)
        else:
            self._keep(sort="", falling=False)
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, with Ctrl in a tab; F2 gives tags; the rest is the table's own."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex(), aside=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_F2 and self.chosen():
            self.tags_pressed.emit()
        elif event.key() == Qt.Key.Key_Down and self.rows.infos and not self.chosen():
            self.selectRow(max(0, self.currentIndex().row()))  # the first is not passed over
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles take what is left."""
        super().resizeEvent(event)
        self._fit()

    # -- inside

    def _prepare_headers(self) -> None:
        rows, headers = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        headers.setHighlightSections(False)
        # Of its own: else it asks every selected row whether the whole column is, a second for ten thousand rows.
        headers.setSelectionModel(QItemSelectionModel(self.rows, self))
        headers.setMinimumSectionSize(40)
        headers.setSectionsClickable(True)
        headers.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        headers.customContextMenuRequested.connect(lambda point: self.columns.popup(headers.mapToGlobal(point)))
        headers.sectionClicked.connect(lambda section: self.order_by(COLUMNS[section].name))
        headers.sectionResized.connect(self._resized)

    def _keep(self, **values: object) -> None:
        self.rows.look = self.look.with_(**values)
        self.look_changed.emit(self.look)

    def _set_columns(self) -> None:
        self._fitting = True
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column.name in self.look.hidden)
        self._fitting = False
        self._fit()

    def _fit(self) -> None:
        """Columns have the width that the reader has drawn, or share what is left as their words need it."""
        of = len(tuple(sample(len(self.rows.infos))))
        wanted = {TITLES: Wanted(LEAST, LEAST, self._needed(TITLES), of)}
        for number, column in enumerate(COLUMNS):
            if column.width and column.name not in self.look.hidden:
                words = self._texts(column.heading) + UP
                least = self.horizontalHeader().fontMetrics().horizontalAdvance(words) + AROUND
                drawn = self.look.widths.get(column.name)
                wanted[number] = (
                    Wanted(least, max(least, column.width), self._needed(number), of) if drawn is None
                    else Wanted(drawn, drawn)
                )  # fmt: skip
        self._fitting = True
        for number, width in shared(self.viewport().width(), wanted).items():
            self.setColumnWidth(number, width)
        self._fitting = False

    def _needed(self, number: int) -> list[int]:
        """Pixels that no words are cut in, for some of the rows, from the shortest."""
        if number not in self._needs:
            advance, column, infos = self.fontMetrics().horizontalAdvance, COLUMNS[number], self.rows.infos
            words = [self.rows.text(infos[row], column) for row in sample(len(infos))]
            self._needs[number] = sorted(AROUND + advance(each) for each in words if each)
        return self._needs[number]

    def _measure(self) -> None:
        """Other words stand there."""
        self._needs.clear()
        self._fit()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and self.isVisible() and COLUMNS[section].width:
            self._keep(widths={**self.look.widths, COLUMNS[section].name: new})

    def _fill_columns(self) -> None:
        self.columns.clear()
        for column in COLUMNS:
            if column.width:
                action = self.columns.addAction(self._texts(column.heading))
                action.setCheckable(True)
                action.setChecked(column.name not in self.look.hidden)
                action.toggled.connect(lambda on, name=column.name: self.set_column(name, on))
        self.columns.addSeparator()
        self.columns.addAction(self._texts("恢复默认的列和宽度"), self._reset_columns)

    def _reset_columns(self) -> None:
        self._keep(hidden=UNASKED, widths={})
        self._set_columns()

    def _ask_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and not self.selectionModel().isRowSelected(index.row()):
            self.setCurrentIndex(index)
        if self.chosen():
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def _open(self, index: QModelIndex, *, aside: bool) -> None:
        info = self.rows.info(index)
        if info is not None:
            self.open_wanted.emit(info.id, aside)

    def _choose_again(self, chosen: set[str], current: str | None, column: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        again, last = QItemSelection(), len(COLUMNS) - 1
        focus: int | None = None
        start: int | None = None
        for number, info in enumerate((*self.rows.infos, None)):  # neighbours as one range: all may be selected
            inside = info is not None and info.id in chosen
            if info is not None and info.id == current:
                focus = number
            if inside and start is None:
                start = number
            elif not inside and start is not None:
                again.select(self.rows.index(start, 0), self.rows.index(number - 1, last))
                start = None
        self.selectionModel().select(again, flag.Select)
        if focus is not None:
            self.selectionModel().setCurrentIndex(self.rows.index(focus, column), flag.NoUpdate)
