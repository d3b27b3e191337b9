"""批注: the notes of this document or of all, each with clause path, quote and text; the chosen one is edited below.

Shows what `NoteKeeping` holds. Asks by signals: for a place, for a changed note, for deletion.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import Note, PlacedNote
from reader.core.showing import visible
from reader.ui.kit.clause import place_name
from reader.ui.kit.colour_row import LABELS, ColourRow
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.note_details import NoteDetails
from reader.ui.notes.note_drafts import both
from reader.ui.notes.note_extras import NoteExtras
from reader.ui.notes.note_lines import UNPLACED
from reader.ui.notes.notes_table import KINDS
from reader.ui.session.note_keeping import NoteKeeping

_MANY = 200  # from here on every row has the same height: Qt asks for a thousand heights before it shows the first
TYPED_MS = 1000  # what is typed is told so long after its first letter
_BREATH_MS = 15  # so many are listed once the text they belong to is in sight
STATES = {"moved": "位置已移动", "changed": "原文已改动", "orphan": "在现文中找不到"}


class NotesPanel(QWidget):
    """List and editor.

    `shown` writes a canonical text in the script on screen, `title` gives a document's title, `load` its blocks.
    """

    note_chosen = Signal(object)  # PlacedNote
    note_changed = Signal(object)  # Note
    delete_requested = Signal(str)
    all_wanted = Signal()
    overview_wanted = Signal()
    history_wanted = Signal(str)
    typed = Signal(str, str, str)  # id, what is typed so far, the text it was begun with
    clashed = Signal()  # the note was changed elsewhere while somebody typed; both wordings stay

    def __init__(
        self,
        texts: Texts,
        notes: NoteKeeping,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        load: Callable[[str], Document | None],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._texts, self._notes, self._shown, self._title, self._load = texts, notes, shown, title, load
        self._doc: str | None = None
        self._editing: str | None = None
        self._begun, self._stored = "", ""  # the text that typing began with, and the one the note had last
        self._handed: set[str] = set()  # texts this panel handed over
        self._typing = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._later = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self.here, self.everywhere, self.overview = QPushButton(), QPushButton(), QPushButton()
        for button in (self.here, self.everywhere, self.overview):
            button.setObjectName("scope")
            button.setCheckable(button is not self.overview)
        self.details = NoteDetails(texts)
        self.here.setChecked(True)
        self._scope = QButtonGroup(self)
        self.list = RowList(theme)
        self._empty = QLabel(wordWrap=True, margin=12)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.extras = NoteExtras(texts, self.text)
        self.colours = ColourRow(texts, theme)
        self.delete, self.history, self.keep = QPushButton(), QPushButton(), QPushButton()
        self._editor = QWidget()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._fill()

    # -- what is shown

    def set_document(self, doc: str | None) -> None:
        """The document whose notes are "here"."""
        if doc != self._doc:
            self.finish_editing()
            self._doc = doc
            if doc is not None and len(self._notes.of(doc)) >= _MANY:
                self._later.start()
            else:
                self._fill()

    def edit(self, note_id: str) -> None:
        """Choose a note and put the cursor into its text."""
        self.choose(note_id)
        if self._editing == note_id:
            self.text.setFocus()

    def choose(self, note_id: str) -> None:
        """Choose a note in the list, without going to its place."""
        placed = self._notes.get(note_id)
        if placed is not None and placed.note.anchor.doc != self._doc:
            self.everywhere.setChecked(True)
        if self._later.isActive():
            self._fill()
        self.list.select_key(note_id)
        self._show_editor(placed)

    def refresh(self) -> None:
        """Write the rows anew in the script on screen."""
        self.list.rows.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)
        self.colours.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.here.setText(self._texts("本文件"))
        self.everywhere.setText(self._texts("全部"))
        self.overview.setText(self._texts("总览"))
        self.overview.setToolTip(self._texts("批注总览：全部批注、回收站、备份 (Ctrl+Shift+B)"))
        self.history.setText(self._texts("历史"))
        self.history.setToolTip(self._texts("修改历史…"))
        self.delete.setText(self._texts("删除"))
        self.keep.setText(self._texts("保存"))
        self.text.setPlaceholderText(self._texts("在这里写批注，可写 #标签 和 @待办。Ctrl+Enter 保存。"))
        self.text.setAccessibleName(self._texts("批注文字"))
        self.list.setAccessibleName(self._texts("批注列表"))
        self._fill()

    def finish_editing(self) -> None:
        """Hand over what was typed, if it differs."""
        placed = self._notes.get(self._editing) if self._editing else None
        if placed is not None and self.text.toPlainText() != placed.note.text:
            self.note_changed.emit(replace(placed.note, text=self._hand_over(placed.note)))

    def _hand_over(self, note: Note) -> str:
        """The text for the store: what was typed; with what somebody else wrote meanwhile below it."""
        self._typing.stop()
        text = self.text.toPlainText()
        if text == note.text:
            return text
        if note.text not in {self._begun, *self._handed}:
            text = both(text, note.text)
            self.clashed.emit()
        self._handed.add(text)
        self._tell_typed(text)
        return text

    def _tell_typed(self, text: str | None = None) -> None:
        if self._editing is not None:
            self.typed.emit(self._editing, self.text.toPlainText() if text is None else text, self._begun)

    def _begin_typing(self) -> None:
        if self.text.hasFocus() and not self._typing.isActive():
            self._typing.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what was typed when the text is left, or with Ctrl+Enter."""
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            self.finish_editing()
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            returned = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if returned and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.finish_editing()
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    # -- inside

    def _lay_out(self) -> None:
        scope = QHBoxLayout()
        for button in (self.here, self.everywhere):
            self._scope.addButton(button)
            scope.addWidget(button)
        scope.addStretch(1)
        scope.addWidget(self.overview)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.delete)
        foot.addWidget(self.history)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        self.text.setMaximumHeight(140)
        editor = QVBoxLayout(self._editor)
        editor.setContentsMargins(0, 4, 0, 8)
        editor.addWidget(self.colours)
        editor.addWidget(self.details)
        editor.addWidget(self.text)
        editor.addWidget(self.extras)
        editor.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addLayout(scope)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._editor)
        self._editor.hide()
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self._notes.changed.connect(self._fill)
        self._later.timeout.connect(self._fill)
        self._typing.timeout.connect(self._tell_typed)
        self.text.textChanged.connect(self._begin_typing)
        self._scope.buttonToggled.connect(self._scope_toggled)
        self.list.chosen.connect(self._chosen)
        self.colours.picked.connect(self._recolour)
        self.keep.clicked.connect(self.finish_editing)
        self.delete.clicked.connect(self._delete)
        self.details.changed.connect(self._change_details)
        self.overview.clicked.connect(self.overview_wanted)
        self.history.clicked.connect(self._ask_history)
        self._texts.changed.connect(self.retranslate)

    def _delete(self) -> None:
        if self._editing is not None:
            self.delete_requested.emit(self._editing)

    def _ask_history(self) -> None:
        if self._editing is not None:
            self.finish_editing()
            self.history_wanted.emit(self._editing)

    def _scope_toggled(self, _button: QPushButton, checked: bool) -> None:
        if checked:
            if self.everywhere.isChecked():
                self.all_wanted.emit()
            self._fill()

    def _fill(self) -> None:
        self._later.stop()
        everywhere = self.everywhere.isChecked()
        notes = self._notes.all() if everywhere else self._notes.of(self._doc) if self._doc else ()
        kept = self.list.current_key()
        by_id = {placed.note.id: placed for placed in notes}
        even = len(by_id) >= _MANY

        def lines(key: Hashable) -> int:
            return 3 + (even or bool(by_id[str(key)].note.text.strip())) + everywhere

        self.list.setUniformItemSizes(even)
        self.list.rows.set_rows(list(by_id), lambda key: self._row(by_id[str(key)], everywhere, even=even), lines)
        self.list.select_key(kept)
        self._empty.setVisible(not by_id)
        self._empty.setText(self._texts("选中文字后按 H 标出，按 Ctrl+Alt+N 写批注；批注会列在这里。"))
        self._show_editor(by_id.get(self._editing or ""))

    def _row(self, placed: PlacedNote, everywhere: bool, *, even: bool) -> Row:
        """Among `even` rows, words of the note that are not there leave their line to the quote."""
        note = placed.note
        document = self._load(note.anchor.doc) if placed.document == "here" else None
        block = document.block(placed.location.block) if document and placed.location.block else None
        where = self._shown(place_name(document, block, longest=8)) if document and block else ""
        label = self._texts(KINDS[note.kind])
        if note.kind != "bookmark":
            label += " " + self._texts(LABELS[note.colour])
        says = UNPLACED.get(placed.document) or STATES.get(placed.resolution.state)
        state = self._texts(says) if says else ""
        by = note.creator.name or note.creator.unit if note.is_others(self._notes.me) else ""
        head = " · ".join(filter(None, [label, by, where, state]))
        quote = self._shown(note.anchor.quote).replace("\n", " ").strip()
        if not quote and block is not None:
            quote = self._shown(block.text)
        foot = visible(note.text.strip().split("\n")[0])
        lines = 3 if even and not foot else 2
        if everywhere:
            foot = "\n".join(filter(None, [foot, self._title(note.anchor.doc)]))
        return Row(
            head=head, body=f"“{quote}”" if quote else "", foot=foot, lines=lines, stripe=note.colour,
            sign="▸" if note.kind == "bookmark" else MARGIN_GLYPHS.get(note.colour, ""), tip=note.text or quote,
        )  # fmt: skip

    def _chosen(self, key: Hashable) -> None:
        placed = self._notes.get(str(key))
        if placed is not None:
            self._show_editor(placed)
            self.note_chosen.emit(placed)

    def _show_editor(self, placed: PlacedNote | None) -> None:
        fresh = placed is not None and placed.note.id != self._editing
        if fresh or placed is None:
            self.finish_editing()  # what was typed is kept also when another document takes the list away
        self._editing = placed.note.id if placed else None
        self._editor.setVisible(placed is not None)
        if placed is None:
            return
        self.colours.set_colour(placed.note.colour)
        self.details.show_note(placed.note, fresh=fresh)
        untouched = self.text.toPlainText() == self._stored
        if fresh or ((not self.text.hasFocus() or untouched) and self.text.toPlainText() != placed.note.text):
            self.text.setPlainText(placed.note.text)
        if fresh or untouched:
            self._begun = placed.note.text
        if fresh:
            self._handed.clear()
        self._stored = placed.note.text

    def _change_details(self) -> None:
        placed = self._notes.get(self._editing) if self._editing else None
        if placed is not None:
            note = replace(placed.note, text=self._hand_over(placed.note), **self.details.values)  # type: ignore[arg-type]  # three fields of a note
            if note != placed.note:
                self.note_changed.emit(note)

    def _recolour(self, colour: str) -> None:
        placed = self._notes.get(self._editing) if self._editing else None
        if placed is not None:
            note: Note = replace(placed.note, colour=colour, text=self._hand_over(placed.note))
            self.note_changed.emit(note)
