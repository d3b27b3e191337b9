"""Which characters around one belong together as a word, judged by how often they are neighbours in the same text.

Chinese writes no blanks between words, and the program carries no dictionary; a policy document repeats its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from reader.core.span import Span

LONGEST: Final = 6  # characters of a word
HOLDS: Final = 0.4  # a neighbour belongs to the word that is so often there as the firmest pair in it
_PARTICLES: Final = frozenset("的和与及等在为对以将并或了是有到从由把被向使让着其各要")


def neighbours(text: str) -> Counter[str]:
    """How often each two characters stand together."""
    return Counter(a + b for a, b in pairwise(text))


def word_at(text: str, at: int, counts: Mapping[str, int]) -> Span:
    """The word that the character at `at` belongs to; a run of letters and digits is one, a mark stands alone."""
    if not 0 <= at < len(text):
        return Span(max(0, min(at, len(text))), max(0, min(at, len(text))))
    if text[at].isascii():
        return _run(text, at) if text[at].isalnum() else Span(at, at + 1)
    if not _joins(text[at]):
        return Span(at, at + 1)
    start, end = at, at + 1
    firmest = 0
    while end - start < LONGEST:
        left = counts.get(text[start - 1] + text[start], 0) if start and _joins(text[start - 1]) else 0
        right = counts.get(text[end - 1] + text[end], 0) if end < len(text) and _joins(text[end]) else 0
        best = max(left, right)
        if best < 2 or best < HOLDS * firmest:
            break
        firmest = max(firmest, best)
        if right >= left:
            end += 1
        else:
            start -= 1
    return Span(start, end)


def _joins(character: str) -> bool:
    return character.isalpha() and not character.isascii() and character not in _PARTICLES


def _run(text: str, at: int) -> Span:
    start, end = at, at + 1
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return Span(start, end)
