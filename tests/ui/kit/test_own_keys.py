"""A key of a widget's own goes to it, not to a shortcut of the window that bears the same key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from reader.ui.kit.own_keys import OwnKeys


def test_a_key_of_its_own_is_no_shortcut_while_the_widget_has_the_keyboard(qtbot: QtBot) -> None:
    widget = QListView()
    qtbot.addWidget(widget)
    OwnKeys(widget, Qt.Key.Key_F2)

    def kept(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        asked.ignore()
        QApplication.sendEvent(widget, asked)
        return asked.isAccepted()

    assert kept(Qt.Key.Key_F2)
    assert not kept(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert not kept(Qt.Key.Key_F3)
