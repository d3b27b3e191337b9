"""Numbers that head a line of official Chinese: 一、 （一） 1. （1） ① and 第…编/章/节/条/款."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.core.document_number import BEHIND_SHORT_YEAR
from reader.core.late_pattern import late

_CN = "〇零一二三四五六七八九十百千"
_FORMAL = "壹贰貳叁參参肆伍陆陸柒捌玖拾"
_NAME = r"(?![\s　]*[亿万千百元个倍吨公米％%级号月日年天岁平℃、])[\s　]*[\u4e00-\u9fff][^。；，！？：:;,\d|\t]{1,28}"
"""Words of a heading behind a decimal number."""
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", late(rf"第[{_CN}\d]+(?:分?编|部分?)(?=[\s　]|$)")),
    ("chapter", late(rf"第[{_CN}\d]+章(?=[\s　]|$|[^，。、的])")),
    ("section", late(rf"第[{_CN}\d]+节(?=[\s　]|$|[^，。、的])")),
    ("article", late(rf"第(?:[{_CN}\d]+|\d+[A-Z]{{1,3}})条(?:之[{_CN}]+)?(?=[\s　]|$|[^规至、，和或第款中的所及与])")),
    ("han", late(rf"([{_CN}]{{1,5}})[、．.](?![{_CN}]*[、，,]?[{_CN}]+[、．.]?$)")),
    ("han-bracket", late(rf"[（(][{_CN}]{{1,5}}[）)](?!\s*[、，,和与或及至到—-]\s*[（(]|项(?!目)|款(?!项))")),
    ("han-formal", late(rf"([{_FORMAL}]{{1,3}})[、．.]")),
    ("ordinal", late(rf"0[1-9]\s*[/|｜丨](?=\s*{_NAME}$)")),
    ("decimal", late(rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=\s|{_NAME}$)|\d{{1,2}}(?=[\s　]+{_NAME}$)")),
    ("digit", late(r"(\d{1,3})(?:[.．](?!\d)|[.．](?=(?:19|20)\d\d年)|、(?!\d)|、(?=(?:19|20)\d\d年))")),
    ("digit-bracket", late(rf"[（(]\d{{1,3}}[）)](?!{BEHIND_SHORT_YEAR})")),
    ("digit-half", late(r"(\d{1,2})[）)](?=\S)")),
    ("circle", late(r"[①-⑳㉑-㉟㊱-㊿]")),
)
_NO_DIGIT = late(rf"[^{_CN}{_FORMAL}\d]")
_HEADS = {
    "part": "第", "chapter": "第", "section": "第", "article": "第", "han": _CN, "han-bracket": "（(",
    "han-formal": _FORMAL, "ordinal": "0", "decimal": "0123456789", "digit": "0123456789", "digit-bracket": "（(",
    "digit-half": "0123456789",
    "circle": "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))),
}  # fmt: skip
_BY_FIRST = {
    char: tuple((form, pattern) for form, pattern in _FORMS if char in _HEADS[form])
    for char in set("".join(_HEADS.values()))
}
"""First character → the forms it can begin: most lines begin none, and every line is asked several times."""
_DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2}
    | dict(zip("壹贰貳叁參参肆伍陆陸柒捌玖", (1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
)

_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}

LEVELS = {
    "part": 1, "chapter": 1, "section": 2, "article": 3,
    "han": 1, "han-bracket": 2, "digit": 3, "digit-bracket": 4, "digit-half": 4, "circle": 5,
    "han-formal": 1, "ordinal": 1,
}  # fmt: skip
UNDER_ARTICLES = {"han-bracket": 4, "digit": 5, "digit-bracket": 5, "circle": 5}
"""In a law the articles stand at level 3 and what they list below them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the head of a line.

    Attributes:
        form: key of LEVELS.
        text: as cited, without the mark behind it (一, （二）, 3, 第四条), brackets full width.
        value: the number it stands for.
        end: where the words behind it begin.
    """

    form: str
    text: str
    value: int
    end: int

    @property
    def level(self) -> int:
        """Level in a document that is no law: 1 to 5."""
        return min(self.text.count(".") + 1, 5) if self.form == "decimal" else LEVELS[self.form]


def value_of(numeral: str) -> int:
    """The value of Chinese or Arabic digits (十二 → 12, 二十 → 20, 〇 → 0); 0 where there are none."""
    if numeral.isdigit():
        return int(numeral)
    total, current = 0, 0
    for char in numeral:
        if char in _DIGITS:
            current = _DIGITS[char]
        elif char in _TENS:
            total += max(current, 1) * _TENS[char]
            current = 0
    return total + current


def chinese(value: int) -> str:
    """The value in Chinese digits, 0 to 9,999 (12 → 十二, 105 → 一百零五, 1040 → 一千零四十)."""
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[max(value, 0)]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    unit, name = (1000, "千") if value >= 1000 else (100, "百")
    high, rest = divmod(value, unit)
    head = (digits[high] if high < 10 else chinese(high)) + name
    if not rest:
        return head
    tail = chinese(rest)
    return head + ("零" if rest < unit // 10 else "") + ("一" if 10 <= rest < 20 else "") + tail


def _formal(value: int) -> str:
    plain, formal = "一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"
    return chinese(value).translate(str.maketrans(plain, formal))


def circled(value: int) -> str:
    """The circled digit of a value up to 50; beyond, the value in brackets."""
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return f"（{value}）"


def _uncircled(sign: str) -> int:
    return next((value for value in range(1, 51) if circled(value) == sign), 0)


def written(form: str, value: int) -> str:
    """How a number of that form and value is cited."""
    return {
        "part": f"第{chinese(value)}编", "chapter": f"第{chinese(value)}章", "section": f"第{chinese(value)}节",
        "article": f"第{chinese(value)}条", "han": chinese(value), "han-bracket": f"（{chinese(value)}）",
        "digit-bracket": f"（{value}）", "digit-half": f"（{value}）", "circle": circled(value),
        "han-formal": _formal(value),
    }.get(form, str(value))  # fmt: skip


_REMEMBERED = 4096  # lines: hints, chrome, titles and structure ask for the same ones, one rule after the other
_NAMED = frozenset(["part", "chapter", "section"])
_LONGEST_NAME = 60
_SENTENCE = late("[。；！？]")
_SAYS = late("，|[改修调]为|删去")


def numbered(line: str) -> Number | None:
    """The number at the head of a line, or None."""
    return _numbered(line) if line[:1] in _BY_FIRST else None  # most lines begin none, and need not be remembered


_UNIT = late(rf"第(?:[{_CN}\d]+|\d+[A-Z]{{1,3}}(?=条))(分?编|[部章节条])")
_BY_UNIT = {"编": "part", "分编": "part", "部": "part", "章": "chapter", "节": "section", "条": "article"}
_OF_UNITS = {form: ((form, pattern),) for form, pattern in _FORMS if form in _BY_UNIT.values()}


def _forms_of(line: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of numbers that can head the line, with their patterns: by its first character, or its unit."""
    if line[0] != "第":
        return _BY_FIRST[line[0]]
    match = _UNIT.match(line)
    return _OF_UNITS[_BY_UNIT[match[1]]] if match else ()


@lru_cache(maxsize=_REMEMBERED)
def _numbered(line: str) -> Number | None:
    for form, pattern in _forms_of(line):
        match = pattern.match(line)
        if not match:
            continue
        if form in _NAMED and not _names(line[match.end() :]):
            continue  # 第七节相应改为第八节，…。 is a sentence
        shown = match.group(1) if match.groups() and match.group(1) else match.group()
        if (number := _read(form, shown, match.end())) is not None:
            return number
    return None


@lru_cache(maxsize=_REMEMBERED)
def _read(form: str, shown: str, end: int) -> Number | None:
    """The number that stands so; None where it counts nothing. Every law has the same ones."""
    digits = shown.rpartition(".")[2] if form == "decimal" else _NO_DIGIT.sub("", shown)
    # 第六条之一 stands behind article 6 and does not count.
    digits = _NO_DIGIT.sub("", shown.partition("之")[0]) if form == "article" else digits
    value = _uncircled(shown) if form == "circle" else value_of(digits)
    if form in ("digit-bracket", "han-bracket", "digit-half"):
        shown = f"（{digits}）"
    return Number(form, shown, value, end) if value > 0 else None


def _names(rest: str) -> bool:
    """Whether what stands behind 第一章 can be the name of a chapter: short, and no sentence."""
    return (
        len(rest) <= _LONGEST_NAME
        and not _SENTENCE.search(rest[:-1])
        and (rest[-1:] not in "。；" or (len(rest) <= 16 and not _SAYS.search(rest)))
    )
