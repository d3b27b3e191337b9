"""The indexes of the shelves, opened where they fit; and which documents of one may hold what is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import TYPE_CHECKING, Final

from reader.core.highlight import Needle
from reader.search import generations
from reader.search.analysis import bucket, buckets_along
from reader.search.generations import Damaged, Indexed
from reader.search.segment import View

if TYPE_CHECKING:
    from reader.search.index import IndexView

ENOUGH: Final = 16  # eighths of documents that are looked at without asking for more bigrams
MOST_LOOKUPS: Final = 24
AT_ONCE: Final = 128  # pages that are looked through as they lie between two looks at whether the question still stands

Needed = Callable[[bool], Sequence[re.Pattern[bytes]]]
"""What stands on the page of every document that matches, as `analysis.may_hold` asks for it; given False, of the
simplified ones, given True, of the traditional ones."""


def anything(_hant: bool) -> tuple[()]:
    """Nothing is needed."""
    return ()


def go_on() -> None:
    """Nothing ends the work."""


def are_same(was: Sequence[Indexed], now: Sequence[Indexed]) -> bool:
    """Whether these are the same shelves with the same documents."""
    return len(was) == len(now) and all(a.is_same(b) for a, b in zip(was, now, strict=True))


def opened(shelves: Sequence[Indexed], scan_limit: int) -> dict[int, IndexView]:
    """The first index of each shelf that fits it, by the number of the shelf; none where they are not worth opening."""
    made = [[(place, generations.current(place)) for place in shelf.index_dirs] for shelf in shelves]
    if sum(max((each.size for _, each in found if each), default=0) for found in made) < scan_limit:
        return {}
    fitting = [
        [
            (index_dir, each)
            for index_dir, each in found
            if each is not None and each.stamp == generations.stamp_of(shelf.infos, shelf.revision)
        ]
        for shelf, found in zip(shelves, made, strict=True)
    ]
    if sum(found[0][1].size for found in fitting if found) < scan_limit:
        return {}
    from reader.search.index import IndexView

    opened: dict[int, IndexView] = {}
    for number, found in enumerate(fitting):
        for index_dir, generation in found:
            try:
                opened[number] = IndexView(index_dir, generation)
                break
            except Damaged:
                continue
    return opened


def all_of(view: View, buckets: Sequence[int]) -> int:
    """Where some bigram of each bucket may stand, as a set of places."""
    return reduce(and_, map(view.holding, buckets))


def holding(view: View, needle: Needle) -> int | None:
    """Where all bigrams of a needle may stand together, as a set of places; None where it is too short to tell."""
    if needle.plain is not None and len(needle.plain) > 1:
        return _holding_plain(view, needle.plain)
    pairs = list(pairwise(needle.pieces))
    if not pairs:
        forms = [view.holding_one(character) for character in needle.pieces[0]] if needle.pieces else [None]
        held = [form for form in forms if form is not None]
        return reduce(or_, held) if len(held) == len(forms) else None
    bits = -1
    step = _step(len(pairs))
    asked: list[tuple[int, int, list[int]]] = []
    for at in range(0, len(pairs), step):
        buckets = _buckets(*pairs[at])
        asked.append((sum(map(view.count, buckets)), at, buckets))
    asked.sort()
    for _, at, buckets in asked:
        some = _any_of(view, buckets)
        if at in needle.gaps:  # or a blank between the two
            firsts, seconds = pairs[at]
            some |= _any_of(view, _buckets(firsts, (" ",))) & _any_of(view, _buckets((" ",), seconds))
        bits &= some
        if bits.bit_count() <= ENOUGH:
            break
    return bits


def _holding_plain(view: View, plain: str) -> int:
    """`holding`, where each character stands for itself: the same, with less around it."""
    numbers = buckets_along(plain)
    bits = -1
    for at, number in enumerate(sorted(numbers[:: _step(len(numbers))], key=view.count)):
        bits &= view.holding(number)
        if at and bits.bit_count() <= ENOUGH:  # which takes as long as to hold it against four others
            break
    return bits


def _step(pairs: int) -> int:
    """Looking at a handful of bigrams from all over the needle is enough to leave few documents; each costs a look-up,
    and to read its list the first time as much as to look at a hundred pages. The rarest say most and are short.
    """
    return max(1, pairs // MOST_LOOKUPS)


def _buckets(firsts: Sequence[str], seconds: Sequence[str]) -> list[int]:
    """Those of one of the first characters and one of the second running."""
    return [bucket(first, second) for first in firsts for second in seconds]


def lacking(
    view: View, places: Mapping[int, int], hant: Collection[int], needed: Needed, check: Callable[[], None]
) -> set[int]:
    """Those of the documents whose pages surely lack what is needed, as they lie.

    Args:
        places: by number, in which eighths of the page it is needed.
        hant: those of them that are traditional.
        check: called every few milliseconds; what it raises ends the work.
    """
    found: set[int] = set()
    for script in (False, True) if hant else (False,):
        words = needed(script)
        those = [n for n in places if (n in hant) == script] if hant else list(places)
        for start in range(0, len(those), AT_ONCE):
            check()
            found.update(view.lacking({n: places[n] for n in those[start : start + AT_ONCE]}, words))
    return found


def _any_of(view: View, buckets: Sequence[int]) -> int:
    """Where some bigram of some bucket may stand."""
    return reduce(or_, map(view.holding, buckets))
