"""The registers as lines to be listed: cells, units, years, my part; what narrows them and what is counted. No Qt.

Reads what the library says; the window calls `make` off the GUI thread and the rest wherever it likes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reader.core.errors import DamagedStore, StoreUnavailable
from reader.core.folding import fold_text
from reader.core.register import REGISTERS, Citation, Place, Registers, Role, Row, System, Target, Task, Unit
from reader.core.span import Location, Span
from reader.library import Library
from reader.registers.context import Context
from reader.registers.exporting import DUE_FROM, NOTE, STATUS, Cell, table
from reader.registers.own_rows import DONE, STATUSES, UNDONE, SeenRow
from reader.registers.series import Figure, figure_of

UNSURE: Final = "unsure"  # the facet of what was looked at, and its values
TO_CHECK, CORRECTED_ROWS, DROPPED_ROWS = "unsure", "corrected", "dropped"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("doc", "role", "status", UNSURE, "unit", "year"),
    "targets": ("doc", "kind", "year", UNSURE, "unit"),
    "systems": ("doc", "year", UNSURE, "unit"),
    "citations": ("doc", "cited", UNSURE, "unit"),
}
GROUPINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("doc", "role", "unit", "year", "status"), "targets": ("doc", "unit", "year"),
    "systems": ("doc", "unit", "year"), "citations": ("doc", "unit"),
}  # fmt: skip
ROLE_ORDER: Final[tuple[Role, ...]] = ("lead", "joint", "support")
MANY: Final = 200  # documents, from which on the register in front is read before the others
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
        seen: what the reader says about it.
        perhaps: words that may mean my unit without naming it (各市级部门). due_at: where an inherited year stands.
        figure: of a target, what is compared with other documents.
    """

    number: int
    row: Row
    cells: tuple[Cell, ...]
    units: Mapping[str, frozenset[Role]]
    mine: bool
    role: Role | None
    years: tuple[int, ...]
    words: str
    seen: SeenRow
    perhaps: str = ""
    due_at: Place | None = None
    figure: Figure | None = None

    @property
    def status(self) -> str:
        """How far it is; a task has not begun until somebody says so."""
        return self.seen.state

    @property
    def doubt(self) -> str:
        """Whether it is to be checked, was corrected, or is out."""
        if self.seen.dropped:
            return DROPPED_ROWS
        return CORRECTED_ROWS if self.seen.corrected else "" if self.row.sure else TO_CHECK


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
        trouble: why what the reader says about rows could not be read.
        own_names: under which `unit` stands in the tasks.
        led: names of indicators that the reader has joined or parted.
    """

    unit: str = ""
    sheets: Mapping[str, Sheet] | None = None
    unit_names: tuple[str, ...] = ()
    no_targets: tuple[str, ...] = ()
    made_of: Registers | None = None
    trouble: str = ""
    own_names: frozenset[str] = frozenset()
    led: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """One register; an empty one where it has not been read yet."""
        return (self.sheets or {}).get(name) or Sheet(name)

    @property
    def complete(self) -> bool:
        """Whether all registers have been read."""
        return self.sheets is not None and self.sheets.keys() >= set(REGISTERS)

    def with_sheets_of(self, other: Ledger) -> Ledger:
        """The registers that `other` has read as they are there, where both are of the same."""
        if other.made_of is not self.made_of or other.unit != self.unit:
            return self
        return replace(self, sheets={**(self.sheets or {}), **(other.sheets or {})})


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What is listed. An empty text lets everything through.

    Attributes:
        cited: the document of the library that is cited.
        unsure: TO_CHECK, CORRECTED_ROWS or DROPPED_ROWS; those that are out are listed only so.
        role: lead, joint or support: of `unit`, else of my unit where `mine`, else of anybody.
        mine: only what concerns my unit; perhaps: also what may concern it without naming it.
    """

    words: str = ""
    doc: str = ""
    unit: str = ""
    role: str = ""
    year: str = ""
    status: str = ""
    unsure: str = ""
    kind: str = ""
    cited: str = ""
    mine: bool = False
    perhaps: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but the rows of others is left out."""
        return self != LedgerFilter(mine=self.mine, perhaps=self.perhaps)


EVERYTHING: Final = LedgerFilter()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of listed lines; `roles` and `done` are my unit's, `years` the two named most often."""

    total: int
    roles: Mapping[str, int]
    years: tuple[tuple[int, int], ...]
    unsure: int
    done: int = 0


# Making


def make(
    library: Library,
    unit: str,
    known: Ledger | None = None,
    fresh: bool = False,
    front: str = "",
) -> Ledger:
    """All registers listed, with what of `known` still holds. May take a second or more: where rows stand is asked of
    each of their documents; so of a large library only the one in `front`, where one is. Raises BadInput.

    Args:
        fresh: what the reader says about rows has changed, so that nothing known holds.
    """
    made = library.registers()
    names: tuple[str, ...] = (front,) if front and len(library.documents()) > MANY else REGISTERS
    sheets: dict[str, Sheet] = {}
    if known is not None and not fresh and known.made_of is made and known.unit == unit:
        sheets.update(known.sheets or {})
        if sheets.keys() >= set(names):
            return known
    trouble = ""
    try:
        own = library.rows.seen()
    except (DamagedStore, StoreUnavailable) as error:  # the registers can be read without the notes
        own, trouble = library.rows.unmarked(), str(error)
    rows = library.rows
    concern, parts = rows.mine(own.registers, unit) if unit else (Registers(), ())
    roles, perhaps = dict(parts), dict(rows.perhaps(own.registers, unit) if unit else ())
    infos = library.documents()
    context = Context(own.registers, library.open, infos)
    regions = {info.id: info.region for info in infos}
    over = {doc: context.looks_back(doc) for doc in {row.at.doc for row in made.targets}}
    for name in (each for each in names if each not in sheets):
        seen = own.seen[name]
        mine_too = (roles, perhaps) if name == "tasks" else (None, None)
        headings, cells = table(
            name, [each.row for each in seen], library.open, mine_too[0], seen, context, mine_too[1]
        )
        mine = frozenset(concern.rows(name))
        lines = []
        for number, (each, line) in enumerate(zip(seen, cells, strict=True)):
            row = each.row
            tasks = () if each.dropped else (row,) if isinstance(row, Task) else context.tasks_at(row.at)
            role, maybe = (roles.get(row), perhaps.get(row, "")) if isinstance(row, Task) else (None, "")
            lines.append(
                Line(
                    number, row, tuple(line), _units(row, tasks), row in mine and not each.dropped, role,
                    context.years(row), words_of(line), each, maybe,
                    context.deadline_place(row),
                    _figure(row, regions, over) if isinstance(row, Target) else None,
                )
            )  # fmt: skip
        sheets[name] = Sheet(name, tuple(headings), tuple(lines))
    counts = Counter(u.name for task in made.tasks for _role, u in task.everyone() if not u.generic)
    names = tuple(name for name, _count in counts.most_common())
    own_names = rows.names_of(own.registers, unit) if unit else frozenset[str]()
    return Ledger(unit, sheets, names, made.no_targets, made, trouble, own_names, own.led)


def _figure(row: Target, regions: Mapping[str, str | None], over: Mapping[str, Collection[str]]) -> Figure | None:
    return figure_of(row, regions.get(row.at.doc), over.get(row.at.doc, ()))


def words_of(cells: Iterable[Cell]) -> str:
    """All that can be searched in a line, folded."""
    return fold_text("\n".join(str(cell) for cell in cells if cell is not None), hant=True)


def _units(row: Row, tasks: Sequence[Task]) -> Mapping[str, frozenset[Role]]:
    if isinstance(row, System):
        return dict.fromkeys(row.lead, frozenset[Role]())
    parts: dict[str, set[Role]] = {}
    for task in tasks:
        for role, unit in task.everyone():
            parts.setdefault(unit.name, set()).add(role)
    return {name: frozenset(roles) for name, roles in parts.items()}


# Changing one line


def marked(ledger: Ledger, line: Line, status: str, note: str) -> tuple[Ledger, Line]:
    """The ledger with another status and note in one line of the tasks, without reading anything anew."""
    sheet = ledger.sheet("tasks")
    cells = list(line.cells)
    for heading, value in ((STATUS, status or UNDONE), (NOTE, note)):
        cells[sheet.headings.index(heading)] = value
    made = replace(line, cells=tuple(cells), words=words_of(cells), seen=replace(line.seen, status=status, note=note))
    lines = (*sheet.lines[: line.number], made, *sheet.lines[line.number + 1 :])
    sheets = {**(ledger.sheets or {}), "tasks": replace(sheet, lines=lines)}
    return replace(ledger, sheets=sheets), made


# Narrowing and counting


def matching(sheet: Sheet, chosen: LedgerFilter) -> list[Line]:
    """The lines that are let through, in the order of the register."""
    words = fold_text(chosen.words, hant=True).split()
    return [line for line in sheet.lines if _passes(line, chosen) and all(word in line.words for word in words)]


def _passes(line: Line, chosen: LedgerFilter) -> bool:
    return (
        (not chosen.mine or line.mine or (chosen.perhaps and bool(line.perhaps)))
        and (not chosen.doc or line.row.at.doc == chosen.doc)
        and (not chosen.unit or chosen.unit in line.units)
        and (not chosen.role or chosen.role in _roles(line, chosen))
        and (not chosen.year or int(chosen.year) in line.years)
        and (not chosen.kind or (isinstance(line.row, Target) and line.row.kind == chosen.kind))
        and (not chosen.cited or _cited(line) == chosen.cited)
        and (not chosen.status or line.status == chosen.status)
        and (line.doubt == chosen.unsure if chosen.unsure else line.doubt != DROPPED_ROWS)
    )


def _cited(line: Line) -> str:
    """Id of another document of the library that a line cites."""
    row = line.row
    return row.target or "" if isinstance(row, Citation) and not row.itself else ""


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
        open_ = replace(chosen, **{group: ""})  # type: ignore[arg-type]  # groups are texts
        for line in matching(sheet, open_):
            counts.update(_values(line, group, chosen))
        if group == UNSURE:  # what is out is listed only when asked for
            counts[DROPPED_ROWS] += len(matching(sheet, replace(chosen, unsure=DROPPED_ROWS)))
            counts = +counts
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
    if group == "status":
        return (line.status,) if line.status else ()
    if group == "cited":
        return (_cited(line),) if _cited(line) else ()
    if group == "kind":
        return (line.row.kind,) if isinstance(line.row, Target) else ()
    return (line.doubt,) if line.doubt else ()


def _ordered(group: str, counts: Counter[str], chosen: str) -> list[tuple[str, int]]:
    if group == "unit":
        first = counts.most_common(UNITS_LISTED)
        return first if not chosen or chosen in dict(first) else [(chosen, counts[chosen]), *first]
    if group == "role":
        return [(role, counts[role]) for role in ROLE_ORDER if role in counts]
    if group == "status":
        return [(status, counts[status]) for status in STATUSES if status in counts]
    return sorted(counts.items()) if group == "year" else list(counts.items())


def group_values(line: Line, group: str, chosen: LedgerFilter = EVERYTHING) -> tuple[str, ...]:
    """Under which headings a line stands: doc, unit, year, status, or role (of whom the facet counts it, too)."""
    if group == "role":
        return tuple(role for role in ROLE_ORDER if role in _roles(line, chosen))
    return tuple(dict.fromkeys(_values(line, group, chosen)))


def figures(lines: Sequence[Line]) -> Figures:
    """What is counted above the table."""
    roles = Counter(str(line.role) for line in lines if line.role)
    years = Counter(year for line in lines for year in line.years)
    named = tuple(sorted(years.most_common(2)))
    done = sum(bool(line.role) and line.status == DONE for line in lines)
    return Figures(len(lines), roles, named, sum(line.doubt == TO_CHECK for line in lines), done)


# Places


def place_of(line: Line, heading: str) -> Location:
    """Where the words of a cell stand: a unit's own words for the units of a task, else those of the row."""
    row, at = line.row, line.row.at
    if heading in {"期限", DUE_FROM} and line.due_at is not None:
        return line.due_at.location
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
