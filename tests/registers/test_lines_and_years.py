"""Assignments that go on over several lines, and the years that are deadlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.register import Task
from reader.registers import Lexicon
from reader.registers.deadlines import years_ahead
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]


def said(task: Task) -> tuple[str, str]:
    groups = (("牵", task.lead), ("责", task.units), ("配", task.support))
    return task.task, " ".join(f"{word}:{'+'.join(u.name for u in units)}" for word, units in groups if units)


TABLE = "任务\t牵头单位\n建设平台。\t市科技局"


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["建设平台。", "牵头单位：市科技局", "责任单位：市教委"], [("建设平台。", "牵:市科技局 责:市教委")]),
        (["建设平台。", "牵头单位：市科技局", "配合单位：市教委"], [("建设平台。", "牵:市科技局 配:市教委")]),
        # another task stands between: each has its own
        (
            ["建设平台。", "牵头单位：市科技局", "发展产业。", "责任单位：市教委"],
            [("建设平台。", "牵:市科技局"), ("发展产业。", "责:市教委")],
        ),
        # nothing was led before, so nothing goes on
        (
            ["建设平台。", "责任单位：市科技局", "责任单位：市教委"],
            [("建设平台。", "责:市科技局"), ("建设平台。", "责:市教委")],
        ),
        (
            ["建设平台。", "配合单位：市科技局", "责任单位：市教委"],
            [("建设平台。", "配:市科技局"), ("建设平台。", "责:市教委")],
        ),
        # all was said in the line before
        (
            ["建设平台。", "牵头单位：市科技局；责任单位：市财政局", "责任单位：市教委"],
            [("建设平台。", "牵:市科技局 责:市财政局"), ("建设平台。", "责:市教委")],
        ),
        # a second lead begins a second assignment
        (
            ["建设平台。", "牵头单位：市科技局", "牵头单位：市教委"],
            [("建设平台。", "牵:市科技局"), ("建设平台。", "牵:市教委")],
        ),
        # a row of a table is closed
        (
            ["建设平台。", ("table", TABLE), "责任单位：市教委"],
            [("建设平台。", "牵:市科技局"), ("建设平台。", "责:市教委")],
        ),
    ],
)
def test_a_line_of_units_goes_on_from_the_line_of_who_leads(
    plan: Plan, lexicon: Lexicon, blocks: list[Any], expected: list[tuple[str, str]]
) -> None:
    assert [said(task) for task in read_tasks(plan(*blocks), lexicon)] == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2024年，建成平台", [2024]),
        ("2024年底前建成", [2024]),
        ("力争2025年达到60%", [2025]),
        ("2024年建成平台", [2024]),
        # a beginning is no end
        ("2024年起实施", []),
        ("自2024年起施行", []),
        ("从2024年开始实施", []),
        ("2024年以来持续增长", []),
        ("2024年开始，到2025年完成", [2025]),
        ("2024年起，2025年底前完成", [2025]),
        ("到2024年建成平台，开始试点，从各区做起", [2024]),
        # what is counted up to a year is past
        ("截至2023年，已建成平台", []),
        ("2020年建成平台", []),
    ],
)
def test_which_years_are_deadlines(text: str, years: list[int]) -> None:
    assert [year for _, year in years_ahead(text, 2021)] == years


def test_deadlines_say_where_they_stand() -> None:
    assert years_ahead("2022年起，到2025年", 2021) == [(7, 2025)]


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("2023年一季度，建设平台。", []),
        ("2025年一季度，同比增长5%。", []),
        ("2025年一季度，建设平台。", [(0, 2025)]),
        ("2025年一季度末，建设平台。", [(0, 2025)]),
    ],
)
def test_a_quarter_that_is_over_or_told_of_is_no_deadline(text: str, ahead: list[tuple[int, int]]) -> None:
    assert years_ahead(text, 2024) == ahead
