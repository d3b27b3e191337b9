"""Pages that take the whole window between the bar and the foot: one at a time, in the place of text and panels."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Pages(QObject):
    """Shows a page in the place of `frame`, which stands in the column `rows`, and `frame` again."""

    changed = Signal()

    def __init__(self, rows: QVBoxLayout, frame: QWidget) -> None:
        super().__init__(frame)
        self._rows = rows
        self._frame = frame
        self.page: QWidget | None = None

    def show(self, page: QWidget) -> None:
        """This page now."""
        if self.page is not None and self.page is not page:
            self.page.hide()
        if self._rows.indexOf(page) < 0:
            self._rows.insertWidget(self._rows.indexOf(self._frame) + 1, page, 1)
        self.page = page
        self._frame.hide()
        page.show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def close(self) -> bool:
        """Back to the text and the panels. Returns whether a page was open."""
        if self.page is None:
            return False
        self.page.hide()
        self.page = None
        self._frame.show()
        self.changed.emit()
        return True
