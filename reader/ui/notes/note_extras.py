"""Beside the text of a note: what offices write again and again, and the links that stand in the text."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QWidget

from reader.core.note_words import written_links
from reader.core.showing import visible
from reader.ui.kit.glyphs import LinkLabel
from reader.ui.look.texts import Texts

TEMPLATES: Final = (
    ("领导批示", "【领导批示】", ""), ("疑问", "【疑问】", " #待核"),
    ("需落实", "【需落实】责任单位：", "；完成时限：。 @待办"),
)  # fmt: skip
"""Name, words before the caret and behind it: a tag that typing goes on behind would swallow what is typed."""
MOST: Final = 6  # links that are shown


class NoteExtras(QWidget):
    """One row under the text."""

    link_wanted = Signal(str)  # the place as it is written

    def __init__(self, texts: Texts, text: QPlainTextEdit) -> None:
        super().__init__()
        self._texts, self._text = texts, text
        self.templates = QPushButton()
        menu = QMenu(self.templates)
        self._actions = [menu.addAction("") for _ in TEMPLATES]
        for action, (_, *words) in zip(self._actions, TEMPLATES, strict=True):
            action.triggered.connect(lambda _on=False, words=words: self.insert(*words))
        self.templates.setMenu(menu)
        self.links = LinkLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.links.linkActivated.connect(lambda number: self.link_wanted.emit(self._places[int(number)]))
        self._places: tuple[str, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.templates)
        row.addWidget(self.links, 1)
        text.textChanged.connect(self.show_links)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def insert(self, before: str, behind: str = "") -> None:
        """Put words on a line of their own where the caret stands; typing goes on between them."""
        caret = self._text.textCursor()
        behind += "" if caret.atBlockEnd() else "\n"
        caret.insertText((before if caret.atBlockStart() else f"\n{before}") + behind)
        caret.movePosition(QTextCursor.MoveOperation.Left, n=len(behind))
        self._text.setTextCursor(caret)
        self._text.setFocus()

    def show_links(self) -> None:
        """The places that the text names, to be clicked."""
        self._places = written_links(self._text.toPlainText())[:MOST]
        anchors = [f'<a href="{n}">{escape(visible(place))}</a>' for n, place in enumerate(self._places)]
        self.links.setText(" · ".join(anchors))
        self.links.setAccessibleName("、".join(self._places))

    def retranslate(self) -> None:
        """Write the words anew."""
        self.templates.setText(self._texts("常用批语") + " ▾")
        self.templates.setToolTip(self._texts("插入常用批语；写 [[第十二条]] 可链接到条款"))
        for action, (name, *_words) in zip(self._actions, TEMPLATES, strict=True):
            action.setText(self._texts(name))
