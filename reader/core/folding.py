"""Folding: what makes two ways of writing meet in a search. Owns the rule that says which characters count as the same.

Folded text is NFKC (width, ligatures, circled numbers), case-folded, and simplified character by character without
regard to context, so that it can be computed for any piece of text and compared by plain substring search. Must not
look at words: OpenCC does, and gives one character different partners in different phrases.

How a search is exact all the same: the text keeps apart what simplified text keeps apart (着 and 著, 干 and 乾,
坐 and 座), and a *query* character stands for every character that some OpenCC configuration may have made it from.
So 著 finds 著 and 着 (Taiwan and Hong Kong write both 著) while 着 finds 着 only, and 著名 does not turn up under 着.
Documents issued in traditional script are folded more coarsely (`hant`), since their 著 may be either.

The tables in `folding_table`:
    SIMPLIFIED: a traditional character and its simplified one.
    INSIDE: a query character, followed by what it may stand for within a longer query.
    ALONE: the same for a query that is this one character (conversion of single characters knows no phrases).
    MERGED: the representative of a family of characters that are linked by any conversion, where it is not SIMPLIFIED.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache

from reader.core import folding_table as table
from reader.core.late_dataclass import dataclass
from reader.core.span import Span

SEPARATOR = "\uffff"
"""Stands between folded texts that are searched as one; no folded text contains it."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and where each of its characters came from.

    Attributes:
        origin: for each folded character and for the end, the offset of its source in code points; None where both
            texts are equally long and the offsets are the same.
    """

    text: str
    origin: array[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The source range of folded range [start, end): whole source characters, never a part of one."""
        if self.origin is None:
            return Span(start, end)
        return Span(self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start])


class _Table(dict[int, str]):
    """For `str.translate`: works out a character when it first comes up, and knows it from then on."""

    def __init__(self, script: dict[str, str]) -> None:
        super().__init__()
        self._script = script

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code), self._script)
        self[code] = folded
        return folded


def _fold_character(character: str, script: dict[str, str]) -> str:
    was, now = "", character
    while was != now:  # case folding may give what NFKC changes again; ends because both only ever simplify
        was = now
        now = "".join(script.get(c, c) for c in unicodedata.normalize("NFKC", now).casefold())
    return now.replace(SEPARATOR, "\ufffe")


@cache
def _table(hant: bool) -> _Table:
    script = dict(zip(table.SIMPLIFIED_FROM, table.SIMPLIFIED_TO, strict=True))
    if hant:
        script |= zip(table.MERGED_FROM, table.MERGED_TO, strict=True)
    return _Table(script)


def fold_text(text: str, hant: bool = False) -> str:
    """The folded text alone."""
    return text.translate(_table(hant))


def fold(text: str, hant: bool = False) -> Folded:
    """The folded text with its way back.

    Args:
        text: canonical text, or a query.
        hant: whether the text was issued in traditional script.
    """
    folding = _table(hant)
    folded = text.translate(folding)
    if len(folded) == len(text):  # a character never folds to nothing, so each became exactly one
        return Folded(folded)
    origin = array("i", (at for at, c in enumerate(text) for _ in folding[ord(c)]))
    origin.append(len(text))
    return Folded(folded, origin)


@cache
def _alternatives(alone: bool) -> dict[str, str]:
    return {entry[0]: entry[1:] for entry in (table.ALONE if alone else table.INSIDE).split(" ")}


def query_forms(text: str) -> tuple[str, ...]:
    """What each character of a folded query may stand for in a document issued in simplified script.

    One entry a folded character, each holding one or a few characters; the query matches where every character of
    the folded text is in its entry.
    """
    known = _alternatives(len(text) == 1)
    # Width and case first, as folding does: the tables know plain characters only.
    typed = [unicodedata.normalize("NFKC", c).casefold() for c in text]
    if known.keys().isdisjoint(c for plain in typed for c in plain):
        return tuple(fold_text(text))
    return tuple(form for plain in typed for c in plain for form in ([known[c]] if c in known else fold_text(c)))


@cache
def _simple() -> dict[int, str]:
    return str.maketrans(dict(zip(table.SIMPLIFIED_FROM, table.SIMPLIFIED_TO, strict=True)))


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one by one, nothing else changed: for saying how a query was read."""
    return text.translate(_simple())
