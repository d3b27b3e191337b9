"""Alignment of two documents: which block answers which, by headings, numbers and content. Pure.

Versions of one text keep their order, so the best monotone chain of pairs is chosen, and what was moved is added after
it; different plans put the same matters in different places, so their best pairs are chosen wherever they stand.
Which of the two it is, the texts decide. Must not know how pairs are shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from reader.core import likeness
from reader.core.document import Block, Document
from reader.core.folding import fold_text

Status = Literal["same", "reworded", "only-left", "only-right"]
Side = Literal["left", "right"]

CANDIDATES: Final = 12  # so many of the other side's blocks are weighed for each block
COMMON: Final = 0.25  # bigrams in more than this share of blocks do not propose candidates
CONTENT, HEADING, OUTER = 0.7, 0.3, 0.15  # what content, heading words and the words of the heading above them count
VERSIONS: Final = 0.3  # documents whose text is alike to this share are versions of one text
ALIKE: Final = 0.5  # bigrams shared by blocks that count as alike there
LEAST_VERSION, LEAST_PLAN = 0.22, 0.11  # weakest pair that is still said to correspond
MOVED: Final = 0.6  # how alike a block that changed its place must be
SAME_NUMBER: Final = 0.05
STEP: Final = 0.004  # the least raise of a bid
OTHER_KIND: Final = 0.75  # a heading answered by a clause with a run-in heading
_BODY: Final = frozenset(["paragraph", "bullet"])


@dataclass(frozen=True, slots=True)
class Pair:
    """A block and the one that answers it, or a block without an answer.

    Attributes:
        left, right: block ids; None where this side has nothing.
        similarity: 0..1, which part of the bigrams of both texts they share; 1.0 for the same words.
        score: 0..1, how well they fit together, headings and rare words counting more; 0.0 where alone.
        moved: in versions of one text, whether the block stands elsewhere now.
    """

    left: str | None
    right: str | None
    status: Status
    similarity: float = 0.0
    score: float = 0.0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Opposite:
    """Where the other pane should stand.

    Attributes:
        block: a block of the other side.
        fraction: 0..1, how far through that block.
        gap: how many blocks away from the one asked for the nearest with a counterpart stands; 0 for its own
            counterpart. Where it is not 0, a gap row wants showing.
    """

    block: str
    fraction: float
    gap: int = 0


@dataclass(frozen=True)
class Alignment:
    """Which blocks of two documents answer each other.

    Attributes:
        left, right: document ids.
        versions: whether the two were taken as versions of one text (pairs in order, but for those marked moved).
        pairs: every block of either side once, in the left document's order; what only the right has stands behind
            the pair of what precedes it there.
    """

    left: str
    right: str
    versions: bool
    pairs: tuple[Pair, ...]
    order: tuple[tuple[str, ...], tuple[str, ...]]

    def counterpart(self, side: Side, block: str) -> str | None:
        """The block that answers a block of that side; None for none, or for an unknown block."""
        return self._answers[side].get(block)

    def pair(self, side: Side, block: str) -> Pair | None:
        """The pair that a block of that side stands in."""
        return self._pairs[side].get(block)

    def opposite(self, side: Side, block: str, fraction: float = 0.0) -> Opposite | None:
        """Where the other pane should stand when `block` of `side` is read, `fraction` (0..1) of it being past.

        Without a counterpart the other pane waits at the end of what answers the nearest block before (at the
        beginning of what answers the nearest behind, where there is none before). None where nothing is paired.
        """
        answer = self._answers[side].get(block)
        if answer is not None:
            return Opposite(answer, fraction)
        return self._waiting[side].get(block)

    @cached_property
    def _pairs(self) -> Mapping[Side, Mapping[str, Pair]]:
        return {
            "left": {p.left: p for p in self.pairs if p.left is not None},
            "right": {p.right: p for p in self.pairs if p.right is not None},
        }

    @cached_property
    def _answers(self) -> Mapping[Side, Mapping[str, str]]:
        both = [(p.left, p.right) for p in self.pairs if p.left is not None and p.right is not None]
        return {"left": dict(both), "right": {right: left for left, right in both}}

    @cached_property
    def _waiting(self) -> Mapping[Side, Mapping[str, Opposite]]:
        return {
            "left": _waits(self.order[0], self._answers["left"]),
            "right": _waits(self.order[1], self._answers["right"]),
        }


def _waits(order: tuple[str, ...], answers: Mapping[str, str]) -> dict[str, Opposite]:
    """Where to wait for each block that has no answer."""
    paired = [at for at, block in enumerate(order) if block in answers]
    found: dict[str, Opposite] = {}
    if not paired:
        return found
    for at, block in enumerate(order):
        if block not in answers:
            nth = bisect_left(paired, at)
            near = paired[max(0, nth - 1)]
            found[block] = Opposite(answers[order[near]], 1.0 if near < at else 0.0, abs(at - near))
    return found


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible pair: positions on both sides, how like, how fitting."""

    left: int
    right: int
    similarity: float
    score: float


class _Texts:
    """One document as sets of bigrams: each block's words, its heading's words, and all that stands under it."""

    def __init__(self, document: Document, ids: dict[str, int], hant: bool) -> None:
        self.blocks = document.blocks
        self.words = ["".join(likeness.folded_words(b, hant).split()) for b in self.blocks]
        self.own = [likeness.bigrams(likeness.folded_words(b, hant), ids) for b in self.blocks]
        self.parents = list(_parents(self.blocks))
        self.content = [set(grams) for grams in self.own]
        self.heads: list[set[int]] = []
        self.outer: list[set[int]] = []
        for at, block in enumerate(self.blocks):
            parent = self.parents[at]
            if block.kind == "heading":
                self.heads.append(self.own[at])
            elif block.lead is not None:
                self.heads.append(likeness.bigrams(fold_text(block.lead.cut(block.text), hant), ids))
            else:
                self.heads.append(set() if parent is None else self.heads[parent])
            # The heading above the one whose words count already.
            above = parent if parent is None or block.kind == "heading" or block.lead else self.parents[parent]
            self.outer.append(set() if above is None else self.own[above])
            while parent is not None:
                if self.blocks[parent].kind == "heading":
                    self.content[parent] |= self.own[at]
                parent = self.parents[parent]


def _parents(blocks: Iterable[Block]) -> Iterator[int | None]:
    """For each block the position of the numbered block it stands under."""
    places: dict[tuple[str, ...], int] = {}
    for at, block in enumerate(blocks):
        yield places.get(block.path) if block.path else None
        if block.number is not None:
            places[(*block.path, block.number)] = at


class _Weighing:
    """Two documents on the scales: proposes candidates and says how well they fit."""

    def __init__(self, left: Document, right: Document) -> None:
        ids: dict[str, int] = {}
        hant = "hant" in {left.script, right.script} and left.script != right.script
        self.left, self.right = _Texts(left, ids, hant), _Texts(right, ids, hant)
        self.weights = likeness.rarity([*self.left.own, *self.right.own], len(ids))
        self._norms = {
            id(grams): likeness.weight(grams, self.weights)
            for side in (self.left, self.right)
            for group in (side.content, side.heads, side.outer)
            for grams in group
        }

        self._by_content = self._postings(self.right.content)
        self._by_heads = self._postings(self.right.heads)

    def candidates(self) -> list[_Candidate]:
        """For each left block the right blocks worth weighing, weighed."""
        same = _same_words(self.left.words, self.right.words)
        made: list[_Candidate] = []
        for at, block in enumerate(self.left.blocks):
            likely = same.get(at)
            for other in [likely] if likely is not None else self._likely(at):
                factor = _fit(block, self.right.blocks[other])
                if factor:
                    made.append(self._weighed(at, other, factor))
        return made

    def _likely(self, at: int) -> list[int]:
        """The right positions that share most with a left one, by content and heading words together."""
        left, right = self.left, self.right
        votes: defaultdict[int, float] = defaultdict(float)
        for share, grams, postings, others in (
            (CONTENT, left.content[at], self._by_content, right.content),
            (HEADING, left.heads[at], self._by_heads, right.heads),
        ):
            found: defaultdict[int, float] = defaultdict(float)
            for gram in grams & postings.keys():
                worth = self.weights[gram]
                for other in postings[gram]:
                    found[other] += worth
            for other, shared in found.items():
                votes[other] += share * shared / self._norms[id(others[other])] ** 0.5
        return sorted(votes, key=lambda other: (-votes[other], other))[:CANDIDATES]

    def _postings(self, groups: list[set[int]]) -> dict[int, list[int]]:
        """Where each bigram that weighs something stands, but for those that stand nearly everywhere."""
        postings: dict[int, list[int]] = {}
        for at, grams in enumerate(groups):
            for gram in grams:
                if self.weights[gram]:
                    postings.setdefault(gram, []).append(at)
        most = max(4, int(COMMON * len(groups)))
        return {gram: places for gram, places in postings.items() if len(places) <= most}

    def _weighed(self, at: int, other: int, factor: float) -> _Candidate:
        left, right = self.left, self.right
        if left.words[at] == right.words[other] and left.words[at]:
            similarity = content = 1.0
        else:
            similarity = min(0.999, likeness.dice(left.own[at], right.own[other]))
            content = self._cosine(left.content[at], right.content[other])
        heads = left.heads[at], right.heads[other]
        score = CONTENT * content + HEADING * self._cosine(*heads) if all(heads) else content
        score += OUTER * self._cosine(left.outer[at], right.outer[other])
        return _Candidate(at, other, similarity, score * factor)

    def _cosine(self, a: set[int], b: set[int]) -> float:
        shared = likeness.weight(a & b, self.weights)
        return shared / (self._norms[id(a)] * self._norms[id(b)]) ** 0.5 if shared else 0.0


def _fit(a: Block, b: Block) -> float:
    """How far two kinds of blocks may answer each other: 1 fully, 0 not at all."""
    if a.kind == b.kind or (a.kind in _BODY and b.kind in _BODY):
        return 1.0
    with_lead = (a.kind == "heading" and b.lead is not None) or (b.kind == "heading" and a.lead is not None)
    return OTHER_KIND if with_lead else 0.0


def _same_words(left: list[str], right: list[str]) -> dict[int, int]:
    """Left positions whose words stand just once on either side, and where they stand on the right."""
    counts_left, counts_right = Counter(left), Counter(right)
    places = {words: at for at, words in enumerate(right)}
    return {
        at: places[words]
        for at, words in enumerate(left)
        if len(words) >= 8 and counts_left[words] == 1 and counts_right[words] == 1
    }


def align(left: Document, right: Document) -> Alignment:
    """Which blocks answer each other. Some 100 ms for two documents of 500 blocks."""
    weighing = _Weighing(left, right)
    candidates = weighing.candidates()
    versions = _are_versions(weighing, candidates)
    chosen = _in_order(weighing, candidates) if versions else _anywhere(weighing, candidates)
    return Alignment(
        left.id,
        right.id,
        versions,
        tuple(_rows(weighing, chosen)),
        (tuple(b.id for b in left.blocks), tuple(b.id for b in right.blocks)),
    )


def _are_versions(weighing: _Weighing, candidates: Iterable[_Candidate]) -> bool:
    alike = {c.left for c in candidates if c.similarity >= ALIKE}
    reached = {c.right for c in candidates if c.similarity >= ALIKE}
    found = min(sum(len(weighing.left.words[at]) for at in alike), sum(len(weighing.right.words[at]) for at in reached))
    least = min(sum(map(len, weighing.left.words)), sum(map(len, weighing.right.words)))
    return least > 0 and found / least >= VERSIONS


def _in_order(weighing: _Weighing, candidates: Iterable[_Candidate]) -> dict[_Candidate, bool]:
    """The chain of pairs in both documents' order that weighs most, then what was moved. Value: whether moved."""
    left, right = weighing.left, weighing.right
    worth: dict[_Candidate, float] = {}
    for each in candidates:
        a, b = left.blocks[each.left], right.blocks[each.right]
        score = each.score + (SAME_NUMBER if a.number is not None and a.number == b.number else 0.0)
        if score >= LEAST_VERSION:
            worth[each] = score * (0.5 + min(len(left.words[each.left]), 100) / 200)
    chain = _heaviest_chain(worth, len(right.blocks))
    chosen = dict.fromkeys(chain, False)
    taken = {c.left for c in chain}, {c.right for c in chain}
    for each in sorted(worth, key=lambda c: (-c.score, c.left, c.right)):
        if each.similarity >= MOVED and each.left not in taken[0] and each.right not in taken[1]:
            chosen[each] = True
            taken[0].add(each.left)
            taken[1].add(each.right)
    return chosen


def _heaviest_chain(worth: Mapping[_Candidate, float], width: int) -> list[_Candidate]:
    """The candidates of greatest total worth that rise on both sides. A Fenwick tree holds the best chain up to each place."""
    best: list[tuple[float, _Candidate | None]] = [(0.0, None)] * (width + 1)
    before: dict[_Candidate, _Candidate | None] = {}
    top: tuple[float, _Candidate | None] = (0.0, None)
    # Right positions fall within one left position, so that no chain holds two pairs of it.
    for each in sorted(worth, key=lambda c: (c.left, -c.right)):
        reached: tuple[float, _Candidate | None] = (0.0, None)
        at = each.right
        while at > 0:
            if best[at][0] > reached[0]:
                reached = best[at]
            at &= at - 1
        before[each] = reached[1]
        total = (reached[0] + worth[each], each)
        at = each.right + 1
        while at <= width:
            if total[0] > best[at][0]:
                best[at] = total
            at += at & -at
        if total[0] > top[0]:
            top = total
    chain: list[_Candidate] = []
    last = top[1]
    while last is not None:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _anywhere(weighing: _Weighing, candidates: Iterable[_Candidate]) -> dict[_Candidate, bool]:
    """The pairs of greatest score together, wherever they stand, each block once.

    An auction (Bertsekas 1979): left blocks bid for right ones until none would gain by another. It gives a block its
    second best where another block has nothing else, which taking the best pair first does not.
    """
    wishes: dict[int, list[_Candidate]] = {}
    for each in candidates:
        if each.score >= LEAST_PLAN:
            wishes.setdefault(each.left, []).append(each)
    prices = [0.0] * len(weighing.right.blocks)
    holders: dict[int, _Candidate] = {}
    waiting = sorted(wishes, reverse=True)
    while waiting:
        bidder = waiting.pop()
        gains = sorted(((c.score - LEAST_PLAN - prices[c.right], -c.right, c) for c in wishes[bidder]), key=_first_two)
        gain, _, best = gains[-1]
        if gain < 0:
            continue  # outbid everywhere: stays alone
        second = max(0.0, gains[-2][0]) if len(gains) > 1 else 0.0
        prices[best.right] += gain - second + STEP
        if best.right in holders:
            waiting.append(holders[best.right].left)
        holders[best.right] = best
    return dict.fromkeys(holders.values(), False)


def _first_two(bid: tuple[float, int, _Candidate]) -> tuple[float, int]:
    return bid[0], bid[1]


def _rows(weighing: _Weighing, chosen: Mapping[_Candidate, bool]) -> Iterator[Pair]:
    """Every block once, in the left document's order; what only the right has behind what precedes it there."""
    left, right = weighing.left.blocks, weighing.right.blocks
    by_left = {c.left: c for c in chosen}
    paired = {c.right for c in chosen}
    alone: dict[int, list[Pair]] = {}
    last = -1
    for at, block in enumerate(right):
        if at in paired:
            last = at
        else:
            alone.setdefault(last, []).append(Pair(None, block.id, "only-right"))
    yield from alone.get(-1, ())
    for at, block in enumerate(left):
        found = by_left.get(at)
        if found is None:
            yield Pair(block.id, None, "only-left")
            continue
        status: Status = "same" if found.similarity == 1.0 else "reworded"
        other = right[found.right].id
        yield Pair(block.id, other, status, found.similarity, min(1.0, found.score), chosen[found])
        yield from alone.get(found.right, ())
