"""Figures by clause: wherever the verb stands, in words, in runs, in tense; by small examples of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Target
from reader.registers.origins import why_unsure
from reader.registers.targets import read_targets

Plan = Callable[..., Document]
Fact = tuple[str, str, str, str]


def _facts(target: Target) -> Fact:
    return target.what, target.comparator, target.value, target.unit


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("全区首批40个邻里中心全部建成。", [("邻里中心", "=", "40", "个")]),
        ("提高绿色建筑占比至90%。", [("绿色建筑占比", ">=", "90", "%")]),
        ("压减审批事项办理时间至2个工作日。", [("审批事项办理时间", "<=", "2", "个工作日")]),
        ("实际到位外资12亿美元，消除隐患点8处。", [("实际到位外资", "=", "12", "亿美元"), ("隐患点", "=", "8", "处")]),
        ("工业产值迈上5000亿元台阶。", [("工业产值", ">=", "5000", "亿元")]),
        ("集装箱吞吐量突破百万标箱。", [("集装箱吞吐量", ">", "100", "万标箱")]),
        ("产业规模超过六千亿元，减排百分之十二。", [("产业规模", ">", "6000", "亿元"), ("减排", "=", "12", "%")]),
        ("新增就业八万人以上。", [("新增就业", ">=", "8", "万人")]),
        ("三分之二以上的镇建成示范站。", [("镇", ">=", "66.7", "%")]),
        ("创新指数达到120以上。", [("创新指数", ">=", "120", "")]),
        ("便民服务水平进入全省前五名。", [("便民服务水平", "<=", "5", "位")]),
        ("每万名职工中技师达到80人年以上。", [("每万名职工中技师", ">=", "80", "人年")]),
        ("平均受教育年限达到12年。", [("平均受教育年限", ">=", "12", "年")]),
        ("打造百亿级产业园2个、十亿级产业园5个。", [("百亿级产业园", "=", "2", "个"), ("十亿级产业园", "=", "5", "个")]),
        ("收入年均增长7%。", [("收入年均增长", "=", "7", "%")]),
        ("户均超过3万元。", [("户均", ">", "3", "万元")]),
        ("研发投入强度提高0.2个百分点。", [("研发投入强度提高", "=", "0.2", "个百分点")]),
        ("引进资金到位率达到85%。", [("引进资金到位率", ">=", "85", "%")]),
        ("新增贷款占比达到30%，支持政策兑现率达到100%。", [("新增贷款占比", ">=", "30", "%"), ("支持政策兑现率", ">=", "100", "%")]),
    ],
)  # fmt: skip
def test_figures(plan: Plan, text: str, facts: list[Fact]) -> None:
    found = read_targets(plan(f"到2023年，{text}"))
    assert [_facts(t) for t in found] == facts
    assert {(t.deadline, t.kind) for t in found} == {(2023, "target")}


@pytest.mark.parametrize(
    ("text", "names", "sure"),
    [
        ("水运、铁路货运量分别增长5%和7%。", ["水运货运量增长", "铁路货运量增长"], True),
        ("城镇和农村居民收入分别增长5%、7%。", ["城镇居民收入增长", "农村居民收入增长"], True),
        ("城镇、农村居民人均收入分别增长5%、7%。", ["城镇居民人均收入增长", "农村居民人均收入增长"], True),
        ("投资总额、出口总额分别达到3亿元和5亿元。", ["投资总额", "出口总额"], True),
        ("一二三产增加值分别增长3%、6%、5%左右。", ["一产增加值增长", "二产增加值增长", "三产增加值增长"], True),
        ("改造燃气、排水管网30公里、50公里。", ["燃气管网", "排水管网"], True),
        ("城乡低保标准分别提高5%和8%。", ["城镇低保标准提高", "农村低保标准提高"], False),
        ("甲、乙两镇达标率分别达到80%、85%、90%。", ["甲、乙两镇达标率"] * 3, False),
    ],
)
def test_names_of_a_run(plan: Plan, text: str, names: list[str], sure: bool) -> None:
    found = read_targets(plan(f"到2023年，进出口额增长4%，{text}"))[1:]
    assert [t.what for t in found] == names
    assert {t.sure for t in found} == {sure}
    assert sure or all("核对" in why_unsure(t) or "对照" in why_unsure(t) for t in found)


def test_the_last_sign_and_the_last_measure_are_those_of_all(plan: Plan) -> None:
    found = read_targets(plan("到2023年，一二三产增加值分别增长3%、6%、5%左右。"))
    assert {t.comparator for t in found} == {"~"}
    first, second = read_targets(plan("到2023年，甲率达到50%，乙率达到60%，分别提高3个和5个百分点。"))[2:]
    assert [(t.what, t.value, t.unit) for t in (first, second)] == [
        ("甲率提高", "3", "个百分点"), ("乙率提高", "5", "个百分点"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "对投资1亿元以上的项目，当年到位3000万元，给予人才指标。",
        "每增加投资1000万元增加名额。",
        "对注册资本超过2亿元的，优先支持。",
        "推进35蒸吨/小时以下锅炉淘汰。",
        "项目总投资2亿元，建筑面积3万平方米。",
        "经过5年，形成新格局。",
        "沿线2公里绿化。",
        "拓展“三公里”服务圈。",
        "跨过3个万亿元大关。",
        "其中约束性指标9项。",
    ],
)
def test_conditions_and_descriptions_are_no_targets(plan: Plan, text: str) -> None:
    assert [t for t in read_targets(plan(text)) if t.kind in {"target", "funding"}] == []


def test_money_for_each(plan: Plan) -> None:
    found = read_targets(plan("按等级分别给予不超过80万元/项、40万元/项的补助。", "发放奖励不超过20万元/户。"))
    assert [(t.what, t.comparator, t.value, t.unit, t.kind) for t in found] == [
        ("补助", "<=", "80", "万元/项", "funding"),
        ("补助", "<=", "40", "万元/项", "funding"),
        ("奖励", "<=", "20", "万元/户", "funding"),
    ]


def test_a_past_is_carried_on(plan: Plan) -> None:
    text = "截至2020年底，全区公交车达800辆。其中，新能源车600辆，占比75%。到2023年，公交车达1000辆。"
    found = read_targets(plan(text))
    assert [(t.what, t.kind, t.deadline) for t in found] == [
        ("全区公交车", "baseline", 2020), ("新能源车", "baseline", 2020), ("新能源车占比", "baseline", 2020),
        ("公交车", "target", 2023),
    ]  # fmt: skip
    assert all(t.sure for t in found)


REPORT = {"title": "某市2026年政府工作报告", "written": "2026-01-20", "period": None}


def test_chapters_of_a_report(plan: Plan) -> None:
    document = plan(
        "一、2025年主要工作和“十四五”发展成就", "供水量增长5%、高于全省1个百分点，新建水厂2座。",
        "二、“十五五”时期主要目标", "供水普及率达到99%。",
        "三、2026年重点工作", "新建水厂3座。到2028年建成中心1个。改造管网40公里。",
        **REPORT,
    )  # fmt: skip
    assert [(t.what, t.value, t.deadline, t.kind, t.sure) for t in read_targets(document)] == [
        ("供水量增长", "5", None, "baseline", True), ("供水量增长高于全省", "1", None, "baseline", True),
        ("水厂", "2", None, "baseline", True),
        ("供水普及率", "99", 2030, "target", True), ("水厂", "3", 2026, "target", True),
        ("中心", "1", 2028, "target", True), ("管网", "40", 2026, "target", True),
    ]  # fmt: skip


def test_a_report_without_chapters(plan: Plan) -> None:
    document = plan(
        "过去一年，我们做了以下工作。", "供水量增长5%，建成水厂2座。", "2026年是开局之年，主要预期目标如下。", "供水量增长6%。", **REPORT,
    )  # fmt: skip
    assert [(t.value, t.kind, t.deadline) for t in read_targets(document)] == [
        ("5", "baseline", None), ("2", "baseline", None), ("6", "target", 2026),
    ]  # fmt: skip


def test_a_chapter_about_several_times(plan: Plan) -> None:
    document = plan(
        "一、“十四五”时期发展成就和“十五五”时期主要目标", "过去五年，新建水厂9座。", "“十五五”时期，供水量年均增长4%。", **REPORT,
    )  # fmt: skip
    assert [(t.value, t.kind, t.deadline) for t in read_targets(document)] == [
        ("9", "baseline", None), ("4", "target", 2030),
    ]  # fmt: skip


def test_no_sure_row_has_a_name_from_elsewhere(plan: Plan) -> None:
    document = plan("到2023年，城镇低保标准达到900元，增长6%；基站达到800座，分别达到多少另行公布。")
    for target in read_targets(document):
        rest = iter(target.at.quote)
        assert not target.sure or all(character in rest for character in target.what)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "指标\t单位\t2020年（基期）\t2023年\t属性\n能耗降低\t%\t—\t[13.5]\t约束性",
            [("能耗降低", "13.5", "%", 2023, "target")],
        ),
        (
            "指标名称\t2020年现状\t2023年目标\t年均增长\n收入（亿元）\t300\t400以上\t10%",
            [
                ("收入", "300", "亿元", 2020, "baseline"), ("收入", "400", "亿元", 2023, "target"),
                ("收入年均增长", "10", "%", 2023, "target"),
            ],
        ),
        ("指标\t单位\t2023年\n生产总值\t亿元\t年均增长6%左右", [("生产总值年均增长", "6", "%", 2023, "target")]),
        (
            "指标\t单位\t2021年\t2023年\n指标\t单位\t实际值\t目标值\n普及率\t%\t80\t≥95",
            [("普及率", "80", "%", 2021, "baseline"), ("普及率", "95", "%", 2023, "target")],
        ),
        ("序号\t任务\t责任单位\t完成时限\n1\t新建水厂3座\t市水务局\t8月底前", [("水厂", "3", "座", 2021, "target")]),
    ],
)  # fmt: skip
def test_tables(plan: Plan, table: str, rows: list[tuple[object, ...]]) -> None:
    found = read_targets(plan(("table", table)))
    assert [(t.what, t.value, t.unit, t.deadline, t.kind) for t in found] == rows


def test_places_by_year_and_a_table_that_goes_on(plan: Plan) -> None:
    document = plan(
        "表2 各区高标准农田建设任务（单位：万亩）", ("table", "区\t2022年\t2023年\n东川区\t5\t8"),
        "续表2", ("table", "西渡区\t3.5\t6\n合计\t8.5\t14"),
    )  # fmt: skip
    assert [(t.what, t.value, t.unit, t.deadline) for t in read_targets(document)] == [
        ("东川区高标准农田建设", "5", "万亩", 2022), ("东川区高标准农田建设", "8", "万亩", 2023),
        ("西渡区高标准农田建设", "3.5", "万亩", 2022), ("西渡区高标准农田建设", "6", "万亩", 2023),
            ("高标准农田建设", "8.5", "万亩", 2022), ("高标准农田建设", "14", "万亩", 2023),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "产值超过35亿元。",
        "推动班列扩量、开行400班次。",
        "完成水泥行业70%以上产能改造。",
        "筹措31亿元实施健康工程，落实财政补助。",
        "推动甲厂6万吨钾肥、乙厂改造等项目建设。",
    ],
)
def test_a_name_that_says_too_little_is_not_sure(plan: Plan, text: str) -> None:
    for target in read_targets(plan(f"到2023年，{text}")):
        assert not target.sure
        assert why_unsure(target)


def test_what_two_grades_count(plan: Plan) -> None:
    found = read_targets(plan("到2023年，建设20个国家级、19个省级产能提升重点县。"))
    assert [(t.what, t.value, t.sure) for t in found] == [
        ("国家级产能提升重点县", "20", True), ("省级产能提升重点县", "19", True),
    ]  # fmt: skip


def test_years_of_a_run(plan: Plan) -> None:
    found = read_targets(
        plan("绿色建筑占比2022年、2023年分别达到75%、85%。", "到2022年和2023年，基站分别达到30座和50座。")
    )
    assert [(t.what, t.comparator, t.value, t.deadline, t.sure) for t in found] == [
        ("绿色建筑占比", ">=", "75", 2022, True), ("绿色建筑占比", ">=", "85", 2023, True),
        ("基站", ">=", "30", 2022, True), ("基站", ">=", "50", 2023, True),
    ]  # fmt: skip


def test_the_subject_stands_before_what_is_done(plan: Plan) -> None:
    (target,) = read_targets(plan("到2023年，滨河廊道120公里全线贯通。"))
    assert _facts(target) == ("滨河廊道", "=", "120", "公里")


def test_growth_and_what_it_may_reach_are_of_one_name(plan: Plan) -> None:
    found = read_targets(plan("到2023年，投资增长7%左右、力争达到8%，产值增长5%、达到90亿元。"))
    assert [t.what for t in found] == ["投资增长", "投资增长", "产值增长", "产值"]


def test_places_beside_indicators(plan: Plan) -> None:
    table = "区县\t指标\t2022年\t2023年\n东川区\t基站（个）\t90\t稳定在150以上"
    found = read_targets(plan(("table", table)))
    assert [(t.what, t.comparator, t.value, t.unit, t.deadline) for t in found] == [
        ("东川区基站", "=", "90", "个", 2022), ("东川区基站", ">=", "150", "个", 2023),
    ]  # fmt: skip


def test_a_total_in_brackets_is_no_yearly_growth(plan: Plan) -> None:
    table = "指标\t2020年\t2023年\t年均增长[累计]\n产值（亿元）\t200\t300\t8%\n能耗降低（%）\t—\t—\t[14]"
    found = read_targets(plan(("table", table)))
    assert [(t.what, t.value, t.unit) for t in found] == [
        ("产值", "200", "亿元"), ("产值", "300", "亿元"), ("产值年均增长", "8", "%"), ("能耗降低", "14", "%"),
    ]  # fmt: skip


def test_last_year_and_this_year(plan: Plan) -> None:
    document = plan("去年，新增企业20家；今年力争新增30家。", title="某区2021年工作要点", period=None)
    found = read_targets(document)
    assert [(t.what, t.value, t.kind) for t in found] == [("企业", "20", "baseline"), ("企业", "30", "target")]
