"""Whether a reading of a damaged line is sure: its share among all that show what is seen, and its least likely place.

Part of rule "gbk-shift".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from reader.ingest.form.numbering import chinese, numbered, value_of
from reader.ingest.repair.gbk_bytes import encoded
from reader.ingest.repair.shift import unseen
from reader.ingest.repair.shift_model import CONTEXT, ShiftModel
from reader.ingest.repair.shift_values import Reading, simple_form_of

_FEW = 8  # characters
_OTHERWISE, _COUNTS_OTHERWISE = 4.0, 20.0
_MARKS = re.compile("[，、：；“”《》]")
_NUMERALS = re.compile(r"[一二三四五六七八九十百千万亿零〇两\d]+")
_AROUND = 12  # characters before damage that may hold the number of a unit
_UNCOUNTED = re.compile(
    r"(?<![一二三四五六七八九十百千万亿零〇两几数若余多\d.])[十百千万亿]+(?:元|吨|亩|平方|立方|公里|人次|千瓦|户)"
)
_COUNTED_DIGIT = re.compile(r"\u3000（\d")
_WORD, _WORD_WORST, _FEW_SHARE = 3, -6.5, 0.965
_AROUND_TOKENS = 4  # bytes of a piece that are no tokens: three went with the mark, one at the end
_ANY = 10_000
_BARS = (
    (_ANY, _ANY, 0.9998, -4.0), (_ANY, 24, 0.999, -4.5), (_ANY, 24, 0.9995, -5.5), (_ANY, 16, 0.975, -5.5),
    (_ANY, 16, 0.999, -6.5), (_ANY, 10, 0.998, -8.0), (_ANY, _FEW, 0.94, -5.5), (_ANY, 4, 0.985, -6.5),
    (3, 16, 0.96, -5.5), (2, _ANY, 0.99, -5.5), (1, _ANY, 0.985, -5.0), (0, _ANY, 0.97, -6.5),
    (0, 10, 0.995, -8.0),
)  # fmt: skip
"""The pairs that show nothing and the characters that a reading may have, the share that it must have among all, and
what its least likely place may be (mean chance of three characters that follow each other, natural logarithm). The
longer a reading, the likelier a better one was never found; the fewer bytes are lost, the less there is to guess.
Measured on damaged laws and reports: of 4,708 pieces the first reading of 3,420 is right; 1,244 are sure, none wrong.
"""


def share_of(readings: Sequence[Reading]) -> float:
    """The share of the best reading, which is the first, in what all of them together are worth.

    Those that only end otherwise, have other marks, or give another number, count more: of how the sentences of a list
    end, where a comma stands, and how many of something there are the model knows too little.
    """
    best = readings[0]
    total = 1.0
    for other in readings[1:]:
        total += _doubt(best.text, other.text) * math.exp(other.score - best.score)
    return 1 / total


def _doubt(best: str, other: str) -> float:
    """What a reading counts beside the best one. Of few characters nearly all readings were found."""
    if len(best) <= _FEW:
        return 1.0
    if _NUMERALS.sub("", other) == _NUMERALS.sub("", best):
        return _COUNTS_OTHERWISE
    otherwise = other[: len(best) - 1] == best[:-1] or _MARKS.sub("", other) == _MARKS.sub("", best)
    return _OTHERWISE if otherwise else 1.0


_PAIRS = (("“", "”"), ("《", "》"))
_PARTS = frozenset(",;，；、")


def fitting(readings: list[Reading], line: str, below: str | None) -> list[Reading]:
    """The readings, the first of them always among them, without rivals that leave open a mark which it closes; and
    without those that end a heading alone on its line, above text, in a comma. `below`: the next line, for a heading.
    """
    best = readings[0]
    closed = [(one, other) for one, other in _PAIRS if one in best.text and _is_paired(best.text, one, other)]
    found = (
        [r for r in readings if all(_is_paired(r.text, one, other) for one, other in closed)] if closed else readings
    )
    ends = best.damage.end >= len(line.rstrip()) and best.text[-1:] not in _PARTS
    if ends and below is not None and len(below) > _FEW and numbered(below) is None and below[0] not in "?？":
        found = [r for r in found if r.damage.end < len(line.rstrip()) or r.text[-1:] not in _PARTS]
    return found


def _is_paired(text: str, one: str, other: str) -> bool:
    return text.count(one) <= text.count(other)


def is_certain(share: float, least: float, size: int, unseen_pairs: int, *, behind_number: bool = False) -> bool:
    """Whether a reading of `size` characters with this share is sure, for how likely its least likely place is.

    Args: unseen_pairs: how many of its pairs show nothing. behind_number: of a word or two behind a number nothing
        stands before them that tells what may have gone.
    """
    if behind_number and ((size <= _WORD and least <= _WORD_WORST) or (size <= _FEW and share < _FEW_SHARE)):
        return False
    return any(
        unseen_pairs <= gone and size <= most and share >= lowest and least > worst
        for gone, most, lowest, worst in _BARS
    )


def unseen_pairs(reading: Reading) -> int:
    """How many pairs of a reading show nothing: its own bytes less those that are seen."""
    shown = 2 * len(reading.damage.tokens) + _AROUND_TOKENS
    return max(sum(len(encoded(char)) for char in reading.text) - shown, 0) // 2


def shows_other_number(text: str, start: int) -> bool:
    """Whether another number in text[start:] would show the same bytes: of 十 and 二十 both pairs may be ones that show
    nothing, and then no word around them tells which it is. The number of a heading, before `start`, is counted.
    """
    shown = _shown(text)
    for run in _HAN_NUMBER.finditer(text, start):
        for other in _other_numbers(run.group()):
            if _shown(text[: run.start()] + other + text[run.end() :]) == shown:
                return True
    return False


_HAN_NUMBER = re.compile(
    "(?<![“一二三四五六七八九十百千零])[一二三四五六七八九十百千零]+|(?<=“)[一二三四五六七八九十百千零]+(?![”一二三四五六七八九十百千零])"
)
"""Not “十三五”: that is a name, and the model knows names."""
_SINGLE = "一二三四五六七八九十百千零"
_TENFOLD = [tens + "十" for tens in "二三四五六七八九"]


def _other_numbers(run: str) -> set[str]:
    """Numbers that differ from one in a digit, or by one more or less."""
    found = {run[:at] + digit + run[at + 1 :] for at in range(len(run)) for digit in ("", *_SINGLE, *_TENFOLD)}
    found |= {run[:at] + digit + run[at:] for at in range(len(run) + 1) for digit in (*_SINGLE, *_TENFOLD)}
    return {other for other in found - {run, ""} if chinese(value_of(other)) == other}


def _shown(text: str) -> list[bytes]:
    """The pairs of a reading that such a page shows; three bytes went with the mark."""
    data, gone = b"".join(map(encoded, text)), unseen()
    found = (data[at : at + 2] for at in range(3, len(data) - 1, 2))
    return [pair for pair in found if pair[1] not in gone.get(pair[0], ())]


def reads_clean(reading: Reading, line: str) -> bool:
    """Whether a reading has no hole, and what follows shows no damage itself: a lone Latin letter, a lost sign.

    A unit that nothing stands before is a hole: its number went with pairs that show nothing. And a digit that the last
    byte took along is a guess: any other would show the same. Only that of a heading is counted over the page.
    """
    swallowed = reading.damage.how == "swallowed" and reading.text[-1:].isdigit()
    if swallowed and not _COUNTED_DIGIT.fullmatch(reading.text):
        return False
    before = line[max(reading.damage.start - _AROUND, 0) : reading.damage.start]
    if any(hole.end() > len(before) for hole in _UNCOUNTED.finditer(before + reading.text)):
        return False
    after = line[reading.damage.end : reading.damage.end + 4].partition("?")[0]
    return not re.match(r"[A-Za-z][\u4e00-\u9fff]", after) and "\ufffd" not in after


def least_place(reading: Reading, line: str, model: ShiftModel) -> float:
    """The least likely place of a reading: the mean over three characters that follow each other."""
    after = line[reading.damage.end : reading.damage.end + CONTEXT].partition("?")[0]
    before = line[max(reading.damage.start - CONTEXT, 0) : reading.damage.start].rpartition("?")[2]
    words = simple_form_of(before + reading.text.lstrip("\u3000") + after)
    head = len(before) or reading.text.find("）") + 1 - reading.text.count("\u3000") or 1
    return least_of(words[:head], words[head:], model)


def least_of(last: str, words: str, model: ShiftModel) -> float:
    """The least likely place of words that follow others: the mean logarithm over three characters."""
    steps = []
    for char in words:
        steps.append(model.step(last[-CONTEXT:] or "\n", char))
        last += char
    return min((sum(steps[i : i + 3]) / len(steps[i : i + 3]) for i in range(max(len(steps) - 2, 1))), default=-99.0)
