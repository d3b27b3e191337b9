"""Clean lines to blocks: what each line is, its number, its place under the headings, its run-in heading.

Reads text, never changes it. Headings that the source lacks are found in `gaps`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.span import Span
from reader.ingest.form.clause import Clause
from reader.ingest.form.front import Front
from reader.ingest.form.gaps import Gap, missing_headings
from reader.ingest.form.headings import asked_sections, headed, listed, mere_items, named_sections, spoken_sections
from reader.ingest.form.numbering import UNDER_ARTICLES, Number, numbered
from reader.ingest.form.tables import ROW_MARK, SPANS, rows_of
from reader.ingest.hints import Hints
from reader.ingest.lines import Line, lines_of
from reader.ingest.traced import TracedText
from reader.script import to_simplified

_BULLET = late(r"(?:——|-(?=[\u4e00-\u9fff“《])|[•·●■◆▲▪◦○★☆➢►✓]\s*)(?=\S)")
_STOPS = late(r"[。；！？]")
_HEADING_LENGTH = 60
_LEAD_LENGTH = 25
_NUMBERED_LEAD_LENGTH = 45
_ID_LOOKS_AT = 96  # characters; marks among them do not count, so a few more than the 32 that do
_ID_WORDS = 32  # characters
_DEEPEST = 5
_HIGHEST = frozenset(["part", "chapter", "section", "article", "han-formal", "decimal"])
"""Forms of numbers that stand above 一、 where a document has them."""
_NO_WORD = late(r"[\W_]+")
_MARKS = late("[，。、；：（）“”《》\u3000]+")
_NO_HINTS = Hints()
_NO_LEAD = late(r"^(?:各位|同志们|到|截至|目前|当前|近年来|其中|同时|此外|力争)|\d{4}年")


def clauses_of(value: str | TracedText, hints: Hints = _NO_HINTS) -> list[Clause]:
    """Every line of the clean text with its kind. Tables are one clause. `hints`: what the source says of its lines."""
    text = value if isinstance(value, str) else value.text
    lines = [line for line in lines_of(value) if line.text]
    keys = _keys(text, lines)
    levels = [None] * len(lines) if isinstance(value, str) else hints.levels(value, lines)
    numbers = _run_on([_as_written(numbered(key), key, line.text) for key, line in zip(keys, lines, strict=True)], keys)
    front = Front(keys, numbers, levels)
    kinds = [
        "table" if "\t" in line.text or ROW_MARK in line.text else front.kind(index) for index, line in enumerate(lines)
    ]
    whole = _forms(numbers)
    out: list[Clause] = []
    for low, high in _parts(keys, kinds):
        part = whole if (low, high) == (0, len(lines)) else _forms(numbers[low:high], whole)
        made = []
        for index in range(low, high):
            line, kind = lines[index], kinds[index]
            span = Span(line.start, line.end)
            if kind is None:
                made.append(_body(span, line.text, numbers[index], part, levels[index]))
            else:
                made.append(Clause(span, line.text.replace(ROW_MARK, "\n"), kind))
        made = headed(mere_items(made, levels[low:high]), part.lawlike)
        made = named_sections(made, part.lawlike)
        out += asked_sections(spoken_sections(made, part.lawlike))
    return listed(out)


def _parts(keys: Sequence[str], kinds: Sequence[str | None]) -> list[tuple[int, int]]:
    """Ranges of lines that are numbered for themselves: the document, and each attachment behind it with a title."""
    begin = [
        index - 1 for index, kind in enumerate(kinds)
        if kind == "title" and index > 1 and kinds[index - 1] == "note" and _ATTACHED.match(keys[index - 1])
    ]  # fmt: skip
    cuts = [0, *begin, len(kinds)]
    return [(low, high) for low, high in itertools.pairwise(cuts) if high > low]


_ATTACHED = late(r"^附(?:件|表|录)\s*[\d一二三四五六七八九十A-H]{0,3}(?:[-－—]\d{1,2})?\s*[：:]?$")


def _forms(numbers: Sequence[Number | None], whole: _Forms | None = None) -> _Forms:
    """What the numbers of a document or of a part of it tell. A part without articles or chapters is counted for
    itself; one that has some is as the `whole` document is.
    """
    forms = Counter(number.form for number in numbers if number is not None)
    if whole is None:
        few = forms["article"] == _LAWLIKE - 1 and not forms["han"]
        return _Forms(forms["article"] >= _LAWLIKE or few, _deeper(forms), _counts_paragraphs(numbers))
    deeper = whole.deeper if any(forms[form] for form in ("chapter", "part", "han-formal")) else 0
    return _Forms(whole.lawlike and bool(forms["article"]), deeper, whole.counted)


def _counts_paragraphs(numbers: Sequence[Number | None]) -> bool:
    """Whether 一、 stands right below the number of an article twice or more often."""
    found = [number for number in numbers if number is not None]
    pairs = itertools.pairwise(found)
    return sum(a.form == "article" and b.form == "han" and b.value == 1 for a, b in pairs) >= _FEWEST_COUNTED


_FEWEST_COUNTED = 2
_LAWLIKE = 3  # articles


class _Forms(NamedTuple):
    """What the numbers of a whole document tell: whether it is a law, and how many levels stand above 一、."""

    lawlike: bool
    deeper: int
    counted: bool = False
    """Whether the paragraphs of its articles are counted 一、 as in Macao, and their items stand below them."""


_ITEM = late(r"^(\d{1,3})[.．、](?=\d)")
_WHOLE = late(r"^(\d{1,2})[\u4e00-\u9fff][^。；，！？：:;,\d|\t]{1,24}$")
_ANNEX = late(r"^附[\s　]*录[\s　]*([A-H])(?![A-Za-z\d])")
_IN_ANNEX = late(r"^([A-H])(?:\.\d{1,2}){1,3}(?=[\s　]*[\u4e00-\u9fff][^。；，！？：:;,|\t]{1,28}$)")
"""The clauses of an annex of a standard are counted with its letter: A.1 风荷载."""
_DOTTED = 2  # headings like 1.1 that make 1总则 one as well
_AMOUNT = late(r"^\d{1,3}[.．]\d{1,3}(?:[亿万千百元个倍吨公米%％]|$)")


def _wholes(numbers: list[Number | None]) -> None:
    """Makes 1. a decimal where 1.1 stands below it and so throughout: 1. 总则, 1.1 编制目的, 2. 组织体系, 2.1 …"""
    found = [(index, number) for index, number in enumerate(numbers) if number is not None]
    dotted = {number.text for _, number in found if number.form == "decimal"}
    single = {
        index for (index, number), (_, after) in itertools.pairwise(found)
        if number.form == "digit" and after.form == "decimal" and after.text == f"{number.value}.1"
    }  # fmt: skip
    alone = next(iter(single)) if len(single) == 1 else None
    if len(single) < _DOTTED and (alone is None or f"{_value(numbers[alone])}.2" not in dotted):
        return
    last = 0
    for index, number in found:
        # The text counts anew behind a list of contents.
        if number.form == "digit" and (number.value == last + 1 or (number.value == 1 and index in single)):
            last = number.value
            numbers[index] = replace(number, form="decimal")


def _value(number: Number | None) -> int:
    return 0 if number is None else number.value


def _run_on(numbers: list[Number | None], keys: Sequence[str]) -> list[Number | None]:
    """Items whose words begin with a digit (3.5+2水站: …): the count of the items around them tells."""
    _wholes(numbers)
    last = whole = 0
    seen: set[str] = set()
    dotted = (
        sum(number is not None and "." in number.text and number.form == "decimal" for number in numbers) >= _DOTTED
    )
    annex = ""
    for index, number in enumerate(numbers):
        annex = match[1] if keys[index][0] == "附" and (match := _ANNEX.match(keys[index])) else annex
        if number is None and annex and (match := _IN_ANNEX.match(keys[index])) and match[1] == annex:
            numbers[index] = Number("decimal", match[0], int(match[0].rpartition(".")[2]), match.end())
            continue
        if number is not None:
            last = number.value if number.form == "digit" else 0
            whole = number.value if number.form == "decimal" and "." not in number.text else whole
            continue
        match = _WHOLE.match(keys[index]) if dotted else None
        # Behind a list of contents the text counts anew.
        anew = match is not None and match.group(1) == "1" and whole > 1 and keys[index] in seen
        if match is not None:
            seen.add(keys[index])
        if match is not None and (anew or int(match.group(1)) == whole + 1):
            whole = int(match.group(1))
            numbers[index] = Number("decimal", match.group(1), whole, match.end(1))
            continue
        match = _ITEM.match(keys[index])
        if match and last and int(match.group(1)) == last + 1 and not _AMOUNT.match(keys[index]):
            last += 1
            numbers[index] = Number("digit", match.group(1), last, match.end())
    return numbers


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
    if simple == text:
        return [line.text for line in lines]
    return [simple[line.start : line.end] for line in lines]


def _body(span: Span, text: str, number: Number | None, document: _Forms, hinted: int | None) -> Clause:
    if hinted is not None and len(text) <= 2 * _HEADING_LENGTH and (number is None or number.form != "article"):
        level = hinted if number is None else _level(number, document)
        return Clause(span, text, "heading", number, level)
    if number is None:
        bullet = _BULLET.match(text)
        # In a law the first sentence of a paragraph is a sentence, and no heading that runs in.
        lead = None if document.lawlike else _lead(text, bullet.end() if bullet else 0, _LEAD_LENGTH)
        return Clause(span, text, "bullet" if bullet else "paragraph", lead=lead)
    level = _level(number, document)
    rest = text[number.end :]
    short = (
        0 < len(rest) <= _HEADING_LENGTH
        and not _STOPS.search(rest)
        and rest[-1] not in "：，、:,"
        and not (_CONTACT.match(rest) or (number.form in _ITEMS and _VALUED.match(rest)))
        and "@" not in rest
    )
    is_heading = number.form in ("part", "chapter", "section") or (
        short and number.form != "article" and not (document.lawlike and number.form in UNDER_ARTICLES)
    )
    if is_heading:
        return Clause(span, text, "heading", number, level)
    lead = None if number.form == "article" else _lead(text, number.end, _NUMBERED_LEAD_LENGTH)
    return Clause(span, text, "paragraph", number, level, Span(0, lead.end) if lead else None)


_CONTACT = late(
    r"(?:(?:联系|咨询|监督|举报)?电\s*话|传\s*真|(?:电子)?邮箱|电子邮件|E-?mail|邮编|邮政编码|(?:通讯|通信|邮寄|联系)?地址|网址|联系人)(?:（[^（）]{0,20}）)?[：:]",
    re.IGNORECASE,
)
"""Where to write to, in a list with numbers, is no heading."""
_ITEMS = frozenset(["digit", "digit-bracket", "digit-half", "circle"])
_VALUED = late(r"[\u4e00-\u9fff（）]{2,12}：\S")
"""What a list of particulars says: 1.项目编号：QX-2024-01 is no heading."""
_UNDER_PARAGRAPHS = {"han": 4, "han-bracket": 5}


def _level(number: Number, document: _Forms) -> int:
    if document.lawlike and document.counted and number.form in _UNDER_PARAGRAPHS:
        return _UNDER_PARAGRAPHS[number.form]
    level = UNDER_ARTICLES.get(number.form, number.level) if document.lawlike else number.level
    if not document.lawlike and number.form not in _HIGHEST:
        level = min(level + document.deeper, _DEEPEST)
    return level


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
        if clause.kind in _CLOSES or clause.kind in ("note", "contents"):
            stack = []
        if clause.level is not None and (clause.number is not None or clause.kind == "heading"):
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


def ids_under(document: Document, doc_id: str) -> dict[str, str]:
    """What the blocks of a document would be called if it had another id → what they are called in it."""
    ids: Counter[str] = Counter()
    called = {}
    for block in document.blocks:
        made = _block_id(doc_id, block.path, block.number, block.text)
        ids[made] += 1
        called[made if ids[made] == 1 else f"{made}-{ids[made]}"] = block.id
    return called


def _block(doc_id: str, ids: Counter[str], clause: Clause, stack: list[_Open], raw: Span) -> Block:
    path = tuple(x.number for x in stack)
    number = clause.number.text if clause.number else None
    block_id = _block_id(doc_id, path, number, clause.text)
    ids[block_id] += 1
    if ids[block_id] > 1:
        block_id = f"{block_id}-{ids[block_id]}"
    block = Block(block_id, clause.kind, clause.text, raw, clause.level, number, path, clause.lead)
    if clause.kind != "table":
        return block
    return replace(block, text=clause.text.translate(SPANS), rows=rows_of(clause.text))


def _block_id(doc_id: str, path: tuple[str, ...], number: str | None, text: str) -> str:
    """The same for the same opening words in the same place, whatever the width of marks."""
    words = _opening_words(text[: _ID_LOOKS_AT // 2])
    if len(words) <= _ID_WORDS < len(text):  # as a rule half of them hold enough
        words = _opening_words(text[:_ID_LOOKS_AT])
    key = "|".join((doc_id, "/".join(path), number or "", words[:_ID_WORDS]))
    return "b" + hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:9]


def _opening_words(opening: str) -> str:
    """The opening of a block in normal form, letters and digits alone."""
    plain = _MARKS.sub("", opening)  # marks count in no form, and without them most words are in normal form
    shown = plain if unicodedata.is_normalized("NFKC", plain) else unicodedata.normalize("NFKC", opening)
    return _NO_WORD.sub("", shown.lower())
