"""Library: the one object the window and the command line are given. A façade over shelves, search, script and notes.

Short methods only: no SQL, no Whoosh, no Qt, no policy of its own. Safe to use from several threads. Making one reads
nothing; Whoosh and the conversion dictionaries load with the first search and the first conversion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, DamagedCorpus, NotFound
from reader.core.folding import fold_text
from reader.core.late_dataclass import replace
from reader.core.policy import Policy
from reader.core.span import Location
from reader.corpus import Corpus
from reader.library.late import Late, never, unseen
from reader.library.notebook import Notebook
from reader.library.open_documents import OpenDocuments, differing
from reader.library.row_book import RowBook
from reader.library.versions.parts import Versions
from reader.script import Converted, Converter, Script
from reader.shelves.folder import FolderShelf
from reader.shelves.union import Union

if TYPE_CHECKING:
    from reader.core.adding import AddOptions, AddRow, OwnFacts, VersionQuestion
    from reader.core.alignment import Alignment
    from reader.core.comparison import Comparison
    from reader.core.hits import NoteHit, SearchOptions, SearchResult, Suggestion
    from reader.core.register import Registers, Role, Row, Task
    from reader.core.related import Clauses, Related, Shared
    from reader.library.own_documents import OwnDocuments
    from reader.library.packing import PackDesk
    from reader.packs.minisign import SecretKey
    from reader.registers.registrar import Registrar
    from reader.reports.comparison import Comparer
    from reader.search.engine import SearchEngine
    from reader.store.annotations import NoteStore

T = TypeVar("T")

UNRESTRICTED: Final = Policy()


class Library:
    """Documents, search, conversion and notes, as one whole."""

    def __init__(
        self,
        corpus: Corpus,
        engine: SearchEngine | Late[SearchEngine],
        notes: NoteStore | Late[NoteStore],
        converter: Converter | None = None,
        registrar: Late[Registrar] | None = None,
        policy: Policy = UNRESTRICTED,
        shelves: Union | None = None,
        own: OwnDocuments | None = None,
        cache: Path | None = None,
    ) -> None:
        """Takes over the parts; `close` closes them. What comes `Late` is made when it is first asked for.

        Args:
            shelves: where documents live; the corpus alone where not given.
            own: the user's own documents, one of the shelves.
            cache: where what was worked out is kept.
        """
        self.corpus, self.policy, self._own = corpus, policy, own
        self.shelves = shelves or Union([FolderShelf(corpus)])
        if own is not None:
            own.on_changed(self._forget)
        self.packs: Late[PackDesk] | None = None
        self._engine, self._store, self._registrar = Late.of(engine), Late.of(notes), registrar
        self.notebook = Notebook(self._store, self.documents, self.open, self.removed)
        self.rows = RowBook(self._store, lambda: self.registrar)
        self._converter = converter or Converter()
        self._open = OpenDocuments(self.shelves.load)
        self._comparer: Comparer | None = None
        self.versions = Versions(self, own, cache)
        self.editions, self.lineages = self.versions.editions, self.versions.lineages
        self._names: tuple[Suggestion, ...] = ()
        self._infos: tuple[DocumentInfo, ...] = ()

    @property
    def engine(self) -> SearchEngine:
        """The search engine."""
        return self._engine.get()

    @property
    def store(self) -> NoteStore:
        """The notes store."""
        return self._store.get()

    @property
    def registrar(self) -> Registrar:
        """Where the registers are read."""
        assert self._registrar is not None, "this library was made without registers"
        return self._registrar.get()

    # Documents

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents, in library order: the corpus, then the user's own."""
        infos = self.shelves.documents()
        if infos is not self._infos:  # perhaps another program's doing
            before, self._infos = self._infos, infos
            if before:
                self._forget(differing(before, infos))
        return infos

    def open(self, doc_id: str) -> Document:
        """The document with that id, or an older version of one: the same object for all who hold it."""
        return self._open.get(doc_id)

    def source(self, doc_id: str) -> str:
        """The text as received, decoded."""
        return self.shelves.source(doc_id)

    def _forget(self, ids: frozenset[str]) -> None:
        """Lets go of what was kept of documents that have changed, and of their older versions."""
        self._open.forget(ids)
        self.notebook.forget(ids)

    def _of_what_is_here(self, ask: Callable[[], T]) -> T:
        """The answer of all documents that can be read: what turns out damaged on a pack's shelf leaves the library."""
        while True:
            infos = self.documents()
            try:
                return ask()
            except DamagedCorpus:
                if self.documents() == infos:
                    raise

    def find(self, ref: str) -> Location:
        """The place that "DOC" or "DOC#CLAUSE" names; DOC is an id, a 文号 or an exact title, in either script.

        Raises NotFound where there is no such place, BadInput where there are several.
        """
        from reader.core import citation  # only where a place is named

        name, clause = citation.split_reference(ref)
        # An id needs no list of all documents, which the first paint of a window does not wait for.
        doc_id = name if self.shelves.lists(name) else self._named(name).id
        if clause is None:
            return Location(doc_id)
        document = self.open(doc_id)
        blocks = citation.find_clauses(document, clause) or citation.find_clauses(document, fold_text(clause))
        if not blocks:
            near = "、".join(citation.nearest_clauses(document, clause))
            raise NotFound(f"《{document.reading_title}》中没有“{clause}”{f'；最近的是：{near}' if near else ''}。")
        if len(blocks) > 1:
            says = "、".join(citation.clause_label(document, b.id) for b in blocks[:3])
            raise BadInput(
                f"“{clause}”在《{document.reading_title}》中有 {len(blocks)} 处，请写明上级编号，例如：{says}。"
            )
        return Location(doc_id, blocks[0].id)

    def _named(self, name: str) -> DocumentInfo:
        from reader.core import citation

        found = citation.find_documents(self.documents(), name)
        if not found and self._own is not None:
            if self._own.shelf.holds(name):  # an older version
                return self.open(name).info()
            if away := citation.find_documents(self.removed(), name):
                raise NotFound(f"《{away[0].reading_title}》已移出文库；可用 library restore {away[0].id} 放回。")
        if not found:
            raise NotFound(f"文库中没有“{name}”。可用文件编号、发文字号或完整标题来指明文件。")
        if len(found) > 1:
            ids = "、".join(info.id for info in found)
            raise BadInput(f"“{name}”同时是 {len(found)} 份文件的名称，请改用编号：{ids}。")
        return found[0]

    # The user's own documents

    @property
    def own(self) -> OwnDocuments:
        """The user's own documents. Raises BadInput where this library has none."""
        if self._own is None:
            raise BadInput("这个文库不能添加自己的文件。")
        return self._own

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions | None = None,
        *,
        progress: Callable[[int, int, str], None],
        cancelled: Callable[[], bool],
        told: Callable[[AddRow], None] = unseen,
        ask_version: Callable[[VersionQuestion], bool | None] | None = None,
    ) -> tuple[AddRow, ...]:
        """Adds files, and what is in folders and zips, to the user's own documents: a row for each, in order.

        Blocking. A file that cannot be used never stops the others. `told` gets each row as soon as it is known.

        Args:
            ask_version: whether a file is a new version of a document that it looks like; not asked, it is another
                document, and its row says how to make it a version.

        Raises BadInput where nothing may be added, Cancelled: what was added until then stays.
        """
        from reader.core.adding import AddOptions  # what adding takes loads when somebody adds

        return self.own.add(paths, options or AddOptions(), progress, cancelled, told, ask_version)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes own documents out of the library, with everything; their notes stay. Raises NotFound, BadInput."""
        self.own.remove(ids)

    def restore(self, ids: Iterable[str]) -> None:
        """Puts documents back that were taken out. Raises NotFound."""
        self.own.restore(ids)

    def removed(self) -> tuple[DocumentInfo, ...]:
        """The own documents that were taken out."""
        return self._own.removed() if self._own is not None else ()

    def info(self, doc_id: str) -> OwnFacts:
        """Where a document comes from and what is known of it. Raises NotFound."""
        return self.own.info(doc_id)

    def set_facts(self, doc_id: str, values: Mapping[str, Any]) -> None:
        """Corrects what the description of an own document says; None takes a correction back. Raises BadInput."""
        self.own.set_facts(doc_id, values)

    def original(self, doc_id: str) -> Path | None:
        """The file that an own document was made from, as it was given."""
        return self.own.original(doc_id) if self._own is not None else None

    def page_count(self, doc_id: str) -> int:
        """How many pages the original of a document has; 0 where it has none."""
        return self.own.page_count(doc_id) if self._own is not None else 0

    def draw_page(self, doc_id: str, number: int, scale: float = 2.0) -> bytes:
        """A page of the original as PNG, number from 1, at `scale` pixels a point. Raises BadInput for no such page."""
        return self.own.draw_page(doc_id, number, scale)

    def collections(self) -> tuple[str, ...]:
        """The names of the folders that the user sorts documents into."""
        return self.own.labels.collections() if self._own is not None else ()

    def collect(self, ids: Iterable[str], name: str) -> None:
        """Puts documents of any shelf into a folder, which is made where there is none. Raises BadInput."""
        self.own.label(ids, lambda labels, wanted: labels.collect(wanted, name))

    def uncollect(self, ids: Iterable[str], name: str) -> None:
        """Takes documents out of a folder."""
        self.own.label(ids, lambda labels, wanted: labels.uncollect(wanted, name))

    def rename_collection(self, old: str, new: str) -> None:
        """Renames a folder; "" gives it up, its documents stay. Raises BadInput."""
        self.own.rename_collection(old, new)

    def set_tags(self, doc_id: str, tags: Iterable[str]) -> None:
        """Gives a document these tags and no others. Raises BadInput."""
        self.own.label([doc_id], lambda labels, _: labels.set_tags(doc_id, tags))

    def add_tags(self, ids: Iterable[str], tags: Iterable[str]) -> None:
        """Gives documents of any shelf these tags besides those they have. Raises NotFound, BadInput."""
        made = tuple(tags)
        self.own.label(ids, lambda labels, wanted: labels.add_tags(wanted, made))

    def export_with_documents(self, doc: str | None = None, key: SecretKey | None = None) -> bytes:
        """A .prdocs file: the notes on one document or all, and the own documents they stand on; signed with `key`.

        Raises BadInput where the policy does not allow it or it would be too large, DamagedCorpus.
        """
        self.policy.check_export("prdocs")
        noted = {placed.note.anchor.doc for placed in self.notebook.all(doc)}
        ids = [info.id for info in self.documents() if info.id in noted or info.id == doc]
        return self.own.carried(self.notebook.export("jsonld", doc), ids, key)

    def on_changed(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Calls back with ids of documents that were added, replaced, taken out, put back or described anew, on the
        thread that did it.
        """
        if self._own is not None:
            self._own.on_changed(callback)

    # Search and script

    def search(
        self, query: str, options: SearchOptions | None = None, cancelled: Callable[[], bool] = never
    ) -> SearchResult:
        """Full-text search. Raises BadInput for a query that cannot be read, Cancelled where `cancelled` says so."""
        wanted = options is not None and bool(options.facets.get("validity"))
        known = self.versions.states.get()
        states = known.work_out(cancelled=cancelled) if wanted else known.known()
        return self._of_what_is_here(lambda: self.engine.search(query, options, cancelled, states))

    def search_notes(self, query: str) -> tuple[NoteHit, ...]:
        """The user's notes whose own words or tags a query is about, in reading order."""
        return self.engine.search_notes(query)

    def write_hit_counts(self, query: str, options: SearchOptions, target: Path) -> None:
        """Writes how often a query is found in each document to a table: .xlsx, else .csv. Raises StoreUnavailable."""
        from reader.search import exporting
        from reader.store import exchange

        self.policy.check_export("xlsx" if target.suffix.lower() == ".xlsx" else "csv")
        result = self.search(query, replace(options, limit=None, offset=0))
        counts = exporting.hit_counts(result, self.documents())
        data = exporting.to_xlsx(counts) if target.suffix.lower() == ".xlsx" else exporting.to_csv(counts)
        exchange.write(data, target)

    def suggest(self, typed: str, limit: int = 8, past: Sequence[str] = ()) -> tuple[Suggestion, ...]:
        """Completions of what is typed: headings, names, units and systems (once prepared), and `past` queries."""
        return self._of_what_is_here(lambda: self.engine.suggest(typed, limit, past, self._names))

    def prepare_suggestions(self, cancelled: Callable[[], bool] = never) -> None:
        """Reads the names of units and systems from the registers, and what pinyin needs. Takes a second or more."""
        if self._registrar is not None:
            try:
                self._names = self.registrar.names(cancelled)
            except BadInput:  # whoever opens the registers is told; suggestions go on without them
                self._names = ()
        self.engine.prepare_suggestions(self._names)

    def prepare_search(
        self, progress: Callable[[int, int, str], None] | None = None, cancelled: Callable[[], bool] = never
    ) -> bool:
        """Builds a search index in the user's cache where the library is large and none fits. May take minutes.

        Searching goes on meanwhile, with the same results. Returns whether one was built.
        """
        return self.engine.refresh(progress, cancelled)

    def convert(self, text: str, script: Script, source: Script = Script.HANS) -> Converted:
        """One block's text as it reads in another script, with the map of its offsets."""
        return self._converter.convert(text, script, source)

    def ambiguous(self) -> Mapping[str, str]:
        """Simplified characters whose conversion is a choice, each with the traditional ones it may stand for."""
        return self._converter.ambiguous

    # Registers

    def registers(self, doc_ids: Collection[str] = (), unit: str | None = None) -> Registers:
        """Tasks, targets, systems and citations of all documents or of these; with `unit` only what concerns it."""
        return self.registrar.registers(doc_ids, unit)

    def register(self, name: str, doc_ids: Collection[str] = (), unit: str | None = None) -> tuple[Row, ...]:
        """The rows of one register: tasks, targets, systems or citations."""
        return self.registrar.register(name, doc_ids, unit)

    def my_tasks(self, unit: str, doc_ids: Collection[str] = ()) -> tuple[tuple[Task, Role], ...]:
        """The tasks of a unit (typed in full, in short, in either script), each with its part: lead, joint, support."""
        return self.registrar.my_tasks(unit, doc_ids)

    # Comparing

    def align(self, left: str, right: str) -> Alignment:
        """Which blocks of two documents answer each other. Some 100 ms the first time, then kept."""
        return self._comparing().align(left, right)

    def shared_wording(self, left: str, right: str) -> tuple[Shared, ...]:
        """What two documents say in the same words. Kept after the first time."""
        return self._comparing().shared_wording(left, right)

    def related(self, place: Location, limit: int = 8, *, elsewhere: bool = False) -> tuple[Related, ...]:
        """Clauses of all documents (`elsewhere`: of the others) on the same matter as a block, with why; best first.

        None where the place names no block.
        """
        block = place.block
        if block is None:
            return ()
        return self._of_what_is_here(lambda: self._comparing().related(place.doc, block, limit, elsewhere=elsewhere))

    def comparison(self, left: str, right: str) -> Comparison:
        """Every clause of two documents with what became of it, and what people wrote of that."""
        made = self._comparing().compare(left, right)
        return self.versions.explanations.get().explained(made, left, right) if made.versions else made

    def export_comparison(self, left: str, right: str, form: str) -> bytes:
        """A file that compares two documents: docx, html, xlsx. Raises BadInput where the policy forbids it."""
        self.policy.check_export(form)
        from reader.reports.comparison import dump

        return dump(self.comparison(left, right), form)

    def _ask_clauses(self, ask: Callable[[Clauses], T]) -> T | None:
        return self.engine.ask_clauses(ask)

    def _comparing(self) -> Comparer:
        if self._comparer is None:
            from reader.reports.comparison import Comparer  # with the first comparison, not with the window

            self._comparer = Comparer(lambda: [info.id for info in self.documents()], self.open, self._ask_clauses)
        return self._comparer

    def close(self) -> None:
        """Closes the notes store and the index."""
        for late in (self._store, self._engine):
            if late.made:
                late.get().close()
