"""The clauses nearest to some words, found through the index: for libraries too large to be looked through.

The rarest pairs of neighbouring characters propose documents, and these documents' pages say which of their clauses
hold most of the pairs. A question costs what its own words stand in, not what the library holds. Pairs are weighed by
how many documents hold them, which the index knows, where `core.clause_index` counts clauses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from heapq import nlargest
from itertools import pairwise
from typing import Final

from reader.core import likeness
from reader.core.clause_index import EVERYWHERE, HEADING, LONG_ENOUGH, Clause
from reader.core.document import Block, Document, DocumentInfo
from reader.core.folding import SEPARATOR
from reader.core.span import Span
from reader.search.analysis import BODY, TITLE, Page
from reader.search.open_index import OpenIndex

RUNNING: Final = ((3, EVERYWHERE), (6, EVERYWHERE), (6, 1.0))
"""Characters, and the share of the documents they may stand in; the next where these propose too few documents."""
PROPOSING: Final = 64  # of them propose documents: the rarest
DOCUMENTS: Final = 24  # that are looked at
VOTING: Final = 48  # pairs that are looked for in their pages: the rarest
FEW: Final = 8  # documents that what is rare may always stand in
SPARE: Final = 8  # so many times the clauses that are wanted are weighed exactly
WEIGHTS_KEPT: Final = 100_000


class NearClauses:
    """One state of a library, as far as `core.related` asks for it. Not safe to use from several threads at once.

    Everything here that reads the index raises IndexLost.
    """

    def __init__(self, opened: OpenIndex, load: Callable[[str], Document]) -> None:
        """`load` opens a document; only for tables that are found."""
        self._opened, self._load = opened, load
        self._total = len(opened.infos)
        self._held: dict[str, tuple[DocumentInfo, ...]] = {}
        self._weights: dict[str, float] = {}
        self._pages: list[Page] = []  # those the last question was about
        self._text = ""  # of all of them
        self._counts: dict[str, int] = {}  # in them

    def weight(self, gram: str) -> float:
        """What a pair of folded characters weighs here; 0.0 for one that no two documents share."""
        known = self._weights.get(gram)
        if known is None:
            often = self._opened.count_holding(gram[0], gram[1])
            known = math.log(1 + self._total / often) ** 2 if often > 1 else 0.0
            if len(self._weights) >= WEIGHTS_KEPT:
                self._weights.clear()
            self._weights[gram] = known
        return known

    def holds(self, first: str, second: str) -> float:
        """How firmly two characters hold together in the documents that the last question was about."""
        return self._times(first + second) / ((self._times(first) or 1) * (self._times(second) or 1))

    def _times(self, characters: str) -> int:
        known = self._counts.get(characters)
        if known is None:
            known = self._counts[characters] = self._text.count(characters)
        return known

    def nearest(
        self, words: str, heading: str, most: int, leave_out: Callable[[str, str], bool]
    ) -> list[tuple[Clause, float]]:
        """The clauses nearest to folded words under a folded heading, with scores 0..1, best first.

        `leave_out` is asked with document and block id.
        """
        asked = self._weighed(words)
        # What no index has yet proposes nothing; until a segment is made of it, as many of those are looked at.
        infos = [*self._proposed(words, asked), *self._opened.unlisted[:DOCUMENTS]]
        self._pages, self._counts = [self._opened.page(info) for info in infos], {}
        self._text = SEPARATOR.join(page.text for page in self._pages)
        norm = sum(asked.values())
        voting = {gram: asked[gram] for gram in nlargest(VOTING, asked, key=lambda each: asked[each])}
        rough: list[tuple[float, int, int]] = []  # likeness as if each pair of a clause weighed alike, document, unit
        for at, page in enumerate(self._pages):
            for unit, vote in _votes(page, voting).items():
                length = page.lengths[unit]
                if length >= LONG_ENOUGH and page.kinds[unit] == BODY:
                    rough.append((vote / length**0.5, -at, -unit))
        likely: dict[tuple[int, str], tuple[float, int]] = {}
        for _, at, unit in nlargest(most * SPARE, rough):
            page, block = self._pages[-at], self._opened.unit(infos[-at].id, -unit).block
            if leave_out(infos[-at].id, block):
                continue
            theirs = self._weighed(likeness.without_duties(page.unit_text(-unit)))
            shared = sum(weight for gram, weight in theirs.items() if gram in asked)
            near = shared / (sum(theirs.values()) * norm) ** 0.5 if shared else 0.0
            likely[-at, block] = max(likely.get((-at, block), (0.0, 0)), (near, -unit))  # a table's best row
        about, found = self._weighed(heading), []
        for (at, block), (near, unit) in nlargest(most * 3, likely.items(), key=lambda item: item[1]):
            heads = self._cosine(about, self._weighed(_heading(self._pages[at], unit)))
            found.append((min(1.0, (near + HEADING * heads) / (1 + HEADING)), -at, block))
        units = {(at, block): unit for (at, block), (_near, unit) in likely.items()}
        best = (
            (score, self._clause(infos[-at], block, units[-at, block])) for score, at, block in nlargest(most, found)
        )
        return [(clause, score) for score, clause in best if clause is not None]

    def _clause(self, info: DocumentInfo, block_id: str, number: int) -> Clause | None:
        unit, hant = self._opened.unit(info.id, number), info.script == "hant"
        if unit.at is None:  # the unit is all of its block: nothing more is asked of that than its words
            whole = Block(unit.block, unit.kind, unit.text, Span(0, len(unit.text)))
            return Clause(info.id, whole, frozenset(), hant)
        block = self._load(info.id).block(block_id)
        return Clause(info.id, block, frozenset(), hant) if block is not None else None

    def _weighed(self, folded: str) -> dict[str, float]:
        """The pairs of a folded text that weigh something here, in their order."""
        return {gram: weight for gram in dict.fromkeys(_pairs(folded)) if (weight := self.weight(gram))}

    def _proposed(self, words: str, asked: Mapping[str, float]) -> list[DocumentInfo]:
        """The documents that hold most of what is rare in folded words: of some characters running, for two that a
        long document holds stand there by chance. Where hardly anything is rare, longer wording is.
        """
        votes: defaultdict[str, float] = defaultdict(float)
        by_id: dict[str, DocumentInfo] = {}
        for length, share in RUNNING:
            rare = _runs(words, length, asked)
            for run in nlargest(PROPOSING, rare, key=lambda each: rare[each]):
                most = int(max(FEW, share * self._total))
                infos = self._opened.infos_holding(run, most)
                if infos is not None and len(infos) > 1:
                    weight = math.log(1 + self._total / len(infos)) ** 2
                    for info in infos:
                        votes[info.id] += weight
                        by_id[info.id] = info
            if len(votes) >= DOCUMENTS:
                break
        best = nlargest(DOCUMENTS, votes, key=lambda doc: (votes[doc], doc))
        return [by_id[doc] for doc in best]

    @staticmethod
    def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
        shared = sum(weight for gram, weight in a.items() if gram in b)
        return shared / (sum(a.values()) * sum(b.values())) ** 0.5 if shared else 0.0


def _pairs(folded: str) -> Iterator[str]:
    for run in likeness.RUN.findall(folded):
        yield from map("".join, pairwise(run))


def _runs(folded: str, length: int, weights: Mapping[str, float]) -> dict[str, float]:
    """So many characters running of a folded text, none of whose pairs weighs nothing, with what they weigh at most."""
    found: dict[str, float] = {}
    for run in likeness.RUN.findall(folded):
        for at in range(len(run) - length + 1):
            part = run[at : at + length]
            held = [weights.get(pair, 0.0) for pair in map("".join, pairwise(part))]
            if all(held):
                found[part] = max(held)
    return found


def _votes(page: Page, asked: dict[str, float]) -> dict[int, float]:
    """By unit, what the asked pairs that it holds weigh together."""
    votes: defaultdict[int, float] = defaultdict(float)
    text, starts = page.text, page.starts
    for gram, weight in asked.items():
        at = text.find(gram)
        while at >= 0:
            unit = page.unit_at(at)
            votes[unit] += weight
            at = text.find(gram, starts[unit + 1])  # once a unit
    return votes


def _heading(page: Page, unit: int) -> str:
    """Folded words of the run-in heading of a unit, or else of the heading it stands under."""
    lead = page.leads.get(unit)
    if lead:
        return page.unit_text(unit)[:lead]
    above = next((at for at in range(unit - 1, -1, -1) if page.kinds[at] not in {BODY, TITLE}), None)
    return page.unit_text(above) if above is not None else ""
