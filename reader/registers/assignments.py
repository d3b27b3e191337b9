"""What an assignment says: units by role and a time, from the words of a note, of a table cell or of a line.

    note   := part { ；|，|。|blank part }        part := [key：] clause { ，|； clause }
    clause := units [ role words ] | remark       key  := 牵头单位 | 责任单位 | 配合单位 …
    甲牵头，乙、丙配合    甲、乙等按职责分工负责    甲会同乙    甲（牵头）、乙    责任单位：甲牵头，各有关单位负责

One reader for every place. Owns the words that give roles. Where notes stand, `tasks` knows; what a unit is, `units`;
what a time is, `due`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.due import Calendar, read_when
from reader.registers.lexicon import Lexicon
from reader.registers.units import looks_like_units, read_units, with_levels

LEAD_FORM: Final = "牵头/配合"
JOINT_FORM: Final = "责任单位"
SHARED_FORM: Final = "按职责分工负责"
TRAILING_FORM: Final = "trailing"

_WHO: Final = "(?:责任)?(?:单位|部门|机构|机关|主体|地区)"
_OF: Final = "(?:[省市区县][级直])?"
LEAD: Final = rf"{_OF}(?:总?牵头|主办|主责|组织实施|第一责任)(?:负责)?{_WHO}?"
SUPPORT: Final = rf"{_OF}(?:配合|协办|协同|协作|参与|参加|支持|协助|会办|辅助){_WHO}?"
JOINT: Final = (
    rf"{_OF}(?:(?:责任|落实|负责|实施|承办|完成|任务|分工|推进)(?:单位|部门|机构|机关|主体|分工|科室|处室)|"
    r"(?:任务|责任|工作)分工|责任(?=[：:]))"
)
TIME: Final = (
    r"(?:(?:完成|办结|推进|实施|落实|整改|计划|目标|工作)?(?:时限|时间|期限|进度|节点)(?:要求|安排|节点)?"
    r"|完成年限|时间表)"
)
PERSON: Final = (
    r"(?:牵头|责任|分管|包保|联系|配合|主管|具体|完成|项目|包抓|挂联|负责|协同){0,2}(?:市|区|县|省)?(?:领导|责任人|负责人|联系人|局长)|"
    rf"{TIME}"
)
_KEY: Final = late(
    rf"(?P<person>(?:{PERSON})[：:])|(?P<lead>{LEAD})[：:]"
    rf"|(?P<support>{SUPPORT})[：:]|(?P<joint>{JOINT})[：:]"
)

# Role words behind a list of units, as many as follow one another to the end of the clause.
_LEADS: Final = "(?:总牵头|牵头|主办|主责|抓总)"
_HELPS: Final = "(?:配合|参与|参加|协助|协办|协作|支持|支撑|会办|协同)"
_DOES: Final = (
    "(?:负责|落实|实施|推进|推动|承担|承办|办理|完成|执行|抓(?:好|实|细|落实)|"
    "做好|组织|开展|制定|统筹|指导|监督|负总责|兑付|兑现)"
)
_SHARES: Final = (
    "(?:按照?|依照?|依据|根据|结合|在|立足|围绕)?(?:其|本部门|本单位|各自|自身|相应|本级)?(?:的)?"
    "(?:(?:职责|职能|职权|分工|权限|任务分工|工作职责|工作分工|任务|实际|本地实际|本地区实际|工作实际)(?:范围)?(?:分工|权限)?)(?:内|要求)?"
)
_HOW: Final = (
    "(?:均|共同|分别|各自|联合|分头|协调|具体|积极|密切|主动|认真|全力|统一|分级|予以|要|应|做|一并|同步|抓紧|共|各|"
    "并|加强|强化|、|和)"
)
_OBJECT: Final = "(?:(?:相关|有关|各项|各自|本地|本地区|具体|日常)?(?:工作|任务|事项|事宜)|保障|落地|到位|见效|实效)"
_ROLE: Final = late(rf"(?:{_LEADS}|{_HELPS}|{_DOES}|{_SHARES}|{_HOW}|{_OBJECT})+$")
# 市水务局负责供水，市城管局负责排水: each its own part
_OWN_PART: Final = late(
    rf"(?P<names>[^，；。]{{3,60}}?)(?:具体|主要|分别|要|应)*(?P<how>{_LEADS}|{_HELPS}|负责|承担|做好|抓好)(?!人|同志|解释|制)(?P<what>[^，；。]{{2,24}})"
)
_PART_WITHIN: Final = late(rf"{_LEADS}|负责|配合|参与|承担|会同")  # in a clause whose last words are taken off
_JOINING: Final = late(
    r"(?:负责)?(?:(?:会同|会商)(?=[\u4e00-\u9fff])|(?<=[局委办厅部府会心院])(?:联合|商)(?=[市区县省各有相]))"
)
_LED_ON: Final = late(rf"{_LEADS}(?:{_DOES}|{_HOW})*(?=[^，,；;。、\s）])(?!单位|部门|机构|作用)")
_MARK: Final = r"[（【\[［](?P<mark>牵头|总牵头|主办|主责|配合|协办|参与|参加|负责)(?:单位|部门)?[）】\]］]"
_MARKED: Final = late(_MARK)
_MEMBER: Final = late(
    r"(?P<name>[^、，,；;\n（【\[［]+(?:（(?!总?牵头|主办|主责|配合|协办|参|负责）)[^（）]*（[^（）]*）[^（）]*）|（(?!总?牵头|主办|主责|配合|协办|参|负责）)[^（）]*）)?)"
    rf"(?:{_MARK})?(?:[、，,；;\n]|$)"
)
_REMARK: Final = late(
    r"^(?:以下|以上|上述|下同|均[由需要为]|需[各要由]|须|列第|列在|排第|排名|排在|不再|并[于将由按]|完成|长期|持续|常态|全年|逐步|视情|适时|如[有无涉]|其中|另[有行]|注[：:]|"
    r"根据实际|立行|按期|坚持|限[期于]|报[市省区县国请送备经]|[于至到]20|[于至到]年)"
    r"|均涉及|不再(?:做|作|一一|另|列)|第一.{0,6}为?牵头|下同$|(?:完成|坚持|推进|实施|列出|落实|更新|到位|见效|取得.*|兑付|报送)$"
)
_OF_ALL_BELOW: Final = late(r"(?:以下|下列|下同|其他任务)[^，。；]{0,6}(?:均|都|同|各|由|需)")
_TIMED: Final = late(r"（[^（）]{0,12}(?:20\d\d年|\d{1,2}月|季度|年底|半年|长期|持续)[^（）]{0,16}）")
_LEVELS: Final = late(
    "[《〈<]([省市区县旗州、]{1,5})[》〉>]"
)  # 各县<市、区>: within brackets that is how they are written
_ASIDE: Final = late(r"（[^（）]{0,24}(?:下同|牵头单位|排名不分先后|为牵头)[^（）]{0,8}）$")
_PERSON_BEHIND: Final = late(r"(?<=[局委办厅部会院])[ 　][\u4e00-\u9fff]{2,3}(?=$|[、，])")
_UNREAD: Final = late(
    rf"(?:[局委办厅部院所校会]|企业|单位|部门|公司|机构|中心)(?:{_LEADS}|配合|参与|参加|协助|负责)(?:落实|实施)?$"
)
_LEVELLED: Final = late("[省市区县州旗盟]")
_NONE: Final = late(r"[\s—–\-/无　]*")


@dataclass(frozen=True, slots=True)
class _Part:
    """Units of one clause: their role, where they stand, and whether words said that all share the work."""

    role: str
    span: Span
    shared: bool = False
    charged: bool = False  # 甲负责: leads where another helps


@dataclass(frozen=True, slots=True)
class _Said:
    """A note taken apart."""

    parts: tuple[_Part, ...]
    remarks: tuple[Span, ...]
    keyed: bool
    told: bool  # whether any word said who does what
    marked: bool = False  # 甲（牵头）、乙

    @property
    def form(self) -> str:
        if self.keyed:
            return LEAD_FORM if self.marked or any(part.role != "joint" for part in self.parts) else JOINT_FORM
        if any(part.shared and not part.charged for part in self.parts):
            return SHARED_FORM
        if self.marked or any(part.role != "joint" for part in self.parts):
            return LEAD_FORM
        return JOINT_FORM if self.told else TRAILING_FORM


def reads_as_note(inside: str) -> bool:
    """Whether words without 牵头单位： and the like assign work: names of units, and what they are to do."""
    if len(inside) > 400 or not inside.strip():
        return False
    inside = _LEVELS.sub(r"（\1）", inside)
    inside = _TIMED.sub(lambda m: "　" * len(m[0]), inside)
    said = _taken_apart(inside)
    words = [_MARKED.sub("", part.span.cut(inside)) for part in said.parts]
    told = said.told and _LEVELLED.match(inside) is not None  # 县供销社负责
    return (told or any(looks_like_units(each) for each in words)) and all(
        looks_like_units(w, plainly=False) for w in words
    )


def only_assigns(inside: str) -> bool:
    """Whether words are units with their parts and nothing to be done: 甲牵头，乙、丙配合; not 甲牵头建设平台."""
    clauses = [_bare(clause) for clause in re.split("[，,；;]", inside)]
    return reads_as_note(inside) and not any(_PART_WITHIN.search(clause) for clause in clauses)


def ends_as_shared(words: str) -> bool:
    """Whether the words end with 按职责分工负责."""
    role = _ROLE.search(words[-40:])
    return "责分工" in words[-40:] and role is not None and "责分工" in role[0]


def groups(inside: str, at: int, region: str | None, lexicon: Lexicon, calendar: Calendar | None = None) -> Task | None:
    """The units of a note by role and its time, in an otherwise empty task; None where it names no unit.

    Args:
        at: where `inside` starts in its block.
        calendar: what times without a year mean; without one times are not read.
    """
    inside = _LEVELS.sub(r"（\1）", inside)
    inside = _ASIDE.sub(lambda m: "　" * len(m[0]), inside)
    timed = [match[0] for match in _TIMED.finditer(inside)]  # 市财政局（6月底前完成）
    inside = _TIMED.sub(lambda m: "　" * len(m[0]), inside)
    said = _taken_apart(inside)
    parts = [(role, *span) for part in said.parts for role, span in _members(inside, part)]
    task = collected(inside, at, parts, said.form, region, lexicon)
    if task is not None and any(_UNREAD.search(span.cut(inside)) for span in said.remarks):
        task = replace(task, sure=False)  # a remark in which somebody has a part
    if task is None or calendar is None:
        return task
    return with_time(task, [*(span.cut(inside) for span in said.remarks), *timed], calendar)


def with_time(task: Task, words: Sequence[str], calendar: Calendar) -> Task:
    """The task with the first time that one of the words gives."""
    for remark in words:
        when = read_when(remark, calendar)
        if when:
            due = when.due.isoformat() if when.due else None
            return replace(task, deadline=when.year, due=due, every=when.every, when=when.span.cut(remark))
    return task


def collected(
    inside: str, at: int, parts: Sequence[tuple[str, int, int]], form: str, region: str | None, lexicon: Lexicon
) -> Task | None:
    """The units of parts of `inside`, each (role, start, end), in an empty task; None where there are none."""
    read = [(role, read_units(inside[start:end], at + start, region, lexicon)) for role, start, end in parts]
    order = sorted(range(len(read)), key=lambda n: parts[n][1])
    named = with_levels([read[n][1].units for n in order], region, lexicon)
    by_part = dict(zip(order, named, strict=True))
    roles: dict[str, tuple[Unit, ...]] = {"lead": (), "support": (), "joint": ()}
    others: tuple[str, ...] = ()
    sure = True
    for number, (role, units) in enumerate(read):
        known = {u.key for u in roles[role]}
        roles[role] += tuple(u for u in by_part[number] if u.key not in known)
        others += units.others
        sure = sure and units.sure
    if not any(roles.values()):
        return None
    nowhere = Place("", "", Span(0, 0), "")
    return Task(
        nowhere, "", Span(0, 0), form, roles["lead"], roles["support"], roles["joint"],
        tuple(o for o in others if o != "等"), sure,
    )  # fmt: skip


# The grammar


def _taken_apart(inside: str) -> _Said:
    """The clauses of a note with their roles."""
    keys = list(_KEY.finditer(inside))
    parts: list[_Part] = []
    remarks: list[Span] = []
    told = False
    edges = [None, *keys, None]
    for key, after in pairwise(edges):
        start, end = (key.end() if key else 0), (after.start() if after else len(inside))
        opened = key
        if key is not None and key["person"]:
            remarks.append(Span(start, end))
            rest = re.compile("[；;。]").search(inside, start, end)  # 完成时限：6月底。甲配合
            if rest is None or not looks_like_units(_bare(inside[rest.end() : end])):
                continue
            start, opened = rest.end(), None
        role = (opened.lastgroup if opened else None) or "joint"
        found, left, said = _clauses(inside, start, end, role, keyed=opened is not None)
        parts += found
        remarks += left
        told = told or said
    marked = any(_MARKED.search(part.span.cut(inside)) for part in parts)
    keyed = any(not key["person"] for key in keys)
    return _Said(tuple(_led(parts, keyed=keyed)), tuple(remarks), keyed, told, marked)


def _led(parts: Sequence[_Part], *, keyed: bool) -> Sequence[_Part]:
    """甲负责，乙配合: who is charged leads where another helps."""
    if not parts or parts[0].role != "joint" or parts[0].shared or (keyed and not parts[0].charged):
        return parts
    if not any(part.role == "support" for part in parts) or sum(part.charged for part in parts) > 1:
        return parts
    if any(part.role == "lead" for part in parts):
        return parts
    return [replace(parts[0], role="lead"), *parts[1:]]


def _bare(words: str) -> str:
    role = _ROLE.search(words)
    return (words[: role.start()] if role else words).strip("，,、；;。 ")


def _clauses(inside: str, start: int, end: int, default: str, *, keyed: bool) -> tuple[list[_Part], list[Span], bool]:
    """The clauses of one part: those that name units by role, and the remarks; and whether any word told a role."""
    made: list[_Part] = []
    remarks: list[Span] = []
    told = False
    waiting = 0  # how many of the last parts wait for the role words of the next
    ended = False  # behind 以下均需…落实
    closed = False  # behind a remark that is a sentence of its own names alone say nothing
    for span in _split(inside, start, end):
        words = span.cut(inside)
        ended = ended or (bool(made) and _OF_ALL_BELOW.match(words) is not None)
        if ended:
            remarks.append(span)
            continue
        opening = re.match(r"(?:并|以及|及|和|其中|具体|统一|原则上)?(?:由|会同|联合|商(?=[省市区县各有相]))?", words)
        with_ = opening is not None and opening[0].endswith(("会同", "联合", "商"))
        first = span.start + (opening.end() if opening else 0)
        role = _ROLE.search(inside[first : span.end])
        last = first + role.start() if role else span.end
        alone = role is not None and looks_like_units(_MARKED.sub("", inside[first:last]), plainly=False)
        own = None if alone else _OWN_PART.fullmatch(inside, first, span.end)
        if own and looks_like_units(own["names"]):
            helps = own["how"] == "做好" and re.search("保障|支持|服务|配合", own["what"])
            kind = "support" if helps else _role_of(own["how"])[0]
            made.append(_Part(kind, Span(*own.span("names")), charged=kind == "joint"))
            told = True
            continue
        names = Span(first, last)
        if not _names_units(inside, names, keyed=keyed):
            remarks.append(span)
            closed = closed or (bool(made) and "。" in inside[made[-1].span.end : span.start])
            continue
        if closed and not role:
            remarks.append(span)
            continue
        joined = _JOINING.search(names.cut(inside))
        if joined and joined.start():
            lead, rest = Span(first, first + joined.start()), Span(first + joined.end(), last)
            made += [_Part("lead", lead), _Part("support", rest)]
            told, waiting = True, 0
            continue
        kind, shared = _role_of(role[0]) if role else ("", False)
        if with_:
            kind = "support"
        if kind:
            told = True
            for back in range(len(made) - waiting, len(made)):
                if kind != "support" or any(p.role == "lead" for p in made[:back]):
                    made[back] = replace(made[back], role=kind, shared=shared)
            waiting = 0
            each = role is not None and re.search("分别|各自", role[0]) is not None
            made.append(_Part(kind, names, shared or each, charged=kind == "joint" and not shared))
            continue
        led = default == "joint" and any(p.role == "lead" for p in made)
        made.append(_Part("support" if led else default, names))
        waiting += 1
    return made, remarks, told


def _role_of(words: str) -> tuple[str, bool]:
    """The role that role words give, and whether they say 按职责分工."""
    shared = re.search("职责|职能|职权|权限|分工", words) is not None
    if re.search(_LEADS, words):
        return "lead", False
    if re.search("配合|参与|参加|协助|协办|协作|支持|会办", words) or ("协同" in words and not shared):
        return "support", False
    if re.search(f"{_DOES}|职责|分工|职能", words) or "责" in words:
        return "joint", shared
    return "", False


def _split(inside: str, start: int, end: int) -> Iterator[Span]:
    """Clauses: parted at ， ； 。 outside brackets, and behind 牵头 where other units follow."""
    depth = 0
    begin = start
    stops = {m.end() for m in _LED_ON.finditer(inside, start, end)}
    for index in range(start, end + 1):
        here = inside[index] if index < end else "。"
        leads = index in stops and not depth
        if here in "（(【［[":
            depth += 1
        elif here in "）)】］]":
            depth = max(0, depth - 1)
        ends = (here in "，,；;。\n" and not depth) or index == end
        if ends or leads:
            span = _trim(inside, begin, index)
            if span.end > span.start:
                yield span
            begin = index + (1 if ends else 0)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t　\n、,，；;。":
        start += 1
    while end > start and text[end - 1] in " \t　\n、,，；;。":
        end -= 1
    return Span(start, end)


def _names_units(inside: str, names: Span, *, keyed: bool) -> bool:
    """Whether words before a role are a list of units. Behind a key any name may stand, but no remark."""
    words = names.cut(inside)
    if not words or _NONE.fullmatch(words):
        return False
    plain = _PERSON_BEHIND.sub("", _MARKED.sub("", words))
    joined = _JOINING.search(plain)
    if joined and joined.start():
        plain = plain[: joined.start()] + "、" + plain[joined.end() :]
    if looks_like_units(plain, plainly=False):
        return not _REMARK.search(words)
    if not keyed:
        return False
    return (
        not _REMARK.search(words)
        and not re.search(r"20\d\d|\d+月|[上下]半年|季度|年底|[：:。]", words)
        and (len(words) <= 26 or "、" in words)
    )


def _members(inside: str, part: _Part) -> Iterator[tuple[str, Span]]:
    """The spans of a part by role: 甲（牵头）、乙（配合）、丙 tells it of each."""
    start, end = part.span
    words = inside[start:end]
    if not _MARKED.search(words):
        yield part.role, part.span
        return
    roles = {"牵头": "lead", "总牵头": "lead", "主办": "lead", "主责": "lead", "负责": "joint", None: part.role}
    for member in _MEMBER.finditer(words):
        name = Span(start + member.start("name"), start + member.end("name"))
        yield roles.get(member["mark"], "support"), name
