"""Whatever happens on the command line: one sentence on standard error, and a status of the contract."""

from __future__ import annotations

import errno
import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.console import Console
from reader.cli.main import main
from reader.core.errors import NotFound
from reader.library import Library
from tests.soak.fuzz_commands import Scratch, fuzz, line

ROOT = Path(__file__).resolve().parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="shells of POSIX systems")
ASCII = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}


def told(error: str) -> str:
    """The sentence; there is one and nothing else."""
    (said,) = error.splitlines()
    assert len(said) <= 200
    assert "Traceback" not in said
    assert said.endswith(("。", "."))
    return said


def run(profile: Path, *words: str) -> tuple[object, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["--data-dir", str(profile / "data"), *words], out, err), out.getvalue(), err.getvalue()


# What happens inside


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 2, "空间不足"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/\x1b[31m" + "y" * 5000), 2, "␛[31m"),
        (OSError("of no number"), 2, "没有完成"),
        (MemoryError(), 2, "内存不足"),
        (ValueError("embedded null byte"), 2, "空字符"),
        (ValueError("a mistake of ours"), 70, "policy-reader.log"),
        (RecursionError("deep"), 70, "policy-reader.log"),
        (KeyError("x"), 70, "policy-reader.log"),
        (AssertionError(), 70, "policy-reader.log"),
        (KeyboardInterrupt(), 130, "已停止"),
        (NotFound("没有“" + "文" * 5000 + "\x1b[2J”。"), 1, "…"),
    ],
    ids=repr,
)
def test_every_fault_is_a_sentence_and_a_status(
    profile: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, status: int, says: str
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Library, "documents", broken)
    before = signal.getsignal(signal.SIGINT)
    try:
        found, out, err = run(profile, "library")
    finally:
        signal.signal(signal.SIGINT, before)
    assert (found, out) == (status, "")
    assert says in told(err)
    log = profile / "data" / "cache" / "policy-reader.log"
    assert log.exists() == (status == 70)
    if status == 70:
        assert type(fault).__name__ in log.read_text("utf-8")


def test_a_fault_without_a_log(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (profile / "data").mkdir()
    (profile / "data" / "cache").write_bytes(b"in the way")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Library, "documents", broken)
    found, _, err = run(profile, "library")
    assert found == 70
    assert "ZeroDivisionError" in told(err)


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize(
    "words",
    [
        ["notes", "export", "-o"], ["notes", "report", "plan", "-o"], ["notes", "backup"], ["notes", "import"],
        ["register", "tasks", "--xlsx"], ["corpus", "pack"], ["corpus", "install"], ["--screenshot"],
    ],
)  # fmt: skip
def test_an_empty_name_is_no_folder(profile: Path, words: list[str], name: str) -> None:
    found, _, err = run(profile, *words, name)
    assert found == 2
    assert "文件名是空的" in told(err)


def test_very_long_names(profile: Path, tmp_path: Path) -> None:
    long = "x" * 5000
    for words in (
        ["show", long], [long], ["normalise", long], ["notes", "export", "-o", str(tmp_path / long)], ["search", "a", "--doc", long],
        ["corpus", "install", long], ["notes", "list", f"--{long}"], ["--lang", long], ["register", long],
    ):  # fmt: skip
        found, _, err = run(profile, *words)
        assert found in {1, 2}, words[0]
        told(err)


# What is shown


def test_a_terminal_is_given_no_orders(profile: Path, small_corpus: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    text = "看\x1b]0;title\x07\x1b[2J\u202excod.x\x9b31m"
    words = ["--data-dir", str(profile / "data"), "--corpus", str(small_corpus), "notes"]
    assert main([*words, "add", "plan", "--quote", "数字经济", "--note", text, "--tag", "\x1b[31m"], out, err) == 0
    shown = ""
    for extra in ([], ["--json"]):
        out = io.StringIO()
        assert main([*words, "list", *extra], out, err) == 0
        shown = out.getvalue()
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(shown)
        assert "看" in shown
    assert "␛[2J" in shown or "\\u001b[2J" in shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_written_as_it_is_goes_to_a_terminal_visible() -> None:
    person, file = Terminal(), io.StringIO()
    for out in (person, file):
        console = Console(out, io.StringIO())
        console.write("一\x1b[31m\n二\u202e")
        console.bytes("三\x1b".encode())
    assert person.getvalue() == "一␛[31m\n二‹U+202E›三␛"
    assert file.getvalue() == "一\x1b[31m\n二\u202e三\x1b"


# From a shell


def shell(profile: Path, script: str, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    program = f'"{sys.executable}" -m reader --data-dir "{profile / "data"}"'
    return subprocess.run(
        ["bash", "-c", script.replace("READER", program)], capture_output=True, encoding="utf-8", cwd=cwd, check=False,
        env={**ASCII, **more}, timeout=60,
    )  # fmt: skip


@posix
@pytest.mark.parametrize(
    ("script", "status", "says"),
    [
        ("READER normalise - <&-", 2, "没有标准输入"),
        ("READER notes seal <&-", 2, "没有标准输入"),
        ("READER library >&-", 2, "没有标准输出"),
        ("READER library > /dev/full", 2, "空间不足"),
        ("READER show tianjin-digitalisation-2021 --json > /dev/full", 2, "空间不足"),
        ("READER normalise /dev/zero", 2, "设备"),
        ("mkfifo {tmp}/f; READER normalise {tmp}/f", 2, "管道"),
        ("mkfifo {tmp}/f; READER corpus install {tmp}/f", 2, "管道"),
        ("READER corpus install /dev/zero", 2, "设备"),
        ("READER notes export -o {tmp}/n.jsonld --passphrase-file /dev/zero", 2, "设备"),
        ("mkdir -p {data}; mkfifo {data}/notes.db; READER notes list", 2, "管道"),
        ("mkdir -p {data}; mkfifo {data}/notes.db; READER notes check", 3, "无法读取"),
        (
            "mkdir -p {data}; ln -s /dev/zero {data}/notes.db; READER notes add tianjin-digitalisation-2021 --bookmark",
            2,
            "设备",
        ),
        (
            "mkdir -p {data}/config; mkfifo {data}/config/settings.toml; READER library | head -1; exit $PIPESTATUS",
            0,
            "",
        ),
        ("mkdir {tmp}/gone; cd {tmp}/gone; rmdir {tmp}/gone; READER notes export -o here.jsonld", 2, ""),
        ("mkdir {tmp}/gone; cd {tmp}/gone; rmdir {tmp}/gone; READER normalise there.txt", 2, "there.txt"),
    ],
)
def test_streams_folders_and_files_that_are_none(
    profile: Path, tmp_path: Path, script: str, status: int, says: str
) -> None:
    done = shell(profile, script.replace("{tmp}", str(tmp_path)).replace("{data}", str(profile / "data")))
    assert done.returncode == status, done.stderr
    if status:
        assert says in told(done.stderr)


@posix
def test_ctrl_c_at_any_moment_is_one_sentence(profile: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("关于数字经济的通知\n" + "一、总体要求\n发展数字经济。\n" * 20_000, "utf-8")
    command = [sys.executable, "-m", "reader", "--data-dir", str(profile / "data"), "normalise", str(big)]
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code += "import runpy; sys.argv = ['reader', *sys.argv[1:]]; runpy.run_module('reader', run_name='__main__')"
    command[1:3] = ["-c", code]
    said = set()
    for wait in (0.12, 0.2, 0.3, 0.5, 0.8, 1.3):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, env=ASCII
        ) as started:
            time.sleep(wait)  # the moment is what is tried
            started.send_signal(signal.SIGINT)
            _, error = started.communicate(timeout=60)
        if b"runpy" in error or b"<frozen" in error or b"site.py" in error:
            continue  # Python itself was not up yet
        if started.returncode == -signal.SIGINT and not error:
            continue  # nor had it begun to listen
        assert started.returncode in {0, 130}
        if started.returncode == 130:
            said.add(error.decode())
    assert said == {"已停止。\n"}


@posix
def test_nobody_at_the_other_end_of_a_terminal(profile: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "reader", "--data-dir", str(profile / "data"), "library"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, cwd=ROOT, env=ASCII) as started:
        os.close(theirs)
        os.close(ours)
        _, error = started.communicate(timeout=60)
    assert b"Traceback" not in error
    assert started.returncode in {0, 2, -signal.SIGHUP}


# Lines that nobody types


def test_a_sample_of_command_lines_that_nobody_types(small_corpus: Path, tmp_path: Path, profile: Path) -> None:
    outcome = fuzz(60, 7, small_corpus, tmp_path / "scratch")
    assert outcome.faults == []
    assert outcome.statuses[2] > 5


def test_the_lines_are_the_same_every_time(small_corpus: Path, tmp_path: Path) -> None:
    import random

    scratch = Scratch(tmp_path / "scratch", small_corpus)
    made: Callable[[], list[list[str]]] = lambda: [line(random.Random(n), scratch) for n in range(20)]  # noqa: E731
    assert made() == made()
