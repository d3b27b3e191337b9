"""A PDF file that `QPdfWriter` has just made: its objects, others in their place, and more.

Knows only how Qt writes; a file from elsewhere is none of its.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

_END: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TRAILER: Final = re.compile(rb"trailer\s*<<(.*?)>>", re.DOTALL)
_TABLE: Final = re.compile(rb"xref\s+0 (\d+)\s*?\n")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_LINE = 20  # bytes of a line of the table of places


class StrangePdf(Exception):
    """The file is not built as Qt builds them."""


class PdfFile:
    """Objects by their numbers.

    Attributes:
        root: number of the catalogue. pages: numbers of the pages, in order.
    """

    def __init__(self, data: bytes) -> None:
        """`data`: the whole file. Raises StrangePdf."""
        self._data = data
        end = _END.search(data)
        trailer = _TRAILER.search(data, int(end[1])) if end else None
        head = _TABLE.match(data, int(end[1])) if end else None
        if end is None or trailer is None or head is None:
            raise StrangePdf
        self._table, self._count, self._lines = int(end[1]), int(head[1]), head.end()
        self.root = _number(rb"/Root (\d+) 0 R", trailer[1])
        self._info = re.search(rb"/Info \d+ 0 R", trailer[1])
        self._next = _number(rb"/Size (\d+)", trailer[1])
        self._made: dict[int, bytes] = {}
        kids = re.search(
            rb"/Kids\s*\[(.*?)\]", self.inside(_number(rb"/Pages (\d+) 0 R", self.inside(self.root))), re.DOTALL
        )
        self.pages = [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []
        if not self.pages:
            raise StrangePdf

    def inside(self, number: int) -> bytes:
        """The inside of a dictionary, as it is now, also of one that a stream has. Raises StrangePdf."""
        made = self._made.get(number)
        if made is not None and made.startswith(b"<<"):
            return made[2 : made.rindex(b">>")]
        found = re.compile(rb"%d 0 obj\s*<<(.*?)>>\s*(?:endobj|stream\r?\n)" % number, re.DOTALL).match(
            self._data, self._place(number)
        )
        if found is None:
            raise StrangePdf
        return found[1]

    def stream(self, number: int) -> bytes:
        """What a stream says, unpacked. Raises StrangePdf."""
        found = re.compile(rb"%d 0 obj\s*<<(.*?)>>\s*stream\r?\n" % number, re.DOTALL).match(
            self._data, self._place(number)
        )
        long = re.search(rb"/Length (\d+)( 0 R)?", found[1]) if found else None
        if found is None or long is None:
            raise StrangePdf
        size = int(long[1])
        if long[2]:
            told = re.compile(rb"%d 0 obj\s*(\d+)" % size).match(self._data, self._place(size))
            if told is None:
                raise StrangePdf
            size = int(told[1])
        packed = self._data[found.end() : found.end() + size]
        try:
            return zlib.decompress(packed) if b"/FlateDecode" in found[1] else packed
        except zlib.error as error:
            raise StrangePdf from error

    def numbers(self, kind: bytes) -> list[int]:
        """The objects whose dictionary names this type, such as b"/Type /Font"."""
        found = re.finditer(rb"(?:\A|\n)(\d+) 0 obj\s*<<\s*%s\b" % re.escape(kind), self._data)
        return [int(match[1]) for match in found]

    def new(self) -> int:
        """A number for an object that is about to be made."""
        self._next += 1
        return self._next - 1

    def put(self, number: int, inside: bytes) -> None:
        """A dictionary: a new one, or in place of what was there."""
        self._made[number] = b"<<" + inside + b">>"

    def put_array(self, number: int, inside: bytes) -> None:
        """An array."""
        self._made[number] = b"[" + inside + b"]"

    def put_stream(self, number: int, says: bytes) -> None:
        """A stream, packed."""
        packed = zlib.compress(says)
        head = b"<</Length %d /Filter /FlateDecode>>\nstream\n" % len(packed)
        self._made[number] = head + packed + b"\nendstream"

    def add(self, number: int, facts: bytes) -> None:
        """Put more into a dictionary that is there."""
        self.put(number, self.inside(number).rstrip() + b"\n" + facts + b"\n")

    def whole(self) -> bytes:
        """The file with everything that was put into it; nothing stays of what was replaced. Raises StrangePdf."""
        places = sorted((self._place(number), number) for number in range(1, self._count) if self._is_used(number))
        ends = [place for place, _number in places[1:]] + [self._table]
        out, found = bytearray(self._data[: places[0][0]]), dict[int, int]()
        for (place, number), end in zip(places, ends, strict=True):
            found[number] = len(out)
            made = self._made.get(number)
            out += self._data[place:end] if made is None else _object(number, made)
        for number in sorted(self._made.keys() - found.keys()):
            found[number] = len(out)
            out += _object(number, self._made[number])
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % self._next
        for number in range(1, self._next):
            out += b"%010d 00000 n \n" % found[number] if number in found else b"0000000000 65535 f \n"
        info = b" " + self._info[0] if self._info else b""
        trailer = b"<</Size %d /Root %d 0 R%s>>" % (self._next, self.root, info)
        return bytes(out + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % table)

    def _is_used(self, number: int) -> bool:
        return self._data[self._lines + _LINE * number + 17] == ord("n")

    def _place(self, number: int) -> int:
        if not 0 < number < self._count:
            raise StrangePdf
        at = self._lines + _LINE * number
        return int(self._data[at : at + 10])


def _object(number: int, says: bytes) -> bytes:
    return b"%d 0 obj\n" % number + says + b"\nendobj\n"


def _number(pattern: bytes, text: bytes) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise StrangePdf
    return int(found[1])
