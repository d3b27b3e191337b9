"""Keeps what the reader says about rows, off the GUI thread and in order; and counts my tasks.

Knows no widget. A change that cannot be kept is told by `problem`; what is on screen is then read anew (`stale`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal

from reader.core.errors import DamagedStore, ReaderError, StoreUnavailable
from reader.core.note import CellValue, RowCorrection
from reader.core.register import Task
from reader.library import Library
from reader.registers.context import Context
from reader.registers.due_days import due_days, is_overdue, month_of
from reader.registers.own_rows import DONE, SeenRow
from reader.ui.kit.tasks import Lane

FEW: Final = 200  # documents: of more, tasks are counted only for a unit


@dataclass(frozen=True, slots=True)
class MyTasks:
    """How many tasks my unit has, and how many are done; by document (tasks, done).

    A total of -1 stands for not counted yet. `due` fall due this month and are not done, `late` are overdue: of my
    unit, of all tasks where none is known.
    """

    unit: str = ""
    total: int = -1
    done: int = 0
    due: int = 0
    late: int = 0
    by_doc: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)


def count_mine(library: Library, unit: str, today: date, cancelled: Callable[[], bool] | None = None) -> MyTasks:
    """Off the GUI thread: reads the registers where nobody has yet. Raises Cancelled: a window that closes waits."""
    if not unit and len(library.documents()) > FEW:
        return MyTasks()
    try:
        own = library.rows.seen(cancelled)
    except (DamagedStore, StoreUnavailable):  # told elsewhere
        own = library.rows.unmarked(cancelled)
    mine = {task for task, _role in library.rows.mine(own.registers, unit)[1]} if unit else None
    counted = [each for each in own.seen["tasks"] if not each.dropped and (mine is None or each.row in mine)]
    due, late = _due_and_late(counted, Context(own.registers, library.open), today)
    if not unit:
        return MyTasks(due=due, late=late)
    counts: dict[str, tuple[int, int]] = {}
    for each in counted:
        n, done = counts.get(each.row.at.doc, (0, 0))
        counts[each.row.at.doc] = (n + 1, done + int(each.status == DONE))
    total, done = sum(n for n, _done in counts.values()), sum(done for _n, done in counts.values())
    return MyTasks(unit, total, done, due, late, counts)


def _due_and_late(rows: Sequence[SeenRow], context: Context, today: date) -> tuple[int, int]:
    """How many tasks that nobody has finished fall due this month, and how many are overdue."""
    first, last = month_of(today)
    due = late = 0
    for each in rows:
        if each.status != DONE and isinstance(each.row, Task):
            years = context.years(each.row)
            due += bool(due_days(each.row, years, max(first, today), last))
            late += is_overdue(each.row, years, today)
    return due, late


class RowKeeping(QObject):
    """One lane for writing, one for counting."""

    counted = Signal(object)  # MyTasks
    corrected = Signal()  # a correction was kept
    problem = Signal(str)
    stale = Signal()

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._writing = Lane("register-rows", parent=self)
        self._counting = Lane("my-tasks", newest_only=True, parent=self)
        self._unit = ""

    def mark(self, name: str, each: SeenRow, status: str, note: str) -> None:
        """How far a row is, and a note."""
        rows = self._library.rows
        self._writing.submit(lambda _job: rows.mark(name, each, status, note), lambda _none: self.count(), self._fail)

    def correct(self, name: str, each: SeenRow, changes: Mapping[str, CellValue]) -> None:
        """What is wrong in a row and what is right."""
        rows = self._library.rows

        def kept(_none: object) -> None:
            self.corrected.emit()
            self.count()

        self._writing.submit(lambda _job: rows.correct(name, each, changes), kept, self._fail)

    def lead(self, items: Sequence[RowCorrection]) -> None:
        """How names of indicators are joined or parted."""
        rows = self._library.rows
        self._writing.submit(lambda _job: rows.lead(items), lambda _none: self.corrected.emit(), self._fail)

    def count(self, unit: str | None = None) -> None:
        """Count the tasks of my unit, of another one where given."""
        self._unit = self._unit if unit is None else unit
        library, asked, today = self._library, self._unit, date.today()  # noqa: DTZ011  # the day on the reader's wall
        self._counting.submit(
            lambda job: count_mine(library, asked, today, job.cancelled), self.counted.emit, lambda _error: None
        )

    def close(self) -> None:
        """Finish what is to be kept; stop counting."""
        self._counting.close()
        self._writing.close(finish=True)

    def _fail(self, error: ReaderError) -> None:
        self.problem.emit(str(error))
        self.stale.emit()
