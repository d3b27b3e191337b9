"""What the window does about selections and notes: marking, writing, listing, copying with the source named.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu

from reader.core import citation
from reader.core.note import PlacedNote, Selection
from reader.core.span import Location
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session

SAID = 80  # characters of what was copied that are said


class AnnotationDesk:
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, reading: ReadingDesk) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._reading = reading

    def icon(self, name: str) -> QIcon:
        """An icon in the colours of the theme."""
        return self._reading.icon(name)

    # -- notes

    def show_notes(self) -> None:
        """Notes have changed: counts in the outline, marks in the text."""
        document = self._session.document
        self._late.outline.set_notes(self._session.notes.of(document.id) if document else ())
        self._late.actions["undo"].setEnabled(self._session.notes.can_undo)
        self._late.actions["redo"].setEnabled(self._session.notes.can_redo)
        for pane in range(len(self._session.panes)):
            self._reading.mark_notes(pane)

    def show_saved(self, _placed: PlacedNote) -> None:
        """The store has it."""
        self._late.foot.show_saved()

    def _edit(self, placed: PlacedNote) -> None:
        """The cursor into the text of this note."""
        self._parts.right.show_tab("notes")
        self._late.notes.edit(placed.note.id)

    def show_deleted(self, count: int) -> None:
        """They can be taken back."""
        says = "批注已删除，放入回收站。" if count == 1 else "{n} 条批注已删除，放入回收站。"
        undo = self._session.notes.undoing_newest(self.say_changed_since)
        self._late.message.say(self._texts(says, n=count), self._texts("撤销"), undo)

    def say_changed_since(self) -> None:
        """What a button would have taken back is no longer the newest change."""
        self._late.message.say(self._texts("之后又有新的改动，没有撤销。按 Ctrl+Z 可以一步一步退回。"))

    def show_stepped(self, label: str, back: bool) -> None:
        """A change was taken back, or done again."""
        says = "已撤销：{what}" if back else "已重做：{what}"
        self._late.message.say(self._texts(says, what=self._texts(label)))

    def go_to_note(self, placed: PlacedNote) -> None:
        """A note was chosen in the list."""
        if self._session.info(placed.note.anchor.doc) is None:
            self._reading.say_problem(self._texts("文库中已没有这条批注所属的文件；批注仍保留在列表中。"))
            return
        self._session.open(placed.location)

    def open_note(self, note_id: str) -> None:
        """The mark of a note was clicked in the text."""
        self._parts.right.show_tab("notes")
        self._late.notes.choose(note_id)

    # -- marking

    def highlight(self, colour: str) -> None:
        """Mark the selected words; without a colour, in the one used last. On a note's own words: another colour."""
        selection = self.selection()
        if selection is None:
            self._ask_for_selection()
            return
        settings = self._session.settings
        chosen = colour or settings.colour
        self._session.settings = replace(settings, colour=chosen)
        same = self._note_on(selection)
        if same is not None:
            self._session.notes.update(replace(same.note, colour=chosen))
        else:
            self._session.notes.add(selection, "highlight", colour=chosen)
        self._late.selection_bar.hide()

    def underline(self) -> None:
        """Underline the selected words."""
        selection = self.selection()
        if selection is None:
            self._ask_for_selection()
            return
        self._session.notes.add(selection, "underline", colour=self._session.settings.colour)
        self._late.selection_bar.hide()

    def write_note(self) -> None:
        """A note on the selected words, else on the clause in sight; the cursor goes into its text."""
        selection = self.selection()
        same = self._note_on(selection) if selection is not None else None
        self._late.selection_bar.hide()
        if same is not None:
            self._edit(same)
            return
        place: Location | Selection | None = selection or self._clause()
        if place is not None:
            # This very note: another may still be on its way to the store.
            self._session.notes.add(place, "note", colour=self._session.settings.colour, then=self._edit)

    def bookmark(self) -> None:
        """A bookmark on the clause of the selection, else of the first line in sight."""
        selection = self.selection()
        place = Location(selection.doc, selection.pieces[0].block) if selection else self._clause()
        if place is not None:
            self._session.notes.add(place, "bookmark", colour=self._session.settings.colour)

    # -- selection

    def selection_changed(self, pane: int, selection: Selection | None) -> None:
        """The bar beside it waits until it is no longer being dragged."""
        if pane == self._session.active and selection is not None:
            self._late.settled.start()
        else:
            self._late.settled.stop()
            self._late.selection_bar.hide()

    def offer_selection_bar(self) -> None:
        """Show the bar above the selection."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._late.settled.start()
            return
        column = self._parts.compare.columns[self._session.active]
        area = column.view.text_area
        if self.selection() is None or not area.hasFocus():
            return
        box = area.cursorRect()
        spot = area.viewport().mapTo(self._parts.middle, box.topLeft())
        self._late.selection_bar.show_at(spot, box.height())

    def show_menu(self, pane: int, selection: Selection | None, at: QPoint) -> None:
        """The context menu of the text."""
        self._session.set_active(pane)
        act, menu = self._late.actions, QMenu(self._parts.compare)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if selection is not None:
            names = [
                "copy",
                "copy_citation",
                "",
                "highlight",
                *(f"colour_{n}" for n in range(1, 6)),
                "underline",
                "note",
            ]
        else:
            names = ["note", "bookmark", "copy_citation", "", "go_to_clause", "compare", "compare_source"]
        for name in names:
            menu.addAction(act[name]) if name else menu.addSeparator()
        menu.popup(at)

    def copy(self) -> None:
        """Copy what is seen."""
        words = self._parts.compare.columns[self._session.active].view.selected_text()
        if words:
            QGuiApplication.clipboard().setText(words)

    def copy_citation(self) -> None:
        """Copy the selected words (or only the place) with title, 文号 and clause, as official writing wants it."""
        document = self._session.document
        if document is None:
            return
        selection = self.selection()
        clause = selection.pieces[0].block if selection else self._session.pane.place and self._session.pane.place.block
        words = self._parts.compare.columns[self._session.active].view.selected_text(canonical=True)
        named = citation.official(document, clause or None)
        self._copied(f"“{words}”——{named}" if words else named)

    def copy_citation_of(self, doc: str) -> None:
        """Copy how a document of the library is cited."""
        document = self._session.document_of(doc)
        if document is not None:
            self._copied(citation.official(document))

    def _copied(self, words: str) -> None:
        """Put words on the clipboard and say which: in the script they are copied in."""
        QGuiApplication.clipboard().setText(words)
        flat = words.replace("\n", " ")
        shown = flat if len(flat) <= SAID else f"{flat[: SAID // 2]}…{flat[-SAID // 2 :]}"
        self._late.message.say(self._texts("已复制：{what}", what=shown))

    # -- inside

    def selection(self) -> Selection | None:
        """What is selected in the active column; None in a source."""
        if self._session.pane.source:
            return None
        return self._parts.compare.columns[self._session.active].view.selection()

    def _clause(self) -> Location | None:
        if self._session.document is None or self._session.pane.source:
            return None
        place = self._parts.compare.columns[self._session.active].view.place()
        return Location(place.doc, place.block) if place.block else None

    def _note_on(self, selection: Selection) -> PlacedNote | None:
        """A note that stands on exactly these words."""
        notes = self._session.notes.of(selection.doc)
        return next((n for n in notes if n.resolution.pieces == selection.pieces and n.note.kind != "bookmark"), None)

    def _ask_for_selection(self) -> None:
        self._late.message.say(self._texts("请先选中要标注的文字。"))
