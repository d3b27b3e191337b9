"""The numbers of damaged headings, told by the numbering of the whole page: the best way to count through them.

Part of rule "gbk-shift"; looks at numbers and scores only.
"""

from __future__ import annotations

from collections.abc import Sequence

_MARGIN_NUMBER = 3.0  # natural logarithm by which a number has to lead the others
_JUMP, _RESTART, _BACK, _LATE = -7.0, -7.0, -12.0, -4.0


def best_path(chain: Sequence[tuple[int | None, dict[int, float]]]) -> dict[int, int | None]:
    """The numbers that make the chain count on best; None where another number does nearly as well.

    An element without numbers is a higher heading, behind which counting may start again or go on.
    """
    ends = list(_forward(chain))
    back = list(reversed(_forward([*reversed(chain)], backwards=True)))
    out: dict[int, int | None] = {}
    for position, (index, values) in enumerate(chain):
        if index is None or not values:
            continue
        best = max(values.values())
        totals = {v: ends[position][v] + back[position][v] - max(score - best, -30.0) for v, score in values.items()}
        ranked = sorted(totals, key=lambda v: totals[v], reverse=True)
        clear = len(ranked) == 1 or totals[ranked[0]] - totals[ranked[1]] >= _MARGIN_NUMBER
        out[index] = ranked[0] if clear else None
    return out


def _forward(
    chain: Sequence[tuple[int | None, dict[int, float]]], *, backwards: bool = False
) -> list[dict[int, float]]:
    """For each element and number the score of the best path up to it."""
    out: list[dict[int, float]] = []
    before: dict[int, float] = {0: 0.0}
    free = True  # at an end of the page, or across a higher heading
    for _, values in chain:
        if not values:
            free = True
            out.append({})
            continue
        best = max(values.values())
        here = {}
        for value, score in values.items():
            moves = [
                total + (_move(value, last, free=free) if backwards else _move(last, value, free=free))
                for last, total in before.items()
            ]
            here[value] = max(moves) + max(score - best, -30.0)
        out.append(here)
        before, free = here, False
    return out


def _move(one: int, other: int, *, free: bool) -> float:
    """How well `other` follows `one` (0: an end of the page); `free`: a higher heading stands between them."""
    if one == 0:
        return 0.0 if other <= 1 else _LATE if free else _RESTART
    if other in (0, one + 1):
        return 0.0
    if other == 1:
        return -0.5 if free else _RESTART
    return _BACK if other <= one else _JUMP - 0.1 * (other - one)
