"""The command line in English and traditional characters: help, complaints, numbers that are too large."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from reader.cli.arguments import DIGITS
from reader.cli.main import _window_parser, command_parser, main
from reader.cli.words import WrongArguments, window_words

HAN = re.compile(r"[\u4e00-\u9fff]+")
OF_CHINA = {"五", "十四", "第十二条", "年", "月"}  # forms in which clauses and packs are named, in any language
COMMANDS = [[], *([name] for name in sorted(command_parser()[1])), ["notes", "add"], ["corpus", "pack"]]


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    main(words, out, err)
    return capsys.readouterr().out + out.getvalue() + err.getvalue()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_is_english_when_asked(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    said = told(capsys, "--lang", "en", *command, "--help")
    assert said.startswith("usage: policy-reader")
    assert set(HAN.findall(said)) <= OF_CHINA, said


def test_the_help_follows_traditional_characters(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "--lang", "zh_TW", "search", "--help")
    assert "參數" in said
    assert "参数" not in said


@pytest.mark.parametrize(
    "words",
    [["search"], ["search", "--colour"], ["search", "x", "--limit", "many"], ["--nothing"], ["show"]],
    ids=" ".join,
)
def test_a_complaint_about_arguments_is_one_english_sentence_with_where_help_is(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    said = told(capsys, "--lang", "en", *words)
    assert not HAN.search(said), said
    assert "--help” shows how it is used." in said
    assert said.count("\n") == 1


def test_a_number_that_is_too_large_is_called_so_and_not_repeated_whole(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "search", "数字", "--limit", "9" * 5000)
    assert "太大" in said
    assert "9" * DIGITS in said
    assert len(said) < 120
    assert "不小于 0" in told(capsys, "search", "数字", "--limit", "-1")
    assert "不小于 0" in told(capsys, "search", "数字", "--limit", "三")


def test_rows_and_lists_are_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Adding, listing, where a document comes from, its notes, an empty search: only names stay Chinese."""
    home = ["--data-dir", str(tmp_path / "home"), "--lang"]
    file = tmp_path / "a.txt"
    file.write_text("某市条例\n\n第一条 为了发展，制定本条例。\n", encoding="utf-8")
    said = told(capsys, *home, "en", "library", "add", str(file))
    doc = re.search(r"own-\w+", said)
    assert doc is not None
    said += told(capsys, *home, "en", "library", "--shelf", "own")
    told(capsys, *home, "en", "notes", "add", doc[0], "--quote", "为了发展")
    said += told(capsys, *home, "en", "notes", "list")
    said += told(capsys, *home, "en", "corpus", "list") + told(capsys, *home, "en", "search", "龘龘龘")
    assert set(HAN.findall(said)) <= {"某市条例", "第一条", "为了发展"}, said
    assert "highlight  in place" in said
    listed = told(capsys, *home, "zh_TW", "notes", "list") + told(capsys, *home, "zh_TW", "library", "add", str(file))
    assert "原處" in listed
    assert "沒有重複新增" in listed or "沒有重複添加" in listed


@pytest.mark.parametrize(
    "words",
    [
        [], ["a"], ["a#1"], [""], ["一 二"], ["--data-dir", "d"], ["--data-dir", "d", "a"], ["a", "--corpus", "c"],
        ["--lang", "en", "--script", "tw", "a", "--beside", "b"], ["--beside", "b"], ["--lang", "en", "--lang", "zh_TW"],
        ["-"], ["--"], ["--", "-a"], ["a", "b"], ["--data-dir"], ["--data-dir", ""], ["--data-dir", "-x"], ["--lang", "fr"],
        ["--data-dir=d"], ["--version"], ["--beside", "--", "a"], ["--corpus", "a\0b"], ["--screenshot", "x.png"], ["-h"],
    ],
    ids=repr,
)  # fmt: skip
def test_plain_words_for_a_window_are_read_as_the_parser_reads_them(words: list[str]) -> None:
    plain = window_words(words)
    if plain is None:
        return  # the parser reads them
    assert vars(plain) == vars(_window_parser().parse_args(words))


def test_the_parser_is_not_asked_about_plain_words_alone() -> None:
    assert window_words(["--data-dir", "d", "a", "--lang", "en"]) is not None
    for words in (["--lang", "fr"], ["--nothing"], ["a", "b"], ["--data-dir", "-x"], ["--screenshot", "x.png"]):
        assert window_words(words) is None
    with pytest.raises(WrongArguments):
        _window_parser().parse_args(["--lang", "fr"])
