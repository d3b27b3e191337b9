"""What the window does when a part asks or the session tells: showing, opening, walking, refreshing.

Every method answers one signal of `connections`. What has to do with selections and notes is in `annotation_desk`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMainWindow

from reader.core.document import Document
from reader.core.note import Person, PlacedNote
from reader.core.span import Location
from reader.script import Script
from reader.ui.frame.window_parts import Parts
from reader.ui.look.fact_names import QUIET, VALIDITIES
from reader.ui.look.icons import Icons
from reader.ui.look.theme import Theme
from reader.ui.paper.page_places import has_pages
from reader.ui.session.mark_sources import hit_marks, note_marks
from reader.ui.session.searching import Searching
from reader.ui.session.session import Session
from reader.ui.text.marks import Mark

if TYPE_CHECKING:
    from reader.core.validity import State  # the window paints before anybody asks what holds

APP_NAME = "政策阅读器"
NEAR = 20  # documents of the library whose titles those above the columns are told from


class ReadingDesk:
    """Answers to signals."""

    def __init__(
        self,
        parts: Parts,
        session: Session,
        window: QMainWindow,
        apply_theme: Callable[[Theme], None],
        icons: Icons,
    ) -> None:
        self._parts = parts
        self._session = session
        self._window = window
        self._texts = session.texts
        self._apply_theme = apply_theme
        self._theme = parts.theme
        self._icons = icons
        self._unsaid: list[str] = []
        self._states: Mapping[str, State] = {}
        self._noted: dict[str, tuple[tuple[PlacedNote, ...] | None, Person, dict[str, list[Mark]]]] = {}

    # -- the session tells

    def show_document(self, pane: int, document: Document | None, place: Location | None) -> None:
        """Show a place in a column."""
        parts, session = self._parts, self._session
        if document is None:
            return
        parts.compare.show()
        column = parts.compare.columns[pane]
        if session.panes[pane].pages:
            column.show_mode(source=True, pages=True)  # which pages, the desk of originals says
        elif session.panes[pane].source:
            parts.compare.show_source(pane, session.library.source(document.id), document, place)
        else:
            column.show_mode(source=False)
            parts.compare.show_document(pane, document, session.script_of(pane), place)
        self._fill_chooser(pane)
        self._mark(pane)
        self.show_title()

    def show_panes(self) -> None:
        """A column for each pane of the session."""
        self._parts.compare.arrange([pane.key for pane in self._session.panes])
        self.show_active(self._session.active)
        self.fill_choosers()

    def show_active(self, pane: int) -> None:
        """Another column has the reader's attention."""
        self._parts.compare.show_active(pane)
        self._parts.area.bring(pane)

    def set_states(self, states: Mapping[str, State]) -> None:
        """Whether documents hold today: the title says so of what holds no more."""
        self._states = states
        self.show_title()

    def show_title(self) -> None:
        """The title of the window."""
        document, name = self._session.document, self._texts(APP_NAME)
        title = self._session.title(document.id) if document else ""
        state = self._states.get(document.id) if document else None
        if state is not None and state not in QUIET:
            title = self._texts("{title}（{state}）", title=title, state=self._texts(VALIDITIES[state]))
        title = f"{title} - {name}" if document else name
        self._window.setWindowTitle(title)

    def show_script(self, _script: Script) -> None:
        """Everything in another script."""
        parts = self._parts
        for pane, column in enumerate(parts.compare.columns):
            column.view.set_script(self._session.script_of(pane))
        parts.compare.tell_once()
        self.show_title()
        self.fill_choosers()

    def show_look(self) -> None:
        """Another theme or type."""
        parts = self._parts
        before, theme = self._theme, parts.theme
        if theme != before:
            self._theme = theme
            self._apply_theme(theme)
        recoloured = theme.name != before.name  # another density has nothing to do with the text
        if recoloured:
            self.set_icons()
        for column in parts.compare.columns:
            if recoloured:
                column.view.set_theme(theme)
            column.view.set_type(parts.type_)

    def say_problem(self, sentence: str) -> None:
        """One sentence that the reader should see, in the language of the window where that knows it."""
        sentence = self._texts.told(sentence)
        if self._parts.late is None:
            self._unsaid.append(sentence)
        else:
            self._parts.late.message.say(sentence, stays=True)

    @property
    def finding(self) -> bool:
        """Whether F3 walks what the find bar found."""
        late = self._parts.late
        return late is not None and late.find_bar.isVisible() and bool(self._session.find.query)

    @property
    def walked(self) -> Searching:
        """What F3 walks: the find bar's places while it is open, else those of the library search."""
        return self._session.find if self.finding else self._session.search

    def pick_script(self, script: Script) -> None:
        """A side of 简|繁 was clicked."""
        if (script == Script.HANS) != (self._session.script == Script.HANS):
            self._session.toggle_script()

    def zoom(self, steps: int) -> None:
        """Larger or smaller text."""
        self._session.set_look(font_size=self._parts.type_.zoomed(steps).size)

    def say(self, sentence: str) -> None:
        """A sentence that goes by itself."""
        if self._parts.late is not None:
            self._parts.late.message.say(sentence)

    def say_unsaid(self) -> None:
        """What went wrong before there was a place to say it."""
        unsaid, self._unsaid = self._unsaid, []
        if unsaid:
            self.say_problem("\n".join(unsaid))

    # -- inside

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """One icon in the colours of the theme, for what changes its icon."""
        return self._icons.icon(name, colour)

    def set_icons(self) -> None:
        """Draw all icons in the colours of the theme."""
        parts = self._parts
        self._icons.set_theme(parts.theme)
        parts.compare.set_icons(self._icons.icon)
        if parts.late is not None:
            parts.late.actions.set_icons(self._icons.icon)
            parts.late.tabs.set_icons(self._icons.icon)
            for button, name in parts.late.drawn_buttons():
                button.setIcon(self._icons.icon(name))

    def fill_choosers(self) -> None:
        """What each column shows, and what else could be chosen there, by titles as they are now."""
        for pane in range(len(self._session.panes)):
            self._fill_chooser(pane)

    def _fill_chooser(self, pane: int) -> None:
        session = self._session
        if len(session.panes) > 1:
            document = session.panes[pane].document

            def offered() -> list[tuple[str, str]]:
                return [(info.id, session.title(info.id)) for info in session.documents()]

            near = {each.doc for each in session.panes if each.doc}
            if self._parts.late is not None:  # the first paint waits neither for other titles nor for a long list
                near |= {place.doc for place in session.tabs.places}
                near |= {info.id for info in session.documents()[:NEAR]}
            header, shown = self._parts.compare.columns[pane].need_header(), session.panes[pane]
            current = (document.id, session.title(document.id)) if document is not None else None
            header.set_document(current, [session.title(doc) for doc in near], offered)
            header.show_form(
                source=shown.source, other_script=shown.other_script, simplified=session.script == Script.HANS,
                pages=shown.pages, has_pages=document is not None and has_pages(document),
            )  # fmt: skip

    def mark_all(self) -> None:
        """Draw the hits of what is being walked in every column."""
        for pane in range(len(self._session.panes)):
            self._mark_hits(pane)

    def _mark(self, pane: int) -> None:
        self._mark_hits(pane)
        self.mark_notes(pane)

    def _mark_hits(self, pane: int) -> None:
        document = self._session.panes[pane].document
        if document is not None and not self._session.panes[pane].source:
            self._parts.compare.columns[pane].view.set_marks("hits", hit_marks(self.walked, document.id))

    def mark_notes(self, pane: int) -> None:
        """Draw the notes of a column's document."""
        document = self._session.panes[pane].document
        if document is not None and not self._session.panes[pane].source:
            notes = self._session.notes.of(document.id)
            me = self._session.notes.me
            made, by, marks = self._noted.get(document.id, (None, me, {}))
            if made is not notes or by != me:
                marks = note_marks(notes, me)
                self._noted[document.id] = notes, me, marks
            self._parts.compare.columns[pane].view.set_marks("notes", marks)
