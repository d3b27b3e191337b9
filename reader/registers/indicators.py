"""Indicator tables: a row for each figure, with the year its column is of. Owns the reading of table headers.

    指标 | 单位 | 2020年（基期） | 2025年 | 2030年     指标名称 | 2022年现状 | 2027年目标 | 年均增长
    地区 | 2025年 | 2026年, with what is measured and its unit in the caption

A five-year total stands in [ ]; merged heads are joined; a table that goes on has the head of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Target
from reader.core.span import Span
from reader.registers.kinds import title_of
from reader.registers.speaking_year import first_year, plan_years

_UNIT: Final = late(r"^(?:计量|度量)?单位$")
_YEAR: Final = late(r"(?<!\d)(20\d\d)\s*年?(?:度)?")
_GOAL: Final = late(r"目标|规划值|预期|预计|计划数|任务(?:数|量|值)|指标值|数值")
_PAST: Final = late(r"现状|基期|实际|完成(?:数|值|情况|量)?$|基础值|基数|初值|基准")
_YEARLY: Final = late(r"年均(?:增长|增速|增幅|提高|下降|降低|变化)?(?:率)?|累计(?:增长|提高|下降|降低)?|平均增长")
_TOTALLED: Final = late(r"年均|累计|平均增|属性|预期性|约束性")
_TOTALS: Final = late(r"[\[［【〔(（]\s*累计")
_NO_FIGURES: Final = late(
    r"时限|时间|期限|部门|责任|牵头|配合|备注|属性|类别|分类|序号|进度|来源|单位(?!GDP)|依据|说明"
)
_NAMES: Final = ("指标名称", "指标", "名称", "项目", "内容", "目标")
_AREAS: Final = late(
    r"^(?:地区|区域|区|县|市|镇|县区|区县|县市区|区（县）|县（市、区）|"
    r"市县|镇街|乡镇|街道|镇（街道）|乡镇（街道）|街道（乡镇）|县市区|街镇|市州|行政区|辖区|县别|区别|(?:责任|牵头|实施)(?:单位|部门))(?:名称)?$"
)
_SAYS_NOTHING: Final = late(
    "年度|任务|目标|分[区县]|分解|计划|指标|各?[区县市镇]+|全[省市区县]|主要|建设|[^\u4e00-\u9fffA-Za-z]"
)
_UNITS: Final = late("单位|部门")  # who does it, beside a column of names
_WORDS: Final = (
    r"(?P<words>(?:年均|累计|平均|同比|全年)?(?:增长|提高|下降|降低|增加|减少|新增|完成|压减|提升|上升)?(?:率)?)"
)
_FIGURE: Final = r"\d[\d,]{0,15}(?:\.\d{1,6})?"
_VALUE: Final = late(
    rf"{_WORDS}(?P<sign>[≥≤＞＜><=＝]=?|"
    r"不低于|不少于|不高于|超过|突破|达到?|不超过|"
    r"大于|小于|低于|约|累计|新增|力争|高于|[＋+]|(?:控制|稳定|保持|维持)在)?(?:到|至|为)?\s*"
    r"(?P<open>[\[［【〔(（]\s*(?P<inner>[≥≤＞＜><]=?)?)?"
    rf"(?P<value>{_FIGURE}(?:\s*[%％]?\s*[-—–～~至]\s*{_FIGURE})?)"
    r"\s*(?P<unit>[^\d左以\s\]］】〕)）]{0,8})[\]］】〕)）]?(?P<after>左右|以上|以内|以下)?(?:[\]］】〕)）])?"
)
_PLAIN: Final = late(r"(?:\d[\d,.]*)?")
_FIGURE_ALONE: Final = late(r"[≥≤<>]?\d[\d,.]*%?")
_NOT_MEASURED: Final = late(
    r"20\d\d年?度?|[（(][^（()）]*[）)]|目标|任务|计划|预期|规划|指标|现状|基期|实际|完成|数|值|情况|\s"
)
_SIGNS: Final = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "达": ">=", "以上": ">=", "≤": "<=",
    "<=": "<=", "不超过": "<=", "不高于": "<=", "控制在": "<=", "稳定在": ">=", "保持在": ">=",
    "以内": "<=", "以下": "<=", ">": ">", "＞": ">",
    "超过": ">", "突破": ">", "大于": ">", "高于": ">", "<": "<", "＜": "<", "小于": "<", "低于": "<",
    "约": "~", "左右": "~",
}  # fmt: skip
_IN_NAME: Final = late(r"[（(](?:单位[：:])?(?P<unit>[^（()）]{1,10})[）)]\s*$")
_OF_WHICH: Final = late(r"[（(](?:其中|含|不含)[^（()）]*[）)]$")  # 10.8（其中新增劳动力13.5）
_SUM: Final = late("合计|总计|小计|全[省市区县州镇]|[总合]数")
_SOME_PLACES: Final = late("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})*")
_IN_CAPTION: Final = late(r"(?:计量)?单位[：:]\s*(?P<unit>[^\s，；。（）()、]{1,10})")
_NUMBERED: Final = late(r"^\s*(?:续?附?[表图]|专栏)\s*[\d一二三四五六七八九十\-－.—]*[：:\s]*(?:续)?")
_CAPTION: Final = 40  # characters a line before a table may have to be its caption


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: where, the year it is of, whether it looks back, its unit, and words it adds to the name."""

    index: int
    year: int | None
    past: bool
    unit: str = ""
    words: str = ""
    place: str = ""  # of whom its figures are, where a head names places
    totals: bool = False  # 年均增长[累计]: a figure in brackets is the total


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a table says.

    Attributes:
        rows: of the table that it takes. place: the column of places beside that of names.
        what: what all rows measure, where they are places.
    """

    rows: int
    name: int
    unit: int | None
    columns: tuple[_Column, ...]
    what: str = ""
    said: str = ""
    place: int | None = None


def read_table(
    document: Document, block: Block, before: Block | None = None, last: tuple[Block, str] | None = None
) -> list[Target]:
    """The targets of a table, row by row; nothing where its head is not that of an indicator table.

    Args:
        before: the block that stands before it: its caption, perhaps.
        last: the table before it, whose head it has where it goes on, and the caption of that.
    """
    rows = block.rows or ()
    caption = caption_of(before)
    table, of = last or (None, "")
    head = _head(rows, document, caption)
    if head is None and table is not None and table.rows and rows and len(table.rows[0]) == len(rows[0]):
        goes_on = before is table or caption.startswith(("续", "（续", "(续")) or "续" in caption[-4:]
        earlier = _head(table.rows, document, of) if goes_on else None
        head = replace(earlier, rows=0) if earlier else None
    if head is None:
        return []
    found: list[Target] = []
    for line, row in zip(block.row_spans()[head.rows :], rows[head.rows :], strict=False):
        for column in head.columns:
            target = _target(document, block, line, row, head, column)
            found += [target] if target else []
    return found


def caption_of(before: Block | None) -> str:
    """The caption of a table: a short line before it."""
    return before.text if before is not None and before.kind != "table" and len(before.text) <= _CAPTION else ""


def _head(rows: Sequence[tuple[str, ...]], document: Document, caption: str) -> _Head | None:
    """The head of a table, of one row or of merged ones; None where it names no figures."""
    many = 1
    while many < min(3, len(rows) - 1) and _is_head(rows[many - 1], rows[many]):
        many += 1
    if len(rows) <= many:
        return None
    header = tuple(_joined([rows[n][at] for n in range(many) if at < len(rows[n])]) for at in range(len(rows[0])))
    unit = next((n for n, cell in enumerate(header) if _UNIT.match(cell.strip())), None)
    area = next((n for n, cell in enumerate(header) if _AREAS.match(re.sub(r"\s", "", cell))), None)
    said_in = [n for n in range(len(header)) if not _counts(rows[many:], n)]
    name = _name_column(header, said_in)
    name = area if name is None else name
    if name is None:
        return None
    columns = _columns(header, document, caption, {name, unit}, places=name == area)
    if name == area and not columns:
        columns = _plain_columns(rows[many:], header, caption, {name, unit})
    if name != area and not columns:
        columns = _place_columns(rows[many:], header, document, caption, (name, unit))
    measured = _IN_CAPTION.sub("", _NUMBERED.sub("", caption))
    measured = _IN_NAME.sub("", re.sub(r"[（(]\s*[）)]", "", measured)).strip(" ：:　")
    named_unit = _IN_CAPTION.search(caption) or _IN_NAME.search(caption)
    said = named_unit["unit"] if named_unit and not _YEAR.search(named_unit["unit"]) else ""
    measured = re.sub(r"^(?:各|全)[区县市省镇乡（）、]+", "", measured)
    measured = re.sub(r"(?:年度)?(?:任务|目标|计划|指标)?(?:分解|分配|一览|情况|统计|明细|安排)?表?$", "", measured)
    says = _SAYS_NOTHING.sub("", measured)
    if name == area and not any(c.words and (c.unit or said) for c in columns) and not says:
        return None  # nothing says what the figures of the places measure
    if not columns:
        return None
    by_column = any(column.words and column.unit for column in columns)
    what = measured if name == area and says and not by_column else ""
    place = area if area not in {None, name} and not _UNITS.search(header[area or 0]) else None
    return _Head(many, name, unit, columns, what, said, place)


def _plain_columns(
    rows: Sequence[tuple[str, ...]], header: Sequence[str], caption: str, taken: set[int | None]
) -> tuple[_Column, ...]:
    """Columns of numbers beside places, whose unit and year stand in the caption: 乡镇 | 人工造林 | 村庄绿化."""
    unit, year = _IN_CAPTION.search(caption), _YEAR.search(caption)
    if unit is None:
        return ()
    return tuple(
        _Column(n, int(year[1]) if year else None, past=False, unit=unit["unit"], words=cell.strip())
        for n, cell in enumerate(header)
        if n not in taken
        and not _NO_FIGURES.search(cell)
        and all(_PLAIN.fullmatch(row[n].strip()) for row in rows if n < len(row))
    )


def _place_columns(
    rows: Sequence[tuple[str, ...]],
    header: Sequence[str],
    document: Document,
    caption: str,
    names: tuple[int, int | None],
) -> tuple[_Column, ...]:
    """Columns of numbers, each of a place, with their sum: 指标 | 甲区 | 乙区 | 合计; the unit stands with the name."""
    name, unit = names
    free = [n for n, cell in enumerate(header) if n not in names and not _NO_FIGURES.search(cell)]
    said = [row[name] for row in rows if name < len(row)]
    if (
        len(free) < 3
        or not any(_SUM.fullmatch(header[n].strip()) for n in free)
        or not all(_SOME_PLACES.fullmatch(header[n].strip()) and _counts(rows, n) for n in free)
        or not (unit is not None or all(_IN_NAME.search(each) for each in said))
        or not re.search("目标|任务|计划|安排|分解", caption + "".join(said))
    ):
        return ()
    title = title_of(document)
    named = _YEAR.search(caption) or _YEAR.search(title)
    period = document.period or plan_years(f"{title}　{caption}")
    year = period[1] if period else int(named[1]) if named else None
    return tuple(
        _Column(n, year, past=False, place="" if _SUM.fullmatch(header[n].strip()) else header[n].strip()) for n in free
    )


def _is_head(above: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether a row belongs to a merged head: it repeats a cell above it and holds years or kinds of figures."""
    spanned = any(a == b and a.strip() for a, b in zip(above, row, strict=False)) or any(
        a == b for a, b in pairwise(above)
    )
    return spanned and any(_YEAR.fullmatch(c.strip()) or _GOAL.search(c) or _PAST.search(c) for c in row)


def _joined(cells: Sequence[str]) -> str:
    return "".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _counts(rows: Sequence[tuple[str, ...]], column: int) -> bool:
    """Whether a column holds figures alone: 新签约项目（个） names nothing."""
    return all(_FIGURE_ALONE.fullmatch(row[column].strip()) for row in rows if column < len(row))


def _name_column(header: tuple[str, ...], among: Sequence[int]) -> int | None:
    for wanted in _NAMES:
        for index in among:
            cell = header[index]
            figures = _YEAR.search(cell) or (wanted == "目标" and cell.strip() != "目标")
            if (
                wanted in cell
                and not _UNIT.match(cell.strip())
                and not figures
                and not re.search("指标值|类型|性质|类别", cell)
            ):
                return index
    return None


def _columns(
    header: tuple[str, ...], document: Document, caption: str, taken: set[int | None], *, places: bool
) -> tuple[_Column, ...]:
    start, end = document.period or plan_years(f"{title_of(document)}　{caption}") or (first_year(document), None)
    named = set(_YEAR.findall(f"{title_of(document)}　{caption}"))
    if end is None and len(named) == 1 and (start is None or int(min(named)) >= start):
        end = int(min(named))  # 2024年度任务分解表
    years = [int(said[1]) for cell in header if (said := _YEAR.search(cell)) and not _GOAL.search(cell)]
    if start is None and len(years) > 1 and any(map(_TOTALLED.search, header)):
        start = min(years) + 1  # 2025年 | 2030年 | 年均增长 | 属性: the first is what the others rest on
    found: list[_Column] = []
    for index, cell in enumerate(header):
        year, yearly = _YEAR.search(cell), _YEARLY.search(cell)
        if index in taken or _NO_FIGURES.search(_YEAR.sub("", cell)):
            continue
        counted = _IN_NAME.search(cell) if places and not year else None
        if counted and not yearly:  # 县区 | 新建公厕（座）: what the column measures stands in its head
            found.append(_Column(index, end, past=False, unit=counted["unit"], words=cell[: counted.start()].strip()))
            continue
        if not (year or yearly or _GOAL.search(cell) or _PAST.search(cell)):
            continue
        in_head = _IN_NAME.search(cell)
        unit = (
            in_head["unit"]
            if in_head and not _YEAR.search(in_head["unit"]) and not _PAST.search(in_head["unit"])
            else ""
        )
        if yearly:
            goals = [c.year for c in found if not c.past and c.year]
            words = (
                yearly[0] if yearly[0] not in {"年均", "累计"} else yearly[0] + ("增长" if yearly[0] == "年均" else "")
            )
            found.append(
                _Column(
                    index,
                    max(goals, default=end),
                    past=False,
                    unit=unit or "%" * ("增" in words or "率" in words),
                    words=words,
                    totals=_TOTALS.search(cell) is not None,
                )
            )
            continue
        of = int(year[1]) if year else None
        past = bool(_PAST.search(cell)) or (
            of is not None and start is not None and of < start and not _GOAL.search(cell)
        )
        measured = _NOT_MEASURED.sub("", cell) if places else ""  # 县区 | 2025年到位资金（亿元）
        found.append(_Column(index, of if of or past else end, past, unit, measured))
    return tuple(found)


def _target(
    document: Document, block: Block, line: Span, row: tuple[str, ...], head: _Head, column: _Column
) -> Target | None:
    if max(head.name, column.index, head.unit or 0) >= len(row):
        return None
    cell = row[column.index].strip()
    read = _VALUE.fullmatch(cell) or _VALUE.fullmatch(_OF_WHICH.sub("", cell))
    what = row[head.name].strip()
    if not read or not what or re.fullmatch("小计|单位[：:].*", what):
        return None
    if _SUM.fullmatch(what):
        if not (head.what or (column.words and column.unit)):
            return None
        what = ""  # of all places together
    whole = column.totals and read["open"]
    words = "" if whole else column.words or (read["words"] if read["words"] not in {"累计", "全年"} else "")
    said = row[head.unit].strip() if head.unit is not None else ""
    said = "" if re.fullmatch(r"[\s—–\-/无]*", said) else said
    if words and (read["unit"] or column.words):
        said = read["unit"] or column.unit or ("%" if "增" in words else said)
    inside = _IN_NAME.search(what)
    if inside and (not said or (words and head.unit is None)):
        said, what = said or inside["unit"], what[: inside.start()]
    said = said or read["unit"] or column.unit or head.said
    where = row[head.place].strip() if head.place is not None and head.place < len(row) else ""
    span = _row_words(block.text, line, where or row[head.name])
    sign = next((_SIGNS[w] for w in (read["inner"], read["sign"], read["after"]) if w in _SIGNS), "=")
    return Target(
        Place(document.id, block.id, span, span.cut(block.text)),
        column.place + where + what + head.what + words,
        re.sub(r"\s*[%％]?\s*[—–～~至]\s*", "-", read["value"].replace(",", "")),
        said.replace("％", "%"),
        sign,
        column.year,
        "own" if column.year else None,
        "baseline" if column.past or (column.place and _PAST.search(what)) else "target",
        from_table=True,
    )


def _row_words(text: str, line: Span, name: str) -> Span:
    """From the row's name to its end; the cells before it are often spanned ones that stand in an earlier row."""
    at = text.find(name, line.start, line.end)
    return Span(at if at >= 0 else line.start, line.end)
