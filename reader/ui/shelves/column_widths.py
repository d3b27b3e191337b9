"""How the columns of the table of all documents share its width. Pure; no widget.

Every column has its least, the rest goes where the most rows are cut: what is empty or short gives its room to what is
long. What nobody needs is left as it was, and the titles have the remainder. Where the words of columns that most
documents say something in do not fit in beside one another, the table scrolls, and only what is empty gives its room.
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
        of: how many rows were looked at; `rows` has only those that say something.
    """

    least: int
    usual: int
    rows: Sequence[int] = ()
    of: int = 0


def shared(room: int, wanted: Mapping[int, Wanted]) -> dict[int, int]:
    """The width of each column, by its number; together `room`, or more where what is seldom cut does not fit in."""
    if room < sum(map(_seldom_cut, wanted.values())):
        return {number: each.usual if each.rows else each.least for number, each in wanted.items()}
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


def _seldom_cut(each: Wanted) -> int:
    """What a column has to have where most rows say something in it; else its least."""
    rows = each.rows
    if not rows or len(rows) * 2 < each.of:
        return each.least
    return max(each.least, min(each.usual, rows[len(rows) * 3 // 4]))


def _most_cut(wanted: Mapping[int, Wanted], widths: Mapping[int, int]) -> int | None:
    """The column in which the words of the most rows do not fit; None where all do."""
    weights = {
        number: (len(each.rows) - bisect_right(each.rows, widths[number])) * (1 if number == TITLES else _HARDER)
        for number, each in wanted.items()
    }
    most = max(weights, key=lambda number: weights[number])
    return most if weights[most] else None
