"""What damage of a GBK page shows: the byte table, the damaged stretches of a text, and the proof by damaging again.

Facts for rule "gbk-shift"; changes nothing and ranks nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from reader.ingest.repair.characters import has_tone, is_han, plain_syllable
from reader.ingest.repair.pinyin import LETTER

LONGEST = 120
"""Visible characters of one damaged stretch that are looked at."""
LONGEST_CUT = 30
"""The same where nothing shows the end of the damage."""

_REMNANT = re.compile(rf"([{LETTER}]{{1,7}})\s*[)）]")
_WHOLE_NOTE = re.compile(rf"\(\s*([{LETTER}]{{1,7}})\s*\)")


@dataclass(frozen=True, slots=True)
class Token:
    """One visible sign of a damaged stretch. `data`: its bytes, none where lost; `reading`: the note behind it."""

    data: bytes
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A damaged stretch of visible text: [start, end) and what it is made of.

    `cut`: the first byte of what follows, where the damage ends without a sign: the last character's second byte made
    no pair with it and was passed over alone.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    cut: int | None = None


@cache
def pairs() -> dict[int, dict[int, str]]:
    """GBK: lead byte → trail byte → character."""
    table: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            if char := bytes((lead, trail)).decode("gbk", "ignore"):
                table[lead][trail] = char
    return dict(table)


@cache
def vanishing() -> dict[int, frozenset[int]]:
    """Lead byte → trail bytes (that can be lead bytes in turn) with no character of their own: such pairs vanish."""
    table = pairs()
    return {
        lead: gone
        for lead in range(0x81, 0xFF)
        if (gone := frozenset(t for t in range(0x81, 0xFF) if t not in table.get(lead, {})))
    }


@cache
def encoded(char: str) -> bytes:
    """The GBK bytes of one character; empty where it has none."""
    return char.encode("gbk", "ignore")


def stretches(text: str) -> Iterator[Stretch]:
    """Every stretch that could be damaged: from a `?` in Chinese text to the sign that sets decoding right again."""
    at = 0
    while (start := _next_lost(text, at)) >= 0:
        found = stretch_at(text, start)
        if found is None:
            at = start + 1
        else:
            yield found
            at = max(found.end if found.cut is None else 0, start + 1)


def _next_lost(text: str, at: int) -> int:
    while (at := text.find("?", at)) >= 0:
        near = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        if any(is_han(c) or c == ";" or len(encoded(c)) == 2 for c in near):
            return at
        at += 1
    return -1


def _lost(text: str, at: int) -> tuple[Token, int]:
    remnant = _REMNANT.match(text, at + 1)
    if remnant:
        return Token(b"", plain_syllable(remnant.group(1))), remnant.end()
    return Token(b""), at + 1


def stretch_at(text: str, start: int, letters: int = 0) -> Stretch | None:
    """The stretch that begins with the lost byte at `start`; None where nothing behind it can be damaged.

    A Latin letter ends it, unless it is one of the first `letters`: pages that were folded to half width show the pair
    A3 41..7E as a letter, and other marks and digits likewise. At the end of the line it is cut.
    """
    token, at = _lost(text, start)
    tokens = [token]
    while at < len(text) and len(tokens) < LONGEST:
        char = text[at]
        if char == "?":
            token, at = _lost(text, at)
            return Stretch(start, at, (*tokens, token))
        data = encoded(char)
        letter = len(data) == 1 and 0x40 <= data[0] <= 0x7E
        if letter and not letters:
            note = _WHOLE_NOTE.match(text, at + 1)
            end = note.end() if note else at + 1
            reading = plain_syllable(note.group(1)) if note else None
            return Stretch(start, end, (*tokens, Token(data, reading)))
        letters -= letter
        if len(data) == 1 and 0x21 <= data[0] <= 0x7E:
            data = bytes((0xA3, data[0] + 0x80))
        if len(data) != 2:
            break
        tokens.append(Token(data))
        at += 1
    return Stretch(start, at, tuple(tokens), _byte_at(text, at)) if len(tokens) > 1 else None


def note_at(text: str, at: int) -> str | None:
    """The plain syllable of a whole note at `at`, which tells how the character before it reads; None without one."""
    note = _WHOLE_NOTE.match(text, at)
    return plain_syllable(note.group(1)) if note and has_tone(note.group(1)) else None


def _byte_at(text: str, at: int) -> int:
    """The first byte of the character at `at`; a line feed behind the last."""
    return (encoded(text[at]) or b"\n")[0] if at < len(text) else 0x0A


def reaches(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """The stretch, and those in which the first Latin letter, or the first two, still belong to it.

    Only those whose end shows; for the others see `cuts`.
    """
    if stretch.cut is None:
        yield stretch
    for letters in (1, 2):
        longer = stretch_at(text, stretch.start, letters)
        if longer is None or longer.end == stretch.end:
            return
        if longer.cut is None:
            yield longer


def cuts(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """The shorter stretches that could have ended without a sign."""
    if stretch.tokens[0].reading is not None:
        return
    for size in range(1, min(len(stretch.tokens), LONGEST_CUT) + 1):
        end = stretch.start + size  # one visible character a token, since none before the last has a note
        if size > 1 and len(stretch.tokens[size - 1].data) != 2:
            return
        yield replace(stretch, end=end, tokens=stretch.tokens[:size], cut=_byte_at(text, end))


def unpaired(trail: int, after: int) -> bool:
    """Whether a decoder passes over `trail` alone where `after` follows."""
    return after not in pairs().get(trail, {})


def damaged(text: str, stretch: Stretch) -> bool:
    """Whether `text`, damaged in this way, shows exactly what the stretch shows."""
    data = text.encode("gbk", "ignore")
    at = 0
    table = pairs()
    for index, token in enumerate(stretch.tokens):
        size = len(token.data) or 1
        if index and stretch.cut is None:
            while at + 1 < len(data) and not _shows(data, at, token) and data[at + 1] not in table.get(data[at], {}):
                at += 2
        if token.data and data[at : at + size] != token.data:
            return False
        at += size
    if stretch.cut is not None:
        return at + 1 == len(data) and unpaired(data[at], stretch.cut)
    return at == len(data)


def _shows(data: bytes, at: int, token: Token) -> bool:
    if token.data:
        return data[at : at + len(token.data)] == token.data
    return at + 1 == len(data)
