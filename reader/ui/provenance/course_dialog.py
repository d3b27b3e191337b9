"""本条沿革: one clause through all versions of its document, with the notes on it. Shows only; asks by signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from reader.library.versions.courses import Wording
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.provenance.course_page import CoursePage


class CourseDialog(QDialog):
    """The page in a window. Tab walks from link to link, Enter opens."""

    opened = Signal(str, str)  # document id, block

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], theme: Theme, rows: Sequence[Wording], asked: str,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`asked`: id of the document that the clause was asked in."""
        super().__init__(parent)
        self._title = texts("本条沿革")
        self.setWindowTitle(self._title)
        made = CoursePage(texts, shown, theme)
        self.about = QLabel(made.summary(rows))
        self.about.setWordWrap(True)
        self.page = QTextBrowser()
        self.page.setAccessibleName(self._title)
        self.page.setOpenLinks(False)
        self.page.setHtml(made.page(rows, asked))
        self.page.anchorClicked.connect(self._followed)
        self.boxes = QDialogButtonBox()
        close = self.boxes.addButton(texts("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        self.boxes.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.about, self.page, self.boxes):
            layout.addWidget(widget)
        self.resize(on_screen(parent, 860, 680))
        self.page.setFocus()

    def _followed(self, link: QUrl) -> None:
        kind, doc, block = ([*link.toString().split(":", 2), "", ""])[:3]
        if kind == "open":
            self.opened.emit(doc, block)
