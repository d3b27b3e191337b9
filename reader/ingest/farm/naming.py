"""Which documents may name which others without 《》, told from what the search keeps of each: few are read again.

A text can only hold a title all of whose bigrams it has; those are known by bucket. What is left is looked through.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reader.core.folding import fold_text
from reader.ingest.farm import frames, orders
from reader.ingest.farm.assembling import Draft
from reader.ingest.farm.indexing import Lost
from reader.ingest.farm.kept import Kept, key_of
from reader.ingest.farm.planning import Planned
from reader.registers.citations import Shelf
from reader.search.analysis import bucket
from reader.search.bulk import buckets_in

Homes = Callable[[str], orders.Home | None]
"""Where an answer with that key is to be put by who makes it; None where that cannot see this machine's files."""


class Named:
    """Asks for the citations without marks of those documents that may have some.

    Attributes:
        keys: of the answers that are there, by number of the document.
        lost: documents, by number, for which there is no answer; they go without.
    """

    def __init__(self, documents: Sequence[Planned], draft: Draft, kept: Kept, used: set[str], home: Homes) -> None:
        """Args:
        draft: the corpus that is being made of them.
        used: keys of the answers that this build rests on; it is told of ours.
        home: of an answer, by its key.
        """
        self._documents, self._kept, self._used, self._home = documents, kept, used, home
        self._parts, self._draft = draft.parts, draft
        self._asked: int | None = None  # how many orders there are, when that is known
        self._taken = 0
        self.keys: dict[int, str] = {}
        self.lost: set[int] = set()

    def missing(self) -> Iterator[tuple[int, bytes]]:
        """The orders whose answers are not kept. Raises Lost."""
        infos = [part.head["info"] for part in self._parts]
        named = self._named(infos)
        told = [json.dumps(info) for info in infos]
        said = [
            json.dumps({name: value for name, value in info.items() if name != "source"}, sort_keys=True)
            for info in infos
        ]
        missing = []
        for number, others in named.items():
            key = self.keys[number] = key_of("named", self._parts[number].key, *(said[at] for at in others))
            self._used.add(key)
            if not self._kept.is_sound(key):
                missing.append(number)
        self._asked = len(missing)
        for number in missing:
            home, name = self._home(self.keys[number]), self._documents[number].found.name
            lines = "\n".join(told[at] for at in named[number]).encode()
            yield number, orders.unmarked_order(name, self._read(number, home), lines, home)

    def _read(self, number: int, home: orders.Home | None) -> tuple[bytes, bytes] | str:
        if home is not None:
            return self._parts[number].key
        document, registers = self._from(number, orders.DOCUMENT, orders.REGISTERS)
        return document, registers

    def _named(self, infos: Sequence[Mapping[str, Any]]) -> dict[int, list[int]]:
        titles = Titles(infos, self._draft.shelf)
        for number in range(len(infos)):
            titles.hold(number, buckets_in(self._from(number, orders.BUCKETS)[0]))
        return titles.named()

    def _from(self, number: int, *wanted: int) -> list[bytes]:
        found = self._kept.parts(self._parts[number].key, *wanted)
        if found is None:
            raise Lost
        return found

    @property
    def done(self) -> float:
        """The part of the answers that has come, 0 to 1."""
        return self._taken / max(self._asked or 0, 1)

    @property
    def is_complete(self) -> bool:
        """Whether all orders were given and all their answers have come."""
        return self._taken == self._asked

    def take(self, number: int, answer: bytes | None) -> None:
        """Keeps an answer, where who made it has not. Raises StoreUnavailable, Lost."""
        self._taken += 1
        head, is_home = ({"state": ""}, False) if answer is None else frames.seen(answer)
        if head["state"] == orders.LOST:
            raise Lost
        if answer is None or head["state"] != "added":
            del self.keys[number]
            self.lost.add(number)
        elif not is_home:
            self._kept.put(self.keys[number], answer)


class Titles:
    """The titles of a build's documents, as buckets; told of each document, it says which titles that may hold."""

    def __init__(self, infos: Sequence[Mapping[str, Any]], shelf: Shelf) -> None:
        number = {info["id"]: at for at, info in enumerate(infos)}
        self._owners = [(name, [number[k.info.id] for k in known]) for name, known in sorted(shelf.by_title.items())]
        self._hans = [info["script"] == "hans" for info in infos]
        self._needed = [
            [_buckets(name, hant=hant) for name, _owners in self._owners] if (not hant) in self._hans else []
            for hant in (False, True)
        ]
        self._every = frozenset(b for needed in self._needed for each in needed for b in each)
        self._width = (len(infos) + 7) // 8
        self._masks: dict[int, bytearray] = defaultdict(lambda: bytearray(self._width))

    def hold(self, number: int, buckets: Iterable[int]) -> None:
        """A document, by number, has these buckets."""
        at, bit = number >> 3, 1 << (number & 7)
        for each in self._every.intersection(buckets):
            self._masks[each][at] |= bit

    def named(self) -> dict[int, list[int]]:
        """For each document that may name others: it and those whose titles it may hold, by number, ascending."""
        bits = {each: int.from_bytes(mask, "little") for each, mask in self._masks.items()}
        hans = _bits(self._hans, self._width)
        found: dict[int, set[int]] = defaultdict(set)
        for at, (_name, owners) in enumerate(self._owners):
            may = 0
            for needed, which in zip(self._needed, (hans, ~hans), strict=True):
                if needed:
                    may |= _all_of(bits, needed[at]) & which
            for number in _numbers(may, len(self._hans)):
                found[number].update(owners)
        return {number: sorted(named) for number, named in sorted(found.items()) if named - {number}}


def _buckets(name: str, *, hant: bool) -> tuple[int, ...]:
    folded = fold_text(name, hant)
    return tuple({bucket(a, b) for a, b in pairwise(folded)})


def _all_of(bits: dict[int, int], needed: Iterable[int]) -> int:
    made = -1
    for each in needed:
        made &= bits.get(each, 0)
        if not made:
            break
    return made


def _bits(flags: Sequence[bool], width: int) -> int:
    made = bytearray(width)
    for at, flag in enumerate(flags):
        made[at >> 3] |= flag << (at & 7)
    return int.from_bytes(made, "little")


def _numbers(bits: int, count: int) -> list[int]:
    found = []
    bits &= (1 << count) - 1
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
