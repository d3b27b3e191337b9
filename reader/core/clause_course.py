"""Which clause of another version a clause became: one to one, split, merged, or gone. Pure.

A clause here is an article with all that stands below it; in texts without articles a numbered clause, else the block.
What becomes of it is told by its blocks: each answers one of the other text, and the clauses these stand in are
weighed by how many of its words they took over.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from reader.core import likeness
from reader.core.alignment import Alignment, Side
from reader.core.articles import Articles, read_articles
from reader.core.citation import clause_label
from reader.core.document import Block, Document

Became = Literal["same", "reworded", "split", "merged", "absent"]

SHARE: Final = 0.3  # of its words that a second clause must have taken over to be one that it was split into
OWN: Final = 0.5  # of a further clause's words that must have come from it
MERGED: Final = 0.3  # of the words of what a clause became that another one must have given
HOLDS: Final = 0.6  # of the words of a clause, or a sentence, that nothing answers, rare ones counting more
LEAST: Final = 0.25  # of its words that must be found again
_SENTENCE: Final = re.compile("(?<=[。；;\n])")
_SENTENCE_LEAST: Final = 12  # bigrams of a sentence that is looked for by itself
_SENTENCE_SHARE: Final = 0.25  # of its clause that it must be
_KEPT, _MORE = 0.45, 0.3  # how much of it is hardly kept, and how much more than before another one must hold
_FEWEST: Final = 8  # bigrams: shorter texts stand in many others


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of one document.

    Attributes:
        head: the block that has its number. blocks: it, and what stands below it.
        label: as it is cited (第十七条).
    """

    head: str
    blocks: tuple[str, ...]
    label: str
    text: str


class Clauses:
    """The clauses of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._articles: Articles = read_articles(document)
        self._order = {block.id: at for at, block in enumerate(document.blocks)}
        self._made: dict[str, Clause] = {}
        self._head_of: dict[str, str] = {}

    def around(self, block: str) -> Clause | None:
        """The clause that a block stands in; None for a block that is not there."""
        head = self._head(block)
        if head is None:
            return None
        if head.id not in self._made:
            blocks = self._blocks(head)
            text = "\n".join(each.text for each in blocks if each.text)
            label = clause_label(self.document, head.id)
            self._made[head.id] = Clause(head.id, tuple(each.id for each in blocks), label, text)
        return self._made[head.id]

    def all(self) -> Iterator[Clause]:
        """Every clause in order."""
        for block in self.document.blocks:
            if block.text and (head := self._head(block.id)) is not None and head.id == block.id:
                clause = self.around(block.id)
                if clause is not None:
                    yield clause

    def _head(self, block: str) -> Block | None:
        article = self._articles.around(block)
        if article is not None:
            return article.head
        here = self._order.get(block)
        if here is None:
            return None
        own = self.document.blocks[here]
        if own.kind == "heading" or own.number is not None or not own.path:
            return own
        for at in range(here - 1, -1, -1):  # an unnumbered paragraph belongs to the clause above it
            other = self.document.blocks[at]
            if other.number is not None and (*other.path, other.number) == own.path:
                return own if other.kind == "heading" else other
        return own

    def _blocks(self, head: Block) -> tuple[Block, ...]:
        article = self._articles.around(head.id)
        if article is not None:
            below = [each for paragraph in article.paragraphs for each in (paragraph.block, *paragraph.blocks)]
            return (head, *(each for each in below if each.id != head.id))
        if head.kind == "heading" or head.number is None:
            return (head,)
        made, under = [head], (*head.path, head.number)
        for block in self.document.blocks[self._order[head.id] + 1 :]:
            if block.path != under or block.number is not None or block.kind == "heading":
                break
            made.append(block)
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Step:
    """What a clause became in another version: the clauses that took over its words, the one that took most first."""

    became: Became
    clauses: tuple[Clause, ...] = ()
    merged: tuple[Clause, ...] = ()


def follow(clause: Clause, here: Clauses, there: Clauses, alignment: Alignment, side: Side) -> Step:
    """What became of a clause. `side`: the one of the alignment that it stands on.

    `merged`: the other clauses of its own text that gave much of their words to the same one.
    """
    texts = _Grams()
    found = _answers(clause, there, alignment, side, texts)
    holding = _Holding(here, there, alignment, _other(side), texts)
    back = _Holding(there, here, alignment, side, texts)
    if not found:
        held = holding.most(texts.of(clause))
        if held is None:
            return Step("absent")
        return Step("merged", (held,), _givers(held, clause, here, alignment, _other(side), texts, back))
    found += _elsewhere(clause, found, holding, texts)
    first = found[0]
    givers = _givers(first, clause, here, alignment, _other(side), texts, back)
    if len(found) > 1:
        return Step("split", tuple(found), givers)
    if givers:
        return Step("merged", (first,), givers)
    same = _words(clause, here.document) == _words(first, there.document)
    return Step("same" if same else "reworded", (first,))


def _elsewhere(clause: Clause, found: list[Clause], holding: _Holding, texts: _Grams) -> list[Clause]:
    """Clauses that took over a sentence which those found have not."""
    own = texts.of(clause)
    made: list[Clause] = []
    for sentence in _SENTENCE.split(clause.text) if len(own) >= _FEWEST else ():
        grams = texts.of_words(sentence)
        kept = max(len(grams & texts.of(each)) for each in (*found, *made)) / max(1, len(grams))
        if len(grams) >= _SENTENCE_LEAST and kept < _KEPT and len(grams) / len(own) >= _SENTENCE_SHARE:
            held = holding.most(grams)
            if held is not None and held not in (*found, *made):
                made.append(held)
    return made


def _answers(clause: Clause, there: Clauses, alignment: Alignment, side: Side, texts: _Grams) -> list[Clause]:
    votes: Counter[str] = Counter()
    heads: dict[str, Clause] = {}
    own = texts.of(clause)
    for block in clause.blocks:
        answer = alignment.counterpart(side, block)
        other = there.around(answer) if answer is not None else None
        pair = alignment.pair(side, block)
        if other is not None and pair is not None:
            heads[other.head] = other
            votes[other.head] += 1
    shares = {key: len(own & texts.of(each)) / max(1, len(own)) for key, each in heads.items()}
    order = sorted(heads, key=lambda key: (-shares[key], -votes[key]))
    if not order or (shares[order[0]] < LEAST and len(own) >= _FEWEST):
        return [heads[order[0]]] if order and alignment.counterpart(side, clause.head) in heads[order[0]].blocks else []
    made = [heads[order[0]]]
    taken = texts.of(made[0])
    for key in order[1:]:
        grams = texts.of(heads[key])
        new = (own & grams) - taken
        if len(new) / max(1, len(own)) >= SHARE and len(own & grams) / max(1, len(grams)) >= OWN:
            made.append(heads[key])
            taken = taken | grams
    return made


def _givers(
    became: Clause, clause: Clause, here: Clauses, alignment: Alignment, side: Side, texts: _Grams, back: _Holding
) -> tuple[Clause, ...]:
    """The other clauses whose words went into one, too: `side` is that of the one they became."""
    whole, first = texts.of(became), texts.of(clause)
    made: dict[str, Clause] = {}
    for block in became.blocks:
        answer = alignment.counterpart(side, block)
        other = here.around(answer) if answer is not None else None
        if other is None or other.head == clause.head or other.head in made:
            continue
        grams = texts.of(other)
        new = (grams & whole) - first
        if len(new) / max(1, len(whole)) >= MERGED and len(grams & whole) / max(1, len(grams)) >= OWN:
            made[other.head] = other
    made.update((each.head, each) for each in _elsewhere(became, [clause], back, texts))
    return tuple(made.values())


class _Holding:
    """The other text, asked which of its clauses took words over: they are in it, and not in what it was before."""

    def __init__(self, here: Clauses, there: Clauses, alignment: Alignment, side: Side, texts: _Grams) -> None:
        self._here, self._there, self._alignment, self._side, self._texts = here, there, alignment, side, texts

    def most(self, grams: set[int]) -> Clause | None:
        """The clause that holds most of some words, rare ones counting more; None where none holds enough."""
        if len(grams) < _FEWEST:
            return None
        weights = self._weights
        whole = sum(weights.get(gram, self._rarest) for gram in grams)
        best, share = None, 0.0
        for each in self._all:
            held = sum(weights[gram] for gram in grams & self._texts.of(each)) / whole
            if held > share:
                best, share = each, held
        if best is None or share < HOLDS:
            return None
        answer = self._alignment.counterpart(self._side, best.head)
        before = self._here.around(answer) if answer is not None else None
        had = len(grams & self._texts.of(before)) / len(grams) if before is not None else 0.0
        return best if len(grams & self._texts.of(best)) / len(grams) - had > _MORE else None

    @cached_property
    def _all(self) -> tuple[Clause, ...]:
        return tuple(self._there.all())

    @cached_property
    def _weights(self) -> Mapping[int, float]:
        counts = Counter(gram for each in self._all for gram in self._texts.of(each))
        return {gram: math.log(1 + len(self._all) / count) for gram, count in counts.items()}

    @cached_property
    def _rarest(self) -> float:
        return math.log(1 + len(self._all))


class _Grams:
    """Clauses as sets of bigrams, each made once."""

    def __init__(self) -> None:
        self._numbers = likeness.Numbering()
        self._made: dict[tuple[str, str], set[int]] = {}

    def of(self, clause: Clause) -> set[int]:
        """The bigrams of its words, without its number."""
        key = (clause.head, clause.text)
        if key not in self._made:
            self._made[key] = self.of_words(likeness.NUMBER.sub("", clause.text, count=1))
        return self._made[key]

    def of_words(self, words: str) -> set[int]:
        """Those of some words."""
        return likeness.bigrams(words, self._numbers)


def _words(clause: Clause, document: Document) -> str:
    blocks: list[Block] = [block for each in clause.blocks if (block := document.block(each)) is not None]
    return "".join("".join(likeness.words_of(block).split()) for block in blocks)


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


# Through all versions


Turn = Literal["first", "same", "renumbered", "reworded", "split", "merged", "added", "absent"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A clause in one version.

    Attributes:
        doc: the version. clauses: what it was or became there; none where it is not there.
        turn: how it came from the version before; "renumbered" where only its number is another.
        beside: of a merged clause the others that went into it, of the version before; of one that was split out of
            another the others that came of that, of this version.
    """

    doc: str
    turn: Turn
    clauses: tuple[Clause, ...]
    beside: tuple[Clause, ...] = ()


def course(
    docs: tuple[str, ...], asked: int, block: str, clauses_of: Callable[[str], Clauses],
    align: Callable[[str, str], Alignment],
) -> tuple[Stage, ...]:  # fmt: skip
    """A clause through versions, oldest first; `asked`: the number of the one that the block stands in.

    Where it is not in a version, the one behind that is asked for it from the last that had it.
    """
    own = clauses_of(docs[asked]).around(block)
    if own is None:
        return ()
    held: dict[int, tuple[Clause, ...]] = {asked: (own,)}
    into: dict[int, tuple[Clause, ...]] = {}  # what else went into it there; what else came out with it
    out: dict[int, tuple[Clause, ...]] = {}
    for numbers, forward in ((range(asked + 1, len(docs)), True), (range(asked - 1, -1, -1), False)):
        last, now = asked, held[asked]
        for at in numbers:
            old, new = (docs[last], docs[at]) if forward else (docs[at], docs[last])
            alignment, side = align(old, new), _SIDES[forward]
            steps = [follow(each, clauses_of(docs[last]), clauses_of(docs[at]), alignment, side) for each in now]
            found = tuple({each.head: each for step in steps for each in step.clauses}.values())
            beside = tuple({each.head: each for step in steps for each in step.merged if each not in now}.values())
            held[at] = found
            (into if forward else out)[at if forward else last] = beside
            if found:
                last, now = at, found
    return tuple(_stages(docs, held, into, out, clauses_of))


_SIDES: Final[dict[bool, Side]] = {True: "left", False: "right"}


def _stages(
    docs: tuple[str, ...], held: dict[int, tuple[Clause, ...]], into: dict[int, tuple[Clause, ...]],
    out: dict[int, tuple[Clause, ...]], clauses_of: Callable[[str], Clauses],
) -> Iterator[Stage]:  # fmt: skip
    """Each stage with how it came from the last one before it that had the clause."""
    before: tuple[Clause, ...] | None = None
    source = ""
    for at, doc in enumerate(docs):
        now, beside = held[at], into.get(at, ()) or out.get(at, ())
        turn: Turn
        if not now:
            turn = "absent"
        elif before is None:
            turn = "first" if at == 0 else "added"
        elif len(now) > len(before) or out.get(at):
            turn = "split"
        elif len(now) < len(before) or into.get(at):
            turn = "merged"
        else:
            same = _all_words(before, clauses_of(source).document) == _all_words(now, clauses_of(doc).document)
            renamed = [each.label for each in before] != [each.label for each in now]
            turn = "reworded" if not same else "renumbered" if renamed else "same"
        yield Stage(doc, turn, now, beside)
        if now:
            before, source = now, doc


def _all_words(clauses: tuple[Clause, ...], document: Document) -> list[str]:
    return [_words(each, document) for each in clauses]
