"""Other programs' notes made into notes of this library: whose words they are, which document, what comes home."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from reader.core.anchor import Resolver, make
from reader.core.document import Block, Document, Source
from reader.core.errors import BadInput
from reader.core.note import Note, NoteKind, Person, PlacedNote, Selection
from reader.core.remark import Remarks, another_id
from reader.core.span import Span
from reader.formats.word.comments import read_remarks
from reader.library import taking_remarks
from reader.library.taking_remarks import Sources, Taken, is_other, take
from reader.store.formats import commented

NOW = "2026-11-30T00:00:00.000000Z"


def document(doc: str, title: str, *texts: str) -> Document:
    blocks = tuple(Block(f"b{i}", "paragraph", text, Span(0, 0)) for i, text in enumerate(texts))
    return Document(id=doc, title=title, source=Source("x", "0" * 64, "hans"), blocks=blocks)


PLAN = document("plan", "行动方案", "由市商务局牵头建设数据共享交换平台。", "市财政局保障经费，按季度拨付到位。")
RULES = document("rules", "管理办法", "由市商务局牵头制定管理办法。", "本办法自发布之日起施行，有效期五年。")


def library(*notes: Note) -> Sources:
    every = {each.id: each for each in (PLAN, RULES)}

    def having(words: str) -> Iterable[str]:
        return [each.id for each in every.values() if words in each.text]

    return Sources(
        lambda words: [each.id for each in every.values() if words in {each.id, each.title}], having,
        every.__getitem__, lambda: notes,
    )  # fmt: skip


def taken(data: bytes | str, *notes: Note, doc: str | None = None) -> Taken:
    given = data.encode() if isinstance(data, str) else data
    assert is_other(given)
    return take(given, "稿.docx", read_remarks, library(*notes), lambda: NOW, doc)


def hypothesis(quote: str, title: str = "", **others: object) -> str:
    target = [{"source": "u", "selector": [{"type": "TextQuoteSelector", "exact": quote}]}]
    return json.dumps({"rows": [{"target": target, "text": "看", "document": {"title": [title]}, **others}]})


def test_the_title_tells_the_document_and_else_the_words_do() -> None:
    (by_title,) = taken(hypothesis("由市商务局牵头", "管理办法")).notes
    assert (by_title.anchor.doc, by_title.anchor.block) == ("rules", "b0")
    (by_words,) = taken(hypothesis("市财政局保障经费", "某网页")).notes
    assert (by_words.anchor.doc, by_words.text) == ("plan", "看")


def test_what_stands_on_a_document_that_is_not_here_is_told() -> None:
    found = taken(hypothesis("完全没有的一句话在这里", "别的书"))
    assert (found.notes, dict(found.elsewhere)) == ((), {"别的书": 1})
    (said,) = taken(hypothesis("完全没有的一句话在这里", "别的书"), doc="plan").notes
    assert (said.anchor.doc, said.anchor.quote) == ("plan", "完全没有的一句话在这里")


def test_comments_come_home_as_the_notes_they_were_also_edited() -> None:
    resolver = Resolver(PLAN)
    (made,) = taken(hypothesis("市财政局保障经费", created="2026-11-28T08:00:00Z")).notes
    mine = replace(made, id="my-own-id")
    word = commented.dump(PLAN, [PlacedNote(mine, resolver.resolve(mine.anchor))])
    (home,) = taken(word, mine).notes
    assert home == replace(mine, modified=home.modified)
    edited = commented.dump(PLAN, [PlacedNote(replace(mine, text="改过"), resolver.resolve(mine.anchor))])
    (changed,) = taken(edited, mine).notes
    assert (changed.id, changed.text) == ("my-own-id", "改过")
    (stranger,) = taken(word).notes
    assert stranger.id != "my-own-id"
    assert taken(word).notes == (stranger,), "read again it is the same one"


def as_word(*notes: Note, edit: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The notes as a Word file, some of its words rewritten, as a word processor does."""
    resolver = Resolver(PLAN)
    data = commented.dump(PLAN, [PlacedNote(each, resolver.resolve(each.anchor)) for each in notes])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            inside = old.read(name).decode("utf-8") if name.startswith("word/") else ""
            for was, now in edit.items():
                inside = inside.replace(was, now)
            new.writestr(name, inside or old.read(name))
    return out.getvalue()


def noted(words: str, key: str, text: str = "", kind: NoteKind = "note", **others: Any) -> Note:
    at = PLAN.text.index(words)
    anchor = make(PLAN, Selection(PLAN.id, Resolver(PLAN).pieces(Span(at, at + len(words)))))
    others = {"creator": Person("王芳"), "created": f"2026-11-28T08:00:00.00000{key}Z", **others}
    return Note(key, anchor, kind, modified=NOW, text=text, **others)


def test_what_nobody_touched_is_as_it_was_whatever_a_comment_cannot_tell() -> None:
    mine = (
        noted("市商务局", "1", "\t前后空白　", tags=("2026年", "重点"), status="todo"),
        noted("牵头", "2", kind="bookmark", folder="甲/乙"),
        noted("数据共享", "3", kind="underline", colour="green", tags=("b", "a"), starred=True),
        noted("经费", "4", "甲\x0b\r\n\n乙 #b", tags=("a", "b")),
    )
    assert taken(as_word(*mine), *mine).notes == mine


def test_an_edit_keeps_what_it_did_not_touch() -> None:
    mine = noted("市商务局", "1", "看", tags=("2026年", "重点", "两 字", "旧"), status="todo", colour="blue")
    (found,) = taken(as_word(mine, edit={">看<": ">改 #新<", " #旧": ""}), mine).notes
    assert found == replace(mine, text="改 #新", tags=("2026年", "重点", "两 字", "新"))
    (beside,) = taken(as_word(mine, edit={"@待办": "@待办（已办？）"}), mine).notes
    assert beside.text.endswith("@待办（已办？）"), "what is more than marks is words, and stays"
    own = noted("市商务局", "1", "看\n#重点", tags=("重点",))
    (edited,) = taken(as_word(own, edit={">看<": ">改<"}), own).notes
    assert edited == replace(own, text="改\n#重点")
    (found,) = taken(as_word(mine, edit={">看<": ">改 #新<", " #旧": ""}), mine).notes
    assert found == replace(mine, text="改 #新", tags=("2026年", "重点", "两 字", "新"))
    (done,) = taken(as_word(mine, edit={"@待办": "@完成"}), mine).notes
    assert done == replace(mine, status="done")
    bookmark = noted("市商务局", "2", kind="bookmark")
    (written_on,) = taken(as_word(bookmark, edit={">书签<": ">书签：再看<"}), bookmark).notes
    assert written_on == replace(bookmark, text="书签：再看")


def test_of_one_second_each_comment_finds_its_own_note() -> None:
    mine = tuple(noted(words, str(n), f"第{n}") for n, words in enumerate(["市商务局", "市商务局", "经费", "牵头"]))
    edit = {">第1<": ">第1改<", "经费": "款项", ">第3<": ">第3改<", "牵头": "领头"}
    found = {each.id: each.text for each in taken(as_word(*mine, edit=edit), *mine).notes}
    assert found == {"0": "第0", "1": "第1改", "2": "第2", "3": "第3改"}


def test_another_persons_comment_of_the_same_second_is_another_note() -> None:
    mine = noted("市商务局", "1", "看")
    others = noted("经费", "2", "看", creator=Person("李强"))
    (found,) = taken(as_word(others), mine).notes
    assert found.id != mine.id


def test_two_comments_of_one_moment_at_the_same_words_are_two_notes() -> None:
    two = (noted("经费", "1", "甲"), noted("经费", "2", "乙"), noted("经费", "3", "乙"))
    found = taken(as_word(*two)).notes
    assert sorted(each.text for each in found) == ["乙", "甲"]
    assert taken(as_word(*two)).notes == found, "read again they are the same two"
    assert taken(as_word(*two), *found).notes == found


def test_a_table_with_a_column_of_quotations() -> None:
    found = taken(
        "文件,原文,批注,标签,日期\n行动方案,市财政局保障经费,看,重点 数据,2026/11/28 08:00\n,无处可寻的话语在这,看,,\n"
    )
    (note,) = found.notes
    assert (note.anchor.block, note.text, note.tags) == ("b1", "看", ("重点", "数据"))
    assert note.created == "2026-11-28T08:00:00.000000Z"
    assert dict(found.elsewhere) == {"稿.docx": 1}
    table = "文件,原文,批注\n行动方案,市财政局保障经费,看\n"
    (from_a_spreadsheet,) = taken(table.encode("gb18030")).notes
    assert (from_a_spreadsheet.anchor.block, from_a_spreadsheet.text) == ("b1", "看")
    (tabbed,) = taken("quote\tnote\n市财政局保障经费\tx\n").notes
    assert tabbed.text == "x"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"rows": []}', "没有认得的批注"),
    ],
)
def test_what_is_something_else_is_named(data: bytes, says: str) -> None:
    def read() -> bool:
        return is_other(data) and bool(take(data, "稿.docx", read_remarks, library(), lambda: NOW))

    with pytest.raises(BadInput, match=says):
        read()


def test_a_word_file_without_comments_says_so() -> None:
    with pytest.raises(BadInput, match="没有批注或修订"):
        take(commented.dump(PLAN, []), "稿.docx", read_remarks, library(), lambda: NOW)


def test_files_of_this_programs_own_are_left_to_it() -> None:
    assert not is_other(b'[{"@context": ["x", {"pr": "urn:policy-reader:"}]}]')
    assert not is_other(b"[]")
    assert not is_other("编号,原文,批注\n1,a,b\n".encode())
    assert not is_other("随便什么文字".encode())


def test_what_the_reader_of_files_says_is_passed_on() -> None:
    def refuses(_data: bytes, _name: str) -> Remarks:
        raise BadInput("设有密码")

    with pytest.raises(BadInput, match="设有密码"):
        take(b"%PDF-1.4", "a.pdf", refuses, library(), lambda: NOW)


def test_a_long_text_is_not_put_together_for_each_quotation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand quotations on a law of four thousand clauses took a minute by that alone."""
    asked: list[str] = []
    put_together = Document.text.fget  # type: ignore[attr-defined]

    def text(self: Document) -> str:
        asked.append(self.id)
        return str(put_together(self))

    monkeypatch.setattr(Document, "text", property(text))
    rows = "".join(f"由市商务局牵头,第 {number} 条\n" for number in range(40))
    assert len(taken("原文,批注\n" + rows, doc="plan").notes) == 40
    assert len(asked) < 10


def test_words_of_a_page_stand_between_their_neighbours_though_it_knows_of_no_paragraphs() -> None:
    texts = ("（二）主要目标", "到2027年达到500亿元，企业1200家。", "到2030年达到500亿元，企业1500家。")
    target = {
        "source": "http://example.org/",
        "selector": {
            "type": "TextQuoteSelector", "exact": "500亿元",
            "prefix": "（二）主要目标到 2027 年达到 ", "suffix": "，企业 1200 家。到 2030 年达到",
        },
    }  # fmt: skip
    long = document("plan", "方案", *texts)
    (note,) = take(
        json.dumps({"rows": [{"text": "看", "target": [target]}]}).encode(), "a.json", lambda *_: Remarks(()),
        replace(library(), open=lambda _doc: long), lambda: "2026-01-01T00:00:00.000000Z", "plan",
    ).notes  # fmt: skip
    assert long.text[note.anchor.position - 3 :].startswith("年达到500亿元，企业1200家")
    assert note.anchor.quote == "500亿元"


def test_thousands_of_comments_at_the_same_words_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    made = another_id

    def counted(note_id: str, count: int) -> str:
        asked.append(count)
        return made(note_id, count)

    monkeypatch.setattr(taking_remarks, "another_id", counted)
    target = [{"source": "u", "selector": [{"type": "TextQuoteSelector", "exact": "由市商务局牵头"}]}]
    rows = [{"target": target, "text": f"第{n % 100}条", "created": "2026-01-02T03:04:05Z"} for n in range(200)]
    notes = taken(json.dumps({"rows": rows}), doc="plan").notes
    assert sorted(note.text for note in notes) == sorted(f"第{n}条" for n in range(100))
    assert len(asked) < 200
