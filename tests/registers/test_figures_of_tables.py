"""Figures of tables and of chapters, and what a figure is for: a target, money, a condition, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.core.document import Document
from reader.registers.targets import read_targets

Plan = Callable[..., Document]
Facts = tuple[str, str, str, int | None, str | None, bool]


def facts(document: Document) -> list[Facts]:
    return [
        (t.kind, t.what, f"{t.comparator}{t.value}{t.unit}", t.deadline, t.deadline_from, t.sure)
        for t in read_targets(document)
    ]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (
            [("table", "指标\t单位\t2020年\t2023年\n数字经济规模\t亿元\t1000\t2000\n占比\t%\t10\t>20")],
            [
                ("baseline", "数字经济规模", "=1000亿元", 2020, "own", True),
                ("target", "数字经济规模", "=2000亿元", 2023, "own", True),
                ("baseline", "占比", "=10%", 2020, "own", True),
                ("target", "占比", ">20%", 2023, "own", True),
            ],
        ),
        (
            [
                (
                    "table",
                    "序号\t指标\t2020年基期值\t2023年目标值\t属性\n1\t规模（亿元）\t1000\t2000\t预期性\n2\t占比（%）\t10\t20\t约束性",
                )
            ],
            [
                ("baseline", "规模", "=1000亿元", 2020, "own", True),
                ("target", "规模", "=2000亿元", 2023, "own", True),
                ("baseline", "占比", "=10%", 2020, "own", True),
                ("target", "占比", "=20%", 2023, "own", True),
            ],
        ),
        (
            [
                "表1 主要指标",
                ("table", "指标名称\t单位\t现状值\t2022年\t2023年\n基站\t万个\t2\t3\t4以上\n用户\t万户\t—\t5\t6"),
            ],
            [
                ("baseline", "基站", "=2万个", None, None, True),
                ("target", "基站", "=3万个", 2022, "own", True),
                ("target", "基站", ">=4万个", 2023, "own", True),
                ("target", "用户", "=5万户", 2022, "own", True),
                ("target", "用户", "=6万户", 2023, "own", True),
            ],
        ),
        (
            [("table", "类别\t指标\t2023年目标\n规模\t产值\t2000亿元\n\t企业\t300家\n效益\t占比\t20%左右")],
            [
                ("target", "产值", "=2000亿元", 2023, "own", True),
                ("target", "企业", "=300家", 2023, "own", True),
                ("target", "占比", "~20%", 2023, "own", True),
            ],
        ),
        (
            [("table", "指标\t目标\n产值\t2000亿元\n企业\t≥300家")],
            [("target", "产值", "=2000亿元", 2023, "own", True), ("target", "企业", ">=300家", 2023, "own", True)],
        ),
        (
            [("table", "指标\t单位\t2023年\n产值年均增长\t%\t7\n排名\t位\t前10\n能耗降低\t%\t[14.5]")],
            [("target", "产值年均增长", "=7%", 2023, "own", True), ("target", "能耗降低", "=14.5%", 2023, "own", True)],
        ),
        ([("table", "指标\t2020年\n产值\t1000")], [("baseline", "产值", "=1000", 2020, "own", True)]),
        ([("table", "名称\t地址\n甲\t某路5号")], []),
        (
            [
                "一、发展目标",
                "到2022年，建设平台。",
                "建设园区30个。",
                "二、2021年工作",
                "建设园区10个。",
                "三、发展现状",
                "建设园区5个。",
            ],
            [
                ("target", "园区", "=30个", 2022, "chapter", True),
                ("target", "园区", "=10个", 2021, "chapter", True),
                ("baseline", "园区", "=5个", None, None, True),
            ],
        ),
        (
            [
                "一、发展基础",
                "建成园区5个。",
                "二、主要目标",
                "建设园区10个。到2022年，建设基地6个。",
                "培育企业20家。",
            ],
            [
                ("baseline", "园区", "=5个", None, None, True),
                ("target", "园区", "=10个", 2023, "period", False),
                ("target", "基地", "=6个", 2022, "own", True),
                ("target", "企业", "=20家", 2022, "chapter", True),
            ],
        ),
        (
            ["（一）近期目标（2022年）", "建设园区10个。", "（二）远期目标（2035年）", "建设园区20个。"],
            [("target", "园区", "=10个", 2022, "chapter", True), ("target", "园区", "=20个", 2035, "chapter", True)],
        ),
    ],
)
def test_figures_of_tables_and_chapters(plan: Plan, blocks: list[Any], expected: list[Facts]) -> None:
    assert facts(plan(*blocks)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "对年营收超过1亿元的企业，给予50万元奖励。",
            [("funding", "年营收超过1亿元的企业奖励", "=50万元", None, None, True)],
        ),
        (
            "给予不超过投资额30%、最高200万元的补助。",
            [
                ("funding", "补助占投资额", "<=30%", None, None, False),
                ("funding", "补助", "<=200万元", None, None, False),
            ],
        ),
        ("投资500万元以上的项目优先支持。", []),
        (
            "对新获批的国家级平台一次性奖励100万元。",
            [("funding", "新获批的国家级平台一次性奖励", "=100万元", None, None, True)],
        ),
        ("安排专项资金5000万元支持企业发展。", [("funding", "安排专项资金", "=5000万元", None, None, True)]),
        ("新增贷款100亿元。", [("target", "贷款", "=100亿元", 2023, "paragraph", True)]),
        ("完成投资100亿元。", [("target", "完成投资", "=100亿元", 2023, "paragraph", True)]),
        ("实施6大行动、20项任务。", [("target", "行动", "=6个", 2023, "paragraph", True)]),
        ("召开会议3次。", []),
        ("15分钟生活圈。", []),
        ("5个以上部门联合办公。", []),
        ("不少于3次检查。", [("target", "检查", ">=3次", 2023, "paragraph", True)]),
        (
            "提供2000个岗位，服务10万人次。",
            [
                ("target", "岗位", "=2000个", 2023, "paragraph", True),
                ("target", "服务", "=10万人次", 2023, "paragraph", True),
            ],
        ),
        ("占地500亩、建筑面积20万平方米的园区。", []),
        ("年产5万吨的生产线。", []),
        ("全程电子化率100%。", [("target", "全程电子化率", "=100%", 2023, "paragraph", True)]),
    ],
)
def test_what_a_figure_is_for(plan: Plan, text: str, expected: list[Facts]) -> None:
    assert facts(plan(f"到2023年，环境更好。{text}")) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "指标\t目标\t\t\t\n\t2022年\t\t2023年\t\n\t数量\t占比\t数量\t占比\n产值\t100\t10%\t200\t20%\n企业\t10\t1%\t20\t2%",
            [("产值", "100", 2022), ("产值", "200", 2023), ("企业", "10", 2022), ("企业", "20", 2023)],
        ),
        (
            "指标\t单位\t2023年\n产值\t亿元\t100\n企业\t家\t20户\n占比\t—\t5%\n合计\t亿元\t1",
            [("产值", "100亿元", 2023), ("企业", "20家", 2023), ("占比", "5%", 2023)],
        ),
        ("任务\t工作目标\t责任单位\t完成时限\n建设\t建设基地30个\t市科技局", [("基地", "30个", 2023)]),
        ("任务\t工作目标\t责任单位\t完成时限\n建设\t建设基地30个\t市科技局\t2022年", [("基地", "30个", 2022)]),
    ],
)
def test_heads_of_three_rows_units_and_short_rows(
    plan: Plan, table: str, expected: list[tuple[str, str, int | None]]
) -> None:
    assert [(t.what, t.value + t.unit, t.deadline) for t in read_targets(plan(("table", table)))] == expected
