"""What a screen reader is told as it happens: the current hit, answers, what was opened, every switch, every message.

Said in words as announcements, for those who do not see that something has changed. Every method answers one signal of
`connections`; where nobody listens, nothing is made.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QMainWindow

from reader.core.document import Document
from reader.core.span import Location
from reader.script import Script
from reader.ui.frame.menus import SCRIPTS
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.searching import Answer, Searching
from reader.ui.session.session import Session

SETTLED = 700  # ms: while one types, the number of hits is told once
SILENT = frozenset({"read_aloud"})  # a voice is heard already


class TellingDesk(QObject):
    """Answers to signals."""

    told = Signal(str)  # what was announced

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self._doc = session.document.id if session.document is not None else ""
        self._theme = parts.theme
        self._count: int | None = None
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._tell_count)

    def tell(self, sentence: str, urgent: bool = False) -> None:
        """Announce it; what is urgent breaks into what is being said."""
        if not sentence:
            return
        self.told.emit(sentence)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window, sentence)
            if urgent:
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    # -- searching

    def show_answer(self, answer: Answer | None) -> None:
        """How many hits, once the query stands."""
        self._count = len(answer.places) if answer is not None else None
        self._settled.start()

    def _tell_count(self) -> None:
        if self._count is not None:
            self.tell(self._texts("{n} 处命中", n=self._count) if self._count else self._texts("没有找到"))

    def show_hit(self, index: int | None) -> None:
        """The walk through the library's hits has come to one."""
        self._tell_hit(self._session.search, index)

    def show_found(self, index: int | None) -> None:
        """The find bar has come to a place."""
        self._tell_hit(self._session.find, index)

    def _tell_hit(self, walked: Searching, index: int | None) -> None:
        answer = walked.answer
        if index is None or answer is None:
            return
        self._settled.stop()
        hit = answer.hits[answer.places[index].hit]
        said = [self._texts("第 {i}/{n} 处命中", i=index + 1, n=len(answer.places))]
        if hit.doc != self._doc:  # it is about to be opened
            self._doc = hit.doc
            said.append(self._session.title(hit.doc))
        self.tell("，".join([*said, self._late.results.spoken(hit)]))

    # -- where one is, and how it is shown

    def show_document(self, pane: int, document: Document | None, _place: Location | None) -> None:
        """Another document is in front."""
        if document is not None and pane == self._session.active and document.id != self._doc:
            self._doc = document.id
            self.tell(self._session.title(document.id))

    def show_active(self, pane: int) -> None:
        """Another column has the attention."""
        self.show_document(pane, self._session.document, None)

    def show_clause(self) -> None:
        """The reader stepped to another clause: which level it has. The words are read from the caret."""
        view = self._parts.compare.columns[self._session.active].view
        at = view.caret_place()
        levels = {heading.number: heading.level for heading in view.spoken_headings()}
        number = view.sight.number_of(at.block) if at is not None and at.block and view.sight is not None else None
        if number in levels:
            self.tell(self._texts("{n} 级标题", n=levels[number]))

    def show_script(self, script: Script) -> None:
        """Another script."""
        self.tell(self._texts(SCRIPTS[script]))

    def show_look(self) -> None:
        """Another theme, perhaps."""
        theme = self._parts.theme
        if theme != self._theme:
            self._theme = theme
            self.tell(self._texts(theme.label))

    def show_switch(self, name: str, on: bool) -> None:
        """Something that can be on or off has been switched."""
        if name not in SILENT:
            what = self._late.actions[name].text()
            self.tell(self._texts("{what}：开", what=what) if on else self._texts("{what}：关", what=what))
