"""How official Chinese goes on: chances of a character behind up to three others, from public laws and reports.

Read from `resources/language.xz` (`packaging/language_here.py` makes it), only where a page is damaged. Works on
simplified text in half width; a line feed stands before and behind each line. Holds no rule.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from typing import Final

ORDER: Final = 4
"""The longest runs of characters that are known."""
STEP: Final = 1 / 16
"""Natural logarithms are kept in steps of this size, one byte each."""

_UNKNOWN = 9.9  # a character never seen: 1 in 20,000
_BITS = 13


class Background:
    """Chances of characters, as natural logarithms."""

    def __init__(self, data: bytes) -> None:
        self._keys: list[array[int]] = [array("Q")]
        self._chances: list[bytes] = [b""]
        self._left: list[bytes] = [b""]
        self._ids: dict[str, int] = {}
        self._chars = ""
        at = 0
        for size in range(1, ORDER + 1):
            at = self._read(data, at, size)
        self._behind: dict[str, tuple[dict[str, float], float]] = {}
        self._known: dict[str, float] = {}

    def _read(self, data: bytes, at: int, size: int) -> int:
        (many,) = struct.unpack_from("<I", data, at)
        at += 4
        columns = []
        for _ in range(size):
            columns.append(data[at : at + 2 * many].decode("utf-16-le"))
            at += 2 * many
        if size == 1:
            self._chars = columns[0]
            self._ids = {char: number for number, char in enumerate(self._chars)}
        keys = list(map(self._ids.__getitem__, columns[0]))
        for column in columns[1:]:
            keys = [key << _BITS | other for key, other in zip(keys, map(self._ids.__getitem__, column), strict=True)]
        self._keys.append(array("Q", keys))
        self._chances.append(data[at : at + many])
        at += many
        if size < ORDER:
            self._left.append(data[at : at + many])
            at += many
        return at

    def knows(self, char: str) -> bool:
        """Whether the character was ever seen."""
        return char in self._ids

    def behind(self, context: str) -> tuple[dict[str, float], float]:
        """What is seen behind one to three characters, with its chances, and what the rest shares (a logarithm)."""
        found = self._behind.get(context)
        if found is None:
            found = self._behind[context] = self._read_behind(context)
        return found

    def _read_behind(self, context: str) -> tuple[dict[str, float], float]:
        key = 0
        for char in context:
            number = self._ids.get(char)
            if number is None:
                return {}, 0.0
            key = key << _BITS | number
        size = len(context)
        of_context = self._keys[size]
        place = bisect_left(of_context, key)
        if place >= len(of_context) or of_context[place] != key:
            return {}, 0.0
        keys, chances, chars = self._keys[size + 1], self._chances[size + 1], self._chars
        first = bisect_left(keys, key << _BITS)
        last = bisect_left(keys, (key + 1) << _BITS, first)
        mask = (1 << _BITS) - 1
        found = {chars[keys[at] & mask]: -STEP * chances[at] for at in range(first, last)}
        return found, -STEP * self._left[size][place]

    def single(self, char: str) -> float:
        """The chance of a character by itself."""
        number = self._ids.get(char)
        return -_UNKNOWN if number is None else -STEP * self._chances[1][number]

    def step(self, before: str, char: str) -> float:
        """The chance of `char` behind `before`; its last three characters count."""
        cost = 0.0
        for size in range(min(len(before), ORDER - 1), 0, -1):
            found, left = self.behind(before[-size:])
            chance = found.get(char)
            if chance is not None:
                return cost + chance
            cost += left
        return cost + self.single(char)
