"""What falls due and when, from the tasks that are listed. Values for the calendar; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reader.core.register import Task
from reader.registers.due_days import DueDay, due_days, is_overdue
from reader.registers.own_rows import DONE
from reader.ui.registers.register_lines import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """One task on one day on which it falls due; `overdue` where its last day is past and nobody has finished it."""

    due: DueDay
    line: Line
    overdue: bool = False

    @property
    def done(self) -> bool:
        """Whether the reader has finished it."""
        return self.line.status == DONE


def entries(lines: Iterable[Line], first: date, last: date, today: date) -> tuple[Entry, ...]:
    """What falls due from `first` to `last`, both included: by day, named days before those of a whole year."""
    found = [
        Entry(due, line, _is_late(line, today))
        for line in lines
        if isinstance(line.row, Task) and not line.seen.dropped
        for due in due_days(line.row, line.years, first, last)
    ]
    return tuple(sorted(found, key=lambda each: (each.due.day, not each.due.exact, each.line.number)))


def overdue(lines: Iterable[Line], today: date) -> tuple[Entry, ...]:
    """What is past its last day and not finished, the latest first."""
    found = []
    for line in lines:
        if isinstance(line.row, Task) and not line.seen.dropped and _is_late(line, today):
            last = due_days(line.row, line.years, date.min, today)
            once = [due for due in last if due.every is None]
            found.append(Entry(once[-1], line, overdue=True))
    return tuple(sorted(found, key=lambda each: (-each.due.day.toordinal(), each.line.number)))


def counted(found: Sequence[Entry]) -> Mapping[date, tuple[int, int]]:
    """Day → how many fall due, and how many of them are finished."""
    total = Counter(each.due.day for each in found)
    done = Counter(each.due.day for each in found if each.done)
    return {day: (n, done[day]) for day, n in total.items()}


def _is_late(line: Line, today: date) -> bool:
    return isinstance(line.row, Task) and line.status != DONE and is_overdue(line.row, line.years, today)
