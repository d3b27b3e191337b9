"""One indicator over several documents, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.document import Document
from reader.core.register import Target
from reader.registers.series import name_key, series_of
from reader.registers.targets import read_targets

Plan = Callable[..., Document]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全市数字经济核心产业增加值占GDP比重", "数字经济核心产业增加值占地区生产总值比重"),
        ("滨海新区研发投入强度", "研发投入强度"),
        ("新建未来社区", "未来社区"),
        ("软件业务收入年均增速", "软件业务收入年均增长"),
        ("绿色建筑占比", "绿色建筑比重"),
        ("森林覆盖率（%）", "森林覆盖率"),
    ],
)
def test_names_of_one_indicator(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地区生产总值", "地区生产总值增长"),
        ("新增贷款占比", "贷款占比"),
        ("高新技术企业", "科技型中小企业"),
        ("城镇居民收入增长", "农村居民收入增长"),
    ],
)
def test_names_of_two_indicators(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def _targets(plan: Plan) -> list[Target]:
    city = plan("到2023年，软件业务收入达到1.5万亿元，森林覆盖率达到40%。")
    later = plan("到2025年，软件业务收入达到16000亿元，5G基站达到3—5万座。", period=(2021, 2025))
    past = plan("截至2020年底，软件业务收入达到9000亿元。")
    named = (replace(city, id="city"), replace(later, id="later"), replace(past, id="past"))
    return [t for document in named for t in read_targets(document)]


def test_figures_side_by_side(plan: Plan) -> None:
    (series,) = series_of(_targets(plan))
    assert (series.name, series.unit, series.docs) == ("软件业务收入", "亿元", ("past", "city", "later"))
    assert [(p.year, p.low, p.row.kind) for p in series.points] == [
        (2020, 9000, "baseline"), (2023, 15000, "target"), (2025, 16000, "target"),
    ]  # fmt: skip


def test_the_reader_joins_and_parts(plan: Plan) -> None:
    document = plan("到2022年，上云企业达到100家。到2023年，用云企业达到200家。")
    rows = read_targets(document)
    assert series_of(rows) == ()
    (series,) = series_of(rows, joined={"用云企业": "上云企业"})
    assert series.names == ("上云企业", "用云企业")
    assert series_of(_targets(plan), parted={"软件业务收入"})[0].key == "=软件业务收入|元"
    twice = read_targets(plan("到2022年，基站达到10座。到2023年，全市基站达到20座。"))
    assert len(series_of(twice)) == 1
    assert series_of(twice, parted={"全市基站"}) == ()


def test_a_range_keeps_both_ends(plan: Plan) -> None:
    rows = read_targets(plan("到2022年，基站达到3—5万座。到2023年，基站达到60000座。"))
    (series,) = series_of(rows)
    assert [(p.low, p.high) for p in series.points] in ([(3, 5), (6, 6)], [(30000, 50000), (60000, 60000)])
