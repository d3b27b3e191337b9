"""Pages that take the whole window between the bar and the foot: one at a time, in the place of text and panels.

A page that needs more room than the window has scrolls: it never makes the window larger than its screen. One that has
several parts has tabs at its head and the way back to the text beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from reader.ui.kit.flow import OneOf, TwoRows
from reader.ui.look.texts import Texts

TO_REVIEW = "review"  # the tab that bears how much waits to be looked at


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


class TabbedPage(QWidget):
    """Whoever derives from it makes the pages, then calls `lay_out` once."""

    close_wanted = Signal()
    tab_changed = Signal(str)  # name of the tab now in front

    def __init__(self, texts: Texts, named: Mapping[str, str], title: str) -> None:
        """`named`: the tabs by name with their words, in order; `title` names them for a screen reader."""
        super().__init__()
        self.setObjectName("notesPage")  # such pages look alike
        self._texts, self._named, self._title = texts, named, title
        self._counts: dict[str, int] = {}
        self.tabs, self.stack, self.leave = QTabBar(), OneOf(), QPushButton()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)

    def lay_out(self, *pages: QWidget, buttons: tuple[QPushButton, ...] = ()) -> None:
        """Puts a page below each tab, and `buttons` that concern all of them before the way back."""
        for page in pages:
            self.tabs.addTab("")
            self.stack.addWidget(page)
        head = QFrame()
        head.setObjectName("pageHead")
        within = QVBoxLayout(head)
        within.setContentsMargins(4, 4, 8, 4)
        within.addWidget(TwoRows([self.tabs, None, *buttons, self.leave], [*buttons, self.leave] if buttons else []))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.stack, 1)
        self.leave.clicked.connect(self.close_wanted)
        self.tabs.currentChanged.connect(self._turned)
        self.tabs.tabBarClicked.connect(lambda _index: self._focus_page())
        self._texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(list(self._named).index(name))
        self._focus_page()

    @property
    def current(self) -> str:
        """Name of the tab in front."""
        return list(self._named)[self.tabs.currentIndex()]

    def set_to_review(self, count: int) -> None:
        """How much a person should look at."""
        self.set_count(TO_REVIEW, count)

    def set_count(self, name: str, count: int) -> None:
        """How much waits behind a tab."""
        if count != self._counts.get(name, 0):
            self._counts[name] = count
            self.retranslate()

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, (name, text) in enumerate(self._named.items()):
            waits = self._counts.get(name, 0)
            count = f"（{waits}）" if waits else ""
            self.tabs.setTabText(number, self._texts(text) + count)
        self.tabs.setAccessibleName(self._texts(self._title))
        self.leave.setText(self._texts("返回正文"))
        self.leave.setToolTip(self._texts("返回正文 (Esc)"))

    def _turned(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.tab_changed.emit(list(self._named)[index])

    def _focus_page(self) -> None:
        if self.isVisible():
            self.stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
