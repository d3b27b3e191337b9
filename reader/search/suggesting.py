"""What the user may be about to type: headings of the library, names given in it or known to the registers, and past
queries, also by pinyin and initials.

Loads pinyin only when Latin letters are typed. Asks for neither past queries nor registers: they are handed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import chain
from operator import itemgetter
from typing import Final

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


Sound = tuple[tuple[str, ...], ...]
"""For each syllable of a text all that it may be read as, without tones: 行 is xing and hang."""


class Suggester:
    """The suggestions of one state of the library."""

    def __init__(self, found: Gathered, before: Suggester | None = None) -> None:
        """Takes what the documents gave and what the registers know.

        Args:
            before: of the state of the library in which `found` was settled last: what stays is not worked out again.
        """
        self._most = _most(found, before._most if before is not None else None)
        known = before._made if before is not None else {}
        self._made = {
            entry: made if (made := known.get(entry)) and made[0].count == count else _made(entry, count, made)
            for entry, count in self._most.items()
            if 1 < len(entry[0]) <= LONGEST
        }
        self.entries = tuple(map(itemgetter(0), self._made.values()))
        self._folded = tuple(map(itemgetter(1), self._made.values()))
        self._sounds: tuple[Sound, ...] | None = None
        self._known = before.sounds() if before is not None else {}

    def sounds(self) -> Mapping[str, Sound]:
        """How its entries sound, by their folded text; none where nobody has asked yet."""
        return dict(zip(self._folded, self._sounds, strict=True)) if self._sounds is not None else self._known

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
            entry = self.entries[at]
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
        if letters and self._sounds is None:
            fresh = [text for text in self._folded if text not in self._known]
            known = {**self._known, **dict(zip(fresh, _sounds(fresh), strict=True))}
            self._sounds, self._known = tuple(known[text] for text in self._folded), {}
        for at, folded in enumerate(self._folded):
            rank = _by_words(wanted, folded)
            if rank == _NO_MATCH and letters and self._sounds is not None:
                rank = _by_sound(letters, self._sounds[at])
            if rank < _NO_MATCH and folded != wanted:
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


def _made(entry: Entry, count: int, known: tuple[Suggestion, str] | None) -> tuple[Suggestion, str]:
    return Suggestion(*entry, count), known[1] if known is not None else fold_text(entry[0])


def _most(found: Gathered, before: dict[Entry, int] | None) -> dict[Entry, int]:
    """The entries that come up most, in that order, with how often; what came first, first, where they are alike.

    Args:
        before: the same when `found` was settled last.
    """
    likely: Iterable[Entry] = found.total
    if before is not None:
        least = min(before.values(), default=0) if len(before) == MOST_ENTRIES else 0
        if not any(found.total[entry] <= least for entry in before.keys() & found.shrunk):  # nothing else may rise now
            likely = chain(before, found.grown - before.keys())
    total, place = found.total, found.place
    counted = ((-count, place[entry], entry) for entry in likely if (count := total[entry]))
    most = sorted(counted)[:MOST_ENTRIES] if likely is not total else nsmallest(MOST_ENTRIES, counted)
    return {entry: -count for count, _, entry in most}


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
    for reading in readings:  # a loop: this is asked a hundred thousand times for each key
        if reading[0] == letter:
            return True
    return False


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

    return tuple(
        tuple(
            kept
            for readings in pinyin(_ONE_BY_ONE.findall(text), style=Style.NORMAL, heteronym=True)
            if (kept := tuple(filter(None, (reading.strip().lower() for reading in readings))))
        )
        for text in folded
    )
