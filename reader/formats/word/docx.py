"""A Word file (.docx) to lines: what a reader of the file sees with all tracked changes accepted.

Automatic numbers are hints, not text. Headers and footers are no part of the text; footnotes stand at its end.
"""

from __future__ import annotations

import itertools
import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import DEEPEST, MOST_COLUMNS, MOST_TEXT, damaged, too_much
from reader.formats.lines import Lines
from reader.formats.packed import Element, Packed, attribute, child, children, local, whole
from reader.formats.sniff import sniff
from reader.formats.text import decode_text
from reader.formats.word.docx_numbers import Numbering
from reader.formats.word.docx_styles import Styles

_GONE = frozenset(["del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "rt", "sdtPr", "sdtEndPr"])
_CHANGES = frozenset(["ins", "del", "moveFrom", "moveTo"])
_TRACKED = "文件带有修订标记：按接受全部修订后的样子读取，删去的文字不在其中。"
_HIDDEN = "文件含有隐藏文字，未读取。"
_MOST_NOTES = 5000


def convert(data: bytes, name: str) -> RawText:
    """The file's text. Raises BadInput where it is damaged, encrypted or asks for too much."""
    lines = Lines(name)
    _read(data, lines, 0)
    return lines.made(data, "docx")


def _read(data: bytes, lines: Lines, depth: int) -> None:
    archive = Packed(data, lines.name, "Word")
    main = _main_part(archive)
    root = archive.xml(main)
    body = child(root, "body")
    if body is None:
        raise damaged(lines.name, "Word")
    folder = posixpath.dirname(main)
    _Body(archive, folder, main, lines, depth).read(body)


def _main_part(archive: Packed) -> str:
    for each in children(archive.xml("_rels/.rels"), "Relationship"):
        if (attribute(each, "Type") or "").endswith("/officeDocument"):
            return (attribute(each, "Target") or "").lstrip("/")
    return "word/document.xml"


@dataclass(slots=True)
class _Words:
    """The words of one paragraph while it is read: lines, text boxes found on the way, how large its characters are."""

    lines: list[str] = field(default_factory=lambda: [""])
    boxes: list[Element] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)

    def add(self, text: str, size: float) -> None:
        self.lines[-1] += text
        if text.strip():
            self.sizes[size] += len(text)


class _Body:
    """Reads one document part."""

    def __init__(self, archive: Packed, folder: str, main: str, lines: Lines, depth: int) -> None:
        self._archive = archive
        self._folder = folder
        self._lines = lines
        self._depth = depth
        rels = archive.xml(f"{folder}/_rels/{posixpath.basename(main)}.rels")
        self._targets = {
            attribute(each, "Id") or "": attribute(each, "Target") or ""
            for each in children(rels, "Relationship")
            if attribute(each, "TargetMode") != "External"
        }
        self._styles = Styles(archive.xml(f"{folder}/styles.xml"))
        self._numbers = Numbering(archive.xml(f"{folder}/numbering.xml"))
        self._notes: list[tuple[str, str]] = []  # part and id of each footnote, in the order of their marks
        self._fields: list[bool] = []  # for each field that is open: whether its result has begun
        self._pending = _Words()  # words of paragraphs whose mark was deleted: they run into the next
        self._joins = False

    def read(self, body: Element) -> None:
        """Every block of the body in order, then the footnotes."""
        self._blocks(body, 0)
        parts = {part: self._archive.xml(f"{self._folder}/{part}.xml") for part in ("footnotes", "endnotes")}
        known = {
            (part, attribute(each, "id")): each
            for part, root in parts.items() if root is not None for each in root
        }  # fmt: skip
        for number, key in enumerate(self._notes, 1):
            note = known.get(key)
            if note is not None:
                text = " ".join(self._cell_lines(note, 0))
                self._lines.add(f"[{number}] {text.strip()}", style="note")

    def _blocks(self, parent: Element, depth: int) -> None:
        if depth > DEEPEST:
            raise too_much(self._lines.name, "的嵌套过深")
        for element in parent:
            kind = local(element)
            if kind == "p":
                self._paragraph(element, depth)
            elif kind == "tbl":
                self._table(element, depth)
            elif kind == "altChunk":
                self._chunk(element)
            elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"):
                self._blocks(element, depth + 1)

    # -- paragraphs

    def _paragraph(self, element: Element, depth: int) -> None:
        own = child(element, "pPr")
        style = _value(child(own, "pStyle"))
        words = self._pending if self._joins else _Words()
        self._runs(element, style, words, depth)
        number = None if self._joins else self._number(own, style, words)
        self._joins = child(own, "rPr", "del") is not None or child(own, "rPr", "moveFrom") is not None
        if self._joins:
            self._lines.notes.append(_TRACKED)
            self._pending = words
            return
        size = words.sizes.most_common(1)[0][0] if words.sizes else None
        for text in words.lines:
            self._lines.add(
                text, centred=self._styles.centred(style, own), size=size, style=self._styles.heading(style, own),
                number=number,
            )  # fmt: skip
            number = None
        for box in words.boxes:
            self._blocks(box, depth + 1)

    def _number(self, own: Element | None, style: str | None, words: _Words) -> str | None:
        given = child(own, "numPr")
        num, level = _value(child(given, "numId")), _value(child(given, "ilvl"))
        named = style
        if num is None:
            num, at_style, named = self._styles.list_of(style)
            level = level if level is not None else at_style
        if num is None or num == "0":
            return None
        if level is None and named is not None and (by_style := self._numbers.level_of_style(num, named)) is not None:
            level = str(by_style)
        if not any(line.strip() for line in words.lines):
            return None  # Word numbers an empty paragraph only where something stands in it
        return self._numbers.next(num, whole(level, 0, 8, 0))

    def _runs(self, parent: Element, style: str | None, words: _Words, depth: int, run: Element | None = None) -> None:
        if depth > 2 * DEEPEST:
            raise too_much(self._lines.name, "的嵌套过深")
        for element in parent:
            kind = local(element)
            if kind in _CHANGES:
                self._lines.notes.append(_TRACKED)
            if kind in _GONE:
                continue
            if kind == "r":
                own = child(element, "rPr")
                if _is_on(child(own, "vanish")):
                    if any(local(each) == "t" for each in element):
                        self._lines.notes.append(_HIDDEN)
                    continue
                self._runs(element, style, words, depth + 1, own)
            elif kind == "txbxContent":
                words.boxes.append(element)
            elif kind == "AlternateContent":
                chosen = next((each for each in element if local(each) in ("Choice", "Fallback") and len(each)), None)
                if chosen is not None:
                    self._runs(chosen, style, words, depth + 1, run)
            elif kind == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif all(self._fields):
                self._piece(element, kind, style, words, depth, run)

    def _piece(
        self, element: Element, kind: str, style: str | None, words: _Words, depth: int, run: Element | None
    ) -> None:
        text = ""
        if kind == "t":
            text = element.text or ""
        elif kind in ("tab", "ptab"):
            text = "\t"
        elif kind in ("br", "cr"):
            if attribute(element, "type") not in ("page", "column"):
                words.lines.append("")
        elif kind == "noBreakHyphen":
            text = "-"
        elif kind == "sym":
            code = int(found, 16) if (found := attribute(element, "char")) and _is_hex(found) else 0
            text = chr(code) if code else ""
        elif kind in ("footnoteReference", "endnoteReference"):
            if len(self._notes) < _MOST_NOTES and attribute(element, "customMarkFollows") not in ("1", "true"):
                self._notes.append((kind.removesuffix("Reference") + "s", attribute(element, "id") or ""))
                text = f"[{len(self._notes)}]"
        else:
            self._runs(element, style, words, depth + 1, run)
        if text:
            words.add(text, self._styles.size(style, run))

    def _field(self, kind: str | None) -> None:
        if kind == "begin" and len(self._fields) < DEEPEST:
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    # -- tables

    def _table(self, table: Element, depth: int) -> None:
        rows = list(_rows(table, 0))
        cells = [list(_cells(row, 0)) for row in rows]
        if len(rows) < 2 or max(map(len, cells), default=0) < 2:
            for single in itertools.chain.from_iterable(cells):
                self._blocks(single, depth + 1)
            return
        grid: list[list[str]] = []
        size = 0
        for row, row_cells in zip(rows, cells, strict=True):
            made = [""] * whole(_value(child(row, "trPr", "gridBefore")), 0, MOST_COLUMNS, 0)
            for cell in row_cells:
                own = child(cell, "tcPr")
                across = whole(_value(child(own, "gridSpan")), 1, MOST_COLUMNS, 1)
                merge = child(own, "vMerge")
                goes_on = merge is not None and (_value(merge) or "continue") != "restart"
                text = "" if goes_on else " ".join(self._cell_lines(cell, depth + 1))
                made += [text, *[""] * (across - 1)]
                size += len(text) + across
                if len(made) > MOST_COLUMNS or size > MOST_TEXT:
                    raise too_much(self._lines.name, "的表格过大")
            grid.append(made)
        self._lines.table(grid)

    def _cell_lines(self, parent: Element, depth: int) -> list[str]:
        """The paragraphs of a cell or a footnote, each with its number."""
        if depth > DEEPEST:
            raise too_much(self._lines.name, "的嵌套过深")
        found: list[str] = []
        for element in parent:
            kind = local(element)
            if kind == "p":
                own = child(element, "pPr")
                style = _value(child(own, "pStyle"))
                words = _Words()
                self._runs(element, style, words, depth)
                number = self._number(own, style, words) or ""
                found.append(f"{number}{' '.join(words.lines)}".strip())
                for box in words.boxes:
                    found += self._cell_lines(box, depth + 1)
            elif kind not in ("tcPr", "trPr", "tblPr", "tblGrid") and kind not in _GONE:
                found += self._cell_lines(element, depth + 1)
        return [text for text in found if text]

    # -- what is embedded

    def _chunk(self, element: Element) -> None:
        target = self._targets.get(attribute(element, "id") or "", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")
        data = self._archive.read(path) if target else None
        if data is None or not data.strip():
            self._lines.notes.append("文件引用了一段没有随文件保存的内容，未读取。")
            return
        if self._depth >= 3:
            raise too_much(self._lines.name, "的嵌套过深")
        kind = sniff(data)
        if kind == "docx":
            _read(data, self._lines, self._depth + 1)
        elif kind == "mht":  # rare, as are the others below: only then are their libraries loaded
            from reader.formats.html import read_html
            from reader.formats.mht import read_mht

            read_html(read_mht(data, self._lines.name)[0], self._lines)
        elif kind == "html":
            from reader.formats.html import read_html

            read_html(decode_text(data, self._lines.name)[0], self._lines)
        elif kind == "rtf":
            from reader.formats.rtf import read_rtf

            for line in read_rtf(data, self._lines.name).split("\n"):
                self._lines.add(line)
        elif kind == "text":
            for line in decode_text(data, self._lines.name)[0].splitlines():
                self._lines.add(line)
        else:
            raise BadInput(f"“{self._lines.name}”的正文是嵌入的另一种文件，无法读取。")


def _value(element: Element | None) -> str | None:
    return None if element is None else attribute(element, "val")


def _is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _is_hex(text: str) -> bool:
    return 0 < len(text) <= 4 and all(c in "0123456789abcdefABCDEF" for c in text)


def _rows(table: Element, depth: int) -> Iterator[Element]:
    for element in table:
        if local(element) == "tr":
            if child(element, "trPr", "del") is None:
                yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins") and depth < DEEPEST:
            yield from _rows(element, depth + 1)


def _cells(row: Element, depth: int) -> Iterator[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml") and depth < DEEPEST:
            yield from _cells(element, depth + 1)
