"""Figures: which are targets, what they measure, by when; by small examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Target
from reader.registers.targets import read_targets

Plan = Callable[..., Document]


def _facts(target: Target) -> tuple[str, str, str, str, int | None]:
    return target.what, target.comparator, target.value, target.unit, target.deadline


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "到2023年，数字经济占地区生产总值（GDP）比重不低于55%。",
            ("数字经济占地区生产总值（GDP）比重", ">=", "55", "%", 2023),
        ),
        ("到2023年，产业规模突破3000亿元。", ("产业规模", ">", "3000", "亿元", 2023)),
        ("到2022年底，培育50家左右上云企业。", ("上云企业", "~", "50", "家", 2022)),
        ("2023年底前，新建国家级中心3-5家。", ("国家级中心", "=", "3-5", "家", 2023)),
        ("到2023年建设1,200个5G基站。", ("5G基站", "=", "1200", "个", 2023)),
        ("到2023年，平均办理时间压缩至3个工作日以内。", ("平均办理时间", "<=", "3", "个工作日", 2023)),
        ("到“十四五”末，覆盖率达到百分之九十五。", ("覆盖率", ">=", "95", "%", 2025)),
    ],
)
def test_targets(plan: Plan, text: str, facts: tuple[str, str, str, str, int]) -> None:
    (target,) = read_targets(plan(text))
    assert _facts(target) == facts
    assert (target.kind, target.sure, target.deadline_from) == ("target", True, "own")


@pytest.mark.parametrize(
    "text",
    [
        "到2023年，根据5、10、15分钟社区生活圈设计规划，建设设施。",
        "到2023年，推进12345热线建设，布局16/14nm生产线。",
        "到2023年，构建“1+3”政策体系和“3+N”服务体系，实施“5个1”行动。",
        "贯彻十九届五中全会精神，支持8英寸、12英寸晶圆和5G、IPv6、360集团。",
        "到2023年，推进互联网协议第6版建设，提供24小时自助服务。",
        "落实《20个重点项目行动计划》。",
    ],
)
def test_other_numbers_are_no_targets(plan: Plan, text: str) -> None:
    assert read_targets(plan(text)) == ()


def test_deadlines_are_inherited_and_say_from_where(plan: Plan) -> None:
    document = plan(
        "一、行动目标",
        "到2022年，形成新格局。",
        "——规模。产业规模达到100亿元；增速达到10%。",
        "到2023年，甲达到10家；乙达到20家。建设30个平台。",
        "二、其他任务",
        "1.到2022年，建设30个园区。",
        "2.建设40个平台。",
    )
    found = [(t.value, t.deadline, t.deadline_from, t.sure) for t in read_targets(document)]
    assert found == [
        ("100", 2022, "chapter", True),
        ("10", 2022, "chapter", True),
        ("10", 2023, "own", True),
        ("20", 2023, "sentence", True),
        ("30", 2023, "paragraph", True),
        ("30", 2022, "own", True),
        ("40", 2023, "period", False),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("截至2020年底，建成基站2万个。", "baseline"),
        ("2019年，产值增速达到4.7%。", "baseline"),
        ("“十三五”时期，产值增速达到4.7%。", "baseline"),
        ("对示范项目给予最高不超过200万元资助。", "funding"),
        ("组建综合协调、项目推进、资金保障3个工作组。", "count"),
    ],
)
def test_kinds(plan: Plan, text: str, kind: str) -> None:
    assert [t.kind for t in read_targets(plan(text))] == [kind]


def test_a_chapter_that_looks_back_has_no_targets(plan: Plan) -> None:
    assert {t.kind for t in read_targets(plan("一、发展现状", "建成平台20个，占比达到40%。"))} == {"baseline"}


def test_a_table_is_read_whole(plan: Plan) -> None:
    text = "序号\t指标名称\t单位\t2020年实际\t2023年目标\n1\t规模\t亿元\t1,000\t≥2000\n2\t占比（%）\t%\t10\t12.5左右"
    found = [(t.kind, *_facts(t)) for t in read_targets(plan(("table", text)))]
    assert found == [
        ("baseline", "规模", "=", "1000", "亿元", 2020),
        ("target", "规模", ">=", "2000", "亿元", 2023),
        ("baseline", "占比（%）", "=", "10", "%", 2020),
        ("target", "占比（%）", "~", "12.5", "%", 2023),
    ]


def test_other_tables_are_left_alone(plan: Plan) -> None:
    assert read_targets(plan(("table", "姓名\t电话\n张三\t88908890"))) == ()


def test_fines_of_a_law_are_no_targets(plan: Plan) -> None:
    articles = [
        ("paragraph", f"第{n}条 处2万元以上10万元以下罚款，应当有3名以上人员，比例不低于30%。") for n in "一二三四五六"
    ]
    assert read_targets(plan(*articles, period=None)) == ()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("到2023年，产业规模翻一番。", [("产业规模", "=", "2", "倍", 2023)]),
        ("到2023年，产业规模突破万亿元。", [("产业规模", ">", "1", "万亿元", 2023)]),
        ("到2023年，更新新能源公交车三百辆。", [("新能源公交车", "=", "300", "辆", 2023)]),
        ("到2023年，能耗较2020年下降14.5%。", [("能耗下降", "=", "14.5", "%", 2023)]),
        ("到2023年，甲的比重提高3个百分点。", [("甲的比重提高", "=", "3", "个百分点", 2023)]),
        ("到2023年，60%以上的卫生院达到标准。", [("卫生院", ">=", "60", "%", 2023)]),
        ("到本世纪中叶，产业规模达到10万亿元。", [("产业规模", ">=", "10", "万亿元", 2050)]),
        ("2022—2023年，每年新增就业10万人以上。", [("新增就业", ">=", "10", "万人", 2023)]),
        (
            "到2022年，建成充电桩8万台（其中公共桩1.5万台）；到2023年分别达到11万台、2万台。",
            [
                ("充电桩", "=", "8", "万台", 2022),
                ("公共桩", "=", "1.5", "万台", 2022),
                ("充电桩", ">=", "11", "万台", 2023),
                ("公共桩", ">=", "2", "万台", 2023),
            ],
        ),
        (
            "到2023年，集聚企业200家以上，其中年营收超10亿元企业8家、超50亿元企业2家。",
            [
                ("企业", ">=", "200", "家", 2023),
                ("年营收超10亿元企业", "=", "8", "家", 2023),
                ("超50亿元企业", "=", "2", "家", 2023),
            ],
        ),
    ],
)
def test_turns_of_phrase(plan: Plan, text: str, facts: list[tuple[str, str, str, str, int]]) -> None:
    assert [_facts(t) for t in read_targets(plan(text))] == facts


def test_the_year_said_last_decides_what_is_past(plan: Plan) -> None:
    found = read_targets(plan("2020年，产业规模达到60亿元，到2023年，突破100亿元。"))
    assert [(t.kind, t.comparator, t.value, t.deadline) for t in found] == [
        ("baseline", "=", "60", 2020),
        ("target", ">", "100", 2023),
    ]


def test_who_gets_money_is_no_figure(plan: Plan) -> None:
    found = read_targets(plan("对年营收首次突破1亿元、5亿元的企业，分别给予不超过100万元、300万元奖励。"))
    assert [(t.kind, t.comparator, t.value, t.unit) for t in found] == [
        ("funding", "<=", "100", "万元"),
        ("funding", "<=", "300", "万元"),
    ]


def test_goals_of_a_task_table(plan: Plan) -> None:
    table = "序号\t工作内容\t工作目标\t责任单位\t完成时间\n1\t建设基站\t新建基站300个\t市教育局\t2022年9月底前"
    assert [_facts(t) for t in read_targets(plan(("table", table)))] == [("基站", "=", "300", "个", 2022)]
