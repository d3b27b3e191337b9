"""Where a row has what it does not say itself: the words an inherited year comes from, and why a row is to be checked.

Reads the document again; changes no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Citation, Place, Row, System, Target, Task
from reader.core.span import Span
from reader.registers.deadlines import years_ahead
from reader.registers.speaking_year import first_year

INHERITED: Final = frozenset(["sentence", "paragraph", "chapter", "period"])
_ENDS: Final = "。；！？\n"
_YEAR: Final = late(r"20\d\d")
_COMPARING: Final = late(
    r"不低于|不少于|不小于|不高于|不超过|不大于|突破|达到|超过|高于|低于|以上|以下|以内|左右|大约|实现|超|达|约"
)
_MEANING: Final = {
    ">=": frozenset(["不低于", "不少于", "不小于", "突破", "达到", "以上", "达", "实现"]),
    ">": frozenset(["超过", "高于", "突破", "超", "以上"]),
    "<=": frozenset(["不高于", "不超过", "不大于", "以内", "以下"]),
    "<": frozenset(["低于", "以下"]),
    "~": frozenset(["左右", "大约", "约"]),
    "=": frozenset(["达到", "达", "实现"]),
}  # fmt: skip


def inherits(row: Row) -> bool:
    """Whether the year of a target stands elsewhere."""
    return isinstance(row, Target) and row.deadline is not None and row.deadline_from in INHERITED


def deadline_place(row: Row, document: Document) -> Place | None:
    """The sentence from which a target has its year; None where it says the year itself or no words are found."""
    if not isinstance(row, Target) or not inherits(row):
        return None
    since = first_year(document)
    for block, text, said in _candidates(row, document):
        years = years_ahead(text, since)
        if said == "period":
            years = years or [(m.start(), int(m[0])) for m in _YEAR.finditer(text)]
        at = [start for start, year in years if year == row.deadline]
        if at:
            here = at[-1]
            start = max(text.rfind(end, 0, here) for end in _ENDS) + 1
            stop = min((end for mark in _ENDS if (end := text.find(mark, here)) >= 0), default=len(text))
            return Place(document.id, block.id, Span(start, stop), text[start:stop])
    return None


def _candidates(row: Target, document: Document) -> Iterator[tuple[Block, str, str]]:
    """Blocks in the order in which a year is looked for, with as much of their text as may give it."""
    blocks = document.blocks
    here = next(n for n, block in enumerate(blocks) if block.id == row.at.block)
    if row.deadline_from != "period":
        own = blocks[here]
        yield own, own.text[: row.at.span.end], ""
        above = [b for b in reversed(blocks[:here]) if not b.path or own.path[: len(b.path)] == b.path]
        for block in above:
            yield block, block.text, ""
    for block in blocks:
        if block.kind in {"title", "heading"} or block.level == 1:
            yield block, block.text, "period"
    for block in blocks:
        if block.kind in {"paragraph", "bullet"}:
            yield block, block.text, ""


def comparing_word(row: Target) -> str:
    """The document's own word for how the figure is meant (突破, 不低于); empty where none fits what was read."""
    at = row.at.quote.rfind(row.value.split("-")[0])
    if row.from_table or at < 0:
        return ""
    fitting = _MEANING.get(row.comparator, frozenset())
    before = [m for m in _COMPARING.finditer(row.at.quote[:at]) if at - m.end() <= 4]
    behind = [m for m in _COMPARING.finditer(row.at.quote, at) if m.start() - at <= len(row.value) + len(row.unit) + 2]
    words = [m[0] for m in (*reversed(before), *behind) if m[0] in fitting]
    return words[0] if words else ""


def why_unsure(row: Row) -> str:
    """Why a row is to be checked, in a sentence; empty where it is certain."""
    if row.sure:
        return ""
    if isinstance(row, Target):
        return row.why or _of_target(row)
    if isinstance(row, System):
        return "名称是按上下文判断的，不一定是专名。"
    if isinstance(row, Citation):
        return "引用的写法不完整，请对照原文。"
    return _of_task(row)


def _of_target(row: Target) -> str:
    if not row.what:
        return "没有读出是哪项指标。"
    if "分别" in row.what:
        return "原文用“分别”并列几项，数值与指标的对应请核对。"
    if re.search(r"[千百万亿]亿?元?级", row.at.quote) and row.unit.startswith("亿"):
        return "“{}”是量级的说法，不一定是确数。".format(
            next(iter(re.findall(r"[千百万]?亿元?级", row.at.quote)), "级")
        )
    if row.deadline is None:
        return "原文没有写明期限。"
    if row.deadline_from == "period":
        return "原文没有写明期限，年份取自文件的规划期。"
    return "数值或指标的读法不能确定，请对照原文。"


def _of_task(row: Task) -> str:
    note = row.at.quote[row.note.start - row.at.span.start :]
    if note.count("（") + note.count("(") > note.count("）") + note.count(")"):
        return "责任括注没有写完（缺右括号）。"
    if not row.task.strip():
        return "没有读出任务的内容。"
    odd = next((u.name for _role, u in row.everyone() if not u.generic and len(u.name) > 20), "")
    return f"“{odd}”不像单位名称。" if odd else "责任单位的读法不能确定，请对照原文。"
