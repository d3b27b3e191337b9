"""Clauses on the same matter elsewhere in the library, with why; and wording that two documents share. Pure.

Must not know where documents come from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Protocol

from reader.core import likeness
from reader.core.clause_index import Clause, headed
from reader.core.document import Block, Document
from reader.core.folding import Folded, fold
from reader.core.span import Location, Span

LONGEST_ASKED: Final = 3000  # characters of a section that are compared
TERMS: Final = 6  # shared terms that are named
LEAST_TERM, LONGEST_TERM = 2, 24  # characters
SHARED: Final = 12  # characters from which on wording counts as shared
FORMULA: Final = 3  # wording that stands so often in one of the documents is a formula of it
MOST_TRIED: Final = 64  # places of one beginning that are tried for the longest common wording
_FIGURE: Final = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两%.年月日号第个季度末底前后间以上下至到]+")
# How a law is drafted - a name given, a list announced - says nothing of its matter.
_DRAFTING: Final = re.compile(
    r"以?下[简统合]称|[简统合]称|(?:具?有|符合)?(?:下列|以下)(?:各?项)?(?:情[形况]|行为|条件|事项|内容|材料|规定)?(?:之一)?|情形之一"
)
TORN: Final = 8  # characters of a phrase that were torn off, with its mark; more of it are wording of their own
TORN_ITEM: Final = 3  # of an item of a list
_STRETCH: Final = re.compile(r"\S(?:\s?\S)*")  # a stretch without the gaps that responsibilities leave
_PARTING: Final = re.compile(r"[,;:。!?、]")  # folded
_UNIT: Final = re.compile(r"(?:局|委|办|厅|部门?|署|院|会|政府|中心|分行|办公室)等?$")
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


class Clauses(Protocol):
    """A library's clauses, as far as they are asked for here: a `ClauseIndex`, or what answers as one does."""

    def weight(self, gram: str) -> float:
        """What a pair of folded characters weighs; 0.0 for one that nothing shares."""

    def holds(self, first: str, second: str) -> float:
        """How firmly two characters hold together."""

    def nearest(
        self, words: str, heading: str, most: int, leave_out: Callable[[str, str], bool]
    ) -> list[tuple[Clause, float]]:
        """The clauses nearest to folded words under a folded heading, with scores 0..1, best first."""


def related(
    document: Document, block_id: str, index: Clauses, k: int = 8, *, elsewhere: bool = False
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
    heading = next(words for block, words in headed(document) if block.id == block_id)
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


def _terms(here: _Wording, clause: Clause, index: Clauses, hant: bool) -> tuple[Term, ...]:
    """The shared words that speak most for a relation, none of them part of another."""
    weighed: dict[str, Term] = {}
    for left, right, text in here.common(_Wording(clause.doc, (clause.block,), LEAST_TERM, hant, matter=True)):
        for run in likeness.RUN.finditer(text):
            start, end = _word(left, right, run.start(), run.end(), index)
            words = text[start:end]
            weight = sum(index.weight(words[i : i + 2]) for i in range(len(words) - 1))
            if weight and words not in weighed and not (_FIGURE.fullmatch(words) or _DRAFTING.fullmatch(words)):
                there = right.cut(start, end)
                assert there.span is not None
                weighed[words] = Term(there.span.cut(clause.block.text), left.cut(start, end), there, weight)
    chosen: dict[str, Term] = {}
    for words, term in sorted(weighed.items(), key=lambda item: (-item[1].weight, item[0])):
        if len(chosen) < TERMS and not any(words in other or other in words for other in chosen):
            chosen[words] = term
    return tuple(chosen.values())


def _word(left: _Place, right: _Place, start: int, end: int, index: Clauses) -> tuple[int, int]:
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


def _held(index: Clauses, side: _Place, edge: int, other: int) -> float:
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

    def parts_before(self, offset: int) -> bool:
        """Whether a phrase begins there: nothing, a mark or a blank stands before."""
        at = self.start + offset
        return at == 0 or not self.folded.text[at - 1].isalnum()

    def parts_behind(self, offset: int) -> bool:
        """Whether a phrase ends there."""
        at = self.start + offset
        return at >= len(self.folded.text) or not self.folded.text[at].isalnum()


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
    """What the two documents say in the same words, `least` characters or more, in the right document's order.

    Whole phrases, as far as both have them whole. Who is responsible is no wording: lists of units are left out.
    """
    hant = "hant" in {left.script, right.script} and left.script != right.script
    here, there = (_Wording(d.id, d.blocks, least, hant, matter=True) for d in (left, right))
    texts = {block.id: block.text for block in left.blocks}
    found = []
    for a, b, words in here.common(there):
        for stretch in _STRETCH.finditer(words):
            start, end = _phrases(a, b, words, Span(*stretch.span()))
            if end - start < least or _lists_units(words[start:end]):
                continue
            place = a.cut(start, end)
            assert place.span is not None
            text = place.span.cut(texts[a.block])
            formula = max(here.times(words[start:end]), there.times(words[start:end])) >= FORMULA
            found.append(Shared(text, place, b.cut(start, end), formula))
    return tuple(found)


def _phrases(a: _Place, b: _Place, words: str, within: Span) -> Span:
    """The stretch without the beginnings and ends of phrases that go on otherwise in one of the texts."""
    start, end = (each + within.start for each in _without_marks(within.cut(words)))
    if not (a.parts_before(start) and b.parts_before(start)):
        for mark in _PARTING.finditer(words, start, end):
            if mark.end() - start <= (TORN_ITEM if mark[0] == "、" else TORN):
                start = mark.end()
    if not (a.parts_behind(end) and b.parts_behind(end)):
        for mark in reversed(list(_PARTING.finditer(words, start, end))):
            if end - mark.start() <= (TORN_ITEM if mark[0] == "、" else TORN):
                end = mark.start()
    closing, opening = words.find("”", start, end), words.find("“", start, end)
    if closing >= 0 and not 0 <= opening < closing:  # the end of a quotation that began before
        start = closing + 1
    kept = _without_marks(words[start:end])
    return Span(start + kept.start, start + kept.end)


def _lists_units(words: str) -> bool:
    """Whether the words are names of units one after another."""
    items = words.split("、")
    return len(items) > 1 and sum(bool(_UNIT.search(item)) for item in items) * 2 > len(items)


def _without_marks(words: str) -> Span:
    """The wording without marks and blanks at its ends."""
    start, end = 0, len(words)
    while start < end and not words[start].isalnum():
        start += 1
    while end > start and not words[end - 1].isalnum():
        end -= 1
    return Span(start, end)
