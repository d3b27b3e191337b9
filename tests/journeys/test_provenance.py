"""A doubt about a sentence: where it came from, what was changed, by which rule, and how the source read there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.provenance import Provenance
from reader.core.rules import REPAIRS
from reader.core.span import Location
from reader.script import Script
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView
from reader.ui.text.source_view import SourceView
from tests.patience import at_rest, complete

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DOC = "tianjin-digitalisation-2021"  # pinyin notes, traditional forms, misaligned characters, a heading that is missing


def opened(window: MainWindow, doc: str = DOC) -> Document:
    assert window.session.open(Location(doc))
    document = window.session.document
    assert document is not None
    return document


def view_of(window: MainWindow) -> DocumentView:
    return window.parts.compare.columns[0].view


def source_of(window: MainWindow) -> SourceView:
    source = window.parts.compare.columns[1].source
    assert source is not None
    return source


def beside(qtbot: QtBot, window: MainWindow) -> SourceView:
    window.late.actions["compare_source"].trigger()
    at_rest(qtbot, window)  # the columns find their width
    return source_of(window)


def first_line_has(source: SourceView, raw: int) -> bool:
    below = QPoint(0, 16 + source.fontMetrics().lineSpacing() * 3 // 2)
    return source.offset_at(QPoint(0, 0)) <= raw < source.offset_at(below)


def drawn(area: QPlainTextEdit | QTextEdit) -> list[str]:
    """The words under what is drawn over a text."""
    return [s.cursor.selectedText() for s in area.extraSelections()]  # type: ignore[attr-defined]


def top_clause(window: MainWindow) -> str | None:
    return view_of(window).place().block


def test_from_the_panel_to_the_place_in_both_texts_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    document = opened(window)
    source = beside(qtbot, window)
    panel = window.late.source
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    at_rest(qtbot, window)
    assert panel.isVisible()
    assert panel.page.hasFocus()
    for words in (
        "未载明",
        "津政发〔2021〕14号",
        document.source.sha256[:16],
        "UTF-8",
        "删去注音",
        document.defects[0].note,
    ):
        assert words in panel.page.toPlainText()
    panel.page.anchorClicked.emit(QUrl("rule:gbk-shift"))
    rows = panel.edits.list
    assert rows.hasFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    number = window.late.tracing.current(DOC)
    assert number is not None
    edit = document.edits[number]
    assert edit.rule == "gbk-shift"
    qtbot.waitUntil(lambda: edit.now in drawn(view_of(window).text_area))
    qtbot.waitUntil(lambda: drawn(source) == [edit.was])
    shown = source.offset_at(QPoint(0, 0)), source.offset_at(source.viewport().rect().bottomRight())
    assert shown[0] <= edit.raw.start < shown[1], "the source came along"
    at_rest(qtbot, window)
    assert shown[0] == source.offset_at(QPoint(0, 0)), "and stays"


def test_f4_goes_through_the_repairs_in_either_script(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    document = opened(window)
    window.late.source.edits.set_filter("repairs")
    window.session.set_script(Script.HANT)
    repairs = [n for n, edit in enumerate(document.edits) if edit.rule in REPAIRS]
    assert len(repairs) > 3
    seen = []
    for _ in repairs:
        QTest.keyClick(window, Qt.Key.Key_F4)
        number = window.late.tracing.current(DOC)
        assert number is not None
        seen.append(number)
        qtbot.waitUntil(lambda: bool(view_of(window).text_area.extraSelections()))
    assert seen == repairs
    QTest.keyClick(window, Qt.Key.Key_F4)
    assert window.late.tracing.current(DOC) == seen[0], "round the end"
    QTest.keyClick(window, Qt.Key.Key_F4, SHIFT)
    assert window.late.tracing.current(DOC) == seen[-1]
    assert window.late.source.edits.list.current_key() == ("edit", seen[-1])


def test_edits_are_shown_on_demand_and_can_be_asked_about(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    document = opened(window)
    area = view_of(window).text_area
    assert not area._dots
    QTest.keyClick(window, Qt.Key.Key_E, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: len(area._dots) > 10)
    QTest.keyClick(window, Qt.Key.Key_F9)
    complete(qtbot, view_of(window))
    qtbot.waitUntil(lambda: len(area._dots) > 10)
    position, _ = area._dots[3]
    cursor = area.textCursor()
    cursor.setPosition(position)
    area.setTextCursor(cursor)
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Return)
    number = window.late.tracing.current(DOC)
    assert number is not None
    assert window.parts.right.current == "source"
    assert window.late.source.edits.list.current_key() == ("edit", number)
    assert document.edits[number].rule in {"script", "pinyin", "width"}
    QTest.keyClick(window, Qt.Key.Key_E, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: not area._dots)


@pytest.mark.parametrize("script", [Script.HANS, Script.HANT])
def test_clean_text_and_source_go_in_step_both_ways(qtbot: QtBot, open_window: OpenWindow, script: Script) -> None:
    window = open_window()
    document = opened(window)
    window.session.set_script(script)
    source = beside(qtbot, window)
    read = Provenance(document)
    bar = view_of(window).text_area.verticalScrollBar()
    for share in (0.3, 0.8, 0.5):
        bar.setValue(int(bar.maximum() * share))
        place = view_of(window).place()
        assert place.block is not None
        assert place.span is not None
        wanted = read.to_raw(place.block, place.span.start)
        qtbot.waitUntil(lambda raw=wanted: first_line_has(source, raw))  # type: ignore[misc]
    steps = source.verticalScrollBar()
    for lines in (-40, 90):
        steps.setValue(steps.value() + lines)
        there = read.to_clean(source.offset_at(QPoint(0, 0)))
        assert there is not None
        qtbot.waitUntil(lambda block=there[0]: top_clause(window) == block)  # type: ignore[misc]
        at = steps.value()
        at_rest(qtbot, window)
        assert steps.value() == at, "the source is not pushed about by the text that follows it"
        qtbot.waitUntil(lambda: window.session.panes[0].place == view_of(window).place())


def test_a_defect_leads_to_its_place(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    document = opened(window)
    window.late.source.defect_chosen.emit(0)
    place = window.session.pane.place
    assert place is not None
    assert place.block == document.defects[0].block


def test_the_hash_is_copied_and_a_document_in_order_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    document = opened(window)
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    qtbot.waitUntil(window.late.source.isVisible)
    window.late.source.page.anchorClicked.emit(QUrl("copy:sha256"))
    assert QGuiApplication.clipboard().text() == document.source.sha256
    words = window.late.source.page.toPlainText
    qtbot.waitUntil(lambda: "时效\n已到期\n依据：规划期 2021—2023 年" in words())
    other = opened(window, "dongli-digital-economy-2026")
    assert other.title[:6] in words()
    assert "征求意见稿" in words()
    qtbot.waitUntil(lambda: "题名：" in words())
    window.session.set_language("en")
    assert "Validity\nDraft for comment" in words()
    assert "Punctuation and width corrected" in window.late.source.page.toPlainText()


def test_everything_in_the_panel_has_a_name(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    opened(window)
    window.late.source.show_edit(0)
    for widget in window.late.source.findChildren(QPushButton) + window.late.source.findChildren(QToolButton):
        assert widget.text() or widget.accessibleName(), widget
    for named in (window.late.source.page, window.late.source.edits.list, window.late.source.edits.detail):
        assert named.accessibleName()
    assert all(label.text() or label.isHidden() for label in window.late.source.findChildren(QLabel))
