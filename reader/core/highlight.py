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
from typing import Final

from reader.core.folding import Folded, fold_text, query_forms
from reader.core.query import Near, Number, Words
from reader.core.showing import without_unseen
from reader.core.span import Span

Range = tuple[int, int]

_MIXED: Final = re.compile(r"[0-9] ?[a-z]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for in folded text.

    Attributes:
        plain: the folded words, where each of their characters stands for itself only.
        pattern: otherwise, what matches.
        pieces: for each character of a match the characters it may be, as far as that is fixed: every match has these
            one after another somewhere inside. The index is asked for them.
        gaps: the pieces (by number) behind which a blank may stand or be left out.
    """

    plain: str | None
    pattern: re.Pattern[str] | None
    pieces: tuple[tuple[str, ...], ...]
    gaps: frozenset[int] = frozenset()

    @property
    def fixed(self) -> str:
        """The longest run of characters that stand so, one after another, in every text it stands in; may be empty."""
        if self.plain is not None:
            return self.plain
        runs = [""]
        for at, forms in enumerate(self.pieces):
            runs[-1] += forms[0] if len(forms) == 1 else ""
            if len(forms) > 1 or at in self.gaps:
                runs.append("")
        return max(runs, key=len)

    def ranges(self, text: str, start: int = 0, end: int | None = None) -> list[Range]:
        """Where in this part of the folded text it stands, from left to right, not overlapping."""
        if self.plain is None:
            return [match.span() for match in _pattern(self).finditer(text, start, len(text) if end is None else end)]
        found, size = [], len(self.plain)
        at = text.find(self.plain, start, end)
        while at >= 0:
            found.append((at, at + size))
            at = text.find(self.plain, at + size, end)
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
    forms = tuple(fold_text(text, hant=True)) if hant else query_forms(text)
    if all(map(str.isascii, forms)) and not _MIXED.search("".join(forms)):  # no Han, or no digit beside a letter
        return Needle("".join(forms), None, tuple((c,) for c in forms))
    forms, gaps = _without_loose_blanks(forms)
    if not gaps and all(len(form) == 1 for form in forms):
        return Needle("".join(forms), None, tuple((c,) for c in forms))
    parts = (re.escape(f) if len(f) == 1 else f"[{re.escape(f)}]" for f in forms)
    pattern = "".join(f"{part} ?" if at in gaps else part for at, part in enumerate(parts))
    return Needle(None, re.compile(pattern), tuple(map(tuple, forms)), gaps)


def _without_loose_blanks(forms: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Without the blanks that make no difference, and the characters behind which one may stand.

    People part Latin letters and digits from Han, and a figure from its unit, as they please: 5G 基站, 50G PON. Between
    two letters a blank parts words, unless a figure stands before them in the same run; between two figures it parts
    numbers.
    """
    kept: list[str] = []
    gaps: set[int] = set()
    figured = False  # whether this run of letters and digits had a digit
    for at, form in enumerate(forms):
        before = kept[-1] if kept else ""
        if form == " " and at + 1 < len(forms) and before and _is_loose(before, forms[at + 1], figured):
            continue
        if before and _is_loose(before, form, figured):
            gaps.add(len(kept) - 1)
        figured = _is_alphanumeric(form) and (form.isdigit() or figured)
        kept.append(form)
    return tuple(kept), frozenset(gaps)


def _is_alphanumeric(form: str) -> bool:
    return form.isascii() and form.isalnum()


def _is_loose(before: str, after: str, figured: bool) -> bool:
    """Whether a blank between two characters of a query makes no difference."""
    first, second = _is_alphanumeric(before), _is_alphanumeric(after)
    if first and second:
        return figured and not (before.isdigit() and after.isdigit())
    return (first and _HAN.match(after) is not None) or (second and _HAN.match(before) is not None)


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
