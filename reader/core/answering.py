"""Which clauses of one plan take up a demand of another. Pure.

A demand is a sentence or two; the clause that answers it is longer, speaks of other things too, and often in other
words. So shared wording counts (pairs and runs of three characters, rare ones most), the nearest sentence of a clause
more than all of it, the heading either stands under, and the matter where the words differ. What only tells how things
stand or what was in mind (现状, 形势, 指导思想) answers nothing. What a demand names twice is what it is about: a plan
that never says it hardly answers it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from reader.core import likeness
from reader.core.clause_index import LONG_ENOUGH, headed
from reader.core.document import Block, Document
from reader.core.folding import fold_text
from reader.core.matters import matters_in

ANSWERED: Final = 0.165  # nearness from which on a clause is said to answer; below it is only the nearest there is
LIKELY: Final = 0.28  # from which on it is not marked as doubtful: seven of eight are right then
SENTENCE, WHOLE, HEADING, MATTER = 0.7, 0.3, 0.2, 5.0
"""What the nearest sentence, the whole clause, the heading count; what a matter counts beside a pair of characters."""
UNKNOWN: Final = 0.15  # what wording of a demand weighs that nothing else has
OTHER_MATTER: Final = 0.3  # what a clause loses that names none of the matters of a demand
HALF_KNOWN: Final = 0.6  # of a demand that names no matter
UNNAMED: Final = 0.75  # what is left of nearness where what a demand names twice stands nowhere
NAMED: Final = 5  # characters of such a name; shorter ones (数字乡村) are said in other words as often as not
OF_ONE_THING: Final = 60  # characters of a demand; longer ones name by the way what they are not about
SHORT: Final = 60.0  # weight below which a sentence counts as this heavy: few words share all they have by chance
_NO_ANSWER: Final = re.compile("现状|形势|回顾|成效|问题|背景|指导思想|原则|面临|挑战")
_SENTENCE: Final = re.compile("[。;；\n]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause that may answer a demand. `near`: 0..1."""

    block: str
    near: float

    @property
    def doubtful(self) -> bool:
        """Whether it may be about something else."""
        return self.near < LIKELY


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as what it shares with others: runs of two and three characters, and matters."""

    runs: frozenset[str]
    matters: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Clause:
    block: Block
    whole: _Words
    heading: _Words
    sentences: tuple[_Words, ...]


def _words(folded: str) -> _Words:
    runs = (run[at : at + n] for run in likeness.RUN.findall(folded) for n in (2, 3) for at in range(len(run) - n + 1))
    return _Words(frozenset(runs), matters_in(folded))


def _twice(folded: str) -> Iterator[str]:
    """The runs of as many characters as a name has that stand more than once."""
    runs = likeness.RUN.findall(folded)
    counts = Counter(run[at : at + NAMED] for run in runs for at in range(len(run) - NAMED + 1))
    return (name for name, n in counts.items() if n > 1)


def headings_of(document: Document) -> dict[str, str]:
    """For each block the folded words of the heading it stands under."""
    return {block.id: heading for block, heading in headed(document)}


class Answering:
    """One plan that is asked about the demands of another."""

    def __init__(self, ours: Document, demands: Sequence[str]) -> None:
        """`demands`: their texts, without who is responsible; they say with the plan which words are rare."""
        self._hant = ours.script == "hant"
        self._clauses = tuple(_clauses(ours))
        self._said = frozenset(chain.from_iterable(clause.whole.runs for clause in self._clauses))
        asked = [_words(fold_text(demand, self._hant)) for demand in demands]
        all_words = [*(clause.whole for clause in self._clauses), *asked]
        self._often = Counter(chain.from_iterable(each.runs for each in all_words))
        self._matters = Counter(chain.from_iterable(each.matters for each in all_words))
        self._total = len(all_words)
        self._weights = tuple(
            (self._weight(each.whole), self._weight(each.heading), tuple(map(self._weight, each.sentences)))
            for each in self._clauses
        )

    def nearest(self, demand: str, heading: str = "", most: int = 3) -> list[Answer]:
        """The nearest clauses however far they are."""
        folded = fold_text(demand, self._hant)
        asked, about = _words(folded), _words(heading)
        unknown = sum(1 for run in asked.runs if self._often[run] <= 1)
        weight = self._weight(asked) + UNKNOWN * unknown * math.log(1 + self._total)
        if not weight:
            return []
        matter = sum(map(self._of_matter, asked.matters))
        left = UNNAMED if self._unnamed(folded) else 1.0
        made = [(left * self._near(asked, about, weight, matter, at), -at) for at in range(len(self._clauses))]
        made.sort(reverse=True)
        return [Answer(self._clauses[-at].block.id, min(1.0, near)) for near, at in made[:most]]

    def _unnamed(self, folded: str) -> bool:
        """Whether the demand names something twice that none of the clauses names."""
        if len(folded) > OF_ONE_THING:
            return False
        return any(not self._said.issuperset(name[at : at + 3] for at in range(NAMED - 2)) for name in _twice(folded))

    def _near(self, asked: _Words, about: _Words, weight: float, matter: float, at: int) -> float:
        """How near the clause at that place is; `weight` and `matter` are what the demand and its matters weigh."""
        clause, (own, head, sentences) = self._clauses[at], self._weights[at]
        whole: float = self._shared(asked, clause.whole) / (weight * max(own, 1.0)) ** 0.5
        best: float = max(
            (
                shared / (weight * max(each_weight, SHORT)) ** 0.5
                for each, each_weight in zip(clause.sentences, sentences, strict=True)
                if (shared := self._shared(asked, each))
            ),
            default=0.0,
        )
        heads = self._shared(about, clause.heading)
        if heads:
            heads /= (self._weight(about) * head) ** 0.5
        near = SENTENCE * best + WHOLE * whole + HEADING * heads
        same = sum(map(self._of_matter, asked.matters & clause.whole.matters)) / matter if matter else HALF_KNOWN
        return near * (1 - OTHER_MATTER + OTHER_MATTER * same)

    def _shared(self, a: _Words, b: _Words) -> float:
        return self._sum(a.runs & b.runs, a.matters & b.matters)

    def _weight(self, words: _Words) -> float:
        return self._sum(words.runs, words.matters)

    def _sum(self, runs: Iterable[str], matters: Iterable[int]) -> float:
        # Sorted by how often they stand, so that a sum is the same in every run of the program.
        often = sorted(self._often[run] for run in runs)
        told = sum(math.log(1 + self._total / n) for n in often if n > 1)
        return told + sum(map(self._of_matter, sorted(matters)))

    def _of_matter(self, matter: int) -> float:
        return MATTER * math.log(1 + self._total / max(1, self._matters[matter]))


def _clauses(document: Document) -> Iterator[_Clause]:
    """The clauses that may answer: those of the body that say what is to be done."""
    idle: list[tuple[str, ...]] = []
    hant = document.script == "hant"
    for at, (block, heading) in enumerate(headed(document)):
        if block.kind == "heading":
            if block.number is not None and _NO_ANSWER.search(block.text):
                idle.append((*block.path, block.number))
            continue
        told = any(block.path[: len(each)] == each for each in idle)
        if told or block.kind not in {"paragraph", "bullet", "table"} or len(block.text) < LONG_ENOUGH:
            continue
        if at < document.cover:
            continue
        text = likeness.without_duties(likeness.folded_words(block, hant))
        sentences = tuple(_words(each) for each in _SENTENCE.split(text) if len(each) > 5)
        yield _Clause(block, _words(text), _words(heading), sentences)
