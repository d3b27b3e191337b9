"""The gutter between two columns: lines that bend from a clause to the one that answers it, and bars for either.

Geometry and painting of what is in sight only; which clause answers which is given to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from reader.core.late_dataclass import dataclass
from reader.ui.look.theme import Theme

PLAIN, TIED, TIED_NARROW = 12, 44, 32  # pixels: nothing to draw; two columns; more of them
_EDGE, _BAR, _GREY = 3, 2, 5  # pixels: a bar's distance from the text, its width, and that of a grey one
_DOWN: Final = 14  # pixels: how far down a clause a line ends
_PALE: Final = 120  # of 255
_BEYOND: Final = 60  # pixels outside the gutter at which a line that leaves it may end
_HOOK: Final = 14  # pixels up or down of a line whose other end is farther away

TieKind = Literal["same", "changed", "weak", "only", "pin"]


@dataclass(frozen=True, slots=True)
class Tie:
    """A clause and what answers it, in pixels of the gutter from its upper end: (top, bottom) on either side."""

    left: tuple[float, float] | None
    right: tuple[float, float] | None
    kind: TieKind


class Gutter(QSplitterHandle):
    """Handle of the splitter, wide enough for lines.

    `ties` gives what to draw, `top` from which height on (where the texts begin), `theme` in which colours.
    """

    def __init__(
        self,
        splitter: QSplitter,
        ties: Callable[[Gutter], Sequence[Tie]],
        top: Callable[[Gutter], int],
        theme: Callable[[], Theme],
    ) -> None:
        super().__init__(splitter.orientation(), splitter)
        self._top = top
        self._ties = ties
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ties in sight."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # style sheets take it away
        theme = self._theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        painter.setPen(QColor(theme.line))
        if self.orientation() == Qt.Orientation.Vertical:
            painter.drawLine(0, 0, self.width(), 0)
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.end()
            return
        painter.drawLine(0, 0, 0, self.height())
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        if self.width() > PLAIN:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(self.rect().adjusted(0, self._top(self), 0, 0))
            for tie in self._ties(self):
                self._draw(painter, tie, theme)
        painter.end()

    def _draw(self, painter: QPainter, tie: Tie, theme: Theme) -> None:
        colour = QColor(_colour(tie.kind, theme))
        alone = tie.kind == "only"
        wide = _GREY if alone else _BAR
        ground = QColor(theme.control if theme.line == theme.text else theme.line) if alone else colour
        for side, x in ((tie.left, _EDGE), (tie.right, self.width() - _EDGE - wide)):
            if side is not None:
                painter.fillRect(QRect(x, round(side[0]) + 1, wide, max(3, round(side[1] - side[0]) - 2)), ground)
        inner = _EDGE + wide + 2
        if tie.left is not None and tie.right is not None:
            painter.setPen(_pen(tie.kind, colour, pale=theme.line != theme.text))
            self._connect(painter, inner, self._end(tie.left), self._end(tie.right))
        else:
            side = tie.left or tie.right
            if side is not None:
                y, out = self._end(side), 7
                x = inner if tie.left is not None else self.width() - inner
                x_out = x + out if tie.left is not None else x - out
                painter.setPen(QPen(colour, 1.0))
                painter.drawLine(QPointF(x, y), QPointF(x_out, y))
                painter.drawLine(QPointF(x_out, y - 3), QPointF(x_out, y + 3))  # a line that ends here

    def _connect(self, painter: QPainter, inner: int, left: float, right: float) -> None:
        """A line from side to side; a short hook up or down where the other end is far out of sight."""
        out, half = self.width() - inner, self.width() / 2
        left_there, right_there = (-_BEYOND <= y <= self.height() + _BEYOND for y in (left, right))
        if left_there and right_there:
            painter.drawPath(_bend(inner, left, out, right))
        elif left_there:
            painter.drawPath(_bend(inner, left, half, left + (_HOOK if right > left else -_HOOK)))
        elif right_there:
            painter.drawPath(_bend(out, right, half, right + (_HOOK if left > right else -_HOOK)))

    @staticmethod
    def _end(side: tuple[float, float]) -> float:
        return min(side[0] + _DOWN, (side[0] + side[1]) / 2)


def _bend(x: float, y: float, to_x: float, to_y: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, y))
    middle = (x + to_x) / 2
    path.cubicTo(QPointF(middle, y), QPointF(middle, to_y), QPointF(to_x, to_y))
    return path


def _pen(kind: TieKind, colour: QColor, *, pale: bool) -> QPen:
    shown = QColor(colour)
    if kind == "weak" and pale:
        shown.setAlpha(_PALE)  # dots would take ten times as long, and there is one frame for all
    return QPen(shown, {"pin": 2.0, "changed": 1.6}.get(kind, 1.2))


def _colour(kind: TieKind, theme: Theme) -> str:
    return {
        "same": theme.control, "changed": theme.link, "weak": theme.link, "only": theme.muted, "pin": theme.accent,
    }[kind]  # fmt: skip
