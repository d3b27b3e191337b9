"""A recorded moment as people read it."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: str) -> str:
    """A recorded moment by the local clock: 2026-11-22 09:30. As it is where it cannot be read."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return moment
