"""Library: the one object the window and the command line are given. A façade over corpus, search, script and notes.

Short methods only: no SQL, no Whoosh, no Qt, no policy of its own. Safe to use from several threads. Making one reads
nothing; Whoosh and the conversion dictionaries load with the first search and the first conversion.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, DamagedStore, NotFound, StoreUnavailable
from reader.core.folding import fold_text
from reader.core.hits import NoteHit, SearchOptions, SearchResult, Suggestion
from reader.core.note import COLOURS, Anchor, Note, NoteKind, PlacedNote, Resolution, Selection
from reader.core.quotation import selected
from reader.core.span import Location
from reader.corpus import Corpus
from reader.paths import Paths
from reader.script import Converted, Converter, Script

if TYPE_CHECKING:
    from reader.core import anchor
    from reader.core.alignment import Alignment
    from reader.core.register import Registers, Role, Row, Task
    from reader.core.related import Related, Shared
    from reader.registers.desk import Desk
    from reader.reports.comparison import Comparer
    from reader.search.engine import SearchEngine
    from reader.store.annotations import MergeReport, NoteStore

EVERYTHING: Final = SearchOptions()

T = TypeVar("T")


def never() -> bool:
    """The answer of a question nobody cancels."""
    return False


@dataclass(frozen=True)
class Late(Generic[T]):
    """A part that is made when it is first asked for: the window paints before it needs Whoosh or SQLite."""

    make: Callable[[], T]


class Library:
    """Documents, search, conversion and notes, as one whole."""

    def __init__(
        self,
        corpus: Corpus,
        engine: SearchEngine | Late[SearchEngine],
        notes: NoteStore | Late[NoteStore],
        converter: Converter | None = None,
        desk: Late[Desk] | None = None,
    ) -> None:
        """Takes over the parts; `close` closes them. What comes `Late` is made when it is first asked for."""
        self.corpus = corpus
        self._engine = engine
        self._store = notes
        self._making = Lock()
        self._converter = converter or Converter()
        self._desk: Desk | Late[Desk] | None = desk
        self._open: dict[str, Document] = {}
        self._resolvers: dict[str, anchor.Resolver] = {}
        self._placed: dict[str, PlacedNote] = {}
        self._comparer: Comparer | None = None
        self._names: tuple[Suggestion, ...] = ()

    @property
    def engine(self) -> SearchEngine:
        """The search engine."""
        with self._making:
            if isinstance(self._engine, Late):
                self._engine = self._engine.make()
            return self._engine

    @property
    def store(self) -> NoteStore:
        """The notes store."""
        with self._making:
            if isinstance(self._store, Late):
                self._store = self._store.make()
            return self._store

    @property
    def desk(self) -> Desk:
        """Where the registers are read."""
        with self._making:
            if isinstance(self._desk, Late):
                self._desk = self._desk.make()
            assert self._desk is not None, "this library was made without registers"
            return self._desk

    # Documents

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents, in library order."""
        return self.corpus.documents()

    def open(self, doc_id: str) -> Document:
        """The document with that id. Kept after the first time."""
        if doc_id not in self._open:
            self._open[doc_id] = self.corpus.load(doc_id)
        return self._open[doc_id]

    def source(self, doc_id: str) -> str:
        """The text as received, decoded."""
        return self.corpus.source(doc_id)

    def find(self, ref: str) -> Location:
        """The place that "DOC" or "DOC#CLAUSE" names; DOC is an id, a 文号 or an exact title, in either script.

        Raises NotFound where there is no such place, BadInput where there are several.
        """
        from reader.core import citation  # only where a place is named

        name, clause = citation.split_reference(ref)
        info = self._named(name)
        if clause is None:
            return Location(info.id)
        document = self.open(info.id)
        blocks = citation.find_clauses(document, clause) or citation.find_clauses(document, fold_text(clause))
        if not blocks:
            raise NotFound(f"《{info.reading_title}》中没有“{clause}”。")
        if len(blocks) > 1:
            says = "、".join(citation.clause_label(document, b.id) for b in blocks[:3])
            raise BadInput(f"“{clause}”在《{info.reading_title}》中有 {len(blocks)} 处，请写明上级编号，例如：{says}。")
        return Location(info.id, blocks[0].id)

    def _named(self, name: str) -> DocumentInfo:
        from reader.core import citation

        found = citation.find_documents(self.documents(), name)
        if not found:
            raise NotFound(f"文库中没有“{name}”。可用文件编号、发文字号或完整标题来指明文件。")
        if len(found) > 1:
            ids = "、".join(info.id for info in found)
            raise BadInput(f"“{name}”同时是 {len(found)} 份文件的名称，请改用编号：{ids}。")
        return found[0]

    # Search and script

    def search(
        self, query: str, options: SearchOptions = EVERYTHING, cancelled: Callable[[], bool] = never
    ) -> SearchResult:
        """Full-text search. Raises BadInput for a query that cannot be read, Cancelled where `cancelled` says so."""
        return self.engine.search(query, options, cancelled)

    def search_notes(self, query: str) -> tuple[NoteHit, ...]:
        """The user's notes whose own words or tags a query is about, in reading order."""
        return self.engine.search_notes(query)

    def write_hit_counts(self, query: str, options: SearchOptions, target: Path) -> None:
        """Writes how often a query is found in each document to a table: .xlsx, else .csv. Raises StoreUnavailable."""
        from reader.search import exporting
        from reader.store import exchange

        result = self.search(query, replace(options, limit=None, offset=0))
        counts = exporting.hit_counts(result, self.documents())
        data = exporting.to_xlsx(counts) if target.suffix.lower() == ".xlsx" else exporting.to_csv(counts)
        exchange.write(data, target)

    def suggest(self, typed: str, limit: int = 8, past: Sequence[str] = ()) -> tuple[Suggestion, ...]:
        """Completions of what is typed: headings, names, units and systems (once prepared), and `past` queries."""
        return self.engine.suggest(typed, limit, past, self._names)

    def prepare_suggestions(self, cancelled: Callable[[], bool] = never) -> None:
        """Reads the names of units and systems from the registers, and what pinyin needs. Takes a second or more."""
        if self._desk is not None:
            try:
                self._names = self.desk.names(cancelled)
            except BadInput:
                # Whoever opens the registers is told; suggestions go on without them.
                self._names = ()
        self.suggest("a")

    def prepare_search(
        self, progress: Callable[[int, int, str], None] | None = None, cancelled: Callable[[], bool] = never
    ) -> bool:
        """Builds a search index in the user's cache where the library is large and none fits. May take minutes.

        Searching goes on meanwhile, and gives the same results without an index. Returns whether one was built.
        """
        return self.engine.refresh(progress, cancelled)

    def convert(self, text: str, script: Script, source: Script = Script.HANS) -> Converted:
        """One block's text as it reads in another script, with the map of its offsets."""
        return self._converter.convert(text, script, source)

    # Registers

    def registers(self, doc_ids: Collection[str] = (), unit: str | None = None) -> Registers:
        """Tasks, targets, systems and citations of all documents or of these; with `unit` only what concerns it."""
        return self.desk.registers(doc_ids, unit)

    def register(self, name: str, doc_ids: Collection[str] = (), unit: str | None = None) -> tuple[Row, ...]:
        """The rows of one register: tasks, targets, systems or citations."""
        return self.desk.register(name, doc_ids, unit)

    def my_tasks(self, unit: str, doc_ids: Collection[str] = ()) -> tuple[tuple[Task, Role], ...]:
        """The tasks of a unit (typed in full, in short, in either script), each with its part: lead, joint, support."""
        return self.desk.my_tasks(unit, doc_ids)

    # Comparing

    def align(self, left: str, right: str) -> Alignment:
        """Which blocks of two documents answer each other. Some 100 ms the first time, then kept."""
        return self._comparing().align(left, right)

    def shared_wording(self, left: str, right: str) -> tuple[Shared, ...]:
        """What two documents say in the same words. Kept after the first time."""
        return self._comparing().shared_wording(left, right)

    def related(self, place: Location, limit: int = 8, *, elsewhere: bool = False) -> tuple[Related, ...]:
        """Clauses of all documents (`elsewhere`: of the others) on the same matter as a block, with why; best first.

        The first time all documents are opened and looked through. None where the place names no block.
        """
        if place.block is None:
            return ()
        return self._comparing().related(place.doc, place.block, limit, elsewhere=elsewhere)

    def export_comparison(self, left: str, right: str, form: str) -> bytes:
        """A file that compares two documents: docx or html."""
        return self._comparing().export(left, right, form)

    def _comparing(self) -> Comparer:
        if self._comparer is None:
            from reader.reports.comparison import Comparer  # with the first comparison, not with the window

            self._comparer = Comparer(lambda: [info.id for info in self.documents()], self.open)
        return self._comparer

    # Notes

    def annotate(
        self,
        place: Location | Selection,
        kind: NoteKind,
        *,
        text: str = "",
        colour: str = "yellow",
        tags: Iterable[str] = (),
    ) -> PlacedNote:
        """Leaves a note. It is saved when this returns.

        A location without a span stands for the whole block, one without a block for the first block.
        """
        if colour not in COLOURS:
            raise BadInput(f"没有“{colour}”这种颜色，可用：{'、'.join(COLOURS)}。")
        document = self.open(place.doc)
        selection = place if isinstance(place, Selection) else selected(document, place, whole=kind != "bookmark")
        # Brings SQLite with it, like the store itself: loaded when a library is opened, not when this file is.
        from reader.core.anchor import make
        from reader.store.annotations import utc_now

        now = utc_now()
        note = Note(
            id=str(uuid.uuid4()),
            anchor=make(document, selection),
            kind=kind,
            created=now,
            modified=now,
            text=text,
            colour=colour,
            tags=tuple(dict.fromkeys(t for tag in tags if (t := tag.strip().lstrip("#").strip()))),
        )
        self.store.add(note)
        return self.placed(note)

    def update_note(self, note: Note) -> Note:
        """Saves a changed note and returns it with its new time. The older form stays in its history."""
        return self.store.update(note)

    def delete_note(self, note_id: str) -> None:
        """Puts a note into the trash."""
        self.store.trash(note_id)

    def restore_note(self, note_id: str) -> Note:
        """Takes a note out of the trash."""
        self.store.restore(note_id)
        return self.store.get(note_id)

    def notes(self, doc: str | None = None, *, trashed: bool = False) -> tuple[PlacedNote, ...]:
        """Notes (or those in the trash) of one document or all, with where they stand today, in reading order."""
        placed = [self.placed(note) for note in self.store.all(doc, trashed=trashed)]
        order = {info.id: n for n, info in enumerate(self.documents())}
        starts = {
            doc_id: self.open(doc_id).block_starts() for doc_id in {p.note.anchor.doc for p in placed} & set(order)
        }

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
        made = self._placed[note.id] = PlacedNote(note, self._resolve(note.anchor))
        return made

    def _resolve(self, at: Anchor) -> Resolution:
        from reader.core.anchor import ORPHAN, Resolver  # with the first note, not with the window

        doc = at.doc
        if doc not in self._resolvers:
            try:
                self._resolvers[doc] = Resolver(self.open(doc))
            except NotFound:  # the document left the corpus: its notes stay listed
                return ORPHAN
        return self._resolvers[doc].resolve(at)

    def export_notes(self, form: str, doc: str | None = None) -> bytes:
        """A file of the notes in use (of one document or all): jsonld, docx, xlsx, csv, md or html."""
        from reader.store import exchange  # brings the Word and Excel writers
        from reader.store.formats.row import describe

        return exchange.export(describe(self.notes(doc), self._open_or_none), form)

    def import_notes(self, file: Path) -> MergeReport:
        """Takes in notes from a JSON-LD or CSV file, by id; all or none, after a backup. Raises BadInput."""
        from reader.store import exchange

        return self.store.merge(exchange.read(file))

    def _open_or_none(self, doc: str) -> Document | None:
        return self.open(doc) if doc in {info.id for info in self.documents()} else None

    def close(self) -> None:
        """Closes the notes store and the index."""
        if not isinstance(self._store, Late):
            self._store.close()
        if not isinstance(self._engine, Late):
            self._engine.close()


def open_library(paths: Paths) -> Library:
    """The library at these places. Reads and creates nothing yet."""
    corpus = Corpus(paths.corpus)

    # Imported inside, so that neither SQLite nor what the engine needs is loaded before it is used.
    def engine() -> SearchEngine:
        from reader.search.engine import SearchEngine

        return SearchEngine(
            paths.bundled_index,
            corpus.documents,
            corpus.load,
            cache_dir=paths.user_index,
            revision=lambda: corpus.version,
            note_search=lambda: _searchable(library),
        )

    def notes() -> NoteStore:
        from reader.store.annotations import NoteStore

        return NoteStore(paths.user_data)

    def desk() -> Desk:
        from reader.registers.desk import Desk

        return Desk(paths.resources, corpus.documents, library.open, lambda: corpus.version)

    words = paths.resources / "policy-words.toml"
    library = Library(corpus, Late(engine), Late(notes), Converter(words if words.exists() else None), Late(desk))
    return library


def _searchable(library: Library) -> tuple[PlacedNote, ...]:
    try:
        return library.notes()
    except (DamagedStore, StoreUnavailable):
        # Whoever asks for notes is told; searching the documents goes on without them.
        return ()
