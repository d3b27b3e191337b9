"""What the window does about edits: marking them, going from one to the next, keeping source and clean text in step.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from reader.core.document import Document, Edit
from reader.core.span import Location, Span
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session
from reader.ui.text.edit_marks import EditMarks, edit_words

_UPPER_THIRD = 1 / 3
SETTLING = 150  # ms


class EditsDesk:
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._tracing = late.tracing
        # The clean text went because the source did, or an edit was shown: while it settles it leads nobody.
        self._led = QTimer(parts.window, singleShot=True, interval=SETTLING)

    # -- marking

    def show_document(self, pane: int, document: Document | None, _place: Location | None) -> None:
        """Something was opened in a column: mark its edits; a source stands where its clean text stands."""
        if document is None:
            return
        self._mark(pane)
        shown = self._session.panes[pane]
        if shown.source and shown.place is not None and shown.place.block is not None:
            self._bring_source(pane, document, shown.place)

    def mark_all(self) -> None:
        """Another current edit, another language or theme, marks on or off."""
        self._late.actions["show_edits"].setChecked(self._tracing.marked)
        for pane in range(len(self._session.panes)):
            self._mark(pane)

    def _mark(self, pane: int) -> None:
        document, column = self._session.panes[pane].document, self._parts.compare.columns[pane]
        if document is None:
            return
        current, every = self._tracing.current(document.id), self._tracing.marked
        nothing = current is None and not every
        if self._session.panes[pane].source and column.source is not None:
            column.source.set_theme(self._parts.theme)
            column.source.set_edits(self._tracing.of(document), self._words, current, every)
        elif column.view.document is not None and column.view.document.id == document.id:
            marks = () if nothing else EditMarks(self._tracing.of(document), self._words, current, every)
            column.view.set_marks("edits", marks)

    def _words(self, edit: Edit) -> str:
        return edit_words(self._texts, edit)

    # -- in step

    def clean_moved(self, pane: int, place: Location) -> None:
        """The reader scrolled clean text: the source beside it follows."""
        if self._led.isActive() or self._session.panes[pane].source:
            return
        document = self._session.panes[pane].document
        if document is not None and document.id == place.doc:
            for other in self._beside(pane, document.id, source=True):
                self._bring_source(other, document, place)

    def source_moved(self, pane: int, raw: int) -> None:
        """The reader scrolled the source: the clean text beside it follows, and the panels."""
        document = self._session.panes[pane].document
        found = self._tracing.of(document).to_clean(raw) if document is not None else None
        if document is None or found is None:
            return
        place = Location(document.id, found[0], Span(found[1], found[1]))
        for other in self._beside(pane, document.id, source=False):
            self._parts.compare.columns[other].view.go_to(place, flash=False)
            self._led.start()
        self._session.moved(pane, place)

    def _bring_source(self, pane: int, document: Document, place: Location) -> None:
        source = self._parts.compare.columns[pane].source
        if source is not None and place.block is not None:
            source.reveal(self._tracing.of(document).to_raw(place.block, place.span.start if place.span else 0))

    def _beside(self, pane: int, doc: str, *, source: bool) -> list[int]:
        """The other columns that show a document, as source or clean."""
        panes = enumerate(self._session.panes)
        return [n for n, p in panes if n != pane and p.source == source and p.document and p.document.id == doc]

    # -- going

    def go_to_edit(self, number: int) -> None:
        """An edit was chosen: current in both texts, which come to its place."""
        document = self._session.document
        if document is None:
            return
        first = self._tracing.current(document.id) is None  # only the way here belongs to the trail, not each step
        self._tracing.set_current(document.id, number)
        read = self._tracing.of(document)
        self._go(read.location(number), trail=first)
        for pane, shown in enumerate(self._session.panes):
            source = self._parts.compare.columns[pane].source
            if shown.source and source is not None and shown.document is document:
                source.reveal(document.edits[number].raw.start, _UPPER_THIRD)

    def go_to_defect(self, number: int) -> None:
        """A defect was chosen."""
        document = self._session.document
        if document is not None:
            place = self._tracing.of(document).defect_location(document.defects[number])
            self._go(place, trail=True)
            raw = document.defects[number].raw
            for pane, shown in enumerate(self._session.panes):
                source = self._parts.compare.columns[pane].source
                if raw is not None and shown.source and source is not None and shown.document is document:
                    source.reveal(raw.start, _UPPER_THIRD)

    def _go(self, place: Location, *, trail: bool) -> None:
        clean = [n for n, p in enumerate(self._session.panes) if p.document and p.document.id == place.doc]
        if all(self._session.panes[n].source for n in clean):
            return  # only the source is on screen: it is brought to the place below
        self._session.open(place, trail=trail)
        self._led.start()

    def step(self, by: int) -> None:
        """The next or previous edit that passes the panel's filter, from the current one, else from here."""
        document, place = self._session.document, self._session.pane.place
        numbers = self._late.source.numbers() if document is not None else []
        if document is None or not numbers:
            self._late.message.say(self._texts("本文件没有这样的修订。"))
            return
        current = self._tracing.current(document.id)
        if current is None:
            read = self._tracing.of(document)
            at = place.span.start if place is not None and place.span else 0
            raw = read.to_raw(place.block, at) if place is not None and place.block else 0
            ahead = bisect_left(numbers, raw, key=lambda number: document.edits[number].raw.start)
            index = ahead if by > 0 else ahead - 1
        else:
            index = bisect_right(numbers, current) if by > 0 else bisect_left(numbers, current) - 1
        number = numbers[index % len(numbers)]
        self.go_to_edit(number)
        self._late.source.show_edit(number)

    def activated(self, pane: int, number: int) -> None:
        """An edit was clicked in a text: it becomes the current one there, beside it and in the panel."""
        self._session.set_active(pane)
        document = self._session.panes[pane].document
        if document is None:
            return
        self._tracing.set_current(document.id, number)
        self._parts.right.show_tab("source", reveal=False)
        self._late.source.show_edit(number)
        for other in self._beside(pane, document.id, source=True):
            source = self._parts.compare.columns[other].source
            if source is not None:
                source.reveal(document.edits[number].raw.start, _UPPER_THIRD)
        for other in self._beside(pane, document.id, source=False):
            self._parts.compare.columns[other].view.go_to(self._tracing.of(document).location(number), flash=False)
            self._led.start()

    # -- the panel

    def show_panel(self) -> None:
        """The 出处 tab, ready for the keyboard."""
        self._parts.right.show_tab("source").setFocus()

    def copy(self, words: str) -> None:
        """Put the hash on the clipboard."""
        QGuiApplication.clipboard().setText(words)
        self._late.message.say(self._texts("已复制：{what}", what=f"SHA-256 {words[:16]}…"))
