"""What the window does when the reader goes somewhere: search and find, open, compare, move the keyboard about.

Every method answers one signal connected in MainWindow.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from reader.core.span import Location
from reader.ui.desks.panel_wiring import PanelWiring
from reader.ui.desks.wiring import Wiring
from reader.ui.frame.dialogs import GoToDialog, HelpDialog
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.panes import MOST
from reader.ui.session.searching import phrase
from reader.ui.session.session import Session


class Moving:
    """Answers to signals."""

    def __init__(
        self,
        parts: Parts,
        late: LateParts,
        session: Session,
        window: QMainWindow,
        wiring: Wiring,
        panels: PanelWiring,
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._window = window
        self._texts = session.texts
        self._wiring = wiring
        self._panels = panels
        self._help: HelpDialog | None = None
        self._cycled_to: QWidget | None = None

    # -- search and find

    def ask(self, query: str) -> None:
        """Results while typing; the list comes into sight with the first letter."""
        if query.strip() and self._parts.left.current != "search":
            self._parts.left.show_tab("search")
        self._session.search.ask(query)

    def enter(self, backwards: bool) -> None:
        """Enter in the box: the first hit, then the next; the keyboard follows into the text."""
        self._session.searched()
        self._session.search.step(-1 if backwards else 1)

    def arrive(self) -> None:
        """A hit was walked to: the keyboard goes with it from the box, so that the next key is not typed there."""
        if self._late.bar.search.hasFocus():
            self._focus_text()

    def leave_box(self) -> None:
        """The keyboard went from the box to elsewhere: no hit is opened when the answer comes."""
        self._cycled_to = None
        self._session.search.forget_step()

    def read_on_instead(self) -> None:
        """The text has moved; unless the box has the keyboard, the reader did that and wants no hit any more."""
        if not self._late.bar.search.hasFocus():
            self._session.search.forget_step()

    def show_bar(self) -> None:
        """The search box was asked for: in full screen the bar comes back first."""
        self._late.bar.show()

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
        self._focus_text()

    def choose_hit_aside(self, hit: int) -> None:
        """A hit was chosen with Ctrl or the middle button: its document gets a tab of its own."""
        answer = self._session.search.answer
        if answer is not None and self._session.open(Location(answer.hits[hit].doc), pane=0, new_tab=True):
            self.choose_hit(hit)

    def step(self, by: int) -> None:
        """F3: on through what is being looked for, in the document while the find bar is open."""
        if self._wiring.finding:
            self.find_step(by)
        else:
            self._session.search.step(by)

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
        self._session.find.step(by, near=self._session.pane.place)

    def close_find(self) -> None:
        """The marks of the library search come back."""
        self._late.find_bar.hide()
        self._session.find.ask("")
        self._panels.mark_all()
        self._focus_text()

    # -- opening and going

    def open_document(self, doc: str, aside: bool) -> None:
        """A document was chosen in the library; aside: in a tab of its own, in the column that the tabs are of."""
        if self._session.open(Location(doc), pane=0 if aside else None, new_tab=aside):
            self._focus_text()

    def open_beside(self, doc: str) -> None:
        """A document of the library in a column more."""
        if self._session.document is None:
            self.open_document(doc, aside=False)
        else:
            self._session.beside(doc)

    def read_on(self) -> None:
        """The first card: where the reader was, or the first document."""
        infos = self._session.documents()
        place = self._session.last_read() or (Location(infos[0].id) if infos else None)
        if place is not None and self._session.open(place):
            self._focus_text()

    def go_and_read(self, place: Location) -> None:
        """A heading or note was chosen."""
        self._session.open(place)
        self._focus_text()

    def change_column(self, pane: int, doc: str) -> None:
        """Another document in a column."""
        if self._session.panes[pane].source:
            self._session.set_source(pane, on=False)
        self._session.open(Location(doc), pane=pane)

    def toggle_compare(self, on: bool) -> None:
        """对照: the next document of the library beside this one, or one column again."""
        session = self._session
        others = [info.id for info in session.documents() if not session.document or info.id != session.document.id]
        if on and session.document is not None:
            remembered = session.beside_last if session.beside_last in others else None
            session.beside(remembered or (others[0] if others else session.document.id))
        else:
            session.close_beside()
        self._late.actions["compare"].setChecked(len(session.panes) > 1)

    def add_pane(self) -> None:
        """再开一栏: the next document of the library that is in no column yet."""
        if not self._room_for_one():
            return
        shown = {pane.doc for pane in self._session.panes}
        docs = [info.id for info in self._session.documents()]
        if self._session.document is not None and docs:
            self._session.beside(next((doc for doc in docs if doc not in shown), docs[0]), at=len(self._session.panes))

    def read_what_stays(self) -> None:
        """A column was closed: the keyboard goes to the text of the one that has the attention now."""
        self._focus_text()

    def compare_script(self) -> None:
        """简|繁: the document in the other script beside itself."""
        if self._session.document is not None and self._room_for_one():
            self._session.beside(self._session.document.id, other_script=True)

    def _room_for_one(self) -> bool:
        """Whether one more column fits; where not, why nothing happens is said."""
        if len(self._session.panes) < MOST:
            return True
        self._late.message.say(self._texts("已有四栏，最多四栏；请先关闭一栏（Ctrl+F4）。"))
        return False

    def drop(self, pane: int, doc: str, zone: str) -> None:
        """A document was dropped on a column: there, or beside it."""
        if zone == "here":
            self.change_column(pane, doc)
        else:
            self._session.beside(doc, at=pane + (zone == "right"))

    def compare_source(self) -> None:
        """The source of the document beside its clean text."""
        if self._session.document is not None and self._room_for_one():
            self._session.beside(self._session.document.id, source=True)

    def ask_clause(self) -> None:
        """Ctrl+G."""
        document = self._session.document
        if document is not None:
            find = self._session.library.find
            GoToDialog(
                self._texts, lambda clause: find(f"{document.id}#{clause}"), self.go_and_read, self._window
            ).open()

    def step_clause(self, by: int) -> None:
        """The clause before or behind."""
        self._parts.compare.columns[self._session.active].view.step_clause(by)

    def step_tab(self, by: int) -> None:
        """The next open document, round the end."""
        if self._session.tabs.places:
            self._session.show_tab((self._session.tabs.current + by) % len(self._session.tabs.places))

    # -- the keyboard

    def cycle(self, by: int) -> None:
        """F6: the search box first, then panel after panel; from a box that was typed into, to the text."""
        parts = self._parts
        if self._late.bar.search.hasFocus() and self._cycled_to != self._late.bar.search and self._session.document:
            self._focus_text()
            return
        self.show_bar()
        stops: list[QWidget] = [self._late.bar.search]
        if self._late.pages.page is not None:
            stops.append(self._late.pages.page)
        if parts.left.isVisible():
            stops.append(parts.left.page)
        stops.extend(column for column in parts.compare.columns if column.isVisible())
        if parts.right.isVisible():
            stops.append(parts.right.page)
        here = QApplication.focusWidget()
        cycled = self._cycled_to in stops and here is not None and _inside(here, self._cycled_to)
        boxed = here is self._late.bar.search
        at = stops.index(self._cycled_to) if cycled and self._cycled_to else 0 if boxed else -1 if by > 0 else 1
        target = stops[(at + by) % len(stops)]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._cycled_to = target  # after the box has told that it was left
        if target == self._late.bar.search:
            self._late.bar.search.selectAll()

    def step_back(self) -> None:
        """Esc: out of the find bar, out of the search box, back into the text; once more there, the hits go."""
        if self._late.bar.search.hide_suggestions():
            return
        if self._late.find_bar.isVisible():
            self.close_find()
        elif self._late.selection_bar.isVisible():
            self._late.selection_bar.hide()
        elif self._late.message.isVisible():
            self._late.message.hide()
        elif self._late.pages.close():
            self._focus_text()
        elif self._window.isFullScreen():
            self.full_screen(False)
        elif self._late.bar.search.text() and self._nowhere_to_go_back():
            self._late.bar.search.clear()
        else:
            self._focus_text()

    def full_screen(self, on: bool) -> None:
        """Full screen, with nothing but text and panels, and back. The search box comes when it is asked for."""
        self._late.actions["full_screen"].setChecked(on)
        for bar in (self._late.bar, self._late.foot):
            bar.setHidden(on)
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def show_help(self) -> None:
        """F1."""
        if self._help is None:
            self._help = HelpDialog(self._texts, self._window)
        self._help.show()
        self._help.raise_()

    # -- inside

    def _view_text(self) -> str:
        return self._parts.compare.columns[self._session.active].view.selected_text()

    def _nowhere_to_go_back(self) -> bool:
        """Whether the keyboard is in the text already, or in the box with no text to go to."""
        if self._session.document is None:
            return self._late.bar.search.hasFocus()
        here = QApplication.focusWidget()
        return here is not None and _inside(here, self._parts.compare.columns[self._session.active])

    def _focus_text(self) -> None:
        self._cycled_to = None
        if self._session.document is not None:
            self._parts.compare.columns[self._session.active].focus_text()
            self._late.bar.setHidden(self._window.isFullScreen())


def _inside(widget: QWidget, area: QWidget | None) -> bool:
    return area is not None and (widget is area or area.isAncestorOf(widget))
