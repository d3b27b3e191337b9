"""The cover of a standard: its number (DB5321/T 118—2024), what it is called above its title, its days. Reads lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.core.late_pattern import late

_NUMBER = late(
    r"^(?:GB|GBZ|GJB|DB\d{2,6}|DBJ|DBS\d{2}|T/[A-Z]{2,8}|[A-Z]{2,5})(?:/[TZJ])?\s*[A-Z]?\d[\d.]{0,12}\s*[—–-]{1,2}\s*\d{4}$"
)
_MASTHEAD = late("^[\u4e00-\u9fff]{0,24}(?:国家|行业|地方|团体|企业)(?:计量技术规范|标准化指导性技术文件|标准)$")
_DAY = late(
    r"^((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})\s*(发布|实施)(?:\s*((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})\s*(实施))?$"
)
_WITHIN = 5  # lines below a masthead


class Days(NamedTuple):
    """The ISO days on which a standard was made public and holds from; None where its cover does not tell."""

    published: str | None = None
    effective: str | None = None


def is_standard_number(key: str) -> bool:
    """Whether a line is nothing but the number of a standard."""
    return len(key) <= 40 and _NUMBER.match(key) is not None


def is_masthead(key: str, below: Iterable[str]) -> bool:
    """Whether a line only says of what sort a standard is (某某市地方标准): the number stands in the lines below."""
    return _MASTHEAD.match(key) is not None and any(
        is_standard_number(line) for line, _ in zip(below, range(_WITHIN), strict=False)
    )


def classes(key: str, below: Iterable[str]) -> bool:
    """Whether a line at the head of a standard's cover only tells its class (ICS 13.060, CCS Z 50, DB 36)."""
    return _CLASS.match(key) is not None and any(
        is_masthead(line, rest) for line, rest in _with_rest([*itertools.islice(below, 2 * _WITHIN)])
    )


def _with_rest(lines: Sequence[str]) -> Iterable[tuple[str, Sequence[str]]]:
    return ((line, lines[at + 1 :]) for at, line in enumerate(lines))


def names_standard(key: str) -> bool:
    """Whether a line right below the number on a cover can be what the standard is called."""
    return _NAME.match(key) is not None and not tells_day(key)


_CLASS = late(r"^(?:ICS\s*[\d.]{2,12}|(?:CCS|中国标准文献分类号)?\s*[A-Z]\s?\d{2}|DB\s?\d{2,6}|备案号[：:].{2,30})$")
_NAME = late("^(?!代替)[\u4e00-\u9fff][^。；！？：:，,]{4,50}(?<!发布)(?<!实施)(?<!标准)$")


def tells_day(key: str) -> bool:
    """Whether a line of a standard's cover tells a day: 2024-03-01发布."""
    return _DAY.match(key) is not None


def days_of(lines: Iterable[str]) -> Days:
    """The days that the lines of a cover tell."""
    found: dict[str, str] = {}
    for match in filter(None, map(_DAY.match, lines)):
        for at in (1, 5):
            if match.group(at):
                year, month, day, what = match.group(at, at + 1, at + 2, at + 3)
                found.setdefault(what, f"{int(year):04d}-{int(month):02d}-{int(day):02d}")
    return Days(found.get("发布"), found.get("实施"))
