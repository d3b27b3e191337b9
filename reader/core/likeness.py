"""How alike two texts are: bigrams of characters, and what rare ones weigh. Pure; knows blocks, not documents' order.

Chinese is not parted into words, and pairs of neighbouring characters do nearly as well as words at telling what a
clause is about. Texts are folded first, so that width and case do not count and either script can be compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import add
from typing import Final

from reader.core.document import Block
from reader.core.folding import fold_text
from reader.core.late_pattern import late

RUN = late(r"[^\W_]+")
"""Characters that belong together: no bigram reaches over a blank or a punctuation mark."""

_NUMERAL = "〇零一二三四五六七八九十百千两\\d"
NUMBER = late(
    rf"\s*(?:第[{_NUMERAL}]+[编章节条款项](?:之[{_NUMERAL}]+)?"
    rf"|[（(][{_NUMERAL}]+[）)]|[{_NUMERAL}]+[、.．]|[①-⑳])[\s、.．]*"
)
"""The number at the beginning of a clause, with what parts it from the words."""

# Folded brackets, with one more pair inside; and who is responsible, as public writing puts it there.
_BRACKETS = late(r"\(((?:[^()]|\([^()]*\))*)\)")
_BODY = "[^,、:;。]+"
_DUTY = late(
    r"负责$|^(?:牵头|配合|责任|主办|协办|承办|落实)(?:单位|部门)"
    rf"|^{_BODY}(?:局|委|办|厅)\)?$|^{_BODY}(?:[,、]{_BODY})+[局委办厅部署院会区]\)?$"
)
_DASH = late(r"[\s—―–-]+")


def number_length(block: Block) -> int:
    """How many code points of the block's text are its number, with what parts it from the words."""
    text = block.text
    if block.number and text.lstrip().startswith(block.number):
        at = text.index(block.number) + len(block.number)
        rest = re.compile(r"[\s、.．]*").match(text, at)
        return rest.end() if rest else at
    match = NUMBER.match(text) or _DASH.match(text)
    return match.end() if match and match.end() < len(text) else 0


def words_of(block: Block) -> str:
    """The block's text without its number: what stays the same when clauses are only counted anew."""
    return block.text[number_length(block) :]


def folded_words(block: Block, hant: bool = False) -> str:
    """`words_of`, folded."""
    return fold_text(words_of(block), hant)


def without_duties(folded: str) -> str:
    """Folded text, as long as it was, with blanks for who is responsible where that stands in brackets."""
    return _BRACKETS.sub(lambda found: " " * len(found[0]) if _DUTY.search(found[1]) else found[0], folded)


class Numbering(dict[str, int]):
    """A number for each bigram, given when it first comes up. Sets of numbers are quicker than sets of words.

    Two neighbours that do not belong together (see RUN) are no bigram: all of them have the number NONE.
    """

    NONE: Final = -1

    def __init__(self) -> None:
        super().__init__()
        self._next = 0

    def __missing__(self, gram: str) -> int:
        if not gram.isalnum():
            self[gram] = self.NONE
            return self.NONE
        number = self[gram] = self._next
        self._next += 1
        return number


def bigrams(folded: str, numbers: Numbering) -> set[int]:
    """The different bigrams of a folded text, as numbers."""
    found = set(map(numbers.__getitem__, map(add, folded, folded[1:])))
    found.discard(numbers.NONE)
    return found


def once_each(numbers: Numbering) -> Callable[[str], set[int]]:
    """`bigrams`, worked out once for each text: versions of one text have most of theirs in common.

    Who asks again gets the same set, and leaves it as it is.
    """
    known: dict[str, set[int]] = {}

    def of(folded: str) -> set[int]:
        made = known.get(folded)
        if made is None:
            made = known[folded] = bigrams(folded, numbers)
        return made

    return of


def rarity(texts: Sequence[AbstractSet[int]]) -> dict[int, float]:
    """What each bigram weighs: squared inverse document frequency over the texts, for a cosine.

    A bigram of one text only weighs nothing and is left out: no other text can answer it, and there are so many of
    them that they would drown what two texts do share.
    """
    frequency = Counter(chain.from_iterable(texts))
    total = len(texts)
    by_frequency = {f: math.log(1 + total / f) ** 2 for f in set(frequency.values())}
    return {gram: by_frequency[f] for gram, f in frequency.items() if f > 1}


def weight(grams: Iterable[int], weights: Mapping[int, float]) -> float:
    """The weight of bigrams together; each must weigh something."""
    return sum(map(weights.__getitem__, grams))


def dice(a: AbstractSet[int], b: AbstractSet[int]) -> float:
    """0..1: which part of the bigrams of both texts they share, each bigram counting the same."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
