"""A corpus from a folder of files: what becomes of each file, the same bytes on every way, and nothing half built."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.core.errors import BadInput, StoreUnavailable
from reader.corpus import Corpus
from reader.ingest.farm import frames, indexing, orders, work
from reader.ingest.farm import processes as processes_module
from reader.ingest.farm.building import Build, Built, Options
from reader.ingest.farm.processes import Engine, Processes
from reader.ingest.metadata import Facts
from reader.packs import integrity
from reader.search import index
from tests import made_folder
from tests.formats import making

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "关于加强{}管理的通知\n\n某政发〔2026〕{}号\n\n各区人民政府：\n\n一、总体要求\n\n（一）建设{}交易平台。{}。由市商务局牵头，市财政局配合。\n\n（二）主要目标。到2028年，建成30个示范点。\n\n某市人民政府\n\n2026年3月5日\n"


def notice(matter: str, number: int) -> str:
    return NOTICE.format(matter, number, matter, "第一阶段要做的工作互不相同，" * (number % 5 + 1) + matter)


class Here:
    """Answers in this process: quick, and can be told to fail."""

    name = "here"
    is_here = False

    def __init__(self, spoil: Callable[[int], bool] = lambda _number: False) -> None:
        self.asked = 0
        self.spoil = spoil

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        for number, order in orders:
            self.asked += 1
            yield number, None if self.spoil(number) else work.do(order)

    def start(self) -> None:
        """Nothing is to be got ready."""

    def close(self) -> None:
        """Nothing is open."""


def build(folder: Path, out: Path, engine: Engine | None = None, **options: object) -> Built:
    return Build(Options(folder, out, **options), lambda: engine or Here()).run()  # type: ignore[arg-type]


def sums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def states(built: Built, folder: Path) -> dict[str, str]:
    return {row.file.removeprefix(f"{folder}/"): row.state for row in built.rows}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "甲" / "2026").mkdir(parents=True)
    (folder / "甲" / "2026" / "琥珀.txt").write_text(notice("琥珀", 1), encoding="utf-8")
    (folder / "甲" / "珍珠.docx").write_bytes(making.docx("".join(map(making.p, notice("珍珠", 2).split("\n")))))
    (folder / "乙.md").write_text(notice("玛瑙", 3), encoding="utf-8")
    (folder / "复制.txt").write_text(notice("琥珀", 1), encoding="utf-8")
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "程序.exe").write_bytes(b"MZ" + bytes(range(256)) * 4)
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("水晶.txt", notice("水晶", 4))
        archive.writestr("空的.txt", "")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_every_file_has_a_row_and_the_folder_is_a_corpus(inbox: Path, out: Path) -> None:
    built = build(inbox, out, title="试验")
    assert states(built, inbox) == {
        "乙.md": "added", "包.zip!水晶.txt": "added", "包.zip!空的.txt": "unreadable", "坏的.docx": "unreadable",
        "复制.txt": "added", "甲/2026/琥珀.txt": "already", "甲/珍珠.docx": "added", "程序.exe": "skipped",
    }  # fmt: skip
    assert all(row.says.endswith("。") and row.says.count("\n") == 0 for row in built.rows)
    corpus = Corpus(out)
    assert corpus.verify() == built.documents == 4
    assert corpus.version == built.version
    assert {info.doc_number for info in corpus.documents()} == {f"某政发〔2026〕{n}号" for n in (1, 2, 3, 4)}
    assert integrity.verify(out).ok
    assert index.is_current(out / "index", index.stamp_of(corpus.documents(), corpus.version))
    registers = json.loads((out / "registers" / "registers.json").read_text("utf-8"))["registers"]
    assert {task["at"]["doc"] for task in registers["tasks"]} == {info.id for info in corpus.documents()}
    assert {path.name for path in out.iterdir()} == {"normalised", "registers", "index", "integrity.json"}
    assert json.loads((out / "normalised" / "manifest.json").read_text("utf-8"))["title"] == "试验"


def test_ids_come_from_the_bytes_and_not_from_the_place(inbox: Path, tmp_path: Path) -> None:
    first = build(inbox, tmp_path / "a")
    other = tmp_path / "elsewhere"
    shutil.copytree(inbox, other / "deeper")
    second = build(other, tmp_path / "b")
    assert sums(tmp_path / "a" / "normalised") == sums(tmp_path / "b" / "normalised")
    assert [row.id for row in first.rows] == [row.id for row in second.rows]


def test_the_same_folder_gives_the_same_bytes_on_every_way(inbox: Path, tmp_path: Path) -> None:
    made = {}
    for name, count in (("one", 1), ("two", 2)):
        built = build(inbox, tmp_path / name, Processes(count))
        assert built.documents == 4
        made[name] = sums(tmp_path / name)
    build(inbox, tmp_path / "here")
    assert made["one"] == made["two"] == sums(tmp_path / "here")


def test_a_second_run_does_only_what_changed(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before, engine = sums(out), Here()
    again = build(inbox, out, engine)
    assert (engine.asked, again.read, again.started) == (0, 0, 0)
    assert sums(out) == before
    (inbox / "乙.md").write_text(notice("翡翠", 5), encoding="utf-8")
    engine = Here()
    changed = build(inbox, out, engine)
    assert (engine.asked, changed.read) == (1, 1)
    after = sums(out)
    assert {name for name in after if after[name] != before.get(name) and name.startswith("normalised/doc")} == {
        f"normalised/{row.id}.json" for row in changed.rows if row.file.endswith("乙.md")
    }
    assert sum(name.startswith("normalised/doc") for name in after) == 4


def test_a_document_keeps_its_id_when_its_file_changes(inbox: Path, out: Path) -> None:
    first = build(inbox, out)
    (inbox / "乙.md").write_text(notice("翡翠", 5), encoding="utf-8")
    second = build(inbox, out)
    ids = [next(row.id for row in each.rows if row.file.endswith("乙.md")) for each in (first, second)]
    assert ids[0] == ids[1]
    (inbox / "丙.md").write_text(notice("玛瑙", 3), encoding="utf-8")  # what 乙 was before
    third = {Path(row.file).name: row.id for row in build(inbox, out).rows}
    assert third["乙.md"] == ids[0] != third["丙.md"]


def test_what_was_stopped_goes_on_and_ends_in_the_same_bytes(inbox: Path, out: Path, tmp_path: Path) -> None:
    build(inbox, tmp_path / "whole")
    wanted = sums(tmp_path / "whole")
    stops = iter((0.1, 0.3, 0.6, 0.86, 0.93))
    for _ in range(5):
        at = next(stops)

        def told(share: float, _what: str, at: float = at) -> None:
            if share >= at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            Build(Options(inbox, out), Here, told).run()
        assert not out.exists()
        assert not (out.parent / "out-review" / "new").exists()
    build(inbox, out)
    assert sums(out) == wanted


def test_the_corpus_before_stays_until_the_new_one_is_whole(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before = sums(out)
    (inbox / "更多.md").write_text(notice("砗磲", 6), encoding="utf-8")

    def told(share: float, _what: str) -> None:
        if share > 0.9:
            assert sums(out) == before
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Build(Options(inbox, out), Here, told).run()
    assert sums(out) == before


# -- facts of people


def test_a_started_catalogue_says_what_was_read_and_what_is_missing(inbox: Path, out: Path) -> None:
    (inbox / "无题.txt").write_text("一、加强管理。\n\n二、抓好落实。\n", encoding="utf-8")
    built = build(inbox, out)
    assert built.catalogue is not None
    assert built.started == 5
    text = built.catalogue.read_text("utf-8")
    assert '# doc_number = "某政发〔2026〕3号"  # 文号' in text
    assert '# title = ""  # 标题：没有读到' in text
    entries = tomllib.loads(text)["document"]
    assert {entry["file"] for entry in entries} == {"乙.md", "包.zip!水晶.txt", "复制.txt", "甲/珍珠.docx", "无题.txt"}
    assert all(set(entry) == {"file", "id", "sha256"} for entry in entries)


def correct(catalogue: Path, file: str, was: str, now: str, basis: str) -> None:
    head, found, rest = catalogue.read_text("utf-8").partition(f'file = "{file}"')
    assert found
    section, line, more = rest.partition(f"# {was}")
    assert line
    more = more.partition("\n")[2].replace("# [document.basis]", f"[document.basis]\n{basis}", 1)
    catalogue.write_text(f"{head}{found}{section}{now}\n{more}", encoding="utf-8")


def test_facts_that_were_corrected_win_with_their_basis(inbox: Path, out: Path) -> None:
    built = build(inbox, out)
    assert built.catalogue is not None
    correct(built.catalogue, "乙.md", "doc_number", 'doc_number = "某政发〔2026〕33号"', 'doc_number = "与原件核对"')
    said = built.catalogue.read_text("utf-8")
    again = build(inbox, out)
    info = next(info for info in Corpus(out).documents() if info.doc_number == "某政发〔2026〕33号")
    assert info.source.inferred == {"doc_number": "与原件核对"}
    assert (again.read, again.started) == (1, 0)
    assert built.catalogue.read_text("utf-8") == said


def test_a_catalogue_of_the_folder_goes_before_the_started_one(inbox: Path, out: Path) -> None:
    (inbox / "catalogue.toml").write_text(
        '[[document]]\nfile = "乙.md"\nid = "my-own-id"\nissuers = ["某市商务局"]\n[document.basis]\nissuers = "封面"\n',
        encoding="utf-8",
    )
    built = build(inbox, out)
    assert built.catalogue is not None
    assert "乙.md" not in built.catalogue.read_text("utf-8")
    info = next(info for info in Corpus(out).documents() if info.id == "my-own-id")
    assert info.issuers == ("某市商务局",)
    assert "catalogue.toml" not in states(built, inbox)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('id = "天津-2021"', "天津-2021"),
        ('id = "Upper"', "小写字母"),
        ('id = "con"', "小写字母"),
        ('id = "manifest"', "小写字母"),
        ('id = "../up"', "小写字母"),
        ("id = 7", "小写字母"),
        ('title = "甲"', "没有写明依据"),
        ('issuers = "甲"\n[document.basis]\nissuers = "乙"', "列表"),
        ('written = "2021年8月"\n[document.basis]\nwritten = "乙"', "2021-08-19"),
        ('period = [2025, 2021]\n[document.basis]\nperiod = "乙"', "年份"),
        ('level = "village"\n[document.basis]\nlevel = "乙"', "province"),
        ('colour = "red"', "colour"),
        ('id = "a"\n[[document]]\nfile = "复制.txt"\nid = "a"', "两份文件"),
        ("[[document]]", "file"),
        ("= 3", "格式有误"),
        (f"id = {'9' * 5000}", "格式有误"),  # more digits than Python reads
        ('written = "2024-02-31"\n[document.basis]\nwritten = "乙"', "有这一天"),
        ('title = "甲\\u0001乙"\n[document.basis]\ntitle = "乙"', "一行文字"),
        ('title = "甲\\u2028乙"\n[document.basis]\ntitle = "乙"', "一行文字"),
        ('issuers = ["甲\\r乙"]\n[document.basis]\nissuers = "乙"', "列表"),
        ('level = "city"\n[document.basis]\nlevel = "乙"\nlevle = "丙"', "levle"),
        ('[[documents]]\nfile = "复制.txt"', "documents"),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_said_in_a_sentence(inbox: Path, out: Path, entry: str, said: str) -> None:
    (inbox / "catalogue.toml").write_text(f'[[document]]\nfile = "乙.md"\n{entry}\n', encoding="utf-8")
    with pytest.raises(BadInput, match=said) as caught:
        build(inbox, out)
    assert str(caught.value).count("。") == 1
    assert not out.exists()


@pytest.mark.parametrize("coding", ["gb18030", "utf-16"])
def test_a_catalogue_in_another_coding_is_said_so(inbox: Path, out: Path, coding: str) -> None:
    (inbox / "catalogue.toml").write_text('[[document]]\nfile = "乙.md"\nid = "b"\n', encoding=coding)
    with pytest.raises(BadInput, match="另存，编码选 UTF-8"):
        build(inbox, out)


def test_what_is_called_as_a_member_of_a_zip_is_another_document(tmp_path: Path, out: Path) -> None:
    (folder := tmp_path / "names").mkdir()
    with zipfile.ZipFile(folder / "z.zip", "w") as packed:
        packed.writestr("x.txt", notice("琥珀", 1))
        packed.writestr("x.txt（2）", notice("水晶", 2))
    (folder / "z.zip!x.txt").write_text(notice("珍珠", 3), "utf-8")
    (folder / "z.zip!x.txt（2）").write_text(notice("玛瑙", 4), "utf-8")
    for _ in range(2):
        built = build(folder, out)
        added = [row.file for row in built.rows if row.state == "added"]
        assert len(added) == len(set(added)) == 4
        assert len(Corpus(out).documents()) == 4


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_corpus_that_comes_along_is_built_as_it_was(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("index", "registers", "normalised"))
    assert build(folder, out).documents == 5
    shipped = ROOT / "corpus" / "normalised"
    for file in sorted(shipped.glob("*-20*.json")):
        assert (out / "normalised" / file.name).read_bytes() == file.read_bytes(), file.name


# -- what is looked at


def test_the_report_shows_what_is_doubtful(inbox: Path, out: Path) -> None:
    (inbox / "无题.txt").write_text("一、加强管理。\n\n二、抓好落实。\n", encoding="utf-8")
    (inbox / "乙二.md").write_text(notice("玛瑙", 3).replace("示范点", "示范区"), encoding="utf-8")
    (inbox / "=坏的<b>.txt").write_text("", encoding="utf-8")
    built = build(inbox, out)
    assert built.report is not None
    assert built.sheet is not None
    page = built.report.read_text("utf-8")
    assert "没有读到标题" in page
    assert "文号相同" in page
    assert "=坏的&lt;b&gt;.txt" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    from openpyxl import load_workbook

    book = load_workbook(built.sheet)
    assert book.sheetnames[0] == "没有收入的文件"
    assert {row[1].value for row in book["全部文件"].iter_rows(min_row=2)} == {"已收入", "重复", "读不了", "已跳过"}
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def cites_another(inbox: Path) -> None:
    (inbox / "引.md").write_text(
        "关于落实琥珀工作的意见\n\n各区：\n\n一、按照关于加强玛瑙管理的通知要求抓好落实。\n", encoding="utf-8"
    )


def test_citations_without_marks_are_those_of_a_whole_look(inbox: Path, out: Path) -> None:
    cites_another(inbox)
    build(inbox, out)
    from reader.paths import find_paths
    from reader.registers import load_lexicon, registers_of, shipping

    corpus = Corpus(out)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    whole = registers_of(documents, load_lexicon(find_paths().resources))
    found = shipping.load(out, shipping.stamp(corpus.version, find_paths().resources))
    assert found is not None
    assert set(found.citations) == set(whole.citations)
    assert any(each.target and each.cited == "关于加强玛瑙管理的通知" for each in found.citations)
    assert (found.tasks, found.targets) == (whole.tasks, whole.targets)


@pytest.mark.parametrize("fault", ["dead", "failed", ""])
def test_a_half_of_the_index_that_nobody_makes_is_made_by_the_build(
    inbox: Path, out: Path, tmp_path: Path, fault: str
) -> None:
    asked = []

    class Near(Here):
        is_here = True

        def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
            for number, order in orders:
                if (head := frames.head_of(order))["do"] == "index":
                    asked.append(head["name"])
                if fault and head["name"] == indexing.TALLIES:
                    yield number, None if fault == "dead" else frames.packed({"state": "unreadable", "says": ""})
                else:
                    yield number, work.do(order)

    build(inbox, out, Near())
    build(inbox, tmp_path / "whole")
    assert sorted(asked) == sorted(indexing.HALVES)
    assert sums(out) == sums(tmp_path / "whole")


def test_what_could_not_be_read_of_citations_is_told_and_read_the_next_time(inbox: Path, out: Path) -> None:
    cites_another(inbox)
    build(inbox, out)
    wanted = sums(out)
    shutil.rmtree(out.parent / "out-review")

    class Deaf(Here):
        def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
            for number, order in orders:
                yield number, None if frames.head_of(order)["do"] == "unmarked" else work.do(order)

    built = build(inbox, out, Deaf())
    told = [row.file for row in built.rows if "没有读成" in row.says]
    assert told
    assert built.report is not None
    assert "没有读成" in built.report.read_text("utf-8")
    assert sums(out) != wanted
    built = build(inbox, out)
    assert not any("没有读成" in row.says for row in built.rows)
    assert sums(out) == wanted


def test_the_index_is_the_one_that_is_built_at_once(inbox: Path, out: Path, tmp_path: Path) -> None:
    build(inbox, out)
    corpus = Corpus(out)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    index.build(tmp_path / "index", documents, revision=corpus.version)
    from reader.search import generations

    views = []
    for folder in (out / "index", tmp_path / "index"):
        generation = generations.current(folder)
        assert generation is not None
        views.append(index.IndexView(folder, generation))
    one, other = views
    assert one.ids == other.ids
    assert all(one.holding(bucket) == other.holding(bucket) for bucket in range(1 << 15))
    assert all(
        one.page(number) == other.page(number) and one.units(number) == other.units(number) for number in one.ids
    )
    for view in views:
        view.close()


def test_originals_are_put_in_where_they_are_asked_for(inbox: Path, out: Path) -> None:
    (inbox / "甲" / "乙.md").write_text(notice("砗磲", 7), encoding="utf-8")  # a second of that name
    (inbox / "没有后缀").write_text(notice("青金石", 8), encoding="utf-8")
    build(inbox, out, originals=True)
    corpus = Corpus(out)
    assert corpus.verify() == 6
    assert all(corpus.raw_file(info.id).is_file() for info in corpus.documents())
    assert integrity.verify(out).ok


# -- what goes wrong


def test_a_file_that_kills_who_reads_it_is_listed_and_the_rest_come_in(inbox: Path, out: Path) -> None:
    built = build(inbox, out, Here(lambda number: number == 1))
    dead = [row for row in built.rows if row.state == "unreadable" and "意外终止" in row.says]
    assert len(dead) == 1
    assert built.documents == 3
    again = build(inbox, out)  # it is tried again another time
    assert (again.read, again.documents) == (1, 4)


def test_a_fault_of_the_program_in_one_file_is_listed_and_logged(
    inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.ingest.normalise import normalise_raw as real

    def faulty(raw: object, *rest: object) -> object:
        if "玛瑙" in raw.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return real(raw, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "normalise_raw", faulty)
    built = build(inbox, out)
    assert states(built, inbox)["乙.md"] == "unreadable"
    assert "ZeroDivisionError" in "".join(built.faults)
    assert built.documents == 3


def test_processes_that_die_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Processes(2)
    order = orders.read_order("a.txt", Facts("doc-a"), notice("琥珀", 1).encode())
    killed = 0

    def asked() -> Iterator[tuple[int, bytes]]:
        nonlocal killed
        for number in range(20):
            for hand in engine._hands:
                if number in {12, 16} and hand._process is not None:
                    hand._process.kill()
                    killed += 1
            yield number, order

    try:
        answers = dict(engine.answers(asked()))
    finally:
        engine.close()
    assert killed
    assert sorted(answers) == list(range(20))
    assert {frames.unpacked(answer)[0]["state"] for answer in answers.values() if answer} == {"added"}
    assert None not in answers.values()


def test_an_order_that_always_kills_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes_module, "_PATIENCE", 0.5)
    monkeypatch.setattr(
        processes_module, "_command", lambda: [sys.executable, "-c", "import sys; sys.stdin.buffer.read(40)"]
    )
    engine = Processes(1)
    try:
        assert list(engine.answers(iter([(0, b"x" * 100), (1, b"y" * 100)]))) == [(0, None), (1, None)]
    finally:
        engine.close()


ECHO = """
import os, sys
from reader.ingest.farm import frames
while (order := frames.receive(sys.stdin.buffer)) is not None:
    if b"poison" in order:
        os._exit(9)
    frames.send(sys.stdout.buffer, order)
"""


@pytest.mark.parametrize("count", [1, 2])
def test_what_waits_behind_an_order_that_kills_is_answered(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(processes_module, "_command", lambda: [sys.executable, "-c", ECHO])
    asked = [(number, b"poison" if number in {0, 4, 5} else b"%d" % number * 9000) for number in range(12)]
    engine = Processes(count)
    try:
        answers = dict(engine.answers(iter(asked)))
    finally:
        engine.close()
    assert answers == {number: None if order == b"poison" else order for number, order in asked}


def test_nothing_waits_behind_a_long_order_and_all_hands_have_one_first() -> None:
    engine = Processes(2)
    waiting = deque((number, b"") for number in (-1, 0, -2, 1, 2, 3, 4))
    engine._give(waiting)
    assert sorted(hand.has for hand in engine._hands) == [[-1], [0]]  # -2 waits for a hand of its own
    engine._hands[1].has.clear()
    engine._give(waiting)
    assert sorted(hand.has for hand in engine._hands) == [[-2], [-1]]
    for hand in engine._hands:
        hand.has.clear()
    engine._give(waiting)
    assert sorted(hand.has for hand in engine._hands) == [[1, 3], [2]]  # as many as there are hands are left
    waiting.extend((number, bytes(9 * 1024**2)) for number in (5, 6))
    engine._give(waiting)
    assert sorted(hand.has for hand in engine._hands) == [[1, 3], [2, 4]]  # nor does a large one wait behind another


def test_another_program_on_a_node_is_refused(inbox: Path, out: Path) -> None:
    class Other(Here):
        def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
            for number, answer in super().answers(orders):
                assert answer is not None
                head, parts = frames.unpacked(answer)
                yield number, frames.packed({**head, "stamp": "another"}, parts)

    with pytest.raises(BadInput, match="版本不同"):
        build(inbox, out, Other())
    assert not out.exists()


@pytest.mark.parametrize("place", ["inside", "itself", "above", "other", "foreign", "file", "nowhere"])
def test_a_place_that_cannot_be_used_is_said_in_a_sentence(inbox: Path, tmp_path: Path, place: str) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "mine.txt").write_text("mine")
    foreign = tmp_path / "foreign"
    shutil.copytree(ROOT / "corpus" / "normalised", foreign / "normalised")
    target = {
        "inside": inbox / "甲" / "out", "itself": inbox, "above": tmp_path, "other": others, "foreign": foreign,
        "file": inbox.parent / "others" / "mine.txt", "nowhere": tmp_path / "no" / "out",
    }[place]  # fmt: skip
    before = sums(tmp_path)
    with pytest.raises(BadInput) as caught:
        build(inbox, target)
    assert str(caught.value).endswith("。")
    assert sums(tmp_path) == before


def test_a_corpus_into_which_somebody_put_something_is_not_replaced(inbox: Path, out: Path) -> None:
    build(inbox, out)
    (out / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"mine\.txt"):
        build(inbox, out)
    assert (out / "mine.txt").read_text() == "mine"


def test_an_empty_folder_and_one_with_nothing_to_read_write_nothing(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert build(folder, out).rows == ()
    (folder / "a.exe").write_bytes(b"MZ" + bytes(range(256)) * 4)
    built = build(folder, out)
    assert [row.state for row in built.rows] == ["skipped"]
    assert (built.documents, built.report) == (0, None)
    assert not out.exists()


def test_two_builds_into_one_folder_the_second_is_refused(inbox: Path, out: Path) -> None:
    def told(share: float, _what: str) -> None:
        if share > 0.3:
            with pytest.raises(BadInput, match="另一个程序正在"):
                build(inbox, out)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Build(Options(inbox, out), Here, told).run()
    assert build(inbox, out).documents == 4


def test_a_share_that_goes_away_stops_the_build_and_the_corpus_stays(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before = sums(out)
    for number in range(5):
        (inbox / f"新{number}.md").write_text(notice(f"第{number}种", 10 + number), encoding="utf-8")

    class Going(Here):
        def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
            for number, order in orders:
                yield number, work.do(order)
                if number == 1:
                    inbox.rename(inbox.with_name("gone"))

    with pytest.raises(BadInput, match="网络盘"):
        build(inbox, out, Going())
    assert sums(out) == before
    inbox.with_name("gone").rename(inbox)
    assert build(inbox, out).read == 3  # two were kept


def test_a_full_disk_is_said_in_a_sentence_and_the_corpus_stays(
    inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(inbox, out)
    before = sums(out)
    (inbox / "更多.md").write_text(notice("砗磲", 6), encoding="utf-8")
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if "new" in self.parts:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreUnavailable, match="磁盘空间不足"):
        build(inbox, out)
    monkeypatch.undo()
    assert sums(out) == before
    assert build(inbox, out).documents == 5


def test_answers_that_are_damaged_are_asked_for_again(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before = sums(out)
    for number, file in enumerate(sorted((out.parent / "out-review" / "kept").rglob("*.answer"))):
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] if number % 2 else data[:300] + b"\0" + data[301:])
    engine = Here()
    build(inbox, out, engine)
    assert engine.asked
    assert sums(out) == before


def test_what_a_killed_build_left_between_two_renames_is_put_right(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before = sums(out)
    out.rename(out.parent / "out-review" / "old")
    (out.parent / "out-review" / "new").mkdir()
    with pytest.raises(KeyboardInterrupt):
        Build(Options(inbox, out), Here, lambda _share, _what: (_ for _ in ()).throw(KeyboardInterrupt)).run()
    assert sums(out) == before
    assert not (out.parent / "out-review" / "new").exists()


def test_where_the_system_cannot_exchange_folders_two_renames_do(
    inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.ingest.farm import place

    monkeypatch.setattr(place, "_exchanged", lambda _a, _b: False)
    build(inbox, out)
    (inbox / "更多.md").write_text(notice("砗磲", 6), encoding="utf-8")
    assert build(inbox, out).documents == 5
    assert Corpus(out).verify() == 5
    assert {path.name for path in (out.parent / "out-review").iterdir()} == {
        "kept", "lock", "catalogue.toml", "report.html", "report.xlsx"
    }  # fmt: skip


def test_names_that_are_no_text_and_names_that_deceive(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "\u202egnp.txt").write_text(notice("琥珀", 1), encoding="utf-8")
    (folder / "c:d\\e.txt").write_text(notice("水晶", 4), encoding="utf-8")
    (folder / "a\nb.txt").write_text(notice("珍珠", 2), encoding="utf-8")
    with Path(os.fsdecode(os.fsencode(folder) + b"/\xb9\xe3.txt")).open("w", encoding="utf-8") as stream:
        stream.write(notice("玛瑙", 3))
    built = build(folder, out)
    assert built.documents == 4
    assert Corpus(out).verify() == 4
    assert build(folder, out).started == 0
    json.dumps([row.says for row in built.rows]).encode()


# -- the command


def command(*arguments: str | Path, profile: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "reader", "--data-dir", str(profile), *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, encoding="utf-8", timeout=110)


def test_the_way_from_a_folder_to_laptops(inbox: Path, out: Path, tmp_path: Path, profile: Path) -> None:
    done = command("corpus", "build", inbox, "-o", out, "--title", "试验", "--workers", "1", "--json", profile=profile)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert set(rows[0]) == {"file", "state", "id", "title", "says"}
    assert len(rows) == 8
    verified = command("--corpus", out, "corpus", "verify", profile=profile)
    assert verified.returncode == 0, verified.stderr
    packed = command("--corpus", out, "corpus", "pack", tmp_path / "a.prpack", profile=profile)
    assert packed.returncode == 0, packed.stderr
    found = command("--corpus", out, "search", "琥珀", "--json", profile=profile)
    assert json.loads(found.stdout)["total"] > 0


def test_ctrl_c_is_told_in_a_sentence(inbox: Path, out: Path, profile: Path) -> None:
    for number in range(200):  # far more than are read until a test that others leave little time to looks again
        (inbox / f"n{number}.md").write_text(notice(f"第{number}种", number) * 30, encoding="utf-8")
    # Whoever starts the tests in the background has Ctrl+C ignored, and what they start would inherit that.
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "from reader.cli.main import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "--data-dir", str(profile), "corpus", "build", str(inbox), "-o", str(out)]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8") as running:
        kept = out.parent / "out-review" / "kept"
        end = time.monotonic() + 60
        while time.monotonic() < end and not any(kept.rglob("*.answer")):
            time.sleep(0.05)
        running.send_signal(2)
        _out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.strip().startswith("已停止")
    assert err.count("\n") == 1
    assert not out.exists()


def test_a_folder_of_bad_files_has_a_row_for_each(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "mixed"
    made = made_folder.write(folder, seed=1, good=6, bad=36)
    built = build(folder, out, Processes(1))
    found = states(built, folder)
    assert found.keys() == made.truth.keys()
    wrong = {name: (found[name], states) for name, states in made.truth.items() if found[name] not in states}
    assert not wrong


def test_the_child_and_the_door_know_one_word() -> None:
    from reader.__main__ import BUILDS
    from reader.ingest.farm.child import FLAG

    assert BUILDS == FLAG
