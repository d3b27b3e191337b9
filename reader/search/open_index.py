"""The searchable form of the library: pages and units by document, from an index where there is one, else folded here.

Owns what is kept in memory for searching, and the choice between index and scan. A corpus of up to SCAN characters is
folded and scanned: that needs no index, no Whoosh, and less time than opening one. Documents that come one by one have
a segment each. Every shelf is asked by itself and answers with documents; what of them matches, and in which order it
comes, is decided for all alike. An index that fails while it is read is let go; everything goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.highlight import Needle
from reader.search import views
from reader.search.analysis import EIGHTHS, EVERYWHERE, Page, Unit, bucket, buckets_along, page_of, unit_from, units_of
from reader.search.bit_sets import members
from reader.search.gathering import Entry
from reader.search.generations import Damaged, Indexed
from reader.search.matching import Sheet
from reader.search.ranking import Found
from reader.search.segment import Loose, SegmentView, Unusable, View
from reader.search.tallies import LONGEST, MOST, Tally, bound_of

if TYPE_CHECKING:
    from reader.search.index import IndexView

T = TypeVar("T")

SCAN: Final = 1_500_000
"""Characters of folded text, about 4.5 MB; below it a scan is as fast as the index."""
PAGES_KEPT: Final = 200_000_000  # characters, two bytes each; a page that is read again costs many times a look at it
UNITS_KEPT: Final = 2000
DECODED_KEPT: Final = 4096
NOWHERE: Final = -1


class IndexLost(Exception):
    """An index failed while it was read and is let go; the question has to be asked again, without it."""


NOTHING_TOLD: Final[Mapping[int, int]] = MappingProxyType({})
Places = list[tuple[int, int]]
"""Documents, by their place in the library, ascending, and in which eighths of their pages to look."""
NONE_LOOSE: Final[Mapping[str, Loose]] = MappingProxyType({})


class OpenIndex:
    """One state of the library. When the library changes, a new one takes over what is still true.

    Attributes:
        pages: by document id, those that were read and are kept.
        views: the indexes that are used, by the number of their shelf. placed_in: the same, also after another state
            took them over.
        unlisted: documents that no index has.
    """

    def __init__(
        self,
        infos: tuple[DocumentInfo, ...],
        shelves: Sequence[Indexed],
        load: Callable[[str], Document],
        before: OpenIndex | None = None,
        scan_limit: int = SCAN,
        loose: Mapping[str, Loose] = NONE_LOOSE,
        segments: Sequence[SegmentView] = (),
    ) -> None:
        """Opens the indexes that fit.

        Args:
            infos: of all documents.
            shelves: those with an index; a document that is on several is the last one's.
            loose: the documents that come one by one, by id; no others but they and those of `shelves` are in `infos`.
            segments: of those, as far as they have one; no document in two views.
        """
        self.infos, self.shelves, self.loose = infos, tuple(shelves), loose
        self.revision = " ".join(shelf.revision for shelf in self.shelves)
        self.order = dict(zip(map(attrgetter("id"), infos), range(len(infos)), strict=True))
        self.has_hant = bool(set(map(attrgetter("script"), infos)) - {"hans"})
        self._load = load
        self._sheets: dict[str, Sheet] = {}
        self.pages: dict[str, Page] = {}
        self._room = PAGES_KEPT
        self._units: dict[str, tuple[Unit, ...] | list[bytes]] = {}
        self._decoded: dict[tuple[str, int], Unit] = {}
        self._changed = self.order.keys() if before is None else self._take_over(before)
        self._owner = _owners(self.shelves, before)
        self.views: dict[int, IndexView] = _kept(before, self.shelves) or views.opened(self.shelves, scan_limit)
        self._segments = tuple(segments)
        self.placed_in: tuple[tuple[int, IndexView], ...] = ()
        self.unlisted: list[DocumentInfo] = []
        self._place(before)

    def _take_over(self, before: OpenIndex) -> Collection[str]:
        """Keeps the pages of documents whose text is the same. The ids of documents that are others now, or gone."""
        same = len(before.shelves) == len(self.shelves) and before.revision == self.revision
        if same:
            was, now = (dict(zip(map(id, infos), infos, strict=True)) for infos in (before.infos, self.infos))
            changed = {each[key].id for each in (was, now) for key in was.keys() ^ now.keys() if key in each}
            self.pages, self._units = dict(before.pages), dict(before._units)
        else:
            changed = before.pages.keys() | self.order.keys()
        for doc in changed:
            page, units = before.pages.get(doc), before._units.get(doc)
            self.pages.pop(doc, None)
            self._units.pop(doc, None)
            at, loose = self.order.get(doc), self.loose.get(doc)
            if page is None or at is None or loose != before.loose.get(doc) or (loose is None and not same):
                continue
            if loose is not None or self.infos[at].source == before.infos[before.order[doc]].source:
                self.pages[doc] = page
                if units is not None:
                    self._units[doc] = units
        self._room = PAGES_KEPT - sum(len(page.text) for page in self.pages.values())
        return changed

    def _place(self, before: OpenIndex | None = None) -> None:
        """Where each document is to be found; of what has not changed, in a view that stays, it is known."""
        known = before.placed if before is not None else {}
        self._views: list[View] = []
        self._infos_of: list[dict[int, DocumentInfo]] = []
        every: list[tuple[int, View]] = [*self.views.items(), *((-1, view) for view in self._segments)]
        for shelf, view in every:
            if not view.ids:
                continue
            self._views.append(view)
            was = known.get(id(view))
            if was is None:
                docs: Iterable[tuple[int, str]] = view.ids.items()
                numbers: dict[int, DocumentInfo] = {}
            else:
                numbers = dict(was)
                docs = [(view.numbers[doc], doc) for doc in self._changed if doc in view.numbers]
                for number in was.keys() - view.ids.keys():
                    del numbers[number]
            for number, doc in docs:
                if doc in self.order and self.shelf_of(doc) == shelf:
                    numbers[number] = self.infos[self.order[doc]]
                else:
                    numbers.pop(number, None)
            self._infos_of.append(numbers)
        self._places: dict[int, list[int]] = {}  # by view: by number, where in the library; made when first needed
        self._lost: set[str] = set()
        likely: Iterable[str] = self.order
        if before is not None and before.placed_in == tuple(self.views.items()):  # what was in a view is in one still
            likely = {*(info.id for info in before.unlisted), *self._changed}
        self.placed_in = tuple(self.views.items())
        self.unlisted = [
            self.infos[self.order[doc]] for doc in likely if doc in self.order and self._where(doc) is None
        ]

    def telling(self) -> dict[str, tuple[IndexView, int]]:
        """By its stamp each index, and its shelf, whose documents are all shown here: what it keeps of all of them
        together is true of the library.
        """
        placed = {id(view): len(infos) for view, infos in zip(self._views, self._infos_of, strict=True)}
        every = ((shelf, view) for shelf, view in self.views.items() if view.tells)
        return {view.stamp: (view, shelf) for shelf, view in every if placed.get(id(view)) == len(view.ids)}

    def told_by(self, view: IndexView) -> Mapping[Entry, int]:
        """What all documents of an index give for completing. Raises IndexLost."""
        return self._reading(view, view.completions)

    def shelf_of(self, doc: str) -> int | None:
        """The number of the shelf whose index a document is in; -1 for one that comes by itself."""
        return -1 if doc in self.loose else self._owner.get(doc)

    @property
    def is_indexed(self) -> bool:
        """Whether there is any index to ask."""
        return bool(self._views)

    @property
    def placed(self) -> dict[int, dict[int, DocumentInfo]]:
        """By the identity of each view its documents by their numbers."""
        return dict(zip(map(id, self._views), self._infos_of, strict=True))

    def _where(self, doc: str) -> tuple[View, int] | None:
        """The view that has a document, and its number there."""
        if doc not in self._lost:
            for view, numbers in zip(self._views, self._infos_of, strict=True):
                number = view.numbers.get(doc)
                if number is not None and number in numbers:
                    return view, number
        return None

    def sheet(self, info: DocumentInfo) -> Sheet:
        """A document, ready to be matched; asking for its page may raise IndexLost."""
        sheet = self._sheets.get(info.id)
        if sheet is None:
            sheet = self._sheets[info.id] = Sheet(info, self.page, self.pages)
        return sheet

    def page(self, info: DocumentInfo) -> Page:
        """The folded page of a document. Raises IndexLost."""
        page = self.pages.get(info.id)
        if page is None:
            page = self._from_view(info.id, lambda view, number: view.page(number)) or page_of(self._load(info.id))
            if self._room < 0:  # the last that came goes: who looks through all of them finds the others still there
                self._room += len(self.pages.popitem()[1].text)
            self.pages[info.id] = page
            self._room -= len(page.text)
        return page

    def told(self, hans: Needle, hant: Needle) -> tuple[list[Found], dict[int, int]]:
        """What the indexes tell of very common and very short words without a look at the text.

        Gives the documents that hold them, and for each view that tells, as a set of bits, those it tells nothing of.
        Args: the words for simplified and for traditional documents. Raises IndexLost.
        """
        wanted = (hans, hant) if self.has_hant else (hans,)
        found: list[Found] = []
        unknown: dict[int, int] = {}
        plain = [each.plain for each in wanted if each.plain and len(each.plain) <= LONGEST]
        if len(plain) == len(wanted):
            for at, view in enumerate(self._views):
                tallies = [self._reading(view, partial(view.tally, text)) for text in plain]
                known = [tally for tally in tallies if tally is not None]
                if len(known) == len(wanted):
                    unknown[at] = known[0].unknown
                    for traditional, (needle, tally) in enumerate(zip(wanted, known, strict=True)):
                        found += self._told(at, needle, tally, bool(traditional))
        return found, unknown

    def _told(self, at: int, wanted: Needle, tally: Tally, hant: bool) -> Iterator[Found]:
        bounds: dict[int, float] = {}
        infos, order, mixed = self._infos_of[at], self.order, self.has_hant
        for number, value in zip(tally.numbers, tally.values, strict=True):
            info = infos.get(number)
            if info is not None and not (mixed and (info.script != "hans") != hant):
                code = value >> 32
                bound = bounds.get(code)
                if bound is None:
                    bound = bounds[code] = bound_of(code)
                units = value >> 16 & MOST
                told = (wanted, units, units + (value & MOST), bound)
                yield Found(self.sheet(info), order[info.id], told=told)

    def _from_view(self, doc: str, read: Callable[[View, int], T]) -> T | None:
        """What an index says of a document; None where none has it. Raises IndexLost."""
        where = self._where(doc)
        if where is None:
            return None
        view, number = where
        try:
            return self._reading(view, lambda: read(view, number))
        except Unusable:  # one file that is made again another time; the document itself is there
            self._lost.add(doc)
            return None

    def unit(self, doc: str, at: int) -> Unit:
        """One unit of a document. Raises IndexLost."""
        known = self._units.get(doc)
        if known is None:
            known = self._units[doc] = self._read_units(doc)
            if len(self._units) > UNITS_KEPT:
                del self._units[next(iter(self._units))]
        if isinstance(known, tuple):
            return known[at]
        unit = self._decoded.get((doc, at))
        if unit is None:
            try:
                unit = self._decoded[doc, at] = unit_from(known[at])
            except (ValueError, IndexError):
                return self._made_anew(doc)[at]
            if len(self._decoded) > DECODED_KEPT:
                self._decoded.clear()
        return unit

    def units(self, doc: str) -> tuple[Unit, ...]:
        """All units of a document. Raises IndexLost."""
        known = self._units.get(doc) or self._read_units(doc)
        if isinstance(known, tuple):
            return known
        try:
            return tuple(map(unit_from, known))
        except ValueError:
            return self._made_anew(doc)

    def _made_anew(self, doc: str) -> tuple[Unit, ...]:
        """The units from the document itself, where what an index keeps of them is damaged."""
        self._lost.add(doc)
        made = self._units[doc] = units_of(self._load(doc))
        return made

    def _read_units(self, doc: str) -> tuple[Unit, ...] | list[bytes]:
        lines = self._from_view(doc, lambda view, number: view.units(number))
        return units_of(self._load(doc)) if lines is None else lines

    def candidates(
        self,
        wanted: Callable[[Callable[[Needle], int | None]], int | None],
        unknown: Mapping[int, int] = NOTHING_TOLD,
        needed: views.Needed = views.anything,
        check: Callable[[], None] = views.go_on,
    ) -> Places:
        """Documents that may match, by their place in `infos`, and in which eighths of each what matches stands; all of
        them where there is no index to ask. Raises IndexLost.

        Args:
            wanted: given what an index knows of one needle (a set of places, or None for "anywhere"), the set of
                places to look at, or None for all.
            unknown: by view that has told all but of these documents, these, as a set of places.
            needed: looked for on the pages of those that an index names.
            check: called now and then; what it raises ends the work.
        """
        found = [(self.order[info.id], EVERYWHERE) for info in self.unlisted]
        for at, view in enumerate(self._views):
            held = unknown[at] if at in unknown else self._asked(view, wanted)
            if held is None and not unknown:
                return [(place, EVERYWHERE) for place in range(len(self.infos))]
            found += self._placed_at(at, -1 if held is None else held, needed, check)
        found.sort()
        return found

    def _placed_at(self, at: int, held: int, needed: views.Needed, check: Callable[[], None]) -> Places:
        """Where in the library the documents of a view stand that are in a set of places and may hold what is needed;
        and in which eighths of each.
        """
        places, infos, pages = self._places.get(at), self._infos_of[at], self.pages
        if places is None:
            every = range(max(infos, default=-1) + 1)
            places = self._places[at] = [self.order[infos[n].id] if n in infos else NOWHERE for n in every]
        if held < 0:
            return [(place, EVERYWHERE) for place in places if place != NOWHERE]
        found = [(n, some) for n, some in zip(*members(held), strict=True) if n in infos]
        if unread := {n: some for n, some in found if infos[n].id not in pages}:
            hant = {n for n in unread if infos[n].script != "hans"} if self.has_hant else ()
            lacking = self._reading(view := self._views[at], lambda: views.lacking(view, unread, hant, needed, check))
            found = [(n, some) for n, some in found if n not in lacking]
        return [(places[n], some) for n, some in found]

    def holding_pair(self, first: str, second: str) -> Sequence[DocumentInfo]:
        """Documents that may hold two folded characters running; all where there is no index. Raises IndexLost."""
        found = self.candidates(lambda ask: ask(Needle(first + second, None, ((first,), (second,)))))
        return [self.infos[place] for place, _ in found]

    def count_holding(self, first: str, second: str) -> int:
        """How many documents of the indexes may hold two folded characters running. Raises IndexLost."""
        return sum(self._reading(view, partial(view.count, bucket(first, second))) for view in self._views)

    def infos_holding(self, text: str, most: int) -> list[DocumentInfo] | None:
        """The documents of the indexes that may hold two or more folded characters running; None where these are more
        than `most`. Raises IndexLost.
        """
        found: list[DocumentInfo] = []
        numbers = buckets_along(text)
        for view, infos in zip(self._views, self._infos_of, strict=True):
            held = self._reading(view, partial(views.all_of, view, numbers))
            if held.bit_count() > EIGHTHS * (most + len(view.ids) - len(infos) - len(found)):
                return None
            found += [infos[at] for at in members(held)[0] if at in infos]
        return found if len(found) <= most else None

    def distrust(self, doc: str) -> None:
        """Lets go of the index that tells of a document what its text does not say."""
        for view in [view for view in self.views.values() if doc in view.numbers]:
            self._let_go(view)

    def close(self) -> None:
        """Lets go of the index files; nothing is asked of it any more."""
        for view in self.views.values():
            view.close()
        self.views = {}

    def _asked(self, view: View, wanted: Callable[[Callable[[Needle], int | None]], int | None]) -> int | None:
        return self._reading(view, lambda: wanted(lambda needle: views.holding(view, needle)))

    def _reading(self, view: View, read: Callable[[], T]) -> T:
        """Reads from an index; one that fails is let go, the others stay."""
        try:
            return read()
        except Damaged as error:
            self._let_go(view)
            raise IndexLost from error

    def _let_go(self, view: View) -> None:
        for shelf in [shelf for shelf, each in self.views.items() if each is view]:
            self.views.pop(shelf).close()
        self._place()


def _owners(shelves: Sequence[Indexed], before: OpenIndex | None) -> Mapping[str, int]:
    """The number of the shelf of each document that an index is made of; known where the shelves are the same."""
    if before is not None and views.are_same(before.shelves, shelves):
        return before._owner  # noqa: SLF001 - of the same class
    return {info.id: number for number, shelf in enumerate(shelves) for info in shelf.infos}


def _kept(before: OpenIndex | None, shelves: Sequence[Indexed]) -> dict[int, IndexView]:
    """The indexes as they were opened before, where they are still those of these documents."""
    if before is None or not views.are_same(before.shelves, shelves):
        return {}
    kept, before.views = before.views, {}
    return kept
