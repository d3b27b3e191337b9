"""A piece of a document as a picture for a slide: its words, set large on white, and below them where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QFont, QImage, QPainter, QPalette, QPen, QTextDocument

from reader.core.excerpt import Excerpt, html
from reader.ui.look.fonts import FontChains
from reader.ui.look.theme import PAPER

WIDTH: Final = 1600  # pixels; a slide of 16:9 shows it sharp
MARGIN: Final = 80
SIZE: Final = 34  # pixels of the words
MOST: Final = 1500  # characters that a slide can be asked to hold
_FOOT: Final = 24  # pixels of the words that say where it stands
_SHEET: Final = (
    "p { line-height: 165%; margin: 0 0 10px 0; text-align: justify; }"
    "h1, h2, h3, h4, h5, h6 { font-size: 40px; font-weight: bold; margin: 0 0 16px 0; }"
    "td, th { padding: 8px; }"
)


def length(parts: Sequence[Excerpt]) -> int:
    """How many characters would have to be set."""
    return sum(len(part.text) for part in parts)


def painted(parts: Sequence[Excerpt], stands: str, fonts: FontChains, script: str) -> QImage:
    """The picture. Args: stands: where the words stand, for the foot; script: hans, hant, tw, hk or twp."""
    words = QTextDocument()
    font = QFont()
    font.setFamilies(fonts.families("body", script))
    font.setPixelSize(SIZE)
    words.setDefaultFont(font)
    words.setDefaultStyleSheet(_SHEET)
    words.setDocumentMargin(0)
    # The faces of this program, not those of a word processor; and Qt knows no ems.
    words.setHtml(
        html(parts).replace("font-family:", "x-font:").replace("text-indent:2em", f"text-indent:{2 * SIZE}px")
    )
    words.setTextWidth(WIDTH - 2 * MARGIN)
    foot = QFont()
    foot.setFamilies(fonts.families("ui", script))
    foot.setPixelSize(_FOOT)
    high = round(words.size().height())
    image = QImage(WIDTH, high + 2 * MARGIN + 3 * _FOOT, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER.background))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(MARGIN, MARGIN)
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(PAPER.text))
    context.palette = palette  # type: ignore[attr-defined]  # PySide6's stubs leave out that it can be written
    words.documentLayout().draw(painter, context)
    painter.setPen(QPen(QColor(PAPER.accent), 3))
    painter.drawLine(0, high + _FOOT, 120, high + _FOOT)
    painter.setFont(foot)
    painter.setPen(QColor(PAPER.muted))
    box = QRectF(0, high + 1.5 * _FOOT, WIDTH - 2 * MARGIN, 2.5 * _FOOT)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, stands)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """The picture as the bytes of a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide a text
    return bytes(buffer.data().data())
