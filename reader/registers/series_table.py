"""Series as a table: one line a figure, with its document and clause; the same in files and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.register import as_row
from reader.registers.exporting import KINDS, Cell, columns
from reader.registers.origins import why_unsure
from reader.registers.series import Point, Series

SHEET: Final = "指标对比"
HEADINGS: Final = ("指标", "文件", "条款", "原文名称", "年份", "要求", "数值", "单位", "类别", "原文", "待核对")
SIGNS: Final[Mapping[str, str]] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "", "~": "≈"}


def series_table(found: Sequence[Series], open_: Callable[[str], Document]) -> list[list[Cell]]:
    """The cells under HEADINGS, series after series."""
    shows = {column.heading: column.show for column in columns("targets")}
    made: list[list[Cell]] = []
    for series in found:
        for point in series.points:
            row, document = point.row, open_(point.row.at.doc)
            cells: dict[str, Cell] = {heading: shows[heading](row) for heading in HEADINGS if heading in shows}
            cells |= {"指标": series.name, "文件": document.reading_title, "原文名称": row.what, "年份": point.year}
            cells |= {"条款": clause_label(document, row.at.block), "待核对": "" if row.sure else "是"}
            made.append([cells[heading] for heading in HEADINGS])
    return made


def rows_of(found: Sequence[Series]) -> list[Any]:
    """The rows of `series_table`, in its order."""
    return [point.row for series in found for point in series.points]


def said(point: Point) -> str:
    """A figure with its sign and unit: ≥2600亿元, 3—5家."""
    row = point.row
    return f"{SIGNS[row.comparator]}{row.value.replace('-', '—')}{row.unit}"


def kind_said(point: Point) -> str:
    """Whether it is a goal, a cap or a figure of the past."""
    return KINDS[point.row.kind]


def as_json(series: Series) -> dict[str, Any]:
    """JSON-ready: its names by document, and its points as rows of the targets with `number` in `unit`."""
    points = []
    for point in series.points:
        why = {} if point.row.sure else {"why": why_unsure(point.row)}
        numbers = [float(series.drawn(number)) for number in dict.fromkeys((point.low, point.high))]
        points.append({**as_row(point.row), **why, "year": point.year, "numbers": numbers})
    return {
        "name": series.name, "unit": series.unit, "docs": list(series.docs), "years": list(series.years),
        "names": [{"doc": m.doc, "name": m.name, "made": m.made} for m in series.members], "points": points,
    }  # fmt: skip
