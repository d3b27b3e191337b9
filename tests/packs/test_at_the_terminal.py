"""Packs at the terminal: how far the work is, Ctrl+C, folders on shares that do not answer, what healthcheck tells IT."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
from getpass import GetPassWarning
from pathlib import Path
from threading import Event

import pytest

from reader.cli.main import main
from reader.core.policy import Policy
from reader.library import settling
from reader.paths import Paths, find_paths, why_unusable

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [("pack", "制作"), ("verify", "核对"), ("install", "安装")]


class Terminal(io.StringIO):
    """Standard error as a person sees it; Ctrl+C is pressed when `interrupt` appears."""

    def __init__(self, interrupt: str = "") -> None:
        super().__init__()
        self._interrupt = interrupt

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._interrupt and self._interrupt in text:
            self._interrupt = ""
            raise KeyboardInterrupt
        return written


@pytest.fixture
def home(small_corpus: Path, profile: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    policy = tmp_path / "policy.toml"
    policy.write_text("unsigned_packs = true\n", encoding="utf-8")
    monkeypatch.setattr("reader.paths._policy_file", lambda _windows: policy)
    monkeypatch.setattr(
        "reader.paths._bundled", lambda _program, name: small_corpus if name == "corpus" else ROOT / name
    )
    return profile


@pytest.fixture
def pack(home: Path, tmp_path: Path) -> Path:
    assert main(["corpus", "pack", str(tmp_path / "a.prpack")], io.StringIO(), io.StringIO()) == 0
    return tmp_path / "a.prpack"


def _target(pack: Path, command: str) -> Path:
    return pack.with_name("b.prpack") if command == "pack" else pack


@pytest.mark.parametrize(("command", "word"), COMMANDS)
def test_a_terminal_shows_how_far_the_work_is(pack: Path, command: str, word: str) -> None:
    seen = Terminal()
    assert main(["corpus", command, str(_target(pack, command))], io.StringIO(), seen) == 0
    assert f"正在{word}语料包…… " in seen.getvalue()
    assert seen.getvalue().count("\r\x1b[K") == 1, "the line is gone in the end"
    assert len(seen.getvalue().split("\r")) < 103, "each percent at most once"


@pytest.mark.parametrize(("command", "word"), COMMANDS)
def test_ctrl_c_ends_it_with_one_sentence(pack: Path, home: Path, command: str, word: str) -> None:
    out, seen = io.StringIO(), Terminal(interrupt=f"正在{word}语料包…… ")
    assert main(["corpus", command, str(_target(pack, command))], out, seen) == 130
    said = seen.getvalue().rpartition("\x1b[K")[2]
    assert said.startswith("已停止")
    assert said.count("\n") == 1
    assert out.getvalue() == ""
    assert not list(pack.parent.glob("b.prpack*"))
    assert not [*home.rglob("c-*"), *home.rglob("new-*")]
    assert main(["corpus", "install", str(pack)], io.StringIO(), io.StringIO()) == 0, "nothing stays locked"


def test_an_installation_that_was_complete_is_not_called_off(
    pack: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library.packing import PackDesk

    whole = PackDesk.install

    def late(*given: object, **named: object) -> None:
        whole(*given, **named)  # type: ignore[arg-type]  # handed on as they came
        raise KeyboardInterrupt

    monkeypatch.setattr(PackDesk, "install", late)
    seen = io.StringIO()
    assert main(["corpus", "install", str(pack)], io.StringIO(), seen) == 130
    assert "已经装好" in seen.getvalue()


def test_a_file_gets_no_progress(pack: Path) -> None:
    seen = io.StringIO()
    assert main(["corpus", "install", str(pack)], io.StringIO(), seen) == 0
    assert seen.getvalue() == ""


def test_a_passphrase_is_only_asked_for_at_a_terminal(
    pack: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    def visible(_prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        return "seen by everybody"

    monkeypatch.setattr("reader.cli.corpus_commands.getpass", visible)
    monkeypatch.setattr("reader.packs.minisign.is_locked", lambda _text: True)
    seen = io.StringIO()
    words = ["corpus", "pack", str(pack.with_name("b.prpack")), "--key", str(ROOT / "LICENSE")]
    assert main(words, io.StringIO(), seen) == 2
    assert "--passphrase-file" in seen.getvalue()
    assert not recwarn.list


@pytest.mark.parametrize("words", [["corpus"], ["notes"], ["corpus", "pack"]])
def test_usage_is_said_once(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    assert capsys.readouterr().out.count("用法：") == 1


# Shares that do not answer


@pytest.fixture
def places(profile: Path, small_corpus: Path) -> Paths:
    return find_paths(corpus=small_corpus)


def test_a_share_that_hangs_does_not_hold_up_the_start(
    places: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answered = Event()

    def hang(folder: Path, *, writable: bool) -> str:
        if "hanging" in str(folder):
            answered.wait(60)
        return why_unusable(folder, writable=writable)

    monkeypatch.setattr(settling, "why_unusable", hang)
    monkeypatch.setattr(settling, "PATIENCE", 3.0)  # a busy machine answers for the other folder in less
    policy = Policy(
        str(tmp_path / "policy.toml"), corpus="/hanging/corpus", notes_folder="/hanging/notes",
        backup_folder=str(tmp_path),
    )  # fmt: skip
    try:
        settled = settling.settle(places, policy)
    finally:
        answered.set()
    assert (settled.corpus, settled.user_data, settled.backups) == (places.corpus, places.user_data, tmp_path)
    assert [("corpus" in said, "没有在" in said) for said in settled.complaints] == [(True, True), (False, True)]
    assert "批注暂存在" in settled.complaints[1]


def test_a_share_that_hangs_does_not_keep_the_program_from_ending(tmp_path: Path, small_corpus: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('notes_folder = "/hanging"\n', encoding="utf-8")
    script = f"""
import sys, time
from pathlib import Path
import reader.paths
from reader.library import settling
reader.paths._policy_file = lambda _windows: Path({str(policy)!r})
settling.why_unusable = lambda folder, writable: time.sleep(600)
settling.PATIENCE = 0.1
from reader.cli.main import main
sys.exit(main(["--corpus", {str(small_corpus)!r}, "library"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_pack_is_not_installed_elsewhere_when_the_place_laid_down_is_away(
    pack: Path, home: Path, tmp_path: Path
) -> None:
    place = tmp_path / "srv" / "packs"
    (tmp_path / "policy.toml").write_text(f"unsigned_packs = true\ncorpus = '{place}'\n", encoding="utf-8")
    seen = io.StringIO()
    assert main(["corpus", "install", str(pack)], io.StringIO(), seen) == 2
    assert f"{place.parent.name}/{place.name} 现在不能使用" in seen.getvalue()  # a long path is cut in its middle
    assert not list(home.rglob("c-*"))
    place.mkdir(parents=True)
    assert main(["corpus", "install", str(pack)], io.StringIO(), io.StringIO()) == 0
    assert list(place.glob("c-*"))


# What healthcheck tells IT


def test_healthcheck_tells_the_version_and_what_the_policy_does(home: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('theme = "night"\nallowed_exports = []\nimports = false\n', encoding="utf-8")
    out = io.StringIO()
    assert main(["healthcheck", "--json"], out, io.StringIO()) == 0
    found = json.loads(out.getvalue())
    assert found["version"]
    (settings,) = [each["detail"] for each in found["checks"] if each["name"] == "设置"]
    for words in ("策略锁定 theme", "允许导出 无", "不允许导入", str(tmp_path / "policy.toml")):
        assert words in settings
