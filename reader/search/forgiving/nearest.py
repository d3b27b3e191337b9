"""The units nearest to half-remembered words: most of their pieces, close together, in whatever order.

Chinese is not parted into words; pieces of two and three characters stand for them, and what is rare weighs more. The
index proposes documents where there is one; their pages decide. Knows no query language and says nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Final

from reader.core.document import DocumentInfo
from reader.core.errors import Cancelled
from reader.core.folding import fold_text
from reader.core.likeness import RUN
from reader.search.analysis import BODY, Page
from reader.search.finding import EVERY
from reader.search.matching import Sheet
from reader.search.open_index import OpenIndex

PIECES: Final = (2, 3)
MOST_PIECES: Final = 96  # that are looked for: a pasted page is not half-remembered
PROPOSED: Final = 48  # documents that are looked at
WEIGHED: Final = 80  # units whose places are looked at
LISTED: Final = 20
FAINT: Final = 0.45  # of the best: what is fainter is not listed
HELD: Final = ((4, 0.75), (6, 0.65), (9999, 0.5))
"""Characters of the words, and the share of them that a unit must hold close together."""
NARROW: Final = 12  # characters of a stretch beyond twice the words'
SPREAD: Final = 0.25  # what words outside the best stretch count
RUNNING: Final = 0.2  # what counts how they follow one another
PROMINENT: Final = 1.05  # headings and titles come before equals


@dataclass(frozen=True, slots=True)
class Near:
    """One unit. `ranges`: of its folded text, in order, not overlapping. `score`: 0..1."""

    sheet: Sheet
    unit: int
    score: float
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Asked:
    """The pieces of the words in one script: by piece, the characters of the words (by number) that it covers."""

    pieces: dict[str, frozenset[int]]
    length: int
    units_with: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def nearest(
    opened: OpenIndex, words: Sequence[str], chosen: Sequence[DocumentInfo] | None, cancelled: Callable[[], bool]
) -> list[Near]:
    """The nearest units, best first; none where nothing holds enough of the words.

    Args:
        words: as they were typed.
        chosen: the documents to look at; None for those that the library proposes.

    Raises Cancelled, IndexLost.
    """
    asked = {hant: _asked(words, hant) for hant in ((False, True) if opened.has_hant else (False,))}
    if asked[False].length < HELD[0][0]:
        return []
    infos = _proposed(opened, asked[False]) if chosen is None else chosen
    held: dict[tuple[int, int], list[str]] = defaultdict(list)
    sheets: list[Sheet] = []
    total = 0
    for at, info in enumerate(infos):
        if not at % EVERY and cancelled():
            raise Cancelled("检索已取消。")
        sheets.append(sheet := opened.sheet(info))
        total += sheet.page.count
        pieces = asked[sheet.page.hant]
        for piece in pieces.pieces:
            for unit in _units_with(sheet.page, piece):
                held[at, unit].append(piece)
                pieces.units_with[piece] += 1
    weights = {hant: _weights(each, total) for hant, each in asked.items()}
    votes = {key: sum(weights[sheets[key[0]].page.hant][piece] for piece in found) for key, found in held.items()}
    likely = nlargest(WEIGHED, votes, key=lambda key: (votes[key], -key[0], -key[1]))
    whole = {hant: sum(each.values()) or 1.0 for hant, each in weights.items()}
    made = []
    for at, unit in likely:
        hant = sheets[at].page.hant
        near = _weighed(sheets[at], unit, asked[hant], weights[hant], whole[hant])
        if near is not None:
            made.append((near.score, -at, -unit, near))
    made.sort(key=lambda item: item[:3], reverse=True)
    return [near for score, _, _, near in made[:LISTED] if score >= FAINT * made[0][0]]


def _asked(words: Sequence[str], hant: bool) -> _Asked:
    runs = [run for word in words for run in RUN.findall(fold_text(word, hant))]
    pieces: dict[str, frozenset[int]] = {}
    at = 0
    for run in runs:
        for size in PIECES:
            for begin in range(len(run) - size + 1):
                piece = run[begin : begin + size]
                pieces[piece] = pieces.get(piece, frozenset()) | set(range(at + begin, at + begin + size))
        at += len(run)
    return _Asked(dict(list(pieces.items())[:MOST_PIECES]), at)


def _proposed(opened: OpenIndex, asked: _Asked) -> Sequence[DocumentInfo]:
    """The documents that hold most of what is rare in the words; all where there is no index to ask."""
    if not opened.is_indexed:
        return opened.infos
    votes: dict[str, float] = defaultdict(float)
    pairs = [piece for piece in asked.pieces if len(piece) == PIECES[0]]
    for pair in pairs:
        infos = opened.holding_pair(pair[0], pair[1])
        weight = math.log(1 + len(opened.infos) / (len(infos) or 1))
        for info in infos:
            votes[info.id] += weight
    best = nlargest(PROPOSED, votes, key=lambda doc: (votes[doc], -opened.order[doc]))
    return [opened.infos[opened.order[doc]] for doc in best]


def _units_with(page: Page, piece: str) -> Iterator[int]:
    text, starts = page.text, page.starts
    at = text.find(piece)
    while at >= 0:
        unit = page.unit_at(at)
        yield unit
        at = text.find(piece, starts[unit + 1])


def _weights(asked: _Asked, units: int) -> dict[str, float]:
    """What each piece weighs: the rarer, the more; pieces that are nowhere weigh nothing."""
    return {piece: math.log(1 + units / often) for piece, often in asked.units_with.items()}


def _weighed(sheet: Sheet, unit: int, asked: _Asked, weights: dict[str, float], whole: float) -> Near | None:
    """A unit by its best stretch; None where that holds too little of the words."""
    text = sheet.page.unit_text(unit)
    places = sorted((at, piece) for piece in weights for at in _places(text, piece))
    best, start, end = _best_stretch(places, weights, 2 * asked.length + NARROW)
    inside = [(at, piece) for at, piece in places if start <= at and at + len(piece) <= end]
    covered = _covered(asked, {piece for _, piece in inside})
    if len(covered) / asked.length < next(least for length, least in HELD if asked.length <= length):
        return None
    # Which words are there counts; how many of them follow one another as they were typed, and what else of them
    # stands further off, only among equals.
    elsewhere = _covered(asked, {piece for _, piece in places}) - covered
    by_word = _sum(covered, asked, weights) + SPREAD * _sum(elsewhere, asked, weights)
    score = (1 - RUNNING) * by_word / _sum(range(asked.length), asked, weights) + RUNNING * best / whole
    if sheet.page.kinds[unit] != BODY:
        score *= PROMINENT
    # Of equals the one that is about nothing else.
    score *= 1 - min(len(text), 2000) / 40_000
    return Near(sheet, unit, min(score, 1.0), tuple(_ranges(inside)))


def _places(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _best_stretch(places: list[tuple[int, str]], weights: dict[str, float], width: int) -> tuple[float, int, int]:
    """The weight of the different pieces in the heaviest stretch of so many characters; its beginning and end."""
    best, counts, weight, left = (0.0, 0, 0), dict.fromkeys(weights, 0), 0.0, 0
    for at, piece in places:
        counts[piece] += 1
        if counts[piece] == 1:
            weight += weights[piece]
        while places[left][0] < at + len(piece) - width:
            gone = places[left][1]
            counts[gone] -= 1
            if not counts[gone]:
                weight -= weights[gone]
            left += 1
        if weight > best[0] + 1e-9:
            best = (weight, places[left][0], at + max(PIECES))
    return best


def _covered(asked: _Asked, found: Iterable[str]) -> frozenset[int]:
    """The words' characters that the pieces found cover."""
    return frozenset[int]().union(*(asked.pieces[piece] for piece in found))


def _sum(characters: Iterable[int], asked: _Asked, weights: dict[str, float]) -> float:
    """What these characters of the words weigh: each as much as the lightest word that it may belong to."""
    by_character: dict[int, float] = {}
    for piece, weight in weights.items():
        if len(piece) == PIECES[0]:
            for at in asked.pieces[piece]:
                by_character[at] = min(by_character.get(at, weight), weight)
    return sum(by_character.get(at, 0.0) for at in characters)


def _ranges(inside: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The places as ranges; those that overlap or touch made one."""
    begin = end = -1
    for at, piece in inside:
        if at > end:
            if end >= 0:
                yield begin, end
            begin, end = at, at + len(piece)
        end = max(end, at + len(piece))
    if end >= 0:
        yield begin, end
