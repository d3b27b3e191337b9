"""Due days as an iCalendar file (RFC 5545), for any calendar program. Writes bytes; the library does the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.register import Every, Role, Task
from reader.registers.due_days import MONTHS, DueDay, due_days
from reader.registers.exporting import ROLES
from reader.registers.own_rows import DONE, SeenRow

LONGEST = 60  # characters of a task in the line that a calendar shows


@dataclass(frozen=True, slots=True)
class Event:
    """One task in the calendar.

    Attributes:
        key: names the task; the same for the same task whenever the file is written.
        years: by whose end it is due.
        title, clause: where it stands.
        who: units and their parts, in words.
        done: whether the reader has finished it.
    """

    key: str
    task: Task
    years: Sequence[int]
    title: str
    clause: str
    who: str
    done: bool = False


def event_of(each: SeenRow, years: Sequence[int], document: Document) -> Event:
    """What the calendar says of one task as its reader sees it."""
    task = each.row
    assert isinstance(task, Task)
    parts = [f"{ROLES[role]}：{'、'.join(names)}" for role, names in _named(task).items()]
    return Event(
        each.key, task, tuple(years), document.reading_title, clause_label(document, task.at.block),
        "；".join(parts), each.status == DONE,
    )  # fmt: skip


def to_ics(events: Sequence[Event], made: datetime) -> bytes:
    """The file. One event a day a task falls due; what comes round is one event that repeats.

    Args:
        made: when, with its time zone; goes into every event, as the format demands.
    """
    from icalendar import Calendar
    from icalendar import Event as Entry

    whole = Calendar()
    whole.add("prodid", "-//Policy Reader//due days//ZH")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    stamp = made.astimezone(UTC).replace(microsecond=0)
    for event in events:
        first = date(stamp.year - 1, 1, 1)
        for number, each in enumerate(_first_days(event, first)):
            entry = Entry()
            entry.add("uid", f"{event.key}-{number}@policy-reader")
            entry.add("dtstamp", stamp)
            entry.add("dtstart", each.day)
            entry.add("dtend", each.day + timedelta(days=1))
            entry.add("summary", _short(event.task.task))
            only_year = "" if each.exact else f"原文只写了 {each.day.year} 年，按年末计。\n"
            entry.add("description", f"{only_year}{event.task.task}\n{event.who}\n《{event.title}》 {event.clause}")
            entry.add("transp", "TRANSPARENT")  # a day on which something is due is not a day that is taken
            if event.done:
                entry.add("status", "CONFIRMED")
                entry.add("categories", ["已完成"])
            if each.every:
                entry.add("rrule", _rule(each.every, event))
            whole.add_component(entry)
    data: bytes = whole.to_ical()
    return data


def _first_days(event: Event, first: date) -> Sequence[DueDay]:
    """Every day named once, and of what comes round the first."""
    days = due_days(event.task, event.years, date.min, date.max) if not event.task.every else ()
    if event.task.every:
        days = due_days(event.task, event.years, first, date(first.year + 2, 12, 31))
        again = [each for each in days if each.every]
        days = (*again[:1], *(each for each in days if not each.every))
    return days


def _rule(every: Every, event: Event) -> dict[str, object]:
    rule: dict[str, object] = {"freq": "monthly", "interval": MONTHS[every], "bymonthday": -1}
    ends = [date.fromisoformat(event.task.due)] if event.task.due else [date(year, 12, 31) for year in event.years]
    if ends:
        rule["until"] = max(ends)
    return rule


def _named(task: Task) -> dict[Role, list[str]]:
    named: dict[Role, list[str]] = {}
    for role, unit in task.everyone():
        named.setdefault(role, []).append(unit.name)
    return named


def _short(task: str) -> str:
    plain = " ".join(task.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
