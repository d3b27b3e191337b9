"""How often each character, and each pair of them that many documents hold, stands in each document of an index.

What stands in thousands of documents is counted when the index is made: in how many units of a document, at how many
places, and how high the best of these hits may come. So hits, counts and facets of a very common or very short word are
known without a look at the text; the text is asked for what is shown, and decides there.

    for one document   `counts_of` its page: terms and values, compressed; made wherever the document is read
    for all            one line of JSON, which documents are not told of, the terms; for each term a part, compressed:
                       the documents that hold it, and their values

A document of which this cannot be told (folding changed the length of some unit, so that places are counted in the
original) is named as such and is always looked at. Knows no index.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat
from operator import sub
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final, Self

from reader.files import open_regular
from reader.search.analysis import BITS, BODY, PAIR, TITLE, Page, pairs_of
from reader.search.bit_sets import places_from
from reader.search.ranking import HEADING_BONUS, LEAD_BONUS, TITLE_BONUS, density

TALLIES: Final = "MAIN_tallies.lst"
"""The file of an index. Named so that any version takes it in a pack."""
FORMAT: Final = 1
LEAST: Final = 400
"""Pairs that fewer documents hold are looked for in these: that takes some milliseconds."""
SHARE: Final = 8  # in a large library: pairs that fewer than every eighth document holds
LEVEL: Final = 4
AT_ONCE: Final = 8_000_000  # values that are in memory while the file is written
KEPT: Final = 1_000_000  # values that are kept unpacked
MOST_BYTES: Final = 16 * 1024**3
LONGEST: Final = 2  # characters of a term
_HEAD: Final = 200  # bytes of the first line
_MOST_TERMS: Final = 1 << 20
MOST: Final = 0xFFFF  # units, or places, of one term in one document
_BONUSES: Final = (0.0, LEAD_BONUS, HEADING_BONUS, TITLE_BONUS)
_BONUS, _COUNT, _LENGTH = 30, 18, (1 << 18) - 1
"""Of the best hit of a term: two bits for the bonus, twelve for its places in the unit, the rest for its length."""
_ONE, _MOST_COUNT = 1 << _COUNT, (1 << 12) - 1
_RUN: Final = re.compile(r"(.)\1\1", re.DOTALL)


@lru_cache(maxsize=1 << 14)  # documents share most of their codes
def bound_of(code: int) -> float:
    """The score of a document's best hit, from its code: no hit of it has more."""
    return _BONUSES[code >> _BONUS] + density(code >> _COUNT & _MOST_COUNT, code & _LENGTH)


# One document ---------------------------------------------------------------------------------------------------------


def key_of(text: str) -> int:
    """The number of a term: one character, or two."""
    return ord(text) if len(text) == 1 else ord(text[0]) * PAIR + ord(text[1])


def counting_of(page: Page) -> Counting | None:
    """What a document holds how often; None where that cannot be told."""
    return None if page.longer or "\0" in page.text else Counting(page)


class Counting:
    """The counts of one page: units by term, places beyond one a unit, the code of the best hit.

    Units are taken from the best to the worst: the first that holds a term is the best of those that hold it once. Only
    where a unit holds it more than once, or in its lead, there is something to compare.
    """

    def __init__(self, page: Page) -> None:
        units = Counter[int]()
        self._more: defaultdict[int, int] = defaultdict(int)
        starts, lengths, more = page.starts, page.lengths, self._more
        codes, pairs = array("Q", map(ord, page.text)), pairs_of(page.text)
        has_runs = _RUN.search(page.text) is not None
        bonuses = [0 if kind == BODY else 3 if kind == TITLE else 2 for kind in page.kinds]
        first: list[int] = []  # code of the first hit of each term, in the order of `_units`
        once: set[int] = set()  # all codes of these
        keys: list[int] = []  # of terms that may have a better hit than the first, and its code
        better: list[int] = []
        for at in sorted(range(len(lengths)), key=lambda at: (-bonuses[at], lengths[at])):
            start, length = starts[at], lengths[at]
            held = Counter(codes[start : start + length] + pairs[start : start + max(length - 1, 0)])
            units.update(held.keys())
            code = bonuses[at] << _BONUS | min(length, _LENGTH)
            once.add(code | _ONE)
            first += repeat(code | _ONE, len(units) - len(first))
            often = {key: count for key, count in held.items() if count > 1}
            if has_runs:
                often |= {key: _runs(key, page.unit_text(at)) for key in often if key >> BITS == key & PAIR - 1}
            for key, count in often.items():
                more[key] += count - 1
            keys += often
            if length < _MOST_COUNT:
                better += [code | count << _COUNT for count in often.values()]  # `_code`, written out for millions
            else:
                better += [_code(code, count) for count in often.values()]
            if (lead := page.leads.get(at, 0)) and not bonuses[at]:
                under = [*codes[start : start + lead], *pairs[start : start + lead - 1]]
                keys += under
                better += [_code(code | 1 << _BONUS, often.get(key, 1)) for key in under]
        self._units = dict(units)
        self._best = best = dict(zip(units, first, strict=True))  # code of the best hit of each
        bound = {code: bound_of(code) for code in once.union(better)}
        for key, code in zip(keys, better, strict=True):
            if bound[code] > bound[best[key]]:
                best[key] = code

    def packed(self) -> bytes:
        """As bytes, for `Collecting.take`; nothing where some number is too large for that."""
        units, more = self._units, self._more
        if max(units.values(), default=0) > MOST or max(more.values(), default=0) > MOST:
            return b""
        beyond = dict.fromkeys(units, 0) | more  # of the same keys in the same order, like `_best`
        held, over = (array("H", struct.pack(f"{len(units)}H", *counts.values())) for counts in (units, beyond))
        keys, best = array("Q", units), array("I", self._best.values())
        return zlib.compress(_planes(keys) + _planes(over) + _planes(held) + _planes(best), 1)


def _counts_from(packed: bytes) -> tuple[array[int], array[int]]:
    """Keys and values that `Counting.packed` gave. Made here a moment ago: nothing of it is in doubt."""
    data = zlib.decompress(packed)
    half = len(data) // 2
    return _from_planes("Q", data[:half]), _from_planes("Q", data[half:])


def _keys_from(packed: bytes) -> array[int]:
    """The keys alone."""
    data = zlib.decompress(packed)
    return _from_planes("Q", data[: len(data) // 2])


def _runs(key: int, text: str) -> int:
    """How often a character stands twice, not overlapping: in 的的的 once."""
    return text.count(2 * chr(key & PAIR - 1))


def _code(code: int, count: int) -> int:
    """The code with so many places; where they are too many, as if the unit were nothing else."""
    if count <= _MOST_COUNT:
        return code | count << _COUNT
    return (code | _LENGTH) - _LENGTH | _MOST_COUNT << _COUNT


def _planes(values: array[int]) -> bytes:
    """Numbers as bytes: first the lowest of each, then the next. Most of the higher are nothing."""
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    data = values.tobytes()
    return b"".join(data[at :: values.itemsize] for at in range(values.itemsize))


def _from_planes(code: str, data: bytes) -> array[int]:
    values: array[int] = array(code)
    size = values.itemsize
    count = len(data) // size
    woven = bytearray(size * count)
    for at in range(size):
        woven[at::size] = data[at * count : (at + 1) * count]
    values.frombytes(woven)
    if sys.byteorder == "big":
        values.byteswap()
    return values


# All documents --------------------------------------------------------------------------------------------------------


class Collecting:
    """Takes the counts of one document after another, and writes them by term. What was taken is on the disk."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where there is room for what is taken."""
        self._taken = TemporaryFile(dir=folder)  # noqa: SIM115  closed by __exit__
        self._holding: Counter[int] = Counter()
        self._unknown: array[int] = array("I")
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._taken.close()

    def take(self, packed: bytes) -> None:
        """The counts of the next document."""
        if packed:
            self._taken.write(struct.pack("<II", self._count, len(packed)) + packed)
            self._holding.update(_keys_from(packed))
        else:
            self._unknown.append(self._count)
        self._count += 1

    def write(self, file: Path) -> None:
        """Writes the file of an index. Raises OSError."""
        least = max(LEAST, self._count // SHARE)
        kept = sorted(key for key, count in self._holding.items() if key < PAIR or count >= least)
        parts = [part for some in self._at_once(kept) for part in self._parts(some)]
        sizes = array("I", map(len, parts))
        head = {"format": FORMAT, "documents": self._count, "least": least}
        line = json.dumps({**head, "unknown": len(self._unknown), "terms": len(kept)}).encode()
        with file.open("wb") as stream:
            stream.write(line + b"\n" + _planes(self._unknown) + _planes(array("Q", kept)) + _planes(sizes))
            stream.writelines(parts)

    def _at_once(self, kept: list[int]) -> Iterator[list[int]]:
        some: list[int] = []
        values = 0
        for term in kept:
            some.append(term)
            values += self._holding[term]
            if values >= AT_ONCE:
                yield some
                some, values = [], 0
        yield some

    def _parts(self, terms: Iterable[int]) -> Iterator[bytes]:
        lists = {term: (array("I"), array("Q")) for term in terms}
        known = lists.get
        self._taken.seek(0)
        while head := self._taken.read(8):
            number, size = struct.unpack("<II", head)
            names, told = _counts_from(self._taken.read(size))
            for held, value in zip(map(known, names), told, strict=True):
                if held is not None:
                    held[0].append(number)
                    held[1].append(value)
        for numbers, values in lists.values():
            steps = array("I", map(sub, numbers, [0, *numbers]))
            yield zlib.compress(struct.pack("<I", len(numbers)) + _planes(steps) + _planes(values), LEVEL)


@dataclass(frozen=True, slots=True)
class Tally:
    """One term: the documents that hold it by their number, ascending, and what is known of each.

    Attributes:
        unknown: the documents of which nothing is known, as a set of places.
    """

    numbers: array[int]
    values: array[int]
    unknown: int


def units_of_value(value: int) -> int:
    """In how many units of the document the term stands."""
    return value >> 16 & MOST


def places_of_value(value: int) -> int:
    """At how many places of the document it stands."""
    return (value >> 16 & MOST) + (value & MOST)


def bound_of_value(value: int) -> float:
    """How high the best of its hits may come."""
    return bound_of(value >> 32)


class Tallies:
    """The file of an index, open for reading; what it says is read when it is asked for.

    Attributes:
        unknown: numbers of the documents of which it tells nothing.
    """

    def __init__(self, file: Path, count: int) -> None:
        """Args: count: of the documents. Raises ValueError, BadInput, OSError where it is not what it should be."""
        self._file, self._count = file, count
        with open_regular(file, MOST_BYTES) as stream:
            head = json.loads(stream.readline(_HEAD))
            unknown, terms = int(head["unknown"]), int(head["terms"])
            if head["format"] != FORMAT or head["documents"] != count or not (0 <= unknown <= count):
                raise ValueError(f"{file}: {head}")
            if not 0 <= terms <= _MOST_TERMS:
                raise ValueError(f"{file}: {head}")
            self.unknown = frozenset(_from_planes("I", stream.read(4 * unknown)))
            keys = _from_planes("Q", stream.read(8 * terms))
            sizes = _from_planes("I", stream.read(4 * terms))
            start = stream.tell()
        if len(self.unknown) != unknown or max(self.unknown, default=-1) >= count or len(sizes) != terms:
            raise ValueError(f"{file}: cut short")
        self._parts = dict(zip(keys, zip(accumulate(sizes, initial=start), sizes, strict=False), strict=True))
        self._unknown_places = places_from(self.unknown, count)
        self._kept: dict[int, Tally] = {}
        self._size = 0

    def of(self, text: str) -> Tally | None:
        """Where one or two characters running stand, but for the documents that are unknown; None where that is not
        told: pairs that few hold. Raises as the constructor does.
        """
        if len(text) > LONGEST:
            return None
        key = key_of(text)
        known = self._kept.get(key)
        if known is not None:
            return known
        part = self._parts.get(key)
        if part is None:
            return Tally(array("I"), array("Q"), self._unknown_places) if len(text) == 1 else None
        made = self._read(*part)
        self._size += len(made.numbers)
        if self._size > KEPT:
            self._kept.clear()
            self._size = len(made.numbers)
        self._kept[key] = made
        return made

    def holding(self, character: str) -> int:
        """The documents that hold or may hold a character, as a set of places. Raises as the constructor does."""
        told = self.of(character)
        return (places_from(told.numbers, self._count) if told is not None else -1) | self._unknown_places

    def _read(self, start: int, size: int) -> Tally:
        with open_regular(self._file, MOST_BYTES) as stream:
            stream.seek(start)
            unpacking = zlib.decompressobj()
            data = unpacking.decompress(stream.read(size), 4 + 12 * self._count)
        (count,) = struct.unpack_from("<I", data)
        if not unpacking.eof or len(data) != 4 + 12 * count:
            raise ValueError(f"{self._file}: a part that is too long or cut short")
        numbers = array("I", accumulate(_from_planes("I", data[4 : 4 + 4 * count])))
        if count and numbers[-1] >= self._count:
            raise ValueError(f"{self._file}: a document that is not there")
        return Tally(numbers, _from_planes("Q", data[4 + 4 * count :]), self._unknown_places)

    def check(self, pages: Iterable[tuple[int, Page]]) -> None:
        """Whether what it says of all characters together fits the pages. Raises ValueError where it does not."""
        units, places = [0] * self._count, [0] * self._count
        for key, part in self._parts.items():
            told = self._read(*part)
            if key < PAIR:
                for number, value in zip(told.numbers, told.values, strict=True):
                    units[number] += units_of_value(value)
                    places[number] += places_of_value(value)
        for number, page in pages:
            if number in self.unknown:
                continue
            parts = page.parts
            if units[number] != sum(len(set(part)) for part in parts) or places[number] != sum(map(len, parts)):
                raise ValueError(f"{self._file}: counts that are not those of document {number}")
