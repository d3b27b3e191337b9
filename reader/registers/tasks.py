"""Tasks: assignments of work to units, in every form that documents write them.

    （牵头单位：…；配合单位：…）  （责任单位：…）  （甲、乙等按职责分工负责）  （甲牵头，乙配合）  trailing （甲，乙）
    the same on a line of its own or at a line's end without brackets, in a column of a table, and in plain sentences

Owns the finding of notes and the stretch of text each closes. What a note says, `assignments` knows; tables are
`task_tables`, sentences `prose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Task
from reader.core.span import Span
from reader.registers.assignments import (
    JOINT,
    LEAD,
    LEAD_FORM,
    PERSON,
    SUPPORT,
    TIME,
    ends_as_shared,
    groups,
    only_assigns,
    reads_as_note,
    with_time,
)
from reader.registers.chapters import numbered_items
from reader.registers.due import Calendar, only_when
from reader.registers.duties import read_duties
from reader.registers.kinds import is_law
from reader.registers.lexicon import Lexicon
from reader.registers.prose import read_prose
from reader.registers.stretches import next_after
from reader.registers.task_tables import read_task_table

_OPENING: Final = late(rf"[（(\[［【〔﹝]\s*(?=(?:{PERSON}|{LEAD}|{SUPPORT}|{JOINT})[：:])")
_LINE: Final = late(
    rf"(?:^|(?<=[。；;，]))\s*(?=(?:(?:{PERSON})[：:][^。；;：:]{{1,20}}[。；;]\s*)?(?:{LEAD}|{JOINT}|{TIME}|(?:配合|协办|参与|参加|协同|协作|支持|协助|会办)(?:责任)?(?:单位|部门))[：:])"
)
_GOES_ON: Final = late(rf"[。；;\s]*(?:{LEAD}|{SUPPORT}|{JOINT}|{TIME}|{PERSON})[：:]")
_BY: Final = late(  # 由甲、乙，各县（市）、区人民政府负责落实。
    r"(?:^|(?<=[。；;\n]))\s*(?:(?:以上|上述|本项|此项)?(?:各项)?(?:工作|任务))?均?由(?P<inside>[^。；;\n]{4,300}?"
    r"(?:牵头|负责|落实|实施|承担|办理|组织|推进|配合|参与|参加|完成)[^。；;\n，,]{0,6})(?=[。；;\n]|$)"
)
_FIRST_LEADS: Final = late(r"(?:列|排)[^，。；]{0,5}第?一[^，。；]{0,6}为?牵头|第一(?:责任|个)?(?:单位|部门)为牵头")
_LAST_UNIT: Final = late(
    r"(?:[^。]*[、，；：:,;])?[^。、，；：]{0,16}?"
    r"(?:局|委(?!网信|政法|宣传|组织|统战|教育|编|办)|办(?!公)|厅|办公室|部门|单位|政府|中心|分行|公司|管委会|开发区|各(?:县市区|县区|区县|[区县市州]))"
)
_TIME_LINE: Final = late(rf"\s*[（(【［\[]?{TIME}[：:](?P<when>[^。]{{2,40}})。?[）)】］\]]?\s*$")
_PERSON_LINE: Final = late(rf"\s*[（(【［\[]?(?:{PERSON})[：:][^。；]{{1,24}}[。；）)】］\]]*\s*$")  # 牵头领导：…
_TIME_BEHIND: Final = late(r"[^。，]{2,24}(?:前|底|末|月|日|年|完成)(?:完成|落实|办结)?[）)】］\]。]{0,2}")
_LONGEST: Final = 400  # characters of a note
_OPENERS: Final = "（([［【〔﹝"
_CLOSERS: Final = "）)]］】〕﹞"
_BRACKET: Final = late(f"[{re.escape(_OPENERS + _CLOSERS)}]")
_OPENER: Final = late(f"[{re.escape(_OPENERS)}]")
_BLOCKS: Final = frozenset(["paragraph", "bullet", "heading"])


@dataclass(frozen=True, slots=True)
class _Note:
    """A note found: where it stands, its inside, and whether that is certain; `line` where it has no brackets."""

    span: Span
    inside: Span
    sure: bool = True
    line: bool = False


def read_tasks(document: Document, lexicon: Lexicon) -> tuple[Task, ...]:
    """All assignments of a document, in reading order."""
    found: list[Task] = []
    law = is_law(document)
    lexicon = lexicon.as_used_in("\n".join([*document.issuers, *(b.text for b in document.blocks)]))
    calendar = Calendar.of(document)
    before: Block | None = None  # the last block that is more than a note
    said_before: str = ""  # a line 完成时限：… that the line 责任单位：… follows
    items = numbered_items(document)
    duties = {} if law else read_duties(document, lexicon)
    blocks = [b for b in document.blocks if b.text and (b.kind in _BLOCKS or b.kind == "table")]
    for block, after in pairwise([*blocks, None]):
        if block is None:
            continue
        if block.kind == "table":
            found += read_task_table(document, block, lexicon, calendar)
            continue
        if line := _TIME_LINE.match(block.text):
            if found and before is not None and found[-1].task == before.text and not _is_timed(found[-1]):
                found[-1] = with_time(found[-1], [line["when"]], calendar)
            else:
                said_before = line["when"]
            continue
        if _PERSON_LINE.match(block.text):
            continue  # who answers for it is no task, and the note goes on
        notes = list(_notes(block.text, law=law))
        made = [_timed(task, calendar) for task in _of_block(document, block, notes, before, lexicon, calendar)]
        if said_before and len(made) == 1 and notes[0].line:
            made = [with_time(made[0], [said_before], calendar)]
        said_before = ""
        if not made and block.id in duties:
            found.append(_timed(duties[block.id], calendar))
            before = block
            continue
        if _goes_on(found, made, notes, block):
            found[-1] = _with_line(found[-1], made[0])
            continue
        found += made
        closed_next = after is not None and _LINE.match(after.text)
        if not law and (block.kind != "heading" or block.id in items) and not closed_next:
            start = notes[-1].span.end if made else 0
            found += read_prose(document, block, start, lexicon, calendar)
        if not (len(notes) == 1 and notes[0].line and not notes[0].span.start):
            before = block
    first_leads = any(_FIRST_LEADS.search(b.text) for b in blocks)
    return tuple(_led_by_first(task) for task in found) if first_leads else tuple(found)


def _is_timed(task: Task) -> bool:
    return bool(task.deadline or task.due or task.every)


def _timed(task: Task, calendar: Calendar) -> Task:
    """A task whose note gives no time has that of its own words, where they give one and no other."""
    when = None if _is_timed(task) else only_when(task.task, calendar)
    if when is None:
        return task
    due = when.due.isoformat() if when.due else None
    words = when.span.cut(task.task)
    return replace(task, deadline=when.year if due else None, due=due, every=when.every, when=words)


def _led_by_first(task: Task) -> Task:
    """列第一位的为牵头单位，下同."""
    if task.lead or len(task.units) < 2:
        return task
    return replace(task, lead=task.units[:1], units=(), support=task.units[1:] + task.support, form=LEAD_FORM)


def _of_block(
    document: Document, block: Block, notes: Sequence[_Note], before: Block | None, lexicon: Lexicon, calendar: Calendar
) -> list[Task]:
    made: list[Task] = []
    start = 0
    for note in notes:
        inside = note.inside.cut(block.text)
        said = groups(inside, note.inside.start, document.region, lexicon, calendar)
        if said is None:
            continue
        stretch = _trimmed(block.text, Span(start, note.span.start))
        start = note.span.end
        sure = said.sure and note.sure
        if stretch.end == stretch.start and made:  # （牵头单位：甲）（配合单位：乙）
            made[-1] = _joined(made[-1], said, note, block)
            continue
        whole = Span(stretch.start, note.span.end) if stretch.end > stretch.start else note.span
        task = stretch.cut(block.text)
        if not task and before is not None:  # the note has a line of its own: the line before is the task
            task = before.text
        place = Place(document.id, block.id, whole, whole.cut(block.text))
        made.append(replace(said, at=place, task=task, note=note.span, sure=sure and bool(task)))
    behind = block.text[start:].strip()
    if made and not _is_timed(made[-1]) and _TIME_BEHIND.fullmatch(behind):
        made[-1] = with_time(made[-1], [behind], calendar)
    return made


def _goes_on(found: Sequence[Task], made: Sequence[Task], notes: Sequence[_Note], block: Block) -> bool:
    """Whether a line 责任单位：… goes on from the line 牵头单位：… before it, or a line 配合单位：… from either."""
    if not found or len(made) != 1 or not notes[0].line or notes[0].span.start:
        return False
    last, more = found[-1], made[0]
    return (
        last.at.block != block.id and last.task == more.task and last.note == last.at.span
        and not more.lead
        and ((bool(last.lead) and not last.units) or (not more.units and not last.support and bool(last.responsible)))
    )  # fmt: skip


def _with_line(task: Task, more: Task) -> Task:
    """The task with the units of the next line. A task stands in one block, so they have the place of its own note."""
    support, units = (tuple(replace(u, span=task.note) for u in each) for each in (more.support, more.units))
    return replace(
        task, support=task.support + support, units=task.units + units, others=task.others + more.others,
        sure=task.sure and more.sure,
    )  # fmt: skip


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


def _notes(text: str, *, law: bool = False) -> Iterator[_Note]:
    openings = [m.start() for m in _OPENING.finditer(text)]
    closings = _closings(text)
    said_by = {
        m.end() - len(m[0].lstrip()): m for m in ([] if law else _BY.finditer(text)) if only_assigns(m["inside"])
    }
    lines = {m.end() for m in _LINE.finditer(text)}
    line_starts = sorted({*lines, *said_by})
    at = 0
    while at < len(text):
        if at in said_by:
            end = said_by[at].end()
            yield _Note(Span(at, end), Span(*said_by[at].span("inside")), line=True)
            at = end
            continue
        if at in lines:
            end = _line_end(text, at)
            yield _Note(Span(at, end), Span(at, end), line=True)
            at = end
            continue
        if text[at] not in _OPENERS:
            opener, line = _OPENER.search(text, at), next_after(line_starts, at)
            at = min(opener.start() if opener else len(text), line if line is not None else len(text))
            continue
        end_or_none = closings.get(at)
        inner = next_after(openings, at)
        inner = inner if inner is not None and inner < (end_or_none or len(text)) else None
        keyed = bool(openings) and next_after(openings, at - 1) == at
        if keyed and (end_or_none is None or inner is not None):
            note = _unclosed(text, at, inner if inner is not None else len(text))
            yield note
            at = note.span.end
        elif end_or_none is None:
            if _ends_as_note(text, at):
                yield _Note(Span(at, len(text)), Span(at + 1, len(text)), sure=False)
                return
            at += 1
        elif keyed or _is_note(text, at, end_or_none):
            yield _Note(Span(at, end_or_none), Span(at + 1, end_or_none - 1))
            at = end_or_none
        else:
            at = end_or_none if inner is None else at + 1


def _line_end(text: str, at: int) -> int:
    """Where a note without brackets ends: at the end of its sentence, but 配合单位：… may follow in the next."""
    end = at
    while True:
        stop = text.find("。", end)
        if stop < 0:
            return len(text)
        end = stop + 1
        if not _GOES_ON.match(text, end):
            return end


def _closings(text: str) -> dict[int, int]:
    """Where each bracket that is closed ends, by where it opens."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in _OPENERS:
            open_.append(bracket.start())
        elif open_:
            found[open_.pop()] = bracket.end()
    return found


def _unclosed(text: str, at: int, end: int) -> _Note:
    """A note whose closing bracket is missing: as far as its words are names of units."""
    end = stop = min(end, at + _LONGEST)
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
    if len(inside) > _LONGEST:
        return False
    before, after = text[max(0, at - 8) : at].rstrip()[-1:], text[end : end + 8].lstrip()[:1]
    if not before or before in "。；;！？.":
        return reads_as_note(inside)
    told = re.search("牵头|负责|配合", inside) is not None and re.match("[省市区县州旗盟]", inside) is not None
    if not (after in {"", "。", "；", ";"} or (told and after in "，,")) or before in "局委办处府会部院心区市县":
        return False
    named = re.match(r"[市区县省各]", inside) or "、" in inside or "责" in inside or "牵头" in inside
    return bool(named) and reads_as_note(inside)


def _ends_as_note(text: str, at: int) -> bool:
    """Whether a bracket that is never closed holds a note all the same."""
    if len(text) - at > _LONGEST:
        return False
    bare = text[at + 1 :].rstrip("。 ")
    if "。" in bare:
        return False
    if ends_as_shared(bare):
        return True
    return text[max(0, at - 8) : at].rstrip()[-1:] in {"。", "；", "."} and reads_as_note(bare)
