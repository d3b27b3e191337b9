"""A quiet line that waits for an answer: a sentence, what can be done about it, and a way to leave it. Never a box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton


class AskBar(QFrame):
    """Hidden until `ask`; stays until it is answered or `hide` is called."""

    agreed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("askBar")
        self.label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.yes, self.no = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(self.agreed)
        self.no.clicked.connect(self._decline)
        self.hide()

    def ask(self, sentence: str, yes: str, no: str) -> None:
        """Show it."""
        self.label.setText(sentence)
        self.yes.setText(yes)
        self.no.setText(no)
        self.show()

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
