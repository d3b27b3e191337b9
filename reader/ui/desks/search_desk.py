"""What the window does about searching: the box, history, saved searches, facets, the walk through hits, the find bar.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu

from reader.core.citation import is_link
from reader.core.errors import ReaderError
from reader.core.hits import Remedy
from reader.core.note import PlacedNote
from reader.core.query import echoed
from reader.core.span import Location
from reader.ui.desks.annotation_desk import AnnotationDesk
from reader.ui.desks.keyboard_desk import KeyboardDesk
from reader.ui.desks.panels_desk import PanelsDesk
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.session.searching import phrase
from reader.ui.session.session import Session

SHOWN = 30  # characters of a query in a menu
FACETS_PANEL = "facets"  # name under which the settings remember whether the tree is open


class SearchDesk:
    """Answers to signals."""

    def __init__(
        self,
        parts: Parts,
        late: LateParts,
        session: Session,
        window: QMainWindow,
        reading: ReadingDesk,
        annotation: AnnotationDesk,
        panels: PanelsDesk,
        keyboard: KeyboardDesk,
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._window = window
        self._reading = reading
        self._annotation = annotation
        self._panels = panels
        self._keyboard = keyboard
        self._texts = session.texts
        self._writing = Lane("hit-counts", parent=window)
        self._note_next = ""
        self.menu = QMenu(late.bar.search)
        late.results.head.show_facets(session.settings.panels.get(FACETS_PANEL, False))

    # -- the box

    def suggest(self, typed: str) -> None:
        """Something was typed, or taken out."""
        self.show_star()
        if typed.strip():
            self._session.suggesting.ask(typed, self._past())
        else:
            self._session.suggesting.cancel()

    def suggest_past(self) -> None:
        """Down in the empty box: what was asked before."""
        self._session.suggesting.ask("", self._past(), at_once=True)

    def taken(self) -> None:
        """A suggestion was taken: nothing more is to be suggested for it."""
        self._session.suggesting.cancel()
        self._session.searched()

    def entered(self) -> None:
        """Enter in the box."""
        self._session.suggesting.cancel()

    def show_star(self) -> None:
        """Whether what stands in the box is a saved search."""
        box = self._late.bar.search
        query = box.text().strip()
        saved = query in self._session.settings.saved_searches
        box.star.setVisible(bool(query))
        box.star.setChecked(saved)
        box.star.setIcon(self._reading.icon("star-filled" if saved else "star", "accent" if saved else "muted"))
        box.star.setText(self._texts("取消保存这个搜索") if saved else self._texts("保存这个搜索"))

    def toggle_star(self) -> None:
        """Save the search, or no longer."""
        query = self._late.bar.search.text().strip()
        if not query:
            return
        settings = self._session.settings
        on = query not in settings.saved_searches
        self._session.settings = settings.starred(query, on)
        self.show_star()
        says = "已保存搜索：{what}" if on else "已取消保存：{what}"
        self._late.foot.say(self._texts(says, what=echoed(query)))

    # -- the menu of searches

    def show_menu(self) -> None:
        """Saved searches and the last ones, under the box."""
        box = self._late.bar.search
        box.hide_suggestions()
        self.fill_menu()
        self.menu.popup(box.mapToGlobal(QPoint(0, box.height() + 2)))

    def fill_menu(self) -> None:
        """Write the menu anew."""
        menu, texts, settings = self.menu, self._texts, self._session.settings
        menu.clear()
        menu.addAction(texts("已保存的搜索")).setEnabled(False)
        for query in settings.saved_searches:
            action = menu.addAction(self._reading.icon("star-filled", "accent"), _in_menu(query))
            action.triggered.connect(lambda _on=False, asked=query: self.ask_chosen(asked))
        query = self._late.bar.search.text().strip()
        if query:
            saved = query in settings.saved_searches
            label = texts("取消保存这个搜索") if saved else texts("保存这个搜索")
            menu.addAction(label).triggered.connect(self.toggle_star)
        elif not settings.saved_searches:
            menu.addAction(texts("还没有；点搜索框右边的星即可保存")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(texts("搜索历史")).setEnabled(False)
        first, older = settings.search_history[:10], settings.search_history[10:]
        self._add_past(menu, first)
        if older:
            self._add_past(menu.addMenu(texts("更早的搜索")), older)
        menu.addSeparator()
        forget = menu.addAction(texts("清除搜索历史"))
        forget.setEnabled(bool(settings.search_history))
        forget.triggered.connect(self.forget)

    def ask_chosen(self, query: str) -> None:
        """A search was chosen in the menu."""
        box = self._late.bar.search
        box.setFocus()
        box.show_query(query)
        self.show_star()
        box.edited.emit(query)
        self._session.suggesting.cancel()
        self._session.searched()

    def forget(self) -> None:
        """Clear the history; saved searches stay."""
        self._session.settings = replace(self._session.settings, search_history=())
        self._late.foot.say(self._texts("搜索历史已清除。"))

    # -- the panel

    def go_to_facets(self) -> None:
        """The facets into sight, and the keyboard to them."""
        self._parts.left.show_tab("search")
        head = self._late.results.head
        head.show_facets(True)
        target = head.facets if head.facets.isVisible() else self._late.bar.search
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remember_facets(self, on: bool) -> None:
        """The tree was opened or closed."""
        settings = self._session.settings
        self._session.settings = replace(settings, panels={**settings.panels, FACETS_PANEL: on})

    def apply(self, remedy: Remedy) -> None:
        """One of the things that help against an empty answer was chosen."""
        self._session.search.apply(remedy)
        self.show_star()

    def say_wrapped(self, forwards: bool) -> None:
        """The walk through all hits went over an end."""
        last = "已到最后一处，从第一处继续。" if forwards else "已到第一处，从最后一处继续。"
        self._late.foot.say(self._texts(last))

    def open_note(self, placed: PlacedNote) -> None:
        """A note was chosen among the results: its place, and the note itself in the notes panel."""
        self._session.searched()
        self._annotation.go_to_note(placed)
        self._note_next = placed.note.id
        self._session.notes.load(placed.note.anchor.doc)
        self.show_note()

    def show_note(self) -> None:
        """Choose the note in the notes panel as soon as it is there."""
        if self._note_next and self._session.notes.get(self._note_next) is not None:
            note_id, self._note_next = self._note_next, ""
            self._annotation.open_note(note_id)

    def notes_changed(self) -> None:
        """A note was written or thrown away: what was found may be out of date."""
        self._session.search.ask_again()

    # -- counts

    def export(self) -> None:
        """Ask where to, then write the table off the GUI thread."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = str(Path(folder) / f"{self._texts('命中统计')}.xlsx")
        filters = f"{self._texts('Excel 工作簿')} (*.xlsx);;{self._texts('CSV 表格')} (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(self._window, self._texts("导出命中统计"), name, filters)
        if chosen:
            target = Path(chosen)
            if not target.suffix:
                target = target.with_suffix(".csv" if "csv" in kind else ".xlsx")
            self.write(target)

    def write(self, target: Path) -> None:
        """Write how often the query of now is found in each document."""
        search, library = self._session.search, self._session.library
        query, options = search.query, search.options
        self._writing.submit(
            lambda _job: library.write_hit_counts(query, options, target),
            lambda _nothing: self._late.message.say_written(target),
            self._failed,
        )

    def close(self) -> None:
        """Let the table be finished."""
        self._writing.close(finish=True)

    # -- walking through hits, and the find bar

    def ask(self, query: str) -> None:
        """Results while typing; the list comes into sight with the first letter. A link is gone to, not looked for."""
        if is_link(query):
            self._session.search.ask("")
            return
        if query.strip() and self._parts.left.current != "search":
            self._parts.left.show_tab("search")
        self._session.search.ask(query)

    def enter(self, backwards: bool) -> None:
        """Enter in the box: the first hit, then the next; the keyboard follows into the text."""
        if is_link(self._late.bar.search.text()):
            return  # whoever opens links answers
        self._session.searched()
        self._session.search.step(-1 if backwards else 1)

    def enter_here(self) -> None:
        """Enter in the line of the first page: the first hit, when it is there, and the keyboard into its text."""
        self._late.bar.focus_search()
        self.enter(backwards=False)

    def enter_aside(self) -> None:
        """Ctrl+Enter in the box: the hit that Enter would go to, in a tab of its document's own."""
        search = self._session.search
        if search.answer is None or not search.answer.places:
            search.step(1)  # as Enter: taken when the answer is there
            return
        at = 0 if search.index is None else (search.index + 1) % len(search.answer.places)
        self.choose_hit_aside(search.answer.places[at].hit)

    def arrive(self) -> None:
        """A hit was walked to: the keyboard goes with it from the box, so that the next key is not typed there."""
        if self._late.bar.search.hasFocus():
            self._keyboard.focus_text()

    def leave_box(self) -> None:
        """The keyboard went from the box to elsewhere: no hit is opened when the answer comes."""
        self._keyboard.forget()
        self._session.search.forget_step()

    def read_on_instead(self) -> None:
        """The text has moved; unless the box has the keyboard, the reader did that and wants no hit any more."""
        if not self._late.bar.search.hasFocus():
            self._session.search.forget_step()

    def into_results(self) -> None:
        """Down from the box: into the list."""
        results = self._parts.left.show_tab("search")
        results.setFocus()
        if self._late.results.list.current_key() is None:
            self._late.results.list.select_first()

    def choose_hit(self, hit: int) -> None:
        """A hit was clicked or entered in the list."""
        self._session.searched()
        self._session.search.go_to_hit(hit)
        self._keyboard.focus_text()

    def choose_hit_aside(self, hit: int) -> None:
        """A hit was chosen with Ctrl or the middle button: its document gets a tab of its own."""
        answer = self._session.search.answer
        if answer is not None and self._session.open(Location(answer.hits[hit].doc), pane=0, new_tab=True):
            self.choose_hit(hit)

    def step(self, by: int) -> None:
        """F3: on through what is being looked for, in the document while the find bar is open."""
        if self._reading.finding:
            self.find_step(by)
        else:
            self._session.search.step(by, near=self._caret())

    def open_find(self) -> None:
        """Ctrl+F, with the selected words where some are."""
        if self._session.document is None:
            return
        words = self._view_text()
        self._late.find_bar.open(words if "\n" not in words else "")

    def find_words(self, words: str) -> None:
        """Look for these words in the document in front."""
        document = self._session.document
        if document is not None:
            self._session.find.ask(phrase(words), (document.id,))

    def find_step(self, by: int) -> None:
        """The next or previous place in the document."""
        top = self._session.pane.place if self._session.find.index is None else None
        self._session.find.step(by, near=self._caret() or top)

    def close_find(self) -> None:
        """The marks of the library search come back."""
        self._late.find_bar.hide()
        self._session.find.ask("")
        self._panels.mark_all()
        self._keyboard.focus_text()

    # -- inside

    def _caret(self) -> Location | None:
        """Where the caret is while the keyboard is in the text, so that a step goes on from there."""
        return (
            self._parts.compare.columns[self._session.active].view.caret_place() if self._keyboard.in_text() else None
        )

    def _failed(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))

    def _past(self) -> tuple[str, ...]:
        settings = self._session.settings
        return tuple(dict.fromkeys((*settings.saved_searches[::-1], *settings.search_history)))

    def _add_past(self, menu: QMenu, queries: tuple[str, ...]) -> None:
        for query in queries:
            menu.addAction(_in_menu(query)).triggered.connect(lambda _on=False, asked=query: self.ask_chosen(asked))

    def _view_text(self) -> str:
        return self._parts.compare.columns[self._session.active].view.selected_text()


def _in_menu(query: str) -> str:
    return echoed(" ".join(query.split()), SHOWN).replace("&", "&&")
