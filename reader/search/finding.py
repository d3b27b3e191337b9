"""All matching units of the library: the documents the index proposes, held against the query one by one; and the hits
that are made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from reader.core.errors import Cancelled
from reader.core.folding import Folded, fold
from reader.core.highlight import Needle, merged
from reader.core.hits import Hit
from reader.core.query import Words
from reader.core.span import Span
from reader.search.analysis import EVERYWHERE, Page, Unit
from reader.search.bit_sets import bits_of
from reader.search.counting import counted, counted_once
from reader.search.matching import Matcher, Sheet
from reader.search.open_index import NOTHING_TOLD, OpenIndex, Places
from reader.search.ranking import Found, Ranked

EVERY: Final = 64
"""Documents between two looks at whether the question still stands."""
READ: Final = 8  # the same, where the units of each may have to be unpacked
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

    def check() -> None:
        if cancelled():
            raise Cancelled("检索已取消。")

    found: list[Found] = []
    if docs and len(chosen) <= FEW:
        places = [(place, EVERYWHERE) for place in sorted(chosen)]
    else:
        found, unknown = opened.told(*needles) if needles else ([], NOTHING_TOLD)
        places = opened.candidates(proposed, unknown, matcher.needed, check)
        if docs:
            found = [f for f in found if f.order in chosen]
            places = [each for each in places if each[0] in chosen]
    known = len(found)
    for start in range(0, len(places), EVERY):
        check()
        some = places[start : start + EVERY]
        found += _looked_at(opened, needles, some) if needles is not None else _matched(opened, matcher, some)
    if known:
        found.sort(key=attrgetter("order"))
    return found


def _looked_at(opened: OpenIndex, needles: tuple[Needle, Needle], places: Places) -> Iterator[Found]:
    """Those of the documents at these places of the library that hold some words. Raises IndexLost."""
    infos, pages = opened.infos, opened.pages
    plains = tuple(each.plain for each in needles)
    for place, eighths in places:
        info = infos[place]
        page = pages.get(info.id)
        if page is None:
            page = opened.page(info)
            held = counted_once(needles[page.hant], page)
        elif eighths == EVERYWHERE and (plain := plains[page.hant]) is not None and plain not in page.text:
            continue  # nearly all where no index tells where to look
        else:
            held = counted(needles[page.hant], page, eighths)
        if held.units:
            yield Found(opened.sheet(info), place, (), held)


def _matched(opened: OpenIndex, matcher: Matcher, places: Places) -> Iterator[Found]:
    """Those of the documents at these places of the library that match. Raises IndexLost."""
    for place, eighths in places:
        if mask := matcher.units(sheet := opened.sheet(opened.infos[place]), eighths):
            yield Found(sheet, place, list(bits_of(mask)))


def hits_of(
    opened: OpenIndex, matcher: Matcher, ranked: Iterable[Ranked], cancelled: Callable[[], bool]
) -> tuple[Hit, ...]:
    """The hits in the order given. Made document by document, so that each document's units are read once."""
    items = list(ranked)
    by_document: dict[Sheet, list[int]] = {}
    for at, (_, sheet, _) in enumerate(items):
        by_document.setdefault(sheet, []).append(at)
    made: list[Hit | None] = [None] * len(items)
    for n, (sheet, places) in enumerate(by_document.items()):
        if not n % READ and cancelled():
            raise Cancelled("检索已取消。")
        page, doc = sheet.page, sheet.info.id
        words, text, starts, longer = matcher.plains(page.hant), page.text, page.starts, page.longer
        for at in places:
            score, _, number = items[at]
            unit = opened.unit(doc, number)
            if words and number not in longer:
                marked = _standing_at(words, text, starts[number], starts[number + 1])
            else:
                marked = matcher.spans(folded_unit(page, number, unit), page.kinds[number], page.hant)
            made[at] = hit_of(page, unit, marked, score)
    return tuple(hit for hit in made if hit is not None)


def _standing_at(words: Sequence[str], text: str, start: int, end: int) -> tuple[Span, ...]:
    """What is marked of a unit, which takes this part of a text, where some words stand."""
    found: list[Span] = []
    for each in words:
        size, at = len(each), text.find(each, start, end)
        while at >= 0:
            found.append(Span(at - start, at + size - start))
            at = text.find(each, at + size, end)
    return tuple(found) if len(words) == 1 else tuple(merged(found))


def hit_of(page: Page, unit: Unit, spans: tuple[Span, ...], score: float) -> Hit:
    """One unit as a hit."""
    return Hit(page.doc, unit.block, unit.path, unit.kind, unit.text, spans, round(score, 3), unit.row, unit.at)


def places_of(
    opened: OpenIndex, matcher: Matcher, found: Sequence[Found], cancelled: Callable[[], bool] = never
) -> int:
    """How many places are marked in all hits. Raises Cancelled, IndexLost."""
    total = 0
    for start in range(0, len(found), EVERY):
        if cancelled():
            raise Cancelled("检索已取消。")
        total += sum([places_in(opened, matcher, f) for f in found[start : start + EVERY]])
    return total


def places_in(opened: OpenIndex, matcher: Matcher, f: Found) -> int:
    """How many places are marked in a document's hits: the `Hit.spans` of all, whether on this page of hits or not."""
    if (places := f.places) is not None:
        return places
    page, total = f.sheet.page, 0
    if (words := matcher.plains(page.hant)) and page.longer.isdisjoint(f.units):
        text, starts = page.text, page.starts
        if matcher.apart(page.hant):
            return sum(text.count(each, starts[unit], starts[unit + 1]) for unit in f.units for each in words)
        return sum(len(_standing_at(words, text, starts[unit], starts[unit + 1])) for unit in f.units)
    for unit in f.units:
        known = opened.unit(page.doc, unit) if unit in page.longer else None
        total += len(matcher.spans(folded_unit(page, unit, known), page.kinds[unit], page.hant))
    return total


def folded_unit(page: Page, at: int, unit: Unit | None) -> Folded:
    """A unit's folded text. Where folding kept the length the page has all of it, and the unit is not needed."""
    return Folded(page.unit_text(at)) if unit is None or at not in page.longer else fold(unit.text, page.hant)
