"""Typing into a note: kept from the first second, found again after a crash, never overwriting what came meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.store.drafts import Draft, Drafts
from reader.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]


def note_in(qtbot: QtBot, window: MainWindow) -> str:
    """A highlight with a word on it, its text being edited."""
    doc = window.session.documents()[0].id
    block = next(b for b in window.session.library.open(doc).blocks if len(b.text) > 60)
    with qtbot.waitSignal(window.session.notes.saved) as told:
        window.session.notes.add(Selection(doc, (Piece(block.id, Span(4, 16)),)), "highlight", text="前")
    assert told.args is not None
    made = str(told.args[0].note.id)
    window.parts.right.show_tab("notes")
    window.late.notes.edit(made)
    qtbot.waitUntil(window.late.notes.text.hasFocus)
    return made


def folder(window: MainWindow) -> Path:
    return window.session.library.store.folder / "drafts"


def said(window: MainWindow) -> str:
    return window.late.message.label.text() if window.late.message.isVisible() else ""


def test_what_is_typed_is_kept_within_seconds_and_dropped_once_it_is_saved(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    made, panel = note_in(qtbot, window), window.late.notes
    with qtbot.waitSignal(panel.typed):
        QTest.keyClicks(panel.text, "abc")
    file = folder(window) / f"{made}.json"
    qtbot.waitUntil(file.exists)
    assert "abc" in file.read_text("utf-8")
    assert window.session.library.store.get(made).text == "前", "it is no version of the note yet"
    QTest.keyClick(panel.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not file.exists())
    assert "abc" in window.session.library.store.get(made).text


def test_after_a_crash_it_is_there_again_and_can_be_taken_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    made = note_in(qtbot, window)
    left = folder(window)
    window.close()
    Drafts(left).keep(Draft(made, "前后打了很多字 #重点", "前"))
    os.utime(left / f"{made}.json", (1, 1))
    window = open_window()
    with qtbot.waitSignal(window.desks.notes.drafts.recovered):
        window.session.notes.load_all()
    store = window.session.library.store
    qtbot.waitUntil(lambda: store.get(made).text == "前后打了很多字 #重点")
    assert store.get(made).tags == ("重点",)
    assert "已找回（1 条）" in said(window)
    qtbot.waitUntil(lambda: not (left / f"{made}.json").exists())
    window.session.notes.undo()
    qtbot.waitUntil(lambda: store.get(made).text == "前")


def test_what_was_written_elsewhere_meanwhile_is_not_overwritten(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    made, panel = note_in(qtbot, window), window.late.notes
    QTest.keyClicks(panel.text, "mine ")
    store = window.session.library.store
    store.update(replace(store.get(made), text="别人的"))
    window.session.notes.reload()
    qtbot.waitUntil(lambda: (placed := window.session.notes.get(made)) is not None and placed.note.text == "别人的")
    assert "mine" in panel.text.toPlainText(), "what is being typed stays"
    with qtbot.waitSignal(panel.clashed):
        panel.finish_editing()
    qtbot.waitUntil(lambda: "mine" in store.get(made).text)
    assert "别人的" in store.get(made).text
    assert "两边的文字都留下了" in said(window)


def test_what_nobody_typed_into_shows_what_was_written_elsewhere(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    made, panel = note_in(qtbot, window), window.late.notes
    store = window.session.library.store
    store.update(replace(store.get(made), text="别人的"))
    window.session.notes.reload()
    qtbot.waitUntil(lambda: panel.text.toPlainText() == "别人的")
    assert panel.text.hasFocus()
    with qtbot.assertNotEmitted(panel.clashed):
        QTest.keyClicks(panel.text, "x")
        panel.finish_editing()
        panel.finish_editing()
    qtbot.waitUntil(lambda: "x" in store.get(made).text)


def test_a_phrase_is_put_in_and_a_link_leads_to_its_clause(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    with qtbot.waitSignal(window.session.opened):
        window.session.open(Location(window.session.documents()[0].id))
    note_in(qtbot, window)
    panel, document = window.late.notes, window.session.document
    assert document is not None
    panel.text.setPlainText("前")
    panel.text.moveCursor(QTextCursor.MoveOperation.End)
    panel.extras.templates.menu().actions()[1].trigger()
    QTest.keyClicks(panel.text, "x")
    assert panel.text.toPlainText() == "前\n【疑问】x #待核", "typing goes on before the tag, or it would be part of it"
    panel.text.setPlainText("后")
    panel.extras.templates.menu().actions()[1].trigger()
    assert panel.text.toPlainText() == "【疑问】 #待核\n后", "on a line of its own"
    panel.text.setPlainText(f"见 [[{document.id}#二]] 和 [[三]]")
    assert panel.extras.links.text().count("<a ") == 2
    block = {each.number: each.id for each in document.blocks if each.level == 1}
    for link, number in (("0", "二"), ("1", "三")):
        with qtbot.waitSignal(window.session.opened):
            panel.extras.links.linkActivated.emit(link)
        assert window.parts.compare.columns[0].view.place().block == block[number]
    panel.text.setPlainText("[[第九千条]]")
    panel.extras.links.linkActivated.emit("0")
    qtbot.waitUntil(lambda: "第九千条" in said(window))


def test_the_writers_name_is_asked_for_once_and_never_over_another_message(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    note_in(qtbot, window)
    desk = window.desks.notes.choosing
    window.late.message.say("别的话")
    desk._offering.timeout.emit()
    assert said(window) == "别的话"
    window.late.message.hide()
    desk._offering.timeout.emit()
    assert "您的姓名和单位" in said(window)
    window.late.message.hide()
    desk._offering.timeout.emit()
    assert said(window) == "", "once is enough"
