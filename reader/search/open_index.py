"""The searchable form of the library: pages and units by document, from an index where there is one, else folded here.

Owns what is kept in memory for searching, and the choice between index and scan. A corpus of up to SCAN characters is
folded and scanned: that needs no index, no Whoosh, and less time than opening one. Documents that come one by one have
a segment each. Every shelf is asked by itself and answers with documents; what of them matches, and in which order it
comes, is decided for all alike. An index that fails while it is read is let go; everything goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import compress, islice, pairwise
from operator import and_, attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.highlight import Needle
from reader.search import generations
from reader.search.analysis import Unit, bucket, page_of, unit_from, units_of
from reader.search.gathering import Entry
from reader.search.generations import Indexed
from reader.search.matching import Sheet, bits_of
from reader.search.segment import Loose, SegmentView, Unusable, View

if TYPE_CHECKING:
    from reader.search.index import IndexView

T = TypeVar("T")

SCAN: Final = 1_500_000
"""Characters of folded text, about 4.5 MB; below it a scan is as fast as the index."""
UNITS_KEPT: Final = 2000
DECODED_KEPT: Final = 4096
ENOUGH: Final = 3
FEW_BITS: Final = 64  # documents that are taken out of a set of bits one by one; more, all at once
NOWHERE: Final = -1
MOST_LOOKUPS: Final = 24


class IndexLost(Exception):
    """An index failed while it was read and is let go; the question has to be asked again, without it."""


NONE_LOOSE: Final[Mapping[str, Loose]] = MappingProxyType({})


class OpenIndex:
    """One state of the library. When the library changes, a new one takes over what is still true.

    Attributes:
        sheets: by document id, those that were read so far.
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
        self.sheets: dict[str, Sheet] = {}
        self._units: dict[str, tuple[Unit, ...] | list[bytes]] = {}
        self._decoded: dict[tuple[str, int], Unit] = {}
        self._changed = self.order.keys() if before is None else self._take_over(before)
        self._owner = _owners(self.shelves, before)
        self.views: dict[int, IndexView] = _kept(before, self.shelves) or _opened(self.shelves, scan_limit)
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
            self.sheets, self._units = dict(before.sheets), dict(before._units)
        else:
            changed = before.sheets.keys() | self.order.keys()
        for doc in changed:
            sheet, units = before.sheets.get(doc), before._units.get(doc)
            self.sheets.pop(doc, None)
            self._units.pop(doc, None)
            at, loose = self.order.get(doc), self.loose.get(doc)
            if sheet is None or at is None or loose != before.loose.get(doc) or (loose is None and not same):
                continue
            info = self.infos[at]
            if loose is not None or info.source == sheet.info.source:
                self.sheets[doc] = sheet if sheet.info == info else Sheet(info, sheet.page)
                if units is not None:
                    self._units[doc] = units
        return changed

    def _place(self, before: OpenIndex | None = None) -> None:
        """Where each document is to be found; of what has not changed, in a view that stays, it is known."""
        known = before.placed if before is not None else {}
        self._views: list[View] = []
        self._infos_of: list[dict[int, DocumentInfo]] = []
        views: list[tuple[int, View]] = [*self.views.items(), *((-1, view) for view in self._segments)]
        for shelf, view in views:
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
        return self._reading(view, view.told)

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
        """A document, ready to be matched. Raises IndexLost."""
        sheet = self.sheets.get(info.id)
        if sheet is None:
            page = self._from_view(info.id, lambda view, number: view.page(number))
            sheet = self.sheets[info.id] = Sheet(info, page or page_of(self._load(info.id)))
        return sheet

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

    def candidates(self, wanted: Callable[[Callable[[Needle], int | None]], int | None]) -> Sequence[DocumentInfo]:
        """Documents that may match, in library order; all of them where there is no index to ask. Raises IndexLost.

        Args:
            wanted: given what an index knows of one needle (a set of bits, or None for "any document"), the set of
                bits of the documents to look at, or None for all.
        """
        if not self._views:
            return self.infos
        found = [self.order[info.id] for info in self.unlisted]
        for at, view in enumerate(self._views):
            bits = self._asked(view, wanted)
            if bits is None:
                return self.infos
            found += self._placed_at(at, bits)
        found.sort()
        return list(map(self.infos.__getitem__, found))

    def _placed_at(self, at: int, bits: int) -> Iterable[int]:
        """Where in the library the documents of a view stand that a set of bits by number names."""
        infos = self._infos_of[at]
        if bits >= 0 and bits.bit_count() < FEW_BITS:
            return [self.order[infos[number].id] for number in bits_of(bits) if number in infos]
        places = self._places.get(at)
        if places is None:
            numbers = range(max(infos, default=-1) + 1)
            places = self._places[at] = [self.order[infos[n].id] if n in infos else NOWHERE for n in numbers]
        if bits < 0:
            return [place for place in places if place != NOWHERE]
        held = map(int, reversed(f"{bits:0{len(places)}b}"))
        return [place for place in compress(places, held) if place != NOWHERE]

    def holding_pair(self, first: str, second: str) -> Sequence[DocumentInfo]:
        """Documents that may hold two folded characters running; all where there is no index. Raises IndexLost."""
        return self.candidates(lambda ask: ask(Needle(first + second, None, ((first,), (second,)))))

    def count_holding(self, first: str, second: str) -> int:
        """How many documents of the indexes may hold two folded characters running. Raises IndexLost."""
        number = bucket(first, second)
        return sum(self._reading(view, partial(view.count, number)) for view in self._views)

    def infos_holding(self, text: str, most: int) -> list[DocumentInfo]:
        """The documents of the indexes that may hold two or more folded characters running; some of them where these
        are more than `most`. Raises IndexLost.
        """
        found: list[DocumentInfo] = []
        numbers = [bucket(first, second) for first, second in pairwise(text)]
        for view, infos in zip(self._views, self._infos_of, strict=True):
            held = self._reading(view, partial(_all_of, view, numbers))
            found += islice((infos[at] for at in bits_of(held) if at in infos), most + 1 - len(found))
            if len(found) > most:
                break
        return found

    def close(self) -> None:
        """Lets go of the index files; nothing is asked of it any more."""
        for view in self.views.values():
            view.close()
        self.views = {}

    def _asked(self, view: View, wanted: Callable[[Callable[[Needle], int | None]], int | None]) -> int | None:
        return self._reading(view, lambda: wanted(lambda needle: _holding(view, needle)))

    def _reading(self, view: View, read: Callable[[], T]) -> T:
        """Reads from an index; one that fails is let go, the others stay."""
        if not self.views:  # then Whoosh is not even loaded
            return read()
        from reader.search.index import Damaged

        try:
            return read()
        except Damaged as error:
            for shelf in [shelf for shelf, each in self.views.items() if each is view]:
                self.views.pop(shelf).close()
            self._place()
            raise IndexLost from error


def _owners(shelves: Sequence[Indexed], before: OpenIndex | None) -> Mapping[str, int]:
    """The number of the shelf of each document that an index is made of; known where the shelves are the same."""
    if before is not None and _are_same(before.shelves, shelves):
        return before._owner  # noqa: SLF001 - of the same class
    return {info.id: number for number, shelf in enumerate(shelves) for info in shelf.infos}


def _are_same(was: Sequence[Indexed], now: Sequence[Indexed]) -> bool:
    return len(was) == len(now) and all(a.is_same(b) for a, b in zip(was, now, strict=True))


def _kept(before: OpenIndex | None, shelves: Sequence[Indexed]) -> dict[int, IndexView]:
    """The indexes as they were opened before, where they are still those of these documents."""
    if before is None or not _are_same(before.shelves, shelves):
        return {}
    views, before.views = before.views, {}
    return views


def _opened(shelves: Sequence[Indexed], scan_limit: int) -> dict[int, IndexView]:
    """The first index of each shelf that fits it, by the number of the shelf; none where they are not worth opening."""
    made = [[(place, generations.current(place)) for place in shelf.index_dirs] for shelf in shelves]
    if sum(max((each.size for _, each in found if each), default=0) for found in made) < scan_limit:
        return {}
    fitting = [
        [
            (index_dir, each)
            for index_dir, each in found
            if each is not None and each.stamp == generations.stamp_of(shelf.infos, shelf.revision)
        ]
        for shelf, found in zip(shelves, made, strict=True)
    ]
    if sum(found[0][1].size for found in fitting if found) < scan_limit:
        return {}
    from reader.search.index import Damaged, IndexView

    opened: dict[int, IndexView] = {}
    for number, found in enumerate(fitting):
        for index_dir, generation in found:
            try:
                opened[number] = IndexView(index_dir, generation)
                break
            except Damaged:
                continue
    return opened


def _all_of(view: View, buckets: Sequence[int]) -> int:
    """The documents that hold some bigram of each bucket."""
    return reduce(and_, map(view.holding, buckets))


def _holding(view: View, needle: Needle) -> int | None:
    """The documents that have all bigrams of a needle somewhere; None where it is too short to tell."""
    pairs = list(pairwise(needle.pieces))
    if not pairs:
        return None
    bits = -1
    # Looking at a handful of bigrams from all over the needle is enough to leave few documents; each costs a look-up.
    step = max(1, len(pairs) // MOST_LOOKUPS)
    for at, (firsts, seconds) in list(enumerate(pairs))[::step]:
        some = _any_of(view, firsts, seconds)
        if at in needle.gaps:  # or a blank between the two
            some |= _any_of(view, firsts, (" ",)) & _any_of(view, (" ",), seconds)
        bits &= some
        if bits.bit_count() <= ENOUGH:
            break
    return bits


def _any_of(view: View, firsts: Sequence[str], seconds: Sequence[str]) -> int:
    """The documents that hold one of the first characters and one of the second running."""
    some = 0
    for first in firsts:
        for second in seconds:
            some |= view.holding(bucket(first, second))
    return some
