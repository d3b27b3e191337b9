"""One indicator as a chart of lines and as a table: what stands on each line, and in each cell. No Qt."""

from __future__ import annotations

from typing import Final

from reader.registers.series import Point, Series
from reader.registers.series_table import kind_said, said
from reader.ui.registers.charts.chart import Chart, Dot, Label, Listing
from reader.ui.registers.charts.register_charts import COMPARED, SERIES, TIP, Shown, Texts

TO_CHECK: Final = "▲"
EMPTY: Final = "所列各行中没有可以对比的数值。"


def series_chart(series: Series | None, texts: Texts, shown: Shown, title: Shown) -> Chart:
    """The figures of a series by document and year.

    Documents behind those that can be told apart stand in the table only. A dot tells its place among all points.
    """
    if series is None:
        return Chart(COMPARED, "lines", "", empty=texts(EMPTY))
    drawn, left = series.docs[:SERIES], series.docs[SERIES:]
    dots = tuple(
        Dot(
            str(number), drawn.index(point.row.at.doc), point.year, float(series.drawn(point.low)),
            float(series.drawn(point.high)), _figure(point, shown), _sentence(point, texts, shown, title),
            point.row.kind != "baseline", (shown(point.row.what), _short(shown(" ".join(point.row.at.quote.split())))),
        )
        for number, point in enumerate(series.points) if point.row.at.doc in drawn
    )  # fmt: skip
    says = shown(series.name) + (texts("（{unit}）", unit=shown(series.unit)) if series.unit else "")
    if left:
        says += texts("（另有 {n} 份文件只列在数字表中）", n=len(left))
    years = [Label(str(year), texts("{year}年", year=year)) for year in series.years]
    if any(point.year is None for point in series.points):
        years.append(Label("", texts("没有写明年份")))
    return Chart(
        COMPARED, "lines", says, tuple(Label(doc, title(doc)) for doc in drawn), tuple(years), dots=dots,
        listing=_listing(series, texts, shown, title),
    )  # fmt: skip


def _listing(series: Series, texts: Texts, shown: Shown, title: Shown) -> Listing:
    rows = []
    for point in series.points:
        row = point.row
        year = texts("{year}年", year=point.year) if point.year else ""
        kind = texts(kind_said(point)) + ("" if row.sure else f" {TO_CHECK} {texts('待核对')}")
        rows.append((title(row.at.doc), shown(row.what), year, shown(said(point)), kind))
    headings = tuple(texts(heading) for heading in ("文件", "原文名称", "年份", "数值", "类别"))
    return Listing(headings, tuple(rows), tuple(str(number) for number in range(len(series.points))))


def _figure(point: Point, shown: Shown) -> str:
    return shown(said(point)) + ("" if point.row.sure else TO_CHECK)


def _sentence(point: Point, texts: Texts, shown: Shown, title: Shown) -> str:
    year = texts("{year}年", year=point.year) if point.year else texts("没有写明年份")
    kind = texts(kind_said(point)) + ("" if point.row.sure else "，" + texts("待核对"))
    return f"{title(point.row.at.doc)} · {year}：{shown(said(point))}（{kind}）"


def _short(words: str) -> str:
    return words if len(words) <= 2 * TIP else words[: 2 * TIP] + "…"
