"""When a task is due: the day or the year a remark, a cell or a sentence gives, or how often it comes round.

    2026年12月底  6月底前  上半年  三季度  年内  “十五五”末  自2025年起三年内  每年  每季度  印发之日起3个月内

Owns the words of such times and the last day they mean. Whose task it is, it does not know.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from reader.core.clause_numbers import numeral
from reader.core.document import Document
from reader.core.late_pattern import late
from reader.core.register import Every
from reader.core.span import Span
from reader.registers.kinds import title_of
from reader.registers.speaking_year import PLAN_END, first_year

_NUMBER: Final = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_BEFORE: Final = r"(?:之前|以前|前)"
_PART: Final = (
    rf"(?P<month>1[0-2]|0?[1-9])(?:月份?(?:(?P<day>[12][0-9]|3[01]|0?[1-9])[日号]|(?P<third>[上中下]旬))?(?P<end>底|末)?(?P<before>{_BEFORE})?)"
    rf"|(?P<half>[上下])半年(?:[底末])?{_BEFORE}?"
    rf"|第?(?P<quarter>[一二三四1-4])季度(?:[底末])?{_BEFORE}?"
    rf"|(?P<year_end>(?:年)?(?:底|末)){_BEFORE}?"
    rf"|(?P<within>(?:年)?内)"
)
_DATED: Final = late(
    rf"(?<![0-9])(?P<year>20[0-9]{{2}})(?:年(?:度)?\s*(?P<part>{_PART}|{_BEFORE})?"
    rf"|[./\-](?P<m>1[0-2]|0?[1-9])(?:[./\-](?P<d>[12][0-9]|3[01]|0?[1-9]))?(?![0-9.]))"
)
_WITHOUT_YEAR: Final = _PART.replace("(?:年)?(?:底|末)", "年(?:底|末)").replace("(?:年)?内", "年内")
_UNDATED: Final = late(rf"(?<![0-9年第近过\-—–~～至])(?:今年|本年|当年)?(?P<part>{_WITHOUT_YEAR})")
_PLAN: Final = late(r"“?(?P<plan>十[二三四五六七])五”?(?:规划)?(?:期)?(?:末|(?:期间|时期)(?=完成|内|$))")
_PAID: Final = r"(?:给予|发放)?(?:补助|补贴|奖励|资助|津贴|最高)|[^，。；]{0,6}\d+元"  # 每人每月补贴600元: no time
_EVERY: Final = late(
    rf"每(?P<half>半年)|[每按](?P<quarter>季度?)(?!\d+[^\d月日])|[每按逐](?P<month>月)(?!饼|\d+[^\d月日]|{_PAID})|每(?P<year>年)(?!\d+[^\d月日]|{_PAID})|(?P<yearly>年度(?=任务|工作|更新|评估|$))"
)
_SPAN_OF_YEARS: Final = late(
    rf"(?:自|从)(?P<from>20[0-9]{{2}})年起?[，,]?(?:用|利用)?(?P<many>{_NUMBER})年(?:时间)?(?:内|左右)?"
)
_SINCE_ISSUED: Final = late(
    rf"(?:自)?(?:本[^，。；]{{0,8}})?(?:印发|发布|公布|实施|施行|下发)(?:之日)?(?:起|后)[，,]?(?P<many>{_NUMBER})(?P<what>个月|个工作日|日|天|年)(?:之?内|以内)"
)
_LOOKS_BACK: Final = late(r"(?:截至|截止到?|较|比|自|从|在|以)$")
_TO_MONTH: Final = late(r"(?<=月)[—\-－–~～至]+(?P<month>1[0-2]|0?[1-9])月")
_ONE: Final = 1_200  # characters of a text that may have one time
_MONTHS: Final = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


@dataclass(frozen=True, slots=True)
class When:
    """A time said.

    Attributes:
        year: by whose end; None for what only comes round.
        due: the last day meant, where more than a year is said.
        every: how often it comes round.
        span: the words that say so.
    """

    span: Span
    year: int | None = None
    due: date | None = None
    every: Every | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a document's own dates make of times without a year.

    Attributes:
        this_year: the year that 年底前 and 6月底前 mean; None where the document does not tell.
        since: the year it speaks from; what lies before is past.
        issued: the day from which 印发之日起3个月内 counts.
    """

    this_year: int | None
    since: int | None
    issued: date | None = None

    @classmethod
    def of(cls, document: Document) -> Calendar:
        """The calendar of a document."""
        since = first_year(document)
        title = title_of(document)
        period = document.period
        named = re.findall(r"20[0-9]{2}(?=年)", title)
        one = period[1] if period and period[0] == period[1] else None
        issued = document.written or document.published
        if one is None and len(set(named)) == 1 and period is None:
            one = int(named[0])
        try:
            day = date.fromisoformat(issued) if issued else None
        except ValueError:
            day = None
        return cls(one or (day.year if day else since), since, day)


def read_when(text: str, calendar: Calendar, at: int = 0) -> When | None:
    """The first time a remark or a cell gives, as its only business. A time that comes round is none to be reached."""
    calendar = replace(calendar, since=None)  # a remark may be older than what it stands in
    found = sorted(times(text, calendar, at), key=lambda when: (when.every is not None, when.span.start))
    rounds = [when for when in found if when.every]
    if rounds and (not found[0].year or rounds[0].span.start <= found[0].span.start):
        return rounds[0]
    return found[0] if found else None


def only_when(text: str, calendar: Calendar, at: int = 0) -> When | None:
    """The time a sentence gives for all it says; None where it gives none or several."""
    if len(text) > _ONE:
        return None  # so much is not said of one time
    found = list(times(text, calendar, at))
    ahead = [when for when in found if when.year]
    if len({(when.year, when.due) for when in ahead}) == 1 and not any(when.every for when in found):
        return ahead[0]
    rounds = {when.every for when in found}
    return found[0] if found and not ahead and len(rounds) == 1 else None


def times(text: str, calendar: Calendar, at: int = 0) -> Iterator[When]:
    """Every time of a text that is not past, kind by kind."""
    taken: list[Span] = []
    for match in _SPAN_OF_YEARS.finditer(text):
        taken.append(Span(*match.span()))
        yield When(_moved(match, at), int(match["from"]) + _count(match["many"]))
    if calendar.issued:
        for match in _SINCE_ISSUED.finditer(text):
            taken.append(Span(*match.span()))
            due = _after(calendar.issued, _count(match["many"]), match["what"])
            yield When(_moved(match, at), due.year, due)
    for match in _EVERY.finditer(text):
        every: Every = (
            "half" if match["half"] else "quarter" if match["quarter"] else "month" if match["month"] else "year"
        )
        end = re.compile(rf"(?:[至到的]?(?:{_PART}))?").match(text, match.end())
        taken.append(Span(match.start(), end.end() if end else match.end()))
        yield When(_moved(match, at), every=every)
    for match in _DATED.finditer(text):
        when = _dated(text, match, calendar, at)
        if not any(Span(*match.span()).overlaps(t) for t in taken):
            taken.append(Span(*match.span()))
            if when:
                yield when
    for match in _PLAN.finditer(text):
        year = PLAN_END[match["plan"]]
        if calendar.since is None or year >= calendar.since:
            yield When(_moved(match, at), year, date(year, 12, 31) if "末" in match[0] else None)
    for match in _UNDATED.finditer(text):
        looks_back = _LOOKS_BACK.search(text[max(0, match.start() - 3) : match.start()])
        if looks_back and not (looks_back[0] == "在" and match[0].endswith("前")):
            continue
        if any(Span(*match.span()).overlaps(t) for t in taken):
            continue
        if calendar.this_year:
            yield When(_moved(match, at), calendar.this_year, _last_day(calendar.this_year, match))


def _dated(text: str, match: re.Match[str], calendar: Calendar, at: int) -> When | None:
    year = int(match["year"])
    before = text[max(0, match.start() - 4) : match.start()]
    after = text[match.end() : match.end() + 3]
    if (calendar.since is not None and year < calendar.since) or (
        _LOOKS_BACK.search(before) and not re.search(r"(?:在)$", before)
    ):
        return None
    if re.match(r"(?:年)?(?:起|以来|开始|版|度?[的之](?!前))", after) or re.match(
        r"(?:年)?(?:[—\-－–~～]|至)+20", after
    ):
        return None  # the beginning of a span
    if later := _TO_MONTH.match(text, match.end()):  # 2025年3月—6月
        month = int(later["month"])
        return When(_moved(match, at), year, date(year, month, monthrange(year, month)[1]))
    if match["m"]:
        month = int(match["m"])
        day = min(int(match["d"]), monthrange(year, month)[1]) if match["d"] else monthrange(year, month)[1]
        return When(_moved(match, at), year, date(year, month, day))
    if match["part"] and not re.fullmatch(_BEFORE, match["part"]):
        return When(_moved(match, at), year, _last_day(year, match))
    meant = (
        not before
        or re.search(r"(?:到|至|于|在|[：:—\-－–~～，；;。\s（])$", before)
        or year > (calendar.since or 9999)
    )
    return When(_moved(match, at), year) if match["part"] or meant else None


def _last_day(year: int, match: re.Match[str]) -> date | None:
    if match["month"]:
        month = int(match["month"])
        last = monthrange(year, month)[1]
        if match["day"]:
            return date(year, month, min(int(match["day"]), last))
        if match["third"]:
            return date(year, month, {"上": 10, "中": 20}.get(match["third"][0], last))
        if match["before"] and not match["end"]:  # 6月前 is before June begins
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            last = monthrange(year, month)[1]
        return date(year, month, last)
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上" else date(year, 12, 31)
    if match["quarter"]:
        month = _MONTHS[match["quarter"]]
        return date(year, month, monthrange(year, month)[1])
    return date(year, 12, 31)


def _after(start: date, many: int, what: str) -> date:
    if what in {"日", "天"}:
        return date.fromordinal(start.toordinal() + many)
    if what == "个工作日":
        day = start
        while many:
            day = date.fromordinal(day.toordinal() + 1)
            many -= day.weekday() < 5
        return day
    months = start.month - 1 + (many * 12 if what == "年" else many)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _count(words: str) -> int:
    return int(words) if words.isdigit() else numeral(words) or 0


def _moved(match: re.Match[str], at: int) -> Span:
    return Span(at + match.start(), at + match.end())
