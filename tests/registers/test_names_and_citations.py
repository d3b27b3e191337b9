"""Names of systems, and references to documents, by small examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.document import Document
from reader.registers import Lexicon, registers_of
from reader.registers.citations import Shelf, read_citations
from reader.registers.naming import names_in, places_rule

Plan = Callable[..., Document]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("打造“甲办通”综合应用平台，优化“甲办通”平台功能。", ["“甲办通”综合应用平台", "“甲办通”平台"]),
        ("建设旅游行业运行监管平台和电子证照管理系统。", ["旅游行业运行监管平台", "电子证照管理系统"]),
        ("建成“惠民就医”、“无障碍出行”等应用场景。", ["“惠民就医”", "“无障碍出行”"]),
        ("实施全民健身工程，开展数字乡村提升行动。", ["全民健身工程", "数字乡村提升行动"]),
        ("推广使用掌上行APP。", ["掌上行APP"]),
        ("整合多源数据的滨海新区应急指挥中心投入使用。", ["滨海新区应急指挥中心"]),
    ],
)
def test_names(lexicon: Lexicon, text: str, names: list[str]) -> None:
    assert [n.text for n in names_in(text, lexicon, places_rule("天津市滨海新区"))] == names


@pytest.mark.parametrize(
    "text",
    [
        "到2023年新建30个工业互联网平台，培育一批技术创新中心。",
        "发展平台经济，完善公共服务平台，优化数据中心布局。",
        "以人民为中心，建设国际消费中心城市。",
        "系统推进改革，引导工程师开展行动方案设计。",
        "引进仓库管理系统（WMS）。",
    ],
)
def test_classes_are_no_names(lexicon: Lexicon, text: str) -> None:
    assert list(names_in(text, lexicon, places_rule("天津市"))) == []


def test_a_law_speaks_of_kinds(plan: Plan, lexicon: Lexicon) -> None:
    articles = [("paragraph", "建立违法行为信息记录平台。")] * 6
    document = plan(*articles, period=None)
    law = replace(document, blocks=tuple(replace(b, number=f"第{n}条") for n, b in enumerate(document.blocks, 1)))
    assert registers_of(law, lexicon).systems == ()


CITING = (
    "根据《某市数字发展三年行动方案》（某政发〔2021〕14号）和国务院《新规划》，落实国发〔2020〕3号、《网络安全法》。"
)


def test_citations_are_linked_by_short_title_and_number(plan: Plan, lexicon: Lexicon) -> None:
    cited = plan(
        "正文。",
        doc="cited",
        title="某市人民政府关于印发某市数字发展三年行动方案（2021-2023年）的通知",
        attachment_title="某市数字发展三年行动方案（2021-2023年）",
        doc_number="某政发〔2021〕14号",
        region="某市",
    )
    citing = plan(CITING, "按照加快推进要求，衔接某市数字发展三年行动方案，见某政发〔2021〕14号。", doc="citing")
    found = registers_of([citing, cited], lexicon)
    assert [(c.cited, c.number, c.target) for c in found.citations] == [
        ("某市数字发展三年行动方案", "某政发〔2021〕14号", "cited"),
        ("新规划", None, None),
        ("国发〔2020〕3号", None, None),
        ("网络安全法", None, None),
        ("某市数字发展三年行动方案", None, "cited"),
        ("某政发〔2021〕14号", None, "cited"),
    ]
    assert found.citations[1].issuer == "国务院"
    assert {c.at.doc for c in found.cited_by("cited")} == {"citing"}
    assert [c.cited for c in found.lineage("citing")] == [
        "某市数字发展三年行动方案",
        "新规划",
        "国发〔2020〕3号",
        "网络安全法",
    ]


def test_another_edition_is_not_linked(plan: Plan, lexicon: Lexicon) -> None:
    plan_of = plan("正文。", doc="cited", title="某市数字发展行动方案（2021-2023年）")
    citing = plan("落实《某市数字发展行动方案（2018-2020年）》。", doc="citing")
    assert [c.target for c in registers_of([citing, plan_of], lexicon).citations] == [None]


def test_a_law_is_found_without_the_name_of_the_state(plan: Plan, lexicon: Lexicon) -> None:
    law = plan("正文。", doc="law", title="中华人民共和国水土保持法", region=None)
    citing = plan("依照《水土保持法》办理。", doc="citing")
    assert [c.target for c in registers_of([citing, law], lexicon).citations] == ["law"]


def test_the_name_of_the_state_is_not_parted_at_its_and(plan: Plan, lexicon: Lexicon) -> None:
    found = registers_of(
        plan("执行中华人民共和国国务院令第588号。", "2012年3月1日中华人民共和国国务院令第615号公布"), lexicon
    ).citations
    assert [c.cited for c in found] == ["中华人民共和国国务院令第588号", "中华人民共和国国务院令第615号"]


def test_decrees_are_references(plan: Plan, lexicon: Lexicon) -> None:
    found = registers_of(plan("依据《程序条例》（国务院令第694号），执行国务院令第588号。"), lexicon).citations
    assert [(c.cited, c.number) for c in found] == [("程序条例", "国务院令第694号"), ("国务院令第588号", None)]


def test_certificates_and_forms_are_no_documents(plan: Plan, lexicon: Lexicon) -> None:
    found = registers_of(plan("发给《采矿许可证》和《登记表》，依照《采矿条例》。"), lexicon).citations
    assert [c.cited for c in found] == ["采矿条例"]


def test_a_notice_naming_its_own_plan_does_not_cite(plan: Plan, lexicon: Lexicon) -> None:
    notice = plan(
        "现将《某区行动计划》印发给你们。", title="某区关于印发某区行动计划的通知", attachment_title="某区行动计划"
    )
    found = registers_of(notice, lexicon)
    assert [(c.target, c.itself) for c in found.citations] == [("small", True)]
    assert found.cited_by("small") == ()


def test_registers_of_some_documents(plan: Plan, lexicon: Lexicon) -> None:
    one = plan("建设“甲办通”综合应用平台，到2023年用户达到20万人。（责任单位：区科技局）", doc="one")
    two = plan("优化“甲办通”平台。（责任单位：区教体局）", doc="two")
    found = registers_of([one, two], lexicon)
    (system,) = found.of({"two"}).systems
    assert (system.name, system.at.doc, len(system.mentions)) == ("“甲办通”综合应用平台", "two", 2)
    assert system.lead == ("区科技局", "区教体局")
    assert found.of({"two"}).targets == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("持续优化江事通、江企办等重点平台服务能力。", ["江事通", "江企办"]),
        ("加快构建新型电力系统，布局智算中心。", []),
        ("加强与龙头企业、头部平台对接，建设概念验证中心。", []),
        ("“3”即三大平台，打造“五个中心”。", []),
        ("坚持系统治理，加强山水林田系统修复。", []),
        ("推动地方政府融资平台转型，更多高能级平台落地。", []),
        ("建设省渔业数字化促进中心和渔情监测预警平台。", ["省渔业数字化促进中心", "渔情监测预警平台"]),
    ],
)
def test_brands_and_kinds(lexicon: Lexicon, text: str, names: list[str]) -> None:
    assert [name.text for name in names_in(text, lexicon, places_rule("某省"))] == names


def test_certificates_and_newspapers_are_no_documents(plan: Callable[..., Document]) -> None:
    document = plan("凭《营业执照》《居住证》办理，刊于《某某日报》，依据《某某条例》。")
    assert [c.cited for c in read_citations(document)] == ["某某条例"]


@pytest.mark.parametrize(
    "number",
    ["（78）交公路字412号", "〔83〕财预字第12号", "（1984）财税字第12号", "建标〔2013〕字第4号", "财税字（87）第12号", "（64）公发（治）381号"],
)  # fmt: skip
def test_numbers_in_the_forms_of_old_are_references(plan: Callable[..., Document], number: str) -> None:
    own = plan("一、要求", f"根据{number}文件执行。", f"按照《关于水费的规定》（{number}）办理。")
    found = read_citations(own)
    assert [(c.cited, c.number) for c in found] == [(number, None), ("关于水费的规定", number)]
    meant = replace(own.info(), id="meant", doc_number=number, title="水利部关于别的事情的通知")
    assert [Shelf([own.info(), meant]).linked(c).target for c in found] == ["meant", "meant"]
