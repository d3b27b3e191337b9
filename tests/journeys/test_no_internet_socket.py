"""A session of the window under strace opens no internet socket; printing speaks to this computer's print service.

Python's audit hooks (`test_no_network`) do not see what Qt and its plugins do.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent
HERE = re.compile(r'sin6?_port=htons\(631\).*("::1"|"127\.0\.0\.1")')


@pytest.fixture
def strace(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(TESTS))
    here = importlib.import_module("strace_here")
    if reason := here.missing():
        pytest.skip(reason)
    return here


def session(strace: Any, folder: Path, corpus: Path, *more: str) -> Any:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    for name in ("CUPS_SERVER", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    script = TESTS / "soak" / "reading_session.py"
    return strace.traced([sys.executable, str(script), str(folder), str(corpus), *more], cwd=folder, env=env)


@pytest.mark.slow
def test_a_session_without_printing_opens_no_internet_socket(strace: Any, built_corpus: Path, tmp_path: Path) -> None:
    run = session(strace, tmp_path, built_corpus)
    assert run.done.stdout.splitlines()[-1:] == ["done"], run.done.stdout + run.done.stderr
    assert run.done.returncode == 0
    assert (tmp_path / "a.pdf").exists()
    assert run.internet == []


def test_printing_speaks_to_this_computer_only(strace: Any, built_corpus: Path, tmp_path: Path) -> None:
    run = session(strace, tmp_path, built_corpus, "print")
    assert run.done.stdout.splitlines()[-1:] == ["done"], run.done.stdout + run.done.stderr
    connects = [call for call in run.internet if " connect(" in f" {call}"]
    assert all(HERE.search(call) for call in connects), connects
    assert all("SOCK_STREAM" in call for call in run.internet if "socket(" in call)


def test_the_watch_can_find_something(strace: Any) -> None:
    code = "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)"  # no audit hook sees it
    assert len(strace.traced([sys.executable, "-c", code]).internet) == 1
