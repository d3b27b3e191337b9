"""How high the rows of a register's table are: one line, two, or all that its cells say.

Rows as high as their words are measured when they come into sight: a register of thousands is never measured whole.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

ALL: Final = 0
HEIGHTS: Final = {1: 32, 2: 48}  # pixels, by lines of text
GROUP_HEIGHT: Final = 32
MOST: Final = 600  # pixels of one row


class RowHeights(QObject):
    """Sets them, and goes on measuring while the table is scrolled."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._groups: frozenset[int] = frozenset()
        self.lines = 2
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._measure)
        table.verticalScrollBar().valueChanged.connect(self.sight_changed)

    def set_rows(self, groups: frozenset[int], lines: int) -> None:
        """Rows stand anew. Args: groups: numbers of the headings among them; lines: 1, 2 or ALL."""
        rows, height = self._table.verticalHeader(), HEIGHTS.get(lines, HEIGHTS[2])
        fresh = lines != self.lines or lines == ALL or bool(groups or self._groups)
        self.lines = lines
        if (
            fresh
            or groups
            or self._groups
            or any(rows.sectionSize(row) != height for row in range(min(1, rows.count())))
        ):
            rows.setDefaultSectionSize(height)
            for row in range(rows.count()):
                rows.resizeSection(row, GROUP_HEIGHT if row in groups else height)
        self._groups = groups
        self.sight_changed()

    def sight_changed(self) -> None:
        """Other rows have come into sight, or columns have another width."""
        if self.lines == ALL:
            self._later.start()

    def _measure(self) -> None:
        table, rows = self._table, self._table.verticalHeader()
        row = max(0, table.rowAt(0))
        while 0 <= row < rows.count() and table.rowViewportPosition(row) < table.viewport().height():
            if row not in self._groups:
                rows.resizeSection(row, max(HEIGHTS[1], min(MOST, table.sizeHintForRow(row))))
            row += 1
