"""In which order hits come. Titles first, then headings, run-in headings, and the rest by how much of it is the words.

The order never depends on anything but the query and the library: equal scores keep the order of the library.
"""

from __future__ import annotations

import heapq
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


def ordered(found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], sort: Sort) -> Iterator[Ranked]:
    """The units one by one, best first; asking for a few of many costs little.

    Args:
        found: by document, in library order.
        wanted: the query's words, as needles for simplified and for traditional documents.
        sort: see `SearchOptions`.
    """
    if sort == "relevance":
        return _by_relevance(found, wanted)
    if sort == "date":
        found = sorted(found, key=lambda f: (_date(f), -f.order), reverse=True)
    return (Ranked(_score(f, at, wanted), f.sheet, unit) for f in found for at, unit in enumerate(f.units))


def _by_relevance(found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]]) -> Iterator[Ranked]:
    """Title, heading and lead hits are few: sort these first, and the others only if they are asked for."""
    first: list[tuple[float, int, int, int]] = []
    for n, f in enumerate(found):
        kinds, leads = f.sheet.page.kinds, f.sheet.page.leads
        for at, unit in enumerate(f.units):
            if kinds[unit] != BODY or unit in leads:
                score = _score(f, at, wanted)
                if score >= LEAD_BONUS:
                    first.append((-score, f.order, unit, n))
    first.sort()
    taken = {(n, unit) for _, _, unit, n in first}

    def rest() -> Iterator[tuple[float, int, int, int]]:
        others = [
            (-_score(f, at, wanted), f.order, unit, n)
            for n, f in enumerate(found)
            for at, unit in enumerate(f.units)
            if (n, unit) not in taken
        ]
        heapq.heapify(others)
        while others:
            yield heapq.heappop(others)

    return (Ranked(-score, found[n].sheet, unit) for score, _, unit, n in chain(first, rest()))


def page_of_hits(ranked: Iterator[Ranked], offset: int, limit: int | None) -> Iterable[Ranked]:
    """The hits from `offset` on, at most `limit`."""
    return islice(ranked, max(offset, 0), None if limit is None else max(offset, 0) + max(limit, 0))


def _score(f: Found, at: int, wanted: Sequence[tuple[Needle, Needle]]) -> float:
    page, unit = f.sheet.page, f.units[at]
    start, end = page.starts[unit], page.starts[unit + 1] - 1
    norm = _K * (1 - _B + _B * (end - start) / _LENGTH)
    if f.counts is not None:
        count = f.counts[at]
        score = _SCALE * (_K + 1) * count / (count + norm)
    elif wanted:
        text = page.text[start:end]
        counts = [pair[page.hant].count(text) for pair in wanted]
        score = _SCALE * (_K + 1) * sum(count / (count + norm) for count in counts) / len(wanted)
    else:
        score = 0.0
    kind = page.kinds[unit]
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
