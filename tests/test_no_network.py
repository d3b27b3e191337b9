"""The program as a user starts it opens no socket: commands and window run under an audit hook that refuses them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

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


def test_the_watch_can_find_something(tmp_path: Path) -> None:
    done = seen(None, tmp_path, WATCHED.partition("runpy.run_module")[0] + "import socket; socket.socket()")
    assert done.status != 0
    assert "NETWORK socket.__new__" in done.said


def test_the_guard_of_the_tests_can_find_something(no_network: object) -> None:
    import socket

    with socket.socket() as unconnected, pytest.raises(RuntimeError, match="no business"):
        unconnected.connect(("127.0.0.1", 9))
    attempts = no_network.attempts  # type: ignore[attr-defined]  # the guard's class lives in conftest
    assert len(attempts) == 1
    attempts.clear()


# What the user does, seen twice: by Python's audit hook, and below Python, where the libraries do what no hook sees


INTERNET = re.compile(r"socket\((AF_INET6?|AF_PACKET|AF_NETLINK)\b.*")
COMMANDS = (
    ["library", "--json"], ["show", "tianjin-digitalisation-2021"], ["search", "数字经济", "--limit", "3", "--json"],
    ["register", "tasks", "--xlsx", "{tmp}/tasks.xlsx"], ["register", "tasks", "--docx", "{tmp}/tasks.docx"],
    ["notes", "add", "tianjin-digitalisation-2021", "--bookmark"], ["notes", "list", "--json"], ["notes", "check"],
    ["notes", "export", "-o", "{tmp}/notes.docx"], ["notes", "export", "-o", "{tmp}/notes.jsonld"],
    ["notes", "import", "{tmp}/notes.jsonld"], ["notes", "backup"],
    ["normalise", str(ROOT / "corpus" / "raw" / "000_5f106b089ded945c.txt"), "--json"],
    ["corpus", "build", str(ROOT / "tests" / "data" / "build"), "-o", "{tmp}/out", "--workers", "2"],
    ["corpus", "pack", "{tmp}/a.prpack"], ["corpus", "verify", "{tmp}/a.prpack"], ["corpus", "verify"], ["corpus", "list"],
    ["healthcheck"], ["--help"], ["--version"],
)  # fmt: skip


NEVER_REFUSED = ("library", "search", "notes list", "notes check", "normalise", "healthcheck", "corpus build")


@pytest.fixture(scope="module")
def strace() -> str | None:
    """The program strace, where it can follow a process."""
    found = shutil.which("strace")
    if found is None:
        return None
    tried = subprocess.run(
        [found, "-f", "--seccomp-bpf", "-e", "trace=network", "true"], capture_output=True, check=False, timeout=30
    )
    return None if tried.returncode else found


def needed(strace: str | None) -> str:
    """Skips where strace is not to be had."""
    return strace or pytest.skip("strace is not on this machine, or may not follow a process here")


# Runs the commands of the first argument, a JSON list of lists of words, one after the other as the door does; tells the
# status of each.
IN_TURN = f"""
{WATCHED.partition("runpy.run_module")[0]}
import json
from reader.cli.main import main

for words in json.loads(sys.argv[1]):
    try:
        status = main(words)
    except BaseException:
        traceback.print_exc()
        status = "fault"
    print("STATUS", status, *words[2:4], file=sys.stderr, flush=True)
"""


HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


class Seen(NamedTuple):
    """A run of the program: how it ended, what it said, and the sockets of the internet that it made; None where
    nobody could look below Python."""

    status: int
    said: str
    sockets: list[str] | None
    place: Path


def seen(strace: str | None, place: Path, code: str, *arguments: str) -> Seen:
    """Runs `code` in a home of its own."""
    log = place / "strace.log"
    follow = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log)] if strace else []
    homes = dict.fromkeys(HOMES, str(place))
    env = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*follow, sys.executable, "-c", code, *arguments],
        cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env=env, timeout=600,
    )  # fmt: skip
    return Seen(done.returncode, done.stderr, internet(log) if strace else None, place)


def internet(log: Path) -> list[str]:
    return [found[0] for found in INTERNET.finditer(log.read_text("utf-8", "replace"))]


def commands(place: Path) -> list[list[str]]:
    """All commands with their folders."""
    folder = ["--data-dir", str(place / "data")]
    return [[*folder, *(word.replace("{tmp}", str(place)) for word in words)] for words in COMMANDS]


@pytest.fixture(scope="module")
def of_commands(strace: str | None, font_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    place = tmp_path_factory.mktemp("commands")
    (place / "fontconfig").symlink_to(font_cache, target_is_directory=True)
    return seen(strace, place, IN_TURN, json.dumps(commands(place)))


@pytest.fixture(scope="module")
def of_window(strace: str | None, font_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    place = tmp_path_factory.mktemp("window")
    (place / "fontconfig").symlink_to(font_cache, target_is_directory=True)
    return seen(strace, place, WATCHED, "--data-dir", str(place / "data"), "--screenshot", str(place / "window.png"))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_commands_open_no_socket(of_commands: Seen) -> None:
    told = re.findall(r"^STATUS (\S+) (.*)$", of_commands.said, re.MULTILINE)
    assert [words for _, words in told] == [" ".join(each[2:4]) for each in commands(of_commands.place)]
    assert {status for status, _ in told} <= {"0", "1", "2"}, told
    assert {status for status, words in told if words.startswith(NEVER_REFUSED)} <= {"0", "1"}, told
    assert "NETWORK" not in of_commands.said, of_commands.said
    assert "Traceback" not in of_commands.said, of_commands.said


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_command_makes_a_socket_of_the_internet(strace: str | None, of_commands: Seen) -> None:
    assert needed(strace)
    assert of_commands.sockets == [], "one of the commands"


def test_the_window_opens_no_socket(of_window: Seen) -> None:
    assert "NETWORK" not in of_window.said, of_window.said
    assert of_window.status == 0, of_window.said
    assert (of_window.place / "window.png").stat().st_size > 5000


def test_a_session_of_the_window_makes_no_socket_of_the_internet(strace: str | None, of_window: Seen) -> None:
    assert needed(strace)
    assert of_window.sockets == []


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_strace_would_see_one(strace: str | None, tmp_path: Path, family: str) -> None:
    needed(strace)
    made = seen(strace, tmp_path, f"import socket; socket.socket(socket.{family}).close()")
    assert made.sockets is not None
    assert len(made.sockets) == 1
