"""A table as text, cells parted by commas, tabs or semicolons (CSV as Excel and WPS write it), to lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_CELLS, MOST_COLUMNS, too_much
from reader.formats.lines import Lines
from reader.formats.text import decode_text

_MARKS: Final = ",\t;"
_SAMPLE: Final = 64 * 1024
_LOOKED_AT: Final = 200  # rows
_FEWEST_ROWS: Final = 3
_NEARLY_ALL: Final = 0.9
_LONGEST_NAME: Final = 40  # characters of a column's name
_SENTENCE: Final = re.compile("[。！？；]|[.!?;:：]$")


def is_table(data: bytes) -> bool:
    """Whether what is no more than text is a table: nearly all rows have the same cells, under names of columns.

    By its rows and never by its name; text whose lines have a comma here and there is none.
    """
    first = data[:_SAMPLE].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n").split(b"\n", 1)[0]
    if not any(mark.encode() in first for mark in _MARKS) and not _titled(data):
        return False
    try:
        text, _ = decode_text(_cut(data), "")
    except BadInput:
        return False
    return _mark_of(text) is not None


def _titled(data: bytes) -> bool:
    """Whether a line soon after the first may be the names of columns, the first being a title."""
    lines = data[:_SAMPLE].split(b"\n", 4)[1:4]
    return any(mark.encode() in line for mark in _MARKS for line in lines)


def _cut(data: bytes) -> bytes:
    """The beginning, up to the end of a line."""
    if len(data) <= _SAMPLE:
        return data
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}  # two bytes a character
    return data[:_SAMPLE] if wide else data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data[:_SAMPLE]


def _mark_of(text: str) -> str | None:
    """What parts the cells of a table; None where a text is none."""
    for mark in _MARKS:
        try:
            rows = [row for row, _ in zip(_rows(text[:_SAMPLE], mark), range(_LOOKED_AT), strict=False)]
        except csv.Error:
            continue
        names = next((at for at, row in enumerate(rows) if _filled(row) > 1), None)
        if names is None or len(rows) - names < _FEWEST_ROWS or names > 2:
            continue
        width, often = Counter(len(row) for row in rows[names:]).most_common(1)[0]
        if len(rows[names]) == width > 1 and often >= _NEARLY_ALL * (len(rows) - names) and _are_names(rows[names]):
            return mark
    return None


def _rows(text: str, mark: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark):
        if any(cell.strip() for cell in row):
            yield row


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _are_names(cells: list[str]) -> bool:
    """Whether cells are names of columns, or values as short: no sentence among them, none said twice."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(names) == len(set(names))
        and all(len(name) <= _LONGEST_NAME and not _SENTENCE.search(name) for name in names)
        and 2 * len(names) > len(cells)
    )


def convert(data: bytes, name: str) -> RawText:
    """The table's text. Raises BadInput where it is in no known encoding, asks for too much or is no table."""
    text, encoding = decode_text(data, name)
    mark = _mark_of(text)
    if mark is None:
        raise BadInput(f"“{name}”不是表格。")
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in _rows(text, mark):
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise too_much(name, "的表格过大")
            rows.append([cell.strip() for cell in row])
    except csv.Error as error:  # a cell of more than 128 KB
        raise too_much(name, "的单元格过大") from error
    lines = Lines(name)
    while len(rows) > 1 and _filled(rows[0]) == 1:
        lines.add(next(filter(None, rows.pop(0))), style=None if len(lines) else "title", centred=not len(lines))
    lines.table(rows)
    return lines.made(data, "csv", encoding)
