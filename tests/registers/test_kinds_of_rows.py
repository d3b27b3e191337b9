"""Kinds that published plans taught: who does it, in lines, cells and sentences; and what is the name of a system."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, registers_of
from reader.registers.naming import names_in, places_rule
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]


def _said(document: Document, lexicon: Lexicon) -> list[str]:
    return [
        " ".join("+".join(u.name for u in units) or "-" for units in (t.lead, t.units, t.support))
        + f" {t.deadline or t.every or ''}".rstrip()
        for t in read_tasks(document, lexicon)
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("1.清理河道。（责任单位：镇水利站牵头，各村（社区）按职责抓落实）", "镇水利站 各村（社区） -"),
        ("1.优化航线。（牵头单位：省交通运输厅；支持单位：省财政厅、民航江北监管局）", "省交通运输厅 - 省财政厅+民航江北监管局"),
        ("1.照料。每张床位每月补助200元。（市民政局牵头，市财政局配合）", "市民政局 - 市财政局"),
        ("各村要在2022年5月底前完成台账登记。", "- 各村 - 2022"),
        ("各镇街须于2022年11月底前报送项目。", "- 各镇街 - 2022"),
    ],
)  # fmt: skip
def test_units(plan: Plan, lexicon: Lexicon, words: str, said: str) -> None:
    assert _said(plan(words), lexicon) == [said]


def test_a_year_that_is_looked_back_on_gives_no_task(plan: Plan, lexicon: Lexicon) -> None:
    assert _said(plan("2019年，县政府落实“六稳”工作要求。"), lexicon) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("模型攻关\t省科技厅、杭州市\t2022年7月", "- 省科技厅+杭州市 - 2022"),
        ("急救普及\t红十字会\t2022.01-2022.12", "- 红十字会 - 2022"),
    ],
)
def test_units_by_their_column(plan: Plan, lexicon: Lexicon, cells: str, said: str) -> None:
    table = f"项目名称\t责任单位\t建设起止年限\n{cells}"
    assert _said(plan(("table", table)), lexicon) == [said]


def test_a_last_line_of_departments_is_no_field_of_a_page(lexicon: Lexicon) -> None:
    text = "临海县厕所三年行动计划（2023—2025年）\n（三）推进厕所革命。全年改造户厕。\n责任部门：县农业农村局、县卫生健康局等部门按照职责分工抓好落实\n"
    document = normalise_raw(decode(text.encode(), "页.txt"), Facts(id="page")).document
    assert _said(document, lexicon) == ["- 县农业农村局+县卫生健康局 -"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上线村级财务监管系统，启用海关智能查验系统。", ["村级财务监管系统", "海关智能查验系统"]),
        ("筹建省VR/AR 文旅装备与内容制作技术创新中心。", ["省VR/AR 文旅装备与内容制作技术创新中心"]),
        ("完善经济安全监测预警平台。", ["经济安全监测预警平台"]),
        ("打造市场监管信息化融合监管通、食品安全通等应用。", ["食品安全通"]),
        ("介绍“数智防台”和“未来应用”两款重点应用的实效。", ["“数智防台”", "“未来应用”"]),
        ("协调丰富绿美江南公共服务平台功能。", ["绿美江南公共服务平台"]),
        ("架构分为省一体化综合指挥平台和中枢。", ["省一体化综合指挥平台"]),
        ("深化企业标准筑基工程。", ["企业标准筑基工程"]),
        ("设立“一网统管”指挥中心，完善综合交通运输系统。", ["“一网统管”指挥中心"]),
        ("推广“江政钉”。", ["“江政钉”"]),
        ("建立“一点一站一中心”服务网络。", []),
        ("1.拓宽移动端服务，（二）完善数据库。", []),
        ("反对“形象工程”、“政绩工程”。", []),
        ("培育世界级消费中心，建设国家商贸物流中心。", []),
        ("机关事务中心打造的食堂。", []),
        ("2025年底前街道综合养老服务中心实现全覆盖。", []),
        ("搭建产销对接平台，整合现有政务信息系统，改造低效数据中心。", []),
    ],
)
def test_names(lexicon: Lexicon, text: str, names: list[str]) -> None:
    assert [name.text for name in names_in(text, lexicon, places_rule(None))] == names


def test_systems_of_tables_and_of_receivers(plan: Plan, lexicon: Lexicon) -> None:
    cell = "谋划合作，全力打造中国-东盟人工智能应用合作中心，助力产品和服务出海。"
    document = plan(
        ("table", f"重点任务\t牵头单位\n{cell}\t省商务厅"),
        "对新设立并经认定的特级人才创新实验室，给予40万元奖励。",
    )
    assert [s.name for s in registers_of([document], lexicon).systems] == ["中国-东盟人工智能应用合作中心"]
