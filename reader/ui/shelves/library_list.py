"""The list of the library: groups and folders that fold, documents that are dragged, folders that are dropped on.

Laid out in batches where it is long, so that thousands of rows hold nothing up. Asks by signals.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QListView, QWidget

from reader.ui.kit.dropping import carried
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import PADDING
from reader.ui.look.theme import Theme
from reader.ui.shelves.library_rows import document_id

LONG: Final = 60  # rows: more are laid out in batches
BATCH: Final = 40  # rows, some 1 ms
_WIDE: Final = 0x2E7F  # characters from here on are as wide as they are high


class LibraryList(RowList):
    """Rows of documents, groups and folders."""

    folded = Signal(object)  # key of a group or folder that was clicked, or Enter pressed on it
    collected = Signal(str, str)  # a document that was dropped on a folder, and the folder
    delete_pressed = Signal(str)  # a document

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._finding: Hashable | None = None
        self._finder = QTimer(self, interval=0)
        self._finder.timeout.connect(self._find)

    def take_documents(self) -> None:
        """Let its documents be dragged, and dropped on its folders."""
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def expect(self, rows: int) -> None:
        """So many rows come now: many are laid out in batches, few at once."""
        batched = rows > LONG
        self.setLayoutMode(QListView.LayoutMode.Batched if batched else QListView.LayoutMode.SinglePass)
        self.setBatchSize(BATCH)

    def title_lines(self, title: str) -> int:
        """How many lines a title in bold takes: 1 or 2, reckoned without laying it out."""
        em = max(1, self.fontMetrics().horizontalAdvance("国"))
        room = max(em, self.viewport().width() - 2 * PADDING - em // 2)
        halves = sum(2 if ord(sign) > _WIDE or sign in "“”—…·" else 1 for sign in title)
        return 1 if halves * em <= 2 * room else 2

    def select_key(self, key: Hashable | None) -> None:
        """Make a row current; one that is not laid out yet comes into sight as soon as it is."""
        super().select_key(key)
        index = self.currentIndex()
        self._finding = key if index.isValid() and self.visualRect(index).isEmpty() else None
        if self._finding is not None:
            self._finder.start()

    def _find(self) -> None:
        number = self.rows.row_of(self._finding) if self._finding is not None else None
        index = self.rows.index(number) if number is not None else QModelIndex()
        if not index.isValid():
            self._finder.stop()
        elif not self.visualRect(index).isEmpty():
            self._finder.stop()
            self._finding = None
            self.scrollTo(index)

    # -- folding, deleting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks for the document to go."""
        key = self.current_key()
        doc = document_id(key) if isinstance(key, str | tuple) else None
        if event.key() == Qt.Key.Key_Delete and doc is not None:
            self.delete_pressed.emit(doc)
            return
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and isinstance(key, tuple) and doc is None:
            self.folded.emit(key)
            return
        super().keyPressEvent(event)

    # -- documents dropped on folders

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A document may go into a folder."""
        self._drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only a folder takes it."""
        self._drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the document to be put into the folder."""
        doc, folder = carried(event.mimeData()), self._folder_at(event.position().toPoint())
        if doc is not None and folder is not None:
            event.acceptProposedAction()
            self.collected.emit(doc, folder)
        else:
            event.ignore()

    def _drag(self, event: QDragMoveEvent) -> None:
        folder = self._folder_at(event.position().toPoint())
        if carried(event.mimeData()) is not None and folder is not None:
            self.setCurrentIndex(self.indexAt(event.position().toPoint()))
            event.acceptProposedAction()
        elif carried(event.mimeData()) is not None and isinstance(event, QDragEnterEvent):
            event.acceptProposedAction()  # else Qt would not tell of its way to a folder
        else:
            event.ignore()

    def _folder_at(self, point: QPoint) -> str | None:
        key = self.rows.key(self.indexAt(point))
        if isinstance(key, tuple) and (key[0] == "folder" or key[0].startswith("in:")):
            return str(key[1]) if key[0] == "folder" else str(key[0]).removeprefix("in:")
        return None
