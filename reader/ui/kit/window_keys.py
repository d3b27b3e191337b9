"""Ctrl+W closes whatever window of the program is in front; Ctrl+Q ends it from any that waits for no answer."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

_KEYS = "windowKey"


class WindowKeys(QObject):
    """Gives the two keys to each dialog when it first comes to the front; the main window has them as actions."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        """`window`: the main one, which Ctrl+Q closes; it asks what there is to ask."""
        super().__init__(window)
        self._window = window
        application.focusWindowChanged.connect(self._front)

    def _front(self, _window: QWindow | None) -> None:
        front = QApplication.activeWindow()
        if not isinstance(front, QDialog) or front.findChild(QShortcut, _KEYS) is not None:
            return
        above: QWidget | None = front
        while above is not None and above is not self._window:
            above = above.parentWidget()
        if above is None:  # another main window's
            return
        keys = [("Ctrl+W", front.close)]
        if not front.isModal():
            keys.append(("Ctrl+Q", self._window.close))
        for key, go in keys:
            QShortcut(QKeySequence(key), front, go).setObjectName(_KEYS)
