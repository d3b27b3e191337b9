"""Tasks in whole paragraphs and over several lines: what is to be done, who does it, by when, in which block it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]
Facts = tuple[str, str, str, str | None, str | None, bool, str]


def said(task: Task) -> str:
    groups = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in groups if units)


@pytest.mark.parametrize(
    ("blocks", "tasks"),
    [
        (
            ("建设平台。", "牵头单位：市科技局", "责任单位：市教委、市财政局"),
            [("建设平台。", "牵:市科技局 责:市教委+市财政局", "牵头/配合", None, None, True, "b2")],
        ),
        (
            ("建设平台。", "牵头单位：市科技局。配合单位：市教委。"),
            [("建设平台。", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b2")],
        ),
        (
            ("建设平台。", "牵头单位：市科技局", "配合单位：市教委"),
            [("建设平台。", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b2")],
        ),
        (
            ("建设平台。（牵头单位：市科技局） （配合单位：市教委）推进。（责任单位：市财政局）",),
            [
                ("建设平台。", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b1"),
                ("推进。", "责:市财政局", "责任单位", None, None, True, "b1"),
            ],
        ),
        (("；推进 （责任单位：市财政局）",), [("推进", "责:市财政局", "责任单位", None, None, True, "b1")]),
        (
            ("建设平台。（责任单位：市科技局）2022年6月底前完成。",),
            [("建设平台。", "责:市科技局", "责任单位", "2022-06-30", None, True, "b1")],
        ),
        (
            ("建设平台。（责任单位：市科技局）推进数据共享，优化服务。",),
            [("建设平台。", "责:市科技局", "责任单位", None, None, True, "b1")],
        ),
        (
            ("2022年6月底前建成平台。（责任单位：市科技局）",),
            [("2022年6月底前建成平台。", "责:市科技局", "责任单位", "2022-06-30", None, True, "b1")],
        ),
        (
            ("完成时限：2022年6月底前", "责任单位：市科技局"),
            [("", "责:市科技局", "责任单位", "2022-06-30", None, False, "b2")],
        ),
        (
            ("建设平台。", "完成时限：2022年6月底前", "责任单位：市科技局"),
            [("建设平台。", "责:市科技局", "责任单位", "2022-06-30", None, True, "b3")],
        ),
        (
            ("建设平台。", "责任单位：市科技局", "完成时限：2022年6月底前"),
            [("建设平台。", "责:市科技局", "责任单位", "2022-06-30", None, True, "b2")],
        ),
        (
            ("建设平台。（市科技局、市教委）。",),
            [("建设平台。", "责:市科技局+市教委", "trailing", None, None, True, "b1")],
        ),
        (("推进网络（市科技局、市教委）建设。",), []),
        (
            ("推进网络建设（市科技局、市教委）。",),
            [("推进网络建设", "责:市科技局+市教委", "trailing", None, None, True, "b1")],
        ),
        (("推进网络建设（市科技局）。",), [("推进网络建设", "责:市科技局", "trailing", None, None, True, "b1")]),
        (
            ("推进网络建设（责任单位：市科技局）。",),
            [("推进网络建设", "责:市科技局", "责任单位", None, None, True, "b1")],
        ),
        (("街道办（市科技局、市教委）。",), []),
        (("建设平台。（责任单位：市科技局",), [("建设平台。", "责:市科技局", "责任单位", None, None, False, "b1")]),
        (
            ("建设平台。（责任单位：市科技局。推进工作。",),
            [("建设平台。", "责:市科技局", "责任单位", None, None, False, "b1")],
        ),
        (("建设平台。（市科技局负责",), [("建设平台。", "责:市科技局", "责任单位", None, None, False, "b1")]),
        (
            ("建设平台（以下简称平台）。（责任单位：市科技局（市外专局）、市教委）",),
            [("建设平台（以下简称平台）。", "责:市科技局（市外专局）+市教委", "责任单位", None, None, True, "b1")],
        ),
        (
            ("建设。（责任单位：市科技局、市教委）", "列第一位的为牵头单位。"),
            [("建设。", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b1")],
        ),
        (
            ("建设。（责任单位：市科技局）", "列第一位的为牵头单位。"),
            [("建设。", "责:市科技局", "责任单位", None, None, True, "b1")],
        ),
        (
            ("一、建设平台（责任单位：市科技局）", "推进数据共享。"),
            [("一、建设平台", "责:市科技局", "责任单位", None, None, True, "b1")],
        ),
        (
            ("市科技局要于2022年6月底前制定方案。",),
            [("市科技局要于2022年6月底前制定方案", "责:市科技局", "责任单位", "2022-06-30", None, False, "b1")],
        ),
        (
            ("由市科技局牵头，会同市教委制定方案。",),
            [("由市科技局牵头，会同市教委制定方案", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b1")],
        ),
        (
            ("市科技局负责统筹协调，市教委配合。",),
            [("市科技局负责统筹协调，市教委配合", "牵:市科技局 配:市教委", "牵头/配合", None, None, True, "b1")],
        ),
        (("各区、各部门要高度重视。",), []),
        (
            ("建设。（责任单位：市科技局、区人民政府、各街镇）",),
            [("建设。", "责:市科技局+区人民政府+各街镇", "责任单位", None, None, True, "b1")],
        ),
        (("建设。责任单位：市科技局、市教委",), [("建设。", "责:市科技局+市教委", "责任单位", None, None, True, "b1")]),
        (
            ("建设。【责任单位：市科技局】推进。〔责任单位：市教委〕",),
            [
                ("建设。", "责:市科技局", "责任单位", None, None, True, "b1"),
                ("推进。", "责:市教委", "责任单位", None, None, True, "b1"),
            ],
        ),
        (
            ("建设。（牵头部门：市科技局；参加单位：市教委、市财政局；完成时间：2022年底）",),
            [("建设。", "牵:市科技局 配:市教委+市财政局", "牵头/配合", "2022-12-31", None, True, "b1")],
        ),
        (
            ("建设。（市科技局牵头，2022年底前完成；市教委、市财政局按职责分工负责，每季度报送）",),
            [("建设。", "牵:市科技局 责:市教委+市财政局", "按职责分工负责", "2022-12-31", None, True, "b1")],
        ),
        (("建设。（责任单位：各成员单位）",), [("建设。", "责:各成员单位", "责任单位", None, None, True, "b1")]),
        (("建设。（责任单位：张三）",), [("建设。", "责:张三", "责任单位", None, None, False, "b1")]),
        (
            ("建设。（责任单位：市科技局，天津大学，某某集团有限公司）",),
            [("建设。", "责:市科技局+天津大学+某某集团有限公司", "责任单位", None, None, True, "b1")],
        ),
        (
            (
                (
                    "table",
                    "序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t建设平台\t市科技局\t市教委、市财政局\t2022年6月\n2\t推进共享\t市数据局\t\t每季度",
                ),
            ),
            [
                ("建设平台", "牵:市科技局 配:市教委+市财政局", "牵头/配合", "2022-06-30", None, True, "b1"),
                ("推进共享", "牵:市数据局", "牵头/配合", None, "quarter", True, "b1"),
            ],
        ),
        (
            (("table", "任务\t责任单位\n建设平台\t市科技局\n\t市教委\n推进共享\t\n"),),
            [("建设平台", "责:市科技局", "责任单位", None, None, True, "b1")],
        ),
        ((("table", "姓名\t电话\n张三\t1234"),), []),
    ],
)
def test_tasks_of_some_lines(plan: Plan, lexicon: Lexicon, blocks: tuple[Any, ...], tasks: list[Facts]) -> None:
    found = read_tasks(plan(*blocks), lexicon)
    assert [(t.task, said(t), t.form, t.due, t.every, t.sure, t.at.block) for t in found] == tasks


def test_the_place_of_a_task_holds_its_words_and_its_note(plan: Plan, lexicon: Lexicon) -> None:
    document = plan("  建设平台；（牵头单位：市科技局） 推进共享。 （责任单位：市教委）其他。")
    text = document.blocks[0].text
    first, second = read_tasks(document, lexicon)
    assert first.at.quote == first.at.span.cut(text) == "建设平台；（牵头单位：市科技局）"
    assert first.note.cut(text) == "（牵头单位：市科技局）"
    assert second.at.quote == second.at.span.cut(text) == "推进共享。 （责任单位：市教委）"
    assert second.note.cut(text) == "（责任单位：市教委）"
    assert [u.span.cut(text) for u in (*first.lead, *second.units)] == ["市科技局", "市教委"]
