"""Tags, a status and links in a note's own words: #数据要素, @待办, [[第十二条]] are read as what they say. Pure.

The words stay as written. Only what a change of the text brings or takes away counts, so a tag removed by hand stays
removed although its word still stands there. A mark counts at the beginning of a line or behind a blank or punctuation,
and a tag begins with a letter: 3#楼, C#, #1 and a@b are none.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from reader.core.late_dataclass import dataclass, replace
from reader.core.late_pattern import late
from reader.core.note import Note

_TAG: Final = late(r"(?<![^\s，。；：、！？（）()【】「」“”,.;:!?])[#＃]([^\W\d_][\w\-－·]{0,29})")
_STATUS: Final = late(
    r"(?<![^\s，。；：、！？（）()【】「」“”,.;:!?])[@＠](待办|待辦|完成|todo|done)(?![A-Za-z])", re.IGNORECASE
)
_STATUSES: Final[dict[str, Literal["todo", "done"]]] = {
    "待办": "todo", "待辦": "todo", "todo": "todo", "完成": "done", "done": "done",
}  # fmt: skip


_LINK: Final = late(r"\[\[([^\[\]\n]{1,200})\]\]|【【([^【】\n]{1,200})】】")


def written_links(text: str) -> tuple[str, ...]:
    """The places that the text names in double brackets, each once: [[第十二条]], [[津政发〔2021〕14号#五（十四）]]."""
    found = ((match[1] or match[2]).strip() for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(place for place in found if place))


@dataclass(frozen=True, slots=True)
class WrittenMarks:
    """What a text says about its note: tags in order, each once; the status that is written last."""

    tags: tuple[str, ...] = ()
    status: Literal["", "todo", "done"] = ""


def written_marks(text: str) -> WrittenMarks:
    """What stands in the text."""
    tags = tuple(dict.fromkeys(_TAG.findall(text)))
    said = _STATUS.findall(text)
    return WrittenMarks(tags, _STATUSES[said[-1].lower()] if said else "")


def with_written(note: Note, before: str = "") -> Note:
    """The note with the tags and status that its text says and `before` did not; without those it no longer says."""
    if note.text == before:
        return note
    old, new = written_marks(before), written_marks(note.text)
    gone = {*old.tags} - {*new.tags}
    come = [tag for tag in new.tags if tag not in old.tags]
    tags = tuple(dict.fromkeys([*(tag for tag in note.tags if tag not in gone), *come]))
    if new.status and new.status != old.status:
        return replace(note, tags=tags, status=new.status)
    if old.status and not new.status and note.status == old.status:
        return replace(note, tags=tags, status="")
    return replace(note, tags=tags)
