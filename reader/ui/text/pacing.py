"""Aids for reading on: a text that scrolls by itself, and a ruler under the line that is read.

They move and draw only; what is read and when they are wanted is decided elsewhere.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from reader.ui.look.theme import Theme

TICK: Final = 40  # ms
SLOWEST, FASTEST, STEP = 4, 120, 4  # lines a minute
_TINT, _LINE = 26, 170  # of 255: how much the ruler covers, and its edge
_MINUTE = 60_000  # ms


def faster(speed: int, by: int) -> int:
    """A speed in lines a minute, `by` steps faster (or slower), within bounds."""
    return max(SLOWEST, min(FASTEST, speed + by * STEP))


class Pace(QObject):
    """Scrolls one text evenly. Stops at its end, and where the reader presses a button of the mouse in it."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._area: QTextEdit | None = None
        self._line = 1.0  # pixels
        self._speed = SLOWEST
        self._due = 0.0  # parts of a pixel
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        """Whether a text scrolls."""
        return self._timer.isActive()

    def start(self, area: QTextEdit, line: float, speed: int) -> None:
        """Scroll `area`, whose lines are `line` pixels high, at `speed` lines a minute."""
        self.stop()
        self._area, self._line, self._due = area, line, 0.0
        self.set_speed(speed)
        area.viewport().installEventFilter(self)
        area.destroyed.connect(self._gone)
        self._timer.start()

    def set_speed(self, speed: int) -> None:
        """In lines a minute."""
        self._speed = max(SLOWEST, min(FASTEST, speed))

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        if self._area is not None:
            self._area.viewport().removeEventFilter(self)
            self._area.destroyed.disconnect(self._gone)
        self._area = None

    def _gone(self) -> None:
        """Its column was closed."""
        self._area = None
        self._timer.stop()
        self.ended.emit()

    def tick(self) -> None:
        """What is due after one more tick."""
        if self._area is None:
            return
        bar = self._area.verticalScrollBar()
        self._due += self._line * self._speed * TICK / _MINUTE
        whole = int(self._due)
        self._due -= whole
        bar.setValue(bar.value() + whole)
        if bar.value() >= bar.maximum():
            self.stop()
            self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press in the text means to read here."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.stop()
            self.ended.emit()
        return super().eventFilter(watched, event)


class Ruler(QWidget):
    """A band over the line under the pointer, or with the caret where the keyboard moved it."""

    def __init__(self, area: QTextEdit) -> None:
        super().__init__(area)
        self._area = area
        self._colour = QColor()
        self._at: QPoint | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        area.viewport().installEventFilter(self)
        area.verticalScrollBar().valueChanged.connect(self.follow)
        area.cursorPositionChanged.connect(self._caret_moved)

    def set_theme(self, theme: Theme) -> None:
        """Take its colour."""
        self._colour = QColor(theme.link)
        self.update()

    def set_shown(self, on: bool) -> None:
        """Show it where the reader is, or not."""
        self.setVisible(on)
        self.raise_()
        self.follow()

    def follow(self) -> None:
        """Stand over the line at the point that is read."""
        if self.isHidden():
            return
        area = self._area
        view = area.viewport().geometry()
        at = self._at if self._at is not None else QPoint(view.width() // 2, view.height() // 3)
        line = area.cursorRect(area.cursorForPosition(at))
        box = QRect(view.left(), view.top() + line.top(), view.width(), line.height())
        self.setGeometry(box.intersected(view) if box.intersects(view) else QRect(view.left(), view.top(), 1, 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tint that the words are read through, and a line below them."""
        painter = QPainter(self)
        tint, edge = QColor(self._colour), QColor(self._colour)
        tint.setAlpha(_TINT)
        edge.setAlpha(_LINE)
        painter.fillRect(self.rect(), tint)
        painter.fillRect(0, self.height() - 2, self.width(), 2, edge)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the pointer."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._at = event.position().toPoint()
            self.follow()
        elif event.type() == QEvent.Type.Resize:
            self.follow()
        return super().eventFilter(watched, event)

    def _caret_moved(self) -> None:
        self._at = self._area.cursorRect().center()
        self.follow()
