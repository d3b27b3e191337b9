"""A session of the window under strace opens no internet socket; printing speaks to this computer's print service.

Python's audit hooks (`test_no_network`) do not see what Qt and its plugins do.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.soak.reading_session import PRINTS
from tests.strace_here import INTERNET, Traced, missing, traced

TESTS = Path(__file__).resolve().parent.parent
HERE = re.compile(r'sin6?_port=htons\(631\).*("::1"|"127\.0\.0\.1")')


@pytest.fixture(scope="module")
def session(built_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Traced, Path]:
    """One session of everything, what prints last; and the folder it wrote into."""
    if reason := missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("session")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    for name in ("CUPS_SERVER", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    script = TESTS / "soak" / "reading_session.py"
    run = traced([sys.executable, str(script), str(folder), "print", str(built_corpus)], cwd=folder, env=env)
    assert run.done.stdout.splitlines()[-1:] == ["done"], run.done.stdout + run.done.stderr
    assert run.done.returncode == 0
    return run, folder


def internet(calls: tuple[str, ...], *, printing: bool) -> list[str]:
    """The calls that have to do with internet sockets, before it printed or from then on."""
    (begun,) = (n for n, call in enumerate(calls) if PRINTS in call)
    return [call for call in (calls[begun:] if printing else calls[:begun]) if INTERNET.search(call)]


@pytest.mark.slow
def test_a_session_without_printing_opens_no_internet_socket(session: tuple[Traced, Path]) -> None:
    run, folder = session
    assert (folder / "a.pdf").exists()
    assert internet(run.calls, printing=False) == []


def test_printing_speaks_to_this_computer_only(session: tuple[Traced, Path]) -> None:
    calls = internet(session[0].calls, printing=True)
    connects = [call for call in calls if " connect(" in f" {call}"]
    assert all(HERE.search(call) for call in connects), connects
    assert all("SOCK_STREAM" in call for call in calls if "socket(" in call)


def test_the_watch_can_find_something() -> None:
    if reason := missing():
        pytest.skip(reason)
    code = "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)"  # no audit hook sees it
    assert len(traced([sys.executable, "-c", code]).internet) == 1
