"""What an assignment says: units by role, from the words of a note, of a table cell or of a line.

    牵头单位：…；配合单位：…    责任单位：…    甲、乙等按职责分工负责    甲牵头，乙配合    甲会同乙    甲，乙

Owns the words that give roles. Where notes stand, `tasks` knows; what a unit is, `units`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.lexicon import Lexicon
from reader.registers.units import looks_like_units, read_units

LEAD_FORM: Final = "牵头/配合"
JOINT_FORM: Final = "责任单位"
SHARED_FORM: Final = "按职责分工负责"
TRAILING_FORM: Final = "trailing"

_WHO: Final = "(?:责任)?(?:单位|部门|机构|主体|地区)"
_OF: Final = "(?:[省市区县][级直])?"
LEAD: Final = rf"{_OF}(?:牵头|主办|主责|组织实施|第一责任){_WHO}?"
SUPPORT: Final = rf"{_OF}(?:配合|协办|协同|协作|参与|参加|支持|协助|会办){_WHO}?"
JOINT: Final = rf"{_OF}(?:责任|落实|负责|实施|承办|完成|任务|分工|推进)(?:单位|部门|机构|主体|分工)"
PERSON: Final = (
    r"(?:牵头|责任|分管|包保|联系|配合|主管|具体|完成)?(?:市|区|县|省)?(?:领导|责任人|负责人|联系人|局长|时限|时间)"
)
_KEY: Final = re.compile(
    rf"(?P<person>{PERSON}[：:])|(?P<lead>{LEAD})[：:]"
    rf"|(?P<support>{SUPPORT})[：:]|(?P<joint>{JOINT})[：:]"
)
_SHARED: Final = re.compile(
    r"(?:共同)?(?:按照?|依据|根据|结合)?(?:各自)?(?:的)?(?:职责|职能|任务)(?:分工|权限|范围)?(?:内)?(?:分别)?(?:共同)?"
    r"(?:抓好|做好)?(?:负责|落实|推进|实施|承担|配合|分工)*(?:落实|推进|实施)?$"
)
_LED: Final = re.compile(
    r"(?P<lead>.+?)(?:(?:负责)?牵头(?:负责|组织|推进|实施|落实)*|(?:主办|负责)(?=[，,；;].+(?:配合|参与|参加|协助|协办|支持)$))"
    r"[，,、；;]?(?:会同)?(?P<rest>.*?)(?P<how>(?:配合|参与|参加|协同|协助|协办|支持|负责|落实|实施|推进)*)$"
)
_CHARGED: Final = re.compile(r"由?(?P<who>.+?)(?:共同|分别)?(?:负责|承担|实施|落实)(?:实施|落实|推进)?$")
_WITH: Final = re.compile(r"由?(?P<lead>.+?)会同(?P<rest>.+?)(?:共同)?(?:负责|牵头|实施|落实|推进|组织|办理)*$")
_MARK: Final = r"（(?P<mark>牵头|主办|配合|协办|参与|参加)(?:单位|部门)?）"
_MARKED: Final = re.compile(_MARK)
_MEMBER: Final = re.compile(
    r"(?P<name>[^、，,；;\n（]+(?:（(?!牵头|主办|配合|协办|参)[^（）]*）)?)"
    rf"(?:{_MARK})?(?:[、，,；;\n]|$)"
)


_SHARED_AND: Final = re.compile(
    r"(?P<who>.+?)(?:共同)?按照?(?:各自)?(?:的)?职责(?:分工)?(?:负责|落实|推进|实施)+[，；](?P<more>.+?)"
    r"(?P<how>配合|参与|协助|落实|负责|实施|推进)?$"
)
_HELPED: Final = re.compile(r"(?P<who>.+?(?:局|委|办|厅|部|院|中心|政府|部门|单位|公司|会))(?:协助|配合|参与)$")
_REMARK: Final = re.compile(
    r"[，,；;。、](?:(?:均)?(?:列|排)[^，；]{0,4}第?一|下同|以下|20\d\d年|\d{1,2}月|长期|持续|全年|每年|年底前|不再|并|完成时)[^：:]*$"
)


def reads_as_note(inside: str) -> bool:
    """Whether words without 牵头单位： and the like assign work: names of units, and what they are to do."""
    inside = _without_remarks(inside).rstrip("；;，, ")
    inside = inside[_persons(inside) :]
    if len(inside) > 400 or "。" in inside:
        return False
    if _MARKED.search(inside):
        return looks_like_units(_MARKED.sub("", inside))
    for rule, group in ((_SHARED_AND, "who"), (_LED, "lead"), (_WITH, "lead"), (_HELPED, "who")):
        if match := rule.fullmatch(inside):
            return looks_like_units(_without_open(match[group].removeprefix("由")))
    shared = _SHARED.search(inside)
    if shared and shared.start():
        return looks_like_units(_without_open(inside[: shared.start()]))
    charged = _CHARGED.fullmatch(inside)
    if charged:
        return looks_like_units(_without_open(charged["who"]))
    return looks_like_units(inside)


def ends_as_shared(words: str) -> bool:
    """Whether the words end with 按职责分工负责."""
    return "责分工" in words and bool(_SHARED.search(words))


def _without_open(names: str) -> str:
    return names.strip("，,、；; ")


def _without_remarks(inside: str) -> str:
    """The words before remarks on the list (甲、乙负责。以下均需…; 列第一位的为牵头单位，下同; 6月底前完成)."""
    keys = list(_KEY.finditer(inside))
    if keys and keys[0].start() and all(key["person"] for key in keys):  # 甲、乙负责。完成时限：…
        inside = inside[: keys[0].start()].rstrip("。；;，, ")
    while remark := _REMARK.search(inside):
        inside = inside[: remark.start()]
    return inside.split("。", 1)[0] if not _KEY.search(inside) else inside


def _persons(words: str) -> int:
    """How many characters at the beginning name persons (张三负责，甲局牵头)."""
    named = re.match(r"[^，、局委办厅府部]{2,4}(?:总?负责|总?牵头|主抓)[，；]", words)
    return named.end() if named else 0


def groups(inside: str, at: int, region: str | None, lexicon: Lexicon) -> Task | None:
    """The units of a note by role, in an otherwise empty task; None where it names none.

    Args:
        at: where `inside` starts in its block.
    """
    inside = _without_remarks(inside)
    keys = list(_KEY.finditer(inside))
    if keys and all(key["person"] for key in keys):
        return None
    if keys:
        parts = []
        for key, after in pairwise([*keys, None]):
            if key is not None and key["person"] is None:
                end = after.start() if after else len(inside)
                parts += _nested(inside, key.lastgroup or "joint", key.end(), end)
        form = LEAD_FORM if any(role != "joint" for role, _, _ in parts) else JOINT_FORM
        return collected(inside, at, parts, form, region, lexicon)
    if skipped := _persons(inside):
        return groups(inside[skipped:], at + skipped, region, lexicon)
    bare = inside.rstrip("；; ")
    if _MARKED.search(bare):
        return collected(inside, at, _marked(bare), LEAD_FORM, region, lexicon)
    if both := _SHARED_AND.fullmatch(bare):
        role = "support" if both["how"] in {"配合", "参与", "协助"} else "joint"
        parts = [("joint", *both.span("who")), (role, *both.span("more"))]
        return collected(inside, at, parts, SHARED_FORM, region, lexicon)
    if with_ := _LED.fullmatch(bare):
        return _led(inside, at, bare, with_, region, lexicon)
    start = 1 if bare.startswith("由") else 0
    if with_ := _WITH.fullmatch(bare):
        parts = [("lead", start, with_.end("lead")), ("support", with_.start("rest"), with_.end("rest"))]
        return collected(inside, at, parts, LEAD_FORM, region, lexicon)
    shared = _SHARED.search(bare)
    if shared and shared.start():
        return collected(inside, at, [("joint", 0, shared.start())], SHARED_FORM, region, lexicon)
    if helped := _HELPED.fullmatch(bare):
        return collected(inside, at, [("support", *helped.span("who"))], LEAD_FORM, region, lexicon)
    charged = _CHARGED.fullmatch(bare)
    if charged:
        return collected(inside, at, [("joint", charged.start("who"), charged.end("who"))], JOINT_FORM, region, lexicon)
    return collected(inside, at, [("joint", 0, len(bare))], TRAILING_FORM, region, lexicon)


def _nested(inside: str, role: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """责任单位：甲牵头，乙、丙配合: the words after the key tell more."""
    words = inside[start:end].rstrip("。；;，, ")
    for rule in (_LED, _WITH) if role == "joint" else ():
        if said := rule.fullmatch(words):
            lead, rest = said.span("lead"), said.span("rest")
            return [("lead", start + lead[0], start + lead[1]), ("support", start + rest[0], start + rest[1])]
    return [(role, start, end)]


def _led(inside: str, at: int, bare: str, led: re.Match[str], region: str | None, lexicon: Lexicon) -> Task | None:
    """甲牵头，乙、丙配合; 甲牵头，乙、丙按职责分工负责."""
    shared = _SHARED.search(led["rest"] + led["how"])
    role = "joint" if shared and "责分工" in bare else "support"
    form = SHARED_FORM if role == "joint" else LEAD_FORM
    end = led.end("rest")
    if shared and shared.start() < len(led["rest"]):
        end = led.start("rest") + shared.start()
    start = 1 if bare.startswith("由") else 0
    parts = [("lead", start, led.end("lead")), (role, led.start("rest"), end)]
    return collected(inside, at, parts, form, region, lexicon)


def _marked(bare: str) -> list[tuple[str, int, int]]:
    """甲（牵头）、乙（配合）、丙: who is not marked shares the work."""
    roles = {"牵头": "lead", "主办": "lead", None: "joint"}
    return [(roles.get(m["mark"], "support"), m.start("name"), m.end("name")) for m in _MEMBER.finditer(bare)]


def collected(
    inside: str, at: int, parts: Sequence[tuple[str, int, int]], form: str, region: str | None, lexicon: Lexicon
) -> Task | None:
    """The units of parts of `inside`, each (role, start, end), in an empty task; None where there are none."""
    roles: dict[str, tuple[Unit, ...]] = {"lead": (), "support": (), "joint": ()}
    others: tuple[str, ...] = ()
    sure = True
    for role, start, end in parts:
        read = read_units(inside[start:end], at + start, region, lexicon)
        said = {u.key for u in roles[role]}
        roles[role] += tuple(u for u in read.units if u.key not in said)
        others += read.others
        sure = sure and read.sure
    if not any(roles.values()):
        return None
    nowhere = Place("", "", Span(0, 0), "")
    return Task(
        nowhere, "", Span(0, 0), form, roles["lead"], roles["support"], roles["joint"],
        tuple(o for o in others if o != "等"), sure,
    )  # fmt: skip
