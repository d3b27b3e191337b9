"""SearchEngine: a query and options → a SearchResult. What the library asks; the only door of this package.

The index, where there is one, proposes documents; the folded text decides; so results are those of a plain substring
search whatever the state of the index (how often the commonest words stand in texts that are not shown is taken from
it, see `tallies`). Safe to call from several threads (one question at a time is answered). Must not
start threads, and never writes but in `refresh`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.errors import Cancelled, DamagedCorpus
from reader.core.hits import NoteHit, SearchOptions, SearchResult, Suggestion
from reader.core.note import PlacedNote
from reader.core.query import Node, Query, parse
from reader.core.undisturbed import undisturbed
from reader.private import close_all, private_folder
from reader.search.facets import faceted_by_state
from reader.search.finding import find, hits_of, never, places_of
from reader.search.forgiving.falling_back import by_spelling, by_words, nearest_to, other_blanks, other_spelling
from reader.search.gathering import Entry, Gathered
from reader.search.generations import IndexedShelf
from reader.search.helping import Help, why_nothing
from reader.search.matching import Matcher
from reader.search.note_search import Notes, search_notes
from reader.search.open_index import NONE_LOOSE, SCAN, IndexLost, OpenIndex
from reader.search.ranking import Disagreement, Found, ordered, page_of_hits
from reader.search.segment import Loose, Segments, dump, stamp
from reader.search.suggesting import Suggester, entries_of

if TYPE_CHECKING:
    from reader.search.near_clauses import NearClauses

T = TypeVar("T")

EVERYTHING: Final = SearchOptions()

NoteSource = Callable[[], Iterable[PlacedNote]]
"""The user's notes as they are placed now. Asked with every query, so it must answer at once."""


Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the title of the one at work."""

Keep = Callable[[str, bytes], None]
"""Keeps the segment of a document, by its id."""


def _no_revision() -> str:
    return ""


def _none_loose() -> Mapping[str, Loose]:
    return NONE_LOOSE


def _kept_nowhere(_doc: str, _data: bytes) -> None:
    """Segments that have no place."""


_OFTEN: Final = attrgetter("often")
_WHOLE: Final = ""
_NAMES: Final = "\0"
_SHELF: Final = "\0\0"
"""Parts that completing takes from: the documents that no index tells of, the names in the registers, a shelf whose
index does (with its stamp); the others are ids."""


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Equal to one that holds the very same object."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class SearchEngine:
    """Searches one library."""

    def __init__(
        self,
        index_dir: Path,
        documents: Callable[[], Sequence[DocumentInfo]],
        load: Callable[[str], Document],
        *,
        cache_dir: Path | None = None,
        revision: Callable[[], str] = _no_revision,
        note_search: NoteSource | None = None,
        scan_limit: int = SCAN,
        indexed: Callable[[], Sequence[DocumentInfo]] | None = None,
        load_indexed: Callable[[str], Document] | None = None,
        loose: Callable[[], Mapping[str, Loose]] = _none_loose,
        keep: Keep = _kept_nowhere,
        shelves: Sequence[IndexedShelf] = (),
    ) -> None:
        """Reads nothing yet.

        Args:
            index_dir: the index that came with the corpus; read only, if `cache_dir` is given.
            documents: the library's documents, in its order.
            load: one document by id.
            cache_dir: where `refresh` builds an index when the other does not fit.
            revision: changes whenever the text of any document of the index does (`Corpus.version`).
            note_search: the user's notes, for 批注: and 标签: and the facet "noted".
            scan_limit: characters of folded text up to which no index is used.
            indexed, load_indexed: the documents that the index is of, which may be there in another form as well; all
                where not given.
            loose: the others, by id; the same object as long as they stay the same.
            keep: where `refresh` puts segments that are missing.
            shelves: where several have an index each: all of them, in place of the one that is told of above; of an id
                that is on several the last one's document counts.
        """
        only = IndexedShelf(indexed or documents, load_indexed or load, revision, index_dir, cache_dir)
        self._shelves = tuple(shelves) or (only,)
        self._documents, self._load = documents, load
        self._note_search = note_search
        self._scan_limit = scan_limit
        self._loose, self._keep = loose, keep
        self._segments = Segments()
        self._gathered = Gathered()
        self._opened: OpenIndex | None = None
        self._near: tuple[OpenIndex, NearClauses] | None = None
        self._suggester: tuple[OpenIndex, Sequence[Suggestion], Suggester] | None = None
        self._lock = Lock()
        self._suggesting = Lock()

    @undisturbed()
    def search(
        self,
        query: str,
        options: SearchOptions | None = None,
        cancelled: Callable[[], bool] = never,
        states: Mapping[str, str] | None = None,
    ) -> SearchResult:
        """Answers a query; any text is one. Raises Cancelled as soon as `cancelled` says so.

        `states`: whether documents hold, by id, for the facet "validity"; it is left out where that is not known.
        """
        start = perf_counter()
        with self._lock:
            parsed = parse(query)
            if parsed.node is None:
                return SearchResult(query, "", 0, 0, 0.0, (), {}, "请输入要查找的词语。")
            while True:
                try:
                    return self._answer(parsed, parsed.node, options or EVERYTHING, cancelled, start, states)
                except IndexLost:  # one index less: at last there is none to lose
                    continue
                except Disagreement as error:  # the text decides
                    self._current_index().distrust(error.doc)

    def search_notes(self, query: str) -> tuple[NoteHit, ...]:
        """The user's notes whose own words or tags the query is about, in reading order."""
        node = parse(query).node
        if node is None or self._note_search is None:
            return ()
        return search_notes(node, self._note_search(), {info.id: info for info in self._documents()})

    def suggest(
        self, typed: str, limit: int = 8, past: Sequence[str] = (), names: Sequence[Suggestion] = ()
    ) -> tuple[Suggestion, ...]:
        """What the user may be about to type: headings and names that hold the words, or whose pinyin or initials
        begin so. Searching goes on meanwhile.

        Args:
            past: earlier queries, the newest first.
            names: of units and systems; the same object as long as they are the same.
        """
        with self._suggesting:
            return self._current_suggester(names).suggest(typed, limit, past)

    def prepare_suggestions(self, names: Sequence[Suggestion] = ()) -> None:
        """Makes ready what `suggest` needs. Args: names: as for `suggest`."""
        with self._suggesting:
            self._current_suggester(names).prepare()

    def _current_suggester(self, names: Sequence[Suggestion]) -> Suggester:
        with self._lock:
            opened = self._current_index()
        if self._suggester is None or self._suggester[0] is not opened or self._suggester[1] is not names:
            before = self._suggester[2] if self._suggester is not None else None
            while True:
                try:
                    self._gather(opened, names)
                    break
                except IndexLost:  # one index less that tells: at last there is none to lose
                    continue
            self._suggester = (opened, names, Suggester(self._gathered, before))
            self._gathered.settle()
        return self._suggester[2]

    def _gather(self, opened: OpenIndex, names: Sequence[Suggestion]) -> None:
        """What there is for completing now; what is known already is not read again. Raises IndexLost."""
        telling = {f"{_SHELF}{stamp}": each for stamp, each in opened.telling().items()}
        told = {-1, *(shelf for _, shelf in telling.values())}
        whole = tuple(doc for doc in opened.order if opened.shelf_of(doc) not in told)
        kept = dict.fromkeys(telling, True)
        parts = {_WHOLE: (opened.revision, whole), **kept, **opened.loose, _NAMES: _Same(names)}

        def read(part: str) -> Iterable[Entry] | Mapping[Entry, int]:
            if part == _NAMES:
                return {(each.text, each.source): each.count for each in names}
            if part in telling:
                with self._lock:
                    return opened.told_by(telling[part][0])
            docs = whole if part == _WHOLE else (part,)
            infos = (opened.infos[opened.order[doc]] for doc in docs if doc in opened.order)
            return (entry for info in infos for entry in self._told_by(opened, info))

        self._gathered.update(parts, read)

    def _told_by(self, opened: OpenIndex, info: DocumentInfo) -> list[Entry]:
        with self._lock:  # for one document at a time: nobody waits for all
            try:
                units, kinds = opened.units(info.id), opened.sheet(info).page.kinds
            except IndexLost:
                units, kinds = opened.units(info.id), opened.sheet(info).page.kinds
        return [(entry.text, entry.source) for entry in entries_of(units, kinds)]

    def ask_clauses(self, ask: Callable[[NearClauses], T]) -> T | None:
        """What `ask` makes of the clauses of the library as its index knows them; None where there is no index."""
        from reader.search.near_clauses import NearClauses  # not with the window

        with self._lock:
            while (opened := self._current_index()).is_indexed:
                if self._near is None or self._near[0] is not opened:
                    self._near = (opened, NearClauses(opened, self._load))
                try:
                    return ask(self._near[1])
                except IndexLost:  # as for a query
                    continue
        return None

    @property
    def uses_index(self) -> bool:
        """Whether the library is searched through an index now."""
        with self._lock:
            return bool(self._current_index().views)

    def refresh(self, progress: Progress | None = None, cancelled: Callable[[], bool] = never) -> bool:
        """Builds an index where the library is large enough for one and has none that fits. Takes long: call it from
        a worker. Searching goes on meanwhile. Returns whether one was built.

        Raises StoreUnavailable where it cannot be written, Cancelled when asked to stop.
        """
        with self._lock:
            opened = self._current_index()
            missing = self._segments.missing(opened.loose)
            wanting = [number for number in range(len(self._shelves)) if number not in opened.views]
        self._add_segments(opened, missing, cancelled)
        texts = {number: self._text_of(self._shelves[number]) for number in wanting}
        blocks = (block for documents in texts.values() for document in documents for block in document.blocks)
        size = sum(len(block.text) for block in blocks)
        if size < self._scan_limit and not opened.views:
            return False
        built = False
        for number, documents in texts.items():
            if documents:
                self._build(self._shelves[number], documents, progress, cancelled)
                built = True
        if built:
            self.close()
        return built

    @staticmethod
    def _text_of(shelf: IndexedShelf) -> list[Document]:
        """All documents of a shelf; none where one of them cannot be read: an index would not be of all of them."""
        try:
            return [shelf.load(info.id) for info in shelf.documents()]
        except DamagedCorpus:
            return []

    @staticmethod
    def _build(
        shelf: IndexedShelf, documents: Sequence[Document], progress: Progress | None, cancelled: Callable[[], bool]
    ) -> None:
        from reader.search import index

        if shelf.cache_dir is not None:
            private_folder(shelf.cache_dir)  # the user's own, and what it holds may be, too
        index.build(shelf.index_dirs[-1], documents, progress, revision=shelf.revision(), cancelled=cancelled)
        if shelf.cache_dir is not None:
            close_all(shelf.cache_dir, again=True)

    def _add_segments(self, opened: OpenIndex, missing: Iterable[str], cancelled: Callable[[], bool]) -> None:
        """Makes the segments of documents that came without one, or with one of an older program."""
        made = False
        for doc in missing:
            if cancelled():
                raise Cancelled("已停止建立检索索引。")
            self._keep(doc, dump(self._load(doc), stamp(opened.loose[doc].text)))
            made = True
        if made:
            with self._lock:
                self._segments.forget_missing()
                if self._opened is not None:
                    self._opened.close()
                self._opened = None

    def close(self) -> None:
        """Lets go of the index files."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    def _current_index(self) -> OpenIndex:
        documents, loose = self._documents(), self._loose()
        shelves = tuple(shelf.now() for shelf in self._shelves)
        opened = self._opened
        infos = documents if isinstance(documents, tuple) else tuple(documents)
        if (
            opened is None
            or not all(was.is_same(now) for was, now in zip(opened.shelves, shelves, strict=True))
            or (opened.loose is not loose and opened.loose != loose)
            or (opened.infos is not infos and opened.infos != infos)
        ):
            made = OpenIndex(infos, shelves, self._load, opened, self._scan_limit, loose, self._segments.views(loose))
            if opened is not None:
                opened.close()
            self._opened = opened = made
        return opened

    # One question

    def _answer(
        self, parsed: Query, node: Node, options: SearchOptions, cancelled: Callable[[], bool], start: float,
        states: Mapping[str, str] | None,
    ) -> SearchResult:  # fmt: skip
        opened = self._current_index()
        notes = Notes(self._note_search, opened.units)
        matcher = Matcher(node, notes.mask)
        found = find(opened, matcher, options.docs, cancelled)
        has_notes = notes.are_known and ("noted" in options.facets or notes.are_in_any(f.sheet.info.id for f in found))
        noted = (lambda f: notes.mask_of(f.sheet)) if has_notes else None

        def chapter(f: Found, unit: int) -> str:
            return opened.unit(f.sheet.info.id, unit).chapter

        left = faceted_by_state(found, options.facets, chapter, noted, states)
        wanted = [(matcher.needle(words, False), matcher.needle(words, opened.has_hant)) for words in matcher.words]
        need = None if options.limit is None else max(options.offset, 0) + max(options.limit, 0)
        ranked = page_of_hits(ordered(left.found, wanted, options.sort, need), options.offset, options.limit)
        hits = hits_of(opened, matcher, ranked, cancelled)
        total = sum(map(_OFTEN, left.found))
        if total == len(hits):
            places = sum([len(hit.spans) for hit in hits])
        else:
            places = places_of(opened, matcher, left.found, cancelled)
        told = Help(parsed.notice or other_blanks(matcher.words, hits))
        if not total:
            told = why_nothing(opened, parsed, options, found, notes, parsed.notice, cancelled)
            if options.forgiving and not found and not told.by_choice:
                if (other := other_spelling(parsed, told)) is not None:
                    near = self._answer(replace(parsed, node=other), other, options, cancelled, start, states)
                    return by_spelling(near, parsed, other, told)
                if units := nearest_to(opened, parsed, options, cancelled):
                    near = by_words(opened, parsed, options, units, noted, told)
                    return replace(near, took_ms=round((perf_counter() - start) * 1000, 3))
        return SearchResult(
            query=parsed.text,
            read_as=parsed.read_as,
            total=total,
            matches=places,
            took_ms=round((perf_counter() - start) * 1000, 3),
            hits=hits,
            facets=left.counts,
            notice=told.says,
            remedies=told.remedies,
        )
