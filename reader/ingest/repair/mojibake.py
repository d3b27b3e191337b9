"""Rule "mojibake": UTF-8 that was read as Latin-1 or Windows-1252 and saved again is read as what it is.

Every byte is still there, so the words come back exactly; a run of such characters that is no UTF-8 stays as it is.
"""

from __future__ import annotations

import re

from reader.ingest.repair.characters import is_han
from reader.ingest.traced import Change, TracedText

RULE = "mojibake"

_WINDOWS = {bytes((b,)).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_SIGN = "\u0080-\u00ff" + "".join(_WINDOWS)
_RUN = re.compile(f"[{_SIGN}]{{3,}}(?:[ \u00a0]?[{_SIGN}]+)*")
_SHARE = 0.5
_FEWEST = 3


def repair_mojibake(text: TracedText) -> TracedText:
    """The text with every such run read again, where most of what is no ASCII comes out as Chinese."""
    value = text.text
    if not _RUN.search(value):
        return text
    changes, han = [], 0
    for match in _RUN.finditer(value):
        read = _read(match.group())
        if read is None:
            continue
        changes.append(Change(match.start(), match.end(), read))
        han += sum(map(is_han, read))
    covered = sum(change.end - change.start for change in changes)
    foreign = sum(not char.isascii() for char in value)
    if han < _FEWEST or covered < _SHARE * foreign:
        return text
    return text.replace(changes, RULE)


def _read(run: str) -> str | None:
    try:
        read = bytes(_WINDOWS[c] if c in _WINDOWS else ord(c) for c in run).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return None
    return read if read != run else None
