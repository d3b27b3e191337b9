"""Tables of tasks by their heads, and the units that figures of several documents are compared in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon
from reader.registers.series_names import adds_up, measure_of, numbers_of
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]


def said(task: Task) -> str:
    groups = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in groups if units)


@pytest.mark.parametrize(
    ("table", "tasks"),
    [
        (
            "主要任务完成时限\t工作内容\t责任单位\n2022年\t建设\t市科技局",
            [("建设", "责:市科技局", "责任单位", None, "2022年")],
        ),
        ("任务\t牵头及配合单位\n建设\t市科技局、市教委", [("建设", "责:市科技局+市教委", "责任单位", None, "")]),
        ("任务\t责任人\t责任单位\n建设\t张三\t市科技局", [("建设", "责:市科技局", "责任单位", None, "")]),
        (
            "任务\t牵头单位\t备注\n建设\t市科技局\t2022年6月底前",
            [("建设", "牵:市科技局", "牵头/配合", "2022-06-30", "2022年6月底前")],
        ),
        ("任务\t牵头单位\t备注\n建设\t市科技局\t重点", [("建设", "牵:市科技局", "牵头/配合", None, "")]),
        (
            "任务\t牵头单位\t责任单位\t配合单位\n建设\t市科技局\t市教委\t市财政局",
            [("建设", "牵:市科技局 责:市教委 配:市财政局", "牵头/配合", None, "")],
        ),
        ("任务\t牵头单位\n建设\t无\n推进\t—", []),
        ("任务\t责任单位\n建设\t市科技局（牵头）、市教委", [("建设", "牵:市科技局 责:市教委", "牵头/配合", None, "")]),
        (
            "任务\t责任单位\n建设\t牵头：市科技局；配合：市教委",
            [("建设", "牵:市科技局 配:市教委", "牵头/配合", None, "")],
        ),
        ("任务\t时限\n建设\t2022年", []),
        (
            "事项\t责任部门\t完成时间\n建设\t市科技局\t2022年底前\n推进\t市教委\t长期",
            [
                ("建设", "责:市科技局", "责任单位", "2022-12-31", "2022年底前"),
                ("推进", "责:市教委", "责任单位", None, ""),
            ],
        ),
        ("任务\t责任单位\n\t市科技局", []),
        ("项目名称\t建设单位\n平台\t市科技局", []),
        (
            "任务\t市级责任单位\t区级责任单位\n建设\t市科技局\t各区人民政府",
            [("建设", "责:市科技局+各区人民政府", "责任单位", None, "")],
        ),
    ],
)
def test_heads_of_tables(
    plan: Plan, lexicon: Lexicon, table: str, tasks: list[tuple[str, str, str, str | None, str]]
) -> None:
    found = read_tasks(plan(("table", table)), lexicon)
    assert [(t.task, said(t), t.form, t.due, t.when) for t in found] == tasks


@pytest.mark.parametrize(
    ("unit", "family", "factor"),
    [
        ("元", "元", 1), ("万元", "元", 10**4), ("亿元", "元", 10**8), ("万亿元", "元", 10**12), ("千亿元", "元", 10**11),
        ("百亿元", "元", 10**10), ("十亿元", "元", 10**9), ("千万元", "元", 10**7), ("百万元", "元", 10**6),
        ("十万元", "元", 10**5), ("千元", "元", 10**3), ("百元", "元", 100), ("公里", "米", 1000), ("千米", "米", 1000),
        ("米", "米", 1), ("万米", "米", 10**4), ("平方公里", "平方米", 10**6), ("公顷", "平方米", 10**4), ("万平方米", "平方米", 10**4),
        ("吨", "吨", 1), ("万吨", "吨", 10**4), ("千瓦", "千瓦", 1), ("兆瓦", "千瓦", 1000), ("吉瓦", "千瓦", 10**6),
        ("万千瓦", "千瓦", 10**4), ("千瓦时", "千瓦时", 1), ("亿千瓦时", "千瓦时", 10**8), ("家", "个", 1), ("万个", "个", 10**4),
        ("座", "个", 1), ("户", "户", 1), ("人", "人", 1), ("万名", "人", 10**4), ("%", "%", 1), ("个百分点", "个百分点", 1),
        ("百分点", "个百分点", 1), ("余家", "个", 1), ("TEU", "标准箱", 1), ("人次", "人次", 1), ("万人次", "人次", 10**4),
    ],
)  # fmt: skip
def test_what_a_unit_comes_to(unit: str, family: str, factor: int) -> None:
    measure = measure_of(unit)
    assert (measure.family, int(measure.factor)) == (family, factor)


def test_households_of_enterprises_are_counted_as_things() -> None:
    assert measure_of("户", "规模以上企业").family == "个"
    assert measure_of("户", "居民").family == "户"
    assert measure_of("公斤").factor == Decimal("0.001")
    assert measure_of("斤").factor == Decimal("0.0005")


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("2600", ("2600", "2600")),
        ("3-5", ("3", "5")),
        ("12.5", ("12.5", "12.5")),
        ("若干", None),
        ("", None),
        ("nan", None),
        ("3-", ("3", "3")),
    ],
)
def test_the_lowest_and_the_highest_number(value: str, numbers: tuple[str, str] | None) -> None:
    assert numbers_of(value) == (numbers and (Decimal(numbers[0]), Decimal(numbers[1])))


def test_what_grows_with_the_years() -> None:
    assert adds_up("城镇新增就业", "")
    assert adds_up("充电桩", "当期量")
    assert adds_up("产值增长", "")
    assert not adds_up("产值", "")
    assert not adds_up("年均新增就业", "当期量")
    assert not adds_up("每年新建公园", "当期量")
