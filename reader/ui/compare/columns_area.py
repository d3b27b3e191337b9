"""What the columns stand in: more of them than there is room for are scrolled to, and none pushes the window about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QFrame, QScrollArea

from reader.ui.compare.column import LEAST_WIDTH
from reader.ui.compare.compare_view import CompareView
from reader.ui.compare.gutter import TIED

LEAST = QSize(2 * LEAST_WIDTH + TIED, 160)  # pixels: two columns, or as much of one as a short window has


class ColumnsArea(QScrollArea):
    """Shown and hidden with the columns."""

    def __init__(self, columns: CompareView) -> None:
        super().__init__()
        self._columns = columns
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(columns)
        columns.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """What the columns need, at most two of them."""
        return self._columns.minimumSizeHint().boundedTo(LEAST)

    def bring(self, number: int) -> None:
        """Scroll to a column."""
        if number < len(self._columns.columns):
            self.ensureWidgetVisible(self._columns.columns[number], 0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The columns come and go, or need other room."""
        if watched is self._columns:
            if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
                self.setVisible(event.type() == QEvent.Type.ShowToParent)
            elif event.type() == QEvent.Type.LayoutRequest:
                self.updateGeometry()
        return super().eventFilter(watched, event)
