"""Scripts in the window: marks, notes and copies stay right in every one, and a choice of character can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
PLAN = "tianjin-digitalisation-2021"


def reading(window: MainWindow) -> DocumentView:
    assert window.session.open(Location(PLAN))
    view = window.parts.compare.columns[0].view
    view.finish()
    return view


def place_of(window: MainWindow, words: str) -> Selection:
    document = window.session.document
    assert document is not None
    block = next(b for b in document.blocks if words in b.text and b.kind == "paragraph")
    at = block.text.index(words)
    return Selection(document.id, (Piece(block.id, Span(at, at + len(words))),))


def drawn(view: DocumentView) -> list[str]:
    return [QTextCursor(s.cursor).selectedText() for s in view.text_area.extraSelections()]  # type: ignore[attr-defined]


def test_taiwans_words_carry_marks_notes_and_selections(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    view = reading(window)
    place = place_of(window, "互联网")
    piece = place.pieces[0]
    window.session.set_script(Script.TWP)
    view.finish()
    assert "網際網路" in view.text_area.toPlainText()
    view.go_to(Location(PLAN, piece.block, piece.span), flash=False)
    view.select(place)
    assert view.selection() == place
    assert view.selected_text() == "網際網路"
    window.late.actions["highlight"].trigger()
    qtbot.waitUntil(lambda: "網際網路" in drawn(view))
    note = window.session.notes.of(PLAN)[-1].note
    assert note.anchor.quote == "互联网", "a note keeps the words of the document"
    view.select(place)  # marking has let go of it
    window.late.actions["copy"].trigger()
    assert QGuiApplication.clipboard().text() == "網際網路"
    window.session.set_script(Script.HANS)
    view.finish()
    qtbot.waitUntil(lambda: "互联网" in drawn(view))
    window.session.set_script(Script.TWP)
    window.close()
    again = open_window()
    assert again.session.script == Script.TWP
    again.session.toggle_script()
    again.session.toggle_script()
    assert again.session.script == Script.TWP, "F9 comes back to the form used last"


def test_hits_are_marked_in_taiwans_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    view = reading(window)
    window.session.set_script(Script.TWP)
    with qtbot.waitSignal(window.session.search.answered):
        window.session.search.ask("互联网")
    window.session.search.step(1)
    shown = window.parts.compare.columns[0].view
    shown.finish()
    qtbot.waitUntil(lambda: any("網際網路" in words for words in drawn(shown)))
    assert view is shown


def test_a_choice_of_character_can_be_seen_and_asked(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    view = reading(window)
    action = window.late.actions["mark_ambiguous"]
    assert action in window.late.menus.look.actions()
    action.trigger()
    qtbot.waitUntil(lambda: bool(view.text_area._dots))
    window.session.set_script(Script.HANT)
    view.finish()
    text = view.text_area.document().toRawText()
    qtbot.waitUntil(lambda: any(text[a:b] == "發" for a, b in view.text_area._dots))
    start, end = next((a, b) for a, b in view.text_area._dots if text[a:b] == "發")
    assert view.text_area._tip_at(start) == "“发”的繁体可作：發、髮。此处显示“發”，请结合上下文核对。"
    assert end == start + 1
    action.trigger()
    qtbot.waitUntil(lambda: not view.text_area._dots)
