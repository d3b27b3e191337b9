"""What the search for shifted text works on: characters by their bytes, readings, and the paths to them.

Part of rule "gbk-shift" (`reader/ingest/repair/shift_search.py`). Values and facts; searches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from reader.ingest.repair.background_words import Reader
from reader.ingest.repair.gbk_bytes import encoded, pairs
from reader.ingest.repair.gbk_search import HALF_WIDTH, simple_form
from reader.ingest.repair.shift import Damage
from reader.ingest.repair.shift_model import CONTEXT
from reader.script import to_simplified

BEAM = 26
"""Paths that are kept."""
BEHIND = 9.0
"""What a path may lie behind the best (natural logarithm)."""
_ALIKE = 3  # paths with the same last characters, which go on alike

Pair = tuple[str, str, float]
"""A character, the same as the model knows it, and how likely it is among the forms that are one to the model."""

Rows = dict[int, dict[int, Pair]]
"""Lead byte → trail byte → character."""


def rows_of(allowed: Callable[[str], bool], forms: Mapping[str, float]) -> Rows:
    """The GBK table with the characters that the page can have. `forms`: how likely each is, see `Pair`."""
    return {
        lead: row
        for lead, full in pairs().items()
        if (
            row := {
                trail: (char, simple_form(char), forms.get(char, 0.0)) for trail, char in full.items() if allowed(char)
            }
        )
    }


def simple_form_of(text: str) -> str:
    """A line as the model knows it: simplified, marks in half width."""
    return to_simplified(text).translate(HALF_WIDTH)


class Reading(NamedTuple):
    """A text that shows what is seen, with its score, the damage it reads, and what is seen behind that."""

    score: float
    text: str
    damage: Damage
    tail: str = ""


class Path(NamedTuple):
    """A partial reading."""

    score: float
    chars: str
    last: str  # the last characters, as the model knows them


class Gap(NamedTuple):
    """A path behind which a pair vanished: the first bytes that the character at hand may have."""

    score: float
    path: Path
    leads: frozenset[int]
    floor: float  # the least score that ways from here on must reach


class Behind(NamedTuple):
    """The characters seen behind others, the likely ones first, each with its chance and its first byte.

    chars: all of them; by_trail: by the second byte; any: all, each with both bytes; unseen: those whose second byte
    may begin a vanished pair, with the bytes that may follow it.
    """

    chars: frozenset[str]
    by_trail: Mapping[int, list[tuple[float, int, Pair]]]
    any: list[tuple[float, int, int, Pair]]
    unseen: list[tuple[float, frozenset[int], int, Pair]]


STOP: Pair = ("。", "。", 0.0)
SECOND_OF_MARKS = frozenset(b"\xa1\xbb\xbf")

Grown = tuple[float, Path, Pair]
"""A path with one character more, not yet written out: its score, the path, the character."""

Opening = tuple[float, Path, Pair, frozenset[int], float]
"""The same where a pair vanished behind the character: see `Gap`."""

Guess = tuple[float, float, Path, Pair, frozenset[int], float]
"""What a gap with one more character may be worth, the score of the gap, and what an opening holds: see `Opening`."""


def laid_out(head: str, mark: bytes, tokens: Sequence[bytes]) -> tuple[int, int] | None:
    """How many of the tokens the bytes of `head` explain, and the byte left over; None where they do not fit."""
    data = b"".join(map(encoded, head))
    if data[1:3] != mark or len(data) % 2:
        return None
    used = 0
    for at in range(3, len(data) - 1, 2):
        pair = data[at : at + 2]
        if used < len(tokens) and pair == tokens[used]:
            used += 1
        elif pair[1] in pairs().get(pair[0], {}):
            return None
    return used, data[-1]


def best_of(grown: list[Grown], size: int = BEAM) -> list[Path]:
    """The best of the grown paths, written out, best first; of those that go on alike only a few."""
    kept = nlargest(2 * size, grown, key=itemgetter(0))
    floor = kept[0][0] - BEHIND if kept else 0.0
    out: list[Path] = []
    alike: dict[str, int] = {}
    for score, path, pair in kept:
        if score < floor or len(out) == size:
            break
        last = (path.last + pair[1])[-CONTEXT:]
        many = alike.get(last, 0)
        if many < _ALIKE:
            alike[last] = many + 1
            out.append(Path(score, path.chars + pair[0], last))
    return out


_READINGS = 30
_LISTED_BEHIND = 16.0  # what a reading may lie behind the best to be weighed at all
_BY_CHARACTERS, _BY_WORDS, _BY_LENGTH = 0.675, 0.25, 0.1
"""What counts how much in the score of a reading, so that the difference of two scores is a logarithm of odds: its
chance as a chain of characters, as words, and its length. Measured on text damaged so.
"""


def weighed(found: Sequence[Reading], before: str, words: Reader) -> list[Reading]:
    """The best texts, weighed as words too. `before`: what stands in front of them."""
    single: dict[str, Reading] = {}
    for reading in nlargest(2 * _READINGS, found, key=itemgetter(0)):
        single.setdefault(reading.text + "\0" + reading.tail, reading)
    best = nlargest(_READINGS, single.values(), key=itemgetter(0))
    if not best:
        return []
    floor = best[0].score - _LISTED_BEHIND
    scored = []
    # In this order so that texts which begin alike are read as words one after the other.
    for reading in sorted((r for r in best if r.score >= floor), key=itemgetter(1)):
        whole = before + simple_form_of(reading.text) + reading.tail.rstrip("\n")
        score = _BY_CHARACTERS * reading.score + _BY_WORDS * words.score(whole)
        score += _BY_LENGTH * len(reading.text + reading.tail)
        scored.append(reading._replace(score=score))
    return sorted(scored, key=itemgetter(0), reverse=True)


_NO_BEGIN = frozenset("（(）)，、。；：！？")
_COUNTED = re.compile("[一二三四五六七八九十]）|^.[一二三四五六七八九十][，、]")


def begins(chars: str) -> bool:
    """Whether these are the one character before the mark that is shown; a mark is none: no other one follows it."""
    return len(chars) == 1 and chars not in _NO_BEGIN


def may_follow_number(text: str) -> bool:
    """Whether words can stand behind （三）: no mark, and no other number, which pairs that show nothing would hide."""
    return text[:1] not in _NO_BEGIN and not _COUNTED.search(text[:_HEAD_WORDS])


_HEAD_WORDS = 8  # characters
