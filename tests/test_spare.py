"""What the tests spare costs no proof: a home is lent bare, and what fails around a test is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.spare import CommonHome, places_of, send_less


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, font_cache: Path, monkeypatch: pytest.MonkeyPatch) -> CommonHome:
    for name in places_of(Path()):
        monkeypatch.setenv(name, "")  # put back when the test ends
    return CommonHome(tmp_path_factory, font_cache)


def test_a_bare_home_is_lent_again(home: CommonHome) -> None:
    with home.lent() as first:
        assert os.environ["HOME"] == str(first)
    with home.lent() as second:
        assert second == first


@pytest.mark.parametrize("where", ["", "cache", "run"])
def test_one_in_which_something_was_left_is_not(home: CommonHome, where: str) -> None:
    with home.lent() as first:
        (first / where / "left.txt").touch()
    with home.lent() as second:
        assert second != first
        assert os.environ["HOME"] == str(second)
        assert not (second / where / "left.txt").exists()


def test_the_home_of_whoever_runs_the_tests_is_seen_by_none() -> None:
    assert Path.home().name == "profile"
    assert not (Path.home() / ".bashrc").exists()


class WorkerInteractor:
    """Stands for the plugin of that name."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def sendevent(self, name: str, **given: Any) -> None:
        self.sent.append((name, given))


def test_what_is_counted_and_what_fails_is_sent() -> None:
    worker = WorkerInteractor()
    send_less([object(), worker])
    told: list[tuple[str, dict[str, Any]]] = [
        ("testreport", {"data": {"when": "call", "outcome": "passed", "sections": []}}),
        ("testreport", {"data": {"when": "setup", "outcome": "failed", "sections": []}}),
        ("testreport", {"data": {"when": "setup", "outcome": "skipped", "sections": []}}),
        ("testreport", {"data": {"when": "teardown", "outcome": "failed", "sections": []}}),
        ("testreport", {"data": {"when": "teardown", "outcome": "passed", "sections": [("Captured", "words")]}}),
        ("runtest_protocol_complete", {"item_index": 1}),
        ("workerfinished", {"workeroutput": {}}),
    ]
    for name, given in told:
        worker.sendevent(name, **given)
    worker.sendevent("logstart", nodeid="a")
    worker.sendevent("logfinish", nodeid="a")
    for phase in ("setup", "teardown"):
        worker.sendevent("testreport", data={"when": phase, "outcome": "passed", "sections": []})
    assert worker.sent == told
