"""What of a document is in sight: places ↔ pixels, for one text area and the rendering it shows.

Must not know marks, selections or scripts.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor

from reader.core.document import Block, Document
from reader.core.late_dataclass import dataclass
from reader.core.law_parts import LawParts
from reader.core.note import Piece
from reader.core.span import Location, Span
from reader.ui.text.render import MARGIN_LEFT, Rendering
from reader.ui.text.text_area import TextArea
from reader.ui.text.view_bars import Step


@dataclass(frozen=True)
class Top:
    """The first line in sight: where its first character belongs, and how far below the upper edge it starts."""

    number: int
    offset: int
    down: int

    @property
    def is_start(self) -> bool:
        """Whether it stands for the very start, above the first line."""
        return self.number == 0 and self.offset == 0 and self.down < 0


@dataclass(frozen=True)
class Spot:
    """A place to the pixel: a block, and how far (0..1) from its first line to the first line of the next one."""

    block: str
    fraction: float


START = Top(0, 0, -1)
_GAP = 8  # pixels above a line that has been brought to the upper edge
_HEAD = 12  # blocks among which the title of the paper stands
_A_LINE = 16  # pixels of a line that have to be in sight for it to be the first one


def target(document: Document, at: Location | None) -> Top:
    """The line of a location just below the upper edge; the start where it names no block, or one that is not there."""
    if at is None or at.block is None:
        return START
    number = next((n for n, block in enumerate(document.blocks) if block.id == at.block), 0)
    offset = at.span.start if at.span else 0
    return Top(number, offset, _GAP) if number or offset else START


class Sight:
    """Looks at and moves what is in sight. Valid as long as the area shows this rendering."""

    def __init__(self, area: TextArea, rendering: Rendering) -> None:
        self._area = area
        self._rendering = rendering
        self._reading_line = rendering.styles.type.size // 2  # how far below the upper edge one reads
        self._parts: tuple[Document, LawParts] | None = None

    @property
    def document(self) -> Document:
        """The document in sight."""
        return self._rendering.document

    def top(self, within: int = 0) -> Top:
        """The first line of which at least the part below `within` pixels is in sight."""
        if not self.document.blocks or (self._scrolled == 0 and self._rendering.covered.start == 0):
            return START
        number, offset = self._place_at(within)
        return Top(number, offset, self._area.cursorRect(self.cursor(number, offset)).top())

    def scroll_to(self, top: Top) -> None:
        """Bring a line to its distance from the upper edge."""
        self._area.document().size()  # lays out everything that has been set
        bar = self._area.verticalScrollBar()
        if top.is_start or not self.document.blocks:
            bar.setValue(0)
        else:
            bar.setValue(bar.value() + self._area.cursorRect(self.cursor(top.number, top.offset)).top() - top.down)

    def turn(self, by: int) -> None:
        """A page on (1) or back (-1): the last line in sight becomes the first one, or the first the last."""
        area, bar = self._area, self._area.verticalScrollBar()
        high, line = area.viewport().height(), round(self._rendering.styles.type.pitch)
        edge = area.cursorForPosition(QPoint(MARGIN_LEFT + 1, high - 1 if by > 0 else 1))
        box = area.cursorRect(edge)
        if by > 0:
            if box.bottom() >= high:  # cut by the edge: the line above is the last one that was read
                box = area.cursorRect(area.cursorForPosition(QPoint(MARGIN_LEFT + 1, box.top() - line // 2)))
            moved = box.top() - _GAP
        else:
            if box.top() < 0:
                box = area.cursorRect(area.cursorForPosition(QPoint(MARGIN_LEFT + 1, box.bottom() + line // 2)))
            moved = box.bottom() + _GAP - high
        if moved * by < line:  # a line as high as the view
            moved = by * max(line, high - line)
        bar.setValue(bar.value() + moved)

    def cursor(self, number: int, offset: int) -> QTextCursor:
        """A cursor at a place; at the start of the text where that has not been set yet."""
        cursor = QTextCursor(self._rendering.qt)
        cursor.setPosition(self._rendering.position(number, offset) or 0)
        return cursor

    def caret(self) -> tuple[int, int] | None:
        """Where the caret is: number of the block, and offset in it; None at the start of the text."""
        at = self._area.textCursor().position()
        return self._rendering.place(at) if at else None

    def over(self, pieces: Sequence[Piece]) -> QTextCursor | None:
        """A cursor that selects from the first of some pieces to the last; None while an end has not been set."""
        ends = []
        for piece, offset in ((pieces[0], pieces[0].span.start), (pieces[-1], pieces[-1].span.end)):
            number = self._rendering.number_of(piece.block)
            ends.append(None if number is None else self._rendering.position(number, offset))
        if ends[0] is None or ends[1] is None:
            return None
        cursor = QTextCursor(self._rendering.qt)
        cursor.setPosition(ends[0])
        cursor.setPosition(ends[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def clause(self, by: int) -> Block | None:
        """The next (+1) or the previous (-1) numbered clause or heading from the first line in sight."""
        blocks = self.document.blocks
        number = self.top(within=_A_LINE).number + by
        while 0 <= number < len(blocks):
            if blocks[number].kind == "heading" or blocks[number].number:
                return blocks[number]
            number += by
        return None

    def spot(self) -> Spot | None:
        """Where the reader is; the very start stands for the first block's first line. None where nothing is set."""
        blocks, covered = self.document.blocks, self._rendering.covered
        if not blocks or not covered:
            return None
        at = self._scrolled + self._reading_line
        number = self.number_at(self._reading_line)
        while number > covered.start and self._line(number) > at:
            number -= 1
        while number + 1 < covered.stop and self._line(number + 1) <= at:
            number += 1
        first, behind = self._line(number), self._line(number + 1)
        fraction = (at - first) / (behind - first) if behind > first else 0.0
        return Spot(blocks[number].id, max(0.0, min(1.0, fraction)))

    def bring(self, spot: Spot) -> bool:
        """Bring a spot to where `spot` finds it. False where its block is not there or has not been set yet."""
        number = self._rendering.number_of(spot.block)
        if number is None or number not in self._rendering.covered:
            return False
        if number == 0 and spot.fraction <= 0:
            self._area.verticalScrollBar().setValue(0)
            return True
        first, behind = self._line(number), self._line(number + 1)
        at = first + spot.fraction * max(0, behind - first)
        self._area.verticalScrollBar().setValue(round(at) - self._reading_line)
        return True

    def extent(self, number: int) -> tuple[int, int] | None:
        """Upper and lower edge of a block's lines in the viewport; None where it has not been set."""
        if self._rendering.placed(number) is None:
            return None
        end = self.cursor(number, len(self.document.blocks[number].text))
        return self._line(number) - self._scrolled, self._area.cursorRect(end).bottom()

    def in_sight(self) -> range:
        """Numbers of the blocks in sight."""
        if not self.document.blocks:
            return range(0)
        return range(self.number_at(0), self.number_at(self._area.viewport().height()) + 1)

    def past_title(self) -> bool:
        """Whether the title at the head of the text has gone out of sight."""
        if not self.document.blocks or (self._scrolled == 0 and self._rendering.covered.start == 0):
            return False
        own = next((n for n, block in enumerate(self.document.blocks[:_HEAD]) if block.kind == "title"), None)
        edges = self.extent(own) if own is not None else None
        return edges is None or edges[1] <= _GAP

    def _line(self, number: int) -> int:
        """Height of a block's first line in the document, in pixels; of its end behind the last block."""
        covered = self._rendering.covered
        if number >= covered.stop:
            return round(self._rendering.qt.documentLayout().documentSize().height())
        return self._area.cursorRect(self.cursor(number, 0)).top() + self._scrolled

    def height(self) -> int:
        """Height of what has been laid out, in pixels."""
        return self._area.verticalScrollBar().maximum()

    def number_of(self, block: str) -> int | None:
        """Number of a block in the document, or None."""
        return self._rendering.number_of(block)

    def number_at(self, y: int) -> int:
        """Number of the block at a height of the viewport."""
        return self._place_at(y)[0]

    def steps(self) -> list[Step]:
        """The headings around the first line in sight, outermost first, as shown."""
        document, top = self.document, self.top(within=_A_LINE // 2)
        if top.is_start:
            return []
        here = document.blocks[top.number]
        path = list(here.path)
        steps = [self._step(top.number)] if here.kind == "heading" and top.down < 0 else []
        for number in range(top.number - 1, -1, -1):
            if not path:
                break
            block = document.blocks[number]
            if block.kind == "heading" and block.number == path[-1] and list(block.path) == path[:-1]:
                steps.insert(0, self._step(number))
                path.pop()
        return [*(self._step(number) for number in self._parts_of(document).above(top.number)), *steps]

    def _parts_of(self, document: Document) -> LawParts:
        if self._parts is None or self._parts[0] is not document:
            self._parts = document, LawParts(document)
        return self._parts[1]

    def down(self, number: int) -> float:
        """How far down the document a block stands, 0..1; by its number alone while the text is not all set."""
        at = self._rendering.position(number, 0)
        if not self._rendering.complete or at is None:
            return number / max(1, len(self.document.blocks))
        layout = self._rendering.qt.documentLayout()
        top = layout.blockBoundingRect(self._rendering.qt.findBlock(at)).top()
        return float(top / max(1.0, layout.documentSize().height()))

    @property
    def _scrolled(self) -> int:
        return self._area.verticalScrollBar().value()

    def _place_at(self, y: int) -> tuple[int, int]:
        return self._rendering.place(self._area.cursorForPosition(QPoint(MARGIN_LEFT, y)).position())

    def _step(self, number: int) -> Step:
        block = self.document.blocks[number]
        words = self._rendering.seen([Piece(block.id, Span(0, len(block.text)))])
        return Step(words or block.number or "", block.id)
