"""我的文件: the page with what is being added, what was read of it, and what was taken out of the library.

Made when it is first asked for. Puts its parts together and names them; each part asks for itself by signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.add_list import AddList
from reader.ui.shelves.away_list import AwayList
from reader.ui.shelves.fact_review import FactReview

TABS: Final = {"add": "添加", "review": "核对信息", "away": "移出的文件"}


class OwnPage(QWidget):
    """Tabs, and the way back."""

    close_wanted = Signal()
    tab_changed = Signal(str)

    def __init__(
        self,
        texts: Texts,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        traditional: Callable[[str], str],
        theme: Theme,
    ) -> None:
        """`traditional` writes a sentence of the library in the characters of the traditional interface."""
        super().__init__()
        self.setObjectName("notesPage")  # it looks like the other pages
        self._texts = texts
        self._to_review = 0
        self.adding = AddList(texts, traditional, theme)
        self.review = FactReview(texts, shown, title, theme)
        self.away = AwayList(texts, shown, theme)
        self.tabs, self.stack = QTabBar(), QStackedWidget()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for widget in (self.adding, self.review, self.away):
            self.tabs.addTab("")
            self.stack.addWidget(widget)
        self.leave = QPushButton()
        head = QFrame()
        head.setObjectName("pageHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(4, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.stack, 1)
        self.leave.clicked.connect(self.close_wanted)
        self.tabs.currentChanged.connect(self._turned)
        self.tabs.tabBarClicked.connect(lambda _index: self._focus_page())
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front: a name of TABS."""
        self.tabs.setCurrentIndex(list(TABS).index(name))
        self._focus_page()

    @property
    def current(self) -> str:
        """Name of the tab in front."""
        return list(TABS)[self.tabs.currentIndex()]

    def set_to_review(self, count: int) -> None:
        """How many documents have facts that a person should look at."""
        self._to_review = count
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.adding, self.review, self.away):
            part.set_theme(theme)

    def refresh(self) -> None:
        """Another script."""
        for part in (self.review, self.away):
            part.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, (name, text) in enumerate(TABS.items()):
            count = f"（{self._to_review}）" if name == "review" and self._to_review else ""
            self.tabs.setTabText(number, self._texts(text) + count)
        self.tabs.setAccessibleName(self._texts("我的文件"))
        self.leave.setText(self._texts("返回正文"))
        self.leave.setToolTip(self._texts("返回正文 (Esc)"))

    def _turned(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.tab_changed.emit(list(TABS)[index])

    def _focus_page(self) -> None:
        if self.isVisible():
            self.stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
