"""The searchable form of the library: pages and units by document, from the index where there is one, else folded here.

Owns what is kept in memory for searching, and the choice between index and scan. A library of up to SCAN characters is
folded and scanned: that needs no index, no Whoosh, and less time than opening one. An index that fails while it is read
is let go; everything goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.document import Document, DocumentInfo
from reader.core.highlight import Needle
from reader.search import generations
from reader.search.analysis import Unit, bucket, page_of, unit_from, units_of
from reader.search.matching import Sheet, bits_of

if TYPE_CHECKING:
    from reader.search.index import IndexView

T = TypeVar("T")

SCAN: Final = 1_500_000
"""Characters of folded text, about 4.5 MB; below it a scan is as fast as the index."""
UNITS_KEPT: Final = 2000
DECODED_KEPT: Final = 4096
ENOUGH: Final = 3
MOST_LOOKUPS: Final = 24


class IndexLost(Exception):
    """The index failed while it was read; the question has to be asked again, without it."""


class OpenIndex:
    """One state of the library. When the library changes, a new opened takes over what is still true.

    Attributes:
        sheets: by document id, those that were read so far.
        view: the index, where one is used.
    """

    def __init__(
        self,
        infos: tuple[DocumentInfo, ...],
        revision: str,
        load: Callable[[str], Document],
        index_dirs: Sequence[Path],
        before: OpenIndex | None = None,
        scan_limit: int = SCAN,
    ) -> None:
        self.infos, self.revision = infos, revision
        self.order = {info.id: at for at, info in enumerate(infos)}
        self.has_hant = any(info.script != "hans" for info in infos)
        self._load = load
        self.sheets: dict[str, Sheet] = {}
        self._units: dict[str, tuple[Unit, ...] | list[bytes]] = {}
        self._decoded: dict[tuple[str, int], Unit] = {}
        if before is not None and before.revision == revision:
            kept = before.sheets
            self.sheets = {i.id: kept[i.id] for i in infos if i.id in kept and kept[i.id].info == i}
        self.view = _open(index_dirs, infos, revision, scan_limit)
        ids = self.view.ids if self.view else {}
        self._numbers = {doc: number for number, doc in ids.items()}
        self._infos_by_number = {number: infos[self.order[doc]] for number, doc in ids.items() if doc in self.order}
        places = [self.order[info.id] for _, info in sorted(self._infos_by_number.items(), key=itemgetter(0))]
        self._is_in_order = all(a < b for a, b in pairwise(places))  # not so after single documents were changed

    def sheet(self, info: DocumentInfo) -> Sheet:
        """A document, ready to be matched. Raises IndexLost."""
        sheet = self.sheets.get(info.id)
        if sheet is None:
            number = self._numbers.get(info.id)
            if number is not None:
                page = self._reading(lambda view: view.page(number))
            else:
                page = page_of(self._load(info.id))
            sheet = self.sheets[info.id] = Sheet(info, page)
        return sheet

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
            line = known[at]
            unit = self._decoded[doc, at] = self._reading(lambda _: _unit(line))
            if len(self._decoded) > DECODED_KEPT:
                self._decoded.clear()
        return unit

    def units(self, doc: str) -> tuple[Unit, ...]:
        """All units of a document. Raises IndexLost."""
        known = self._units.get(doc) or self._read_units(doc)
        return known if isinstance(known, tuple) else self._reading(lambda _: tuple(map(_unit, known)))

    def _read_units(self, doc: str) -> tuple[Unit, ...] | list[bytes]:
        number = self._numbers.get(doc)
        return units_of(self._load(doc)) if number is None else self._reading(lambda view: view.units(number))

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
        return found if self._is_in_order else sorted(found, key=lambda info: self.order[info.id])

    def holding_pair(self, first: str, second: str) -> Sequence[DocumentInfo]:
        """Documents that may hold two folded characters running; all where there is no index. Raises IndexLost."""
        return self.candidates(lambda ask: ask(Needle(first + second, None, ((first,), (second,)))))

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


def _unit(line: bytes) -> Unit:
    from reader.search.index import Damaged

    try:
        return unit_from(line)
    except ValueError as error:
        raise Damaged(str(error)) from error


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
