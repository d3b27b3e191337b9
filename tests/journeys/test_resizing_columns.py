"""Another size of the window: every column keeps the line at its upper edge, and nobody follows anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


def tops(window: MainWindow) -> list[str | None]:
    return [column.view.place().block for column in window.parts.compare.columns]


@pytest.mark.parametrize("at", [0, 12])
def test_four_columns_keep_their_places_when_the_window_changes_its_size(
    qtbot: QtBot, open_window: OpenWindow, at: int
) -> None:
    window = open_window()
    window.resize(1366, 768)
    first = next(info.id for info in window.session.documents() if "dongli" in info.id)
    window.session.open(Location(first))
    window.late.actions["compare"].trigger()
    window.late.actions["add_pane"].trigger()
    window.late.actions["add_pane"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.compare.columns) == 4)
    docs = [pane.doc for pane in window.session.panes]
    known = window.desks.linking.linking.answering
    qtbot.waitUntil(lambda: all(known(docs[0] or "", doc or "") for doc in docs[1:]))
    view = window.parts.compare.columns[0].view
    view.finish()
    if at:
        assert view.document is not None
        view.go_to(Location(first, view.document.blocks[at].id), flash=False)
    at_rest(qtbot, window)
    before = tops(window)
    for size in (QSize(1100, 640), QSize(1900, 1030), QSize(1300, 700), QSize(1366, 768)):
        window.resize(size)
        at_rest(qtbot, window)
        assert tops(window) == before, size
