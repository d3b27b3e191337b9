"""The numbers of clauses, whatever way they are written: 第十二条, （十四）, 5(14), ①. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late

_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_HAN: Final = "".join(_DIGITS) + "".join(_UNITS)
_CIRCLED: Final = {c: i for i, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)}
NUMERAL: Final = rf"[0-9]{{1,4}}|[{_HAN}]{{1,9}}"
_NUMBER: Final = late(
    rf"第(?P<ordinal>{NUMERAL})(?P<unit>部分|分?编|[章节条款项点])(?:之(?P<of>{NUMERAL}))?"
    rf"|第?\((?P<paren>{NUMERAL})\)[项条款]?"
    rf"|(?P<circled>[{''.join(_CIRCLED)}])"
    rf"|(?P<plain>{NUMERAL})"
)
_GAP: Final = late(r"[\s、,.·/\\>›:|-]*")
_SHORT: Final = 64  # characters of a number that is kept
_TRADITIONAL: Final = str.maketrans("編節條項點兩", "编节条项点两")


@dataclass(frozen=True, slots=True)
class ClauseNumber:
    """One number of a clause path, whatever way it was written.

    Attributes:
        style: plain (一, 1), paren (（一）, (1)), circled (①), or the unit of 第…条 and the like.
        of: the 之一 of 第三条之一; 0 without.
        arabic: whether it was written in digits.
    """

    value: int
    style: str
    of: int = 0
    arabic: bool = False

    def is_like(self, other: ClauseNumber) -> bool:
        """Whether both mean the same number, written in Chinese numerals or in digits."""
        return (self.value, self.style, self.of) == (other.value, other.style, other.of)


def numeral(text: str) -> int:
    """The value of 14, 十四, 一百零二 or 二〇二一. Raises ValueError for anything else."""
    if text.isdecimal():
        return int(text)
    if not text or any(c not in _HAN for c in text):
        raise ValueError(f"{text!r} is not a number")
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        else:
            digit = _DIGITS[c] or None  # the 零 of 一百零二 only holds a place
    return total + (digit or 0)


def clause_numbers(text: str) -> tuple[ClauseNumber, ...]:
    """The numbers in 五（十四）, 5(14), 五/（十四）/1, 第二章第十二条; empty where the text is not only numbers."""
    # A document has the same few over and over; what somebody typed is of any length and is not kept.
    return _known_numbers(text) if len(text) <= _SHORT else _read_numbers(text)


@lru_cache(maxsize=4096)
def _known_numbers(text: str) -> tuple[ClauseNumber, ...]:
    return _read_numbers(text)


def _read_numbers(text: str) -> tuple[ClauseNumber, ...]:
    folded = "".join(c if c in _CIRCLED else unicodedata.normalize("NFKC", c) for c in text).translate(_TRADITIONAL)
    found: list[ClauseNumber] = []
    at = _skip(folded, 0)
    while at < len(folded):
        match = _NUMBER.match(folded, at)
        if match is None:
            return ()
        found.append(_number(match))
        at = _skip(folded, match.end())
    return tuple(found)


def _skip(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _number(match: re.Match[str]) -> ClauseNumber:
    if circled := match["circled"]:
        return ClauseNumber(_CIRCLED[circled], "circled", arabic=True)
    digits = match["ordinal"] or match["paren"] or match["plain"]
    style = "paren" if match["paren"] else "plain"
    if unit := match["unit"]:
        # 第五部分 and 第1点 are how the plain 五、 and 1. are cited; 第（一）项 is not written 第一项 in headings.
        style = {"部分": "plain", "点": "plain", "项": "paren"}.get(unit, unit)
    return ClauseNumber(numeral(digits), style, numeral(match["of"]) if match["of"] else 0, digits.isdecimal())


def in_han(value: int) -> str:
    """1..9999 as articles are numbered: 十, 十四, 二十, 一百零二, 一百一十."""
    digits, made, gap = "零一二三四五六七八九", "", False
    for unit, worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, worth)
        if digit:
            short = worth == 10 and digit == 1 and not made
            made += ("零" if gap else "") + ("" if short else digits[digit]) + unit
            gap = False
        elif made and value:
            gap = True
    return made
