"""Segment: what searching needs of one document, as one file beside it. Adding a document writes one, and no other.

    one line of JSON   what it was made from and by what, where the parts stand and their sums
    buckets            a bit for each bucket of bigrams that the document holds
    page, units        as the index keeps them, compressed

A shelf of such documents has no index to be rebuilt: `SegmentView` answers as `index.IndexView` does. Nothing is read
but numbers, JSON and text. Knows no Whoosh.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from reader.core import folding_table
from reader.core.document import Document
from reader.search import analysis
from reader.search.analysis import (
    BUCKETS,
    EIGHTHS,
    EVERYWHERE,
    Page,
    buckets_of,
    dump_units,
    page_from,
    page_of,
    units_of,
)
from reader.search.tallies import Tally

NAME: Final = "search.seg"
FORMAT: Final = 1
LEVEL: Final = 4
MOST_APART: Final = 256
"""So many segments are asked apart from the others before all are asked as one again."""
_WIDTH: Final = BUCKETS // 8
_LONGEST_HEAD: Final = 1000
_MOST: Final = 256 * 1024**2  # bytes of a part, unpacked
_BIT: Final = tuple(bytes(EVERYWHERE if byte >> bit & 1 else 0 for byte in range(256)) for bit in range(8))
"""For each bit of a byte, a table that turns those that have it into all eighths of a document."""


class Unusable(Exception):
    """A segment that is damaged, or of another document, program or form. It can be made again."""


def stamp(document: str) -> str:
    """What a segment made here of a document rests on. `document`: changes whenever the document does."""
    folded = zlib.crc32((folding_table.__doc__ or "").encode())
    return f"{FORMAT} {analysis.VERSION} {folded:08x} {document}"


def dump(document: Document, made_from: str) -> bytes:
    """The segment of a document, `made_from` being its stamp."""
    units = units_of(document)
    page = page_of(document, units)
    held = bytearray(_WIDTH)
    for bucket in buckets_of(page):
        held[bucket >> 3] |= 1 << (bucket & 7)
    parts = [bytes(held), zlib.compress(page.dumps(), LEVEL), zlib.compress(dump_units(units), LEVEL)]
    head = {"stamp": made_from, "size": len(page.text), "parts": [[len(part), zlib.crc32(part)] for part in parts]}
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode() + b"\n" + b"".join(parts)


@dataclass(frozen=True, slots=True)
class Loose:
    """A document that comes by itself, not with a whole corpus.

    Attributes:
        text: changes whenever its text does.
        file: where its segment is, if it has one.
    """

    text: str
    file: Path


@dataclass(frozen=True, slots=True)
class Segment:
    """One that was opened.

    Attributes:
        held: the buckets.
        size: characters of folded text.
        page, units: where they stand in the file: offset, length, sum.
    """

    file: Path
    held: bytes
    size: int
    page: tuple[int, int, int]
    units: tuple[int, int, int]

    def read_page(self) -> Page:
        """The folded page. Raises Unusable."""
        try:
            return page_from(self._part(self.page))
        except ValueError as error:
            raise Unusable(str(error)) from error

    def read_units(self) -> list[bytes]:
        """The units, one by one, as `dump_units` wrote them. Raises Unusable."""
        data = self._part(self.units)
        return data.split(b"\n") if data else []

    def _part(self, where: tuple[int, int, int]) -> bytes:
        offset, length, crc = where
        try:
            with self.file.open("rb") as stream:
                stream.seek(offset)
                return _unpacked(_checked(stream, length, crc))
        except (OSError, zlib.error) as error:
            raise Unusable(str(error)) from error


def open_segment(file: Path, wanted: str) -> Segment:
    """Reads the head and the buckets. Raises Unusable where it is not there or was made from something else."""
    try:
        with file.open("rb") as stream:
            line = stream.readline(_LONGEST_HEAD)
            head: dict[str, Any] = json.loads(line)
            if head["stamp"] != wanted:
                raise Unusable(f"{file}: {head['stamp']}")
            (width, first), (page, second), (units, third) = ((int(a), int(b)) for a, b in head["parts"])
            if width != _WIDTH or not (0 <= page <= _MOST and 0 <= units <= _MOST):
                raise Unusable(f"{file}: {head['parts']}")
            held = _checked(stream, width, first)
            start = len(line) + width
            return Segment(file, held, int(head["size"]), (start, page, second), (start + page, units, third))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{file}: {error}") from error


def _checked(stream: BinaryIO, length: int, crc: int) -> bytes:
    data = stream.read(length)
    if len(data) != length or zlib.crc32(data) != crc:
        raise Unusable("damaged")
    return data


def _unpacked(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    made = unpacking.decompress(data, _MOST)
    if not unpacking.eof:
        raise Unusable("too large or cut off")
    return made


class Segments:
    """The segments of the documents that come by themselves, each opened once."""

    def __init__(self) -> None:
        self._opened: dict[str, tuple[Loose, Segment | None]] = {}
        self._found: dict[str, Segment] = {}
        self._stale: set[str] = set()  # documents whose segment is another now, or gone
        self._views: tuple[SegmentView, ...] = ()

    def _found_of(self, loose: Mapping[str, Loose]) -> dict[str, Segment]:
        """Those that are there and fit, by document id."""
        opened, found = self._opened, self._found
        for doc in opened.keys() - loose.keys():
            del opened[doc]
            if found.pop(doc, None) is not None:
                self._stale.add(doc)
        for doc, each in loose.items():
            known = opened.get(doc)
            if known is not None and known[0] is each:
                continue
            made = known[1] if known is not None and known[0] == each else _opened(each)
            opened[doc] = (each, made)
            if found.pop(doc, None) is not made:
                self._stale.add(doc)
            if made is not None:
                found[doc] = made
        return found

    def views(self, loose: Mapping[str, Loose]) -> tuple[SegmentView, ...]:
        """The segments of these, to be asked: many as one view, and those that came since as another, so that one
        document more costs that document.
        """
        found = self._found_of(loose)
        for view in self._views:
            view.forget(self._stale)
        self._stale = set()
        base = self._views[0] if self._views else SegmentView({})
        apart = {doc: found[doc] for doc in found.keys() - base.numbers.keys()}
        if len(apart) > min(MOST_APART, len(base.ids)):
            self._views = (SegmentView(found),)
        elif len(self._views) < 2 or apart.keys() != self._views[1].numbers.keys():
            self._views = (base, SegmentView(apart))
        return self._views

    def missing(self, loose: Mapping[str, Loose]) -> list[str]:
        """Documents without one that fits."""
        return [doc for doc, each in loose.items() if self._opened.get(doc, (None, None))[1] is None]

    def forget_missing(self) -> None:
        """Looks anew for those that were not there."""
        self._opened = {doc: known for doc, known in self._opened.items() if known[1] is not None}


def _opened(loose: Loose) -> Segment | None:
    try:
        return open_segment(loose.file, stamp(loose.text))
    except Unusable:
        return None


class View(Protocol):
    """An index that is open. `ids`, `numbers`: of its documents, by each other."""

    ids: dict[int, str]
    numbers: dict[str, int]

    def holding(self, bucket: int) -> int:
        """Where some bigram of the bucket may stand, as a set of places: in which eighths of which documents."""

    def count(self, bucket: int) -> int:
        """How many documents hold some bigram of the bucket."""

    def tally(self, text: str) -> Tally | None:
        """How often one or two characters running stand where; None where that is not kept."""

    def holding_one(self, character: str) -> int | None:
        """The documents that may hold a character, as a set of places; None where that is not kept."""

    def lacking(self, places: Mapping[int, int], words: Sequence[re.Pattern[bytes]]) -> Iterable[int]:
        """Those of the documents whose pages surely lack some of the words in these eighths, as far as that costs less
        than to read them.
        """

    def page(self, number: int) -> Page:
        """The folded page of a document."""

    def units(self, number: int) -> list[bytes]:
        """The units of a document, one by one."""


class SegmentView:
    """The segments of a shelf, asked as an index is: documents by number, buckets as sets of bits.

    Attributes:
        ids, numbers: of the documents it knows, by each other.
    """

    def __init__(self, segments: Mapping[str, Segment]) -> None:
        """Args: segments: by document id."""
        self.ids = dict(enumerate(segments))
        self.numbers = {doc: number for number, doc in self.ids.items()}
        self._segments = tuple(segments.values())
        self._held = b"".join(segment.held for segment in self._segments)
        self._places: dict[int, int] = {}

    def forget(self, docs: Iterable[str]) -> None:
        """Knows these documents no longer."""
        for doc in docs:
            if (number := self.numbers.pop(doc, None)) is not None:
                del self.ids[number]

    def holding(self, bucket: int) -> int:
        """The documents that hold some bigram of the bucket, as a set of places: all of each."""
        places = self._places.get(bucket)
        if places is None:
            held = self._held[bucket >> 3 :: _WIDTH].translate(_BIT[bucket & 7])
            places = self._places[bucket] = int.from_bytes(held, "little")
        return places

    def count(self, bucket: int) -> int:
        """How many documents hold some bigram of the bucket."""
        return self.holding(bucket).bit_count() // EIGHTHS

    def tally(self, _text: str) -> None:
        """Nothing: a few documents are looked at."""

    def holding_one(self, _character: str) -> None:
        """Nothing, either."""

    def lacking(self, _places: Mapping[int, int], _words: Sequence[re.Pattern[bytes]]) -> tuple[()]:
        """None: each page stands in a file of its own."""
        return ()

    def page(self, number: int) -> Page:
        """The folded page of a document. Raises Unusable."""
        return self._segments[number].read_page()

    def units(self, number: int) -> list[bytes]:
        """The units of a document as `dump_units` wrote them, one by one. Raises Unusable."""
        return self._segments[number].read_units()

    def close(self) -> None:
        """Holds no file open."""
