"""What the clause before a figure speaks of, where the figure's own clause names nothing.

    布设起降点，2025年建成12个    粮食产量再获丰收，达到32万吨    将专项经费纳入预算，每年不少于2000万元

Must not judge figures.
"""

from __future__ import annotations

from typing import Final

from reader.core.late_pattern import late
from reader.core.span import Span
from reader.registers.purpose import VERB

_PUT: Final = late(r"(?:将|把)(?P<what>[\u4e00-\u9fff“”A-Za-z0-9]{2,16}?)(?:纳入|列入|作为|用于|打造|建设)")
_SUBJECT: Final = late(
    r"(?:[^，。；：]*?(?:。|，|；|：|^))?(?P<what>[\u4e00-\u9fffA-Za-z0-9“”]{2,16}?)(?:再|实现|稳定|保持|持续|大幅|稳步|快速|显著|连续|首次|再次|获|连|跨|再上|迈|创|突破|达到|超过)"
)
_MEASURE: Final = late(
    r"(?:产量|产值|总值|指数|总量|规模|收入|总额|面积|里程|人数|人次|数量|投资|增加值|存栏|出栏|率|比重|占比|强度|用户|销售额|交易额|储量|装机)$"
)
_THING: Final = late(r"[\u4e00-\u9fffA-Za-z0-9“”（）]{2,16}")
_MARK: Final = late("[，；。：]")


def spoken_of(text: str, sentence: Span, start: int, *, subject_alone: bool = False) -> Span | None:
    """The words of the clause before `start` that its figure is of; None where none can be told.

    Args:
        subject_alone: only a measure that is the subject of that clause, nothing that is done.
    """
    end = start
    while end > sentence.start and text[end - 1] in "，；、 ":
        end -= 1
    begin = max((text.rfind(mark, sentence.start, end) for mark in "，；："), default=-1) + 1
    begin = max(begin, sentence.start)
    clause = text[begin:end]
    if not subject_alone and (put := _PUT.search(clause)):
        return Span(begin + put.start("what"), begin + put.end("what"))
    subject = _SUBJECT.match(clause)
    if subject and _MEASURE.search(subject["what"]):
        return Span(begin + subject.start("what"), begin + subject.end("what"))
    if subject_alone:
        return None
    verbs = list(VERB.finditer(clause))
    if verbs and (thing := _THING.fullmatch(clause, verbs[-1].end())) and "的" not in thing[0]:
        return Span(begin + thing.start(), begin + thing.end())
    return None
