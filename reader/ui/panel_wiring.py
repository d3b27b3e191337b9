"""What the panels show when the session tells: documents, outline, hits, notes. Built after the first paint.

Every method answers one signal connected in MainWindow.
"""

from __future__ import annotations

from reader.core.document import Document
from reader.core.span import Location
from reader.ui.library_panel import LibraryPanel
from reader.ui.notes_panel import NotesPanel
from reader.ui.outline_panel import OutlinePanel
from reader.ui.search_panel import SearchPanel
from reader.ui.searching import Answer
from reader.ui.session import Session
from reader.ui.source_panel import SourcePanel
from reader.ui.window_parts import LateParts, Parts
from reader.ui.wiring import Wiring


class PanelWiring:
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, wiring: Wiring) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._wiring = wiring
        self._theme = parts.theme
        self._stale: set[LibraryPanel | OutlinePanel | SearchPanel | NotesPanel | SourcePanel] = set()

    def show_all(self) -> None:
        """Catch up with what happened before the panels were there."""
        self.show_library()
        self.show_active(self._session.active)
        if self._session.pane.place is not None:
            self.show_place(self._session.pane.place)
        self.show_page()

    def show_page(self) -> None:
        """The first page while nothing is open."""
        late, opened = self._late, self._session.document is not None
        self._parts.pages.setCurrentWidget(self._parts.compare if opened else late.start)

    def show_document(self, pane: int, _document: Document, _place: Location) -> None:
        """Something was opened."""
        if pane == self._session.active:
            self.show_active(pane)

    def show_active(self, _pane: int) -> None:
        """The panels are about the document in the active column."""
        late, document = self._late, self._session.document
        doc = document.id if document else None
        late.library.set_current(doc)
        late.outline.set_document(document)
        late.outline.set_notes(self._session.notes.of(doc) if doc else ())
        late.notes.set_document(doc)
        late.source.set_document(document)
        if late.find_bar.isVisible() and doc:
            self._session.find.ask(self._session.find.query, (doc,))

    def show_place(self, place: Location) -> None:
        """The reader has moved."""
        self._late.outline.set_place(place)

    def show_script(self) -> None:
        """Another script: write what is in sight anew, the rest when it comes into sight."""
        late = self._late
        self._stale = {late.library, late.outline, late.results, late.notes, late.source}
        self.refresh_stale("")
        self._show_cards()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        late, theme = self._late, self._parts.theme
        if theme == self._theme:
            return
        self._theme = theme
        for panel in (late.library.list, late.results.list, late.outline, late.notes, late.selection_bar.colours):
            panel.set_theme(theme)

    def show_library(self) -> None:
        """The documents, and the first page's cards."""
        infos = self._session.documents()
        self._late.library.set_documents(infos)
        self._show_cards()

    def show_answer(self, answer: Answer | None) -> None:
        """Hits in the list, in the text and at the foot."""
        self._late.results.show_answer(answer)
        self._wiring.mark_all()

    def show_current(self, index: int | None) -> None:
        """The hit that is being visited."""
        answer = self._session.search.answer
        if answer is not None:
            self._late.results.show_current(answer.places[index] if index is not None else None)
        self._wiring.mark_all()

    def show_found(self, answer: Answer | None) -> None:
        """Count and marks; the nearest place comes into sight."""
        if answer is not None and self._session.find.index is None:
            self._session.find.step(1, near=self._session.pane.place)
        self.show_found_current(self._session.find.index)

    def show_found_current(self, index: int | None) -> None:
        """Which of how many."""
        answer = self._session.find.answer
        self._late.find_bar.show_count(index, len(answer.places) if answer else None)
        self._wiring.mark_all()

    def refresh_stale(self, _name: str) -> None:
        """A panel came to the front: write it anew if the script changed meanwhile."""
        for panel in [p for p in self._stale if p.isVisible()]:
            self._stale.discard(panel)
            panel.refresh()

    def _show_cards(self) -> None:
        infos, last = self._session.documents(), self._session.last_read()
        first = self._session.title(infos[0].id) if infos else ""
        self._late.start.show_documents(first, self._session.title(last.doc) if last else "")
