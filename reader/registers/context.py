"""What stands around a row: the tasks a place lies in, the targets within a task, the years by which it is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from reader.core.citation import clause_label
from reader.core.document import Document, DocumentInfo
from reader.core.register import Citation, Place, Registers, Role, Row, System, Target, Task
from reader.registers.around import due_key
from reader.registers.deadlines import years_ahead
from reader.registers.origins import deadline_place, inherits
from reader.registers.series_years import over_years
from reader.registers.speaking_year import first_year


class Context:
    """Which tasks a place stands in, which targets stand in a task, and what the document of a row says about it.

    What came with the registers is taken from there; only of other documents and places the document is opened.
    """

    def __init__(self, made: Registers, open_: Callable[[str], Document], infos: Iterable[DocumentInfo] = ()) -> None:
        """Args: open_: gives a document by its id. infos: of documents whose titles are known without that."""
        self._open, self._around = open_, made.around
        self._titles = {info.id: info.reading_title for info in infos}
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
        said = {year for _at, year in years_ahead(row.task, self._first_year(row.at.doc))}
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

    def _first_year(self, doc: str) -> int | None:
        """The year the document of a task speaks from."""
        if doc not in self._since:
            known = self._around.get(doc)
            self._since[doc] = first_year(self._open(doc)) if known is None else known.since
        return self._since[doc]

    def title(self, doc: str) -> str:
        """The title of a document as it is read."""
        known = self._titles.get(doc)
        return self._open(doc).reading_title if known is None else known

    def label(self, place: Place) -> str:
        """How official writing names the clause a place stands in; empty for none."""
        known = self._around.get(place.doc)
        label = known.labels.get(place.block) if known is not None else None
        return clause_label(self._open(place.doc), place.block) if label is None else label

    def looks_back(self, doc: str) -> Collection[str]:
        """The blocks of a document with targets that look back on several years."""
        known = self._around.get(doc)
        return over_years(self._open(doc)) if known is None else known.back

    def deadline_place(self, row: Row) -> Place | None:
        """The sentence from which a target has its year, as `origins.deadline_place` finds it."""
        if not isinstance(row, Target) or not inherits(row):
            return None
        known = self._around.get(row.at.doc)
        key = due_key(row)
        if known is None or key not in known.due:  # a reader has corrected its year
            return deadline_place(row, self._open(row.at.doc))
        return known.due[key]
