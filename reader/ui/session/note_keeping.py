"""The reader's notes as the window shows them, and every change to them, written off the GUI thread.

Owns the list on screen and the trail of changes. `saved` is only told after the store has committed; nothing is drawn
before. A change names the fields it touches and is put on the note as the store has it by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.core.late_dataclass import replace
from reader.core.note import Note, NoteKind, Person, PlacedNote, Selection
from reader.core.note_words import with_written
from reader.core.span import Location
from reader.library import Library
from reader.store.times import utc_now
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.note_folders import Arrangement, whole
from reader.ui.session.note_trail import Change, Trail, change_of

if TYPE_CHECKING:  # only where words are gone
    from reader.core.orphans import Offer


_ADDED: Final[dict[NoteKind, str]] = {
    "highlight": "标出文字", "underline": "加下划线", "note": "加批注", "bookmark": "加书签",
}  # fmt: skip


class NoteKeeping(QObject):
    """Notes by document, in reading order.

    Attributes:
        complete: whether the notes of every document are here, not only those of documents that were opened.
        folders: paths of the bookmark folders in the user's order, once all notes are here.
    """

    changed = Signal()  # the list, or a note in it
    saved = Signal(object)  # PlacedNote that was added or changed
    deleted = Signal(int)  # how many went to the trash
    trash_changed = Signal()
    stepped = Signal(object, bool)  # a Change, and whether it was taken back (else done again)
    words_read = Signal(str)  # tags and status that were read from a note's words, as written
    problem = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._lane = Lane("notes", parent=self)
        self._by_doc: dict[str, tuple[PlacedNote, ...]] = {}
        self._by_id: dict[str, PlacedNote] = {}
        self._all: tuple[PlacedNote, ...] | None = None  # of `_by_doc`, made when it is asked for
        self._order: dict[str, dict[str, int]] = {}
        self._trail = Trail()
        self.complete = False
        self.folders: tuple[str, ...] = ()

    # -- reading

    def offers(self, placed: PlacedNote) -> tuple[Offer, ...]:
        """Where a note whose words are gone may belong, the likeliest first."""
        return self._library.notebook.offers(placed)

    def load(self, doc: str) -> None:
        """Fetch the notes of one document, once."""
        if doc in self._by_doc or self.complete:
            return
        self._lane.submit(
            lambda _job: self._library.notebook.all(doc), lambda notes: self._keep(doc, notes), self._fail
        )

    def load_all(self) -> None:
        """Fetch the notes of every document, once."""
        if not self.complete:
            self.reload()

    def reload(self) -> None:
        """Fetch the notes of every document anew: somebody else has written."""

        def work(_job: Job) -> tuple[tuple[PlacedNote, ...], tuple[str, ...]]:
            return self._library.notebook.all(), whole(self._library.store.folders())

        self._lane.submit(work, lambda found: self._keep_all(*found), self._fail)

    def start_anew(self) -> None:
        """Another store stands in the place of this one: nothing can be taken back."""
        self._trail.clear()
        self.reload()

    def of(self, doc: str) -> tuple[PlacedNote, ...]:
        """The notes of one document that are here."""
        return self._by_doc.get(doc, ())

    def all(self) -> tuple[PlacedNote, ...]:
        """Every note that is here, document after document."""
        if self._all is None:
            self._all = tuple(note for notes in self._by_doc.values() for note in notes)
        return self._all

    def get(self, note_id: str) -> PlacedNote | None:
        """The note with that id, if it is here."""
        return self._by_id.get(note_id)

    @property
    def me(self) -> Person:
        """Who reads and writes here."""
        return self._library.notebook.who()

    # -- changing

    def add(
        self,
        place: Location | Selection,
        kind: NoteKind,
        text: str = "",
        colour: str = "yellow",
        then: Callable[[PlacedNote], None] | None = None,
    ) -> None:
        """Leave a mark or a note at `place`. `then` is told of this one, when the store has it."""

        def work(_job: Job) -> PlacedNote:
            return self._library.notebook.annotate(place, kind, text=text, colour=colour)

        def done(placed: PlacedNote) -> None:
            note = placed.note
            self._trail.push(change_of(_ADDED[note.kind], [(replace(note, trashed=utc_now()), note)]))
            self._put([placed])
            self.saved.emit(placed)
            self._tell_written(replace(note, tags=(), status=""), note)
            if then is not None:
                then(placed)

        self._lane.submit(work, done, self._fail)

    def update(self, note: Note) -> None:
        """Write a changed text, colour, tag, star, status or folder; what a new text says about tags counts."""
        before = self.get(note.id)
        if before is not None:
            new = with_written(note, before.note.text)
            label = "换颜色" if replace(new, colour=before.note.colour) == before.note else "改批注"
            self.change(label, [(before.note, new)])
            self._tell_written(note, new)

    def _tell_written(self, typed: Note, kept: Note) -> None:
        came = [f"#{tag}" for tag in kept.tags if tag not in typed.tags]
        came += ["@" + {"todo": "待办", "done": "完成"}[kept.status]] if kept.status not in {"", typed.status} else []
        if came:
            self.words_read.emit(" ".join(came))

    def delete(self, *note_ids: str, label: str = "删除批注") -> None:
        """To the trash; `undo` brings them back. `label`: what the step is called."""
        found = [self._by_id[note_id].note for note_id in note_ids if note_id in self._by_id]
        moment = utc_now()
        self.change(label, [(note, replace(note, trashed=moment)) for note in found])

    def restore(self, notes: Iterable[PlacedNote]) -> None:
        """Out of the trash."""
        self.change("恢复批注", [(placed.note, replace(placed.note, trashed=None)) for placed in notes])

    def accept(self, notes: Iterable[PlacedNote]) -> None:
        """Where their words stand today is their own place from now on."""
        self._attach("接受新位置", [(p, Selection(p.note.anchor.doc, p.resolution.pieces)) for p in notes])

    def attach(self, placed: PlacedNote, selection: Selection) -> None:
        """Put a note onto other words, chosen by hand."""
        self._attach("手工附着", [(placed, selection)])

    def change(self, label: str, pairs: Iterable[tuple[Note, Note]]) -> None:
        """One step of the user on any number of notes, all or none: from the first of each pair to the second.

        `pairs` are looked at off the GUI thread: of ten thousand notes they may be made there too.
        """
        self._begin(lambda: change_of(label, pairs))

    def arrange(self, label: str, wanted: Arrangement) -> None:
        """One step of the user on the bookmark folders and what is in them, all or none."""
        before = self.folders
        self._begin(lambda: change_of(label, wanted.pairs, (before, wanted.folders)))

    def _begin(self, make: Callable[[], Change]) -> None:
        self._apply(make, self._trail.push, lambda: None, tell=True)

    def purge(self, note_ids: Sequence[str]) -> None:
        """Delete notes of the trash for good. This cannot be taken back."""

        def done(_nothing: None) -> None:
            self._trail.forget(note_ids)
            self.trash_changed.emit()
            self.changed.emit()

        self._lane.submit(lambda _job: self._library.store.purge(*note_ids), done, self._fail)

    def undo(self) -> None:
        """Take the newest change back."""
        change = self._trail.undo()
        if change is not None:
            self._step(change, back=True)

    def undoing_newest(self, otherwise: Callable[[], None]) -> Callable[[], None]:
        """What takes back the newest change as long as it is the newest, else calls `otherwise`.

        For a button that stays on screen a while.
        """
        meant = self._trail.newest

        def undo() -> None:
            if self._trail.newest is meant:
                self.undo()
            else:
                otherwise()

        return undo

    def redo(self) -> None:
        """Do the change taken back last again."""
        change = self._trail.redo()
        if change is not None:
            self._step(change, back=False)

    @property
    def newest(self) -> Change | None:
        """The change that `undo` would take back."""
        return self._trail.newest

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._trail.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to do again."""
        return self._trail.can_redo

    def close(self) -> None:
        """Let what is on its way to the store arrive, then stop the worker."""
        self._lane.close(finish=True)

    # -- inside: writing

    def _step(self, change: Change, *, back: bool) -> None:
        done, failed = (self._trail.undone, self._trail.redone) if back else (self._trail.redone, self._trail.undone)

        def stands(_made: Change) -> None:
            done(change)
            self.stepped.emit(change, back)

        made = change.reversed if back else change
        self._apply(lambda: made, stands, lambda: failed(change), tell=False)

    def _apply(
        self,
        make: Callable[[], Change],
        stands: Callable[[Change], object],
        failed: Callable[[], object],
        *,
        tell: bool,
    ) -> None:
        """Put the fields on the notes as they are now; call `stands` or `failed` before anything is shown.

        `tell`: whether notes that go to the trash are told by `deleted`.
        """

        def place(note: Note) -> PlacedNote:
            old = self._by_id.get(note.id)
            if old is not None and old.note.anchor == note.anchor:
                return replace(old, note=note)
            return self._library.notebook.placed(note)

        def work(_job: Job) -> tuple[Change, list[PlacedNote], tuple[str, ...] | None]:
            change = make()
            if change.empty:
                return change, [], None
            store = self._library.store
            notes = store.several(patch.note for patch in change.patches)
            changed = [patch.put_on(note) for patch, note in zip(change.patches, notes, strict=True)]
            written = store.update_all(changed, change.folders)
            return change, [place(note) for note in written], whole(store.folders()) if change.folders else None

        def done(answer: tuple[Change, list[PlacedNote], tuple[str, ...] | None]) -> None:
            change, placed, folders = answer
            if change.empty:
                return
            self.folders = self.folders if folders is None else folders
            stands(change)
            gone = self._show(placed)
            if gone and tell:
                self.deleted.emit(gone)

        def fail(error: ReaderError) -> None:
            failed()
            self._fail(error)

        self._lane.submit(work, done, fail)

    def _attach(self, label: str, targets: Sequence[tuple[PlacedNote, Selection]]) -> None:
        """The anchors are made off the GUI thread too: there may be many."""

        def work(_job: Job) -> list[tuple[Note, Note]]:
            made = []
            for placed, selection in targets:
                from reader.core import anchor  # with the first note moved, not with the window

                at = anchor.make(self._library.open(selection.doc), selection)
                made.append((placed.note, replace(placed.note, anchor=at)))
            return made

        self._lane.submit(work, lambda pairs: self.change(label, pairs), self._fail)

    def _show(self, placed: Sequence[PlacedNote]) -> int:
        """Notes came back from the store: show those in use, drop those in the trash. Returns how many went there."""
        before = {each.note.id: self._by_id.get(each.note.id) for each in placed}
        here = [each for each in placed if each.note.trashed is None]
        stays = {each.note.id: each.note.anchor.doc for each in here}
        leaving = [old for key, old in before.items() if old is not None and stays.get(key) != old.note.anchor.doc]
        for doc in dict.fromkeys(old.note.anchor.doc for old in leaving):
            gone = {old.note.id for old in leaving}
            self._set(doc, [n for n in self.of(doc) if n.note.id not in gone])
        if here:
            self._put(here)
            self.saved.emit(here[-1])
        else:
            self.changed.emit()
        trashed = sum(old.note.id not in stays for old in leaving)
        if trashed or any(before[each.note.id] is None for each in here):
            self.trash_changed.emit()
        return trashed

    # -- inside: the list

    def _put(self, placed: Sequence[PlacedNote]) -> None:
        fresh = {each.note.id for each in placed}
        for doc in dict.fromkeys(each.note.anchor.doc for each in placed):
            others = [n for n in self.of(doc) if n.note.id not in fresh]
            own = [each for each in placed if each.note.anchor.doc == doc]
            self._set(doc, sorted([*others, *own], key=self._place_of))
        self.changed.emit()

    def _set(self, doc: str, notes: Sequence[PlacedNote]) -> None:
        self._all = None
        for each in self.of(doc):
            self._by_id.pop(each.note.id, None)
        self._by_doc[doc] = tuple(notes)
        self._by_id |= {each.note.id: each for each in notes}

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
        self._set(doc, notes)
        self.changed.emit()

    def _keep_all(self, notes: tuple[PlacedNote, ...], folders: tuple[str, ...]) -> None:
        self._all, self.folders = None, folders
        found: dict[str, list[PlacedNote]] = {}
        for placed in notes:
            found.setdefault(placed.note.anchor.doc, []).append(placed)
        self._by_doc = {doc: tuple(own) for doc, own in found.items()}
        self._by_id = {placed.note.id: placed for placed in notes}
        self.complete = True
        self.changed.emit()

    def _fail(self, error: ReaderError) -> None:
        self.problem.emit(str(error))
