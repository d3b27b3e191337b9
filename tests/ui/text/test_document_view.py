from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.core.document import Block, Document, Source
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Script, convert
from reader.ui.look.theme import NIGHT, TypeSettings
from reader.ui.text.document_view import DocumentView
from reader.ui.text.pacing import SLOWEST, TICK, Pace, Ruler, faster
from reader.ui.text.render import MARGIN_LEFT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

# The off-screen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MakeView = Callable[[], DocumentView]


def paragraph(document: Document, start: str) -> Block:
    return next(b for b in document.blocks if b.text.startswith(start))


def over(document: Document, block: Block, span: Span) -> Selection:
    return Selection(document.id, (Piece(block.id, span),))


# -- place -----------------------------------------------------------------------------------------------------------


def test_a_document_opens_at_its_start_or_at_a_line(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    assert view.place() == Location("rich", rich_document.blocks[0].id, Span(0, 0))
    block = paragraph(rich_document, "第3段")
    view.show_document(rich_document, Script.HANS, Location("rich", block.id, Span(80, 80)))
    place = view.place()
    assert place.block == block.id
    assert place.span is not None
    assert 40 < place.span.start <= 80  # the line that holds the 80th character


def test_a_place_can_be_gone_back_to(view: DocumentView, rich_document: Document) -> None:
    view.go_to(Location("rich", paragraph(rich_document, "第5段").id))
    place = view.place()
    other = replace(rich_document, id="other")
    view.show_document(other, Script.HANS)
    view.show_document(rich_document, Script.HANS, place)
    assert view.place() == place


def test_size_theme_and_width_keep_the_place(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    block = paragraph(rich_document, "第6段")
    view.go_to(Location("rich", block.id), flash=False)
    with qtbot.waitSignal(view.place_changed):
        pass
    view.set_type(TypeSettings().zoomed(4))
    assert view.place().block == block.id
    view.set_theme(NIGHT)
    assert view.place().block == block.id
    view.resize(500, 500)
    assert view.place().block == block.id


def test_a_window_still_finding_its_size_keeps_the_place_asked_for(view: DocumentView, rich_document: Document) -> None:
    asked = Location("rich", paragraph(rich_document, "第8段").id, Span(0, 0))
    view.show_document(rich_document, Script.HANS, asked)
    view.resize(500, 700)
    assert view.place() == asked
    other = paragraph(rich_document, "第4段").id
    view.go_to(Location("rich", other))
    view.resize(900, 500)
    assert view.place().block == other


def test_place_changed_is_told_once_after_scrolling(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view._said is not None)
    told: list[Location] = []
    view.place_changed.connect(told.append)
    bar = view.text_area.verticalScrollBar()
    for step in range(1, 6):
        bar.setValue(step * 100)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [view.place()]


def test_nothing_moves_for_a_place_that_is_not_there(view: DocumentView) -> None:
    place = view.place()
    view.go_to(Location("rich", "no such block"))
    view.go_to(Location("another document", "r20"))
    assert view.place() == place


def test_clauses_can_be_stepped_through(view: DocumentView, rich_document: Document) -> None:
    view.go_to(Location("rich", paragraph(rich_document, "（一）").id))
    view.step_clause(1)
    place = view.place()
    assert place.block == next(b.id for b in rich_document.blocks if b.is_placeholder)
    view.step_clause(-1)
    assert view.place().block == paragraph(rich_document, "（一）").id


def test_the_path_of_the_clause_is_shown_and_leads_there(
    view: DocumentView, rich_document: Document, qtbot: QtBot
) -> None:
    view.go_to(Location("rich", paragraph(rich_document, "——坚持开放").id), flash=False)
    qtbot.waitUntil(lambda: len(view._path.steps) == 2)
    assert [step.words for step in view._path.steps] == ["二", "（二）基本原则"]
    view._path.chosen.emit(view._path.steps[1].block)
    assert view.place().block == view._path.steps[1].block
    view.go_to(Location("rich", rich_document.blocks[0].id), flash=False)
    qtbot.waitUntil(lambda: not view._path.steps)


# -- long documents --------------------------------------------------------------------------------------------------


def test_the_part_in_sight_comes_first_and_the_rest_by_itself(
    make_view: MakeView, long_document: Document, qtbot: QtBot
) -> None:
    view = make_view()
    view.show_document(long_document, Script.HANS, Location("long", "b500", Span(0, 0)))
    assert view._rendering is not None
    assert not view._rendering.complete
    assert view.place().block == "b500"
    top = view._top()
    qtbot.waitUntil(lambda: view._rendering is not None and view._rendering.complete)
    assert view._top() == top
    assert view.text_area.document().blockCount() == 902  # with the title it lacks


def test_a_selection_outlives_a_toggle_before_its_part_is_set(
    make_view: MakeView, long_document: Document, qtbot: QtBot
) -> None:
    view = make_view()
    view.show_document(long_document, Script.HANS)
    view.finish()
    chosen = over(long_document, long_document.blocks[10], Span(2, 6))
    view.select(chosen)
    view.go_to(Location("long", "b700"), flash=False)
    view.set_script(Script.HANT)
    assert view.selection() == chosen
    assert view.selected_text() == convert("0段，数", Script.HANT).text
    view.finish()
    assert view.text_area.textCursor().hasSelection()
    assert view.selection() == chosen


def test_a_far_place_of_a_document_half_set_is_reached_at_once(make_view: MakeView, long_document: Document) -> None:
    view = make_view()
    view.show_document(long_document, Script.HANS)
    view.go_to(Location("long", "b880"), flash=False)
    assert view.place().block == "b880"
    view.finish()
    assert view.place().block == "b880"


def test_selecting_everything_and_going_to_the_end_reach_what_was_not_set(
    make_view: MakeView, long_document: Document, qtbot: QtBot
) -> None:
    view = make_view()
    view.show_document(long_document, Script.HANS)
    QTest.keyClick(view.text_area, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view._rendering is not None
    assert 899 in view._rendering.covered
    view.show_document(long_document, Script.HANS)
    QTest.keyClick(view.text_area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_text() == long_document.text


# -- the rest --------------------------------------------------------------------------------------------------------


def test_a_converted_script_says_so_until_dismissed(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    assert view._notice.isHidden()
    view.set_script(Script.HANT)
    assert not view._notice.isHidden()
    assert view._notice.text == "繁體為轉換顯示，非官方文本"
    view._notice.dismiss()
    assert view._notice.isHidden()
    issued_in_hant = replace(rich_document, id="hk", script="hant")
    view.show_document(issued_in_hant, Script.HANT)
    assert view._notice.isHidden()


def test_nothing_is_loaded_from_anywhere(view: DocumentView) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    for url in ("http://example.com/a.png", "file:///etc/passwd"):
        got: object = view.text_area.loadResource(kind, QUrl(url))  # type: ignore[func-returns-value]  # that is the point
        assert got is None
    assert not view.text_area.acceptDrops()
    assert view.text_area.isReadOnly()


def test_the_text_is_there_for_a_screen_reader(view: DocumentView, rich_document: Document) -> None:
    found = QAccessible.queryAccessibleInterface(view.text_area)
    assert found.text(QAccessible.Text.Name) == f"文件正文：{rich_document.reading_title}"
    text = found.textInterface()
    assert "深入贯彻落实" in text.text(0, text.characterCount())
    assert found.state().focusable  # type: ignore[attr-defined]  # missing in the stubs


def test_the_column_keeps_to_its_measure_and_gives_way_to_a_narrow_window(view: DocumentView) -> None:
    area = view.text_area
    left, wide = area.column()
    assert wide == TypeSettings().column
    right = area.width() - area.verticalScrollBar().width() - left - wide
    assert abs(left - right) <= 1
    view.resize(420, 500)
    assert area.column()[1] < 420
    assert area.column()[1] % TypeSettings().size == 0


def test_keys_never_jump_back_to_a_caret_left_behind(view: DocumentView, qtbot: QtBot) -> None:
    bar = view.text_area.verticalScrollBar()
    bar.setValue(900)
    QTest.keyClick(view.text_area, Qt.Key.Key_Down)
    assert bar.value() >= 880


def test_ctrl_and_wheel_ask_for_another_size(view: DocumentView, qtbot: QtBot) -> None:
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(view.zoom_requested) as caught:
        QApplication.sendEvent(view.text_area.viewport(), event)
    assert caught.args == [1]


def test_an_empty_document_and_none_at_all_do_no_harm(make_view: MakeView) -> None:
    view = make_view()
    assert view.document is None
    assert view.selection() is None
    assert view.selected_text() == ""
    view.set_script(Script.HANT)
    view.set_marks("hits", ())
    view.step_clause(1)
    empty = Document(id="e", title="空", source=Source("e", "0", "hans"))
    view.show_document(empty, Script.HANS)
    assert view.place() == Location("e")
    view.go_to(Location("e"))
    view.step_clause(-1)
    view.set_theme(NIGHT)


def whole_lines(view: DocumentView) -> list[str]:
    """The lines of which nothing is out of sight, from the upper one to the lower one."""
    area, found = view.text_area, []
    cursor = area.cursorForPosition(QPoint(MARGIN_LEFT + 1, 0))
    cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    while area.cursorRect(cursor).bottom() < area.viewport().height():
        line = QTextCursor(cursor)
        line.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
        if area.cursorRect(cursor).top() >= 0:
            found.append(f"{cursor.position()} {line.selectedText()}")
        if not cursor.movePosition(QTextCursor.MoveOperation.Down):
            break
        cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    return found


def test_a_page_on_begins_with_the_last_line_of_the_page_before(view: DocumentView) -> None:
    area, block = view.text_area, paragraph(view.document, "第2段") if view.document is not None else None
    assert block is not None
    view.go_to(Location("rich", block.id), flash=False)
    area.setFocus()
    bar = area.verticalScrollBar()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown):
        before = whole_lines(view)
        QTest.keyClick(area, key)
        assert whole_lines(view)[0] == before[-1]
        assert view.caret() is not None
    before = whole_lines(view)
    QTest.keyClick(area, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert whole_lines(view)[-1] == before[0]
    for _ in range(40):
        QTest.keyClick(area, Qt.Key.Key_Space)
    assert bar.value() == bar.maximum()


def test_a_text_scrolls_by_itself_until_its_end_or_a_press(view: DocumentView, qtbot: QtBot) -> None:
    pace, bar = Pace(view), view.text_area.verticalScrollBar()
    pace.start(view.text_area, 30, 60)
    for _ in range(1000 // TICK):
        pace.tick()
    assert 28 <= bar.value() <= 31, "a line a second"
    with qtbot.waitSignal(pace.ended):
        QTest.mouseClick(view.text_area.viewport(), Qt.MouseButton.LeftButton)
    assert not pace.running
    bar.setValue(bar.maximum() - 1)
    pace.start(view.text_area, 30, 100_000)
    with qtbot.waitSignal(pace.ended):
        pace.tick()
    assert faster(SLOWEST, -1) == SLOWEST
    assert faster(SLOWEST, 1) > SLOWEST


def test_a_text_that_goes_while_it_scrolls_stops_it(view: DocumentView, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QTextEdit

    pace, area = Pace(view), QTextEdit("\n".join("一行" for _ in range(400)))
    pace.start(area, 30, 60)
    with qtbot.waitSignal(pace.ended):
        area.deleteLater()
    pace.tick()
    assert not pace.running


def test_the_ruler_lies_over_the_line_under_the_pointer(view: DocumentView) -> None:
    view.show_ruler(True)
    ruler, area = view.text_area.findChild(Ruler), view.text_area
    assert ruler is not None
    for y in (150, 300):
        QTest.mouseMove(area.viewport(), QPoint(200, y))
        line = area.cursorRect(area.cursorForPosition(QPoint(200, y)))
        assert ruler.geometry().top() == area.viewport().y() + line.top()
        assert ruler.height() == line.height()
    view.show_ruler(False)
    assert not ruler.isVisible()


def test_setting_the_text_larger_and_smaller_again_and_again_keeps_the_line(view: DocumentView) -> None:
    assert view.document is not None
    view.go_to(Location("rich", paragraph(view.document, "第5段").id), flash=False)
    bar = view.text_area.verticalScrollBar()
    bar.setValue(bar.value() + 70)
    top = view._top()
    assert top.offset, "in the middle of a paragraph"
    for size in (18, 21, 16, 25, 14, 19, 17):
        view.set_type(TypeSettings(size=size))
        view.finish()
        view._settled()
    assert view._top() == top
    bar.setValue(bar.value() + 200)
    assert view._top() != top, "scrolling goes elsewhere"


def test_a_table_is_copied_with_its_joined_cells(view: DocumentView, rich_document: Document) -> None:
    table = next(block for block in rich_document.blocks if block.rows)
    (made,) = view.excerpts((Piece(table.id, Span(0, len(table.text))),))
    assert made.rows == table.rows
    joined = [cell for cell in made.cells if cell[2] > 1]
    assert len(joined) == 2
    assert len(made.cells) == sum(map(len, made.rows)) - 2
    (part,) = view.excerpts((Piece(table.id, Span(0, len(table.text) // 2)),))
    assert not part.cells
