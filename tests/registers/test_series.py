"""Figures over time: what is one indicator, what never is, and how the reader joins and parts names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.note import RowCorrection
from reader.core.register import Place, Target
from reader.core.span import Span
from reader.registers import Lexicon, registers_of
from reader.registers.series import (
    SERIES,
    Series,
    joined_back,
    joining,
    kept_now,
    led_by,
    named,
    parting,
    series_of,
)
from reader.registers.series_names import compared_name, made_how, measure_of, vague
from reader.registers.series_table import HEADINGS, as_json, said, series_table
from reader.registers.series_years import over_years

REGIONS = {"city": "江海市", "later": "江海市", "district": "江海市东湖区", "other": "河山省"}


def target(doc: str, what: str, value: str, unit: str, year: int | None = 2025, quote: str = "", **more: Any) -> Target:
    given = {"comparator": ">=", "deadline_from": "own", "kind": "target", **more}
    place = Place(doc, "b1", Span(0, 9), quote or f"{what}达到{value}{unit}")
    return Target(place, what, value, unit, deadline=year, **given)


def names(found: Sequence[Series]) -> list[set[tuple[str, str]]]:
    return [{(p.row.at.doc, p.row.what) for p in s.points} for s in found]


@pytest.mark.parametrize(
    ("one", "other", "unit"),
    [
        ("全市数字经济核心产业增加值占GDP比重", "数字经济核心产业增加值占地区生产总值的比重", "%"),
        ("到2025年软件和信息技术服务业规模", "软件和信息技术服务业规模达到", "亿元"),
        ("江海市规上工业增加值增速", "规模以上工业增加值增长", "%"),
        ("“十四五”时期地区生产总值年均增速", "地区生产总值年均增长率", "%"),
        ("本市高新技术企业数量", "高新技术企业", "家"),
        ("跨境电商交易额", "跨境电子商务交易额", "亿元"),
        ("PM2.5年均浓度", "细颗粒物年均浓度", "微克/立方米"),
        ("粮食总产量", "粮食产量", "亿斤"),
        ("绿色建筑占比", "绿色建筑比重", "%"),
        ("森林覆盖率（%）", "森林覆盖率", "%"),
        ("軟件業務收入", "软件业务收入", "亿元"),
    ],
)
def test_one_indicator_in_other_words(one: str, other: str, unit: str) -> None:
    found = series_of([target("city", one, "3", unit, 2023), target("later", other, "5", unit, 2025)], REGIONS)
    assert len(found) == 1
    assert found[0].compares
    assert found[0].years == (2023, 2025)


@pytest.mark.parametrize(
    ("one", "other", "units"),
    [
        ("进出口总额", "进出口总额增长", ("亿元", "%")),
        ("服务业增加值", "服务业增加值增长", ("%", "%")),
        ("数字经济核心产业比重", "数字经济核心产业规模", ("%", "%")),
        ("地区生产总值年均增长", "地区生产总值增长", ("%", "%")),
        ("研发投入强度", "研发投入强度", ("%", "个百分点")),
        ("实际使用外资", "实际使用外资", ("亿元", "亿美元")),
        ("软件业务收入", "软件和信息技术服务业业务收入", ("亿元", "亿元")),
        ("老旧小区改造", "老旧小区改造", ("个", "万户")),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入", ("元", "元")),
    ],
)
def test_names_that_differ_in_substance_are_apart(one: str, other: str, units: tuple[str, str]) -> None:
    rows = [target("city", one, "3", units[0]), target("later", other, "5", units[1])]
    assert len(series_of(rows, REGIONS)) == 2


def test_what_is_newly_made_is_no_level() -> None:
    rows = [
        target("city", "绿道", "137", "公里", quote="新建绿道137公里"),
        target("city", "绿道", "2136", "公里", quote="新建绿道137公里、累计达到2136公里"),
        target("city", "营造林", "2709", "万亩", quote="累计完成营造林2709万亩"),
        target("later", "绿道", "100", "公里", quote="新增绿道100公里"),
        target("later", "绿道", "2300", "公里", quote="绿道总数达2300公里"),
        target("later", "营造林", "170", "万亩", quote="完成营造林170万亩"),
    ]
    found = series_of(rows, REGIONS)
    assert [[p.row.value for p in s.points] for s in found if s.compares] == [["137", "100"], ["2136", "2300"]]
    assert [s.name for s in found if s.compares] == ["绿道（当期量）", "绿道"]
    assert made_how("软件业收入占比", "软件业收入占比达到5%", "5", "%") == ""
    assert (
        made_how("千亿县", "新增东江、西江、南河4个千亿县", "4", "个") == made_how("千亿县", "新建1个", "1", "个") != ""
    )
    assert made_how("千亿县", "新增东江1个，千亿县达到30个", "30", "个") == ""
    jobs = [
        target("city", "城镇新增就业", "60", "万人", quote="城镇新增就业突破60万人"),
        target("later", "城镇新增就业", "65", "万人", quote="完成城镇新增就业65万人"),
        target("later", "城镇新增就业", "300", "万人", quote="累计城镇新增就业300万人"),
    ]
    assert [s.name for s in series_of(jobs, REGIONS)] == ["城镇新增就业", "城镇新增就业（累计）"]


def test_a_figure_of_the_whole_city_in_a_district_is_not_the_districts() -> None:
    rows = [
        target("city", "全市高新技术企业", "9000", "家"),
        target("district", "全区高新技术企业", "800", "家"),
        target("district", "全市高新技术企业", "9000", "家"),
    ]
    first, second = series_of(rows, REGIONS)
    assert names([first]) == [{("city", "全市高新技术企业"), ("district", "全区高新技术企业")}]
    assert names([second]) == [{("district", "全市高新技术企业")}]


@pytest.mark.parametrize(
    "name", ["企业", "重点企业", "产业规模", "占规模以上工业总产值比重", "五年增长", "应用场景", "产量"]
)
def test_names_that_fit_anything_join_nobody(name: str) -> None:
    assert vague(compared_name(name, "%", None))
    assert len(series_of([target("city", name, "3", "家"), target("later", name, "5", "家")], REGIONS)) == 2


def test_a_row_to_be_checked_joins_nobody_until_it_was_checked() -> None:
    rows = [target("city", "5G基站", "3", "万个"), target("later", "5G基站", "5", "万个", sure=False)]
    assert len(series_of(rows, REGIONS)) == 2


def test_money_given_is_apart_and_counts_are_left_out() -> None:
    rows = [
        target("city", "技术改造投资", "20", "亿元"),
        target("later", "技术改造投资", "20", "亿元", kind="funding"),
        target("other", "技术改造投资", "20", "亿元", kind="count"),
    ]
    assert [s.docs for s in series_of(rows, REGIONS)] == [("city",), ("later",)]


def test_values_are_brought_to_one_unit() -> None:
    rows = [
        target("city", "网上零售额", "1.5", "万亿元", 2025),
        target("later", "网上零售额", "9000-9500", "亿元", 2023),
        target("other", "网上零售额", "8000", "亿元", 2022),
    ]
    (series,) = series_of(rows, REGIONS)
    assert series.unit == "亿元"
    assert [(series.drawn(p.low), series.drawn(p.high)) for p in series.points] == [
        (Decimal(15000), Decimal(15000)), (Decimal(9000), Decimal(9500)), (Decimal(8000), Decimal(8000)),
    ]  # fmt: skip
    assert said(series.points[1]) == "≥9000—9500亿元"
    assert measure_of("平方公里").factor == 100 * measure_of("公顷").factor
    assert measure_of("亿斤").factor == Decimal(50000)
    assert measure_of("千瓦").family == measure_of("万千瓦").family


def kept(*items: RowCorrection) -> dict[str, str]:
    return led_by({item.key: item for item in items if not item.empty})


def test_joining_and_parting_names_and_taking_it_back() -> None:
    rows = [
        target("city", "软件和信息技术服务业规模", "2600", "亿元", 2023),
        target("later", "软件和信息技术服务业营业收入", "3500", "亿元", 2025),
        target("other", "软件和信息技术服务业营业收入", "900", "亿元", 2025),
    ]
    income, size = series_of(rows, REGIONS)
    items = joining(income, size)
    assert {item.register for item in items} == {SERIES}
    led = kept(*items)
    (whole,) = series_of(rows, REGIONS, led)
    assert whole.docs == ("city", "later", "other")

    back = parting(next(m for m in whole.members if m.doc == "later"), led)
    assert back.empty, "what the reader joined goes back where it was"
    assert led_by({back.key: back}) == {}
    assert [each.empty for each in kept_now(items, {})] == [True]

    alone = parting(next(m for m in income.members if m.doc == "later"), {})
    apart = kept(alone)
    assert len(series_of(rows, REGIONS, apart)) == 3
    parted = next(s for s in series_of(rows, REGIONS, apart) if s.docs == ("later",))
    again = joined_back(parted.members[0], apart)
    assert again is not None
    assert again.empty
    assert joined_back(income.members[0], {}) is None


def test_names_led_in_a_circle_end_somewhere() -> None:
    rows = [target("city", "软件业规模", "3", "亿元"), target("later", "软件业收入", "5", "亿元")]
    one, other = series_of(rows, REGIONS)
    led = kept(*joining(one, other), *joining(other, one))
    assert sum(len(s.points) for s in series_of(rows, REGIONS, led)) == 2
    assert led_by({"x": RowCorrection("x", "city", SERIES, "", {"series": 5})}) == {}
    assert led_by({"x": RowCorrection("x", "city", "targets", "", {"series": "series||%|x"})}) == {}


def test_from_the_text_to_the_table(plan: Callable[..., Document], lexicon: Lexicon) -> None:
    older = plan("一、目标", "到2023年，软件和信息技术服务业规模达到2600亿元。", doc="older", region="江海市")
    newer = plan(
        "一、目标", "到2025年，全市软件和信息技术服务业规模突破0.35万亿元。", doc="newer", region="江海市",
        period=(2024, 2025), written="2024-02-01",
    )  # fmt: skip
    rows = registers_of([older, newer], lexicon).targets
    (series,) = named(series_of(rows, {"older": "江海市", "newer": "江海市"}), "軟件")
    assert series.years == (2023, 2025)
    docs = {"older": older, "newer": newer}
    cells = series_table([series], docs.__getitem__)
    assert [line[HEADINGS.index("年份")] for line in cells] == [2023, 2025]
    assert [line[HEADINGS.index("要求")] for line in cells] == ["达到", "突破"]
    told = as_json(series)
    assert [point["numbers"] for point in told["points"]] in ([[2600.0], [3500.0]], [[0.26], [0.35]])
    assert told["points"][0]["block"]
    assert named(series_of(rows, {}), "不存在") == ()


def test_series_of_the_corpus(registers: Any) -> None:
    regions = {row.at.doc: None for row in registers.targets}
    found = series_of(registers.targets, regions)
    assert sum(len(s.points) for s in found) == sum(t.kind != "count" for t in registers.targets)
    grown = next(s for s in found if s.compares)
    assert {p.row.what for p in grown.points} == {
        "软件和信息技术服务业营业收入增长", "软件和信息技术服务业营业收入增速",
    }  # fmt: skip


def test_figures_of_several_years_are_no_years_figures(plan: Callable[..., Document], lexicon: Lexicon) -> None:
    report = plan(
        ("title", "江海市政府工作报告"), "一、过去五年工作回顾", "五年来，全市上下团结奋斗，发展迈上新台阶。",
        ("bullet", "——民生不断改善。城镇新增就业300万人，居民人均可支配收入增长34.3%，居民人均可支配收入年均增长6%。"),
        "2025年是很不平凡的一年。城镇新增就业60万人，居民人均可支配收入增长5.1%。", "二、2026年重点工作",
        "2026年发展主要预期目标是：城镇新增就业65万人以上。", doc="report", region="江海市", period=None, written="2026-01-20", kind="报告",
    )  # fmt: skip
    over = over_years(report)
    assert [b.text[:4] for b in report.blocks if b.id in over] == ["一、过去", "五年来，", "——民生"]
    found = series_of(registers_of([report], lexicon).targets, {"report": "江海市"}, None, {"report": over})
    said_in = {s.name: [p.row.value for p in s.points] for s in found}
    assert said_in["城镇新增就业（累计）"] == ["300"]
    assert sorted(said_in["城镇新增就业"]) == ["60", "65"]
    assert said_in["居民人均可支配收入增长（累计）"] == ["34.3"]
    assert said_in["居民人均可支配收入增长"] == ["5.1"]
    assert said_in["居民人均可支配收入年均增长"] == ["6"], "a yearly rate is one, however many years it is of"
