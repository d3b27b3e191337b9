"""The year a document speaks from: what lies before it is past, and 年底前 means its end.

Read from its dates, its number and its title; where these are silent, from the goals it sets. Judges no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.core.document import Document
from reader.core.late_pattern import late
from reader.registers.kinds import title_of

PLAN_END: Final = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
BACK: Final = late(
    r"回顾|现状|发展基础|工作基础|现有基础|成效|成就|总结|背景|面临形势|面临的形势|形势|过去(?:的)?(?:一|五|5|几)|一年来|五年来|主要进展|工作情况|完成情况|执行情况|取得的"
)
AHEAD: Final = late(r"目标|任务|要求|安排|部署|打算|举措|思路|重点工作|重点|展望|谋划|措施|计划|今年|下一步|今后")
_SHORT: Final = 60  # characters of a line that only says when and where
_PLAN_NAMED: Final = late(r"第?“?(?P<plan>十[二三四五六七])(?:五”?|个五年)(?:时期|规划|计划|期间|目标|主要)")
_HELD: Final = late(r"(20\d\d)年\d{1,2}月(?:\d{1,2}日|(?=[^，。；]{4,40}(?:会议|大会)))")
_REVIEWED: Final = late(
    r"(?:[（(]?[一二三四]+[）)]?[、.．])?(?:关于)?(20\d\d)年(?:政府|主要|的|县|市|区|重点)*工作(?:的)?(?:回顾|总结)"
)
_TOLD: Final = late(r"总结|完成情况|执行情况|进展情况|工作情况|成效|决算|统计公报|年报")
TO_DO: Final = late(r"计划|打算|要点|安排|思路|任务|清单|方案|部署|目标|政府工作|规划|政策|措施|举措|意见")
_OF_ITS_TITLE: Final = late(r"(?<!\d)(20\d\d)年?(?:度)?(?!\d|前|以前|以来|起)")
_YEAR: Final = late(
    r"(?<![比较以从由截为止至—\-－–~～\d第年])(?P<by>到|至|在|于|力争|力争到|争取到)?(?P<year>20\d\d)年"
    r"(?P<end>年?底之?前?|末之?前?|前|之前|以前|\d{1,2}月(?:\d{1,2}日)?(?:底|末)?(?:之?前|以前)|上半年|下半年|第?[一二三四]季度)?"
    r"(?!的|度的|印发|发布|出台|公布|制定|修订|以来|起(?![一二三四五两\d]{1,2}年)|版|来|同期|\d{1,2}月\d{1,2}日[，在])"
)
_GOAL: Final = late(
    r"力争|确保|争取|目标|计划|预期|将达|拟|(?:项目|实事|任务)(?:主要)?包括[：:]|年底前|月底前|年前|[（(：:；]20\d\d年\d{1,2}月|时限|期限"
)
_TOLD_TO_THE_END: Final = late(r"截[至止]到?(20\d\d)年(?:年?底|末|12月)")
_MONTH: Final = late(r"\d{1,2}月")
_PAST: Final = late(r"截至|截止|已(?:经|建|有|达|累|形|完|成|设)|目前|同比|过去|以来|成立于|回顾")


def first_year(document: Document) -> int | None:
    """The year the document speaks from; None where nothing in it tells."""
    dated = document.written or document.published
    if dated:
        return int(dated[:4])
    if document.period:
        return document.period[0]
    title = title_of(document)
    named = re.search(r"[〔\[](20\d\d)[〕\]]", document.doc_number or "") or re.search(
        r"(20\d\d)年?[—\-－–~～至]+20\d\d(?:年|[）)])", title
    )
    if named:
        return int(named[1])
    return (
        _of_its_title(title) or _said_at_its_head(document) or _of_what_it_reviews(document) or _of_its_plan(title)
        or _of_its_goals(document)
    )  # fmt: skip


def plan_years(text: str) -> tuple[int, int] | None:
    """First and last year of the five-year plan a title or a caption names."""
    named = _PLAN_NAMED.search(text)
    return (PLAN_END[named["plan"]] - 4, PLAN_END[named["plan"]]) if named else None


def _tells(title: str) -> bool:
    """Whether a title is of what was done in the year it names (2024年工作总结), and of nothing to come."""
    return _TOLD.search(title) is not None and TO_DO.search(title) is None


def _of_its_title(title: str) -> int | None:
    years = [int(year) for year in _OF_ITS_TITLE.findall(title)]
    return max(years) + _tells(title) if years else None


def _of_its_plan(title: str) -> int | None:
    plan = plan_years(title)
    return plan[0] if plan else None


def _said_at_its_head(document: Document) -> int | None:
    """The year of ——2026年1月26日在…会议上 before the first chapter."""
    for block in document.blocks[:12]:
        if block.kind == "heading" and block.number:
            return None
        if len(block.text) < _SHORT and (day := _HELD.search(block.text)):
            return int(day[1])
    return None


def _of_what_it_reviews(document: Document) -> int | None:
    """The year after 2019年工作回顾, where a report has that for a heading."""
    return next((int(m[1]) + 1 for block in document.blocks[:12] if (m := _REVIEWED.fullmatch(block.text))), None)


def _of_its_goals(document: Document) -> int | None:
    """The earliest year that something is to be done by, where no date is given at all: in a plan every year is one.

    What it tells of the end of a year (截至2024年底) was written in the next.
    """
    said = min(_goal_years(document), default=None)
    told = [int(year) for block in document.blocks for year in _TOLD_TO_THE_END.findall(block.text)]
    after = max(told) + 1 if told else None
    return after if after and (said is None or after <= said) else said


def _goal_years(document: Document) -> Iterator[int]:
    back = False
    plan = TO_DO.search(title_of(document)) is not None
    for block in document.blocks:
        if block.kind == "heading":
            back = BACK.search(block.text) is not None and AHEAD.search(block.text) is None
        if block.kind == "table":
            yield from (
                int(m["year"]) for m in _YEAR.finditer(block.text) if m["end"] or _MONTH.match(block.text, m.end())
            )
        if back or block.kind in {"table", "title"}:
            continue
        for sentence in block.text.split("。"):
            if _PAST.search(sentence):
                continue
            said = list(_YEAR.finditer(sentence))
            years = [int(match["year"]) for match in said]
            steps = len(years) > 1 and years == sorted(set(years))  # 2025年建成12个，2026年累计达到28个
            meant = any(match["by"] or match["end"] for match in said)
            if plan or meant or steps or _GOAL.search(sentence):
                yield from years
