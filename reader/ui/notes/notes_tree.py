"""The tree of bookmark folders and bookmarks: shows, selects several, drags and drops. Changes nothing by itself.

What is dropped where goes out as a signal; the tree is built anew once the store has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFont, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from reader.ui.kit.plain_tip import plain_tip
from reader.ui.session.note_folders import name, parent

MIME: Final = "application/x-policy-reader-bookmarks"
TOP: Final = ""
_KEY: Final = Qt.ItemDataRole.UserRole + 1
_FOLDER, _NOTE = "folder", "note"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One bookmark as the tree shows it; `cells` stand in the columns behind the first."""

    key: str
    folder: str
    text: str
    cells: tuple[str, ...]
    sign: str
    tip: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Folders and bookmarks, in the order of the tree."""

    folders: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        return not (self.folders or self.notes)


class BookmarkTree(QTreeWidget):
    """Folders first, in the user's order, then bookmarks. A leaf or a folder has a key; what was open stays open."""

    jump = Signal(str)  # id of a note
    dropped = Signal(object, str, object)  # Chosen, folder it goes into, the folder it goes before (or None)
    pressed = Signal(str)  # name of what a key asked for: rename, delete, new, cut, paste, up, down
    named = Signal(str, str)  # a folder's path, and the name typed for it

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notesTable")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setAutoExpandDelay(600)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setIndentation(20)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setColumnCount(3)
        self.header().setSectionsMovable(False)
        self._folded: set[str] = set()
        self._folders: dict[str, QTreeWidgetItem] = {}
        self._notes: dict[str, QTreeWidgetItem] = {}
        self._filling = False
        self.itemCollapsed.connect(lambda item: self._fold(item, folded=True))
        self.itemExpanded.connect(lambda item: self._fold(item, folded=False))
        self.itemDoubleClicked.connect(self._open)
        self.itemChanged.connect(self._edited)

    def set_columns(self, names: Sequence[str]) -> None:
        """Names of the columns."""
        self.setHeaderLabels(list(names))
        for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, *[QHeaderView.ResizeMode.Interactive] * 2)):
            self.header().setSectionResizeMode(column, mode)

    def show_tree(
        self,
        folders: Sequence[str],
        leaves: Sequence[Leaf],
        icon: Callable[[str], QIcon],
        counted: Mapping[str, str],
        now: Mapping[str, str],
    ) -> None:
        """Other content; `counted` says of a folder how much is in it. Selection, place and folding stay.

        `now`: where folders are that had another path before. The next key is meant for them, too.
        """
        chosen, current, at = self.chosen(), self.current(), self.verticalScrollBar().value()
        if current is not None and current[0] == _FOLDER:
            current = (_FOLDER, now.get(current[1], current[1]))
        self._folded = {now.get(path, path) for path in self._folded}
        self._filling = True
        self.clear()
        self._folders, self._notes = {}, {}
        for path in folders:
            self._add_folder(path, icon("folder"), counted.get(path, ""))
        for leaf in leaves:
            self._add_leaf(leaf, icon(leaf.sign))
        for path, item in self._folders.items():
            item.setExpanded(path not in self._folded)
        self._filling = False
        for here in (*(self._folders.get(now.get(p, p)) for p in chosen.folders), *map(self._notes.get, chosen.notes)):
            if here is not None:
                here.setSelected(True)
        again = self._item(current)
        if again is not None:
            self.setCurrentItem(again, 0, self.selectionModel().SelectionFlag.NoUpdate)
        self.verticalScrollBar().setValue(at)

    def chosen(self) -> Chosen:
        """What is selected."""
        keys = [self._key(item) for item in self.selectedItems()]
        return Chosen(tuple(k for sort, k in keys if sort == _FOLDER), tuple(k for sort, k in keys if sort == _NOTE))

    def current(self) -> tuple[str, str] | None:
        """What the keyboard is on: ("folder", path) or ("note", id)."""
        item: QTreeWidgetItem | None = self.currentItem()
        return self._key(item) if item is not None else None

    def folder_here(self) -> str:
        """The folder that the keyboard is on, or in."""
        item: QTreeWidgetItem | None = self.currentItem()
        return self._folder_of(item)

    def select(self, sort: str, key: str) -> None:
        """Choose a folder or a note alone."""
        item = self._item((sort, key))
        if item is not None:
            self.setCurrentItem(item)

    def rename(self, path: str) -> None:
        """Let a folder's name be typed where it stands."""
        item = self._folders.get(path)
        if item is not None:
            self._filling = True
            item.setText(0, name(path))
            self._filling = False
            self.editItem(item, 0)

    # -- drag and drop

    def mimeTypes(self) -> list[str]:
        """Ours alone: what other programs drag is not taken."""
        return [MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """The keys of what is dragged."""
        data = QMimeData()
        data.setData(MIME, QByteArray(json.dumps([self._key(item) for item in items]).encode("utf-8")))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Things are moved, never copied."""
        return Qt.DropAction.MoveAction

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only what this tree gave out."""
        if event.mimeData().hasFormat(MIME):
            super().dragEnterEvent(event)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere: on a folder, between two, on a bookmark of a folder, on the empty ground."""
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what goes where; Qt itself must move nothing."""
        try:
            keys = json.loads(bytes(event.mimeData().data(MIME).data()))
        except ValueError:
            event.ignore()
            return
        into, before = self._target(event)
        folders = tuple(key for sort, key in keys if sort == _FOLDER and key in self._folders)
        notes = tuple(key for sort, key in keys if sort == _NOTE and key in self._notes)
        self.setState(QAbstractItemView.State.NoState)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # or the view would take the dragged rows out
        event.accept()
        self.viewport().update()
        if folders or notes:
            self.dropped.emit(Chosen(folders, notes), into, before)

    def _target(self, event: QDropEvent) -> tuple[str, str | None]:
        item: QTreeWidgetItem | None = self.itemAt(event.position().toPoint())
        if item is None:
            return TOP, None
        sort, key = self._key(item)
        if sort == _NOTE:
            return self._folder_of(item), None
        area = self.visualItemRect(item)
        edge = area.height() // 4
        down = event.position().toPoint().y() - area.top()
        if down < edge:
            return parent(key), key
        if down > area.height() - edge and not (item.isExpanded() and item.childCount()):
            return parent(key), self._next(key)
        return key, None

    def _next(self, path: str) -> str | None:
        beside = [each for each in self._folders if parent(each) == parent(path)]
        at = beside.index(path) + 1
        return beside[at] if at < len(beside) else None

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Keys that move bookmarks are the tree's, also where the window has an action of the same keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in _WITH_CONTROL:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, F2 renames, Delete removes, Ctrl+X and Ctrl+V move, Alt with an arrow moves a folder."""
        wanted = _wanted(event)
        if self.state() == QAbstractItemView.State.EditingState:
            event.accept()  # the Enter that ends a name comes here, too, and would fold the folder
        elif wanted == "open":
            item: QTreeWidgetItem | None = self.currentItem()
            if item is not None:
                self._open(item)
        elif wanted:
            self.pressed.emit(wanted)
        else:
            super().keyPressEvent(event)

    # -- inside

    def _add_folder(self, path: str, icon: QIcon, count: str) -> None:
        item = QTreeWidgetItem([name(path), "", ""])
        item.setText(1, count)
        item.setIcon(0, icon)
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(0, font)
        item.setData(0, _KEY, [_FOLDER, path])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDropEnabled)
        self._folders[path] = item
        self._put(item, parent(path))

    def _add_leaf(self, leaf: Leaf, icon: QIcon) -> None:
        item = QTreeWidgetItem([leaf.text, *leaf.cells])
        item.setIcon(0, icon)
        for column in range(3):
            item.setToolTip(column, plain_tip(leaf.tip))
        item.setData(0, _KEY, [_NOTE, leaf.key])
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self._notes[leaf.key] = item
        self._put(item, leaf.folder)

    def _put(self, item: QTreeWidgetItem, folder: str) -> None:
        above = self._folders.get(folder)
        if above is not None:
            above.addChild(item)
        else:
            self.addTopLevelItem(item)

    def _key(self, item: QTreeWidgetItem) -> tuple[str, str]:
        sort, key = item.data(0, _KEY)
        return str(sort), str(key)

    def _item(self, key: tuple[str, str] | None) -> QTreeWidgetItem | None:
        if key is None:
            return None
        return (self._folders if key[0] == _FOLDER else self._notes).get(key[1])

    def _folder_of(self, item: QTreeWidgetItem | None) -> str:
        while item is not None:
            sort, key = self._key(item)
            if sort == _FOLDER:
                return key
            item = item.parent()
        return TOP

    def _open(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        sort, key = self._key(item)
        if sort == _NOTE:
            self.jump.emit(key)
        elif self.sender() is not self:  # a double click has folded it already
            item.setExpanded(not item.isExpanded())

    def _fold(self, item: QTreeWidgetItem, *, folded: bool) -> None:
        if not self._filling:
            (self._folded.add if folded else self._folded.discard)(self._key(item)[1])

    def _edited(self, item: QTreeWidgetItem, column: int) -> None:
        sort, key = self._key(item) if not self._filling and column == 0 else ("", "")
        if sort == _FOLDER:
            self.named.emit(key, item.text(0))


_KEYS: Final = {
    Qt.Key.Key_F2: "rename", Qt.Key.Key_Delete: "delete", Qt.Key.Key_Insert: "new", Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
}  # fmt: skip
_WITH_CONTROL: Final = {Qt.Key.Key_X: "cut", Qt.Key.Key_V: "paste"}
_WITH_ALT: Final = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


def _wanted(event: QKeyEvent) -> str:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    keys = {
        Qt.KeyboardModifier.NoModifier: _KEYS,
        Qt.KeyboardModifier.ControlModifier: _WITH_CONTROL,
        Qt.KeyboardModifier.AltModifier: _WITH_ALT,
    }.get(held, {})
    return keys.get(Qt.Key(event.key()), "")
