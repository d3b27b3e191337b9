"""Tasks in plain sentences: 由甲牵头，会同乙…； 甲负责…，乙配合。 Only sentences that no note closes.

Owns the verbs that assign. Persons (主要负责同志) are no units, and laws give duties, not tasks: neither is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Task
from reader.core.span import Span
from reader.registers.assignments import JOINT_FORM, LEAD_FORM, SHARED_FORM, collected
from reader.registers.due import Calendar, When, only_when
from reader.registers.lexicon import Lexicon

_SENTENCE: Final = late(r"[^。；;！？\n]+")
_NAME: Final = (
    r"(?:(?![由的对将向以])[\u4e00-\u9fff]){1,16}?(?:局(?:[\u4e00-\u9fff]{2,6}?(?:分局|支局|支队|大队|总队))?(?![面部限势长域])|委员会|委(?!网信|宣传|组织|统战|政法|编|办|教育|老干|社会|金融|军民|农|财|督|改革|员|托|派|会(?!同)|书记|常委)|"
    r"办公室|督查室|研究室|专班|指挥部|办(?![公理法事好学案税结件医电])|厅(?!局)|总队|支队|大队|指挥部|(?<=委)(?:宣传部|组织部|统战部|社会工作部)|"
    r"(?<=[育技化安政法障源境设输利村务游])部(?![门署分队委级位件落品])|"  # 教育部
    r"(?:管理|服务|发展|促进|监测|融媒体|数据|交易|研究|保障|执法|指挥|运行|港航)中心(?!城|任务|主任)|政府(?![办部采投数主引职信服网性出督研])|"
    r"(?:供电|电力|水务|燃气|有限|集团|城投|热力|自来水|运营|通信|电信|移动|联通|铁塔)公司|集团(?!公司|化)|管委会|部门|单位|"
    r"银行[\u4e00-\u9fff]{2,6}?(?:市|省|区|县)?(?:分行|支行)|银行|分行|海关|海事局|街道办事处|街道(?!办)|办事处|镇街|残联|妇联|总工会|工会|供销社|大学(?!生)|学院|研究院|科协|工商联|团委|税务局|法院|检察院)(?:（[^（）]{1,16}）)?"
)
_EACH: Final = (
    r"(?:各(?:有关|相关|级)?(?:[市县]、[县区]|（[^（）]{1,6}）|功能区|开发区|村（社区）|镇街|街镇|[省市州盟县区旗镇乡村]|街道|社区){1,4}(?:人民)?(?:政府|管委会|办事处)?"
    r"|各(?:[市县]、[县区]|地级以上市|[市州县区]){1,3}(?:[\u4e00-\u9fff]{2,8}?(?:局|委)(?![面限])|[\u4e00-\u9fff]{2,6}部门)"
    r"|各(?:有关|相关|责任|成员|市直|区直|县直|市级|区级|承办|实施|牵头|配合|主管|行业|参与|省级|[\u4e00-\u9fff]{2}行政)*(?:部门|单位))"
)
_EVERYONE: Final = late(_EACH)
_LIST: Final = late(
    rf"(?:{_NAME})(?:(?:[、和及与]|以及)(?:{_EACH}|{_NAME}))*(?:等(?:[\u4e00-\u9fff]{{0,6}}?(?:部门|单位))?)?"
)
_ALL: Final = late(rf"{_EACH}(?:[、和及](?:{_EACH}|{_NAME}))*")
_PERSON: Final = late(
    r"(?:党[组委])?(?:主要|负责同志|负责人|领导|分管|同志|班子|机关|系统内|所属|下属|内部|内设|直属|的|党组|网站|门户|"
    r"官网|审批|备案|公布|印发|制定|或)"
)
_AND_OTHERS: Final = late(
    r"(?:、(?![市区县]?[\u4e00-\u9fff]{0,2}(?:负责|牵头))[\u4e00-\u9fff（）]{2,14}?){1,6}(?=牵头|负责|配合|协助|参与|参加|会同|按照?职责|按照?各自)"
)
_OPEN: Final = late(
    r"(?:^|[，：,]|(?<=[）)])|(?<=牵头)、|(?<=负责)、|(?<=配合)、)\s*(?:[（(]?[一二三四五六七八九十\d]+[）).．、]\s*)?"
    r"(?:其中|同时|具体|原则上|，)?(?:(?:建立|成立|组建|形成|[^，。；由]{0,8}工作|[省市县区州镇乡]{1,2}级?)?(?P<by>由))?"
)
_LEADS: Final = late(r"(?:要|应|应当)?(?:发挥)?(?:共同|联合|分别)?(?:负责)?(?:总)?牵头(?!作用|单位|部门)")
_WITH: Final = late(r"(?:负责)?(?:要|应|应当)?(?:会同|联合|商(?=市|区|县|省))")
_IN_CHARGE: Final = late(
    r"(?:要|应|应当)?(?:具体|统一|统筹|全面|主要|分别|共同|按职责|统筹协调)?负责(?!人|同志|制|解释|任|，)"
)
_CARRIES: Final = late(r"(?:具体|组织|统一)?(?:负责(?=[，,]|$)|承担|实施|办理|落实|组织|制定)")
_CARRIES_IT: Final = late(
    r"(?:具体|组织|统一|共同)+(?:负责|承担|实施|办理|落实|承办)(?=[，,]|$)"
)  # 由甲牵头，乙具体承担
_DOES_OWN: Final = late(r"(?:具体|认真|全面)?(?:落实|履行|承担)(?=[^，。；]{0,4}(?:主体|属地|管理|直接)?责任)")
_ACTS: Final = late(
    r"(?:具体|认真|全面|积极|统筹|通过[^，。；]{2,12})?(?:每(?:年|半年|季度?|月)(?:至少|组织|开展|更新|召开)|落实(?!到|情况)|安排(?!的|部署)|支持(?!的)|组织实施|更新|指导|督促|推动|推进)"
)
_SHARED: Final = late(r"(?:要)?(?:按照?|根据)(?:(?:各自)?(?:的)?职责(?:分工)?|“[^“”]{2,20}”(?:的)?(?:原则|要求))")
_MUST: Final = late(
    r"(?=[于在](?:每[年季月半]|\d{1,2}月|年底))|(?:要|应当?|须)?(?=[于在]20\d\d年)|(?:要|应当?|须)(?=[\u4e00-\u9fff]{2})(?!求|会|用|素|件|有|依法|在|对|按)"
)
_HELPS: Final = late(
    r"(?:要|应)?(?:积极|密切|协同|共同|按照?职责)*(?:做好|提供|加强|给予|落实)?[^，。；]{0,12}(?:配合|协助|参与|参加|协同|支持|支撑|保障)"
    r"(?:(?:做好|开展|落实)[^，。；]{0,14})?(?:工作|的[^，。；]{2,14})?$"
)
_SEAT: Final = late(rf"办公室设在(?P<who>{_NAME})，(?:具体)?(?:负责|承担)")
_PLAIN_UNIT: Final = late(
    r"(?<![\u4e00-\u9fff])[省市区县州旗盟][\u4e00-\u9fff]{2,8}?(?:局|厅|委|办|部|院|会|社|中心)(?=[、，]|牵头|负责|配合|会同|参与|按|等)"
)
_CENTRAL: Final = late(r"^(?:国家|国务院|中国|全国)|[\u4e00-\u9fff]{2}(?:部|总局|总署)$")
_TOLD_OF: Final = late(r"\s*(20\d\d)年(?:以来)?[，,]")
_PAST: Final = late(r"取得[了新]|已(?!于)|曾|截至|截止|近年来|负责解释|负责人")


def read_prose(document: Document, block: Block, start: int, lexicon: Lexicon, calendar: Calendar) -> Iterator[Task]:
    """The assignments in the sentences of a block from `start` on, one row a sentence."""
    for match in _SENTENCE.finditer(block.text, start):
        words = match[0]
        if not re.search(
            r"每[年半季月]|落实|安排|支持|指导|督促|推[动进]|牵头|会同|联合|负责|职责|承担|实施|[委局办府厅部心位门司街道市区县州镇乡村盟旗）]要|[市区县州镇乡村府门位][于在]20|应当?|须[于在]",
            words,
        ) or _PAST.search(words):
            continue
        told_of = _TOLD_OF.match(words)
        if told_of and calendar.since and int(told_of[1]) < calendar.since:
            continue  # 2019年，县政府落实…: of the year that a report looks back on
        when = only_when(words, calendar)
        task = _of_sentence(words, match.start(), document.region, lexicon, when)
        if task is not None:
            due = when.due.isoformat() if when and when.due else None
            if when:
                year = when.year if due else None
                task = replace(task, deadline=year, due=due, every=when.every, when=when.span.cut(words))
            span = Span(match.start() + len(words) - len(words.lstrip()), match.end())
            place = Place(document.id, block.id, span, span.cut(block.text))
            yield replace(task, at=place, task=place.quote)


@dataclass(slots=True)
class _Told:
    """What a sentence tells: parts as (role, start, end), their form, whether that is certain.

    Attributes:
        charged: how many are in charge of something: where it is one, it leads those that help.
    """

    parts: list[tuple[str, int, int]] = field(default_factory=list)
    form: str = JOINT_FORM
    sure: bool = True
    charged: int = 0


def _of_sentence(words: str, at: int, region: str | None, lexicon: Lexicon, when: When | None) -> Task | None:
    told = _told(words)
    parts = told.parts
    if seat := _SEAT.search(words):
        parts.append(("joint", seat.start("who"), seat.end("who")))
    if not parts:
        return None
    if told.charged < 2 and parts[0][0] == "joint" and any(role == "support" for role, _, _ in parts):
        parts[0] = ("lead", *parts[0][1:])  # 甲负责，乙配合
        told.form = LEAD_FORM
    task = collected(words, at, parts, told.form, region, lexicon)
    everybody = task is not None and not any(
        _has_place(u.key) or (not region and _CENTRAL.search(u.name)) for u in task.responsible if not u.generic
    )
    if task is None or (everybody and not _is_given_to_all(task, when)):
        return None
    sure = told.sure and not everybody and not _names_others(words, parts)
    note = Span(at + min(p[1] for p in parts), at + max(p[2] for p in parts))
    return replace(task, note=note, sure=task.sure and sure)


def _told(words: str) -> _Told:
    """The parts that the clauses of a sentence give to the units they open with."""
    told = _Told()
    read = 0  # as far as names were read: those within 各市、县（区）人民政府 are no others
    for opening in _OPEN.finditer(words):
        names = _names_at(words, opening.end()) if opening.end() >= read else None
        if names is None:
            continue
        read = names.end()
        if _PERSON.match(words, read):
            continue
        who = (names.start(), names.end())
        if leads := _LEADS.match(words, read):
            with_them = _companions(words, leads.end())
            told.parts += [("lead", *who), *with_them]
            told.form = LEAD_FORM
            read = with_them[-1][2] if with_them else read
        elif with_ := _WITH.match(words, read):
            others = _LIST.match(words, with_.end())
            told.parts += [("lead", *who), *([("support", others.start(), others.end())] if others else [])]
            told.form = LEAD_FORM
        else:
            _takes_part(told, words, who, by=bool(opening["by"]))
    return told


def _takes_part(told: _Told, words: str, who: tuple[int, int], *, by: bool) -> None:
    """Adds the part of units that neither lead nor act with others, if the words behind them give them one."""
    end = who[1]
    goes_on = bool(told.parts) and _CARRIES_IT.match(words, end) is not None
    if _IN_CHARGE.match(words, end) or (by and _CARRIES.match(words, end)) or goes_on:
        told.parts.append(("joint", *who))
        told.charged += not goes_on
    elif _SHARED.match(words, end):
        told.parts.append(("joint", *who))
        told.form = SHARED_FORM
    elif told.charged and _DOES_OWN.match(words, end):
        told.parts.append(("joint", *who))
    elif told.parts and _HELPS.match(words[: _clause_end(words, end)], end):
        told.parts.append(("support", *who))
    elif _ACTS.match(words, end):
        told.parts.append(("joint", *who))
        told.sure = told.sure and len(told.parts) > 1  # 省财政厅安排…: nothing but what it does says that it has to
    elif _MUST.match(words, end):
        told.parts.append(("joint", *who))
        told.sure = False


def _names_others(words: str, parts: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the sentence names units whose part in it was not read."""
    return any(
        not any(start <= match.start() < end for _role, start, end in parts) for match in _PLAIN_UNIT.finditer(words)
    )


def _is_given_to_all(task: Task, when: When | None) -> bool:
    """各区要于6月底前…: of everybody, but with a day."""
    return (
        when is not None
        and (when.due is not None or when.every is not None)
        and all(_EVERYONE.fullmatch(u.name) for u in task.responsible)
    )


def _names_at(words: str, at: int) -> re.Match[str] | None:
    said = (_LIST.match(words, at), _ALL.match(words, at))
    found = max(filter(None, said), key=lambda match: match.end(), default=None)
    if found is None or not (more := _AND_OTHERS.match(words, found.end())):
        return found
    return re.compile(".*").match(words, at, more.end())  # 甲局、乙社配合: a list goes on to the words of its part


def _companions(words: str, at: int) -> list[tuple[str, int, int]]:
    """牵头，会同乙…: the units after it."""
    more = re.compile(r"[，,]?(?:负责|并)?(?:会同|联合)").match(words, at)
    others = _LIST.match(words, more.end()) if more else None
    return [("support", others.start(), others.end())] if others else []


def _clause_end(words: str, at: int) -> int:
    stop = re.compile("[，,]").search(words, at)
    return stop.start() if stop else len(words)


def _has_place(key: str) -> bool:
    return key.partition("/")[0] not in {"", "*"}
