"""Where the words of a name begin: behind marks, behind the verb that governs it, behind a thing joined to it.

Must not decide what is a name.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import SystemType
from reader.registers.name_words import CUT, JOINED, LEADING, MARKS, PROGRAMME_CUT

_RESEARCHES: Final = late("(?:技术创新|工程(?:技术)?研究|研究|重点)$")
_THING_END: Final = late("(?:平台|系统|中心|基地|实验室|数据库|小程序)$")
_NUMBER: Final = late(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]")
QUOTED: Final = late(r"“([^“”]{1,24})”")
_BRACKET: Final = late(r"（[^（）]*）")
_FARTHEST: Final = 64  # characters before a head in which its name begins


def name_start(text: str, end: int) -> int:
    """Where the words before a head begin: after a mark; what stands in quotation marks or brackets is passed over."""
    at = end
    while at > max(0, end - _FARTHEST):
        before = text[at - 1]
        if before == "”":
            opened = text.rfind("“", max(0, at - 30), at - 1)
            if opened < 0 or at - opened > 26:
                return at
            at = opened
        elif before == "）":
            opened = text.rfind("（", max(0, at - 30), at - 1)
            inner = text[opened + 1 : at - 1]
            if opened < 0 or len(inner) > 10 or "：" in inner or text[opened - 1 : opened] in {"", "。", "；"}:
                return at
            at = opened
        elif before in MARKS or before == "（":
            return at
        else:
            at -= 1
    return at


def after_verbs(text: str, start: int, end: int, kind: SystemType) -> int:
    """Behind the last word before the name that governs it, and behind a 的 and a joined thing."""
    words = text[start:end]
    masked = QUOTED.sub(lambda m: "※" * len(m[0]), words)
    masked = _BRACKET.sub(lambda m: "※" * len(m[0]), masked)
    cut = max(masked.rfind("的"), masked.rfind("向")) + 1
    opens = number.end() if (number := _NUMBER.match(words)) else 0
    for match in (PROGRAMME_CUT if kind == "programme" else CUT).finditer(masked):
        belongs = match.end() == len(masked) and match.start() > max(
            cut, opens
        )  # 信息汇聚平台: a verb at the end is of the name
        if not belongs or masked.endswith("并", 0, match.start()):  # 资源平台并接入政务外网
            cut = max(cut, match.end())
    for match in re.finditer(r"(?:\d+|[一二三四五])级(?=.)|20\d\d年(?:\d{1,2}月)?(?:年?底|末)?(?:之?前)?", masked):
        cut = max(cut, match.end())
    for match in JOINED.finditer(masked):
        if match[0] == "与" and _RESEARCHES.search(masked) and not _THING_END.search(masked, 0, match.start()):
            continue  # 装备与材料技术创新中心
        cut = max(cut, match.end())
    leading = LEADING.match(masked, cut) if cut else LEADING.match(masked)
    if leading is None and cut:
        leading = LEADING.match(masked[cut:])
        return start + cut + (leading.end() if leading else 0)
    return start + (leading.end() if leading else cut)
