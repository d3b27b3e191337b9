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
