"""Days of whose 年, 月 and 日 a page lost some: 2024322 or 2024年1214 below who signs."""

from __future__ import annotations

from reader.core.late_pattern import late

LOST_DAY = late(r"^((?:19|20)\d{2})(?:(\d{2,3})|年(\d{2,4})日?)$")
"""Such a day on a line of its own; eight figures are a form of their own."""


def lost_day(text: str) -> str | None:
    """The ISO form of the one day that the figures can mean, none of them a nought before another: of 2024322, and not
    of 2024126, which may be of January or December. None where they mean none or several.
    """
    match = LOST_DAY.match(text.strip())
    if match is None:
        return None
    year, rest = match.group(1), match.group(2) or match.group(3)
    parts = ((rest[:cut], rest[cut:]) for cut in range(1, len(rest)))
    read = [
        f"{year}-{int(month):02d}-{int(day):02d}"
        for month, day in parts
        if month[0] != "0" != day[0] and int(month) <= _MONTHS and int(day) <= _DAYS
    ]
    return read[0] if len(read) == 1 else None


_MONTHS, _DAYS = 12, 31
