"""Pages of a laid-out text, painted one by one on paper. What stands in the margins is drawn by whoever prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QTextDocument,
)

from reader.core.errors import ReaderError

MM = 25.4  # in an inch
LONG_EDGE = 297.0  # mm, of A4
HALF = 2**-0.5  # a page of A4 on half a sheet of it

Furniture = Callable[[QPainter, int], None]
"""Draws what stands around the text of a page; pages count from 1, coordinates begin at the type area."""


def set_sheet(device: QPagedPaintDevice, *, landscape: bool = False) -> None:
    """A4, from edge to edge: the margins are part of the page. Upright, or landscape as for two pages a sheet."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    orientation = QPageLayout.Orientation
    device.setPageOrientation(orientation.Landscape if landscape else orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0))


def paint_sheets(
    device: QPagedPaintDevice,
    text: QTextDocument,
    area: QRectF,
    furniture: Furniture,
    sheets: Sequence[int],
    refused: str,
    *,
    two: bool = False,
) -> None:
    """Paint pages of a text that is laid out in pages, on a device whose coordinates begin at the paper's edge.

    Args:
        area: the type area on paper, in mm; its width holds the width of a page of `text`.
        sheets: the pages, from 1.
        refused: the sentence for a device that cannot be written to.
        two: two pages beside each other on a landscape sheet.

    Raises ReaderError with `refused`.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise ReaderError(refused)
    unit = text.pageSize().width() / area.width()  # layout pixels in a mm
    scale = device.logicalDpiX() / MM / unit
    for at, page in enumerate(sheets):
        right = two and at % 2
        if at and not right:
            device.newPage()
        painter.save()
        if two:
            painter.translate(LONG_EDGE / 2 * device.logicalDpiX() / MM if right else 0.0, 0.0)
            painter.scale(HALF, HALF)
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
