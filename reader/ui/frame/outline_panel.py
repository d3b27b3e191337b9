"""目录: the headings of the document as a tree, with the number of the reader's notes under each, and a filter above.

Headings that the source lacks are listed too, as what they are. Asks for a heading by `go_requested`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reader.core.document import Block, Document
from reader.core.note import PlacedNote
from reader.core.span import Location
from reader.script import fold
from reader.ui.kit.clause import heading_text, is_heading
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

_BLOCK = Qt.ItemDataRole.UserRole
_EXPANDED_AT_FIRST = 2  # levels
_MANY, _BREATH_MS = 200, 15  # so many notes are counted once the text they belong to is in sight


def _ancestors(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The items above, innermost first."""
    found: list[QTreeWidgetItem] = []
    above: QTreeWidgetItem | None = item.parent()
    while above is not None:
        found.append(above)
        above = above.parent()
    return found


def _depth(block: Block) -> float:
    """How deep a heading stands: parts of a law (编, 分编) and its chapters are of one level, but not of one depth."""
    number = (block.number or "").strip()
    return 0.5 if number.endswith(("分编", "分編")) else 0 if number.endswith(("编", "編")) else block.level or 1


class OutlinePanel(QWidget):
    """The outline of one document. `shown` writes a canonical text in the script on screen."""

    go_requested = Signal(object)  # Location

    def __init__(self, texts: Texts, shown: Callable[[str], str], theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._theme = theme
        self._document: Document | None = None
        self._waiting: Sequence[PlacedNote] = ()
        self._later = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._later.timeout.connect(self._count)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._under: dict[str, str] = {}  # block id → id of the heading it stands under
        self._counts: Counter[str] = Counter()
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setObjectName("outline")
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setIndentation(16)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self._empty)
        layout.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        self.filter.textChanged.connect(self._apply_filter)
        self.tree.itemClicked.connect(self._go)
        self.tree.itemActivated.connect(self._go)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_document(self, document: Document | None, notes: Sequence[PlacedNote] = ()) -> None:
        """Show the outline of another document, with its notes counted."""
        if document is self._document:
            self.set_notes(notes)
            return
        self._document = document
        self._build()
        self._later.stop()
        self._waiting = notes
        if len(notes) >= _MANY:
            self._later.start()
        else:
            self._counts = self._counted(notes)
        self._write()
        self._apply_filter(self.filter.text())

    def set_notes(self, notes: Sequence[PlacedNote]) -> None:
        """Count these notes under their headings."""
        self._later.stop()
        self._waiting = notes
        self._count()

    def _count(self) -> None:
        counts = self._counted(self._waiting)
        if counts != self._counts:
            self._counts = counts
            self._write()

    def _counted(self, notes: Sequence[PlacedNote]) -> Counter[str]:
        own = Counter([placed.resolution.pieces[0].block for placed in notes if placed.resolution.pieces])
        counts: Counter[str] = Counter()
        for block, count in own.items():
            if block in self._under:
                item = self._items[self._under[block]]
                for each in (item, *_ancestors(item)):
                    counts[each.data(0, _BLOCK)] += count
        return counts

    def set_place(self, place: Location) -> None:
        """Mark the heading under which the reader is."""
        heading = self._under.get(place.block) if place.block else None
        if heading is None or self._document is None or place.doc != self._document.id:
            return
        item = self._items[heading]
        for above in _ancestors(item):
            if not above.isExpanded():
                item = above
        if item is not self.tree.currentItem():
            self.tree.setCurrentItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._write()

    def refresh(self) -> None:
        """Write the headings anew in the script on screen."""
        self._write()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.filter.setPlaceholderText(self._texts("筛选标题"))
        self.filter.setAccessibleName(self._texts("筛选目录"))
        self.tree.setAccessibleName(self._texts("目录"))
        self._write()

    def _build(self) -> None:
        self.tree.clear()
        self._items, self._under, self._counts = {}, {}, Counter()
        trail: list[tuple[float, QTreeWidgetItem]] = []
        current = ""
        for block in self._document.blocks if self._document else ():
            if is_heading(block):
                level = _depth(block)
                while trail and trail[-1][0] >= level:
                    trail.pop()
                item = QTreeWidgetItem()
                item.setData(0, _BLOCK, block.id)
                if trail:
                    trail[-1][1].addChild(item)
                else:
                    self.tree.addTopLevelItem(item)
                item.setExpanded(len(trail) < _EXPANDED_AT_FIRST - 1)
                trail.append((level, item))
                self._items[block.id] = item
                current = block.id
            if current:
                self._under[block.id] = current

    def _write(self) -> None:
        if self._document is None:
            self._say_if_empty()
            return
        for block in self._document.blocks:
            item = self._items.get(block.id)
            if item is None:
                continue
            text = heading_text(block)
            words = self._shown(text) if text else f"{block.number or ''} {self._texts('（原文缺这一标题）')}".strip()
            count = self._counts[block.id]
            item.setText(0, f"{words} ({count})" if count else words)
            item.setToolTip(0, plain_tip(words))
            font = item.font(0)
            font.setItalic(not text)
            font.setBold(block.level == 1 and item.parent() is None)
            item.setFont(0, font)
            item.setForeground(0, QColor(self._theme.text if text else self._theme.muted))
        self._say_if_empty()

    def _apply_filter(self, words: str) -> None:
        wanted = fold(words.strip()).text if words.strip() else ""
        for item in self._items.values():
            item.setHidden(bool(wanted))
        if wanted:
            for item in self._items.values():
                if wanted in fold(item.text(0)).text:
                    self._reveal(item)
        self._say_if_empty()

    @staticmethod
    def _reveal(item: QTreeWidgetItem) -> None:
        for each in (item, *_ancestors(item)):
            each.setHidden(False)
            each.setExpanded(True)

    def _say_if_empty(self) -> None:
        nothing = all(item.isHidden() for item in self._items.values())
        self._empty.setVisible(nothing)
        if self._document is None:
            self._empty.setText(self._texts("打开一份文件后，这里是它的目录。"))
        elif not self._items:
            self._empty.setText(self._texts("这份文件没有标题。"))
        else:
            self._empty.setText(self._texts("没有符合筛选的标题。"))

    def _go(self, item: QTreeWidgetItem) -> None:
        if self._document is not None:
            self.go_requested.emit(Location(self._document.id, item.data(0, _BLOCK)))
