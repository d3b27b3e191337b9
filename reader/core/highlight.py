"""What in a text matches the words of a query, and where. Decides; finding candidates fast is the index's business.

Works on folded text and gives spans of the original, so that what is counted, marked and opened is always the same.
Pure; must not know blocks, documents or the index.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.core.folding import Folded, fold_text, query_forms
from reader.core.query import Near, Number, Words
from reader.core.showing import without_unseen
from reader.core.span import Span

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for in folded text.

    Attributes:
        plain: the folded words, where each of their characters stands for itself only.
        pattern: otherwise, what matches.
        pieces: for each character of a match the characters it may be, as far as that is fixed: every match has these
            one after another somewhere inside. The index is asked for them.
    """

    plain: str | None
    pattern: re.Pattern[str] | None
    pieces: tuple[tuple[str, ...], ...]

    def ranges(self, text: str) -> list[Range]:
        """Where in the folded text it stands, from left to right, not overlapping."""
        if self.plain is None:
            return [match.span() for match in _pattern(self).finditer(text)]
        found, size = [], len(self.plain)
        at = text.find(self.plain)
        while at >= 0:
            found.append((at, at + size))
            at = text.find(self.plain, at + size)
        return found

    def is_in(self, text: str) -> bool:
        """Whether it stands in the folded text."""
        return self.plain in text if self.plain is not None else _pattern(self).search(text) is not None

    def count(self, text: str) -> int:
        """How often it stands in the folded text, not overlapping."""
        return text.count(self.plain) if self.plain is not None else sum(1 for _ in _pattern(self).finditer(text))


def _pattern(made: Needle) -> re.Pattern[str]:
    assert made.pattern is not None  # a needle has either
    return made.pattern


@lru_cache(maxsize=1024)
def needle(words: Words | Number, hant: bool = False) -> Needle:
    """What to look for in texts issued in simplified script, or with `hant` in traditional script."""
    if isinstance(words, Number):
        return _number(words, hant)
    text = without_unseen(words.text) or words.text
    if hant:
        folded = fold_text(text, hant=True)
        return Needle(folded, None, tuple((c,) for c in folded))
    forms = query_forms(text)
    if all(len(form) == 1 for form in forms):
        return Needle("".join(forms), None, tuple((c,) for c in forms))
    pattern = "".join(re.escape(f) if len(f) == 1 else f"[{re.escape(f)}]" for f in forms)
    return Needle(None, re.compile(pattern), tuple(map(tuple, forms)))


def _number(number: Number, hant: bool) -> Needle:
    agency = fold_text(number.agency, hant)
    pattern = rf"{re.escape(agency)}\s*[〔\[(【]?\s*{number.year}\s*[〕\])】]?\s*第?\s*0*{number.sequence}" + (
        r"\s*号" if number.whole else ""
    )
    return Needle(None, re.compile(pattern), tuple((c,) for c in agency))


def near_ranges(near: Near, text: str, hant: bool = False) -> list[Range]:
    """The ranges of both words that have the other close enough, from left to right."""
    left, right = (needle(side, hant).ranges(text) for side in (near.left, near.right))
    kept = {r for r in left if _close(r, right, near.within)} | {r for r in right if _close(r, left, near.within)}
    return sorted(kept)


def _close(one: Range, others: Sequence[Range], within: int) -> bool:
    """Whether some other range, not overlapping this one, begins or ends at most `within` characters away."""
    after = bisect_left(others, (one[1], 0))
    if after < len(others) and others[after][0] - one[1] <= within:
        return True
    before = bisect_right(others, one[0], key=lambda r: r[1]) - 1
    return before >= 0 and one[0] - others[before][1] <= within


def spans(folded: Folded, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """Ranges of folded text as spans of the original: in order, those that overlap made one."""
    found = ranges if isinstance(ranges, list) else list(ranges)
    if folded.origin is None and len(found) == 1:
        return (Span(*found[0]),)
    return tuple(merged(folded.span(start, end) for start, end in found))


def merged(found: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, overlapping ones made one; those that only touch stay apart."""
    last: Span | None = None
    for span in sorted(found):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
