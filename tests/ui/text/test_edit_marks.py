"""Edits over the clean text: how they look, what they say, where they lie in either script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from reader.core.document import Block, Document, Edit, Source
from reader.core.provenance import Provenance
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.look.texts import Texts
from reader.ui.text.document_view import DocumentView
from reader.ui.text.edit_marks import EditMarks, visible, was_now

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MakeView = Callable[[], DocumentView]
Line = QTextCharFormat.UnderlineStyle
# Source: 數字發(fā)展 / ,?半p輪驱动。 — clean: 数字发展 / ，“双轮驱动。
PIECES = (
    ("數", "数"),
    ("字", None),
    ("發", "发"),
    ("(fā)", ""),
    ("展\n", None),
    (",", "，"),
    ("?半p", "“双"),
    ("輪", "轮"),
)
SURE = {6: False}


def edited() -> Document:
    edits, clean, at = [], "", 0
    for number, (was, now) in enumerate(PIECES):
        if now is not None:
            rule = "pinyin" if not now else "gbk-shift" if number in SURE else "width" if now == "，" else "script"
            edits.append(Edit(Span(at, at + len(was)), was, now, rule, sure=SURE.get(number, True)))
        clean += was if now is None else now
        at += len(was)
    clean += "驱动。"
    blocks, start = [], 0
    for number, line in enumerate(clean.split("\n")):
        blocks.append(Block(f"b{number}", "paragraph", line, Span(start, start + len(line))))
        start += len(line) + 1
    return Document("edited", "标题", Source("e", "0", "hant"), blocks=tuple(blocks), edits=tuple(edits))


def words(edit: Edit) -> str:
    return f"{edit.rule}：{edit.was} → {edit.now}"


@pytest.fixture
def shown(make_view: MakeView) -> DocumentView:
    view = make_view()
    view.show_document(edited(), Script.HANS)
    view.finish()
    return view


def mark(view: DocumentView, current: int | None = None, *, every: bool = True) -> None:
    document = view.document
    assert document is not None
    view.set_marks("edits", EditMarks(Provenance(document), words, current, every))


def dotted(view: DocumentView) -> list[str]:
    text = view.text_area.document().toRawText()
    return [text[start:end] for start, end in view.text_area._dots]


def underlined(view: DocumentView) -> dict[str, QTextCharFormat.UnderlineStyle]:
    found = {}
    for selection in view.text_area.extraSelections():
        cursor = QTextCursor(selection.cursor)  # type: ignore[attr-defined]  # missing in the stubs
        found[cursor.selectedText()] = QTextCharFormat(selection.format).underlineStyle()  # type: ignore[attr-defined]
    return found


def test_sure_and_doubtful_edits_look_different_without_their_colour(shown: DocumentView) -> None:
    mark(shown)
    assert underlined(shown) == {"“双": Line.WaveUnderline}
    assert dotted(shown) == ["数", "发", "发", "，", "轮"], "what was taken out shows on the character before"
    shown.set_script(Script.HANT)
    assert underlined(shown) == {"“雙": Line.WaveUnderline}
    assert dotted(shown) == ["數", "發", "發", "，", "輪"]


def test_dots_are_painted_below_the_words_in_sight(shown: DocumentView) -> None:
    plain = shown.grab().toImage()
    mark(shown)
    assert shown.grab().toImage() != plain
    mark(shown, every=False)
    assert shown.grab().toImage() == plain


def test_only_the_current_edit_is_shown_where_they_are_not_all(shown: DocumentView) -> None:
    mark(shown, current=2, every=False)
    assert set(underlined(shown)) == {"发"}
    assert not dotted(shown)
    mark(shown, every=False)
    assert not underlined(shown)


def test_marks_are_made_for_a_block_that_is_asked_for_and_once() -> None:
    asked: list[Edit] = []

    def noted(edit: Edit) -> str:
        asked.append(edit)
        return ""

    document = edited()
    marks = EditMarks(Provenance(document), noted, None, every=True)
    assert list(marks) == ["b0", "b1"]
    assert not asked
    assert [m.edit for m in marks["b1"]] == [3, 4, 5]
    assert marks["b1"] is marks["b1"]
    assert len(asked) == 3


def at(view: DocumentView, block: int, offset: int) -> QPoint:
    assert view._rendering is not None
    cursor = QTextCursor(view.text_area.document())
    cursor.setPosition(view._rendering.position(block, offset) or 0)
    return view.text_area.cursorRect(cursor).center() + QPoint(5, 0)


def test_the_pointer_says_what_was_done(shown: DocumentView, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_rest: said.append(text))
    mark(shown)
    for offset in (2, 1):
        spot = at(shown, 0, offset)
        area = shown.text_area.viewport()
        QApplication.sendEvent(area, QHelpEvent(QHelpEvent.Type.ToolTip, spot, area.mapToGlobal(spot)))
    assert said == ["pinyin：(fā) → \n\nscript：發 → 发", ""]


def test_a_click_and_enter_tell_which_edit(shown: DocumentView, qtbot: QtBot) -> None:
    mark(shown)
    area = shown.text_area
    with qtbot.waitSignal(shown.link_activated) as caught:
        QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(shown, 1, 1))
    assert caught.args[0].edit == 4
    shown.go_to(Location("edited", "b0", Span(0, 1)), flash=False)
    with qtbot.waitSignal(shown.link_activated) as caught:
        QTest.keyClick(area, Qt.Key.Key_Return)
    assert caught.args[0].edit == 0


def test_blanks_are_to_be_seen_and_long_words_are_cut(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    assert visible("医 工\u3000\n") == "医␣工␣⏎"
    assert len(visible("长" * 200)) == 60
    edit = Edit(Span(0, 0), "", "，", "bracket")
    assert was_now(texts, edit) == "（补入） → ，"
    assert was_now(texts, Edit(Span(0, 1), " ", "", "space")) == "␣ → （删去）"
