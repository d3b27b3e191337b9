"""The text as received, read-only and never converted, with the edits that were made to it.

Owns the way between code points of the source and Qt's positions in it. Tells where the reader scrolls; must not know
the clean text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QLineF, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QToolTip

from reader.core.document import Edit
from reader.core.provenance import Provenance
from reader.core.span import Span
from reader.ui.look.theme import PAPER, Theme
from reader.ui.text.edit_marks import only
from reader.ui.text.line_painting import boxes, dots_pen
from reader.ui.text.marks import MarkKind, edit_format

MARGIN = 16  # pixels around the words


class Positions:
    """Between code points of a text and Qt's positions in it: CR LF counts once, rare characters twice."""

    def __init__(self, text: str) -> None:
        self._all = range(len(text) + 1)
        self._gone = [match.start() + 1 for match in re.finditer("\r\n", text)]
        self._twice = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]

    def position(self, offset: int) -> int:
        """Qt's position of a code point."""
        return offset - bisect_left(self._gone, offset) + bisect_left(self._twice, offset)

    def offset(self, position: int) -> int:
        """The code point at one of Qt's positions; of a rare character also in its middle."""
        if not self._gone and not self._twice:
            return min(position, self._all[-1])
        return max(0, bisect_right(self._all, position, key=self.position) - 1)


class SourceView(QPlainTextEdit):
    """Shows a source and, on demand, its edits."""

    scrolled = Signal(int)  # code point at the upper edge, after the reader has scrolled
    edit_activated = Signal(int)  # number of the edit that was clicked, or Enter pressed on it

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._text = ""
        self._positions = Positions("")
        self._read: Provenance | None = None
        self._words: Callable[[Edit], str] = lambda _edit: ""
        self._current: int | None = None
        self._every = False
        self._theme = PAPER
        self._kept = (0, 0.0)  # what was brought into sight, and how far down
        self._busy = False  # own scrolling is no news
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._settled)
        self.verticalScrollBar().valueChanged.connect(self._moved)

    # -- what is shown

    def show_source(self, text: str) -> None:
        """Show a decoded source text."""
        if text != self._text:
            self._text = text
            self._positions = Positions(text)
            self._read, self._current, self._kept = None, None, (0, 0.0)
            self._busy = True
            self.setPlainText(text)
            self.document().setDocumentMargin(MARGIN)
            self._busy = False

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        if theme != self._theme:
            self._theme = theme
            self._draw()

    def set_edits(self, read: Provenance, words: Callable[[Edit], str], current: int | None, every: bool) -> None:
        """Mark every edit, or only the current one; `words` says what one did when the pointer rests on it."""
        self._read, self._words, self._current, self._every = read, words, current, every
        self._draw()

    # -- places

    def reveal(self, offset: int, share: float = 0.0) -> None:
        """Bring code point `offset` to the upper edge, or `share` of the height below it. Not told as scrolling."""
        self._kept = (offset, share)
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._positions.position(offset), self.document().characterCount() - 1))
        self._busy = True
        if not self.textCursor().hasSelection():
            self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self._line_above(cursor, self.viewport().height() * share))
        self._busy = False
        self._draw()

    def _line_above(self, cursor: QTextCursor, height: float) -> int:
        """Number of the line `height` pixels above the cursor's, as the scroll bar counts them."""
        block = cursor.block()
        self.blockBoundingRect(block)  # lays the paragraph out: only then does it know its lines
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        down = (line.y() if line.isValid() else 0.0) - height
        while down < 0 and block.previous().isValid():
            block = block.previous()
            down += self.blockBoundingRect(block).height()
        lines = range(block.layout().lineCount())
        above = sum(block.layout().lineAt(number).rect().bottom() <= down for number in lines)
        return block.firstLineNumber() + above

    def offset_at(self, point: QPoint) -> int:
        """The code point nearest to a point of the viewport."""
        return self._positions.offset(self.cursorForPosition(point).position())

    def edit_at(self, offset: int) -> int | None:
        """Number of the marked edit over a code point, or None."""
        if self._read is None:
            return None
        edits = self._read.document.edits
        for number in self._read.between(offset, offset):
            if (self._every or number == self._current) and offset in range(*self._shown(edits[number])):
                return number
        return None

    # -- inside

    def _moved(self) -> None:
        if not self._busy:
            self._settle.start()

    def _settled(self) -> None:
        top = self.offset_at(QPoint(0, 0))
        self._kept = (top, 0.0)
        self._draw()
        self.scrolled.emit(top)

    def _shown(self, edit: Edit) -> Span:
        """What is marked: the words that were changed, or the character before those that were put in."""
        if edit.raw.start < edit.raw.end:
            return edit.raw
        return Span(edit.raw.start - 1, edit.raw.start) if edit.raw.start else Span(0, min(1, len(self._text)))

    def _draw(self) -> None:
        drawn: list[QTextEdit.ExtraSelection] = []
        if self._read is not None and (self._every or self._current is not None):
            low, high = self.offset_at(QPoint(0, 0)), self.offset_at(self.viewport().rect().bottomRight())
            numbers = self._read.between(low, high)
            numbers = numbers if self._every else only(self._current, numbers)
            edits = self._read.document.edits
            drawn = [self._selection(n) for n in numbers if n == self._current or not edits[n].sure]
        self.setExtraSelections(drawn)
        self.viewport().update()

    def _selection(self, number: int) -> QTextEdit.ExtraSelection:
        assert self._read is not None
        edit = self._read.document.edits[number]
        kind: MarkKind = "current-edit" if number == self._current else "doubtful-edit"
        start, end = self._shown(edit)
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions.position(start))
        cursor.setPosition(self._positions.position(end), QTextCursor.MoveMode.KeepAnchor)
        # PySide6's stubs leave out that ExtraSelection's two fields can be written.
        made.cursor = cursor  # type: ignore[attr-defined]
        made.format = edit_format(kind, self._theme)  # type: ignore[attr-defined]
        return made

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The edits that are sure, by hand: a ground below what is gone, dots below the rest."""
        if self._every and self._read is not None:
            painter = QPainter(self.viewport())
            painter.setPen(dots_pen(self._theme.control))
            for box, dots, gone in self._lines_in(event.rect()):
                if gone:
                    painter.fillRect(box, QColor(self._theme.removed))
                painter.drawLine(dots)
            painter.end()
        super().paintEvent(event)

    def _lines_in(self, shown: QRect) -> Iterator[tuple[QRectF, QLineF, bool]]:
        """Each line of each sure edit in a part of the viewport: its box, a line below its words, is it gone."""
        assert self._read is not None
        edits, block = self._read.document.edits, self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > shown.bottom():
                return
            at = block.position()
            low, high = self._positions.offset(at), self._positions.offset(at + block.length())
            for number in self._read.between(low, high):
                edit = edits[number]
                if not edit.sure or number == self._current:
                    continue
                start, end = (self._positions.position(offset) for offset in self._shown(edit))
                for box, dots in boxes(block.layout(), max(start - at, 0), min(end - at, block.length())):
                    yield box.translated(place.topLeft()), dots.translated(place.topLeft()), not edit.now
            block = block.next()

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: the same words stay in sight."""
        self._busy = True
        super().resizeEvent(event)
        self._busy = False
        self.reveal(*self._kept)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what was done where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.edit_at(self.offset_at(event.pos()))
            words = self._words(self._read.document.edits[number]) if number is not None and self._read else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on an edit, without selecting."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._activate(self.offset_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on an edit."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._activate(self._positions.offset(self.textCursor().position()))
            event.accept()
            return
        super().keyPressEvent(event)

    def _activate(self, offset: int) -> None:
        number = self.edit_at(offset)
        if number is not None:
            self.edit_activated.emit(number)
