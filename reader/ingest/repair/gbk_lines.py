"""Rule "gbk-shift" for pages that were cut at the bytes of a mark: what the bytes decide is put right.

Headings （N） at the head of a line are read by their grammar: each number is tried, and where the bytes leave several
open, the numbering of the whole page decides. A reading is accepted where it leads every other by a margin and reads
like the language of the page throughout; else the line stays as it is shown, flagged, with the candidates.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from reader.core.span import Span
from reader.ingest.form.numbering import chinese, numbered
from reader.ingest.lines import lines_of
from reader.ingest.repair.characters import asks, is_han
from reader.ingest.repair.gbk import opinions
from reader.ingest.repair.gbk_bytes import pairs
from reader.ingest.repair.gbk_certainty import is_certain, lead_of, least_of, least_place, reads_clean, simple_form_of
from reader.ingest.repair.gbk_search import simple_form
from reader.ingest.repair.shift import MARKS, Damage, damages, next_damage
from reader.ingest.repair.shift_count import best_path
from reader.ingest.repair.shift_model import CONTEXT, ShiftModel
from reader.ingest.repair.shift_search import Reading, Solver, rows_of
from reader.ingest.repair.simplify import source_script
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

RULE = "gbk-shift"
_WORST = -7.5  # for what another way to rank is certain of
_FEW = 14  # tokens of short damage
_MOST_TOKENS = 40
_MOST_LINES = 4000
_NUMBERS = range(1, 61)
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


def repair_lines(text: TracedText, reference: Callable[[], Iterable[str]] = list) -> Repaired:
    """Every piece that can be decided put right. `reference`: clean lines of the same kind of text."""
    if "?" not in text.text:
        return Repaired(text, {})
    lines = [line.text for line in lines_of(text)]
    starts = [line.start for line in lines_of(text)]
    found = {n: pieces for n, line in enumerate(lines) if "?" in line and (pieces := list(damages(line)))}
    if not found:
        return Repaired(text, {})
    page = _Page(lines, dict(list(found.items())[:_MOST_LINES]), source_script(text.text))
    cases = page.solve(reference)
    if not cases:
        return Repaired(text, {})
    _agree(cases, lines, starts, text.text, reference, page.model)
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


def _agree(
    cases: Sequence[_Case], lines: Sequence[str], starts: Sequence[int], text: str,
    reference: Callable[[], Iterable[str]], model: ShiftModel,
) -> None:  # fmt: skip
    """Where a reading does not lead by enough but a second way to rank, over words, gives the same, it is taken."""
    open_cases = {
        starts[case.line] + case.damage.start: case
        for case in cases
        if case.chosen is None and not case.heads and case.by_number.get(0) and len(case.damage.tokens) <= _FEW
    }
    for start, repair in opinions(text, open_cases, reference).items():
        case = open_cases[start]
        end = starts[case.line] + len(lines[case.line])
        best = case.by_number[0][0].score
        other = simple_form_of(repair.text + text[repair.reach.end : end])
        for same in case.by_number[0]:
            if same.score < best - _NEARLY:
                break
            whole = simple_form_of(same.text + lines[case.line][same.damage.end :])
            if other == whole and least_place(same, lines[case.line], model) > _WORST:
                reach = replace(same.damage, end=repair.reach.end - starts[case.line])
                case.chosen = same._replace(text=repair.text, damage=reach)
                break


_NEARLY = 0.3  # what a reading may lie behind the best where the second opinion is for it


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
        self._first: ShiftModel | None = None

    def solve(self, reference: Callable[[], Iterable[str]]) -> list[_Case]:
        """Every damaged piece with its choice; none where nothing is damaged."""
        if not any(_may_be_damaged(self._lines[n], pieces) for n, pieces in self._found.items()):
            return []
        background = [simple_form_of(line) for line in reference()]
        model, solver = self._model(background, [])
        cases = [case for n in self._found for case in self._cases(n, solver, model)]
        self._settle(cases, model)
        learnt = self._learnt(cases)
        if learnt and any(case.chosen is None for case in cases):
            # What the first round is sure of teaches words that the page has nowhere undamaged.
            settled = {case.line for case in cases} - {case.line for case in cases if case.chosen is None}
            model, solver = self._model(background, learnt)
            cases = [case for case in cases if case.line in settled]
            cases += [case for n in self._found if n not in settled for case in self._cases(n, solver, model)]
            cases.sort(key=lambda case: (case.line, case.damage.start))
            # How clean a reading is the first model says: it has learnt nothing from repairs.
            self._settle(cases, self.model)
        return cases

    @property
    def model(self) -> ShiftModel:
        """The model that has learnt nothing from repairs."""
        assert self._first is not None
        return self._first

    def reads_clean(self, before: str, words: str, after: str) -> bool:
        """Whether words read like the page, between those before and behind them."""
        return least_of(simple_form_of(before[-CONTEXT:]), simple_form_of(words + after[:3]), self.model) > _WORST

    def _model(self, reference: Sequence[str], learnt: Sequence[str]) -> tuple[ShiftModel, Solver]:
        whole = [line for n, line in enumerate(self._lines) if n not in self._found]
        parts = [part for n, pieces in self._found.items() for part in _undamaged(self._lines[n], pieces)]
        model = ShiftModel(reference, map(simple_form_of, [*whole, *parts, *learnt]))
        seen = Counter("".join(whole) + "".join(parts))

        def allowed(char: str) -> bool:
            if char in seen:
                return True
            if 0xFF01 <= ord(char) < 0xFF5F and char not in _FULL_WIDTH:
                return False
            if self._script == "hant":
                return _traditional(char) and model.knows(simple_form(char))
            return to_simplified(char) == char and (model.knows(char) or bool(char.encode("gb2312", "ignore")))

        self._first = self._first or model
        forms = _forms([char for row in pairs().values() for char in row.values() if allowed(char)], seen)
        return model, Solver(rows_of(allowed, forms), model)

    def _cases(self, n: int, solver: Solver, model: ShiftModel) -> list[_Case]:
        line, out = self._lines[n], []
        read, at = "", 0  # the line as it is read so far
        while ways := next_damage(line, at):
            read += line[at : ways[0].start]
            at = ways[0].start
            case = self._case(n, ways, read, solver, model)
            best = None
            if case is not None:
                out.append(case)
                best = _best_of(case)
            end = max(best.damage.end if best else ways[0].end, at + 1)
            read += best.text if best else line[at:end]
            at = end
        return out

    def _case(self, n: int, ways: list[Damage], read: str, solver: Solver, model: ShiftModel) -> _Case | None:
        line = self._lines[n]
        heads = not read.strip() and ways[0].mark == MARKS["。"]
        case = _Case(n, ways[0], heads)
        ways = [way for way in ways if len(way.tokens) <= _MOST_TOKENS]
        stop = _seen_until(line, ways)
        for way in ways:
            after = line[way.end : stop] + ("\n" if stop == len(line) else "")
            if heads:
                _number(case, way, after, solver)
                continue
            case.by_number.setdefault(0, []).extend(solver.readings(way, read[-CONTEXT:] or "\n", after))
        if (
            not heads
            and not case.by_number.get(0)
            and not _SHOWS_DAMAGE.search(line[case.damage.start + 1 : case.damage.end])
        ):
            return None if _plain(line, case.damage, model) else case
        if not heads and _plain(line, case.damage, model):
            return None
        for readings in case.by_number.values():
            readings.sort(reverse=True, key=lambda r: r.score)
        _without_number(case)
        return case

    def _settle(self, cases: list[_Case], model: ShiftModel) -> None:
        numbers = _counted(cases, self._lines)
        for index, case in enumerate(cases):
            _choose(case, numbers.get(index), self._lines[case.line], model)

    def _learnt(self, cases: Sequence[_Case]) -> list[str]:
        return [
            self._lines[c.line][max(c.damage.start - 2, 0) : c.damage.start] + c.chosen.text
            + self._lines[c.line][c.chosen.damage.end : c.chosen.damage.end + 3].partition("?")[0]
            for c in cases if c.chosen is not None
        ]  # fmt: skip


_FULL_WIDTH = frozenset("，；：？！（）％")


@cache
def _traditional(char: str) -> bool:
    """Whether text in traditional script can have the character."""
    return bool(char.encode("cp950", "ignore")) or not is_han(char)


def _undamaged(line: str, pieces: Sequence[Sequence[Damage]]) -> list[str]:
    out, at = [], 0
    for ways in pieces:
        out.append(line[at : ways[0].start])
        at = max(way.end for way in ways)
    return [part for part in [*out, line[at:]] if part and "?" not in part]


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


def _number(case: _Case, way: Damage, after: str, solver: Solver) -> None:
    """The readings of a damaged head of a line: 　（N）… with each number, and 　（d for a digit that was swallowed."""
    if way.how == "swallowed" and not way.tokens:
        if match := re.match(r"(\d?)[)）]", after):
            case.form = "digit-bracket"
            for digit in "123456789":
                value = int(digit + match.group(1))
                case.by_number[value] = [Reading(0.0, f"\u3000（{digit}", way)]
        return
    if case.form == "digit-bracket":
        return
    for value in _NUMBERS:
        found = solver.headed(way, f"\u3000（{chinese(value)}）", "(一)", after)
        if found:
            case.form = "han-bracket"
            case.by_number.setdefault(value, []).extend(found)
    case.by_number.setdefault(0, []).extend(solver.headed(way, "\u3000（", "\n(", after))


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


def _choose(case: _Case, number: int | None, line: str, model: ShiftModel) -> None:
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
    texts = dict.fromkeys(r.text for r in best)
    case.told = tuple(text.lstrip("\u3000") for text in list(texts)[:_LISTED])
    lead = lead_of(best)
    least = least_place(best[0], line, model)
    if is_certain(best[0], lead, least, heads=case.heads) and reads_clean(best[0], line):
        case.chosen = best[0]
