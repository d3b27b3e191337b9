"""An index of many documents written from what was worked out of each before: one document in memory at a time.

`entry_of` is the work of one document and may be done anywhere, in another process or on another machine; `write` puts
the entries into one index, whose files and names are the same whoever made the entries, and whenever. Postings are
handed to Whoosh a block at a time, not one by one: that was most of the time of a build.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import rshift
from pathlib import Path
from typing import Final

from reader.core.document import Document, DocumentInfo
from reader.search import gathering, generations, index, postings, tallies
from reader.search.analysis import BUCKETS, EIGHTHS, EVERYWHERE, Page, dump_units, page_of, spread_of, units_of
from reader.search.suggesting import told_by

_TERMS: Final = tuple(struct.pack("!H", number) for number in range(BUCKETS))
_FIELD: Final = "bigrams"
_OF_A_BUCKET: Final = 3  # bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of one document.

    Attributes:
        size: characters of folded text.
        buckets: ascending, as unsigned 16-bit little-endian numbers; then for each a byte, in which eighths of the
            page it stands.
        page, units: as they stand in its columns.
        told: what it gives for completing.
        counts: what it holds how often.
    """

    size: int
    buckets: bytes
    page: bytes
    units: bytes
    told: bytes
    counts: bytes


def entry_of(document: Document) -> tuple[Entry, Page]:
    """The entry of a document, and the folded page it was made from."""
    units = units_of(document)
    page = page_of(document, units)
    counting, spread = tallies.counting_of(page), spread_of(page)
    packed = struct.pack(f"<{len(spread)}H", *spread) + bytes(spread.values())
    whole = page.dumps(), zlib.compress(dump_units(units), index.LEVEL)
    told = gathering.dump(told_by(units, page.kinds))
    return Entry(len(page.text), packed, *whole, told, b"" if counting is None else counting.packed()), page


def buckets_in(packed: bytes) -> tuple[int, ...]:
    """The buckets of an entry."""
    return struct.unpack_from(f"<{len(packed) // _OF_A_BUCKET}H", packed)


def write(
    index_dir: Path,
    infos: Iterable[DocumentInfo],
    entries: Iterable[tuple[str, Entry]],
    revision: str,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Writes an index where there is none.

    Args:
        infos: of all documents, in library order.
        entries: id and entry of each, in the same order.
        revision: of the corpus.
        check: called before each document; what it raises ends the work.

    Raises StoreUnavailable where it cannot be written.
    """
    stamp = generations.stamp_of(infos, revision)
    with generations.writing(index_dir):
        folder = begun(index_dir, stamp)
        size = fill(folder, entries, name_of(stamp), check)
        generations.switch(index_dir, folder, stamp, size)


def begun(index_dir: Path, stamp: str) -> Path:
    """An empty folder for the index with that stamp; `generations.switch` puts it in force when it is full."""
    (folder := index_dir / f"g-{stamp[:12]}").mkdir(parents=True)
    return folder


def name_of(stamp: str) -> str:
    """The name of the segment of the index with that stamp."""
    return stamp[:16]


def fill(
    folder: Path,
    entries: Iterable[tuple[str, Entry]],
    name: str | None = None,
    check: Callable[[], None] = lambda: None,
) -> int:
    """Writes the files of an index into an empty folder. Returns the characters of folded text.

    Args:
        name: of its segment; a random one where not given.
    """
    with tallies.Collecting(folder.parent) as counts:

        def counted() -> Iterator[tuple[str, Entry]]:
            for doc_id, entry in entries:
                check()
                counts.take(entry.counts)
                yield doc_id, entry

        size = fill_lists(folder, counted(), name)
        counts.write(folder / tallies.TALLIES)
    return size


def fill_lists(folder: Path, entries: Iterable[tuple[str, Entry]], name: str | None = None) -> int:
    """One half of `fill`: pages, posting lists and what completes words; what was in the folder is gone, the counts of
    entries are not looked at.
    """
    writer = index.create(folder).writer(codec=postings.Codec(name))
    pool = _Pool()
    writer.pool = pool
    writer.fieldwriter.add_postings = lambda schema, _lengths, _items: postings.write_lists(
        writer.fieldwriter, schema, pool.lists()
    )
    size, told = 0, Counter[gathering.Entry]()
    try:
        for number, (doc_id, entry) in enumerate(entries):
            size += entry.size
            told.update(gathering.load(entry.told))
            pool.hold(number, buckets_in(entry.buckets), entry.buckets[-(len(entry.buckets) // _OF_A_BUCKET) :])
            writer.add_document(
                doc=doc_id, page=entry.page, units=entry.units, name=doc_id.encode("utf-8", "surrogatepass")
            )
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=True)
    (folder / gathering.KEPT).write_bytes(gathering.dump(told))
    (folder / postings.COUNTS).write_bytes(postings.dump_counts(pool.counts()))
    return size


def write_tallies(file: Path, counts: Iterable[bytes]) -> None:
    """The other half, in a file that goes beside the others when they are there: how often what stands where, from the
    counts of all entries. Whoosh removes what it finds in the folder.
    """
    with tallies.Collecting(file.parent) as collecting:
        for packed in counts:
            collecting.take(packed)
        collecting.write(file)


class _Pool:
    """Postings by field and term, each list ascending because documents come in order."""

    def __init__(self) -> None:
        self._buckets: list[array[int]] = [array("I") for _ in range(BUCKETS)]
        # Numbers of documents, with the eighths of their pages as the lowest bits: to find the end of a list takes most
        # of the time of adding to it, so there is one.
        self._others: dict[tuple[str, bytes], array[int]] = defaultdict(lambda: array("I"))

    def hold(self, number: int, buckets: Sequence[int], eighths: bytes) -> None:
        """Document `number` is in each of the buckets, with these eighths of its page."""
        values = map((number << EIGHTHS).__or__, eighths)
        deque(map(array.append, map(self._buckets.__getitem__, buckets), values), maxlen=0)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting of another field, from Whoosh."""
        self._others[item[0], item[1]].append(item[2])

    def lists(self) -> list[postings.List]:
        """All postings by field and term."""
        made: list[postings.List] = [
            (_FIELD, term, array("I", map(rshift, held, repeat(EIGHTHS))), bytes(map(EVERYWHERE.__and__, held)))
            for term, held in zip(_TERMS, self._buckets, strict=True)
            if held
        ]
        made += [(field, term, held, b"") for (field, term), held in self._others.items()]
        return sorted(made, key=lambda each: each[:2])

    def counts(self) -> dict[int, int]:
        """How many documents are in each bucket."""
        return {at: len(held) for at, held in enumerate(self._buckets) if held}

    def iter_postings(self) -> tuple[()]:
        """Nothing: they are taken by `lists`."""
        return ()

    def cleanup(self) -> None:
        """Nothing is on disk."""
