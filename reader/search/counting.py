"""Where on a page some words stand: in which units, how often in each, and what is asked of these units for all pages.

Decides nothing but that; which words, and what follows from it, is `matching`'s business.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import compress, repeat
from typing import Final, NamedTuple

from reader.core.folding import SEPARATOR
from reader.core.highlight import Needle
from reader.search.analysis import BODY, EVERYWHERE, Page

_SHORT: Final = 2
_DENSE: Final = 4
"""Where words of at most _SHORT characters have a place for every _DENSE units, counting in each unit is quicker."""
_FEW_UNITS: Final = 16  # matching units of a document that are looked at one by one


class Counted(NamedTuple):
    """Where on a page some words stand. All that is asked of most pages of many: these need not be kept for it.

    Attributes:
        units: that hold the words, ascending. counts, lengths: how often each does, how long it is.
        standing_out: positions in `units` of those that are titles or headings or open with one.
        is_longer: whether folding changed the length of some: then places are to be counted in the original.
    """

    units: Sequence[int]
    counts: Sequence[int]
    lengths: Sequence[int]
    standing_out: Sequence[int]
    is_longer: bool

    def some(self, kept: Sequence[int]) -> Counted:
        """Only the units at these positions, ascending."""
        places = {at: n for n, at in enumerate(kept)}
        units, counts, lengths = ([each[at] for at in kept] for each in (self.units, self.counts, self.lengths))
        notable = [places[at] for at in self.standing_out if at in places]
        return Counted(units, counts, lengths, notable, self.is_longer)


NOTHING: Final = Counted((), (), (), (), False)


def counted(wanted: Needle, page: Page, eighths: int = EVERYWHERE) -> Counted:
    """Where the words stand. Args: eighths: of the page, outside which they do not."""
    text, plain = page.text, wanted.plain
    if plain is None:
        return _counted_ranges(wanted, page, eighths)
    if eighths == EVERYWHERE and len(plain) <= _SHORT and text.count(plain) * _DENSE > page.count:
        return _counted_in_each(plain, page)
    find, size, unit = text.find, len(plain), 0
    units: list[int] = []  # a call of list[int] takes as long as a look at a short page
    counts: list[int] = []
    lengths: list[int] = []
    for start, stop in page.stretches(eighths):
        place = find(plain, start, stop)
        while place >= 0:
            starts = page.starts
            unit = bisect_right(starts, place, unit)
            end, often = starts[unit], 1
            while 0 <= (place := find(plain, place + size, stop)) < end:
                often += 1
            units.append(unit - 1)
            counts.append(often)
            lengths.append(end - starts[unit - 1] - 1)
    return _counted(page, units, counts, lengths) if units else NOTHING


def counted_once(wanted: Needle, page: Page) -> Counted:
    """`counted`, on a page that has just been read: only what is round the places is looked at, for it takes as long to
    work out where each unit begins as to read the page.
    """
    text, plain = page.text, wanted.plain
    if plain is None or (len(plain) <= _SHORT and text.count(plain) * _DENSE > page.count):
        return counted(wanted, page)
    units: list[int] = []
    counts: list[int] = []
    lengths: list[int] = []
    size, find, unit, start = len(plain), text.find, 0, 0
    place = find(plain)
    while place >= 0:
        unit += text.count(SEPARATOR, start, place)
        start = text.rfind(SEPARATOR, start, place) + 1
        end, often = find(SEPARATOR, place), 1
        if end < 0:
            end = len(text)
        place = find(plain, place + size)
        while 0 <= place < end:
            often += 1
            place = find(plain, place + size)
        units.append(unit)
        counts.append(often)
        lengths.append(end - start)
        start = end
    return _counted(page, units, counts, lengths)


def _counted(page: Page, units: list[int], counts: list[int], lengths: list[int]) -> Counted:
    is_longer = bool(page.longer) and not page.longer.isdisjoint(units)
    return Counted(units, counts, lengths, standing_out(units, page), is_longer)


def _counted_ranges(wanted: Needle, page: Page, eighths: int) -> Counted:
    places = (place for stretch in page.stretches(eighths) for place, _ in wanted.ranges(page.text, *stretch))
    held = Counter(map(page.unit_at, places))
    return _counted(page, list(held), list(held.values()), list(map(page.lengths.__getitem__, held)))


def _counted_in_each(plain: str, page: Page) -> Counted:
    """`counted` where the words stand in many places: nothing is done place by place but in C."""
    parts = page.parts
    often = list(map(str.count, parts, repeat(plain)))
    units, counts = list(compress(range(page.count), often)), list(filter(None, often))
    return _counted(page, units, counts, list(compress(map(len, parts), often)))


def standing_out(units: Sequence[int], page: Page) -> Sequence[int]:
    """Positions in `units` of those that are titles or headings or open with one."""
    prominent = page.prominent
    if not units or not prominent or units[0] > prominent[-1]:
        return ()
    if len(units) < _FEW_UNITS:
        kinds, leads = page.kinds, page.leads
        return [at for at, unit in enumerate(units) if kinds[unit] != BODY or unit in leads]
    places = [(bisect_left(units, unit), unit) for unit in prominent]
    return [at for at, unit in places if at < len(units) and units[at] == unit]


def holding(wanted: Needle, page: Page, eighths: int = EVERYWHERE) -> int:
    """The set of units that hold the words. Args: eighths: of the page, outside which they do not count."""
    mask = 0
    for unit in counted(wanted, page, eighths).units:
        mask |= 1 << unit
    return mask


def holding_all(plains: Sequence[str], page: Page, eighths: int = EVERYWHERE) -> int:
    """The set of units that hold all of some words, of those in some eighths of the page. Those of the word that comes
    last, and so is likely to be the rarest, are looked at for the others: one word is looked for on all of it.
    """
    find, mask, unit = page.text.find, 0, 0
    for begin, stop in page.stretches(eighths):
        firsts = [find(plain, begin, stop) for plain in plains]
        place = max(firsts)
        if min(firsts) < 0:
            continue
        others = list(plains)
        rarest, starts = others.pop(firsts.index(place)), page.starts
        while place >= 0:
            unit = bisect_right(starts, place, unit)
            start, end = starts[unit - 1], starts[unit]
            if all(find(other, start, end) >= 0 for other in others):
                mask |= 1 << unit - 1
            place = find(rarest, end, stop)
    return mask
