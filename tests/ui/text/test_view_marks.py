from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtTest import QTest

from reader.core.document import Block, Document
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Script, convert
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.document_view import DocumentView, Mark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

# The off-screen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MakeView = Callable[[], DocumentView]


def paragraph(document: Document, start: str) -> Block:
    return next(b for b in document.blocks if b.text.startswith(start))


def over(document: Document, block: Block, span: Span) -> Selection:
    return Selection(document.id, (Piece(block.id, span),))


def looks(view: DocumentView) -> list[tuple[QTextCursor, QTextCharFormat]]:
    """The extra selections, read through the fields that PySide6's stubs leave out."""
    made = []
    for selection in view.text_area.extraSelections():
        cursor = QTextCursor(selection.cursor)  # type: ignore[attr-defined]  # missing in the stubs
        made.append((cursor, QTextCharFormat(selection.format)))  # type: ignore[attr-defined]  # missing in the stubs
    return made


def drawn(view: DocumentView, words: str | None = None) -> list[str]:
    """The words under extra selections that have a background; only those that read `words`, if given."""
    brush = QTextFormat.Property.BackgroundBrush
    found = [cursor.selectedText() for cursor, look in looks(view) if look.hasProperty(brush)]
    return found if words is None else [here for here in found if here == words]


@pytest.mark.parametrize("script", [Script.HANT, Script.TW, Script.HK])
def test_a_toggle_keeps_the_line_the_selection_and_the_marks(
    view: DocumentView, rich_document: Document, script: Script
) -> None:
    block = paragraph(rich_document, "第6段")
    view.go_to(Location("rich", block.id), flash=False)
    view.set_marks("hits", (Mark(block.id, Span(10, 14), "hit"),))
    chosen = over(rich_document, block, Span(3, 9))
    view.select(chosen)
    top = view._top()
    before, place = drawn(view), view.place()
    view.set_script(script)
    assert view._top() == top
    assert view.place() == place
    assert view.selection() == chosen
    assert drawn(view) == [convert(words, script).text for words in before]
    assert before
    view.set_script(Script.HANS)
    assert view._top() == top
    assert view.selection() == chosen


def test_words_are_brought_into_sight_and_flashed(view: DocumentView, rich_document: Document) -> None:
    block = paragraph(rich_document, "第9段")
    view.go_to(Location("rich", block.id, Span(30, 36)))
    box = view.text_area.cursorRect()
    assert 0 < box.top() < view.text_area.viewport().height() * 2 // 3
    assert drawn(view, block.text[30:36])
    view._flash_over.timeout.emit()
    assert not drawn(view, block.text[30:36])


def test_the_caret_goes_to_the_words_and_stays_there(view: DocumentView, rich_document: Document) -> None:
    block = paragraph(rich_document, "第9段")
    view.select(over(rich_document, paragraph(rich_document, "第2段"), Span(0, 4)))
    told: list[Selection | None] = []
    view.selection_changed.connect(told.append)
    view.go_to(Location("rich", block.id, Span(30, 36)))
    assert told == [None], "what was selected gives way to the words gone to"
    view.set_type(TypeSettings(size=24))
    view.set_script(Script.HANT)
    view.set_script(Script.HANS)
    QTest.keyClick(view.text_area, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == over(rich_document, block, Span(30, 31))


# -- marks -----------------------------------------------------------------------------------------------------------


def test_marks_are_drawn_over_the_text_and_never_in_it(view: DocumentView, rich_document: Document) -> None:
    block = rich_document.blocks[3]
    plain = view.text_area.toHtml()
    view.set_marks("hits", (Mark(block.id, Span(6, 8), "hit"), Mark(block.id, Span(9, 11), "current-hit")))
    view.set_marks("notes", (Mark(block.id, Span(0, 4), "highlight", "green", "n1"),))
    assert drawn(view) == [Span(0, 4).cut(block.text), Span(6, 8).cut(block.text), Span(9, 11).cut(block.text)]
    assert view.text_area.toHtml() == plain
    outlines = [look.property(QTextFormat.Property.OutlinePen).widthF() for _, look in looks(view)[1:]]
    assert outlines[0] < outlines[1]  # the current hit stands out without its colour, too
    view.set_marks("hits", ())
    assert drawn(view) == [Span(0, 4).cut(block.text)]
    with pytest.raises(KeyError):
        view.set_marks("no such layer", ())


def test_a_hit_inside_a_highlight_is_seen_and_the_rest_stays_highlighted(
    view: DocumentView, rich_document: Document
) -> None:
    block = rich_document.blocks[3]
    view.set_marks("notes", (Mark(block.id, Span(0, 10), "highlight", "blue"),))
    view.set_marks("hits", (Mark(block.id, Span(4, 6), "hit"),))
    colours = [look.background().color() for _, look in looks(view)]
    blue, hit = QColor(PAPER.mark("blue")), QColor(PAPER.hit)
    assert colours == [blue, hit, blue]


def test_each_colour_has_its_sign_in_the_margin(view: DocumentView, rich_document: Document) -> None:
    block = rich_document.blocks[3]
    colours = ("yellow", "pink")
    view.set_marks("notes", [Mark(block.id, Span(n, n + 1), "highlight", c) for n, c in enumerate(colours)])
    signs = [drawn.sign for drawn in view.text_area._signs]
    assert [sign.glyph for sign in signs] == ["●", "◆"]
    boxes = [drawn.box for drawn in view.text_area._signs]
    assert not boxes[0].intersects(boxes[1])
    assert all(box.left() >= 0 for box in boxes)


def test_a_bookmark_is_a_ribbon_in_the_margin_and_nothing_in_the_text(
    view: DocumentView, rich_document: Document, qtbot: QtBot
) -> None:
    block = rich_document.blocks[3]
    view.set_marks("notes", (Mark(block.id, Span(0, 0), "bookmark", note="n1"),))
    (drawn_sign,) = view.text_area._signs
    assert drawn_sign.sign.ribbon
    assert looks(view) == []
    start = QTextCursor(view.text_area.document())
    start.setPosition(drawn_sign.sign.position)
    box = view.text_area.cursorRect(start)
    with qtbot.assertNotEmitted(view.note_activated, wait=10):
        QTest.mouseClick(view.text_area.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + QPoint(4, 0))
    ribbon = drawn_sign.box.center().toPoint()
    accent = QColor(PAPER.accent)
    assert view.text_area.viewport().grab().toImage().pixelColor(ribbon - QPoint(0, 4)) == accent
    with qtbot.waitSignal(view.note_activated) as told:
        QTest.mouseClick(view.text_area.viewport(), Qt.MouseButton.LeftButton, pos=ribbon)
    assert told.args == ["n1"]


def test_a_selection_can_go_while_the_caret_stays(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    block = rich_document.blocks[3]
    view.select(over(rich_document, block, Span(2, 9)))
    with qtbot.waitSignal(view.selection_changed) as told:
        view.unselect()
    assert told.args == [None]
    assert view.selection() is None
    assert view.caret() == (block.id, 9)
    with qtbot.assertNotEmitted(view.selection_changed, wait=10):
        view.unselect()


def test_only_marks_near_the_sight_are_drawn_but_all_are_on_the_scroll_bar(
    make_view: MakeView, long_document: Document, qtbot: QtBot
) -> None:
    view = make_view()
    view.show_document(long_document, Script.HANS)
    view.finish()
    view.set_marks("hits", [Mark(b.id, Span(0, 3), "hit") for b in long_document.blocks])
    qtbot.waitUntil(lambda: len(view._map.ticks) == len(long_document.blocks))
    assert 0 < len(view.text_area.extraSelections()) < 200
    view.go_to(Location("long", "b800"), flash=False)
    assert drawn(view, "第80")  # 第800段 came into sight
    ats = [tick.at for tick in view._map.ticks]
    assert ats == sorted(ats)
    assert 0.85 < ats[800] < 0.93


def test_a_click_on_a_noted_word_tells_of_the_note(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    block = rich_document.blocks[3]
    view.set_marks("notes", (Mark(block.id, Span(3, 9), "note", "pink", "note-7"),))
    area = view.text_area
    assert view._rendering is not None
    position = view._rendering.position(3, 5)
    cursor = QTextCursor(area.document())
    cursor.setPosition(position or 0)
    inside = area.cursorRect(cursor).center() + QPoint(5, 0)
    with qtbot.waitSignal(view.note_activated) as caught:
        QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, inside)
    assert caught.args == ["note-7"]
    with qtbot.assertNotEmitted(view.note_activated):
        cursor.setPosition((position or 0) + 8)
        outside = area.cursorRect(cursor).center() + QPoint(5, 0)
        QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, outside)


def test_enter_opens_what_the_caret_is_on(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    block = rich_document.blocks[3]
    link = Mark(block.id, Span(2, 22), "link")
    view.set_marks("links", (link,))
    view.go_to(Location("rich", block.id, Span(4, 5)), flash=False)
    with qtbot.waitSignal(view.link_activated) as caught:
        QTest.keyClick(view.text_area, Qt.Key.Key_Return)
    assert caught.args == [link]


# -- selection and copying -------------------------------------------------------------------------------------------


def test_a_selection_by_keyboard_is_told_in_canonical_places(
    view: DocumentView, rich_document: Document, qtbot: QtBot
) -> None:
    number = next(n for n, b in enumerate(rich_document.blocks) if "𠮷" in b.text)
    block = rich_document.blocks[number]
    at = block.text.index("𠮷")
    view.go_to(Location("rich", block.id, Span(at, at + 1)), flash=False)
    view.text_area.setFocus()
    with qtbot.waitSignal(view.selection_changed):
        QTest.keyClick(view.text_area, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view.text_area, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == over(rich_document, block, Span(at, at + 2))
    assert view.selected_text() == "𠮷野"
    with qtbot.waitSignal(view.selection_changed) as caught:
        QTest.keyClick(view.text_area, Qt.Key.Key_Right)
    assert caught.args == [None]


def test_copying_gives_what_is_seen_and_the_canonical_text_when_asked(
    view: DocumentView, rich_document: Document, qtbot: QtBot
) -> None:
    title, number = rich_document.blocks[0], rich_document.blocks[1]
    view.set_script(Script.HANT)
    pieces = (Piece(title.id, Span(0, len(title.text))), Piece(number.id, Span(0, 3)))
    view.select(Selection("rich", pieces))
    seen = convert(title.text, Script.HANT).text + "\n津政發"
    assert view.selected_text() == seen  # without the line breaks of the balanced title
    assert view.selected_text(canonical=True) == title.text + "\n津政发"
    data = view.text_area.createMimeDataFromSelection()
    assert data.text() == seen
    assert set(data.formats()) == {"text/plain", "text/html"}
    assert convert(title.text, Script.HANT).text in data.html()
    assert not {"\u200b", "\u2028", "\u2060"} & set(data.html()), "nothing that only the view needs"


def test_dragging_from_beside_the_column_selects(view: DocumentView, rich_document: Document, qtbot: QtBot) -> None:
    area = view.text_area
    left = area.viewport().x() // 2
    assert left > 10  # there is room beside the column
    cursor = QTextCursor(area.document())
    assert view._rendering is not None
    cursor.setPosition(view._rendering.position(3, 0) or 0)
    height = area.viewport().y() + area.cursorRect(cursor).center().y()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(left, height))
    QTest.mouseMove(area, QPoint(area.width() - 40, height))
    QTest.mouseRelease(
        area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(area.width() - 40, height)
    )
    chosen = view.selection()
    assert chosen is not None
    assert chosen.pieces[0].block == rich_document.blocks[3].id
    assert chosen.pieces[0].span.start == 0


def test_notes_that_look_alike_and_touch_are_painted_as_one_and_hits_are_not(
    view: DocumentView, rich_document: Document
) -> None:
    block = paragraph(rich_document, "第6段")
    view.go_to(Location("rich", block.id), flash=False)
    spans = (Span(10, 20), Span(15, 25), Span(25, 30))
    view.set_marks("notes", tuple(Mark(block.id, span, "highlight", colour="green", note="n") for span in spans))
    assert drawn(view) == [block.text[10:30]]
    other = (Mark(block.id, Span(12, 14), "highlight", colour="yellow", note="n"),)
    view.set_marks("notes", (Mark(block.id, spans[0], "highlight", colour="green", note="n"), *other))
    assert drawn(view) == [block.text[10:12], block.text[12:14], block.text[14:20]]
    view.set_marks("notes", ())
    view.set_marks("hits", (Mark(block.id, Span(10, 14), "hit"), Mark(block.id, Span(14, 18), "hit")))
    assert drawn(view) == [block.text[10:14], block.text[14:18]]
