"""Files that notes travel in: nothing lost on the way, nothing hostile let in, nothing half-imported."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Document
from reader.core.errors import BadInput, StoreUnavailable
from reader.core.note import COLOURS, Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Span
from reader.store import exchange
from reader.store.annotations import NoteStore
from reader.store.bundle import Extras
from reader.store.formats import table, valid, word
from reader.store.formats.row import Row, describe
from reader.store.times import stamp
from reader.store.versions import Tombstone

Make = Callable[..., Note]


def rows_of(*notes: Note) -> list[Row]:
    return [
        Row(n, "某市方案", "某政发〔2021〕14号", "第一部分（一）", "《某市方案》（某政发〔2021〕14号），第一部分（一）")
        for n in notes
    ]


# Round trips ---------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
spiky = st.one_of(
    texts, st.sampled_from(["=1+1", "'=1", "''", "@x", "\t-1", "\r", "\r\n", '"', ";", "\\;", "＝A1", "𠮷\0"])
)
names = spiky.filter(bool)
places = st.integers(0, 10**6)
moments = st.datetimes().map(lambda d: stamp(d.replace(year=max(d.year, 2), tzinfo=None).astimezone()))
anchors = st.builds(
    Anchor, doc=names, block=names, start=places, end=places, end_block=names, quote=spiky, prefix=spiky, suffix=spiky,
    position=places, document_hash=names,
)  # fmt: skip
notes_strategy = st.builds(
    Note,
    id=names,
    anchor=anchors,
    kind=st.sampled_from(["highlight", "underline", "note", "bookmark"]),
    created=moments,
    modified=moments,
    text=spiky,
    colour=st.sampled_from(COLOURS),
    tags=st.lists(names, max_size=3).map(tuple),
    starred=st.booleans(),
    status=st.sampled_from(["", "todo", "done"]),
    folder=spiky,
    trashed=st.none() | moments,
)


@pytest.mark.parametrize("form", ["jsonld", "csv"])
@given(notes=st.lists(notes_strategy, min_size=1, max_size=4, unique_by=lambda n: n.id))
def test_nothing_is_lost_on_the_way(form: str, notes: list[Note]) -> None:
    assert exchange.parse(exchange.export(rows_of(*notes), form)).notes == tuple(notes)


def test_a_store_survives_the_journey(store: NoteStore, tmp_path: Path, note_of: Make) -> None:
    for i, text in enumerate(["一", "=cmd|'/c calc'!A0", "多行\r\n文字", "<script>alert(1)</script>"]):
        store.add(note_of(i, text=text, tags=("a;b",)))
    for form in ("jsonld", "csv"):
        file = tmp_path / f"notes.{form}"
        exchange.write(exchange.export(rows_of(*store.all()), form), file)
        other = NoteStore(tmp_path / form)
        report = other.exchange.take(exchange.read(file))
        assert len(report.added) == 4
        assert other.all() == store.all()
        other.close()


def test_annotations_are_those_of_the_w3c(note_of: Make) -> None:
    note = note_of(1, text="看这里", tags=("指标",), doc="市 计划")
    (made,) = json.loads(exchange.export(rows_of(note), "jsonld"))
    assert made["type"] == "Annotation"
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert made["motivation"] == "commenting"
    assert {s["type"] for s in made["target"]["selector"]} == {
        "FragmentSelector", "TextQuoteSelector", "TextPositionSelector",
    }  # fmt: skip
    (position,) = (s for s in made["target"]["selector"] if s["type"] == "TextPositionSelector")
    assert (position["start"], position["end"]) == (40, 44)
    assert " " not in made["target"]["source"]
    assert [b["purpose"] for b in made["body"]] == ["commenting", "tagging"]


def test_a_page_of_annotations_and_a_single_one_are_read_too(note_of: Make) -> None:
    items = json.loads(exchange.export(rows_of(note_of(1)), "jsonld"))
    assert exchange.parse(json.dumps({"type": "AnnotationPage", "items": items}).encode()).notes == (note_of(1),)
    assert exchange.parse(json.dumps(items[0]).encode()).notes == (note_of(1),)


def test_csv_opens_in_spreadsheets(note_of: Make) -> None:
    data = exchange.export(rows_of(note_of(1, text="=1+1", folder=" +x")), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[0].startswith('"文件","文号","条款路径","原文","批注","颜色","标签"')
    assert '"\'=1+1"' in data.decode("utf-8")
    assert '"\' +x"' in data.decode("utf-8")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "  =1", "＝1", "\r=1", "\n", "'a"])
def test_what_a_spreadsheet_might_run_is_neutralised(text: str) -> None:
    assert table.neutralised(text) == "'" + text


@pytest.mark.parametrize("text", ["数字经济", "50%", "a=b", "", "2021-08-19", "（一）"])
def test_plain_text_stays_plain(text: str) -> None:
    assert table.neutralised(text) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_a_table_comes_back_however_a_spreadsheet_saves_it(note_of: Make, encoding: str, parted: str) -> None:
    made = note_of(1, text="一\t二；😀\n=1", tags=("a;b", "c"))
    rows = list(csv.reader(io.StringIO(exchange.export(rows_of(made), "csv").decode("utf-8-sig"), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=parted).writerows(rows)
    assert exchange.parse(out.getvalue().encode(encoding)).notes == (made,)


def test_a_table_cut_within_a_character_is_said_so(note_of: Make) -> None:
    with pytest.raises(BadInput, match="编码认不出"):
        exchange.parse(exchange.export(rows_of(note_of(1)), "csv")[:-1] + b"\xe4")


@pytest.mark.parametrize(
    "text",
    ["00012345678901234567", "2026/11/29 4:42", "50%", "1e5", "3月5日", "2026年11月", "true", "5-May", "Jan 5", "(3)"],
)
def test_a_text_that_looks_like_a_number_or_a_day_stays_text(note_of: Make, text: str) -> None:
    made = note_of(1, text=text)
    data = exchange.export(rows_of(made), "csv")
    assert f'"\'{text}"' in data.decode()
    assert exchange.parse(data).notes == (made,)
    assert f'"{made.created}"' in data.decode(), "moments are read back however they are rewritten"


def test_columns_may_be_moved_and_added(note_of: Make) -> None:
    lines = exchange.export(rows_of(note_of(1)), "csv").decode("utf-8-sig").splitlines()
    header, row = (next(iter(__import__("csv").reader([line]))) for line in lines)
    out = io.StringIO()
    writer = __import__("csv").writer(out)
    writer.writerow(["我的列", *reversed(header)])
    writer.writerow(["x", *reversed(row)])
    writer.writerow([""] * (len(row) + 1))
    assert exchange.parse(out.getvalue().encode()).notes == (note_of(1),)


# What people read ----------------------------------------------------------------------------------------------------

HOSTILE = '<script>alert(1)</script>&\x0b\0=HYPERLINK("http://x")'


def test_html_escapes_everything(note_of: Make) -> None:
    data = exchange.export(
        [Row(note_of(1, text=HOSTILE, quote=HOSTILE, tags=(HOSTILE,)), HOSTILE, HOSTILE, HOSTILE, HOSTILE)], "html"
    ).decode()
    assert "<script" not in data
    assert data.count("&lt;script&gt;") >= 5
    assert "default-src 'none'" in data
    assert "prefers-color-scheme: dark" in data


def test_markdown_lets_no_html_through(note_of: Make) -> None:
    row = Row(note_of(1, text=HOSTILE + "**重点**", quote=HOSTILE, doc="a)b"), HOSTILE, HOSTILE, "", HOSTILE)
    data = exchange.export([row], "md").decode()
    assert not re.search(r"(?<!\\)<", data)
    assert "**重点**" in data
    assert "(policy-reader:a%29b#b1)" in data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[看](https://x.cn/a)", "[看](https://x.cn/a)"),
        ("[看]( HTTP://x.cn)", "[看]( HTTP://x.cn)"),
        ("[看]: https://x.cn", "[看]: https://x.cn"),
        ("[看](javascript:alert(1))", "[看]\\(javascript\\:alert(1))"),
        ("![](file:///etc/passwd)", "![]\\(file\\:///etc/passwd)"),
        ("[看](//x.cn)", "[看]\\(//x.cn)"),
        ("[看](D:/x.docx)", "[看]\\(D:/x.docx)"),
        ("[看]:\n data:text/html,x", "[看]\\:\n data\\:text/html,x"),
        ("[看](java&#115;cript:x)", "[看]\\(java&amp;#115;cript:x)"),
        ("见 http://x.cn，ftp://x.cn", "见 http://x.cn，ftp\\://x.cn"),
        ("TODO:看[一][二]", "TODO:看[一][二]"),
    ],
)
def test_markdown_has_no_links_but_those_of_the_web(note_of: Make, text: str, shown: str) -> None:
    row = Row(note_of(1, text=text), "标题", "", "", "")
    assert f"\n{shown}\n" in exchange.export([row], "md").decode()


def test_a_workbook_has_no_formulas(note_of: Make) -> None:
    note = note_of(1, text='=HYPERLINK("http://x")', quote="+1\x0b", tags=("@a",))
    data = exchange.export([*rows_of(note), *rows_of(note_of(2, text="文" * 40_000))], "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [c.value for c in sheet[1]][:5] == ["文件", "文号", "条款路径", "原文", "批注"]
    assert all(c.data_type == "s" or c.value is None for row in sheet for c in row)
    assert sheet["E2"].value == '=HYPERLINK("http://x")'
    assert sheet["D2"].value == "+1"
    assert len(str(sheet["E3"].value)) == 32_767


def test_the_workbook_prints_on_pages_as_wide_as_it_with_its_head_on_each(note_of: Make) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exchange.export(rows_of(note_of(1)), "xlsx"))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    layout = sheet.sheet_properties.pageSetUpPr
    assert layout is not None
    assert (layout.fitToPage, sheet.print_title_rows) == (True, "$1:$1")


def test_word_has_each_note_under_its_document(note_of: Make) -> None:
    data = exchange.export(rows_of(note_of(1, text="一\n二" + HOSTILE)), "docx")
    made = docx.Document(io.BytesIO(data))
    assert [p.text for p in made.paragraphs] == ["我的批注", "某市方案（某政发〔2021〕14号）"]
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["条款", "原文", "批注", "标签与日期"]
    where, quoted, text, facts = (cell.text for cell in table.rows[1].cells)
    assert (where, quoted) == ("第一部分（一）", "数字经济")
    assert text.startswith("一\n二")
    assert "<script>" in text
    assert facts.startswith("批注 · ")


def test_what_is_printed_is_a4_across_with_its_head_on_every_page(note_of: Make) -> None:
    made = docx.Document(io.BytesIO(exchange.export(rows_of(note_of(1)), "docx")))
    (page,) = made.sections
    size = [round((length or 0) / 360_000, 1) for length in (page.page_width, page.page_height)]
    assert size == [29.7, 21.0], "centimetres"
    assert "PAGE" in page.footer._element.xml
    assert "w:tblHeader" in made.tables[0].rows[0]._tr.xml
    assert "w:cantSplit" in made.tables[0].rows[1]._tr.xml


def test_a_row_of_the_workbook_is_as_high_as_what_stands_in_it(note_of: Make) -> None:
    (sheet,) = openpyxl.load_workbook(
        io.BytesIO(exchange.export(rows_of(note_of(1), note_of(2, text="数字经济" * 50)), "xlsx"))
    ).worksheets
    low, high = (sheet.row_dimensions[number].height for number in (2, 3))
    assert low < 60 < 10 * 15 < high
    assert sheet.print_area == "'批注'!$A$1:$L$3"


def test_my_work_on_this_plan(make_document: Callable[..., Document], note_of: Make) -> None:
    plan = make_document(
        "一、总体要求",
        "（一）指导思想",
        "发展数字经济。",
        doc="plan",
        title="某市方案",
        doc_number="某政发〔2021〕14号",
    )
    placed = [
        PlacedNote(note_of(1, text="要点", status="todo"), Resolution("exact", (Piece("b3", Span(2, 6)),))),
        PlacedNote(note_of(2, quote="不在了的话"), Resolution("orphan", (), 0.0)),
    ]
    rows = describe(placed, lambda doc: plan if doc == "plan" else None)
    made = docx.Document(io.BytesIO(word.work_report(plan, rows)))
    lines = [p.text for p in made.paragraphs]
    assert lines[0] == "《某市方案》阅读工作稿"
    assert "共 2 条批注，其中待办 1 条，完成 0 条。" in lines
    assert lines[-2:] == ["待核对：原文已找不到的批注", ""] or lines[-1] == "待核对：原文已找不到的批注"
    found, lost = ([cell.text for cell in table.rows[1].cells][:3] for table in made.tables)
    assert found == ["第一部分（一）", "数字经济", "要点"]
    assert lost[1] == "不在了的话"


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("clause", []),
        ("colour", ["黄（重点）（2）", "蓝（指标）（1）"]),
        ("tag", ["#数据（2）", "#重点（1）", "没有标签（1）"]),
    ],
)
def test_the_report_puts_notes_together_by_colour_or_tag(
    by: str, headings: list[str], make_document: Callable[..., Document], note_of: Make
) -> None:
    plan = make_document("发展数字经济。", doc="plan", title="某市方案")
    notes = (note_of(1, tags=("重点", "数据")), note_of(2, colour="blue", tags=("数据",)), note_of(3))
    here = Resolution("exact", (Piece(plan.blocks[0].id, Span(0, 2)),))
    rows = describe([PlacedNote(note, here) for note in notes], lambda _doc: plan)
    paragraphs = docx.Document(io.BytesIO(word.work_report(plan, rows, by))).paragraphs
    assert [p.text for p in paragraphs if p.style and p.style.name == "Heading 1"] == headings


def test_a_summary_has_counts_tags_with_their_clauses_and_the_notes_by_colour(
    make_document: Callable[..., Document], note_of: Make
) -> None:
    plan = make_document("发展数字经济。", doc="plan", title="某市方案")
    notes = (note_of(1, tags=("重点",), status="todo"), note_of(2, colour="blue", tags=("重点", "<b>")), note_of(3))
    here = Resolution("exact", (Piece(plan.blocks[0].id, Span(0, 2)),))
    made = exchange.report(plan, [PlacedNote(note, here) for note in notes], exchange.PAGE).decode()
    assert "<h1>《某市方案》阅读小结</h1>" in made
    assert "共 3 条批注，其中待办 1 条，完成 0 条。" in made
    assert re.findall("<h2>(.*?)</h2>", made) == ["黄（重点）（2）", "蓝（指标）（1）"]
    lines = dict(re.findall(r"<li>(.*?)（\d）：(.*?)</li>", made))
    assert list(lines) == ["待办", "#&lt;b&gt;", "#重点"]
    assert re.findall('href="#(n\\d)"', lines["#重点"]) == ["n0", "n1"]
    assert set(re.findall('id="(n\\d)"', made)) == {"n0", "n1", "n2"}


def test_a_document_that_is_not_here_is_named_by_its_id(note_of: Make) -> None:
    (row,) = describe([PlacedNote(note_of(1), Resolution("orphan"))], lambda _: None)
    assert (row.title, row.citation, row.clause) == ("plan", "《plan》", "")
    for form in exchange.FORMATS:
        assert exchange.export([row], form)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadInput, match="docx"):
        exchange.export([], "exe")


def test_every_format_can_be_empty() -> None:
    for form in exchange.FORMATS:
        assert exchange.export([], form)


def test_writing_where_one_cannot_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "notes.csv"
    target.write_bytes(b"before")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="空间不足"):
        exchange.write(b"after", target)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["notes.csv"]
    assert target.read_bytes() == b"before"


# Hostile files -------------------------------------------------------------------------------------------------------


def item(note: Note) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(exchange.export(rows_of(note), "jsonld"))[0]
    return made


def changed(note: Note, path: str, value: Any) -> bytes:
    """The note's Annotation with one value replaced; `path` as in target.selector.0.value."""
    made = item(note)
    *way, last = path.split(".")
    at: Any = made
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return json.dumps([item(replace(note, id="good")), made]).encode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("type", "Person"),
        ("id", 7),
        ("id", "http://elsewhere/1"),
        ("id", "urn:policy-reader:note:"),
        ("id", "urn:policy-reader:note:" + "x" * 600),
        ("body", {"purpose": 1}),
        ("body", [{"purpose": "commenting", "value": ["x"]}]),
        ("body", [{"purpose": "commenting", "value": "x" * 1_000_001}]),
        ("body", [{"purpose": "tagging", "value": "x"}] * 101),
        ("body", [{"purpose": "tagging", "value": ""}]),
        ("body", [{"purpose": "commenting", "value": "\ud800"}]),
        ("target", None),
        ("target.source", 3),
        ("target.selector", []),
        ("target.selector", [1, 2]),
        ("target.selector.0.pr:start", -1),
        ("target.selector.0.pr:start", 1.5),
        ("target.selector.0.pr:start", True),
        ("target.selector.0.pr:end", 10**30),
        ("target.selector.0.value", ""),
        ("modified", "yesterday"),
        ("modified", 12),
        ("created", "9" * 50),
        ("pr:kind", "weapon"),
        ("pr:kind", ["note"]),
        ("pr:colour", "url(javascript:1)"),
        ("pr:starred", "yes"),
        ("pr:status", None),
        ("pr:trashed", False),
        ("pr:version", "one"),
    ],
)
def test_a_wrong_value_refuses_its_note_and_no_other(note_of: Make, path: str, value: Any) -> None:
    data = changed(note_of(1), path, value)
    read = exchange.parse(data)
    assert [note.id for note in read.notes] == ["good"]
    (sentence,) = read.refused
    assert re.fullmatch("批注文件的第 2 条.+没有导入。", sentence)
    with pytest.raises(BadInput) as error:
        exchange.parse(json.dumps(json.loads(data)[1:]).encode())
    assert str(error.value).endswith("。")
    assert "\n" not in str(error.value)


def test_a_note_of_a_newer_program_refuses_the_whole_file(note_of: Make) -> None:
    with pytest.raises(BadInput, match="更新的版本"):
        exchange.parse(changed(note_of(1), "pr:version", 2))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"[",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"\xff\xfe\x00",
        b"[1]",
        b'["x"]',
        b"{}",
        b'{"items": 3}',
        b'{"items": {"a": 1}}',
        b"null",
        b"a,b,c\r\n1,2,3\r\n",
        b"PK\x03\x04" + bytes(1000),
        b"\xef\xbb\xbf[NaN",
        b"[" + b"1" * 5000 + b"]",
    ],
)
def test_what_is_no_file_of_notes_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as error:
        exchange.parse(data)
    assert str(error.value).endswith("。")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_a_truncated_file_is_refused(note_of: Make, form: str) -> None:
    data = exchange.export(rows_of(note_of(1), note_of(2)), form)
    for end in (10, len(data) // 2, len(data) - 30):
        with pytest.raises(BadInput):
            exchange.parse(data[:end])


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_of_two_notes_of_one_id_none_is_taken_but_a_repeated_one_is(note_of: Make, form: str) -> None:
    twice = (note_of(1), note_of(1, text="另"))
    with pytest.raises(BadInput, match="同一个编号"):
        exchange.parse(exchange.export(rows_of(*twice), form))
    read = exchange.parse(exchange.export(rows_of(*twice, note_of(2)), form))
    assert (read.notes, len(read.refused)) == ((note_of(2),), 1)
    assert exchange.parse(exchange.export(rows_of(note_of(1), note_of(1)), form)).notes == (note_of(1),)


def test_a_note_and_its_deletion_under_one_id_are_both_left_out(note_of: Make) -> None:
    dead = [Tombstone(each, "plan", "2026-03-01T00:00:00.000000Z", {"a": 1}) for each in (note_of(1).id, "other")]
    extras = Extras(tombstones=(*dead, replace(dead[1], vector={"b": 1})))
    read = exchange.parse(exchange.export(rows_of(note_of(1), note_of(2)), "jsonld", extras))
    assert (read.notes, read.extras.tombstones, len(read.refused)) == ((note_of(2),), (), 2)


def test_a_collection_of_one_page_is_read(note_of: Make) -> None:
    page = {"type": "AnnotationPage", "items": [item(note_of(1))]}
    data = json.dumps({"type": "AnnotationCollection", "total": 1, "first": page}).encode()
    assert exchange.parse(data).notes == (note_of(1),)


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note_of: Make) -> None:
    monkeypatch.setattr(exchange, "MAX_BYTES", 1000)
    big = tmp_path / "big.jsonld"
    big.write_bytes(b"[" + b" " * 5000)
    with pytest.raises(BadInput, match="太大"):
        exchange.read(big)
    monkeypatch.setattr(exchange, "MAX_BYTES", 10**6)
    monkeypatch.setattr(exchange, "MAX_NOTES", 1)
    with pytest.raises(BadInput, match="太多"):
        exchange.parse(exchange.export(rows_of(note_of(1), note_of(2)), "csv"))


def test_a_missing_file_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="打不开"):
        exchange.read(tmp_path / "none")
    with pytest.raises(BadInput, match="打不开"):
        exchange.read(tmp_path)


@pytest.mark.parametrize(
    ("number", "taken"), [(0, True), (2**53 - 1, True), (2**53, False), (-1, False), (True, False)]
)
@pytest.mark.parametrize("name", ["start", "end", "position"])
def test_places_are_whole_numbers_that_every_program_reads_alike(
    note_of: Make, name: str, number: int, taken: bool
) -> None:
    """Beyond 2^53 a number of JSON is another one in a program that reads it as a fraction."""
    note = note_of(1)
    values = {**{f.name: getattr(note, f.name) for f in fields(note)}, "tags": []}
    values |= {f.name: getattr(note.anchor, f.name) for f in fields(note.anchor)} | {name: number}
    values |= {"creator": None, "editor": "张三"}
    if taken:
        assert getattr(valid.note_from(values, 1).anchor, name) == number
    else:
        with pytest.raises(BadInput):
            valid.note_from(values, 1)


def test_captions_of_the_word_file_stand_back(note_of: Make) -> None:
    made = docx.Document(io.BytesIO(exchange.export(rows_of(note_of(1)), "docx")))
    colours = {name: str(made.styles[name].font.color.rgb) for name in ("Caption", "Normal", "Heading 1")}
    assert colours == {"Caption": "595959", "Normal": "000000", "Heading 1": "000000"}
