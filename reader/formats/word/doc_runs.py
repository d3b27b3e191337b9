"""Runs of formatting in a Word 97–2003 file: which stretch of it is the end of a row, centred, deleted, how large.

Only what the text itself needs is read. Shapes: [MS-DOC] PlcBteChpx, PlcBtePapx, ChpxFkp, PapxFkp, Prl.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE = 512
_MOST_RUNS = 2_000_000
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_ROW_END, _IN_TABLE, _JUSTIFIED, _LOGICAL_JUSTIFIED = 0x2417, 0x2416, 0x2403, 0x2461
_LIST, _SIZE, _HIDDEN, _DELETED, _INSERTED, _DEPTH = 0x460B, 0x4A43, 0x083C, 0x0800, 0x0801, 0x6649


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks."""

    row_end: bool = False
    in_table: bool = False
    centred: bool = False
    numbered: bool = False
    size: float | None = None
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    nested: bool = False


class Runs:
    """Looks by offset in the stream."""

    def __init__(self, stream: bytes, table: bytes, at: int, length: int, *, paragraphs: bool) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._looks: list[Look] = []
        count = (min(length, len(table) - at) - 4) // 8 if 0 <= at < len(table) else 0
        seen: dict[bytes, Look] = {}
        for n in range(max(count, 0)):
            (page,) = struct.unpack_from("<I", table, at + 4 * (count + 1) + 4 * n)
            start = (page & 0x3FFFFF) * _PAGE
            if start + _PAGE > len(stream) or len(self._starts) > _MOST_RUNS:
                break
            for first, end, properties in _fkp(stream[start : start + _PAGE], paragraphs):
                if properties not in seen:
                    seen[properties] = _look(properties)
                self._starts.append(first)
                self._ends.append(end)
                self._looks.append(seen[properties])
        order = sorted(range(len(self._starts)), key=self._starts.__getitem__)
        self._starts = [self._starts[i] for i in order]
        self._ends = [self._ends[i] for i in order]
        self._looks = [self._looks[i] for i in order]

    def at(self, offset: int) -> tuple[Look, int]:
        """The look at an offset and where it ends (the offset plus one where nothing is known)."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self._looks[index], self._ends[index]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else offset + 1
        return _PLAIN, max(following, offset + 1)


_PLAIN = Look()


def _fkp(page: bytes, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    """The runs of one page: first and end offset in the stream, properties."""
    count = page[511]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count > 511:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for n in range(count):
        at = page[4 * (count + 1) + width * n] * 2
        properties = b""
        if at and at < 511:
            size = page[at]
            if paragraphs:
                at, size = (at + 2, page[at + 1] * 2) if size == 0 and at + 1 < 511 else (at + 1, size * 2 - 1)
                properties = page[at + 2 : min(at + max(size, 0), 511)]  # behind the style's number
            else:
                properties = page[at + 1 : min(at + 1 + size, 511)]
        if bounds[n] < bounds[n + 1]:
            yield bounds[n], bounds[n + 1], properties


def _look(properties: bytes) -> Look:
    values: dict[int, int] = {}
    at = 0
    while at + 2 < len(properties):
        (sprm,) = struct.unpack_from("<H", properties, at)
        at += 2
        kind = sprm >> 13
        if kind == 6:
            size = 1 + properties[at]
            if sprm == 0xD608 and at + 1 < len(properties):
                size = 1 + struct.unpack_from("<H", properties, at)[0]
        else:
            size = _SIZES[kind]
            values[sprm] = int.from_bytes(properties[at : at + size], "little")
        at += size
    size_points = values.get(_SIZE, 0)
    return Look(
        row_end=values.get(_ROW_END) == 1, in_table=values.get(_IN_TABLE) == 1,
        centred=values.get(_LOGICAL_JUSTIFIED, values.get(_JUSTIFIED)) == 1, numbered=0 < values.get(_LIST, 0) < 0xF801,
        size=size_points / 2 if 2 <= size_points <= 3276 else None, hidden=values.get(_HIDDEN) == 1,
        deleted=values.get(_DELETED) == 1, inserted=values.get(_INSERTED) == 1, nested=values.get(_DEPTH, 0) > 1,
    )  # fmt: skip
