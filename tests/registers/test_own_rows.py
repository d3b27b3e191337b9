"""What a reader says about rows: keys that outlive a newer text, corrections that are applied, the task sheet."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from reader.core.note import CellValue, RowCorrection, RowMark
from reader.core.register import Place, Registers, Target, Task, Unit
from reader.core.span import Span
from reader.library import Library
from reader.registers.exporting import correction_said, table
from reader.registers.lexicon import Lexicon
from reader.registers.own_rows import CHECKED, DROPPED, HEAD, TAIL, SeenRegisters, names_in, number_in, row_keys, see
from reader.registers.task_sheet import HEADINGS, task_sheet, to_docx


def task(words: str, block: str = "b1", start: int = 0, note: str = "（市教委）") -> Task:
    quote = words + note
    span = Span(start, start + len(quote))
    note_span = Span(start + len(words), span.end)
    unit = Unit("市教委", "市教委", "天津市/教委", Span(note_span.start + 1, note_span.end - 1))
    return Task(Place("d", block, span, quote), words, note_span, "责任单位", lead=(unit,), sure=False)


def seen_with(tasks: list[Task], lexicon: Lexicon, **said: object) -> SeenRegisters:
    marks: dict[str, RowMark] = said.get("marks", {})  # type: ignore[assignment]
    corrections: dict[str, RowCorrection] = said.get("corrections", {})  # type: ignore[assignment]
    return see(Registers(tasks=tuple(tasks)), marks, corrections, lexicon, {"d": "天津市"})


@pytest.mark.parametrize("name", ["tasks", "targets", "systems", "citations"])
def test_every_row_has_a_key_of_its_own(library: Library, name: str) -> None:
    rows = library.register(name)
    keys = row_keys(name, rows)
    assert len(set(keys)) == len(rows)
    moved = [replace(row, at=replace(row.at, block="other", span=Span(9, 9 + len(row.at.quote)))) for row in rows]
    assert row_keys(name, moved) == keys, "a key is made of words, not of places"


def test_the_same_words_twice_are_two_rows() -> None:
    assert len(set(row_keys("tasks", [task("甲"), task("甲", "b2")]))) == 2


def test_a_key_shows_the_beginning_and_the_end_of_long_words() -> None:
    def shown(size: int) -> str:
        return row_keys("tasks", [task("甲" * (size - 4) + "乙丙", note="丁戊")])[0].split("|")[-1]

    assert shown(HEAD + TAIL) == "甲" * (HEAD + TAIL - 4) + "乙丙丁戊"
    assert shown(HEAD + TAIL + 1) == "甲" * HEAD + "…" + ("甲" * TAIL + "乙丙丁戊")[-TAIL:]
    one, other = row_keys("tasks", [task("甲" * 200 + "乙" + "甲" * 200), task("甲" * 200 + "丙" + "甲" * 200)])
    assert one.split("|")[-1] == other.split("|")[-1]
    assert one != other, "what is not shown counts too"


def test_a_mark_finds_its_row_again_where_words_were_mended(lexicon: Lexicon) -> None:
    long = "加快建设全市一体化数据中台，推动公共数据归集共享，完善数据治理标准规范体系"
    other = "开展中小学人工智能教育试点，建设智慧校园，培养数字素养与技能"
    (key, *_rest) = row_keys("tasks", [task(long), task(other)])
    marks = {key: RowMark(key, "d", "tasks", "已完成", "已报")}
    now = seen_with([task(other), task(long.replace("归集共享", "归集和共享"))], lexicon, marks=marks).seen["tasks"]
    assert [each.status for each in now] == ["", "已完成"]
    assert now[1].kept_as == (key,), "it is to be kept under today's key from now on"
    gone = seen_with([task(other), task("完全不同的一项任务，与原来毫无关系")], lexicon, marks=marks).seen["tasks"]
    assert [each.status for each in gone] == ["", ""], "a wrong row is worse than none"


def corrected(lexicon: Lexicon, changes: dict[str, CellValue]) -> SeenRegisters:
    rows = [task("建设平台"), task("培育企业", "b2")]
    key = row_keys("tasks", rows)[0]
    return seen_with(rows, lexicon, corrections={key: RowCorrection(key, "d", "tasks", "", changes)})


def test_units_are_corrected_and_what_was_read_stays_at_hand(lexicon: Lexicon) -> None:
    own = corrected(lexicon, {"lead": ["市教委", "市科技局"], "support": ["市财政局"]})
    first = own.seen["tasks"][0]
    assert isinstance(first.row, Task)
    assert [unit.name for unit in first.row.lead] == ["市教委", "市科技局"]
    assert first.row.lead[0].as_written == "市教委", "a unit of the text keeps its place there"
    assert first.row.sure
    assert isinstance(first.read, Task)
    assert not first.read.support
    assert correction_said(first) == "已更正：牵头原为“市教委”；配合原为“”"
    assert first.row in own.registers.tasks
    assert correction_said(own.seen["tasks"][1]) == ""


def test_what_is_no_task_is_out_and_what_was_checked_is_sure(lexicon: Lexicon) -> None:
    out = corrected(lexicon, {DROPPED: True})
    assert len(out.registers.tasks) == 1
    assert correction_said(out.seen["tasks"][0]) == "已剔除"
    right = corrected(lexicon, {CHECKED: True})
    assert right.seen["tasks"][0].row.sure
    assert not right.seen["tasks"][0].corrected
    assert correction_said(right.seen["tasks"][0]) == "已核对"


@pytest.mark.parametrize(
    "changes", [{"deadline": "soon"}, {"value": 3}, {"what": ""}, {"nonsense": "x"}, {"kind": "other"}]
)
def test_a_value_that_does_not_fit_leaves_the_row_as_it_was(lexicon: Lexicon, changes: dict[str, CellValue]) -> None:
    target = Target(Place("d", "b", Span(0, 2), "二"), "产值", "2", "亿元", "=", 2023, "own", "target")
    key = row_keys("targets", [target])[0]
    made = see(Registers(targets=(target,)), {}, {key: RowCorrection(key, "d", "targets", "", changes)}, lexicon, {})
    assert made.seen["targets"][0].row == target


def test_typed_units_are_parted() -> None:
    assert names_in("市教委、 市科技局，市财政局;\n各区 ") == ["市教委", "市科技局", "市财政局", "各区"]


def test_tables_say_what_the_reader_said(lexicon: Lexicon, library: Library) -> None:
    doc = library.documents()[0]
    rows = library.register("tasks", [doc.id])[:2]
    key = row_keys("tasks", rows)[0]
    marks = {key: RowMark(key, doc.id, "tasks", "进行中", "=1+1")}
    seen = see(Registers(tasks=tuple(rows)), marks, {}, lexicon, {}).seen["tasks"]  # type: ignore[arg-type]
    headings, cells = table("tasks", [each.row for each in seen], library.open, None, seen)
    assert headings[-5:] == ["状态", "我的备注", "更正", "核对原因", "待核对"]
    assert cells[0][-5:-1] == ["进行中", "=1+1", "", ""]
    assert cells[1][-5] == "未开始", "one state for what nobody has said anything about"


def test_the_task_sheet_has_a_table_for_each_document(library: Library) -> None:
    own = library.rows.unmarked()
    mine, parts = library.rows.mine(own.registers, "市科技局")
    rows = [each for each in own.seen["tasks"] if each.row in set(mine.tasks)]
    sheet = task_sheet(rows, library.open, lambda _row: (2023,), "市科技局", dict(parts))
    word = docx.Document(io.BytesIO(to_docx(sheet)))
    docs = {each.row.at.doc for each in rows}
    assert len(word.tables) == len(docs) == len(sheet.sections)
    assert tuple(cell.text for cell in word.tables[0].rows[0].cells) == HEADINGS
    assert sum(len(each.rows) - 1 for each in word.tables) == len(rows)
    first = [cell.text for cell in word.tables[0].rows[1].cells]
    assert first[0] == "1"
    assert first[5] == "2023年"
    assert any(paragraph.text == "单位：市科技局" for paragraph in word.paragraphs)
    assert (word.core_properties.title, word.core_properties.author) == ("责任分工表", "市科技局")
    assert number_in("3 至 5") == "3-5"
    assert number_in("很多") is None
