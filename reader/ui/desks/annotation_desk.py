"""What the window does about selections and notes: marking, writing, listing, copying with the source named.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu

from reader.core import citation
from reader.core.note import Note, PlacedNote, Presence, Selection
from reader.core.span import Location
from reader.ui.desks.clauses import clause_meant
from reader.ui.desks.course_desk import CourseDesk
from reader.ui.desks.paper_desk import PaperDesk
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.clause import paragraph_number, place_name
from reader.ui.session.note_trail import Change
from reader.ui.session.session import Session
from reader.ui.text.document_view import DocumentView

SAID = 80  # characters of what was copied that are said
AS = "复制为"
COPIES = ("copy_plain", "copy_markdown", "copy_named_before", "copy_picture", "save_picture")
GONE: Final[Mapping[Presence, str]] = {
    **dict.fromkeys(("here", "away"), "文库中已没有这条批注所属的文件；批注仍保留在列表中。"),
    "unreadable": "这条批注所属的文件暂时打不开；批注仍保留在列表中，照样可以修改。",
}  # fmt: skip
UNMARKED = "去掉书签"  # what the step is called
QUOTED = 24  # characters of a note's words by which a step is named


class AnnotationDesk:
    """Answers to signals."""

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, reading: ReadingDesk, paper: PaperDesk,
        course: CourseDesk,
    ) -> None:  # fmt: skip
        self._paper, self._course = paper, course
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._reading = reading
        self._begun: tuple[str, Callable[[], None]] | None = None  # the note begun last, and what takes it back

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
        notes, where = self._session.notes, ""
        says = "批注已删除，放入回收站。" if count == 1 else "{n} 条批注已删除，放入回收站。"
        step = notes.newest
        if step is not None and step.label == UNMARKED and step.about is not None:
            says, where = "已去掉书签：{where}", self._said(Location(step.about.doc, step.about.block))
        undo = notes.undoing_newest(self.say_changed_since)
        self._late.message.say(self._texts(says, n=count, where=where), self._texts("撤销"), undo)

    def say_changed_since(self) -> None:
        """What a button would have taken back is no longer the newest change."""
        self._late.message.say(self._texts("之后又有新的改动，没有撤销。按 Ctrl+Z 可以一步一步退回。"))

    def show_stepped(self, change: Change, back: bool) -> None:
        """A change was taken back, or done again: say which, and on which words or clause."""
        what, about = self._texts(change.label), change.about
        if about is None:
            says = "已撤销：{what}" if back else "已重做：{what}"
            self._late.message.say(self._texts(says, what=what))
            return
        words = " ".join(about.quote.split())
        short = words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
        where = self._session.shown(short) if words else self._said(Location(about.doc, about.block))
        if len(change.patches) > 1:
            where = self._texts("{where} 等 {n} 处", where=where, n=len(change.patches))
        says = "已撤销（{what}）：{where}" if back else "已重做（{what}）：{where}"
        self._late.message.say(self._texts(says, what=what, where=where))

    def go_to_note(self, placed: PlacedNote) -> None:
        """A note was chosen in the list."""
        if self._session.info(placed.note.anchor.doc) is None:
            self._reading.say_problem(self._texts(GONE[placed.document]))
            return
        self._session.open(placed.location)

    def open_note(self, note_id: str) -> None:
        """The mark of a note was clicked in the text."""
        self._parts.right.show_tab("notes")
        self._late.notes.choose(note_id)

    # -- marking

    def highlight(self, colour: str) -> None:
        """Mark the selected words; without a colour, in the one used last. On a note's own words: another colour.

        The selection goes, so that the colour is seen; while the caret stays there, a digit still changes it.
        """
        selection = self.selection()
        if selection is None:
            under = self._note_under_caret() if colour else None
            if under is not None:
                self._session.notes.update(replace(under.note, colour=colour))
                return
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
        self._view.unselect()

    def underline(self) -> None:
        """Underline the selected words."""
        selection = self.selection()
        if selection is None:
            self._ask_for_selection()
            return
        self._session.notes.add(selection, "underline", colour=self._session.settings.colour)
        self._view.unselect()

    def write_note(self) -> None:
        """A note on the selected words, else on the clause meant; the cursor goes into its text.

        Where the words are marked already, as right after H, it is the text of that mark.
        """
        if not self._in_sight():
            return
        selection = self.selection()
        same = self._note_on(selection) if selection is not None else self._note_under_caret()
        self._late.selection_bar.hide()
        if same is not None:
            self._edit(same)
            return
        clause = self._clause()
        if selection is not None:
            self._add_note(selection)
        elif clause is not None:
            self.write_note_on(clause)

    def write_note_on(self, clause: Location) -> None:
        """A note on this clause, and a word on which it is."""
        self._late.selection_bar.hide()
        self._late.message.say(self._texts("批注写在：{where}", where=self._said(clause)))
        self._add_note(clause)

    def _add_note(self, place: Location | Selection) -> None:
        # This very note: another may still be on its way to the store.
        self._session.notes.add(place, "note", colour=self._session.settings.colour, then=self._begin)

    def _begin(self, placed: PlacedNote) -> None:
        self._begun = placed.note.id, self._session.notes.undoing_newest(lambda: None)
        self._edit(placed)

    def give_up(self) -> bool:
        """Esc in the empty words of a note that was just begun: it goes. Returns whether that was so."""
        begun, words = self._begun, self._late.notes.text
        self._begun = None
        placed = self._session.notes.get(begun[0]) if begun is not None else None
        if begun is None or placed is None or not words.hasFocus() or words.toPlainText() or _says(placed.note):
            return False
        begun[1]()
        self._view.text_area.setFocus()
        return True

    def bookmark(self) -> None:
        """A bookmark on the clause of the selection, else on the one meant; where it has one, that goes."""
        clause = self._clause() if self._in_sight() else None
        if clause is not None:
            self.bookmark_on(clause)

    def bookmark_on(self, clause: Location) -> None:
        """A bookmark on this clause, and a word on which it is; one that says nothing goes, any other is shown."""
        where, same = self._said(clause), self._bookmark_of(clause)

        def say(_placed: PlacedNote) -> None:
            self._late.message.say(self._texts("已加书签：{where}", where=where))

        if same is None:
            self._session.notes.add(clause, "bookmark", colour=self._session.settings.colour, then=say)
        elif _says(same.note) or same.note.folder:
            self.open_note(same.note.id)
            self._late.message.say(self._texts("本条已有书签：{where}", where=where))
        else:
            self._session.notes.delete(same.note.id, label=UNMARKED)

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
        view = self._view
        area = view.text_area
        if self.selection() is None or not area.hasFocus():
            return
        there = area.mapTo(self._parts.middle, QPoint())
        caret = area.viewport().x() + area.cursorRect().x()
        self._late.selection_bar.show_beside(view.selection_box().translated(there), there.x() + caret)

    def show_menu(self, pane: int, selection: Selection | None, at: QPoint) -> None:
        """The context menu of the text: of the selected words where they were clicked, else of the clause clicked."""
        self._session.set_active(pane)
        act, menu = self._late.actions, QMenu(self._parts.compare)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clause = None if selection is not None or self._session.pane.source else self._clause(at)
        of_clause: dict[str, Callable[[Location], None]] = {
            "note": self.write_note_on, "bookmark": self.bookmark_on, "copy_citation": self._cite,
            "copy_link": self._paper.copy_link_to, "clause_course": self._course.show_of,
        }  # fmt: skip
        if selection is not None:
            names = [
                "copy",
                "copy_citation",
                AS,
                "",
                "highlight",
                *(f"colour_{n}" for n in range(1, 6)),
                "underline",
                "note",
                "clause_course",
            ]
        else:
            names = [
                "note",
                "bookmark",
                "copy_citation",
                "copy_link",
                AS,
                "clause_course",
                "",
                "go_to_clause",
                "compare",
                "compare_source",
            ]
        for name in names:
            if not name:
                menu.addSeparator()
            elif name == AS:
                menu.addMenu(self._texts(AS)).addActions([act[each] for each in COPIES])
            elif clause is not None and name in of_clause:
                entry = _for_clause(act[name], menu, partial(of_clause[name], clause))
                if name == "bookmark" and self._bookmark_of(clause) is not None:
                    entry.setText(entry.text().replace(act[name].text(), self._texts("去掉本条的书签")))
                menu.addAction(entry)
            else:
                menu.addAction(act[name])
        menu.popup(at)

    def copy_citation(self) -> None:
        """Copy the selected words (or only the place) with title, 文号 and clause, as official writing wants it."""
        if self._in_sight() and self._session.document is not None:
            words = self._view.selected_text(canonical=True)
            self._cite(self._clause(), words)

    def _cite(self, clause: Location | None, words: str = "") -> None:
        document = self._session.document
        if document is not None:
            named = citation.official(document, clause.block if clause is not None else None)
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
        return self._view.selection()

    def _clause(self, at: QPoint | None = None) -> Location | None:
        """The clause that is meant: under a point of the screen, else of the selection, the caret or the top line."""
        return clause_meant(self._parts, self._session, at)

    def _said(self, place: Location) -> str:
        """A clause in words: its path and heading, else its number in the document."""
        document = self._session.document_of(place.doc)
        block = document.block(place.block) if document is not None and place.block else None
        if document is None or block is None:
            return self._session.title(place.doc)
        number, count = paragraph_number(document, block.id)
        return self._session.shown(place_name(document, block)) or self._texts("第 {i}/{n} 段", i=number, n=count)

    def _note_on(self, selection: Selection) -> PlacedNote | None:
        """A note that stands on exactly these words."""
        notes = self._session.notes.of(selection.doc)
        return next((n for n in notes if n.resolution.pieces == selection.pieces and n.note.kind != "bookmark"), None)

    def _bookmark_of(self, clause: Location) -> PlacedNote | None:
        notes = (n for n in self._session.notes.of(clause.doc) if n.note.kind == "bookmark")
        return next((n for n in notes if n.location.block == clause.block), None)

    def _in_sight(self) -> bool:
        """Whether the text is in sight. Where a page stands over it, it comes back, and whoever meant a clause sees
        which before anything is done to one.
        """
        if not self._late.pages.close():
            return True
        if self._session.document is not None:
            self._view.text_area.setFocus()
            self._late.message.say(self._texts("已返回正文；看清是哪一条，再按一次。"))
        return False

    def _note_under_caret(self) -> PlacedNote | None:
        """The mark that the caret stands in or at the edge of, the shortest where there are several."""
        caret = None if self._session.pane.source or self._session.document is None else self._view.caret()
        if caret is None or self._session.document is None:
            return None
        found = [
            (piece.span.end - piece.span.start, placed)
            for placed in self._session.notes.of(self._session.document.id)
            for piece in placed.resolution.pieces
            if placed.note.kind in {"highlight", "underline"}
            and piece.block == caret[0] and piece.span.start <= caret[1] <= piece.span.end
        ]  # fmt: skip
        return min(found, key=lambda each: each[0])[1] if found else None

    @property
    def _view(self) -> DocumentView:
        """The text of the active column."""
        return self._parts.compare.columns[self._session.active].view

    def _ask_for_selection(self) -> None:
        self._late.message.say(self._texts("请先选中要标注的文字。"))


def _says(note: Note) -> bool:
    """Whether anything was written to a note besides its colour."""
    return bool(note.text or note.tags or note.status or note.starred)


def _for_clause(action: QAction, menu: QMenu, do: Callable[[], None]) -> QAction:
    """An entry of a menu that looks like an action of the window and does it to the clause clicked."""
    key = action.shortcut().toString()
    entry = QAction(action.icon(), action.text() + (f"\t{key}" if key else ""), menu)
    entry.setObjectName(action.objectName())
    entry.setEnabled(action.isEnabled())
    entry.triggered.connect(lambda _on=False: do())
    return entry
