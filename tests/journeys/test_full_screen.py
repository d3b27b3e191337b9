"""Reading mode leaves nothing but the text and brings everything back; a double click takes a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.compare.column import Column
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


def test_the_window_is_exactly_as_it_was_before_the_mode(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    window.session.open(Location(window.session.documents()[0].id))
    at_rest(qtbot, window)
    window.parts.right.hide()
    window.parts.split.setSizes([333, 1033, 0])
    window.showMaximized()
    at_rest(qtbot, window)
    sizes, mode = window.parts.split.sizes(), window.late.actions["full_screen"]
    mode.trigger()
    at_rest(qtbot, window)
    assert not window.parts.left.isVisible()
    assert not window.parts.right.isVisible()
    kept = window.remembered()
    assert kept.panels["left"]
    assert not kept.panels["right"], "what is kept is the window without the mode"
    window.late.actions["right_panel"].trigger()
    area = window.parts.compare.columns[0].view.text_area
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_BracketRight)
    assert window.late.actions["auto_scroll"].isChecked()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.late.actions["auto_scroll"].isChecked(), "the first Esc only stops the scrolling"
    assert window.isFullScreen()
    mode.trigger()
    at_rest(qtbot, window)
    assert window.isMaximized()
    assert window.parts.split.sizes() == sizes
    assert window.parts.right.isHidden()
    assert window.late.bar.isVisible()


def test_columns_have_nothing_above_them_in_the_mode(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    first, second, third = (info.id for info in window.session.documents()[:3])
    window.session.open(Location(first))
    window.session.beside(second)
    at_rest(qtbot, window)
    bar, compare, mode = window.late.compare_bar, window.parts.compare, window.late.actions["full_screen"]

    def in_sight() -> list[bool]:
        return [
            bar.isVisible(),
            *(column.header is not None and column.header.isVisible() for column in compare.columns),
        ]

    assert in_sight() == [True, True, True]
    mode.trigger()
    at_rest(qtbot, window)
    assert in_sight() == [False, False, False]
    window.session.beside(third)
    at_rest(qtbot, window)
    assert in_sight() == [False, False, False, False]
    mode.trigger()
    at_rest(qtbot, window)
    assert in_sight() == [True, True, True, True]


def test_the_mode_leaves_a_page_for_the_text_and_brings_it_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.open(Location(window.session.documents()[0].id))
    window.late.actions["registers"].trigger()
    at_rest(qtbot, window)
    page = window.late.pages.page
    assert page is not None
    QTest.keyClick(window, Qt.Key.Key_F11)
    at_rest(qtbot, window)
    area = window.parts.compare.columns[0].view.text_area
    assert not page.isVisible()
    assert area.hasFocus()
    QTest.keyClick(area, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    QTest.keyClick(area, Qt.Key.Key_F11)
    at_rest(qtbot, window)
    assert page.isVisible()
    assert window.late.actions["registers"].isChecked()


def test_what_the_mode_says_goes_with_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.session.open(Location(window.session.documents()[0].id))
    mode, message = window.late.actions["full_screen"], window.late.message
    mode.trigger()
    assert message.isVisible()
    mode.trigger()
    at_rest(qtbot, window)
    assert not message.isVisible()
    mode.trigger()
    message.say("已复制")
    mode.trigger()
    at_rest(qtbot, window)
    assert message.isVisible(), "only its own sentence is taken back"
    window.late.actions["auto_scroll"].trigger()
    assert "自动滚动" in message.label.text()
    window.late.actions["auto_scroll"].trigger()
    assert not message.isVisible()


def test_panels_give_way_in_a_narrow_window_and_come_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    parts = window.parts
    window.session.open(Location(window.session.documents()[0].id))

    def in_sight(width: int) -> tuple[bool, bool]:
        window.resize(width, 700)
        at_rest(qtbot, window)
        return parts.left.isVisible(), parts.right.isVisible()

    assert in_sight(1366) == (True, True)
    assert in_sight(900) == (True, False)
    assert in_sight(683) == (False, False)
    assert parts.compare.columns[0].view.text_area.column()[1] >= 20 * 17
    window.late.actions["notes"].trigger()
    at_rest(qtbot, window)
    assert in_sight(680) == (False, True), "what the reader asks for stays"
    kept = window.remembered().panels
    assert kept["left"]
    assert kept["right"]
    assert in_sight(1366) == (True, True)
    window.late.actions["left_panel"].trigger()
    assert in_sight(683) == (False, False)
    assert in_sight(1366) == (False, True), "what the reader closed stays closed"
    window.late.actions["find"].trigger()
    at_rest(qtbot, window)
    assert window.late.find_bar.height() <= 48, "one line"


def gaps(column: Column) -> set[str]:
    return {gap.words for gap in column.view._gaps._gaps.values()}


def test_columns_can_stand_below_one_another(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    first, second = (info.id for info in window.session.documents()[:2])
    window.session.open(Location(first))
    window.session.beside(second)
    window.late.actions["stacked"].trigger()
    at_rest(qtbot, window)
    upper, lower = window.parts.compare.columns
    assert upper.x() == lower.x()
    assert upper.y() + upper.height() < lower.y()
    assert abs(upper.height() - lower.height()) < 40
    assert upper.stacked
    assert lower.stacked
    qtbot.waitUntil(lambda: bool(gaps(upper) | gaps(lower)))
    assert all(words.startswith("对应处无此条：下栏") for words in gaps(upper))
    assert all(words.startswith("对应处无此条：上栏") for words in gaps(lower))
    assert window.remembered().panels["stacked"]
    window.late.actions["stacked"].trigger()
    at_rest(qtbot, window)
    assert upper.y() == lower.y()
    assert all(words.startswith("对应处无此条：右栏") for words in gaps(upper)), "they stand side by side again"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_panels_do_not_hold_a_window_open_that_is_put_into_half_a_screen(
    qtbot: QtBot, open_window: OpenWindow, language: str
) -> None:
    window = open_window()
    window.resize(1366, 768)
    window.session.texts.set_language(language)
    window.late.actions["stacked"].trigger()
    window.session.open(Location(window.session.documents()[0].id))
    window.session.beside(window.session.documents()[1].id)
    at_rest(qtbot, window)
    assert window.parts.left.isVisible()
    assert window.parts.right.isVisible()
    window.resize(683, 384)
    at_rest(qtbot, window)
    assert window.width() == 683
    assert window.parts.split.needed() <= 683


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
