"""The registers as lines to be listed: cells, units, years, my part; what narrows them and what is counted. No Qt.

Reads what the library says; the window calls `make` off the GUI thread and the rest wherever it likes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.core.folding import fold_text
from reader.core.register import REGISTERS, Citation, Place, Registers, Role, Row, System, Target, Task, Unit
from reader.core.span import Location, Span
from reader.library import Library
from reader.registers.deadlines import first_year, years_ahead
from reader.registers.exporting import Cell, table

UNSURE: Final = "unsure"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("doc", "role", "unit", "year", UNSURE),
    "targets": ("doc", "year", "unit", UNSURE),
    "systems": ("doc", "unit", "year", UNSURE),
    "citations": ("doc", "unit", UNSURE),
}
ROLE_ORDER: Final[tuple[Role, ...]] = ("lead", "joint", "support")
UNITS_LISTED: Final = 20
UNITS_CROSSED: Final = 40
PLACE_COLUMNS: Final = ("文件", "条款")
MINE, DOUBT = "本单位", "待核对"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a register as it is listed.

    Attributes:
        number: its place in the register. cells: as many as the sheet has headings.
        units: names of the units concerned, with their parts where it is a task.
        mine: whether it concerns my unit; role: my unit's part in a task.
        years: by which something is to be reached.
        words: all there is to search, folded.
    """

    number: int
    row: Row
    cells: tuple[Cell, ...]
    units: Mapping[str, frozenset[Role]]
    mine: bool
    role: Role | None
    years: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One register."""

    name: str
    headings: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All registers, seen from `unit` (empty: from nobody).

    Attributes:
        unit_names: every unit that has a task, the busiest first.
        no_targets: documents without targets in figures.
    """

    unit: str = ""
    sheets: Mapping[str, Sheet] | None = None
    unit_names: tuple[str, ...] = ()
    no_targets: tuple[str, ...] = ()
    made_of: Registers | None = None

    def sheet(self, name: str) -> Sheet:
        """One register; an empty one where nothing was read yet."""
        return self.sheets[name] if self.sheets else Sheet(name)


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What is listed. An empty text lets everything through.

    Attributes:
        role: lead, joint or support: of `unit`, else of my unit where `mine`, else of anybody.
        mine: only what concerns my unit.
    """

    words: str = ""
    doc: str = ""
    unit: str = ""
    role: str = ""
    year: str = ""
    unsure: str = ""
    mine: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != LedgerFilter()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of listed lines; `roles` are my unit's, `years` the two named most often."""

    total: int
    roles: Mapping[str, int]
    years: tuple[tuple[int, int], ...]
    unsure: int


# Making


def make(library: Library, unit: str, known: Ledger | None = None) -> Ledger:
    """Everything listed anew, or `known` where it still holds. May take a second or more. Raises BadInput."""
    made = library.registers()
    if known is not None and known.made_of is made and known.unit == unit:
        return known
    roles = dict(library.my_tasks(unit)) if unit else {}
    concern = library.registers((), unit) if unit else Registers()
    enclosing = _Enclosing(made)
    sheets = {}
    for name in REGISTERS:
        rows = made.rows(name)
        headings, cells = table(name, rows, library.open, roles if name == "tasks" else None)
        mine = frozenset(concern.rows(name))
        lines = []
        for number, (row, line) in enumerate(zip(rows, cells, strict=True)):
            tasks = (row,) if isinstance(row, Task) else enclosing.of(row.at)
            role = roles.get(row) if isinstance(row, Task) else None
            words = fold_text("\n".join(str(cell) for cell in line if cell is not None), hant=True)
            lines.append(
                Line(
                    number, row, tuple(line), _units(row, tasks), row in mine, role,
                    _years(row, enclosing, library), words,
                )
            )  # fmt: skip
        sheets[name] = Sheet(name, tuple(headings), tuple(lines))
    counts = Counter(u.name for task in made.tasks for _role, u in task.everyone() if not u.generic)
    names = tuple(name for name, _count in counts.most_common())
    return Ledger(unit, sheets, names, made.no_targets, made)


class _Enclosing:
    """Which tasks a place stands in, and which targets stand in a task."""

    def __init__(self, made: Registers) -> None:
        self._tasks: dict[tuple[str, str], list[Task]] = {}
        self._targets: dict[tuple[str, str], list[Target]] = {}
        for task in made.tasks:
            self._tasks.setdefault((task.at.doc, task.at.block), []).append(task)
        for target in made.targets:
            self._targets.setdefault((target.at.doc, target.at.block), []).append(target)

    def of(self, place: Place) -> tuple[Task, ...]:
        found = self._tasks.get((place.doc, place.block), ())
        return tuple(task for task in found if task.at.span.overlaps(place.span))

    def within(self, task: Task) -> Iterator[Target]:
        found = self._targets.get((task.at.doc, task.at.block), ())
        return (target for target in found if target.at.span.overlaps(task.at.span))


def _units(row: Row, tasks: Sequence[Task]) -> Mapping[str, frozenset[Role]]:
    if isinstance(row, System):
        return dict.fromkeys(row.lead, frozenset[Role]())
    parts: dict[str, set[Role]] = {}
    for task in tasks:
        for role, unit in task.everyone():
            parts.setdefault(unit.name, set()).add(role)
    return {name: frozenset(roles) for name, roles in parts.items()}


def _years(row: Row, enclosing: _Enclosing, library: Library) -> tuple[int, ...]:
    if isinstance(row, Citation):
        return ()
    if isinstance(row, Target):
        return (row.deadline,) if row.deadline and row.kind != "baseline" else ()
    if isinstance(row, System):
        return (row.deadline,) if row.deadline else ()
    said = {year for _at, year in years_ahead(row.task, first_year(library.open(row.at.doc)))}
    return tuple(sorted(said | {t.deadline for t in enclosing.within(row) if t.deadline and t.kind != "baseline"}))


# Narrowing and counting


def matching(sheet: Sheet, chosen: LedgerFilter) -> list[Line]:
    """The lines that are let through, in the order of the register."""
    words = fold_text(chosen.words, hant=True).split()
    return [line for line in sheet.lines if _passes(line, chosen) and all(word in line.words for word in words)]


def _passes(line: Line, chosen: LedgerFilter) -> bool:
    return (
        (not chosen.mine or line.mine)
        and (not chosen.doc or line.row.at.doc == chosen.doc)
        and (not chosen.unit or chosen.unit in line.units)
        and (not chosen.role or chosen.role in _roles(line, chosen))
        and (not chosen.year or int(chosen.year) in line.years)
        and (not chosen.unsure or not line.row.sure)
    )


def _roles(line: Line, chosen: LedgerFilter) -> frozenset[Role]:
    if chosen.unit:
        return line.units.get(chosen.unit, frozenset())
    if chosen.mine:
        return frozenset((line.role,) if line.role else ())
    return frozenset(role for roles in line.units.values() for role in roles)


def facets(sheet: Sheet, chosen: LedgerFilter) -> dict[str, list[tuple[str, int]]]:
    """Values of each facet with how many lines each would leave, the other choices standing."""
    made = {}
    for group in GROUPS[sheet.name]:
        counts: Counter[str] = Counter()
        for line in matching(sheet, replace(chosen, **{group: ""})):  # type: ignore[arg-type]  # groups are texts
            counts.update(_values(line, group, chosen))
        value = str(getattr(chosen, group))
        if value and value not in counts:
            counts[value] = 0
        made[group] = _ordered(group, counts, value)
    return made


def _values(line: Line, group: str, chosen: LedgerFilter) -> Iterable[str]:
    if group == "doc":
        return (line.row.at.doc,)
    if group == "unit":
        return tuple(line.units)
    if group == "role":
        return _roles(line, chosen)
    if group == "year":
        return (str(year) for year in line.years)
    return () if line.row.sure else (UNSURE,)


def _ordered(group: str, counts: Counter[str], chosen: str) -> list[tuple[str, int]]:
    if group == "unit":
        first = counts.most_common(UNITS_LISTED)
        return first if not chosen or chosen in dict(first) else [(chosen, counts[chosen]), *first]
    if group == "role":
        return [(role, counts[role]) for role in ROLE_ORDER if role in counts]
    return sorted(counts.items()) if group == "year" else list(counts.items())


def figures(lines: Sequence[Line]) -> Figures:
    """What is counted above the table."""
    roles = Counter(str(line.role) for line in lines if line.role)
    years = Counter(year for line in lines for year in line.years)
    named = tuple(sorted(years.most_common(2)))
    return Figures(len(lines), roles, named, sum(not line.row.sure for line in lines))


# Places


def place_of(line: Line, heading: str) -> Location:
    """Where the words of a cell stand: a unit's own words for the units of a task, else those of the row."""
    row, at = line.row, line.row.at
    if isinstance(row, Task):
        named: dict[str, tuple[Unit, ...]] = {"牵头": row.lead, "共同": row.units, "配合": row.support}
        units = named.get(heading, ())
        if units:
            return Location(at.doc, at.block, _across(units))
        return Location(at.doc, at.block, Span(at.span.start, max(at.span.start + 1, row.note.start)))
    return at.location


def _across(units: Sequence[Unit]) -> Span:
    return Span(min(u.span.start for u in units), max(u.span.end for u in units))


def crossed(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[tuple[str, str], int]]:
    """Units (the busiest first), documents (in library order), and how many lines name the one in the other."""
    counts = Counter((unit, line.row.at.doc) for line in lines for unit in line.units)
    totals: Counter[str] = Counter()
    for (unit, _doc), count in counts.items():
        totals[unit] += count
    docs = tuple(dict.fromkeys(line.row.at.doc for line in lines))
    return tuple(unit for unit, _total in totals.most_common(UNITS_CROSSED)), docs, counts
