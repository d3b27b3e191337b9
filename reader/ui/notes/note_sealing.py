"""Passphrases in the window: the two fields that seal an export, and the question for the one that opens a file.

Keeps no passphrase longer than its dialog lives, and writes none down.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.ui.look.texts import Texts

LEAST: Final = 6  # characters, as the store asks for


class SealBox(QWidget):
    """A tick, and under it two fields and a warning. `changed` tells that `ready` may be another."""

    changed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.tick = QCheckBox(texts("用口令加密（age 格式，文件名以 .age 结尾）"))
        self.first, self.second = _field(texts("口令")), _field(texts("再输一遍"))
        self.says = QLabel(wordWrap=True)
        self._inside = QWidget()
        form = QFormLayout(self._inside)
        form.setContentsMargins(24, 0, 0, 0)
        form.setSpacing(8)
        form.addRow(texts("口令"), self.first)
        form.addRow(texts("再输一遍"), self.second)
        form.addRow(self.says)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tick)
        layout.addWidget(self._inside)
        self._inside.hide()
        self.tick.toggled.connect(self._toggle)
        for field in (self.first, self.second):
            field.textChanged.connect(self._tell)
        self._tell()

    @property
    def passphrase(self) -> str:
        """What was typed, where a passphrase is wanted; else empty."""
        return self.first.text() if self.tick.isChecked() else ""

    @property
    def ready(self) -> bool:
        """Whether it can go on: no passphrase is wanted, or the same was typed twice."""
        typed = self.first.text()
        return not self.tick.isChecked() or (len(typed) >= LEAST and typed == self.second.text())

    def _toggle(self, wanted: bool) -> None:
        self._inside.setVisible(wanted)
        if wanted:
            self.first.setFocus()
        self._tell()

    def _tell(self) -> None:
        typed, again = self.first.text(), self.second.text()
        if typed and len(typed) < LEAST:
            says = self._texts("口令太短，至少要 {n} 个字符。", n=LEAST)
        elif again and typed != again:
            says = self._texts("两次输入的口令不一样。")
        else:
            says = self._texts("请记牢口令：忘记了就再也打不开这个文件，谁也找不回来。")
        self.says.setText(says)
        self.changed.emit()


class PassphraseDialog(QDialog):
    """Asks for the passphrase of a file; stays until it fits or the user gives up."""

    tried = Signal(str)

    def __init__(self, texts: Texts, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("文件有口令保护"))
        self._texts = texts
        self.field = _field(texts("口令"))
        self.says = QLabel(
            texts("“{name}”有口令保护，请输入口令。", name=name), wordWrap=True, textFormat=Qt.TextFormat.PlainText
        )
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts("打开"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.says, self.field, self.boxes):
            layout.addWidget(widget)
        self.setMinimumWidth(400)
        self.field.textChanged.connect(lambda: self.go.setEnabled(bool(self.field.text())))
        self.go.setEnabled(False)
        self.boxes.accepted.connect(self._try)
        self.boxes.rejected.connect(self.reject)

    def refuse(self) -> None:
        """It did not fit."""
        self.says.setText(self._texts("口令不对，或文件已经损坏；没有导入任何内容。"))
        self.field.setEnabled(True)
        self.field.selectAll()
        self.field.setFocus()
        self.go.setEnabled(True)

    def _try(self) -> None:
        self.says.setText(self._texts("正在解密…"))
        self.field.setEnabled(False)
        self.go.setEnabled(False)
        self.tried.emit(self.field.text())


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    field.setMinimumWidth(220)
    return field
