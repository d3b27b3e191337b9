"""A list of `Row` values with a key each: what the library, search and notes panels are made of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.rows import LINES, ROW, Row, RowDelegate
from reader.ui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Keys in order; the row of a key is made when it is first shown, and kept."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Hashable, ...] = ()
        self._make: Callable[[Hashable], Row] = lambda _key: Row()
        self._lines: Callable[[Hashable], int] | None = None
        self._made: dict[Hashable, Row] = {}
        self._carried: Callable[[Hashable], QMimeData] | None = None
        self._on_its_way: QMimeData | None = None
        self._at: dict[Hashable, int] = {}

    def set_rows(
        self,
        keys: Sequence[Hashable],
        make: Callable[[Hashable], Row],
        lines: Callable[[Hashable], int] | None = None,
    ) -> None:
        """Show other keys. `lines` tells how many lines the row of a key has, without making it."""
        self.beginResetModel()
        self._keys, self._make, self._lines, self._made = tuple(keys), make, lines, {}
        self._at = {key: number for number, key in enumerate(self._keys)}
        self.endResetModel()

    def carry(self, make: Callable[[Hashable], QMimeData]) -> None:
        """Let rows be dragged; `make` gives what a drag of a row carries."""
        self._carried = make

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows may be dragged where something is carried."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self._carried is not None and index.isValid() else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """What a drag carries."""
        key = self.key(indexes[0]) if indexes else None
        # Kept: Qt holds it for the time of the drag only by its address.
        self._on_its_way = self._carried(key) if self._carried is not None and key is not None else QMimeData()
        return self._on_its_way

    @property
    def measured(self) -> bool:
        """Whether the height of a row has to be measured by its words: nobody tells the number of its lines."""
        return self._lines is None

    def refresh(self) -> None:
        """Make every row anew (another script or language)."""
        self._made = {}
        if self._keys:
            self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1))

    def key(self, index: Index) -> Hashable | None:
        """The key of a row."""
        return self._keys[index.row()] if index.isValid() and index.row() < len(self._keys) else None

    def row_of(self, key: Hashable) -> int | None:
        """Where a key stands."""
        return self._at.get(key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Rows; a list has no children."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its tooltip, and its words for a screen reader."""
        key = self.key(index)
        if key is None:
            return None
        if role == LINES:
            return self._lines(key) if self._lines is not None else None
        if role not in {ROW, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if key not in self._made:
            self._made[key] = self._make(key)
        row = self._made[key]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.tip) or None
        return "\n".join(part for part in (row.head, row.count, row.body, row.foot) if part)


class RowList(QListView):
    """The view: one click or Enter chooses a row, arrows only move."""

    chosen = Signal(object)  # key
    chosen_aside = Signal(object)  # key, with Ctrl or the middle button

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowModel()
        self._delegate = RowDelegate(theme)
        self._aside: Hashable | None = None  # key under the button that is down
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._clicked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The delegate reckons heights by the width: Qt would keep those of the width before."""
        other = self._delegate.width != self.viewport().width()
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)
        if other and self.rows.measured:
            self.scheduleDelayedItemsLayout()

    def set_theme(self, theme: Theme) -> None:
        """Other colours, and heights where the density is another."""
        denser = theme.density is not self._delegate.theme.density
        self._delegate.theme = theme
        if denser:
            self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def select_key(self, key: Hashable | None) -> None:
        """Make a row current without choosing it; None for no row."""
        number = None if key is None else self.rows.row_of(key)
        if number is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.rows.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def select_first(self) -> None:
        """Make the first row current."""
        if self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))

    def current_key(self) -> Hashable | None:
        """The key of the current row."""
        return self.rows.key(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, with Ctrl aside."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_key() is not None:
            aside = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.chosen_aside if aside else self.chosen).emit(self.current_key())
            return
        super().keyPressEvent(event)
        if self.currentIndex().isValid() is False and self.rows.rowCount() and event.key() == Qt.Key.Key_Down:
            self.setCurrentIndex(self.rows.index(0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what the middle button, or Ctrl, was pressed on: Qt would take the row out of the selection."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._aside = None
        if event.button() == Qt.MouseButton.MiddleButton or (control and event.button() == Qt.MouseButton.LeftButton):
            self._aside = self.rows.key(self.indexAt(event.position().toPoint()))
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button, and a click with Ctrl, choose aside."""
        aside, self._aside = self._aside, None
        if aside is None:
            super().mouseReleaseEvent(event)
        elif self.rows.key(self.indexAt(event.position().toPoint())) == aside:
            event.accept()
            self.chosen_aside.emit(aside)

    def _clicked(self, index: QModelIndex) -> None:
        key = self.rows.key(index)
        if key is not None:
            self.chosen.emit(key)
