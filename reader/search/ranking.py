"""In which order hits come. Titles first, then headings, run-in headings, and the rest by how much of it is the words.

The order never depends on anything but the query and the library: equal scores keep the order of the library.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from reader.core.highlight import Needle
from reader.core.hits import Sort
from reader.search.analysis import BODY, TITLE
from reader.search.matching import Sheet

TITLE_BONUS: Final = 30.0
HEADING_BONUS: Final = 20.0
LEAD_BONUS: Final = 10.0
# BM25's term frequency with its usual constants, so that a density stays below 10 and never outweighs a bonus. Lengths
# are held against a fixed one: an average would change with what happens to be in the library.
_K, _B, _LENGTH, _SCALE = 1.2, 0.75, 60.0, 4.0
_SPARE: Final = 4  # times as many as are wanted are collected before the worst of them are let go
_ROUNDING: Final = 1 + 1e-9  # more than the scores of two units can be off by


@dataclass(frozen=True, slots=True)
class Found:
    """The matching units of one document.

    Attributes:
        order: place of the document in the library.
        counts: marked places in each unit, where they were counted on the way; else None.
    """

    sheet: Sheet
    order: int
    units: Sequence[int]
    counts: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One unit with its score."""

    score: float
    sheet: Sheet
    unit: int


def ordered(
    found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], sort: Sort, need: int | None
) -> Iterator[Ranked]:
    """The units one by one, best first.

    Args:
        found: by document, in library order.
        wanted: the query's words, as needles for simplified and for traditional documents.
        sort: see `SearchOptions`.
        need: how many will be asked for at most; None for all. A few of many cost little.
    """
    if sort == "relevance":
        return _by_relevance(found, wanted, need)
    if sort == "date":
        found = sorted(found, key=lambda f: (_date(f), -f.order), reverse=True)
    return (Ranked(_score(f, at, wanted), f.sheet, unit) for f in found for at, unit in enumerate(f.units))


_Place = tuple[float, int, int, int]
"""Score (negative, so that the best sorts first), place of the document, unit, position in the list of `Found`."""


def _by_relevance(
    found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], need: int | None
) -> Iterator[Ranked]:
    """Title, heading and lead hits are few: these come first, and the others are sorted only if they are needed."""
    first: list[_Place] = []
    for n, f in enumerate(found):
        for unit in f.sheet.page.prominent:
            at = bisect_left(f.units, unit)
            if at < len(f.units) and f.units[at] == unit and (score := _score(f, at, wanted)) >= LEAD_BONUS:
                first.append((-score, f.order, unit, n))
    first.sort()
    if need is None or len(first) < need:
        taken = {(n, unit) for _, _, unit, n in first}
        first += _others(found, wanted, taken, None if need is None else need - len(first))
    return (Ranked(-score, found[n].sheet, unit) for score, _, unit, n in first)


def _others(
    found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], taken: set[tuple[int, int]], need: int | None
) -> list[_Place]:
    if all(f.counts is not None for f in found):
        places = _densest(found, None if need is None else need + len(taken))
    else:
        scores = [[_density(f, at, wanted) for at in range(len(f.units))] for f in found]
        least = 0.0
        if need is not None and sum(map(len, scores)) > need + len(taken):
            # Of tens of thousands only a page is wanted: what is below the last of that page need not be sorted.
            least = heapq.nlargest(need + len(taken), chain.from_iterable(scores))[-1]
        places = [
            (-score, f.order, unit, n)
            for n, (f, all_scores) in enumerate(zip(found, scores, strict=True))
            for unit, score in zip(f.units, all_scores, strict=True)
            if score >= least
        ]
    places = [place for place in places if (place[3], place[2]) not in taken]
    places.sort()
    return places


def _densest(found: Sequence[Found], need: int | None) -> list[_Place]:
    """At least the `need` best (None: all) of units whose places are counted, as if none were a title or heading.

    Of tens of thousands only a page is wanted. Their order is that of length to count: a document whose shortest unit
    with the most places in any would come behind those that are known is passed over without a look at each.
    """
    base, by_length = _K * (1 - _B), _K * _B / _LENGTH
    best: list[tuple[float, int, int]] = []  # length to count, position in `found`, in its units
    worst = math.inf
    for n, f in enumerate(found):
        counts, lengths = f.counts or (), f.sheet.page.lengths
        shortest, most = min(map(lengths.__getitem__, f.units)), max(counts)
        if (base + by_length * shortest) / most > worst:
            continue
        for at, (unit, count) in enumerate(zip(f.units, counts, strict=True)):
            ratio = (base + by_length * lengths[unit]) / count
            if ratio <= worst:
                best.append((ratio, n, at))
        if need is not None and len(best) > _SPARE * need:
            best.sort()
            worst = best[need - 1][0] * _ROUNDING
            del best[bisect_left(best, (worst, len(found))) :]
    return [_place(found[n], at, n) for _, n, at in best]


def _place(f: Found, at: int, n: int) -> _Place:
    unit, count = f.units[at], f.counts[at] if f.counts else 0
    base, by_length = _K * (1 - _B), _K * _B / _LENGTH
    return -_SCALE * (_K + 1) * count / (count + base + by_length * f.sheet.page.lengths[unit]), f.order, unit, n


def _density(f: Found, at: int, wanted: Sequence[tuple[Needle, Needle]]) -> float:
    page, unit = f.sheet.page, f.units[at]
    start, end = page.starts[unit], page.starts[unit + 1] - 1
    norm = _K * (1 - _B) + _K * _B / _LENGTH * (end - start)
    if f.counts is not None:
        count = f.counts[at]
        return _SCALE * (_K + 1) * count / (count + norm)
    if not wanted:
        return 0.0
    text = page.text[start:end]
    counts = [pair[page.hant].count(text) for pair in wanted]
    return _SCALE * (_K + 1) * sum(count / (count + norm) for count in counts) / len(wanted)


def page_of_hits(ranked: Iterator[Ranked], offset: int, limit: int | None) -> Iterable[Ranked]:
    """The hits from `offset` on, at most `limit`."""
    return islice(ranked, max(offset, 0), None if limit is None else max(offset, 0) + max(limit, 0))


def _score(f: Found, at: int, wanted: Sequence[tuple[Needle, Needle]]) -> float:
    page, unit = f.sheet.page, f.units[at]
    score, kind, start = _density(f, at, wanted), page.kinds[unit], page.starts[unit]
    if kind == TITLE:
        return score + TITLE_BONUS
    if kind != BODY:
        return score + HEADING_BONUS
    lead = page.leads.get(unit)
    if lead and any(pair[page.hant].is_in(page.text[start : start + lead]) for pair in wanted):
        return score + LEAD_BONUS
    return score


def _date(f: Found) -> str:
    info = f.sheet.info
    return info.written or info.published or (str(info.period[0]) if info.period else "")
