"""A quiet line under the top bar for one sentence and at most one thing to do about it. Never a box in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader.ui.texts import Texts

SHORT = 8000  # ms a passing sentence stays


class MessageBar(QFrame):
    """Shows the newest sentence. Problems stay until closed; what merely passes goes by itself."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._act: Callable[[], None] | None = None
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.button.clicked.connect(self._clicked)
        self.close_button.clicked.connect(self.hide)
        texts.changed.connect(lambda: self.close_button.setAccessibleName(texts("关闭")))
        self.close_button.setAccessibleName(texts("关闭"))
        self.hide()

    def say(self, sentence: str, label: str = "", act: Callable[[], None] | None = None, stays: bool = False) -> None:
        """Show a sentence; with `label` and `act` also a button."""
        self.label.setText(sentence)
        self._act = act
        self.button.setText(label)
        self.button.setVisible(act is not None)
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start(SHORT)

    def _clicked(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
