"""Lines of a GBK page that was cut at the bytes of a mark: how the cuts fell, and every text that shows what is seen.

Such a page was parted at the bytes of ！；？ and 。 at any offset, each piece decoded alone. A cut inside a character
leaves its first byte over (it shows as `?`), shows a mark that nobody wrote, and the rest of the piece is read one byte
off, until a byte stands alone again. So a `?` with a mark behind it begins damage, and the next `?` or a Latin letter
ends it; between them every byte is known. Facts and search; which text is right the model and the rule say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from typing import NamedTuple

from reader.ingest.repair.characters import has_tone, plain_syllable, readings
from reader.ingest.repair.gbk_bytes import encoded, pairs, vanishing
from reader.ingest.repair.gbk_search import HALF_WIDTH, simple_form
from reader.ingest.repair.pinyin import LETTER

MARKS = {
    "。": b"\xa1\xa3", "！": b"\xa3\xa1", "!": b"\xa3\xa1", "；": b"\xa3\xbb", ";": b"\xa3\xbb", "？": b"\xa3\xbf",
    "?": b"\xa3\xbf",
}  # fmt: skip
"""The marks at whose bytes such pages were cut."""

_MOST_TOKENS = 160
_REMNANT = re.compile(rf"([{LETTER}]{{1,7}})\s*[)）]")
_WHOLE_NOTE = re.compile(rf"[(（]\s*([{LETTER}]{{1,7}})\s*[)）]")
_TAG = re.compile(r"/(?:strong|b|p|span|font|em|a|div|td|u)>|(?:strong|span|font|p|b)>")


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged piece of a line: [start, end) of what is seen, and its bytes.

    Attributes:
        mark: the bytes of the mark that shows behind the lost first byte.
        tokens: the pairs seen behind it.
        end: how it ends: letter (the last byte shows as `last`), mark (before a true mark or the end of the line), or
            swallowed (the last byte took an ASCII character along; `last`: those it may have been).
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
    while (start := line.find("?", at)) >= 0:
        # A note right behind it is that of a character whose two bytes were both lost.
        cut = start + 1 < len(line) and line[start + 1] in MARKS and not _WHOLE_NOTE.match(line, start + 2)
        found = list(_ways(line, start)) if cut else []
        if found:
            yield found
            at = max(found[0].end, start + 1)
        else:
            at = start + 1


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
        tokens.append(data)
        at += 1
    if at >= len(line) and tokens:
        yield Damage(start, at, mark, tuple(tokens), "whole")


def _ends(line: str, start: int, at: int, mark: bytes, tokens: tuple[bytes, ...]) -> Iterator[Damage]:
    """The ways in which a `?` at `at` ends the damage."""
    after = line[at + 1 :]
    if not after or after[0] in MARKS:
        yield Damage(start, at + 1, mark, tokens, "mark")
    if after and (after[0] not in MARKS or after[0] == "?"):
        if remnant := _REMNANT.match(after):
            reading = plain_syllable(remnant.group(1)) if has_tone(remnant.group(1)) else None
            yield Damage(start, at + 1 + remnant.end(), mark, tokens, "swallowed", "(", reading)
        elif tag := _TAG.match(after):
            yield Damage(start, at + 1 + tag.end(), mark, tokens, "swallowed", "<")
        else:
            yield Damage(start, at + 1, mark, tokens, "swallowed", "0123456789")
            if re.match(r"[,，:：(（)）\d\s.%]", after):  # a decoder that reads the ASCII character once more
                yield Damage(start, at + 1, mark, tokens, "mark")


Rows = dict[int, dict[int, tuple[str, str]]]
"""Lead byte → trail byte → (character, the same as the model knows it)."""


def rows_of(allowed: Callable[[str], bool]) -> Rows:
    """The GBK table with the characters that the page can have."""
    return {
        lead: row
        for lead, full in pairs().items()
        if (row := {trail: (char, simple_form(char)) for trail, char in full.items() if allowed(char)})
    }


@cache
def opened_by_trail() -> dict[int, tuple[int, ...]]:
    """Trail byte → the lead bytes that make a character with it."""
    return {t: tuple(lead for lead, row in pairs().items() if t in row) for t in range(0x40, 0xFF)}


class Reading(NamedTuple):
    """A text that shows what is seen, with its score; the damage it reads; the number it gives to the line, if any."""

    score: float
    text: str
    damage: Damage


class _Path(NamedTuple):
    score: float
    chars: str
    last: str  # the last two characters, as the model knows them
    open: int  # the first byte of the character at hand


Step = Callable[[str, str], float]
"""Chance of a character behind the two before it, as a natural logarithm."""

_BEAM = 24
_BEHIND = 16.0
_MOST_VANISHED = 2
_FOLLOWED = 10  # characters before a vanished pair that are followed up
_BEHIND_PAIR = 5
_DOUBTED = -3.5  # a character less likely than this behind its two makes vanished pairs worth a look


class Solver:
    """Finds the texts of damaged pieces. `rows`: characters the page can have; `step`: the model."""

    def __init__(self, rows: Rows, step: Step, followers: Callable[[str], Sequence[str]]) -> None:
        self._step, self._followers = step, followers
        self._first_rows = rows
        # The marks that pages were cut at cannot stand inside a piece.
        self._rows = {
            lead: {trail: pair for trail, pair in row.items() if pair[0] not in MARKS} for lead, row in rows.items()
        }
        self._by_trail: dict[str, dict[int, list[tuple[int, tuple[str, str]]]]] = {}
        self._spelled: defaultdict[str, list[tuple[int, int, tuple[str, str]]]] = defaultdict(list)
        for lead, row in self._rows.items():
            for trail, pair in row.items():
                self._spelled[pair[1]].append((lead, trail, pair))
        self._tails: dict[tuple[Damage, int, int], list[Reading]] = {}

    def readings(self, damage: Damage, before: str, after: str) -> list[Reading]:
        """The texts, best first. `before` and `after` are what stands around."""
        paths = self._first(damage.mark, "".join(map(simple_form, before[-2:])) or "\n")
        return self._read(paths, damage, damage.tokens, after)

    def headed(self, damage: Damage, head: str, after: str) -> list[Reading]:
        """The texts that begin with `head`, which ends in ）. What follows is read apart from the words before it."""
        laid = _laid(head, damage)
        if laid is None:
            return []
        used, byte = laid
        key = (damage, used, byte)
        if key not in self._tails:
            self._tails[key] = self._read(
                self._behind(byte, damage.tokens[used:]), damage, damage.tokens[used + 1 :], after
            )
        return [reading._replace(text=head + reading.text) for reading in self._tails[key]]

    def _read(self, paths: list[_Path], damage: Damage, tokens: Sequence[bytes], after: str) -> list[Reading]:
        for token in tokens:
            if not paths:
                return []
            paths = self._next(paths, token)
        tail = "".join(map(simple_form, after[:3])) or "\n"
        out: dict[str, Reading] = {}
        for path in self._closed(paths, damage):
            score, last = path.score, path.last
            for char in tail:
                score += self._step(last, char)
                last = last[-1:] + char
            if path.chars not in out or out[path.chars].score < score:
                out[path.chars] = Reading(score, path.chars, damage)
        return nlargest(12, out.values(), key=lambda r: r.score)

    def _behind(self, byte: int, tokens: Sequence[bytes]) -> list[_Path]:
        """The paths behind a head whose last byte is the first of the pair at hand, through the first of `tokens`."""
        start = _Path(0.0, "", _AFTER_HEAD, -1)
        if not tokens:
            return [start]
        out = [start._replace(open=tokens[0][1])] if tokens[0][0] == byte else []
        out += [  # over a pair that begins with this byte and shows nothing
            self._added(start, pair, tokens[0][1])
            for second in vanishing().get(byte, ())
            if (pair := self._rows.get(second, {}).get(tokens[0][0]))
        ]
        return _best(out)

    def _first(self, mark: bytes, context: str) -> list[_Path]:
        # A true 。 was cut at its own bytes, unless those of another mark behind it were found before.
        found = (pair for row in self._first_rows.values() if (pair := row.get(mark[0])))
        could = [pair for pair in found if pair[0] not in MARKS or (pair[0] == "。" and mark[0] == 0xA3)]
        return _best([self._added(_Path(0.0, "", context, 0), pair, mark[1]) for pair in could])

    def _added(self, path: _Path, pair: tuple[str, str], opened: int) -> _Path:
        return _Path(
            path.score + self._step(path.last, pair[1]), path.chars + pair[0], path.last[-1:] + pair[1], opened
        )

    def _next(self, paths: list[_Path], token: bytes) -> list[_Path]:
        out = [
            self._added(path, pair, token[1]) for path in paths if (pair := self._rows.get(path.open, {}).get(token[0]))
        ]
        best = max((p.score for p in out), default=-1e9)
        base = max((p.score for p in paths), default=-1e9)
        if best - base < _DOUBTED:  # vanished pairs are worth a look
            out += self._over_vanished(paths, token)
        return _best(out)

    def _over_vanished(self, paths: list[_Path], token: bytes | None) -> list[_Path]:
        """Paths on which one to three pairs that show nothing stand before the token (before the end, without one)."""
        gone = vanishing()
        out: list[_Path] = []
        latest: list[tuple[_Path, frozenset[int]]] = []
        for path in nlargest(4, paths, key=lambda p: p.score):
            row = self._rows.get(path.open, {})
            latest += [(self._added(path, pair, 0), gone[trail]) for trail, pair in row.items() if trail in gone]
        for depth in range(_MOST_VANISHED):
            for path, leads in latest:
                behind = self._behind_in_words(path.last[-1:])
                if token is None:
                    seen = [pair for found in behind.values() for lead, pair in found if lead in leads]
                    ended = [self._added(path, pair, -1) for pair in seen]
                    out += nlargest(_BEHIND_PAIR, ended, key=lambda p: p.score)
                else:
                    seen = [pair for lead, pair in behind.get(token[0], ()) if lead in leads]
                    out += [self._added(path, pair, token[1]) for pair in seen]
            if token is not None and depth == 0:
                for path, leads in nlargest(_FOLLOWED, latest, key=lambda f: f[0].score):
                    closing = [
                        self._added(path, pair, token[1])
                        for lead in leads
                        if (pair := self._rows.get(lead, {}).get(token[0]))
                    ]
                    out += nlargest(_BEHIND_PAIR, closing, key=lambda p: p.score)
            if depth + 1 < _MOST_VANISHED:
                fresh = [
                    (self._added(path, pair, 0), gone[trail])
                    for path, leads in nlargest(4 * _FOLLOWED, latest, key=lambda f: f[0].score)
                    for trail, found in self._behind_in_words(path.last[-1:]).items() if trail in gone
                    for lead, pair in found if lead in leads
                ]  # fmt: skip
                latest = nlargest(4 * _FOLLOWED, fresh, key=lambda f: f[0].score)
        return nlargest(_BEAM, out, key=lambda p: p.score)

    def _behind_in_words(self, simple: str) -> dict[int, list[tuple[int, tuple[str, str]]]]:
        """The characters often seen behind one, by their second byte, each with its first."""
        if simple not in self._by_trail:
            found: defaultdict[int, list[tuple[int, tuple[str, str]]]] = defaultdict(list)
            for other in self._followers(simple):
                for lead, trail, pair in self._spelled.get(other, ()):
                    found[trail].append((lead, pair))
            self._by_trail[simple] = dict(found)
        return self._by_trail[simple]

    def _closed(self, paths: list[_Path], damage: Damage) -> Iterator[_Path]:
        if damage.how == "whole":
            # The line ends where a pair does: nothing stands alone, so damage of this sort cannot end here.
            return
        for path in paths:
            if path.open < 0:
                yield path
                continue
            row = self._rows.get(path.open, {})
            if damage.how == "letter":
                pair = row.get(ord(damage.last))
                fits = pair and (damage.reading is None or damage.reading in readings(pair[0]))
                closed = [self._added(path, pair, 0)] if pair and fits else []
            else:
                closed = [
                    self._added(path, pair, 0)
                    for pair in row.values()
                    if damage.reading is None or damage.reading in readings(pair[0])
                ]
            yield from self._with_digits(nlargest(2 * _BEHIND_PAIR, closed, key=lambda p: p.score), damage)
        if damage.how == "letter" and paths and paths[0].open >= 0:
            for path in self._over_vanished(paths, bytes((ord(damage.last), 0))):
                if damage.reading is None or damage.reading in readings(path.chars[-1]):
                    yield path
        elif paths and paths[0].open >= 0 and damage.reading is None:
            yield from self._with_digits(self._over_vanished(paths, None), damage)

    def _with_digits(self, paths: list[_Path], damage: Damage) -> Iterator[_Path]:
        for path in paths:
            if damage.how != "swallowed" or damage.last in "(<":
                yield path
            else:
                for digit in damage.last:
                    yield self._added(path, (digit, digit), 0)


_AFTER_HEAD = ")"


def _laid(head: str, damage: Damage) -> tuple[int, int] | None:
    """How many of the tokens the bytes of `head` explain, and the byte left over; None where they do not fit."""
    data = b"".join(map(encoded, head))
    if data[1:3] != damage.mark or len(data) % 2:
        return None
    used = 0
    for at in range(3, len(data) - 1, 2):
        pair = data[at : at + 2]
        if used < len(damage.tokens) and pair == damage.tokens[used]:
            used += 1
        elif pair[1] in pairs().get(pair[0], {}):
            return None
    return used, data[-1]


def _best(paths: list[_Path]) -> list[_Path]:
    kept = nlargest(_BEAM, paths, key=lambda p: p.score)
    return [path for path in kept if path.score >= kept[0].score - _BEHIND] if kept else []


__all__ = ["HALF_WIDTH", "MARKS", "Damage", "Reading", "Solver", "damages", "rows_of"]
