"""When tasks fall due, the reader's own days, and the calendar file: small tasks, the right days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.due_days import DueDay, due_days, is_overdue, month_of, own_day
from reader.registers.icalendar_file import Event, to_ics
from reader.registers.own_rows import corrected

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def task(**values: Any) -> Task:
    at = Place("plan", "b1", Span(0, 8), "建设数据中心。")
    given: dict[str, Any] = {"lead": (Unit("市数据局", "市数据局", "市/数据局", Span(0, 4)),), **values}
    return Task(at, "建设数据中心。", Span(6, 7), "牵头/配合", **given)


def test_a_named_day_is_that_day_alone() -> None:
    assert due_days(task(due="2026-06-30", deadline=2026), (2026,), FIRST, LAST) == (DueDay(date(2026, 6, 30)),)


def test_a_year_is_its_last_day_and_says_so() -> None:
    assert due_days(task(), (2026, 2030), FIRST, LAST) == (DueDay(LAST, exact=False),)


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("quarter", [(3, 31), (6, 30), (9, 30), (12, 31)]),
        ("half", [(6, 30), (12, 31)]),
        ("year", [(12, 31)]),
        ("month", [(m, 28 if m == 2 else 30 if m in {4, 6, 9, 11} else 31) for m in range(1, 13)]),
    ],
)
def test_what_comes_round_falls_on_the_ends(every: str, days: list[tuple[int, int]]) -> None:
    found = due_days(task(every=every), (), FIRST, LAST)
    assert [(each.day.month, each.day.day) for each in found] == days
    assert all(each.every == every for each in found)


def test_what_comes_round_ends_with_the_task() -> None:
    found = due_days(task(every="quarter", due="2026-07-15"), (), FIRST, LAST)
    assert [each.day for each in found] == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 7, 15)]


def test_only_what_has_an_end_is_overdue() -> None:
    today = date(2026, 7, 1)
    assert is_overdue(task(due="2026-06-30"), (), today)
    assert not is_overdue(task(due="2026-07-01"), (), today)
    assert is_overdue(task(), (2023, 2025), today)
    assert not is_overdue(task(), (2023, 2026), today), "the last year counts"
    assert not is_overdue(task(every="month"), (), today)
    assert not is_overdue(task(), (), today)


def test_a_month_ends_where_it_ends() -> None:
    assert month_of(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("typed", ["2026-06-30", " 2026/6/30", "2026年6月30日", "2026.6.30"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert own_day(typed) == date(2026, 6, 30)


@pytest.mark.parametrize("typed", ["", "六月底", "2026-02-30", "2026-6", "99999-1-1", "2026-06-30-1", "２０２６-6-30"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert own_day(typed) is None


def test_ones_own_day_is_no_verdict_on_the_reading() -> None:
    row = task(sure=False, deadline=2025)
    changed = corrected(row, {"due": "2026-06-30"}, None, None)  # type: ignore[arg-type]  # the lexicon is for units
    assert isinstance(changed, Task)
    assert (changed.due, changed.deadline, changed.sure) == ("2026-06-30", 2026, False)
    assert corrected(row, {"due": "soon"}, None, None) == row  # type: ignore[arg-type]


def test_the_calendar_file_is_read_by_a_calendar() -> None:
    from icalendar import Calendar

    made = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    events = [
        Event("k1", task(due="2026-06-30"), (2026,), "某市行动方案", "二（一）", "牵头：市数据局"),
        Event("k2", task(), (2027,), "某市行动方案", "二（二）", "牵头：市数据局", done=True),
        Event("k3", task(every="quarter"), (2027,), "某市行动方案", "二（三）", "牵头：市数据局"),
        Event("k4", task(), (), "某市行动方案", "二（四）", ""),
    ]
    data = to_ics(events, made)
    assert data == to_ics(events, made), "the same rows give the same bytes"
    entries: dict[str, Any] = {}
    read: Any = Calendar.from_ical(data)
    for each in read.walk("VEVENT"):
        entries[str(each["uid"])] = each
    assert set(entries) == {"k1-0@policy-reader", "k2-0@policy-reader", "k3-0@policy-reader", "k3-1@policy-reader"}
    assert entries["k1-0@policy-reader"].decoded("dtstart") == date(2026, 6, 30)
    assert entries["k1-0@policy-reader"].decoded("dtend") == date(2026, 7, 1)
    assert "只写了 2027 年" in str(entries["k2-0@policy-reader"]["description"])
    rule = entries["k3-0@policy-reader"]["rrule"]
    assert (rule["FREQ"], rule["INTERVAL"], rule["BYMONTHDAY"], rule["UNTIL"]) == (
        ["MONTHLY"],
        [3],
        [-1],
        [date(2027, 12, 31)],
    )
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "lines are folded as the format demands"
