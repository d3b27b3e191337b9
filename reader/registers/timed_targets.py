"""Figures of an assignment have its time: 新建处理点12处。责任单位：甲 时间：2025年9月.

Only where their own words give none. Must not read text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from reader.core.document import Document
from reader.core.register import Target, Task

_NO_YEAR_OF_ITS_OWN: Final = frozenset([None, "period"])


def with_times_of_tasks(document: Document, targets: Sequence[Target], tasks: Sequence[Task]) -> tuple[Target, ...]:
    """The targets, those in the stretch of a task by the year its note gives."""
    timed = [task for task in tasks if task.deadline and task.when and task.when not in task.task]
    if not timed:
        return tuple(targets)
    within: Mapping[str, list[Task]] = defaultdict(list)
    beside: dict[str, Task] = {}  # the note has a line of its own: the line before it is the task
    for task in timed:
        within[task.at.block].append(task)
        if task.note == task.at.span:
            beside[task.task] = task
    own = {block.id: beside[block.text] for block in document.blocks if block.text in beside}
    return tuple(_timed(target, within.get(target.at.block, ()), own.get(target.at.block)) for target in targets)


def _timed(target: Target, tasks: Sequence[Task], beside: Task | None) -> Target:
    if target.kind != "target" or target.deadline_from not in _NO_YEAR_OF_ITS_OWN:
        return target
    task = next((t for t in tasks if t.at.span.overlaps(target.at.span)), beside)
    if task is None:
        return target
    return replace(target, deadline=task.deadline, deadline_from="sentence", sure=bool(target.what) and not target.why)
