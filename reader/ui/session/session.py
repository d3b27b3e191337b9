"""State of the reading session: what is open where, the trail back and forward, script and look, and what to remember.

The one object the window asks and listens to; search and notes hang on it (`search`, `find`, `notes`). Owns no widget.
Opening is done here and now (the library keeps documents); everything slower goes through the lanes of `ui.tasks`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from PySide6.QtCore import Qt, QTimer, Signal

from reader.core.document import Document, DocumentInfo
from reader.core.late_dataclass import replace
from reader.core.span import Location
from reader.library import Library
from reader.script import Script
from reader.settings import Settings
from reader.ui.kit.tasks import Lane
from reader.ui.look.texts import Texts
from reader.ui.session.history import History
from reader.ui.session.looking import Looking
from reader.ui.session.note_keeping import NoteKeeping
from reader.ui.session.panes import OTHER_SCRIPT, PAGES, SOURCE, Pane, Panes
from reader.ui.session.positions import Positions
from reader.ui.session.preparing import Preparing
from reader.ui.session.searching import Searching
from reader.ui.session.suggesting import Suggesting
from reader.ui.session.tabs import Tabs

GATHERED = 150  # ms: what changes in the library while many files come in is shown together


class Session(Looking):
    """Documents open in panes and tabs, and places in them.

    Attributes:
        settings: as they will be saved; places are brought up to date by `remembered`.
        beside_last: the document that stood beside another one last.
        history: where back and forward lead. tabs: the open documents; the first pane shows the one in front.
    """

    opened = Signal(int, object, object)  # pane, Document, Location | None: show it, there
    panes_changed = Signal()
    tabs_changed = Signal()
    active_changed = Signal(int)
    place_changed = Signal(object)  # Location in the active pane
    history_changed = Signal()
    library_changed = Signal(object)  # ids that came, went or are others now; none: only folders and tags
    _changed_elsewhere = Signal(object)  # in the thread that did it

    def __init__(
        self, library: Library, settings: Settings, texts: Texts, locked: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(library, settings, texts, locked)
        self.search = Searching(library, "search", self, with_notes=True)
        self.find = Searching(library, "find", self)
        self.suggesting = Suggesting(library, self)
        self.notes = NoteKeeping(library, self)
        self._columns = Panes()
        self.beside_last = settings.beside[0].doc if settings.beside else ""
        self.tabs = Tabs()
        self._started = False
        self._saving = Lane("settings", newest_only=True, parent=self)
        self._looking = Lane("library", newest_only=True, parent=self)
        self._preparing = Preparing(library, self)
        self.history = History()
        self._positions = Positions(settings.positions)
        self._changed: set[str] = set()
        self._changing = QTimer(self, singleShot=True, interval=GATHERED)
        self._changing.timeout.connect(self.look_again)
        self._changed_elsewhere.connect(self._gather, Qt.ConnectionType.QueuedConnection)
        library.on_changed(self._changed_elsewhere.emit)
        self.search.go_to.connect(self.open)
        self.find.go_to.connect(lambda place: self.open(place, trail=False))
        self._preparing.indexed.connect(lambda: self.notice.emit(self.texts("检索索引已重新建立。")))
        for part in (self._preparing, self.search, self.find, self.notes):
            part.problem.connect(self.problem)

    # -- opening

    @property
    def panes(self) -> list[Pane]:
        """From left to right, at least one."""
        return self._columns.all

    @property
    def active(self) -> int:
        """Number of the pane that has the reader's attention."""
        return self._columns.active

    @property
    def pane(self) -> Pane:
        """The active pane."""
        return self.panes[self.active]

    @property
    def document(self) -> Document | None:
        """The document in the active pane."""
        return self.pane.document

    def open(self, location: Location, pane: int | None = None, new_tab: bool = False, trail: bool = True) -> bool:
        """Show a place. Without `pane`: where its document is shown already, else in the active pane.

        A location without a block leads to where the document was last read. `trail`: whether `back` returns here.
        """
        index = self._columns.index_for(location.doc, pane)
        document = self._try(lambda: self.library.open(location.doc))
        if document is None:
            return False
        if location.block is None:
            location = self._positions.of(location.doc)
        if trail:
            self.history.leave(self.panes[index].place)
        self._show(index, document, location, new_tab)
        self.set_active(index)
        self.history_changed.emit()
        return True

    def beside(
        self, doc: str, source: bool = False, *, other_script: bool = False, at: int | None = None, pages: bool = False
    ) -> None:
        """Show a document, its source, the pages of its original, or it in the other script, in a column more: at a
        place, else right of the active one; in the last one where there are four. A form that is shown stays as it is.
        """
        document = self._try(lambda: self.library.open(doc))
        here = next((p.place for p in (self.pane, *self.panes) if p.doc == doc and p.place is not None), None)
        source = source or pages
        made = Pane(document, here or self._positions.of(doc), source, other_script and not source, pages=pages)
        if document is None or (made.form and self._columns.showing(doc, made.form) is not None):
            return
        index = self._columns.add(made, at)
        self.beside_last = doc
        self.panes_changed.emit()
        self.opened.emit(index, document, made.place if made.place and made.place.block else None)
        if index == 0:
            self._first_changed()
        if self._started:
            self.notes.load(doc)

    def set_source(self, index: int, on: bool) -> None:
        """Show the source of what a pane shows, or the clean text again."""
        self._show_as(index, self.panes[index].in_form(SOURCE if on else ""))

    def set_pages(self, index: int, on: bool) -> None:
        """Show the pages of the original of what a pane shows, or the clean text again."""
        self._show_as(index, self.panes[index].in_form(PAGES if on else ""))

    def set_other_script(self, index: int, on: bool) -> None:
        """Show a pane in the other one of 简 and 繁 than the window, or in the window's again."""
        self._show_as(index, self.panes[index].in_form(OTHER_SCRIPT if on else ""))

    def _show_as(self, index: int, pane: Pane) -> None:
        if pane.document is not None:
            self.panes[index] = pane
            self.opened.emit(index, pane.document, pane.place)

    def close_beside(self) -> None:
        """Back to one pane, the first."""
        while len(self.panes) > 1:
            self.close_pane(len(self.panes) - 1)

    def close_pane(self, index: int) -> None:
        """Close one of several panes; what the others show stays."""
        before = self.active
        if not self._columns.close(index):
            return
        self.panes_changed.emit()
        if len(self.panes) == 1 and self.panes[0].form:
            self._show_as(0, self.panes[0].in_form(""))
        if index == 0:
            self._first_changed()
        if index <= before:
            self.active_changed.emit(self.active)
            self._tell_place()

    def swap(self, index: int | None = None) -> None:
        """Exchange a pane, else the active one, with the one left of it (the first with the second)."""
        before = self.active
        index = before if index is None else index
        if self._columns.swap(index):
            self.panes_changed.emit()
            if index <= 1:
                self._first_changed()
            if self.active != before:
                self.active_changed.emit(self.active)

    def _first_changed(self) -> None:
        """Another document stands first: its tab is the one in front."""
        first = self.panes[0]
        if first.document is not None:
            self.tabs.put(first.place or Location(first.document.id), new=False)
            self.tabs_changed.emit()

    def set_active(self, index: int) -> None:
        """The pane the reader works in."""
        if index != self.active and index < len(self.panes):
            self._columns.active = index
            self.active_changed.emit(index)
            self._tell_place()

    def moved(self, index: int, place: Location) -> None:
        """The reader scrolled pane `index` to `place`."""
        pane = self.panes[index] if index < len(self.panes) else None
        if pane is None or pane.doc != place.doc or pane.place == place:
            return
        self.panes[index] = replace(pane, place=place)
        if not pane.source:
            self._positions.put(place)
            if index == 0:
                self.tabs.move(place)
        if index == self.active:
            self._tell_place()

    def look_again(self, docs: frozenset[str] = frozenset()) -> None:
        """The library has changed, these documents in it: look at it off the GUI thread, then show it as it is now."""
        self._changed |= docs
        look = lambda _job: (self.library.documents(), self.library.collections())  # noqa: E731
        self._looking.submit(look, lambda seen: self._take_in(*seen), lambda error: self.problem.emit(str(error)))

    def _take_in(self, infos: tuple[DocumentInfo, ...], folders: tuple[str, ...]) -> None:
        """What is open is shown as it is now; tabs of what went close."""
        self.know(infos, folders)
        docs, self._changed, here = frozenset(self._changed), set(), {info.id for info in infos}
        for doc in docs & here:
            self._reopen(doc)
        for doc in docs - here:
            tabs = self.tabs.places
            self.close_tab(next((n for n, place in enumerate(tabs) if place.doc == doc), -1))
        self.library_changed.emit(docs)
        if docs:
            self.search.ask_again()

    def _gather(self, docs: frozenset[str]) -> None:
        self._changed |= docs
        if not self._changing.isActive():
            self._changing.start()

    def _reopen(self, doc: str) -> None:
        """Show a document as it is now. One that only got a tag or a folder is the same: nothing is set anew."""
        for index, pane in enumerate(self.panes):
            document = self.document_of(doc) if pane.doc == doc else None
            if document is not None and document is not pane.document and document != pane.document:
                self._columns.put(index, replace(pane, document=document))
                self.opened.emit(index, document, pane.place)

    # -- tabs

    def show_tab(self, index: int) -> None:
        """Bring an open document to the front."""
        if 0 <= index < len(self.tabs.places) and index != self.tabs.current:
            self.open(self.tabs.places[index], pane=0)

    def close_tab(self, index: int) -> None:
        """Close one open document; behind the last one is the first page."""
        if self.tabs.close(index):
            if self.tabs.places:
                self.open(self.tabs.places[self.tabs.current], pane=0, trail=False)
            else:
                self._close_panes()
        self.tabs_changed.emit()

    def reopen_tab(self) -> bool:
        """Open the document closed last that is still in the library. Returns whether there is one."""
        place = self.tabs.reopened(self.here())
        return place is not None and self.open(place, pane=0, new_tab=True)

    def _close_panes(self) -> None:
        """Nothing is open any more."""
        self.close_beside()
        self.history.leave(self.panes[0].place)
        self._columns.put(0, Pane())
        self.find.ask("")
        self.panes_changed.emit()
        self.active_changed.emit(0)
        self.history_changed.emit()

    # -- history

    def back(self) -> None:
        """To the place before."""
        self._travel(self.history.back(self.pane.place))

    def forward(self) -> None:
        """To the place left by `back`."""
        self._travel(self.history.forward(self.pane.place))

    # -- script, look, language

    def script_of(self, index: int) -> Script:
        """The script that a pane is shown in."""
        other = Script(self.settings.traditional) if self.script == Script.HANS else Script.HANS
        return other if self.panes[index].other_script else self.script

    # -- remembering

    def remembered(self) -> Settings:
        """The settings with open documents, places and the newest query in them."""
        beside = tuple(p.place or Location(p.document.id) for p in self.panes[1:] if p.document)
        forms = tuple(pane.form for pane in self.panes if pane.document)
        return replace(
            self.settings, tabs=tuple(self.tabs.places), current_tab=self.tabs.current, beside=beside,
            pane_forms=forms, positions=self._positions.kept(), query=self.search.query,
        )  # fmt: skip

    def restore(self) -> None:
        """Open what was open; documents that are gone are left out without a word."""
        places = {place.doc: place for place in self.settings.tabs if self.has(place.doc)}  # one tab a document
        self.tabs.set(list(places.values()), self.settings.current_tab)
        if self.tabs.places:
            self.open(self.tabs.places[self.tabs.current], pane=0)
        first, *others = self.settings.pane_forms or ("",)
        for at, (place, form) in enumerate(zip_longest(self.settings.beside, others[: len(self.settings.beside)])):
            if self.tabs.places and self.has(place.doc):
                self._positions.put(place)
                self.beside(
                    place.doc, form == SOURCE, other_script=form == OTHER_SCRIPT, at=at + 1, pages=form == PAGES
                )
        if len(self.panes) > 1 and first:
            self._show_as(0, self.panes[0].in_form(first))

    def start(self) -> None:
        """What can wait until the window has been painted: notes, and the last query asked again."""
        self._started = True
        for pane in self.panes:
            if pane.document is not None:
                self.notes.load(pane.document.id)
        self._preparing.start(Script(self.settings.traditional))
        if not self.search.query:  # nothing was typed meanwhile
            self.search.ask(self.settings.query)

    def last_read(self) -> Location | None:
        """The place read most recently, for the first page."""
        return self._positions.newest(self.here())

    def recently_read(self) -> tuple[str, ...]:
        """Documents in the order of reading, the newest first."""
        return self._positions.recent()

    def save_later(self, settings: Settings, save: Callable[[Settings], None]) -> None:
        """Write the settings off the GUI thread; a failure is told once the window closes, not every half minute."""
        self._saving.submit(lambda _job: save(settings), lambda _nothing: None, lambda _error: None)

    def searched(self) -> None:
        """Keep the query in the search history: the reader has used it."""
        self.settings = self.settings.searched(self.search.query)

    def close(self) -> None:
        """Stop the workers; notes on their way are written first."""
        self._changing.stop()
        self._looking.close()
        self._saving.close(finish=True)
        for part in (self._preparing, self.search, self.find, self.suggesting, self.notes):
            part.close()

    # -- inside

    def _show(self, index: int, document: Document, location: Location, new_tab: bool) -> None:
        kept = self.panes[index].other_script and len(self.panes) > 1
        self._columns.put(index, Pane(document, location, other_script=kept))
        self._positions.put(location)
        if index == 0 and self.tabs.put(location, new_tab):
            self.tabs_changed.emit()
        if self._started:
            self.notes.load(document.id)
        self.opened.emit(index, document, location)
        if index == self.active:
            self._tell_place()

    def _travel(self, target: Location | None) -> None:
        if target is None:
            return
        index = self._columns.index_for(target.doc)
        document = self._try(lambda: self.library.open(target.doc))
        if document is not None:
            self._show(index, document, target, new_tab=False)
            self.set_active(index)
            self.history_changed.emit()

    def _tell_place(self) -> None:
        if self.pane.place is not None:
            self.place_changed.emit(self.pane.place)
