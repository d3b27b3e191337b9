"""What every benchmark hands back, and the few ways of measuring that all should share.

A benchmark is a file bench_*.py in this folder with `def main() -> list[Row]`; `make bench` runs them all, or those
whose names are given: `make bench ARGS="startup"`. Compare with a peer in the same run where there is one: a ratio
says more than a time on a machine that nobody knows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure.

    Attributes:
        what: what was measured, in words.
        value, unit: the figure.
        limit: what it must not exceed (or fall below, where `at_least`); None where it is only for information.
        note: how it was measured, or against what.
    """

    what: str
    value: float
    unit: str = "ms"
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None without a limit."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` per cent of the values do not exceed. Raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]
