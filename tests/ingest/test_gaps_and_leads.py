"""Where a heading that the source lacks must have stood, how sure that is, and what heads a paragraph."""

from __future__ import annotations

import pytest

from reader.ingest.form.gaps import missing_headings
from reader.ingest.form.structure import clauses_of

TABLE = "指标\t数值\n平台\t3\n"
DUTY = "（责任单位：市科技局）"


def page(title: str, table: bool, duty: bool) -> str:
    """A plan without its second heading: chapter three follows chapter one, in which four sections stand."""
    return (
        "某市行动方案\n一、总体要求\n（一）指导思想\n坚持创新。\n"
        f"（二）{title}\n到2025年，建成一批平台。\n{TABLE if table else ''}"
        f"（三）建设平台\n加快建设平台。{DUTY if duty else ''}\n（四）培育产业\n培育一批企业。\n"
        "三、保障措施\n加强领导，落实责任。\n"
    )


@pytest.mark.parametrize(
    ("title", "table", "duty", "before", "sure"),
    [
        ("发展目标", False, False, "（三）建设平台", False),  # goals end the chapter before: likely, not sure
        ("发展目标", True, False, "（三）建设平台", True),  # goals and their table
        ("发展目标", False, True, "（三）建设平台", True),  # goals, and assignments begin
        ("发展目标", True, True, "（三）建设平台", True),
        ("总体布局", True, False, "（三）建设平台", False),  # a table alone
        ("总体布局", False, True, "（三）建设平台", False),  # assignments alone
        ("总体布局", True, True, "（三）建设平台", True),
        ("总体布局", False, False, "三、保障措施", False),  # nothing tells: before the next that is there
    ],
)
def test_a_missing_heading_is_placed_by_what_stands_around_it(
    title: str, table: bool, duty: bool, before: str, sure: bool
) -> None:
    clauses = clauses_of(page(title, table, duty))
    (gap,) = missing_headings(clauses)
    assert (gap.level, gap.number.text, gap.heading) == (1, "二", True)
    assert (clauses[gap.before].text, gap.sure) == (before, sure)


def test_sections_that_begin_anew_tell_the_place_for_sure() -> None:
    text = page("发展目标", table=False, duty=False).replace("（三）", "（一）").replace("（四）", "（二）")
    clauses = clauses_of(text)
    (gap,) = missing_headings(clauses)
    assert (clauses[gap.before].text, gap.sure) == ("（一）建设平台", True)


def lead_of(line: str) -> str | None:
    clause = clauses_of(f"一、任务\n{line}")[1]
    return clause.text[clause.lead.start : clause.lead.end] if clause.lead else None


BODY = "推进各项工作取得实效。"


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        # short, and more follows
        (f"数字社会。{BODY}", "数字社会"),
        (f"社会。{BODY}", "社会"),
        (f"社。{BODY}", None),
        (f"{'数' * 25}。{BODY}", "数" * 25),
        (f"{'数' * 26}。{BODY}", None),
        ("数字社会。推进工作。", "数字社会"),
        ("数字社会。推进业。", None),
        ("数字社会。", None),
        # a numbered one may be longer, and has its number
        (f"1.{'数' * 45}。{BODY}", f"1.{'数' * 45}"),
        (f"1.{'数' * 46}。{BODY}", None),
        (f"（1）数字社会。{BODY}", "（1）数字社会"),
        # a bullet's mark is not part of it
        (f"——数字社会。{BODY}", "数字社会"),
        (f"●数字社会。{BODY}", "数字社会"),
        # sentences that are none
        (f"到本世纪中叶全面建成。{BODY}", None),
        (f"力争走在前列。{BODY}", None),
        (f"平台2023年建成。{BODY}", None),
        (f"建设平台；完善制度。{BODY}", None),
        (f"任务如下：建设平台。{BODY}", None),
        (f"怎么办？建设平台。{BODY}", None),
        (f"建设平台。（责任单位：市科技局）{BODY}", None),
        (f"所谓“数字社会。”{BODY}", None),
    ],
)
def test_what_heads_a_paragraph(line: str, lead: str | None) -> None:
    assert lead_of(line) == lead
