"""In which order hits come. Titles first, then headings, run-in headings, and the rest by how much of it is the words.

The order never depends on anything but the query and the library: equal scores keep the order of the library.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from reader.core.highlight import Needle
from reader.core.hits import Sort
from reader.search.analysis import BODY, TITLE
from reader.search.counting import Counted, counted, standing_out
from reader.search.matching import Sheet

TITLE_BONUS: Final = 30.0
HEADING_BONUS: Final = 20.0
LEAD_BONUS: Final = 10.0
# BM25's term frequency with its usual constants, so that a density stays below 10 and never outweighs a bonus. Lengths
# are held against a fixed one: an average would change with what happens to be in the library.
_K, _B, _LENGTH, _SCALE = 1.2, 0.75, 60.0, 4.0
_BASE, _BY_LENGTH, _TOP = _K * (1 - _B), _K * _B / _LENGTH, _SCALE * (_K + 1)
_SPARE: Final = 4  # times as many as are wanted are collected before the worst of them are let go
_ROUNDING: Final = 1 + 1e-9  # more than the scores of two units can be off by


def density(count: int, length: int) -> float:
    """The score of a unit of so many characters that holds the words at `count` places."""
    return _TOP * count / (count + _BASE + _BY_LENGTH * length)


class Disagreement(Exception):
    """The text of a document is not what was told of it. `doc`: its id."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc)
        self.doc = doc


Told = tuple[Needle, int, int, float]
"""What is known of a document without a look at its text: the words, in how many units and at how many places they
stand, and what no hit's score is above."""


class Found:
    """The matching units of one document.

    Attributes:
        order: place of the document in the library.
        often: how many units.
        bound: for a document that was not looked at yet: no hit of it has a higher score; else None.
    """

    __slots__ = ("_counted", "_told", "_units", "bound", "often", "order", "sheet")

    def __init__(
        self,
        sheet: Sheet,
        order: int,
        units: Sequence[int] = (),
        counted: Counted | None = None,
        told: Told | None = None,
    ) -> None:
        """What was found in the text, or what is told of it.

        Args:
            units: ascending; where no more is known.
            counted: where it was counted on the way.
        """
        self.sheet, self.order, self._units, self._counted, self._told = sheet, order, units, counted, told
        self.often: int = told[1] if told is not None else len(units if counted is None else counted.units)
        self.bound: float | None = None if told is None else told[3]

    @property
    def counted(self) -> Counted | None:
        """Where the words stand, where that was counted; else None. Raises Disagreement."""
        if self._told is not None:
            self._look(*self._told)
        return self._counted

    @property
    def units(self) -> Sequence[int]:
        """Ascending. Raises Disagreement."""
        known = self.counted
        return self._units if known is None else known.units

    @property
    def places(self) -> int | None:
        """Marked places in all units, where they are known without a look at the originals; else None."""
        if self._told is not None:
            return self._told[2]
        return None if self._counted is None or self._counted.is_longer else sum(self._counted.counts)

    def _look(self, wanted: Needle, often: int, places: int, _bound: float) -> None:
        page = self.sheet.page
        known = counted(wanted, page)
        if len(known.units) != often or sum(known.counts) != places or page.longer:
            raise Disagreement(page.doc)
        self._counted, self._told = known, None


class Ranked(NamedTuple):
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
    some = found
    places: list[_Place] = []
    if (few := _few(found, wanted, need)) is not None:
        return (Ranked(-score, found[n].sheet, unit) for score, _, unit, n in few)
    for some, left in _likely(found, need):
        places = _best(some, wanted, need)
        if left is None or need is None or need < 1 or (len(places) >= need and places[need - 1][:2] <= left):
            break
    return (Ranked(-score, some[n].sheet, unit) for score, _, unit, n in places)


def _few(found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], need: int | None) -> list[_Place] | None:
    """All units, best first, where all documents were looked at and no more units are there than are wanted: then
    there is nothing to choose. Else None.
    """
    if need is None or len(found) > need:
        return None
    places: list[_Place] = []
    for n, f in enumerate(found):
        at = len(places)
        if f.bound is not None or at + f.often > need:
            return None
        order, known = f.order, f.counted
        if known is None:
            units, scores = f.units, _densities(f, wanted)
            places += [(-score, order, unit, n) for score, unit in zip(scores, units, strict=True)]
            notable = standing_out(units, f.sheet.page)
        else:
            units, counts, lengths, notable, _ = known
            places += [
                (-(_TOP * count / (count + _BASE + _BY_LENGTH * length)), order, unit, n)  # `density`, written out
                for unit, count, length in zip(units, counts, lengths, strict=True)
            ]
        for special in notable:
            places[at + special] = (-_score(f, special, wanted), order, units[special], n)
    places.sort()
    return places


def _standing_out(f: Found) -> Sequence[int]:
    """Positions in its units of those that are titles or headings or open with one."""
    known = f.counted
    return standing_out(f.units, f.sheet.page) if known is None else known.standing_out


def _likely(found: Sequence[Found], need: int | None) -> Iterator[tuple[Sequence[Found], tuple[float, int] | None]]:
    """More and more of the documents, at last all, each time with what the best of those left out may come to.

    Those that have not been looked at are taken by how high the best hit of each may come: then the best of n
    documents are n hits, and no other comes before them.
    """
    if need is not None and any(f.bound is not None for f in found):
        looked, told = [f for f in found if f.bound is None], [f for f in found if f.bound is not None]
        take = max(need, 1)
        while take < len(told):
            best = heapq.nsmallest(take + 1, told, key=_first_of)
            yield [*looked, *best[:-1]], _first_of(best[-1])
            take *= 4
    yield found, None


def _first_of(f: Found) -> tuple[float, int]:
    return -(f.bound or 0.0), f.order


def _best(found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], need: int | None) -> list[_Place]:
    """Title, heading and lead hits are few: these come first, and the others are sorted only if they are needed."""
    first: list[_Place] = []
    for n, f in enumerate(found):
        notable, units = _standing_out(f), f.units
        scores = [(_score(f, at, wanted), units[at]) for at in notable]
        first += [(-score, f.order, unit, n) for score, unit in scores if score >= LEAD_BONUS]
    first.sort()
    if need is None or len(first) < need:
        taken = {(n, unit) for _, _, unit, n in first}
        first += _others(found, wanted, taken, None if need is None else need - len(first))
    return first


def _others(
    found: Sequence[Found], wanted: Sequence[tuple[Needle, Needle]], taken: set[tuple[int, int]], need: int | None
) -> list[_Place]:
    known = [held for f in found if (held := f.counted) is not None]
    if len(known) == len(found):
        places = _densest(found, known, None if need is None else need + len(taken))
    else:
        scores = [_densities(f, wanted) for f in found]
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


def _densest(found: Sequence[Found], known: Sequence[Counted], need: int | None) -> list[_Place]:
    """At least the `need` best (None: all) of units whose places are counted, as if none were a title or heading.

    Of tens of thousands only a page is wanted. Their order is that of length to count: a document whose shortest unit
    with the most places in any would come behind those that are known is passed over without a look at each.
    """
    best: list[tuple[float, int, int, int]] = []  # length to count, position in `found`, in its units; length
    worst, most = math.inf, _SPARE * (need or 0)
    for n, (_, counts, lengths, _, _) in enumerate(known):
        if worst < math.inf and (_BASE + _BY_LENGTH * min(lengths)) / max(counts) > worst:
            continue
        for at, (length, count) in enumerate(zip(lengths, counts, strict=True)):
            ratio = (_BASE + _BY_LENGTH * length) / count
            if ratio <= worst:
                best.append((ratio, n, at, length))
        if need is not None and len(best) > most:
            best.sort()
            worst = best[need - 1][0] * _ROUNDING
            del best[bisect_left(best, (worst, len(found))) :]
            most = max(most, 2 * len(best))  # of many that are equal none can be let go
    return [(-density(known[n].counts[at], length), found[n].order, known[n].units[at], n) for _, n, at, length in best]


def _densities(f: Found, wanted: Sequence[tuple[Needle, Needle]]) -> list[float]:
    """The score of each unit of a document, as if none were a title or heading."""
    known = f.counted
    if known is not None:
        return list(map(density, known.counts, known.lengths))
    if not wanted:
        return [0.0] * f.often
    page = f.sheet.page
    needles = [pair[page.hant] for pair in wanted]
    plains = [each.plain for each in needles if each.plain is not None]
    count = page.text.count
    made: list[float] = []
    for unit in f.units:
        start, end = page.starts[unit], page.starts[unit + 1] - 1
        if len(plains) == len(needles):
            counts = [count(plain, start, end) for plain in plains]
        else:
            counts = [each.count(page.text[start:end]) for each in needles]
        norm = _BASE + _BY_LENGTH * (end - start)
        made.append(_TOP * sum([many / (many + norm) for many in counts]) / len(wanted))
    return made


def _density(f: Found, at: int, wanted: Sequence[tuple[Needle, Needle]]) -> float:
    known = f.counted
    if known is not None:
        return density(known.counts[at], known.lengths[at])
    return _densities(Found(f.sheet, f.order, f.units[at : at + 1]), wanted)[0]


def page_of_hits(ranked: Iterator[Ranked], offset: int, limit: int | None) -> Iterable[Ranked]:
    """The hits from `offset` on, at most `limit`."""
    return islice(ranked, max(offset, 0), None if limit is None else max(offset, 0) + max(limit, 0))


def _score(f: Found, at: int, wanted: Sequence[tuple[Needle, Needle]]) -> float:
    page, unit = f.sheet.page, f.units[at]
    score, kind = _density(f, at, wanted), page.kinds[unit]
    if kind == TITLE:
        return score + TITLE_BONUS
    if kind != BODY:
        return score + HEADING_BONUS
    lead = page.leads.get(unit)
    if lead and any(pair[page.hant].is_in(page.unit_text(unit)[:lead]) for pair in wanted):
        return score + LEAD_BONUS
    return score


def _date(f: Found) -> str:
    info = f.sheet.info
    return info.written or info.published or (str(info.period[0]) if info.period else "")
