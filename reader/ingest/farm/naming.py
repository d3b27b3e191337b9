"""Which documents may name which others without 《》, told from what the search keeps of each: few are read again.

A text can only hold a title all of whose bigrams it has; those are known by bucket. What is left is looked through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reader.core.document import DocumentInfo
from reader.core.folding import fold_text
from reader.registers.citations import Shelf
from reader.search.analysis import bucket


class Titles:
    """The titles of a build's documents, as buckets; told of each document, it says which titles that may hold."""

    def __init__(self, infos: Sequence[DocumentInfo]) -> None:
        shelf = Shelf(infos)
        number = {info.id: at for at, info in enumerate(infos)}
        self._owners = [(name, [number[k.info.id] for k in known]) for name, known in sorted(shelf.by_title.items())]
        self._needed = [[_buckets(name, hant=hant) for name, _owners in self._owners] for hant in (False, True)]
        self._every = frozenset(b for needed in self._needed for each in needed for b in each)
        self._hans = [info.script == "hans" for info in infos]
        self._width = (len(infos) + 7) // 8
        self._masks: dict[int, bytearray] = defaultdict(lambda: bytearray(self._width))

    def hold(self, number: int, buckets: Iterable[int]) -> None:
        """A document, by number, has these buckets."""
        at, bit = number >> 3, 1 << (number & 7)
        for each in self._every.intersection(buckets):
            self._masks[each][at] |= bit

    def named(self) -> dict[int, list[int]]:
        """For each document that may name others: it and those whose titles it may hold, by number, ascending."""
        bits = {each: int.from_bytes(mask, "little") for each, mask in self._masks.items()}
        hans = _bits(self._hans, self._width)
        found: dict[int, set[int]] = defaultdict(set)
        for at, (_name, owners) in enumerate(self._owners):
            may = _all_of(bits, self._needed[0][at]) & hans
            may |= _all_of(bits, self._needed[1][at]) & ~hans
            for number in _numbers(may, len(self._hans)):
                found[number].update(owners)
        return {number: sorted(named) for number, named in sorted(found.items()) if named - {number}}


def _buckets(name: str, *, hant: bool) -> tuple[int, ...]:
    folded = fold_text(name, hant)
    return tuple({bucket(a, b) for a, b in pairwise(folded)})


def _all_of(bits: dict[int, int], needed: Iterable[int]) -> int:
    made = -1
    for each in needed:
        made &= bits.get(each, 0)
        if not made:
            break
    return made


def _bits(flags: Sequence[bool], width: int) -> int:
    made = bytearray(width)
    for at, flag in enumerate(flags):
        made[at >> 3] |= flag << (at & 7)
    return int.from_bytes(made, "little")


def _numbers(bits: int, count: int) -> list[int]:
    found = []
    bits &= (1 << count) - 1
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
