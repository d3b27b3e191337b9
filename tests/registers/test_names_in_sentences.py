"""Names of systems, platforms and programmes in sentences: where each begins and ends, of what kind, and what is no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.registers import Lexicon, registers_of
from reader.registers.naming import names_in, places_rule

Facts = tuple[str, str, str, str | None, bool]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("建设国家“互联网+监管”系统。", [("国家“互联网+监管”系统", "system", "系统", "互联网+监管", True)]),
        (
            "打造“津心办”、“津治通”等应用场景。",
            [("“津心办”", "scenario", "", "津心办", True), ("“津治通”", "scenario", "", "津治通", True)],
        ),
        (
            "推广“津心办”“津治通”平台。",
            [("“津心办”", "platform", "", "津心办", True), ("“津治通”平台", "platform", "平台", "津治通", True)],
        ),
        ("实施雪亮工程。", [("雪亮工程", "programme", "工程", None, True)]),
        ("推进平安校园工程建设。", []),
        ("实施病险水库除险加固工程。", []),
        ("建设城市大脑。", [("城市大脑", "system", "大脑", None, False)]),
        ("建设智慧城市综合应用平台。", [("智慧城市综合应用平台", "platform", "平台", None, False)]),
        ("建设统一的数据共享交换平台。", [("数据共享交换平台", "platform", "平台", None, False)]),
        ("建设一批产业平台。", []),
        ("不搞“形象工程”。", []),
        ("打造“五个中心”。", []),
        (
            "云事省、云商通等重点平台。",
            [("云事省", "platform", "", None, True), ("云商通", "platform", "", None, True)],
        ),
        ("升级“随申码”。", [("“随申码”", "app", "", "随申码", True)]),
        ("“随申码”累计访问10亿次。", [("“随申码”", "app", "", "随申码", True)]),
        ("“随申码”。", []),
        (
            "落实科技型企业梯度培育三年行动计划。",
            [("科技型企业梯度培育三年行动计划", "programme", "行动计划", None, True)],
        ),
        ("实施人才强市行动。", [("人才强市行动", "programme", "行动", None, True)]),
        ("深入实施制造业立市战略。", []),
        (
            "一是数字赋能工程，加快建设；二是人才培育工程，落实责任。",
            [("数字赋能工程", "programme", "工程", None, True)],
        ),
        ("建设天津市公共信用信息平台。", [("天津市公共信用信息平台", "platform", "平台", None, True)]),
        ("建设滨海新区应急指挥系统。", [("滨海新区应急指挥系统", "system", "系统", None, True)]),
        ("依托全国一体化政务服务平台。", [("全国一体化政务服务平台", "platform", "平台", None, True)]),
        ("建设成为国际化人才发展平台。", []),
        ("以数据为中心。", []),
        ("研发工业操作系统。", []),
        ("建设工业互联网标识解析二级节点平台。", []),
        ("建设天津政务云。", [("天津政务云", "platform", "政务云", None, True)]),
        ("企业上云。", []),
        ("推广“津政通”APP。", [("“津政通”APP", "app", "APP", "津政通", True)]),
        (
            "建设津治通小程序和津心办APP。",
            [("津治通小程序", "app", "小程序", None, False), ("津心办APP", "app", "APP", None, False)],
        ),
        ("建设平台、系统。", []),
        ("打造数字孪生平台（CIM）。", []),
        ("建设“一网统管”城市运行管理平台。", [("“一网统管”城市运行管理平台", "platform", "平台", "一网统管", True)]),
        ("建设20个中心。", []),
        ("建设省级中心。", []),
        ("建设国家超算天津中心。", [("国家超算天津中心", "centre", "中心", None, True)]),
        ("建设“三农”综合平台。", []),
        ("打造“城市大脑”。", [("“城市大脑”", "system", "", "城市大脑", True)]),
        ("打造“大脑”。", []),
        ("完善政法系统。", []),
        ("建成金融风险防控网。", [("金融风险防控网", "system", "防控网", None, False)]),
        ("建设智能网联汽车测试场。", []),
        (
            "实施“雏鹰—瞪羚—领军”企业培育工程。",
            [("“雏鹰—瞪羚—领军”企业培育工程", "programme", "工程", "雏鹰—瞪羚—领军", True)],
        ),
        ("建设12345便民服务热线平台。", [("12345便民服务热线平台", "platform", "平台", None, True)]),
        ("由市数据局建设的公共数据开放平台。", []),
        (
            "建设跨境电商综合服务平台和数字贸易公共服务平台。",
            [
                ("跨境电商综合服务平台", "platform", "平台", None, False),
                ("数字贸易公共服务平台", "platform", "平台", None, False),
            ],
        ),
        ("建设数据资源、算力调度和模型服务平台。", [("算力调度和模型服务平台", "platform", "平台", None, False)]),
        (
            "推动“5G+工业互联网”融合发展平台建设。",
            [("“5G+工业互联网”融合发展平台", "platform", "平台", "5G+工业互联网", True)],
        ),
        ("建设中国（天津）自由贸易试验区创新服务平台。", []),
        ("建设某某公司平台。", []),
        ("平台覆盖率达到90%。", []),
        ("建设医疗保障信息平台覆盖率达到90%。", []),
        ("建设一体化综合指挥平台、社会信用平台分别达到5个。", []),
        ("建设基于大数据的人口健康信息平台。", [("人口健康信息平台", "platform", "平台", None, True)]),
        ("打造“云上天津”数字文旅平台。", [("“云上天津”数字文旅平台", "platform", "平台", "云上天津", True)]),
        ("支持建设产业创新中心。", []),
        ("建设海河实验室。", [("海河实验室", "centre", "实验室", None, True)]),
        (
            "建设京津冀大数据综合试验区算力调度平台。",
            [("京津冀大数据综合试验区算力调度平台", "platform", "平台", None, True)],
        ),
    ],
)
def test_names_of_a_sentence(lexicon: Lexicon, text: str, names: list[Facts]) -> None:
    found = names_in(text, lexicon, places_rule("天津市滨海新区"))
    assert [(n.text, n.type, n.head, n.core, n.sure) for n in found] == names
    assert all(text[n.span.start : n.span.end] == n.text for n in names_in(text, lexicon, places_rule("天津市")))


def test_a_region_is_known_in_full_and_in_short() -> None:
    rule = places_rule("天津市滨海新区")
    assert [bool(rule.match(words)) for words in ("天津市平台", "天津平台", "滨海新区平台", "滨海平台", "全国平台", "上海平台")] == [
        True, True, True, True, True, False,
    ]  # fmt: skip
    assert not places_rule(None).match("天津平台")


@pytest.mark.parametrize(
    ("blocks", "kind"),
    [
        (("建设“甲办通”综合应用平台。", "优化“甲办通”平台。", "完善“甲办通”系统。"), "platform"),
        (("建设“甲办通”系统。", "优化“甲办通”平台。", "完善“甲办通”系统。"), "system"),
    ],
)
def test_a_name_is_of_the_kind_that_most_of_its_places_say(
    plan: Callable[..., Document], lexicon: Lexicon, blocks: tuple[str, ...], kind: str
) -> None:
    (system,) = registers_of(plan(*blocks), lexicon).systems
    assert (system.type, len(system.mentions)) == (kind, 3)
