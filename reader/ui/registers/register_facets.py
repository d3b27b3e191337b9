"""The facets beside a register as a tree with counts: one click or Enter chooses a value, or no longer.

Shows what `register_lines.facets` counted; asks by `chosen`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from reader.registers.exporting import KINDS
from reader.ui.kit.plain_tip import plain_tip
from reader.ui.registers.register_lines import CORRECTED_ROWS, DROPPED_ROWS, TO_CHECK, UNSURE, LedgerFilter

GROUP_NAMES: Final = {
    "doc": "文件", "role": "角色", "unit": "单位", "year": "年份", "status": "状态", "kind": "类别",
    "cited": "被引用的文件", UNSURE: "核对",
}  # fmt: skip
DOUBT_NAMES: Final = {TO_CHECK: "待核对", CORRECTED_ROWS: "已更正", DROPPED_ROWS: "已剔除"}
ROLE_NAMES: Final = {"lead": "牵头", "joint": "共同", "support": "配合"}
_KEY: Final = Qt.ItemDataRole.UserRole


class RegisterFacets(QTreeWidget):
    """Groups of values; what is chosen is ticked and bold."""

    chosen = Signal(str, str)  # group, value; an empty value for no longer

    def __init__(self, texts: Callable[..., str], shown: Callable[[str], str], title: Callable[[str], str]) -> None:
        """`shown` writes a canonical text in the script on screen; `title` names a document in it."""
        super().__init__()
        self._texts, self._shown, self._title = texts, shown, title
        self._filter = LedgerFilter()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(12)
        self.setItemsExpandable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(lambda item, _column: self._choose(item))

    def show_facets(
        self, groups: Mapping[str, Sequence[tuple[str, int]]], chosen: LedgerFilter, no_targets: Collection[str] = ()
    ) -> None:
        """Show other counts. `no_targets`: documents to be marked as having no targets in figures."""
        kept = self.current_key()
        at = self.verticalScrollBar().value()
        self._filter = chosen
        self.clear()
        for group, values in groups.items():
            listed = list(values)
            if group == "doc":
                listed += [(doc, 0) for doc in no_targets if doc not in dict(values)]
            if listed:
                self._add(group, listed, no_targets)
        self.expandAll()
        for item in self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if kept is not None and item.data(0, _KEY) == kept:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(at)

    def current_key(self) -> object:
        """Group and value of the line that the keyboard is on."""
        here = self.selectedItems()
        return here[0].data(0, _KEY) if here else None

    def item_of(self, group: str, value: str) -> QTreeWidgetItem | None:
        """The line of a value."""
        found = self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
        return next((item for item in found if item.data(0, _KEY) == (group, value)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar choose."""
        here = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and here is not None:
            self._choose(here)
            return
        super().keyPressEvent(event)

    def _add(self, group: str, values: Sequence[tuple[str, int]], no_targets: Collection[str]) -> None:
        top = QTreeWidgetItem([self._texts(GROUP_NAMES[group]), ""])
        bold = QFont(self.font())
        bold.setBold(True)
        top.setFont(0, bold)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(top)
        for value, count in values:
            name = self._name(group, value)
            on = getattr(self._filter, group) == value
            item = QTreeWidgetItem([f"✓ {name}" if on else name, str(count)])
            item.setData(0, _KEY, (group, value))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            tip = name
            if group == "doc" and value in no_targets:
                tip = name + "\n" + self._texts("这份文件没有提出量化指标。")
                item.setText(1, self._texts("无量化指标"))
            item.setToolTip(0, plain_tip(tip))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name} {item.text(1)}")
            if on:
                item.setFont(0, bold)
            top.addChild(item)

    def _name(self, group: str, value: str) -> str:
        if group in {"doc", "cited"}:
            return self._title(value)
        if group == "role":
            return self._texts(ROLE_NAMES[value])
        if group == "year":
            return self._texts("{year} 年", year=value)
        if group == "status":
            return self._texts(value)
        if group == "kind":
            return self._texts(KINDS[value])
        return self._texts(DOUBT_NAMES[value]) if group == UNSURE else self._shown(value)

    def _choose(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, _KEY)
        if key is not None:
            group, value = key
            self.chosen.emit(group, "" if getattr(self._filter, group) == value else value)
