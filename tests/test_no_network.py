"""The program as a user starts it opens no socket: commands and window run under an audit hook that refuses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.strace_here import missing

ROOT = Path(__file__).resolve().parent.parent

# Runs `python -m reader` with the arguments behind it; an attempt is printed with where it came from, then refused.
WATCHED = """
import runpy, sys, traceback

def look(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        print("NETWORK", event, file=sys.stderr)
        traceback.print_stack(file=sys.stderr)
        raise RuntimeError("no network")

sys.addaudithook(look)
runpy.run_module("reader", run_name="__main__", alter_sys=True)
"""


def watched(profile: Path, *arguments: str, code: str = WATCHED) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, "--data-dir", str(profile / "data"), *arguments]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env=here(), timeout=100
    )


@dataclass(frozen=True)
class Session:
    """A session of the window: how it ended, the picture it made, and what strace wrote where it is here."""

    done: subprocess.CompletedProcess[str]
    picture: Path
    log: Path


STRACE = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network")


def here() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


# Runs the commands of the first argument, a JSON list of lists of words, one after the other as the door does; tells the
# status of each.
IN_TURN = """
import json, sys, traceback
from reader.cli.main import main

for words in json.loads(sys.argv[1]):
    try:
        status = main(words)
    except BaseException:
        traceback.print_exc()
        status = "fault"
    print("STATUS", status, *words[2:4], file=sys.stderr, flush=True)
"""
ALONE = (
    ["library", "--json"],
    ["search", "数字经济", "--json"],
    ["notes", "list", "--json"],
    ["notes", "check"],
    ["normalise", str(ROOT / "corpus" / "raw" / "000_5f106b089ded945c.txt"), "--json"],
    ["healthcheck"],
    ["corpus", "build", "{tmp}/in", "-o", "{tmp}/out", "--workers", "1"],
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each of these commands said on standard error, its status last; all in one process, refused any socket."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("关于做好工作的通知\n\n各区：\n\n一、加强管理。\n", encoding="utf-8")
    place = ["--data-dir", str(folder / "data")]
    commands = [[*place, *(word.replace("{tmp}", str(folder)) for word in words)] for words in ALONE]
    code = WATCHED.partition("runpy.run_module")[0] + IN_TURN
    program = [sys.executable, "-c", code, json.dumps(commands)]
    done = subprocess.run(
        program, cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env=here(), timeout=110
    )
    said = re.findall(r"(?s)(.*?^STATUS \S+ [^\n]*\n)", done.stderr, re.MULTILINE)
    assert len(said) == len(ALONE), done.stderr
    return said


@pytest.mark.parametrize("number", range(len(ALONE)), ids=[" ".join(words[:2])[:20] for words in ALONE])
def test_commands_open_no_socket(told: list[str], number: int) -> None:
    said = told[number]
    assert "NETWORK" not in said, said
    assert "Traceback" not in said, said
    assert re.search(r"^STATUS [01] " + re.escape(" ".join(ALONE[number][:2]))[:40], said, re.MULTILINE), said


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A session of the window, refused any socket; under strace where that is here."""
    folder = tmp_path_factory.mktemp("window")
    log, picture = folder / "window.strace", folder / "window.png"
    program = [sys.executable, "-c", WATCHED, "--data-dir", str(folder / "data"), "--screenshot", str(picture)]
    following = [] if missing() else [*STRACE, "-o", str(log)]
    done = subprocess.run(
        [*following, *program], cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env=here(), timeout=110
    )
    return Session(done, picture, log)


def test_the_window_opens_no_socket(session: Session) -> None:
    assert "NETWORK" not in session.done.stderr, session.done.stderr
    assert session.done.returncode == 0, session.done.stderr
    assert session.picture.stat().st_size > 5000


def test_the_watch_can_find_something(profile: Path) -> None:
    code = WATCHED.partition("runpy.run_module")[0] + "import socket; socket.socket()"
    done = watched(profile, code=code)
    assert done.returncode != 0
    assert "NETWORK socket.__new__" in done.stderr


def test_the_guard_of_the_tests_can_find_something(no_network: object) -> None:
    import socket

    with socket.socket() as unconnected, pytest.raises(RuntimeError, match="no business"):
        unconnected.connect(("127.0.0.1", 9))
    attempts = no_network.attempts  # type: ignore[attr-defined]  # the guard's class lives in conftest
    assert len(attempts) == 1
    attempts.clear()


# Below Python: what the libraries do, which no audit hook sees


INTERNET = re.compile(r"socket\((AF_INET6?|AF_PACKET|AF_NETLINK)\b.*")
COMMANDS = (
    ["library", "--json"], ["show", "tianjin-digitalisation-2021"], ["search", "数字经济", "--limit", "3"],
    ["register", "tasks", "--xlsx", "{tmp}/tasks.xlsx"], ["register", "tasks", "--docx", "{tmp}/tasks.docx"],
    ["notes", "add", "tianjin-digitalisation-2021", "--bookmark"], ["notes", "list"], ["notes", "check"],
    ["notes", "export", "-o", "{tmp}/notes.docx"], ["notes", "export", "-o", "{tmp}/notes.jsonld"],
    ["notes", "import", "{tmp}/notes.jsonld"], ["notes", "backup"],
    ["normalise", str(ROOT / "corpus" / "raw" / "000_5f106b089ded945c.txt"), "--json"],
    ["corpus", "build", str(ROOT / "tests" / "data" / "build"), "-o", "{tmp}/out", "--workers", "2"],
    ["corpus", "pack", "{tmp}/a.prpack"], ["corpus", "verify", "{tmp}/a.prpack"], ["corpus", "verify"], ["corpus", "list"],
    ["healthcheck"], ["--help"], ["--version"],
)  # fmt: skip


@pytest.fixture
def strace() -> str:
    """The program strace, where it can follow a process."""
    if reason := missing():
        pytest.skip(reason)
    return STRACE[0]


def traced(strace: str, log: Path, profile: Path, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    program = ["-c", code, *arguments] if code else ["-m", "reader", "--data-dir", str(profile / "data"), *arguments]
    command = [*STRACE, "-o", str(log), sys.executable, *program]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env=here(), timeout=110
    )


def internet(log: Path) -> list[str]:
    return [found[0] for found in INTERNET.finditer(log.read_text("utf-8", "replace"))]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_command_makes_a_socket_of_the_internet(strace: str, profile: Path, tmp_path: Path) -> None:
    log, place = tmp_path / "commands.strace", ["--data-dir", str(profile / "data")]
    commands = [[*place, *(word.replace("{tmp}", str(tmp_path)) for word in words)] for words in COMMANDS]
    done = traced(strace, log, profile, json.dumps(commands), code=IN_TURN)
    told = re.findall(r"^STATUS (\S+) (.*)$", done.stderr, re.MULTILINE)
    assert [words for _, words in told] == [" ".join(each[2:4]) for each in commands], done.stderr
    assert {status for status, _ in told} <= {"0", "1", "2"}, told
    assert "Traceback" not in done.stderr, done.stderr
    assert internet(log) == [], "one of the commands"


def test_a_session_of_the_window_makes_no_socket_of_the_internet(strace: str, session: Session) -> None:
    assert session.done.returncode == 0, session.done.stderr
    assert session.picture.stat().st_size > 5000
    assert internet(session.log) == []


def test_strace_would_see_one(strace: str, profile: Path, tmp_path: Path) -> None:
    log = tmp_path / "some.strace"
    for family in ("AF_INET", "AF_INET6"):
        traced(strace, log, profile, code=f"import socket; socket.socket(socket.{family}).close()")
        assert len(internet(log)) == 1
