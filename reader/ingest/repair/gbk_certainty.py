"""Whether a reading of a damaged line is sure: how far it leads the others, and how likely its least likely place is.

Two judges, characters and words, each for itself; a reading that only one of them prefers is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.ingest.repair.gbk_search import HALF_WIDTH
from reader.ingest.repair.shift_model import CONTEXT, ShiftModel
from reader.ingest.repair.shift_search import Reading
from reader.script import to_simplified

_Bars = tuple[tuple[float, float], ...]
_BARS_OF_HEADINGS: _Bars = ((0.3, -2.5), (1.0, -4.0), (4.5, -6.9))
_BARS: _Bars = ((0.3, -2.5), (1.0, -4.9), (4.0, -6.0))
_BARS_WITH_NOTE: _Bars = ((1.0, -7.5), (6.0, -3.5))
"""By how much a reading has to lead (natural logarithm), and what its least likely place may be (mean chance of three
characters that follow each other).
"""
_ALONE = 99.0  # the lead of a reading that has no rival


def simple_form_of(text: str) -> str:
    """A line as the model knows it: simplified, marks in half width."""
    return to_simplified(text).translate(HALF_WIDTH)


def lead_of(readings: Sequence[Reading]) -> float:
    """How far the best reading leads every other (natural logarithm), by characters and by words: the smaller lead.

    The two judge for themselves; where they disagree the bytes have not decided. Of marks words know nothing.
    """
    best = readings[0]
    others = [r for r in readings if r.text != best.text]
    worded = [r for r in others if _without_marks(r.text) != _without_marks(best.text)]
    return min(
        best.by_characters - max((r.by_characters for r in others), default=-_ALONE),
        best.by_words - max((r.by_words for r in worded), default=-_ALONE),
    )


def _without_marks(text: str) -> str:
    return re.sub("[，、。“”《》：；]", "", text)


def is_certain(reading: Reading, lead: float, least: float, *, heads: bool) -> bool:
    """Whether a reading leads by enough for how likely its least likely place is. Measured on text damaged so."""
    bars = _BARS_OF_HEADINGS if heads else _BARS
    if reading.damage.reading and not heads:
        bars = _BARS_WITH_NOTE
    return any(lead >= margin and least > worst for margin, worst in bars)


def reads_clean(reading: Reading, line: str) -> bool:
    """Whether what follows shows no damage itself: a lone Latin letter, a sign that was lost."""
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
