"""Rule "space", for lines every character of which a copy set apart: 柳 水 规 〔 2 0 2 1 〕 3 号."""

from __future__ import annotations

import itertools
import re

from reader.core.late_pattern import late
from reader.ingest.repair.characters import HAN
from reader.ingest.traced import TracedText

_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_APART = late(
    rf"(?m)^(?=(?:[^\s][{_BLANK}]){{3}})(?=[^\n]{{0,40}}[{HAN}][{_BLANK}][^\n]{{0,40}}[{HAN}])(?:[^\s][{_BLANK}]){{7,400}}[^\s]$"
)
_BLANKS = late(f"[{_BLANK}]+")
_FIGURES = late(r"\d{4}[年〕]\d{1,4}[月号]")


def draw_together(text: TracedText) -> TracedText:
    """The text with such lines drawn together; no line has blanks at its edges any more."""
    found = filter(None, map(_APART.match, itertools.repeat(text.text), text.gapped))
    return text.sub_found(found, _drawn, "space")


def _drawn(match: re.Match[str]) -> str | None:
    """A line without its blanks; figures of a row beside a word or two stay apart."""
    whole = _BLANKS.sub("", match[0])
    words = sum(not (char.isascii() and char.isalnum()) for char in whole)
    return whole if 2 * words >= len(whole) or _FIGURES.search(whole) else None
