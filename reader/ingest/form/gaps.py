"""Headings that a source lacks: where the numbering jumps, and where in the jump the heading must have stood."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.ingest.form.clause import Clause
from reader.ingest.form.numbering import Number, written

_CLOSING = re.compile("目标|定位|愿景|形势|展望")
_ASSIGNMENT = re.compile("（(?:牵头|责任|配合)(?:单位|部门)：|按职责分工负责）")
_MOST = 3
_MOST_ARTICLES = 12
"""Numbers that are left out one behind the other: more, and the text is an extract or begins anew."""
_HEADED = frozenset(["part", "chapter", "section", "han", "han-bracket", "digit", "han-formal"])
"""Forms of numbers that headings have; decimals leave some out on purpose."""
_COUNTED = _HEADED | {"article", "digit-bracket", "circle"}
"""Forms of numbers whose gaps mean that something is lost."""
_AMENDING = re.compile("修正案|修改|废止")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: its level and number, the clause it stands before, and how its place was found.

    Attributes:
        heading: whether a heading is missing; else a clause is, of which nobody can say more than its number.
        block: id of its placeholder (of the block it stands before, where no heading is missing), once there is one.
    """

    level: int
    number: Number
    before: int
    basis: str
    sure: bool
    heading: bool = True
    block: str | None = None


def missing_headings(clauses: Sequence[Clause]) -> list[Gap]:
    """The headings that must have been there, and the clauses; in order."""
    gaps: list[Gap] = []
    for low, high in _parts(clauses):
        if any(c.kind == "title" and _AMENDING.search(c.text) for c in clauses[low : low + 3]):
            continue  # tells of single articles, not of all
        for level in (1, 2, 3, 4, 5):
            gaps += _at_level(clauses, low, high, level)
    highest = {gap.before: gap.level for gap in sorted(gaps, key=lambda g: -g.level)}
    # Where a chapter is lost, its sections are lost with it; articles are counted through all chapters.
    kept = [gap for gap in gaps if gap.level == highest[gap.before] or gap.number.form == "article"]
    return sorted(kept, key=lambda gap: (gap.before, gap.number.value))


def _parts(clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Ranges between titles: a notice and its attachment count for themselves."""
    cuts = [0, *(i for i, c in enumerate(clauses) if c.kind == "title" and i), len(clauses)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _at_level(clauses: Sequence[Clause], low: int, high: int, level: int) -> list[Gap]:
    found: list[Gap] = []
    last: tuple[int, Number] | None = None
    following = _following(clauses, low, high, level)
    for i in range(low, high):
        clause = clauses[i]
        if clause.number is None or clause.level is None or clause.level > level:
            continue
        if clause.level < level:
            last = last if _runs_on(following[i - low], last) else None
            continue
        number = clause.number
        if (
            last is not None
            and last[1].form == number.form in _COUNTED
            and 1 < number.value - last[1].value <= (_MOST_ARTICLES if number.form == "article" else _MOST)
        ):
            found += _between(clauses, last, (i, number), level)
        last = (i, number)
    return found


def _following(clauses: Sequence[Clause], low: int, high: int, level: int) -> list[Number | None]:
    """For each clause from `low` to `high`, the next number of this level behind it."""
    found: list[Number | None] = [None] * (high - low)
    after: Number | None = None
    for i in range(high - 1, low - 1, -1):
        found[i - low] = after
        if clauses[i].level == level and clauses[i].number is not None:
            after = clauses[i].number
    return found


def _runs_on(following: Number | None, last: tuple[int, Number] | None) -> bool:
    """Whether numbers of this level are counted on across a higher heading instead of starting again."""
    if last is None or following is None:
        return False
    if last[1].form == following.form == "article":
        return following.value > last[1].value
    return following.value == last[1].value + 1


def _between(clauses: Sequence[Clause], last: tuple[int, Number], here: tuple[int, Number], level: int) -> list[Gap]:
    count = here[1].value - last[1].value - 1
    headed = here[1].form in _HEADED and any(
        clauses[i].kind == "heading" or clauses[i].lead is not None for i in (last[0], here[0])
    )
    places = _places(clauses, last[0], here[0], level, count)
    out = []
    for k, (before, basis, sure) in enumerate(places):
        value = last[1].value + 1 + k
        number = Number(here[1].form, written(here[1].form, value), value, 0)
        out.append(Gap(level, number, before, basis, sure, headed))
    return out


def _places(clauses: Sequence[Clause], low: int, high: int, level: int, count: int) -> list[tuple[int, str, bool]]:
    """Where `count` headings stood between two that are there: where the numbers below start again, or the most
    telling change between two sections.
    """
    inner = range(low + 1, high)
    below = [(i, n) for i in inner if (n := clauses[i].number) is not None and clauses[i].level == level + 1]
    pairs = itertools.pairwise(below)
    restarts = [i for (_, last), (i, n) in pairs if n.value == 1 and last.value >= 1 and n.form == last.form]
    if len(restarts) == count:
        return [(i, "其下一级编号从头开始", True) for i in restarts]
    if count == 1 and len(below) > 1:
        scored = [(_telling(clauses, low, high, below, k), -k, below[k][0]) for k in range(1, len(below))]
        score, _, place = max(scored)
        if score > 0:
            return [(place, "上下编号缺一，按上下文推定位置", score >= 3)]
    return [(high, "上下编号不连续，原位置不明", False)] * count


def _telling(clauses: Sequence[Clause], low: int, high: int, below: list[tuple[int, Number]], k: int) -> int:
    """How much speaks for a chapter beginning at the k-th section: goals or a table close the one before, and
    assignments to units begin here.
    """
    before, here = below[k - 1][0], below[k][0]
    end = below[k + 1][0] if k + 1 < len(below) else min(here + 8, high)
    score = 2 * bool(_CLOSING.search(clauses[before].text[:40])) + (clauses[here - 1].kind == "table")
    assigned_here = any(_ASSIGNMENT.search(c.text) for c in clauses[here:end])
    assigned_before = any(_ASSIGNMENT.search(c.text) for c in clauses[low:here])
    return score + 2 * (assigned_here and not assigned_before)
