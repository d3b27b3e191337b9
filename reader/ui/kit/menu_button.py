"""A button with words that drops a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QToolButton, QWidget


class MenuButton(QToolButton):
    """As wide as its words at the least, in whatever layout.

    The style sheet gives every tool button a least width, and Qt's layouts ask nothing else of one that has such.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("menuButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def setText(self, text: str) -> None:
        """Qt's way of giving words."""
        super().setText(text)
        self._hold()

    def event(self, event: QEvent) -> bool:
        """The style sheet sets its least width when it comes, and again whenever the look changes."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._hold()
        return done

    def _hold(self) -> None:
        self.setMinimumWidth(self.sizeHint().width())
