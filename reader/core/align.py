"""Alignment of two documents: which block answers which, by headings, numbers and content. Pure.

Versions of one text keep their order, so the best monotone chain of pairs is chosen, and what was moved is added after
it; different plans put the same matters in different places, so their best pairs are chosen wherever they stand.
Which of the two it is, the texts decide. Must not know how pairs are shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Final, NamedTuple

from reader.core import likeness
from reader.core.alignment import Alignment, Pair, Status
from reader.core.document import Block, Document
from reader.core.folding import fold_text

CANDIDATES: Final = 12  # so many of the other side's blocks are weighed for each block
COMMON, COMMON_MOST = 0.25, 10  # bigrams in more than this share, or number, of blocks do not propose candidates
CONTENT, HEADING, OUTER = 0.73, 0.27, 0.15  # what content, heading words and the words of the heading above them count
LEAST_CONTENT: Final = 0.06  # standing under like headings is not enough
VERSIONS: Final = 0.3  # documents whose text is alike to this share are versions of one text
ALIKE: Final = 0.5  # bigrams shared by blocks that count as alike there
LEAST_VERSION, LEAST_PLAN = 0.22, 0.1  # weakest pair that is still said to correspond
LEAST_ALIKE: Final = 0.1  # blocks that share less of their words are no pair, whatever they stand under
LEAST_TOGETHER: Final = 0.27  # of different plans: what words and place must come to together
MOVED: Final = 0.6  # how alike a block that changed its place must be
SAME_NUMBER: Final = 0.05
STEP: Final = 0.004  # the least raise of a bid
OTHER_KIND: Final = 0.75  # a heading answered by a clause with a run-in heading
_BODY: Final = frozenset(["paragraph", "bullet"])


class _Candidate(NamedTuple):
    """A possible pair: positions on both sides, how like what stands there (rare words counting more), how fitting."""

    left: int
    right: int
    content: float
    score: float


class _Texts:
    """One document as sets of bigrams: each block's words, its heading's words, and all that stands under it."""

    def __init__(self, document: Document, hant: bool, bigrams: Callable[[str], set[int]]) -> None:
        self.blocks = document.blocks
        # With who is responsible: the same units often mean the same matter.
        folded = [likeness.folded_words(b, hant) for b in self.blocks]
        self.words = ["".join(text.split()) for text in folded]
        self.own = [bigrams(text) for text in folded]
        self.parents = list(_parents(self.blocks))
        self.leads = [
            bigrams(fold_text(b.lead.cut(b.text), hant)) if b.lead and b.kind != "heading" else None
            for b in self.blocks
        ]
        self.content: list[set[int]] = []
        self.heads: list[set[int]] = []
        self.outer: list[set[int]] = []

    def keep(self, weights: Mapping[int, float]) -> None:
        """Makes the sets of the bigrams that weigh something."""
        heavy = set(weights)
        own = [grams & heavy for grams in self.own]
        # Those of headings grow by what stands under them.
        self.content = [set(grams) if b.kind == "heading" else grams for b, grams in zip(self.blocks, own, strict=True)]
        for at, block in enumerate(self.blocks):
            parent, lead = self.parents[at], self.leads[at]
            if block.kind == "heading":
                self.heads.append(own[at])
            elif lead is not None:
                self.heads.append(lead & heavy)
            else:
                self.heads.append(set() if parent is None else self.heads[parent])
            # The heading above the one whose words count already.
            above = parent if parent is None or block.kind == "heading" or lead is not None else self.parents[parent]
            self.outer.append(set() if above is None else own[above])
            while parent is not None:
                if self.blocks[parent].kind == "heading":
                    self.content[parent] |= own[at]
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
        self._covers = left.cover, right.cover
        hant = "hant" in {left.script, right.script} and left.script != right.script
        bigrams = likeness.once_each(likeness.Numbering())
        self.left, self.right = _Texts(left, hant, bigrams), _Texts(right, hant, bigrams)
        self.weights = likeness.rarity([*self.left.own, *self.right.own])
        self.left.keep(self.weights)
        self.right.keep(self.weights)
        # A heading's set is that of all that stands under it: once each.
        different = {
            id(grams): grams
            for side in (self.left, self.right)
            for group in (side.content, side.heads, side.outer)
            for grams in group
        }
        self._norms = {key: likeness.weight(grams, self.weights) for key, grams in different.items()}
        self._roots = tuple(
            [self._norms[id(g)] ** 0.5 for g in group] for group in (self.right.content, self.right.heads)
        )
        self._kept: dict[tuple[int, int], float] = {}
        self._same = _same_words(self.left.words, self.right.words)
        asking = [at for at in range(len(left.blocks)) if at not in self._same]
        self._by_content = self._postings(self.right.content, [self.left.content[at] for at in asking])
        self._by_heads = self._postings(self.right.heads, [self.left.heads[at] for at in asking])

    def candidates(self) -> list[_Candidate]:
        """For each left block the right blocks worth weighing, weighed."""
        made: list[_Candidate] = []
        for at, block in enumerate(self.left.blocks):
            likely = self._same.get(at)
            for other in [likely] if likely is not None else self._likely(at):
                # What a notice says of its attachment answers nothing in a plan.
                level = (at < self._covers[0]) == (other < self._covers[1])
                factor = _fit(block, self.right.blocks[other]) if level else 0.0
                weighed = self._weighed(at, other, factor) if factor else None
                if weighed is not None:
                    made.append(weighed)
        return made

    def _likely(self, at: int) -> list[int]:
        """The right positions that share most with a left one, by content and heading words together."""
        votes: defaultdict[int, float] = defaultdict(float)
        for share, grams, postings, roots in (
            (CONTENT, self.left.content[at], self._by_content, self._roots[0]),
            (HEADING, self.left.heads[at], self._by_heads, self._roots[1]),
        ):
            found: defaultdict[int, float] = defaultdict(float)
            for gram in grams:
                worth = self.weights[gram]
                for other in postings.get(gram, ()):
                    found[other] += worth
            for other, shared in found.items():
                votes[other] += share * shared / roots[other]
        return [other for other, _ in sorted(votes.items(), key=itemgetter(1), reverse=True)[:CANDIDATES]]

    def _postings(self, groups: list[set[int]], asking: list[set[int]]) -> dict[int, list[int]]:
        """Where each bigram that is asked for stands, but for those that stand nearly everywhere."""
        postings: dict[int, list[int]] = {}
        asked = set().union(*asking)
        for at, grams in enumerate(groups):
            for gram in grams & asked:
                postings.setdefault(gram, []).append(at)
        most = max(4, min(COMMON_MOST, int(COMMON * len(groups))))
        return {gram: places for gram, places in postings.items() if len(places) <= most}

    def _weighed(self, at: int, other: int, factor: float) -> _Candidate | None:
        left, right = self.left, self.right
        same = left.words[at] == right.words[other] and bool(left.words[at])
        content = 1.0 if same else self._cosine(left.content[at], right.content[other])
        if content < LEAST_CONTENT and left.blocks[at].kind != "heading":
            return None
        heads = left.heads[at], right.heads[other]
        score = CONTENT * content + HEADING * self._kept_cosine(*heads) if all(heads) else content
        score += OUTER * self._kept_cosine(left.outer[at], right.outer[other])
        return _Candidate(at, other, content, score * factor)

    def similarity(self, pair: _Candidate) -> float:
        """0..1: which part of their bigrams the two blocks share; 1.0 for the same words only."""
        if self.left.words[pair.left] == self.right.words[pair.right] and self.left.words[pair.left]:
            return 1.0
        return min(0.999, likeness.dice(self.left.own[pair.left], self.right.own[pair.right]))

    def _kept_cosine(self, a: set[int], b: set[int]) -> float:
        """For headings, which are asked for by all that stands under them."""
        if (id(a), id(b)) not in self._kept:
            self._kept[id(a), id(b)] = self._cosine(a, b)
        return self._kept[id(a), id(b)]

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
    pairs = [c for c in candidates if c.content >= ALIKE / 2 and weighing.similarity(c) >= ALIKE]
    alike, reached = {c.left for c in pairs}, {c.right for c in pairs}
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
        if score >= LEAST_VERSION and weighing.similarity(each) >= LEAST_ALIKE:
            worth[each] = score * (0.5 + min(len(left.words[each.left]), 100) / 200)
    chain = _heaviest_chain(worth, len(right.blocks))
    chosen = dict.fromkeys(chain, False)
    taken = {c.left for c in chain}, {c.right for c in chain}
    for each in sorted(worth, key=lambda c: (-c.score, c.left, c.right)):
        free = each.left not in taken[0] and each.right not in taken[1]
        if free and weighing.similarity(each) >= MOVED:
            chosen[each] = True
            taken[0].add(each.left)
            taken[1].add(each.right)
    return chosen


def _heaviest_chain(worth: Mapping[_Candidate, float], width: int) -> list[_Candidate]:
    """The candidates of greatest total worth that rise on both sides. A Fenwick tree holds the best of each place."""
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
        alike = weighing.similarity(each) if each.score >= LEAST_PLAN else 0.0
        if alike >= LEAST_ALIKE and alike + each.score >= LEAST_TOGETHER:
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
        similarity = weighing.similarity(found)
        status: Status = "same" if similarity == 1.0 else "reworded"
        other = right[found.right].id
        yield Pair(block.id, other, status, similarity, min(1.0, found.score), chosen[found])
        yield from alone.get(found.right, ())
