"""The line of the first page that searches, and the first hits beneath it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.session.searching import Answer

FIRST = 20  # hits that are listed here; the panel has them all
WIDE, LEAST_LIST = 640, 240  # pixels


class StartSearch(QWidget):
    """Asks by signals. The list is there only while something is asked."""

    edited = Signal(str)
    entered = Signal()
    hit_chosen = Signal(object)  # its number in the answer
    asking = Signal(bool)  # whether something stands in the line

    def __init__(self, texts: Texts, theme: Theme, row: Callable[[int], Row], title: Callable[[int], str]) -> None:
        """`row`, `title`: a hit of the answer shown last as a row, and the title of its document."""
        super().__init__()
        self._texts = texts
        self._row, self._title = row, title
        self._answer: Answer | None = None
        self.line = _Line()
        self.line.setClearButtonEnabled(True)
        self.says = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.says.setWordWrap(True)
        self.says.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.says.setProperty("muted", True)
        self.list = RowList(theme)
        self.list.setMinimumHeight(LEAST_LIST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line)
        layout.addWidget(self.says)
        layout.addWidget(self.list, 1)
        self.setMaximumWidth(WIDE)
        self.line.textEdited.connect(self.edited)
        self.line.textChanged.connect(self._changed)
        self.line.returnPressed.connect(self.entered)
        self.line.left_downwards.connect(self._into_list)
        self.list.chosen.connect(self.hit_chosen)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_query(self, query: str) -> None:
        """Something is asked; what was not typed here is listed elsewhere, and the cards come back."""
        if self.line.text() != query:
            self.line.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """When the first page comes back, it comes with its cards."""
        super().hideEvent(event)
        self.line.clear()

    def show_answer(self, answer: Answer | None) -> None:
        """The first hits of it; None where nothing is asked."""
        self._answer = answer
        self._write()

    def refresh(self) -> None:
        """Another script or language."""
        self._write()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.line.setPlaceholderText(self._texts("搜索全库：关键词、文号、责任单位…"))
        self.line.setAccessibleName(self._texts("搜索全库"))
        self.list.setAccessibleName(self._texts("检索结果"))
        self._write()

    def _write(self) -> None:
        answer = self._answer if self.line.text().strip() else None
        number = min(FIRST, len(answer.hits)) if answer is not None else 0
        self.list.setVisible(bool(number))
        self.says.setVisible(answer is not None)
        if answer is not None:
            says = (
                "找到 {total} 条，先列 {n} 条；左侧“检索”里有全部，并可筛选。"
                if number
                else "没有找到；换个说法，或只写几个关键的字。"
            )
            self.says.setText(self._texts(says, total=answer.result.total, n=number))
        self.list.rows.set_rows(range(number), self._listed, lambda _key: 4)

    def _listed(self, key: Hashable) -> Row:
        assert isinstance(key, int)
        return replace(self._row(key), foot=self._title(key))

    def _changed(self, words: str) -> None:
        self.asking.emit(bool(words.strip()))
        self._write()

    def _into_list(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus()
            self.list.select_first()


class _Line(QLineEdit):
    """Down leads into the list."""

    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, and what a line does."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
