"""Chinese lines: where they may break, what stands wider or closer, and that full lines have no holes."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor

from reader.core.document import Document
from reader.core.span import Span
from reader.corpus import Corpus
from reader.script import Script, convert
from reader.ui.look.fonts import choose_fonts
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.render import MARGIN_LEFT, MARGIN_RIGHT, MAY_BREAK, Rendering
from reader.ui.text.setting.balance import NEVER_FIRST, OPENING
from reader.ui.text.setting.spacing import may_break, stretches
from reader.ui.text.setting.styles import Styles

pytestmark = pytest.mark.usefixtures("qtbot")

_HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("扩大“PK”范围", ["扩大", "“PK”", "范围"]),
        ("产业链等“3+1”体系", ["产业链等", "“3+1”", "体系"]),
        ("打造“城市大脑”，构建", ["打造", "“城市大脑”，构建"]),
        ("（“津产发”）", ["（“津产发”）"]),
        ("“甲”“乙”和", ["“甲”", "“乙”", "和"]),
        ("don’t stop", ["don’t stop"]),
        ("“甲：‘乙’丙”", ["“甲：", "‘乙’", "丙”"]),
        ("没有引号", ["没有引号"]),
        ("", [""]),
    ],
)
def test_a_line_may_break_before_an_opening_quote_and_behind_a_closing_one(text: str, parts: list[str]) -> None:
    cuts = [0, *may_break(text), len(text)]
    assert [text[a:b] for a, b in pairwise(cuts)] == parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("到2023年，", "[到]202[3]年，"),
        ("5G基站", "5[G]基站"),
        ("发展。（牵头", "发展{。}（牵头"),
        ("办）》，", "办{）}{》}，"),
        ("《（试行）》", "{《}（试行{）}》"),
        ("55%以上", "55[%]以上"),
        ("全是汉字，没有", "全是汉字，没有"),
    ],
)
def test_a_hair_between_han_and_latin_and_half_a_mark_where_two_meet(text: str, shown: str) -> None:
    made = ""
    for span, width in stretches(text, Span(0, len(text))):
        made += {"": "{}", "wider": "[{}]", "half": "{{{}}}"}[width].format(span.cut(text))
    assert made == shown


def rendered(document: Document, measure: int, *, justified: bool = True) -> Rendering:
    type_ = TypeSettings(measure=measure, justified=justified)
    made = Rendering(document, Script.HANS, Styles(PAPER, type_, choose_fonts(), "hans", type_.column), convert)
    made.begin()
    while not made.complete:
        made.extend()
    made.qt.setTextWidth(type_.column + MARGIN_LEFT + MARGIN_RIGHT)
    made.qt.size()
    return made


def paragraphs(made: Rendering) -> list[QTextBlock]:
    blocks = [made.qt.findBlockByNumber(n) for n in range(made.qt.blockCount())]
    return [b for b in blocks if b.blockFormat().alignment() & Qt.AlignmentFlag.AlignJustify]


@pytest.mark.parametrize("measure", [20, 34, 50])
def test_full_lines_end_at_the_edge_without_holes_and_marks_stand_where_they_belong(
    corpus_dir: Path, measure: int
) -> None:
    made, seen = rendered(Corpus(corpus_dir).load("binhai-artificial-intelligence-2019"), measure), 0
    wide = 17 * measure
    for block in paragraphs(made):
        text, layout = block.text(), block.layout()
        for number in range(layout.lineCount() - 1):
            line = layout.lineAt(number)
            start, end = line.textStart(), line.textStart() + line.textLength()
            words = text[start:end].replace(MAY_BREAK, "")
            at = [float(line.cursorToX(n)[0]) for n in range(start, end + 1)]  # type: ignore[index]  # PySide6 gives two
            pairs = [n for n in range(start, end - 1) if _HAN.match(text[n]) and _HAN.match(text[n + 1])]
            assert all(at[n - start + 1] - at[n - start] < 2 * 17 for n in pairs), words
            assert wide - at[-1] < 4, words
            assert not number or words[0] not in NEVER_FIRST - set("—…·"), words
            assert words[-1] not in OPENING, words
            seen += 1
    assert seen > 100
    assert not paragraphs(rendered(made.document, measure, justified=False))


def test_what_makes_lines_break_is_in_no_word_that_leaves_the_text(rich_document: Document) -> None:
    made = rendered(rich_document, 20)
    block = next(b for b in rich_document.blocks if "“津产发”" in b.text)
    number = made.number_of(block.id)
    assert number is not None
    placed = made.placed(number)
    assert placed is not None
    assert MAY_BREAK in made.qt.toPlainText()
    pieces = made.pieces(placed.start, placed.end)
    assert made.seen(pieces) == made.canonical(pieces) == block.text
    for offset in range(len(block.text)):
        position = made.position(number, offset)
        assert position is not None
        assert made.place(position) == (number, offset)


def test_cells_of_a_table_break_beside_quotes_too(rich_document: Document) -> None:
    made = rendered(rich_document, 20)
    number, block = next((n, b) for n, b in enumerate(rich_document.blocks) if b.rows)
    at = block.text.index("“上云”")
    start, end = (made.position(number, offset) for offset in (at, at + 5))
    assert start is not None
    assert end is not None
    cursor = QTextCursor(made.qt)
    cursor.setPosition(start - 1)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == f"{MAY_BREAK}“上云”{MAY_BREAK}企"
    for offset in range(len(block.text)):
        position = made.position(number, offset)
        assert position is not None
        if block.text[offset] not in "\t\n":
            assert made.place(position) == (number, offset)


def test_the_typeface_is_chosen_among_those_that_are_there() -> None:
    fonts = choose_fonts(["Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans CJK TC", "FangSong"])
    assert fonts.styles() == ["", "fang", "hei"]
    assert fonts.families("body", "hans", "fang")[0] == "FangSong"
    assert fonts.families("body", "hans", "hei")[0] == "Noto Sans CJK SC"
    assert fonts.families("body", "hant", "hei")[0] == "Noto Sans CJK TC", "the face of the script shown"
    assert fonts.families("body", "hans", "kai")[0] == "Noto Serif CJK SC", "what is not there is no chance"
    assert fonts.families("heading", "hans", "fang")[0] == "Noto Sans CJK SC", "headings keep theirs"


def test_marks_that_meet_stand_closer_only_where_there_is_nothing_between_them() -> None:
    styles = {script: Styles(PAPER, TypeSettings(), choose_fonts(), script) for script in ("hans", "hant")}

    def spacing(script: str, mark: str) -> float:
        return styles[script].ink("paragraph", lead=False, width="half", mark=mark).font().letterSpacing()

    if not choose_fonts().song["hant"]:
        pytest.skip("no traditional face is installed here")
    assert spacing("hans", "。") == spacing("hans", "）") == spacing("hans", "（") == -17 / 2
    assert spacing("hant", "）") == -17 / 2
    assert spacing("hant", "。") == 0, "it stands in the middle of its em"
    assert spacing("hans", "-") == 0
    wider = styles["hans"].ink("paragraph", lead=True, width="wider").font()
    assert wider.letterSpacing() == pytest.approx(17 / 8)
    assert wider.bold()
