"""A scroll bar that shows where hits and notes are in the whole document. Must not know what they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from reader.core.late_dataclass import dataclass

_TICK = 3


@dataclass(frozen=True)
class Tick:
    """A short line at `at` (0..1 of the document). `lane`: 0 the left half, 1 the right half, 2 the whole width."""

    at: float
    colour: str
    lane: int


class ScrollMap(QScrollBar):
    """A vertical scroll bar with ticks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._ticks: tuple[Tick, ...] = ()

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What is shown."""
        return self._ticks

    def set_ticks(self, ticks: Sequence[Tick]) -> None:
        """Show these and no others."""
        if tuple(ticks) != self._ticks:
            self._ticks = tuple(ticks)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw over what Qt draws."""
        super().paintEvent(event)
        if not self._ticks:
            return
        # Loaded here: its hundreds of names would keep the first paint waiting, and a text without marks needs none.
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarGroove, self
        )
        painter = QPainter(self)
        half = groove.width() / 2
        for tick in self._ticks:
            top = groove.top() + tick.at * (groove.height() - _TICK)
            left = groove.left() + (half if tick.lane == 1 else 0)
            wide = groove.width() if tick.lane == 2 else half
            painter.fillRect(QRectF(left + 1, top, wide - 2, _TICK), QColor(tick.colour))
        painter.end()
