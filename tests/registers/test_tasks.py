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
