"""What stands in an empty list or table: that it is empty, what fills it, and the next step as a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QVBoxLayout, QWidget

WIDEST, LEAST, MOST = 420, 120, 60  # pixels: of the words; a view that is less high says nothing; around them


class Nothing(QWidget):
    """Lies over a view, in its middle. Hidden until `say`."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._do: Callable[[], object] | None = None
        self.head, self.words, self.button = QLabel(), QLabel(wordWrap=True), QPushButton()
        self.head.setObjectName("nothingHead")
        self.words.setProperty("muted", "true")
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for label in (self.head, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until it has words
        self.button.clicked.connect(self._clicked)
        view.viewport().installEventFilter(self)
        self.hide()

    def say(self, head: str, words: str = "", step: str = "", do: Callable[[], object] | None = None) -> None:
        """Tell that there is nothing; `step` are the words of the button that does `do`. No `head`: there is something.

        A screen reader hears the view's own description, which is the same.
        """
        self._do = do
        self.head.setText(head)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.button.setText(step)
        self.button.setVisible(bool(step))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if step else Qt.FocusPolicy.NoFocus)
        self._view.setAccessibleDescription("，".join(filter(None, (head, words))))
        self.setVisible(bool(head))
        self._view.setMinimumHeight(self._needed() if head else 0)  # a low window scrolls to it
        self._place()

    def _clicked(self) -> None:
        if self._do is not None:
            self._do()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _needed(self) -> int:
        beyond = self._view.height() - self._view.viewport().height()  # headings and frame
        return min(MOST, max(0, beyond)) + max(LEAST, self.sizeHint().height())

    def _place(self) -> None:
        room = self._view.viewport().size()
        wide = min(WIDEST, room.width())
        high = min(room.height(), self._column.heightForWidth(wide) if self.words.isVisibleTo(self) else LEAST)
        self.setGeometry((room.width() - wide) // 2, max(0, (room.height() - high) // 3), wide, high)
