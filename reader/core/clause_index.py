"""What is known of the clauses of a set of documents, to find those on the same matter. Pure.

Prepared once and then brought up to date with the documents that change; whoever makes it keeps it.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from operator import add, itemgetter
from typing import Final

from reader.core import likeness
from reader.core.document import Block, Document
from reader.core.folding import fold_text

LONG_ENOUGH: Final = 12  # characters a clause must have to be found
EVERYWHERE, MOST_PLACES = 0.2, 4000  # bigrams in more than this share, or number, of clauses propose none
DRIFT: Final = 1.25  # what a library may grow or shrink before all clauses are weighed anew
SPARE: Final = 4  # so many times the clauses that are wanted are weighed exactly
HEADING: Final = 0.35  # what heading words count beside the clause's own


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the index. `heading`: bigrams of the heading it stands under, or of its own run-in heading."""

    doc: str
    block: Block
    heading: frozenset[int]
    hant: bool

    @property
    def matter(self) -> str:
        """Its folded words, without who is responsible."""
        return _matter(self.block, self.hant)


def _matter(block: Block, hant: bool) -> str:
    return likeness.without_duties(likeness.folded_words(block, hant))


class ClauseIndex:
    """What `related` needs to know of a set of documents. `update` costs what has changed; what it answers is what one
    that was made anew would. Not safe to use from several threads at once.

    Memory: some 4 bytes for each different bigram of each clause, beside the documents themselves.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._documents: dict[str, tuple[Document, range]] = {}
        self._order: dict[str, int] = {}
        self._clear()
        self.update(documents)

    def _clear(self) -> None:
        self._clauses: list[Clause | None] = []  # None: of a document that is gone
        self._gone = 0
        self._postings: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._numbers, self._characters = likeness.Numbering(), Counter[str]()
        self._lost = Counter[int]()  # places in postings that are of clauses that are gone
        self._norms = array("d")  # what each clause weighed when `_weighed_for` clauses were there
        self._weighed_for = 0
        self._weights: dict[int, float] = {}  # as far as asked for since the last change

    def __len__(self) -> int:
        return len(self._clauses) - self._gone

    def update(self, documents: Iterable[Document]) -> None:
        """Takes in documents that are new or others now, lets go of those that are not among them."""
        now = {document.id: document for document in documents}
        self._order = {doc: at for at, doc in enumerate(now)}
        gone = [doc for doc, (document, _) in self._documents.items() if now.get(doc) is not document]
        came = [document for doc, document in now.items() if doc not in self._documents or doc in gone]
        if not gone and not came:
            return
        self._weights = {}
        for doc in gone:
            self._forget(doc)
        if 2 * self._gone > len(self._clauses):
            came = list(now.values())
            self._documents = {}
            self._clear()
        for document in came:
            self._add(document)
        self._weigh()

    def _add(self, document: Document) -> None:
        start = len(self._clauses)
        hant = document.script == "hant"
        for block, heading in headed(document):
            if block.kind not in {"paragraph", "bullet", "table"} or len(block.text) < LONG_ENOUGH:
                continue
            matter = _matter(block, hant)
            self._characters.update(set(matter))
            for gram in likeness.bigrams(matter, self._numbers):
                self._postings[gram].append(len(self._clauses))
            about = frozenset(likeness.bigrams(heading, self._numbers))
            self._clauses.append(Clause(document.id, block, about, hant))
        self._documents[document.id] = (document, range(start, len(self._clauses)))

    def _forget(self, doc: str) -> None:
        _, places = self._documents.pop(doc)
        for number in places:
            clause = self._clauses[number]
            assert clause is not None
            self._characters.subtract(set(clause.matter))
            self._lost.update(likeness.bigrams(clause.matter, self._numbers))
            self._clauses[number] = None
        self._gone += len(places)

    def _weigh(self) -> None:
        """Notes what each new clause weighs; all of them where the library has grown or shrunk so that it tells."""
        total = len(self)
        if not self._weighed_for or not 1 / DRIFT < total / self._weighed_for < DRIFT:
            self._weighed_for = total
            self._norms = array("d", bytes(8 * len(self._clauses)))
            for gram, postings in self._postings.items():
                if weight := self._weight(gram):
                    for number in postings:
                        self._norms[number] += weight
            self._weights = {}
        for clause in self._clauses[len(self._norms) :]:
            self._norms.append(self._norm(clause) if clause is not None else 0.0)

    def _norm(self, clause: Clause) -> float:
        return sum(map(self._weight, sorted(likeness.bigrams(clause.matter, self._numbers))))

    def _often(self, gram: int) -> int:
        """How many clauses hold a bigram."""
        return len(self._postings.get(gram, ())) - self._lost[gram]

    def _weight(self, gram: int) -> float:
        """0.0 for a bigram that no two clauses share."""
        known = self._weights.get(gram)
        if known is None:
            often = self._often(gram)
            known = self._weights[gram] = math.log(1 + len(self) / often) ** 2 if often > 1 else 0.0
        return known

    def weight(self, gram: str) -> float:
        """What a bigram of folded text weighs here; 0.0 for one that no two clauses share."""
        return self._weight(self._numbers.get(gram, -1))

    def grams(self, folded: str) -> set[int]:
        """The bigrams of a folded text that weigh something here, as numbers."""
        found: set[int | None] = set()
        for run in likeness.RUN.findall(folded):
            found.update(map(self._numbers.get, map(add, run, run[1:])))
        return {gram for gram in found if gram is not None and self._weight(gram)}

    def holds(self, first: str, second: str) -> float:
        """How firmly two characters hold together: how often they are neighbours, for how often they stand at all."""
        together = self._often(self._numbers.get(first + second, -1))
        return together / ((self._characters[first] or 1) * (self._characters[second] or 1))

    def nearest(
        self, words: str, heading: str, most: int, leave_out: Callable[[str, str], bool]
    ) -> list[tuple[Clause, float]]:
        """The clauses nearest to folded words under a folded heading, with scores 0..1, best first.

        `leave_out` is asked with document and block id.
        """
        asked, about = self.grams(words), self.grams(heading)
        votes: defaultdict[int, float] = defaultdict(float)
        too_many = max(8, min(MOST_PLACES, int(EVERYWHERE * len(self))))
        for gram in sorted(asked):
            if self._often(gram) <= too_many:
                weight = self._weight(gram)
                for number in self._postings.get(gram, ()):
                    votes[number] += weight
        norm = self._sum(asked)
        rough = nlargest(
            most * 3 * SPARE,
            (
                (vote / (self._norms[n] * norm) ** 0.5, -n)
                for n, vote in votes.items()
                if (clause := self._clauses[n]) is not None and not leave_out(clause.doc, clause.block.id)
            ),
        )
        likely = []
        for _, n in rough:
            clause = self._clauses[-n]
            assert clause is not None
            near = votes[-n] / (self._norm(clause) * norm) ** 0.5
            likely.append(((near, -self._order[clause.doc], n), clause))
        found = []
        for (near, *_), clause in nlargest(most * 3, likely, key=itemgetter(0)):
            heads = self._cosine(about, clause.heading)
            found.append((clause, min(1.0, (near + HEADING * heads) / (1 + HEADING))))
        return nlargest(most, found, key=itemgetter(1))

    def _sum(self, grams: Iterable[int]) -> float:
        return sum(map(self._weight, sorted(grams)))

    def _cosine(self, a: AbstractSet[int], b: AbstractSet[int]) -> float:
        shared = self._sum(a & b)
        return shared / (self._sum(a) * self._sum(b)) ** 0.5 if shared else 0.0


def headed(document: Document) -> Iterator[tuple[Block, str]]:
    """Each block, with the folded words of its run-in heading or else of the heading it stands under."""
    hant = document.script == "hant"
    headings: dict[tuple[str, ...], str] = {}
    for block in document.blocks:
        own = block.lead.cut(block.text) if block.lead else likeness.words_of(block) if block.kind == "heading" else ""
        heading = fold_text(own, hant) if own else headings.get(block.path, "")
        if block.number is not None:
            headings[(*block.path, block.number)] = heading
        yield block, heading
