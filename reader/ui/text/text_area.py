"""The scrolling text itself: a read-only QTextEdit with one centred column, signs in its margin and nothing remote.

Owns geometry, mouse and keys of the text. Speaks in Qt's positions only; documents and canonical places are its
parent's business.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QToolTip, QWidget

from reader.ui.kit.own_keys import page_key
from reader.ui.text.line_painting import DrawnSign, Sign, Stretch, draw_dots, own_viewport
from reader.ui.text.render import MARGIN_LEFT, MARGIN_RIGHT

_MOUSE = frozenset({
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
})  # fmt: skip
_COUNTED = 300_000  # characters whose neighbours are counted for words
_SIGN_STEP, _SIGN_PX, _SIGNS_ON_A_LINE = 13, 12, 3


def _table_around(cursor: QTextCursor) -> QTextTable | None:
    return cursor.currentTable()  # PySide6's stubs leave out that there may be none


class TextArea(QTextEdit):
    """Shows a QTextDocument in a column of limited width."""

    clicked = Signal(int)  # position of the character clicked on, without selecting
    note_clicked = Signal(str)  # a sign in the margin
    menu_wanted = Signal(QPoint)  # global
    zoom_wanted = Signal(int)  # steps
    edge_wanted = Signal(bool)  # about to go to the start (False) or the end (True) of the document
    whole_wanted = Signal()  # about to select everything
    page_wanted = Signal(int)  # a page on (1) or back (-1)
    column_changed = Signal(bool)  # the column has moved; True where it is also wider or narrower

    def __init__(self, copied: Callable[[], str], rich: Callable[[], str], parent: QWidget | None = None) -> None:
        """`copied`: the words a copy puts on the clipboard; `rich`: the same as HTML."""
        super().__init__(parent)
        self._copied, self._rich = copied, rich
        self._live_at: Callable[[int], object] = lambda _at: None
        self._tip_at: Callable[[int], str] = lambda _at: ""
        self._draw_over: Callable[[QPainter, QRect], None] | None = None
        self._click_over: Callable[[QPoint, bool], bool] = lambda _point, _click: False
        self._column = 640
        self._em = 17
        self._signs: tuple[DrawnSign, ...] = ()
        self._pressed: QPoint | None = None
        self._rule: tuple[int, str] | None = None
        self._counted: tuple[QTextDocument, Mapping[str, int]] | None = None  # neighbours, for words
        self._dots: list[Stretch] = []
        self._dots_colour = ""
        self._once_painted: Callable[[], None] | None = None
        flags = Qt.TextInteractionFlag
        own_viewport(self)
        self.setObjectName("reading")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def ask(self, live_at: Callable[[int], object], tip_at: Callable[[int], str]) -> None:
        """Who tells what a click at a position opens (something or nothing), and the tip that is shown there."""
        self._live_at, self._tip_at = live_at, tip_at

    def draw_over(self, draw: Callable[[QPainter, QRect], None], click: Callable[[QPoint, bool], bool]) -> None:
        """Something else that is drawn over the text: given a painter of the viewport and what has to be drawn.

        `click` tells whether it is under a point of the viewport, and answers a click there where told to.
        """
        self._draw_over, self._click_over = draw, click

    # -- column ----------------------------------------------------------------------------------------------------

    def set_column(self, column: int, em: int) -> None:
        """Text `column` pixels wide where there is room, else as many whole ems as fit."""
        self._column, self._em = column, em
        self._fit()

    def text_width(self) -> int:
        """Width in pixels of what is laid out: the column and its margins."""
        return int(self.lineWrapColumnOrWidth())

    def column(self) -> tuple[int, int]:
        """Where the words stand in this widget: left edge and width, in pixels."""
        margins = MARGIN_LEFT + MARGIN_RIGHT
        return self.viewport().x() + MARGIN_LEFT, self.text_width() - margins

    def set_rule(self, position: int | None, colour: str = "") -> None:
        """Draw a rule across the column below the line of a position (the red rule below the number), or none."""
        self._rule = None if position is None else (position, colour)
        self.viewport().update()

    def _fit(self) -> None:
        room = max(0, self.width() - self.verticalScrollBar().sizeHint().width())
        column = min(self._column, max(self._em * 8, (room - MARGIN_LEFT - MARGIN_RIGHT) // self._em * self._em))
        wide = column + MARGIN_LEFT + MARGIN_RIGHT
        # The signs' margin is wider than the other one: shift by half of the difference, so that the text is centred.
        left = max(0, (room - column) // 2 - MARGIN_LEFT)
        self.setViewportMargins(left, 0, max(0, room - wide - left), 0)
        was = self.text_width()
        if wide != was:
            self.setLineWrapColumnOrWidth(wide)
        self.column_changed.emit(wide != was)

    # -- signs -----------------------------------------------------------------------------------------------------

    def set_signs(self, signs: Sequence[Sign]) -> None:
        """Draw these signs beside the lines of their positions; several on a line stand side by side."""
        taken: dict[int, int] = {}
        drawn = []
        cursor, down = QTextCursor(self.document()), self.verticalScrollBar().value()
        for sign in signs:
            cursor.setPosition(sign.position)
            line = self.cursorRect(cursor).translated(0, down)
            place = taken.get(line.top(), 0)
            taken[line.top()] = place + 1
            if place < _SIGNS_ON_A_LINE:
                left = MARGIN_LEFT - 10 - _SIGN_STEP * (place + 1)
                drawn.append(DrawnSign(sign, QRectF(left, line.top(), _SIGN_STEP, line.height())))
        if tuple(drawn) != self._signs:
            self._signs = tuple(drawn)
            self.viewport().update(0, 0, MARGIN_LEFT, self.viewport().height())

    def set_dots(self, stretches: Sequence[Stretch], colour: str) -> None:
        """Draw dots below these stretches of positions, which are in order."""
        if self._dots or stretches:
            self._dots, self._dots_colour = list(stretches), colour
            self.viewport().update()

    def once_painted(self, do: Callable[[], None]) -> None:
        """Do this once, after the next paint, in place of what was to be done then."""
        self._once_painted = do

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, what Qt draws, and over it.

        A viewport that paints all of itself is moved by the graphics when it scrolls, and only the strip that comes
        into sight is painted. Style sheets take the attribute away whenever they are applied.
        """
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        ground = QPainter(self.viewport())
        ground.setBackground(self.palette().brush(QPalette.ColorRole.Base))
        ground.eraseRect(event.rect())  # filling would make ready the 169 names of gradients, before the first paint
        ground.end()
        super().paintEvent(event)
        if self._once_painted is not None:
            do, self._once_painted = self._once_painted, None
            do()
        if not self._signs and not self._dots and self._rule is None and self._draw_over is None:
            return
        painter = QPainter(self.viewport())
        if self._draw_over is not None:
            self._draw_over(painter, event.rect())
        if self._rule is not None:
            self._draw_rule(painter, *self._rule)
        if self._dots:
            self._draw_dots(painter, event.rect())
        font = QFont(self.font())
        font.setPixelSize(_SIGN_PX)
        painter.setFont(font)
        painter.translate(0, -self.verticalScrollBar().value())
        shown = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        for drawn in self._signs:
            if drawn.box.intersects(shown):
                drawn.draw(painter, self.palette().color(QPalette.ColorRole.Base))
        painter.end()

    def _draw_dots(self, painter: QPainter, shown: QRect) -> None:
        first, last = self._positions_in(shown)
        here = self._dots[bisect_left(self._dots, (first, 0)) : bisect_right(self._dots, (last + 1, 0))]
        painter.save()
        painter.translate(0, -self.verticalScrollBar().value())
        draw_dots(painter, self.document(), here, self._dots_colour)
        painter.restore()

    def _positions_in(self, shown: QRect) -> tuple[int, int]:
        """First and last position that a part of the viewport may show; in a table, of whole rows.

        Asked at the words' left edge: beside a table Qt names its very first or last position.
        """
        above = self.cursorForPosition(QPoint(MARGIN_LEFT + 1, shown.top()))
        first, table = above.position(), _table_around(above)
        if table is not None:
            first = table.cellAt(table.cellAt(above).row(), 0).firstPosition()
        below = self.cursorForPosition(QPoint(MARGIN_LEFT + 1, shown.bottom()))
        table = _table_around(below)
        if table is None:
            return first, self.cursorForPosition(shown.bottomRight()).position()
        cell = table.cellAt(below)
        return first, table.cellAt(cell.row() + cell.rowSpan() - 1, table.columns() - 1).lastPosition()

    def _draw_rule(self, painter: QPainter, position: int, colour: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        below = self.cursorRect(cursor).bottom() + self._em // 2
        painter.fillRect(MARGIN_LEFT, below, self.column()[1], 2, QColor(colour))

    # -- mouse -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Let the wide margins beside the column behave as part of the text: press, drag and wheel there work."""
        if event.type() in _MOUSE and isinstance(event, QMouseEvent):
            where = QPointF(self.viewport().mapFrom(self, event.position().toPoint()))
            moved = QMouseEvent(
                event.type(), where, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
            return self.viewportEvent(moved)
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return event.isAccepted()
        handled = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return handled

    def changeEvent(self, event: QEvent) -> None:
        """Leave the document's font alone: every style sheet sends its fonts a dozen times, each a layout of the whole
        text, and what is shown brings its own.
        """
        if event.type() == QEvent.Type.FontChange:
            QFrame.changeEvent(self, event)
        else:
            super().changeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of what the pointer rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.position_at(event.pos())
            QToolTip.showText(event.globalPos(), self._tip_at(at) if at is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def position_at(self, point: QPoint) -> int | None:
        """Position of the character under a point of the viewport, or None beside the words."""
        down = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        at = self.document().documentLayout().hitTest(down, Qt.HitTestAccuracy.ExactHit)
        if at < 0:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        return at - 1 if at and point.x() < self.cursorRect(cursor).left() else at

    def _sign_at(self, point: QPoint) -> Sign | None:
        down = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        return next((drawn.sign for drawn in self._signs if drawn.box.contains(down)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it began, to tell a click from a drag."""
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word: Qt, which knows no Chinese ones, would take all up to the next mark."""
        at = self.position_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or at is None:
            super().mouseDoubleClickEvent(event)
            return
        from reader.core.words import neighbours, word_at  # not before the first paint

        document = self.document()
        if self._counted is None or self._counted[0] is not document:
            self._counted = (document, neighbours(document.toPlainText()[:_COUNTED]))
        block = document.findBlock(at)
        # Qt counts units of UTF-16, of which a rare character has two.
        text, units = block.text(), block.text().encode("utf-16-le")
        here = len(units[: 2 * (at - block.position())].decode("utf-16-le", "ignore"))
        word = word_at(text, here, self._counted[1])
        ends = [block.position() + len(text[:each].encode("utf-16-le")) // 2 for each in (word.start, word.end)]
        cursor = QTextCursor(document)
        cursor.setPosition(ends[0])
        cursor.setPosition(ends[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer what can be clicked."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            point = event.position().toPoint()
            at = self.position_at(point)
            sign = self._sign_at(point)
            live = (at is not None and bool(self._live_at(at))) or (sign is not None and sign.note is not None)
            live = live or self._click_over(point, False)
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click that selected nothing."""
        super().mouseReleaseEvent(event)
        point, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if pressed is None or self.textCursor().hasSelection():
            return
        if (point - pressed).manhattanLength() >= QApplication.startDragDistance():
            return
        sign, at = self._sign_at(point), self.position_at(point)
        if self._click_over(point, True):
            return
        if sign is not None and sign.note is not None:
            self.note_clicked.emit(sign.note)
        elif at is not None:
            self.clicked.emit(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the pointer or at the caret."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
        else:
            self.menu_wanted.emit(event.globalPos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl ask for another size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() // 120
            if steps:
                self.zoom_wanted.emit(steps)
            event.accept()
            return
        super().wheelEvent(event)

    # -- keys, clipboard -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is under the caret; ways to the edges and to everything are told beforehand."""
        from PySide6.QtGui import QKeySequence  # its names would keep the first paint waiting

        standard = QKeySequence.StandardKey
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.clicked.emit(self.textCursor().position())
            event.accept()
            return
        page = page_key(event)
        if page:
            self.page_wanted.emit(page)
            event.accept()
            return
        if event.matches(standard.SelectAll):
            self.whole_wanted.emit()
        for key, at_end in (
            (standard.MoveToStartOfDocument, False), (standard.SelectStartOfDocument, False),
            (standard.MoveToEndOfDocument, True), (standard.SelectEndOfDocument, True),
        ):  # fmt: skip
            if event.matches(key):
                self.edge_wanted.emit(at_end)
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self.textCursor().hasSelection():
            self._bring_caret()
        super().keyPressEvent(event)

    def _bring_caret(self) -> None:
        """A caret left behind by scrolling comes to the first line in sight, so that a key never jumps back to it."""
        if not self.viewport().rect().intersects(self.cursorRect()):
            self.setTextCursor(self.cursorForPosition(QPoint(MARGIN_LEFT, self._em)))

    def createMimeDataFromSelection(self) -> QMimeData:
        """What copying and dragging give: the words as seen, without the line breaks of balanced titles; for word
        processors with headings, bold words and tables.
        """
        data = QMimeData()
        data.setText(self._copied())
        data.setHtml(self._rich())
        return data

    def loadResource(self, kind: int, name: QUrl | str) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing is ever loaded, from anywhere."""
        return
