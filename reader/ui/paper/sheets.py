"""Pages of a laid-out text, painted one by one on paper. What stands in the margins is drawn by whoever prints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAbstractTextDocumentLayout, QPagedPaintDevice, QPainter, QTextDocument

from reader.core.errors import ReaderError

MM = 25.4  # in an inch

Furniture = Callable[[QPainter, int], None]
"""Draws what stands around the text of a page; pages count from 1, coordinates begin at the type area."""


def paint_sheets(
    device: QPagedPaintDevice, text: QTextDocument, area: QRectF, furniture: Furniture, sheets: range, refused: str
) -> None:
    """Paint `sheets` of a text that is laid out in pages, on a device whose coordinates begin at the paper's edge.

    Args:
        area: the type area on paper, in mm; its width holds the width of a page of `text`.
        refused: the sentence for a device that cannot be written to.

    Raises ReaderError with `refused`.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise ReaderError(refused)
    unit = text.pageSize().width() / area.width()  # layout pixels in a mm
    scale = device.logicalDpiX() / MM / unit
    for page in sheets:
        if page > sheets.start:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        painter.translate(QPointF(area.left(), area.top()) * unit)
        furniture(painter, page)
        draw_page(painter, text, page)
        painter.restore()
    painter.end()


def draw_page(painter: QPainter, text: QTextDocument, page: int) -> None:
    """Draw one page of a text where the painter stands; nothing of its neighbours."""
    size = text.pageSize()
    context = QAbstractTextDocumentLayout.PaintContext()
    down = (page - 1) * size.height()
    context.clip = QRectF(0, down, size.width(), size.height())  # type: ignore[attr-defined]  # left out by the stubs
    painter.translate(0, -down)
    painter.setClipRect(context.clip)  # type: ignore[attr-defined]
    text.documentLayout().draw(painter, context)
