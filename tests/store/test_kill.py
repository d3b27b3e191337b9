"""A program killed while it writes loses nothing it has acknowledged. The full run is tests/soak/kill_notes.py."""

from __future__ import annotations

import importlib
import os
import signal
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parent.parent / "soak"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL") or os.name == "nt", reason="kills as POSIX does")
def test_a_killed_writer_loses_nothing_it_acknowledged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOAK))
    outcome = importlib.import_module("kill_notes").run(folder, times=12)
    assert outcome.faults == []
    assert outcome.kills == 12
    assert outcome.acknowledged > 20


@pytest.mark.skipif(not hasattr(signal, "SIGKILL") or os.name == "nt", reason="kills as POSIX does")
def test_a_killed_import_choice_or_undoing_is_never_half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOAK))
    outcome = importlib.import_module("kill_exchange").run(folder, times=4)
    assert outcome.faults == []
    assert outcome.kills == 4


def test_three_who_exchange_files_lose_nothing_and_come_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The full run is tests/soak/exchange_rounds.py."""
    monkeypatch.syspath_prepend(str(SOAK))
    outcome = importlib.import_module("exchange_rounds").run(tmp_path, notes=6, rounds=3, seed=7)
    assert outcome.faults == []
    assert outcome.two_sided == 18
    assert outcome.same_field > 4
