"""Where Chinese lines may break and which characters stand closer or wider, without a character more in the text.

Pure functions on the text that is shown; must not know Qt. What Unicode says of quotation marks is made for Latin text:
a line breaks on neither side of “ and ”. In Chinese “ belongs to what follows and ” to what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from reader.core.late_pattern import late
from reader.core.span import Span
from reader.ui.text.setting.balance import CLOSING, NEVER_FIRST, OPENING

Width = Literal["", "wider", "half"]
"""How a stretch stands: as the font has it, with a hair of space behind, with half an em less behind."""

_OPEN_QUOTES, _CLOSE_QUOTES = "“‘", "”’"
_QUOTES: Final = late(f"[{_OPEN_QUOTES}{_CLOSE_QUOTES}]")
_LATIN = "A-Za-z0-9\u00c0-\u024f%％℃°"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_MARKS, _OPENING = re.escape(CLOSING + "，。、；："), re.escape(OPENING)
_SEAMS: Final = late(
    f"(?P<wider>[{_HAN}](?=[A-Za-z0-9\u00c0-\u024f])|[{_LATIN}](?=[{_HAN}]))"
    f"|(?P<half>[{_MARKS}](?=[{_MARKS}{_OPENING}])|[{_OPENING}](?=[{_OPENING}]))"
)


def may_break(text: str) -> list[int]:
    """Offsets before which a line may begin although Unicode's rule for quotation marks says no."""
    found = []
    for quote in _QUOTES.finditer(text):
        at, mark = quote.start(), quote[0]
        before, behind = text[at - 1] if at else "", text[at + 1] if at + 1 < len(text) else ""
        if mark in _OPEN_QUOTES and before and before not in OPENING:
            found.append(at)
        apostrophe = mark == "’" and before.isascii() and behind.isascii()
        if mark in _CLOSE_QUOTES and behind and not apostrophe and behind not in NEVER_FIRST | set(_OPEN_QUOTES):
            found.append(at + 1)
    return found


def stretches(text: str, span: Span) -> Iterator[tuple[Span, Width]]:
    """A span of a text cut where characters stand wider or closer than the font has them.

    Between Han and Latin letters or digits comes a hair of space; of two punctuation marks that meet the first one
    gives up half an em: what is empty between them, where the font has it so (`Styles.ink` looks).
    """
    at = span.start
    for seam in _SEAMS.finditer(text, span.start, span.end):
        if seam.start() > at:
            yield Span(at, seam.start()), ""
        yield Span(*seam.span()), "wider" if seam["wider"] else "half"
        at = seam.end()
    if at < span.end:
        yield Span(at, span.end), ""
