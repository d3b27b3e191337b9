"""A document with comments for Word, and the comments back again as notes at their words."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.comments import CT_Comments

from reader.core.anchor import Resolver, make
from reader.core.document import Block, Document, Source
from reader.core.note import COLOURS, Note, Person, Piece, PlacedNote, Resolution, Selection
from reader.core.remark import Remark, as_note, which, written
from reader.core.span import Span
from reader.formats.word.comments import read_remarks
from reader.store.formats import commented

MADE, NOW = "2026-11-28T08:00:00.000000Z", "2026-11-30T00:00:00.000000Z"


def block(number: int, text: str, kind: str = "paragraph", level: int | None = None) -> Block:
    return Block(f"b{number}", kind, text, Span(0, 0), level=level)


BLOCKS = (
    block(0, "一、总体要求", "heading", 1),
    block(1, "坚持创新驱动，推动数字经济和实体经济深度融合。"),
    block(2, "二、重点任务", "heading", 1),
    block(3, "（一）建设平台", "heading", 2),
    block(4, "由市商务局牵头建设数据共享交换平台，市财政局配合。"),
    block(5, "指标\t单位\t2026年\n增加值占比\t%\t50", "table"),
    block(6, "三、保障措施", "heading", 1),
    block(7, "加强组织领导，定期报告工作进展情况。"),
)
PLAN = Document(id="plan-1", title="行动方案", source=Source("x", "0" * 64, "hans"), blocks=BLOCKS)


def note(words: str, text: str = "", number: int = 1, **others: object) -> Note:
    at = PLAN.text.index(words)
    selection = Selection(PLAN.id, Resolver(PLAN).pieces(Span(at, at + len(words))))
    made = Note(str(number), make(PLAN, selection), "note", MADE, NOW, text=text)
    return replace(made, **others)  # type: ignore[arg-type]


def bookmark(block_id: str) -> Note:
    return Note("7", make(PLAN, Selection(PLAN.id, (Piece(block_id, Span(0, 0)),))), "bookmark", MADE, NOW)


def placed(each: Note) -> PlacedNote:
    return PlacedNote(each, Resolver(PLAN).resolve(each.anchor))


def back(data: bytes) -> list[Note]:
    return [as_note(each, PLAN, Resolver(PLAN), lambda: NOW) for each in read_remarks(data, "稿.docx").remarks]


@pytest.mark.parametrize(
    "given",
    [
        note("市商务局", "改为市数据局"),
        note("市商务局", "两行\n意见 #重点", tags=("重点", "数据要素"), status="todo"),
        note("50", "口径？"),
        note("增加值占比\t%\t50"),
        note("融合。\n二、重点任务\n（一）建设", "跨条款"),
        note("数字经济", kind="highlight", colour=COLOURS[2], tags=("指标",)),
        bookmark("b4"),
    ],
)
def test_there_and_back_a_note_is_as_it_was(given: Note) -> None:
    (found,) = back(commented.dump(PLAN, [placed(given)]))
    kept = ["anchor", "kind", "text", "tags", "status", "created"]
    if given.kind == "note" and not given.text:  # words without a word on them are a highlight
        given = replace(given, kind="highlight")
    assert {each: getattr(found, each) for each in kept} == {each: getattr(given, each) for each in kept}
    assert given.kind != "highlight" or found.colour == given.colour


def test_word_shows_the_document_and_the_comments_at_their_words() -> None:
    word = docx.Document(io.BytesIO(commented.dump(PLAN, [placed(note("市商务局", "改为市数据局"))])))
    assert word.core_properties.identifier == "plan-1"
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "一、总体要求",
        "二、重点任务",
        "三、保障措施",
    ]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows][1] == ["增加值占比", "%", "50"]
    (comment,) = word.comments
    assert (comment.text, comment.timestamp) == ("改为市数据局", datetime(2026, 11, 28, 8, tzinfo=UTC))


def test_days_are_those_on_the_wall_here_as_word_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        data = commented.dump(PLAN, [placed(note("市商务局", "改"))])
        (comment,) = docx.Document(io.BytesIO(data)).comments
        assert comment.timestamp == datetime(2026, 11, 28, 16, tzinfo=UTC), "Word shows it as it stands, whatever the Z"
        assert back(data)[0].created == MADE
    finally:
        monkeypatch.undo()
        time.tzset()


def test_many_comments_cost_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(CT_Comments, "_next_available_comment_id")  # it goes through all comments there are
    data = commented.dump(PLAN, [placed(note("市商务局", str(number))) for number in range(3)])
    assert len(back(data)) == 3


def test_only_the_clauses_with_notes_and_the_headings_above_them() -> None:
    word = docx.Document(io.BytesIO(commented.dump(PLAN, [placed(note("市商务局", "改"))], noted_only=True)))
    assert [p.text for p in word.paragraphs][1:] == ["二、重点任务", "（一）建设平台", BLOCKS[4].text]


def test_a_note_without_a_place_is_a_comment_on_the_title_that_says_so() -> None:
    lost = PlacedNote(note("市商务局", "改"), Resolution("orphan"))
    word = docx.Document(io.BytesIO(commented.dump(PLAN, [lost])))
    assert [each.text for each in word.comments] == ["改\n（原文已找不到：“市商务局”）"]


def test_a_comment_that_was_edited_is_the_same_note_and_one_read_twice_too() -> None:
    first = Remark("市商务局", "改", author="王芳", created=MADE)
    one, again, edited = (
        as_note(each, PLAN, Resolver(PLAN), lambda: NOW) for each in (first, first, replace(first, text="不改"))
    )
    other = as_note(replace(first, author="李强"), PLAN, Resolver(PLAN), lambda: NOW)
    assert one.id == again.id == edited.id != other.id
    assert (one.text, edited.text) == ("改", "不改")


def test_a_suggestion_is_written_out_and_words_that_are_gone_are_kept() -> None:
    said = as_note(Remark("市商务局", "市数据局", kind="replacement"), PLAN, Resolver(PLAN), lambda: NOW)
    assert (said.text, said.anchor.block, said.created) == ("建议改为：“市数据局”", "b4", NOW)
    lost = as_note(Remark("从未写过的一句话在这里", "看"), PLAN, Resolver(PLAN), lambda: NOW)
    assert (lost.anchor.quote, lost.anchor.block) == ("从未写过的一句话在这里", "")
    assert Resolver(PLAN).resolve(lost.anchor).state == "orphan"


def test_which_document_a_file_is_about_is_told_by_its_words() -> None:
    other = replace(PLAN, id="other", blocks=(block(0, "完全不同的内容，与此无关。"),))
    found = read_remarks(commented.dump(PLAN, [placed(note("市商务局", "改"))]), "稿.docx")
    assert which(found, [other, PLAN]) is PLAN
    assert which(found, [other]) is None
    assert which(replace(found, remarks=()), [PLAN]) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (note("数字经济", "好 #重点", tags=("重点",)), "好 #重点"),
        (note("数字经济", "好", tags=("重点",), status="done"), "好\n#重点 @完成"),
        (note("数字经济", kind="highlight", colour="pink"), "高亮（粉）"),
        (bookmark("b1"), "书签"),
    ],
)
def test_a_note_in_words(given: Note, words: str) -> None:
    assert written(given) == words


def test_who_answers_whom_leaves_as_a_thread_and_comes_back() -> None:
    first = note("市商务局", "改为市数据局", 1, creator=Person("王芳"))
    answer = note("市商务局", "回复王芳：同意", 2, creator=Person("李强"), created="2026-11-28T09:00:00.000000Z")
    again = note("市商务局", "回复李强：好", 3, creator=Person("王芳"), created="2026-11-28T10:00:00.000000Z")
    other = note("50", "回复李强：口径？", 4, creator=Person("王芳"))
    data = commented.dump(PLAN, [placed(each) for each in (answer, first, again, other)])
    found = {each.text: each for each in read_remarks(data, "稿.docx").remarks}
    kinds = {text: (each.kind, each.to) for text, each in found.items()}
    assert kinds == {
        "改为市数据局": ("comment", ""), "回复王芳：同意": ("reply", "王芳"), "回复李强：好": ("reply", "王芳"),
        "回复李强：口径？": ("comment", ""),
    }  # fmt: skip
    assert found["回复王芳：同意"].words == "回复王芳：同意", "whom it answers is said once"
    alone = commented.dump(PLAN, [placed(first), placed(other)])
    assert b"commentsExtended" not in alone
