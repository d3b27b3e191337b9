"""Rule "pinyin": notes on pronunciation that a web page put behind its characters are taken out.

A note is a note when it is a possible reading of the character before it, not because it is Latin in brackets, so that
(GDP), (5G) and (NB-IoT) stay. Runs before any rule that looks at brackets.
"""

from __future__ import annotations

import re

from reader.core.late_pattern import late
from reader.ingest.repair.characters import HAN, has_tone, is_han, plain_syllable, readings
from reader.ingest.traced import Change, TracedText

RULE = "pinyin"

LETTER = "a-zA-Zɡüāáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u0308\u030c"
_NOTE = late(rf"[(（]\s*([{LETTER}][{LETTER}'’\s]{{0,24}}?)\s*[)）]")
# A note that lost one bracket or both: it must still be a whole reading of the character in front.
_OPEN = late(rf"[(（]\s*([{LETTER}]{{1,7}})(?=[^{LETTER})）\s]|$)")
_CLOSE = late(rf"(?<=[{HAN}])\s*([{LETTER}]{{1,7}})\s*[)）]")
_BARE = late(rf"(?<=[{HAN}])([{LETTER}]{{1,7}})(?![{LETTER}])")
_ENOUGH_NOTES = 20
_MOST_JOINED = 4  # characters whose reading stands in one note without a blank


def remove_pinyin(text: TracedText) -> TracedText:
    """The text without pronunciation notes, whole ones first and then what is left of broken ones."""
    if not _NOTE.search(text.text) and not has_tone(text.text):
        return text
    cleaned, count = _remove_whole(text)
    return _remove_remnants(cleaned, many=count >= _ENOUGH_NOTES)


def _remove_whole(text: TracedText) -> tuple[TracedText, int]:
    changes: list[Change] = []
    at = text.text
    anchor = 0  # where the chain of notes at hand begins: they are repeated behind one character
    for match in _NOTE.finditer(at):
        repeated = bool(changes) and not at[changes[-1].end : match.start()].strip()
        anchor = anchor if repeated else match.start()
        stop = _stripped_end(at, anchor)
        if _reads(match.group(1), at, stop):
            changes.append(Change(match.start() if repeated else stop, match.end(), ""))
    changes = _without_overlap(changes)
    return text.replace(changes, RULE), len(changes)


def _without_overlap(changes: list[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in changes:
        start = max(change.start, kept[-1].end) if kept else change.start
        kept.append(Change(start, change.end, ""))
    return kept


def _stripped_end(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in " \u00a0\t\u3000":
        end -= 1
    return end


def _reads(note: str, text: str, end: int) -> bool:
    """Whether `note` can be the reading of the character, or of several, that stand before `end`."""
    syllables = [plain_syllable(s) for s in re.split(r"[\s'’]+", note) if s]
    if not syllables or (note.isupper() and not has_tone(note)):
        return False
    if not has_tone(note) and not note.islower():
        return False
    chars = text[max(end - len(syllables), 0) : end]
    if len(chars) == len(syllables) and all(
        is_han(c) and s in readings(c) for c, s in zip(chars, syllables, strict=True)
    ):
        return True
    joined = "".join(syllables)
    if has_tone(note) and any(_spells(joined, text[end - size : end]) for size in range(2, min(_MOST_JOINED, end) + 1)):
        return True
    # "hu ì", one syllable torn apart
    return end > 0 and is_han(text[end - 1]) and joined in readings(text[end - 1])


def _spells(joined: str, chars: str) -> bool:
    """Whether syllables run together (shùzì) read exactly these characters."""
    if not chars:
        return not joined
    return any(
        joined.startswith(reading) and _spells(joined[len(reading) :], chars[1:]) for reading in readings(chars[0])
    )


def _remove_remnants(text: TracedText, *, many: bool) -> TracedText:
    """Broken notes. Without a tone mark only where the page is known to carry notes, and then flagged."""

    def judge(match: re.Match[str]) -> Change | None:
        syllable, end = match.group(1), match.start()
        if not end or not is_han(text.text[end - 1]):
            return None
        toned, plain = has_tone(syllable), plain_syllable(syllable)
        known = readings(text.text[end - 1])
        whole = plain in known
        part = toned and any(plain in r for r in known)
        if not (whole and (toned or (many and syllable.islower() and len(syllable) > 1))) and not part:
            return None
        return Change(match.start(), match.end(), "", whole and toned)

    for pattern in (_NOTE, _OPEN, _CLOSE, _BARE):
        if pattern is _BARE and not has_tone(text.text):
            continue
        found = [change for match in pattern.finditer(text.text) if (change := judge(match)) is not None]
        if pattern is _BARE:
            found = [c for c in found if has_tone(text.text[c.start : c.end])]
        text = text.replace(found, RULE)
    return text
