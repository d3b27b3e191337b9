"""Two plans side by side: they scroll together by clause, part when told to, and meet again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.alignment import Alignment, Pair
from reader.core.span import Location
from reader.ui.document_view import DocumentView
from reader.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
STILL = 250  # ms after which nothing that scrolling started is still going on


def view(window: MainWindow, column: int) -> DocumentView:
    return window.parts.compare.columns[column].view


def top(window: MainWindow, column: int) -> str | None:
    return view(window, column).place().block


def side_by_side(qtbot: QtBot, window: MainWindow) -> tuple[str, str]:
    """Two documents, linked, both at rest."""
    window.resize(1366, 768)
    left, right = (info.id for info in window.session.documents()[:2])
    window.session.open(Location(left))
    window.session.beside(right)
    qtbot.waitUntil(lambda: window.linked.linking.answering(left, right) is not None)
    qtbot.wait(STILL)
    return left, right


def inner_pairs(window: MainWindow, left: str, right: str) -> tuple[Alignment, list[Pair]]:
    answering = window.linked.linking.answering(left, right)
    assert answering is not None
    both = [p for p in answering.alignment.pairs if p.left and p.right]
    order = answering.alignment.order
    at = [(order[0].index(pair.left or ""), order[1].index(pair.right or "")) for pair in both]
    ends = (len(order[0]) - 30, len(order[1]) - 30)  # the last page cannot come to the upper edge
    inner = [pair for pair, (a, b) in zip(both, at, strict=True) if 20 < a < ends[0] and 20 < b < ends[1]]
    assert len(inner) > 5
    return answering.alignment, inner


def read(qtbot: QtBot, window: MainWindow, column: int, doc: str, block: str | None) -> None:
    view(window, column).go_to(Location(doc, block), flash=False)
    qtbot.wait(STILL)


def shift_wheel(window: MainWindow, column: int, notches: int) -> None:
    target = view(window, column).text_area.viewport()
    middle = target.rect().center()
    event = QWheelEvent(
        QPointF(middle), QPointF(target.mapToGlobal(middle)), QPoint(), QPoint(0, -120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(target, event)


def test_scrolling_one_column_brings_the_counterpart_in_either_direction(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    left, right = side_by_side(qtbot, window)
    _, pairs = inner_pairs(window, left, right)
    for pair in (pairs[0], pairs[-1], pairs[len(pairs) // 2]):
        read(qtbot, window, 0, left, pair.left)
        assert (top(window, 0), top(window, 1)) == (pair.left, pair.right)
    read(qtbot, window, 1, right, pairs[1].right)
    assert (top(window, 0), top(window, 1)) == (pairs[1].left, pairs[1].right)


def test_off_nothing_moves_and_on_brings_them_together(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    left, right = side_by_side(qtbot, window)
    _, pairs = inner_pairs(window, left, right)
    read(qtbot, window, 0, left, pairs[0].left)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    read(qtbot, window, 0, left, pairs[-1].left)
    assert (top(window, 0), top(window, 1)) == (pairs[-1].left, pairs[0].right)
    assert "关" in window.late.compare_bar.buttons["link"].text()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert top(window, 1) == pairs[-1].right


def test_shift_and_wheel_scroll_one_alone_and_align_here_pins(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    left, right = side_by_side(qtbot, window)
    _, pairs = inner_pairs(window, left, right)
    read(qtbot, window, 0, left, pairs[2].left)
    shift_wheel(window, 1, 12)
    qtbot.wait(STILL)
    other = top(window, 1)
    assert top(window, 0) == pairs[2].left
    assert other != pairs[2].right
    window.late.actions["align_here"].trigger()
    read(qtbot, window, 0, left, pairs[-1].left)
    read(qtbot, window, 0, left, pairs[2].left)
    assert top(window, 1) == other


def test_the_bar_stands_only_over_two_clean_documents(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert not window.late.compare_bar.isVisible()
    side_by_side(qtbot, window)
    assert window.late.compare_bar.isVisible()
    window.session.set_source(1, on=True)
    assert not window.late.compare_bar.isVisible()
    window.session.close_beside()
    assert not window.late.actions["align_here"].isEnabled()
