"""Collects the lines that a converter reads, with their hints, and makes the RawText of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from reader.core.raw_text import Box, RawLine, RawText
from reader.formats.bounds import MOST_CELLS, MOST_LINES, MOST_TEXT, too_much
from reader.formats.pages.radicals import whole_characters

_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0a8": "□",
    "\uf0a3": "□", "\uf06f": "□", "\uf0fe": "☑", "\uf052": "☑", "\uf0fc": "✓", "\uf0e0": "→", "\uf0b0": "°",
    "\uf0b1": "±", "\uf0b4": "×", "\uf0b3": "≥",
}  # fmt: skip
"""Signs of the fonts Symbol and Wingdings at their private places."""


DOUBT = "\ufdd0"
"""Stands behind a character that was recognised with little confidence; a code point that is no character."""


class Lines:
    """Grows line by line; bounded."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: list[str] = []
        self.pages: list[tuple[float, float]] = []
        self.unread: list[int] = []
        self._parts: list[str] = []
        self._lines: list[RawLine] = []
        self._at = 0
        self._tables = 0
        self._cells = 0
        self._private = 0
        self._doubts: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(
        self, text: str, *, page: int | None = None, box: Box | None = None, column: tuple[float, float] | None = None,
        centred: bool = False, size: float | None = None, style: str | None = None, number: str | None = None,
        table: int | None = None,
    ) -> None:  # fmt: skip
        """One line. Line ends inside it become blanks: a line is a line."""
        text = whole_characters(_NOT_TEXT.sub("", _BREAKS.sub(" ", text)))
        if _PRIVATE.search(text):
            text = _PRIVATE.sub(self._shown, text)
        if table is None:
            text = text.replace("\t", " ")
        if not text.strip() and number is None and table is None:
            return
        start = self._at
        if DOUBT in text:
            text = self._undoubted(text, start)
        self._at += len(text) + 1
        if self._at > MOST_TEXT or len(self._lines) >= MOST_LINES:
            raise too_much(self.name, "的文字过多")
        self._parts.append(text)
        self._lines.append(
            RawLine(start, start + len(text), page, box, column, centred, size, style, number, table)
        )  # fmt: skip

    def _undoubted(self, text: str, start: int) -> str:
        """The text without its marks of doubt, which are kept as ranges."""
        first, *rest = text.split(DOUBT)
        kept = [first]
        at = start + len(first)
        for part in rest:
            if self._doubts and self._doubts[-1][1] == at - 1 >= start:
                self._doubts[-1] = (self._doubts[-1][0], at)
            elif at > start:
                self._doubts.append((at - 1, at))
            kept.append(part)
            at += len(part)
        return "".join(kept)

    @property
    def doubtful(self) -> int:
        """How many characters are in doubt so far."""
        return sum(end - start for start, end in self._doubts)

    def _shown(self, match: re.Match[str]) -> str:
        """A sign of a symbol font as what it shows; any other private character is lost, and counted."""
        if match.group() in SYMBOLS:
            return SYMBOLS[match.group()]
        self._private += 1
        return "\ufffd"

    def table(
        self, rows: Sequence[Sequence[str]], *, page: int | None = None, boxes: Sequence[Box] | None = None,
        column: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        """A table: a line a row. What has one column or one row only lays text out and comes as plain lines."""
        width = max((len(row) for row in rows), default=0)
        self._cells += width * len(rows)
        if self._cells > MOST_CELLS:
            raise too_much(self.name, "的表格过大")
        filled = [at for at in range(width) if any(at < len(row) and row[at].strip() for row in rows)]
        kept = [(n, [row[at] if at < len(row) else "" for at in filled]) for n, row in enumerate(rows)]
        kept = [(n, row) for n, row in kept if any(cell.strip() for cell in row)]
        laid_out = len(filled) < 2 or len(kept) < 2
        for n, row in kept:
            box = boxes[n] if boxes else None
            if laid_out:
                for cell in row:
                    self.add(cell, page=page, box=box, column=column)
            else:
                cells = (re.sub(r"[\s\u3000]*[\n\t][\s\u3000]*", " ", cell.strip()) for cell in row)
                self.add("\t".join(cells), page=page, box=box, column=column, table=self._tables)
        if not laid_out:
            self._tables += 1

    def made(self, data: bytes, kind: str, encoding: str = "utf-8", *, recognised: bool = False) -> RawText:
        """The RawText of all lines."""
        text = "\n".join(self._parts)
        if self._private:
            self.notes.append(f"有 {self._private} 个字符使用了私有编码，只有原文件的字体认得，无法读取。")
        digest = hashlib.sha256(data).hexdigest()
        return RawText(
            self.name, text, encoding, digest, html=False, kind=kind, lines=tuple(self._lines),
            notes=tuple(dict.fromkeys(self.notes)), pages=tuple(self.pages),
            recognised=recognised, doubts=tuple(self._doubts), unread=tuple(self.unread),
        )  # fmt: skip
