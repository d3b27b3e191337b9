"""`library`, and what `notes` does with own documents, on the command line."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.store.sealing import is_sealed
from tests import weak_age
from tests.library import same_text
from tests.library.conftest import LAW
from tests.library.test_carrying import path_of, rewritten

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(small_corpus: Path, profile: Path) -> Run:
    def command(*words: str, data: str = "data") -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        status = main(["--data-dir", str(profile / data), "--corpus", str(small_corpus), *words], out, err)
        assert isinstance(status, int)
        return status, out.getvalue(), err.getvalue()

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "意见.txt"
    made.write_text(LAW, encoding="utf-8")
    return made


def added(run: Run, *words: str) -> list[dict[str, str]]:
    _status, out, _ = run("library", "add", *words, "--json")
    rows: list[dict[str, str]] = json.loads(out)
    return rows


def test_the_whole_journey(run: Run, file: Path, tmp_path: Path) -> None:
    status, out, err = run("library", "add", str(file), "--json", "--collection", "琥珀")
    (row,) = json.loads(out)
    assert (status, err) == (0, "")
    assert list(row) == ["file", "state", "id", "title", "says"]
    assert (row["state"], row["file"]) == ("added", str(file))
    doc = row["id"]
    listed = {each["id"]: each for each in json.loads(run("library", "--json")[1])}
    assert {each["shelf"] for each in listed.values()} == {"bundled", "own"}
    assert listed[doc]["collections"] == ["琥珀"]
    assert [each["id"] for each in json.loads(run("library", "--shelf", "own", "--json")[1])] == [doc]
    assert run("show", doc, "--source")[1] == LAW
    assert json.loads(run("search", "琥珀交易平台", "--json")[1])["hits"][0]["doc"] == doc
    assert run("notes", "add", f"{doc}#（三）", "--quote", "建设琥珀交易平台", "--note", "看")[0] == 0
    status, out, _ = run("library", "remove", doc)
    assert (status, "移出文库" in out) == (0, True)
    assert run("show", doc)[0] == 1
    assert "不在文库中" in run("notes", "list")[1]
    (note,) = json.loads(run("notes", "list", "--doc", doc, "--json")[1])
    assert (note["state"], note["away"]) == ("orphan", True)
    assert doc in run("library", "restore")[1]
    assert run("library", "restore", doc)[0] == 0
    (note,) = json.loads(run("notes", "list", "--json")[1])
    assert (note["state"], note["away"]) == ("exact", False)


def test_a_document_without_a_title_goes_by_its_files_name(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "琥珀稿.txt"
    page.write_text("琥珀产业由市商务局牵头，到2028年产值达到30亿元，建设琥珀交易中心。\n", encoding="utf-8")
    (row,) = added(run, str(page))
    doc, name = row["id"], "〔琥珀稿.txt〕"
    assert row["title"] == name
    assert json.loads(run("show", doc, "--json")[1])["title"] is None
    assert run("notes", "add", doc, "--quote", "琥珀交易中心")[0] == 0
    assert run("library", "info", doc)[1].startswith(name)
    for command in (
        ("library",), ("search", "琥珀交易中心"), ("notes", "list"), ("register", "targets", "--doc", doc),
        ("library", "remove", doc), ("library", "restore"), ("library", "restore", doc),
    ):  # fmt: skip
        status, out, _ = run(*command)
        assert (status, name in out) == (0, True), command


def test_statuses_of_adding(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.bin").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "none").mkdir()
    assert run("library", "add", str(tmp_path / "none"))[0] == 1
    assert run("library", "add", str(tmp_path / "坏.bin"))[0] == 1
    assert run("library", "add", str(tmp_path / "空.txt"))[0] == 2
    assert run("library", "add", str(tmp_path / "gone.txt"))[0] == 2
    assert run("library", "add", str(tmp_path / "空.txt"), str(file))[0] == 0
    assert run("library", "add", str(file))[0] == 0
    assert run("library", "add", str(file), "--version-of", "nothing")[0] == 1
    assert run("library", "add", str(file), "--version-of", "plan", "--separate")[0] == 2
    assert run("library", "add")[0] == 2


def test_dry_run_json(run: Run, file: Path) -> None:
    (row,) = added(run, str(file), "--dry-run")
    assert row["state"] == "added"
    assert not row["id"]
    assert run("library", "--shelf", "own")[0] == 1


def test_versions_and_corrections(run: Run, file: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    file.write_text(LAW.replace("30亿元", "35亿元"), encoding="utf-8")
    (row,) = added(run, str(file), "--version-of", doc)
    assert (row["state"], row["id"]) == ("version", doc)
    status, out, _ = run(
        "library",
        "info",
        doc,
        "--json",
        "--set",
        "title=新的标题",
        "--set",
        "written=2026-04-01",
        "--set",
        "issuers=甲局、乙局",
    )
    facts = json.loads(out)
    assert status == 0
    assert [each["id"] for each in facts["versions"]] == [doc, f"{doc}-v1"]
    assert facts["values"]["title"] == "新的标题"
    assert facts["values"]["issuers"] == ["甲局", "乙局"]
    assert facts["inferred"]["written"] == "由用户更正"
    assert {"file", "sha256", "converter", "pages"} <= facts.keys()
    assert "新的标题" in run("library", "info", doc)[1]
    assert run("library", "info", doc, "--set", "title=")[0] == 0
    assert "新的标题" not in run("library", "info", doc)[1]
    assert run("library", "info", doc, "--set", "nonsense")[0] == 2
    assert run("library", "info", "plan", "--set", "title=x")[0] == 2
    assert run("library", "info", "plan")[0] == 0
    assert run("show", f"{doc}-v1", "--source")[1] == LAW


def test_a_page_of_the_original_as_a_picture(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "意见.pdf"
    file.write_bytes(same_text.as_pdf(LAW.split("\n\n") * 4))
    doc = added(run, str(file))[0]["id"]
    picture = tmp_path / "page.png"
    assert run("show", doc, "--page", "2", "--png", str(picture))[0] == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "没有第 99 页" in run("show", doc, "--page", "99", "--png", str(picture))[2]
    assert run("show", "plan", "--page", "1", "--png", str(picture))[0] == 2
    assert run("show", doc, "--page", "1")[0] == 2
    assert run("show", doc, "--page", "0", "--png", str(picture))[0] == 2


def test_one_that_cannot_be_taken_out_stops_no_other(run: Run, file: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    status, out, err = run("library", "remove", "plan", "nothing", doc)
    assert (status, doc in out, "随附" in err, "nothing" in err) == (2, True, True, True)
    assert run("library", "restore", "nothing", doc)[0] == 1
    assert run("library", "--shelf", "own")[0] == 0
    assert "随附" in run("library", "remove", "plan")[2]


def test_notes_and_documents_travel(run: Run, file: Path, tmp_path: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    run("notes", "add", f"{doc}#（三）", "--quote", "建设琥珀交易平台")
    assert run("notes", "export", "-o", str(tmp_path / "x.prdocs"))[0] == 0
    status, out, err = run("notes", "import", str(tmp_path / "x.prdocs"), data="other")
    assert (status, "已添加" in out, "没有签名" in err) == (0, True, True)
    assert run("show", doc, "--source", data="other")[1] == LAW
    assert json.loads(run("notes", "list", "--json", data="other")[1])[0]["state"] == "exact"
    secret = tmp_path / "pass"
    secret.write_text("正确的马电池订书钉\n", encoding="utf-8")
    sealed = tmp_path / "x.prdocs.age"
    assert run("notes", "export", "-o", str(sealed), "--passphrase-file", str(secret))[0] == 0
    assert is_sealed(sealed.read_bytes())
    sealed.write_bytes(weak_age.seal((tmp_path / "x.prdocs").read_bytes(), "正确的马电池订书钉"))  # opens in no time
    assert run("notes", "import", str(sealed), "--passphrase-file", str(secret), data="third")[0] == 0
    assert run("show", doc, "--source", data="third")[1] == LAW


def test_documents_are_in_backups(run: Run, file: Path, profile: Path, tmp_path: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    status, out, _ = run("notes", "backup")
    assert status == 0
    (profile / "data" / "documents").rename(tmp_path / "lost")
    assert run("show", doc)[0] == 1
    assert run("notes", "restore", out.strip())[0] == 0
    assert run("show", doc, "--source")[1] == LAW
    assert "不在这个备份里" in run("notes", "backup", str(tmp_path / "copy.db"))[2]


@pytest.mark.parametrize("part", ["facts.json", "document.json"])
def test_a_damaged_document_is_named_and_stops_nothing(run: Run, file: Path, profile: Path, part: str) -> None:
    doc, whole = added(run, str(file))[0]["id"], added(run, str(file), "--separate")[0]["id"]
    assert run("library")[0] == 0
    damaged = profile / "data" / "documents" / doc / "v1" / part
    damaged.write_bytes(damaged.read_bytes()[:40])
    for words in ((), ("--json",), ("--shelf", "own")):
        status, out, err = run("library", *words)
        assert (status, doc in err, err.count("\n"), whole in out) == (3, True, 1, True), words
    assert "某区发展规划" in run("library")[1]
    assert run("library", "--shelf", "bundled")[::2] == (0, "")
    assert run("search", "数字经济")[0] == 0


@pytest.mark.parametrize(("language", "word"), [("en", "document"), ("zh_TW", "說明")])
def test_help_in_other_languages(run: Run, language: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["library", "--help"], ["library", "add", "--help"], ["library", "info", "--help"]):
        assert run("--lang", language, *words)[0] == 0
        assert word in capsys.readouterr().out


@pytest.mark.parametrize("words", [("add", ""), ("add", " "), ("add", "x.txt", "--collection", ""), ("--shelf", "")])
def test_an_empty_name_is_refused_and_is_not_the_folder_one_is_in(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(file.parent)
    status, out, err = run("library", *words)
    assert (status, out, "空的" in err, err.count("\n")) == (2, "", True, 1)
    assert json.loads(run("library", "--shelf", "own", "--json")[1]) == []


def test_a_damaged_document_is_damaged_and_not_missing(run: Run, file: Path, profile: Path) -> None:
    (row,) = added(run, str(file))
    (profile / "data" / "documents" / row["id"] / "v1" / "facts.json").write_text("{", encoding="utf-8")
    for words in (("show", row["id"]), ("library", "info", row["id"])):
        status, _, err = run(*words)
        assert (status, "损坏" in err) == (3, True), words


def test_a_carried_document_that_is_here_already_is_no_second_one(run: Run, file: Path, tmp_path: Path) -> None:
    theirs = added(run, str(file))[0]["id"]
    run("notes", "add", f"{theirs}#（三）", "--quote", "建设琥珀交易平台")
    run("notes", "export", "-o", str(tmp_path / "x.prdocs"))
    _status, out, _ = run("library", "add", str(file), "--json", data="other")
    mine = json.loads(out)[0]["id"]
    status, out, _ = run("notes", "import", str(tmp_path / "x.prdocs"), data="other")
    assert (status, f"（{mine}）内容相同" in out) == (0, True)
    assert [each["id"] for each in json.loads(run("library", "--shelf", "own", "--json", data="other")[1])] == [mine]
    (note,) = json.loads(run("notes", "list", "--json", data="other")[1])
    assert note["state"] in {"exact", "moved"}  # the words are found, in a block that another id names
    assert json.loads(run("notes", "list", "--json", "--doc", mine, data="other")[1]) == [note]


def test_the_notes_of_a_carried_document_that_is_refused_do_not_come_in_silence(
    run: Run, file: Path, tmp_path: Path
) -> None:
    doc = added(run, str(file))[0]["id"]
    run("notes", "add", f"{doc}#（三）", "--quote", "建设琥珀交易平台")
    target = tmp_path / "x.prdocs"
    run("notes", "export", "-o", str(target))

    def spoil(files: dict[str, bytes]) -> None:
        files[path_of(files, "/v1/document.json")] = b"{}"

    target.write_bytes(rewritten(target.read_bytes(), spoil))
    status, _, err = run("notes", "import", str(target), data="other")
    assert (status, "没有导入：内容不完整" in err, "有 1 条批注" in err) == (2, True, True)
    assert json.loads(run("notes", "list", "--json", data="other")[1]) == []

    def no_notes(files: dict[str, bytes]) -> None:
        files["notes.jsonld"] = b"{"

    run("notes", "export", "-o", str(target))
    target.write_bytes(rewritten(target.read_bytes(), no_notes))
    assert run("notes", "import", str(target), data="third")[0] == 2
    assert json.loads(run("library", "--shelf", "own", "--json", data="third")[1]) == []


def test_restoring_what_is_there_says_that_it_is_there(run: Run, file: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    status, out, err = run("library", "restore", doc)
    assert (status, "就在文库中" in out, err) == (0, True, "")


def test_every_block_says_where_it_stands_on_paper_or_that_it_stands_nowhere(run: Run, file: Path) -> None:
    doc = added(run, str(file))[0]["id"]
    for words in (("show", doc), ("normalise", str(file))):
        blocks = json.loads(run(*words, "--json")[1])["blocks"]
        assert {(block["page"], block["box"]) for block in blocks} == {(None, None)}, words


@pytest.mark.skipif(os.name != "posix", reason="names hold no line feeds on Windows")
def test_a_line_feed_in_a_name_breaks_no_line(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "甲\n已添加  own-aaaaaaaa  乙.txt"
    made.write_text("简短的说明，没有标题。\n", encoding="utf-8")
    status, out, _ = run("library", "add", str(made))
    assert (status, out.count("\n"), "甲␊已添加" in out) == (0, 2, True)
    listed = run("library", "--shelf", "own")[1]
    assert listed.count("\n") == 2
