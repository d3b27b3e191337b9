"""What belongs to a system: figures of the sentence that opens with it; whose own it is where many have one like it.

Must not find names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Place, Target, Task
from reader.core.span import Span

_OPENS: Final = late(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）).．、]\s*)?(?:深入|全面|大力|积极|持续|加快|推动|组织|同步)*[\u4e00-\u9fff]{0,4}"
)


_NEAR: Final = 60  # characters of a sentence before the system it opens with
_USE: Final = late(r"用户|使用|访问|服务|注册|接入|上线|日活|办件|入驻|开通|惠企|兑现|下载")


def targets_beside(
    mentions: Mapping[str, Sequence[Place]],
    targets: Sequence[Target],
    tasks: Mapping[tuple[str, str], Sequence[Task]],
    texts: Mapping[tuple[str, str], str],
) -> dict[str, list[Target]]:
    """Figures of a task, or where there is none of a sentence, that opens with the one system it is about.

    实施“甲”工程，…，到2023年规模达到10亿元. Of a platform only what is counted of its use is its own, and only where no
    second system is named beside it.
    """
    by_block: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        if target.kind not in {"count", "baseline"} and not target.from_table:
            by_block[target.at.doc, target.at.block].append(target)
    spoken: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for places in mentions.values():
        for place in places:
            spoken[place.doc, place.block].append(place.span)
    found: dict[str, list[Target]] = defaultdict(list)
    for display, places in mentions.items():
        for place in places:
            here = place.doc, place.block
            goals = by_block.get(here)
            if not goals:
                continue
            stretch = _stretch(place, tasks.get(here, ()), texts[here])
            if place.span.start - stretch.start > _NEAR or not _OPENS.fullmatch(
                texts[here], stretch.start, place.span.start
            ):
                continue
            within = [t for t in goals if stretch.start <= t.at.span.start < stretch.end]
            if not display.endswith(("工程", "行动", "计划")):
                alone = sum(1 for _ in islice((s for s in spoken[here] if s.overlaps(stretch)), 2)) == 1
                within = [t for t in within if alone and _USE.search(t.what)]
            found[display] += within
    return found


def _stretch(place: Place, tasks: Sequence[Task], text: str) -> Span:
    """The task a mention stands in, else its sentence."""
    for task in tasks:
        if task.at.span.overlaps(place.span) and task.task != task.at.quote:
            return task.at.span
    start = text.rfind("。", 0, place.span.start) + 1
    end = text.find("。", place.span.end)
    return Span(start, len(text) if end < 0 else end)


def earliest_year(targets: Iterable[Target]) -> int | None:
    """The first year by which one of these targets is to be reached."""
    return min((t.deadline for t in targets if t.deadline and t.kind == "target"), default=None)


_SHARED_BRAND: Final = late(r"“?(?:智慧)?城市大脑”?|“?[\u4e00-\u9fff]{0,4}驾驶舱”?")
_OWNER: Final = late(
    r"(?:支持|推动|鼓励|指导|(?<=[，。；、：])|^)(?P<who>(?!各|有关|相关|全)[\u4e00-\u9fff]{2,8}"
    r"(?:生态城|新区|开发区|高新区|经开区|保税区|[^市城社园地]区|县|街道|镇))(?:的|建设|打造|建成|上线|投用|推出)?$"
)


def owner_of(before: str, place: Place, region: str) -> str:
    """The body whose own a thing is that many places have (某生态城建设城市大脑); "" where none is named."""
    if not _SHARED_BRAND.fullmatch(place.quote):
        return ""
    said = _OWNER.search(before[-24:])
    return said["who"] if said and said["who"] not in region else ""
