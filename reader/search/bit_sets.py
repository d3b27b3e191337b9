"""Sets as whole numbers: units of a document, a bit each; and places in the documents of an index, eight bits a
document, one for each eighth of its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Final

from reader.search.analysis import EVERYWHERE

_SPARSE: Final = 8  # a set with something of fewer than every eighth document is gone through member by member


def bits_of(mask: int) -> Iterator[int]:
    """The members of a set of bits, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def members(places: int) -> tuple[Sequence[int], bytes]:
    """The documents of a set of places, ascending, and the eighths of each: in time that the size of the set hardly
    matters for where they are few.
    """
    data = places.to_bytes(places.bit_length() + 7 >> 3, "little")
    eighths = data.translate(None, b"\0")
    if len(eighths) * _SPARSE > len(data):
        return list(compress(range(len(data)), data)), eighths
    at = -1
    return [at := data.index(some, at + 1) for some in eighths], eighths


def places_from(numbers: Iterable[int], count: int) -> int:
    """All of these documents, of `count`."""
    data = bytearray(count)
    for number in numbers:
        data[number] = EVERYWHERE
    return int.from_bytes(data, "little")
