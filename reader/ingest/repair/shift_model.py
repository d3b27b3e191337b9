"""The language model of shifted lines: chances of characters behind those before them.

What public official texts teach (`reader/ingest/repair/background.py`) is the ground; what the page and its library
say stands on top of it and counts more, but is no substitute: poured together, a frequent word of the laws would beat
the page's own. Works on simplified text in half width.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from reader.ingest.repair.background import ORDER, Background
from reader.ingest.repair.background_words import Reader, language

CONTEXT = 4
"""Characters before another that tell how likely it is."""

REFERENCE_MOST = 60_000
"""Characters of the library that are read: more teach little and cost time."""
_PAGE = ((0.6, 0.3, 0.1, 0.08), (0.75, 0.35, 0.15, 0.12), (0.85, 0.18, 0.18, 0.3), (0.75, 0.35, 0.45, 0.5))
_PAGE_HALF = (1.2, 1.5, 2.0, 0.6)
_PAGE_ALONE = (0.1, 0.02, 0.02, 0.006, 0.002)
_REFERENCE = (0.0, 0.02, 0.06, 0.12)
_REFERENCE_HALF = (20.0, 5.0, 3.0, 2.0)
"""What a context that the page, or the library, has counts at most beside what is known without it, by the length of
the context; for the page also by how many characters longer the context is that official texts know. `HALF`: how often
it has to be seen to count half of that. `ALONE`: the same for the character by itself, by the length of the context
that official texts know. Measured on pages half of which the model had seen.
"""

Level = tuple[Mapping[str, int], str, float, float]
"""Counts of runs, a context, what it leaves to the chance known without it, and what each count in it adds."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read: how often each run of characters stands in it, and how its lines end."""

    runs: Counter[str]
    endings: Counter[str]


def read(lines: Iterable[str], most: int | None = None) -> Seen:
    """Reads lines, simplified and with marks in half width, up to `most` characters."""
    taken, size = [], 0
    for line in lines:
        if most is not None and size > most:
            break
        size += len(line)
        taken.append(line)
    return Seen(_runs(taken), _endings(taken))


class ShiftModel:
    """How likely a character is behind those before it. Lines are simplified, marks in half width.

    `reference`: lines of the library, `page`: the page's own undamaged lines and words.
    """

    def __init__(self, reference: Seen, page: Seen) -> None:
        self._ground, words = language()
        self.words = Reader(words)
        self._reference, self._page, self._endings = reference.runs, page.runs, page.endings
        self._length = max(sum(count for run, count in self._page.items() if len(run) == 1), 1)
        self._chances: dict[str, Chances] = {}
        behind: defaultdict[str, list[str]] = defaultdict(list)
        for run in self._page:
            if 1 < len(run) < 4:
                behind[run[:-1]].append(run[-1])
        for run in self._reference:
            if len(run) == 2:
                behind[run[0]].append(run[1])
        self._behind = dict(behind)

    def knows(self, char: str) -> bool:
        """Whether the character was seen."""
        return char in self._page or char in self._reference or self._ground.knows(char)

    def alone(self, char: str) -> float:
        """The chance of a character by itself, the page's own among them."""
        share = _PAGE_ALONE[0]
        return log((1 - share) * exp(self._ground.single(char)) + share * self._page.get(char, 0) / self._length)

    def followers(self, last: str) -> list[str]:
        """The characters seen behind one or two."""
        return list(dict.fromkeys([*self._behind.get(last, ()), *self._ground.behind(last)[0]]))

    def behind(self, last: str) -> Chances:
        """The chances of characters behind `last` (one to four characters), as natural logarithms."""
        found = self._chances.get(last)
        if found is None:
            found = self._chances[last] = Chances(self._ground, last[1 - ORDER :])
            found.levels = self._levels(last, found.known)
        return found

    def _levels(self, last: str, known: int) -> list[Level]:
        """What the library and the page add. `known`: the length of the context that official texts know."""
        out: list[Level] = []
        for size in range(2, min(CONTEXT, len(last)) + 1):
            context = last[-size:]
            seen = self._reference.get(context)
            if seen is None:
                break
            share = _REFERENCE[size - 1] * seen / (seen + _REFERENCE_HALF[size - 1])
            out.append((self._reference, context, 1 - share, share / seen))
        page = self._page
        share = _PAGE_ALONE[known]
        out.append((page, "", 1 - share, share / self._length))
        for size in range(1, min(CONTEXT, len(last)) + 1):
            context = last[-size:]
            seen = page.get(context)
            if seen is None:
                break
            most = _PAGE[size - 1][min(max(known - size + 1, 0), 3)]
            share = most * seen / (seen + _PAGE_HALF[size - 1])
            out.append((page, context, 1 - share, share / seen))
        return out

    def step(self, last: str, char: str) -> float:
        """The chance of `char` behind `last` (one to four characters), as a natural logarithm."""
        return self.behind(last)[char]

    def ending(self, last: str, mark: str) -> float:
        """What it adds that a line ends in the last of these characters and a mark: lines of one page end alike."""
        seen = self._endings.get(mark, 0)
        if not seen or len(last) < 2:
            return 0.0
        share = _ENDING * seen / (seen + _ENDING_HALF)
        alike = self._endings.get(last[-1] + mark, 0) / seen
        return log(1 - share + share * alike / exp(self.step(last[:-1], last[-1])))

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


def _endings(lines: Iterable[str]) -> Counter[str]:
    """How often lines end in a mark, and in a character and a mark."""
    found: Counter[str] = Counter()
    for line in lines:
        if len(line) > 1 and line[-1] in _LAST_MARKS:
            found[line[-1]] += 1
            found[line[-2:]] += 1
    return found


_ANY_MARK = 0.1
_LAST_MARKS = ".;:,。"
_ENDING, _ENDING_HALF = 0.3, 3.0
STOPS = "\n,.;:!?()、。“”《》"


class Chances(dict[str, float]):
    """The chances of characters behind one context; worked out as they are asked for.

    Attributes:
        levels: what the library and the page add.
        known: the length of the longest context that official texts know.
        rest: what is added to the chance behind the last character alone, where longer contexts know nothing.
        unseen: what is added to the chance of a character by itself, where no context knows it.
    """

    __slots__ = ("_lower", "_single", "_stop", "known", "levels", "rest", "unseen")

    def __init__(self, ground: Background, context: str) -> None:
        super().__init__()
        self.levels: list[Level] = []
        self.known = 0
        self._lower: list[tuple[dict[str, float], float]] = []
        cost = 0.0
        for size in range(len(context), 0, -1):
            found, left = ground.behind(context[-size:])
            self.rest = cost
            if found:
                self._lower.append((found, cost))
                if size == 1 or len(found) > 1:
                    self.known = max(self.known, size)
            cost += left
        self._single = (ground.single, cost)
        self.unseen = cost
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
        if self.levels:
            chance = exp(value)
            for runs, before, rest, each in self.levels:
                chance = rest * chance + each * runs.get(before + char, 0)
            value = log(chance)
        self[char] = value
        return value

    def end(self) -> float:
        """The chance that the line ends, or, counting little, that any mark follows."""
        if not self._stop:
            marks = sum(exp(self[mark]) for mark in STOPS)
            self._stop = log((1 - _ANY_MARK) * exp(self["\n"]) + _ANY_MARK * marks)
        return self._stop
