"""Lists of contents: lines that come again, in the same order, as headings of the text. Changes nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from reader.ingest.form.numbering import Number, numbered

_NAME = re.compile(r"^[【\[]?(?:内容)?目\s*(?:录|次)[】\]]?[：:]?$")
_GLUED = re.compile(r"^目\s*(?:录|次).*第[一二三四五六七八九十]+[章节].*第[一二三四五六七八九十]+[章节]")
_LEADER = re.compile(r"[\s.…·．]*(?:（?(?:第?\d{1,4}页|\d{1,4})）?)?$")
_PAGED = re.compile(r"(?:…|\.{3,}|·{3,}|\s)\s*（?\d{1,4}）?$|（?第\d{1,4}页）?$")
_NO_ENTRY = re.compile(r"[。；！？|\t]|[：:，、]$")
_NO_WORD = re.compile(r"[\W_]+")
_MARKED = re.compile(r"^[*＊※•·●○◆◇■□▪★☆►▶➢-]+\s*(?=\S)")
"""What a list sets before the number of an entry that lies deeper: *第一节."""
_LONGEST = 60
_FEWEST = 3
_FEWEST_BARE = 5  # entries none of which has a number
_MOST = 600
_ALIEN = 2  # lines in a named list that come nowhere again


def contents_of(keys: Sequence[str], numbers: Sequence[Number | None], levels: Sequence[int | None]) -> frozenset[int]:
    """The indexes of the lines that only list what the text holds, with or without 目录 above them."""
    if any(map(_MARKED.match, keys)):
        keys = [_MARKED.sub("", key) for key in keys]
        numbers = [number or numbered(key) for key, number in zip(keys, numbers, strict=True)]
    words = [words_of(key, number) for key, number in zip(keys, numbers, strict=True)]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        if word:
            places[word].append(index)
    # What can be an entry: every start of a run asks for all lines behind it.
    entries = [
        word if len(places.get(word, ())) > 1 and _may_be_entry(key) else ""
        for key, word in zip(keys, words, strict=True)
    ]
    found: set[int] = set()
    at = 0
    while at < len(keys):
        nameless = not words[at] and (number := numbers[at]) is not None and number.form == "chapter"
        listed = nameless or keys[at].startswith(("目", "【目", "[目", "内容目"))
        if not listed and len(places.get(words[at], ())) < 2:
            at += 1
            continue
        if _GLUED.match(keys[at]) and len(keys[at]) > 12:
            found.add(at)
            at += 1
            continue
        named = bool(_NAME.match(keys[at]))
        start = at + named
        cut = (
            0
            if named
            else _chapters(numbers, places, words, at) or _restarts(keys, numbers, words, entries, places, at)
        )
        if cut:
            found.update(range(at, cut))
            at = cut
            continue
        end = _run(keys, words, entries, places, start, named)
        if named and end > start:
            found.update(range(at, end))
        elif not named and _is_list(words, numbers, levels, places, start, end):
            found.update(range(start, end))
        at = max(end, at + 1)
    return frozenset(found)


def words_of(key: str, number: Number | None) -> str:
    """What an entry and its heading have in common: the words without number, leader and page."""
    if len(key) > _LONGEST + 20 or key[-1:] in "。；！？":
        return ""
    rest = _LEADER.sub("", key[number.end :] if number else key)
    return _NO_WORD.sub("", rest)


def _run(
    keys: Sequence[str], words: Sequence[str], entries: Sequence[str], places: dict[str, list[int]],
    start: int, named: bool,
) -> int:  # fmt: skip
    """The end of the run of entries from `start` on, whose words come again behind one another."""
    later, at, last, alien = -1, start, start, 0
    while at < len(keys) and at - start < _MOST and (later < 0 or at < later):
        again = _again(entries, places, at, max(later, at))
        if again is None and named and later >= 0:
            again = _again(entries, places, at, at)  # an entry out of order
            if again is not None and again < later:
                again = later
        if again is None:
            alien += 1
            fits = named and len(keys[at]) <= _LONGEST and not _NO_ENTRY.search(keys[at])
            if not fits or (alien > _ALIEN and not _PAGED.search(keys[at])):
                break
            at += 1
            if _PAGED.search(keys[at - 1]):
                last = at
            continue
        if later < 0:
            later = again
        else:
            later = max(later, again)
        alien = 0
        at += 1
        last = at
    first = _again(entries, places, start, start) if start < len(keys) else None
    if named and first is not None and first - start >= _FEWEST and _all_entries(keys, words, start, first):
        return first  # the text begins anew; of what the list names further on, the copy at hand lacks the text
    return min(last, first) if first is not None else last


def _all_entries(keys: Sequence[str], words: Sequence[str], start: int, end: int) -> bool:
    """Whether every line of [start, end) can be an entry of a list of contents."""
    return end - start < _MOST and all(
        words[at] and len(keys[at]) <= _LONGEST and not _NO_ENTRY.search(_LEADER.sub("", keys[at]))
        for at in range(start, end)
    )


def _may_be_entry(key: str) -> bool:
    return len(key) <= _LONGEST and not _NO_ENTRY.search(_LEADER.sub("", key))


def _again(entries: Sequence[str], places: dict[str, list[int]], at: int, behind: int) -> int | None:
    """Where the words of the line come again behind `behind`, if it can be an entry."""
    if not entries[at]:
        return None
    found = places[entries[at]]
    index = bisect_right(found, behind)
    return found[index] if index < len(found) else None


def _chapters(numbers: Sequence[Number | None], places: dict[str, list[int]], words: Sequence[str], start: int) -> int:
    """The end of a run of chapters from the first on, one right behind the other, where the first comes again right
    behind the last: their list, though the copy at hand may lack the text of the later ones. 0 where there is none.
    """
    at = start
    while at < len(numbers) and (number := numbers[at]) is not None and number.form == "chapter":
        if number.value != at - start + 1:
            break
        at += 1
    if at - start < _FEWEST or at >= len(numbers) or (words[start] and at not in places.get(words[start], ())):
        return 0
    again = numbers[at]
    return at if again is not None and again.form == "chapter" and again.value == 1 else 0


def _restarts(
    keys: Sequence[str], numbers: Sequence[Number | None], words: Sequence[str], entries: Sequence[str],
    places: dict[str, list[int]], start: int,
) -> int:  # fmt: skip
    """The end of a run of short lines, most of them with decimal numbers, whose first comes again right behind them
    with the number 1: a list without 目录, though the copy at hand may lack the text of the later ones. 0 where there
    is none.
    """
    end = _again(entries, places, start, start) or 0
    again = numbers[end] if end else None
    if end - start < _FEWEST_RESTARTED or again is None or again.form not in ("decimal", "digit") or again.value != 1:
        return 0
    if not any((number := numbers[at]) and number.text == "1.1" for at in range(end + 1, min(end + 3, len(keys)))):
        return 0
    dotted = sum((number := numbers[at]) is not None and number.form == "decimal" for at in range(start, end))
    return end if dotted * 2 > end - start and _all_entries(keys, words, start, end) else 0


_FEWEST_RESTARTED = 8  # lines


def _is_list(
    words: Sequence[str], numbers: Sequence[Number | None], levels: Sequence[int | None],
    places: dict[str, list[int]], start: int, end: int,
) -> bool:  # fmt: skip
    """Whether a run without 目录 lists headings: enough entries, numbers on them or on what they name, text between."""
    if end - start < _FEWEST:
        return False
    named = headed = apart = 0
    before = end
    for index in range(start, end):
        found = places[words[index]]
        again = found[bisect_right(found, max(end - 1, before - 1))] if found[-1] >= before else found[-1]
        named += numbers[index] is not None
        headed += numbers[again] is not None or levels[again] is not None
        apart += again > before + 1
        before = again
    size = end - start
    if headed * 2 < size or (not named and size < _FEWEST_BARE and headed < size):
        return False
    return apart * 3 >= size
