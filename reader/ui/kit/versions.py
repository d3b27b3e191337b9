"""Titles of versions of one document, where there is little room for them. Pure."""

from __future__ import annotations

from typing import Final

from reader.core.late_pattern import late

_VERSION: Final = late(r"(.+)（(\d{4}-\d{2}-\d{2})）")


def version_first(title: str) -> str:
    """A title that ends in the day of its version with that day in front, where it is not cut off; else as it is."""
    match = _VERSION.fullmatch(title)
    return f"{match[2]} {match[1]}" if match is not None else title
