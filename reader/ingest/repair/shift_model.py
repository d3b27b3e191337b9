"""The language model of shifted lines: chances of characters behind two others, from clean text and the page itself.

Text of the same kind (`background`) teaches the ways of official Chinese, the page its own names; the page counts more,
but is no substitute: poured together, a frequent word of the laws would beat the page's own. Works on simplified text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import nlargest

from reader.ingest.repair.language import grams_of, inside_words, pairs_behind, triples_in_words, word_counts

_PAGE_WEIGHT = 4
_BACKGROUND_MOST = 3_000_000  # characters
_K1, _K2, _K3 = 50.0, 10.0, 8.0
_IN_WORD = 0.6
_SURE = 0.92
_ANYWHERE = 0.3
_LINE_ENDS = 0.05
_FOLLOWERS = 80


class ShiftModel:
    """How likely a character is behind the two before it. Lines are simplified, marks in half width."""

    def __init__(self, background: Iterable[str], page: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        read = 0
        for line in background:
            if read > _BACKGROUND_MOST:
                break
            read += len(line)
            self._learn(line, 1)
        for line in page:
            read += _PAGE_WEIGHT * len(line)
            self._learn(line, _PAGE_WEIGHT)
        self._size = max(read, 1)
        self._pairs, self._singles = word_counts()
        self._triples = triples_in_words()
        self._mass = sum(self._singles.values())
        self._inside, self._inside_pairs = inside_words()
        self._known: dict[tuple[str, str], float] = {}
        self._grams_behind: dict[str, dict[str, int]] = {}
        self._behind: dict[str, list[str]] = {}
        self._marks = frozenset(",.;:!?()、。“”《》\n")

    def _learn(self, line: str, weight: int) -> None:
        text = f"\n{line}\n"
        counts = self._counts
        for size in (1, 2, 3):
            if weight == 1:
                counts.update(grams_of(text, size))
                continue
            for gram, count in Counter(grams_of(text, size)).items():
                counts[gram] += weight * count

    def knows(self, char: str) -> bool:
        """Whether the character was seen, or is frequent in words."""
        return char in self._counts or self._singles.get(char, 0.0) >= 60.0

    def seen(self, words: str) -> int:
        """How often up to three characters were seen together."""
        return self._counts.get(words, 0)

    def followers(self, char: str) -> list[str]:
        """The characters most often seen behind `char`, most frequent first."""
        if not self._grams_behind:
            behind: defaultdict[str, dict[str, int]] = defaultdict(dict)
            for gram, count in self._counts.items():
                if len(gram) == 2:
                    behind[gram[0]][gram[1]] = count
            self._grams_behind = behind
        if char not in self._behind:
            found = {other: weight / 40.0 for other, weight in pairs_behind().get(char, {}).items()}
            for other, count in self._grams_behind.get(char, {}).items():
                found[other] = found.get(other, 0.0) + count
            self._behind[char] = nlargest(_FOLLOWERS, found, key=found.__getitem__)
        return self._behind[char]

    def step(self, last: str, char: str) -> float:
        """Chance of `char` behind `last` (one or two characters), as a natural logarithm."""
        key = (last, char)
        if key not in self._known:
            self._known[key] = self._chance(last, char)
        return self._known[key]

    def _chance(self, last: str, char: str) -> float:
        # A word list knows what follows inside words only; where a word ends anything may follow.
        counts, one = self._counts, last[-1:]
        single = (counts.get(char, 0) + _K1 * (self._singles.get(char, 0.0) + 0.05) / self._mass) / (self._size + _K1)
        inside = self._inside.get(one, 0.0)
        paired = _IN_WORD * self._pairs.get(one + char, 0.0) / inside + (1 - _IN_WORD) * single if inside else single
        behind = _SURE * (counts.get(one + char, 0) + _K2 * paired) / (counts.get(one, 0) + _K2) + (1 - _SURE) * single
        if len(last) < 2:
            return math.log(behind)
        inside = self._inside_pairs.get(last, 0.0)
        worded = _IN_WORD * self._triples.get(last + char, 0.0) / inside + (1 - _IN_WORD) * behind if inside else behind
        chance = _SURE * (counts.get(last + char, 0) + _K3 * worded) / (counts.get(last, 0) + _K3)
        chance += (1 - _SURE) * behind
        if char in self._marks:  # a mark stands behind nearly anything
            anywhere = _ANYWHERE if char != "\n" else _LINE_ENDS
            chance = anywhere * single + (1 - anywhere) * chance
        return math.log(chance)
