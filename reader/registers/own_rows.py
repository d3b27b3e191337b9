"""Rows of the registers as their reader sees them: as read from the text, with own corrections, status and note.

Owns the key that names a row: made of the row's own words, not of its place, so that it outlives another numbering, and
found again by similar words where a newer corpus has mended some. Stores nothing; the corpus stays as it was read.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Final, TypeVar, get_args

from reader.core.folding import fold_text
from reader.core.note import CellValue, RowCorrection, RowMark
from reader.core.register import REGISTERS, Citation, Registers, Row, System, SystemType, Target, TargetKind, Task, Unit
from reader.core.span import Span
from reader.registers.due_days import own_day
from reader.registers.lexicon import Lexicon
from reader.registers.series import led_by
from reader.registers.units import read_units, unit_key

STATUSES: Final = ("未开始", "进行中", "已完成", "暂缓")
UNDONE, DOING, DONE, HELD = STATUSES
DROPPED, CHECKED = "not_a_row", "sure"  # in changes: it is no task after all; it was looked at and is right
HEAD, TAIL = 48, 24  # characters of a row's words that stand in its key
ALIKE, LEAD = 0.8, 0.05  # what words of a newer text need to be taken for the same row, and their lead

UNIT_FIELDS: Final = ("lead", "units", "support")
DUE_FIELD: Final = "due"  # the reader's own day for a task: says nothing of whether the row was read right
CORRECTABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": (*UNIT_FIELDS, DUE_FIELD),
    "targets": ("what", "comparator", "value", "unit", "deadline", "kind"),
    "systems": ("name", "type", "lead", "deadline"),
    "citations": ("cited", "number", "issuer"),
}
ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": get_args(TargetKind), "type": get_args(SystemType), "comparator": (">=", ">", "<=", "<", "=", "~"),
}  # fmt: skip

Kept = TypeVar("Kept", RowMark, RowCorrection)


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row.

    Attributes:
        row: with the corrections. read: as it was read from the text.
        changes: what was corrected: name of a field → its value now.
        kept_as: keys under which this is kept, where they are those of an older text.
    """

    key: str
    row: Row
    read: Row
    status: str = ""
    note: str = ""
    changes: Mapping[str, CellValue] = field(default_factory=dict, hash=False)
    kept_as: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """How far it is: a task has not begun until somebody says so."""
        return self.status or (UNDONE if isinstance(self.read, Task) else "")

    @property
    def dropped(self) -> bool:
        """Whether the reader says that this is no task (target …)."""
        return bool(self.changes.get(DROPPED))

    @property
    def checked(self) -> bool:
        """Whether the reader has looked at it and found it right."""
        return bool(self.changes.get(CHECKED))

    @property
    def corrected(self) -> bool:
        """Whether a value of it was changed."""
        return any(name not in {DROPPED, CHECKED} for name in self.changes)


@dataclass(frozen=True, slots=True)
class SeenRegisters:
    """All registers with what their reader says, and the corrected rows without those that are none.

    `led`: names of indicators that the reader has joined or parted (`series.led_by`).
    """

    seen: Mapping[str, tuple[SeenRow, ...]]
    registers: Registers
    led: Mapping[str, str] = field(default_factory=dict)


def see(
    made: Registers,
    marks: Mapping[str, RowMark],
    corrections: Mapping[str, RowCorrection],
    lexicon: Lexicon,
    regions: Mapping[str, str | None],
) -> SeenRegisters:
    """Brings rows and what is kept about them together. What is kept about rows that are gone is left out."""
    seen: dict[str, tuple[SeenRow, ...]] = {}
    for name in REGISTERS:
        rows = made.rows(name)
        keys = row_keys(name, rows)
        own_marks = _found_again(name, keys, marks)
        own_changes = _found_again(name, keys, corrections)
        listed = []
        for key, row in zip(keys, rows, strict=True):
            mark, correction = own_marks.get(key), own_changes.get(key)
            changes = correction.changes if correction else {}
            now = corrected(row, changes, lexicon, regions.get(row.at.doc)) if changes else row
            older = tuple(each.key for each in (mark, correction) if each is not None and each.key != key)
            status, note = (mark.status, mark.note) if mark else ("", "")
            listed.append(SeenRow(key, now, row, status, note, dict(changes), older))
        seen[name] = tuple(listed)
    kept: dict[str, Any] = {name: tuple(each.row for each in seen[name] if not each.dropped) for name in REGISTERS}
    return SeenRegisters(seen, Registers(**kept, no_targets=made.no_targets, around=made.around), led_by(corrections))


# Keys


def row_keys(name: str, rows: Sequence[Row]) -> list[str]:
    """A key for each row of a register. The same words twice in one document are counted."""
    counts: Counter[str] = Counter()
    keys = []
    for row in rows:
        words, doc = _words(row), "" if isinstance(row, System) else row.at.doc
        digest = hashlib.sha256(f"{name}\n{doc}\n{words}".encode("utf-8", "replace")).hexdigest()[:16]
        counts[digest] += 1
        ends = f"{words[:HEAD]}…{words[-TAIL:]}" if len(words) > HEAD + TAIL else words
        keys.append(f"{name}|{doc}|{digest}.{counts[digest]}|{ends}")
    return keys


def _words(row: Row) -> str:
    """What names a row: the words it was read from, and of several in the same words what tells them apart."""
    quote = "".join(fold_text(row.at.quote).split())
    match row:
        case Target():
            return f"{quote}|{row.what}|{row.value}{row.unit}"
        case System():
            return fold_text(row.name)
        case Citation():
            return f"{quote}|{row.cited}"
        case Task():
            return quote


def _found_again(name: str, keys: Sequence[str], kept: Mapping[str, Kept]) -> dict[str, Kept]:
    """What is kept, by the keys of today's rows: the same words first, then clearly similar ones."""
    found = {key: kept[key] for key in keys if key in kept}
    lost = [each for key, each in kept.items() if each.register == name and key not in found]
    free = [key for key in keys if key not in found]
    for each in lost:
        _, doc, _, words = _parts(each.key)
        scored = sorted(
            ((_alike(words, other[3]), key) for key in free if (other := _parts(key))[1] == doc), reverse=True
        )
        best, second = (scored[0][0] if scored else 0.0), (scored[1][0] if len(scored) > 1 else 0.0)
        if best >= ALIKE and best - second >= LEAD:
            found[scored[0][1]] = each
            free.remove(scored[0][1])
    return found


def _parts(key: str) -> tuple[str, str, str, str]:
    name, doc, digest, words = [*key.split("|", 3), "", "", ""][:4]
    return name, doc, digest, words


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


# Corrections


def corrected(row: Row, changes: Mapping[str, CellValue], lexicon: Lexicon, region: str | None) -> Row:
    """The row with other values. A value that does not fit its field leaves it as it was read."""
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name == CHECKED or name in _fields(row):
            fit = _fitting(row, name, value, lexicon, region)
            if fit is not None:
                values[name] = fit[0]
    if values.keys() - {DUE_FIELD}:
        values["sure"] = True
    if values.get(DUE_FIELD):
        values["deadline"] = int(values[DUE_FIELD][:4])
    return replace(row, **values)


def _fields(row: Row) -> tuple[str, ...]:
    kinds = {Task: "tasks", Target: "targets", System: "systems", Citation: "citations"}
    return CORRECTABLE[kinds[type(row)]]


def _fitting(row: Row, name: str, value: CellValue, lexicon: Lexicon, region: str | None) -> tuple[Any] | None:
    if name == CHECKED:
        return (True,) if value else None
    if name in UNIT_FIELDS:
        names = [each.strip() for each in value if each.strip()] if isinstance(value, list) else []
        if isinstance(row, Task):
            return (tuple(_unit(each, row, lexicon, region) for each in names),)
        return (tuple(full_name(each, region, lexicon) for each in names),)
    if name == DUE_FIELD:
        if value is None:
            return (None,)
        day = own_day(value) if isinstance(value, str) else None
        return (day.isoformat(),) if day else None
    if name == "deadline":
        return (value,) if value is None or (isinstance(value, int) and not isinstance(value, bool)) else None
    if name in {"number", "issuer"}:
        return (str(value) if value else None,)
    if name in ALLOWED and value not in ALLOWED[name]:
        return None
    return (value,) if isinstance(value, str) and (value or name == "unit") else None


def _unit(name: str, row: Task, lexicon: Lexicon, region: str | None) -> Unit:
    """A unit by the name the reader gave it; one the text names keeps its place there."""
    full = full_name(name, region, lexicon)
    for _role, unit in row.everyone():
        if {name, full} & {unit.name, unit.as_written}:
            return unit
    note = row.note if row.note.end > row.note.start else row.at.span
    key = unit_key(full, region, lexicon)[0]
    return Unit(full, name, key, Span(note.start, note.end), generic=key.startswith("*/"))


def full_name(typed: str, region: str | None, lexicon: Lexicon) -> str:
    """A unit's name as it stands in the registers: simplified, written in full (市發改委: 市发展改革委)."""
    folded = fold_text("".join(typed.split()), hant=True)
    units = read_units(folded, 0, region, lexicon).units
    return units[0].name if len(units) == 1 else folded


def originals(each: SeenRow) -> dict[str, str]:
    """The fields that were changed, with what was read from the text, as words."""
    return {
        name: _said(getattr(each.read, name))
        for name in each.changes
        if name in _fields(each.read) and _said(getattr(each.read, name)) != _said(getattr(each.row, name))
    }


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(each.name if isinstance(each, Unit) else str(each) for each in value)
    return "" if value is None else str(value)


def names_in(words: str) -> list[str]:
    """Units typed one behind the other, parted by commas of any kind, semicolons or line ends."""
    for mark in "，,；;\n":
        words = words.replace(mark, "、")
    return [name for name in (" ".join(each.split()) for each in words.split("、")) if name]


def number_in(words: str) -> str | None:
    """A number that was typed, or a range of two, as the registers write it (3-5); None where it is none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:[-—–~～至](\d+(?:\.\d+)?))?", "".join(words.split()), re.ASCII)
    return None if found is None else "-".join(filter(None, found.groups()))


def counted(rows: Iterable[SeenRow]) -> Counter[str]:
    """How many rows are how far; one without a status has not begun."""
    return Counter(each.status or UNDONE for each in rows)
