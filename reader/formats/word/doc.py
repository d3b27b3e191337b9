"""A Word 97–2003 or WPS Writer file (.doc, .wps) to lines, by its piece table.

Automatic numbers are worked out by Word from its lists and are not in the text: where there are any, a note says so.
"""

from __future__ import annotations

import io
import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_COLUMNS, MOST_TEXT, damaged, too_much
from reader.formats.lines import Lines
from reader.formats.word.doc_runs import Look, Runs

_MOST_PIECES = 200_000
_MAGIC = 0xA5EC
_TRACKED = "文件带有修订标记：按接受全部修订后的样子读取，删去的文字不在其中。"
_NUMBERED = "文件用了自动编号；旧版 Word 文件的正文里没有这些编号，请对照原文件。"
_HIDDEN = "文件含有隐藏文字，未读取。"
_MARKS = str.maketrans({
    "\x01": None, "\x03": None, "\x04": None, "\x05": None, "\x08": None, "\x1e": "-", "\x1f": None, "\xa0": " ",
    "\x0c": "\r", "\x0e": "\r",
})  # fmt: skip


def convert(data: bytes, name: str) -> RawText:
    """The file's text. Raises BadInput where it is damaged, encrypted or of Word 95 and older."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            stream = ole.openstream("WordDocument").read()
            if len(stream) < 0x1AA or struct.unpack_from("<H", stream)[0] != _MAGIC:
                raise BadInput(f"“{name}”是 Word 95 或更早的文件，请用 Word 或 WPS 另存为 .docx 后再试。")
            flags = struct.unpack_from("<H", stream, 0x0A)[0]
            if flags & 0x0100:
                raise BadInput(f"“{name}”设有密码，无法读取；请先去掉密码。")
            table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
            pictures = ole.exists("Data")
    except BadInput:
        raise
    except Exception as error:  # a damaged container fails in its library's own many ways
        raise damaged(name, "Word") from error
    lines = Lines(name)
    try:
        _Reader(stream, table, lines).read()
    except (struct.error, IndexError) as error:
        raise damaged(name, "Word") from error
    if not len(lines) and pictures:
        lines.notes.append("pictures")
    return lines.made(data, "doc")


def _pieces(stream: bytes, table: bytes, name: str) -> list[tuple[int, int, int, bool]]:
    """First and end character, offset in the stream and whether a character is one byte, for each piece."""
    at, length = struct.unpack_from("<II", stream, 0x1A2)
    end = min(at + length, len(table))
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at + 5 > end or table[at] != 2:
        raise damaged(name, "Word")
    (size,) = struct.unpack_from("<I", table, at + 1)
    at += 5
    count = (min(size, end - at) - 4) // 12
    if not 0 < count <= _MOST_PIECES:
        raise damaged(name, "Word")
    bounds = struct.unpack_from(f"<{count + 1}I", table, at)
    out = []
    for n in range(count):
        (offset,) = struct.unpack_from("<I", table, at + 4 * (count + 1) + 8 * n + 2)
        single = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        if bounds[n] < bounds[n + 1]:
            out.append((bounds[n], bounds[n + 1], offset // 2 if single else offset, single))
    return out


@dataclass(slots=True)
class _Paragraph:
    words: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)


class _Reader:
    def __init__(self, stream: bytes, table: bytes, lines: Lines) -> None:
        self._stream = stream
        self._lines = lines
        self._pieces = _pieces(stream, table, lines.name)
        at = struct.unpack_from("<IIII", stream, 0xFA)
        self._characters = Runs(stream, table, at[0], at[1], paragraphs=False)
        self._paragraphs = Runs(stream, table, at[2], at[3], paragraphs=True)
        self._fields: list[bool] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._notes = 0

    def read(self) -> None:
        """The main text, then footnotes, endnotes and text boxes; headers, footers and comments are no text."""
        counts = struct.unpack_from("<8I", self._stream, 0x4C)
        main, foot, header, _, comments, end, boxes, _ = counts
        if sum(counts) > MOST_TEXT:
            raise too_much(self._lines.name, "的文字过多")
        self._part(0, main, None)
        at = main
        self._part(at, at + foot, "note")
        at += foot + header + comments
        self._part(at, at + end, "note")
        self._part(at + end, at + end + boxes, "box")

    def _part(self, first: int, last: int, style: str | None) -> None:
        self._fields = []
        paragraph = _Paragraph()
        for text, look, offset in self._stretches(first, last):
            for part in re.split("([\r\x07\x0b\x13-\x15\x02])", text.translate(_MARKS)):
                at = offset  # of the stretch: a paragraph's look is that of its mark, which ends a stretch
                if part in ("\r", "\x07"):
                    self._end(paragraph, part, self._paragraphs.at(at)[0], style)
                    paragraph = _Paragraph()
                elif part == "\x0b":
                    paragraph.words.append("\n")
                elif part == "\x02":
                    self._notes += style is None
                    paragraph.words.append(f"[{self._notes}]" if style is None else "")
                elif part in ("\x13", "\x14", "\x15"):
                    self._mark(part)
                elif part and all(self._fields):
                    paragraph.words.append(part)
                    if look.size and part.strip():
                        paragraph.sizes[look.size] += len(part)
        if paragraph.words:
            self._end(paragraph, "\r", Look(), style)
        self._finish_table()

    def _mark(self, mark: str) -> None:
        """A field begins (its code is no text), its result begins, or it ends."""
        if mark == "\x13":
            self._fields.append(False)
        elif self._fields and mark == "\x14":
            self._fields[-1] = True
        elif self._fields:
            self._fields.pop()

    def _stretches(self, first: int, last: int) -> Iterator[tuple[str, Look, int]]:
        """Text with one look, each ending at the latest with a paragraph's mark, and where in the stream it ends."""
        for start, end, offset, single in self._pieces:
            low, high = max(start, first), min(end, last)
            width = 1 if single else 2
            at = offset + (low - start) * width
            stop = min(offset + (high - start) * width, len(self._stream))
            while low < high and at < stop:
                look, until = self._characters.at(at)
                until = min(until, stop)
                until += (until - at) % width
                text = self._stream[at:until].decode("cp1252" if single else "utf-16-le", "replace")
                if look.deleted or look.inserted:
                    self._lines.notes.append(_TRACKED)
                if look.hidden:
                    self._lines.notes.append(_HIDDEN)
                if not (look.deleted or look.hidden):
                    begin = 0
                    for mark in re.finditer("[\r\x07\x0c]", text):
                        yield text[begin : mark.end()], look, at + mark.start() * width
                        begin = mark.end()
                    if begin < len(text):
                        yield text[begin:], look, until
                at = until

    def _end(self, paragraph: _Paragraph, mark: str, look: Look, style: str | None) -> None:
        text = "".join(paragraph.words)
        if look.numbered and text.strip():
            self._lines.notes.append(_NUMBERED)
        if mark == "\x07" and not look.nested:
            if look.row_end:
                if len(self._cells) <= MOST_COLUMNS:
                    self._rows.append(self._cells)
                self._cells = []
            else:
                self._cells.append(" ".join([*self._cell, text]).strip())
                self._cell = []
            return
        if look.in_table or mark == "\x07":
            self._cell.append(text)
            return
        self._finish_table()
        size = paragraph.sizes.most_common(1)[0][0] if paragraph.sizes else None
        for line in text.split("\n"):
            self._lines.add(line, centred=look.centred, size=size, style=style)

    def _finish_table(self) -> None:
        if self._cells or self._cell:
            self._rows.append([*self._cells, " ".join(self._cell)] if self._cell else self._cells)
        if self._rows:
            self._lines.table(self._rows)
        self._rows, self._cells, self._cell = [], [], []
