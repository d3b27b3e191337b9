"""The language model of shifted lines: chances of characters behind those before them.

What public official texts teach (`reader/ingest/repair/background.py`) is the ground; what the page and its library
say stands on top of it and counts more, but is no substitute: poured together, a frequent word of the laws would beat
the page's own. Works on simplified text in half width.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy

from reader.ingest.repair.background import ORDER, Background
from reader.ingest.repair.background_words import Reader
from reader.ingest.repair.language_file import language

CONTEXT = 4
"""Characters before another that tell how likely it is."""

_REFERENCE_MOST = 60_000  # characters
_PAGE = ((0.0, 0.0), (0.05, 1.2), (0.25, 1.5), (0.4, 2.0), (0.5, 0.5))
_REFERENCE = ((0.0, 0.0), (0.0, 20.0), (0.02, 5.0), (0.06, 3.0), (0.12, 2.0))
"""By the length of the context: what the page, and the library, count at most beside what is known without them, and
how often a context has to be seen to count half of that. Measured on pages half of which the model had seen.
"""

Level = tuple[Mapping[str, int], str, float, float]
"""Counts of runs, a context, what it leaves to the chance known without it, and what each count in it adds."""


class ShiftModel:
    """How likely a character is behind those before it. Lines are simplified, marks in half width.

    `page`: the page's own undamaged lines and words, `reference`: lines of the library.
    """

    def __init__(self, reference: Iterable[str], page: Iterable[str]) -> None:
        self._ground, words = language()
        self.words = Reader(words)
        self._reference = _runs(_first_of(reference))
        self._page = _runs(page)
        self._forget()

    def taught(self, lines: Iterable[str]) -> ShiftModel:
        """A model that has read more lines of the page."""
        other = copy(self)
        other._page = self._page + _runs(lines)
        other._forget()
        return other

    def _forget(self) -> None:
        self._chances: dict[str, Chances] = {}
        self._followers: dict[str, list[str]] = {}
        behind: defaultdict[str, list[str]] = defaultdict(list)
        for run in (*self._page, *self._reference):
            if len(run) == 2:
                behind[run[0]].append(run[1])
        self._behind = dict(behind)

    def knows(self, char: str) -> bool:
        """Whether the character was seen."""
        return char in self._page or char in self._reference or self._ground.knows(char)

    def alone(self, char: str) -> float:
        """The chance of a character by itself."""
        return self._ground.single(char)

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
            levels: list[Level] = []
            for runs, shares in ((self._reference, _REFERENCE), (self._page, _PAGE)):
                for size in range(1, min(CONTEXT, len(last)) + 1):
                    context = last[-size:]
                    seen = runs.get(context)
                    if seen is None:
                        break
                    most, half = shares[size]
                    if most:
                        share = most * seen / (seen + half)
                        levels.append((runs, context, 1 - share, share / seen))
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
                score += chances.end()
            else:
                score += chances[char]
            last = (last + char)[-CONTEXT:]
        return score


def _runs(lines: Iterable[str]) -> Counter[str]:
    """How often each run of up to one character more than a context is seen."""
    whole = "\n" + "\n".join(lines) + "\n"
    runs: Counter[str] = Counter()
    for size in range(1, CONTEXT + 2):
        runs.update(map("".join, zip(*(whole[at:] for at in range(size)), strict=False)))
    return runs


def _first_of(lines: Iterable[str]) -> Iterator[str]:
    """The lines up to a size that teaches enough and costs little."""
    read = 0
    for line in lines:
        if read > _REFERENCE_MOST:
            return
        read += len(line)
        yield line


_ANY_MARK = 0.1
STOPS = "\n,.;:!?()、。“”《》"


class Chances(dict[str, float]):
    """The chances of characters behind one context; worked out as they are asked for."""

    __slots__ = ("_levels", "_lower", "_single", "_stop")

    def __init__(self, ground: Background, context: str, levels: list[Level]) -> None:
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
            for runs, before, rest, each in self._levels:
                chance = rest * chance + each * runs.get(before + char, 0)
            value = math.log(chance)
        self[char] = value
        return value

    def end(self) -> float:
        """The chance that the line ends, or, counting little, that any mark follows."""
        if not self._stop:
            marks = sum(math.exp(self[mark]) for mark in STOPS)
            self._stop = math.log((1 - _ANY_MARK) * math.exp(self["\n"]) + _ANY_MARK * marks)
        return self._stop
