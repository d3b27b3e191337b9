"""All matching units of the library: the documents the index proposes, held against the query one by one; and the hits
that are made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from operator import attrgetter
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.errors import Cancelled
from reader.core.folding import Folded, fold
from reader.core.highlight import Needle
from reader.core.hits import Hit
from reader.core.query import Words
from reader.core.span import Span
from reader.search.analysis import Page, Unit
from reader.search.bit_sets import bits_of
from reader.search.counting import counted, counted_once
from reader.search.matching import Matcher
from reader.search.open_index import NOTHING_TOLD, OpenIndex
from reader.search.ranking import Found, Ranked

EVERY: Final = 64
"""Documents between two looks at whether the question still stands."""
FEW: Final = 64  # chosen documents that are looked at without asking an index


def never() -> bool:
    """Nobody cancels."""
    return False


def find(
    opened: OpenIndex, matcher: Matcher, docs: Collection[str] = (), cancelled: Callable[[], bool] = never
) -> list[Found]:
    """All matching units, by document in library order. Raises Cancelled, IndexLost."""
    chosen = {opened.order[doc] for doc in set(docs) if doc in opened.order}
    node = matcher.node
    simple = node if isinstance(node, Words) and node.scope == "any" else None
    needles = (matcher.needle(simple, False), matcher.needle(simple, opened.has_hant)) if simple else None

    def proposed(ask: Callable[[Needle], int | None]) -> int | None:
        bits = matcher.candidates(ask, hant=False)
        if bits is None or not opened.has_hant:
            return bits
        others = matcher.candidates(ask, hant=True)
        return None if others is None else bits | others

    found: list[Found] = []
    if docs and len(chosen) <= FEW:
        infos: Iterable[DocumentInfo] = map(opened.infos.__getitem__, sorted(chosen))
    else:
        found, unknown = opened.told(*needles) if needles else ([], NOTHING_TOLD)
        infos = opened.candidates(proposed, unknown, matcher.needed)
        if docs:
            found = [f for f in found if f.order in chosen]
            infos = (info for info in infos if opened.order[info.id] in chosen)
    known, pages = len(found), opened.pages
    for at, info in enumerate(infos):
        if not at % EVERY and cancelled():
            raise Cancelled("检索已取消。")
        if needles is not None:
            page = pages.get(info.id)
            count = counted if page is not None else counted_once
            page = page or opened.page(info)
            held = count(needles[page.hant], page)
            if held.units:
                found.append(Found(opened.sheet(info), opened.order[info.id], counted=held))
        elif mask := matcher.units(sheet := opened.sheet(info)):
            found.append(Found(sheet, opened.order[info.id], list(bits_of(mask))))
    if known:
        found.sort(key=attrgetter("order"))
    return found


def hits_of(
    opened: OpenIndex, matcher: Matcher, ranked: Iterable[Ranked], cancelled: Callable[[], bool]
) -> tuple[Hit, ...]:
    """The hits in the order given. Made document by document, so that each document's units are read once."""
    items = list(ranked)
    by_document: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        by_document.setdefault(item.sheet.info.id, []).append(at)
    made: list[Hit | None] = [None] * len(items)
    for n, (doc, places) in enumerate(by_document.items()):
        if not n % EVERY and cancelled():
            raise Cancelled("检索已取消。")
        page = items[places[0]].sheet.page
        for at in places:
            item = items[at]
            unit = opened.unit(doc, item.unit)
            spans = matcher.spans(folded_unit(page, item.unit, unit), page.kinds[item.unit], page.hant)
            made[at] = hit_of(page, unit, spans, item.score)
    return tuple(hit for hit in made if hit is not None)


def hit_of(page: Page, unit: Unit, spans: tuple[Span, ...], score: float) -> Hit:
    """One unit as a hit."""
    return Hit(page.doc, unit.block, unit.path, unit.kind, unit.text, spans, round(score, 3), unit.row, unit.at)


def places_in(opened: OpenIndex, matcher: Matcher, f: Found) -> int:
    """How many places are marked in a document's hits: the `Hit.spans` of all, whether on this page of hits or not."""
    if (places := f.places) is not None:
        return places
    page, total = f.sheet.page, 0
    for unit in f.units:
        known = opened.unit(page.doc, unit) if unit in page.longer else None
        total += len(matcher.spans(folded_unit(page, unit, known), page.kinds[unit], page.hant))
    return total


def folded_unit(page: Page, at: int, unit: Unit | None) -> Folded:
    """A unit's folded text. Where folding kept the length the page has all of it, and the unit is not needed."""
    return Folded(page.unit_text(at)) if unit is None or at not in page.longer else fold(unit.text, page.hant)
