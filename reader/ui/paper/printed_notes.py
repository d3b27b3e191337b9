"""A reader's notes on paper: marked words that a black-and-white printer still tells apart, numbers, a list behind.

Changes a rendering that is laid out for paper. Every colour has an underline and a sign of its own, so that nothing
rests on colour; a bookmark is a ribbon in the margin and has no entry in the list unless it says something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPolygonF, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.note import PlacedNote
from reader.ui.kit.colour_row import LABELS
from reader.ui.look.theme import MARGIN_GLYPHS, PAPER
from reader.ui.text.render import Rendering
from reader.ui.text.setting.styles import Styles

_LINE = QTextCharFormat.UnderlineStyle
_LINES = {
    "yellow": _LINE.SingleUnderline, "green": _LINE.DashUnderline, "blue": _LINE.DotLine,
    "pink": _LINE.WaveUnderline, "purple": _LINE.DashDotLine,
}  # fmt: skip
_INK, _RIBBON_INK = "#000000", "#404040"
_MARKED = frozenset({"highlight", "underline"})


class PrintedNotes:
    """The notes of one document, put into its rendering once: `mark`, then `list_behind`, then ribbons while painting.

    Attributes:
        listed: the notes with a number, in order: those that say something, and those whose words are gone.
    """

    def __init__(
        self, document: Document, notes: Sequence[PlacedNote], styles: Styles, shown: Callable[[str], str]
    ) -> None:
        """`shown` writes a text in the script that is printed."""
        self._document, self._notes, self._styles, self._shown = document, tuple(notes), styles, shown
        self.listed = tuple(placed for placed in self._notes if _says_something(placed))
        self._ribbons: list[int] = []  # numbers of the paragraphs with a bookmark

    def mark(self, rendering: Rendering) -> None:
        """Mark the words and put numbers behind them. Positions in the rendering are no longer true afterwards."""
        numbers = {placed.note.id: number for number, placed in enumerate(self.listed, 1)}
        behind: list[tuple[int, int, str]] = []
        for order, placed in enumerate(self._notes):
            note, end = placed.note, None
            for piece in placed.resolution.pieces:
                block = rendering.number_of(piece.block)
                end = rendering.position(block, piece.span.end) if block is not None else None
                if block is not None and note.kind in _MARKED:
                    for stretch in rendering.pieces_of_span(block, piece.span):
                        self._draw(rendering, stretch, placed)
                if end is not None and note.kind == "bookmark":
                    self._ribbons.append(rendering.qt.findBlock(end).blockNumber())
            sign = MARGIN_GLYPHS.get(note.colour, "") if note.kind in _MARKED else ""
            number = numbers.get(note.id)
            if end is not None and (sign or number):
                behind.append((end, order, f"[{sign}{number}]" if number else sign))
        raised = QTextCharFormat(self._styles.style("paragraph").words)
        raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        for position, _order, words in sorted(behind, reverse=True):  # from the end: the positions before stay true
            cursor = QTextCursor(rendering.qt)
            cursor.setPosition(position)
            cursor.insertText(words, raised)

    def list_behind(self, rendering: Rendering) -> int | None:
        """List the notes behind the text, and what the signs mean. Returns the number of the heading's paragraph."""
        used = dict.fromkeys(
            p.note.colour for p in self._notes if p.note.kind in _MARKED and p.resolution.pieces
        )  # fmt: skip
        if not self.listed and not used:
            return None
        cursor = QTextCursor(rendering.qt)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        heading, small = self._styles.style("heading 1"), self._styles.style("note")
        block = QTextBlockFormat(heading.block)
        block.setTopMargin(heading.block.lineHeight())
        cursor.insertBlock(block, heading.words)
        cursor.insertText(self._shown("批注" if self.listed else "标注"), heading.words)
        number = cursor.blockNumber()
        ink = QTextCharFormat(small.words)
        ink.setForeground(QColor(_INK))
        if used:
            meant = [f"{MARGIN_GLYPHS[c]} {LABELS[c]}" for c in LABELS if c in used]
            cursor.insertBlock(small.block, ink)
            cursor.insertText(self._shown("　".join(meant)), ink)
        for at, placed in enumerate(self.listed, 1):
            cursor.insertBlock(small.block, ink)
            cursor.insertText(self._entry(at, placed), ink)
        return number

    def draw_ribbons(self, painter: QPainter, rendering: Rendering, page: int, height: float, em: float) -> None:
        """Draw the bookmarks of a page beside their paragraphs; the painter stands at the type area of the page.

        Args:
            page: counted from 1; `height`: of a page, `em`: of a character, both in layout pixels.
        """
        for number in self._ribbons:
            block = rendering.qt.findBlockByNumber(number)
            top = _line_top(block, rendering) - (page - 1) * height
            if 0 <= top < height:
                left, right, low = -1.4 * em, -0.9 * em, top + 1.3 * em
                corners = [(left, top), (right, top), (right, low), ((left + right) / 2, low - em / 4), (left, low)]
                painter.setBrush(QColor(_RIBBON_INK))
                painter.setPen(QColor(_RIBBON_INK))
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    # -- inside

    def _draw(self, rendering: Rendering, stretch: tuple[int, int], placed: PlacedNote) -> None:
        look = QTextCharFormat()
        look.setUnderlineStyle(_LINES.get(placed.note.colour, _LINE.SingleUnderline))
        look.setUnderlineColor(QColor(_INK))
        if placed.note.kind == "highlight":
            look.setBackground(QColor(PAPER.mark(placed.note.colour)))
        cursor = QTextCursor(rendering.qt)
        cursor.setPosition(stretch[0])
        cursor.setPosition(stretch[1], QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(look)

    def _entry(self, number: int, placed: PlacedNote) -> str:
        note, pieces = placed.note, placed.resolution.pieces
        where = clause_label(self._document, pieces[0].block) if pieces else "在现文中找不到"
        quote = " ".join(note.anchor.quote.split("\n")).strip()
        sign = MARGIN_GLYPHS.get(note.colour, "") if note.kind in _MARKED else ""
        said = "：".join(filter(None, [self._shown(where), f"“{self._shown(quote)}”" if quote else ""]))
        return f"[{sign}{number}] {said}" + (f"　{note.text}" if note.text else "")


def _says_something(placed: PlacedNote) -> bool:
    """Whether a note has an entry behind: marked words alone are seen where they stand."""
    note = placed.note
    return bool(note.text.strip()) or note.kind == "note" or (note.kind in _MARKED and not placed.resolution.pieces)


def _line_top(block: QTextBlock, rendering: Rendering) -> float:
    layout = block.layout()
    first = layout.lineAt(0).y() if layout.lineCount() else 0.0
    return rendering.qt.documentLayout().blockBoundingRect(block).top() + first
