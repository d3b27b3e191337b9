"""Clauses on the same matter elsewhere in the library, with why; and wording that two documents share. Pure.

`ClauseIndex` is prepared once from the documents and then brought up to date with those that change; whoever makes it
keeps it. Must not know where documents come from.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate
from operator import add, itemgetter
from typing import Final

from reader.core import likeness
from reader.core.document import Block, Document
from reader.core.folding import Folded, fold, fold_text
from reader.core.span import Location, Span

LONG_ENOUGH: Final = 12  # characters a clause must have to be found
EVERYWHERE, MOST_PLACES = 0.2, 4000  # bigrams in more than this share, or number, of clauses propose none
DRIFT: Final = 1.25  # what a library may grow or shrink before all clauses are weighed anew
SPARE: Final = 4  # so many times the clauses that are wanted are weighed exactly
LONGEST_ASKED: Final = 3000  # characters of a section that are compared
HEADING: Final = 0.35  # what heading words count beside the clause's own
TERMS: Final = 6  # shared terms that are named
LEAST_TERM, LONGEST_TERM = 2, 24  # characters
SHARED: Final = 12  # characters from which on wording counts as shared
FORMULA: Final = 3  # wording that stands so often in one of the documents is a formula of it
MOST_TRIED: Final = 64  # places of one beginning that are tried for the longest common wording
_FIGURE: Final = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两%.年月日号第个季度末底前后间以上下至到]+")
_PARTICLES: Final = frozenset("的和与及等在为对以将并或了是有到从由")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that two clauses share.

    Attributes:
        text: as they stand in the found clause.
        here, there: where they stand in what was asked about, and in the found clause.
        weight: how much they speak for a relation, beside the other terms.
    """

    text: str
    here: Location
    there: Location
    weight: float


@dataclass(frozen=True, slots=True)
class Related:
    """A clause on the same matter.

    Attributes:
        score: 0..1, how near the matter is.
        terms: the shared words that say why, the most telling first.
    """

    location: Location
    score: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The same wording in two documents.

    Attributes:
        text: as it stands on the left.
        left, right: where; spans of one block each.
        formula: whether it stands so often in one of them that it says little (lists of responsible units).
    """

    text: str
    left: Location
    right: Location
    formula: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
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
        self._clauses: list[_Clause | None] = []  # None: of a document that is gone
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
        for block, heading in _headed(document):
            if block.kind not in {"paragraph", "bullet", "table"} or len(block.text) < LONG_ENOUGH:
                continue
            matter = _matter(block, hant)
            self._characters.update(set(matter))
            for gram in likeness.bigrams(matter, self._numbers):
                self._postings[gram].append(len(self._clauses))
            about = frozenset(likeness.bigrams(heading, self._numbers))
            self._clauses.append(_Clause(document.id, block, about, hant))
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

    def _norm(self, clause: _Clause) -> float:
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
    ) -> list[tuple[_Clause, float]]:
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


def _headed(document: Document) -> Iterator[tuple[Block, str]]:
    """Each block, with the folded words of its run-in heading or else of the heading it stands under."""
    hant = document.script == "hant"
    headings: dict[tuple[str, ...], str] = {}
    for block in document.blocks:
        own = block.lead.cut(block.text) if block.lead else likeness.words_of(block) if block.kind == "heading" else ""
        heading = fold_text(own, hant) if own else headings.get(block.path, "")
        if block.number is not None:
            headings[(*block.path, block.number)] = heading
        yield block, heading


def related(
    document: Document, block_id: str, index: ClauseIndex, k: int = 8, *, elsewhere: bool = False
) -> tuple[Related, ...]:
    """The clauses nearest to a block, best first; for a heading, to the first of what stands under it.

    Args:
        index: of the library that the document belongs to: words that only this clause and one other have count most.
        k: how many at most.
        elsewhere: whether to leave out the document's own clauses.
    """
    asked = document.section(block_id)
    if not asked:
        return ()
    lengths = accumulate(len(block.text) for block in asked)
    within = sum(length <= LONGEST_ASKED for length in lengths) if asked[0].kind == "heading" else 1
    asked = asked[: max(1, within)]
    heading = next(words for block, words in _headed(document) if block.id == block_id)
    own = {(document.id, block.id) for block in document.section(block_id)}
    hant = document.script == "hant"
    words = likeness.without_duties("\n".join(likeness.folded_words(block, hant) for block in asked))
    found = index.nearest(
        words, heading, k, lambda doc, block: (doc, block) in own or (elsewhere and doc == document.id)
    )
    here = _Wording(document.id, asked, LEAST_TERM, hant, matter=True)
    reasons = ((clause, score, _terms(here, clause, index, hant)) for clause, score in found)
    # What shares no word that could be named is no relative.
    return tuple(
        Related(Location(clause.doc, clause.block.id), score, terms) for clause, score, terms in reasons if terms
    )


def _terms(here: _Wording, clause: _Clause, index: ClauseIndex, hant: bool) -> tuple[Term, ...]:
    """The shared words that speak most for a relation, none of them part of another."""
    weighed: dict[str, Term] = {}
    for left, right, text in here.common(_Wording(clause.doc, (clause.block,), LEAST_TERM, hant, matter=True)):
        for run in likeness.RUN.finditer(text):
            start, end = _word(left, right, run.start(), run.end(), index)
            words = text[start:end]
            weight = sum(index.weight(words[i : i + 2]) for i in range(len(words) - 1))
            if weight and words not in weighed and not _FIGURE.fullmatch(words):
                there = right.cut(start, end)
                assert there.span is not None
                weighed[words] = Term(there.span.cut(clause.block.text), left.cut(start, end), there, weight)
    chosen: dict[str, Term] = {}
    for words, term in sorted(weighed.items(), key=lambda item: (-item[1].weight, item[0])):
        if len(chosen) < TERMS and not any(words in other or other in words for other in chosen):
            chosen[words] = term
    return tuple(chosen.values())


def _word(left: _Place, right: _Place, start: int, end: int, index: ClauseIndex) -> tuple[int, int]:
    """Common characters [start, end) without particles and torn words at their ends."""

    def torn(outside: int, edge: int, inside: int) -> bool:
        """Whether the character at the edge holds more firmly to its neighbour outside than to the one inside."""
        within = _held(index, left, edge, inside)
        without = [_held(index, side, edge, outside) for side in (left, right)]
        # Where one of the two begins or ends here by a mark, so does a word.
        return min(without) >= 0 and max(without) > within

    while end - start >= LEAST_TERM and (left.at(start) in _PARTICLES or torn(start - 1, start, start + 1)):
        start += 1
    while end - start >= LEAST_TERM and (left.at(end - 1) in _PARTICLES or torn(end, end - 1, end - 2)):
        end -= 1
    return (start, min(end, start + LONGEST_TERM)) if end - start >= LEAST_TERM else (start, start)


def _held(index: ClauseIndex, side: _Place, edge: int, other: int) -> float:
    """How firmly a character holds to its neighbour; -1.0 where that is none or a mark, 1.0 within a Latin word."""
    a, b = side.at(edge), side.at(other)
    if not b.isalnum():
        return -1.0
    if a.isascii() and b.isascii():
        return 1.0
    return index.holds(a, b) if edge < other else index.holds(b, a)


@dataclass(frozen=True, slots=True)
class _Place:
    """Common wording on one side: where it begins in the folded text of a block."""

    doc: str
    block: str
    folded: Folded
    start: int

    def at(self, offset: int) -> str:
        """The folded character so far behind the beginning; empty outside the block."""
        where = self.start + offset
        return self.folded.text[where] if 0 <= where < len(self.folded.text) else ""

    def cut(self, start: int, end: int) -> Location:
        """The place of characters [start, end) of the common wording, in the block's own text."""
        return Location(self.doc, self.block, self.folded.span(self.start + start, self.start + end))


class _Wording:
    """Some blocks' folded texts (or the matter of them only), and where every `least` characters of them begin."""

    def __init__(self, doc: str, blocks: Sequence[Block], least: int, hant: bool, *, matter: bool = False) -> None:
        self.doc, self.blocks, self.least = doc, blocks, least
        self.folded = [fold(block.text, hant) for block in blocks]
        if matter:
            self.folded = [Folded(likeness.without_duties(each.text), each.origin) for each in self.folded]
        self.places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, folded in enumerate(self.folded):
            text = folded.text
            for at in range(len(text) - least + 1):
                self.places[text[at : at + least]].append((number, at))

    def common(self, other: _Wording) -> Iterator[tuple[_Place, _Place, str]]:
        """Wording of at least `least` characters that both have, longest first from where it begins in `other`.

        In the other's order, not overlapping there: where it stands here, there, and the folded words.
        """
        for block, folded in zip(other.blocks, other.folded, strict=True):
            text, at = folded.text, 0
            while at <= len(text) - self.least:
                length, number, start = self._longest(text, at)
                if length:
                    here = _Place(self.doc, self.blocks[number].id, self.folded[number], start)
                    yield here, _Place(other.doc, block.id, folded, at), text[at : at + length]
                at += length or 1

    def _longest(self, text: str, at: int) -> tuple[int, int, int]:
        """Length of the longest wording here that `text` has at `at` (0 for none), and where it stands."""
        best = (0, 0, 0)
        for number, start in self.places.get(text[at : at + self.least], ())[:MOST_TRIED]:
            here = self.folded[number].text
            length, most = self.least, min(len(here) - start, len(text) - at)
            while length < most and here[start + length] == text[at + length]:
                length += 1
            if length > best[0]:
                best = (length, number, start)
        return best

    def times(self, text: str) -> int:
        """How often the rarest part of the wording stands here."""
        return min(len(self.places.get(text[i : i + self.least], ())) for i in range(len(text) - self.least + 1))


def shared_wording(left: Document, right: Document, least: int = SHARED) -> tuple[Shared, ...]:
    """What the two documents say in the same words, `least` characters or more, in the right document's order."""
    hant = "hant" in {left.script, right.script} and left.script != right.script
    here, there = (_Wording(d.id, d.blocks, least, hant) for d in (left, right))
    texts = {block.id: block.text for block in left.blocks}
    found = []
    for a, b, words in here.common(there):
        start, end = _without_marks(words)
        if end - start < least:
            continue
        place = a.cut(start, end)
        assert place.span is not None
        text = place.span.cut(texts[a.block])
        formula = max(here.times(words), there.times(words)) >= FORMULA
        found.append(Shared(text, place, b.cut(start, end), formula))
    return tuple(found)


def _without_marks(words: str) -> Span:
    """The wording without marks and blanks at its ends."""
    start, end = 0, len(words)
    while start < end and not words[start].isalnum():
        start += 1
    while end > start and not words[end - 1].isalnum():
        end -= 1
    return Span(start, end)
