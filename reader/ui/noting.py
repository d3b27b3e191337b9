"""The reader's notes as the window shows them, and every change to them, written off the GUI thread.

Owns the list on screen and the undo trail. `saved` is only told after the store has committed; nothing is drawn before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.core.note import Note, NoteKind, PlacedNote, Selection
from reader.core.span import Location
from reader.library import Library
from reader.ui.tasks import Job, Lane

UNDO_LIMIT = 100


class Noting(QObject):
    """Notes by document, in reading order.

    Attributes:
        complete: whether the notes of every document are here, not only those of documents that were opened.
    """

    changed = Signal()  # the list, or a note in it
    saved = Signal(object)  # PlacedNote that was added or changed
    deleted = Signal(object)  # PlacedNote that went to the trash
    problem = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("notes", parent=self)
        self._by_doc: dict[str, tuple[PlacedNote, ...]] = {}
        self._order: dict[str, dict[str, int]] = {}
        self._undo: list[Callable[[], None]] = []
        self.complete = False

    # -- reading

    def load(self, doc: str) -> None:
        """Fetch the notes of one document, once."""
        if doc in self._by_doc or self.complete:
            return
        self._lane.submit(lambda _job: self._library.notes(doc), lambda notes: self._keep(doc, notes), self._fail)

    def load_all(self) -> None:
        """Fetch the notes of every document, once."""
        if not self.complete:
            self._lane.submit(lambda _job: self._library.notes(), self._keep_all, self._fail)

    def of(self, doc: str) -> tuple[PlacedNote, ...]:
        """The notes of one document that are here."""
        return self._by_doc.get(doc, ())

    def all(self) -> tuple[PlacedNote, ...]:
        """Every note that is here, document after document."""
        return tuple(note for notes in self._by_doc.values() for note in notes)

    def get(self, note_id: str) -> PlacedNote | None:
        """The note with that id, if it is here."""
        return next((n for n in self.all() if n.note.id == note_id), None)

    # -- changing

    def add(self, place: Location | Selection, kind: NoteKind, text: str = "", colour: str = "yellow") -> None:
        """Leave a mark or a note at `place`."""

        def work(_job: Job) -> PlacedNote:
            return self._library.annotate(place, kind, text=text, colour=colour)

        def done(placed: PlacedNote) -> None:
            self._remember(lambda: self._trash(placed, undoable=False))
            self._put(placed)
            self.saved.emit(placed)

        self._lane.submit(work, done, self._fail)

    def update(self, note: Note) -> None:
        """Write a changed text, colour or kind."""
        before = self.get(note.id)
        if before is not None and replace(before.note, modified=note.modified) != note:
            self._remember(lambda: self._write(before.note))
            self._write(note)

    def delete(self, note_id: str) -> None:
        """To the trash; `undo` brings it back."""
        placed = self.get(note_id)
        if placed is not None:
            self._trash(placed, undoable=True)

    def undo(self) -> None:
        """Take the newest change back."""
        if self._undo:
            self._undo.pop()()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    def close(self) -> None:
        """Let what is on its way to the store arrive, then stop the worker."""
        self._lane.close(finish=True)

    # -- inside

    def _write(self, note: Note) -> None:
        def done(written: Note) -> None:
            before = self.get(written.id)
            if before is not None:
                placed = PlacedNote(written, before.resolution)
                self._put(placed)
                self.saved.emit(placed)

        self._lane.submit(lambda _job: self._library.update_note(note), done, self._fail)

    def _trash(self, placed: PlacedNote, *, undoable: bool) -> None:
        doc, note_id = placed.note.anchor.doc, placed.note.id

        def done(_nothing: None) -> None:
            self._by_doc[doc] = tuple(n for n in self.of(doc) if n.note.id != note_id)
            if undoable:
                self._remember(lambda: self._restore(placed))
            self.changed.emit()
            self.deleted.emit(placed)

        self._lane.submit(lambda _job: self._library.delete_note(note_id), done, self._fail)

    def _restore(self, placed: PlacedNote) -> None:
        def done(note: Note) -> None:
            back = PlacedNote(note, placed.resolution)
            self._put(back)
            self.saved.emit(back)

        self._lane.submit(lambda _job: self._library.restore_note(placed.note.id), done, self._fail)

    def _put(self, placed: PlacedNote) -> None:
        doc = placed.note.anchor.doc
        others = [n for n in self.of(doc) if n.note.id != placed.note.id]
        self._by_doc[doc] = tuple(sorted([*others, placed], key=self._place_of))
        self.changed.emit()

    def _place_of(self, placed: PlacedNote) -> tuple[int, int, str]:
        """Sorts by today's place in the document; what has none comes last."""
        doc = placed.note.anchor.doc
        if doc not in self._order:
            try:
                self._order[doc] = {block.id: n for n, block in enumerate(self._library.open(doc).blocks)}
            except ReaderError:  # a note of a document that this corpus no longer holds
                self._order[doc] = {}
        if not placed.resolution.pieces:
            return (len(self._order[doc]), 0, placed.note.created)
        first = placed.resolution.pieces[0]
        return (self._order[doc].get(first.block, 0), first.span.start, placed.note.created)

    def _keep(self, doc: str, notes: tuple[PlacedNote, ...]) -> None:
        self._by_doc[doc] = notes
        self.changed.emit()

    def _keep_all(self, notes: tuple[PlacedNote, ...]) -> None:
        self._by_doc = {}
        for placed in notes:
            doc = placed.note.anchor.doc
            self._by_doc[doc] = (*self._by_doc.get(doc, ()), placed)
        self.complete = True
        self.changed.emit()

    def _remember(self, step: Callable[[], None]) -> None:
        self._undo.append(step)
        del self._undo[:-UNDO_LIMIT]

    def _fail(self, error: ReaderError) -> None:
        self.problem.emit(str(error))
