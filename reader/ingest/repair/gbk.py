"""Rule "gbk-shift": text of a GBK page that lost one byte and was then decoded one byte off.

What is seen still holds most bytes of what was written: every visible double-byte character gives two, a Latin letter
one, `?` stands for a byte that was lost (and may have eaten a bracket of a pronunciation note), and pairs outside the
character set vanished. So the true text is computed: all strings whose damaged form is what we see, ranked by a
language model. It is accepted only when damaging it again gives exactly what is seen and it leads the next by a margin.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from reader.ingest.repair.characters import asks, is_han, readings
from reader.ingest.repair.gbk_bytes import Stretch, cuts, damaged, note_at, reaches, stretches
from reader.ingest.repair.gbk_search import HALF_WIDTH, Rows, Search, likely_rows
from reader.ingest.repair.language import LanguageModel
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

RULE = "gbk-shift"

_CONTEXT = 8
_AROUND = 32
_NEAR = 200
_MARGIN = 3.0
_MARGIN_LONGER = 8.0  # a character
_ALONE = 99.0  # the lead of a reading without a rival
_WORST = -8.0  # per character; below that the best reading is no Chinese
_MOST = 400  # stretches; a page with more is no page that lost a byte here and there
_LEARNT_FROM = 400_000  # characters of the page that teach the language model
_ASKED_WITHIN = 20  # characters before a question mark
_JUDGED = 12  # readings of each reach that are compared in full


@dataclass(frozen=True, slots=True)
class Repair:
    """What a stretch read before it was damaged.

    `lead`: how far it leads the next reading (natural logarithm); `reach`: the stretch it replaces.
    """

    text: str
    lead: float
    reach: Stretch

    def moved(self, by: int) -> Repair:
        """The same repair of the same damage `by` characters further on."""
        reach = replace(self.reach, start=self.reach.start + by, end=self.reach.end + by)
        return replace(self, reach=reach)


def repair(text: str, stretch: Stretch, model: LanguageModel, rows: Rows) -> Repair | None:
    """The reading of the damage at `stretch.start` that explains every byte and leads all others; None where none does.

    How far the damage reaches is part of the question: readings of different reach are compared over the same words.
    """
    possible = [*reaches(text, stretch), *cuts(text, stretch)]
    if not possible:
        return None
    window = max(s.end for s in possible) + 3 * _CONTEXT
    before = _before(text, stretch.start)
    near = text[max(stretch.start - _NEAR, 0) : stretch.start] + text[stretch.end : stretch.end + _NEAR]
    is_simplified = to_simplified(near) == near
    search = Search(model, rows, text[stretch.start - 1] if stretch.start else "")
    scored: dict[str, _Scored] = {}
    for reach in possible:
        after = _after(text, reach.end, window)[: window - reach.end - 2 * _CONTEXT]
        # Of two forms of one character the page's own script is meant.
        noted = note_at(text, reach.end)
        made = [r for r in search.run(reach) if noted is None or noted in readings(r[-1])]
        found = sorted(made[:_JUDGED], key=lambda r: is_simplified and to_simplified(r) != r)
        for reading in found:
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


def _before(text: str, at: int) -> str:
    """The words in front of `at` on its line, as the model knows them, with the line's beginning."""
    near = text[max(at - 3 * _CONTEXT, 0) : at] if at else "\n"
    start = near.rfind("\n")
    return _folded(near[max(start, 0) :].rpartition("?")[2])[-_CONTEXT:]


def _after(text: str, at: int, end: int) -> str:
    """The words from `at` on, up to `end` or the line's end with its feed. Damage left over there counts against."""
    line, feed, _ = (text[at:end] + "\n" if end > len(text) else text[at:end]).partition("\n")
    return _folded(line + feed)


Judge = Callable[[str, str, str], bool]
"""Whether words read like the page, between those before and behind them."""


def repair_gbk(
    text: TracedText, reference: Callable[[], Iterable[str]] = list, judge: Judge | None = None
) -> TracedText:
    """Every damaged stretch that can be computed back, put right.

    `reference` gives lines of clean official text that teach the language model. `judge`: has to agree, where given.
    """
    found = list(itertools.islice(stretches(text.text), _MOST))
    found = [stretch for stretch in found if not text.is_kept(stretch.start)]
    if not found:
        return text
    repairs, model = _repairs(text.text, found, reference)
    changes, end = [], 0
    for stretch in found:
        fixed = repairs.get(stretch.start)
        # A note that tells how a character reads is a witness of its own.
        if fixed is not None and judge is not None and not any(token.reading for token in fixed.reach.tokens):
            before, after = text.text[: stretch.start][-2:], text.text[fixed.reach.end : fixed.reach.end + 3]
            fixed = fixed if judge(before.rpartition("\n")[2], fixed.text, after.partition("\n")[0]) else None
        if stretch.start < end or (fixed is None and not _looks_damaged(text.text, stretch, model)):
            continue
        end = fixed.reach.end if fixed else stretch.end
        # What cannot be read stays as it is shown, on record as doubtful, so that no later rule touches its bytes.
        now = fixed.text if fixed else text.text[stretch.start : end]
        changes.append(Change(stretch.start, end, now, fixed is not None))
    return text.replace(changes, RULE)


def _repairs(
    text: str, found: list[Stretch], reference: Callable[[], Iterable[str]]
) -> tuple[dict[int, Repair], LanguageModel]:
    """The certain readings of stretches, by their start, and the model that gave them."""
    lines = [*_undamaged(text, found), *(f"\n{_folded(line)}\n" for line in reference())]
    repairs: dict[int, Repair] = {}
    # Twice: what the first round is sure of teaches the model words that the page has nowhere undamaged.
    learned, model = -1, LanguageModel([])
    for _ in range(2):
        if learned == len(repairs):
            break
        learned = len(repairs)
        model = LanguageModel([*lines, *(_in_place(text, start, fixed) for start, fixed in repairs.items())])
        rows = likely_rows(model)
        tried: dict[str, tuple[int, Repair | None]] = {}
        for stretch in found:
            if stretch.start in repairs:
                continue
            # The same damage between the same words is worked out once, however often a page repeats it.
            around = text[max(stretch.start - _AROUND, 0) : stretch.end + _AROUND]
            if around not in tried:
                tried[around] = stretch.start, repair(text, stretch, model, rows)
            first, fixed = tried[around]
            if fixed is not None:
                repairs[stretch.start] = fixed.moved(stretch.start - first)
    return repairs, model


def _looks_damaged(text: str, stretch: Stretch, model: LanguageModel) -> bool:
    """Whether this is no honest question: it holds signs or characters that official text does not."""
    shown = text[stretch.start : stretch.end]
    if _no_question(text, stretch.start) or re.match(r"[?？][;；!！]", shown):
        return True
    if any(token.reading for token in stretch.tokens):
        return True
    return any(re.match("[ㄅ-ㄩァ-ヶ]", c) or (is_han(c) and not model.knows(_folded(c))) for c in shown)


def _no_question(text: str, at: int) -> bool:
    """Whether the sign at `at` ends no question: words follow at once, and nothing before it asks."""
    after = text[at + 1 : at + 2]
    if text[at] == "？":
        return False  # what such a page shows of a lost byte is half-width
    if not after or after.isspace() or after in "”’」』）)》〉，。；、" or text[at - 1 : at].isascii():
        return False
    return not asks(text[max(at - _ASKED_WITHIN, 0) : at])


def _in_place(text: str, start: int, fixed: Repair) -> str:
    end = fixed.reach.end
    return _before(text, start) + _folded(fixed.text) + _after(text, end, end + _CONTEXT)


def _undamaged(text: str, found: list[Stretch]) -> list[str]:
    """The lines of the page between its damaged stretches, each with its feed."""
    out, at = [], 0
    for stretch in found:
        out.append(text[at : stretch.start])
        at = max(stretch.end, at)
    whole = _folded("\n".join([*out, text[at:]])[:_LEARNT_FROM])
    return [f"\n{line}\n" for line in whole.split("\n") if line]


def _folded(text: str) -> str:
    return to_simplified(text).translate(HALF_WIDTH)
