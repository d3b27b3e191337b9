"""Where Chinese lines may break and which characters stand closer or wider, without a character more in the text.

Pure functions on the text that is shown; must not know Qt. What Unicode says of quotation marks is made for Latin text:
a line breaks on neither side of “ and ”. In Chinese “ belongs to what follows and ” to what stands before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from reader.core.late_pattern import late
from reader.core.span import Span
from reader.ui.text.setting.balance import CLOSING, NEVER_FIRST, OPENING

Width = Literal["", "wider", "half"]
"""How a stretch stands: as the font has it, with a hair of space behind, with half an em less behind."""

_OPEN_QUOTES, _CLOSE_QUOTES = "“‘", "”’"
_QUOTES: Final = late(f"[{_OPEN_QUOTES}{_CLOSE_QUOTES}]")
_HAN: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3134F))
_SIGNS, _MARKS = "%％℃°", CLOSING + "，。、；："


class _Kinds(dict[int, str]):
    """A letter for each character's kind: h Han, a Latin or digit, s a sign that belongs to a number, m a mark that
    closes or parts, o one that opens, - all else. A pattern of these sets is made in a tenth of the time that one of
    the characters themselves takes, and the first paint waits for it.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if any(first <= code <= last for first, last in _HAN):
            kind = "h"
        elif (char.isascii() and char.isalnum()) or 0xC0 <= code <= 0x24F:
            kind = "a"
        else:
            kind = "s" if char in _SIGNS else "m" if char in _MARKS else "o" if char in OPENING else "-"
        self[code] = kind
        return kind


_KINDS: Final = _Kinds()
_SEAMS: Final = late("(?P<wider>h(?=a)|[as](?=h))|m(?=[mo])|o(?=o)")


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
    for seam in _SEAMS.finditer(text[span.start : span.end].translate(_KINDS)):
        start, end = span.start + seam.start(), span.start + seam.end()
        if start > at:
            yield Span(at, start), ""
        yield Span(start, end), "wider" if seam["wider"] else "half"
        at = end
    if at < span.end:
        yield Span(at, span.end), ""
