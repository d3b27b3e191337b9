"""What was said about rows of the registers, step by step, so that it can be taken back and said again. No Qt.

A step names rows by their keys; whoever keeps rows looks them up as they stand today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reader.core.note import CellValue, RowCorrection

LIMIT: Final = 100
Said = tuple[str, str]  # status, note
Changes = Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class RowStep:
    """One thing the reader did: status or note of some tasks, the correction of one row, names joined or parted.

    Attributes:
        label: what it is called. register: whose rows.
        marks: key, status and note before, status and note after. corrections: key, changes before, changes after.
        names: what was kept about names of indicators before, and after.
    """

    label: str
    register: str
    marks: tuple[tuple[str, Said, Said], ...] = ()
    corrections: tuple[tuple[str, Changes, Changes], ...] = ()
    names: tuple[tuple[RowCorrection, RowCorrection], ...] = ()

    @property
    def reversed(self) -> RowStep:
        """The step that takes this one back."""
        marks = tuple((key, after, before) for key, before, after in self.marks)
        corrections = tuple((key, after, before) for key, before, after in self.corrections)
        names = tuple((after, before) for before, after in self.names)
        return RowStep(self.label, self.register, marks, corrections, names)


class RowTrail:
    """Steps done, and steps taken back."""

    def __init__(self) -> None:
        self._done: list[RowStep] = []
        self._undone: list[RowStep] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    def push(self, step: RowStep) -> None:
        """A new step; what had been taken back cannot be done again."""
        self._undone.clear()
        self._done.append(step)
        del self._done[:-LIMIT]

    def undo(self) -> RowStep | None:
        """The newest step, as it was done; it can be done again from now on."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> RowStep | None:
        """The step taken back last; it can be taken back from now on."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def clear(self) -> None:
        """The store did not take a step: nothing before it can be relied on."""
        self._done.clear()
        self._undone.clear()
