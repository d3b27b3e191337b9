"""Rule "gbk-shift": text of a GBK page that lost one byte and was then decoded one byte off.

What is seen still holds most bytes of what was written: every visible double-byte character gives two, a Latin letter
one, `?` stands for a byte that was lost (and may have eaten a bracket of a pronunciation note), and pairs outside the
character set vanished. So the true text is computed: all strings whose damaged form is what we see, ranked by a
language model. It is accepted only when damaging it again gives exactly what is seen and it leads the next by a margin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from reader.ingest.characters import is_han, plain_syllable, readings
from reader.ingest.language import LanguageModel
from reader.ingest.pinyin import LETTER
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

RULE = "gbk-shift"

_REMNANT = re.compile(rf"([{LETTER}]{{1,7}})\s*[)）]")
_WHOLE_NOTE = re.compile(rf"\(\s*([{LETTER}]{{1,7}})\s*\)")
_LONGEST = 48  # visible characters in one damaged stretch
_BEAM = 250
_BEAM_LOST = 40  # where nothing at all is known of a byte
_BEAM_VANISHED = 120  # narrower where a pair vanished: each such path opens into hundreds
_CONTEXT = 8
_MARGIN = 2.0
_MARGIN_LONGER = 4.0  # a character
_ALONE = 99.0  # the lead of a reading without a rival
_HOPELESS = -13.0  # chance of a character behind another, as a logarithm, below which it is not followed up
_VANISHED = 1.0  # what a path gains for a pair that shows nothing, so that shorter paths do not crowd it out
_WORST = -8.0  # per character; below that the best reading is no Chinese


@dataclass(frozen=True, slots=True)
class Token:
    """One visible sign of a damaged stretch. `data`: its bytes, none where lost; `reading`: the note behind."""

    data: bytes
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A damaged stretch of visible text: [start, end) and what it is made of."""

    start: int
    end: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What a stretch read before it was damaged.

    `lead`: how far it leads the next reading (natural logarithm); `reach`: the stretch it replaces.
    """

    text: str
    lead: float
    reach: Stretch


@cache
def _pairs() -> dict[int, dict[int, str]]:
    """GBK: lead byte → trail byte → character."""
    table: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                table[lead][trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return dict(table)


@cache
def _vanishing() -> dict[int, frozenset[int]]:
    """Lead byte → trail bytes (that can be lead bytes in turn) with no character of their own: such pairs vanish."""
    table = _pairs()
    return {
        lead: gone
        for lead in range(0x81, 0xFF)
        if (gone := frozenset(t for t in range(0x81, 0xFF) if t not in table.get(lead, {})))
    }


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@cache
def _simple(char: str) -> str:
    """The character as the language model knows it: simplified, and half width where the page may have been folded."""
    return to_simplified(char).translate(_HALF_WIDTH)


def encoded(char: str) -> bytes:
    """The GBK bytes of one character; empty where it has none."""
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return b""


def stretches(text: str) -> Iterator[Stretch]:
    """Every stretch that could be damaged: from a `?` in Chinese text to the sign that sets decoding right again."""
    at = 0
    while (start := _next_lost(text, at)) >= 0:
        found = stretch_at(text, start)
        if found is None:
            at = start + 1
        else:
            yield found
            at = found.end


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
    """The stretch that begins with the lost byte at `start`.

    A Latin letter ends it, unless it is one of the first `letters`: pages that were folded to half width show the pair
    A3 41..7E as a letter, and other marks and digits likewise.
    """
    token, at = _lost(text, start)
    tokens = [token]
    while at < len(text) and len(tokens) < _LONGEST:
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
            return None
        tokens.append(Token(data))
        at += 1
    return None


class _Path(NamedTuple):
    """A partial reading: its score, the characters so far, the last of them simplified, and the lead bytes that the
    character now open may have (None between two characters).
    """

    score: float
    chars: str
    last: str
    leads: frozenset[int] | None = None


_Rows = Mapping[int, Mapping[int, tuple[str, str]]]
"""Lead byte → trail byte → (character, the same simplified)."""


class _Search:
    """Beam search over the readings of one stretch."""

    def __init__(self, model: LanguageModel, rows: _Rows, before: str) -> None:
        self._rows = rows
        self._last = _simple(before) if before else ""
        self._last_byte = encoded(before)[-1:] if before else b""
        self._step = cache(model.step)
        self._closed: dict[frozenset[int], list[tuple[int, str, str]]] = {}

    def run(self, stretch: Stretch) -> list[str]:
        paths = [_Path(0.0, "", self._last)]
        for index, token in enumerate(stretch.tokens):
            if index:
                paths = self._with_vanished(paths)
            if not token.data:
                paths = self._lost_byte(paths, token)
            else:
                for byte in token.data:
                    paths = self._known_byte(paths, byte)
                if token.reading:
                    paths = [p for p in paths if p.leads is None and token.reading in readings(p.chars[-1])]
            paths = _best(paths, _BEAM)
        return [p.chars for p in paths if p.leads is None and p.chars]

    def _known_byte(self, paths: list[_Path], byte: int) -> list[_Path]:
        out, step = [], self._step
        for path in paths:
            if path.leads is None:
                if byte in self._rows:
                    out.append(path._replace(leads=frozenset((byte,))))
                continue
            out += [
                _Path(path.score + step(path.last, pair[1]), path.chars + pair[0], pair[1])
                for lead in path.leads
                if (pair := self._rows.get(lead, {}).get(byte))
            ]
        return out

    def _lost_byte(self, paths: list[_Path], token: Token) -> list[_Path]:
        """A byte nobody knows: the trail of an open character, or the lead of a new one.

        A note behind it was made for the pair that it formed with the byte before.
        """
        out, step = [], self._step
        for path in _best(paths, _BEAM_LOST):
            if path.leads is None:
                leads = frozenset(self._rows)
                if token.reading and self._last_byte:
                    row = _pairs().get(self._last_byte[0], {})
                    leads = frozenset(b for b, c in row.items() if token.reading in readings(c))
                out.append(path._replace(leads=leads))
                continue
            for lead in path.leads:
                for char, simple in self._rows.get(lead, {}).values():
                    if not token.reading or token.reading in readings(char):
                        out.append(_Path(path.score + step(path.last, simple), path.chars + char, simple))
        return out

    def _with_vanished(self, paths: list[_Path]) -> list[_Path]:
        """The paths, and those in which one or two pairs stood here that show nothing."""
        gone, step = _vanishing(), self._step
        all_paths, latest = list(paths), _best(paths, _BEAM_VANISHED)
        for _ in range(2):
            fresh = []
            for path in latest:
                score, last = path.score + _VANISHED, path.last
                if path.leads is not None:
                    fresh += [
                        (score + chance, path, char, simple, first)
                        for first, char, simple in self._closed_by_vanished(path.leads)
                        if (chance := step(last, simple)) > _HOPELESS
                    ]
            latest = [
                _Path(score, path.chars + char, simple, gone[first])
                for score, path, char, simple, first in nlargest(_BEAM_VANISHED, fresh, key=itemgetter(0))
            ]
            all_paths += latest
        return all_paths

    def _closed_by_vanished(self, leads: frozenset[int]) -> list[tuple[int, str, str]]:
        """Characters that open with one of `leads` and close with a byte that can begin a pair that shows nothing."""
        if leads not in self._closed:
            gone = _vanishing()
            self._closed[leads] = [
                (first, *pair) for lead in leads for first, pair in self._rows.get(lead, {}).items() if first in gone
            ]
        return self._closed[leads]


def _best(paths: list[_Path], size: int) -> list[_Path]:
    return nlargest(size, paths, key=itemgetter(0))


def likely_rows(model: LanguageModel) -> _Rows:
    """The GBK table with only those characters that the language model knows."""
    return {
        lead: likely
        for lead, row in _pairs().items()
        if (likely := {trail: (char, _simple(char)) for trail, char in row.items() if model.knows(_simple(char))})
    }


def damaged(text: str, stretch: Stretch) -> bool:
    """Whether `text`, damaged in this way, shows exactly what the stretch shows."""
    data = text.encode("gbk")
    at = 0
    table = _pairs()
    for index, token in enumerate(stretch.tokens):
        size = len(token.data) or 1
        if index:
            while at + 1 < len(data) and not _shows(data, at, token) and data[at + 1] not in table.get(data[at], {}):
                at += 2
        if token.data and data[at : at + size] != token.data:
            return False
        at += size
    return at == len(data)


def _shows(data: bytes, at: int, token: Token) -> bool:
    if token.data:
        return data[at : at + len(token.data)] == token.data
    return at + 1 == len(data)


def repair(text: str, stretch: Stretch, model: LanguageModel, rows: _Rows) -> Repair | None:
    """The reading of the damage at `stretch.start` that explains every byte and leads all others; None where none does.

    How far the damage reaches is part of the question: readings of different reach are compared over the same words.
    """
    possible = list(_longer_readings(text, stretch))
    window = max(s.end for s in possible) + 3 * _CONTEXT
    before = _folded(_same_line(text[max(stretch.start - 3 * _CONTEXT, 0) : stretch.start], -1))[-_CONTEXT:]
    scored: dict[str, _Scored] = {}
    for reach in possible:
        after = _folded(_same_line(text[reach.end : window], 0))[: window - reach.end - 2 * _CONTEXT]
        search = _Search(model, rows, text[stretch.start - 1] if stretch.start else "")
        for reading in search.run(reach):
            whole = before + _folded(reading) + after
            if whole not in scored and damaged(reading, reach):
                scored[whole] = _Scored(model.score(whole), len(whole), reading, reach)
    ranked = sorted(scored.values(), key=itemgetter(0), reverse=True)
    if not ranked or ranked[0].score / ranked[0].size < _WORST:
        return None
    best = ranked[0]
    lead = min((best.score - other.score for other in ranked[1:]), default=_ALONE)
    # A longer reading is less likely by nature, so a short one must lead it by more.
    if any(best.score - x.score < max(_MARGIN, _MARGIN_LONGER * (x.size - best.size)) for x in ranked[1:]):
        return None
    return Repair(best.reading, lead, best.reach)


class _Scored(NamedTuple):
    """A reading with its score over the whole window, `size` characters, and the stretch it is a reading of."""

    score: float
    size: int
    reading: str
    reach: Stretch


def _same_line(text: str, part: int) -> str:
    """What of a neighbourhood lies on the damaged line and has no damage of its own."""
    return re.split(r"[\n?]", text)[part]


def repair_gbk(text: TracedText, reference: Callable[[], Iterable[str]] = list) -> TracedText:
    """Every damaged stretch that can be computed back, put right.

    `reference` gives lines of clean official text that teach the language model.
    """
    found = list(stretches(text.text))
    if not found:
        return text
    lines = [*_undamaged(text.text, found), *map(_folded, reference())]
    repairs: dict[int, Repair] = {}
    # Twice: what the first round is sure of teaches the model words that the page has nowhere undamaged.
    learned = -1
    for _ in range(2):
        if learned == len(repairs):
            break
        learned = len(repairs)
        model = LanguageModel([*lines, *(_in_place(text.text, start, fixed) for start, fixed in repairs.items())])
        rows = likely_rows(model)
        for stretch in found:
            if stretch.start not in repairs and (fixed := repair(text.text, stretch, model, rows)):
                repairs[stretch.start] = fixed
    changes, end = [], 0
    for start, fixed in sorted(repairs.items()):
        if start >= end:
            changes.append(Change(start, fixed.reach.end, fixed.text))
            end = fixed.reach.end
    return text.replace(changes, RULE)


def _in_place(text: str, start: int, fixed: Repair) -> str:
    before = _same_line(text[max(start - _CONTEXT, 0) : start], -1)
    return _folded(before + fixed.text + _same_line(text[fixed.reach.end : fixed.reach.end + _CONTEXT], 0))


def _longer_readings(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """The stretch, and those in which the first Latin letter, or the first two, still belong to it."""
    yield stretch
    for letters in (1, 2):
        longer = stretch_at(text, stretch.start, letters)
        if longer is None or longer.end == stretch.end:
            return
        yield longer


def _undamaged(text: str, found: list[Stretch]) -> list[str]:
    out, at = [], 0
    for stretch in found:
        out += text[at : stretch.start].split("\n")
        at = stretch.end
    return [_folded(line) for line in out + text[at:].split("\n") if line]


def _folded(text: str) -> str:
    return to_simplified(text).translate(_HALF_WIDTH)
