"""The window on the smallest screens it must fit: 1366×768 at 200 %, which leaves 683×384 logical pixels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.ui.kit.fitting import on_screen
from reader.ui.kit.side_dock import LEAST_WIDTH
from reader.ui.main_window import MainWindow

# Qt's offscreen platform says so whenever the least size of a window changes, and when a menu comes.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OpenWindow = Callable[[], MainWindow]
SMALL = QSize(683, 384)


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()


def _fits(window: MainWindow) -> bool:
    for _ in range(8):  # what a part needs is asked for layout by layout
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    needs = window.minimumSizeHint()
    return needs.width() <= SMALL.width() and needs.height() <= SMALL.height()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_state_of_the_window_needs_more_than_half_a_laptop_screen(
    window: MainWindow, qtbot: QtBot, language: str
) -> None:
    session, late = window.session, window.late
    session.set_language(language)
    window.resize(SMALL)
    qtbot.waitUntil(lambda: window.size() == SMALL)
    assert _fits(window), "first page"
    first, second = (info.id for info in session.documents()[:2])
    session.open(session.library.find(first))
    assert _fits(window), "reading"
    session.beside(second)
    qtbot.waitUntil(lambda: len(window.parts.compare.columns) == 2)
    assert _fits(window), "side by side"
    late.actions["differences"].trigger()
    assert _fits(window), "differences"
    late.actions["add_pane"].trigger()
    late.actions["add_pane"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.compare.columns) == 4)
    assert _fits(window), "four side by side"
    late.actions["stacked"].trigger()
    assert _fits(window), "four below one another"
    late.actions["stacked"].trigger()
    session.close_beside()
    for name in ("notes", "provenance", "contents", "all_notes", "registers"):
        late.actions[name].trigger()
        assert _fits(window), name
    assert window.size() == SMALL


def test_a_panel_asked_for_beside_columns_takes_the_place_of_the_other(window: MainWindow, qtbot: QtBot) -> None:
    session, parts, act = window.session, window.parts, window.late.actions
    window.resize(SMALL)
    qtbot.waitUntil(lambda: window.size() == SMALL)
    first, second = (info.id for info in session.documents()[:2])
    session.open(session.library.find(first))
    session.beside(second)
    qtbot.waitUntil(lambda: len(parts.compare.columns) == 2)
    for name, panel, other in (
        ("notes", parts.right, parts.left), ("contents", parts.left, parts.right), ("notes", parts.right, parts.left),
    ):  # fmt: skip
        act[name].trigger()
        assert _fits(window), name
        qtbot.waitUntil(lambda: panel.isVisible() and other.isHidden())  # noqa: B023  # waited for before the next
    assert window.size() == SMALL
    window.resize(1800, 900)
    qtbot.waitUntil(lambda: parts.left.isVisible() and parts.right.isVisible())  # both come back with the room
    session.close_beside()
    window.resize(SMALL)
    qtbot.waitUntil(lambda: parts.left.isHidden() and parts.right.isHidden())
    for name, panel, other in (("contents", parts.left, parts.right), ("notes", parts.right, parts.left)):
        act[name].trigger()
        qtbot.waitUntil(lambda: panel.isVisible() and other.isHidden())  # noqa: B023  # a line of seven characters else


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_words_of_a_narrow_panel_s_tabs_are_whole(window: MainWindow, qtbot: QtBot, language: str) -> None:
    window.session.set_language(language)
    window.resize(SMALL)
    qtbot.waitUntil(lambda: window.size() == SMALL)
    for name, panel in (("notes", window.parts.right), ("contents", window.parts.left)):
        window.late.actions[name].trigger()
        qtbot.waitUntil(panel.isVisible)
        panel.setFixedWidth(LEAST_WIDTH)
        qtbot.waitUntil(lambda: panel.width() == LEAST_WIDTH)  # noqa: B023  # waited for before the next
        assert panel.tabs is not None
        bar = panel.tabs.tabBar()
        for tab in range(bar.count()):
            assert bar.tabRect(tab).width() > bar.fontMetrics().horizontalAdvance(bar.tabText(tab)), bar.tabText(tab)
        assert bar.tabRect(bar.count() - 1).right() < panel.width()


def test_a_menu_that_is_higher_than_the_screen_scrolls(window: MainWindow) -> None:
    menu = QMenu(window)
    for number in range(60):
        menu.addAction(f"第{number}项")
    menu.popup(QPoint(0, 0))
    assert menu.height() <= window.screen().availableSize().height()
    assert len({menu.actionGeometry(action).x() for action in menu.actions()}) == 1, "one column"
    menu.close()


def test_where_words_would_be_cut_the_bar_shows_icons_alone_and_words_again_where_there_is_room(
    window: MainWindow, qtbot: QtBot
) -> None:
    button = next(b for b in window.late.bar.findChildren(type(window.late.bar.more)) if b.text() == "台账")
    window.resize(1200, 700)
    wide = button.toolButtonStyle()
    window.resize(SMALL)
    qtbot.waitUntil(lambda: button.toolButtonStyle() != wide)
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: button.toolButtonStyle() == wide)


def test_a_window_over_the_window_is_no_larger_than_the_screen(window: MainWindow) -> None:
    room = window.screen().availableSize()
    size = on_screen(window, 9000, 9000)
    assert size.width() < room.width()
    assert size.height() < room.height()
    assert on_screen(window, 300, 200) == QSize(300, 200)


def test_the_first_page_puts_its_cards_under_one_another_where_it_is_narrow(window: MainWindow, qtbot: QtBot) -> None:
    page = window.late.start
    window.parts.right.hide()
    window.desks.folding.pause(True)  # else the left panel gives way, and the page is not narrow for long
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: len({card.x() for card in (page.reading, page.mine, page.adding)}) > 1)
    window.resize(SMALL)
    qtbot.waitUntil(lambda: len({card.x() for card in (page.reading, page.mine, page.adding)}) == 1)
