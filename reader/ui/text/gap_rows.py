"""Rows between the blocks of one text that say: here another document has something that this one has not.

Room for a row is the space below a block, so that no position in the text changes. Must not know what is missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QTextBlock, QTextCursor

from reader.core.late_dataclass import dataclass
from reader.core.span import Location, Span
from reader.ui.text.marks import Mark
from reader.ui.text.render import MARGIN_LEFT, Rendering
from reader.ui.text.text_area import TextArea

ROOM, HEIGHT, ABOVE = 34, 22, 6  # pixels: a row with the space around it, the row, the space above it
_ROOM_PROPERTY: Final = 0x100000 + 1  # Property.UserProperty + 1: that room has been made below a block
_SLICE: Final = 0.006  # seconds


@dataclass(frozen=True, slots=True)
class Gap:
    """What a row says, and where in the other document that stands."""

    words: str
    target: Location


class GapRows:
    """The rows of one view, by the block behind which they stand. `activated` is called with one that was clicked."""

    def __init__(self, area: TextArea, activated: Callable[[Mark], None]) -> None:
        self._area = area
        self._activated = activated
        self._gaps: Mapping[str, Gap] = {}
        self._waiting: list[str] = []  # blocks that want room
        self._leaving: list[str] = []  # blocks whose room is not wanted any more
        self._rendering: Rendering | None = None
        area.draw_over(self.paint, self.click)

    def put(self, gaps: Mapping[str, Gap]) -> bool:
        """Other rows. Returns whether room has to be made (or taken away): `open_some` does."""
        if gaps == self._gaps:
            return False
        self._waiting = [block for block in gaps if block not in self._gaps]
        self._leaving = [block for block in self._gaps if block not in gaps]
        self._gaps = dict(gaps)
        self._area.viewport().update()
        return bool(self._waiting or self._leaving)

    def attach(self, rendering: Rendering) -> None:
        """The text is being set anew: make room in it, which costs nothing before it is laid out."""
        self._rendering = rendering
        self.open_all()

    def open_all(self) -> None:
        """Make room for every row whose block has been set."""
        self._waiting, self._leaving = list(self._gaps), []
        while self.open_some():
            pass

    def open_some(self) -> bool:
        """Make or take away room for a few milliseconds. Returns whether some is left to do."""
        until = time.perf_counter() + _SLICE
        while (self._waiting or self._leaving) and time.perf_counter() < until:
            if self._leaving:
                self._set_room(self._leaving.pop(), wanted=False)
            else:
                self._set_room(self._waiting.pop(), wanted=True)
        return bool(self._waiting or self._leaving)

    def _last(self, block_id: str) -> QTextBlock | None:
        """The last of Qt's blocks that show a block; None where it has not been set or is a table."""
        rendering = self._rendering
        number = rendering.number_of(block_id) if rendering is not None else None
        if rendering is None or number is None or rendering.document.blocks[number].rows:
            return None
        at = rendering.position(number, len(rendering.document.blocks[number].text))
        return rendering.qt.findBlock(at) if at is not None else None

    def _set_room(self, block_id: str, *, wanted: bool) -> None:
        block = self._last(block_id)
        if block is None:
            return
        form = block.blockFormat()
        has = form.hasProperty(_ROOM_PROPERTY)
        if has == wanted:
            return
        if wanted:
            # Two spaces that meet are as large as the larger one: the row needs its own beyond either.
            following = block.next()
            below = max(form.bottomMargin(), following.blockFormat().topMargin() if following.isValid() else 0.0)
            form.setProperty(_ROOM_PROPERTY, form.bottomMargin())
            form.setBottomMargin(below + ROOM)
        else:
            form.setBottomMargin(float(form.property(_ROOM_PROPERTY)))
            form.clearProperty(_ROOM_PROPERTY)
        QTextCursor(block).setBlockFormat(form)

    def paint(self, painter: QPainter, shown: QRect) -> None:
        """Draw the rows in sight; the painter stands at the viewport's origin."""
        for row, _, gap in self._rows(shown):
            self._draw(painter, row, gap.words)

    def click(self, point: QPoint, activate: bool) -> bool:
        """Whether a row is under a point of the viewport; opens what it is about where told to."""
        for row, block, gap in self._rows(QRect(point, point)):
            if row.contains(point):
                if activate:
                    self._activated(Mark(block, Span(0, 0), "link", target=gap.target))
                return True
        return False

    def _rows(self, shown: QRect) -> Iterator[tuple[QRect, str, Gap]]:
        """The rows around a part of the viewport: where each is, behind which block, what it says."""
        rendering = self._rendering
        if rendering is None or not self._gaps or not rendering.document.blocks:
            return
        left, width = MARGIN_LEFT, self._area.column()[1]
        first, last = (
            rendering.place(self._area.cursorForPosition(QPoint(left, y)).position())[0]
            for y in (shown.top() - ROOM, shown.bottom() + ROOM)
        )
        for number in range(first, last + 1):
            name = rendering.document.blocks[number].id
            block = self._last(name) if name in self._gaps else None
            if block is not None and block.blockFormat().hasProperty(_ROOM_PROPERTY):
                end = QTextCursor(block)
                end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                top = self._area.cursorRect(end).bottom() + ABOVE
                yield QRect(left, top, width, HEIGHT), name, self._gaps[name]

    def _draw(self, painter: QPainter, row: QRect, words: str) -> None:
        assert self._rendering is not None
        theme = self._rendering.styles.theme
        painter.fillRect(row, QColor(theme.surface))
        painter.fillRect(row, QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(theme.control), 1, Qt.PenStyle.DashLine))
        painter.drawLine(row.topLeft(), row.topRight())
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        font = self._area.font()
        font.setPixelSize(12)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, row.width() - 16)
        box = QRectF(row)
        box.setWidth(metrics.horizontalAdvance(shown) + 16.0)
        box.moveCenter(QRectF(row).center())
        painter.fillRect(box.adjusted(0, 1, 0, -1), QColor(theme.background))
        painter.setPen(QColor(theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
