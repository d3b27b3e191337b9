"""Rule "title-join": a title that the page broke over several lines is one line again."""

from __future__ import annotations

import re

from reader.ingest.lines import Line, lines_of
from reader.ingest.numbering import numbered
from reader.ingest.traced import Change, TracedText

KINDS = (
    "行动方案", "实施方案", "工作方案", "行动计划", "实施意见", "指导意见", "实施细则", "实施办法", "管理办法", "若干措施",
    "规划纲要", "专项规划", "发展规划", "通知", "意见", "方案", "规划", "计划", "办法", "规定", "决定", "条例", "细则",
    "公告", "通告", "批复", "纲要", "要点", "报告", "措施", "清单", "目录", "指南", "标准", "规则", "通报", "决议", "议案",
    "公报", "命令", "函", "解释", "规程", "守则", "章程", "法",
)  # fmt: skip
_KIND_END = "|".join(KINDS)
_COMPLETE = re.compile(rf"(?:{_KIND_END})(?:（[^（）]*）|\([^()]*\))*$")
_LOOSE = re.compile(rf"(?:{_KIND_END})(?:[（(]?[^（）()，。]{{0,20}}[）)]?)?$")
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST = 80


def is_title(text: str) -> bool:
    """Whether a line can be a whole title: short, no sentence, ending in a kind of document."""
    if not 6 <= len(text) <= _LONGEST or _SENTENCE.search(text) or numbered(text) or text[-1] in "，、：:,":
        return False
    if re.search("关于(?:印发|转发|发布|公布)", text):
        return bool(re.search(r"的(?:通知|公告|通告|决定|函|批复)(?:（[^（）]*）)?$", text))
    return bool(_LOOSE.search(text))


def is_complete(text: str) -> bool:
    """Whether nothing of a title is missing at its end."""
    return is_title(text) and (bool(_COMPLETE.search(text)) or text.endswith("通知"))


def join_titles(text: TracedText) -> TracedText:
    """Titles broken over up to five lines joined, at the head and where an attachment begins."""
    lines = [line for line in lines_of(text.text) if line.text]
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        size = _broken_title(lines, at)
        changes += [Change(lines[i].end, lines[i + 1].start, "") for i in range(at, at + size - 1)]
        at += size
    return text.replace(changes, "title-join")


def _broken_title(lines: list[Line], at: int) -> int:
    """How many lines from `at` on make one title (1 where they make none)."""
    joined = lines[at].text
    if not _piece(joined) or is_complete(joined):
        return 1
    for size in range(2, 6):
        if at + size > len(lines) or not _piece(lines[at + size - 1].text):
            return 1
        joined += lines[at + size - 1].text
        if is_title(joined) and not _more_to_come(lines, at + size, joined):
            return size
    return 1


def _piece(text: str) -> bool:
    return (
        2 <= len(text) <= 40 and not _SENTENCE.search(text) and numbered(text) is None and not re.search("[：:|]", text) and text[-1] not in "，、"
        and not re.match(r"(?:\d{4}年\d{1,2}月|[（(]此[件文]|抄送|附件|——|各[^，]{1,12}人民政府)", text)
        and not re.search(r"[〔\[]\s*\d{4}", text) and "|" not in text
    )  # fmt: skip


def _more_to_come(lines: list[Line], at: int, joined: str) -> bool:
    """Whether the next line still belongs to the title: a bracket that only carries a range of years or a status."""
    return at < len(lines) and bool(re.match(r"[（(][^（）()]{2,20}[）)]$", lines[at].text)) and "此" not in lines[at].text[:2]
