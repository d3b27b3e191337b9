"""Rule "gbk-shift" for pages that were cut at the bytes of a mark: what the bytes decide is put right.

Headings （N） at the head of a line are read by their grammar: each number is tried, and where the bytes leave several
open, the numbering of the whole page decides. A reading is accepted where nearly all that the texts which show what is
seen are worth together is its own, and it reads like the language of the page throughout; else the line stays as it is
shown, flagged, with the candidates.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from reader.core.late_pattern import late
from reader.core.span import Span
from reader.ingest.form.numbering import chinese, numbered
from reader.ingest.lines import lines_of
from reader.ingest.repair.characters import asks, is_han
from reader.ingest.repair.gbk_bytes import pairs
from reader.ingest.repair.gbk_certainty import (
    fitting,
    is_certain,
    least_of,
    least_place,
    reads_clean,
    share_of,
    shows_other_number,
    unseen_pairs,
)
from reader.ingest.repair.gbk_search import simple_form
from reader.ingest.repair.shift import MARKS, Damage, damages, next_damage
from reader.ingest.repair.shift_count import best_path
from reader.ingest.repair.shift_model import CONTEXT, REFERENCE_MOST, ShiftModel, read
from reader.ingest.repair.shift_search import Solver
from reader.ingest.repair.shift_values import Reading, Rows, rows_of, simple_form_of
from reader.ingest.repair.simplify import source_script
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

RULE = "gbk-shift"
_WORST = -7.5  # for what another way to rank is certain of
_MOST_TOKENS = 160
_MOST_LINES = 4000
_HEADS = {value: f"\u3000（{chinese(value)}）" if value else "\u3000（" for value in range(61)}
_HEAD = 4  # characters of the head of a line that its grammar tells
_BEFORE = 12  # characters in front of damage that help to read it
_LISTED = 4
_SHOWS_DAMAGE = re.compile("[ㄅ-ㄩァ-ヶ┌-╋]")


@dataclass(slots=True)
class _Case:
    """One damaged piece on the page: where it stands, its readings by number (0: without one), and the choice."""

    line: int
    damage: Damage
    heads: bool
    form: str = ""
    by_number: dict[int, list[Reading]] = field(default_factory=dict)
    chosen: Reading | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text after the rule, and for each place of the source that stayed as it was shown what it may have read."""

    text: TracedText
    candidates: Mapping[int, tuple[str, ...]]
    reads_clean: Callable[[str, str, str], bool] | None = None
    """Whether words between those before and behind them read like the page; none where no page is damaged so."""


_STOP_AND_TAG = late(
    r"\?[！!][\u3000 ]?\?(?:br ?/?|/(?:p|span|strong|div|font|b)|p|span|strong)>(?=\s*$)", re.MULTILINE
)
"""What is left of a stop, blanks and the tag that ended the line: 。　　<br />."""


def repair_lines(text: TracedText, reference: Callable[[], Iterable[str]] = list) -> Repaired:
    """Every piece that can be decided put right. `reference`: clean lines of the same kind of text."""
    if "?" not in text.text:
        return Repaired(text, {})
    text = text.sub(_STOP_AND_TAG, "。", RULE)
    lines = [line.text for line in lines_of(text)]
    starts = [line.start for line in lines_of(text)]
    found = {n: pieces for n, line in enumerate(lines) if "?" in line and (pieces := list(damages(line)))}
    if not found:
        return Repaired(text, {})
    page = _Page(lines, dict(list(found.items())[:_MOST_LINES]), source_script(text.text))
    cases = page.solve(reference)
    if not cases:
        return Repaired(text, {})
    changes: list[Change] = []
    doubts: dict[int, tuple[str, ...]] = {}
    for case in cases:
        start = starts[case.line] + case.damage.start
        if case.chosen is not None:
            now = case.chosen.text.lstrip("\u3000") if case.heads else case.chosen.text
            changes.append(Change(start, starts[case.line] + case.chosen.damage.end, now))
        else:
            end = starts[case.line] + case.damage.end
            changes.append(Change(start, end, text.text[start:end], sure=False))
            doubts[start] = case.told
    raw = {text.raw_span(Span(start, start + 1)).start: told for start, told in doubts.items() if told}
    return Repaired(text.replace(_apart(changes), RULE), raw, page.reads_clean)


def _apart(changes: Sequence[Change]) -> list[Change]:
    """The changes in order, without those that begin inside another."""
    out: list[Change] = []
    for change in sorted(changes):
        if not out or change.start >= out[-1].end:
            out.append(change)
    return out


class _Page:
    """The lines of one page: solves their damage together, because numbers are counted over all of them."""

    def __init__(self, lines: Sequence[str], found: Mapping[int, list[list[Damage]]], script: str) -> None:
        self._lines, self._found, self._script = lines, found, script
        self._model = ShiftModel(read([]), read([]))

    def solve(self, reference: Callable[[], Iterable[str]]) -> list[_Case]:
        """Every damaged piece with its choice; none where nothing is damaged."""
        if not any(_may_be_damaged(self._lines[n], pieces) for n, pieces in self._found.items()):
            return []
        model, rows = self._read(reference)
        solver = Solver(rows, model)
        cases = [case for n in self._found for case in self._cases(n, solver, model)]
        self._settle(cases)
        return cases

    def reads_clean(self, before: str, words: str, after: str) -> bool:
        """Whether words read like the page, between those before and behind them."""
        return least_of(simple_form_of(before[-CONTEXT:]), simple_form_of(words + after[:3]), self._model) > _WORST

    def _read(self, reference: Callable[[], Iterable[str]]) -> tuple[ShiftModel, Rows]:
        """The model of the page, and the characters that it can have."""
        whole = [line for n, line in enumerate(self._lines) if n not in self._found]
        parts = [_undamaged(self._lines[n], pieces) for n, pieces in self._found.items()]
        library = read(map(simple_form_of, reference()), REFERENCE_MOST)
        self._model = model = ShiftModel(library, read(map(simple_form_of, [*whole, *parts])))
        seen = Counter("".join(whole) + "".join(parts))

        @cache  # asked for every character of the table, twice
        def allowed(char: str) -> bool:
            if char in seen:
                return True
            if 0xFF01 <= ord(char) < 0xFF5F and char not in _FULL_WIDTH:
                return False
            if self._script == "hant":
                return _traditional(char) and model.knows(simple_form(char))
            return _simplified(char) and (model.knows(char) or bool(char.encode("gb2312", "ignore")))

        forms = _forms([char for row in pairs().values() for char in row.values() if allowed(char)], seen)
        return model, rows_of(allowed, forms)

    def _cases(self, n: int, solver: Solver, model: ShiftModel) -> list[_Case]:
        line, out = self._lines[n], []
        so_far, at = "", 0  # the line as it is read so far
        while ways := next_damage(line, at):
            so_far += line[at : ways[0].start]
            at = ways[0].start
            case = self._case(n, ways, so_far, solver, model)
            best = None
            if case is not None:
                out.append(case)
                best = _best_of(case)
                # What stays as it is shown is all that could belong to it, so that no other rule reads the rest.
                case.damage = best.damage if best else max(ways, key=lambda way: way.end)
            end = max(best.damage.end if best else ways[0].end, at + 1)
            so_far += best.text if best else line[at:end]
            at = end
        return out

    def _case(self, n: int, ways: list[Damage], read: str, solver: Solver, model: ShiftModel) -> _Case | None:
        line = self._lines[n]
        heads = not read.strip() and ways[0].mark == MARKS["。"]
        case = _Case(n, ways[0], heads)
        ways = [way for way in ways if len(way.tokens) <= _MOST_TOKENS]
        stop = _seen_until(line, ways)
        if heads:
            _number(case, ways, line, stop, solver)
        else:
            case.by_number[0] = solver.readings(ways, line, read[-_BEFORE:] or "\n", stop) if ways else []
        if (
            not heads
            and not case.by_number.get(0)
            and not _SHOWS_DAMAGE.search(line[case.damage.start + 1 : case.damage.end])
        ):
            return None if _plain(line, case.damage, model) else case
        if not heads and _plain(line, case.damage, model):
            return None
        _without_number(case)
        return case

    def _settle(self, cases: list[_Case]) -> None:
        numbers = _counted(cases, self._lines)
        for index, case in enumerate(cases):
            below = next((line for line in self._lines[case.line + 1 :] if line.strip()), "")
            _choose(case, numbers.get(index), self._lines[case.line], self._model, below)


_FULL_WIDTH = frozenset("，；：？！（）％")


@cache
def _simplified(char: str) -> bool:
    """Whether text in simplified script can have the character."""
    return to_simplified(char) == char


@cache
def _traditional(char: str) -> bool:
    """Whether text in traditional script can have the character."""
    return bool(char.encode("cp950", "ignore")) or not is_han(char)


def _undamaged(line: str, pieces: Sequence[Sequence[Damage]]) -> str:
    """The line with `?` for each of its damaged pieces."""
    out, at = [], 0
    for ways in pieces:
        out.append(line[at : ways[0].start])
        at = max(way.end for way in ways)
    return "?".join([*out, line[at:]])


def _may_be_damaged(line: str, pieces: Sequence[Sequence[Damage]]) -> bool:
    return bool(line) and any(not asks(line[: ways[0].start]) for ways in pieces)


def _plain(line: str, damage: Damage, model: ShiftModel) -> bool:
    """Whether what is seen reads like language as it stands: an honest question, not damage."""
    shown = simple_form_of(line[damage.start + 2 : damage.end])
    if _SHOWS_DAMAGE.search(line[damage.start + 1 : damage.end]):
        return False
    if not shown.strip("?"):
        return asks(line[: damage.start])
    last, total = simple_form_of(line[damage.start + 1]), 0.0
    for char in shown:
        total += model.step(last[-CONTEXT:], char)
        last += char
    return total / len(shown) > _PLAIN


_PLAIN = -6.5


def _number(case: _Case, ways: Sequence[Damage], line: str, stop: int, solver: Solver) -> None:
    """The readings of a damaged head of a line: 　（N）… with each number, and 　（d for a digit that was swallowed."""
    for way in ways:
        match = re.match(r"(\d?)[)）]", line[way.end : stop])
        if match and way.how == "swallowed" and not way.tokens:
            case.form = "digit-bracket"
            for digit in "123456789":
                value = int(digit + match.group(1))
                case.by_number[value] = [Reading(0.0, f"\u3000（{digit}", way)]
            return
    if not ways:
        return
    case.by_number = solver.heads(ways, _HEADS, line, stop)
    if any(case.by_number):
        case.form = "han-bracket"


def _without_number(case: _Case) -> None:
    """A damaged head of a line that is no number: its readings lead every reading with one."""
    if not case.heads or 0 not in case.by_number:
        return
    free = case.by_number.pop(0)
    if not free or case.form == "digit-bracket":
        return
    numbers = max((r[0].score for r in case.by_number.values() if r), default=-1e9)
    if not re.match(r"\u3000（[一二三四五六七八九十]+）", free[0].text) and free[0].score > numbers + _HEAD_WORTH:
        case.heads, case.by_number = False, {0: free}


_HEAD_WORTH = -4.0
"""What （N） at the head of a line is worth: the readings with a number are scored behind it."""


def _forms(allowed: Iterable[str], seen: Mapping[str, int]) -> dict[str, float]:
    """How likely the forms are that are one character to the model, by how often the page has each."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for char in allowed:
        same[simple_form(char)].append(char)
    out: dict[str, float] = {}
    for chars in same.values():
        if len(chars) > 1:
            counts = [seen.get(char, 0) + 0.05 for char in chars]
            out |= {char: math.log(count / sum(counts)) for char, count in zip(chars, counts, strict=True)}
    return out


def _seen_until(line: str, ways: Sequence[Damage]) -> int:
    """How far readings of different reach are compared: some characters behind the longest, up to the next damage."""
    last = max((way.end for way in ways), default=0)
    lost = line.find("?", last)
    return min(last + CONTEXT, len(line), lost if lost >= 0 else len(line))


def _best_of(case: _Case) -> Reading | None:
    return max((r[0] for r in case.by_number.values() if r), key=lambda r: r.score, default=None)


def _counted(cases: Sequence[_Case], lines: Sequence[str]) -> dict[int, int | None]:
    """For each damaged heading (by index) the number that the count of the page gives it; None where it stays open."""
    told: dict[int, int | None] = {}
    by_line: dict[int, tuple[int, _Case]] = {
        case.line: (i, case) for i, case in enumerate(cases) if case.heads and case.by_number
    }
    for form in ("han-bracket", "digit-bracket"):
        chain: list[tuple[int | None, dict[int, float]]] = []
        for n, line in enumerate(lines):
            if n in by_line and by_line[n][1].form == form:
                index, case = by_line[n]
                chain.append((index, {v: max(r[0].score for r in [rs]) for v, rs in case.by_number.items()}))
                continue
            number = numbered(to_simplified(line.strip()))
            if number is None and n not in by_line:
                continue
            own = by_line[n][1].form if n in by_line else number.form if number else ""
            if own == form and number is not None:
                chain.append((None, {number.value: 0.0}))
            elif _HIGHER[form] & {own}:
                chain.append((None, {}))
        told |= best_path(chain)
    return told


_HIGHER = {
    "han-bracket": frozenset(["han", "chapter", "section", "part", "article", "han-formal"]),
    "digit-bracket": frozenset(["han", "chapter", "section", "part", "article", "han-bracket", "digit", "han-formal"]),
}


def _choose(case: _Case, number: int | None, line: str, model: ShiftModel, below: str) -> None:
    """Takes the best reading where it leads the others and reads clean; else lists what it may be."""
    if case.chosen is not None:
        return
    if case.heads:
        best = case.by_number.get(number or -1, [])
        if not best:
            tops = sorted((r[0] for r in case.by_number.values() if r), key=lambda r: r.score, reverse=True)
            case.told = tuple(r.text.lstrip("\u3000") for r in tops[:_LISTED])
            return
    else:
        best = case.by_number.get(0, [])
    if not best:
        return
    best = fitting(best, line, below if case.heads else None)
    texts = dict.fromkeys(r.text for r in best)
    case.told = tuple(text.lstrip("\u3000") for text in list(texts)[:_LISTED])
    # A digit that was swallowed shows in nothing but the numbering.
    reading, head = best[0], best[0].text.find("）") + 1 if case.heads else 0
    sure = case.form == "digit-bracket" or is_certain(
        share_of(best), least_place(reading, line, model), len(reading.text) - _HEAD * case.heads,
        unseen_pairs(reading), behind_number=case.heads,
    )  # fmt: skip
    if sure and reads_clean(reading, line) and not shows_other_number(reading.text, head):
        case.chosen = reading
