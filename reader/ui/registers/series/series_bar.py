"""The bar in which the indicator to be compared is chosen, and its names are joined and parted. Asks by signals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from reader.ui.kit.glyphs import Chooser
from reader.ui.kit.menu_button import MenuButton
from reader.ui.look.texts import Texts


class SeriesBar(QWidget):
    """What is looked for, what is chosen, 合并到…, 拆开."""

    typed = Signal(str)
    picked = Signal(str)  # key of a series
    join_wanted = Signal()
    part_wanted = Signal(str)  # node of a member
    back_wanted = Signal(str)  # node of a member that was parted

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.words, self.which = QLineEdit(), Chooser()
        self.join, self.part = QPushButton(), MenuButton()
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(120)
        self.words.setMaximumWidth(220)
        self.which.setMinimumHeight(32)
        self.part.setMenu(QMenu(self.part))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget, share in ((self.words, 1), (self.which, 3), (self.join, 0), (self.part, 0)):
            row.addWidget(widget, share)
        self.words.textChanged.connect(self.typed)
        self.words.returnPressed.connect(self.which.setFocus)
        self.which.activated.connect(lambda at: self.picked.emit(self.which.itemData(at)))
        self.join.clicked.connect(self.join_wanted)
        self.retranslate()

    def offer(self, series: Sequence[tuple[str, str]], current: str) -> None:
        """The series there are, as (key, words), and the one that is looked at."""
        with QSignalBlocker(self.which):
            self.which.clear()
            for key, words in series:
                self.which.addItem(words, key)
            self.which.setCurrentIndex(self.which.findData(current))
        self.which.setEnabled(bool(series))

    def offer_parts(self, members: Sequence[tuple[str, str]], back: Sequence[tuple[str, str]]) -> None:
        """Names that can go out, and names that can go back, as (node, words)."""
        menu = self.part.menu()
        menu.clear()
        for node, words in members:
            menu.addAction(words.replace("&", "&&"), lambda node=node: self.part_wanted.emit(node))
        for node, words in back:
            says = self._texts("恢复合并：{name}", name=words)
            menu.addAction(says.replace("&", "&&"), lambda node=node: self.back_wanted.emit(node))
        self.part.setEnabled(bool(members or back))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.words.setPlaceholderText(self._texts("查找指标，简繁皆可"))
        self.words.setAccessibleName(self._texts("查找指标，简繁皆可"))
        self.which.setAccessibleName(self._texts("选择指标"))
        self.which.setToolTip(self._texts("选择指标；在几份文件或几个年份里都有的排在前面"))
        self.join.setText(self._texts("合并到…"))
        self.join.setToolTip(self._texts("名称不同、其实是同一个指标：合并到另一个名称，可以撤销"))
        self.part.setText(self._texts("拆开") + " ▾")
        self.part.setToolTip(self._texts("其实不是同一个指标：把一份文件里的名称拆出去，可以撤销"))
