"""What the user says about rows of the registers, brought together with the rows. No SQL here, and no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.core.note import CellValue, RowCorrection, RowMark
from reader.library.late import Late

if TYPE_CHECKING:
    from reader.core.register import Registers, Role, Task
    from reader.registers.own_rows import SeenRegisters, SeenRow
    from reader.registers.registrar import Registrar
    from reader.store.annotations import NoteStore


class RowBook:
    """Status, note and corrections of rows. Safe to use from several threads; each change is saved when it returns."""

    def __init__(self, store: Late[NoteStore], registrar: Callable[[], Registrar]) -> None:
        self._store, self._registrar = store, registrar

    def seen(self, cancelled: Callable[[], bool] | None = None) -> SeenRegisters:
        """All rows with what the user says about them.

        Raises StoreUnavailable or DamagedStore where the notes cannot be read, Cancelled where `cancelled` says so
        before all documents are read.
        """
        kept = self._store.get().registers
        return self._registrar().seen(kept.row_marks(), kept.row_corrections(), cancelled)

    def unmarked(self, cancelled: Callable[[], bool] | None = None) -> SeenRegisters:
        """All rows, as if nobody had said anything about them."""
        return self._registrar().seen({}, {}, cancelled)

    def mine(self, registers: Registers, unit: str) -> tuple[Registers, tuple[tuple[Task, Role], ...]]:
        """Of corrected registers what concerns a unit, and its part in each task."""
        return self._registrar().concerning(registers, unit)

    def perhaps(self, registers: Registers, unit: str) -> tuple[tuple[Task, str], ...]:
        """Tasks that may concern a unit without naming it (各市级部门), each with the words that may mean it."""
        return self._registrar().perhaps(registers, unit)

    def names_of(self, registers: Registers, unit: str) -> frozenset[str]:
        """The names under which a unit stands in the tasks."""
        return self._registrar().names_of(registers, unit)

    def unit_named(self, name: str, doc: str) -> tuple[str, bool]:
        """A unit that was typed, by the full name it has in the registers, and whether any task names it."""
        return self._registrar().unit_named(name, doc)

    def mark(self, name: str, each: SeenRow, status: str, note: str) -> None:
        """Keeps how far a row is, and a note of one's own; neither: forgets both."""
        kept = self._store.get().registers
        kept.set_row_mark(RowMark(each.key, each.read.at.doc, name, status, note.strip()))
        if each.kept_as:
            kept.remove_row_marks(each.kept_as)

    def correct(self, name: str, each: SeenRow, changes: Mapping[str, CellValue]) -> None:
        """Keeps what is wrong in a row and what is right; nothing: the row is as it was read again."""
        kept = self._store.get().registers
        kept.set_row_correction(RowCorrection(each.key, each.read.at.doc, name, each.read.at.quote, dict(changes)))
        if each.kept_as:
            kept.remove_row_corrections(each.kept_as)

    def lead(self, items: Sequence[RowCorrection]) -> None:
        """Keeps how names of indicators are joined or parted (`registers.series`), all or none."""
        self._store.get().registers.set_row_correction(*items)
