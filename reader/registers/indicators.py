"""Indicator tables: one target a row, with the year its column is of. Owns the reading of table headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reader.core.document import Block, Document
from reader.core.register import Place, Target
from reader.core.span import Span

_NAME: Final = re.compile(r"指标名称|指标|名称|项目|内容|目标名称|主要指标")
_UNIT: Final = re.compile(r"^(?:计量)?单位$")
_YEAR: Final = re.compile(r"(20\d\d)\s*年?")
_GOAL: Final = re.compile(r"目标|规划值|预期|预计")
_PAST: Final = re.compile(r"现状|基期|实际|完成|基础值|基数|初值")
_VALUE: Final = re.compile(
    r"(?P<sign>[≥≤＞＜><=＝]=?|不低于|不少于|超过|突破|达到|不超过|约|累计|新增|力争|[＋+])?\s*(?P<value>\d[\d,]*(?:\.\d+)?(?:\s*[-—–～~至]\s*\d[\d,]*(?:\.\d+)?)?)"
    r"\s*(?P<unit>[^\d左以\s]{0,8})(?P<after>左右|以上|以内|以下)?"
)
_SIGNS: Final = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "以上": ">=", "≤": "<=", "<=": "<=",
    "不超过": "<=", "以内": "<=", "以下": "<=", ">": ">", "＞": ">", "超过": ">", "突破": ">", "<": "<", "＜": "<",
    "约": "~", "左右": "~",
}  # fmt: skip
_IN_NAME: Final = re.compile(r"[（(](?P<unit>[^（()）]{1,10})[）)]\s*$")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: where, the year it is of, whether it looks back."""

    index: int
    year: int | None
    past: bool


def read_table(
    document: Document, block: Block, before: Block | None = None, table: Block | None = None
) -> list[Target]:
    """The targets of a table, row by row; nothing where its header is not that of an indicator table."""
    rows = block.rows or ()
    if len(rows) < 2:
        return []
    header = rows[0]
    name = _name_column(header)
    unit = next((n for n, cell in enumerate(header) if _UNIT.match(cell.strip())), None)
    columns = _columns(header, document, {name, unit})
    if name is None or not columns:
        return []
    found: list[Target] = []
    for line, row in zip(block.row_spans()[1:], rows[1:], strict=False):
        for column in columns:
            target = _target(document, block, line, row, name, unit, column)
            found += [target] if target else []
    return found


def _name_column(header: tuple[str, ...]) -> int | None:
    for wanted in ("指标名称", "指标", "名称", "项目", "内容"):
        for index, cell in enumerate(header):
            if wanted in cell and not _UNIT.match(cell.strip()) and not (_YEAR.search(cell) and _GOAL.search(cell)):
                return index
    return None


def _columns(header: tuple[str, ...], document: Document, taken: set[int | None]) -> list[_Column]:
    end = document.period[1] if document.period else None
    start = document.period[0] if document.period else None
    found = []
    for index, cell in enumerate(header):
        year = _YEAR.search(cell)
        if index in taken or not (year or _GOAL.search(cell) or _PAST.search(cell)):
            continue
        of = int(year[1]) if year else None
        past = bool(_PAST.search(cell)) or (
            of is not None and start is not None and of < start and not _GOAL.search(cell)
        )
        found.append(_Column(index, of if of or past else end, past))
    return found


def _target(
    document: Document, block: Block, line: Span, row: tuple[str, ...], name: int, unit: int | None, column: _Column
) -> Target | None:
    if max(name, column.index, unit or 0) >= len(row):
        return None
    read = _VALUE.fullmatch(row[column.index].strip())
    what = row[name].strip()
    if not read or not what:
        return None
    said = row[unit].strip() if unit is not None else read["unit"]
    if not said and (inside := _IN_NAME.search(what)):
        said, what = inside["unit"], what[: inside.start()]
    span = _row_words(block.text, line, row[name])
    return Target(
        Place(document.id, block.id, span, span.cut(block.text)),
        what,
        re.sub(r"\s*[—–～~至]\s*", "-", read["value"].replace(",", "")),
        said.replace("％", "%"),
        _SIGNS.get(read["sign"] or "", _SIGNS.get(read["after"] or "", "=")),
        column.year,
        "own" if column.year else None,
        "baseline" if column.past else "target",
        from_table=True,
    )


def _row_words(text: str, line: Span, name: str) -> Span:
    """From the row's name to its end; the cells before it are often spanned ones that stand in an earlier row."""
    at = text.find(name, line.start, line.end)
    return Span(at if at >= 0 else line.start, line.end)
