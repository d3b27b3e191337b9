"""The registers as tables: columns with Chinese names, CSV and XLSX files. Owns what a column shows.

Cells are values (text, whole numbers, decimals); no cell is ever run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reader.core.citation import link
from reader.core.document import Document
from reader.core.register import Citation, Every, Registers, Role, Row, System, Target, Task, Unit
from reader.core.spreadsheet import neutralised
from reader.files import needs_room
from reader.registers.context import Context
from reader.registers.origins import comparing_word, why_unsure
from reader.registers.own_rows import SeenRow, originals
from reader.workbook import cells_for, print_well, set_height

Cell = str | int | float | None
FORMS: Final[Mapping[str, str]] = {
    "牵头/配合": "牵头/配合", "责任单位": "责任单位", "按职责分工负责": "按职责分工负责", "trailing": "段末括注",
}  # fmt: skip
KINDS: Final[Mapping[str, str]] = {"target": "目标", "funding": "资金上限", "baseline": "已有数据", "count": "计数"}
COMPARATORS: Final[Mapping[str, str]] = {
    ">=": "不低于/达到", ">": "超过", "<=": "不超过", "<": "低于", "=": "", "~": "左右",
}  # fmt: skip
TYPES: Final[Mapping[str, str]] = {
    "system": "系统", "platform": "平台", "app": "应用", "scenario": "场景", "centre": "中心", "programme": "工程行动",
}  # fmt: skip
ROUNDS: Final[Mapping[Every | None, str]] = {
    "year": "每年", "half": "每半年", "quarter": "每季度", "month": "每月", None: "",
}  # fmt: skip
ROLES: Final[Mapping[Role, str]] = {"lead": "牵头", "joint": "共同", "support": "配合"}
TITLES: Final[Mapping[str, str]] = {"tasks": "任务", "targets": "指标", "systems": "平台系统", "citations": "引用"}
OTHER_WIDTHS: Final = {
    "文件": 28, "条款": 16, "待核对": 8, "本单位": 8, "状态": 10, "我的备注": 30, "更正": 36, "时限": 10,
    "期限依据": 40, "核对原因": 30, "原文名称": 36, "年份": 8,
}  # fmt: skip
STATUS, NOTE, CORRECTED = "状态", "我的备注", "更正"
DUE, DUE_FROM, WHY, CONCERNED = "时限", "期限依据", "核对原因", "涉及单位"
PERHAPS: Final = "泛指"
FIELDS: Final[Mapping[str, str]] = {
    "lead": "牵头", "units": "共同", "support": "配合", "what": "指标", "comparator": "要求", "value": "数值",
    "unit": "单位", "deadline": "期限", "due": "办结日期", "kind": "类别", "name": "名称", "type": "类别",
    "cited": "引用", "number": "文号", "issuer": "制定机关",
}  # fmt: skip
_WHERE: Final = ("文件", "条款")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and what it shows of a row."""

    heading: str
    width: int
    show: Callable[[Any], Cell]


def columns(name: str) -> tuple[Column, ...]:
    """The columns of a register, without those that say where a row stands."""
    return _COLUMNS[name]


def table(
    name: str,
    rows: Sequence[Row],
    open_: Callable[[str], Document],
    roles: Mapping[Task, Role] | None = None,
    seen: Sequence[SeenRow] | None = None,
    context: Context | None = None,
    perhaps: Mapping[Task, str] | None = None,
) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows: document and clause, then the register's own columns, then whether it is certain, and why not.

    Args:
        open_: gives a document by its id.
        roles: the part of "my unit" in each task; adds a column.
        seen: what the reader says about each of the rows; adds status and note (tasks only) and what was corrected.
        context: what stands around the rows; adds by when a task is due, and the part of each unit in a system.
        perhaps: tasks that may concern "my unit" without naming it.
    """
    own = [c.heading for c in columns(name)]
    if context is not None and name == "tasks":
        own.insert(own.index("形式"), DUE)
    mine = ["本单位"] if roles or perhaps else []
    said = [STATUS, NOTE] if seen is not None and name == "tasks" else []
    headings = [*_WHERE, *mine, *own, *said, *([CORRECTED] if seen is not None else []), WHY, "待核对"]
    shows = {c.heading: c.show for c in columns(name)}
    around = context or Context(Registers(), open_)
    made: list[list[Cell]] = []
    for number, row in enumerate(rows):
        cells: dict[str, Cell] = {h: show(row) for h, show in shows.items()}
        cells |= {"文件": around.title(row.at.doc), "条款": around.label(row.at)}
        cells |= {WHY: why_unsure(row), "待核对": "" if row.sure else "是"}
        if isinstance(row, Task):
            cells["本单位"] = _part(row, roles or {}, perhaps or {})
        if context is not None:
            cells[DUE] = _due(row, context.years(row))
            if isinstance(row, System):
                cells[CONCERNED] = _concerned(context, row)
        if isinstance(row, Target):
            cells[DUE_FROM] = place.quote if (place := around.deadline_place(row)) else ""
        if seen is not None:
            each = seen[number]
            cells |= {STATUS: each.state, NOTE: each.note, CORRECTED: correction_said(each)}
        made.append([cells.get(heading, "") for heading in headings])
    return headings, made


def _part(task: Task, roles: Mapping[Task, Role], perhaps: Mapping[Task, str]) -> str:
    return ROLES[roles[task]] if task in roles else PERHAPS if task in perhaps else ""


def _due(row: Row, years: Sequence[int]) -> Cell:
    """The day where one is said, else the year or how often it comes round."""
    if isinstance(row, Task) and (row.due or row.every):
        return row.due or ROUNDS[row.every]
    return years[0] if len(years) == 1 else "、".join(map(str, years)) or None


def _concerned(context: Context, system: System) -> str:
    """甲局（牵头）、乙局（配合）; a unit without a part there by its name alone."""
    return "、".join(f"{name}（{ROLES[role]}）" if role else name for name, role in context.parts(system))


def correction_said(each: SeenRow) -> str:
    """What the reader set right in a row, with what was read from the text; empty where nothing."""
    if each.dropped:
        return "已剔除"
    was = originals(each)
    if was:
        return "已更正：" + "；".join(f"{FIELDS[name]}原为“{coded(name, value)}”" for name, value in was.items())
    return "已核对" if each.checked else ""


def coded(name: str, value: str) -> str:
    """The word for a value of a field that is kept as a sign (kind, comparator, type); any other value as it is."""
    names = {"kind": KINDS, "comparator": COMPARATORS, "type": TYPES}.get(name, {})
    return names.get(value, value)


def to_csv(headings: Sequence[str], cells: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it as such."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in cells:
        writer.writerow(["" if c is None else neutralised(c) if isinstance(c, str) else c for c in row])
    return out.getvalue().encode("utf-8-sig")


@needs_room
def to_xlsx(
    name: str,
    rows: Sequence[Row],
    headings: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    told: Sequence[str] = (),
    title: str = "",
) -> bytes:
    """A workbook: header frozen and filterable, numbers as numbers, the clause linked to its place in the reader.

    Args:
        told: the headings in the language of the reader, where that is another.
        title: of the sheet, where it is not that of the register.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title or TITLES[name])
    widths = {c.heading: c.width for c in columns(name)} | OTHER_WIDTHS
    for number, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = widths[heading]
    sheet.freeze_panes = "A2"
    every = [widths[heading] for heading in headings]
    print_well(sheet, every)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(cells) + 1}"
    made = cells_for(sheet)
    sheet.append([made(heading, bold=True) for heading in told or headings])
    clause = headings.index("条款") if "条款" in headings else 1
    for number, (row, values) in enumerate(zip(rows, cells, strict=True), 2):
        set_height(sheet, number, values, every)
        line = [made(v) for v in values]
        line[clause].hyperlink = link(row.at.doc, row.at.block)
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(text: str) -> Cell:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:  # a range: 3-5
        return text.replace("-", "—")


def _units(units: Sequence[Unit]) -> str:
    return "、".join(u.name for u in units)


def _cited_in(citation: Citation) -> str:
    return "本文件" if citation.itself else citation.target or ""


def _goals(system: System) -> str:
    return "；".join(f"{t.what} {t.value}{t.unit}" for t in system.targets)


def _compared(target: Target) -> str:
    """In the document's own word where it has one."""
    return comparing_word(target) or COMPARATORS[target.comparator]


def _tasks() -> tuple[Column, ...]:
    def of(show: Callable[[Task], Cell]) -> Callable[[Task], Cell]:
        return show

    return (
        Column("任务", 60, of(lambda t: t.task)),
        Column("牵头", 24, of(lambda t: _units(t.lead))),
        Column("共同", 24, of(lambda t: _units(t.units))),
        Column("配合", 24, of(lambda t: _units(t.support))),
        Column("形式", 12, of(lambda t: FORMS[t.form])),
    )


def _targets() -> tuple[Column, ...]:
    def of(show: Callable[[Target], Cell]) -> Callable[[Target], Cell]:
        return show

    return (
        Column("指标", 36, of(lambda t: t.what)),
        Column("要求", 12, of(_compared)),
        Column("数值", 10, of(lambda t: _number(t.value))),
        Column("单位", 8, of(lambda t: t.unit)),
        Column("期限", 8, of(lambda t: t.deadline)),
        Column(DUE_FROM, 40, of(lambda _t: "")),
        Column("类别", 10, of(lambda t: KINDS[t.kind])),
        Column("原文", 48, of(lambda t: " ".join(t.at.quote.split()))),
    )


def _systems() -> tuple[Column, ...]:
    def of(show: Callable[[System], Cell]) -> Callable[[System], Cell]:
        return show

    return (
        Column("名称", 36, of(lambda s: s.name)),
        Column("类别", 10, of(lambda s: TYPES[s.type])),
        Column("又称", 30, of(lambda s: "、".join(s.aliases))),
        Column("处数", 8, of(lambda s: len(s.mentions))),
        Column(CONCERNED, 36, of(lambda s: "、".join(s.lead))),
        Column("期限", 8, of(lambda s: s.deadline)),
        Column("指标", 30, of(_goals)),
    )


def _citations() -> tuple[Column, ...]:
    def of(show: Callable[[Citation], Cell]) -> Callable[[Citation], Cell]:
        return show

    return (
        Column("引用", 48, of(lambda c: c.cited)),
        Column("文号", 20, of(lambda c: c.number)),
        Column("制定机关", 16, of(lambda c: c.issuer)),
        Column("文库中的文件", 30, of(_cited_in)),
        Column("作为依据", 10, of(lambda c: "是" if c.higher else "")),
    )


_COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "tasks": _tasks(), "targets": _targets(), "systems": _systems(), "citations": _citations(),
}  # fmt: skip
