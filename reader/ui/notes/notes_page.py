"""批注总览: the page with all notes, bookmarks, those to be looked at, the trash and the backups.

Made when it is first asked for. Puts its parts together and names them; each part asks for itself by signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QPushButton

from reader.ui.kit.pages import TabbedPage
from reader.ui.kit.tasks import Lane
from reader.ui.look.theme import Theme
from reader.ui.notes.backups_page import BackupsPage
from reader.ui.notes.conflicts_page import ConflictsPage
from reader.ui.notes.note_lines import LineMaker
from reader.ui.notes.notes_bookmarks import BookmarksPage
from reader.ui.notes.notes_browser import NotesBrowser
from reader.ui.notes.review_page import ReviewPage
from reader.ui.notes.trash_page import TrashPage
from reader.ui.session.session import Session

CONFLICTS: Final = "conflicts"
TABS: Final = {
    "all": "全部批注", "bookmarks": "书签", "review": "需要看一下", CONFLICTS: "两边都改过", "trash": "回收站",
    "backups": "备份",
}  # fmt: skip

REPORTS: Final = {
    "clause": "按条款次序…", "colour": "按颜色…", "tag": "按标签…", "comments": "原文带 Word 批注…",
    "noted": "有批注的条款带 Word 批注…", "page": "阅读小结（网页）…",
}  # fmt: skip


class NotesPage(TabbedPage):
    """Tabs, and the buttons that concern all of them."""

    export_wanted = Signal()
    import_wanted = Signal()
    report_wanted = Signal(str)  # by clause, colour or tag

    def __init__(
        self, session: Session, maker: LineMaker, lane: Lane, theme: Theme, icon: Callable[[str], QIcon]
    ) -> None:
        """`maker` makes the lines of the table, in `lane` only: both may have begun before there is a page."""
        texts, look_up = session.texts, session.document_of
        super().__init__(texts, TABS, "总览")

        def docs() -> list[str]:
            return [info.id for info in session.documents()]

        self.browser = NotesBrowser(texts, session.notes, session.shown, maker, lane, docs, theme, icon)
        self.bookmarks = BookmarksPage(texts, session.notes, session.shown, session.title, look_up, icon)
        self.review = ReviewPage(texts, session.convert, session.title, look_up, session.notes.offers, theme)
        me = session.library.notebook.who
        self.conflicts = ConflictsPage(texts, session.shown, session.title, me, theme)
        self.trash = TrashPage(texts, session.shown, look_up, theme, icon)
        self.backups = BackupsPage(texts)
        self.report, self.export, self.take_in = (QPushButton() for _ in range(3))
        menu = QMenu(self.report)
        self._reports = {by: menu.addAction("") for by in REPORTS}
        for by, action in self._reports.items():
            action.triggered.connect(lambda _on=False, by=by: self.report_wanted.emit(by))
        self.report.setMenu(menu)
        self.browser.text_wanted.connect(self.close_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.take_in.clicked.connect(self.import_wanted)
        self.lay_out(
            self.browser, self.bookmarks, self.review, self.conflicts, self.trash, self.backups,
            buttons=(self.report, self.export, self.take_in),
        )  # fmt: skip

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.browser, self.review, self.conflicts, self.trash):
            part.set_theme(theme)
        self.bookmarks.refresh()

    def refresh(self) -> None:
        """Another script."""
        for part in (self.browser, self.bookmarks, self.review, self.conflicts, self.trash):
            part.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        super().retranslate()
        self.report.setText(self._texts("“我的工作”报告…") + " ▾")
        for by, action in self._reports.items():
            action.setText(self._texts(REPORTS[by]))
        self.report.setToolTip(self._texts("把当前文件的批注按条款次序写成 Word 文档"))
        self.export.setText(self._texts("导出…"))
        self.take_in.setText(self._texts("导入…"))
