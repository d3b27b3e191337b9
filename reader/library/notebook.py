"""The user's notes on documents: made, changed, placed in today's text, written to files. No SQL here, and no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, DamagedCorpus, NotFound
from reader.core.note import COLOURS, NOBODY, Note, NoteKind, Person, PlacedNote, Presence, Selection
from reader.core.note_words import with_written
from reader.core.quotation import selected
from reader.core.span import Location
from reader.library.late import Late

if TYPE_CHECKING:
    from reader.core import anchor
    from reader.core.orphans import Offer
    from reader.store.annotations import MergeReport, NoteStore
    from reader.store.bundle import Bundle, Extras
    from reader.store.formats.row import Row


class Notebook:
    """Notes and where they stand today. Safe to use from several threads.

    Attributes:
        me: tells who writes here; whoever has the settings says so.
    """

    def __init__(
        self,
        store: Late[NoteStore],
        documents: Callable[[], Sequence[DocumentInfo]],
        open_document: Callable[[str], Document],
        away: Callable[[], Sequence[DocumentInfo]] = tuple,
    ) -> None:
        """Args: away: the documents that were taken out of the library."""
        self._store, self._away = store, away
        self.me: Callable[[], Person] = lambda: NOBODY
        self._documents, self._open = documents, open_document
        self._resolvers: dict[str, anchor.Resolver] = {}
        self._placed: dict[str, PlacedNote] = {}

    @property
    def store(self) -> NoteStore:
        """The notes store."""
        return self._store.get()

    def who(self) -> Person:
        """Who writes here."""
        return self.me()

    def annotate(
        self,
        place: Location | Selection,
        kind: NoteKind,
        *,
        text: str = "",
        colour: str = "yellow",
        tags: Iterable[str] = (),
    ) -> PlacedNote:
        """Leaves a note, with the tags and the status that its text says. It is saved when this returns.

        A location without a span stands for the whole block, one without a block for the first block.
        """
        if colour not in COLOURS:
            raise BadInput(f"没有“{colour}”这种颜色，可用：{'、'.join(COLOURS)}。")
        document = self._open(place.doc)
        selection = place if isinstance(place, Selection) else selected(document, place, whole=kind != "bookmark")
        # The store brings SQLite, ids the look at the platform: loaded with the first note, not when this file is.
        from uuid import uuid4

        from reader.core.anchor import make
        from reader.store.annotations import utc_now

        now = utc_now()
        note = Note(
            id=str(uuid4()),
            anchor=make(document, selection),
            kind=kind,
            created=now,
            modified=now,
            text=text,
            colour=colour,
            tags=tuple(dict.fromkeys(t for tag in tags if (t := tag.strip().lstrip("#").strip()))),
            creator=self.me(),
            editor=self.me(),
        )
        note = with_written(note)
        self.store.add(note)
        return self.placed(note)

    def update(self, note: Note) -> Note:
        """Saves a changed note and returns it with its new time. The older form stays in its history."""
        return self.store.update(note)

    def trash(self, note_id: str) -> None:
        """Puts a note into the trash."""
        self.store.trash(note_id)

    def restore(self, note_id: str) -> Note:
        """Takes a note out of the trash."""
        self.store.restore(note_id)
        return self.store.get(note_id)

    def all(self, doc: str | None = None, *, trashed: bool = False) -> tuple[PlacedNote, ...]:
        """Notes (or those in the trash) of one document or all, with where they stand today, in reading order."""
        notes = self.store.all(doc, trashed=trashed)
        if not notes:
            return ()
        order = {info.id: n for n, info in enumerate(self._documents())}
        opened = {doc_id: self._looked_up(doc_id) for doc_id in dict.fromkeys(note.anchor.doc for note in notes)}
        placed = [
            self.placed(note) if isinstance(opened[note.anchor.doc], Document) else self._unplaced(note, opened)
            for note in notes
        ]
        starts = {doc_id: each.block_starts() for doc_id, each in opened.items() if isinstance(each, Document)}

        def reading_order(each: PlacedNote) -> tuple[int, int, str]:
            was, at = each.note.anchor, each.location
            here = starts.get(was.doc, {}).get(at.block or "")
            offset = was.position if here is None else here + (at.span.start if at.span else 0)
            return order.get(was.doc, len(order)), offset, each.note.created

        return tuple(sorted(placed, key=reading_order))

    def placed(self, note: Note) -> PlacedNote:
        """The note with where its words stand today."""
        kept = self._placed.get(note.id)
        if kept is not None and kept.note == note:
            return kept
        from reader.core.anchor import Resolver  # with the first note, not with the window

        doc = note.anchor.doc
        if doc not in self._resolvers:
            document = self._looked_up(doc)
            if not isinstance(document, Document):  # not kept: it may be there again the next time
                return self._unplaced(note, {doc: document})
            self._resolvers[doc] = Resolver(document)
        made = self._placed[note.id] = PlacedNote(note, self._resolvers[doc].resolve(note.anchor))
        return made

    def offers(self, placed: PlacedNote) -> tuple[Offer, ...]:
        """Where a note whose words are gone may belong, the likeliest first; none for a note that has its place."""
        if placed.resolution.state != "orphan" or placed.document != "here":
            return ()
        doc = placed.note.anchor.doc
        return self._resolvers[doc].offers(placed.note.anchor) if doc in self._resolvers else ()

    @staticmethod
    def _unplaced(note: Note, documents: Mapping[str, Document | Presence]) -> PlacedNote:
        from reader.core.anchor import ORPHAN

        why = documents[note.anchor.doc]
        assert not isinstance(why, Document)
        return PlacedNote(note, ORPHAN, why)

    def _looked_up(self, doc: str) -> Document | Presence:
        """The document; else why there is none to look at: its notes stay, whatever became of it."""
        try:
            return self._open(doc)
        except NotFound:
            return "away"
        except DamagedCorpus:
            return "unreadable"

    def forget(self, docs: Collection[str]) -> None:
        """Documents have changed: their notes are placed anew."""
        for doc in docs:
            self._resolvers.pop(doc, None)
        for note_id in [i for i, each in self._placed.items() if each.note.anchor.doc in docs]:
            self._placed.pop(note_id, None)

    def export(self, form: str, doc: str | None = None) -> bytes:
        """A file of the notes in use (of one document or all): jsonld, docx, xlsx, csv, md or html.

        JSON-LD also carries what the user says about rows of the registers, and of all notes the folders.
        """
        from reader.store import exchange  # brings the Word and Excel writers

        return exchange.export(self.rows(self.all(doc)), form, self.extras(doc))

    def rows(self, placed: Sequence[PlacedNote]) -> tuple[Row, ...]:
        """Notes as every form of export shows them; one's own bear one's name, also those made before it was told."""
        from reader.store.formats.row import describe

        me = self.me()
        named = [each if each.note.creator or each.note.origin else _by(each, me) for each in placed]
        seen = self.store.exchange.written([each.note for each in named])
        return describe(named, self.open_or_none, self.title_of, seen)

    def extras(self, doc: str | None = None) -> Extras:
        """What travels with the notes of one document, or of all."""
        from reader.store.bundle import Extras

        marks, corrected = self.store.registers.row_marks(doc), self.store.registers.row_corrections(doc)
        folders = self.store.folders() if doc is None else ()
        return Extras((*marks.values(), *corrected.values()), folders, self.store.exchange.tombstones(doc))

    def take_in(
        self,
        bundle: Bundle,
        chosen: Collection[str] | None = None,
        *,
        extras: bool = True,
        declines: bool = True,
        name: str = "",
    ) -> MergeReport:
        """Takes in what a file carries, by id, after a backup: what is chosen, or all but what is only offered.

        `declines`: whether deletions that are not chosen are not to be offered again.
        """
        return self.store.exchange.take(bundle, chosen, extras=extras, declines=declines, name=name)

    def preview(self, bundle: Bundle) -> MergeReport:
        """What `take_in` would do, note by note. Changes nothing."""
        return self.store.exchange.preview(bundle)

    def title_of(self, doc: str) -> str | None:
        """What a document is called, also one that cannot be opened or was taken out; None where nobody knows."""
        known = (info.reading_title for info in (*self._documents(), *self._away()) if info.id == doc)
        return next(known, None)

    def open_or_none(self, doc: str) -> Document | None:
        """A document; None where it is not here or cannot be read. Safe from any thread."""
        document = self._looked_up(doc)
        return document if isinstance(document, Document) else None


def _by(placed: PlacedNote, creator: Person) -> PlacedNote:
    return replace(placed, note=replace(placed.note, creator=creator))
