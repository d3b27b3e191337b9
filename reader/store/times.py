"""Moments as notes record them: ISO 8601 in UTC, microseconds, fixed width, so that texts sort like times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> str:
    """This moment."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A moment as notes record it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_stamp(text: str) -> datetime:
    """The moment a note recorded. Raises ValueError for anything but ISO 8601; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def later(new: str, old: str) -> str:
    """`new`, or just after `old` where the clock went backwards: the newest edit stays the newest."""
    try:
        least = read_stamp(old) + timedelta(microseconds=1)
    except OverflowError:  # a date at the very end of time, from a file
        return old
    return stamp(max(read_stamp(new), least))
