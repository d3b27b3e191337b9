"""书架: all shelves of the library in their order, which of them are shown, and what can be done with each.

Not modal, and writes nothing: what was chosen is said by a signal. What stands further down goes before what stands
further up where both have a document of one id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.pack import ADDITION, REPLACEMENT, ShelfRow
from reader.core.shelf_order import ShelfOrder
from reader.core.showing import visible
from reader.ui.kit.fitting import on_screen
from reader.ui.kit.rows import Ticks
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts

OWN, BUNDLED, PACK = "own", "bundled", "pack:"
KINDS: Final = {BUNDLED: "随附", OWN: "自己添加", ADDITION: "另立书架", REPLACEMENT: "取代"}
STATES: Final = {"in-use": "使用中", "hidden": "已隐藏", "damaged": "已损坏"}
NAMES: Final = {BUNDLED: "随附文件", OWN: "我的文件"}
_SHELF: Final = Qt.ItemDataRole.UserRole
_ROW: Final = int(_SHELF) + 1


class ShelfDialog(QDialog):
    """List, what is known of the shelf that is current, and buttons. 应用 asks for another order."""

    put = Signal(object)  # ShelfOrder
    back_wanted = Signal(str)  # name of a shelf; empty for that of the corpus
    remove_wanted = Signal(str)
    install_wanted = Signal()

    def __init__(self, texts: Texts, rows: Sequence[ShelfRow], shown: Callable[[str], str], parent: QWidget) -> None:
        """`shown`: a name in the script on screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._shown = texts, shown
        self._rows = [row for row in rows if row.state != "earlier"]
        self._earlier = _earlier(rows)
        self.setWindowTitle(texts("各个书架"))
        self.says = QLabel(
            texts(
                "文件按这里的次序排列；编号相同的文件以靠后的书架为准，我的文件总在最后。不勾选的书架不显示，批注都留着。"
            ),
            wordWrap=True,
        )
        self.says.setProperty("muted", True)
        self.list = QTreeWidget()
        self.list.setItemDelegateForColumn(0, Ticks(self.list))
        self.facts = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.up, self.down, self.back, self.remove, self.install = (QPushButton(autoDefault=False) for _ in range(5))
        self.boxes = QDialogButtonBox()
        self.apply = self.boxes.addButton(texts("应用并重新打开窗口"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self._connect()
        self._fill()
        self._before = self.order()
        self._look()
        self.resize(on_screen(self, 720, 520))

    def order(self) -> ShelfOrder:
        """As it stands in the list now."""
        items = [self._item(at) for at in range(self.list.topLevelItemCount())]
        shelves = [item for item in items if item.data(0, _SHELF) != OWN]
        return ShelfOrder(
            tuple(item.data(0, _SHELF) for item in shelves),
            frozenset(item.data(0, _SHELF) for item in shelves if item.checkState(0) != Qt.CheckState.Checked),
        )

    # -- inside

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        for button, words in (
            (self.up, "上移"), (self.down, "下移"), (self.back, "退回上一版"), (self.remove, "移除…"),
            (self.install, "安装语料包…"),
        ):  # fmt: skip
            button.setText(self._texts(words))
            side.addWidget(button)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.says)
        layout.addLayout(middle, 1)
        layout.addWidget(self.facts)
        layout.addWidget(self.boxes)
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self._texts("各个书架"))
        self.list.setHeaderLabels([self._texts(words) for words in ("书架", "种类", "文件数", "状态")])
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.list.itemChanged.connect(lambda *_: self._look())
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.back.clicked.connect(lambda: self._ask(self.back_wanted))
        self.remove.clicked.connect(lambda: self._ask(self.remove_wanted))
        self.install.clicked.connect(self._install)
        self.boxes.accepted.connect(self._agree)
        self.boxes.rejected.connect(self.reject)

    def _fill(self) -> None:
        for row in self._rows:
            name, kind = self._name(row.shelf), self._texts(KINDS[row.kind])
            count = "" if row.documents is None else f"{row.documents:,}"
            item = QTreeWidgetItem([name, kind, count, self._texts(STATES[row.state])])
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, _SHELF, row.key)
            item.setData(0, _ROW, row)
            item.setToolTip(0, name)
            if row.kind != OWN:
                item.setCheckState(0, Qt.CheckState.Unchecked if row.state == "hidden" else Qt.CheckState.Checked)
            self.list.addTopLevelItem(item)
        if self._rows:
            self.list.setCurrentItem(self._item(0))

    def _item(self, at: int) -> QTreeWidgetItem:
        item = self.list.topLevelItem(at)
        assert item is not None, "asked for below the count only"
        return item

    def _current(self) -> ShelfRow | None:
        at = self._at()
        row = self._item(at).data(0, _ROW) if at >= 0 else None
        return row if isinstance(row, ShelfRow) else None

    def _at(self) -> int:
        """The number of the current shelf; -1 for none."""
        return self.list.indexFromItem(self.list.currentItem()).row()

    def _name(self, shelf: str) -> str:
        return self._texts(NAMES[shelf]) if shelf in NAMES else self._shown(visible(shelf.removeprefix(PACK)))

    def _look(self) -> None:
        """What can be done with the current shelf, and what is known of it."""
        row, at = self._current(), self._at()
        last = sum(each.kind != OWN for each in self._rows) - 1
        fixed = row is None or row.kind == OWN
        self.up.setEnabled(not fixed and at > 0)
        self.down.setEnabled(not fixed and at < last)
        arranged = hasattr(self, "_before") and self.order() != self._before
        self.back.setEnabled(not arranged and row is not None and not fixed and bool(self._earlier.get(row.key)))
        self.remove.setEnabled(not arranged and row is not None and row.kind in {ADDITION, REPLACEMENT})
        self.install.setEnabled(not arranged)
        for button in (self.back, self.remove, self.install):  # these close the dialog: what was arranged would be lost
            button.setToolTip(self._texts("次序或显示改过了，请先应用。") if arranged else "")
        self.facts.setText(self._facts(row) if row is not None else "")
        self.apply.setEnabled(arranged)

    def _facts(self, row: ShelfRow) -> str:
        texts, said = self._texts, []
        if row.kind in {ADDITION, REPLACEMENT}:
            when = local_time(row.made.replace("Z", "+00:00"))
            by = texts("签名密钥 {key}", key=row.signer) if row.signer else texts("没有签名（管理员允许）")
            version = texts("版本 {version}", version=visible(row.version))
            said.append(" · ".join([visible(row.title), version, when, by]))
        if earlier := self._earlier.get(row.key):
            said.append(texts("可以退回：{what}", what=texts.listed(map(self._earlier_name, earlier))))
        for shelf, count in row.doubles:
            said.append(texts("{n} 份文件在“{shelf}”上也有，显示那里的。", n=count, shelf=self._name(shelf)))
        if row.fault:
            said.append(visible(row.fault))
        return "\n".join(said)

    def _earlier_name(self, row: ShelfRow) -> str:
        if row.kind == BUNDLED:
            return self._texts("随程序附带的语料")
        return f"{visible(row.title)}（{local_time(row.made.replace('Z', '+00:00'))}）"

    def _move(self, by: int) -> None:
        at = self._at()
        item = self._item(at)
        self.list.takeTopLevelItem(at)
        self.list.insertTopLevelItem(at + by, item)
        self.list.setCurrentItem(item)
        self._look()

    def _ask(self, signal: object) -> None:
        row = self._current()
        if row is not None:
            self.accept()
            signal.emit("" if row.main else row.name)  # type: ignore[attr-defined]  # a bound signal

    def _install(self) -> None:
        self.accept()
        self.install_wanted.emit()

    def _agree(self) -> None:
        made = self.order()
        self.accept()
        self.put.emit(made)


def _earlier(rows: Sequence[ShelfRow]) -> dict[str, list[ShelfRow]]:
    """The earlier versions of each shelf, which stand behind it."""
    found: dict[str, list[ShelfRow]] = {}
    current = ""
    for row in rows:
        if row.state != "earlier":
            current = row.key
        else:
            found.setdefault(current, []).append(row)
    return found
