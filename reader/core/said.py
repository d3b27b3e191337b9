"""Sentences that rooms below have said, in the language of who reads them: the window, or the command line. Pure.

Below, a sentence is written once, in simplified Chinese, with its values in it. Here it is recognised by its
words and said again: one catalogue, `said-en.json` and `said-zh_TW.json`, template → template, values as {1}, {2} …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise, product
from typing import Final

from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late

_VALUE: Final = late(r"\{(\d)\}")
_HAN: Final = late("[\u4e00-\u9fff]")
_NAMED: Final = ("“”", "《》")
_DEEPEST: Final = 3  # sentences inside one another
_BRACED: Final = {ord("{"): "\ue000", ord("}"): "\ue001"}  # of values, which are no places for others
_UNBRACED: Final = {0xE000: "{", 0xE001: "}"}
_MOST: Final = 8  # sentences behind each other
_LONGEST: Final = 4000  # characters that are looked at


@dataclass(frozen=True)
class _Template:
    """One sentence.

    Attributes:
        strict, pattern: how it is recognised, where no name holds a quotation mark and where one does.
        numbers: of its values, in order; names: of those that are names, which stay as they are.
    """

    strict: re.Pattern[str]
    pattern: re.Pattern[str]
    numbers: tuple[str, ...]
    names: frozenset[str]
    said: str


class Said:
    """The sentences of one language."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        """`catalogue`: simplified template → template."""
        self._catalogue = catalogue

    @cached_property
    def _templates(self) -> tuple[_Template, ...]:
        """Those with the most words of their own first: they say more exactly what is meant."""
        open_ones = [each for each in self._catalogue.items() if _VALUE.search(each[0])]
        open_ones.sort(key=lambda each: -len(_VALUE.sub("", each[0])))
        return tuple(_template(simplified, said) for simplified, said in open_ones)

    def __call__(self, sentence: str) -> str:
        """The sentence, or several behind each other, in this language; as it is where it is not known."""
        if len(sentence) > _LONGEST or not _HAN.search(sentence):
            return sentence
        parts = re.split(r"(?<=。)(?=.)", sentence, flags=re.DOTALL)
        said = [self._said(part, 0) for part in parts] if len(parts) <= _MOST else [None]
        if None in said and (whole := self._said(sentence, 0)) is not None:
            return whole
        known = [new for new in said if new is not None]
        if not known:
            return sentence
        gap = "" if known[0].endswith("。") else " "
        return gap.join(new if new is not None else part for part, new in zip(parts, said, strict=True))

    def _said(self, words: str, depth: int) -> str | None:
        exact = self._catalogue.get(words)
        if exact is not None:
            return exact
        if depth == _DEEPEST or not _HAN.search(words):
            return None
        likely = None
        # First as if no name had a quotation mark in it, which parts one name from the next.
        for strict, template in product((True, False), self._templates):
            found = (template.strict if strict else template.pattern).fullmatch(words)
            if found is not None:
                made, whole = self._filled(template, found.groups(), depth)
                if whole:
                    return made
                likely = likely or made
        return likely

    def _filled(self, template: _Template, values: tuple[str, ...], depth: int) -> tuple[str, bool]:
        """The sentence with its values said, too; and whether all of them are known that are Chinese."""
        made, whole = template.said, True
        for number, value in zip(template.numbers, values, strict=True):
            told: str | None = value
            if number not in template.names and _HAN.search(value):
                told = self._said(value, depth + 1)
                whole = whole and told is not None
            made = made.replace(f"{{{number}}}", (value if told is None else told).translate(_BRACED))
        return made.translate(_UNBRACED), whole


def _template(simplified: str, said: str) -> _Template:
    pieces = _VALUE.split(simplified)  # words, number, words, number …, words
    literals, numbers = pieces[::2], tuple(pieces[1::2])
    names = {
        number
        for before, number, after in zip(literals, numbers, literals[1:], strict=False)
        if (before[-1:], after[:1]) in {(pair[0], pair[1]) for pair in _NAMED}
    }
    strict, pattern = re.escape(literals[0]), re.escape(literals[0])
    for before, after in pairwise(literals):
        strict += ("([^”]*?)" if before[-1:] == "“" and after[:1] == "”" else "(.*?)") + re.escape(after)
        pattern += "(.*?)" + re.escape(after)
    return _Template(re.compile(strict, re.DOTALL), re.compile(pattern, re.DOTALL), numbers, frozenset(names), said)
