"""RawText: what was read from a file, before any rule: its text, and for each line where it stood and how it looked.

Made by the converters of `formats`, read by `ingest` and the library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reader.core.errors import BadInput

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left corner of the page as it is read."""


class NeedsOcr(BadInput):
    """A file whose pages are pictures: only recognition of characters can read it."""


class RawLine(NamedTuple):
    """One line of a RawText that came from a laid-out file.

    Attributes:
        start, end: half-open range of code points in the text, without the line feed.
        page: from 1; None where the file has no pages.
        box: place on that page.
        column: left and right edge of the column of text it stands in, in points.
        centred: whether it stands in the middle of its column.
        size: of its characters, in points.
        style: title, heading-1 … heading-9, note (a footnote), watermark, box (a text box); None for plain text.
        number: an automatic list number that the text lacks, as it is shown.
        table: number of the table whose row it is, from 0; cells are parted by tabs.
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    column: tuple[float, float] | None = None
    centred: bool = False
    size: float | None = None
    style: str | None = None
    number: str | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """A decoded source.

    Attributes:
        name: file name, for display and as a last resort for a title.
        text: decoded text, nothing changed.
        encoding: Python's name of the encoding found.
        sha256: of the bytes, hexadecimal.
        html: whether it is a web page with tags.
        kind: text, html, mht, docx, doc, rtf, pdf, ofd, xlsx, xls, csv or picture.
        lines: of a laid-out file, in order; empty for plain text and web pages.
        notes: what a reader has to know of the conversion, a Chinese sentence each.
        pages: width and height of each page in points, where the file has pages.
        recognised: whether characters of it come from pictures (OCR): nothing read from it is sure.
        unread: numbers of pages that are pictures and were left out.
        doubts: half-open ranges of the text whose characters were recognised with little confidence.
    """

    name: str
    text: str
    encoding: str
    sha256: str
    html: bool
    kind: str = "text"
    lines: tuple[RawLine, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[tuple[float, float], ...] = ()
    recognised: bool = False
    doubts: tuple[tuple[int, int], ...] = ()
    unread: tuple[int, ...] = ()


def line_at(lines: Sequence[RawLine], offset: int) -> RawLine | None:
    """The line in which a code point of the text stands; None where no line is known."""
    index = bisect_right(lines, offset, key=lambda line: line.start) - 1
    return lines[index] if index >= 0 and offset <= lines[index].end else None


def raw_dict(raw: RawText) -> dict[str, Any]:
    """The RawText as JSON-ready values."""
    return {
        "name": raw.name, "text": raw.text, "encoding": raw.encoding, "sha256": raw.sha256, "html": raw.html,
        "kind": raw.kind, "lines": [list(line) for line in raw.lines], "notes": list(raw.notes),
        "pages": [list(page) for page in raw.pages], "recognised": raw.recognised,
        "doubts": [list(span) for span in raw.doubts], "unread": list(raw.unread),
    }  # fmt: skip


def raw_from(value: dict[str, Any]) -> RawText:
    """The RawText that `raw_dict` wrote. Raises ValueError, TypeError or KeyError where the values are not one."""
    return RawText(
        str(value["name"]), str(value["text"]), str(value["encoding"]), str(value["sha256"]), bool(value["html"]),
        str(value["kind"]), tuple(_line(*fields) for fields in value["lines"]), tuple(map(str, value["notes"])),
        tuple((float(width), float(height)) for width, height in value["pages"]), bool(value["recognised"]),
        tuple((int(start), int(end)) for start, end in value["doubts"]), tuple(map(int, value["unread"])),
    )  # fmt: skip


def _line(
    start: int, end: int, page: int | None, box: list[float] | None, column: list[float] | None, centred: bool,
    size: float | None, style: str | None, number: str | None, table: int | None,
) -> RawLine:  # fmt: skip
    placed = None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
    edges = None if column is None else (float(column[0]), float(column[1]))
    return RawLine(start, end, page, placed, edges, bool(centred), size, style, number, table)
