"""A small language model of official Chinese: how likely a run of characters is, and how it falls into words.

Built from a public word list (jieba's, with frequencies) and the page at hand. Works on simplified text. Holds no rule.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import nlargest
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 6
_PAGE_LONGEST = 5
_UNSEEN = -17.0
_SMOOTH = 0.1
_CHARACTER_WORTH = 0.5
_PAGE_WEIGHT = 300.0
_SEEN_ENOUGH = 100.0


def word_list_file() -> Path:
    """The words of jieba with their frequencies. The package is not loaded: its segmenter is not packed with ours.

    Raises FileNotFoundError where it is not installed.
    """
    found = find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("jieba")
    return Path(found.submodule_search_locations[0]) / "dict.txt"


@cache
def _word_list() -> dict[str, float]:
    """Word → relative frequency. Read once per process, only where a page is damaged: half a second, 350,000 words."""
    counts: dict[str, int] = {}
    with word_list_file().open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ", 2)
            if len(word) <= _LONGEST:
                counts[word] = max(int(count), 1)
    total = sum(counts.values())
    return {word: math.log(count / total) for word, count in counts.items()}


@cache
def _pairs_of_words() -> tuple[dict[str, float], dict[str, float]]:
    pairs: defaultdict[str, float] = defaultdict(float)
    singles: defaultdict[str, float] = defaultdict(float)
    for word, chance in _word_list().items():
        weight = math.exp(chance) * 1e7
        for char in word:
            singles[char] += weight
        for i in range(len(word) - 1):
            pairs[word[i : i + 2]] += weight
    return dict(pairs), dict(singles)


@cache
def triples_in_words() -> dict[str, float]:
    """How often three characters stand together in words, in the measure of `word_counts`."""
    triples: defaultdict[str, float] = defaultdict(float)
    for word, chance in _word_list().items():
        if len(word) > 2:
            weight = math.exp(chance) * 1e7
            for i in range(len(word) - 2):
                triples[word[i : i + 3]] += weight
    return dict(triples)


@cache
def inside_words() -> tuple[dict[str, float], dict[str, float]]:
    """How often a character, and a pair, stands in words with another behind it, in the measure of `word_counts`."""
    ones: defaultdict[str, float] = defaultdict(float)
    twos: defaultdict[str, float] = defaultdict(float)
    for pair, weight in _pairs_of_words()[0].items():
        ones[pair[0]] += weight
    for triple, weight in triples_in_words().items():
        twos[triple[:2]] += weight
    return dict(ones), dict(twos)


def word_counts() -> tuple[dict[str, float], dict[str, float]]:
    """How often pairs of characters, and single ones, stand in words, by their frequency (ten million in all)."""
    return _pairs_of_words()


@cache
def pairs_behind() -> dict[str, dict[str, float]]:
    """The pairs of `word_counts` by their first character: what stands behind it, and how often."""
    behind: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for pair, weight in _pairs_of_words()[0].items():
        behind[pair[0]][pair[1]] = weight
    return dict(behind)


def grams_of(text: str, size: int) -> Iterator[str]:
    """Every run of `size` characters in the text, in order."""
    return map("".join, zip(*(text[at:] for at in range(size)), strict=False))


class LanguageModel:
    """How likely text is, in natural logarithms. `page`: simplified lines of the page at hand, undamaged ones."""

    def __init__(self, page: Iterable[str] = ()) -> None:
        self._grams: Counter[str] = Counter()
        length = 0
        for line in page:
            length += len(line)
            for size in range(1, _PAGE_LONGEST + 1):
                self._grams.update(grams_of(line, size))
        self._length = max(length, 1)
        self._behind: dict[str, set[str]] = {}  # of the page's own pairs
        pairs, singles = _pairs_of_words()
        self._pairs, self._singles = pairs, singles
        self._mass = sum(singles.values()) + _PAGE_WEIGHT * self._length

    def knows(self, char: str) -> bool:
        """Whether the character is on the page or at least now and then in words."""
        return self._singles.get(char, 0.0) >= _SEEN_ENOUGH or char in self._grams

    def followers(self, char: str, size: int) -> tuple[str, ...]:
        """The characters most likely behind `char`, of those that were seen there."""
        if not self._behind:
            behind: defaultdict[str, set[str]] = defaultdict(set)
            for pair in (gram for gram in self._grams if len(gram) == 2):
                behind[pair[0]].add(pair[1])
            self._behind = behind
        found = {*pairs_behind().get(char, ()), *self._behind.get(char, ())}
        return tuple(nlargest(size, sorted(found), key=lambda c: self.step(char, c)))

    def step(self, before: str, char: str) -> float:
        """Chance of `char` behind `before`, for a search that goes character by character."""
        single = self._singles.get(char, 0.0) + _PAGE_WEIGHT * self._grams.get(char, 0)
        base = (single + _SMOOTH) / self._mass
        if not before:
            return math.log(base)
        follow = self._pairs.get(before + char, 0.0) + _PAGE_WEIGHT * self._grams.get(before + char, 0)
        context = self._singles.get(before, 0.0) + _PAGE_WEIGHT * self._grams.get(before, 0) + 1.0
        return math.log(0.8 * follow / context + 0.2 * base)

    def score(self, text: str) -> float:
        """How likely `text` is, as words and as a chain of characters together; to compare, not a probability.

        A longer text is less likely than a shorter one by nature, so each character counts what one is worth on
        average, or a reading that leaves characters out would win.
        """
        chain = sum(self._chain(text, i) for i in range(len(text)))
        return self.words(text) + chain + _CHARACTER_WORTH * len(text)

    def _chain(self, text: str, at: int) -> float:
        """Chance of the character at `at` behind the two to four before it, where the page knows them."""
        chance = math.exp(self.step(text[at - 1] if at else "", text[at]))
        for size in range(2, min(_PAGE_LONGEST - 1, at) + 1):
            context = self._grams.get(text[at - size : at], 0)
            if not context:
                break
            follow = self._grams.get(text[at - size : at + 1], 0)
            trust = context / (context + 1.0)
            chance = trust * follow / context + (1.0 - trust) * chance
        return math.log(max(chance, 1e-9))

    def words(self, text: str) -> float:
        """Chance of the most likely way to read `text` as words and phrases the page uses."""
        listed = _word_list()
        best = [0.0] + [-math.inf] * len(text)
        for end in range(1, len(text) + 1):
            for size in range(1, min(_LONGEST, end) + 1):
                word = text[end - size : end]
                chance = listed.get(word, -math.inf)
                if size <= _PAGE_LONGEST and (seen := self._grams.get(word, 0)):
                    chance = max(chance, math.log(seen / self._length) - 0.5)
                if size == 1:
                    chance = max(chance, _UNSEEN)
                if chance > -math.inf:
                    best[end] = max(best[end], best[end - size] + chance)
        return best[len(text)]
