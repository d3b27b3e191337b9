"""What the window says lies over it: nothing moves, nothing else comes under the pointer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from reader.core.span import Location
from reader.ui.main_window import MainWindow
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_a_sentence_moves_nothing(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.resize(1100, 700)
    window.session.open(Location(window.session.documents()[0].id))
    at_rest(qtbot, window)
    area = window.parts.compare.columns[0].view.text_area
    before = area.mapTo(window, QPoint(0, 0)), area.size()
    message = window.late.message
    message.say("已复制：" + "一句长话，" * 30, "打开文件夹", lambda: None)
    at_rest(qtbot, window)
    assert (area.mapTo(window, QPoint(0, 0)), area.size()) == before
    foot = window.late.foot.mapTo(window, QPoint(0, 0)).y()
    for width in (1100, 800):
        window.resize(width, 700)
        at_rest(qtbot, window)
        lower = message.mapTo(window, QPoint(0, message.height())).y()
        foot = window.late.foot.mapTo(window, QPoint(0, 0)).y()
        assert foot - 40 < lower <= foot
        assert message.label.height() >= message.label.heightForWidth(message.label.width()), "no line is cut off"
