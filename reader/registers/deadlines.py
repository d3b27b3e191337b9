"""Years by which something is to be reached, and years that are past. Reads text; judges no figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reader.core.clause_numbers import numeral
from reader.core.late_pattern import late
from reader.core.register import DeadlineFrom
from reader.registers.speaking_year import PLAN_END

_YEAR: Final = late(
    r"(?P<by>力争到|力争在|力争|争取到|到|至|在|于|截至|截止|截止到|自|从)?(?P<year>20\d\d)年"
    r"(?P<end>年?底之?前?|末之?前?|前|之前|以前|\d{1,2}月(?:\d{1,2}日)?(?:底|末)?(?:之?前|以前)|\d{1,2}月[底末]"
    r"|(?P<part>(?:第?[一二三四]季度|上半年)[末底]?)(?:之?前)?)?"
)
_COMPARED_YEAR: Final = late(
    r"(?:(?<!占)比|较|相比|相较于?|相对于?|以)20\d\d年|(?P<from>(?:由|从)20\d\d年)(?=(?:年?底|末|初|度)?的?[约近超]?\d)|在20\d\d年(?=[年底末的]{0,3}基础上)|(?<=完工|续建|收尾|结转|巩固|完成|推进|实施|抓好|启动)20\d\d年(?=[^，。；]{0,4}(?:续建|结转|未完|剩余|跨年|度的|的)|\d)"
)
_OF_A_RULE: Final = late(  # 2005年上海市制定的《标准》: of when the standard was made
    r"(?:19|20)\d\d年[^，。；《]{0,14}(?:颁布|制定|印发|发布|出台|修订|通过|公布|实施|施行|下发|批准)的"
)
_MEANT: Final = late("以上|不低于|不少于|达到|达[0-9一二三四五六七八九]")
SO_FAR: Final = late(r"累计(?:注册|服务|接入|受理|办理|归集|入驻|用户|上架|发布)")
_PLAN: Final = late(r"(?P<by>到)?“?(?P<plan>十[二三四五六七])五”?(?:规划)?(?P<end>期末|末|时期|期间|以来)")
_PAST_WORDS: Final = late(
    r"截至|截止|(?<![人口户名])拥有(?![量率数])|(?<![不对将把用])已(?:经|建|有|达|累|形|完|成|设)|(?<!项)目前(?!期)|当前|同比|累计建成|累计培育|获批|现有(?=[^，。；基础]{1,10}\d)|入选|位列|占据|分别占"
)
_GOAL_WORDS: Final = late(
    r"力争|确保|争取|目标(?:是|为|[：:])|计划(?:新|建|完|实|安|开|投)|预期|将达|拟|(?:今年|年内|我们)[^。；]{0,6}将(?=[^，。；]{2})"
)
WITHIN: Final = late(
    r"(?:(?:自|从)|(?<!\d)(?=20\d\d年起))(?P<from>20\d\d)年起?[，,]?(?:用|利用)?(?P<many>\d{1,2}|[一二两三四五六七八九十])年(?:时间)?(?:内|左右)?"
    r"|(?:经过|用|通过|利用)(?:未来)?(?:\d{1,2}|[一二两三四五六七八九])?(?:至|到|-|—|～)?(?P<years>\d{1,2}|[一二两三四五六七八九十])年(?:左右)?(?:的)?(?:努力|时间|左右|建设|奋斗)"
    r"|(?<!前)(?:未来|今后)(?P<coming>\d{1,2}|[一二两三四五六七八九十])(?:个)?年(?=[，,]|(?:力争|累计|将|计划|内?[建完新培引改])|兴建|的?(?:主要|奋斗|发展|总体|工作)*(?:预期)?目标)"
    r"|(?:^|(?<=[，。；：、]))(?:力争)?(?:未来|今后)?(?P<within>\d{1,2}|[一二两三四五六七八九十])年内(?!的|未|新|毕业|离|被|又|再|不|发生|有|受|因|曾|[\d两二三]|$)"
)


_LASTING: Final = late("起|努力|时间|左右|建设|奋斗|未来|今后|年内")
_KEPT: Final = 512  # sentences whose years are kept: every figure of one asks for them


@dataclass(frozen=True, slots=True)
class Deadline:
    """A year, how it was come by, and whether nothing else can be meant."""

    year: int
    from_: DeadlineFrom
    sure: bool = True


def years_ahead(text: str, since: int | None) -> list[tuple[int, int]]:
    """Years said as deadlines: (where they stand, year). 到2023年, 2025年底前, 到“十四五”末."""
    return list(_years_ahead(text, since))


@lru_cache(maxsize=_KEPT)
def _years_ahead(text: str, since: int | None) -> tuple[tuple[int, int], ...]:
    if "年" not in text and "五" not in text and "世纪" not in text:
        return ()
    text = without_comparisons(text)
    found = []
    for match in _YEAR.finditer(text):
        year = int(match["year"])
        if match["part"] and match["end"] == match["part"] and (year < (since or 0) or _PAST_WORDS.search(text)):
            continue  # 2023年一季度，增长…: a quarter looked back on
        if year == since and match["by"] is None and _THIS_YEAR.match(text, match.end()):
            if not _PAST_WORDS.search(text) or _GOAL_WORDS.search(text):  # 2024年，…: a plan of that year
                found.append((match.start(), year))
            continue
        ranged = _RANGED.search(text, max(0, match.start("year") - 8), match.start("year"))
        if ranged and year >= (since or 0) and not _PAST_WORDS.search(text):
            found.append((match.start(), year))
            continue
        if text.startswith(("远景", "愿景"), match.end()) and match["by"] is None:
            continue  # 锚定2035年远景目标
        if text.startswith(("起", "开始", "以来"), match.end()):
            continue
        meant = (match["by"] or "").endswith(("到", "至", "力争")) and not (match["by"] or "").startswith("截")
        if (meant or match["end"] or (since is not None and year > since)) and (since is None or year >= since):
            if (match["by"] or "") in {"截至", "截止", "截止到", "自", "从"}:
                continue
            found.append((match.start(), year))
    for match in _PLAN.finditer(text):
        year = PLAN_END[match["plan"]]
        within = match["end"] in {"期间", "时期"} and not _PAST_WORDS.search(text)
        if (match["by"] or "末" in match["end"] or within) and (since is None or year >= since):
            found.append((match.start(), year))
    for match in WITHIN.finditer(text) if _LASTING.search(text) else ():
        start = int(match["from"]) if match["from"] else since
        many = match["many"] or match["years"] or match["within"] or match["coming"]
        if start is not None and not _DONE.search(text[max(0, match.start() - 8) : match.start()]):
            last = start + (numeral(many.replace("两", "二")) or 0) - bool(match["coming"])  # this year is one of them
            found.append((match.start(), last))
    found += [(m.start(), 2050) for m in re.finditer("到?本世纪中叶", text)]
    return tuple(sorted(found))


@lru_cache(maxsize=_KEPT)
def without_comparisons(text: str, *, goal: bool = True) -> str:
    """The text with years that only compare blotted out: 较2023年底, 由2023年的9%, 在2020年基础上.

    Args:
        goal: whether the text is about what is to come; else 由2019年的50亿元增加到80亿元 tells what was.
    """
    if "20" not in text:
        return text
    text = _OF_A_RULE.sub(lambda m: "※" * len(m[0]), text)
    return _COMPARED_YEAR.sub(lambda m: m[0] if m["from"] and not goal else "※" * len(m[0]), text)


@lru_cache(maxsize=_KEPT)
def past_year(sentence: str, since: int | None) -> int | None:
    """The latest year a sentence speaks of that lies before the document's own, if it is no deadline."""
    sentence = without_comparisons(sentence, goal=False)
    years = [
        int(m["year"])
        for m in _YEAR.finditer(sentence)
        if not sentence.startswith("的", m.end()) and not sentence.endswith(("比", "较", "以"), 0, m.start("year"))
    ]
    past = [y for y in years if since is not None and y < since]
    return max(past) if past else None


@lru_cache(maxsize=_KEPT)
def speaks_of_past(sentence: str, since: int | None) -> bool:
    """Whether a sentence looks back: it says so, or names only years before the document's own."""
    if years_ahead(sentence, since):
        return False
    if _GOAL_WORDS.search(sentence) and not re.search(r"截至|已(?:经|建|有|达|完)|实现了|超额完成", sentence):
        return False
    if past_year(sentence, since) is not None or _PAST_WORDS.search(_ON_TERMS.sub("※", sentence)):
        return True
    plan = _PLAN.search(sentence)
    return bool(plan and since is not None and PLAN_END[plan["plan"]] < since)


def years_said(text: str) -> list[int]:
    """Every year a text names, as in a column 完成时限."""
    return [int(year) for year in re.findall(r"20\d\d(?=年|\.|/|-|—|$)", text)]


def looks_back(sentence: str, at: int, since: int | None, *, goal: bool = False, plan: bool = False) -> bool:
    """Whether a figure at `at` in a sentence is past: the year said last before it decides, else the whole sentence.

    Args:
        goal: whether what stands around the sentence is about a year to come.
        plan: whether it stands in a plan.
    """
    meant = goal or (plan and _MEANT.search(sentence) is not None)
    if not meant and SO_FAR.search(sentence) and not years_ahead(sentence, since):
        return True
    sentence = without_comparisons(sentence, goal=goal or bool(years_ahead(sentence, since)))
    before = sentence[:at]
    ahead = years_ahead(before, since)
    past = [
        m.start()
        for m in _YEAR.finditer(before)
        if since is not None
        and int(m["year"]) < since
        and not _COMPARES.search(before, max(0, m.start("year") - 2), m.start("year"))
    ]
    last = before[past[-1] :] if past else ""
    if past and (not ahead or past[-1] > ahead[-1][0]) and not _AGAINST.match(last):
        return True
    return speaks_of_past(sentence, since)


# 2025年建成12个: what is done in the year the document speaks from is to be done
_THIS_YEAR: Final = late(
    r"[，,]|[^，。；：\d]{0,16}(?:包括|如下|目标|任务|实事|为|是)[：:]|(?:全年|年内|力争|计划|预计|争取|确保|全面|基本|累计|全[省市区县州旗]|[我本][省市区县]|[将要拟])*"
    r"(?:建成|完成|新增|新建|改造|开工|启动|实现|达到|安排|投入|培育|引进|组织|开展|举办|推出|实施|打造|建设|力争|计划|争取|确保)"
)
_RANGED: Final = late(r"20\d\d年?(?:—|-|－|–|~|～|至)$")
_ON_TERMS: Final = late(r"[^，。；]{0,30}(?:获批|入选|获评|位列|已经?)[^，。；]{0,24}的(?=[，,])")  # 新获批…的，奖励
_DONE: Final = late(r"已|过去|以来|来$")
_COMPARES: Final = late(r"(?:比|较|以|在|自|从|—|-|－|–|至|～)$")
_AGAINST: Final = late(r"20\d\d年(?:年?底|末)?(?:的?基础上|相比|以来|起|开始|至|到|—|-)")
