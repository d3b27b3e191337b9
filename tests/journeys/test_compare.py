"""Two plans side by side: they scroll together by clause, part when told to, and meet again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.alignment import Alignment, Pair
from reader.core.comparison import LIKE_ENOUGH
from reader.core.span import Location
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


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
    qtbot.waitUntil(lambda: window.desks.linking.linking.answering(left, right) is not None)
    at_rest(qtbot, window)
    return left, right


def inner_pairs(window: MainWindow, left: str, right: str) -> tuple[Alignment, list[Pair]]:
    answering = window.desks.linking.linking.answering(left, right)
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
    at_rest(qtbot, window)


def shift_wheel(window: MainWindow, column: int, notches: int) -> None:
    target = view(window, column).text_area.viewport()
    middle = target.rect().center()
    event = QWheelEvent(
        QPointF(middle), QPointF(target.mapToGlobal(middle)), QPoint(), QPoint(0, -120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(target, event)


def test_scrolling_one_column_brings_the_counterpart_in_either_direction(qtbot: QtBot, open_window: OpenWindow) -> None:
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
    at_rest(qtbot, window)
    other = top(window, 1)
    assert top(window, 0) == pairs[2].left
    assert other != pairs[2].right
    window.late.actions["align_here"].trigger()
    read(qtbot, window, 0, left, pairs[-1].left)
    read(qtbot, window, 0, left, pairs[2].left)
    assert top(window, 1) == other


def test_the_bar_stands_over_several_columns_and_compares_clean_ones(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert not window.late.compare_bar.isVisible()
    side_by_side(qtbot, window)
    assert window.late.compare_bar.isVisible()
    assert window.late.compare_bar.height() < window.parts.compare.height() // 5
    assert window.late.actions["align_here"].isEnabled()
    window.session.set_source(1, on=True)
    assert not window.late.actions["align_here"].isEnabled()
    window.session.close_beside()
    assert not window.late.compare_bar.isVisible()


def test_a_reworded_pair_from_the_list_stands_in_both_columns_with_its_differences(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    left, right = side_by_side(qtbot, window)
    _, pairs = inner_pairs(window, left, right)
    window.late.compare_bar.buttons["differences"].click()
    panel = window.late.differences
    assert panel.isVisible()
    qtbot.waitUntil(lambda: panel.list.rows.rowCount() > len(pairs))
    pair = next(p for p in pairs if p.status == "reworded" and p.similarity >= LIKE_ENOUGH)
    panel.filter.setCurrentIndex(panel.filter.findData("reworded"))
    panel.filter.activated.emit(panel.filter.currentIndex())
    keys = [panel.list.rows.key(panel.list.rows.index(n)) for n in range(panel.list.rows.rowCount())]
    key = next(k for k in keys if isinstance(k, int) and panel._pairs[k] == pair)
    panel.list.select_key(key)
    panel.list.chosen.emit(key)
    at_rest(qtbot, window)
    assert (top(window, 0), top(window, 1)) == (pair.left, pair.right)
    html = panel.detail.toHtml()
    assert window.parts.theme.removed in html
    assert window.parts.theme.added in html
    unlike = next(k for k, p in enumerate(panel._pairs) if p.status == "reworded" and p.similarity < LIKE_ENOUGH)
    panel.list.select_key(unlike)
    html = panel.detail.toHtml()
    assert window.parts.theme.removed not in html, "not all pink"
    assert "并列显示" in panel.detail.toPlainText()
    window.late.compare_bar.buttons["differences"].click()
    assert not panel.isVisible()


def test_the_comparison_is_written_as_a_file(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    left, right = side_by_side(qtbot, window)
    for form, begin in (("docx", b"PK"), ("html", b"<!")):
        target = tmp_path / f"comparison.{form}"
        window.desks.comparing.write(target, left, right, form)
        qtbot.waitUntil(target.exists)
        assert target.read_bytes().startswith(begin)


def test_a_title_has_no_relatives_and_the_panel_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = next(info.id for info in window.session.documents() if info.doc_number)
    document = window.session.library.open(doc)
    window.session.open(Location(doc))
    window.late.actions["related"].trigger()
    for block in (b for b in document.blocks[:8] if b.kind in {"title", "doc_number"}):
        window.session.moved(0, Location(doc, block.id))
        qtbot.waitUntil(lambda: "标题或落款" in window.late.related.empty.text())
        assert not window.late.related.list.isVisible()


def test_the_relatives_are_those_of_the_clause_that_was_clicked(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    doc = window.session.documents()[0].id
    document = window.session.library.open(doc)
    at = next(n for n, b in enumerate(document.blocks) if n > 25 and b.kind == "paragraph" and len(b.text) > 80)
    window.session.open(Location(doc, document.blocks[at].id))
    window.late.actions["related"].trigger()
    asked = window.late.related.asked
    qtbot.waitUntil(lambda: document.blocks[at].text[:20] in asked.text())
    area = view(window, 0).text_area
    spot = area.viewport().rect().center()
    clicked = document.block(view(window, 0).clause_at(area.viewport().mapToGlobal(spot)).block or "")
    assert clicked is not None
    assert clicked.id != document.blocks[at].id
    QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: clicked.text[:10] in asked.text())


def test_a_related_clause_opens_beside_the_one_being_read(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    doc = window.session.documents()[0].id
    document = window.session.library.open(doc)
    block = next(b for b in document.blocks[25:] if b.kind == "paragraph" and len(b.text) > 80)
    window.session.open(Location(doc, block.id))
    window.late.actions["related"].trigger()
    rows = window.late.related.list.rows
    qtbot.waitUntil(lambda: rows.rowCount() > 0)
    found = window.late.related._found[0]
    assert found.location.doc != doc
    assert found.terms[0].text in rows._make(0).foot  # why it was found
    window.late.related.list.chosen.emit(0)
    at_rest(qtbot, window)
    assert (top(window, 0), top(window, 1)) == (block.id, found.location.block)
    assert window.late.related.isVisible()


def test_the_right_panel_comes_back_after_comparing(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1366, 768)
    window.parts.right.show_tab("notes")
    side_by_side(qtbot, window)
    assert window.parts.right.isHidden(), "two columns need its room"
    window.late.actions["differences"].trigger()
    assert window.parts.right.current == "differences"
    window.session.close_beside()
    assert not window.parts.right.isHidden()
    assert window.parts.right.current == "notes"

    at_rest(qtbot, window)  # everything finds its width again
    side_by_side(qtbot, window)
    assert window.parts.right.isHidden()
    window.close()
    again = open_window()
    again.resize(1366, 768)
    at_rest(qtbot, again)
    assert len(again.session.panes) == 2
    assert again.parts.right.isHidden(), "two columns still need its room"
    again.session.close_beside()
    assert not again.parts.right.isHidden(), "after the next start, too"
    assert again.parts.right.current == "notes"
