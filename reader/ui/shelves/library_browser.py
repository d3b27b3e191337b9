"""The tree of facets above the library's list: one click, Enter or the space bar narrows the list, or no longer.

The model only points into a `LibraryTree` that was counted elsewhere; a name is written when it comes into sight.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.library_names import LibraryNames
from reader.ui.shelves.library_tree import Branch, LibraryTree, Pair

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, tuple[Pair, ...]]

NAME, COUNT = range(2)
FEW: Final = 40  # branches that are all unfolded while words are typed
_CHOSEN: Final = "✓ "
_DIGITS: Final = "88,888"


class LibraryTreeModel(QAbstractItemModel):
    """Two columns: names, and how many documents."""

    def __init__(self, texts: Texts, names: LibraryNames, theme: Theme) -> None:
        super().__init__()
        self._texts, self._names = texts, names
        self.theme = theme
        self.tree = LibraryTree()
        self._numbers: dict[Key, int] = {}
        self._bold = QFont()
        self._bold.setBold(True)

    def set_tree(self, tree: LibraryTree) -> None:
        """Show another tree."""
        self.beginResetModel()
        self.tree = tree
        self._numbers = {branch.key: number for number, branch in enumerate(tree.branches)}
        self.endResetModel()

    def branch(self, index: Index) -> Branch | None:
        """What stands in a row."""
        return self.tree.branches[index.internalId()] if index.isValid() else None

    def index_of(self, key: Key) -> QModelIndex:
        """The row of a branch; none where it is not there any more."""
        number = self._numbers.get(key)
        return QModelIndex() if number is None else self._index(number)

    def _index(self, number: int, column: int = NAME) -> QModelIndex:
        return self.createIndex(self.tree.branches[number].row, column, number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own
        """The row below a branch, or a section."""
        above = self.branch(parent)
        numbers = above.children if above is not None else self.tree.tops
        return (
            self._index(numbers[row], column) if 0 <= row < len(numbers) and column in {NAME, COUNT} else QModelIndex()
        )

    def parent(self, index: Index | None = None) -> QModelIndex | QObject:  # type: ignore[override]  # Qt has two
        """The branch a row hangs on."""
        if index is None:
            return super().parent()
        branch = self.branch(index)
        return QModelIndex() if branch is None or branch.parent < 0 else self._index(branch.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Sections, or what hangs on a branch."""
        branch = self.branch(parent)
        return len(self.tree.tops) if branch is None else len(branch.children) if parent.column() == NAME else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """Name and count."""
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, look, and both columns in one for a screen reader."""
        branch = self.branch(index)
        if branch is None:
            return None
        if index.column() == COUNT:
            return self._count(branch, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return (_CHOSEN if branch.chosen else "") + self.name(branch)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.name(branch))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = _CHOSEN if branch.chosen else ""
            return chosen + self._texts("{name}，{n} 份文件", name=self.name(branch), n=f"{branch.count:,}")
        if role == Qt.ItemDataRole.FontRole and (branch.chosen or not branch.pairs):
            return self._bold
        return None

    def _count(self, branch: Branch, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{branch.count:,}" if branch.pairs else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return QColor(self.theme.muted) if role == Qt.ItemDataRole.ForegroundRole else None

    def name(self, branch: Branch) -> str:
        """What a branch is called."""
        return self._names.value(*branch.pairs[-1]) if branch.pairs else self._names.section(branch.section)


class LibraryBrowser(QTreeView):
    """The view. What is unfolded stays so when the tree is counted anew."""

    chosen = Signal(str, object)  # section, pairs: none of them where the choice is taken back

    def __init__(self, texts: Texts, names: LibraryNames, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LibraryTreeModel(texts, names, theme)
        self.rows.setParent(self)
        self._texts = texts
        self._open: set[Key] = {("place", ())}
        self._here: Key | None = None  # where the keyboard was, also while that branch is not there
        self._restoring = False
        self.setModel(self.rows)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # authorities of one place begin alike
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._choose)
        self.expanded.connect(lambda index: self._remember(index, opened=True))
        self.collapsed.connect(lambda index: self._remember(index, opened=False))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_tree(self, tree: LibraryTree, *, unfold: bool) -> None:
        """Show another tree. `unfold`: words were typed, so a small tree is shown whole."""
        here, at = self.rows.branch(self.currentIndex()), self.verticalScrollBar().value()
        self._here = here.key if here is not None else self._here
        self._restoring = True
        self.rows.set_tree(tree)
        self.setColumnWidth(COUNT, self.fontMetrics().horizontalAdvance(_DIGITS) + 12)
        if unfold and len(tree.branches) <= FEW:
            self.expandAll()
        else:
            for key in self._open:
                index = self.rows.index_of(key)
                if index.isValid():
                    self.expand(index)
        if self._here is not None:
            self.setCurrentIndex(self.rows.index_of(self._here))
        self._restoring = False
        self.verticalScrollBar().setValue(at)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.rows.theme = theme
        self.viewport().update()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setAccessibleName(self._texts("文库分类"))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter choose; the rest is the tree's own."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        branch = self.rows.branch(index)
        if branch is None:
            return
        if not branch.pairs:
            first = index.siblingAtColumn(NAME)
            self.setExpanded(first, not self.isExpanded(first))
            return
        self.chosen.emit(branch.section, () if branch.chosen else branch.pairs)

    def _remember(self, index: QModelIndex, *, opened: bool) -> None:
        branch = self.rows.branch(index)
        if branch is not None and not self._restoring:
            (self._open.add if opened else self._open.discard)(branch.key)
