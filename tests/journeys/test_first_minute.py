"""The first minute of a new user, and what one who has updated is shown: once each, and found again under 帮助."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader import __version__
from reader.core.span import Location
from reader.ui.frame.actions import ACTIONS
from reader.ui.frame.first_cards import NEWS, TOUR, Tour, TourCard
from reader.ui.frame.menus import SUBMENUS
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|raise", extend=True)

OpenWindow = Callable[[], MainWindow]


def shown(window: MainWindow) -> bool:
    return any(tour.isVisible() for tour in window.findChildren(Tour))


def test_the_cards_are_shown_once_and_walked_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    first = window.desks.first
    assert not shown(window), "tests and pictures are not disturbed"
    first.begin()
    assert first.tour is not None
    assert shown(window)
    assert not first.tour.isModal()
    seen = []
    while first.tour.isVisible():
        seen.append(first.tour.heading.text())
        assert first.tour.words.text()
        QTest.keyClick(first.tour.next, Qt.Key.Key_Space)
    assert seen == [card.heading for card in TOUR]
    assert len(seen) <= 5
    assert window.remembered().panels["tour"]
    first.begin()
    assert not shown(window)
    assert not window.late.message.offers
    window.late.actions["tour"].trigger()
    assert shown(window)
    assert first.tour.at == 0
    first.tour.close()


def test_what_is_new_is_offered_once_a_version(open_window: OpenWindow) -> None:
    window = open_window()
    first, session = window.desks.first, window.session
    session.settings = replace(session.settings, panels={"tour": True, "news 0.0.1": True})
    first.begin()
    assert not shown(window)
    assert __version__ in window.late.message.label.text()
    window.late.message.button.click()
    assert first.news is not None
    assert NEWS[__version__][0][:8] in first.news.page.toPlainText()
    first.news.close()
    first.begin()
    assert not window.late.message.offers
    session.set_language("en")
    assert "Reading aloud" in first.news.page.toPlainText()


def test_samples_are_one_click_away(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    start = window.late.start
    assert start.comparing.isVisible()
    start.listing.click()
    at_rest(qtbot, window)
    page = window.desks.registers.page
    assert page is not None
    assert window.late.pages.page is page
    assert page.beside.pane.isVisible()
    qtbot.waitUntil(lambda: bool(page.beside.pane.text.toPlainText()))
    start.comparing.click()
    assert not page.isVisible()
    docs = [pane.doc for pane in window.session.panes]
    assert len(set(docs)) == 2
    assert window.session.open(Location(docs[0] or ""))


@pytest.mark.parametrize("card", TOUR, ids=lambda card: card.action)
def test_what_a_card_offers_is_an_action(card: TourCard) -> None:
    assert card.action in {spec.name for spec in ACTIONS}


def test_all_of_it_is_found_again_under_help() -> None:
    assert {"help", "tour", "news", "sample_comparison", "sample_register"} <= set(SUBMENUS["帮助"])
