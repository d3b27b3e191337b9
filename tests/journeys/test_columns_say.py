"""Columns: the keyboard stays with the text when one is closed, one notice for all, a refusal says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.script import Script
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


def with_columns(qtbot: QtBot, open_window: OpenWindow, count: int) -> MainWindow:
    window = open_window()
    window.resize(1366, 768)
    docs = [info.id for info in window.session.documents()][:count]
    window.session.open(Location(docs[0]))
    for doc in docs[1:]:
        window.session.beside(doc)
    at_rest(qtbot, window)
    return window


@pytest.mark.parametrize("by_key", [True, False])
def test_the_keyboard_goes_to_the_text_that_stays(qtbot: QtBot, open_window: OpenWindow, by_key: bool) -> None:
    window = with_columns(qtbot, open_window, 3)
    columns = window.parts.compare.columns
    columns[1].focus_text()
    if by_key:
        QTest.keyClick(columns[1].view.text_area, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
    else:
        columns[1].need_header().close_button.click()
    at_rest(qtbot, window)
    assert len(window.session.panes) == 2
    active = window.parts.compare.columns[window.session.active]
    focus = QApplication.focusWidget()
    assert focus is not None
    assert active.isAncestorOf(focus)


def test_one_notice_for_all_columns_in_the_words_of_the_script(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = with_columns(qtbot, open_window, 3)
    notices = [column.view.notice for column in window.parts.compare.columns]
    for script, words in ((Script.HANT, "繁體為轉換顯示"), (Script.TWP, "用詞與原文不同")):
        window.session.set_script(script)
        at_rest(qtbot, window)
        assert [notice.isVisible() for notice in notices] == [True, False, False]
        assert words in notices[0].text
    window.session.set_script(Script.HANS)
    assert not any(notice.isVisible() for notice in notices)
    window.late.actions["compare_script"].trigger()
    at_rest(qtbot, window)
    assert [column.view.notice.isVisible() for column in window.parts.compare.columns].count(True) == 1


def test_a_fifth_column_is_refused_with_a_reason(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = with_columns(qtbot, open_window, 4)
    before = [pane.doc for pane in window.session.panes]
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert [pane.doc for pane in window.session.panes] == before
    assert "最多四栏" in window.late.message.label.text()


def test_f2_walks_through_what_two_documents_say_in_the_same_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = with_columns(qtbot, open_window, 2)
    docs = [pane.doc or "" for pane in window.session.panes]
    qtbot.waitUntil(lambda: window.desks.linking.linking.answering(docs[0], docs[1]) is not None)
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert window.late.actions["shared"].isChecked()
    shared = window.desks.shared
    qtbot.waitUntil(lambda: bool(shared._made.get(docs[window.session.active])))
    view = window.parts.compare.columns[window.session.active].view
    view.finish()
    seen = []
    for key in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(window, Qt.Key.Key_F2, key)
        at_rest(qtbot, window)
        assert view.sight is not None
        seen.append(view.sight.caret())
    assert seen[0] != seen[1]
    assert seen[0] == seen[2]


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", "grabbing the keyboard")
def test_the_list_above_a_column_is_filled_when_it_opens(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = with_columns(qtbot, open_window, 2)
    docs = [info.id for info in window.session.documents()]
    chooser = window.parts.compare.columns[1].need_header().chooser
    assert [chooser.itemData(n) for n in range(chooser.count())] == [docs[1]]
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert [chooser.itemData(n) for n in range(chooser.count())] in ([docs[2]], docs), (
        "a key chooses without opening it"
    )
    assert window.session.panes[1].doc == docs[2]
    chooser = window.parts.compare.columns[1].need_header().chooser
    chooser.showPopup()
    assert chooser.count() == len(docs)
    assert chooser.currentData() == docs[2]
    chooser.hidePopup()
