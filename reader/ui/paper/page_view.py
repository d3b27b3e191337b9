"""The pages of an original file, one below the other, drawn off the GUI thread, with one place on them lit.

Tells where the reader scrolls and clicks, in points of a page; knows no clause.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from reader.core.errors import ReaderError
from reader.ui.kit.tasks import Lane
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER, Theme
from reader.ui.paper.page_layout import MARGIN, Box, PageLayout

A4: Final = QSizeF(595, 842)  # points: a page is taken for that until it is drawn
ZOOMS: Final = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)  # of the width of the column
KEPT: Final = 96 * 1024 * 1024  # bytes of drawn pages
SHARPEST: Final = 6.0  # pixels a point: no page is drawn finer
AHEAD: Final = 2  # pages below what is in sight that are drawn before they come
LINE: Final = 60  # pixels a step of the arrow keys or the wheel
_UPPER: Final = 1 / 3  # of the height: where the reader looks

Draw = Callable[[int, float], bytes]  # page from 1, pixels a point → PNG


class PageView(QAbstractScrollArea):
    """Shows the pages of one file. Zoom is by the width of the column."""

    scrolled = Signal(int, float)  # page and points below its upper edge, where the reader looks after scrolling
    clicked = Signal(int, float, float)  # page, and where on it in points
    turned = Signal(int)  # the page that is looked at is another one
    zoomed = Signal()
    problem = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._draw: Draw | None = None
        self._sizes: list[QSizeF] = []
        self._layout = PageLayout((), 0, 1.0)
        self._drawn: OrderedDict[int, tuple[float, QImage]] = OrderedDict()  # page → scale, picture; newest last
        self._failed: set[int] = set()
        self._asked: tuple[int, float] | None = None
        self._lane = Lane("pages", parent=self)
        self._zoom = 1.0
        self._lit: tuple[int, Sequence[Box]] | None = None
        self._theme: Theme = PAPER
        self._busy = False  # own scrolling is no news
        self._pressed: QPoint | None = None
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._settled)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.verticalScrollBar().setSingleStep(LINE)
        self.horizontalScrollBar().setSingleStep(LINE)
        texts.changed.connect(self._name)
        self._name()

    # -- what is shown

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """1: as wide as the column."""
        return self._zoom

    @property
    def complete(self) -> bool:
        """Whether everything in sight is drawn as sharp as it should be."""
        return self._wanted() is None and self._asked is None

    @property
    def lit(self) -> tuple[int, Sequence[Box]] | None:
        """The page and the boxes that are lit."""
        return self._lit

    def show_pages(self, count: int, draw: Draw) -> None:
        """Show `count` pages of another file; `draw` is called off the GUI thread."""
        self._lane.cancel()
        self._draw, self._asked, self._lit = draw, None, None
        self._drawn.clear()
        self._failed.clear()
        self._sizes = [QSizeF(A4)] * max(0, count)
        self._lay_out()
        self._scroll_to(0)

    def set_count(self, count: int) -> None:
        """It is known now how many pages there are."""
        if count != self.pages:
            page, down = self.looked_at()
            self._sizes = (self._sizes + [QSizeF(A4)] * max(0, count - self.pages))[: max(0, count)]
            self._lay_out()
            if down:
                self._look_at(page, down)
            self.setAccessibleName("")
            self._name()

    def set_theme(self, theme: Theme) -> None:
        """Other colours around the pages; paper stays paper."""
        self._theme = theme
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Larger or smaller; what is looked at stays where it is."""
        zoom = max(ZOOMS[0], min(ZOOMS[-1], zoom))
        if zoom != self._zoom:
            page, down = self.looked_at()
            self._zoom = zoom
            self._lay_out()
            self._look_at(page, down)
            self.zoomed.emit()

    def step_zoom(self, steps: int) -> None:
        """The next step of ZOOMS."""
        nearest = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))])

    def light(self, page: int, boxes: Sequence[Box], *, reveal: bool = True) -> None:
        """Light places of a page (points, origin at its upper left), and bring them into sight. Not told as scrolling.

        Without boxes the page is brought into sight alone.
        """
        if not 1 <= page <= self.pages:
            return
        self._lit = (page, tuple(boxes)) if boxes else None
        if reveal:
            down = min((box[1] for box in boxes), default=0.0)
            if boxes:
                self._look_at(page, down)
            else:
                self._scroll_to(self._layout.top(page - 1) - MARGIN)
        self._name()
        self.viewport().update()

    def unlight(self) -> None:
        """Nothing is lit."""
        self._lit = None
        self.viewport().update()

    def place_at(self, point: QPoint) -> tuple[int, float, float] | None:
        """Page and points on it below a point of the viewport; None beside the pages."""
        at = QPointF(point + self._offset())
        for number in self._layout.between(at.y(), at.y()):
            box, scale = self._layout.rect(number), self._layout.scale(number)
            if box.contains(at):
                return number + 1, (at.x() - box.left()) / scale, (at.y() - box.top()) / scale
        return None

    def visible_rect(self, page: int, box: Box) -> QRect:
        """Where a place of a page stands in the viewport."""
        return self._layout.on_page(page - 1, box).toRect().translated(-self._offset())

    def close_lane(self) -> None:
        """Stop the worker."""
        self._lane.close()

    # -- places

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _lay_out(self) -> None:
        layout = self._layout = PageLayout(self._sizes, self.viewport().width(), self._zoom)
        self._busy = True
        for bar, whole, room in (
            (self.verticalScrollBar(), layout.height, self.viewport().height()),
            (self.horizontalScrollBar(), layout.width, self.viewport().width()),
        ):
            bar.setPageStep(room)
            bar.setRange(0, max(0, round(whole) - room))
        self._busy = False
        self.viewport().update()

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def looked_at(self) -> tuple[int, float]:
        """Page (from 1) and points below its upper edge where the reader looks: the upper third of what is in sight."""
        top = self.verticalScrollBar().value()
        if not self._sizes or top == 0:
            return 1, 0.0
        number, down = self._layout.place(top + self.viewport().height() * _UPPER)
        return number + 1, down

    def _look_at(self, page: int, down: float) -> None:
        number = min(max(1, page), self.pages) - 1
        if self.pages:
            y = self._layout.top(number) + down * self._layout.scale(number)
            self._scroll_to(y - self.viewport().height() * _UPPER)

    def _scroll_to(self, y: float) -> None:
        self._busy = True
        self.verticalScrollBar().setValue(round(y))
        self._busy = False
        self._name()
        self.viewport().update()

    def _moved(self) -> None:
        if not self._busy:
            self._settle.start()

    def _settled(self) -> None:
        self._name()
        if self.pages:
            self.scrolled.emit(*self.looked_at())

    def _name(self) -> None:
        page = self.looked_at()[0]
        says = self._texts("原件第 {i} 页，共 {n} 页", i=page, n=self.pages) if self.pages else self._texts("原件")
        if says != self.accessibleName():
            self.setAccessibleName(says)
            self.turned.emit(page)

    # -- drawing

    def _wanted(self) -> tuple[int, float] | None:
        """The next page to be drawn, and how fine: those in sight first, then those around."""
        if self._draw is None:
            return None
        seen = self._in_sight()
        around = (*range(seen.stop, min(seen.stop + AHEAD, self.pages)), *range(max(0, seen.start - 1), seen.start))
        for number in (*seen, *around):
            scale = min(SHARPEST, self._layout.scale(number) * self.devicePixelRatioF())
            there = self._drawn.get(number)
            if number not in self._failed and (there is None or abs(there[0] / scale - 1) > 0.02):
                return number, scale
        return None

    def _ask(self) -> None:
        """One page at a time: what has scrolled past meanwhile is never drawn."""
        wanted, draw = self._wanted(), self._draw
        if self._asked is not None or wanted is None or draw is None:
            return
        self._asked = wanted
        number, scale = wanted

        def work(_job: object) -> QImage:
            return QImage.fromData(draw(number + 1, scale))

        self._lane.submit(work, lambda image: self._take(number, scale, image), lambda error: self._fail(number, error))

    def _take(self, number: int, scale: float, image: QImage) -> None:
        self._asked = None
        if image.isNull():
            self._failed.add(number)
        else:
            self._drawn[number] = (scale, image)
            self._drawn.move_to_end(number)
            self._forget()
            size = QSizeF(image.width() / scale, image.height() / scale)
            if (
                abs(size.width() - self._sizes[number].width()) > 1
                or abs(size.height() - self._sizes[number].height()) > 1
            ):
                page, down = self.looked_at()
                self._sizes[number] = size
                self._lay_out()
                self._look_at(page, down)
        self.viewport().update()
        self._ask()

    def _fail(self, number: int, error: ReaderError) -> None:
        self._asked = None
        self._failed.add(number)
        self.problem.emit(str(error))
        self.viewport().update()
        self._ask()

    def _forget(self) -> None:
        """Keep no more than fits, what is in sight in any case."""
        while sum(image.sizeInBytes() for _scale, image in self._drawn.values()) > KEPT:
            old = next((number for number in self._drawn if number not in self._in_sight()), None)
            if old is None:
                return
            del self._drawn[old]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages in sight, or white where they are not drawn yet, and what is lit."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.surface))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._in_sight():
            self._paint_page(painter, number)
        painter.end()
        self._ask()

    def _paint_page(self, painter: QPainter, number: int) -> None:
        box, there = self._layout.rect(number).translated(-QPointF(self._offset())), self._drawn.get(number)
        painter.fillRect(box, QColor(Qt.GlobalColor.white))
        if there is not None:
            painter.drawImage(box, there[1])
        elif number in self._failed:
            painter.setPen(QColor(PAPER.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._texts("这一页画不出来。"))
        painter.setPen(QPen(QColor(self._theme.control), 1))
        painter.drawRect(box)
        if self._lit is not None and self._lit[0] == number + 1:
            self._paint_lit(painter, number, box)

    def _paint_lit(self, painter: QPainter, number: int, page: QRectF) -> None:
        assert self._lit is not None
        painter.save()
        painter.setPen(QPen(QColor(PAPER.hit_line), 2))  # on paper, whatever the theme around it
        painter.setBrush(QColor(PAPER.hit))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # like a pen: the words stay
        for box in self._lit[1]:
            lit = self._layout.on_page(number, box).translated(-QPointF(self._offset()))
            painter.drawRoundedRect(lit.adjusted(-4, -3, 4, 3).intersected(page), 3, 3)
        painter.restore()

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: the same place stays in sight."""
        page, down = self.looked_at()
        at_top = self.verticalScrollBar().value() == 0
        super().resizeEvent(event)
        self._lay_out()
        if not at_top:
            self._look_at(page, down)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Pages are drawn anew: pictures move fast enough."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages scroll, + and - zoom, 0 fits the width, Enter chooses where the reader looks."""
        bar, key = self.verticalScrollBar(), event.key()
        steps = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_Down: LINE,
                 Qt.Key.Key_Up: -LINE, Qt.Key.Key_Space: bar.pageStep()}  # fmt: skip
        if key in steps:
            bar.setValue(bar.value() + steps[Qt.Key(key)])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.step_zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.pages:
            page, down = self.looked_at()
            self.clicked.emit(page, self._sizes[page - 1].width() / 2, down)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where."""
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a page."""
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        if pressed is not None and (point - pressed).manhattanLength() < 6:
            place = self.place_at(point)
            if place is not None:
                self.clicked.emit(*place)


def _differ(one: QSizeF, other: QSizeF) -> bool:
    return abs(one.width() - other.width()) > 1 or abs(one.height() - other.height()) > 1
