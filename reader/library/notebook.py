"""The user's notes on documents: made, changed, placed in today's text, written to files. No SQL here, and no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, DamagedCorpus, NotFound, StoreUnavailable
from reader.core.known import Known, KnownDocument, known_from, known_of
from reader.core.late_dataclass import replace
from reader.core.note import (
    COLOURS,
    NOBODY,
    Anchor,
    Note,
    NoteKind,
    Person,
    PlacedNote,
    Presence,
    Resolution,
    Selection,
)
from reader.core.note_words import with_written
from reader.core.quotation import selected
from reader.core.span import Location
from reader.core.steps import Told, untold
from reader.library.late import Late
from reader.library.same_documents import Same, SameDocuments

if TYPE_CHECKING:
    from reader.core import anchor
    from reader.core.orphans import Offer
    from reader.library.incoming.landing import Landing
    from reader.store.annotations import MergeReport, NoteStore
    from reader.store.bundle import Bundle, Extras
    from reader.store.formats.row import Row

NOWHERE: Final = Resolution("orphan", (), 0.0)


class Notebook:
    """Notes and where they stand today. Safe to use from several threads.

    Attributes:
        me: tells who writes here; whoever has the settings says so.
        by_file: the document of which any version was made of a file, by the file's sum; whoever keeps files says so.
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
        self.by_file: Callable[[str], str | None] = lambda _sum: None
        self._same = SameDocuments(documents, open_document, self._by_file)
        self.me: Callable[[], Person] = lambda: NOBODY
        self._documents, self._open = documents, open_document
        self._resolvers: dict[str, anchor.Resolver] = {}
        self._placed: dict[str, PlacedNote] = {}

    def _by_file(self, file: str) -> str | None:
        return self.by_file(file)

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
        from reader.core.citation import clause_label
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
        clause = clause_label(document, note.anchor.block)
        self.store.add(note, Known({document.id: known_of(document)}, {note.id: clause} if clause else {}))
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
        called = self._called()
        found = self.store.all(None if called else doc, trashed=trashed)
        notes = [note for note in found if doc in {None, note.anchor.doc, called.get(note.anchor.doc)}]
        if not notes:
            return ()
        order = {info.id: n for n, info in enumerate(self._documents())}
        ids = dict.fromkeys(called.get(note.anchor.doc, note.anchor.doc) for note in notes)
        opened = {doc_id: self._looked_up(doc_id) for doc_id in ids}
        placed = [self._place(note, called, opened) for note in notes]
        starts = {doc_id: each.block_starts() for doc_id, each in opened.items() if isinstance(each, Document)}

        def reading_order(each: PlacedNote) -> tuple[int, int, str]:
            was, at = each.note.anchor, each.location
            here = starts.get(was.doc, {}).get(at.block or "")
            offset = was.position if here is None else here + (at.span.start if at.span else 0)
            return order.get(was.doc, len(order)), offset, each.note.created

        return tuple(sorted(placed, key=reading_order))

    def placed(self, note: Note) -> PlacedNote:
        """The note with where its words stand today; its document by the id that it has here."""
        doc = note.anchor.doc
        found = {doc: self._looked_up(doc)}
        if found[doc] != "away":
            return self._place(note, {}, found)
        called = self._called()
        return self._place(
            note, called, found | {called[doc]: self._looked_up(called[doc])} if doc in called else found
        )

    def _place(self, note: Note, called: Mapping[str, str], opened: Mapping[str, Document | Presence]) -> PlacedNote:
        """Args: called: `_called`. opened: the documents of notes, or why there is none to look at."""
        was = note.anchor.doc
        doc = called.get(was, was)
        note = _under(note, called)
        document = opened[doc]
        if not isinstance(document, Document):  # not kept: it may be there again the next time
            return PlacedNote(note, NOWHERE, document)
        kept = self._placed.get(note.id)
        if kept is not None and kept.note == note:
            return kept
        from reader.core.anchor import Resolver  # with the first note, not with the window

        if doc not in self._resolvers:
            self._resolvers[doc] = Resolver(document)
        anchor = note.anchor if doc == was else self._translated(note.anchor, was)
        made = self._placed[note.id] = PlacedNote(note, self._resolvers[doc].resolve(anchor))
        return made

    def _called(self) -> Mapping[str, str]:
        """Ids of documents that notes stand on and that are not here under them → the ids that they have here, also
        where they were taken out.
        """
        notes = (*self.store.all(), *self.store.all(trashed=True))
        here = {info.id for info in self._documents()}
        missing = {note.anchor.doc for note in notes} - here
        missing = {doc for doc in missing if self._looked_up(doc) == "away"}
        if not missing:
            return {}
        known = self.store.known.documents()
        found = (
            self._same.find(known[doc], [note.anchor for note in notes if note.anchor.doc == doc])
            for doc in missing & known.keys()
        )
        called = {same.doc: same.here for same in found if same is not None}
        taken_out = {info.source.sha256: info.id for info in self._away()}
        for missed in (missing & known.keys()) - called.keys():
            if (away := taken_out.get(known[missed].file)) is not None:
                called[missed] = away
        return called

    def same(self, bundle: Bundle) -> tuple[Same, ...]:
        """Of the documents that a file's notes stand on, those that are here under another id."""
        here = {info.id for info in self._documents()}
        on: dict[str, list[Anchor]] = {item.doc: [] for item in (*bundle.extras.row_items, *bundle.extras.tombstones)}
        for note in bundle.notes:
            on.setdefault(note.anchor.doc, []).append(note.anchor)
        told = bundle.known.documents
        asked = (self._same.find(told[doc], on[doc]) for doc in on.keys() - here if doc in told)
        return tuple(sorted(filter(None, asked), key=lambda same: same.title))

    def _translated(self, anchor: Anchor, doc: str) -> Anchor:
        """The anchor with the clauses as they are called here; those of another text keep their names."""
        from reader.ingest.form.structure import ids_under

        called = ids_under(self._open(anchor.doc), doc)
        block, end = called.get(anchor.block, anchor.block), called.get(anchor.end_block, anchor.end_block)
        return replace(anchor, block=block, end_block=end)

    def offers(self, placed: PlacedNote) -> tuple[Offer, ...]:
        """Where a note whose words are gone may belong, the likeliest first; none for a note that has its place."""
        if placed.resolution.state != "orphan" or placed.document != "here":
            return ()
        doc = placed.note.anchor.doc
        return self._resolvers[doc].offers(placed.note.anchor) if doc in self._resolvers else ()

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

    def report(self, doc: str, by: str = "clause", told: Told = untold) -> bytes:
        """“My work on this plan” about one document as a Word file; see `store.exchange.report`."""
        from reader.store import exchange  # brings the Word writer
        from reader.store.versions import LIFE

        me = self.me()
        placed = [each if each.note.creator or each.note.origin else _by(each, me) for each in self.all(doc)]
        found = self.store.exchange.versions(each.note for each in placed) if by in exchange.COMMENTED else {}
        seen = {note: versions.of(LIFE) for note, versions in found.items()}
        return exchange.report(self._open(doc), placed, by, seen, told)

    def notes(self) -> tuple[Note, ...]:
        """The notes in use, each on its document by the id that it has here; where they stand is not looked up."""
        called = self._called()
        return tuple(_under(note, called) for note in self.store.all())

    def rows(self, placed: Sequence[PlacedNote]) -> tuple[Row, ...]:
        """Notes as every form of export shows them; one's own bear one's name, also those made before it was told."""
        from reader.store.formats.row import describe

        me = self.me()
        named = [each if each.note.creator or each.note.origin else _by(each, me) for each in placed]
        seen = self.store.exchange.written([each.note for each in named])
        rows = describe(named, self.open_or_none, self.title_of, seen, self.store.known.all())
        self._remember(row for row in rows if row.state not in {"away", "unreadable"})
        return rows

    def remember(self, docs: Collection[str]) -> None:
        """Documents are about to be taken out: how their clauses are called is kept with the notes."""
        if self.store.path.exists():
            self.rows([each for each in self.all() if each.note.anchor.doc in docs])

    def _remember(self, rows: Iterable[Row]) -> None:
        clauses: dict[str, str] = {}
        documents: dict[str, KnownDocument] = {}
        for row in rows:
            doc = row.note.anchor.doc
            documents[doc] = documents.get(doc) or known_from(doc, row.file, row.title, row.doc_number)
            clauses[row.note.id] = row.clause
        with suppress(StoreUnavailable):  # a folder that can only be read
            self.store.known.keep(Known(documents, clauses))

    def extras(self, doc: str | None = None) -> Extras:
        """What travels with the notes of one document, or of all."""
        from reader.store.bundle import Extras

        folders = self.store.folders() if doc is None else ()
        items = self.store.registers.outgoing(doc)
        dead = self.store.exchange.tombstones(doc)
        concerned = {item.doc for item in items} | {each.doc for each in dead}
        known = {info.id: known_of(info) for info in self._documents() if info.id in concerned}
        return Extras(items, folders, dead, known)

    def take_in(
        self,
        bundle: Bundle,
        chosen: Collection[str] | None = None,
        *,
        extras: bool = True,
        declines: bool = True,
        name: str = "",
        told: Told = untold,
    ) -> MergeReport:
        """Takes in what a file carries, by id, after a backup: what is chosen, or all but what is only offered.

        Args:
            declines: whether deletions that are not chosen are not to be offered again.
            told: how many notes are done; where it raises, nothing is taken in.
        """
        bundle = self._with_clauses(self._with_rows_here(bundle))
        take = self.store.exchange.take
        return take(bundle, chosen, extras=extras, declines=declines, name=name, told=told)

    def landing(self, bundle: Bundle, report: MergeReport) -> dict[str, Landing]:
        """Where each note of a preview would stand, by id. Blocking."""
        from reader.library.incoming.landing import landing

        called = {same.doc: same.here for same in self.same(bundle)}
        notes = (row.note for row in report.rows if row.note is not None)
        return landing(notes, bundle, called, self.open_or_none, self.title_of)

    def preview(self, bundle: Bundle, told: Told = untold) -> MergeReport:
        """What `take_in` would do, note by note. Changes nothing."""
        return self.store.exchange.preview(self._with_rows_here(bundle), told)

    def _with_clauses(self, bundle: Bundle) -> Bundle:
        """The bundle with what documents and clauses are called here, where the file does not say: tables name them
        also when a document cannot be opened one day.
        """
        from reader.core.citation import clause_label

        told = bundle.known
        clauses, documents = dict(told.clauses), dict(told.documents)
        opened: dict[str, Document | None] = {}
        labels: dict[tuple[str, str], str] = {}
        for note in bundle.notes:
            doc, block = note.anchor.doc, note.anchor.block
            if not block or clauses.get(note.id):
                continue
            if doc not in opened:
                opened[doc] = self.open_or_none(doc)
            document = opened[doc]
            if document is None:
                continue
            if not documents.get(doc):
                documents[doc] = known_of(document)
            if (doc, block) not in labels:
                labels[doc, block] = clause_label(document, block)
            if labels[doc, block]:
                clauses[note.id] = labels[doc, block]
        return replace(bundle, known=Known(documents, clauses))

    def _with_rows_here(self, bundle: Bundle) -> Bundle:
        """The bundle with what it says of register rows under the ids that their documents have here."""
        from reader.store.registers.row_items import under

        if not bundle.extras.row_items:
            return bundle
        called = {same.doc: same.here for same in self.same(bundle) if same.basis != "name"}
        items = tuple(under(item, called.get(item.doc, item.doc)) for item in bundle.extras.row_items)
        return replace(bundle, extras=replace(bundle.extras, row_items=items))

    def title_of(self, doc: str) -> str | None:
        """What a document is called, also one that cannot be opened or was taken out; None where nobody knows."""
        known = (info.reading_title for info in (*self._documents(), *self._away()) if info.id == doc)
        last = self.store.known.documents().get(doc)
        return next(known, last.title if last is not None and last.title else None)

    def open_or_none(self, doc: str) -> Document | None:
        """A document; None where it is not here or cannot be read. Safe from any thread."""
        document = self._looked_up(doc)
        return document if isinstance(document, Document) else None


def _under(note: Note, called: Mapping[str, str]) -> Note:
    doc = called.get(note.anchor.doc)
    return note if doc is None else replace(note, anchor=replace(note.anchor, doc=doc))


def _by(placed: PlacedNote, creator: Person) -> PlacedNote:
    return replace(placed, note=replace(placed.note, creator=creator))
