"""When tasks are due: days, years and rounds, in remarks, in columns, on lines of their own and in sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reader.core.document import Document
from reader.core.register import Registers, as_row
from reader.registers import Lexicon
from reader.registers.context import Context
from reader.registers.due import Calendar, only_when, read_when
from reader.registers.tasks import read_tasks

Plan = Callable[..., Document]
CALENDAR = Calendar(this_year=2025, since=2025, issued=date(2025, 4, 18))


@pytest.mark.parametrize(
    ("words", "year", "due", "every"),
    [
        ("2026年12月底", 2026, "2026-12-31", None),
        ("2026年2月底前完成", 2026, "2026-02-28", None),
        ("2025年9月15日前", 2025, "2025-09-15", None),
        ("2025年3月上旬", 2025, "2025-03-10", None),
        ("2026年上半年", 2026, "2026-06-30", None),
        ("2026年第三季度末前", 2026, "2026-09-30", None),
        ("2025年底前完成，长期坚持", 2025, "2025-12-31", None),
        ("2027年", 2027, None, None),
        ("2025年—2027年", 2027, None, None),
        ("2025.11", 2025, "2025-11-30", None),
        ("2025-06-30", 2025, "2025-06-30", None),
        ("8月底前", 2025, "2025-08-31", None),
        ("三季度", 2025, "2025-09-30", None),
        ("年内", 2025, "2025-12-31", None),
        ("“十五五”末", 2030, "2030-12-31", None),
        ("自2025年起三年内", 2028, None, None),
        ("印发之日起3个月内", 2025, "2025-07-18", None),
        ("每年12月底前", None, None, "year"),
        ("每半年", None, None, "half"),
        ("按季度", None, None, "quarter"),
        ("每月", None, None, "month"),
        ("2024年底", 2024, "2024-12-31", None),
    ],
)
def test_times_of_a_remark(words: str, year: int | None, due: str | None, every: str | None) -> None:
    when = read_when(words, CALENDAR)
    assert when is not None
    assert (when.year, when.due.isoformat() if when.due else None, when.every) == (year, due, every)


@pytest.mark.parametrize("words", ["持续推进", "长期坚持", "全年", "立行立改", "", "3个工作日", "第2项"])
def test_words_that_give_no_time(words: str) -> None:
    assert read_when(words, CALENDAR) is None


def test_a_text_with_several_times_has_none() -> None:
    assert only_when("2025年6月底前开工，2026年底前完工。", CALENDAR) is None
    assert only_when("较2024年底增长。", CALENDAR) is None
    assert only_when("2025年6月底前完工" + "，并做好有关工作" * 200, CALENDAR) is None


def test_a_month_without_a_year_needs_one_from_the_document(plan: Plan) -> None:
    assert read_when("6月底前", Calendar(None, None)) is None
    assert Calendar.of(plan("建设。", written="2022-03-01", period=(2022, 2025))).this_year == 2022
    assert Calendar.of(plan("建设。", title="某区2024年工作要点", written=None, period=None)).this_year == 2024


def _times(document: Document, lexicon: Lexicon) -> list[tuple[int | None, str | None, str | None]]:
    return [(t.deadline, t.due, t.every) for t in read_tasks(document, lexicon)]


@pytest.mark.parametrize(
    "lines",
    [
        ("建设平台。（牵头单位：市数据局；配合单位：市财政局；完成时限：2022年11月）",),
        ("建设平台。（市数据局牵头，市财政局配合；2022年11月底前完成）",),
        ("建设平台。", "责任单位：市数据局、市财政局", "完成时限：2022年11月底"),
        ("建设平台。", "完成时间：2022年11月", "责任单位：市数据局、市财政局"),
        ("2022年11月底前建成平台。（责任单位：市数据局）",),
        ("市数据局负责于2022年11月底前建成平台。",),
        (("table", "任务\t责任单位\t完成时限\n建设平台\t市数据局\t2022年11月"),),
    ],
)
def test_every_place_a_time_can_stand_in(plan: Plan, lexicon: Lexicon, lines: tuple[object, ...]) -> None:
    assert _times(plan(*lines), lexicon) == [(2022, "2022-11-30", None)]


def test_what_comes_round_has_no_deadline(plan: Plan, lexicon: Lexicon) -> None:
    document = plan("开展检查。（责任单位：市应急局；每季度）", "修订清单。（市司法局负责，每年12月底前完成）")
    assert _times(document, lexicon) == [(None, None, "quarter"), (None, None, "year")]


def test_the_time_of_the_note_is_that_of_the_task(plan: Plan, lexicon: Lexicon) -> None:
    document = plan("到2023年建成10个平台。（责任单位：市数据局；2022年底前完成）")
    (task,) = read_tasks(document, lexicon)
    made = Registers(tasks=(task,))
    assert Context(made, lambda _id: document).years(task) == (2022,)
    row = as_row(task)
    assert (row["deadline"], row["due"], row["every"], row["when"]) == (2022, "2022-12-31", None, "2022年底前")


def test_everybody_has_a_task_only_with_a_day(plan: Plan, lexicon: Lexicon) -> None:
    (task,) = read_tasks(plan("各区要于2022年6月底前制定细则，报市数据局备案。"), lexicon)
    assert [u.name for u in task.units] == ["各区"]
    assert (task.due, task.sure) == ("2022-06-30", False)
    assert read_tasks(plan("各区要高度重视，加强领导。"), lexicon) == ()
