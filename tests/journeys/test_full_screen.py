"""Full screen leaves the text; a double click takes a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


@pytest.mark.parametrize("back", [Qt.Key.Key_F11, Qt.Key.Key_Escape])
def test_f11_hides_the_bars_and_brings_them_back(qtbot: QtBot, open_window: OpenWindow, back: Qt.Key) -> None:
    window = open_window()
    window.session.open(Location(window.session.documents()[0].id))
    window.parts.compare.columns[0].focus_text()
    QTest.keyClick(window, Qt.Key.Key_F11)
    at_rest(qtbot, window)
    assert window.isFullScreen()
    assert not window.late.bar.isVisible()
    assert not window.late.foot.isVisible()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.late.bar.search.hasFocus()
    QTest.keyClick(window.late.bar.search, Qt.Key.Key_F6)
    assert not window.late.bar.isVisible()
    QTest.keyClick(window, back)
    at_rest(qtbot, window)
    assert not window.isFullScreen()
    assert window.late.bar.isVisible()
    assert window.late.foot.isVisible()


def test_a_double_click_selects_a_word(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = next(info.id for info in window.session.documents() if "digitalisation" in info.id)
    window.session.open(Location(doc))
    view = window.parts.compare.columns[0].view
    view.finish()
    document = view.document
    assert document is not None
    block = next(b for b in document.blocks if b.kind == "paragraph" and "数字政府" in b.text)
    view.go_to(Location(doc, block.id), flash=False)
    at_rest(qtbot, window)
    area = view.text_area
    cursor = area.document().find("数字政府", area.cursorForPosition(area.viewport().rect().topLeft()))
    cursor.setPosition(cursor.selectionStart())
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    area.setTextCursor(cursor)
    area.ensureCursorVisible()
    box = area.cursorRect(cursor)
    QTest.mouseDClick(area.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert 2 <= len(view.selected_text()) <= 6
    assert "数字" in view.selected_text()
