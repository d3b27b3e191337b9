"""The texts that show what a damaged piece shows: a beam search over the bytes, those that are known and those lost.

Part of rule "gbk-shift" for pages that were cut at the bytes of a mark (`reader/ingest/repair/shift.py` says how).
Finds and orders; which text is right the rule says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple

from reader.ingest.repair.characters import readings
from reader.ingest.repair.gbk_bytes import encoded, pairs, vanishing
from reader.ingest.repair.gbk_search import simple_form
from reader.ingest.repair.shift import MARKS, Damage
from reader.ingest.repair.shift_model import CONTEXT, ShiftModel

Pair = tuple[str, str, float]
"""A character, the same as the model knows it, and how likely it is among the forms that are one to the model."""

Rows = dict[int, dict[int, Pair]]
"""Lead byte → trail byte → character."""

_BEAM = 40
_BEHIND = 14.0  # what a path may lie behind the best (natural logarithm)
_OPENED = 12
_FOLLOWED = 24  # characters before a vanished pair that are followed up
_UNSEEN = 40  # characters tried behind another where both bytes vanished
_DOUBTED = (-1.2, -3.0, -5.0)
"""What the best way on must cost for one, two, three vanished pairs to be worth a look."""
_ANYWHERE = ",:()、“”《》的"  # what may stand behind anything
_READINGS = 80
_WORDS_BEFORE = 8  # characters before the damage that are read as words with it
_BY_CHARACTERS, _BY_WORDS = 0.5, 0.6
"""What counts how much in the score of a reading, so that the difference of two scores is a logarithm of odds: its
chance as a chain of characters, as words, and its length. Measured on text damaged so.
"""


def rows_of(allowed: Callable[[str], bool], forms: Mapping[str, float]) -> Rows:
    """The GBK table with the characters that the page can have. `forms`: how likely each is, see `Pair`."""
    return {
        lead: row
        for lead, full in pairs().items()
        if (
            row := {
                trail: (char, simple_form(char), forms.get(char, 0.0)) for trail, char in full.items() if allowed(char)
            }
        )
    }


class Reading(NamedTuple):
    """A text that shows what is seen, with its score and the damage it reads.

    by_characters, by_words: the score as each of the two judges alone gives it.
    """

    score: float
    text: str
    damage: Damage
    by_characters: float = 0.0
    by_words: float = 0.0


class _Path(NamedTuple):
    score: float
    chars: str
    last: str  # the last characters, as the model knows them
    open: int  # the first byte of the character at hand; below 0 where none is open


class _Gap(NamedTuple):
    """A path behind which a pair vanished: the first bytes that the character at hand may have."""

    score: float
    path: _Path
    leads: frozenset[int]


_STOP: Pair = ("。", "。", 0.0)
_SECOND_OF_MARKS = frozenset(b"\xa1\xbb\xbf")

_Grown = tuple[float, _Path, Pair, int]
"""A path with one character more, not yet written out: its score, the path, the character, the byte then open."""


class Solver:
    """Finds the texts of damaged pieces. `rows`: characters the page can have."""

    def __init__(self, rows: Rows, model: ShiftModel) -> None:
        self._model = model
        self._first_rows = rows
        # The marks that pages were cut at cannot stand inside a piece.
        self._rows = {
            lead: {trail: pair for trail, pair in row.items() if pair[0] not in MARKS} for lead, row in rows.items()
        }
        gone = vanishing()
        self._before_gap = {
            lead: [(gone[trail], pair) for trail, pair in row.items() if trail in gone]
            for lead, row in self._rows.items()
        }
        self._spelled: defaultdict[str, list[tuple[int, int, Pair]]] = defaultdict(list)
        for lead, row in self._rows.items():
            for trail, pair in row.items():
                self._spelled[pair[1]].append((lead, trail, pair))
        self._by_trail: dict[str, dict[int, list[tuple[int, Pair]]]] = {}
        self._unseen: dict[str, list[tuple[frozenset[int], int, Pair]]] = {}
        self._tails: dict[tuple[Damage, int, int, str, str], list[Reading]] = {}

    def readings(self, damage: Damage, before: str, after: str) -> list[Reading]:
        """The texts, best first. `before` and `after` are what stands around; a line feed is the line's end."""
        start = _Path(0.0, "", "".join(map(simple_form, before[-CONTEXT:])) or "\n", 0)
        chance = self._model.behind(start.last)
        # A true 。 was cut at its own bytes, unless those of another mark behind it were found before.
        mark = damage.mark
        found = (pair for row in self._first_rows.values() if (pair := row.get(mark[0])))
        could = [pair for pair in found if pair[0] not in MARKS or (pair[0] == "。" and mark[0] == 0xA3)]
        paths = _best([(chance[pair[1]] + pair[2], start, pair, mark[1]) for pair in could])
        words = "".join(map(simple_form, before[-_WORDS_BEFORE:])).rpartition("\n")[2]
        return self._read(paths, damage, damage.tokens, words, after)

    def headed(self, damage: Damage, head: str, context: str, after: str) -> list[Reading]:
        """The texts that begin with `head`. What follows is read as if `context` stood before it."""
        laid = _laid(head, damage)
        if laid is None:
            return []
        used, byte = laid
        key = (damage, used, byte, context, after)
        if key not in self._tails:
            start = _Path(0.0, "", context, -1)
            tokens = damage.tokens[used:]
            paths = self._behind_head(start, byte, tokens[0]) if tokens else [start]
            self._tails[key] = self._read(paths, damage, tokens[1:], context.rpartition("\n")[2], after)
        return [reading._replace(text=head + reading.text) for reading in self._tails[key]]

    def _behind_head(self, start: _Path, byte: int, token: bytes) -> list[_Path]:
        """The paths behind a head whose last byte is the first of the pair at hand, through `token`."""
        out = [start._replace(open=token[1])] if token[0] == byte else []
        if leads := vanishing().get(byte):
            out += _best(self._over([_Gap(0.0, start, leads)], token, -50.0, 0.0))
        return out

    def _read(
        self, paths: list[_Path], damage: Damage, tokens: Sequence[bytes], before: str, after: str
    ) -> list[Reading]:
        for token in tokens:
            if not paths:
                return []
            paths = self._next(paths, token)
        tail = "".join(map(simple_form, after))
        found: dict[str, float] = {}
        for path in self._closed(paths, damage):
            score = path.score + self._model.tail(path.last, tail)
            if path.chars not in found or found[path.chars] < score:
                found[path.chars] = score
        # In this order so that texts which begin alike are read as words one after the other.
        best = sorted(nlargest(_READINGS, found, key=found.__getitem__))
        words = self._model.words
        scored = []
        for text in best:
            whole = before + "".join(map(simple_form, text)) + tail.rstrip("\n")
            size = len(text + tail)
            chain, worded = found[text] + size, words.score(whole) + size
            scored.append(Reading(_BY_CHARACTERS * chain + _BY_WORDS * worded, text, damage, chain, worded))
        return sorted(scored, key=itemgetter(0), reverse=True)

    def _next(self, paths: list[_Path], token: bytes) -> list[_Path]:
        first, opened = token
        out: list[_Grown] = []
        stop = first == 0xA3 and opened in _SECOND_OF_MARKS  # a 。 that was cut at the mark behind its first byte
        for path in paths:
            pair = _STOP if stop and path.open == 0xA1 else self._rows.get(path.open, {}).get(first)
            if pair:
                out.append((path.score + self._model.behind(path.last)[pair[1]] + pair[2], path, pair, opened))
        best = max(out, key=itemgetter(0))[0] if out else -1e9
        base = paths[0].score
        if best - base < _DOUBTED[0]:  # vanished pairs are worth a look
            out += self._over(self._gaps(paths), token, best, base)
        return _best(out)

    def _gaps(self, paths: list[_Path]) -> list[_Gap]:
        """The best paths with the character at hand closed by a byte that began a vanished pair."""
        out = []
        for path in paths[:_OPENED]:
            chance, score = self._model.behind(path.last), path.score
            out += [
                (score + chance[pair[1]] + pair[2], path, pair, leads)
                for leads, pair in self._before_gap.get(path.open, ())
            ]
        return _gaps_of(out)

    def _over(self, gaps: list[_Gap], token: bytes, best: float, base: float) -> list[_Grown]:
        """Paths over one or more vanished pairs whose next character ends in the token's first byte."""
        first, opened = token
        out: list[_Grown] = []
        for depth in range(1, len(_DOUBTED) + 1):
            for score, path, leads in gaps:
                if score < best - _BEHIND:
                    break
                behind = self._behind_in_words(path.last[-1:]).get(first)
                if behind:
                    chance = self._model.behind(path.last)
                    out += [
                        (score + chance[pair[1]] + pair[2], path, pair, opened)
                        for lead, pair in behind
                        if lead in leads
                    ]
            best = max(best, max(out, key=itemgetter(0))[0]) if out else best
            if depth == len(_DOUBTED) or best - base > _DOUBTED[depth]:
                break
            gaps = self._further(gaps, best)
        return out

    def _further(self, gaps: list[_Gap], best: float) -> list[_Gap]:
        """The gaps with one more character, both of whose bytes went with vanished pairs."""
        out = []
        for score, path, leads in gaps:
            if score < best - _BEHIND:
                break
            chance = self._model.behind(path.last)
            out += [
                (score + chance[pair[1]] + pair[2], path, pair, following)
                for following, lead, pair in self._vanished_behind(path.last[-1:])
                if lead in leads
            ]
        return _gaps_of(out)

    def _over_to_end(self, paths: list[_Path]) -> list[_Grown]:
        """Paths over one or two vanished pairs, the last of whose characters lost its second byte."""
        out: list[_Grown] = []
        gaps = self._gaps(paths)
        for depth in range(2):
            for score, path, leads in gaps:
                chance = self._model.behind(path.last)
                seen = [
                    (score + chance[pair[1]] + pair[2], path, pair, -1)
                    for found in self._behind_in_words(path.last[-1:]).values()
                    for lead, pair in found
                    if lead in leads
                ]
                out += nlargest(6, seen, key=itemgetter(0))
            if depth == 0:
                gaps = self._further(gaps, -1e9)
        return out

    def _behind_in_words(self, simple: str) -> dict[int, list[tuple[int, Pair]]]:
        """The characters seen behind one, by their second byte, each with its first."""
        if simple not in self._by_trail:
            found: defaultdict[int, list[tuple[int, Pair]]] = defaultdict(list)
            for other in {**dict.fromkeys(self._model.followers(simple)), **dict.fromkeys(_ANYWHERE)}:
                for lead, trail, pair in self._spelled.get(other, ()):
                    found[trail].append((lead, pair))
            self._by_trail[simple] = dict(found)
        return self._by_trail[simple]

    def _vanished_behind(self, simple: str) -> list[tuple[frozenset[int], int, Pair]]:
        """The characters most often seen behind one of those whose second byte may begin a vanished pair."""
        if simple not in self._unseen:
            gone, chance = vanishing(), self._model.behind(simple)
            found = [
                (gone[trail], lead, pair)
                for trail, pairs_ in self._behind_in_words(simple).items()
                if trail in gone
                for lead, pair in pairs_
            ]
            self._unseen[simple] = nlargest(_UNSEEN, found, key=lambda f: chance[f[2][1]])
        return self._unseen[simple]

    def _closed(self, paths: list[_Path], damage: Damage) -> list[_Path]:
        if damage.how == "whole" or not paths:
            # Where a line ends in a whole pair nothing stands alone, so damage of this sort cannot end there.
            return []
        if paths[0].open < 0:
            return self._with_swallowed(paths, damage)
        if damage.how in ("letter", "joined"):
            return self._with_letter(paths, damage)
        out: list[_Grown] = []
        # A 。 whose first byte was taken for the second of a ！ was not cut at its own bytes.
        stop = (damage.tokens[-1] if damage.tokens else damage.mark) == MARKS["！"]
        for path in paths[:_OPENED]:
            chance = self._model.behind(path.last)
            closing = list(self._rows.get(path.open, {}).values())
            if stop and path.open == MARKS["。"][0] and path.chars[-1:] != "。":
                closing.append(_STOP)
            out += [
                (path.score + chance[pair[1]] + pair[2], path, pair, -1)
                for pair in closing
                if damage.reading is None or damage.reading in readings(pair[0])
            ]
        if damage.reading is None:
            out += self._over_to_end(paths)
        return self._with_swallowed(_best(out, 2 * _BEAM), damage)

    def _with_letter(self, paths: list[_Path], damage: Damage) -> list[_Path]:
        """The last character ends in the byte that shows as a letter; `joined`: in the one before it, and a letter
        stands behind.
        """
        byte = ord(damage.last[0])
        out: list[_Grown] = [
            (path.score + self._model.behind(path.last)[pair[1]] + pair[2], path, pair, -1)
            for path in paths
            if (pair := self._rows.get(path.open, {}).get(byte))
        ]
        best = max(out, key=itemgetter(0))[0] if out else -1e9
        out += self._over(self._gaps(paths), bytes((byte, 0)), best, 1e9)
        closed = [path for path in _best(out) if damage.reading is None or damage.reading in readings(path.chars[-1])]
        return [self._with(path, damage.last[1]) for path in closed] if damage.how == "joined" else closed

    def _with_swallowed(self, paths: list[_Path], damage: Damage) -> list[_Path]:
        if damage.how != "swallowed" or damage.last in "(<":
            return paths
        return [self._with(path, char) for path in paths for char in damage.last]

    def _with(self, path: _Path, char: str) -> _Path:
        score = path.score + self._model.behind(path.last)[char]
        return _Path(score, path.chars + char, (path.last + char)[-CONTEXT:], -1)


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


def _best(grown: list[_Grown], size: int = _BEAM) -> list[_Path]:
    """The best of the grown paths, written out, best first."""
    kept = nlargest(size, grown, key=itemgetter(0))
    floor = kept[0][0] - _BEHIND if kept else 0.0
    return [
        _Path(score, path.chars + pair[0], (path.last + pair[1])[-CONTEXT:], opened)
        for score, path, pair, opened in kept
        if score >= floor
    ]


def _gaps_of(grown: list[tuple[float, _Path, Pair, frozenset[int]]]) -> list[_Gap]:
    return [
        _Gap(score, _Path(score, path.chars + pair[0], (path.last + pair[1])[-CONTEXT:], -1), leads)
        for score, path, pair, leads in nlargest(_FOLLOWED, grown, key=itemgetter(0))
    ]


__all__ = ["Reading", "Rows", "Solver", "rows_of"]
