"""An official's day, through the window: search, read, compare, switch script, leave a note, come back tomorrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.main_window import MainWindow
from reader.ui.text.document_view import DocumentView
from tests.patience import complete

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def type_in(widget: QWidget, words: str) -> None:
    """What an input method sends when the user has chosen the characters."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def view_of(window: MainWindow, column: int = 0) -> DocumentView:
    return window.parts.compare.columns[column].view


def shown_script(window: MainWindow) -> Script:
    return view_of(window).script


def searched(qtbot: QtBot, window: MainWindow, words: str) -> None:
    box = window.late.bar.search
    box.clear()
    with qtbot.waitSignal(window.session.search.answered):
        type_in(box, words)


def first_words(window: MainWindow, at: int = 3, length: int = 12) -> Selection:
    """Some words of a long paragraph of the open document."""
    document = window.session.document
    assert document is not None
    block = [b for b in document.blocks if b.kind == "paragraph" and len(b.text) > 60][at]
    return Selection(document.id, (Piece(block.id, Span(4, 4 + length)),))


def open_first(qtbot: QtBot, window: MainWindow, number: int = 0) -> str:
    doc = window.session.documents()[number].id
    window.late.library.list.chosen.emit(doc)
    view = view_of(window)
    qtbot.waitUntil(lambda: view.document is not None and view.document.id == doc)
    return doc


def marks(view: DocumentView) -> int:
    return len(view.text_area.extraSelections())


def test_both_scripts_find_the_same_and_enter_goes_through_the_hits(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "数字经济")
    simplified = window.session.search.answer
    searched(qtbot, window, "數字經濟")
    traditional = window.session.search.answer
    assert simplified is not None
    assert traditional is not None
    assert len(simplified.hits) > 20
    assert [h.location for h in simplified.hits] == [h.location for h in traditional.hits]
    assert window.parts.left.current == "search"

    QTest.keyClick(window.late.bar.search, Qt.Key.Key_Return)
    assert window.session.document is not None
    assert window.session.document.id == traditional.hits[0].doc
    assert window.session.search.index == 0
    qtbot.waitUntil(lambda: marks(view_of(window)) > 0)
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert window.session.search.index == 1
    current = window.late.results.list.current_key()
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    last = traditional.places[-1]
    assert window.session.document.id == traditional.hits[last.hit].doc, "before the first comes the last"
    assert window.late.results.list.current_key() != current
    assert f"{len(traditional.places)}" in window.late.foot.hits.text()


def test_nothing_found_is_said_and_clearing_clears(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "量子纠缠态制备")
    assert "没有找到" in window.late.results.summary.text()
    with qtbot.waitSignal(window.session.search.answered):
        window.late.bar.search.clear()
    assert window.session.search.answer is None
    assert not window.late.foot.hits.text()


def test_the_toggle_keeps_place_selection_and_marks(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    searched(qtbot, window, "发展")
    open_first(qtbot, window, 1)
    chosen = first_words(window, at=5)
    window.session.open(Location(chosen.doc, chosen.pieces[0].block))
    view = view_of(window)
    view.select(chosen)
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.keyClick(view.text_area, Qt.Key.Key_H)
    view.select(chosen)
    complete(qtbot, view)
    top, drawn = view.place().block, marks(view)
    simplified = view.selected_text()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert shown_script(window) is Script.HANT
    assert window.late.bar.traditional.isChecked()
    assert view.notice.isVisible()
    assert window.late.foot.banner.isHidden(), "said once"
    view.notice.dismiss()
    assert not window.late.foot.banner.isHidden()
    assert view.place().block == top
    assert view.selection() == chosen
    assert view.selected_text(canonical=True) == simplified
    qtbot.waitUntil(lambda: view.is_complete and marks(view) == drawn)
    QTest.mouseClick(window.late.bar.simplified, Qt.MouseButton.LeftButton)
    assert shown_script(window) is Script.HANS
    assert view.selection() == chosen
    assert view.selected_text() == simplified
    qtbot.waitUntil(lambda: view.is_complete and marks(view) == drawn)
    assert window.late.foot.banner.isHidden()


def test_a_note_made_in_traditional_is_there_in_simplified_tomorrow(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    open_first(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_F9)
    chosen = first_words(window)
    view = view_of(window)
    view.select(chosen)
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.keyClick(
            view.text_area, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
    assert window.late.foot.saved.text() == "已保存"
    qtbot.waitUntil(window.late.notes.text.hasFocus)
    type_in(window.late.notes.text, "年底前報進度")
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.keyClick(window.late.notes.text, Qt.Key.Key_Return, CONTROL)
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: len(again.session.notes.of(chosen.doc)) == 1)
    assert again.session.script is Script.HANT, "the script is remembered"
    again.session.toggle_script()
    placed = again.session.notes.of(chosen.doc)[0]
    assert placed.note.text == "年底前報進度"
    assert placed.resolution.state == "exact"
    assert placed.resolution.pieces == chosen.pieces
    document = again.session.document
    assert document is not None
    block = document.block(chosen.pieces[0].block)
    assert block is not None
    assert placed.note.anchor.quote == chosen.pieces[0].span.cut(block.text)
    again.late.notes.list.chosen.emit(placed.note.id)
    assert again.late.notes.text.toPlainText() == "年底前報進度"
    qtbot.waitUntil(lambda: marks(view_of(again)) > 0)


def test_what_is_typed_belongs_to_its_own_note(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = open_first(qtbot, window)
    view = view_of(window)
    marked, written = first_words(window, at=4), first_words(window, at=5)
    view.select(marked)
    window.late.actions["underline"].trigger()
    view.select(written)
    window.late.actions["note"].trigger()  # before the store has answered for the underline
    qtbot.waitUntil(lambda: len(window.session.notes.of(doc)) == 2)
    qtbot.waitUntil(window.late.notes.text.hasFocus)
    type_in(window.late.notes.text, "写在第二处")
    with qtbot.waitSignal(window.session.notes.saved):
        open_first(qtbot, window, 1)  # another document takes the list away; what was typed is kept
    texts = {each.note.anchor.block: each.note.text for each in window.session.notes.of(doc)}
    assert texts == {marked.pieces[0].block: "", written.pieces[0].block: "写在第二处"}


def test_a_deleted_note_comes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = open_first(qtbot, window)
    with qtbot.waitSignal(window.session.notes.saved):
        window.late.actions["bookmark"].trigger()
    note = window.session.notes.of(doc)[0].note
    window.late.notes.choose(note.id)
    with qtbot.waitSignal(window.session.notes.deleted):
        QTest.mouseClick(window.late.notes.delete, Qt.MouseButton.LeftButton)
    assert window.session.notes.of(doc) == ()
    with qtbot.waitSignal(window.session.notes.saved):
        QTest.mouseClick(window.late.message.button, Qt.MouseButton.LeftButton)
    assert [n.note.id for n in window.session.notes.of(doc)] == [note.id]


def test_side_by_side(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = open_first(qtbot, window)
    window.late.actions["compare"].trigger()
    assert len(window.parts.compare.columns) == 2
    second = view_of(window, 1)
    qtbot.waitUntil(lambda: second.document is not None)
    assert second.document is not None
    assert second.document.id != doc
    searched(qtbot, window, "发展")
    qtbot.waitUntil(lambda: marks(view_of(window)) > 0)
    qtbot.waitUntil(lambda: marks(second) > 0)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert second.script is Script.HANT
    window.parts.compare.swap_wanted.emit(1)
    first = view_of(window)
    assert first.document is not None
    assert first.document.id != doc
    window.late.actions["compare"].trigger()
    assert len(window.parts.compare.columns) == 1


def test_the_source_as_received_stands_beside_the_clean_text(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    doc = open_first(qtbot, window)
    window.late.actions["compare_source"].trigger()
    source = window.parts.compare.columns[1].source
    assert source is not None
    shown = source.toPlainText()
    assert shown == window.session.library.source(doc).replace("\r\n", "\n")


def test_everything_is_as_it_was_left(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    open_first(qtbot, window, 0)
    doc = window.session.documents()[1].id
    window.late.library.list.chosen_aside.emit(doc)
    chosen = first_words(window, at=6)
    window.session.open(Location(doc, chosen.pieces[0].block))
    searched(qtbot, window, "平台")
    window.session.set_look(theme="night", font_size=20)
    window.session.set_language("en")
    window.parts.right.hide()
    window.resize(window.width(), 640)
    place = view_of(window).place()
    window.close()

    again = open_window()
    assert [p.doc for p in again.session.tabs.places] == [window.session.documents()[0].id, doc]
    assert view_of(again).document is not None
    assert view_of(again).place().block == place.block
    assert again.parts.theme.name == "night"
    assert again.parts.type_.size == 20
    assert again.parts.right.isHidden()
    assert again.parts.left.current == "search"
    assert again.height() == 640
    assert again.late.bar.search.placeholderText().startswith("Search")
    qtbot.waitUntil(lambda: again.session.search.answer is not None)
    assert again.late.bar.search.text() == "平台"


def test_all_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.late.bar.search.hasFocus()
    with qtbot.waitSignal(window.session.search.answered):
        type_in(window.late.bar.search, "平台")
    qtbot.waitUntil(window.late.suggestions.isVisible)
    QTest.keyClick(window.late.bar.search, Qt.Key.Key_Escape)
    assert window.late.suggestions.isHidden()
    assert window.late.bar.search.text() == "平台"
    QTest.keyClick(window.late.bar.search, Qt.Key.Key_Down)
    results = window.late.results.list
    assert results.hasFocus()
    QTest.keyClick(results, Qt.Key.Key_Down)
    QTest.keyClick(results, Qt.Key.Key_Return)
    view = view_of(window)
    assert window.session.document is not None
    assert view.text_area.hasFocus(), "the keyboard follows into the text"

    QTest.keyClick(view.text_area, Qt.Key.Key_F, CONTROL)
    assert window.late.find_bar.words.hasFocus()
    with qtbot.waitSignal(window.session.find.answered):
        type_in(window.late.find_bar.words, "發展")
    found = window.session.find
    assert found.answer is not None
    assert {h.doc for h in found.answer.hits} == {window.session.document.id}
    start = found.index
    QTest.keyClick(window.late.find_bar.words, Qt.Key.Key_Return)
    assert found.index != start
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.late.find_bar.isHidden()
    assert view.text_area.hasFocus()

    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.late.bar.search.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert results.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert view.text_area.hasFocus()
    before = view.place()
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.pane.place != before
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.place().block == before.block)
    assert window.session.history.can_go_forward


def test_go_to_clause_says_what_is_not_there_and_goes_to_what_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    from reader.ui.frame.dialogs import GoToDialog

    window = open_window()
    open_first(qtbot, window)
    document = window.session.document
    assert document is not None
    target = next(b for b in document.blocks if b.kind == "heading" and b.number and b.level == 1 and b.text)
    window.late.actions["go_to_clause"].trigger()
    dialog = window.findChild(GoToDialog)
    assert dialog is not None
    dialog.line.setText("九十九")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert "没有" in dialog.problem.text()
    assert dialog.list.count(), "the nearest are offered"
    dialog.line.setText("一")
    assert dialog.list.count() > 1, "what it may become is listed while one types"
    dialog.line.setText(target.number or "")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    place = window.session.pane.place
    assert place is not None
    assert place.block == target.id


def test_a_clause_listed_while_typing_is_gone_to_with_a_click(qtbot: QtBot, open_window: OpenWindow) -> None:
    from reader.ui.frame.dialogs import GoToDialog

    window = open_window()
    open_first(qtbot, window)
    document = window.session.document
    assert document is not None
    target = next(b for b in document.blocks if b.kind == "heading" and b.level == 2 and len(b.text) > 8)
    window.late.actions["go_to_clause"].trigger()
    dialog = window.findChild(GoToDialog)
    assert dialog is not None
    dialog.line.setText(target.text[-5:])
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    at = next(row for row, said in enumerate(rows) if target.text[-5:] in said)
    box = dialog.list.visualItemRect(dialog.list.item(at))
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    place = window.session.pane.place
    assert place is not None
    assert place.block == target.id


def test_copy_names_the_source(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    open_first(qtbot, window)
    chosen = first_words(window)
    view_of(window).select(chosen)
    window.late.actions["copy_citation"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert view_of(window).selected_text() in copied
    document = window.session.document
    assert document is not None
    assert f"《{document.reading_title}》" in copied


def test_the_panels_come_and_go_by_their_keys(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    for name, panel in (("left_panel", window.parts.left), ("right_panel", window.parts.right)):
        before = panel.isHidden()
        window.late.actions[name].trigger()
        assert panel.isHidden() is not before, name
        window.late.actions[name].trigger()
        assert panel.isHidden() is before, name


def test_qts_own_dialogs_speak_the_language_of_the_window(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    window.session.set_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    window.session.set_language("zh_TW")
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "尋找於："
