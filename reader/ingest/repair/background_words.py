"""Which words follow which in official Chinese: how well a text falls into words, by public laws and reports.

Read from `resources/language.xz` beside `reader/ingest/repair/background.py`. The two know different things: characters
tell what may stand inside words, words tell that nothing stands between them that is none. Holds no rule.
"""

from __future__ import annotations

import lzma
import struct
from array import array
from functools import cache
from typing import Final

from reader.ingest.repair.background import Background
from reader.paths import find_paths

LONGEST: Final = 6
"""Characters of the longest words."""
FINE: Final = 1 / 16
"""Natural logarithms are kept in steps of this size, one byte each."""
NO_WORD: Final = -17.7
"""A single character that is no word, as a natural logarithm."""

_KEPT = 3  # last words of the ways to read a text so far that are followed up

Column = list[tuple[int, float]]
"""The best ways to read a text up to a place: last word, chance."""


class Words:
    """Chances of texts as words, as natural logarithms."""

    def __init__(self, data: bytes) -> None:
        many, size, pairs = struct.unpack_from("<III", data)
        at = 12
        words = data[at : at + size].decode("utf-8").split("\n")
        at += size
        self._ids = {word: number for number, word in enumerate(words)}
        self._single = data[at : at + many]
        at += many
        self._left = data[at : at + many]
        at += many
        self._starts = array("I", data[at : at + 4 * (many + 1)])
        at += 4 * (many + 1)
        self._second = array("H", data[at : at + 2 * pairs])
        at += 2 * pairs
        self._chances = data[at : at + pairs]
        self._behind: dict[int, dict[int, float]] = {}

    def _known(self, first: int) -> dict[int, float]:
        found = self._behind.get(first)
        if found is None:
            places = range(self._starts[first], self._starts[first + 1]) if first >= 0 else range(0)
            found = self._behind[first] = {self._second[at]: -FINE * self._chances[at] for at in places}
        return found

    def column(self, text: str, columns: list[Column]) -> Column:
        """The best ways to read a text, given its last characters and the ways for its beginnings (one for each)."""
        out: Column = []
        end = len(text)
        for start in range(end):
            word = self._ids.get(text[start:], -1)
            if word < 0 and end - start > 1:
                continue
            single = -FINE * self._single[word] if word >= 0 else NO_WORD
            best = -1e9
            for last, score in columns[start - end]:
                chance = self._known(last).get(word)
                if chance is None:
                    chance = single - FINE * self._left[last] if last >= 0 else single
                best = max(best, score + chance)
            if best > -1e9:
                out.append((word, best))
        out.sort(key=lambda way: -way[1])
        return out[:_KEPT]


class Reader:
    """Scores texts that begin alike: what they have in common is read once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._text = ""
        self._columns: list[Column] = [[(-1, 0.0)]]

    def score(self, text: str) -> float:
        """The chance of the best way to read the text as words."""
        same, most = 0, min(len(text), len(self._text))
        while same < most and text[same] == self._text[same]:
            same += 1
        del self._columns[same + 1 :]
        for end in range(same + 1, len(text) + 1):
            self._columns.append(self._words.column(text[max(0, end - LONGEST) : end], self._columns))
        self._text = text
        return self._columns[-1][0][1]


@cache
def language() -> tuple[Background, Words]:
    """The language model that came with the program, read once a process: what characters follow which, what words."""
    data = lzma.decompress((find_paths().resources / "language.xz").read_bytes())
    (size,) = struct.unpack_from("<I", data)
    return Background(data[4 : 4 + size]), Words(data[4 + size :])
