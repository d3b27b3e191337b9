"""Assignments in every form, by small examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon, my_unit
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]


def _read(plan: Plan, lexicon: Lexicon, text: str, **facts: object) -> tuple[Task, ...]:
    return read_tasks(plan(text, **facts), lexicon)


def _said(task: Task) -> str:
    groups = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in groups if units)


@pytest.mark.parametrize(
    ("note", "form", "said"),
    [
        ("（牵头单位：市商务局；配合单位：各区人民政府）", "牵头/配合", "牵:市商务局 配:各区人民政府"),
        ("(牵头单位:市商务局;配合单位:市科技局,市教委)", "牵头/配合", "牵:市商务局 配:市科技局+市教委"),
        ("（牵头部门：市商务局，责任单位：市科技局）", "牵头/配合", "牵:市商务局 责:市科技局"),
        ("（牵头单位：市商务局）（配合单位：市科技局）", "牵头/配合", "牵:市商务局 配:市科技局"),
        ("（责任单位：市科技局、市教委等市级相关部门）", "责任单位", "责:市科技局+市教委"),
        ("（市科技局、市教委等按职责分工负责）", "按职责分工负责", "责:市科技局+市教委"),
        ("（市科技局、市教委按照职责分工落实）", "按职责分工负责", "责:市科技局+市教委"),
        ("（市科技局牵头，市教委、市财政局配合）", "牵头/配合", "牵:市科技局 配:市教委+市财政局"),
        ("（市科技局牵头，市教委等按职责分工负责）", "按职责分工负责", "牵:市科技局 责:市教委"),
        ("［责任单位：市科技局，各县（市、区）人民政府］", "责任单位", "责:市科技局+各县（市、区）人民政府"),
        ("（由市科技局负责）", "责任单位", "责:市科技局"),
        ("（区科技局，各开发区）", "trailing", "责:区科技局+各开发区"),
        ("（工业和信息化部、人民银行、证监会等按职责分工负责）", "按职责分工负责", "责:工业和信息化部+人民银行+证监会"),
        ("（责任单位：市教育局、市财政局；列第一位的为牵头单位，下同）", "牵头/配合", "牵:市教育局 配:市财政局"),
        ("（责任单位：市教育局、市财政局。以下均需各区落实，不再列出）", "责任单位", "责:市教育局+市财政局"),
        ("（责任单位：市教育局 市财政局 各区人民政府）", "责任单位", "责:市教育局+市财政局+各区人民政府"),
        ("（责任单位：市教育局牵头，市财政局等部门配合）", "牵头/配合", "牵:市教育局 配:市财政局"),
        ("（牵头领导：张三；牵头单位：市教育局；责任单位：各街道）", "牵头/配合", "牵:市教育局 责:各街道"),
        ("（张三负责，市教育局牵头，市财政局配合）", "牵头/配合", "牵:市教育局 配:市财政局"),
        ("（市教育局（牵头）、市财政局（配合）、市数据局）", "牵头/配合", "牵:市教育局 责:市数据局 配:市财政局"),
        ("（由市教育局会同市财政局负责，2024年6月底前完成）", "牵头/配合", "牵:市教育局 配:市财政局"),
        ("（市教育局按职责分工负责；各区人民政府配合）", "按职责分工负责", "责:市教育局 配:各区人民政府"),
        ("（市教育局负责，市财政局配合）", "牵头/配合", "牵:市教育局 配:市财政局"),
        ("（市级责任单位：市教育局；区级责任单位：各区人民政府）", "责任单位", "责:市教育局+各区人民政府"),
        ("（市教育局，各市、县（市、区）人民政府）", "trailing", "责:市教育局+各市、县（市、区）人民政府"),
        ("〔市教育局牵头；市财政局按职责分工负责。完成时限：2026年12月〕", "按职责分工负责", "牵:市教育局 责:市财政局"),
        ("（区人社局、教体局、区科技局）", "trailing", "责:区人社局+区教体局+区科技局"),
        ("（市文化和旅游局（市广电局）、市科技局）", "trailing", "责:市文化和旅游局（市广电局）+市科技局"),
        ("（市科技局和市教委）", "trailing", "责:市科技局+市教委"),
        ("（区工信局）", "trailing", "责:区工业和信息化局"),
        ("（天津港）", "trailing", "责:天津港"),
    ],
)
def test_forms(plan: Plan, lexicon: Lexicon, note: str, form: str, said: str) -> None:
    (task,) = _read(plan, lexicon, f"加快建设。{note}")
    assert (task.task, task.form, _said(task)) == ("加快建设。", form, said)
    assert task.sure
    assert task.at.quote == f"加快建设。{note}"


@pytest.mark.parametrize(
    "text",
    [
        "推进网络（PC端、移动端）建设。",
        "开展试点（以下简称开发区）。",
        "街道办事处（乡镇人民政府）",
        "此件（此件主动公开）",
        "依托中国（天津）自由贸易试验区。",
        "支持开源联盟（基金会）。",
        "面向全市（含各开发区）。",
    ],
)
def test_other_brackets_are_no_notes(plan: Plan, lexicon: Lexicon, text: str) -> None:
    assert _read(plan, lexicon, text) == ()


def test_a_note_closes_the_stretch_since_the_one_before(plan: Plan, lexicon: Lexicon) -> None:
    first, second = _read(plan, lexicon, "甲事。乙事。（牵头单位：市科技局）丙事（一期）。（牵头单位：市教委）")
    assert (first.task, second.task) == ("甲事。乙事。", "丙事（一期）。")


def test_a_list_of_districts_is_spelled_out_and_keeps_its_words(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = _read(plan, lexicon, "建设。（牵头单位：市教委；配合单位：市科技局、滨海新区、西青区等相关区人民政府）")
    assert [u.name for u in task.support] == ["市科技局", "滨海新区人民政府", "西青区人民政府"]
    assert {u.as_written for u in task.support[1:]} == {"滨海新区、西青区等相关区人民政府"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("建设。（牵头单位：市科技局；配合单位：市教委", ["牵:市科技局 配:市教委"]),
        ("建设。（市科技局、市教委等按职责分工负责", ["责:市科技局+市教委"]),
        ("甲。（牵头单位：市科技局乙事。（牵头单位：市教委）", ["牵:市科技局", "牵:市教委"]),
    ],
)
def test_an_unclosed_note_is_read_and_marked(plan: Plan, lexicon: Lexicon, text: str, said: list[str]) -> None:
    tasks = _read(plan, lexicon, text)
    assert [_said(t) for t in tasks] == said
    assert not tasks[0].sure


def test_a_note_on_its_own_line_belongs_to_the_line_before(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("建设平台。", "责任单位：市科技局、市教委"), lexicon)
    assert (task.task, _said(task)) == ("建设平台。", "责:市科技局+市教委")


def test_city_and_district_are_never_one(plan: Plan, lexicon: Lexicon) -> None:
    district, city = _read(plan, lexicon, "甲。（责任单位：区科技局）乙。（责任单位：市科技局）")
    assert district.units[0].key != city.units[0].key
    (elsewhere,) = _read(plan, lexicon, "甲。（责任单位：区科技局）", region="天津市东丽区")
    assert elsewhere.units[0].key != district.units[0].key
    (in_full,) = _read(plan, lexicon, "甲。（责任单位：天津市滨海新区科学技术局）", region="天津市")
    assert in_full.units[0].key == district.units[0].key


def test_generic_units_are_marked(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = _read(plan, lexicon, "甲。（责任单位：各区人民政府、相关部门、有农业的区人民政府、市教委）")
    assert [u.generic for u in task.units] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        ("区工业和信息化局", ["lead", "support"]),
        ("區工信局", ["lead", "support"]),
        ("工信局", ["lead", "support", "joint"]),
        ("滨海新区工信局", ["lead", "support"]),
        ("市工信局", ["joint"]),
        ("东丽区工信局", []),
        ("财政局", []),
        (" ", []),
        ("各区人民政府", ["joint"]),
    ],
)
def test_my_unit(plan: Plan, lexicon: Lexicon, typed: str, roles: list[str]) -> None:
    text = (
        "甲。（牵头单位：区工信局；配合单位：区教体局）乙。（牵头单位：区教体局；配合单位：区工业和信息化局）"
        "丙。（责任单位：市工业和信息化局、各区人民政府）"
    )
    document = plan(text)
    found = my_unit(read_tasks(document, lexicon), typed, lexicon, {document.id: document.region})
    assert [role for _, role in found] == roles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("由市教育局牵头，会同市财政局、市数据局建设平台。", "牵:市教育局 配:市财政局+市数据局"),
        ("市教育局负责建设平台，市财政局做好资金保障，各区人民政府配合。", "牵:市教育局 配:市财政局+各区人民政府"),
        ("领导小组办公室设在市数据局，负责日常工作。", "责:市数据局"),
        ("具体工作由市数据局承担。", "责:市数据局"),
        ("建立由市教育局牵头，市财政局等部门参与的联席会议机制。", "牵:市教育局 配:市财政局"),
    ],
)
def test_plain_sentences(plan: Plan, lexicon: Lexicon, text: str, said: str) -> None:
    (task,) = _read(plan, lexicon, text)
    assert _said(task) == said


@pytest.mark.parametrize(
    "text",
    [
        "由区政府主要领导牵头，办公室设在区数据局。",
        "各区各部门主要负责同志要挂帅推动。",
        "经市教育局同意，市财政局可以拨付资金。",
        "本办法由市教育局负责解释。",
        "市教育局已负责建成平台。",
        "各企业（含外资企业、个体工商户）应当参加。",
    ],
)
def test_sentences_that_assign_nothing(plan: Plan, lexicon: Lexicon, text: str) -> None:
    assert _read(plan, lexicon, text) == ()


def test_what_must_be_done_is_not_sure(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = _read(plan, lexicon, "市水务局、市生态环境局要加强联合执法。")
    assert (_said(task), task.sure) == ("责:市水务局+市生态环境局", False)


def test_a_note_closes_the_sentences_before_it(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = _read(plan, lexicon, "市教育局负责统筹。市财政局要支持。（牵头单位：市教育局）")
    assert _said(task) == "牵:市教育局"


def test_columns_of_a_table_are_roles(plan: Plan, lexicon: Lexicon) -> None:
    table = "序号\t任务\t牵头单位\t配合单位\n1\t建设平台\t市数据局\t市财政局、市教育局\n2\t修路\t市交通运输局\t—"
    found = read_tasks(plan(("table", table)), lexicon)
    assert [(t.task, _said(t), t.form) for t in found] == [
        ("建设平台", "牵:市数据局 配:市财政局+市教育局", "牵头/配合"),
        ("修路", "牵:市交通运输局", "牵头/配合"),
    ]
