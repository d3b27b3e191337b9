"""What stands around a row: the tasks a place lies in, the targets within a task, the years by which it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.core.document import Document
from reader.core.register import Citation, Place, Registers, Role, Row, System, Target, Task
from reader.registers.deadlines import years_ahead
from reader.registers.speaking_year import first_year


class Context:
    """Which tasks a place stands in, and which targets stand in a task."""

    def __init__(self, made: Registers, open_: Callable[[str], Document]) -> None:
        """`open_` gives a document by its id."""
        self._open = open_
        self._since: dict[str, int | None] = {}
        self._tasks: dict[tuple[str, str], list[Task]] = {}
        self._targets: dict[tuple[str, str], list[Target]] = {}
        for task in made.tasks:
            self._tasks.setdefault((task.at.doc, task.at.block), []).append(task)
        for target in made.targets:
            self._targets.setdefault((target.at.doc, target.at.block), []).append(target)

    def tasks_at(self, place: Place) -> tuple[Task, ...]:
        """The tasks whose words overlap a place."""
        found = self._tasks.get((place.doc, place.block), ())
        return tuple(task for task in found if task.at.span.overlaps(place.span))

    def years(self, row: Row) -> tuple[int, ...]:
        """The years by which something of it is to be reached, the earliest first; of a task its own, if it has one."""
        if isinstance(row, Citation):
            return ()
        if isinstance(row, Target):
            return (row.deadline,) if row.deadline and row.kind != "baseline" else ()
        if isinstance(row, System):
            return (row.deadline,) if row.deadline else ()
        if row.deadline:
            return (row.deadline,)
        if row.at.doc not in self._since:
            self._since[row.at.doc] = first_year(self._open(row.at.doc))
        said = {year for _at, year in years_ahead(row.task, self._since[row.at.doc])}
        return tuple(sorted(said | {t.deadline for t in self._within(row) if t.deadline and t.kind != "baseline"}))

    def parts(self, system: System) -> tuple[tuple[str, Role | None], ...]:
        """The units named with a system and their part there, the units that lead first; None where none is told."""
        tasks = dict.fromkeys(task for place in system.mentions for task in self.tasks_at(place))
        said: dict[str, set[Role]] = {}
        for task in tasks:
            for role, unit in task.everyone():
                said.setdefault(unit.name, set()).add(role)
        helping = [name for name, roles in said.items() if roles == {"support"} and name not in system.lead]
        named = [*system.lead, *helping]
        order: tuple[Role, ...] = ("lead", "joint", "support")
        found = [(name, next((role for role in order if role in said.get(name, ())), None)) for name in named]
        return tuple(sorted(found, key=lambda each: order.index(each[1]) if each[1] else 0))

    def _within(self, task: Task) -> Iterator[Target]:
        found = self._targets.get((task.at.doc, task.at.block), ())
        return (target for target in found if target.at.span.overlaps(task.at.span))
