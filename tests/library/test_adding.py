"""Adding files: what becomes of each, and that everything else follows: search, registers, notes, suggestions."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.adding import AddOptions, AddRow, VersionQuestion
from reader.core.errors import BadInput, Cancelled, NotFound, StoreUnavailable
from reader.core.policy import Policy
from reader.core.quotation import find_quote
from reader.core.raw_text import NeedsOcr, RawText
from reader.core.span import Location
from reader.library import Library, open_library
from reader.paths import find_paths
from tests.library.conftest import LAW, Add, quiet

OTHER = LAW.replace("琥珀", "珍珠").replace("9号", "10号").replace("30亿元", "45亿元")


def states(rows: tuple[AddRow, ...]) -> list[tuple[str, str]]:
    return [(Path(row.file.split("!")[-1]).name, row.state) for row in rows]


def test_a_file_becomes_a_document_like_the_others(small: Library, add: Add) -> None:
    before = small.search("琥珀交易平台").total
    row = add("意见.txt")
    assert (row.state, row.title) == ("added", "关于促进琥珀产业发展的若干意见")
    assert row.id is not None
    assert before == 0
    assert {hit.doc for hit in small.search("琥珀交易平台").hits} == {row.id}
    info = small.documents()[-1]
    assert (info.id, info.shelf, info.file, info.doc_number) == (row.id, "own", "意见.txt", "某政发〔2026〕9号")
    assert info.added is not None
    assert small.source(row.id) == LAW
    assert small.find("某政发〔2026〕9号") == Location(row.id)
    made = small.registers([row.id])
    assert [task.lead[0].name for task in made.tasks] == ["市商务局"]
    assert [target.value for target in made.targets if target.unit == "亿元"] == ["30"]
    assert any("琥珀" in each.text for each in small.suggest("琥珀"))
    assert small.search("琥珀").facets["shelf"] == {"own": small.search("琥珀").total}
    original = small.original(row.id)
    assert original is not None
    assert original.read_text(encoding="utf-8") == LAW


def test_the_original_and_what_is_worked_out_lie_beside_the_document(small: Library, add: Add) -> None:
    row = add("意见.txt")
    assert row.id is not None
    names = {path.name for path in small.own.shelf.version(row.id).folder.iterdir()}
    assert names == {"document.json", "facts.json", "original.txt", "registers.json", "search.seg"}


def test_the_same_bytes_are_already_here(small: Library, add: Add) -> None:
    row = add("意见.txt")
    again = add("另一个名称.txt")
    assert (again.state, again.id) == ("already", row.id)
    assert str(row.id) in again.says
    assert len(small.documents()) == 3
    assert add("再来.txt", separate=True).state == "added"
    assert len(small.documents()) == 4


def test_bytes_of_a_document_of_the_corpus_are_already_here(small: Library, add: Add, small_corpus: Path) -> None:
    row = add("复制.txt", (small_corpus / "raw" / "plan.txt").read_bytes())
    assert (row.state, row.id) == ("already", "plan")


def test_what_was_taken_out_does_not_block(small: Library, add: Add) -> None:
    row = add("意见.txt")
    assert row.id is not None
    small.remove([row.id])
    again = add("意见.txt")
    assert (again.state, again.id) == ("already", row.id)
    assert "放回" in again.says
    assert small.documents()[-1].id == row.id


def test_a_new_version_keeps_notes_and_the_older_text(small: Library, add: Add) -> None:
    row = add("意见.txt")
    assert row.id is not None
    document = small.open(row.id)
    for quote in ("坚持质量优先", "到2028年，琥珀产业产值达到30亿元", "形成产业集群"):
        small.notebook.annotate(find_quote(document, quote).places[0], "note", text=quote)
    newer = LAW.replace("30亿元", "35亿元").replace("（四）培育", "（四）加强招商。\n\n（五）培育")
    changed = add("意见（修订）.txt", newer, version_of=row.id)
    assert (changed.state, changed.id) == ("version", row.id)
    assert [each.resolution.state for each in small.notebook.all()] == ["exact", "changed", "moved"]
    assert "35亿元" in small.source(row.id)
    assert "30亿元" in small.source(f"{row.id}-v1")
    assert small.open(f"{row.id}-v1").id == f"{row.id}-v1"
    assert small.find(f"{row.id}-v1") == Location(f"{row.id}-v1")
    assert [each[2] for each in small.info(row.id).versions] == ["意见（修订）.txt", "意见.txt"]
    assert small.search("35亿元").total == 1
    assert small.search("30亿元").total == 0
    assert len(small.documents()) == 3
    assert add("意见.txt").state == "already"


def test_the_same_number_is_asked_about(small: Library, add: Add) -> None:
    row = add("意见.txt")
    asked: list[VersionQuestion] = []

    def ask(answer: bool | None) -> object:
        def answered(question: VersionQuestion) -> bool | None:
            asked.append(question)
            return answer

        return answered

    other = add("另一份.txt", LAW.replace("若干意见", "实施办法"), ask=ask(None))
    assert (other.state, other.id != row.id) == ("added", True)
    assert (asked[0].existing_id, asked[0].why) == (row.id, "文号相同")
    newest = add("第三份.txt", LAW + "\n附件：说明\n", ask=ask(True))
    assert newest.state == "version"
    assert asked[1].existing_id == newest.id == other.id


def test_the_same_title_and_mostly_the_same_text_is_asked_about(small: Library, add: Add) -> None:
    text = LAW.replace("某政发〔2026〕9号\n", "")
    row = add("意见.txt", text)
    asked: list[VersionQuestion] = []

    def ask(question: VersionQuestion) -> None:
        asked.append(question)

    add("改稿.txt", text.replace("30亿元", "31亿元"), ask=ask)
    assert [(each.existing_id, each.why) for each in asked] == [(row.id, "标题相同而且文字大半相同")]
    asked.clear()
    title = text.split("\n", 1)[0]
    add("同名.txt", f"{title}\n\n一、另一件事\n\n（一）完全不同的内容在这里说明，与先前没有关系。\n", ask=ask)
    assert not asked


def test_unasked_it_is_another_document_and_the_sentence_says_what_to_do(small: Library, add: Add) -> None:
    row = add("意见.txt")
    other = add("改稿.txt", LAW.replace("30亿元", "31亿元"))
    assert other.state == "added"
    assert f"--version-of {row.id}" in other.says
    told = add("改稿.txt", LAW.replace("30亿元", "31亿元"), version_of=row.id)
    assert (told.state, told.id) == ("version", row.id)
    silent = add("第三稿.txt", LAW.replace("30亿元", "32亿元"), separate=True)
    assert "--version-of" not in silent.says


def test_a_document_of_the_corpus_can_have_a_new_version_of_one_s_own(small: Library, add: Add) -> None:
    words = small.notebook.annotate(Location("draft", "b2"), "note", text="看")
    text = small.source("draft").replace("保持增长", "快速增长")
    row = add("规划.txt", text, version_of="draft")
    assert (row.state, row.id) == ("version", "draft")
    assert [(info.id, info.shelf) for info in small.documents()] == [("plan", "bundled"), ("draft", "own")]
    assert small.search("快速增长").total == 1
    assert small.search("保持增长").total == 0
    assert small.notebook.all()[0].note.id == words.note.id
    assert small.notebook.all()[0].resolution.state == "exact" or small.notebook.all()[0].resolution.pieces
    small.remove(["draft"])
    assert small.search("保持增长").total == 1
    assert {info.shelf for info in small.documents()} == {"bundled"}


def test_folders_and_zips_are_gone_through_and_a_bad_file_stops_nothing(small: Library, inbox: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("里面/珍珠.txt", OTHER)
        archive.writestr("里面/坏.bin", b"\0\1\2" * 100)
    (inbox / "b.zip").write_bytes(packed.getvalue())
    (inbox / "a").mkdir()
    (inbox / "a" / "意见.txt").write_text(LAW, encoding="utf-8")
    (inbox / "a" / "空.txt").write_bytes(b"")
    (inbox / "a" / "~$意见.docx").write_bytes(b"x")
    (inbox / ".DS_Store").write_bytes(b"x")
    (inbox / "z.txt").write_text("简短的说明。\n", encoding="utf-8")
    told: list[AddRow] = []
    rows = small.add([inbox, inbox / "nothing.txt"], progress=quiet, cancelled=bool, told=told.append)
    assert tuple(told) == rows
    assert sorted(states(rows)) == sorted([
        ("意见.txt", "added"), ("空.txt", "unreadable"), ("~$意见.docx", "skipped"), ("珍珠.txt", "added"),
        ("坏.bin", "skipped"), ("z.txt", "added"), ("nothing.txt", "unreadable"),
    ])  # fmt: skip
    assert all(row.says.endswith("。") for row in rows)
    inner = next(row for row in rows if row.file.endswith("珍珠.txt"))
    assert inner.file == f"{inbox / 'b.zip'}!珍珠.txt"


@pytest.mark.skipif(os.name != "posix", reason="pipes have names on POSIX only")
def test_what_is_no_regular_file_is_refused(small: Library, inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "loop").symlink_to(inbox, target_is_directory=True)
    rows = small.add([inbox, Path("/dev/zero")], progress=quiet, cancelled=bool)
    assert states(rows) == [("pipe.txt", "unreadable"), ("zero", "unreadable")]


def test_stopping_keeps_what_was_added(small: Library, inbox: Path) -> None:
    (inbox / "1.txt").write_text(LAW, encoding="utf-8")
    (inbox / "2.txt").write_text(OTHER, encoding="utf-8")
    told: list[AddRow] = []
    with pytest.raises(Cancelled):
        small.add([inbox], progress=quiet, cancelled=lambda: bool(told), told=told.append)
    assert [row.state for row in told] == ["added", "unreadable"]  # which can be tried again
    assert "已取消" in told[1].says
    assert len(small.documents()) == 3


def test_trying_changes_nothing(small: Library, add: Add, profile: Path) -> None:
    row = add("意见.txt", dry_run=True)
    assert (row.state, row.id) == ("added", None)
    assert len(small.documents()) == 2
    assert not (profile / "data" / "documents").exists()


def test_one_version_of_several_files_is_refused(small: Library, add: Add, inbox: Path) -> None:
    row = add("意见.txt")
    (inbox / "2.txt").write_text(OTHER, encoding="utf-8")
    with pytest.raises(BadInput, match="一次只能"):
        small.add([inbox], AddOptions(version_of=row.id), progress=quiet, cancelled=bool)
    with pytest.raises(NotFound):
        add("2.txt", OTHER, version_of="nothing")


def test_whoever_asked_is_told_what_changed(small: Library, add: Add) -> None:
    told: list[frozenset[str]] = []
    small.on_changed(told.append)
    row = add("意见.txt")
    assert row.id is not None
    small.remove([row.id])
    small.restore([row.id])
    small.set_facts(row.id, {"title": "新的标题"})
    small.collect([row.id], "常用")
    small.set_tags(row.id, ["数据"])
    assert told == [frozenset([row.id])] * 6
    assert small.open(row.id).title == "新的标题"
    info = small.documents()[-1]
    assert (info.title, info.collections, info.tags) == ("新的标题", ("常用",), ("数据",))


def test_a_collection_can_be_given_when_adding(small: Library, add: Add) -> None:
    add("意见.txt", collection="琥珀")
    assert small.documents()[-1].collections == ("琥珀",)
    assert small.collections() == ("琥珀",)


def test_only_one_s_own_can_be_taken_out_or_corrected(small: Library, add: Add) -> None:
    row = add("意见.txt")
    with pytest.raises(BadInput, match="随附"):
        small.remove([str(row.id), "plan"])
    with pytest.raises(BadInput, match="随附"):
        small.set_facts("plan", {"title": "x"})
    assert len(small.documents()) == 3
    with pytest.raises(BadInput, match="字段"):
        small.set_facts(str(row.id), {"sha256": "x"})
    with pytest.raises(BadInput, match="日期"):
        small.set_facts(str(row.id), {"written": "昨天"})
    assert small.original("plan") is None
    assert small.page_count("plan") == 0


def test_facts_of_any_document(small: Library, add: Add) -> None:
    row = add("意见.txt")
    assert row.id is not None
    facts = small.info(row.id)
    assert facts.sha256 == hashlib.sha256(LAW.encode()).hexdigest()
    assert (facts.file, facts.size, facts.shelf, facts.away) == ("意见.txt", len(LAW.encode()), "own", False)
    assert facts.values["doc_number"] == "某政发〔2026〕9号"
    small.set_facts(row.id, {"issuers": "甲局、乙局"})
    assert small.info(row.id).values["issuers"] == ("甲局", "乙局")
    assert small.info(row.id).inferred["issuers"] == "由用户更正"
    assert small.info(row.id).corrected == ("issuers",)
    assert (small.info("plan").shelf, small.info("plan").versions) == ("bundled", ())
    small.remove([row.id])
    assert small.info(row.id).away
    with pytest.raises(NotFound):
        small.info("nothing")


def test_notes_of_what_was_taken_out_stay_listed(small: Library, add: Add) -> None:
    row = add("意见.txt")
    document = small.open(str(row.id))
    note = small.notebook.annotate(find_quote(document, "坚持质量优先").places[0], "note", text="看")
    small.remove([str(row.id)])
    (placed,) = small.notebook.all()
    assert placed.note == note.note
    assert placed.resolution.state == "orphan"
    exported = small.notebook.export("md").decode()
    assert "不在文库中" in exported
    assert "关于促进琥珀产业发展的若干意见" in exported
    with pytest.raises(NotFound, match="移出"):
        small.find("关于促进琥珀产业发展的若干意见")
    small.restore([str(row.id)])
    assert small.notebook.all()[0].resolution.state == "exact"


def test_a_citation_reaches_over_both_shelves(small: Library, add: Add) -> None:
    citing = add(
        "甲.txt", LAW.replace("坚持质量优先", "落实《某市数字经济行动方案（2021—2023年）》和《某市珍珠交易管理办法》")
    )
    targets = {each.cited: each.target for each in small.registers([str(citing.id)]).citations}
    assert targets["某市数字经济行动方案（2021—2023年）"] == "plan"
    assert targets["某市珍珠交易管理办法"] is None
    cited = add("乙.txt", "某市珍珠交易管理办法\n\n第一条 为了珍珠，制定本办法。\n\n第二条 本办法自公布之日起施行。\n")
    targets = {each.cited: each.target for each in small.registers([str(citing.id)]).citations}
    assert targets["某市珍珠交易管理办法"] == cited.id
    small.remove([str(cited.id)])
    targets = {each.cited: each.target for each in small.registers([str(citing.id)]).citations}
    assert targets["某市珍珠交易管理办法"] is None


def test_related_and_compared_over_both_shelves(small: Library, add: Add) -> None:
    row = add("意见.txt")
    other = add("另一份.txt", OTHER)
    block = next(b for b in small.open(str(row.id)).blocks if "交易平台" in b.text)
    related = small.related(Location(str(row.id), block.id), elsewhere=True)
    assert str(other.id) in {each.location.doc for each in related}
    assert small.align(str(row.id), "plan").pairs is not None


def test_registers_are_those_of_one_library(small: Library, add: Add) -> None:
    before = small.registers()
    row = add("意见.txt")
    both = small.registers()
    assert both.tasks[: len(before.tasks)] == before.tasks
    assert {task.at.doc for task in both.tasks[len(before.tasks) :]} == {row.id}
    assert [r.value for _, r in enumerate(both.targets) if r.at.doc == row.id]
    assert [role for task, role in small.my_tasks("市商务局") if task.at.doc == row.id] == ["lead"]
    small.remove([str(row.id)])
    assert small.registers() == before


def test_a_second_program_sees_what_the_first_added(
    small: Library, add: Add, small_corpus: Path, profile: Path
) -> None:
    other = open_library(find_paths(profile / "data", small_corpus))
    assert other.search("琥珀").total == 0
    row = add("意见.txt")
    assert other.search("琥珀").total > 0
    first = other.open(str(row.id))
    add("修订.txt", LAW.replace("30亿元", "35亿元"), version_of=row.id)
    other.documents()
    assert other.open(str(row.id)) is not first
    assert "35亿元" in other.open(str(row.id)).text
    other.close()


def test_what_was_worked_out_is_made_again_where_it_is_missing(
    small: Library, add: Add, small_corpus: Path, profile: Path
) -> None:
    row = add("意见.txt")
    folder = small.own.shelf.version(str(row.id)).folder
    wanted = small.registers([str(row.id)])
    for name in ("registers.json", "search.seg"):
        (folder / name).unlink()
    fresh = open_library(find_paths(profile / "data", small_corpus))
    assert fresh.registers([str(row.id)]) == wanted
    assert fresh.search("琥珀").total == small.search("琥珀").total
    fresh.prepare_search()
    assert (folder / "registers.json").is_file()
    assert (folder / "search.seg").is_file()
    fresh.close()


@pytest.fixture
def ruled(small_corpus: Path, profile: Path) -> Iterator[Library]:
    opened = open_library(find_paths(profile / "data", small_corpus), Policy(file="policy.toml"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("rules", "state"),
    [({"own_kinds": frozenset(["pdf"])}, "skipped"), ({"largest_own": 10}, "unreadable"), ({}, "added")],
)
def test_the_administrator_decides_what_may_be_added(
    small_corpus: Path, profile: Path, inbox: Path, rules: dict[str, object], state: str
) -> None:
    policy = replace(Policy(file="policy.toml"), **rules)  # type: ignore[arg-type]  # by name
    library = open_library(find_paths(profile / "data", small_corpus), policy)
    (inbox / "a.txt").write_text(LAW, encoding="utf-8")
    (row,) = library.add([inbox / "a.txt"], progress=quiet, cancelled=bool)
    assert row.state == state
    assert state == "added" or "由管理员设置（policy.toml）" in row.says
    library.close()


def test_the_administrator_may_forbid_adding(small_corpus: Path, profile: Path, add: Add, inbox: Path) -> None:
    row = add("意见.txt")
    policy = Policy(file="policy.toml", own_documents=False)
    library = open_library(find_paths(profile / "data", small_corpus), policy)
    with pytest.raises(BadInput, match="由管理员设置"):
        library.add([inbox], progress=quiet, cancelled=bool)
    assert library.open(str(row.id)).title == row.title  # what is there stays readable
    library.close()


def test_a_scan_is_read_where_that_is_asked_for(small: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LAW.splitlines()
    read = RawText("扫描.png", LAW, "utf-8", "0" * 64, html=False, kind="picture", recognised=True, doubts=((0, 2),))
    asked: list[bool] = []

    def convert(data: bytes, name: str, limits: None, cancelled: object, **more: Any) -> RawText:
        asked.append(bool(more.get("ocr")))
        if not more.get("ocr"):
            raise NeedsOcr("“扫描.png”是图像文件。")
        more["told"](1, 3)
        return read

    monkeypatch.setattr("reader.library.converting.worker.convert", convert)
    (inbox / "扫描.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    seen: list[str] = []
    (row,) = small.add([inbox], progress=lambda _done, _of, name: seen.append(name), cancelled=bool)
    assert row.state == "needs-ocr"
    (row,) = small.add(
        [inbox], AddOptions(ocr=True), progress=lambda _done, _of, name: seen.append(name), cancelled=bool
    )
    assert (row.state, row.title, asked) == ("added", text[0], [False, True])
    assert "OCR" in row.says
    assert "扫描.png（已识别 1/3 页）" in seen
    assert small.info(str(row.id)).converter.startswith("picture+ocr ")
    defects = small.open(str(row.id)).defects
    assert [text[0][:2] in defect.note for defect in defects if defect.kind == "doubtful-character"] == [True]


def test_a_folder_that_holds_the_programs_own_data_is_added_without_them(
    small: Library, add: Add, inbox: Path, profile: Path
) -> None:
    row = add("意见.txt")
    (profile / "珍珠.txt").write_text(OTHER, encoding="utf-8")
    rows = small.add([profile], progress=quiet, cancelled=bool)
    assert ("珍珠.txt", "added") in states(rows)
    assert ("documents", "skipped") in states(rows)
    assert {state for name, state in states(rows) if name != "珍珠.txt"} <= {"skipped", "already"}
    assert row.id is not None
    inside = small.own.shelf.folder / row.id
    (told,) = small.add([inside], progress=quiet, cancelled=bool)
    assert (told.state, "本程序自己的数据" in told.says) == ("skipped", True)
    assert len(small.own.shelf.documents()) == 2


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ('{"名称": "关于促进琥珀产业发展的若干意见", "正文": ["一、总体要求"]}', "skipped"),
        ('{"a": 1}\n{"a": 2}\n', "skipped"),
        ("import os\n\n\ndef 主要(x):\n    # 说明\n    return os.sep\n", "skipped"),
        ("#!/bin/sh\necho 关于\n", "skipped"),
        ('[文件]\nid = "a"\ntitle = "关于促进发展的若干意见"\n', "skipped"),
        ("2026-01-02 10:11:12 INFO 开始\n2026-01-02 10:11:13 INFO 读取\n2026-01-02 10:11:14 ERROR 失败\n", "skipped"),
        (
            "name: 琥珀\non:\n  push:\n    branches: [main]\njobs:\n  build:\n    - uses: actions/checkout@v4\n",
            "skipped",
        ),
        ("# 说明\n---\ntitle: 琥珀\nitems:\n  - a\n  - b\nkind: x\nversion: 2\n", "skipped"),
        ('<?xml version="1.0"?>\n<project name="琥珀"><target name="build"/></project>\n', "skipped"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 1"/></svg>', "skipped"),
        ('const page = "<div>琥珀</div>";\nfunction show(x) {\n  return x;\n}\n', "skipped"),
        ("序号,任务,责任单位\n1,建平台,市委网信办\n2,办培训,市人社局\n", "added"),
        (
            "<span>关于促进琥珀产业发展的若干意见</span>\n<h1>一、总体要求。</h1>\n<span>坚持质量优先。推动集聚发展。</span>",
            "added",
        ),
        (
            "---\ntitle: 琥珀\n---\n关于促进琥珀产业发展的若干意见\n\n一、总体要求\n\n坚持质量优先。\n\n- 推动集聚\n",
            "added",
        ),
        (
            "发文机关: 某市人民政府\n成文日期: 2026年3月1日\n标题: 关于促进琥珀产业发展的若干意见\n一、总体要求\n",
            "added",
        ),
        ("关于推进建设的通知\n（一）加快建设;\n（二）完善制度;\n（三）强化保障;\n", "added"),
        ('# 关于促进琥珀产业发展的若干意见\n\n一、总体要求\n\n坚持质量优先。\n\n```\n{"a": 1}\n```\n', "added"),
        ("[2026]9号通知\n各单位：\n请于2026-03-05前报送。\n", "added"),
        (LAW.replace("\n\n", "；\n"), "added"),
        ("Notice\n\nThe following measures are issued; all units shall comply.\n", "added"),
    ],
)
def test_what_is_written_for_programs_is_no_document(add: Add, text: str, state: str) -> None:
    row = add("文件.txt", text)
    assert row.state == state
    assert ("写给程序用的" in row.says) == (state == "skipped")


def test_a_full_disk_costs_the_files_that_do_not_fit_and_no_more(
    small: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate([LAW, OTHER, *(LAW.replace("琥珀", f"甲{n}") for n in range(4))]):
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    shelf, put = small.own.shelf, small.own.shelf.add
    tried: list[str] = []

    def full(document: Any, original: bytes, facts: Any, others: Any) -> Any:
        tried.append(facts.file)
        if facts.file != "0.txt":
            raise StoreUnavailable("磁盘已满。")
        return put(document, original, facts, others)

    monkeypatch.setattr(shelf, "add", full)
    rows = small.add([inbox], AddOptions(separate=True), progress=quiet, cancelled=bool)
    assert states(rows) == [("0.txt", "added"), *((f"{n}.txt", "unreadable") for n in range(1, 6))]
    assert all("磁盘已满" in row.says for row in rows[1:])
    assert tried == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_what_cannot_be_sorted_was_added_all_the_same(
    small: Library, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object) -> None:
        raise StoreUnavailable("磁盘已满。")

    monkeypatch.setattr(small.own.labels, "collect", full)
    row = add("意见.txt", collection="琥珀")
    assert (row.state, "没有放进“琥珀”" in row.says) == ("added", True)


def test_a_question_holds_up_no_other_file(small: Library, add: Add, inbox: Path) -> None:
    row = add("意见.txt")
    (inbox / "意见.txt").unlink()
    (inbox / "1.txt").write_text(LAW.replace("30亿元", "35亿元"), encoding="utf-8")
    (inbox / "2.txt").write_text(OTHER, encoding="utf-8")
    done: list[str] = []
    seen: list[list[str]] = []

    def ask(_question: VersionQuestion) -> bool:
        seen.append(list(done))
        return True

    rows = small.add(
        [inbox], progress=quiet, cancelled=bool, told=lambda each: done.append(Path(each.file).name), ask_version=ask
    )
    assert seen == [["2.txt"]]
    assert states(rows) == [("2.txt", "added"), ("1.txt", "version")]
    assert rows[1].id == row.id


def test_names_for_completing_are_those_of_the_registers_whatever_comes_and_goes(small: Library, add: Add) -> None:
    def expected() -> dict[tuple[str, str], int]:
        registers, counts = small.registers(), Counter[tuple[str, str]]()
        for task in registers.tasks:
            counts.update((unit.name, "unit") for _, unit in task.everyone() if not unit.generic)
        for system in registers.systems:
            counts[system.name, "system"] += len(system.mentions)
        return dict(counts)

    def told() -> dict[tuple[str, str], int]:
        return {(each.text, each.source): each.count for each in small.registrar.names()}

    before = told()
    assert before == expected()
    row = add("意见.txt")
    assert row.id is not None
    assert told() == expected() != before
    assert small.registrar.names() is small.registrar.names()
    small.remove([row.id])
    assert told() == expected() == before
    small.restore([row.id])
    assert told() == expected() != before
