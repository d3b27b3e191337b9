"""Clean lines to blocks: what each line is, its number, its place under the headings, its run-in heading.

Reads text, never changes it. Headings that the source lacks are found in `gaps`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reader.core.document import Block
from reader.core.span import Span
from reader.ingest.clause import Clause
from reader.ingest.front import Front
from reader.ingest.gaps import Gap, missing_headings
from reader.ingest.lines import Line, lines_of
from reader.ingest.numbering import UNDER_ARTICLES, Number, numbered
from reader.ingest.tables import ROW_MARK, rows_of
from reader.script import to_simplified

_BULLET = re.compile(r"(?:——|[•·●■◆▲▪◦○★☆➢►✓]\s*)(?=\S)")
_STOPS = re.compile(r"[。；！？]")
_HEADING_LENGTH = 60
_LEAD_LENGTH = 25
_NUMBERED_LEAD_LENGTH = 45
_ID_LOOKS_AT = 96  # characters; marks among them do not count, so a few more than the 32 that do
_DEEPEST = 5
_HIGHEST = frozenset(["part", "chapter", "section", "article", "han-formal", "decimal"])
"""Forms of numbers that stand above 一、 where a document has them."""
_NO_WORD = re.compile(r"[\W_]+")
_NO_LEAD = re.compile(r"^(?:到|截至|目前|当前|近年来|其中|同时|此外|力争)|\d{4}年")


def clauses_of(text: str) -> list[Clause]:
    """Every line of the clean text with its kind. Tables are one clause."""
    lines = [line for line in lines_of(text) if line.text]
    keys = _keys(text, lines)
    numbers = [_as_written(numbered(key), key, line.text) for key, line in zip(keys, lines, strict=True)]
    forms = Counter(number.form for number in numbers if number is not None)
    lawlike, deeper = forms["article"] >= 3, _deeper(forms)
    front = Front(keys, numbers)
    out: list[Clause] = []
    for index, line in enumerate(lines):
        span = Span(line.start, line.end)
        kind = "table" if "\t" in line.text or ROW_MARK in line.text else front.kind(index)
        if kind is None:
            out.append(_body(span, line.text, numbers[index], lawlike, deeper))
        else:
            out.append(Clause(span, line.text.replace(ROW_MARK, "\n"), kind))
    return out


def _deeper(forms: Counter[str]) -> int:
    """How many levels stand above 一、 in this document: chapters, and sections in them; or 壹、."""
    if forms["chapter"] >= 2 or forms["part"] >= 2:
        return 2 if forms["section"] >= 2 else 1
    return 1 if forms["han-formal"] >= 2 else 0


def _as_written(number: Number | None, key: str, text: str) -> Number | None:
    if number is None or key is text:
        return number
    at = key.find(number.text)
    return replace(number, text=text[at : at + len(number.text)]) if at >= 0 else number


def _keys(text: str, lines: Sequence[Line]) -> list[str]:
    """The lines in simplified script: the words this room knows are."""
    simple = to_simplified(text)
    return [line.text if simple == text else simple[line.start : line.end] for line in lines]


def _body(span: Span, text: str, number: Number | None, lawlike: bool, deeper: int) -> Clause:
    if number is None:
        bullet = _BULLET.match(text)
        lead = _lead(text, bullet.end() if bullet else 0, _LEAD_LENGTH)
        return Clause(span, text, "bullet" if bullet else "paragraph", lead=lead)
    level = UNDER_ARTICLES.get(number.form, number.level) if lawlike else number.level
    if not lawlike and number.form not in _HIGHEST:
        level = min(level + deeper, _DEEPEST)
    rest = text[number.end :]
    short = 0 < len(rest) <= _HEADING_LENGTH and not _STOPS.search(rest) and rest[-1] not in "：，、:,"
    is_heading = number.form in ("part", "chapter", "section") or (
        short and number.form != "article" and not (lawlike and number.form in UNDER_ARTICLES)
    )
    if is_heading:
        return Clause(span, text, "heading", number, level)
    lead = None if number.form == "article" else _lead(text, number.end, _NUMBERED_LEAD_LENGTH)
    return Clause(span, text, "paragraph", number, level, Span(0, lead.end) if lead else None)


def _lead(text: str, start: int, longest: int) -> Span | None:
    """The first sentence where it is a heading that runs into its paragraph: short, and more text follows."""
    stop = text.find("。", start)
    if stop < 0 or not 2 <= stop - start <= longest or len(text) - stop < 6:
        return None
    words = text[start:stop]
    if text[stop + 1] in "（”’" or re.search("[；：！？]", words) or _NO_LEAD.search(words):
        return None
    return Span(0 if start and _BULLET.match(text) is None else start, stop)


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading or numbered paragraph that what follows stands under.

    `holds`: whether plain paragraphs do too. They stand under a heading or an article, but behind 6.…。 begins
    something new unless it is a bullet.
    """

    level: int
    number: str
    holds: bool = True


_CLOSES = ("title", "signature", "date", "doc_number")
"""Kinds that stand under no heading and end what was open."""

RawOf = Callable[[Span], Span]


def blocks_of(clauses: Sequence[Clause], doc_id: str, raw_of: RawOf) -> tuple[list[Block], list[Gap]]:
    """The clauses as blocks with path and id, and an empty placeholder for every heading that the source lacks."""
    gaps = missing_headings(clauses)
    before: dict[int, list[int]] = {}
    for n, gap in enumerate(gaps):
        before.setdefault(gap.before, []).append(n)
    made: list[Block] = []
    stack: list[_Open] = []
    ids: Counter[str] = Counter()
    for index, clause in enumerate(clauses):
        for n in before.get(index, ()):
            gap = gaps[n]
            if not gap.heading:
                continue
            stack = [x for x in stack if x.level < gap.level]
            point = raw_of(Span(clause.span.start, clause.span.start))
            missing = Clause(Span(0, 0), "", "heading", gap.number, gap.level)
            made.append(_block(doc_id, ids, missing, stack, point))
            gaps[n] = replace(gap, block=made[-1].id)
            stack.append(_Open(gap.level, gap.number.text))
        if clause.kind in _CLOSES or clause.kind == "note":
            stack = []
        if clause.number is not None and clause.level is not None:
            level = clause.level
            stack = [x for x in stack if x.level < level]
        if clause.number is None and clause.kind == "paragraph":
            while stack and not stack[-1].holds:
                stack.pop()
        # A preamble, above the first number, has no heading that runs in.
        preamble = not stack and clause.number is None and clause.kind == "paragraph"
        kept = replace(clause, lead=None) if preamble else clause
        made.append(_block(doc_id, ids, kept, stack, raw_of(clause.span)))
        for n in before.get(index, ()):
            if not gaps[n].heading:
                gaps[n] = replace(gaps[n], block=made[-1].id)
        if clause.number is not None and clause.level is not None:
            holds = clause.kind == "heading" or clause.number.form == "article"
            stack.append(_Open(clause.level, clause.number.text, holds))
    return made, gaps


def _block(doc_id: str, ids: Counter[str], clause: Clause, stack: list[_Open], raw: Span) -> Block:
    path = tuple(x.number for x in stack)
    number = clause.number.text if clause.number else None
    block_id = _block_id(doc_id, path, number, clause.text)
    ids[block_id] += 1
    if ids[block_id] > 1:
        block_id = f"{block_id}-{ids[block_id]}"
    block = Block(block_id, clause.kind, clause.text, raw, clause.level, number, path, clause.lead)
    return replace(block, rows=rows_of(clause.text)) if clause.kind == "table" else block


def _block_id(doc_id: str, path: tuple[str, ...], number: str | None, text: str) -> str:
    """The same for the same opening words in the same place, whatever the width of marks."""
    words = _NO_WORD.sub("", unicodedata.normalize("NFKC", text[:_ID_LOOKS_AT]).lower())[:32]
    key = "|".join((doc_id, "/".join(path), number or "", words))
    return "b" + hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:9]
