"""Days as documents write them: in figures, Chinese numerals, of the Republic, eight digits, without 年月日."""

from __future__ import annotations

import re

from reader.core.late_pattern import late
from reader.ingest.form.lost_days import lost_day
from reader.ingest.form.numbering import value_of
from reader.script import to_simplified

DATE = late(r"((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})日?")
_HAN_DATE = late(
    r"([二一][〇○零oO0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def iso_date(year: str, month: str, day: str) -> str | None:
    """ISO form of a date, or None where there is no such day."""
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return None


_BARE = late(r"((?:19|20)\d{2})(\d{2})(\d{2})")


def day_of(text: str) -> str | None:
    """The ISO form of the one day that `text` names: in figures or Chinese numerals, of the Republic, eight digits."""
    if match := DATE.search(text):
        return iso_date(*match.groups())
    if match := OF_REPUBLIC.search(to_simplified(text)):
        return day_of_republic(match)
    if match := _HAN_DATE.search(text):
        year = "".join(str(value_of(c)) for c in re.sub("[○oO0]", "〇", match.group(1)))
        return iso_date(year, str(value_of(match.group(2))), str(value_of(match.group(3))))
    if match := _BARE.fullmatch(text.strip()):
        return iso_date(*match.groups())
    return lost_day(text)


_CN = "[〇○零一二三四五六七八九十百]"
OF_REPUBLIC = late(
    rf"(?:中华民国|民国)\s*(\d{{2,3}}|{_CN}{{1,6}})\s*年\s*(\d{{1,2}}|{_CN}{{1,2}})\s*月\s*(\d{{1,2}}|{_CN}{{1,3}})\s*日"
)


def day_of_republic(match: re.Match[str]) -> str | None:
    """A date counted from 1912."""
    year, month, day = (value_of(part) for part in match.groups())
    return iso_date(str(1911 + year), str(month), str(day))
