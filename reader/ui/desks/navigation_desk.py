"""What the window does when the reader goes somewhere: opens, compares, steps on, steps back with Esc.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QMainWindow

from reader.core.clause_choice import clauses_like
from reader.core.span import Location
from reader.ui.desks.aloud_desk import AloudDesk
from reader.ui.desks.keyboard_desk import KeyboardDesk
from reader.ui.desks.reading_mode_desk import ReadingModeDesk
from reader.ui.desks.search_desk import SearchDesk
from reader.ui.frame.dialogs import GoToDialog, HelpDialog
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.panes import MOST, STACKED
from reader.ui.session.session import Session


class NavigationDesk:
    """Answers to signals."""

    def __init__(
        self,
        parts: Parts,
        late: LateParts,
        session: Session,
        window: QMainWindow,
        search: SearchDesk,
        keyboard: KeyboardDesk,
        mode: ReadingModeDesk,
        aloud: AloudDesk,
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._window = window
        self._texts = session.texts
        self._search = search
        self._keyboard = keyboard
        self._mode, self._aloud = mode, aloud
        self._help: HelpDialog | None = None
        self._compared = ""  # the document beside which another one stood last

    # -- opening and going

    def open_document(self, doc: str, aside: bool) -> None:
        """A document was chosen in the library; aside: in a tab of its own, in the column that the tabs are of."""
        if self._session.open(Location(doc), pane=0 if aside else None, new_tab=aside):
            self._keyboard.focus_text()

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
            self._keyboard.focus_text()

    def go_and_read(self, place: Location) -> None:
        """A heading or note was chosen."""
        self._session.open(place)
        self._keyboard.focus_text()

    def change_column(self, pane: int, doc: str) -> None:
        """Another document in a column."""
        if self._session.panes[pane].source:
            self._session.set_source(pane, on=False)
        self._session.open(Location(doc), pane=pane)

    def toggle_compare(self, on: bool) -> None:
        """对照: another document beside this one, or one column again."""
        session = self._session
        if on and session.document is not None:
            session.beside(self._partner(session.document.id))
        else:
            self._compared = session.panes[0].doc or ""
            session.close_beside()
        self._late.actions["compare"].setChecked(len(session.panes) > 1)

    def _partner(self, doc: str) -> str:
        """What stood beside this very document last, else another version of it, else what was compared last, else the
        next document of the library.
        """
        others = [info.id for info in self._session.documents() if info.id != doc]
        last = self._session.beside_last
        version = self._session.library.versions.partner(doc)
        if version is not None and (self._compared != doc or last not in others):
            return version
        return last if last in others else others[0] if others else doc

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
        self._keyboard.focus_text()

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
            self._session.beside(doc, at=pane + (zone in {"right", "below"}))

    def compare_source(self) -> None:
        """The source of the document beside its clean text."""
        if self._session.document is not None and self._room_for_one():
            self._session.beside(self._session.document.id, source=True)

    def ask_clause(self) -> None:
        """Ctrl+G."""
        document = self._session.document
        if document is not None:
            find, shown = self._session.library.find, self._session.shown

            def choices(typed: str) -> list[tuple[Location, str]]:
                found = clauses_like(document, typed)
                return [(Location(document.id, block.id), shown(said)) for block, said in found]

            GoToDialog(
                self._texts, lambda clause: find(f"{document.id}#{clause}"), self.go_and_read, self._window, choices
            ).open()

    def step_clause(self, by: int) -> None:
        """The clause before or behind."""
        self._parts.compare.columns[self._session.active].view.step_clause(by)

    def step_tab(self, by: int) -> None:
        """The next open document, round the end."""
        if self._session.tabs.places:
            self._session.show_tab((self._session.tabs.current + by) % len(self._session.tabs.places))

    def close_tab(self) -> None:
        """Ctrl+W: the document in front, or the column beside it that one reads in; at last comes the first page."""
        session = self._session
        if len(session.panes) > 1 and (session.active or len(session.tabs.places) < 2):
            session.close_pane(session.active)
            self._keyboard.focus_text()
            return
        if self._late.find_bar.isVisible() and len(self._session.tabs.places) < 2:
            self._search.close_find()
        self._session.close_tab(self._session.tabs.current)
        if self._session.document is None:
            self._late.start.setFocus()
        else:
            self._keyboard.focus_text()

    def reopen_tab(self) -> None:
        """The document closed last, where it was."""
        if self._session.reopen_tab():
            self._keyboard.focus_text()
        else:
            self._late.message.say(self._texts("没有刚关闭的文件。"))

    def stack(self, on: bool) -> None:
        """Columns below one another or side by side; remembered."""
        settings = self._session.settings
        self._session.settings = replace(settings, panels={**settings.panels, STACKED: on})
        self._parts.compare.stack(on)

    # -- back, and help

    def step_back(self) -> None:
        """Esc: out of the find bar, out of the search box, back into the text; query and hits stay."""
        if self._late.bar.search.hide_suggestions() or self._mode.stop_scrolling() or self._aloud.stop():
            return
        if self._late.find_bar.isVisible():
            self._search.close_find()
        elif self._late.selection_bar.isVisible():
            self._late.selection_bar.hide()
        elif self._mode.is_on and not self._late.bar.search.hasFocus() and self._late.pages.page is None:
            self._mode.set_on(False)
        elif self._late.message.isVisible():
            self._late.message.hide()
        elif self._late.pages.close():
            self._keyboard.focus_text()
        elif self._late.bar.search.text() and self._keyboard.nowhere_to_go_back():
            self._late.bar.search.clear()
        else:
            self._keyboard.focus_text()

    def show_help(self) -> None:
        """F1."""
        if self._help is None:
            self._help = HelpDialog(self._texts, self._window)
        self._help.show()
        self._help.raise_()

    # -- inside
