"""How the columns of the table of all documents share its width. Pure; no widget.

Every column has its least, the rest goes where the most rows are cut: what is empty or short gives its room to what is
long. What nobody needs is left as it was, and the titles have the remainder.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TITLES: Final = 0
"""The number of the column that has what is left."""
_HARDER: Final = 6
"""How many cut titles weigh as much as one cut number, date or name: of these nothing can be spared."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a column asks for, in pixels.

    Attributes:
        least: what it has in any case.
        usual: what it has where there is room enough.
        rows: what the words of some rows need, from the shortest; empty for a column whose width somebody drew.
    """

    least: int
    usual: int
    rows: Sequence[int] = ()


def shared(room: int, wanted: Mapping[int, Wanted]) -> dict[int, int]:
    """The width of each column, by its number; together `room`, or more where the least of all do not fit in."""
    widths = {number: each.least for number, each in wanted.items()}
    left = room - sum(widths.values())
    while left > 0 and (most := _most_cut(wanted, widths)) is not None:
        rows = wanted[most].rows
        more = min(left, rows[bisect_right(rows, widths[most])] - widths[most])
        widths[most], left = widths[most] + more, left - more
    for number, each in wanted.items():
        more = min(max(0, left), max(0, each.usual - widths[number]))
        widths[number], left = widths[number] + more, left - more
    widths[TITLES] += max(0, left)
    return widths


def sample(rows: int, first: int = 20, others: int = 60) -> Iterable[int]:
    """The numbers of the rows whose words are measured: the first, which are seen first, and some from all over."""
    spread = (first + (rows - first) * at // others for at in range(others)) if rows > first + others else ()
    return (*range(min(rows, first if rows > first + others else rows)), *spread)


def _most_cut(wanted: Mapping[int, Wanted], widths: Mapping[int, int]) -> int | None:
    """The column in which the words of the most rows do not fit; None where all do."""
    weights = {
        number: (len(each.rows) - bisect_right(each.rows, widths[number])) * (1 if number == TITLES else _HARDER)
        for number, each in wanted.items()
    }
    most = max(weights, key=lambda number: weights[number])
    return most if weights[most] else None
