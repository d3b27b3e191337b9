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
from reader.ingest.gaps import Gap, missing_headings
from reader.ingest.lines import lines_of
from reader.ingest.numbering import LEVELS, UNDER_ARTICLES, Number, numbered
from reader.ingest.tables import ROW_MARK, rows_of
from reader.ingest.titles import is_title

_BULLET = re.compile(r"(?:——|[•·●■◆▲▪◦○★☆➢►✓]\s*)(?=\S)")
_STOPS = re.compile(r"[。；！？]")
_DATE = re.compile(r"^(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二一][〇○零oO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$")
_DOC_NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,14}〔\d{4}〕\d{1,4}号$")
_DAMAGED_NUMBER = re.compile(r"^[\u4e00-\u9fff]{2,12}[发字函令][〔\[]\d{4,8}号?$")
_SALUTATION = re.compile(r"^(?:各|省|市|区|县|国务院|有关|局|委|机关|本市|全市|中央|滨海|直属)[^。；]{0,120}[：:]$")
_NOTE = re.compile(r"^(?:[（(]此[件文][^（）()]{1,20}[）)]|抄送[：:]|抄报[：:]|主送[：:]|附件[：:]|.{2,40}\d{4}年\d{1,2}月\d{1,2}日印发$)")
_ORGAN = re.compile(
    r"^[^，。；：、（）《》\d]{2,30}(?:人民政府|政府|办公厅|办公室|委员会|局|厅|部|院|国务院|管委会|党组|工委|领导小组|集团|公司|大学|中心|协会)$"
)
_HEADING_LENGTH = 60
_LEAD_LENGTH = 25
_NUMBERED_LEAD_LENGTH = 45
_ID_LOOKS_AT = 96  # characters; marks among them do not count, so a few more than the 32 that do
_NO_LEAD = re.compile(r"^(?:到|截至|目前|当前|近年来|其中|同时|此外|力争)|\d{4}年")


@dataclass(frozen=True, slots=True)
class Clause:
    """A line and what it is; `span` is its place in the clean text. A block is made of it once its place is known."""

    span: Span
    text: str
    kind: str
    number: Number | None = None
    level: int | None = None
    lead: Span | None = None


def clauses_of(text: str) -> list[Clause]:
    """Every line of the clean text with its kind. Tables are one clause."""
    lines = [line for line in lines_of(text) if line.text]
    lawlike = sum(1 for line in lines if (n := numbered(line.text)) and n.form == "article") >= 3
    out: list[Clause] = []
    in_body = False
    for index, line in enumerate(lines):
        span = Span(line.start, line.end)
        clause = _table(span, line.text) or _front_or_back(span, line.text, in_body, index, [x.text for x in lines[index + 1 : index + 4]])
        if clause is None:
            clause = _body(span, line.text, lawlike)
            in_body = True
        elif clause.kind in ("title", "date", "signature") or (clause.kind == "note" and text_is_aside(clause.text)):
            in_body = False  # what follows may be the plan that a notice carries
        out.append(clause)
    return out


def text_is_aside(text: str) -> bool:
    """Whether a note is the one in brackets under the date (此件主动公开)."""
    return text[0] in "（("


def _table(span: Span, text: str) -> Clause | None:
    return Clause(span, text.replace(ROW_MARK, "\n"), "table") if "\t" in text or ROW_MARK in text else None


def _front_or_back(span: Span, text: str, in_body: bool, index: int, following: list[str]) -> Clause | None:
    """Title, document number, salutation, signature, date or colophon; None for what belongs to the body."""
    if _DOC_NUMBER.match(text) or _DAMAGED_NUMBER.match(text):
        return Clause(span, text, "doc_number")
    if _NOTE.match(text):
        return Clause(span, text, "note")
    if _DATE.match(text):
        return Clause(span, text, "date")
    if _ORGAN.match(text) and numbered(text) is None and following and (_DATE.match(following[0]) or _ORGAN.match(following[0])):
        return Clause(span, text, "signature")
    if is_title(text) and (not in_body or _attachment_begins(following)):
        return Clause(span, text, "title")
    if not in_body and index < 12 and _SALUTATION.match(text):
        return Clause(span, text, "salutation")
    return None


def _attachment_begins(following: list[str]) -> bool:
    """Whether a title in the middle of the text opens a new part: a first chapter or a preamble follows, no table."""
    first = following[0] if following else ""
    number = numbered(first)
    opens = number is not None and number.value == 1 and number.form in ("han", "chapter", "part")
    return opens or (len(first) > 80 and "\t" not in first)


def _body(span: Span, text: str, lawlike: bool) -> Clause:
    number = numbered(text)
    if number is None:
        bullet = _BULLET.match(text)
        lead = _lead(text, bullet.end() if bullet else 0, _LEAD_LENGTH)
        return Clause(span, text, "bullet" if bullet else "paragraph", lead=lead)
    level = UNDER_ARTICLES.get(number.form, LEVELS[number.form]) if lawlike else LEVELS[number.form]
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

    `holds`: whether plain paragraphs do too. They stand under a heading or an article, but behind 6.…。 begins something
    new unless it is a bullet.
    """

    level: int
    number: str
    holds: bool = True


RawOf = Callable[[Span], Span]


def blocks_of(clauses: Sequence[Clause], doc_id: str, raw_of: RawOf) -> tuple[list[Block], list[Gap]]:
    """The clauses as blocks with path and id, and an empty placeholder for every heading that the source lacks."""
    gaps = missing_headings(clauses)
    before = {gap.before: gap for gap in gaps}
    made: list[Block] = []
    stack: list[_Open] = []
    ids: Counter[str] = Counter()
    for index, clause in enumerate(clauses):
        if gap := before.get(index):
            stack = [x for x in stack if x.level < gap.level]
            point = raw_of(Span(clause.span.start, clause.span.start)).start
            made.append(_block(doc_id, ids, Clause(Span(0, 0), "", "heading", gap.number, gap.level), stack, Span(point, point)))
            stack.append(_Open(gap.level, gap.number.text))
        if clause.kind in ("title", "signature", "date", "doc_number") or (clause.kind == "note" and not clause.text.startswith("附件")):
            stack = []
        if clause.number is not None and clause.level is not None:
            level = clause.level
            stack = [x for x in stack if x.level < level]
        if clause.number is None and clause.kind == "paragraph":
            while stack and not stack[-1].holds:
                stack.pop()
        made.append(_block(doc_id, ids, clause, stack, raw_of(clause.span)))
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
    words = "".join(c for c in unicodedata.normalize("NFKC", text[:_ID_LOOKS_AT]).lower() if c.isalnum())[:32]
    key = "|".join((doc_id, "/".join(path), number or "", words))
    return "b" + hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:9]
