"""What narrows the list of all notes: words, colour, tag, place today, kind, status, date, star, grouping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from reader.core.note import COLOURS
from reader.ui.kit.colour_row import LABELS
from reader.ui.kit.flow import TwoRows
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS
from reader.ui.notes.note_lines import ATTENTION, MINE, NAMELESS, NO_STATUS, NoteFilter, Order, days_ago
from reader.ui.notes.notes_table import KINDS, STATES, STATUSES

DAYS: Final = {"0": "今天", "6": "近 7 天", "29": "近 30 天", "364": "近一年"}
CHOICES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "colour": ("颜色", {name: LABELS[name] for name in COLOURS}),
    "tag": ("标签", {}),
    "state": ("定位", {ATTENTION: "需要看一下", **STATES}),
    "kind": ("种类", dict(KINDS)),
    "status": ("进度", {**STATUSES, NO_STATUS: "未标进度"}),
    "author": ("作者", {}),
    "since": ("修改时间", dict(DAYS)),
}


class NotesFilterBar(QWidget):
    """Holds the filter; `changed` tells when it is another one."""

    changed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._base = NoteFilter()
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(150)
        self.choosers = {name: Chooser() for name in CHOICES}
        self.starred, self.grouped = QToolButton(), QToolButton()
        self.clear = QPushButton()
        for chooser in self.choosers.values():
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            chooser.setMaximumWidth(136)
            chooser.currentIndexChanged.connect(self._tell)
        for button in (self.starred, self.grouped):
            button.setCheckable(True)
            button.toggled.connect(self._tell)
        self.grouped.setChecked(True)
        # The author is seldom there, and the row is full: whoever shows the bar finds it a place.
        choosers = [chooser for name, chooser in self.choosers.items() if name != "author"]
        row = [self.words, *choosers, self.starred, self.grouped, self.clear]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(TwoRows(row, choosers, self.words))
        self._tags: tuple[tuple[str, int], ...] = ()
        self._authors: tuple[tuple[str, int], ...] = ()
        self.choosers["author"].hide()
        self.words.textChanged.connect(self._tell)
        self.clear.clicked.connect(self.reset)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def filter(self) -> NoteFilter:
        """What is chosen now."""
        chosen = {name: str(chooser.currentData() or "") for name, chooser in self.choosers.items()}
        since = chosen.pop("since")
        return replace(
            self._base, words=self.words.text(), since=days_ago(int(since)) if since else "",
            starred=self.starred.isChecked(), grouped=self.grouped.isChecked(), **chosen,  # type: ignore[arg-type]  # all texts
        )  # fmt: skip

    @property
    def doc(self) -> str:
        """The document that is listed; empty for all."""
        return self._base.doc

    def set_doc(self, doc: str) -> None:
        """List one document, or all."""
        if doc != self._base.doc:
            self._base = replace(self._base, doc=doc)
            self.changed.emit()

    def set_order(self, order: Order) -> None:
        """Order by a column; the same one again turns the order round."""
        down = not self._base.down if order == self._base.order else order == "modified"
        self._base = replace(self._base, order=order, down=down)
        self.changed.emit()

    def set_tags(self, tags: Iterable[tuple[str, int]]) -> None:
        """The tags there are, with how many notes each."""
        tags = tuple(tags)
        if tags != self._tags:
            self._tags = tags
            self._write("tag")

    def set_authors(self, authors: Iterable[tuple[str, int]]) -> None:
        """Who made the notes there are, with how many each; offered where there is more than one."""
        authors = tuple(authors)
        if authors != self._authors:
            self._authors = authors
            self._write("author")
            self.choosers["author"].setVisible(len(authors) > 1)

    def choose(self, name: str, value: str) -> None:
        """Choose as the user would: a name of CHOICES and one of its values."""
        chooser = self.choosers[name]
        chooser.setCurrentIndex(max(0, chooser.findData(value)))

    def reset(self) -> None:
        """Everything through again."""
        blockers = [QSignalBlocker(each) for each in (self.words, self.starred, *self.choosers.values())]
        self.words.clear()
        self.starred.setChecked(False)
        for chooser in self.choosers.values():
            chooser.setCurrentIndex(0)
        self._base = replace(self._base, doc="")
        for blocker in blockers:
            blocker.unblock()
        self._tell()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.words.setPlaceholderText(self._texts("在批注、原文、标签中查找"))
        self.words.setAccessibleName(self._texts("在批注、原文、标签中查找"))
        self.starred.setText("★")
        self.starred.setToolTip(self._texts("只看加星的"))
        self.starred.setAccessibleName(self._texts("只看加星的"))
        self.grouped.setText(self._texts("分组"))
        self.grouped.setToolTip(self._texts("按文件分组"))
        self.clear.setText(self._texts("清除条件"))
        for name in CHOICES:
            self._write(name)

    def called(self, author: str) -> str:
        """How somebody is called who made notes."""
        return self._texts(author.strip()) if author in {MINE, NAMELESS} else author

    def _write(self, name: str) -> None:
        heading, choices = CHOICES[name]
        chooser = self.choosers[name]
        kept = chooser.currentData()
        with QSignalBlocker(chooser):
            chooser.clear()
            chooser.addItem(self._texts("{what}：不限", what=self._texts(heading)), "")
            if name == "tag":
                for tag, count in self._tags:
                    chooser.addItem(f"#{tag}（{count}）", tag)
            if name == "author":
                for author, count in self._authors:
                    chooser.addItem(f"{self.called(author)}（{count}）", author)
            for value, label in choices.items():
                sign = MARGIN_GLYPHS[value] + " " if name == "colour" else ""
                chooser.addItem(sign + self._texts(label), value)
            chooser.setCurrentIndex(max(0, chooser.findData(kept or "")))
        chooser.setAccessibleName(self._texts(heading))
        if kept and not chooser.currentData():  # the tag is gone, so nothing is narrowed by it any more
            self._tell()

    def _tell(self) -> None:
        self.clear.setEnabled(replace(self.filter, order="place", down=False, grouped=True) != NoteFilter())
        self.changed.emit()
