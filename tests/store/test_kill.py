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
