"""The facets of an answer as a tree with counts: one click or the space bar chooses a value, or no longer.

Shows what the engine counted; asks by `chosen`. Of a facet with many values the first stand there, and a row that shows
more. How values are called is the business of `FacetNames`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from reader.core.document import Document
from reader.core.hits import FIRST_VALUES
from reader.core.law_parts import LawParts
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.kit.rows import Ticks
from reader.ui.look.fact_names import LEVELS, UNSAID, VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.session.searching import Answer

FACETS = {
    "doc": "文件", "year": "年份", "issuer": "机关", "level": "级别", "kind": "文种", "validity": "时效",
    "chapter": "章", "noted": "批注",
}  # fmt: skip
NOTED = "有我的批注"
_KEY = Qt.ItemDataRole.UserRole
_LEVELS = {**LEVELS, "unknown": UNSAID}
_LEVEL_ORDER = tuple(_LEVELS)
_LINE = 26  # pixels
MOST_ROWS = 8
MORE_VALUES = 200  # of a facet, each time that more are asked for
_MORE = "\0"  # stands for the row that shows more


class FacetNames:
    """What facets and their values are called in the script on screen."""

    def __init__(
        self,
        texts: Texts,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        load: Callable[[str], Document | None],
    ) -> None:
        self._texts = texts
        self._shown = shown
        self._title = title
        self._load = load

    def facet(self, facet: str) -> str:
        """The facet itself."""
        return self._texts(FACETS.get(facet, facet))

    def value(self, facet: str, value: str, answer: Answer) -> str:
        """One of its values."""
        if facet == "doc":
            return self._title(value)
        if facet == "year":
            return self._texts("{year} 年", year=value)
        if facet == "level":
            return self._texts(_LEVELS.get(value, value))
        if facet == "validity":
            return self._texts(VALIDITIES.get(value, value))
        if facet == "chapter":
            return self._shown(self._chapter(value, answer))
        return self._texts(NOTED) if facet == "noted" else self._shown(value)

    def ordered(self, facet: str, counts: Mapping[str, int], answer: Answer) -> list[str]:
        """The values in the order they are read in; the most frequent first where they have none of their own."""
        if facet == "year":
            return sorted(counts, reverse=True)
        if facet == "level":
            return sorted(counts, key=lambda value: _LEVEL_ORDER.index(value) if value in _LEVELS else len(_LEVELS))
        document = self._document(answer) if facet == "chapter" else None
        if document is not None:
            order = {block.number: at for at, block in reversed(list(enumerate(document.blocks))) if not block.path}
            return sorted(counts, key=lambda value: order.get(value, len(order)))
        return list(counts)

    def _chapter(self, number: str, answer: Answer) -> str:
        document = self._document(answer)
        blocks = document.blocks if document else ()
        named = [b.text for b in blocks if b.number == number and not b.path and b.text and b.kind != "contents"]
        if len(named) > 1 and document is not None and LawParts(document).any:
            return number  # chapters of one number in several 编 are counted together
        return (named or [number])[0][:24]

    def _document(self, answer: Answer) -> Document | None:
        chosen = answer.facets.get("doc", frozenset[str]()) or frozenset(group.doc for group in answer.groups)
        return self._load(next(iter(chosen))) if len(chosen) == 1 else None


class FacetTree(QTreeWidget):
    """Hidden or shown by its owner."""

    chosen = Signal(str, str, bool)  # facet, value, whether it is chosen now

    def __init__(self, texts: Texts, names: FacetNames) -> None:
        super().__init__()
        self._texts = texts
        self._names = names
        self._folded: set[str] = set()
        self._answer: Answer | None = None
        self._room: dict[str, int] = {}  # facet → how many values are shown, where more were asked for
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # titles of one place begin alike
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegateForColumn(0, Ticks(self))
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.itemClicked.connect(self._clicked)
        self.itemCollapsed.connect(lambda item: self._fold(item, folded=True))
        self.itemExpanded.connect(lambda item: self._fold(item, folded=False))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.setAccessibleName(self._texts("筛选检索结果"))

    def show_facets(self, answer: Answer | None) -> None:
        """Show the counts of an answer. A facet with a single value is no choice and left out, unless it is chosen."""
        if answer is None or self._answer is None or answer.result.query != self._answer.result.query:
            self._room = {}
        self._answer = answer
        here: QTreeWidgetItem | None = self.currentItem()
        kept = here.data(0, _KEY) if here is not None else None
        scrolled = self.verticalScrollBar().value()
        self.setUpdatesEnabled(False)
        self.clear()
        for facet in FACETS if answer is not None else ():
            assert answer is not None
            counts = dict(answer.result.facets.get(facet, {}))
            for value in answer.facets.get(facet, ()):
                counts.setdefault(value, 0)
            if len(counts) > 1 or facet in answer.facets or (facet == "noted" and counts):
                self._add(facet, counts, answer)
        for item in self._all():
            if item.data(0, _KEY) == kept:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(scrolled)
        self.setUpdatesEnabled(True)
        self._fit()

    def item_of(self, facet: str, value: str) -> QTreeWidgetItem | None:
        """The row of a value."""
        return next((item for item in self._all() if item.data(0, _KEY) == (facet, value)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter choose; the rest is the tree's own."""
        item: QTreeWidgetItem | None = self.currentItem()
        if item is not None and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._clicked(item)
            return
        super().keyPressEvent(event)

    def _add(self, facet: str, counts: Mapping[str, int], answer: Answer) -> None:
        chosen = answer.facets.get(facet, frozenset[str]())
        top = QTreeWidgetItem([self._names.facet(facet)])
        top.setData(0, _KEY, (facet, ""))
        self.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)  # a row outside a tree spans nothing
        room, ordered = self._room.get(facet, FIRST_VALUES), self._names.ordered(facet, counts, answer)
        shown = [value for at, value in enumerate(ordered) if at < room or value in chosen]
        for value in shown:
            name = self._names.value(facet, value, answer)
            item = QTreeWidgetItem([name, f"{counts[value]:,}"])
            # Not checkable by Qt: a click anywhere in the row counts, and counts once.
            item.setCheckState(0, Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, plain_tip(name))
            item.setData(0, _KEY, (facet, value))
            top.addChild(item)
        if left := len(ordered) - len(shown):
            item = QTreeWidgetItem([self._texts("再列出一些（还有 {n} 项）", n=f"{left:,}")])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setData(0, _KEY, (facet, _MORE))
            top.addChild(item)
            item.setFirstColumnSpanned(True)
        top.setExpanded(facet not in self._folded)

    def _clicked(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        facet, value = item.data(0, _KEY)
        if value == _MORE:
            self._show_more(facet, item)
        elif value:
            self.chosen.emit(facet, value, item.checkState(0) != Qt.CheckState.Checked)
        else:
            item.setExpanded(not item.isExpanded())

    def _show_more(self, facet: str, row: QTreeWidgetItem) -> None:
        """More values of a facet; the keyboard goes to the first of them."""
        top, at = row.parent(), row.parent().indexOfChild(row)
        self._room[facet] = self._room.get(facet, FIRST_VALUES) + MORE_VALUES
        number = self.indexOfTopLevelItem(top)
        self.show_facets(self._answer)
        again = self.topLevelItem(number)
        if again is not None and again.childCount():
            self.setCurrentItem(again.child(min(at, again.childCount() - 1)))

    def _fold(self, item: QTreeWidgetItem, *, folded: bool) -> None:
        facet = item.data(0, _KEY)[0]
        if folded:
            self._folded.add(facet)
        else:
            self._folded.discard(facet)
        self._fit()

    def _fit(self) -> None:
        """As high as what is unfolded, up to a third of a small window."""
        rows = 0
        for at in range(self.topLevelItemCount()):
            top = self.topLevelItem(at)
            rows += 1 + (top.childCount() if top is not None and top.isExpanded() else 0)
        line = max(self.sizeHintForRow(0), _LINE) if rows else 0
        self.setFixedHeight(min(rows, MOST_ROWS) * line + 2 * self.frameWidth() + 2)

    def _all(self) -> list[QTreeWidgetItem]:
        tops = [top for at in range(self.topLevelItemCount()) if (top := self.topLevelItem(at)) is not None]
        return [item for top in tops for item in (top, *(top.child(at) for at in range(top.childCount())))]
