"""Which documents of a build are nearly the same, or versions of one, told from small sketches: none is read again.

A text is the set of its runs between punctuation marks; the sketch is those with the smallest sums, so that two
sketches show what part of all runs two texts share, whatever their order and layout.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from reader.core.citation import number_key
from reader.core.folding import fold_text
from reader.core.likeness import RUN

_KEPT: Final = 128  # sums in a sketch
_SHORTEST: Final = 6  # characters of a run that tells something
_COMMON: Final = 40  # documents with one sum, from which on it is a set phrase and proposes nobody
_SHARED: Final = 12  # sums that two sketches share before they are compared
NEARLY: Final = 0.8
"""The part of all runs that both of two texts have, from which on they are nearly the same."""


def sketch(parts: Iterable[str]) -> list[int]:
    """The sketch of a folded text."""
    runs = {run for part in parts for run in RUN.findall(part) if len(run) >= _SHORTEST}
    return sorted({zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs})[:_KEPT]


def as_text(made: Sequence[int]) -> str:
    """A sketch on one line: half as long as its numbers, and read in no time."""
    return struct.pack(f"<{len(made)}I", *made).hex()


def sketch_from(text: str) -> Sequence[int]:
    """A sketch from such a line."""
    made = array("I", bytes.fromhex(text))
    if sys.byteorder == "big":
        made.byteswap()
    return made


def likeness(a: Sequence[int], b: Sequence[int]) -> float:
    """0..1: about which part of the runs of two texts both have."""
    lowest = set(sorted({*a, *b})[:_KEPT])
    return len(lowest & set(a) & set(b)) / len(lowest) if lowest else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, by number, that are alike.

    Attributes:
        why: 文字几乎相同, 文号相同 or 标题相同.
        likeness: 0..1.
    """

    a: int
    b: int
    why: str
    likeness: float


NEAR, SAME_NUMBER, SAME_TITLE = "文字几乎相同", "文号相同", "标题相同"


def near_duplicates(sketches: Sequence[Sequence[int]]) -> list[Pair]:
    """Pairs that are nearly the same, in order. Costs what the sums of sketches cost, not the square of documents."""
    times = Counter(chain.from_iterable(sketches))
    holding: dict[int, list[int]] = {each: [] for each, count in times.items() if 1 < count <= _COMMON}
    found = []
    for b, sums in enumerate(sketches):
        lists, own = [each for each in map(holding.get, sums) if each is not None], frozenset(sums)
        for a, count in Counter(chain.from_iterable(lists)).items():  # those before it
            other = sketches[a]
            if count < _SHARED and count < min(len(other), len(sums)):
                continue
            both = len(own.intersection(other))  # at least of those that count, which are at least as many as either's
            if both / max(len(own), len(other)) >= NEARLY and (alike := likeness(other, sums)) >= NEARLY:
                found.append(Pair(a, b, NEAR, round(alike, 2)))
        for each in lists:
            each.append(b)
    return sorted(found, key=lambda pair: (pair.a, pair.b))


def versions(infos: Sequence[Mapping[str, object]], sketches: Sequence[Sequence[int]]) -> list[Pair]:
    """Pairs of neighbours with one 文号, or one title, in order: versions of one document, or copies of it."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, info in enumerate(infos):
        for key in _keys(info):
            groups[key].append(number)
    seen: set[tuple[int, int]] = set()
    found = []
    for (why, _name), numbers in sorted(groups.items(), key=lambda each: (each[0][0] != SAME_NUMBER, each[1])):
        for a, b in pairwise(numbers):
            if (a, b) not in seen:
                seen.add((a, b))
                found.append(Pair(a, b, why, round(likeness(sketches[a], sketches[b]), 2)))
    return sorted(found, key=lambda pair: (pair.a, pair.b))


def _keys(info: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if number := info.get("doc_number"):
        yield SAME_NUMBER, number_key(str(number))
    titles = [str(title) for name in ("title", "attachment_title") if (title := info.get(name))]
    for name in sorted({"".join(RUN.findall(fold_text(title))) for title in titles} - {""}):
        yield SAME_TITLE, name
