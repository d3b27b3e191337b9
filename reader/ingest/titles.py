"""Rule "title-join": a title that the page broke over several lines is one line again."""

from __future__ import annotations

import itertools
import re

from reader.ingest.lines import Line, lines_of
from reader.ingest.numbering import numbered
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

KINDS = (
    "行动方案", "实施方案", "工作方案", "行动计划", "实施意见", "指导意见", "实施细则", "实施办法", "管理办法",
    "若干措施", "规划纲要", "专项规划", "发展规划", "通知", "意见", "方案", "规划", "计划", "办法", "规定",
    "决定", "条例", "细则", "公告", "通告", "批复", "纲要", "要点", "报告", "措施", "清单", "目录", "指南",
    "标准", "规则", "通报", "决议", "议案", "公报", "命令", "函", "解释", "规程", "守则", "章程", "法", "蓝图",
    "计画", "白皮书", "路线图", "指引", "政策", "修正案",
)  # fmt: skip
_KIND_END = "|".join(KINDS)
_COMPLETE = re.compile(rf"(?:{_KIND_END})(?:（[^（）]*）|\([^()]*\))*$")
_LOOSE = re.compile(rf"(?:{_KIND_END})(?:[（(]?[^（）()，。]{{0,20}}[）)]?)?$")
_PASSED_ON = re.compile(r"(?:印发|转发|发布|出台|公布)《[^《》]{4,60}》$")
_SENTENCE = re.compile(r"[。；！？]")
_ABOUT = ("关于", "印发", "转发", "批转")
_ORGAN = re.compile(
    r"^[^，。；：、（）《》\d]{2,40}(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|会|署|办|室|中心|行|党组)$"
)
_ASIDE = re.compile(
    r"^[（(](?:(?:19|20)\d{2}\s*年?\s*[-—－–~～至]{1,2}\s*(?:(?:19|20)\d{2})\s*年?|(?:19|20)\d{2}年版?"
    r"|试行|暂行|修订|修订版|草案|送审稿|讨论稿|(?:公开)?征求意见稿|征求意见稿第.{1,3}稿|.{0,4}修[订正](?:稿|版)?)[）)]$"
)
_ORDER = re.compile(r"^[^，。；：（）《》\d]{2,40}令$")
_ORDER_NUMBER = re.compile(r"^[（(]?第[\d一二三四五六七八九十百〇零]{1,6}号[）)]?$")
_NOT_PIECE = re.compile(r"(?:(?:19|20)\d{2}年\d{1,2}月|[（(](?:此[件文]|本文)|抄送|附件|——|各[^，]{1,12}人民政府)")
_LONGEST = 90
_MOST_LINES = 6


def is_title(text: str) -> bool:
    """Whether a line can be a whole title: short, no sentence, ending in a kind of document."""
    if not 6 <= len(text) <= _LONGEST:
        return False
    if _SENTENCE.search(text) or text[-1] in "，、：:,":
        return False
    text = to_simplified(text)
    if _DATED.match(text) or numbered(text):
        return False
    if _PASSED_ON.search(text):
        return True
    if re.search("关于(?:印发|转发|发布|公布|批转)", text):
        return bool(re.search(r"的(?:通知|公告|通告|决定|函|批复|意见)(?:（[^（）]*）)?$", text))
    return bool(_LOOSE.search(text))


_DATED = re.compile(r"^[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")


def is_complete(text: str) -> bool:
    """Whether nothing of a title is missing at its end."""
    return is_title(text) and (bool(_COMPLETE.search(to_simplified(text))) or text.endswith("通知"))


def is_organ(text: str) -> bool:
    """Whether a line is the name of an authority (or of several, with blanks between them)."""
    return len(text) <= _LONGEST and bool(_ORGAN.match(to_simplified(text))) and numbered(text) is None


def join_titles(text: TracedText) -> TracedText:
    """Titles broken over several lines joined, at the head and where an attachment begins.

    Names of authorities above 关于… keep a blank between them; so two issuers stay two.
    """
    lines = [line for line in lines_of(text.text) if line.text]
    changes: list[Change] = []
    at = 0
    while at < len(lines):
        size = _broken_title(lines, at)
        for one, other in itertools.pairwise(lines[at : at + size]):
            changes.append(Change(one.end, other.start, " " if is_organ(one.text) and is_organ(other.text) else ""))
        at += size
    return text.replace(changes, "title-join")


def _broken_title(lines: list[Line], at: int) -> int:
    """How many lines from `at` on make one title (1 where they make none)."""
    joined = lines[at].text
    if not _piece(joined) and not is_complete(joined):
        return 1
    if _ORDER.match(joined) and at + 1 < len(lines) and _ORDER_NUMBER.match(lines[at + 1].text):
        return 2
    if is_complete(joined):
        return 2 if _more_to_come(lines, at + 1) else 1
    names = is_organ(joined)
    for size in range(2, _MOST_LINES + 1):
        following = lines[at + size - 1].text if at + size <= len(lines) else ""
        if not _piece(following):
            return 1
        if names and not is_organ(following):
            if not to_simplified(following).startswith(_ABOUT):
                return 1  # an authority named above a title is no part of it
            names = False
        joined += following
        if not names and is_title(joined):
            return size + _more_to_come(lines, at + size)
    return 1


def _piece(text: str) -> bool:
    return (
        2 <= len(text) <= 45 and not _SENTENCE.search(text) and numbered(text) is None and not re.search("[：:|]", text)
        and text[-1] not in "，、" and not _NOT_PIECE.match(text) and not re.search(r"[〔\[]\s*\d{4}", text)
    )  # fmt: skip


def _more_to_come(lines: list[Line], at: int) -> bool:
    """Whether the next line still belongs to the title: a bracket that only carries a range of years or a status."""
    return at < len(lines) and bool(_ASIDE.match(lines[at].text))
