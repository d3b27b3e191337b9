"""回收站: deleted notes, to be restored or deleted for good. Asks by signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import PlacedNote
from reader.ui.kit.nothing import Nothing
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.notes.note_lines import LineMaker, Listing
from reader.ui.notes.notes_table import NotesModel, NotesTable, hold_focus


class TrashPage(QWidget):
    """Table and two buttons. `wanted` is asked whenever the page comes into sight."""

    wanted = Signal()
    restore_wanted = Signal(object)  # notes
    purge_wanted = Signal(object)  # ids

    def __init__(
        self,
        texts: Texts,
        shown: Callable[[str], str],
        look_up: Callable[[str], Document | None],
        theme: Theme,
        icon: Callable[[str], QIcon] | None = None,
    ) -> None:
        super().__init__()
        self._texts = texts
        self._maker = LineMaker(look_up)
        self._notes: dict[str, PlacedNote] = {}
        self.summary = QLabel()
        self.table = NotesTable(NotesModel(texts, shown, theme, icon))
        self.nothing = Nothing(self.table)
        self.restore, self.purge, self.purge_all = QPushButton(), QPushButton(), QPushButton()
        foot = QHBoxLayout()
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(self.purge)
        foot.addWidget(self.purge_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.table)
        self.table.selection_changed.connect(self._show)
        self.table.jump.connect(lambda note_id: self.restore_wanted.emit((self._notes[note_id],)))
        self.restore.clicked.connect(self._restore)
        self.purge.clicked.connect(lambda: self.purge_wanted.emit(self.table.chosen()))
        self.purge_all.clicked.connect(lambda: self.purge_wanted.emit(tuple(self._notes)))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_notes(self, notes: Sequence[PlacedNote]) -> None:
        """What is in the trash."""
        self._notes = {placed.note.id: placed for placed in notes}
        self.table.show_listing(Listing(rows=self._maker.lines(tuple(notes))))
        self._show()

    def refresh(self) -> None:
        """Another script."""
        self.table.notes.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.table.notes.theme = theme
        self.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.restore.setText(self._texts("恢复所选"))
        self.purge.setText(self._texts("彻底删除所选…"))
        self.purge_all.setText(self._texts("清空回收站…"))
        self.table.setAccessibleName(self._texts("回收站"))
        self._show()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read it anew."""
        super().showEvent(event)
        self.wanted.emit()

    def _show(self) -> None:
        count = len(self._notes)
        self.summary.setText(self._texts("回收站里有 {n} 条批注，可以恢复。", n=count) if count else "")
        empty = self._texts("回收站是空的。"), self._texts("删除的批注先到这里，可以恢复。")
        self.nothing.say(*(("",) if count else empty))
        chosen = bool(self.table.chosen())
        if not chosen:
            hold_focus(self.table, (self.restore, self.purge, self.purge_all))
        self.restore.setEnabled(chosen)
        self.purge.setEnabled(chosen)
        self.purge_all.setEnabled(bool(count))

    def _restore(self) -> None:
        self.restore_wanted.emit(tuple(self._notes[key] for key in self.table.chosen()))
