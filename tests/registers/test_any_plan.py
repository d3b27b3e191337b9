"""Kinds of sentences that plans nobody has seen taught: figures, units, names and grants, each by made-up examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Target, Task
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import decode
from reader.registers import Lexicon, registers_of
from reader.registers.naming import names_in, places_rule
from reader.registers.targets import read_targets
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]
Fact = tuple[str, str, str, str]


def _facts(target: Target) -> Fact:
    return target.what, target.comparator, target.value, target.unit


def _page(text: str) -> Document:
    return normalise_raw(decode(text.encode(), "page.txt"), Facts(id="page")).document


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "支持20名骨干赴外研修，60名新人参加轮训。",
            [("骨干赴外研修", "=", "20", "名"), ("新人参加轮训", "=", "60", "名")],
        ),
        ("评选工匠10名、能手30名。", [("工匠", "=", "10", "名"), ("能手", "=", "30", "名")]),
        (
            "新建2个以上医疗联合体、基层覆盖率达70%以上。",
            [("医疗联合体", ">=", "2", "个"), ("基层覆盖率", ">=", "70", "%")],
        ),
        ("为300个旧院落安装路灯。", [("旧院落", "=", "300", "个")]),
        ("对20条支路破损路面进行修补。", [("支路破损路面", "=", "20", "条")]),
        ("打造3个以上样板村、40个整洁村。", [("样板村", ">=", "3", "个"), ("整洁村", "=", "40", "个")]),
        ("布设急救箱等设备90处以上。", [("急救箱等设备", ">=", "90", "处")]),
        ("完成2020年5个续建水厂，新开工3个水厂。", [("续建水厂", "=", "5", "个"), ("水厂", "=", "3", "个")]),
        ("筹措3亿元实施暖居工程。", [("暖居工程", "=", "3", "亿元")]),
        ("落实补贴政策，群众诉求满意率达到90%以上。", [("群众诉求满意率", ">=", "90", "%")]),
        ("项目审批时限压缩至30个工作日内。", [("项目审批时限", "<=", "30", "个工作日")]),
        ("每万人拥有路灯达到50盏。", [("每万人拥有路灯", ">=", "50", "盏")]),
        ("万人发明专利拥有量达到9件。", [("万人发明专利拥有量", ">=", "9", "件")]),
        ("提升8所乡村小学。", [("乡村小学", "=", "8", "所")]),
    ],
)
def test_figures(plan: Plan, text: str, facts: list[Fact]) -> None:
    found = read_targets(plan(f"到2023年，乡村面貌更好。{text}"))
    assert [_facts(t) for t in found] == facts
    assert {(t.kind, t.deadline) for t in found} == {("target", 2023)}


@pytest.mark.parametrize(
    "text",
    [
        "患者近6个月内已在本地体检的，结果互认。",
        "落实8项重点工作任务。",
        "实施百亿级骨干企业培育计划。",
        "现有企业30家、职工2万人。",
    ],
)
def test_figures_that_are_no_goals(plan: Plan, text: str) -> None:
    assert [t for t in read_targets(plan(f"到2023年，乡村面貌更好。{text}")) if t.kind == "target"] == []


def test_a_number_of_years_from_a_year_on(plan: Plan) -> None:
    (target,) = read_targets(plan("2021年起3年内，培育农机手500名。", period=None, written=None))
    assert (target.value, target.deadline) == ("500", 2024)


def test_a_number_of_years_keeps_a_figure_without_a_year(plan: Plan) -> None:
    (target,) = read_targets(plan("三年内直接扶助各类农户800户。", period=None, written=None))
    assert (target.value, target.deadline, target.sure) == ("800", None, False)


def test_numbered_lines_are_read_though_they_look_like_headings() -> None:
    page = _page(
        "北溪县2025年民生实事\n一、教育\n1.改扩建幼儿园3所\n2.*配备护眼灯200盏、*课桌90张\n二、出行\n3.新增车位150个"
    )
    found = [(t.value, t.unit, t.deadline) for t in read_targets(page)]
    assert found == [("3", "所", 2025), ("200", "盏", 2025), ("90", "张", 2025), ("150", "个", 2025)]


def test_a_heading_with_text_under_it_is_no_item() -> None:
    page = _page("北溪县2025年工作要点\n一、教育\n1.新建学校3所\n加快选址。\n2.培训教师90名\n分批开展。")
    assert read_targets(page) == ()


def test_the_plan_laid_before_a_report_has_its_own_last_year() -> None:
    page = _page(
        "2026年北溪市政府工作报告\n2026年1月20日\n一、2025年工作回顾\n产值达到9亿元。\n二、“十五五”主要目标\n"
        "《纲要（草案）》明确了主要指标：一是发展，其中产值年均增长5%左右。\n三、2026年重点工作\n产值增长6%左右。"
    )
    goals = [(t.value, t.deadline) for t in read_targets(page) if t.kind == "target"]
    assert goals == [("5", 2030), ("6", 2026)]


def test_what_is_to_be_done_this_year_is_no_past_for_one_word() -> None:
    page = _page(
        "2026年北溪市政府工作报告\n2026年1月20日\n三、2026年重点工作\n"
        "今年，我们将办好实事：改造旧院落60个；累计建成驿站700个以上；治理堵点9处。"
    )
    assert [t.kind for t in read_targets(page)] == ["target"] * 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "对新认定为国家级、省级、县级绿色车间的企业，分别给予50万元、20万元、10万元奖励。",
            ["国家级绿色车间的企业奖励", "省级绿色车间的企业奖励", "县级绿色车间的企业奖励"],
        ),
        (
            "当年首次列入省百优农场、县百优农场的，分别给予一次性奖励30万元、15万元。",
            ["省百优农场一次性奖励", "县百优农场一次性奖励"],
        ),
        ("首次获得县长质量奖的作坊，一次性奖励8万元。", ["首次获得县长质量奖的作坊"]),
        ("对国家最高荣誉获得者，给予100万元资助。", ["国家最高荣誉获得者资助"]),
    ],
)
def test_grants_have_their_receivers(plan: Plan, text: str, names: list[str]) -> None:
    found = read_targets(plan(text))
    assert [t.kind for t in found] == ["funding"] * len(names)
    assert all(t.what.endswith(name) and t.sure for t, name in zip(found, names, strict=True))


def test_a_grant_for_nobody_is_unsure(plan: Plan) -> None:
    (target,) = read_targets(plan("加大支持力度，一次性奖励8万元。"))
    assert (target.kind, target.sure) == ("funding", False)
    assert target.why


def _said(task: Task) -> str:
    parts = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in parts if units)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (
            "（市水务局牵头，市公安局、各通信运营商、国网北溪供电公司参与）",
            "牵:市水务局 配:市公安局+各通信运营商+国网北溪供电公司",
        ),
        ("（省水利厅牵头，省林业局、各高等院校按职责分工负责）", "牵:省水利厅 责:省林业局+各高等院校"),
        (
            "（各省、自治区、直辖市人民政府，国务院有关部门按职责分工负责）",
            "责:各省、自治区、直辖市人民政府+国务院有关部门",
        ),
        (
            "（教育部、财政部、共青团中央、全国工商联等按职责分工负责）",
            "责:教育部+财政部+共青团中央+全国工商联",
        ),
        (
            "（牵头单位：州水利局；责任单位：州司法局、州委编办及州直相关单位，6月底完成）",
            "牵:州水利局 责:州司法局+州委编办+州直相关单位",
        ),
        (
            "（市水务局、市公安局、市林业局、市审计局、北溪水投按职责分工负责）",
            "责:市水务局+市公安局+市林业局+市审计局+北溪水投",
        ),
        ("（区水务局牵头，区直各部门配合）", "牵:区水务局 配:区直各部门"),
    ],
)
def test_units(plan: Plan, lexicon: Lexicon, note: str, said: str) -> None:
    (task,) = read_tasks(plan(f"完善机制，推动落实。{note}"), lexicon)
    assert _said(task) == said
    assert task.sure is ("水投" not in said)


def test_every_part_of_a_city_is_nobody_in_particular(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("完善机制，推动落实。（区水务局牵头，区直各部门、各街道配合）"), lexicon)
    assert [u.generic for u in task.support] == [True, True]


def test_the_first_unit_leads_where_a_note_says_so(lexicon: Lexicon) -> None:
    page = _page(
        "北溪市优化服务若干措施\n一、主要任务\n（一）完善机制，推动落实。\n"
        "责任单位：市水利局、市财政局（第一责任单位为牵头单位，下同）\n时限要求：持续推进\n"
        "（二）加强指导，跟踪问效。\n责任单位：市司法局、市审计局\n时限要求：持续推进"
    )
    assert [_said(t) for t in read_tasks(page, lexicon)] == ["牵:市水利局 配:市财政局", "牵:市司法局 配:市审计局"]


def test_who_is_joined_by_a_lead_only_helps(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("由市水务局牵头，会同市财政局、市审计局于2022年8月底前制定细则。"), lexicon)
    assert (_said(task), task.due) == ("牵:市水务局 配:市财政局+市审计局", "2022-08-31")


def test_everybody_with_a_time_that_comes_round(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("各区县、各部门要于每季度末向市水务局报送进展。"), lexicon)
    assert (task.every, task.sure) == ("quarter", False)


def test_every_bureau_below_with_its_times(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("由市水务局负责统筹协调，各区水务局于每年6月底、12月底报送进展。"), lexicon)
    assert _said(task) == "责:市水务局+各区水务局"
    assert task.units[1].generic


def test_a_remark_that_is_a_time(lexicon: Lexicon) -> None:
    page = _page(
        "北溪县2025年任务分解表\n\n| 序号 | 工作任务 | 牵头单位 | 备注 |\n| --- | --- | --- | --- |\n"
        "| 1 | 建设水厂 | 水利局 | 9月底前 |\n| 2 | 改造管网 | 住建局 | 含乡镇 |\n"
    )
    assert [t.due for t in read_tasks(page, lexicon)] == ["2025-09-30", None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("以“溪里办”“溪政钉”平台为核心，构建体系。", ["“溪里办”", "“溪政钉”平台"]),
        (
            "实施三大工程：一是农田水网提升工程，建设渠道；二是名优茶园焕新工程，改造茶园。",
            ["农田水网提升工程", "名优茶园焕新工程"],
        ),
        ("聚焦全面振兴新突破三年行动，落实绿色出行推进行动。", ["全面振兴新突破三年行动", "绿色出行推进行动"]),
        ("实施强师工程、清廉学校建设行动。", ["强师工程", "清廉学校建设行动"]),
        ("完善工程建设项目审批管理系统。", ["工程建设项目审批管理系统"]),
        ("实施“五大茶乡”研究工程。", ["“五大茶乡”研究工程"]),
        ("扩大国家12365农户服务平台影响力。", ["国家12365农户服务平台"]),
        ("实施农地提升战略和茶园提质升级行动。", ["茶园提质升级行动"]),
        ("应用自然资源“一张图”系统。", ["“一张图”系统"]),
    ],
)
def test_names(lexicon: Lexicon, text: str, names: list[str]) -> None:
    assert [n.text for n in names_in(text, lexicon, places_rule(None))] == names


@pytest.mark.parametrize(
    "text",
    [
        "改造90所乡村学校教育专网。",
        "到市公积金中心各管理部、行政服务窗口查询。",
        "发挥农机社服务“三农”综合平台作用。",
        "国家茶叶创新中心、新兴茶业创新中心、茶机创新中心达到8家。",
        "建成“两山”实践创新基地14个。",
        "不搞“形象工程”，加强“两专科一中心”建设。",
        "建设成为具有全国影响的茶业人才发展平台。",
        "推进重点领域突出问题系统整治。",
        "当好国家对外开放门户枢纽。",
        "推出全球首款茶叶烘焙系统。",
        "实施病险水库加固工程、农村危房改造工程。",
        "加快省级区域医疗中心建设，完善村级便民服务大厅。",
        "修订局党委理论学习中心组制度，落实2024年度学习计划。",
    ],
)
def test_no_names(lexicon: Lexicon, text: str) -> None:
    assert [n.text for n in names_in(text, lexicon, places_rule(None))] == []


def test_a_centre_is_not_the_plan_it_is_called_after(plan: Plan, lexicon: Lexicon) -> None:
    document = plan("建设“茶星计划”创业服务中心，为“茶星计划”专家提供服务。")
    named = {s.name for s in registers_of(document, lexicon).systems}
    assert named == {"“茶星计划”创业服务中心", "“茶星计划”"}
