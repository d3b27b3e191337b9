"""Short names in full as the document itself has them, names in brackets, lists that make places units, open notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon, my_unit
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]


def _names(task: Task) -> str:
    return "、".join(u.name for _, u in task.everyone())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("完善机制。（区发改局、区卫健局、区住建局、区市监局）", "区发展改革局、区卫生健康局、区住房城乡建设局、区市场监管局"),
        ("县经济和信息化局统筹。完善机制。（县经信局、县财政局）", "县经济和信息化局、县财政局"),
        ("县工业和信息化局统筹。完善机制。（县经信局、县财政局）", "县工业和信息化局、县财政局"),
        ("完善机制。（县经信局、县财政局）", "县经济和信息化局、县财政局"),
        ("市发展和改革局统筹。完善机制。（市发改局、市财政局）", "市发展和改革局、市财政局"),
        ("完善机制。（市网信办、市财政局）", "市委网信办、市财政局"),
        ("完善机制。（区财政局、青山、绿水等镇街按职责分工负责）", "区财政局、青山镇街、绿水镇街"),
        ("完善机制。（区财政局、青山、绿水等街道办事处按职责分工负责）", "区财政局、青山街道办事处、绿水街道办事处"),
        (
            "完善机制。（区财政局、青山、绿水等有关镇人民政府（街道办事处）按职责分工负责）",
            "区财政局、青山镇人民政府（街道办事处）、绿水镇人民政府（街道办事处）",
        ),
        (
            "完善机制。（区财政局、青山镇、绿水镇等镇人民政府（街道办事处）按职责分工负责）",
            "区财政局、青山镇人民政府、绿水镇人民政府",
        ),
        ("完善机制。（市财政局牵头，北城街道等街道配合）", "市财政局、北城街道"),
    ],
)  # fmt: skip
def test_names_in_full(plan: Plan, lexicon: Lexicon, text: str, wanted: str) -> None:
    (task,) = read_tasks(plan(text), lexicon)
    assert (_names(task), task.sure) == (wanted, True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("优化流程。（市审批局，各县级市（区）", "市审批局、各县级市（区）"),
        ("优化流程。（市审批局，各区", "市审批局、各区"),
        ("优化流程。（区财政局", "区财政局"),
    ],
)
def test_open_notes_are_doubtful_rows(plan: Plan, lexicon: Lexicon, text: str, wanted: str) -> None:
    (task,) = read_tasks(plan(text), lexicon)
    assert (_names(task), task.sure) == (wanted, False)


def test_a_bracket_that_is_not_closed_and_names_no_unit_is_no_note(plan: Plan, lexicon: Lexicon) -> None:
    assert read_tasks(plan("优化流程。（以下略", "推广应用。（详见附件1、附件2"), lexicon) == ()


@pytest.mark.parametrize("name", ["市广电局", "区网信办", "市网信办", "滨海新区网信办", "市委网信办"])
def test_a_unit_by_its_other_names(plan: Plan, lexicon: Lexicon, name: str) -> None:
    document = plan(
        "甲。（市文化和旅游局（市广电局））", "乙。（区委网信办、区财政局）", "丙。（市委网信办、市财政局）"
    )
    tasks = read_tasks(document, lexicon)
    found = [task.task for task, _ in my_unit(tasks, name, lexicon, {document.id: document.region})]
    assert found == {"市": ["甲。"] if "广电" in name else ["丙。"]}.get(name[0], ["乙。"])
