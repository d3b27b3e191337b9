"""Marks that are painted by hand on lines of text: Qt paints every line of a paragraph once more for each selection,
which hundreds of small marks cannot afford. Signs beside them are no part of the text.

Geometry and painting only; speaks in Qt's positions and must not know what is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF, QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QTextEdit, QWidget

from reader.core.late_dataclass import dataclass

_BELOW = 3.0  # pixels from the baseline to the dots
_WIDE, _DASHES = 1.6, (1.0, 1.4)
_RIBBON_WIDE, _RIBBON_LONG, _NOTCH = 9.0, 20.0, 4.0  # pixels

Stretch = tuple[int, int]  # positions [start, end)


@dataclass(frozen=True)
class Sign:
    """What stands in the margin: at which position's line, a glyph in which colour, for which note.

    Attributes:
        ribbon: a bookmark's ribbon is drawn, with the glyph on it where there is one.
    """

    position: int
    glyph: str
    colour: str
    note: str | None
    ribbon: bool = False


@dataclass(frozen=True)
class DrawnSign:
    """A sign with where it is drawn, in pixels of the document."""

    sign: Sign
    box: QRectF

    def draw(self, painter: QPainter, ground: QColor) -> None:
        """Draw it; the painter stands at the document's origin and has the font of glyphs.

        Args:
            ground: the colour behind the text, in which a glyph stands out from a ribbon.
        """
        colour, box = QColor(self.sign.colour), self.box
        painter.setPen(colour)
        if self.sign.ribbon:
            left, right = box.center().x() - _RIBBON_WIDE / 2, box.center().x() + _RIBBON_WIDE / 2
            top, middle = box.top() + 1, box.center().x()
            low = min(box.bottom(), top + _RIBBON_LONG)
            corners = [(left, top), (right, top), (right, low), (middle, low - _NOTCH), (left, low)]
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            painter.restore()
            painter.setPen(ground)
        if self.sign.glyph:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.sign.glyph)


def dots_pen(colour: str) -> QPen:
    """What dots are drawn with."""
    pen = QPen(QColor(colour), _WIDE)
    pen.setDashPattern(_DASHES)
    return pen


def boxes(layout: QTextLayout, start: int, end: int) -> Iterator[tuple[QRectF, QLineF]]:
    """Where characters [start, end) of a paragraph stand, line by line: their box, and a line below their baseline."""
    number = layout.lineForTextPosition(start).lineNumber() if layout.lineCount() else 0
    while number < layout.lineCount():
        line = layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first >= last:
            return
        left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
        down = round(line.y() + line.ascent() + _BELOW) + 0.5  # a whole pixel: dots do not blur
        yield QRectF(left, line.y(), right - left, line.height()), QLineF(left, down, right, down)
        number += 1


def _x(found: object) -> float:
    """PySide6 gives the x and the position it snapped to; its stubs say otherwise."""
    return float(found[0]) if isinstance(found, tuple) else float(str(found))


def draw_dots(painter: QPainter, document: QTextDocument, stretches: Iterable[Stretch], colour: str) -> None:
    """Dots below stretches of a laid-out document, given in order; the painter stands at the document's origin."""
    lines: list[QLineF] = []
    block, place = QTextBlock(), QPointF()
    for start, end in stretches:
        if not block.isValid() or not block.position() <= start < block.position() + block.length():
            block = document.findBlock(start)
            place = document.documentLayout().blockBoundingRect(block).topLeft()  # where its layout stands
        at = block.position()
        lines += [line.translated(place) for _, line in boxes(block.layout(), start - at, end - at)]
    painter.setPen(dots_pen(colour))
    painter.drawLines(lines)


def own_viewport(area: QTextEdit) -> None:
    """Give a text a viewport made here: Qt hands that out as it is; for its own, all kinds of widgets are loaded first,
    20 ms before the first paint.
    """
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")  # as Qt calls its own
    viewport.setCursor(Qt.CursorShape.IBeamCursor)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    viewport.setMouseTracking(True)
    area.setViewport(viewport)
    area.document().documentLayout().setPaintDevice(viewport)  # not the one that has just gone
