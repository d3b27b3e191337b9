"""Rule "mojibake": text that was read in another encoding and saved again is read as what it is: UTF-8, GBK or Big5
read as Latin-1 or Windows-1252, and UTF-8 read as GBK.

Every byte is still there, so the words come back exactly; a run that is nothing of the sort stays as it is.
"""

from __future__ import annotations

import re

from reader.ingest.repair.characters import is_han
from reader.ingest.traced import Change, TracedText

RULE = "mojibake"

_WINDOWS = {bytes((b,)).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_SIGN = "\u0080-\u00ff" + "".join(_WINDOWS)
_ANY = re.compile(f"[{_SIGN}]")
_RUN = re.compile(f"[{_SIGN}]{{3,}}(?:[ \u00a0]?[{_SIGN}]+)*")
_SHARE = 0.5
_FEWEST = 3


def repair_mojibake(text: TracedText) -> TracedText:
    """The text with every such run read again, where most of what is no ASCII comes out as Chinese."""
    value = text.text
    if not _RUN.search(value):
        return _read_as_gbk(text)
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
        return text.replace(_legacy(text), RULE)
    return text.replace(changes, RULE)


_ENCODINGS = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
"""The encodings from before Unicode, each with the first bytes of the characters that nearly all text is made of."""
_COMMON = 0.94  # of the characters of a page that are among these
_READ = 0.9  # of the lines of a page that can be read so


def _legacy(text: TracedText) -> list[Change]:
    """The lines of GBK or Big5 that were read as Latin-1, where the whole page reads so; none where it does not."""
    lines = [line for line in text.lines if _ANY.search(line.text)]
    best: tuple[float, list[Change]] = (_COMMON, [])
    for encoding, leads in _ENCODINGS.items():
        read = [(line, words) for line in lines if (words := _decoded(line.text, encoding)) is not None]
        whole = "".join(words for _, words in read)
        firsts = [char.encode(encoding)[0] for char in whole if is_han(char)]
        if len(firsts) <= _FEWEST or len(read) < _READ * len(lines) or _SIGNS.search(whole):
            continue
        share = sum(first in leads for first in firsts) / len(firsts)
        if share > best[0]:
            best = share, [Change(line.start, line.end, words) for line, words in read]
    return best[1]


_SIGNS = re.compile("[\u00c0-\u00d6\u00d8-\u00ff]")


def _decoded(line: str, encoding: str) -> str | None:
    """The words of a line whose bytes are shown one by one; None where they are none in this encoding."""
    try:
        return bytes(_WINDOWS[c] if c in _WINDOWS else ord(c) for c in line).decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return None


_FOREIGN = re.compile("[^\\x00-\\x7f\ufffd]{3,}")
_OF_UTF8 = re.compile("[鐨勪竴鍦鏄浜鏈鍜屽勯潰槸鍙浠姘戞斂搴涓瀹鍏]")
"""Frequent in UTF-8 that was read as GBK, and rare in anything else."""
_FEWEST_SUCH = 3


def _read_as_gbk(text: TracedText) -> TracedText:
    """The text of UTF-8 that was read as GBK: its characters' bytes there are UTF-8, which those of words never are."""
    if len(_OF_UTF8.findall(text.text, 0, _LOOKS_AT)) < _FEWEST_SUCH:
        return text
    changes = []
    for match in _FOREIGN.finditer(text.text):
        try:
            read = match.group().encode("gb18030").decode("utf-8")
        except UnicodeError:
            continue
        if 2 * sum(map(is_han, read)) > len(read):
            changes.append(Change(*match.span(), read))
    return text.replace(changes, RULE)


_LOOKS_AT = 20_000  # characters


def _read(run: str) -> str | None:
    try:
        read = bytes(_WINDOWS[c] if c in _WINDOWS else ord(c) for c in run).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return None
    return read if read != run else None
