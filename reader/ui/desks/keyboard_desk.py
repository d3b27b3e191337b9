"""Where the keyboard is: F6 from panel to panel, back into the text, and what Esc finds there.

The other desks send the keyboard to the text through this one, so that F6 knows where it was sent.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session


class KeyboardDesk:
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._window = window
        self._cycled_to: QWidget | None = None

    def show_bar(self) -> None:
        """The search box was asked for: in full screen the bar comes back first."""
        self._late.bar.show()

    def cycle(self, by: int) -> None:
        """F6: the search box first, then panel after panel; from a box that was typed into, to the text."""
        parts = self._parts
        if self._late.bar.search.hasFocus() and self._cycled_to != self._late.bar.search and self._session.document:
            self.focus_text()
            return
        self.show_bar()
        stops: list[QWidget] = [self._late.bar.search]
        if self._late.pages.page is not None:
            stops.append(self._late.pages.page)
        if parts.left.isVisible():
            stops.append(parts.left.page)
        stops.extend(column for column in parts.compare.columns if column.isVisible())
        if parts.right.isVisible():
            stops.append(parts.right.page)
        here = QApplication.focusWidget()
        cycled = self._cycled_to in stops and here is not None and _inside(here, self._cycled_to)
        boxed = here is self._late.bar.search
        at = stops.index(self._cycled_to) if cycled and self._cycled_to else 0 if boxed else -1 if by > 0 else 1
        target = stops[(at + by) % len(stops)]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._cycled_to = target  # after the box has told that it was left
        if target == self._late.bar.search:
            self._late.bar.search.selectAll()

    def nowhere_to_go_back(self) -> bool:
        """Whether the keyboard is in the box with no text to go to."""
        return self._session.document is None and self._late.bar.search.hasFocus()

    def in_text(self) -> bool:
        """Whether the keyboard is in the text of the column that has the attention."""
        here = QApplication.focusWidget()
        return here is not None and _inside(here, self._parts.compare.columns[self._session.active])

    def focus_text(self) -> None:
        """Into the text of the column that has the attention."""
        self.forget()
        if self._session.document is not None:
            self._parts.compare.columns[self._session.active].focus_text()
            self._late.bar.setHidden(self._window.isFullScreen())

    def forget(self) -> None:
        """The keyboard went elsewhere by another way: the next F6 begins anew."""
        self._cycled_to = None


def _inside(widget: QWidget, area: QWidget | None) -> bool:
    return area is not None and (widget is area or area.isAncestorOf(widget))
