"""What changed between two clauses, character by character, as a person would mark it. Pure functions over strings.

Numbers and Latin words are one unit, so 50 → 500 is a change of the number and not an inserted 0. Of all longest common
subsequences one is taken with bit vectors (Crochemore 2001, Hyyrö 2004) on Python's unbounded integers: exact and quick
on clauses; longer texts are first cut at words that stand just once in both. Then what a reader would not call common
is given up: single characters between changes, and little between much. Insertions are moved to where phrases begin.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from reader.core.span import Span

Kind = Literal["equal", "changed", "inserted", "deleted"]

TOKEN: Final = re.compile(
    r"[0-9０-９]+(?:[.,．][0-9０-９]+)*[A-Za-zＡ-Ｚａ-ｚ]*"
    r"|[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]+[0-9０-９]*"
    r"|第?[〇零一二三四五六七八九十百千两]{2,}"
    r"|.",
    re.DOTALL,
)
ISLAND: Final = 2  # Han characters, or a number or Latin word, that common words between changes must have at least
SMALL: Final = 4  # units of common words that much change on both sides swallows
CELLS: Final = 24_000_000  # so many bits of table are computed at once (3 MB); beyond, the texts are cut first
SEED: Final = 6  # units of the words they are cut at


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A stretch of both texts.

    Attributes:
        left, right: code points of either text; the left span is empty for "inserted", the right for "deleted".
    """

    kind: Kind
    left: Span
    right: Span


@dataclass(slots=True)
class _Run:
    """Units [a, b) of the left and [c, d) of the right text, common or not."""

    common: bool
    a: int
    b: int
    c: int
    d: int


def diff(left: str, right: str) -> tuple[DiffSpan, ...]:
    """The stretches of two texts in order; they tile both. Equal neighbours never touch, nor do changes."""
    a, b = TOKEN.findall(left), TOKEN.findall(right)
    runs = _tiled(_matches(a, b), len(a), len(b))
    runs = _slid(_without_islands(runs, a), a, b)
    at_left, at_right = _offsets(a), _offsets(b)
    return tuple(
        DiffSpan(_kind(run), Span(at_left[run.a], at_left[run.b]), Span(at_right[run.c], at_right[run.d]))
        for run in runs
    )


def _kind(run: _Run) -> Kind:
    if run.common:
        return "equal"
    if run.a == run.b:
        return "inserted"
    return "deleted" if run.c == run.d else "changed"


def _offsets(tokens: Iterable[str]) -> list[int]:
    return list(accumulate(map(len, tokens), initial=0))


# What both have in common -------------------------------------------------------------------------------------------


def _matches(a: Sequence[str], b: Sequence[str], at: int = 0, other: int = 0) -> Iterator[tuple[int, int, int]]:
    """Positions of common units, rising on both sides, and how many are common from there on. `at` and `other` are
    added to the positions.
    """
    least = min(len(a), len(b))
    start = 0
    while start < least and a[start] == b[start]:
        start += 1
    if start:
        yield at, other, start
    end = 0
    while end < least - start and a[-1 - end] == b[-1 - end]:
        end += 1
    mid_a, mid_b = a[start : len(a) - end], b[start : len(b) - end]
    if mid_a and mid_b:
        yield from _middle(mid_a, mid_b, at + start, other + start)
    if end:
        yield at + len(a) - end, other + len(b) - end, end


def _middle(a: Sequence[str], b: Sequence[str], at: int, other: int) -> Iterator[tuple[int, int, int]]:
    if len(a) * len(b) <= CELLS:
        yield from ((at + i, other + j, 1) for i, j in _longest_common(a, b))
        return
    cuts = _cuts(a, b)
    if not cuts:
        # Nothing stands just once in both: halves of so long and strange texts need not answer each other exactly.
        cuts = [(len(a) // 2, len(b) // 2)]
    last = (0, 0)
    for i, j in [*cuts, (len(a), len(b))]:
        yield from _matches(a[last[0] : i], b[last[1] : j], at + last[0], other + last[1])
        last = (i, j)


def _cuts(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand that both have just once, as a rising chain (patience)."""
    grams_a, grams_b = (["".join(t[i : i + SEED]) for i in range(len(t) - SEED + 1)] for t in (a, b))
    counts_a, counts_b = Counter(grams_a), Counter(grams_b)
    places = {gram: j for j, gram in enumerate(grams_b) if counts_b[gram] == 1}
    found = [(i, places[gram]) for i, gram in enumerate(grams_a) if counts_a[gram] == 1 and gram in places]
    tops: list[int] = []  # least right position that a chain of each length ends in
    ends: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(found):
        length = bisect_left(tops, j)
        before.append(ends[length - 1] if length else -1)
        if length == len(tops):
            tops.append(j)
            ends.append(n)
        else:
            tops[length], ends[length] = j, n
    chain: list[tuple[int, int]] = []
    last = ends[-1] if ends else -1
    while last >= 0:
        chain.append(found[last])
        last = before[last]
    # The first cut must leave less to do, or the work would not end.
    return [cut for cut in reversed(chain) if cut != (0, 0)]


def _longest_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of a longest common subsequence; among equally long ones the one whose runs end late."""
    masks: dict[str, int] = {}
    for i, unit in enumerate(a):
        masks[unit] = masks.get(unit, 0) | 1 << i
    full = (1 << len(a)) - 1
    row, rows = full, []
    for unit in b:
        met = row & masks.get(unit, 0)
        row = ((row + met) | (row - met)) & full
        rows.append(row)
    # A clear bit i in row j: a[i] adds to what a[:i+1] and b[:j+1] have in common.
    pairs: list[tuple[int, int]] = []
    i, j = len(a) - 1, len(b) - 1
    while i >= 0 and j >= 0:
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i - 1, j - 1
        elif rows[j] >> i & 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


# What a reader would mark -------------------------------------------------------------------------------------------


def _tiled(matches: Iterable[tuple[int, int, int]], len_a: int, len_b: int) -> list[_Run]:
    """Common runs and what lies between them, covering both texts."""
    runs: list[_Run] = []
    i = j = 0
    for x, y, count in [*matches, (len_a, len_b, 0)]:
        if x > i or y > j:
            runs.append(_Run(False, i, x, j, y))
        if not count:
            break
        i, j = x + count, y + count
        if runs and runs[-1].common:
            runs[-1].b, runs[-1].d = i, j
        else:
            runs.append(_Run(True, x, i, y, j))
    return runs


def _without_islands(runs: list[_Run], a: Sequence[str]) -> list[_Run]:
    """Gives up common runs between changes that say nothing, until none is left."""
    while True:
        kept: list[_Run] = []
        for n, run in enumerate(runs):
            island = run.common and 0 < n < len(runs) - 1 and _is_small(run, runs[n - 1], runs[n + 1], a)
            if kept and not kept[-1].common and (island or not run.common):
                kept[-1].b, kept[-1].d = run.b, run.d
            else:
                kept.append(run)
        if len(kept) == len(runs):
            return kept
        runs = kept


def _is_small(run: _Run, before: _Run, after: _Run, a: Sequence[str]) -> bool:
    size = sum(_meaning(unit) for unit in a[run.a : run.b])
    if size < ISLAND:
        return True
    around = min(max(each.b - each.a, each.d - each.c) for each in (before, after))
    both = any(each.a < each.b and each.c < each.d for each in (before, after))
    return both and size <= min(SMALL, around // 2)


def _meaning(unit: str) -> int:
    """What a unit counts among common words: nothing for marks and blanks, two for a number or a Latin word."""
    if len(unit) > 1:
        return ISLAND
    return 1 if unit.isalnum() else 0


def _slid(runs: list[_Run], a: Sequence[str], b: Sequence[str]) -> list[_Run]:
    """Moves what was only inserted or deleted to where a phrase begins, as far as the words allow."""
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if run.common or (run.a < run.b and run.c < run.d):
            continue
        text, start, end = (b, run.c, run.d) if run.a == run.b else (a, run.a, run.b)
        back = forth = 0
        while back < before.b - before.a - 1 and text[start - back - 1] == text[end - back - 1]:
            back += 1
        while forth < after.b - after.a - 1 and text[start + forth] == text[end + forth]:
            forth += 1
        best = max(range(-back, forth + 1), key=lambda by: (_rank(text, start + by, end + by), -abs(by)))
        before.b, before.d = before.b + best, before.d + best
        run.a, run.b, run.c, run.d = run.a + best, run.b + best, run.c + best, run.d + best
        after.a, after.c = after.a + best, after.c + best
    return runs


def _rank(text: Sequence[str], start: int, end: int) -> int:
    """How well [start, end) reads as something put in: from behind one mark to behind the next is best."""
    opens = start == 0 or _is_mark(text[start - 1])
    closes = _is_mark(text[end - 1])
    pauses = end == len(text) or _is_mark(text[end]) or _is_mark(text[start])
    return 3 * (opens and closes) + (opens or closes) + pauses


def _is_mark(unit: str) -> bool:
    return len(unit) == 1 and not unit.isalnum() and not unit.isspace()
