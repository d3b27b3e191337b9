"""Posting lists of the index, written and read by long blocks; and how long each is, in a file of its own.

Whoosh takes and gives postings one by one; a list of a bucket is only ever wanted whole.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from operator import itemgetter
from typing import Final

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3Segment
from whoosh.matching.mcore import Matcher

from reader.search.analysis import BUCKETS

COUNTS: Final = "MAIN_counts.lst"
"""The file of an index that says in how many documents each bucket is: looked up in the postings it is a thousand times
as slow. Named so that any version takes it in a pack."""
SIZE_OF_COUNTS: Final = 4 * BUCKETS  # bytes
BLOCK: Final = 4096
"""Postings that are written, and read, as one: Whoosh's 128 are for lists of which parts are skipped."""


class PostingLists:
    """Collects postings for the writer, in place of Whoosh's own pool: half of the time of a build was spent there.

    Whoosh sorts all postings, as tuples and if need be on disk. Here they arrive by document, so that each list is in
    order as it is, and only the terms have to be sorted; all weigh the same and carry nothing.
    """

    def __init__(self) -> None:
        self._lists: dict[tuple[str, bytes], array[int]] = defaultdict(lambda: array("I"))

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting: field, term, document, weight, payload."""
        self._lists[item[0], item[1]].append(item[2])

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All postings by field, term and document."""
        for (field, term), numbers in sorted(self._lists.items(), key=itemgetter(0)):
            for number in numbers:
                yield field, term, number, 1.0, b""

    def cleanup(self) -> None:
        """Nothing is on disk."""


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's own, with longer blocks."""

    def __init__(self, name: str | None = None) -> None:
        """`name` of the segment; a random one where not given."""
        super().__init__(blocklimit=BLOCK)
        self._name = name

    def new_segment(self, storage: object, indexname: str) -> W3Segment:  # noqa: ARG002  Whoosh's interface
        """A segment of Whoosh's own kind: what stands in the table of contents names nothing of ours."""
        return W3Segment(W3Codec(), indexname, segid=self._name)


def blocks_of(postings: Matcher) -> Iterator[Iterable[int]]:
    """All ids of a posting list, a block at a time where it stands so: asked for one by one they cost ten times as
    much.
    """
    if not isinstance(postings, W3LeafMatcher):
        yield postings.all_ids()
        return
    while postings.is_active():
        postings._read_data()  # noqa: SLF001  there is no other way to more than one
        yield accumulate(postings._data[0])  # noqa: SLF001
        postings._next_block()  # noqa: SLF001


def dump_counts(counts: Mapping[int, int]) -> bytes:
    """How many documents hold some bigram of each bucket, as `counts_from` reads it."""
    made = array("I", bytes(SIZE_OF_COUNTS))
    for number, count in counts.items():
        made[number] = count
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def counts_from(data: bytes) -> array[int]:
    """By bucket, how many documents hold some bigram of it. Raises struct.error for anything else."""
    return array("I", struct.unpack(f"<{BUCKETS}I", data))
