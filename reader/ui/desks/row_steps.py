"""What the reader says about rows, kept step by step: each can be taken back and said again while the page is open.

Decides nothing about rows: shows a step on the page and gives it to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.core.note import CellValue, RowCorrection
from reader.registers.own_rows import SeenRow
from reader.registers.series import kept_now
from reader.ui.frame.window_parts import LateParts
from reader.ui.session.row_keeping import RowKeeping
from reader.ui.session.row_trail import RowStep, RowTrail
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the page
    from reader.ui.registers.register_lines import Line
    from reader.ui.registers.registers_page import RegistersPage

STATUS_STEP, NOTE_STEP, CORRECTION_STEP = "任务状态", "任务备注", "台账更正"


class RowSteps(QObject):
    """Steps forward and back."""

    changed = Signal()  # what can be taken back, or done again, is another

    def __init__(
        self, keeping: RowKeeping, late: LateParts, session: Session, page: Callable[[], RegistersPage | None]
    ) -> None:
        super().__init__(keeping)
        self._keeping, self._late, self._session, self._page = keeping, late, session, page
        self._texts = session.texts
        self.trail = RowTrail()
        keeping.stale.connect(self._forget)

    def mark(self, said: Sequence[tuple[Line, str, str]]) -> None:
        """Another status or note of some tasks; the page shows it already."""
        marks = tuple((n.seen.key, (n.seen.status, n.seen.note), (status, note)) for n, status, note in said)
        label = NOTE_STEP if any(before[1] != after[1] for _key, before, after in marks) else STATUS_STEP
        self.trail.push(RowStep(label, "tasks", marks))
        for line, status, note in said:
            self._keeping.mark("tasks", line.seen, status, note)
        self.changed.emit()

    def correct(self, name: str, each: SeenRow, changes: Mapping[str, CellValue]) -> None:
        """Another correction of a row."""
        self.trail.push(RowStep(CORRECTION_STEP, name, corrections=((each.key, dict(each.changes), dict(changes)),)))
        self._keeping.correct(name, each, changes)
        self.changed.emit()

    def lead(self, items: Sequence[RowCorrection], label: str) -> None:
        """Names of indicators joined, or parted."""
        page = self._page()
        assert page is not None, "names are joined on the page"
        before = kept_now(items, page.ledger.led)
        self.trail.push(RowStep(label, "targets", names=tuple(zip(before, items, strict=True))))
        self._keeping.lead(items)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        step = self.trail.undo()
        if step is not None:
            self._take(step.reversed, "已撤销：{what}")

    def redo(self) -> None:
        """Do the step taken back last again."""
        step = self.trail.redo()
        if step is not None:
            self._take(step, "已重做：{what}")

    def _take(self, step: RowStep, says: str) -> None:
        page = self._page()
        assert page is not None, "steps are made on the page"
        lines = {line.seen.key: line for line in page.ledger.sheet(step.register).lines}
        marks = [(lines[key], *after) for key, _before, after in step.marks if key in lines]
        if page.name != step.register:
            page.show_register(step.register)
        if marks:
            page.put_marks(marks)
        for line, status, note in marks:
            self._keeping.mark("tasks", line.seen, status, note)
        for key, _before, after in step.corrections:
            if key in lines:
                self._keeping.correct(step.register, lines[key].seen, after)
        keys = [change[0] for change in (*step.marks, *step.corrections)]
        if keys:
            page.table.show_line(keys[0])
        if step.names:
            self._keeping.lead([after for _before, after in step.names])
        self._late.message.say(self._texts(says, what=self._texts(step.label)))
        self.changed.emit()

    def _forget(self) -> None:
        self.trail.clear()
        self.changed.emit()
