"""The frame of the benchmarks: what counts as kept, and how the table reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture
def frame(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(HERE))
    import frame

    return frame


@pytest.mark.parametrize(
    ("value", "limit", "at_least", "met"),
    [
        (2.0, 2.0, False, True),
        (2.1, 2.0, False, False),
        (300, 300, True, True),
        (299, 300, True, False),
        (1, None, 0, None),
    ],
)
def test_limits(frame: object, value: float, limit: float | None, at_least: bool, met: bool | None) -> None:
    from frame import Row

    assert Row("x", value, limit=limit, at_least=at_least).met is met


def test_percentiles(frame: object) -> None:
    from frame import percentile

    values = list(range(1, 101))
    assert [percentile(values, p) for p in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 95) == 7.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_an_unknown_benchmark_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "run.py"), "nosuch"], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert done.stderr.startswith("no such benchmark: nosuch; there are ")
    assert "Traceback" not in done.stderr
