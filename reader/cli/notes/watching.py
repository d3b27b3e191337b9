"""How far long work is, on one line of a terminal that is gone in the end. Ctrl+C stops it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from reader.cli.console import Console
from reader.core.steps import Told

_PATIENCE: Final = 1.0  # s before anything is said


@contextmanager
def watched(console: Console, chinese: str, english: str) -> Iterator[Told]:
    """What the work is to call with how many of how many are done."""
    doing, start, seen = console.say(chinese, english), monotonic(), -1

    def told(done: int, total: int) -> None:
        nonlocal seen
        percent = min(99, done * 100 // max(1, total))
        if percent != seen and monotonic() - start > _PATIENCE:
            seen = percent
            console.progress(doing, percent / 100)

    try:
        yield told
    finally:
        if seen >= 0:
            console.progress(doing, 1)
