"""Tasks: assignments of work to units, in every form that documents write them.

    （牵头单位：…；配合单位：…）  （责任单位：…）  （甲、乙等按职责分工负责）  （甲牵头，乙配合）  trailing （甲，乙）
    and the same on a line of its own without brackets.

Owns the finding of notes and the stretch of text each closes. What a unit is, `units` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reader.core.document import Block, Document
from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.registers.lexicon import Lexicon
from reader.registers.units import looks_like_units, read_units

LEAD_FORM: Final = "牵头/配合"
JOINT_FORM: Final = "责任单位"
SHARED_FORM: Final = "按职责分工负责"
TRAILING_FORM: Final = "trailing"

_WHO: Final = "(?:责任)?(?:单位|部门|机构|主体|地区|领导)"
_LEAD: Final = rf"(?:牵头|主办|主责|组织实施|第一责任){_WHO}?"
_SUPPORT: Final = rf"(?:配合|协办|协同|协作|参与|参加|支持|协助|会办){_WHO}?"
_JOINT: Final = r"(?:责任|落实|负责|实施|承办|完成|任务|分工|推进)(?:单位|部门|机构|主体|分工)"
_KEY: Final = re.compile(rf"(?P<lead>{_LEAD})[：:]|(?P<support>{_SUPPORT})[：:]|(?P<joint>{_JOINT})[：:]")
_OPENING: Final = re.compile(rf"[（(\[［【]\s*(?=(?:{_LEAD}|{_SUPPORT}|{_JOINT})[：:])")
_LINE: Final = re.compile(rf"(?=(?:{_LEAD}|{_JOINT})[：:])")
_SHARED: Final = re.compile(
    r"(?:共同)?(?:按照?|依据|根据|结合)?(?:各自)?(?:的)?(?:职责|职能|任务)(?:分工|权限|范围)?(?:内)?(?:分别)?(?:共同)?"
    r"(?:抓好|做好)?(?:负责|落实|推进|实施|承担|配合|分工)*(?:落实|推进|实施)?$"
)
_LED: Final = re.compile(
    r"(?P<lead>.+?)(?:负责)?牵头(?:负责|组织|推进|实施|落实)*[，,、；;]?(?P<rest>.*?)"
    r"(?P<how>(?:配合|参与|参加|协同|协助|协办|支持|负责|落实|实施|推进)*)$"
)
_CHARGED: Final = re.compile(r"由?(?P<who>.+?)(?:共同|分别)?(?:负责|承担|实施|落实)(?:实施|落实|推进)?$")
_LAST_UNIT: Final = re.compile(
    r"(?:[^。]*[、，；：:,;])?[^。、，；：]{0,16}?"
    r"(?:局|委(?!网信|政法|宣传|组织|统战|教育|编|办)|办(?!公)|厅|办公室|部门|单位|政府|中心|分行|公司|管委会|开发区)"
)
_OPENERS: Final = "（([［【"
_CLOSERS: Final = "）)]］】"
_BLOCKS: Final = frozenset(["paragraph", "bullet", "heading"])


@dataclass(frozen=True, slots=True)
class _Note:
    """A note found: where it stands, its inside, and whether that is certain."""

    span: Span
    inside: Span
    sure: bool = True


def read_tasks(document: Document, lexicon: Lexicon) -> tuple[Task, ...]:
    """All assignments of a document, in reading order."""
    found: list[Task] = []
    before: Block | None = None
    for block in document.blocks:
        if block.kind in _BLOCKS and block.text:
            found += _of_block(document, block, before, lexicon)
            before = block
    return tuple(found)


def _of_block(document: Document, block: Block, before: Block | None, lexicon: Lexicon) -> list[Task]:
    made: list[Task] = []
    start = 0
    for note in _notes(block.text):
        inside = note.inside.cut(block.text)
        groups = _groups(inside, note.inside.start, document.region, lexicon)
        if groups is None:
            continue
        stretch = _trimmed(block.text, Span(start, note.span.start))
        start = note.span.end
        sure = groups.sure and note.sure
        if stretch.end == stretch.start and made:  # （牵头单位：甲）（配合单位：乙）
            made[-1] = _joined(made[-1], groups, note, block)
            continue
        whole = Span(stretch.start, note.span.end) if stretch.end > stretch.start else note.span
        task = stretch.cut(block.text)
        if not task and before is not None:  # the note has a line of its own: the line before is the task
            task = before.text
        place = Place(document.id, block.id, whole, whole.cut(block.text))
        made.append(replace(groups, at=place, task=task, note=note.span, sure=sure and bool(task)))
    return made


def _joined(task: Task, more: Task, note: _Note, block: Block) -> Task:
    whole = Span(task.at.span.start, note.span.end)
    return replace(
        task,
        at=replace(task.at, span=whole, quote=whole.cut(block.text)),
        note=Span(task.note.start, note.span.end),
        lead=task.lead + more.lead,
        support=task.support + more.support,
        units=task.units + more.units,
        others=task.others + more.others,
        sure=task.sure and more.sure and note.sure,
    )


def _trimmed(text: str, span: Span) -> Span:
    """The span without blanks, and without the mark that closed the note before."""
    start, end = span
    while start < end and text[start] in " \t\n　。；;，,":
        start += 1
    while end > start and text[end - 1] in " \t\n　":
        end -= 1
    return Span(start, end)


# Where notes stand


def _notes(text: str) -> Iterator[_Note]:
    openings = {m.start() for m in _OPENING.finditer(text)}
    if not openings and (line := _LINE.match(text)):
        yield _Note(Span(0, len(text)), Span(line.end(), len(text)))
        return
    at = 0
    while at < len(text):
        if text[at] not in _OPENERS:
            at += 1
            continue
        end = _closing(text, at)
        inner = min((o for o in openings if at < o < (end or len(text))), default=None)
        keyed = at in openings
        if keyed and (end is None or inner is not None):
            note = _unclosed(text, at, inner if inner is not None else len(text))
            yield note
            at = note.span.end
        elif end is None:
            if _ends_as_note(text[at + 1 :]):
                yield _Note(Span(at, len(text)), Span(at + 1, len(text)), sure=False)
                return
            at += 1
        elif keyed or _is_note(text, at, end):
            yield _Note(Span(at, end), Span(at + 1, end - 1))
            at = end
        else:
            at = end if inner is None else at + 1


def _closing(text: str, at: int) -> int | None:
    """Where the bracket opened at `at` ends; None where it is not closed."""
    depth = 0
    for index in range(at, len(text)):
        if text[index] in _OPENERS:
            depth += 1
        elif text[index] in _CLOSERS:
            depth -= 1
            if not depth:
                return index + 1
    return None


def _unclosed(text: str, at: int, end: int) -> _Note:
    """A note whose closing bracket is missing: as far as its words are names of units."""
    stop = end
    closer = text.find("）", at, end)
    sentence = text.find("。", at, end)
    if closer >= 0 and text.find("（", at + 1, closer) < 0:
        return _Note(Span(at, closer + 1), Span(at + 1, closer), sure=False)
    if 0 <= sentence < stop:
        stop = sentence
    words = _LAST_UNIT.match(text, at + 1, stop)
    inside_end = words.end() if words else stop
    return _Note(Span(at, inside_end), Span(at + 1, inside_end), sure=False)


def _is_note(text: str, at: int, end: int) -> bool:
    """A bracket without a key word: it follows a sentence, or its end is the end of one, and it names units.

    Within a sentence it may explain a word before it, as in 街道办事处（乡镇人民政府）; then the names must be plainly
    those of units at work: several of them, or with their level.
    """
    inside = text[at + 1 : end - 1]
    before, after = text[:at].rstrip()[-1:], text[end:].lstrip()[:1]
    if not before or before in "。；;！？":
        return _reads_as_note(inside)
    if after not in {"", "。", "；", ";"} or before in "局委办处府会部院心区市县":
        return False
    named = re.match(r"[市区县省各]", inside) or "、" in inside or "责" in inside or "牵头" in inside
    return bool(named) and _reads_as_note(inside)


def _ends_as_note(words: str) -> bool:
    bare = words.rstrip("。 ")
    return "。" not in bare and "责分工" in bare and bool(_SHARED.search(bare))


def _reads_as_note(inside: str) -> bool:
    if len(inside) > 400 or "。" in inside:
        return False
    led = _LED.fullmatch(inside)
    if led:
        return looks_like_units(_without_open(led["lead"].removeprefix("由")))
    shared = _SHARED.search(inside)
    if shared and shared.start():
        return looks_like_units(_without_open(inside[: shared.start()]))
    charged = _CHARGED.fullmatch(inside)
    if charged:
        return looks_like_units(_without_open(charged["who"]))
    return looks_like_units(inside)


def _without_open(names: str) -> str:
    return names.strip("，,、；; ")


# What a note says


def _groups(inside: str, at: int, region: str | None, lexicon: Lexicon) -> Task | None:
    """The units of a note by role, in an otherwise empty task; None where it names none."""
    keys = list(_KEY.finditer(inside))
    if keys:
        parts = [
            (k.lastgroup or "joint", k.end(), n.start() if n else len(inside)) for k, n in pairwise([*keys, None]) if k
        ]
        form = LEAD_FORM if any(k["lead"] or k["support"] for k in keys) else JOINT_FORM
        return _collected(inside, at, parts, form, region, lexicon)
    bare = inside.rstrip("。；; ")
    led = _LED.fullmatch(bare)
    if led:
        how = led["how"]
        shared = _SHARED.search(led["rest"] + how)
        role = "joint" if shared and "责分工" in bare else "support"
        form = SHARED_FORM if role == "joint" else LEAD_FORM
        end = led.end("rest")
        if shared and shared.start() < len(led["rest"]):
            end = led.start("rest") + shared.start()
        start = 1 if bare.startswith("由") else 0
        return _collected(
            inside, at, [("lead", start, led.end("lead")), (role, led.start("rest"), end)], form, region, lexicon
        )
    shared = _SHARED.search(bare)
    if shared and shared.start():
        return _collected(inside, at, [("joint", 0, shared.start())], SHARED_FORM, region, lexicon)
    charged = _CHARGED.fullmatch(bare)
    if charged:
        return _collected(
            inside, at, [("joint", charged.start("who"), charged.end("who"))], JOINT_FORM, region, lexicon
        )
    return _collected(inside, at, [("joint", 0, len(bare))], TRAILING_FORM, region, lexicon)


def _collected(
    inside: str, at: int, parts: Sequence[tuple[str, int, int]], form: str, region: str | None, lexicon: Lexicon
) -> Task | None:
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
