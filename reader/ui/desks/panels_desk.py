"""What the panels show when the session tells: documents, outline, hits, notes. Built after the first paint.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import replace

from reader.core.document import Document
from reader.core.span import Location
from reader.script import Script
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.library_panel import LibraryPanel
from reader.ui.frame.outline_panel import OutlinePanel
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.versions import version_first
from reader.ui.notes.notes_panel import NotesPanel
from reader.ui.provenance.source_panel import SourcePanel
from reader.ui.search.search_panel import SearchPanel
from reader.ui.session.panes import MOST
from reader.ui.session.searching import Answer
from reader.ui.session.session import Session

LIBRARY_TREE = "library_tree"  # name under which the settings remember whether the tree of the library is open


class PanelsDesk:
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, reading: ReadingDesk) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._reading = reading
        self._theme = parts.theme
        self._tab_before = ""  # of the right panel, before there were two columns
        late.library.set_tree(session.settings.panels.get(LIBRARY_TREE))
        self._stale: set[LibraryPanel | OutlinePanel | SearchPanel | NotesPanel | SourcePanel] = set()

    def show_all(self) -> None:
        """Catch up with what happened before the panels were there."""
        script = self._session.script
        self._late.bar.show_script(script)
        self._late.foot.show_script(script)
        self.show_library()
        self.show_tabs()
        self.show_history()
        self.show_panes()
        self.show_sides()
        self.show_active(self._session.active)
        if self._session.pane.place is not None:
            self.show_place(self._session.pane.place)
        self._show_page()

    def _show_page(self) -> None:
        """The first page while nothing is open."""
        opened = self._session.document is not None
        self._parts.compare.setVisible(opened)
        self._late.start.setVisible(not opened)

    def show_document(self, pane: int, _document: Document, _place: Location) -> None:
        """Something was opened."""
        self._show_page()
        if pane == self._session.active:
            self.show_active(pane)

    def show_active(self, _pane: int) -> None:
        """The panels are about the document in the active column."""
        late, document = self._late, self._session.document
        doc = document.id if document else None
        late.library.set_current(doc)
        late.outline.set_document(document, self._session.notes.of(doc) if doc else ())
        late.notes.set_document(doc)
        late.source.set_document(document)
        late.foot.show_place(document, self._session.pane.place)
        self._reading.show_title()
        if late.find_bar.isVisible() and doc:
            self._session.find.ask(self._session.find.query, (doc,))

    def show_place(self, place: Location) -> None:
        """The reader has moved."""
        self._late.outline.set_place(place)
        self._late.foot.show_place(self._session.document, place)

    def show_history(self) -> None:
        """Back and forward as far as there is somewhere to go."""
        self._late.actions["back"].setEnabled(self._session.history.can_go_back)
        self._late.actions["forward"].setEnabled(self._session.history.can_go_forward)

    def show_tabs(self) -> None:
        """A tab for each open document, once there are two."""
        tabs = self._session.tabs
        docs = [place.doc for place in tabs.places]
        titles = [version_first(self._session.title(doc)) for doc in docs]
        self._late.tabs.show_titles(titles, tabs.current, docs)

    def show_panes(self) -> None:
        """One column or several."""
        parts, count = self._parts, len(self._session.panes)
        several = count > 1
        self._late.actions["compare"].setChecked(several)
        for name in ("swap", "close_pane"):
            self._late.actions[name].setEnabled(several)
        self._late.actions["add_pane"].setEnabled(count < MOST)  # the other two say why they do nothing
        if several and not self._tab_before:
            self._tab_before = parts.right.current
        if not several and self._tab_before:  # not the list of differences, that there are none of
            if parts.right.current == "differences":
                parts.right.show_tab(self._tab_before, reveal=False)
            self._tab_before = ""
        self._show_page()

    def show_sides(self) -> None:
        """A side panel was shown or hidden."""
        self._late.actions["left_panel"].setChecked(not self._parts.left.isHidden())
        self._late.actions["right_panel"].setChecked(not self._parts.right.isHidden())

    def mark_all(self) -> None:
        """Draw the hits of what is being walked, and count them at the foot."""
        walked = self._reading.walked
        self._late.foot.show_hits(walked.index, len(walked.answer.places) if walked.answer else None)
        self._reading.mark_all()

    def show_script(self, script: Script) -> None:
        """Another script: write what is in sight anew, the rest when it comes into sight."""
        late = self._late
        late.bar.show_script(script)
        late.foot.show_script(script)
        self.show_tabs()
        self._stale = {late.library, late.outline, late.results, late.notes, late.source}
        self.refresh_stale("")
        late.start.searching.refresh()
        self._show_cards()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        late, theme = self._late, self._parts.theme
        if theme == self._theme:
            return
        self._theme = theme
        lists = (late.library, late.results.list, late.suggestions.list, late.start.searching.list)
        for panel in (*lists, late.outline, late.notes, late.source, late.selection_bar.colours):
            panel.set_theme(theme)

    def show_library(self) -> None:
        """The documents, and the first page's cards."""
        infos = self._session.documents()
        self._late.library.set_documents(infos, self._session.folders())
        self.show_recent()
        self.show_tabs()
        self._show_cards()

    def remember_tree(self, on: bool) -> None:
        """The tree of the library's facets was opened or closed."""
        settings = self._session.settings
        self._session.settings = replace(settings, panels={**settings.panels, LIBRARY_TREE: on})

    def show_recent(self) -> None:
        """What was read last."""
        self._late.library.set_recent(self._session.recently_read())

    def show_answer(self, answer: Answer | None) -> None:
        """Hits and notes in the list, hits in the text and at the foot."""
        self._late.results.show_answer(answer)
        self.mark_all()

    def show_current(self, index: int | None) -> None:
        """The hit that is being visited."""
        answer = self._session.search.answer
        if answer is not None:
            self._late.results.show_current(answer.places[index] if index is not None else None)
        self.mark_all()

    def show_found(self, answer: Answer | None) -> None:
        """Count and marks; the nearest place comes into sight."""
        if answer is not None and self._session.find.index is None:
            self._session.find.step(1, near=self._session.pane.place)
        self.show_found_current(self._session.find.index)

    def show_found_current(self, index: int | None) -> None:
        """Which of how many."""
        answer = self._session.find.answer
        self._late.find_bar.show_count(index, len(answer.places) if answer else None)
        self.mark_all()

    def refresh_stale(self, _name: str) -> None:
        """A panel came to the front: write it anew if the script changed meanwhile."""
        for panel in [p for p in self._stale if p.isVisible()]:
            self._stale.discard(panel)
            panel.refresh()

    def _show_cards(self) -> None:
        infos, last = self._session.documents(), self._session.last_read()
        first = self._session.title(infos[0].id) if infos else ""
        own = max((info for info in infos if info.added), key=lambda info: info.added or "", default=None)
        added = (own.id, self._session.title(own.id)) if own is not None else ("", "")
        self._late.start.show_documents(first, self._session.title(last.doc) if last else "", added)
