"""Where a law speaks of its own clauses: 第十二条第二款第（三）项, 前款, 前条, 本办法第五条, 第三章, 附件2, 前段. Pure.

Finds and reads them in a text. Which clause is meant in a document is told by `reader.core.referring`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from reader.core.articles import Key
from reader.core.clause_numbers import numeral
from reader.core.span import Span

Unit = Literal["article", "paragraph", "item", "chapter", "section", "attachment", "part"]

_N: Final = r"(?:\d{1,9}|[〇零一二三四五六七八九十百千两兩]{1,9})"  # one or the other: 第1三条 is no number
_ARTICLE: Final = rf"第(?P<article>{_N})[条條](?:之(?P<of>{_N}))?"
_PARAGRAPH: Final = rf"第(?P<paragraph>{_N})款"
_ITEM: Final = rf"第[（(]?(?P<item>{_N})[）)]?[项項目]"
_HALF: Final = "(?P<half>前段|后段|後段|但书|但書)"
_NUMBERED: Final = re.compile(
    rf"(?:{_ARTICLE})?(?:{_PARAGRAPH})?(?:{_ITEM}(?:第(?P<low>{_N})款)?)?(?:(?<=[条條款项項目]){_HALF})?"
)
_NEXT: Final = re.compile(rf"(?:[、，]|以及|和|及|与|與|或者|或|至|到)(?=第[（(]?{_N}[）)]?[条條款项項])")
_RELATIVE: Final = re.compile(
    rf"(?P<which>前|上|本|该)(?P<many>{_N})?(?P<unit>[条條](?!例)|款|项|項)(?P<rest>(?:{_PARAGRAPH})?(?:{_ITEM})?)(?:{_HALF})?"
    rf"|(?<![\w])(?P<own_half>前段|後段|后段)(?=规定|規定|情形|之|所)"
)
_MAY_BE_RELATIVE: Final = re.compile(rf"[前上本该后後](?:(?:{_N})?[条條款项項]|段)")
_CHAPTER: Final = re.compile(
    rf"本(?P<own>[章节節])|第(?P<number>{_N})(?P<kind>[章节節编])(?:第(?P<section>{_N})[节節])?"
)
_ATTACHED: Final = re.compile(
    r"附(?P<what>件|表|录)(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})?(?![着随近加带有图])"
)
_MAY_NAME: Final = re.compile(r"[前上本附][条條款项項件表章节段\d一二两三]")
_STOP: Final = re.compile("[。；\n]")
_OWN: Final = re.compile(
    r"本(?:法|条例|條例|办法|辦法|规定|規定|细则|細則|规则|規則|决定|解释|意见|方案|章程|通则|规程|准则|公约|标准|制度|计划|规划|纲要)?(?:的)?$"
)
_OTHER: Final = re.compile(
    r"(?:》|〉|」)(?:[（(][^（）()]{0,60}[）)])?(?:的|之|中|原)?$"
    r"|(?:法|条例|條例|规定|規定|办法|辦法|细则|細則|规则|規則|解释|决定|通则|章程|公约|公約|规程|准则|意见|通知|纲要|典|宪法|憲法|协定|议定书|令)(?:[（(][^（）()]{0,60}[）)])?(?:的|之|中|原)?$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a text that name a clause of the same document.

    Attributes:
        span: the words, without 本办法 before them.
        unit: the smallest unit that is named.
        article: its number; None where it is the one the words stand in (or one counted back from it).
        paragraph, item: their numbers; 0 where none is named.
        back: how many units before the one the words stand in (前款 1, 前两款 2); 0 for 本条 and for numbers.
        relative: the unit that is counted from: 前条 "article", 前款 "paragraph", 前项 "item"; "" for numbers.
        number: of a chapter, a section or an attachment; 0 where it has none.
        half: 前段, 后段 or 但书; "" where none is named.
        owned: whether 本法, 本办法 stands before it.
    """

    span: Span
    unit: Unit
    article: Key | None = None
    paragraph: int = 0
    item: int = 0
    back: int = 0
    relative: str = ""
    number: int = 0
    half: str = ""
    owned: bool = False


def find_references(text: str) -> tuple[Reference, ...]:
    """Every reference to a clause of the same document, in order of the text; those to other documents are left out.

    A list inherits what stands before it: 第四条、第五条, and of 《…法》第四条、第五条 neither is of this document.
    """
    if "第" not in text and not _MAY_NAME.search(text):
        return ()
    found = [*_numbered(text), *_relative(text), *_chapters(text)]
    found.sort(key=lambda each: (each.span.start, -each.span.end))
    kept: list[Reference] = []
    for each in found:
        if not kept or each.span.start >= kept[-1].span.end:
            kept.append(each)
    return tuple(kept)


def _numbered(text: str) -> Iterator[Reference]:
    at, foreign = 0, 0  # up to where an article that nobody claims may be of a law named before
    while (start := text.find("第", at)) >= 0:
        match = _NUMBERED.match(text, start)
        if match is None or match.end() == match.start():
            at = start + 1
            continue
        before = text[max(0, start - 90) : start]
        owned = bool(_OWN.search(before))
        other = not owned and bool(_OTHER.search(before))
        heads_line = (
            match["article"] is not None and not before.split("\n")[-1].strip(" 　“") and match["paragraph"] is None
        )
        other = other or (not owned and match["article"] is not None and start < foreign)
        if other:
            stop = _STOP.search(text, match.end())
            foreign = stop.start() if stop is not None else len(text)
        elif owned:
            foreign = 0
        at = match.end()
        if heads_line and text[at : at + 1] in {"　", " "}:
            continue  # the number of the article itself
        one = None if match["article"] is None and (other or not _stands_alone(before)) else _read(match, owned=owned)
        if one is not None and not other:
            yield one
        last = one
        while (joined := _NEXT.match(text, at)) and (following := _NUMBERED.match(text, joined.end())):
            if following.end() == following.start():
                break
            each = _inherited(_read(following, owned=owned), last)
            at = following.end()
            if last is not None and not other:
                yield each
            last = each if last is not None else None


def _stands_alone(before: str) -> bool:
    """Whether 第二款 without an article before it means one of the article it stands in."""
    return not re.search(r"[条條款项項章节]$|[\w]年$|(?:以下|上述)$", before)


def _read(match: re.Match[str], *, owned: bool) -> Reference:
    article = (_value(match["article"]), _value(match["of"])) if match["article"] else None
    paragraph, item = _value(match["paragraph"]), _value(match["item"])
    if match["low"]:  # 第一項第二款, in Taiwan
        paragraph, item = item, _value(match["low"])
    unit: Unit = "item" if item else "paragraph" if paragraph else "article"
    return Reference(Span(*match.span()), unit, article, paragraph, item, half=match["half"] or "", owned=owned)


def _inherited(each: Reference, last: Reference | None) -> Reference:
    """第四条第一款、第三款: the second is of the same article; 第一款第二项、第三项 of the same paragraph."""
    if last is None or each.article is not None:
        return each
    paragraph = each.paragraph or (last.paragraph if each.item else 0)
    return replace(each, article=last.article, paragraph=paragraph, back=last.back, relative=last.relative)


def _relative(text: str) -> Iterator[Reference]:
    if not _MAY_BE_RELATIVE.search(text):
        return
    units = {"条": "article", "條": "article", "款": "paragraph", "项": "item", "項": "item"}
    for match in _RELATIVE.finditer(text):
        if match["own_half"]:
            yield Reference(Span(*match.span()), "part", half=match["own_half"])
            continue
        which, unit = match["which"], units[match["unit"]]
        if which == "该" or (which == "上" and match["many"] is None and unit == "item"):
            continue
        paragraph, item = _value(match["paragraph"]), _value(match["item"])
        if match["many"] and which == "本":
            continue
        back = 0 if which == "本" else _value(match["many"]) or 1
        smallest: Unit = (
            "item" if item or unit == "item" else "paragraph" if paragraph or unit == "paragraph" else "article"
        )
        if which == "本" and not (paragraph or item) and unit != "article":
            continue
        yield Reference(
            Span(*match.span()), smallest, None, paragraph, item, back, unit, half=match["half"] or "", owned=True
        )


def _chapters(text: str) -> Iterator[Reference]:
    for match in _CHAPTER.finditer(text):
        if match["own"]:
            continue
        before = text[max(0, match.start() - 90) : match.start()]
        if not before.split("\n")[-1].strip() or (not _OWN.search(before) and _OTHER.search(before)):
            continue
        if match["kind"] == "编":
            continue
        unit: Unit = "chapter" if match["kind"] == "章" else "section"
        yield Reference(Span(*match.span()), unit, number=_value(match["number"]), owned=bool(_OWN.search(before)))
    for match in _ATTACHED.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        if before.split("\n")[-1].strip(" 　（(") and not _OTHER.search(before):
            yield Reference(Span(*match.span()), "attachment", number=_value(match["number"]))


def _value(digits: str | None) -> int:
    return numeral(digits) if digits else 0
