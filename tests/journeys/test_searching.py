"""Searching as an official does it: narrow down, take what helps, follow suggestions, find own notes, take figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reader.core.span import Location, Span
from reader.ui.main_window import MainWindow
from reader.ui.search.search_panel import NoteKey
from reader.ui.session.searching import Answer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def searched(qtbot: QtBot, window: MainWindow, words: str) -> Answer:
    """Types as an input method does, and waits for the answer."""
    box = window.late.bar.search
    box.setFocus()
    box.clear()
    event = QInputMethodEvent()
    event.setCommitString(words)
    with qtbot.waitSignal(window.session.search.answered):
        QApplication.sendEvent(box, event)
    return answer_of(window)


def answer_of(window: MainWindow) -> Answer:
    answer = window.session.search.answer
    assert answer is not None
    return answer


def test_narrowing_down_and_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    everything = searched(qtbot, window, "数字经济")
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    tree = window.late.results.head.facets
    assert tree.hasFocus()
    item = tree.item_of("year", "2021")
    assert item is not None
    expected = int(item.text(1))  # the row itself goes with the next answer
    assert 0 < expected < everything.result.total
    tree.setCurrentItem(item)
    with qtbot.waitSignal(window.session.search.answered):
        QTest.keyClick(tree, Qt.Key.Key_Space)
    assert answer_of(window).result.total == expected
    assert {window.session.info(g.doc).year for g in answer_of(window).groups} == {2021}  # type: ignore[union-attr]
    chip = window.late.results.head.chips.buttons[0]
    with qtbot.waitSignal(window.session.search.answered):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert answer_of(window).result.total == everything.result.total
    window.close()
    again = open_window()
    assert again.late.results.head.filter.isChecked(), "the tree is open as it was left"


def test_an_empty_answer_is_helped_with_one_click(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert not searched(qtbot, window, "数子经济 年份:2021").hits
    button = window.late.results.head.remedies.buttons[0]
    promised = button.text()
    with qtbot.waitSignal(window.session.search.answered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert answer_of(window).result.total > 0
    assert window.late.bar.search.text() == window.session.search.query
    assert f"（{answer_of(window).result.total}）" in promised


def test_initials_lead_to_a_name_and_past_searches_come_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box, listed = window.late.bar.search, window.late.suggestions
    searched(qtbot, window, "jcf")
    qtbot.waitUntil(listed.isVisible)
    with qtbot.waitSignal(window.session.search.answered):
        QTest.keyClick(box, Qt.Key.Key_Down)
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "津产发"
    assert box.hasFocus()
    assert answer_of(window).hits
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.session.search.index == 0, "Enter goes to the first hit"
    assert window.session.settings.search_history[0] == "津产发"
    box.setFocus()
    box.clear()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(listed.isVisible)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert listed.isHidden()


def test_a_saved_search_is_there_tomorrow(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "城市大脑 年份:2021")
    window.late.bar.search.star.trigger()
    assert window.session.settings.saved_searches == ("城市大脑 年份:2021",)
    window.close()
    again = open_window()
    again.desks.search.fill_menu()
    saved = next(action for action in again.desks.search.menu.actions() if action.text() == "城市大脑 年份:2021")
    again.late.bar.search.clear()
    with qtbot.waitSignal(again.session.search.answered):
        saved.trigger()
    assert again.late.bar.search.star.isChecked()
    again.late.bar.search.star.trigger()
    assert again.session.settings.saved_searches == ()
    again.desks.search.forget()
    assert again.session.settings.search_history == ()


def test_notes_are_found_with_the_same_box_and_opened(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = window.session.documents()[1].id
    block = next(b for b in window.session.library.open(doc).blocks if b.kind == "paragraph" and len(b.text) > 60)
    with qtbot.waitSignal(window.session.notes.saved):
        window.session.notes.add(Location(doc, block.id), "note", text="年底前報進度")
    found = searched(qtbot, window, "批注:进度")
    assert [hit.placed.note.text for hit in found.notes] == ["年底前報進度"]
    assert found.only_notes
    window.late.results.list.chosen.emit(NoteKey(0))
    assert window.session.document is not None
    assert window.session.document.id == doc
    qtbot.waitUntil(lambda: window.late.notes.list.current_key() is not None)
    assert window.parts.right.current == "notes"
    with qtbot.waitSignal(window.session.search.answered):
        window.session.notes.delete(found.notes[0].placed.note.id)
    assert not answer_of(window).notes, "what is thrown away is no longer found"


def test_the_walk_goes_on_from_the_first_and_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    answer = searched(qtbot, window, "津产发")
    docs = set()
    for _ in answer.places:
        QTest.keyClick(window, Qt.Key.Key_F3)
        assert window.session.document is not None
        docs.add(window.session.document.id)
        assert not window.late.foot.saved.isVisible()
    assert docs == {group.doc for group in answer.groups}
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert window.session.search.index == 0
    assert window.late.foot.saved.text() == "已到最后一处，从第一处继续。"


def test_hit_counts_are_written_as_a_table(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    answer = searched(qtbot, window, "数字经济")
    target = tmp_path / "统计"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "CSV 表格 (*.csv)"))
    window.late.results.head.export.trigger()
    written = target.with_suffix(".csv")
    qtbot.waitUntil(written.exists)
    rows = list(csv.reader(io.StringIO(written.read_text("utf-8-sig"))))
    assert int(rows[-2][4]) == answer.result.total
    assert sum(int(row[5]) for row in rows[1:-2]) == answer.result.matches
    qtbot.waitUntil(lambda: "统计.csv" in window.late.message.label.text())


def test_a_very_long_query_is_not_repeated_whole(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "字" * 10_000)
    head = window.late.results.head
    assert len(head.summary.text()) < 60
    assert len(head.notice.text()) < 100
    assert head.summary.text().startswith("没有找到“字字字")


def test_enter_leads_into_the_text_and_escape_back_step_by_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "数字经济")
    box = window.late.bar.search
    QTest.keyClick(box, Qt.Key.Key_Return)
    view = window.parts.compare.columns[0].view
    assert view.text_area.hasFocus(), "what is typed next is no longer typed into the box"
    current = window.session.search.current
    assert current is not None
    assert current.span is not None
    QTest.keyClick(view.text_area, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chosen = view.selection()
    assert chosen is not None
    assert chosen.pieces[0].block == current.block, "the caret is at the hit"
    assert chosen.pieces[0].span.start == current.span.start
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F6):
        QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
        assert box.hasFocus()
        QTest.keyClick(box, key)
        assert view.text_area.hasFocus()
        assert box.text() == "数字经济"
        assert window.session.search.answer is not None
    window.late.selection_bar.hide()
    QTest.keyClick(view.text_area, Qt.Key.Key_Escape)
    assert box.text() == "数字经济", "Esc in the text discards nothing"
    assert window.session.search.answer is not None


def test_f3_goes_on_from_the_caret(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    answer = searched(qtbot, window, "数字经济")
    search, view = window.session.search, window.parts.compare.columns[0].view
    group = next(each for each in answer.groups if len(each.hits) > 6)
    search.go_to_hit(group.first)
    view.text_area.setFocus()
    there = next(n for n, place in enumerate(answer.places) if place.hit == group.first + 3)
    at = answer.location(answer.places[there])
    assert at.span is not None
    view.go_to(Location(at.doc, at.block, Span(at.span.start, at.span.start + 1)))
    assert view.caret_place() == Location(at.doc, at.block, Span(at.span.start, at.span.start))
    QTest.keyClick(view.text_area, Qt.Key.Key_F3)
    assert search.index == there + 1, "the reader had gone to that place: on to the one behind it"
    QTest.keyClick(view.text_area, Qt.Key.Key_F3)
    assert search.index == there + 2, "and on from there"
    view.go_to(Location(at.doc, at.block, Span(at.span.start, at.span.start + 1)))
    QTest.keyClick(view.text_area, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert search.index == there - 1


def test_what_is_half_remembered_is_answered_nearest_first_and_strictly_on_request(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    answer = searched(qtbot, window, "政務數據共享開放機制")
    head = window.late.results.head
    assert answer.result.fallback == "words"
    assert answer.hits[0].text == "（十）深化政务数据开放共享"
    assert "最接近的" in head.notice.text()
    assert head.notice.isVisible()
    assert not head.read_as.isVisible(), "it was not looked for as it was read"
    strict = next(button for button in head.remedies.buttons if button.text() == "只查原词")
    with qtbot.waitSignal(window.session.search.answered):
        QTest.mouseClick(strict, Qt.MouseButton.LeftButton)
    assert answer_of(window).result.total == 0


def test_ctrl_and_enter_open_a_hit_in_a_tab_of_its_own(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box, tabs = window.late.bar.search, window.session.tabs
    searched(qtbot, window, "津产发")
    QTest.keyClick(box, Qt.Key.Key_Return)
    before = len(tabs.places)
    searched(qtbot, window, "低空经济")
    QTest.keyClick(box, Qt.Key.Key_Return, CONTROL)
    assert len(tabs.places) == before + 1
    assert answer_of(window).hits[0].doc == tabs.places[tabs.current].doc
    assert window.session.search.index == 0


def test_f3_in_the_box_leads_into_the_text(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "数字经济")
    QTest.keyClick(window.late.bar.search, Qt.Key.Key_F3)
    assert window.parts.compare.columns[0].view.text_area.hasFocus()


def test_enter_before_the_answer_counts_only_while_the_reader_waits(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    box, search, summary = window.late.bar.search, window.session.search, window.late.results.summary
    with qtbot.waitSignal(search.answered):
        window.desks.search.ask("平台")
        assert summary.text() == "正在准备检索…"
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert search.index == 0, "it was waited for"
    assert "平台" not in summary.text()

    box.setFocus()
    with qtbot.waitSignal(search.answered):
        window.desks.search.ask("人工智能")
        QTest.keyClick(box, Qt.Key.Key_Return)
        window.late.library.list.setFocus()
        window.late.actions["contents"].trigger()
    assert search.answer is not None
    assert search.answer.places
    assert search.index is None, "the reader has gone elsewhere"
