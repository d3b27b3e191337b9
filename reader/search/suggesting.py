"""What the user may be about to type: headings of the library, names given in it or known to the registers, and past
queries, also by pinyin and initials.

Loads pinyin only when Latin letters are typed. Asks for neither past queries nor registers: they are handed over.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from heapq import nsmallest
from itertools import chain
from typing import Final, NamedTuple

from reader.core.folding import fold_text
from reader.core.hits import Suggestion
from reader.core.showing import without_unseen
from reader.search.analysis import BODY, Unit
from reader.search.gathering import Entry, Gathered

MOST_ENTRIES: Final = 8000
LONGEST: Final = 60
_NAMES: Final = re.compile("“([^“”，。；\uffff]{2,16})”|《([^《》\uffff]{2,60})》")
_NUMBERING: Final = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[章节条编篇款部分]*|[（(]?[一二三四五六七八九十百]{1,4}[）)、]|[（(]?\d{1,2}[）)、.．]|[①-⑳])\s*"
)
_LETTERS: Final = re.compile(r"[a-zü']+")
_LAST_WORD: Final = re.compile(r"[^\s|｜(（:：“「\"＂]*$")
_FIELD: Final = re.compile(r"([^\s:：]{1,8})[:：]$")
_OF_WORDS: Final = frozenset(
    ["标题", "標題", "title", "正文", "body", "责任单位", "責任單位", "dept", "unit", "机关", "機關", "issuer"]
)
_NO_MATCH: Final = 9


def entries_of(units: Iterable[Unit], kinds: str) -> Iterator[Suggestion]:
    """What one document gives: its headings and the names in it, once for each time they stand there."""
    for unit, kind in zip(units, kinds, strict=True):
        if kind != BODY:
            yield Suggestion(_NUMBERING.sub("", unit.text, count=1).strip(" 　:：。"), "heading")
        for match in _NAMES.finditer(unit.text):
            yield Suggestion(match[1] or match[2], "name")


def told_by(units: Iterable[Unit], kinds: str) -> Counter[Entry]:
    """What one document gives: its headings and the names in it, with how often they stand there."""
    return Counter((entry.text, entry.source) for entry in entries_of(units, kinds))


Sound = tuple[tuple[str, ...], ...]
"""For each syllable of a text all that it may be read as, without tones: 行 is xing and hang."""


class _Row(NamedTuple):
    """An entry with what is worked out from it. Rows are in the order of `rank` and `place`, which no two share.

    Attributes:
        rank: how often it comes up, less than zero.
    """

    rank: int
    place: int
    entry: Entry
    suggestion: Suggestion
    folded: str


class Suggester:
    """The suggestions of one state of the library."""

    def __init__(self, found: Gathered, before: Suggester | None = None) -> None:
        """Takes what the documents gave and what the registers know.

        Args:
            before: of the state of the library in which `found` was settled last: a change costs the entries it is of.
        """
        self.rows: list[_Row] = []
        self._of: dict[Entry, _Row] = {}
        if before is None or not self._follow(before, found):
            every = ((-count, found.place[entry], entry) for entry, count in found.total.items())
            self.rows = [_row(entry, found) for *_, entry in nsmallest(MOST_ENTRIES, every)]
            self._of = {row.entry: row for row in self.rows}
        self._sounds: dict[str, Sound] = before.sounds() if before is not None else {}

    def _follow(self, before: Suggester, found: Gathered) -> bool:
        """Takes over the rows, with what has changed; False where one may come in that was too rare before."""
        rows, of = list(before.rows), dict(before._of)
        for entry in found.grown | found.shrunk:
            if (old := of.pop(entry, None)) is not None:
                del rows[bisect_left(rows, old)]
            if found.total[entry]:
                of[entry] = _row(entry, found)
                insort(rows, of[entry])
        for row in rows[MOST_ENTRIES:]:
            del of[row.entry]
        self.rows, self._of = rows[:MOST_ENTRIES], of
        full = len(before.rows) >= MOST_ENTRIES
        return not full or (len(rows) >= MOST_ENTRIES and self.rows[-1][:2] <= before.rows[-1][:2])

    def sounds(self) -> dict[str, Sound]:
        """How entries sound, by their folded text, as far as anybody has asked."""
        return self._sounds

    def prepare(self) -> None:
        """Works out how each entry sounds."""
        fresh = list({row.folded for row in self.rows} - self._sounds.keys())
        if fresh:
            self._sounds = {**self._sounds, **dict(zip(fresh, _sounds(fresh), strict=True))}

    def suggest(self, typed: str, limit: int, past: Sequence[str] = ()) -> tuple[Suggestion, ...]:
        """The best completions of the last word, and the best past queries for the whole of what is typed.

        Those that begin with the words come before those that hold them, then those by pinyin.
        """
        typed = without_unseen(typed).lstrip()
        word = _LAST_WORD.search(typed)
        last = word[0].lstrip("-－−") if word else ""
        head = typed[: len(typed) - len(last)]
        ranked = [(rank, 0, at, 0, replace(query, query=query.text)) for rank, at, query in self._of_past(typed, past)]
        field = _FIELD.search(head)
        for rank, at in self._ranked(last) if field is None or field[1] in _OF_WORDS else ():
            entry = self.rows[at].suggestion
            text = f"“{entry.text}”" if head and any(c.isspace() for c in entry.text) else entry.text
            ranked.append((rank, 1, -entry.count, len(entry.text), replace(entry, query=head + text)))
        best: dict[str, Suggestion] = {}
        for *_, suggestion in sorted(ranked, key=lambda item: item[:4]):
            best.setdefault(fold_text(suggestion.query), suggestion)
            if len(best) == limit:
                break
        return tuple(best.values())

    def _ranked(self, word: str) -> Iterator[tuple[int, int]]:
        """Rank and number of the entries that complete a word."""
        wanted = fold_text(word)
        if not wanted:
            return
        letters = wanted.replace("'", "") if _LETTERS.fullmatch(wanted) else ""
        if letters:
            self.prepare()
        for at, (_, _, entry, _, folded) in enumerate(self.rows):
            rank = _by_words(wanted, folded)
            if rank == _NO_MATCH and letters:
                rank = _by_sound(letters, self._sounds[folded])
            if rank < _NO_MATCH and folded != wanted and 1 < len(entry[0]) <= LONGEST:
                yield rank, at

    @staticmethod
    def _of_past(typed: str, past: Sequence[str]) -> Iterator[tuple[int, int, Suggestion]]:
        wanted = fold_text(typed.strip())
        if not wanted:
            yield from ((0, at, Suggestion(query, "past")) for at, query in enumerate(past))
            return
        folded = [fold_text(query) for query in past]
        letters = wanted.replace("'", "") if _LETTERS.fullmatch(wanted) else ""
        sounds = _sounds(folded) if letters else ()
        for at, text in enumerate(folded):
            rank = _by_words(wanted, text)
            if rank == _NO_MATCH and letters:
                rank = _by_sound(letters, sounds[at])
            if rank < _NO_MATCH and text != wanted:
                yield rank, at, Suggestion(past[at], "past")


def _row(entry: Entry, found: Gathered) -> _Row:
    count = found.total[entry]
    return _Row(-count, found.place[entry], entry, Suggestion(*entry, count), fold_text(entry[0]))


def _by_words(wanted: str, folded: str) -> int:
    return 0 if folded.startswith(wanted) else 1 if wanted in folded else _NO_MATCH


def _by_sound(letters: str, sound: Sound) -> int:
    """2 where the syllables begin with these letters, 3 where they are spelt so as far as they go, 4 where those of a
    later word are; else no match.
    """
    rank = _NO_MATCH
    for at, readings in enumerate(sound):
        if not _begins(letters[0], readings):
            continue
        if not at:
            if len(letters) <= len(sound) and all(map(_begins, letters, sound)):
                return 2
            if _spelt(letters, sound, 0):
                return 3
        elif len(letters) > 1 and _spelt(letters, sound, at):
            rank = 4
            break
    return rank


def _begins(letter: str, readings: tuple[str, ...]) -> bool:
    # One reading is the rule, and this is asked a hundred thousand times for each key.
    return readings[0][0] == letter or (len(readings) > 1 and any(each[0] == letter for each in readings[1:]))


def _spelt(letters: str, sound: Sound, start: int) -> bool:
    """Whether the letters are syllables from `start` on, each whole or begun: shuzi, sz, shuz, shzi."""
    reached = {0}
    for readings in sound[start : start + len(letters)]:
        reached = {at + size for at in reached for reading in readings for size in _common(letters, at, reading)}
        if len(letters) in reached or not reached:
            break
    return len(letters) in reached


def _common(letters: str, at: int, reading: str) -> range:
    """How many letters from `at` on may belong to a syllable that is read so."""
    size = 0
    while size < len(reading) and at + size < len(letters) and letters[at + size] == reading[size]:
        size += 1
    return range(1, size + 1)


# pypinyin takes phrases as they are cut by jieba where that is loaded, too, and then knows one reading of each.
_ONE_BY_ONE: Final = re.compile(r"[\u3400-\u9fff]|[^\u3400-\u9fff]+")


def _sounds(folded: Iterable[str]) -> tuple[Sound, ...]:
    # Without its list of phrases, whose loading would hold up every thread for a tenth of a second: which reading is
    # meant does not matter where all of them are accepted.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    @cache  # of thousands of entries: the same characters again and again
    def read(piece: str) -> Sound:
        every = pinyin([piece], style=Style.NORMAL, heteronym=True)
        return tuple(
            kept
            for readings in every
            if (kept := tuple(filter(None, (reading.strip().lower() for reading in readings))))
        )

    return tuple(tuple(chain.from_iterable(map(read, _ONE_BY_ONE.findall(text)))) for text in folded)
