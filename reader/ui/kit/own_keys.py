"""Keys that belong to a widget while it has the keyboard, whatever the window else does with them; keys for pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class OwnKeys(QObject):
    """Keeps such keys, pressed without a modifier, from the window's shortcuts. Lives as long as the widget."""

    def __init__(self, widget: QWidget, *keys: Qt.Key) -> None:
        super().__init__(widget)
        self._keys = frozenset(keys)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accepting says: this is no shortcut here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._keys
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def page_key(event: QKeyEvent) -> int:
    """1 for a key that turns a page on, -1 for one that turns back, else 0: the space bar and the keys for pages."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Space and (plain or shift):
        return -1 if shift else 1
    return {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0) if plain else 0
