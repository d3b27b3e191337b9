"""Days on which tasks fall due: those the text names, years by their last day, what comes round, and one's own.

A task that only says a year falls due on its 31 December, and says so (`exact` is false). Reads no text.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reader.core.register import Every, Task

MONTHS: Final[dict[Every, int]] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FAR: Final = 10  # years: what comes round without an end is not looked for beyond


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day on which one task falls due.

    Attributes:
        day: the last day meant.
        exact: whether the text (or the reader) names the day or its month; else only the year.
        every: how often it comes round, where this is one of many days.
    """

    day: date
    exact: bool = True
    every: Every | None = None


def due_days(task: Task, years: Sequence[int], first: date, last: date) -> tuple[DueDay, ...]:
    """The days from `first` to `last`, both included, on which a task falls due, the earliest first.

    Args:
        years: by whose end it is due, as `Context.years` tells them.
    """
    found = [*_once(task, years), *_again(task, years, first, last)]
    return tuple(sorted({each for each in found if first <= each.day <= last}, key=lambda each: (each.day, each.exact)))


def is_overdue(task: Task, years: Sequence[int], today: date) -> bool:
    """Whether the last day of a task is past. What comes round without an end is never overdue."""
    days = [each.day for each in _once(task, years)]
    return bool(days) and max(days) < today


def own_day(text: str) -> date | None:
    """The day a reader typed (2026-06-30, 2026/6/30, 2026年6月30日), or None."""
    plain = text.strip().replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").replace(".", "-")
    parts = plain.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _once(task: Task, years: Sequence[int]) -> Iterator[DueDay]:
    if task.due:
        yield DueDay(date.fromisoformat(task.due))
    else:
        yield from (DueDay(date(year, 12, 31), exact=False) for year in years if 1 <= year <= date.max.year)


def _again(task: Task, years: Sequence[int], first: date, last: date) -> Iterator[DueDay]:
    """The ends of the months, quarters, halves or years within the range, up to the task's own end."""
    if task.every is None:
        return
    step = MONTHS[task.every]
    end = min([last, date(min(first.year + FAR, date.max.year), 12, 31), *(each.day for each in _once(task, years))])
    year, month = first.year, 0
    while True:
        month += step
        year, month = (year + 1, step) if month > 12 else (year, month)
        if year > end.year:
            return
        day = date(year, month, monthrange(year, month)[1])
        if first <= day <= end:
            yield DueDay(day, every=task.every)
