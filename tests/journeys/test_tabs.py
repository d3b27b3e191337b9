"""Tabs: opened with Ctrl, the middle button or Ctrl+Enter from the library and from hits; shown, walked, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.script import Script
from reader.ui.kit.row_list import RowList
from reader.ui.main_window import MainWindow
from reader.ui.search.search_panel import HitKey

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
Buttons: TypeAlias = Qt.MouseButton
Keys: TypeAlias = Qt.KeyboardModifier


def press(rows: RowList, key: object, button: Buttons, keys: Keys = Keys.NoModifier) -> None:
    number = rows.rows.row_of(key)
    assert number is not None
    index = rows.rows.index(number)
    rows.scrollTo(index)
    QTest.mouseClick(rows.viewport(), button, keys, rows.visualRect(index).center())


def tabs(window: MainWindow) -> list[str]:
    return [place.doc for place in window.session.tabs.places]


def test_four_documents_in_tabs_of_their_own(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    library, strip = window.late.library.list, window.late.tabs
    docs = [info.id for info in window.session.documents()]
    window.parts.left.show_tab("library")
    press(library, docs[0], Buttons.LeftButton)
    assert tabs(window) == docs[:1]
    assert not strip.isVisible()
    press(library, docs[1], Buttons.LeftButton, Keys.ControlModifier)
    assert tabs(window) == docs[:2]
    assert strip.isVisible()
    press(library, docs[2], Buttons.MiddleButton)
    library.setFocus()
    library.select_key(docs[3])
    QTest.keyClick(library, Qt.Key.Key_Return, Keys.ControlModifier)
    assert tabs(window) == docs[:4]
    assert [strip.tabToolTip(n) for n in range(4)] == [window.session.title(doc) for doc in docs[:4]]
    assert window.session.document is not None
    assert window.session.document.id == docs[3]
    QTest.keyClick(window, Qt.Key.Key_Tab, Keys.ControlModifier)
    assert window.session.document.id == docs[0]
    QTest.keyClick(window, Qt.Key.Key_W, Keys.ControlModifier)
    assert tabs(window) == docs[1:4]
    press(library, docs[4], Buttons.LeftButton)
    assert len(tabs(window)) == 3, "a plain click replaces"


def test_a_tab_opened_beside_other_columns_stands_in_the_first(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    docs = [info.id for info in window.session.documents()]
    window.session.open(Location(docs[0]))
    window.session.beside(docs[1])
    window.session.set_active(1)
    window.late.library.open_requested.emit(docs[2], True)
    assert tabs(window) == [docs[0], docs[2]]
    assert [pane.doc for pane in window.session.panes] == [docs[2], docs[1]]
    assert window.late.tabs.isVisible()


def test_a_hit_with_ctrl_opens_a_tab_at_the_hit(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    docs = [info.id for info in window.session.documents()]
    window.session.open(Location(docs[0]))
    window.parts.left.show_tab("search")
    with qtbot.waitSignal(window.session.search.answered):
        window.session.search.ask("数据")
    answer = window.session.search.answer
    assert answer is not None
    hit = next(n for n, each in enumerate(answer.hits) if each.doc != docs[0])
    press(window.late.results.list, HitKey(hit), Buttons.LeftButton, Keys.ControlModifier)
    assert tabs(window) == [docs[0], answer.hits[hit].doc]
    assert window.session.search.index is not None
    assert answer.places[window.session.search.index].hit == hit


def test_the_menu_of_the_library_opens_in_every_way_and_copies_the_citation(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    docs = [info.id for info in window.session.documents()]
    window.session.set_script(Script.HANT)
    menu = window.late.library.menu_for(docs[1])
    assert [a.text() for a in menu.actions()][:4] == ["打开", "在新标签打开", "在旁边打开", "复制引文"]
    opened, in_tab, beside, cite = menu.actions()[:4]
    opened.trigger()
    assert tabs(window) == [docs[1]]
    in_tab.trigger()
    assert tabs(window) == [docs[1]], "it is open already"
    window.late.library.menu_for(docs[2]).actions()[1].trigger()
    assert tabs(window) == docs[1:3]
    beside.trigger()
    assert [pane.doc for pane in window.session.panes] == [docs[2], docs[1]]
    cite.trigger()
    copied = QGuiApplication.clipboard().text()
    document = window.session.library.open(docs[1])
    assert document.reading_title in copied
    assert copied[:30] in window.late.message.label.text(), "what is said is what was copied, in its script"


def test_behind_the_last_document_is_the_first_page_and_closed_ones_come_back(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    first, second = (info.id for info in window.session.documents()[:2])
    window.session.open(Location(first))
    window.session.open(Location(second), new_tab=True)
    window.session.beside(first)
    place = window.session.panes[0].place
    close, reopen = Qt.Key.Key_W, Qt.Key.Key_T
    ctrl, shift = Keys.ControlModifier, Keys.ShiftModifier
    QTest.keyClick(window, close, ctrl)
    QTest.keyClick(window, close, ctrl)
    assert tabs(window) == []
    assert window.session.document is None
    assert len(window.session.panes) == 1
    assert window.late.start.isVisible()
    assert not window.parts.compare.isVisible()
    assert window.session.documents()[0].title is None or window.windowTitle() == "政策阅读器"
    QTest.keyClick(window, close, ctrl)
    QTest.keyClick(window, reopen, ctrl | shift)
    QTest.keyClick(window, reopen, ctrl | shift)
    assert tabs(window) == [first, second]
    assert window.session.pane.place == place
    assert window.parts.compare.isVisible()
    QTest.keyClick(window, reopen, ctrl | shift)
    assert "没有" in window.late.message.label.text()
    window.close()
    assert open_window().session.document is not None
