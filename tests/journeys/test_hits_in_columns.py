"""A hit that is walked to stands in sight, also where columns scroll together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.mark.parametrize("active", [0, 1])
def test_enter_in_the_box_shows_the_first_hit_in_linked_columns(
    qtbot: QtBot, open_window: Callable[[], MainWindow], active: int
) -> None:
    window = open_window()
    window.resize(1366, 768)
    session = window.session
    docs = [info.id for info in session.documents() if "tianjin-digital" in info.id or "dongli" in info.id][:2]
    session.open(Location(docs[0]))
    session.beside(docs[1])
    qtbot.waitUntil(lambda: window.desks.linking.linking.answering(*docs) is not None)
    for column in window.parts.compare.columns:
        column.view.finish()
    document = session.library.open(docs[0])
    window.parts.compare.columns[0].view.go_to(Location(docs[0], document.blocks[30].id), flash=False)
    at_rest(qtbot, window)
    session.set_active(active)
    window.late.actions["search"].trigger()
    with qtbot.waitSignal(session.search.answered):
        session.search.ask("数字经济")
    for _ in range(4):
        QTest.keyClick(window.late.bar.search, Qt.Key.Key_Return)
        at_rest(qtbot, window)
        place = session.search.current
        assert place is not None
        assert place.block is not None
        pane = next(n for n, pane in enumerate(session.panes) if pane.doc == place.doc)
        view = window.parts.compare.columns[pane].view
        assert view.sight is not None
        number = view.sight.number_of(place.block)
        assert number in view.sight.in_sight(), (place, view.place())
        window.late.actions["search"].trigger()
