"""A little of what `make soak` does for an hour: cycles of opening and comparing, and a monkey at the window."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

SOAK = Path(__file__).resolve().parent.parent / "soak"
pytestmark = pytest.mark.slow


def test_cycles_leave_nothing_behind(
    qapp: QApplication, built_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SOAK))
    cycles = importlib.import_module("cycles")
    monkeypatch.setattr(cycles, "FIRST", 3)
    faults = cycles.run(tmp_path, cycles=4, openings=0, corpus=built_corpus)
    assert [fault for fault in faults if "memory" not in fault] == []  # caches are still filling


def test_a_monkey_for_a_few_seconds(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOAK))
    monkey, heard = importlib.import_module("monkey").run(tmp_path, seconds=5, seed=7)
    assert heard.faults == [], list(monkey.last)
    assert sum(monkey.steps.values()) > 12
    assert len(monkey.steps) > 5


def test_every_script_is_run_by_make_soak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SOAK))
    every = importlib.import_module("every_script")
    there = {script.stem for script in every.scripts()}
    assert {"kill_notes", "cycles", "monkey"} <= there
    assert set(every.PLANS) <= there
