"""How official Chinese goes on: chances of a character behind up to four others, from public laws and reports.

Read from `resources/language.xz` (`packaging/language_here.py` makes it), only where a page is damaged. Works on
simplified text in half width; a line feed stands before and behind each line. Holds no rule.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from itertools import accumulate
from typing import Final

ORDER: Final = 5
"""The longest runs of characters that are known."""
STEP: Final = 1 / 3
"""Natural logarithms are kept in steps of this size, one byte each."""
MORE: Final = 3.0
"""What shorter runs say counts at most so much more behind a longer one (natural logarithm)."""

_UNKNOWN = 9.9  # a character never seen: 1 in 20,000


class Background:
    """Chances of characters, as natural logarithms."""

    def __init__(self, data: bytes) -> None:
        (many,) = struct.unpack_from("<I", data)
        at = 4 + 2 * many
        self._chars = data[4:at].decode("utf-16-le")
        self._ids = {char: number for number, char in enumerate(self._chars)}
        # By the length of a run: its last character (see `packaging/language_here.py`), chance, what it leaves to
        # shorter ones, and where those that go on from it begin.
        self._keys: list[array[int]] = [array("H"), array("H")]
        self._chances: list[bytes] = [b""]
        self._left: list[bytes] = [b""]
        self._starts: list[array[int]] = [array("I")]
        for size in range(1, ORDER + 1):
            if size > 1:
                (many,) = struct.unpack_from("<I", data, at)
                self._keys.append(_wide(data, at + 4, many))
                at += 4 + 2 * many
            self._chances.append(data[at : at + many])
            at += many
            if size < ORDER:
                self._left.append(data[at : at + many])
                self._starts.append(array("I", accumulate(_wide(data, at + many, many), initial=0)))
                at += 3 * many
        self._behind: dict[str, tuple[dict[str, float], float]] = {}
        self._places: dict[str, dict[str, int]] = {}
        self._nodes: dict[str, int] = {}

    def knows(self, char: str) -> bool:
        """Whether the character was ever seen."""
        return char in self._ids

    def behind(self, context: str) -> tuple[dict[str, float], float]:
        """What is seen behind one to four characters, with its chances, and the factor for the rest (a logarithm)."""
        found = self._behind.get(context)
        if found is None:
            found = self._behind[context] = self._read_behind(context)
        return found

    def _node(self, context: str) -> int:
        """Where the run stands among those of its length; below 0 where it is not there."""
        size = len(context)
        if size == 1:
            return self._ids.get(context, -1)
        found = self._nodes.get(context)
        if found is None:
            before = self._node(context[:-1])
            found = -1
            if before >= 0:
                first, last = self._starts[size - 1][before], self._starts[size - 1][before + 1]
                place = self._place(context[-2]).get(context[-1]) if last > first else None
                if place is not None and size == 2:
                    found = first + place
                elif place is not None:
                    keys = self._keys[size]
                    at = bisect_left(keys, place, first, last)
                    found = at if at < last and keys[at] == place else -1
            self._nodes[context] = found
        return found

    def _place(self, char: str) -> dict[str, int]:
        """The characters behind one, the likely ones first, each with its place."""
        found = self._places.get(char)
        if found is None:
            found = self._places[char] = {other: at for at, other in enumerate(self._seen_behind(char))}
        return found

    def _seen_behind(self, char: str) -> str:
        number = self._ids.get(char)
        if number is None:
            return ""
        first, last = self._starts[1][number], self._starts[1][number + 1]
        return "".join(map(self._chars.__getitem__, self._keys[2][first:last]))

    def _read_behind(self, context: str) -> tuple[dict[str, float], float]:
        node, size = self._node(context), len(context)
        if node < 0:
            return {}, 0.0
        first, last = self._starts[size][node], self._starts[size][node + 1]
        chances = [-STEP * chance for chance in self._chances[size + 1][first:last]]
        chars = "".join(self._place(context[-1]))
        shown = chars if size == 1 else map(chars.__getitem__, self._keys[size + 1][first:last])
        return dict(zip(shown, chances, strict=True)), MORE - STEP * self._left[size][node]

    def single(self, char: str) -> float:
        """The chance of a character by itself."""
        number = self._ids.get(char)
        return -_UNKNOWN if number is None else -STEP * self._chances[1][number]

    def step(self, before: str, char: str) -> float:
        """The chance of `char` behind `before`; its last four characters count."""
        cost = 0.0
        for size in range(min(len(before), ORDER - 1), 0, -1):
            found, left = self.behind(before[-size:])
            chance = found.get(char)
            if chance is not None:
                return cost + chance
            cost += left
        return cost + self.single(char)


def _wide(data: bytes, at: int, many: int) -> array[int]:
    """Numbers of two bytes each: all the low bytes, then all the high ones."""
    mixed = bytearray(2 * many)
    mixed[0::2], mixed[1::2] = data[at : at + many], data[at + many : at + 2 * many]
    out = array("H", bytes(mixed))
    if sys.byteorder == "big":
        out.byteswap()
    return out
