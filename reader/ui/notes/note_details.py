"""Star, status and tags of one note, changed where they stand. Holds no note: is told one, tells what was changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reader.core.note import Note
from reader.ui.kit.glyphs import Chooser, glyph_button
from reader.ui.look.texts import Texts
from reader.ui.notes.note_lines import split_tags

STATUSES: Final = {"": "未标进度", "todo": "待办", "done": "完成"}


class NoteDetails(QWidget):
    """One row of controls."""

    changed = Signal()  # read star, status and tags

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.star = glyph_button("☆", checkable=True)
        self.status = Chooser()
        self.tags = QLineEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.star)
        row.addWidget(self.status)
        row.addWidget(self.tags, 1)
        self.star.toggled.connect(self._starred)
        self.star.clicked.connect(self.changed)
        self.status.activated.connect(self.changed)
        self.tags.editingFinished.connect(self.changed)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_note(self, note: Note, *, fresh: bool) -> None:
        """Show one. What is being typed into the tags stays unless it is a `fresh` one."""
        with QSignalBlocker(self.star), QSignalBlocker(self.status):
            self.star.setChecked(note.starred)
            self.status.setCurrentIndex(self.status.findData(note.status))
        self._starred(note.starred)
        if fresh or not self.tags.hasFocus():
            self.tags.setText(" ".join(note.tags))

    @property
    def values(self) -> dict[str, object]:
        """The fields of the note as they are shown: starred, status, tags."""
        return {
            "starred": self.star.isChecked(), "status": self.status.currentData() or "",
            "tags": split_tags(self.tags.text()),
        }  # fmt: skip

    def retranslate(self) -> None:
        """Write the words anew."""
        kept = self.status.currentData()
        with QSignalBlocker(self.status):
            self.status.clear()
            for value, text in STATUSES.items():
                self.status.addItem(self._texts(text), value)
            self.status.setCurrentIndex(max(0, self.status.findData(kept or "")))
        self.star.setToolTip(self._texts("加星"))
        self.star.setAccessibleName(self._texts("加星"))
        self.status.setAccessibleName(self._texts("进度"))
        self.tags.setPlaceholderText(self._texts("标签"))  # the panel is narrow; the rest is the tip
        self.tags.setToolTip(self._texts("标签，用空格分开"))
        self.tags.setAccessibleName(self._texts("标签"))

    def _starred(self, on: bool) -> None:
        self.star.setText("★" if on else "☆")
