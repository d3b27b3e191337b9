"""Lines of a GBK page that was cut at the bytes of a mark: how the cuts fell, and every text that shows what is seen.

Such a page was parted at the bytes of ！；？ and 。 at any offset, each piece decoded alone. A cut inside a character
leaves its first byte over (it shows as `?`), shows a mark that nobody wrote, and the rest of the piece is read one byte
off, until a byte stands alone again. So a `?` with a mark behind it begins damage, and the next `?` or a Latin letter
ends it; between them every byte is known. Facts and search; which text is right the model and the rule say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reader.ingest.repair.characters import has_tone, plain_syllable
from reader.ingest.repair.gbk_bytes import encoded, vanishing
from reader.ingest.repair.pinyin import LETTER

MARKS = {
    "。": b"\xa1\xa3", "！": b"\xa3\xa1", "!": b"\xa3\xa1", "；": b"\xa3\xbb", ";": b"\xa3\xbb", "？": b"\xa3\xbf",
    "?": b"\xa3\xbf",
}  # fmt: skip
"""The marks at whose bytes such pages were cut."""


@cache
def unseen() -> dict[int, frozenset[int]]:
    """The pairs that such a page shows nothing of: those without a character, and the blank of two bytes."""
    gone = vanishing()
    return {**gone, 0xA1: gone[0xA1] | {0xA1}}


_MOST_TOKENS = 160
_SWALLOWED = "0123456789 %().,;-:+/"
"""What a lost byte may have taken along: characters of official text below 40 hex."""
_SWALLOWED_LAST = ";.:,)%"
"""The same at the end of a line."""
_REMNANT = re.compile(rf"([{LETTER}]{{1,7}})\s*[)）]")
_WHOLE_NOTE = re.compile(rf"[(（]\s*([{LETTER}]{{1,7}})\s*[)）]")
_TAG = re.compile(r"/(?:strong|b|p|span|font|em|a|div|td|u)>|(?:strong|span|font|p|b|br ?/?)>")


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged piece of a line: [start, end) of what is seen, and its bytes.

    Attributes:
        mark: the bytes of the mark that shows behind the lost first byte.
        tokens: the pairs seen behind it.
        how: how it ends: letter (the last byte shows as `last`), joined (the last byte and a letter behind it show as
            one character; `last`: both), mark (before a true mark or the end of the line), or swallowed (the last byte
            took an ASCII character along; `last`: those it may have been).
        reading: the plain syllable of a note whose opening bracket went with the last byte.
    """

    start: int
    end: int
    mark: bytes
    tokens: tuple[bytes, ...]
    how: str
    last: str = ""
    reading: str | None = None


def damages(line: str) -> Iterator[list[Damage]]:
    """The damaged pieces of a line in order; for each the ways in which it may end."""
    at = 0
    while found := next_damage(line, at):
        yield found
        at = max(found[0].end, found[0].start + 1)


def next_damage(line: str, at: int) -> list[Damage]:
    """The ways in which the first damaged piece from `at` on may end; none where none is left."""
    while (start := line.find("?", at)) >= 0:
        # A note right behind it is that of a character whose two bytes were both lost.
        cut = start + 1 < len(line) and line[start + 1] in MARKS and not _WHOLE_NOTE.match(line, start + 2)
        if cut and (found := list(_ways(line, start))):
            return found
        at = start + 1
    return []


def _ways(line: str, start: int) -> Iterator[Damage]:
    mark = MARKS[line[start + 1]]
    tokens: list[bytes] = []
    at = start + 2
    while at < len(line) and len(tokens) < _MOST_TOKENS:
        char = line[at]
        if char == "?":
            yield from _ends(line, start, at, mark, tuple(tokens))
            following = line[at + 1 : at + 2]
            if following != "?" and (following in MARKS or not following):
                return
            tokens.append(MARKS["?"])  # or the pair of a full-width question mark
            at += 1
            continue
        data = encoded(char)
        if len(data) == 1 and 0x40 <= data[0] <= 0x7E:
            note = _WHOLE_NOTE.match(line, at + 1)
            reading = plain_syllable(note.group(1)) if note and has_tone(note.group(1)) else None
            yield Damage(
                start, note.end() if note and reading else at + 1, mark, tuple(tokens), "letter", char, reading
            )
            return
        if len(data) == 1 and 0x21 <= data[0] <= 0x3F:
            data = bytes((0xA3, data[0] + 0x80))
        if len(data) != 2:
            return
        if 0x40 <= data[1] <= 0x7E:
            yield Damage(start, at + 1, mark, tuple(tokens), "joined", chr(data[0]) + chr(data[1]))
        tokens.append(data)
        at += 1
    if at >= len(line) and tokens:
        yield Damage(start, at, mark, tuple(tokens), "whole")


def _ends(line: str, start: int, at: int, mark: bytes, tokens: tuple[bytes, ...]) -> Iterator[Damage]:
    """The ways in which a `?` at `at` ends the damage."""
    after = line[at + 1 :]
    if not after or after[0] in MARKS:
        yield Damage(start, at + 1, mark, tokens, "mark")
    if not after:
        yield Damage(start, at + 1, mark, tokens, "swallowed", _SWALLOWED_LAST)
    if after and (after[0] not in MARKS or after[0] == "?"):
        if remnant := _REMNANT.match(after):
            reading = plain_syllable(remnant.group(1)) if has_tone(remnant.group(1)) else None
            yield Damage(start, at + 1 + remnant.end(), mark, tokens, "swallowed", "(", reading)
        elif tag := _TAG.match(after):
            yield Damage(start, at + 1 + tag.end(), mark, tokens, "swallowed", "<")
        else:
            yield Damage(start, at + 1, mark, tokens, "swallowed", _SWALLOWED)
            if re.match(r"[,，:：(（)）\d\s.%]", after):  # a decoder that reads the ASCII character once more
                yield Damage(start, at + 1, mark, tokens, "mark")


__all__ = ["MARKS", "Damage", "damages", "next_damage", "unseen"]
