"""批注总览: the page with all notes, bookmarks, those to be looked at, the trash and the backups.

Made when it is first asked for. Puts its parts together and names them; each part asks for itself by signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.kit.tasks import Lane
from reader.ui.look.theme import Theme
from reader.ui.notes.backups_page import BackupsPage
from reader.ui.notes.note_lines import LineMaker
from reader.ui.notes.notes_bookmarks import BookmarksPage
from reader.ui.notes.notes_browser import NotesBrowser
from reader.ui.notes.review_page import ReviewPage
from reader.ui.notes.trash_page import TrashPage
from reader.ui.session.session import Session

TABS: Final = {"all": "全部批注", "bookmarks": "书签", "review": "需要看一下", "trash": "回收站", "backups": "备份"}


class NotesPage(QWidget):
    """Tabs, and the buttons that concern all of them."""

    export_wanted = Signal()
    import_wanted = Signal()
    report_wanted = Signal()
    close_wanted = Signal()

    def __init__(
        self, session: Session, maker: LineMaker, lane: Lane, theme: Theme, icon: Callable[[str], QIcon]
    ) -> None:
        """`maker` makes the lines of the table, in `lane` only: both may have begun before there is a page."""
        super().__init__()
        self.setObjectName("notesPage")
        texts, look_up = session.texts, session.document_of
        self._texts = texts
        self._to_review = 0

        def docs() -> list[str]:
            return [info.id for info in session.documents()]

        self.browser = NotesBrowser(texts, session.notes, session.shown, maker, lane, docs, theme, icon)
        self.bookmarks = BookmarksPage(texts, session.notes, session.shown, session.title, look_up, icon)
        self.review = ReviewPage(texts, session.convert, session.title, look_up, theme)
        self.trash = TrashPage(texts, session.shown, look_up, theme, icon)
        self.backups = BackupsPage(texts)
        self.tabs, self.stack = QTabBar(), QStackedWidget()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for widget in (self.browser, self.bookmarks, self.review, self.trash, self.backups):
            self.tabs.addTab("")
            self.stack.addWidget(widget)
        self.report, self.export, self.take_in, self.leave = (QPushButton() for _ in range(4))
        head = QFrame()
        head.setObjectName("pageHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(4, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addStretch(1)
        for button, signal in (
            (self.report, self.report_wanted), (self.export, self.export_wanted), (self.take_in, self.import_wanted),
            (self.leave, self.close_wanted),
        ):  # fmt: skip
            row.addWidget(button)
            button.clicked.connect(signal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
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
        """How many notes need a look."""
        self._to_review = count
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.browser, self.review, self.trash):
            part.set_theme(theme)
        self.bookmarks.refresh()

    def refresh(self) -> None:
        """Another script."""
        for part in (self.browser, self.bookmarks, self.review, self.trash):
            part.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        for number, (name, text) in enumerate(TABS.items()):
            count = f"（{self._to_review}）" if name == "review" and self._to_review else ""
            self.tabs.setTabText(number, self._texts(text) + count)
        self.tabs.setAccessibleName(self._texts("总览"))
        self.report.setText(self._texts("“我的工作”报告…"))
        self.report.setToolTip(self._texts("把当前文件的批注按条款次序写成 Word 文档"))
        self.export.setText(self._texts("导出…"))
        self.take_in.setText(self._texts("导入…"))
        self.leave.setText(self._texts("返回正文"))
        self.leave.setToolTip(self._texts("返回正文 (Esc)"))

    def _focus_page(self) -> None:
        if self.isVisible():
            self.stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
