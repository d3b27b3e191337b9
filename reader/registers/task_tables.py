"""Tasks from tables: a row is a task, its units stand in the columns 责任单位, 牵头单位, 配合单位.

Owns the reading of such headers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.assignments import JOINT_FORM, LEAD_FORM, groups, reads_as_note, with_time
from reader.registers.due import Calendar
from reader.registers.lexicon import Lexicon
from reader.registers.units import with_levels

_ROLES: Final = (
    ("lead", late(r"牵头|主办|主责|第一责任")),
    ("support", late(r"配合|协办|协同|参与|参加|协助|支持单位")),
    ("joint", late(r"(?:责任|落实|负责|实施|承办|完成|分工)(?:单位|部门|主体|处室|科室|机构)")),
)
_WORK: Final = (
    late(r"任务内容|工作内容|主要内容|具体任务|具体措施|工作措施|重点举措|任务分解|工作举措|建设内容"),
    late(r"任务|事项|举措|措施|工作|项目|内容|指标名称|目标|名称"),
)
_NOT_WORK: Final = late(r"单位|部门|序号|时限|时间|年限|起止|进度|备注|类别|分类|责任人|联系")
_WHEN: Final = late(r"时限|时间|期限|进度|节点|年限|起止|办结|完成日期")
_PERSONS: Final = late("人(?!民)")
_AND_PERSON: Final = late("[及和、/（(](?:具体)?(?:责任人|负责人|联系人)[)）]?$")
_TIME_ALONE: Final = late(r"(?:力争|确保|于)?[^，。；、]{0,8}(?:月|年|季度|日|半年)[^，。；、]{0,6}")
_PLACES: Final = late(
    r"^(?:地区|区域|县市区|区县|县区|市县|市州|乡镇|镇街|街道|镇|乡|县|区|市)(?:（[^（）]{1,6}）)?(?:名称)?$"
)
_FIGURE: Final = late(r"[≥≤<>]?\d[\d,.]*%?")
_NONE: Final = late(r"[\s—–\-/无　]*")
_KEY: Final = "责任单位："
_A_PHRASE: Final = 6  # characters in a row that say what is to be done


def work_columns(rows: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """The column in which the rows of a table of tasks say what is to be done; none where it is no such table."""
    columns = _columns(rows, _in_figures(rows)) if len(rows) > 1 else None
    return (columns.work,) if columns else ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a row the work stands, and the units of each role."""

    work: int
    roles: tuple[tuple[str, int], ...]
    when: tuple[int, ...] = ()
    remarks: tuple[int, ...] = ()


def read_task_table(document: Document, block: Block, lexicon: Lexicon, calendar: Calendar) -> list[Task]:
    """The tasks of a table, row by row; nothing where its header names no column of units."""
    rows = block.rows or ()
    columns = _columns(rows, _in_figures(rows)) if len(rows) > 1 else None
    if columns is None:
        return []
    found = []
    for line, row in zip(block.row_spans()[1:], rows[1:], strict=False):
        task = _of_row(document, block, line, row, columns, (lexicon, calendar))
        if task:
            said = [row[index] for index in columns.when if index < len(row)]
            said += [row[n] for n in columns.remarks if n < len(row) and _TIME_ALONE.fullmatch(row[n].strip())]
            found.append(with_time(task, said, calendar) if said and not task.when else task)
    return found


def _in_figures(rows: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """The columns that hold figures alone: 新签约项目（个） is no work."""
    return frozenset(
        n for n in range(len(rows[0])) if all(_FIGURE.fullmatch(row[n].strip()) for row in rows[1:] if n < len(row))
    )


def _columns(rows: Sequence[tuple[str, ...]], figures: frozenset[int]) -> _Columns | None:
    header = rows[0]
    roles: list[tuple[str, int]] = []
    for index, cell in enumerate(header):
        name = _AND_PERSON.sub("", re.sub(r"\s", "", cell))
        role = next((r for r, rule in _ROLES if rule.search(name)), None)
        if role and len(name) <= 14 and not _PERSONS.search(name):
            both = role == "lead" and re.search(r"[及和与、/（].*(?:配合|参与|责任)", name)
            roles.append(("joint" if both else role, index))
    taken = {index for _, index in roles}
    for rule in _WORK:
        for index, cell in enumerate(header):
            if index not in taken and index not in figures and rule.search(cell) and not _NOT_WORK.search(cell):
                when = tuple(n for n, name in enumerate(header) if n not in {*taken, index} and _WHEN.search(name))
                remarks = tuple(n for n, name in enumerate(header) if n not in {*taken, index} and "备注" in name)
                return _Columns(index, tuple(roles), when, remarks) if roles else None
    places = next((n for n, cell in enumerate(header) if _PLACES.match(re.sub(r"\s", "", cell))), None)
    if roles and places is not None:
        return _Columns(places, tuple(roles))  # what each place has to do
    wordy = _wordiest(rows, {*taken, *figures}) if roles else None
    when = tuple(n for n, name in enumerate(header) if n not in {*taken, wordy} and _WHEN.search(name))
    return _Columns(wordy, tuple(roles), when) if wordy is not None else None


def _wordiest(rows: Sequence[tuple[str, ...]], taken: set[int]) -> int | None:
    """The column with the most to say, where no head names the work: 序号 | 民生实事 | 责任单位."""
    header = rows[0]
    free = [
        n for n, cell in enumerate(header)
        if n not in taken and not _NOT_WORK.search(cell) and not _WHEN.search(cell) and not _PERSONS.search(cell)
    ]  # fmt: skip
    said = {n: sum(len(row[n]) for row in rows[1:] if n < len(row)) / (len(rows) - 1) for n in free}
    longest = max(free, key=lambda n: said[n], default=None)
    return longest if longest is not None and said[longest] >= _A_PHRASE else None


def _of_row(
    document: Document, block: Block, line: Span, row: tuple[str, ...], columns: _Columns, how: tuple[Lexicon, Calendar]
) -> Task | None:
    lexicon, calendar = how
    if columns.work >= len(row) or not row[columns.work].strip():
        return None
    task: Task | None = None
    spans: list[Span] = []
    for role, index in columns.roles:
        cell = row[index] if index < len(row) else ""
        if _NONE.fullmatch(cell):
            continue
        at = block.text.find(cell, line.start, line.end)
        span = Span(at, at + len(cell)) if at >= 0 else line  # a spanned cell stands in an earlier row
        said = groups(cell.strip(), span.start, document.region, lexicon, calendar)
        if said is None:  # 省科技厅、某市: by its column, as if a key stood before it
            said = groups(_KEY + cell.strip(), span.start - len(_KEY), document.region, lexicon, calendar)
            said = replace(said, sure=False) if said and "、" in cell else None
        if said is None:
            continue
        if at < 0:
            said = replace(
                said, lead=_at(said.lead, line), support=_at(said.support, line), units=_at(said.units, line)
            )
        said = _in_role(said, role)
        said = replace(said, sure=said.sure and (role != "joint" or reads_as_note(cell.strip()) or "：" in cell))
        task = said if task is None else _added(task, said)
        spans.append(span)
    if task is None:
        return None
    start = block.text.find(row[columns.work], line.start, line.end)
    whole = Span(start if start >= 0 else line.start, line.end)
    note = Span(min(s.start for s in spans), max(s.end for s in spans))
    form = LEAD_FORM if task.lead or task.support else JOINT_FORM
    place = Place(document.id, block.id, whole, whole.cut(block.text))
    named = with_levels([task.lead, task.units, task.support], document.region, lexicon)
    task = replace(task, lead=named[0], units=named[1], support=named[2])
    return replace(task, at=place, task=row[columns.work].strip(), note=note, form=form)


def _at(units: tuple[Unit, ...], span: Span) -> tuple[Unit, ...]:
    return tuple(replace(unit, span=span) for unit in units)


def _in_role(said: Task, role: str) -> Task:
    """What a cell says itself (甲（牵头）, 配合：乙) stands; names alone have the role of their column."""
    if role == "joint" or said.lead or said.support:
        return said
    return replace(said, lead=said.units, units=()) if role == "lead" else replace(said, support=said.units, units=())


def _added(task: Task, more: Task) -> Task:
    return replace(
        task, lead=task.lead + more.lead, support=task.support + more.support, units=task.units + more.units,
        others=task.others + more.others, sure=task.sure and more.sure,
    )  # fmt: skip
