"""Help where nothing was found: what empties the answer, and what would not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from reader.core.errors import Cancelled
from reader.core.folding import fold_text
from reader.core.hits import Remedy, SearchOptions
from reader.core.query import And, Filter, Node, Not, Query, Words, describe, rewritten
from reader.search.analysis import Page
from reader.search.facets import OF_UNIT, STATE
from reader.search.finding import find, never
from reader.search.matching import OF_DOCUMENT, Matcher
from reader.search.note_search import Notes
from reader.search.open_index import OpenIndex
from reader.search.ranking import Found

MOST_WINDOWS: Final = 4000
MOST_DOCUMENTS: Final = 60
LONGEST: Final = 12
_CLEAN: Final = re.compile(r"[\w·+-]+")
_FACET_NAMES: Final = {
    "doc": "文件",
    "year": "年份",
    "issuer": "发文机关",
    "level": "级别",
    "kind": "类型",
    "shelf": "来源",
    "chapter": "章节",
    "noted": "批注",
    "validity": "时效",
}


@dataclass(frozen=True, slots=True)
class Help:
    """What is said about an empty answer, and what can be done about it.

    Attributes:
        by_choice: whether what is asked for is there, only not among what was chosen.
    """

    says: str | None
    remedies: tuple[Remedy, ...] = ()
    by_choice: bool = False


def why_nothing(
    opened: OpenIndex,
    parsed: Query,
    options: SearchOptions,
    found: list[Found],
    notes: Notes,
    notice: str | None,
    cancelled: Callable[[], bool] = never,
) -> Help:
    """One or two sentences for an empty answer: what empties it, and what would not. Raises Cancelled."""
    assert parsed.node is not None  # an empty query is answered before
    by_choice = (
        _chosen_empties(found, options, parsed.text)
        or _library_elsewhere(opened, parsed, options, notes, cancelled)
        or _filter_empties(opened, parsed.node, notes, cancelled)
    )
    why = (
        by_choice
        or _never_together(opened, parsed.node, cancelled)
        or _spelt_otherwise(opened, parsed.node, parsed.node, cancelled)
        or Help("没有找到；简体、繁体写法都已查过。")
    )
    return Help(f"{notice or ''}{why.says}", why.remedies, by_choice is not None)


def _total(found: Iterable[Found]) -> int:
    return sum(f.often for f in found)


def _matching(opened: OpenIndex, node: Node, notes: Notes, cancelled: Callable[[], bool]) -> int:
    """How many units match a query, over all documents."""
    return _total(find(opened, Matcher(node, notes.mask), (), cancelled))


def _asking(kind: Literal["instead", "without"], what: str, node: Node, count: int) -> tuple[Remedy, ...]:
    query = rewritten(node)
    return (Remedy(kind, what, query, count),) if query is not None else ()


def _chosen_empties(found: list[Found], options: SearchOptions, query: str) -> Help | None:
    """Whether the chosen facets leave nothing of hits that are there."""
    chosen = {facet: values for facet, values in options.facets.items() if values}
    if not chosen or not found:
        return None
    everything = Remedy("facets", "", query, _total(found))
    for facet in chosen:
        others = {other: chosen[other] for other in OF_DOCUMENT if other in chosen and other != facet}
        left = [f for f in found if all(v.intersection(f.sheet.facets[x]) for x, v in others.items())]
        without = _total(left) if not chosen.keys() & {*OF_UNIT, STATE} - {facet} else 0
        if without:
            name = _FACET_NAMES.get(facet, facet)
            one = Remedy("facet", facet, query, without)
            return Help(
                f"所选“{name}”中没有；不限“{name}”时有 {without} 处。", (one, everything) if len(chosen) > 1 else (one,)
            )
    return Help(f"所选范围内没有；不加筛选时有 {_total(found)} 处。", (everything,))


def _library_elsewhere(
    opened: OpenIndex, parsed: Query, options: SearchOptions, notes: Notes, cancelled: Callable[[], bool]
) -> Help | None:
    if not options.docs or parsed.node is None:
        return None
    elsewhere = _matching(opened, parsed.node, notes, cancelled)
    if not elsewhere:
        return None
    return Help(f"所选文件中没有；全库有 {elsewhere} 处。", (Remedy("library", "", parsed.text, elsewhere),))


def _filter_empties(opened: OpenIndex, node: Node, notes: Notes, cancelled: Callable[[], bool]) -> Help | None:
    """Which filter of the query, left out, would leave something."""
    if not isinstance(node, And):
        if isinstance(node, Filter) and node.field not in {"note", "tag"}:
            return Help(f"没有{describe(node)}的文件。")
        return None
    for part in node.parts:
        if isinstance(part, Filter | Not):
            others = tuple(other for other in node.parts if other is not part)
            if all(isinstance(other, Not) for other in others):
                continue
            rest = others[0] if len(others) == 1 else And(others)
            if without := _matching(opened, rest, notes, cancelled):
                what = describe(part)
                return Help(f"去掉“{what}”这个条件有 {without} 处。", _asking("without", what, rest, without))
    return None


def _never_together(opened: OpenIndex, node: Node, cancelled: Callable[[], bool]) -> Help | None:
    """Words that are nowhere, or all there, only never in one clause."""
    if not isinstance(node, And):
        return None
    words = [part for part in node.parts if isinstance(part, Words) and part.scope == "any"][:8]
    totals = [_matching(opened, word, Notes(None, opened.units), cancelled) for word in words]
    missing = [word for word, total in zip(words, totals, strict=True) if not total]
    if missing:
        spelt = _spelt_otherwise(opened, missing[0], node, cancelled)
        left = _without(opened, node, missing, cancelled)
        return Help(
            f"文库中没有{describe(missing[0])}。{_near_only(spelt)}",
            (*(spelt.remedies if spelt else ()), *left),
        )
    if len(words) < 2 or len(words) < len(node.parts):
        return None
    says = "，".join(f"{describe(word)}有 {total} 处" for word, total in zip(words, totals, strict=True))
    alone = sorted(zip(words, totals, strict=True), key=lambda item: item[1])[:3]
    remedies = [r for word, total in alone for r in _asking("instead", word.text, word, total)]
    return Help(f"{says}，但没有一条同时含有它们。", tuple(remedies))


def _without(opened: OpenIndex, node: And, missing: list[Words], cancelled: Callable[[], bool]) -> tuple[Remedy, ...]:
    """The query without the words that are nowhere, if that finds something."""
    kept = tuple(part for part in node.parts if part not in missing)
    if not any(isinstance(part, Words) for part in kept):
        return ()  # filters alone say nothing about the words
    rest = kept[0] if len(kept) == 1 else And(kept)
    count = _matching(opened, rest, Notes(None, opened.units), cancelled)
    return _asking("without", "、".join(describe(word) for word in missing[:3]), rest, count) if count else ()


def _spelt_otherwise(opened: OpenIndex, node: Node, whole: Node, cancelled: Callable[[], bool]) -> Help | None:
    if not isinstance(node, Words):
        return None
    near = near_spellings(opened, node.text, cancelled=cancelled)
    if not near:
        return None
    remedies: list[Remedy] = []
    for text, times in near:
        other = _exchanged(whole, node, Words(text, node.scope))
        # Where nothing else is asked for, it is known already how often that is there.
        count = times if other == Words(text) else _matching(opened, other, Notes(None, opened.units), cancelled)
        if count:
            remedies += _asking("instead", text, other, count)
    says = "没有找到；相近的有" + "、".join(f"“{text}”（{count} 处）" for text, count in near) + "。"
    return Help(says, tuple(remedies))


def _near_only(spelt: Help | None) -> str:
    """The sentence about near spellings behind one that said already that nothing was found."""
    return (spelt.says or "").removeprefix("没有找到；") if spelt else ""


def _exchanged(whole: Node, old: Node, new: Node) -> Node:
    """The query with one of its words exchanged."""
    if whole == old:
        return new
    return And(tuple(new if part == old else part for part in whole.parts)) if isinstance(whole, And) else whole


def near_spellings(
    opened: OpenIndex, text: str, limit: int = 3, cancelled: Callable[[], bool] = never
) -> list[tuple[str, int]]:
    """Words of the library that differ from `text` by one character, with how often they are.

    Those with a wrong character come before those with one too many or too few, then the most frequent first. They are
    looked for where the text has two characters running of `text`: no list of words is needed, and a wrong character in
    a word of three or more leaves such a pair, or its first and last.
    """
    wanted = fold_text(text)
    if not 2 < len(wanted) <= LONGEST or not _CLEAN.fullmatch(wanted):
        return []
    from rapidfuzz.distance import Levenshtein  # only a search without a hit needs it

    windows: Counter[str] = Counter()
    seen = 0
    # The rarer a pair is, the fewer places there are to look at, and the more likely one of them is the one meant.
    holding = [(opened.holding_pair(wanted[at], wanted[at + 1]), at) for at in range(len(wanted) - 1)]
    for infos, at in sorted(holding, key=lambda item: len(item[0])):
        if cancelled():
            raise Cancelled("检索已取消。")
        for info in infos[:MOST_DOCUMENTS]:
            here = list(_windows(opened.sheet(info).page, wanted, at))
            windows.update(here)
            seen += len(here)
            if seen > MOST_WINDOWS:
                break
    close = [
        (count, window)
        for window, count in windows.items()
        if window != wanted and Levenshtein.distance(wanted, window, score_cutoff=1) == 1
    ]
    close.sort(key=lambda item: (len(item[1]) != len(wanted), -item[0], item[1]))
    kept: list[tuple[str, int]] = []
    for _, window in close:
        if all(window not in other and other not in window for other, _ in kept):
            kept.append((window, _matching(opened, Words(window), Notes(None, opened.units), cancelled)))
        if len(kept) == limit:
            break
    return kept


def _windows(page: Page, wanted: str, at: int) -> Iterator[str]:
    """Pieces of text as long as `wanted`, or one longer or shorter, around each place that has its pair at `at`."""
    pair, text, size = wanted[at : at + 2], page.text, len(wanted)
    place = text.find(pair)
    while place >= 0:
        start = place - at
        for begin, end in ((start, start + size), (start, start + size - 1), (start - 1, start + size)):
            if begin >= 0 and end <= len(text) and _CLEAN.fullmatch(text, begin, end):
                yield text[begin:end]
        place = text.find(pair, place + 1)
