"""The Whoosh index: which documents may hold the bigrams of a query. Whoosh lives here
alone; the engine imports this module when it first needs it.

One Whoosh document is one document of the library. It is indexed by the buckets of its bigrams, without positions or
frequencies (what matches is decided on the text), and keeps its folded page and its units in columns, so that neither
the corpus has to be read nor text folded again. Of the layouts measured in docs/search-benchmark.md this is the one
that is small and fast enough to build. Generations are switched over whole: see `generations`.
"""

from __future__ import annotations

import pickle
import re
import struct
import zlib
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import repeat
from operator import add as plus
from pathlib import Path
from typing import Any, Final

from whoosh import columns, fields, formats
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, IndexReader, TermNotFound

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, Cancelled
from reader.files import read_whole
from reader.search import gathering, generations, tallies
from reader.search.analysis import EVERYWHERE, Page, buckets_of, dump_units, may_hold, page_from, page_of, units_of
from reader.search.generations import Damaged, Generation, is_current, stamp_of
from reader.search.harmless import Folder, Index
from reader.search.postings import COUNTS, SIZE_OF_COUNTS, Codec, PostingLists, blocks_of, counts_from
from reader.search.tallies import Tallies, Tally

__all__ = ["Damaged", "IndexView", "add", "build", "change", "is_current", "remove", "replace", "stamp_of"]

NAME: Final = "MAIN"
LEVEL: Final = 4
MOST_OF_A_DOCUMENT: Final = 256 * 1024**2  # bytes of the page, or the units, of one document
PLACES_KEPT: Final = 32 * 1024**2  # bytes of the sets of buckets that were asked for

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the title of the one at work."""


def build(
    index_dir: Path,
    documents: Iterable[Document],
    progress: Progress | None = None,
    *,
    revision: str = "",
    cancelled: Callable[[], bool] = bool,
) -> None:
    """Builds the index anew and puts it in force in one step; until then the one before answers.

    `bulk.write` is for many documents, and where the same documents are to give the same names and bytes.

    Raises StoreUnavailable where it cannot be written, Cancelled when asked to stop.
    """
    from reader.search import bulk  # it is built on this module

    documents = tuple(documents)

    def entries() -> Iterator[tuple[str, bulk.Entry]]:
        for done, document in enumerate(documents):
            if cancelled():
                raise Cancelled("已停止建立检索索引。")
            if progress is not None:
                progress(done, len(documents), document.reading_title)
            yield document.id, bulk.entry_of(document)[0]

    with generations.writing(index_dir):
        generations.sweep(index_dir)
        folder = generations.new_folder(index_dir)
        size = bulk.fill(folder, entries())
        generations.switch(index_dir, folder, stamp_of(documents, revision), size)


def change(
    index_dir: Path,
    documents: Sequence[DocumentInfo],
    changed: Iterable[Document] = (),
    removed: Iterable[str] = (),
    *,
    revision: str = "",
) -> None:
    """Adds, replaces and removes single documents, in one step, without reading the others.

    Args:
        index_dir: holds an index; where it holds none, nothing is done (`build` is for that).
        documents: descriptions of the whole library as it is afterwards.
        changed: the documents that are new or different.
        removed: ids of documents that are gone.
        revision: of the library afterwards.
    """
    changed = tuple(changed)
    with generations.writing(index_dir):
        before = generations.current(index_dir)
        if before is None or not generations.is_sound(index_dir, before):
            return
        folder = generations.new_folder(index_dir, copy_of=before)
        for name in (gathering.KEPT, COUNTS, tallies.TALLIES):  # what a document gave that is gone, nobody knows
            (folder / name).unlink(missing_ok=True)
        size = _write(_open(folder), changed, tuple(removed))
        generations.switch(index_dir, folder, stamp_of(documents, revision), before.size + size)


def add(index_dir: Path, documents: Sequence[DocumentInfo], document: Document, *, revision: str = "") -> None:
    """Adds one document, or replaces the one of that id."""
    change(index_dir, documents, [document], revision=revision)


replace = add


def remove(index_dir: Path, documents: Sequence[DocumentInfo], doc_id: str, *, revision: str = "") -> None:
    """Removes one document."""
    change(index_dir, documents, removed=[doc_id], revision=revision)


class Buckets(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """Takes bucket numbers as they are; Whoosh has no part in what a term is."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: Iterable[int], **_: Any) -> Iterable[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and payload of each posting."""
        return ((_term(number), 1, 1.0, b"") for number in value)


def _term(number: int) -> bytes:
    return struct.pack("!H", number)


def _schema() -> fields.Schema:
    return fields.Schema(
        doc=fields.ID(unique=True),
        bigrams=Buckets(),
        page=fields.COLUMN(columns.VarBytesColumn()),
        units=fields.COLUMN(columns.VarBytesColumn()),
        name=fields.COLUMN(columns.VarBytesColumn()),
    )


def create(folder: Path) -> Index:
    """An empty index in a folder."""
    storage, schema = Folder(str(folder)), _schema()
    TOC.create(storage, schema, NAME)
    return Index(storage, schema, NAME)


def _open(folder: Path) -> Index:
    return Index(Folder(str(folder)), _schema(), NAME)


def _write(index: Index, documents: Sequence[Document], removed: Iterable[str]) -> int:
    """Characters of folded text that were written. Merges into one segment: more than one makes every query slower."""
    writer, size = index.writer(codec=Codec()), 0
    writer.pool = PostingLists()
    try:
        for doc_id in {*removed, *(document.id for document in documents)}:
            writer.delete_by_term("doc", doc_id)
        for document in documents:
            units = units_of(document)
            page = page_of(document, units)
            size += len(page.text)
            writer.add_document(
                doc=document.id,
                bigrams=sorted(buckets_of(page)),
                page=page.dumps(),
                units=zlib.compress(dump_units(units), LEVEL),
                name=document.id.encode("utf-8", "surrogatepass"),
            )
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=True)
    return size


class IndexView:
    """One generation of an index, open for reading; a later generation does not disturb it.

    Attributes:
        ids: the document ids by their number in the index. numbers: the other way round.
        stamp: of its generation.
    """

    def __init__(self, index_dir: Path, generation: Generation) -> None:
        """Raises Damaged where the index is not what its generation says."""
        if not generations.is_sound(index_dir, generation):
            raise Damaged(f"{index_dir / generation.name}")
        self.stamp = generation.stamp
        self._places: dict[int, int] = {}
        folder, files = index_dir / generation.name, generation.files
        self._kept = folder / gathering.KEPT if gathering.KEPT in files else None
        self._kept_counts = folder / COUNTS if COUNTS in files else None
        self._kept_tallies = folder / tallies.TALLIES if tallies.TALLIES in files else None
        storage = Folder(str(index_dir / generation.name), readonly=True)
        try:
            with reading():
                self._reader: IndexReader = Index(storage, _schema(), NAME).reader()
                columns_of = {name: self._reader.column_reader(name) for name in ("name", "page", "units")}
                numbers = list(self._reader.all_doc_ids())
                self._pages, self._units = columns_of["page"], columns_of["units"]
                names = columns_of["name"]
                self.ids = {number: bytes(names[number]).decode("utf-8", "surrogatepass") for number in numbers}
                self.numbers = {doc: number for number, doc in self.ids.items()}
        except Damaged:
            storage.let_go()
            raise

    def holding(self, bucket: int) -> int:
        """Where some bigram of the bucket stands, as a set of places; all of a document where it is not kept in which
        eighths. Raises Damaged.
        """
        places = self._places.get(bucket)
        if places is None:
            places = self._read_places(bucket)
            if len(self._places) * len(self.ids) > PLACES_KEPT:
                del self._places[next(iter(self._places))]
            self._places[bucket] = places
        return places

    def _read_places(self, bucket: int) -> int:
        with reading():  # what stands in a block comes out of it here
            data = bytearray(self._reader.doc_count_all())
            for numbers, eighths in self.blocks(bucket):
                deque(map(data.__setitem__, numbers, eighths or repeat(EVERYWHERE)), maxlen=0)
            return int.from_bytes(data, "little")

    def buckets(self) -> list[int]:
        """All that have postings. Raises Damaged."""
        with reading():
            return [struct.unpack("!H", term)[0] for field, term in self._reader.all_terms() if field == "bigrams"]

    def blocks(self, bucket: int) -> Iterator[tuple[Iterable[int], bytes | None]]:
        """The documents that hold some bigram of the bucket, and in which eighths or None. Raises Damaged."""
        with reading(), suppress(TermNotFound):
            yield from blocks_of(self._reader.postings("bigrams", _term(bucket)))

    def count(self, bucket: int) -> int:
        """How many documents hold some bigram of the bucket, without reading which. Raises Damaged."""
        if self._counts is not None:
            return self._counts[bucket]
        with reading():
            return int(self._reader.doc_frequency("bigrams", _term(bucket)))

    @cached_property
    def _counts(self) -> array[int] | None:
        """By bucket, how many documents hold some bigram of it; None where that is not kept. Raises Damaged."""
        if self._kept_counts is None:
            return None
        with reading():
            return counts_from(read_whole(self._kept_counts, SIZE_OF_COUNTS))

    @cached_property
    def tallies(self) -> Tallies | None:
        """How often what stands where; None where that is not kept. Raises Damaged."""
        if self._kept_tallies is None:
            return None
        with reading():
            return Tallies(self._kept_tallies, self._reader.doc_count_all())

    def tally(self, text: str) -> Tally | None:
        """How often one or two folded characters running stand where; None where that is not kept. Raises Damaged."""
        if self.tallies is None:
            return None
        with reading():
            return self.tallies.of(text)

    def holding_one(self, character: str) -> int | None:
        """The documents that may hold a character, as a set of places; None where that is not kept. Raises Damaged."""
        if self.tallies is None:
            return None
        with reading():
            return self.tallies.holding(character)

    def page(self, number: int) -> Page:
        """The folded page of a document. Raises Damaged."""
        try:  # as `reading` does, in half the time
            data = self._pages[number]
            return page_from(data if data.startswith(b"[") else _unpacked(data))  # compressed, as it was before
        except _BROKEN as error:
            raise _damaged(error) from error

    def lacking(self, places: Mapping[int, int], words: Sequence[re.Pattern[bytes]]) -> Iterable[int]:
        """Those of the documents whose pages surely lack some of the words in these eighths (see `analysis.sought`).
        Raises Damaged.
        """
        try:
            data, starts, ends = self._lying
            return [n for n, eighths in places.items() if not may_hold(data, starts[n], ends[n], words, eighths)]
        except _BROKEN as error:
            raise _damaged(error) from error

    @cached_property
    def _lying(self) -> tuple[memoryview, Sequence[int], Sequence[int]]:
        """The mapped file of the pages, and where in it each begins and ends: what a column gives is a copy."""
        column = self._pages.raw_column()
        starts = array("Q", map(column._basepos.__add__, column._offsets))  # noqa: SLF001  there is no other way
        return column._dbfile._buf, starts, array("Q", map(plus, starts, column._lengths))  # noqa: SLF001

    def units(self, number: int) -> list[bytes]:
        """The units of a document as `dump_units` wrote them, one by one. Raises Damaged."""
        with reading():
            data = _unpacked(self._units[number])
            return data.split(b"\n") if data else []

    @property
    def tells(self) -> bool:
        """Whether it keeps what its documents give for completing."""
        return self._kept is not None

    def completions(self) -> Mapping[gathering.Entry, int]:
        """What all documents give for completing; nothing where it does not keep that. Raises Damaged."""
        try:
            return gathering.load(read_whole(self._kept, gathering.MOST_KEPT)) if self._kept is not None else {}
        except (ValueError, TypeError, BadInput, RecursionError) as error:
            raise Damaged(f"{self._kept}: {error}") from error

    def close(self) -> None:
        """Lets go of the files."""
        self._reader.close()


def _unpacked(data: bytes) -> bytes:
    """What was compressed into a column, within reason."""
    inflater = zlib.decompressobj()
    made = inflater.decompress(data, MOST_OF_A_DOCUMENT)
    if inflater.unconsumed_tail or not inflater.eof:
        raise ValueError("a page that is too long or cut short")
    return made


_BROKEN: Final = (
    CorruptIndexError, WhooshIndexError, OSError, ValueError, KeyError, IndexError, EOFError, TypeError, AttributeError,
    AssertionError, OverflowError, struct.error, zlib.error, pickle.UnpicklingError, BadInput, MemoryError,
    RecursionError,
)  # fmt: skip
"""All that reading a broken index may raise."""


def _damaged(error: BaseException) -> Damaged:
    return Damaged(f"{type(error).__name__}: {error}")


@contextmanager
def reading() -> Iterator[None]:
    """Turns all that reading a broken index may raise into Damaged."""
    try:
        yield
    except _BROKEN as error:
        raise _damaged(error) from error
