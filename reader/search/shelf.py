"""The searchable form of the library: pages and units by document, from the index where there is one, else folded here.

Owns what is kept in memory for searching, and the choice between index and scan. A library of up to SCAN characters is
folded and scanned: that needs no index, no Whoosh, and less time than opening one. An index that fails while it is read
is let go; everything goes on without it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.highlight import Needle
from reader.search import generations
from reader.search.analysis import Page, Unit, bucket, page_of, units_of
from reader.search.matching import Sheet, bits_of

if TYPE_CHECKING:
    from reader.search.index import IndexView

T = TypeVar("T")

SCAN: Final = 1_500_000
"""Characters of folded text, about 4.5 MB; below it a scan is as fast as the index."""
UNITS_KEPT: Final = 128
ENOUGH: Final = 3
MOST_LOOKUPS: Final = 24


class IndexLost(Exception):
    """The index failed while it was read; the question has to be asked again, without it."""


class Shelf:
    """One state of the library. When the library changes, a new shelf takes over what is still true.

    Attributes:
        pages: by document id, those that were read so far.
        view: the index, where one is used.
    """

    def __init__(
        self,
        infos: tuple[DocumentInfo, ...],
        revision: str,
        load: Callable[[str], Document],
        index_dirs: Sequence[Path],
        before: Shelf | None = None,
        scan_limit: int = SCAN,
    ) -> None:
        self.infos, self.revision = infos, revision
        self.order = {info.id: at for at, info in enumerate(infos)}
        self.has_hant = any(info.script != "hans" for info in infos)
        self._load = load
        self.pages: dict[str, Page] = {}
        self._units: OrderedDict[str, tuple[Unit, ...]] = OrderedDict()
        if before is not None and before.revision == revision:
            known = {info.id: info for info in before.infos}
            self.pages = {i.id: before.pages[i.id] for i in infos if i.id in before.pages and known[i.id] == i}
        self.view = _open(index_dirs, infos, revision, scan_limit)
        ids = self.view.ids if self.view else {}
        self._numbers = {doc: number for number, doc in ids.items()}
        self._infos_by_number = {number: infos[self.order[doc]] for number, doc in ids.items() if doc in self.order}

    @property
    def size(self) -> int:
        """Characters of folded text read so far: of the whole library after a scan of it."""
        return sum(len(page.text) for page in self.pages.values())

    def sheet(self, info: DocumentInfo) -> Sheet:
        """A document, ready to be matched. Raises IndexLost."""
        page = self.pages.get(info.id)
        if page is None:
            number = self._numbers.get(info.id)
            if self.view is not None and number is not None:
                page = self._reading(lambda view: view.page(number))
            else:
                page = page_of(self._load(info.id))
            self.pages[info.id] = page
        return Sheet(info, page)

    def units(self, doc: str) -> tuple[Unit, ...]:
        """The units of a document. Raises IndexLost."""
        units = self._units.get(doc)
        if units is None:
            number = self._numbers.get(doc)
            if self.view is not None and number is not None:
                units = self._reading(lambda view: view.units(number))
            else:
                units = units_of(self._load(doc))
            self._units[doc] = units
            if len(self._units) > UNITS_KEPT:
                self._units.popitem(last=False)
        return units

    def candidates(self, wanted: Callable[[Callable[[Needle], int | None]], int | None]) -> Sequence[DocumentInfo]:
        """Documents that may match, in library order; all of them where there is no index to ask. Raises IndexLost.

        Args:
            wanted: given what the index knows of one needle (a set of bits, or None for "any document"), the set of
                bits of the documents to look at, or None for all.
        """
        if self.view is None:
            return self.infos
        bits = self._reading(lambda view: wanted(lambda needle: _holding(view, needle)))
        if bits is None:
            return self.infos
        found = [self._infos_by_number[number] for number in bits_of(bits) if number in self._infos_by_number]
        return sorted(found, key=lambda info: self.order[info.id])

    def lose_index(self) -> None:
        """Goes on without the index."""
        if self.view is not None:
            self.view.close()
        self.view, self._numbers, self._infos_by_number = None, {}, {}

    close = lose_index

    def _reading(self, read: Callable[[IndexView], T]) -> T:
        from reader.search.index import Damaged

        if self.view is None:
            raise IndexLost
        try:
            return read(self.view)
        except Damaged as error:
            raise IndexLost from error


def _open(
    index_dirs: Sequence[Path], infos: tuple[DocumentInfo, ...], revision: str, scan_limit: int
) -> IndexView | None:
    """The first index that fits the library and is worth opening."""
    for index_dir in index_dirs:
        generation = generations.current(index_dir)
        if generation is None or generation.size < scan_limit:
            continue
        if generation.stamp == generations.stamp_of(infos, revision):
            from reader.search.index import Damaged, IndexView

            try:
                return IndexView(index_dir, generation)
            except Damaged:
                continue
    return None


def _holding(view: IndexView, needle: Needle) -> int | None:
    """The documents that have all bigrams of a needle somewhere; None where it is too short to tell."""
    pairs = list(pairwise(needle.pieces))
    if not pairs:
        return None
    bits = -1
    # Looking at a handful of bigrams from all over the needle is enough to leave few documents; each costs a look-up.
    step = max(1, len(pairs) // MOST_LOOKUPS)
    for firsts, seconds in pairs[::step]:
        some = 0
        for first in firsts:
            for second in seconds:
                some |= view.holding(bucket(first, second))
        bits &= some
        if bits.bit_count() <= ENOUGH:
            break
    return bits
