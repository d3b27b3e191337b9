"""Posting lists of the index, written and read by long blocks; and how long each is, in a file of its own.

Whoosh takes and gives postings one by one; a list of a bucket is only ever wanted whole.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, groupby
from operator import itemgetter, sub
from pickle import dumps
from typing import Any, Final

from whoosh.codec.whoosh3 import (
    COMPRESSION_MIN_SIZE,
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3LeafMatcher,
    W3Segment,
    W3TermInfo,
)
from whoosh.filedb.filetables import md5_hash
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


List = tuple[str, bytes, Sequence[int], bytes | bytearray]
"""Field, term and documents, at least one; and nothing, or a byte for each: what its posting carries."""


def write_lists(writer: Any, schema: Any, lists: Iterable[List]) -> None:
    """Writes all postings, to the byte what Whoosh's field writer writes of those that carry nothing: it takes them one
    by one, and keeps count of what is the same for all of ours, which was half of the time of a large index. What they
    carry stands where Whoosh has values of postings, and is passed over by whoever does not know of it.

    Args:
        writer: Whoosh's of an index that is being made.
        lists: by field and term; all weigh 1.
    """
    table, stream = writer._tindex, writer._postfile  # noqa: SLF001  no other way to more than one
    table._write_hashes = partial(_write_hashes, table)  # noqa: SLF001
    for field, terms in groupby(lists, itemgetter(0)):
        writer.start_field(field, schema[field])
        number = struct.pack("!H", writer._fieldid)  # noqa: SLF001
        while some := [each for _, each in zip(range(_AT_ONCE), terms, strict=False)]:
            start, made, rows = stream.tell(), [], []
            for _, term, numbers, carried in some:
                said = _list_of(numbers, carried)
                made.append(said)
                row = _INFO.pack(0, len(numbers), len(numbers), 0, 0, 1.0, numbers[0], numbers[-1], start, len(said))
                rows.append((number + term, row))
                start += len(said)
            stream.write(b"".join(made))
            _add_rows(table, rows)
        writer.finish_field()


_AT_ONCE: Final = 1000  # lists that are in memory
_INFO: Final = struct.Struct(W3TermInfo._struct.format + "qi")  # noqa: SLF001
_COMPRESSION: Final = 3  # of Whoosh's choice


def _list_of(numbers: Sequence[int], carried: bytes | bytearray) -> bytes:
    """One list in its file: blocks, each with how many there are in it, and the last of them."""
    made = [WHOOSH3_HEADER_MAGIC]
    for start in range(0, len(numbers), BLOCK):
        block = numbers[start : start + BLOCK]
        values = carried[start : start + BLOCK].decode("latin-1") or None  # a text: to pickle bytes names a function
        data = dumps((tuple(map(sub, block, chain((0,), block))), None, values), 2)
        packed = _COMPRESSION if len(data) >= COMPRESSION_MIN_SIZE else 0
        if packed:
            data = zlib.compress(data, packed)
        head = dumps((len(block), block[-1], 1.0, packed, 0, 0), 2)
        size = len(head) + len(data)
        made += [struct.pack("!i", size if start + BLOCK < len(numbers) else -size), head, data]
    return b"".join(made)


def _add_rows(table: Any, rows: Iterable[tuple[bytes, bytes]]) -> None:
    """Adds keys, ascending, with their values to Whoosh's table of terms."""
    at = table.dbfile.tell()
    made = []
    for key, value in rows:
        table.index.append(at)
        hashed = md5_hash(key)
        table.buckets[hashed & 255].append((hashed, at))
        made += [_SIZES.pack(len(key), len(value)), key, value]
        at += _SIZES.size + len(key) + len(value)
        table.lastkey = key
    table.dbfile.write(b"".join(made))


_SIZES: Final = struct.Struct("!ii")
_POINTER: Final = struct.Struct("!Iq")


def _write_hashes(table: Any) -> None:
    """Whoosh's hash tables of the keys, each written at once."""
    for entries in table.buckets:
        count = 2 * len(entries)
        table.directory.append((table.dbfile.tell(), count))
        slots: list[tuple[int, int] | None] = [None] * count
        for entry in entries:
            slot = (entry[0] >> 8) % count
            while slots[slot] is not None:
                slot = (slot + 1) % count
            slots[slot] = entry
        table.dbfile.write(b"".join(_POINTER.pack(*(slot or (0, 0))) for slot in slots))


def blocks_of(postings: Matcher) -> Iterator[tuple[Iterable[int], bytes | None]]:
    """All ids of a posting list, and what each carries or None, a block at a time where it stands so: asked for one by
    one they cost ten times as much. Raises ValueError where the two do not fit.
    """
    if not isinstance(postings, W3LeafMatcher):
        yield postings.all_ids(), None
        return
    while postings.is_active():
        postings._read_data()  # noqa: SLF001  there is no other way to more than one
        steps, _, values = postings._data  # noqa: SLF001
        if values is not None and len(values) != len(steps):
            raise ValueError("postings that carry more or less than they are")
        yield accumulate(steps), None if values is None else values.encode("latin-1")
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
