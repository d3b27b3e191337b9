"""Turns values read from somebody's file into notes, or refuses them in one sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from reader.core.errors import BadInput
from reader.core.note import COLOURS, NOBODY, Anchor, CellValue, Note, NoteKind, Person, RowCorrection, RowMark
from reader.store.registers.row_merge import state_of, with_seen
from reader.store.times import read_stamp, stamp
from reader.store.versions import Tombstone, vector_from

MAX_TEXT = 1_000_000  # characters of a note or a quote
MAX_SHORT = 500  # of ids, folders, tags
MAX_TAGS = 100

MAX_CHANGES = 100  # columns set right in one row

_HALF = re.compile("[\ud800-\udfff]")
_LONG = frozenset(["text", "quote", "prefix", "suffix", "note", "changes"])
_MAY_BE_EMPTY = frozenset([
    "text", "quote", "prefix", "suffix", "folder", "status", "note", "changes", "person", "block", "end_block",
    "document_hash",
])  # fmt: skip
_NUMBERS = ("start", "end", "position")
_NAMES = {
    "id": "编号", "doc": "文件编号", "block": "条款编号", "end_block": "末条款编号", "quote": "原文", "prefix": "前文",
    "suffix": "后文", "document_hash": "文本校验", "kind": "类型", "text": "批注", "colour": "颜色", "tags": "标签",
    "starred": "星标", "status": "状态", "folder": "文件夹", "created": "创建时间", "modified": "修改时间",
    "trashed": "删除时间", "start": "起", "end": "止", "position": "位置", "key": "台账行编号", "register": "台账",
    "note": "备注", "changes": "更正", "person": "作者", "vector": "版本",
}  # fmt: skip
_TEXTS = ("id", "doc", "block", "end_block", "quote", "prefix", "suffix", "document_hash", "text", "folder")


def note_from(values: Mapping[str, Any], number: int) -> Note:
    """The note of these values (the fields of Note and Anchor in one mapping). Raises BadInput.

    `number` counts the notes of the file from one and is named where something is wrong.
    """
    read: dict[str, Any] = {name: _text(values, name, number) for name in _TEXTS}
    for name in _NUMBERS:
        value = values[name]
        if type(value) is not int or not 0 <= value < 2**53:
            raise _wrong(name, number)
        read[name] = value
    read["kind"] = _one_of(values, "kind", get_args(NoteKind), number)
    read["colour"] = _one_of(values, "colour", COLOURS, number)
    read["status"] = _one_of(values, "status", ("", "todo", "done"), number)
    read["created"], read["modified"] = _moment(values, "created", number), _moment(values, "modified", number)
    read["trashed"] = None if values["trashed"] is None else _moment(values, "trashed", number)
    if type(values["starred"]) is not bool:
        raise _wrong("starred", number)
    read["starred"] = values["starred"]
    tags = values["tags"]
    if not isinstance(tags, list) or len(tags) > MAX_TAGS:
        raise _wrong("tags", number)
    read["tags"] = tuple(_text({"tags": tag}, "tags", number) for tag in tags)
    for name in ("creator", "editor"):
        read[name] = person_from(values.get(name), number)
    if bool(read["block"]) != bool(read["document_hash"]) or bool(read["block"]) != bool(read["end_block"]):
        raise _wrong("block", number)  # all three are empty where another program's words were not found
    anchor = Anchor(**{field.name: read.pop(field.name) for field in fields(Anchor)})
    return Note(anchor=anchor, **read)


def person_from(value: Any, number: int) -> Person:
    """The person of a mapping with a name, a unit or both, or the name alone; NOBODY for None. Raises BadInput."""
    if value is None:
        return NOBODY
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, Mapping):
        raise _wrong("person", number)
    name, unit = (_text({"person": value.get(key, "")}, "person", number) for key in ("name", "unit"))
    return Person(" ".join(name.split()), " ".join(unit.split()))


def tombstone_from(values: Mapping[str, Any], number: int) -> Tombstone:
    """The deletion of a note. Raises BadInput."""
    read = {name: _text(values, name, number) for name in ("id", "doc")}
    try:
        vector = vector_from(values["vector"])
    except ValueError as error:
        raise _wrong("vector", number) from error
    editor = person_from(values.get("editor"), number)
    return Tombstone(**read, trashed=moment_from(values["trashed"], number), vector=vector, editor=editor)


def moment_from(value: Any, number: int) -> str:
    """A moment as notes record it. Raises BadInput."""
    return _moment({"modified": value}, "modified", number)


def mark_from(values: Mapping[str, Any], number: int) -> RowMark:
    """The mark of a register's row. Raises BadInput."""
    read = {name: _text(values, name, number) for name in ("key", "doc", "register", "status", "note")}
    mark = RowMark(**read, modified=_moment(values, "modified", number))
    return replace(mark, seen=_seen(mark, values, number))


def correction_from(values: Mapping[str, Any], number: int) -> RowCorrection:
    """The correction of a register's row. Raises BadInput."""
    read = {name: _text(values, name, number) for name in ("key", "doc", "register", "quote")}
    changes = values["changes"]
    if not isinstance(changes, Mapping) or len(changes) > MAX_CHANGES or not (changes or values.get("seen")):
        raise _wrong("changes", number)
    cells = {_text({"id": name}, "id", number): _cell(value, number) for name, value in changes.items()}
    correction = RowCorrection(**read, changes=cells, modified=_moment(values, "modified", number))
    return replace(correction, seen=_seen(correction, values, number))


def _seen(item: RowMark | RowCorrection, values: Mapping[str, Any], number: int) -> str:
    """What the fields of a row have seen, where the file says it, and can be read."""
    said = values.get("seen", "")
    if not isinstance(said, str) or len(said) > MAX_TEXT:
        raise _wrong("vector", number)
    if said:
        try:
            with_seen(state_of(item), said)
        except ValueError as error:
            raise _wrong("vector", number) from error
    return said


def folder_from(value: Any, number: int) -> str:
    """The path of a folder. Raises BadInput."""
    path = _text({"folder": value}, "folder", number)
    if not path.replace("/", "").strip():
        raise _wrong("folder", number)
    return path


def _cell(value: Any, number: int) -> CellValue:
    if isinstance(value, list) and len(value) <= MAX_CHANGES:
        return [_text({"changes": each}, "changes", number) for each in value]
    if isinstance(value, str):
        return _text({"changes": value}, "changes", number)
    if value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 2**53):
        return value
    raise _wrong("changes", number)


def _wrong(name: str, number: int) -> BadInput:
    return BadInput(f"批注文件的第 {number} 条不对（{_NAMES[name]}），没有导入。")


def _text(values: Mapping[str, Any], name: str, number: int) -> str:
    value = values[name]
    if not isinstance(value, str) or len(value) > (MAX_TEXT if name in _LONG else MAX_SHORT):
        raise _wrong(name, number)
    if not value and name not in _MAY_BE_EMPTY:
        raise _wrong(name, number)
    if not value.isascii() and _HALF.search(value):  # half a character: nothing could ever write it again
        raise _wrong(name, number)
    return value


def _one_of(values: Mapping[str, Any], name: str, allowed: tuple[str, ...], number: int) -> str:
    value = values[name]
    if not isinstance(value, str) or value not in allowed:
        raise _wrong(name, number)
    return value


def _moment(values: Mapping[str, Any], name: str, number: int) -> str:
    value = values[name]
    try:
        if not isinstance(value, str) or len(value) > 40:
            raise _wrong(name, number)
        return stamp(read_stamp(value))
    except (ValueError, OverflowError) as error:
        raise _wrong(name, number) from error
