"""What the commands on notes say: refusals in the language asked for, files named for what they are, places of words."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.main import main

HAN = re.compile("[\u4e00-\u9fff]")
TITLE = "某市数字经济行动方案（2021—2023年）"
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(small_corpus: Path, tmp_path: Path) -> Say:
    """Runs a command; what is said comes in English where the first word is `en`."""

    def run(*words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        language = ["--lang", "en"] if words[0] == "en" else []
        words = words[1:] if language else words
        status = main(["--data-dir", str(tmp_path / "x"), "--corpus", str(small_corpus), *language, *words], out, err)
        assert isinstance(status, int)
        return status, out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a file of each kind that is not what is asked for."""
    for name, data in (
        ("a.jsonld", b'[{"id": "x"}]'), ("a.docx", b"PK\x03\x04aaaa"), ("a.pdf", b"%PDF-1.7 x"), ("a.txt", b"hello"),
        ("half.db", b"SQLite format 3\0aaa"), ("empty.db", b""),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        "notes restore a.jsonld", "notes restore a.docx", "notes restore a.txt", "notes restore half.db",
        "notes restore empty.db", "notes restore gone.db", "notes import a.jsonld", "notes import a.docx",
        "notes import a.txt", "notes import half.db", "notes import empty.db", "notes import gone",
        "notes export -o x.pdf", "notes export -o gone/x.jsonld", "notes export --doc gone", "notes add gone",
        "notes add plan", "notes add plan --quote XYZ", "notes report plan -o x.docx", "notes report plan -o x.html",
        "notes report plan -o x.html --by tag", "notes edit gone --note x", "notes edit gone", "notes delete gone",
        "notes resolve gone --take mine", "notes undo-import", "notes backup .", "notes backup gone/x.db",
        "notes export -o x.age", "show gone", "compare gone plan", "versions gone", "lineage gone", "search  ",
        "corpus install a.txt", "corpus rollback gone", "corpus verify gone", "library remove gone",
    ],
)  # fmt: skip
def test_a_refusal_is_said_in_english(say: Say, files: Path, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(files)
    status, _, err = say("en", *words.split(" "))
    assert status in {1, 2, 3}
    assert err
    assert not HAN.search(err.replace(TITLE, "")), err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.jsonld", "导出的批注.*“导入”"),
        ("a.docx", "Word.*“导入”"),
        ("a.pdf", "PDF.*“导入”"),
        ("a.txt", "不是批注的备份"),
    ],
)
def test_what_is_no_backup_is_named_with_what_takes_it(say: Say, files: Path, name: str, says: str) -> None:
    say("notes", "add", "plan#b9", "--quote", "城市大脑", "--note", "原")
    status, _, err = say("notes", "restore", str(files / name))
    assert status == 2
    assert re.search(says, err), err
    assert "原" in say("notes", "list")[1]


def test_notes_are_not_written_into_a_file_of_another_kind(say: Say, files: Path) -> None:
    status, _, err = say("notes", "export", "-o", str(files / "x.pdf"))
    assert (status, "批注不能写成 .pdf 文件" in err, (files / "x.pdf").exists()) == (2, True, False)
    assert say("notes", "export", "-o", str(files / "x.json"))[0] == 0
    assert json.loads((files / "x.json").read_text("utf-8")) == []
    assert say("notes", "export", "--format", "csv", "-o", str(files / "x.txt"))[0] == 0


def test_a_word_file_that_was_cut_off_is_called_so(say: Say, files: Path) -> None:
    assert "没有复制完，或已损坏" in say("notes", "import", str(files / "a.docx"))[2]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["原文,批注", *rows]) + "\n", "utf-8")
    return path


def test_words_that_stand_in_several_places_are_said_to_and_offered(say: Say, tmp_path: Path) -> None:
    source = tmp_path / "办法.md"
    lines = ["# 关于数据的办法", "第一条 各区推进数据共享工作。", "第二条 各部门按照职责做好数据共享，定期报告。"]
    source.write_text("\n\n".join(lines) + "\n", "utf-8")
    doc = json.loads(say("library", "add", str(source), "--json")[1])[0]["id"]
    file = table(tmp_path / "q.csv", "数据共享,要核", "没有这样的话,也看")
    (many, none) = json.loads(say("notes", "import", str(file), "--doc", doc, "--preview", "--json")[1])["rows"]
    assert (many["rivals"], none["rivals"]) == (["第一条", "第二条"], [])
    said = say("notes", "import", str(file), "--doc", doc, "--preview")[1]
    assert "（原文有 2 处）数据共享" in said
    assert "第一条、第二条" in said
    assert "（原文中找不到）没有这样的话" in said
    say("notes", "import", str(file), "--doc", doc)
    (note,) = [each for each in json.loads(say("notes", "list", "--json")[1]) if each["text"] == "要核"]
    offered = [each["pieces"][0] for each in note["candidates"] if each["score"] == 1]
    assert len(offered) == 2
    assert offered[0]["block"] != offered[1]["block"]


def test_a_note_that_was_imported_keeps_its_clause_when_the_document_cannot_be_read(say: Say, tmp_path: Path) -> None:
    source = tmp_path / "办法.md"
    source.write_text("# 关于数据的办法\n\n第一条 各区推进共享。\n\n第二条 各部门定期报告进展。\n", "utf-8")
    doc = json.loads(say("library", "add", str(source), "--json")[1])[0]["id"]
    say("notes", "import", str(table(tmp_path / "q.csv", "定期报告进展,要核")), "--doc", doc)
    (damaged,) = tmp_path.rglob("v1/document.json")
    damaged.write_bytes(b"x")
    said = say("notes", "export", "--format", "csv")[1]
    assert "第二条" in said


def test_a_note_without_a_place_comes_home_from_word_as_it_was(say: Say, tmp_path: Path) -> None:
    say("notes", "import", str(table(tmp_path / "q.csv", "没有这样的话,也看", "城市大脑,要核")), "--doc", "plan")
    assert say("notes", "report", "plan", "-o", str(tmp_path / "x.docx"), "--by", "comments")[0] == 0
    told = json.loads(say("notes", "import", str(tmp_path / "x.docx"), "--json")[1])
    assert (len(told["kept"]), told["updated"], told["added"], told["deleted"]) == (2, [], [], [])
