"""`healthcheck --report`: what an administrator collects from many machines."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli import health
from reader.cli.main import main
from reader.core.errors import DamagedStore


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch, profile: Path) -> None:
    """Three checks that cost nothing: one that is well, one that quotes a note, one that names the home folder."""

    def quoting(_house: object) -> str:
        raise DamagedStore("批注“给王局长的意见”读不出来。")

    monkeypatch.setattr(
        health,
        "_CHECKS",
        (
            ("语料", lambda _house: "60 份文件，“内部讨论稿”在内"),
            ("我的批注", quoting),
            ("设置", lambda _house: f"{Path.home()}/settings.toml“theme”"),
        ),
    )


def run(small_corpus: Path, profile: Path, *words: str) -> tuple[Any, str, str]:
    out, err = io.StringIO(), io.StringIO()
    given = ["--data-dir", str(profile / "data"), "--corpus", str(small_corpus), "healthcheck", *words]
    return main(given, out, err), out.getvalue(), err.getvalue()


@pytest.mark.usefixtures("checks")
def test_a_report_says_which_machine_and_how_it_is_and_quotes_nothing_of_the_users(
    small_corpus: Path, profile: Path, tmp_path: Path
) -> None:
    status, out, _ = run(small_corpus, profile, "--json", "--report", str(tmp_path / "report.json"))
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert status == told["status"] == 3
    assert {"report", "machine", "system", "made", "status", "ok", "version", "checks"} == set(told)
    assert [check["name"] for check in told["checks"]] == ["语料", "我的批注", "设置"]
    assert [check["ok"] for check in told["checks"]] == [True, False, True]
    written = (tmp_path / "report.json").read_text("utf-8")
    assert "王局长" not in written
    assert str(Path.home()) not in written
    assert told["checks"][0]["detail"] == "60 份文件，“…”在内"
    assert told["checks"][2]["detail"] == "~/settings.toml“theme”"
    assert "王局长" in out  # the person at the machine is told everything


@pytest.mark.usefixtures("checks")
def test_a_report_in_a_folder_is_named_after_the_machine(
    small_corpus: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "PC/01 财政")
    share = tmp_path / "share"
    share.mkdir()
    run(small_corpus, profile, "--report", str(share))
    assert [file.name for file in share.iterdir()] == ["PC-01-财政.json"]
    assert json.loads((share / "PC-01-财政.json").read_text("utf-8"))["machine"] == "PC/01 财政"


@pytest.mark.usefixtures("checks")
def test_a_report_that_cannot_be_written_is_one_sentence_and_a_status(
    small_corpus: Path, profile: Path, tmp_path: Path
) -> None:
    status, _, err = run(small_corpus, profile, "--report", str(tmp_path / "nowhere" / "report.json"))
    assert status == 2
    assert err.count("\n") == 1
