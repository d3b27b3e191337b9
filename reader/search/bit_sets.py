"""Sets of numbers as whole numbers, one bit a member: documents of an index, units of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Final

_FEW: Final = 200  # members up to which each is taken from the top: what is left is shorter each time
_SPARSE: Final = 8  # a set with fewer than every eighth is gone through member by member
_TRUTH: Final = bytes(byte == ord("1") for byte in range(256))
_ANY_BIT: Final = re.compile(rb"[^\0]")
_BITS: Final = tuple(tuple(at for at in range(8) if byte >> at & 1) for byte in range(256))


def bits_of(mask: int) -> Iterator[int]:
    """The members of a set of bits, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def members(bits: int) -> Sequence[int]:
    """The members of a large set of bits, ascending: in time that its size hardly matters for where they are few."""
    many = bits.bit_count()
    if many <= _FEW:
        found: list[int] = []
        while bits:
            found.append(top := bits.bit_length() - 1)
            bits ^= 1 << top
        found.reverse()
        return found
    if many * _SPARSE > bits.bit_length():
        digits = f"{bits:b}"[::-1]
        return list(compress(range(len(digits)), digits.encode("ascii").translate(_TRUTH)))
    data = bits.to_bytes(bits.bit_length() + 7 >> 3, "little")
    return [8 * byte.start() + at for byte in _ANY_BIT.finditer(data) for at in _BITS[byte[0][0]]]


def bits_from(numbers: Iterable[int], count: int) -> int:
    """A set of bits with these of `count`."""
    digits = bytearray(b"0") * count
    for number in numbers:
        digits[number] = 49  # "1"
    return int(digits[::-1] or b"0", 2)
