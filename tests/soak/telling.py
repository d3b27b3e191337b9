"""How a script of killing or exchanging ends: one sentence, the first faults, the status. Looks for nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SHOWN: Final = 20  # faults that are printed


def times_and_seed(arguments: Sequence[str], times: int) -> tuple[int, int]:
    """The two numbers of a command line; `times` and 1 where they are not given."""
    given = [int(each) for each in arguments[:2]]
    return given[0] if given else times, given[1] if len(given) > 1 else 1


def told(sentence: str, faults: Sequence[str]) -> int:
    """Says what came of it. 1 where anything was wrong."""
    print(sentence)
    for fault in faults[:SHOWN]:
        print(f"  {fault}")
    return 1 if faults else 0
