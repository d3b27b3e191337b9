"""Pages that take the whole window between the bar and the foot: one at a time, in the place of text and panels.

A page that needs more room than the window has scrolls: it never makes the window larger than its screen.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class Pages(QObject):
    """Shows a page in the place of `frame`, which stands in the column `rows`, and `frame` again."""

    changed = Signal()

    def __init__(self, rows: QVBoxLayout, frame: QWidget) -> None:
        super().__init__(frame)
        self._rows = rows
        self._frame = frame
        self._stands: dict[QWidget, QScrollArea] = {}
        self.page: QWidget | None = None

    def show(self, page: QWidget) -> None:
        """This page now."""
        if self.page is not None and self.page is not page:
            self._stands[self.page].hide()
        if page not in self._stands:
            stand = self._stands[page] = _stand()
            self._rows.insertWidget(self._rows.indexOf(self._frame) + 1, stand, 1)
            stand.setWidget(page)  # last: with everything it holds it is polished once, where it stands
        self.page = page
        self._frame.hide()
        page.show()
        self._stands[page].show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def close(self) -> bool:
        """Back to the text and the panels. Returns whether a page was open."""
        if self.page is None:
            return False
        self._stands[self.page].hide()
        self.page = None
        self._frame.show()
        self.changed.emit()
        return True


def _stand() -> QScrollArea:
    stand = QScrollArea()
    stand.setFrameShape(QFrame.Shape.NoFrame)
    stand.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    stand.setWidgetResizable(True)
    stand.hide()
    return stand
