"""Marks that are painted by hand on lines of text: Qt paints every line of a paragraph once more for each selection,
which hundreds of small marks cannot afford.

Geometry and painting only; speaks in Qt's positions and must not know what is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextDocument, QTextLayout

_BELOW = 3.0  # pixels from the baseline to the dots
_WIDE, _DASHES = 1.6, (1.0, 1.4)

Stretch = tuple[int, int]  # positions [start, end)


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
