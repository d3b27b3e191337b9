"""Units × documents as a map of tinted squares with their counts. Drawn here; what is counted comes from outside.

Arrows move, Enter or a click chooses a square. The number stands in every square, so the tint is never the only sign.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from reader.ui.theme import Theme

NAME_WIDTH, HEAD_HEIGHT, ROW_HEIGHT, GAP = 200, 52, 28, 2  # pixels
FAINTEST: Final = 0.12  # share of the full tint in a square that counts one
HEAVIEST: Final = {False: 0.55, True: 0.4}  # in the fullest, by `dark`: its number stays readable (4.5:1)
KEYS: Final = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class HeatMap(QWidget):
    """The map; stands in a `scrolled` area."""

    chosen = Signal(str, str)  # row, column

    def __init__(self, shown: Callable[[str], str], title: Callable[[str], str], theme: Theme) -> None:
        """`shown` writes the name of a row in the script on screen, `title` that of a column."""
        super().__init__()
        self._shown, self._title = shown, title
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._counts: Mapping[tuple[str, str], int] = {}
        self._at = (0, 0)
        self._area: QScrollArea | None = None
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def scrolled(self) -> QScrollArea:
        """The area it stands in."""
        if self._area is None:
            self._area = QScrollArea()
            self._area.setWidget(self)
            self._area.setWidgetResizable(True)
            self._area.setFocusProxy(self)
        return self._area

    def show_counts(self, rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> None:
        """Show other counts."""
        self._rows, self._columns, self._counts = tuple(rows), tuple(columns), counts
        self._at = (min(self._at[0], max(0, len(rows) - 1)), min(self._at[1], max(0, len(columns) - 1)))
        self.setMinimumSize(self.sizeHint())
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows; columns of at least 90 pixels."""
        return QSize(NAME_WIDTH + 90 * len(self._columns), HEAD_HEIGHT + ROW_HEIGHT * len(self._rows))

    def square(self, row: int, column: int) -> QRect:
        """Where a square stands."""
        wide = (self.width() - NAME_WIDTH) // max(1, len(self._columns))
        left, top = NAME_WIDTH + column * wide, HEAD_HEIGHT + row * ROW_HEIGHT
        return QRect(left + GAP, top + GAP, wide - 2 * GAP, ROW_HEIGHT - 2 * GAP)

    def tint(self, count: int) -> QColor:
        """The ground of a square."""
        most = max(self._counts.values(), default=1)
        share = FAINTEST + (HEAVIEST[self.theme.dark] - FAINTEST) * (count - 1) / max(1, most - 1) if count else 0.0
        full, bare = QColor(self.theme.link), QColor(self.theme.background)
        parts = (full.red(), bare.red()), (full.green(), bare.green()), (full.blue(), bare.blue())
        mixed = [round(b + (f - b) * share) for f, b in parts]
        return QColor(*mixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names, squares and counts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.background))
        wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.theme.muted))
        for number, column in enumerate(self._columns):
            box = self.square(0, number)
            head = QRect(box.left(), 4, box.width(), HEAD_HEIGHT - 8)
            words = metrics.elidedText(self._title(column), Qt.TextElideMode.ElideRight, 2 * head.width() - 24)
            painter.drawText(head, wrapped, words)
        for row, name in enumerate(self._rows):
            painter.setPen(QColor(self.theme.text))
            box = QRect(8, HEAD_HEIGHT + row * ROW_HEIGHT, NAME_WIDTH - 16, ROW_HEIGHT)
            words = metrics.elidedText(self._shown(name), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
            for number, column in enumerate(self._columns):
                self._square(painter, self.square(row, number), self._counts.get((name, column), 0))
        if self.hasFocus() and self._rows:
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRect(self.square(*self._at))

    def event(self, event: QEvent) -> bool:
        """A tooltip says what a square is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._square_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(*at) if at else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the square under the pointer."""
        at = self._square_at(event.position().toPoint())
        if at is not None:
            self._at = at
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and the space bar choose."""
        step = KEYS.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        elif step is not None and self._rows:
            row = min(max(0, self._at[0] + step[0]), len(self._rows) - 1)
            column = min(max(0, self._at[1] + step[1]), len(self._columns) - 1)
            self._at = (row, column)
            self._describe()
            if self._area is not None:
                centre = self.square(row, column).center()
                self._area.ensureVisible(centre.x(), centre.y())
            self.update()
        else:
            super().keyPressEvent(event)

    def _square(self, painter: QPainter, box: QRect, count: int) -> None:
        if not count:
            painter.setPen(QColor(self.theme.line))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            return
        ground = self.tint(count)
        painter.fillRect(box, ground)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(count))

    def _square_at(self, point: QPoint) -> tuple[int, int] | None:
        places = ((row, column) for row in range(len(self._rows)) for column in range(len(self._columns)))
        return next((at for at in places if self.square(*at).contains(point)), None)

    def _choose(self) -> None:
        if self._rows and self._columns:
            row, column = self._rows[self._at[0]], self._columns[self._at[1]]
            if self._counts.get((row, column), 0):
                self.chosen.emit(row, column)

    def _words(self, row: int, column: int) -> str:
        count = self._counts.get((self._rows[row], self._columns[column]), 0)
        return f"{self._shown(self._rows[row])} · {self._title(self._columns[column])}：{count}"

    def _describe(self) -> None:
        self.setAccessibleDescription(self._words(*self._at) if self._rows and self._columns else "")
