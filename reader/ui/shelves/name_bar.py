"""A quiet line that asks for a name: a label, a line to type in, 确定 and 取消. Never a box in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from reader.ui.look.texts import Texts


class NameBar(QFrame):
    """Hidden until `ask`; Enter takes the name, Esc leaves."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("askBar")
        self._texts = texts
        self._taken: Callable[[str], None] | None = None
        self._may_be_empty = False
        self.label = QLabel(wordWrap=True)
        self.line = QLineEdit()
        self.yes, self.no = QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(self.line)
        layout.addLayout(buttons)
        self.yes.clicked.connect(self._take)
        self.no.clicked.connect(self.hide)
        self.line.returnPressed.connect(self._take)
        self.line.textChanged.connect(self._look)
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def ask(self, label: str, taken: Callable[[str], None], before: str = "", *, may_be_empty: bool = False) -> None:
        """Show it with a name to begin from; `taken` is given what was typed, without spaces around it."""
        self._taken, self._may_be_empty = taken, may_be_empty
        self.label.setText(label)
        self.line.setAccessibleName(label)
        self.line.setText(before)
        self.line.selectAll()
        self._look()
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.yes.setText(self._texts("确定"))
        self.no.setText(self._texts("取消"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _look(self) -> None:
        self.yes.setEnabled(self._may_be_empty or bool(self.line.text().strip()))

    def _take(self) -> None:
        if self.yes.isEnabled() and self._taken is not None:
            taken, self._taken = self._taken, None
            self.hide()
            taken(self.line.text().strip())
