"""Notes to look at: what is offered for words that are gone, and what may be accepted without looking."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.core.anchor import Resolver, make
from reader.core.document import Block, Document, Source
from reader.core.note import Note, Piece, PlacedNote, Selection
from reader.core.orphans import Offer
from reader.core.span import Span
from reader.script import Converted
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.notes.review_page import ReviewPage

BEFORE, BEHIND = "天地玄黄宇宙洪荒日月盈昃辰宿列张，", "，云腾致雨露结为霜金生丽水玉出昆冈。"
NOW = "2026-11-30T00:00:00.000000Z"


class Reviewed(ReviewPage):
    """The page over one document."""

    today = Document(id="plan", title="方案", source=Source("x", "0" * 64, "hans"), blocks=())


def document(*texts: str, ids: str = "b") -> Document:
    blocks = tuple(Block(f"{ids}{i}", "paragraph", text, Span(0, 0)) for i, text in enumerate(texts))
    return Document(id="plan", title="方案", source=Source("x", "0" * 64, "hans"), blocks=blocks)


def note(words: str, old: Document, number: int = 1) -> Note:
    at = old.text.index(words)
    selection = Selection(old.id, Resolver(old).pieces(Span(at, at + len(words))))
    return Note(str(number), make(old, selection), "highlight", NOW, NOW)


@pytest.fixture
def page(qtbot: QtBot) -> Reviewed:
    """The page, with nothing to look at."""

    def offers(placed: PlacedNote) -> tuple[Offer, ...]:
        return Resolver(made.today).offers(placed.note.anchor) if placed.resolution.state == "orphan" else ()

    made = Reviewed(Texts(Path("no translations")), Converted, str, lambda _doc: made.today, offers, PAPER)
    qtbot.addWidget(made)
    return made


def show(page: Reviewed, today: Document, *notes: Note) -> None:
    page.today = today
    page.show_notes([PlacedNote(each, Resolver(today).resolve(each.anchor)) for each in notes])


def test_what_stands_between_the_neighbours_is_offered_and_taken(page: Reviewed, qtbot: QtBot) -> None:
    old = document("其他内容。", f"{BEFORE}市商务局{BEHIND}")
    show(page, document("其他内容。", f"{BEFORE}数据管理机构{BEHIND}"), note("市商务局", old))
    assert "前后的文字还在" in page.verdict.text()
    assert page.now.toPlainText() == f"{BEFORE}数据管理机构{BEHIND}"
    assert page.now_label.text().startswith("可能的位置 1/2")
    assert page.buttons["accept"].text() == "附到这里"
    with qtbot.waitSignal(page.accept_wanted) as asked:
        page.buttons["accept"].click()
    ((taken,),) = asked.args
    assert taken.resolution.pieces == (Piece("b1", Span(len(BEFORE), len(BEFORE) + 6)),)


def test_the_next_place_is_a_step_away_and_the_first_comes_again(page: Reviewed, qtbot: QtBot) -> None:
    old = document("其他内容。", f"{BEFORE}市商务局{BEHIND}")
    show(page, document("其他内容。", f"{BEFORE}数据管理机构{BEHIND}"), note("市商务局", old))
    assert page.buttons["later"].isVisibleTo(page)
    page.buttons["later"].click()
    assert "原来那一条" in page.verdict.text()
    with qtbot.waitSignal(page.accept_wanted) as asked:
        page.buttons["accept"].click()
    assert asked.args[0][0].resolution.pieces[0].span.start == 0
    page.buttons["later"].click()
    assert "前后的文字还在" in page.verdict.text()
    page.buttons["earlier"].click()
    assert "原来那一条" in page.verdict.text()


def test_where_nothing_is_like_it_nothing_can_be_taken(page: Reviewed) -> None:
    show(page, document("无关。", ids="n"), note("市商务局", document(f"{BEFORE}市商务局{BEHIND}")))
    assert "找不到" in page.verdict.text()
    assert not page.buttons["accept"].isEnabled()
    assert not page.buttons["later"].isVisibleTo(page)


def test_only_the_same_words_between_the_same_words_are_accepted_without_looking(page: Reviewed, qtbot: QtBot) -> None:
    words = "市人民政府统筹数字经济发展的重大事项和政策"
    between = "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇。"
    old = document(f"{BEFORE}{words}{BEHIND}", between, f"{BEHIND[1:]}{words[::-1]}{BEFORE}")
    first, second = note(words, old, 1), note(words[::-1], old, 2)
    today = document("新的一条。", f"{BEFORE}{words}{BEHIND}", between, f"{BEHIND[5:]}{words[::-1]}{BEFORE}")
    show(page, today, first, second)
    assert page.buttons["accept_moved"].text() == "接受文字和前后文都没变的 1 条"
    with qtbot.waitSignal(page.accept_wanted) as asked:
        page.buttons["accept_moved"].click()
    assert [each.note.id for each in asked.args[0]] == ["1"]
    show(page, today, second)
    assert not page.buttons["accept_moved"].isVisibleTo(page)
