"""Asks for the name and unit that one's notes bear. Never in the way: it is opened by who wants it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from reader.ui.look.texts import Texts

LONGEST = 60  # characters of a name or a unit
WIDE, EDGE = 400, 16  # pixels


class AuthorDialog(QDialog):
    """Two fields."""

    decided = Signal(str, str)  # name, unit

    def __init__(self, texts: Texts, name: str, unit: str, parent: QWidget, *, unit_fixed: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("批注上的姓名和单位"))
        self.name, self.unit = QLineEdit(name), QLineEdit(unit)
        for field, label in ((self.name, "姓名"), (self.unit, "单位")):
            field.setMaxLength(LONGEST)
            field.setAccessibleName(texts(label))
        self.unit.setEnabled(not unit_fixed)
        says = QLabel(
            texts("您写的批注会带上它们，导出后同事看得出是谁写的。只存在这台电脑上；空着就不写。"), wordWrap=True
        )
        self.boxes = QDialogButtonBox()
        self.boxes.addButton(texts("确定"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        form = QFormLayout(self)
        form.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        form.setSpacing(12)
        form.addRow(says)
        form.addRow(texts("姓名"), self.name)
        form.addRow(texts("单位"), self.unit)
        form.addRow(self.boxes)
        self.setMinimumWidth(WIDE)
        says.setMinimumHeight(says.heightForWidth(WIDE - 2 * EDGE))  # Qt gives a line that wraps too little room here
        self.boxes.accepted.connect(self._decide)
        self.boxes.rejected.connect(self.reject)

    def _decide(self) -> None:
        name, unit = (" ".join(field.text().split()) for field in (self.name, self.unit))
        self.accept()
        self.decided.emit(name, unit)
