"""Text from outside as it may be shown: what cannot be seen is made visible, what is long is cut in its middle. Pure.

A title, a file name or a note may hold characters that a terminal takes for orders, or that turn round what stands
around them so that `gnp.exe` reads as `exe.png`. One function says for all who show such text what becomes of them.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.late_pattern import late

LONGEST: Final = 200
"""Characters of a sentence that tells what is wrong."""

# Controls of C0 and C1, line and paragraph separators; what turns the direction of text, opened or closed; the unseen
# characters of width zero; tags; lone surrogates, which stand for bytes that are no text. Variation selectors choose
# the form of a rare character and deceive nobody.
_UNSEEN: Final = (
    "\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff"
)
_HIDDEN: Final = late(f"[{_UNSEEN}\ud800-\udfff]")
_HIDDEN_BUT_LINES: Final = late(rf"(?![\n\t])[{_UNSEEN}\ud800-\udfff]")
_IGNORED: Final = late(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\U000e0000-\U000e0fff]"
)

# What XML 1.0 cannot hold; word processors and spreadsheets refuse the whole file for one of them.
_NOT_IN_XML: Final = late("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def visible(text: str, *, lines: bool = False) -> str:
    """The text with each character that cannot be seen as a sign of its own: ␛ for an escape, ‹U+202E› for others.

    Args:
        lines: leave line feeds and tabs as they are.
    """
    return (_HIDDEN_BUT_LINES if lines else _HIDDEN).sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"


def brief(text: str, most: int = 60) -> str:
    """The text on one line, visible, and of at most `most` characters: its beginning and its end."""
    shown = visible(text)
    if len(shown) <= most:
        return shown
    tail = most // 3
    return f"{shown[: most - tail - 1]}…{shown[-tail:]}"


def sentence(text: str, most: int = LONGEST) -> str:
    """What is wrong, in one sentence that fits: visible, on one line, cut in its middle where it is too long."""
    return brief(" ".join(text.split()), most)


def without_unseen(text: str) -> str:
    """The text without the characters that nobody sees and nobody types on purpose: for what is searched for."""
    return _IGNORED.sub("", text)
