"""Notes as CSV for spreadsheets (UTF-8 with BOM), and back without loss. Formula injection is neutralised.

A cell that a spreadsheet might run gets an apostrophe in front, and so does one that begins with an apostrophe; reading
takes one apostrophe away. That is the whole rule, so nothing is lost.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reader.core.colour_names import colour_named
from reader.core.errors import BadInput
from reader.core.known import Known, KnownDocument, known_from, told
from reader.core.note import COLOURS, Note
from reader.store.bundle import Bundle
from reader.store.formats.row import KINDS, STATUSES, Row
from reader.store.formats.seen import read_seen, with_line_ends
from reader.store.formats.valid import MAX_TEXT, note_from
from reader.store.times import stamp
from reader.store.versions import Versions

_DANGEROUS = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|['\t\r\n\0]")

_TAG_MARK = re.compile(r"\\(.)|;", re.DOTALL)


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,16}", text) else -1


def _yes(text: str) -> bool | None:
    return {"是": True, "": False, "否": False}.get(text)


def join_tags(tags: Sequence[str]) -> str:
    """Tags in one cell, parted by semicolons."""
    return ";".join(re.sub(r"([\\;])", r"\\\1", tag) for tag in tags)


def split_tags(cell: str) -> list[str]:
    """The tags that `join_tags` put into a cell."""
    if not cell:
        return []
    tags, at = [""], 0
    for mark in _TAG_MARK.finditer(cell):
        tags[-1] += cell[at : mark.start()]
        if mark[1] is None:
            tags.append("")
        else:
            tags[-1] += mark[1]
        at = mark.end()
    tags[-1] += cell[at:]
    return tags


_DAY = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_SERIAL = re.compile(r"[2-9]\d{4}(?:\.\d{1,12})?")  # days since the end of 1899, as spreadsheets count


def _moment(cell: str) -> str:
    """A moment as it was written here, or as a spreadsheet rewrote it: 2026/11/29 4:42, 46355.195."""
    if found := _DAY.fullmatch(cell.strip()):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    if _SERIAL.fullmatch(cell.strip()):
        return stamp(datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(cell)))
    return cell


_KIND_OF = {name: kind for kind, name in KINDS.items()}
_STATUS_OF = {name: status for status, name in STATUSES.items()}

# Column → how a row gives it, and the field it is read back into (with how), if any.
_COLUMNS: tuple[tuple[str, Callable[[Row], object], str | None, Callable[[str], Any]], ...] = (
    ("文件", lambda r: r.title, None, str),
    ("文号", lambda r: r.doc_number, None, str),
    ("条款路径", lambda r: r.clause, None, str),
    ("原文", lambda r: r.note.anchor.quote, "quote", str),
    ("批注", lambda r: r.note.text, "text", str),
    ("颜色", lambda r: r.note.colour, "colour", colour_named),
    ("标签", lambda r: join_tags(r.note.tags), "tags", split_tags),
    ("创建", lambda r: r.note.created, "created", _moment),
    ("修改", lambda r: r.note.modified, "modified", _moment),
    ("类型", lambda r: KINDS[r.note.kind], "kind", lambda t: _KIND_OF.get(t, t)),
    ("星标", lambda r: "是" if r.note.starred else "", "starred", _yes),
    ("状态", lambda r: r.note.status, "status", lambda t: _STATUS_OF.get(t, t)),
    ("文件夹", lambda r: r.note.folder, "folder", str),
    ("删除", lambda r: r.note.trashed or "", "trashed", lambda t: _moment(t) or None),
    ("编号", lambda r: r.note.id, "id", str),
    ("文件编号", lambda r: r.note.anchor.doc, "doc", str),
    ("条款编号", lambda r: r.note.anchor.block, "block", str),
    ("起", lambda r: r.note.anchor.start, "start", _whole),
    ("止", lambda r: r.note.anchor.end, "end", _whole),
    ("末条款编号", lambda r: r.note.anchor.end_block, "end_block", str),
    ("前文", lambda r: r.note.anchor.prefix, "prefix", str),
    ("后文", lambda r: r.note.anchor.suffix, "suffix", str),
    ("位置", lambda r: r.note.anchor.position, "position", _whole),
    ("文本校验", lambda r: r.note.anchor.document_hash, "document_hash", str),
    ("作者", lambda r: r.note.creator.name, "creator", str),
    ("单位", lambda r: r.note.creator.unit, "unit", str),
    ("修改者", lambda r: r.note.editor.name, "editor", str),
    ("修改者单位", lambda r: r.note.editor.unit, "editor_unit", str),
    ("版本", lambda r: r.seen, "seen", str),
    ("文件校验", lambda r: r.file, None, str),
)
_TOLD = ("文件校验", "文件", "文号", "条款路径")  # what the table says of a document, and of a note's clause
HEADER = tuple(name for name, *_ in _COLUMNS)
_NEW = frozenset(["作者", "单位", "修改者", "修改者单位", "版本", "文件校验"])  # files of older programs lack them


def neutralised(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return "'" + text if _DANGEROUS.match(text) else text


def dump(rows: Sequence[Row]) -> bytes:
    """One line a note under a header. Line ends within a cell stay as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([neutralised(str(give(row))) for _, give, _, _ in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def is_table(data: bytes) -> bool:
    """Whether the first line has several columns; what it is encoded in does not matter."""
    first = data[:4000].partition(b"\n")[0]
    return any(mark in first for mark in (b",", b"\t", b";"))


def load(data: bytes) -> Bundle:
    """The notes of a file that `dump` wrote; columns may have been reordered, added to or sorted.

    A line that cannot be used is told, and stops no other. Raises BadInput where the table itself is none of ours, is
    cut off, or has no line that can be used.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("这个 CSV 文件不是 UTF-8 编码，请另存为“CSV UTF-8”后再导入。") from error
    limit = csv.field_size_limit(2 * MAX_TEXT)
    try:
        # Quoted line ends come through untouched: the reader splits by itself, so give it the text whole.
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadInput("这个 CSV 文件不完整，没有导入。") from error
    finally:
        csv.field_size_limit(limit)
    if not lines or missing_columns(lines[0]):
        raise BadInput("这个 CSV 文件不是本程序导出的批注，或缺少列，没有导入。")
    places = {name: lines[0].index(name) for name in HEADER if name in lines[0]}
    notes: list[Note] = []
    versions: dict[str, Versions] = {}
    refused: list[str] = []
    documents: dict[str, KnownDocument] = {}
    clauses: dict[str, str] = {}
    for number, cells in enumerate(lines[1:], 1):
        if not any(cells):
            continue
        try:
            note, seen = _note(cells, places, number, len(lines[0]))
        except BadInput as error:
            refused.append(str(error))
            continue
        if seen is not None:
            versions[note.id] = seen
        notes.append(note)
        said = {name: cells[places[name]].removeprefix("'") for name in _TOLD if name in places}
        documents.setdefault(note.anchor.doc, known_from(note.anchor.doc, *map(said.get, _TOLD[:3])))
        clauses[note.id] = told(said.get(_TOLD[3]))
    if refused and not notes:
        raise BadInput(refused[0])
    known = Known(documents, clauses)
    return Bundle(tuple(notes), versions=versions, table=True, refused=tuple(refused), known=known)


def _note(cells: Sequence[str], places: Mapping[str, int], number: int, size: int) -> tuple[Note, Versions | None]:
    """The note of one line, and what it has seen where that is said. Raises BadInput."""
    if len(cells) < size:
        raise BadInput(f"批注文件的第 {number} 条不完整，没有导入。")
    values = {
        field: read(cells[places[name]].removeprefix("'"))
        for name, _, field, read in _COLUMNS
        if field and name in places
    }
    seen = values.pop("seen", "")
    for person, unit in (("creator", "unit"), ("editor", "editor_unit")):
        values[person] = {"name": values.get(person, ""), "unit": values.pop(unit, "")}
    if not values["id"]:
        raise BadInput(f"批注文件的第 {number} 条没有编号，认不出是哪一条批注，没有导入。")
    if values["colour"] not in COLOURS:
        raise BadInput(
            f"批注文件的第 {number} 条的颜色“{values['colour'][:20]}”认不出，没有导入；可用的有黄、绿、蓝、粉、紫。"
        )
    note = note_from(values, number)
    if not seen:
        return note, None
    note = with_line_ends(note, seen)
    versions, origin = read_seen(seen, note, number)
    return replace(note, origin=origin), versions


def missing_columns(header: Sequence[str]) -> list[str]:
    """The columns that the header lacks."""
    return [name for name in HEADER if name not in header and name not in _NEW]
