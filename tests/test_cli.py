"""The commands of the contract: what they print, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import reader
from reader.cli.console import Console, table_lines
from reader.cli.main import OpenWindow, main
from reader.cli.search_commands import excerpt, result_dict
from reader.core.errors import BadInput
from reader.core.hits import SearchResult
from reader.core.span import Span
from reader.store import sealing
from tests import weak_age

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Done:
    """What a command did."""

    status: int | OpenWindow
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The message: one line, ending as a sentence does, nothing on standard output."""
        assert self.out == ""
        assert self.err.endswith(("。\n", "）\n"))
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


Run = Callable[..., Done]


@pytest.fixture
def run(small_corpus: Path, profile: Path) -> Run:
    """Runs a command in this process on the small corpus."""

    def run_command(*words: str, corpus: Path = small_corpus) -> Done:
        out, err = io.StringIO(), io.StringIO()
        arguments = ["--data-dir", str(profile / "data"), "--corpus", str(corpus), *words]
        return Done(main(arguments, out, err), out.getvalue(), err.getvalue())

    return run_command


@pytest.fixture
def process(small_corpus: Path, profile: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a command in a process of its own, in a locale that is not UTF-8."""

    def run_process(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "reader", "--data-dir", str(profile / "data"), "--corpus", str(small_corpus)]
        environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        return subprocess.run(
            [*command, *words], input=stdin, capture_output=True, cwd=ROOT, env=environment, check=False, timeout=60
        )

    return run_process


# Arguments ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show"], "缺少参数"),
        (["search"], "缺少参数"),
        (["search", "数字", "--limit", "many"], "--limit"),
        (["search", "数字", "--limit", "-3"], "不小于 0"),
        (["search", "数字", "--sort", "colour"], "--sort 不能是“colour”"),
        (["search", "数字", "--facet", "colour=red"], "名称=值"),
        (["search", "数字", "--nonsense"], "不认识的参数：--nonsense"),
        (["show", "plan", "--json", "--source"], "不能同时使用"),
        (["notes"], "缺少参数"),
        (["notes", "burn"], "burn"),
        (["notes", "list", "--state", "lost"], "--state 不能是“lost”"),
        (["--lang", "fr", "library"], "--lang 不能是“fr”"),
        (["library", "--corpus"], "--corpus"),
        (["plan", "draft"], "不认识的参数：draft"),
        (["normalise"], "缺少参数"),
    ],
)
def test_wrong_use_is_one_sentence(words: list[str], says: str, run: Run) -> None:
    done = run(*words)
    assert done.status == 2
    assert says in done.sentence


def test_version(run: Run) -> None:
    assert run("--version").out == f"policy-reader {reader.__version__}\n"


def test_help(capsys: pytest.CaptureFixture[str], run: Run) -> None:
    assert run("--help").status == 0
    text = capsys.readouterr().out
    assert all(name in text for name in ("library", "show", "search", "notes", "normalise", "healthcheck", "用法："))
    assert run("search", "--help").status == 0
    assert "--limit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "place", "beside", "script"),
    [
        ([], None, None, None),
        (["plan"], "plan", None, None),
        (["plan#二（一）", "--beside", "draft", "--script", "tw"], "plan#二（一）", "draft", "tw"),
        (["--script=hk"], None, None, "hk"),
    ],
)
def test_the_window(words: list[str], place: str | None, beside: str | None, script: str | None, run: Run) -> None:
    wanted = run(*words).status
    assert isinstance(wanted, OpenWindow)
    assert (wanted.place, wanted.beside, wanted.script) == (place, beside, script)


def test_no_window_for_what_is_not_there(run: Run) -> None:
    done = run("librray")
    assert done.status == 1
    assert "librray" in done.err
    assert run("plan", "--beside", "nobody").status == 1
    # A value that is also the name of a command is still the value.
    assert "“search”" in run("--beside", "search", "plan").err


def test_no_window_without_a_display(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.__main__ import main as door

    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", ["policy-reader"])
    assert door() == 2
    assert "显示环境" in capsys.readouterr().err


def test_the_window_is_opened_by_the_door(monkeypatch: pytest.MonkeyPatch, profile: Path, small_corpus: Path) -> None:
    app = pytest.importorskip("reader.app")
    seen: list[Any] = []

    def run_window(paths: object, **wanted: object) -> int:
        seen.append((paths, wanted))
        return 0

    monkeypatch.setattr(app, "run", run_window)
    from reader.__main__ import main as door

    monkeypatch.setattr(
        sys,
        "argv",
        ["policy-reader", "--corpus", str(small_corpus), "--data-dir", str(profile / "data"), "plan", "--lang", "en"],
    )
    assert door() == 0
    ((paths, wanted),) = seen
    assert paths.user_data == profile / "data"
    assert (wanted["place"], wanted["language"]) == ("plan", "en")


# library and show -----------------------------------------------------------------------------------------------------


def test_library(run: Run) -> None:
    done = run("library")
    assert done.status == 0
    assert "某市数字经济行动方案（2021—2023年）\n    plan  某政发〔2021〕14号  某市人民政府  2021-08-19\n" in done.out
    assert "文号未载明  征求意见稿" in done.out


def test_library_json(run: Run) -> None:
    listed = run("library", "--json").json
    assert [info["id"] for info in listed] == ["plan", "draft"]
    assert "blocks" not in listed[0]


def test_show_json_is_the_document(run: Run, small_corpus: Path) -> None:
    kept = json.loads((small_corpus / "normalised/plan.json").read_bytes())
    for block in kept["blocks"]:
        assert not {"page", "box"} & set(block), "nothing is kept of what there is not"
        block |= {"page": None, "box": None}
    assert run("show", "plan", "--json").json == kept


@pytest.mark.parametrize("ref", ["plan", "某政发[2021]14号", "某市數字經濟行動方案（2021—2023年）"])
def test_show_by_any_name(ref: str, run: Run) -> None:
    assert run("show", ref, "--json").json["id"] == "plan"


def test_show_text(run: Run) -> None:
    lines = run("show", "plan").out.splitlines()
    assert lines[0] == "某市数字经济行动方案（2021—2023年）"
    assert "一、总体要求" in lines
    assert "　　坚持创新驱动。" in lines
    assert "| 指标   | 目标  |" in lines
    assert "| 5G基站 | 4万个 |" in lines


def test_show_text_in_another_script(run: Run) -> None:
    assert "發展數字經濟" in run("show", "plan", "--script", "hant").out
    assert "指標" in run("show", "plan", "--script", "tw").out
    document = run("show", "plan", "--script", "hk", "--json").json
    assert document["doc_number"] == "某政發〔2021〕14號"
    assert document["blocks"][1]["text"] == "為發展數字經濟，制定本方案。"


def test_show_source_is_the_raw_file(run: Run, small_corpus: Path) -> None:
    assert run("show", "plan", "--source").out.encode() == (small_corpus / "raw" / "plan.txt").read_bytes()


def test_show_a_clause(run: Run) -> None:
    text = run("show", "plan#二（一）").out
    assert text.startswith("（一）夯实底座\n")
    assert "4万个" in text
    assert "培育产业" not in text
    assert [b["id"] for b in run("show", "plan#b3", "--json").json["blocks"]] == ["b3", "b4", "b5", "b6"]


def test_show_what_is_not_there(run: Run) -> None:
    done = run("show", "某市不存在的规划")
    assert done.status == 1
    assert "没有“某市不存在的规划”" in done.sentence
    assert run("show", "plan#九").status == 1
    assert run("show", "plan#（一）").status == 2


# search ---------------------------------------------------------------------------------------------------------------


def test_search(run: Run) -> None:
    done = run("search", "城市大脑")
    assert done.status == 0
    assert done.out.startswith(
        "1. 《某市数字经济行动方案（2021—2023年）》第二部分（一）  [plan#b9]\n    建设【城市大脑】前端"
    )
    assert "1 段" in done.err


def test_search_json(run: Run) -> None:
    found = run("search", "城市大脑", "--json").json
    assert set(found) >= {"query", "read_as", "total", "took_ms", "hits", "facets"}
    (hit,) = found["hits"]
    assert (hit["doc"], hit["block"], hit["spans"], hit["path"]) == ("plan", "b9", [[2, 6]], ["二", "（一）"])
    assert hit["text"][2:6] == "城市大脑"


def test_search_finds_the_same_in_either_script(run: Run) -> None:
    simplified, traditional = run("search", "数字经济", "--json").json, run("search", "數字經濟", "--json").json
    assert simplified["total"] == 5
    assert traditional["hits"] == simplified["hits"]
    assert traditional["facets"] == simplified["facets"]


def test_search_in_a_table_row(run: Run) -> None:
    (hit,) = run("search", "4万个", "--json").json["hits"]
    assert hit["row"] == 1
    assert hit["text"] == "5G基站\t4万个"


def test_search_limits(run: Run) -> None:
    every = run("search", "数字经济", "--json").json
    some = run("search", "数字经济", "--json", "--limit", "2", "--offset", "1").json
    assert some["total"] == every["total"]
    assert some["hits"] == every["hits"][1:3]
    assert run("search", "数字经济", "--json", "--limit", "0").json["hits"] == []


def test_search_in_documents(run: Run) -> None:
    found = run("search", "数字经济", "--json", "--doc", "某区发展规划（征求意见稿）", "--doc", "draft").json
    assert {hit["doc"] for hit in found["hits"]} == {"draft"}
    assert run("search", "数字经济", "--doc", "nothing").status == 1
    assert "条款" in run("search", "数字经济", "--doc", "plan#b9").sentence


def test_search_by_facet(run: Run) -> None:
    found = run("search", "数字经济", "--json", "--facet", "year=2021").json
    assert {hit["doc"] for hit in found["hits"]} == {"plan"}


def test_search_tells_the_first_twenty_documents_and_how_many_more_there_are() -> None:
    counts = {f"d{number:02}": 90 - number for number in range(33)}
    result = SearchResult("字", "“字”", 99, 99, 0.1, (), {"doc": counts, "year": {"2021": 99}})
    told = result_dict(result, {"d30"})
    assert list(told["facets"]["doc"]) == [*(f"d{number:02}" for number in range(20)), "d30"]
    assert told["facets_left"] == {"doc": 12}
    every = result_dict(result, every=True)
    assert (every["facets"]["doc"], every["facets_left"]) == (counts, {})


def test_search_tells_all_documents_on_demand(run: Run) -> None:
    some, every = run("search", "数字经济", "--json").json, run("search", "数字经济", "--json", "--all-facets").json
    assert some["facets"] == every["facets"] == some["facets"] | {"doc": {"plan": 4, "draft": 1}}
    assert some["facets_left"] == {}


def test_search_sorted(run: Run) -> None:
    found = run("search", "数字经济", "--json", "--sort", "document").json
    assert [hit["block"] for hit in found["hits"]][:2] == ["b1", "b2"]
    assert run("search", "数字经济", "--sort", "date").status == 0


def test_nothing_found(run: Run) -> None:
    done = run("search", "区块链")
    assert (done.status, done.out) == (1, "")
    assert "没有找到" in done.err
    assert run("search", "区块链", "--json").json["total"] == 0


@pytest.mark.parametrize("query", ["", "   ", "，。"])
def test_empty_query(query: str, run: Run) -> None:
    done = run("search", query)
    assert done.status in {1, 2}
    assert done.sentence


def test_huge_query(run: Run) -> None:
    done = run("search", "数字经济" * 30_000)
    assert done.status == 2
    assert "120000 个字" in done.sentence


@pytest.mark.parametrize("query", ["\x00\x01\x02", "\udcff\udcfe", "((((", '"', "*", "\ufffd\uffff", "𠮷" * 50])
def test_odd_query(query: str, run: Run) -> None:
    done = run("search", query)
    assert done.status in {0, 1, 2}
    assert "Traceback" not in done.err


def test_excerpt() -> None:
    text = "甲" * 50 + "城市大脑" + "乙" * 50
    assert excerpt(text, (Span(50, 54),), 5) == "…甲甲甲甲甲【城市大脑】乙乙乙乙乙…"
    assert excerpt("甲乙\t丙", (Span(0, 1), Span(3, 4))) == "【甲】乙 【丙】"
    assert excerpt("甲乙", ()) == "甲乙"


# notes ----------------------------------------------------------------------------------------------------------------


def test_a_note_is_added_and_listed(run: Run) -> None:
    added = run("notes", "add", "plan#二（一）", "--note", "先看", "--tag", "重点", "--colour", "green")
    assert added.status == 0
    (listed,) = run("notes", "list", "--json").json
    assert listed["id"] == added.out.strip()
    assert (listed["kind"], listed["state"], listed["text"], listed["tags"]) == ("note", "exact", "先看", ["重点"])


@pytest.mark.parametrize(("quote", "span"), [("城市大脑", [2, 6]), ("城市大腦", [2, 6]), ("发展数字经济", [15, 21])])
def test_a_quote_is_found_in_its_block(quote: str, span: list[int], run: Run) -> None:
    assert run("notes", "add", "plan#b9", "--quote", quote).err == ""
    (listed,) = run("notes", "list", "--json").json
    assert (listed["kind"], listed["block"], listed["span"]) == ("highlight", "b9", span)


def test_a_quote_that_stands_several_times(run: Run) -> None:
    done = run("notes", "add", "plan", "--quote", "数字经济")
    assert done.status == 0
    assert "共有 4 处，已批注第一处" in done.err
    assert run("notes", "list", "--json").json[0]["block"] == "b1"


def test_a_quote_that_is_not_there(run: Run) -> None:
    done = run("notes", "add", "plan#b2", "--quote", "城市大脑", "--note", "x")
    assert done.status == 2
    assert "没有“城市大脑”" in done.sentence
    assert run("notes", "list", "--json").json == []
    assert run("notes", "add", "plan", "--quote", "").status == 2


def test_a_note_without_anything(run: Run) -> None:
    assert "--quote" in run("notes", "add", "plan").sentence


def test_a_bookmark(run: Run) -> None:
    assert run("notes", "add", "plan#b9", "--bookmark").status == 0
    (listed,) = run("notes", "list", "--json").json
    assert (listed["kind"], listed["block"], listed["quote"]) == ("bookmark", "b9", "")


def test_notes_listed_for_people(run: Run) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑", "--note", "第一行\n第二行", "--tag", "重点")
    out = run("notes", "list").out
    assert "批注  原处  《某市数字经济行动方案（2021—2023年）》第二部分（一）\n" in out
    assert "    “城市大脑”\n    第一行\n    第二行\n    #重点\n" in out


@pytest.mark.parametrize(("gone", "says"), [(False, "文件暂时打不开"), (True, "不在文库中")])
def test_notes_stay_whatever_becomes_of_their_document(
    gone: bool, says: str, run: Run, small_corpus: Path, tmp_path: Path
) -> None:
    corpus = Path(shutil.copytree(small_corpus, tmp_path / "copy"))
    for doc in ("plan", "draft"):
        run("notes", "add", f"{doc}", "--bookmark", "--note", f"看{doc}", corpus=corpus)
    file = corpus / "normalised" / "plan.json"
    whole = file.read_bytes()
    if gone:
        manifest = file.with_name("manifest.json")
        value = json.loads(manifest.read_bytes())
        value["documents"] = [each for each in value["documents"] if each["id"] != "plan"]
        manifest.write_text(json.dumps(value), encoding="utf-8")
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 2])
    listed = run("notes", "list", "--json", corpus=corpus)
    assert listed.status == 0
    state = {note["text"]: (note["state"], note["away"], note["unreadable"]) for note in listed.json}
    assert state == {"看draft": ("exact", False, False), "看plan": ("orphan", gone, not gone)}
    out = run("notes", "list", corpus=corpus).out
    assert out.count(says) == 1
    assert gone or "《某市数字经济行动方案（2021—2023年）》" in out, (
        "what is listed has a title, though nobody can open it"
    )
    exported = run("notes", "export", "--format", "csv", corpus=corpus)
    assert "看plan" in exported.out
    assert "看draft" in exported.out
    assert says in run("notes", "export", "--format", "md", corpus=corpus).out
    if not gone:
        file.write_bytes(whole)
        assert [note["state"] for note in run("notes", "list", "--json", corpus=corpus).json] == ["exact", "exact"]


def test_notes_by_document_and_state(run: Run) -> None:
    run("notes", "add", "plan", "--bookmark")
    assert run("notes", "list", "--doc", "某政发〔2021〕14号").status == 0
    assert run("notes", "list", "--doc", "draft", "--json").status == 1
    assert run("notes", "list", "--state", "orphan").status == 1
    assert run("notes", "list", "--state", "exact").status == 0


def test_no_notes_yet(run: Run, profile: Path) -> None:
    assert run("notes", "list").status == 0
    assert not (profile / "data").exists()


def test_backup_and_restore(run: Run, tmp_path: Path) -> None:
    run("notes", "add", "plan", "--bookmark")
    copy = tmp_path / "copy.db"
    assert run("notes", "backup", str(copy)).out == f"{copy}\n"
    run("notes", "add", "draft", "--bookmark")
    assert run("notes", "restore", str(copy)).status == 0
    assert [n["doc"] for n in run("notes", "list", "--json").json] == ["plan"]


def test_backup_without_notes(run: Run) -> None:
    assert run("notes", "backup").status == 1


def test_restore_from_what_is_no_backup(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database", "utf-8")
    run("notes", "add", "plan", "--bookmark")
    for file in (tmp_path / "text", tmp_path / "missing"):
        done = run("notes", "restore", str(file))
        assert done.status == 2
        assert done.sentence
    assert len(run("notes", "list", "--json").json) == 1


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_export_and_import(form: str, run: Run, tmp_path: Path, profile: Path) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑", "--note", "看，“𠮷”\n二", "--tag", "重点")
    file = tmp_path / f"notes.{form}"
    assert run("notes", "export", "-o", str(file)).status == 0
    before = run("notes", "list", "--json").json
    assert run("notes", "import", str(file)).out.startswith("新增 0 条，更新 0 条，保持不变 1 条")
    (profile / "data" / "notes.db").unlink()
    assert run("notes", "import", str(file)).out.startswith("新增 1 条")
    assert run("notes", "list", "--json").json == before


def test_two_who_exchange_notes(run: Run, tmp_path: Path, profile: Path) -> None:
    """Signed, changed on both sides, deleted there, looked at before, chosen, taken back."""

    def say(*words: str, there: bool = False) -> Done:
        return run(*(["--data-dir", str(profile / "there")] if there else []), "notes", *words)

    assert say("author").status == 1
    assert say("author", "--name", "张三", "--unit", "市数据局").out == "张三（市数据局）\n"
    say("author", "--name", "李四", there=True)
    ids = [say("add", f"plan#b{n}", "--note", f"第 {n} 条").out.strip() for n in (2, 4, 9)]
    here, other = tmp_path / "here.jsonld", tmp_path / "there.jsonld"
    say("export", "-o", str(here))
    assert say("import", str(here), there=True).out.startswith("新增 3 条")
    (row, *_) = say("list", "--json", "--author", "张三", there=True).json
    assert (row["creator"], row["others"]) == ({"name": "张三", "unit": "市数据局"}, True)
    say("edit", ids[0], "--note", "李四的话", "--colour", "pink", there=True)
    say("delete", ids[1], there=True)
    say("edit", ids[0], "--note", "张三的话")
    say("export", "-o", str(other), there=True)

    looked = say("import", str(other), "--preview", "--json").json
    assert {row["id"]: row["state"] for row in looked["rows"]} == dict(
        zip(ids, ("conflicting", "deleted", "kept"), strict=True)
    )
    assert "还没有写入" in say("import", str(other), "--preview").err
    assert next(row["text"] for row in say("list", "--json").json) == "张三的话"
    done = say("import", str(other), "--only", ids[0])
    assert "两边都改过 1 条" in done.out
    assert "notes conflicts" in done.err
    ((conflict,), field) = say("conflicts", "--json").json, "text"
    assert [each["field"] for each in conflict["fields"]] == [field]
    assert (conflict["fields"][0]["mine"], conflict["fields"][0]["theirs"][0]["value"]) == ("张三的话", "李四的话")
    assert "李四" in say("conflicts").out
    assert say("resolve", ids[0], "--take", "theirs").status == 0
    assert (say("conflicts").status, say("resolve", ids[0], "--take", "mine").status) == (1, 2)
    done = say("import", str(other))
    assert "对方删除了 1 条，没有照办" in done.out
    assert "--deletions" in done.err
    assert len(say("list", "--json").json) == 3
    assert say("import", str(other), "--deletions", "--json").json["done"] == [ids[1]]
    assert len(say("list", "--json").json) == 2
    assert "there.jsonld" in say("undo-import").out
    assert len(say("list", "--json").json) == 3
    assert say("import", str(other), "--only", "nobody").status == 2
    for words in (("edit", ids[0]), ("delete", "nobody"), ("edit", "nobody", "--note", "x")):
        assert say(*words).status in {1, 2}


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"SQLite format 3\0" + bytes(100), "恢复"), (b"%PDF-1.7\n", "PDF"), (b"\xd0\xcf\x11\xe0", "Office")],
)
def test_a_file_of_another_kind_is_called_what_it_is(data: bytes, says: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    done = run("notes", "import", str(tmp_path / "x"))
    assert done.status == 2
    assert says in done.sentence


def test_export_and_import_under_a_passphrase(run: Run, tmp_path: Path, profile: Path) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑", "--note", "看 #重点 @待办")
    before = run("notes", "list", "--json").json
    assert before[0]["tags"] == ["重点"]
    assert before[0]["status"] == "todo"
    right, wrong, file = tmp_path / "right", tmp_path / "wrong", tmp_path / "x.notes.jsonld.age"
    right.write_text("口令 很长的\n", "utf-8")
    wrong.write_text("猜的口令", "utf-8")
    assert run("notes", "export", "-o", str(file), "--passphrase-file", str(right)).status == 0
    assert "城市大脑".encode() not in file.read_bytes()
    assert sealing.is_sealed(file.read_bytes())  # that it opens again, see tests/store/test_sealing.py
    run("notes", "export", "-o", str(tmp_path / "x.notes.jsonld"))
    file.write_bytes(
        weak_age.seal((tmp_path / "x.notes.jsonld").read_bytes(), "口令 很长的")
    )  # three keys cost seconds
    (profile / "data" / "notes.db").unlink()
    refused = run("notes", "import", str(file), "--passphrase-file", str(wrong))
    assert refused.status == 2
    assert "口令不对" in refused.sentence
    assert run("notes", "list", "--json").json == []
    assert run("notes", "import", str(file), "--passphrase-file", str(right)).out.startswith("新增 1 条")
    assert run("notes", "list", "--json").json == before
    missing = run("notes", "export", "-o", str(tmp_path / "none" / "x.csv"))
    assert missing.status == 2
    assert "没有这个文件夹" in missing.sentence


@pytest.mark.parametrize("form", ["jsonld", "csv", "md", "html"])
def test_export_to_standard_output(form: str, run: Run, tmp_path: Path) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑")
    done = run("notes", "export", "--format", form)
    assert "城市大脑" in done.out
    assert run("notes", "export", "--format", form, "--doc", "draft").out != done.out


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_export_for_office_programs(form: str, run: Run, tmp_path: Path) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑")
    run("notes", "add", "draft", "--bookmark")
    assert run("notes", "export", "-o", str(tmp_path / f"a.{form}")).status == 0
    assert (tmp_path / f"a.{form}").read_bytes().startswith(b"PK")


def test_a_document_with_comments_goes_out_and_comes_back_edited(run: Run, tmp_path: Path) -> None:
    run("notes", "add", "plan#b9", "--quote", "城市大脑", "--note", "看", "--colour", "blue")
    run("notes", "add", "plan#b9", "--quote", "城市大脑")
    before = {each["id"]: each for each in run("notes", "list", "--json").json}
    file = tmp_path / "稿.docx"
    assert run("notes", "report", "plan", "--by", "comments", "-o", str(file)).status == 0
    again = run("notes", "import", str(file), "--json").json
    assert (len(again["kept"]), again["added"], again["updated"]) == (2, [], []), "nothing was changed"
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/comments.xml"] = parts["word/comments.xml"].replace("看".encode(), "同意".encode())
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    told = run("notes", "import", str(file), "--preview", "--json").json
    (row,) = (row for row in told["rows"] if row["state"] != "kept")
    assert (row["ours"]["text"], row["theirs"]["text"], row["fields"]) == ("看", "同意", ["text"])
    run("notes", "import", str(file))
    after = {each["id"]: each for each in run("notes", "list", "--json").json}
    assert after.keys() == before.keys()
    assert {each["colour"] for each in after.values()} == {each["colour"] for each in before.values()}


def test_other_programs_notes_find_their_document_or_are_told(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        "文件,原文,批注\n,城市大脑,看 #重点\n,这句话哪里也没有写过呀,看\n别的书,无关紧要的一句话在此,看\n", "utf-8"
    )
    done = run("notes", "import", str(table), "--doc", "plan", "--json").json
    assert len(done["added"]) == 3
    assert ("城市大脑", "exact") in {(each["quote"], each["state"]) for each in run("notes", "list", "--json").json}
    missing = tmp_path / "b.csv"
    missing.write_text("文件,原文,批注\n别的书,无关紧要的一句话在此,看\n", "utf-8")
    told = run("notes", "import", str(missing))
    assert (told.status, "别的书" in told.err) == (1, True)


def test_two_documents_are_compared_clause_by_clause(run: Run, tmp_path: Path) -> None:
    told = run("compare", "plan", "draft", "--json").json
    assert (told["left"], told["right"]) == ("plan", "draft")
    assert sum(told["counts"].values()) == len(told["rows"]) > 3
    assert {row["status"] for row in told["rows"]} <= {"same", "changed", "moved", "added", "removed"}
    said = run("compare", "plan", "draft")
    assert (said.status, "新增" in said.err) == (0, True)
    assert len(said.out.splitlines()) == len(told["rows"]) - told["counts"]["same"]
    for form in ("docx", "xlsx", "html"):
        assert run("compare", "plan", "draft", f"--{form}", str(tmp_path / f"a.{form}")).status == 0
        assert (tmp_path / f"a.{form}").stat().st_size > 1000
    for other, status, says in (("plan", 2, "两份不同"), ("plan#二", 2, "整份文件"), ("none", 1, "没有")):
        refused = run("compare", other, "plan")
        assert (refused.status, says in refused.sentence) == (status, True)


def test_versions_say_which_holds_on_a_day(run: Run) -> None:
    (row,) = run("versions", "plan", "--json").json
    assert list(row) == ["id", "title", "written", "state", "relation", "basis", "from", "made", "until", "doubt"]
    assert (row["id"], row["relation"], row["state"]) == ("plan", "itself", "unknown")
    assert run("versions", "plan", "--on", "1999-06-01", "--json").json[0]["state"] == "unknown"
    assert run("versions", "plan").out.startswith("不明\t本文件\t")
    assert "不是日期" in run("versions", "plan", "--on", "昨天").sentence
    assert run("versions", "none").status == 1


def test_families_are_joined_and_parted_and_whether_documents_hold_is_a_facet(run: Run, tmp_path: Path) -> None:
    joined = run("versions", "plan", "--join", "draft", "--json").json
    (other,) = (row for row in joined if row["id"] == "draft")
    assert "由用户指定" in other["basis"]
    notes, colleague = str(tmp_path / "notes.jsonld"), ("--data-dir", str(tmp_path / "colleague"))
    run("notes", "export", "--format", "jsonld", "-o", notes)
    run(*colleague, "notes", "import", notes)
    assert len(run(*colleague, "versions", "plan", "--json").json) == 2
    assert len(run("versions", "draft", "--json").json) == 2
    assert len(run("versions", "draft", "--part", "plan", "--json").json) == 1
    assert len(run("versions", "plan", "--undecide", "draft", "--json").json) == 1
    assert "两份不同" in run("versions", "plan", "--join", "plan").sentence
    rows = run("library", "--validity", "unknown", "--json").json
    assert "plan" in {row["id"] for row in rows}
    assert {row["validity"] for row in rows} == {"unknown"}
    told = run("search", "数字", "--json").json
    assert sum(told["facets"]["validity"].values()) == told["total"]
    chosen = run("search", "数字", "--facet", "validity=unknown", "--json").json
    assert chosen["total"] == told["facets"]["validity"]["unknown"]
    assert run("search", "数字", "--facet", "validity=new").status == 2


def test_lineage_says_what_rests_on_what(run: Run) -> None:
    told = run("lineage", "plan", "--json").json
    assert list(told) == ["rests_on", "rested_on_by", "missing"]
    assert run("lineage", "none").status == 1


def test_report_on_one_document(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    assert run("notes", "report", "plan", "-o", str(file)).status == 1, "there is nothing to report yet"
    assert not file.exists()
    run("notes", "add", "plan#二", "--note", "下月报进度")
    assert run("notes", "report", "plan", "-o", str(file)).status == 0
    with zipfile.ZipFile(file) as word:
        assert "下月报进度" in word.read("word/document.xml").decode("utf-8")


def test_import_of_what_is_no_export(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("nothing of the kind", "utf-8")
    for file in (tmp_path / "text", tmp_path / "missing", tmp_path):
        done = run("notes", "import", str(file))
        assert (done.status, done.out) == (2, "")
        assert done.err.count("\n") == 1


def test_check(run: Run) -> None:
    run("notes", "add", "plan", "--bookmark")
    done = run("notes", "check")
    assert (done.status, done.out) == (0, "批注完好，共 1 条。\n")


# Bad input ------------------------------------------------------------------------------------------------------------


def test_missing_corpus(run: Run, tmp_path: Path) -> None:
    for words in (["library"], ["show", "plan"], ["search", "数字"], ["notes", "add", "plan", "--bookmark"]):
        done = run(*words, corpus=tmp_path / "nowhere")
        assert done.status == 3
        assert "nowhere" in done.sentence


def test_damaged_corpus(run: Run, small_corpus: Path) -> None:
    file = small_corpus / "normalised" / "plan.json"
    file.write_bytes(file.read_bytes()[:100])
    for words in (["show", "plan"], ["search", "数字经济"]):
        done = run(*words)
        assert done.status == 3
        assert "plan.json" in done.sentence
    assert run("library").status == 0
    assert run("show", "draft").status == 0


def test_damaged_notes(run: Run, profile: Path) -> None:
    run("notes", "add", "plan", "--bookmark")
    backup = run("notes", "backup").out.strip()
    store = profile / "data" / "notes.db"
    store.write_bytes(b"not a database" * 100)
    assert run("notes", "list").status == 3
    assert run("notes", "add", "draft", "--bookmark").status == 3
    check = run("notes", "check")
    assert check.status == 3
    assert len(check.sentence) <= 201
    assert backup[-30:] in check.sentence, "a long path is cut in its middle"
    assert run("notes", "restore", backup).status == 0
    assert len(run("notes", "list", "--json").json) == 1
    assert any("damaged" in f.name for f in store.parent.iterdir()), "what was damaged is kept"


def test_damaged_notes_do_not_stop_reading_and_searching(run: Run, profile: Path) -> None:
    run("notes", "add", "plan", "--bookmark")
    (profile / "data" / "notes.db").write_bytes(b"not a database" * 100)
    assert run("search", "数字经济").status == 0
    assert run("show", "plan").status == 0


def test_locked_notes(run: Run, profile: Path) -> None:
    import sqlite3

    run("notes", "add", "plan", "--bookmark")
    other = sqlite3.connect(profile / "data" / "notes.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    done = run("notes", "add", "plan", "--bookmark")
    other.execute("ROLLBACK")
    other.close()
    assert done.status == 2
    assert done.sentence
    assert run("notes", "add", "plan", "--bookmark").status == 0


def test_notes_where_nothing_can_be_written(run: Run, profile: Path) -> None:
    (profile / "data").write_text("a file in the folder's place", "utf-8")
    done = run("notes", "add", "plan", "--bookmark")
    assert done.status == 2
    assert done.sentence


def test_damaged_index_is_built_again(run: Run, small_corpus: Path) -> None:
    expected = run("search", "数字经济", "--json").json["hits"]
    index = small_corpus / "index"
    index.mkdir(exist_ok=True)
    (index / "MAIN_garbage.toc").write_bytes(b"\x00\x01")
    (index / "stamp.json").write_text("{", "utf-8")
    done = run("search", "数字经济", "--json")
    assert done.status == 0
    assert done.json["hits"] == expected


# Streams --------------------------------------------------------------------------------------------------------------


def test_output_is_utf8_whatever_the_locale(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = process("show", "plan", "--source")
    assert done.returncode == 0
    assert "城市大脑前端综合应用平台" in done.stdout.decode("utf-8")
    failed = process("show", "nothing")
    assert failed.returncode == 1
    assert "没有" in failed.stderr.decode("utf-8")


def test_an_argument_that_is_no_text(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = process("search", "a\udcffb", "--json")
    assert done.returncode in {0, 1, 2}
    assert b"Traceback" not in done.stderr
    if done.stdout:
        json.loads(done.stdout.decode("utf-8"))


def test_a_closed_pipe_is_quiet(small_corpus: Path) -> None:
    command = [sys.executable, "-m", "reader", "--corpus", str(small_corpus), "show", "plan"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(30) == 0


def test_a_program_without_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--version"]) == 0


def test_messages_in_other_languages(run: Run) -> None:
    assert "文庫中沒有" in run("--lang", "zh_TW", "show", "nothing").err
    assert "the first was taken" in run("--lang", "en", "notes", "add", "plan", "--quote", "数字经济").err


def test_console_escapes_lone_surrogates() -> None:
    raw = io.BytesIO()
    console = Console(io.TextIOWrapper(raw, encoding="ascii"), io.StringIO())
    console.json("甲\udcff")
    console.flush()
    assert json.loads(raw.getvalue().decode("utf-8")) == "甲\udcff"


def test_tables_line_up() -> None:
    assert table_lines([["指标", "目标"], ["5G\n基站"]]) == ["| 指标    | 目标 |", "| 5G 基站 |      |"]
    assert table_lines([]) == []


def test_help_starts_without_the_house(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    code = (
        "import io, sys; from reader.cli.main import main; main(['--version'], io.StringIO(), io.StringIO());"
        "heavy = {'reader.library', 'whoosh', 'opencc', 'PySide6', 'sqlite3', 'jieba', 'reader.ingest'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


# healthcheck ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layout check that does nothing: the real one makes a Qt application, which a process can do only once."""
    pytest.importorskip("PySide6")
    monkeypatch.setattr("reader.ui.healthcheck.layout", lambda _document: "")


def test_healthcheck_in_a_process_of_its_own(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = process("healthcheck", "--json")
    assert done.returncode == 0, done.stdout.decode()
    assert json.loads(done.stdout)["ok"]


def test_healthcheck_finds_a_layout_that_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PySide6")

    def no_font(_document: object) -> str:
        raise BadInput("没有中文字体。")

    monkeypatch.setattr("reader.ui.healthcheck.layout", no_font)
    done = run("healthcheck")
    assert done.status == 2
    assert "排版：没有中文字体。" in done.err


@pytest.mark.usefixtures("no_layout")
def test_healthcheck(run: Run) -> None:
    done = run("healthcheck", "--json")
    assert done.status == 0, done.out
    assert done.json["ok"]
    assert [check["name"] for check in done.json["checks"]] == [
        "语料", "书架", "完整性", "检索", "台账", "批注存取", "我的批注", "我的文件", "简繁转换", "排版", "中文输入", "打印", "组件", "设置",
    ]  # fmt: skip


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_names_a_part_that_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    done = run("healthcheck", "--json")
    assert done.status != 0
    (found,) = (check for check in done.json["checks"] if not check["ok"])
    assert found["name"] == "组件"
    assert "近似词" in found["detail"]
    assert "Word" not in found["detail"]


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_for_people(run: Run) -> None:
    done = run("healthcheck")
    assert done.status == 0
    assert done.err == ""
    assert all(line.startswith("正常  ") for line in done.out.splitlines())


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_changes_no_notes(run: Run, profile: Path) -> None:
    run("healthcheck")
    assert not (profile / "data" / "notes.db").exists()


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_finds_a_damaged_document(run: Run, small_corpus: Path) -> None:
    file = small_corpus / "normalised" / "draft.json"
    file.write_bytes(file.read_bytes()[:-50])
    done = run("healthcheck", "--json")
    assert done.status == 3
    assert "draft.json" in done.err
    assert not done.json["ok"]
    assert not done.json["checks"][0]["ok"]


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_finds_a_changed_raw_file(run: Run, small_corpus: Path) -> None:
    (small_corpus / "raw" / "plan.txt").write_text("别的", "utf-8")
    assert run("healthcheck").status == 3


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_finds_damaged_notes(run: Run, profile: Path) -> None:
    run("notes", "add", "plan", "--bookmark")
    (profile / "data" / "notes.db").write_bytes(b"no database" * 100)
    done = run("healthcheck")
    assert done.status == 3
    assert "我的批注" in done.err


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_finds_bad_settings(run: Run, profile: Path) -> None:
    settings = profile / "data" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('theme = "pink"', "utf-8")
    done = run("healthcheck")
    assert done.status == 2
    assert "theme" in done.err


@pytest.mark.usefixtures("no_layout")
def test_healthcheck_on_an_empty_corpus(run: Run, tmp_path: Path) -> None:
    from reader.corpus import Corpus

    Corpus(tmp_path / "empty").write([])
    done = run("healthcheck", corpus=tmp_path / "empty")
    assert done.status == 3
    assert "没有任何文件" in done.err
    assert run("library", corpus=tmp_path / "empty").status == 1


# normalise ------------------------------------------------------------------------------------------------------------

RAW = "某市人民政府关于发展数字经济的意见\n某政发〔2021〕14号\n各区人民政府:\n一、总体要求\n(一)指导思想\n坚持创新。\n"


def test_normalise(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "raw.txt"
    file.write_text(RAW, "utf-8")
    document = run("normalise", str(file), "--json").json
    assert document["schema"] == 1
    assert any(block["text"].startswith("一、总体要求") for block in document["blocks"])
    assert "一、总体要求" in run("normalise", str(file), "--text").out.splitlines()


def test_normalise_several(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(RAW, "utf-8")
    assert len(run("normalise", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json").json) == 2


def test_normalise_standard_input(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = process("normalise", "-", "--json", stdin=RAW.encode("gb18030"))
    assert done.returncode == 0, done.stderr.decode()
    assert "坚持创新。" in [block["text"] for block in json.loads(done.stdout)["blocks"]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n\n",
        b"\x00\x01\x02\x03" * 500,
        b"\x7fELF" + bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(300),
    ],
    ids=["empty", "blank", "zeros", "program", "picture"],
)
def test_normalise_what_is_no_document(data: bytes, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "input.txt"
    file.write_bytes(data)
    done = run("normalise", str(file))
    assert done.status == 2
    assert done.sentence


def test_progress_is_for_people_alone() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    person, file = Terminal(), io.StringIO()
    for err in (person, file):
        console = Console(io.StringIO(), err)
        console.progress("正在整理 a.txt", 0.25)
        console.progress("正在整理 a.txt", 1)
    assert person.getvalue() == "\r正在整理 a.txt…… 25%\r\x1b[K"
    assert file.getvalue() == ""


def test_normalise_missing(run: Run, tmp_path: Path) -> None:
    for file in (tmp_path / "missing.txt", tmp_path):
        done = run("normalise", str(file))
        assert done.status == 2
        assert done.sentence


def test_normalise_empty_standard_input(process: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    done = process("normalise", "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_normalise_something_huge(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(5 * 1024**3)  # takes no room on the disk
    done = run("normalise", str(file))
    assert done.status == 2
    assert done.sentence


def test_one_bad_file_keeps_no_other_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RAW, "utf-8")
    good, bad = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")
    done = run("normalise", bad, good, bad, good, "--json")
    rows = json.loads(done.out)
    assert [sorted(row) == ["error", "file"] for row in rows] == [True, False, True, False]
    assert rows[0]["file"] == bad
    assert rows[0]["error"] in done.err
    assert done.status == 2
    done = run("normalise", bad, good)
    assert done.out == run("normalise", good).out
    assert done.status == 2


def test_the_words_that_are_commands_are_those_of_the_parser() -> None:
    from reader.cli.main import COMMANDS, command_parser

    assert command_parser()[1] == COMMANDS
    for command in COMMANDS:
        assert command_parser(command)[1] == {command}, "it loads nothing for the others"


def test_help_before_a_command_is_that_of_all(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for words in (["--help"], ["-h", "library"], ["library", "-h"]):
        assert run(*words).status == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != told[2]
    assert "healthcheck" in told[1]


def test_words_that_are_no_text_are_kept_as_far_as_they_are(run: Run) -> None:
    assert run("notes", "add", "plan", "--note", "坏\udcff").status == 0
    assert "坏\ufffd" in run("notes", "list").out


def test_a_backup_cannot_have_a_name_that_is_no_text(run: Run, tmp_path: Path) -> None:
    run("notes", "add", "plan", "--note", "一")
    done = run("notes", "backup", str(tmp_path / "\udcff.db"))
    assert done.status == 2
    assert "换一个名字" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_gets_one_sentence(small_corpus: Path, profile: Path) -> None:
    command = [sys.executable, "-m", "reader", "--corpus", str(small_corpus), "show", "plan", "--json"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").startswith("结果没有写完")
    assert done.stderr.count(b"\n") == 1


def test_a_pipe_without_a_writer_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run("normalise", str(tmp_path / "pipe")).status == 2
