"""Cells that are safe in a spreadsheet. Pure; knows no file format's library."""

from __future__ import annotations

import re
from typing import Final

from reader.core.showing import xml_safe

MOST: Final = 32_767
"""Characters one cell of a workbook can hold."""

_DANGEROUS: Final = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|['\t\r\n\0]")


def neutralised(text: str) -> str:
    """The text as a CSV cell that no spreadsheet runs as a formula: an apostrophe before what looks like one."""
    return "'" + text if _DANGEROUS.match(text) else text


def fitting(text: str) -> str:
    """The text as a workbook can hold it: without what XML cannot say, and cut where it is too long."""
    text = xml_safe(text)
    return text if len(text) <= MOST else text[: MOST - 1] + "…"
