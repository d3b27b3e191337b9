"""What the words on the pages of a PDF file are: headings, paragraphs, tables with rows and cells (tagged PDF).

Screen readers walk by it, and programs that take text out of PDFs keep paragraphs and cells whole. Qt's writer marks
nothing; but it writes every run of words at its place in the laid-out text, which so tells what paragraph it is of.
Words outside the text - head, number of the page - are marked as no part of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable, QTextTableCell

from reader.ui.paper.pdf_content import Run, rewritten
from reader.ui.paper.pdf_file import PdfFile
from reader.ui.paper.pdf_words import UNKNOWN, PdfWords
from reader.ui.text.render import LINE_BREAK, MAY_BREAK

DEEPEST = 6  # levels of headings that the format has names for
_LONGEST = 400  # characters that one run of words may be made of
_DRAWN_AS_NOTHING = frozenset({MAY_BREAK, LINE_BREAK, "\u2029"})


@dataclass(frozen=True, slots=True)
class Structure:
    """What is printed.

    Attributes:
        text: as it was painted, laid out. headings: number of a paragraph -> level, 0 for the title.
    """

    text: QTextDocument
    headings: Mapping[int, int]


@dataclass(slots=True)
class _Element:
    """A part of the text.

    Attributes:
        marks: which runs of words on which page (number of its object) it has.
    """

    kind: str
    number: int
    parent: int
    facts: str = ""
    children: list[int] = field(default_factory=list)
    marks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def tagging(file: PdfFile, structure: Structure) -> Iterator[None]:
    """Mark a page whenever asked, and let its words be what the text says; the file gets it at the end."""
    words = PdfWords(file)
    tree, made = _Tree(file, structure, words), []
    for page in file.pages:
        content = _number(rb"/Contents (\d+) 0 R", file.inside(page))
        made.append((page, content, *tree.mark(page, file.stream(content))))
        yield
    words.mend()
    nums = []
    for at, (page, content, says, owners) in enumerate(made):
        file.put_stream(content, says)
        file.add(page, b"/StructParents %d /Tabs /S" % at)
        listed = file.new()
        file.put_array(listed, b" ".join(b"%d 0 R" % owner for owner in owners))
        nums.append(b"%d %d 0 R" % (at, listed))
    parents = file.new()
    file.put(parents, b"/Nums [" + b" ".join(nums) + b"]")
    file.add(file.root, b"/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R" % tree.write(parents, len(made)))


class _Tree:
    """The parts of the text, made as words of them are met."""

    def __init__(self, file: PdfFile, structure: Structure, words: PdfWords) -> None:
        self._file, self._text, self._headings, self._words = file, structure.text, structure.headings, words
        self._layout = structure.text.documentLayout()
        self._units = _units(structure.text.toRawText())
        self._root, self._whole = file.new(), _Element("Document", file.new(), 0)
        self._whole.parent = self._root
        self._elements = {self._whole.number: self._whole}
        self._known: dict[tuple[int, ...], _Element] = {}
        self._order: dict[int, tuple[int, ...]] = {}

    def mark(self, page: int, says: bytes) -> tuple[bytes, list[int]]:
        """What a page says, with its words marked, and whose each mark is."""
        owners: list[int] = []

        def around(run: Run) -> tuple[bytes, bytes] | None:
            if run.inside is None:
                return b"/Artifact BMC", b"EMC"
            at = self._layout.hitTest(QPointF(*run.place), Qt.HitTestAccuracy.FuzzyHit)
            if not run.inside:
                return None  # a line that is cut away is read all the same, on the wrong page
            if self._only_breaks(run, at):
                # What the font has no character for may have ink: it stays, and is read as nothing.
                return (
                    (b"/Span <</ActualText <FEFF>>> BDC", b"EMC")
                    if UNKNOWN in self._words.says(run.font, run.glyphs)
                    else None
                )
            if self._is_head_again(run, at):
                return b"/Artifact BMC", b"EMC"
            self._words.compare(run.font, run.glyphs, self._drawn(at))
            element = self._element(self._text.findBlock(at))
            element.marks[page].append(len(owners))
            owners.append(element.number)
            return f"/{element.kind} <</MCID {len(owners) - 1}>> BDC".encode(), b"EMC"

        return rewritten(says, around), owners

    def write(self, parents: int, pages: int) -> int:
        """Put all parts into the file; gives the number of their root."""
        for element in self._elements.values():
            kids = sorted(element.children, key=self._order.__getitem__)
            inside = [f"{number} 0 R" for number in kids]
            first = next(iter(element.marks), 0)
            inside += map(str, element.marks.get(first, ()))
            for page, marks in element.marks.items():  # what runs on over further pages
                inside += [f"<</Type /MCR /Pg {page} 0 R /MCID {mark}>>" for mark in marks if page != first]
            on = f" /Pg {first} 0 R" if first else ""
            said = f"/Type /StructElem /S /{element.kind} /P {element.parent} 0 R{on}{element.facts}"
            said += f" /K [{' '.join(inside)}]"
            self._file.put(element.number, said.encode())
        root = (
            f"/Type /StructTreeRoot /K [{self._whole.number} 0 R] /ParentTree {parents} 0 R /ParentTreeNextKey {pages}"
        )
        self._file.put(self._root, root.encode())
        return self._root

    def _only_breaks(self, run: Run, at: int) -> bool:
        """Whether a run is what a line may break at: nothing on paper, a blank inside a word to who copies it."""
        beside = self._beside(at)
        return MAY_BREAK in beside and " " not in beside and self._words.are_blank(run.font, run.glyphs)

    def _beside(self, at: int) -> list[str]:
        return self._units[max(0, at - 1) : at + 1]

    def _is_head_again(self, run: Run, at: int) -> bool:
        """Whether a run is of the head of a table that goes on: painted again, over the cells of another page."""
        table = _table(self._text.findBlock(at))
        if table is None:
            return False
        says = self._words.says(run.font, run.glyphs)
        if says == "".join(self._drawn(at)[: len(says)]):
            return False
        heads = range(table.format().toTableFormat().headerRowCount())
        cells = [table.cellAt(row, column) for row in heads for column in range(table.columns())]
        firsts = [(cell.firstPosition(), cell.lastPosition()) for cell in cells]
        return any(says in "".join(self._units[first:last]).replace(MAY_BREAK, "") for first, last in firsts)

    def _drawn(self, at: int) -> list[str]:
        """The characters from a place on that have a glyph."""
        return [unit for unit in self._units[at : at + _LONGEST] if unit and unit not in _DRAWN_AS_NOTHING]

    def _element(self, block: QTextBlock) -> _Element:
        number = block.blockNumber()
        table = _table(block)
        level = self._headings.get(number)
        kind = "P" if level is None else f"H{min(DEEPEST, level + 1)}"
        if table is None:
            return self._make((number,), kind, self._whole)
        cell = table.cellAt(block.position())
        return self._make((*self._cell_key(table, cell), number), kind, self._in_cell(table, cell))

    def _cell_key(self, table: QTextTable, cell: QTextTableCell) -> tuple[int, int, int]:
        return table.firstCursorPosition().block().blockNumber(), cell.row(), cell.column()

    def _in_cell(self, table: QTextTable, cell: QTextTableCell) -> _Element:
        first, row, column = self._cell_key(table, cell)
        whole = self._make((first, -1), "Table", self._whole)
        line = self._make((first, row, -1), "TR", whole)
        is_head = row < table.format().toTableFormat().headerRowCount()
        facts = ["/Scope /Column"] if is_head else []
        facts += [f"/RowSpan {cell.rowSpan()}"] if cell.rowSpan() > 1 else []
        facts += [f"/ColSpan {cell.columnSpan()}"] if cell.columnSpan() > 1 else []
        told = f" /A <</O /Table {' '.join(facts)}>>" if facts else ""
        return self._make((first, row, column, -1), "TH" if is_head else "TD", line, told)

    def _make(self, key: tuple[int, ...], kind: str, parent: _Element, facts: str = "") -> _Element:
        """The part with this place in the text (`key`), made where it is not there yet."""
        made = self._known.get(key)
        if made is None:
            made = self._known[key] = _Element(kind, self._file.new(), parent.number, facts)
            self._elements[made.number] = made
            self._order[made.number] = key
            parent.children.append(made.number)
        return made


def _table(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable()  # None outside of tables, which the stubs do not know


def _units(text: str) -> list[str]:
    """Characters by the units that Qt counts; what takes two stands on the first, nothing on the second."""
    found: list[str] = []
    for character in text:
        found += [character] if ord(character) < 0x10000 else [character, ""]
    return found


def _number(pattern: bytes, inside: bytes) -> int:
    found = re.search(pattern, inside)
    return int(found[1]) if found else 0
