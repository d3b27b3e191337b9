"""The window in which the indicator to join with is chosen. Keeps nothing: says what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.folding import fold_text
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts

KEY = Qt.ItemDataRole.UserRole


class SeriesDialog(QDialog):
    """One of several names."""

    decided = Signal(str)  # key of a series

    def __init__(self, texts: Texts, name: str, others: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """`others`: series to join with, as (key, words), the likeliest first."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("合并指标"))
        self.words, self.list = QLineEdit(), QListWidget()
        self.words.setPlaceholderText(texts("查找指标，简繁皆可"))
        self.words.setAccessibleName(texts("查找指标，简繁皆可"))
        self.words.setClearButtonEnabled(True)
        self.list.setAccessibleName(texts("合并到哪个指标"))
        for key, words in others:
            item = QListWidgetItem(words)
            item.setData(KEY, key)
            item.setToolTip(words)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        says = QLabel(texts("“{name}”和下面的哪一个其实是同一个指标？只列单位相同的；原文和台账不变。", name=name))
        says.setWordWrap(True)
        says.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(texts("合并"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts("取消"))
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (says, self.words, self.list, self.buttons):
            layout.addWidget(widget)
        self.resize(on_screen(self, 560, 420))
        self.words.textChanged.connect(self._narrow)
        self.list.currentRowChanged.connect(self._allow)
        self.list.itemActivated.connect(lambda _item: self._decide())
        self.buttons.accepted.connect(self._decide)
        self.buttons.rejected.connect(self.reject)
        self._allow()

    def _narrow(self, typed: str) -> None:
        wanted = fold_text(typed, hant=True).split()
        first = -1
        for row in range(self.list.count()):
            words = fold_text(self.list.item(row).text(), hant=True)
            fits = all(each in words for each in wanted)
            self.list.item(row).setHidden(not fits)
            first = row if fits and first < 0 else first
        self.list.setCurrentRow(first)

    def _allow(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.list.currentRow() >= 0)

    def _decide(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.decided.emit(self.list.item(row).data(KEY))
            self.accept()
