"""The language model of shifted lines: chances of characters behind those before them.

What public official texts teach (`reader/ingest/repair/background.py`) is the ground; what the page and its library
say stands on top of it and counts more, but is no substitute: poured together, a frequent word of the laws would beat
the page's own. Works on simplified text in half width.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from reader.ingest.repair.background import ORDER, Background
from reader.ingest.repair.background_words import Reader
from reader.ingest.repair.language_file import language

CONTEXT = 4
"""Characters before another that tell how likely it is."""

_REFERENCE_MOST = 150_000  # characters
_TRUST = (0.0, 40.0, 8.0, 3.0, 1.5)
"""By the length of the context: how often it has to be seen to count as much as all shorter ones together."""


class ShiftModel:
    """How likely a character is behind those before it. Lines are simplified, marks in half width.

    `page`: the page's own undamaged lines and words, `reference`: lines of the library.
    """

    def __init__(self, reference: Iterable[str], page: Iterable[str]) -> None:
        self._ground, words = language()
        self.words = Reader(words)
        self._behind: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._totals: defaultdict[str, int] = defaultdict(int)
        self._seen: set[str] = set()
        for line in page:
            self._learn(line)
        read = 0
        for line in reference:
            if read > _REFERENCE_MOST:
                break
            read += len(line)
            self._learn(line)
        self._chances: dict[str, Chances] = {}
        self._followers: dict[str, list[str]] = {}

    def _learn(self, line: str) -> None:
        text = f"\n{line}\n"
        behind, totals = self._behind, self._totals
        self._seen.update(line)
        for at in range(1, len(text)):
            char = text[at]
            for size in range(1, min(CONTEXT, at) + 1):
                context = text[at - size : at]
                found = behind[context]
                found[char] = found.get(char, 0) + 1
                totals[context] += 1

    def knows(self, char: str) -> bool:
        """Whether the character was seen."""
        return char in self._seen or self._ground.knows(char)

    def followers(self, char: str) -> list[str]:
        """The characters seen behind `char`."""
        if char not in self._followers:
            found = dict.fromkeys(self._behind.get(char, ()))
            found |= dict.fromkeys(self._ground.behind(char)[0])
            self._followers[char] = list(found)
        return self._followers[char]

    def behind(self, last: str) -> Chances:
        """The chances of characters behind `last` (one to four characters), as natural logarithms."""
        found = self._chances.get(last)
        if found is None:
            levels: list[tuple[dict[str, int], float, float]] = []
            for size in range(1, min(CONTEXT, len(last)) + 1):
                context = last[-size:]
                if context not in self._totals:
                    break
                levels.append((self._behind[context], float(self._totals[context]), _TRUST[size]))
            found = self._chances[last] = Chances(self._ground, last[1 - ORDER :], levels)
        return found

    def step(self, last: str, char: str) -> float:
        """The chance of `char` behind `last` (one to four characters), as a natural logarithm."""
        return self.behind(last)[char]

    def tail(self, last: str, seen: str) -> float:
        """How well what is seen behind them goes with the `last` characters.

        That a mark or the end of the line stands there is given; which mark it is tells nothing of the words before
        it, so what counts is whether they are such that any mark may follow.
        """
        score = 0.0
        for char in seen:
            chances = self.behind(last)
            if char == "\n":
                score += chances.stop()
            else:
                score += chances[char]
            last = (last + char)[-CONTEXT:]
        return score


STOPS = "\n,.;:!?()、。“”《》"


class Chances(dict[str, float]):
    """The chances of characters behind one context; worked out as they are asked for."""

    __slots__ = ("_levels", "_lower", "_single", "_stop")

    def __init__(self, ground: Background, context: str, levels: list[tuple[dict[str, int], float, float]]) -> None:
        super().__init__()
        self._levels = levels
        self._lower: list[tuple[dict[str, float], float]] = []
        cost = 0.0
        for size in range(len(context), 0, -1):
            found, left = ground.behind(context[-size:])
            if found:
                self._lower.append((found, cost))
            cost += left
        self._single = (ground.single, cost)
        self._stop = 0.0

    def __missing__(self, char: str) -> float:
        for found, cost in self._lower:
            known = found.get(char)
            if known is not None:
                value = cost + known
                break
        else:
            single, cost = self._single
            value = cost + single(char)
        if self._levels:
            chance = math.exp(value)
            for counts, total, trust in self._levels:
                chance = (counts.get(char, 0) + trust * chance) / (total + trust)
            value = math.log(chance)
        self[char] = value
        return value

    def stop(self) -> float:
        """The chance that any mark, or the end of the line, follows."""
        if not self._stop:
            self._stop = math.log(sum(math.exp(self[mark]) for mark in STOPS))
        return self._stop
