"""The source as received: exact positions, places that come to the line, edits that can be seen and chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from reader.core.document import Block, Document, Edit, Source
from reader.core.provenance import Provenance
from reader.core.span import Span
from reader.ui.text.source_view import Positions, SourceView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LINE = "數字經濟發展，里程碑任務。" * 9


@pytest.fixture
def view(qtbot: QtBot) -> SourceView:
    made = SourceView()
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    return made


def source(lines: int = 120) -> str:
    return "\r\n".join(f"第{n}段{'𠮷' * (n % 3)}。{LINE if n % 4 else ''}" for n in range(lines))


def edits_of(text: str) -> Provenance:
    """Every 段 taken out, the tenth of them doubtful; the clean text is one block."""
    edits: list[Edit] = []
    clean, last = "", 0
    for at, character in enumerate(text):
        if character == "段":
            clean += text[last:at]
            edits.append(Edit(Span(at, at + 1), "段", "", "chrome", sure=len(edits) != 10))
            last = at + 1
    clean += text[last:]
    blocks = (Block("b", "paragraph", clean, Span(0, len(text))),)
    return Provenance(Document("d", "标题", Source("s", "0", "hant"), blocks=blocks, edits=tuple(edits)))


def marked(view: SourceView) -> list[str]:
    kept = view.extraSelections()  # a cursor lives no longer than its selection
    return [QTextCursor(s.cursor).selectedText() for s in kept]  # type: ignore[attr-defined]  # missing in the stubs


@given(st.text(st.sampled_from("数𠮷\r\n x"), max_size=30))
def test_positions_are_those_of_qt(text: str) -> None:
    from PySide6.QtGui import QTextDocument

    qt, positions = QTextDocument(), Positions(text)
    qt.setPlainText(text)
    assert positions.position(len(text)) == qt.characterCount() - 1
    for offset, character in enumerate(text):
        at = positions.position(offset)
        if character == "𠮷":
            assert qt.characterAt(at) == "\ud842"
            assert positions.offset(at + 1) == offset, "the middle of a character counts as its start"
        elif character not in "\r\n":
            assert qt.characterAt(at) == character
        if text[offset - 1 : offset + 1] != "\r\n":
            assert positions.offset(at) == offset


@pytest.mark.parametrize("number", [0, 5, 37, 80])
def test_a_place_comes_to_the_upper_edge_also_in_the_middle_of_a_paragraph(view: SourceView, number: int) -> None:
    text = source()
    view.show_source(text)
    wanted = text.index(f"第{number}段") + 60 * (number % 4 > 0)
    view.reveal(wanted)
    top = view.offset_at(QPoint(0, 0))
    below = view.offset_at(QPoint(0, 16 + view.fontMetrics().lineSpacing() * 3 // 2))
    assert top <= wanted < below


def test_a_place_comes_a_third_below_the_edge_though_nothing_above_was_laid_out(view: SourceView) -> None:
    text = source()
    view.show_source(text)
    wanted = text.index("第70段")
    view.reveal(wanted, 1 / 3)
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._positions.position(wanted))
    assert 0.15 < view.cursorRect(cursor).top() / view.viewport().height() < 0.5


def test_scrolling_is_told_but_not_one_s_own(view: SourceView, qtbot: QtBot) -> None:
    text = source()
    view.show_source(text)
    with qtbot.assertNotEmitted(view.scrolled, wait=50):
        view.reveal(text.index("第30段"))
    with qtbot.waitSignal(view.scrolled) as caught:
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 7)
    assert caught.args == [view.offset_at(QPoint(0, 0))]


def test_another_width_keeps_the_place(view: SourceView, qtbot: QtBot) -> None:
    text = source()
    view.show_source(text)
    wanted = text.index("第41段")
    view.reveal(wanted)
    with qtbot.assertNotEmitted(view.scrolled, wait=50):
        view.resize(500, 300)
    assert view.offset_at(QPoint(0, 0)) == wanted


def test_only_edits_in_sight_are_drawn_and_they_can_be_chosen(view: SourceView, qtbot: QtBot) -> None:
    text = source()
    read = edits_of(text)
    view.show_source(text)
    view.set_edits(read, lambda _edit: "", None, every=False)
    assert not marked(view)
    plain = view.grab().toImage()
    view.set_edits(read, lambda _edit: "", 10, every=True)
    assert not marked(view), "a sure one is painted by hand"
    assert view.grab().toImage() != plain
    assert 0 < len(list(view._lines_in(view.viewport().rect()))) < 20
    view.reveal(read.document.edits[10].raw.start)
    assert marked(view) == ["段"]
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._positions.position(read.document.edits[10].raw.start))
    spot = view.cursorRect(cursor).center() + QPoint(4, 0)
    with qtbot.waitSignal(view.edit_activated) as caught:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert caught.args == [10]
    view.setTextCursor(cursor)
    with qtbot.waitSignal(view.edit_activated) as caught:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == [10]
    view.set_edits(read, lambda _edit: "", 11, every=False)
    assert view.edit_at(read.document.edits[10].raw.start) is None
    assert len(marked(view)) == 1
