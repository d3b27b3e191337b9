"""Every action is reached by keyboard: by its keys, or through a menu; and every control in sight by Tab or a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.frame.actions import ACTIONS
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
PLAN = "tianjin-digitalisation-2021"
USED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit, QTabBar)
BY_TAB = Qt.FocusPolicy.TabFocus.value


def in_menu(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from in_menu(below)
        elif not action.isSeparator():
            yield action


def test_every_action_has_a_key_or_a_place_in_a_menu_and_does_something(open_window: OpenWindow) -> None:
    window = open_window()
    late = window.late
    listed = {action.objectName() for menu in (late.menus.more, late.menus.look) for action in in_menu(menu)}
    keys: dict[str, str] = {}
    for spec in ACTIONS:
        action = late.actions[spec.name]
        assert spec.keys or spec.name in listed, f"{spec.name} is reached by the mouse alone"
        heard = sum(action.receivers(SIGNAL(signal)) for signal in ("triggered(bool)", "toggled(bool)"))
        assert heard or spec.name == "copy", f"{spec.name} does nothing"
        for key in spec.keys:
            written = QKeySequence(key).toString()
            assert written, f"{key} is no key"
            assert written not in keys, f"{key} is that of {keys.get(written)} and {spec.name}"
            keys[written] = spec.name
    # The menus themselves are reached by Tab: they are buttons of the bar.
    for button in (late.bar.more, late.bar.look):
        assert button.focusPolicy().value & BY_TAB


def silent_controls(window: QWidget) -> set[str]:
    """Controls that can be seen and used, and have no way to them but the mouse."""
    found = set()
    for control in window.findChildren(QWidget):
        inner = isinstance(control.parentWidget(), (QLineEdit, QComboBox, QAbstractItemView, QTabBar))
        if not isinstance(control, USED) or not control.isVisible() or not control.isEnabled() or inner:
            continue
        if control.focusPolicy().value & BY_TAB or control.focusProxy() is not None:
            continue
        words = control.toolTip() or control.accessibleName() or (control.text() if hasattr(control, "text") else "")
        found.add(f"{type(control).__name__} {words or control.objectName()}")
    return found


def test_every_control_in_sight_is_reached_by_tab(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    found = {"first page": silent_controls(window)}
    assert window.session.open(Location(PLAN))
    for side in (window.parts.left, window.parts.right):
        for name in side.names:
            side.show_tab(name)
            at_rest(qtbot, window)
            found[name] = silent_controls(window)
    for name in ("compare", "find", "registers", "all_notes", "own_documents", "documents"):
        window.late.actions[name].trigger()
        at_rest(qtbot, window)
        found[name] = silent_controls(window)
    assert {name: controls for name, controls in found.items() if controls} == {}
    window.late.bar.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert silent_controls(window), "the test can find something"
