from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument, QTextTable

from reader.core.document import Block, Document, Source
from reader.core.note import Piece
from reader.core.span import Span
from reader.script import Converted, Script, convert
from reader.ui.kit.placed import code_points, utf16_length
from reader.ui.look.fonts import choose_fonts
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.document_view import DocumentView
from reader.ui.text.render import MAY_BREAK, Rendering
from reader.ui.text.setting.styles import Styles

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


def rendering(document: Document, script: Script = Script.HANS, how: object = convert) -> Rendering:
    styles = Styles(PAPER, TypeSettings(), choose_fonts(), script.value)
    return Rendering(document, script, styles, how)  # type: ignore[arg-type]  # tests bring their own converters


def whole(document: Document, script: Script = Script.HANS, how: object = convert) -> Rendering:
    made = rendering(document, script, how)
    made.begin()
    while not made.complete:
        made.extend()
    return made


def shown(document: QTextDocument, start: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def document_of(*blocks: Block) -> Document:
    return Document(id="d", title="t", source=Source("f", "0", "hans"), blocks=blocks)


@given(st.text(st.characters(codec="utf-8")), st.data())
def test_code_points_and_units_are_each_others_inverse(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    units = utf16_length(text[:at])
    assert units == len(text[:at].encode("utf-16-le")) // 2
    assert code_points(text, units) == at


def test_half_a_rare_character_counts_as_none() -> None:
    assert [code_points("a𠮷b", units) for units in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("script", list(Script))
def test_every_character_is_found_and_found_back(rich_document: Document, script: Script, qtbot: QtBot) -> None:
    made = whole(rich_document, script)
    for number, block in enumerate(rich_document.blocks):
        view = convert(block.text, script).text if script is not Script.HANS else block.text
        for offset, character in enumerate(view):
            if block.kind == "table" and character in "\t\n":
                continue  # no position of its own: the edge between two cells
            ((start, end),) = made.pieces_of_span(number, Span(offset, offset + 1))
            assert shown(made.qt, start, end) == character
            assert made.place(start) == (number, offset)
            assert made.position(number, offset) == start


def test_a_rare_character_takes_two_positions(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    number = next(n for n, b in enumerate(rich_document.blocks) if "𠮷" in b.text)
    text = rich_document.blocks[number].text
    at = text.index("𠮷")
    first, second = made.position(number, at), made.position(number, at + 1)
    assert first is not None
    assert second == first + 2
    assert shown(made.qt, first, second) == "𠮷"
    assert made.place(first + 1) == (number, at)  # between its halves


def test_a_view_of_another_length_goes_through_the_map(qtbot: QtBot) -> None:
    def longer(text: str, script: Script) -> Converted:
        at = text.find("软件")
        if at < 0:
            return Converted(text)
        there = text.replace("软件", "軟體程式")
        return Converted(there, ((0, 0), (at, at), (at + 2, at + 4), (len(text), len(there))))

    document = document_of(Block("p", "paragraph", "发展软件和服务", Span(0, 7)))
    made = whole(document, Script.TW, longer)
    ((start, end),) = made.pieces_of_span(0, Span(4, 7))
    assert shown(made.qt, start, end) == "和服务"
    assert made.place(start) == (0, 4)
    assert made.position(0, 4) == start
    assert made.position(0, 7) == end
    assert made.seen([Piece("p", Span(2, 5))]) == "軟體程式和"
    assert made.canonical([Piece("p", Span(2, 5))]) == "软件和"


def test_table_cells_are_real_cells_and_covered_ones_are_merged(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    number, block = next((n, b) for n, b in enumerate(rich_document.blocks) if b.kind == "table")
    at = made.position(number, block.text.index("关键工序"))
    assert at is not None
    cursor = QTextCursor(made.qt)
    cursor.setPosition(at)
    table = cursor.currentTable()
    assert isinstance(table, QTextTable)
    assert (table.rows(), table.columns()) == (5, 6)
    assert table.cellAt(2, 0).rowSpan() == 2
    assert table.cellAt(3, 5).rowSpan() == 2
    assert table.cellAt(1, 5).rowSpan() == 1
    for row, line in enumerate(block.rows or ()):
        for column, words in enumerate(line):
            cell = table.cellAt(row, column)
            assert shown(made.qt, cell.firstPosition(), cell.lastPosition()).replace(MAY_BREAK, "") == words


def test_a_span_over_cells_is_shown_in_pieces(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    number, block = next((n, b) for n, b in enumerate(rich_document.blocks) if b.kind == "table")
    row = block.row_spans()[2]
    words = [shown(made.qt, start, end) for start, end in made.pieces_of_span(number, row)]
    assert words == [cell for cell in row.cut(block.text).split("\t") if cell]


def test_a_selection_becomes_one_piece_for_each_block_with_words(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    numbers = [n for n, b in enumerate(rich_document.blocks) if b.is_placeholder]
    before, behind = numbers[0] - 1, numbers[0] + 1
    start, end = made.position(before, 5), made.position(behind, 3)
    assert start is not None
    assert end is not None
    blocks = rich_document.blocks
    assert made.pieces(start, end) == (
        Piece(blocks[before].id, Span(5, len(blocks[before].text))),
        Piece(blocks[behind].id, Span(0, 3)),
    )


def test_a_missing_heading_is_shown_but_is_no_text(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    assert "［原文缺“二、”级标题］" in made.qt.toPlainText()
    assert "原文缺" not in made.seen([Piece(b.id, Span(0, len(b.text))) for b in rich_document.blocks])
    assert "［原文缺“二、”級標題］" in whole(rich_document, Script.HANT).qt.toPlainText()


def test_a_text_without_a_title_is_given_that_of_the_catalogue_as_no_text_of_its_own(qtbot: QtBot) -> None:
    document = document_of(Block("p", "paragraph", "为加快发展，制定本方案。", Span(0, 12)))
    made = whole(document)
    assert made.qt.toPlainText().splitlines() == ["t", "［标题据目录，原文未载］", "为加快发展，制定本方案。"]
    assert made.place(0) == (0, 0)
    assert made.pieces(0, made.qt.characterCount() - 1) == (Piece("p", Span(0, 12)),)
    assert made.seen(made.pieces(0, made.qt.characterCount() - 1)) == document.text


@pytest.mark.parametrize(
    ("language", "script", "said"),
    [
        ("zh_CN", Script.HANS, "［暂用文件名，原文没有标题］"), ("zh_CN", Script.HANT, "［暫用文件名，原文沒有標題］"),
        ("zh_TW", Script.HANS, "［暂用文件名，原文没有标题］"),
        ("en", Script.HANS, "[File name for now: the text has no title]"),
    ],
)  # fmt: skip
def test_a_text_without_any_title_has_its_file_name_for_one_and_says_so(
    language: str, script: Script, said: str, qtbot: QtBot
) -> None:
    text = "为加快发展，制定本方案。"
    block = Block("p", "paragraph", text, Span(0, len(text)))
    document = replace(document_of(block), title="")
    texts = Texts(TRANSLATIONS, language)
    made = Rendering(document, script, Styles(PAPER, TypeSettings(), choose_fonts(), script.value), convert, texts)
    made.begin()
    assert made.qt.toPlainText().splitlines()[:2] == ["〔f〕", said]


def test_titles_are_broken_without_changing_offsets(rich_document: Document, qtbot: QtBot) -> None:
    made = whole(rich_document)
    first = made.qt.firstBlock()
    assert first.text().replace("\u2028", "") == rich_document.blocks[0].text
    assert "\u2028" in first.text()
    assert made.seen([Piece(rich_document.blocks[0].id, Span(0, 12))]) == rich_document.blocks[0].text[:12]


@pytest.mark.parametrize("around", [0, 1, 60, 118, 119])
def test_slices_from_anywhere_give_the_same_text_and_places(around: int, qtbot: QtBot) -> None:
    blocks, at = [], 0
    for number in range(120):
        if number % 17 == 5:
            text, rows = "甲\t乙\n1\t2", (("甲", "乙"), ("1", "2"))
            blocks.append(Block(f"b{number}", "table", text, Span(at, at + len(text)), rows=rows))
        else:
            text = f"第{number}段𠮷" + "字" * (number % 40)
            blocks.append(Block(f"b{number}", "paragraph", text, Span(at, at + len(text))))
        at += len(text) + 1
    document = document_of(*blocks)
    expected = whole(document).qt.toPlainText().split()
    made = rendering(document)
    made.begin(around, size=90)
    assert around in made.covered
    assert made.covered != range(120)
    assert made.position(around, 0) is not None
    while not made.complete:
        made.extend(size=200)
    assert made.qt.toPlainText().split() == expected
    for number, block in enumerate(blocks):
        position = made.position(number, 2)
        assert position is not None
        assert made.place(position) == (number, 2)
        assert shown(made.qt, position, position + 1) == block.text[2]


def test_what_qt_takes_for_an_end_of_block_changes_no_offsets(qtbot: QtBot) -> None:
    text = "一\n二\u2029三\r四\ufdd0五"
    document = document_of(
        Block("a", "paragraph", text, Span(0, len(text))), Block("b", "paragraph", "六", Span(20, 21))
    )
    made = whole(document)
    assert made.qt.blockCount() == 4  # two, and the title that it lacks
    ((start, end),) = made.pieces_of_span(0, Span(8, 9))
    assert shown(made.qt, start, end) == "五"
    assert made.seen([Piece("a", Span(0, len(text)))]) == text


def test_an_empty_document_is_shown_as_nothing(qtbot: QtBot) -> None:
    made = whole(document_of())
    assert made.complete
    assert made.qt.toPlainText() == ""


def test_the_note_of_a_missing_title_follows_the_language_of_the_window(qtbot: QtBot) -> None:
    texts = Texts(TRANSLATIONS)
    view = DocumentView(convert, PAPER, TypeSettings(), texts=texts)
    qtbot.addWidget(view)
    text = "为加快发展，制定本方案。"
    document = replace(document_of(Block("p", "paragraph", text, Span(0, len(text)))), title="")
    view.show_document(document, Script.HANS)
    assert "［暂用文件名，原文没有标题］" in view.text_area.toPlainText()
    texts.set_language("en")
    assert "[File name for now: the text has no title]" in view.text_area.toPlainText()
