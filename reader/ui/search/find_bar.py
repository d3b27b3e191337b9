"""在本文件中查找: the line that Ctrl+F opens above the text, with a count and a step either way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy

from reader.ui.kit.glyphs import glyph_button
from reader.ui.look.texts import Texts


class FindBar(QFrame):
    """Asks by signals; is told the count."""

    edited = Signal(str)
    step = Signal(int)
    closed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setObjectName("findBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # one line, whatever room there is
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(360)
        self.words.installEventFilter(self)
        self.count = QLabel()
        self.previous, self.next, self.close_button = glyph_button("‹"), glyph_button("›"), glyph_button("✕")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addWidget(self.words, 4)
        for widget in (self.previous, self.next, self.count):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.words.textChanged.connect(self.edited)
        self.previous.clicked.connect(lambda: self.step.emit(-1))
        self.next.clicked.connect(lambda: self.step.emit(1))
        self.close_button.clicked.connect(self.closed)
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def open(self, words: str = "") -> None:
        """Show the bar, ready to type over `words` or what stood there."""
        self.show()
        if words:
            self.words.setText(words)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.edited.emit(self.words.text())

    def show_count(self, index: int | None, count: int | None) -> None:
        """Which of how many; None where nothing is asked."""
        if count is None:
            self.count.clear()
        elif not count:
            self.count.setText(self._texts("本文件中没有"))
        else:
            self.count.setText(self._texts("{i}/{n} 处", i=0 if index is None else index + 1, n=count))
        for button in (self.previous, self.next):
            button.setEnabled(bool(count))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.words.setPlaceholderText(self._texts("在本文件中查找，简繁通查"))
        self.words.setAccessibleName(self._texts("在本文件中查找"))
        for button, text in ((self.previous, "上一处"), (self.next, "下一处"), (self.close_button, "关闭")):
            button.setToolTip(self._texts(text))
            button.setAccessibleName(self._texts(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter steps on, Shift+Enter back."""
        pressed = watched is self.words and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return super().eventFilter(watched, event)
