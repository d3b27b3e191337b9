"""How much one file may ask for: every number read from a file is held against one of these where it is read."""

from __future__ import annotations

from reader.core.errors import BadInput

LARGEST = 64 * 1024 * 1024
"""Largest source in bytes: a scanned-in shelf of laws is 12 MB."""

MOST_TEXT = 20_000_000
"""Most code points of one document."""

MOST_LINES = 400_000
"""Most lines of one document."""

MOST_PAGES = 5_000
"""Most pages of one document."""

MOST_COLUMNS = 256
"""Most columns of a table."""

MOST_CELLS = 400_000
"""Most cells of all tables together."""

MOST_UNPACKED = 256 * 1024 * 1024
"""Most bytes that the members of one packed file may hold together."""

MOST_MEMBERS = 10_000
"""Most members of one packed file."""

DEEPEST = 60
"""Deepest nesting of parts that are read one inside the other."""


def too_much(name: str, what: str) -> BadInput:
    """The error that says which bound a file went over."""
    return BadInput(f"“{name}”{what}，超出本程序能安全读取的范围，未读取。")


def damaged(name: str, kind: str) -> BadInput:
    """The error for a file that is not what its first bytes say."""
    return BadInput(f"“{name}”已损坏或不完整，无法作为 {kind} 文件读取。")
