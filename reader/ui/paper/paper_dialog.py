"""Asks what goes on paper or into a PDF file: which pages, how many a sheet, notes, the comparison."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPageRanges
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reader.ui.look.texts import Texts

_PLAIN = str.maketrans(dict.fromkeys("，、；; \u3000", ",") | dict.fromkeys("—–－~～至到", "-"))
_LONGEST = 200  # characters of a list of pages
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """What was chosen.

    Attributes:
        pages: as typed, such as 1-3,5; empty for all.
        two: two pages on a sheet. notes: with the reader's notes. beside: the comparison instead of one document.
    """

    pages: str = ""
    two: bool = False
    notes: bool = False
    beside: bool = False


def pages_of(words: str, count: int) -> list[int] | None:
    """The pages (1 to `count`) that words like 1-3、5 name, in order; all for none; None where they name no page.

    Pages behind the last one are left out.
    """
    plain = words.strip().translate(_PLAIN).strip(",")
    if not plain:
        return list(range(1, count + 1))
    parts = [part for part in plain.split(",") if part]
    ranges = QPageRanges.fromString(",".join(f"{part}{count}" if part.endswith("-") else part for part in parts))
    found = [page for page in range(1, count + 1) if ranges.contains(page)]
    return found or None


class PaperDialog(QDialog):
    """Three or four questions, answered as they were the last time."""

    chosen = Signal(object)  # PaperChoice

    def __init__(self, texts: Texts, last: PaperChoice, verb: str, parent: QWidget, *, compared: bool) -> None:
        """`last`: what is proposed. `verb`: a key of the catalogue. `compared`: whether a comparison is on screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts
        self.setWindowTitle(texts(verb).rstrip("…"))
        self.document, self.comparison = QRadioButton(texts("当前文件")), QRadioButton(texts("左右对照"))
        self.document.setChecked(not compared)
        self.comparison.setChecked(compared)
        what = QWidget()
        row = QHBoxLayout(what)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.document, self.comparison):
            row.addWidget(button)
        row.addStretch(1)
        what.setVisible(compared)
        self.pages = QLineEdit()
        self.pages.setMaxLength(_LONGEST)
        self.pages.setPlaceholderText(texts("全部；也可写 1-3、5"))
        self.pages.setAccessibleName(texts("页码"))
        self.two = QCheckBox(texts("每张纸印两页"))
        self.two.setChecked(last.two)
        self.notes = QCheckBox(texts("附上批注、标注和书签"))
        self.notes.setChecked(last.notes)
        self.problem = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts(verb), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(what)
        line = QHBoxLayout()
        line.addWidget(QLabel(texts("页码")))
        line.addWidget(self.pages, 1)
        layout.addLayout(line)
        for widget in (self.two, self.notes, self.problem, self.boxes):
            layout.addWidget(widget)
        self.setMinimumWidth(380)
        self.comparison.toggled.connect(self._ask_less)
        self._ask_less(self.comparison.isChecked())
        self.boxes.accepted.connect(self._choose)
        self.boxes.rejected.connect(self.reject)

    def _ask_less(self, compared: bool) -> None:
        """A comparison lies across the sheet and has no notes."""
        self.two.setEnabled(not compared)
        self.notes.setEnabled(not compared)

    def _choose(self) -> None:
        words = self.pages.text()
        if pages_of(words, MOST_PAGES) is None:
            self.problem.setText(self._texts("看不懂这个页码：请写成 1-3、5 这样。"))
            self.pages.setFocus()
            return
        beside = self.comparison.isChecked()
        choice = PaperChoice(words, self.two.isChecked(), self.notes.isChecked(), beside)
        self.accept()
        self.chosen.emit(choice)
