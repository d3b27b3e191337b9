"""What of a document is searched: units (a block, or one row of a table), their folded text, and its bigrams.

Owns the version of the analysis: whatever is derived here is derived again when it changes. Knows no index, no query.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Final

from reader.core.document import Block, Document
from reader.core.folding import SEPARATOR, fold, fold_text
from reader.core.span import Span

VERSION: Final = 1

BUCKETS: Final = 1 << 15
"""Bigrams are indexed by bucket, not by name: on 705 laws 153,000 distinct bigrams made an index twice as large as
their text, for 12 % fewer documents to look at than with this many buckets."""

BITS: Final = 21
PAIR: Final = 1 << BITS
"""More than the number of any character: two running are one number, `first * PAIR + second`."""

EIGHTHS: Final = 8
"""Parts of a page of which the index knows by themselves which bigrams stand in them: a bit each. A unit is of the part
in which it begins."""
EVERYWHERE: Final = (1 << EIGHTHS) - 1
_EIGHTH: Final = 3  # bits
_RUNS: Final = tuple(
    tuple((run.start(), run.end()) for run in re.finditer("1+", f"{eighths:08b}"[::-1])) for eighths in range(256)
)
"""For each set of eighths, those that follow one another: the first, and the one behind the last."""

_LANE: Final = 64  # bits: more than the number of two characters, or the sum a bucket is made from, has
_FIRST: Final = 0x9E3779B1
_SECOND: Final = 0x85EBCA6B
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_SO_CODED: Final = re.compile(rb"\[[^\n]*,0\]\n")  # a head that says that the first of these was taken
_SEPARATOR: Final = re.compile(re.escape(SEPARATOR.encode("utf-16-le")))
_CODINGS: Final = ("utf-16-le", "utf-8")  # of a page's text: the first is read at the speed of copying
TITLE, BODY, NO_LEVEL = "T", ".", "9"
_NOT_BODY: Final = re.compile(r"[^.]")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is found as one hit.

    Attributes:
        lead: length of the run-in heading that opens the text; 0 without.
        chapter: number of the outermost heading it stands under, or its own where it is one; empty without.
        row, at: for a table row its number and where the text stands in its block's text.
    """

    block: str
    kind: str
    path: tuple[str, ...]
    text: str
    level: int | None = None
    lead: int = 0
    chapter: str = ""
    row: int | None = None
    at: Span | None = None


def units_of(document: Document) -> tuple[Unit, ...]:
    """The units of a document in reading order; empty ones are left out."""
    made: list[Unit] = []
    for block in document.blocks:
        chapter = block.path[0] if block.path else block.number or "" if block.kind == "heading" else ""
        if block.kind == "table":
            made += _rows(block, chapter)
        elif block.text:
            lead = block.lead.end if block.lead and block.lead.start == 0 else 0
            made.append(Unit(block.id, block.kind, block.path, block.text, block.level, lead, chapter))
    return tuple(made)


def _rows(block: Block, chapter: str) -> list[Unit]:
    spans = block.row_spans()
    if block.rows is not None and len(block.rows) != len(spans):
        # A cell holds a line feed: the lines of the text are no longer the rows, so the table is found as a whole.
        spans = [Span(0, len(block.text))]
    return [
        Unit(block.id, block.kind, block.path, span.cut(block.text), block.level, 0, chapter, row, span)
        for row, span in enumerate(spans)
        if span.cut(block.text)
    ]


@dataclass(frozen=True)
class Page:
    """The folded text of one document's units, as one string.

    Attributes:
        text: the folded units with SEPARATOR between them.
        kinds: one character a unit: TITLE, a digit for a heading of that level, or BODY.
        leads: folded length of the run-in heading, by unit that has one.
        longer: units whose folding changed the length, so that places have to be counted in the original.
    """

    doc: str
    hant: bool
    text: str
    kinds: str
    leads: dict[int, int]
    longer: frozenset[int]

    @property
    def count(self) -> int:
        """Number of units."""
        return len(self.kinds)

    @property
    def parts(self) -> list[str]:
        """The folded units one by one. Parted anew each time: kept, they would be twice the library's text."""
        return self.text.split(SEPARATOR) if self.kinds else []

    @cached_property
    def lengths(self) -> array[int]:
        """Folded length of each unit."""
        return array("I", map(len, self.parts))

    @cached_property
    def starts(self) -> array[int]:
        """Where each unit begins, and one past the end of the last."""
        return array("I", accumulate(map((1).__add__, map(len, self.parts)), initial=0))

    @cached_property
    def prominent(self) -> list[int]:
        """Units that are titles or headings or open with one, ascending."""
        standing_out = {match.start() for match in _NOT_BODY.finditer(self.kinds)}
        return sorted(standing_out.union(self.leads))

    def stretches(self, eighths: int) -> Sequence[tuple[int, int]]:
        """Where in the text the units of some eighths lie, and hardly more: from where an eighth begins, which is
        within a unit of the one before, to the end of its last unit. No two overlap.
        """
        if eighths == EVERYWHERE:
            return ((0, len(self.text)),)
        find, size, end = self.text.find, len(self.text), 0
        made: list[tuple[int, int]] = []
        for first, last in _bounds(eighths, size):
            start = max(first, end)
            end = find(SEPARATOR, max(last, start))
            if end < 0:
                end = size
            made.append((start, end))
        return made

    def unit_at(self, offset: int) -> int:
        """The unit that holds an offset of `text`."""
        return bisect_right(self.starts, offset) - 1

    def unit_text(self, unit: int) -> str:
        """Folded text of a unit."""
        return self.text[self.starts[unit] : self.starts[unit + 1] - 1]

    def dumps(self) -> bytes:
        """As bytes, for the index: a line of JSON, then the text, which is read a hundred times more often."""
        coding, text = 0, self.text.encode(_CODINGS[0], "surrogatepass")
        if text.decode(_CODINGS[0], "surrogatepass") != self.text:  # two halves of a character, each by itself
            coding, text = 1, self.text.encode(_CODINGS[1], "surrogatepass")
        head = [self.doc, self.hant, self.kinds, list(self.leads.items()), sorted(self.longer), coding]
        return _JSON.encode(head).encode("utf-8", "surrogatepass") + b"\n" + text


def page_of(document: Document, units: tuple[Unit, ...] | None = None) -> Page:
    """Folds a document."""
    units = units_of(document) if units is None else units
    hant = document.script != "hans"
    folded = [fold(unit.text, hant) for unit in units]
    kinds = "".join(
        TITLE if u.kind == "title" else BODY if u.kind != "heading" else str(u.level or NO_LEVEL) for u in units
    )
    leads = {at: len(fold_text(u.text[: u.lead], hant)) for at, u in enumerate(units) if u.lead}
    longer = (at for at, f in enumerate(folded) if f.origin is not None)
    text = SEPARATOR.join(f.text for f in folded)
    return Page(document.id, hant, text, kinds, leads, frozenset(longer))


@lru_cache(maxsize=256)
def sought(words: str) -> re.Pattern[bytes]:
    """What `may_hold` looks for: words as they stand in the text that `dumps` wrote."""
    return re.compile(re.escape(words.encode(_CODINGS[0], "surrogatepass")))


def may_hold(
    data: bytes | memoryview, start: int, end: int, words: Iterable[re.Pattern[bytes]], eighths: int = EVERYWHERE
) -> bool:
    """Whether the page that `dumps` wrote, which lies there in the data, may hold all these words in one of some of its
    eighths; a No is sure. Its bytes are looked through as they lie: that takes a fifth of the time in which a page is
    made of them.
    """
    head = _SO_CODED.match(data, start, end)
    if head is None:
        return True
    if eighths == EVERYWHERE:
        return all(each.search(data, start, end) is not None for each in words)
    begin = head.end()
    for first, last in _bounds(eighths, (end - begin) // 2):
        stop = begin + 2 * max(last, 0)
        while (found := _SEPARATOR.search(data, stop, end)) is not None and found.start() - begin & 1:
            stop = found.start() + 1  # the halves of two characters
        stop = end if found is None else found.start()
        if all(each.search(data, begin + 2 * first, stop) is not None for each in words):
            return True
    return False


def page_from(data: bytes) -> Page:
    """The page that `dumps` wrote. Raises ValueError where the bytes are not one."""
    try:
        end = data.find(b"\n")
        values = json.loads((data if end < 0 else data[:end]).decode("utf-8", "surrogatepass"))
        if end >= 0:
            doc, hant, kinds, leads, longer, coding = values
            text = str(memoryview(data)[end + 1 :], _CODINGS[coding], "surrogatepass")
        else:  # as it was written before: all of it JSON
            doc, hant, text, kinds, leads, longer = values
        page = Page(doc, hant, text, kinds, dict(leads), frozenset(longer))
        if len(kinds) != (page.text.count(SEPARATOR) + 1 if kinds else 0):
            raise ValueError("not a page: units and text disagree")
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"not a page: {error}") from error
    return page


def dump_units(units: Iterable[Unit]) -> bytes:
    """Units as bytes, for the index: one JSON list a line, so that one unit can be read without the others."""
    return b"\n".join(map(_dump_unit, units))


def _dump_unit(u: Unit) -> bytes:
    row = [u.block, u.kind, u.path, u.text, u.level, u.lead, u.chapter, u.row, u.at]
    return _JSON.encode(row).encode("utf-8", "surrogatepass")


def unit_from(line: bytes) -> Unit:
    """One unit that `dump_units` wrote. Raises ValueError where the bytes are none."""
    try:
        block, kind, path, text, level, lead, chapter, row, at = json.loads(line.decode("utf-8", "surrogatepass"))
        return Unit(block, kind, tuple(path), text, level, lead, chapter, row, Span(*at) if at else None)
    except TypeError as error:
        raise ValueError(f"not a unit: {error}") from error


def bucket(first: str, second: str) -> int:
    """The bucket of a bigram: the same on every machine and in every run."""
    return (ord(first) * _FIRST + ord(second) * _SECOND >> 12) % BUCKETS


def buckets_along(text: str) -> list[int]:
    """The buckets of all bigrams of a text, in their order."""
    return [(a * _FIRST + b * _SECOND >> 12) % BUCKETS for a, b in pairwise(map(ord, text))]


def buckets_of(page: Page) -> set[int]:
    """The buckets of all bigrams within the units of a page."""
    return set(_buckets_at(page)) - {BUCKETS}


def pairs_of(text: str) -> array[int]:
    """All bigrams of a text, in their order, each as one number."""
    lanes = _lanes_of(text)
    return _from_lanes(lanes * PAIR + (lanes >> _LANE), len(text))[:-1]


def spread_of(page: Page) -> dict[int, int]:
    """By bucket, ascending, in which eighths of a page bigrams of it stand, as bits; only of bigrams within a unit. All
    stand everywhere where a character takes two places as a page lies in its file (`may_hold`).
    """
    buckets, size, starts = _buckets_at(page).tolist(), len(page.text), page.starts
    if len(page.text.encode(_CODINGS[0], "surrogatepass")) != 2 * size:
        return dict.fromkeys(sorted(set(buckets) - {BUCKETS}), EVERYWHERE)
    held, eighths, start = set[int](), bytearray(BUCKETS + 1), 0
    for eighth in range(EIGHTHS):
        end = starts[bisect_left(starts, _begin(eighth + 1, size))] if eighth + 1 < EIGHTHS else size + 1
        here, bit = set(buckets[start:end]), 1 << eighth
        for number in here:
            eighths[number] |= bit
        held |= here
        start = end
    held.discard(BUCKETS)
    return {number: eighths[number] for number in sorted(held)}


def _buckets_at(page: Page) -> array[int]:
    """The bucket of each character of a page with the next; BUCKETS where they are not of one unit."""
    text = page.text
    lanes, mask = _lanes_of(text), int.from_bytes((BUCKETS - 1).to_bytes(_LANE // 8, "little") * len(text), "little")
    found = _from_lanes(lanes * _FIRST + (lanes >> _LANE) * _SECOND >> 12 & mask, len(text))[:-1]  # as `bucket`
    for start in page.starts[1:-1]:
        for at in (start - 2, start - 1):
            if 0 <= at < len(found):
                found[at] = BUCKETS
    return found


def _lanes_of(text: str) -> int:
    """The numbers of all characters side by side in one: what is done to it is done to each of them, in C."""
    values = array("Q", map(ord, text))
    if sys.byteorder == "big":
        values.byteswap()
    return int.from_bytes(values.tobytes(), "little")


def _from_lanes(lanes: int, count: int) -> array[int]:
    """So many numbers that lie side by side in one."""
    values = array("Q", lanes.to_bytes(_LANE // 8 * count, "little"))
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _begin(eighth: int, size: int) -> int:
    """The first place of a text of that size that a unit of the eighth may begin at."""
    return eighth * size + EIGHTHS - 1 >> _EIGHTH


def _bounds(eighths: int, size: int) -> list[tuple[int, int]]:
    """Of the eighths that follow one another, of a text of that size: the first place that a unit of them may begin at,
    and the last.
    """
    return [  # `_begin`, written out for every document that is looked at
        (first * size + EIGHTHS - 1 >> _EIGHTH, (last * size + EIGHTHS - 1 >> _EIGHTH) - 1)
        for first, last in _RUNS[eighths]
    ]
