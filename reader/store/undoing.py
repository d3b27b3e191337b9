"""What an import changed, and the one step that takes it back. What was written since stays as it is.

Each step is kept with what was there before and what the import left; both as one JSON text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from reader.core.note import Note, Person
from reader.store import rows
from reader.store.merge import State
from reader.store.registers.row_merge import RowState, seen_text, with_seen
from reader.store.registers.row_states import forget_state, put_state, state
from reader.store.statements import keep_version, stored
from reader.store.version_rows import put_declined, put_versions, versions_of
from reader.store.versions import FIELDS, Variant, Versions, by_from, by_to, same, value_from, value_to, vector_from

KEPT = 20  # imports that can still be told of

_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ROW_TABLES = ("row_marks", "row_corrections")  # in imports of older programs


@dataclass(frozen=True, slots=True)
class Intake:
    """An import that was done.

    Attributes:
        moment: when, by this computer's clock. name: of the file. sentence: its report.
        notes: how many notes it changed.
    """

    id: int
    moment: str
    name: str
    sentence: str
    notes: int


@dataclass
class Journal:
    """What an import is about to change, told before each change; `keep` writes it down."""

    steps: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)

    def note(self, note_id: str, before: State | None, after: State) -> None:
        """A note becomes another, or comes."""
        self.steps.append(("note", note_id, _state_to(before) if before else None, _state_to(after)))

    def tombstone(self, db: sqlite3.Connection, note_id: str) -> None:
        """What is remembered of a deleted note becomes another, or goes."""
        row = db.execute("SELECT doc, trashed, vector, editor FROM gone WHERE note = ?", (note_id,)).fetchone()
        self.steps.append(("gone", note_id, json.dumps(row) if row else None, None))

    def declined(self, db: sqlite3.Connection, note_id: str) -> None:
        """What was offered of a note is done now, or not done."""
        row = db.execute("SELECT vector FROM declined WHERE note = ?", (note_id,)).fetchone()
        self.steps.append(("declined", note_id, row[0] if row else None, None))

    def row(self, before: RowState | None, after: RowState) -> None:
        """What is said of a register's row becomes another, or comes."""
        key = f"{after.sort}|{after.key}"
        self.steps.append(("row", key, _row_to(before) if before else None, _row_to(after)))

    def folder(self, db: sqlite3.Connection, path: str) -> None:
        """A folder is made, where it is not there."""
        if db.execute("SELECT 1 FROM folder WHERE path = ?", (path,)).fetchone() is None:
            self.steps.append(("folder", path, None, None))

    def keep(self, db: sqlite3.Connection, moment: str, name: str, sentence: str) -> None:
        """Writes it down, where anything was changed; forgets the oldest."""
        if not self.steps:
            return
        made = db.execute("INSERT INTO intake (moment, name, sentence) VALUES (?, ?, ?)", (moment, name, sentence))
        db.executemany(
            "INSERT INTO intake_step (intake, sort, key, before, after) VALUES (?, ?, ?, ?, ?)",
            [(made.lastrowid, *step) for step in self.steps],
        )
        db.execute("DELETE FROM intake WHERE id NOT IN (SELECT id FROM intake ORDER BY id DESC LIMIT ?)", (KEPT,))


def newest(db: sqlite3.Connection) -> Intake | None:
    """The import that `take_back` would take back."""
    row = db.execute(
        "SELECT id, moment, name, sentence FROM intake WHERE undone = 0 ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    (notes,) = db.execute("SELECT count(*) FROM intake_step WHERE intake = ? AND sort = 'note'", (row[0],)).fetchone()
    return Intake(int(row[0]), str(row[1]), str(row[2]), str(row[3]), int(notes))


def take_back(db: sqlite3.Connection, intake: Intake, changed: dict[str, Note | None], moment: str) -> int:
    """Takes an import back. Returns of how many notes something stays, because it was written since."""
    stays = 0
    found = db.execute("SELECT sort, key, before, after FROM intake_step WHERE intake = ?", (intake.id,)).fetchall()
    for sort, key, before, after in found:
        if sort == "note":
            stays += not _note_back(db, key, _state_from(before), _state_from(after), changed, moment)
    for sort, key, before, after in found:
        if sort == "gone":
            _grave_back(db, key, before)
        elif sort == "declined":
            put_declined(db, key, vector_from(json.loads(before)) if before else {})
        elif sort == "row":
            _row_state_back(db, before, after)
        elif sort in _ROW_TABLES:
            _row_back(db, sort, key, before, after)
        elif sort == "folder":
            _folder_back(db, key)
    db.execute("UPDATE intake SET undone = 1 WHERE id = ?", (intake.id,))
    return stays


def _note_back(
    db: sqlite3.Connection,
    note_id: str,
    before: State | None,
    after: State | None,
    changed: dict[str, Note | None],
    moment: str,
) -> bool:
    """Puts a note back; False where something of it was written since, and stays."""
    now = stored(db, note_id)
    if now is None or after is None:
        return now is None and before is None
    versions = versions_of(db, now)
    touched = [name for name in FIELDS if not _as_left(now, versions, after, name)]
    if before is None:
        if touched:
            return False
        db.execute("DELETE FROM note WHERE id = ?", (note_id,))
        changed[note_id] = None
        return True
    vectors, values = dict(versions.vectors), {}
    by = {name: versions.who(name, now) for name in FIELDS}
    variants = [each for each in versions.variants if each.field in touched]
    for name in (name for name in FIELDS if name not in touched):
        values[name], vectors[name] = getattr(before.note, name), before.versions.of(name)
        by[name] = before.versions.who(name, before.note)
        variants += before.versions.others(name)
    back = replace(now, **values)
    if not touched:
        back = replace(back, modified=before.note.modified, editor=before.note.editor, creator=before.note.creator)
    elif back != now:
        back = replace(back, modified=max(now.modified, moment))
    if back != now:
        keep_version(db, now)
        db.execute(rows.REPLACE, (*rows.to_row(back), note_id))
    put_versions(db, note_id, Versions(vectors, tuple(variants), by))
    changed[note_id] = back
    return not touched


def _as_left(now: Note, versions: Versions, after: State, name: str) -> bool:
    """Whether a field is as the import left it."""
    alike = same(name, getattr(now, name), getattr(after.note, name))
    return alike and dict(versions.of(name)) == dict(after.versions.of(name))


def _grave_back(db: sqlite3.Connection, note_id: str, before: str | None) -> None:
    db.execute("DELETE FROM gone WHERE note = ?", (note_id,))
    if before is not None and stored(db, note_id) is None:
        db.execute("INSERT INTO gone VALUES (?, ?, ?, ?, ?)", (note_id, *json.loads(before)))


def _row_state_back(db: sqlite3.Connection, before: str | None, after: str) -> None:
    left = _row_from(after)
    now = state(db, left.sort, left.key)
    if now is None or _row_to(now) != after:
        return  # written since
    forget_state(db, left.sort, left.key)
    if before is not None:
        put_state(db, _row_from(before))


def _row_to(row: RowState) -> str:
    said = {name: list(value) for name, value in sorted(row.values.items())}
    return _text([row.sort, row.key, row.doc, row.register, row.quote, row.modified, said, seen_text(row)])


def _row_from(text: str) -> RowState:
    sort, key, doc, register, quote, modified, said, seen = json.loads(text)
    values = {name: tuple(value) for name, value in said.items()}
    return with_seen(RowState(sort, key, doc, register, quote, modified, values), seen)


def _row_back(db: sqlite3.Connection, table: str, key: str, before: str | None, modified: str) -> None:
    now = db.execute(f"SELECT modified FROM {table} WHERE key = ?", (key,)).fetchone()  # noqa: S608  names of ours
    if now is None or now[0] != modified:
        return  # written since
    db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608  names of ours
    if before is not None:
        values = json.loads(before)
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  names of ours


def _folder_back(db: sqlite3.Connection, path: str) -> None:
    inside = path.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "/%"
    used = db.execute(
        "SELECT 1 FROM note WHERE folder = ?1 OR folder LIKE ?2 ESCAPE '\\' UNION "
        "SELECT 1 FROM folder WHERE path LIKE ?2 ESCAPE '\\'",
        (path, inside),
    ).fetchone()
    if used is None:
        db.execute("DELETE FROM folder WHERE path = ?", (path,))


def _state_to(state: State) -> str:
    versions = state.versions
    return _text({
        "note": rows.to_json(state.note),
        "vectors": {name: dict(vector) for name, vector in versions.vectors.items()},
        "by": by_to(versions.by),
        "variants": [
            [v.field, value_to(v.field, v.value), dict(v.vector), rows.person_to(v.editor), v.modified]
            for v in versions.variants
        ],
    })  # fmt: skip


def _state_from(text: str | None) -> State | None:
    if text is None:
        return None
    value: dict[str, Any] = json.loads(text)
    variants = tuple(_variants(value["variants"]))
    vectors = {name: vector_from(vector) for name, vector in value["vectors"].items()}
    by = by_from(value.get("by", {}), Person)  # imports of older programs do not tell
    return State(rows.from_json(value["note"]), Versions(vectors, variants, by))


def _variants(found: list[list[Any]]) -> Iterator[Variant]:
    for name, value, vector, editor, modified in found:
        yield Variant(name, value_from(name, value), vector_from(vector), rows.person_from(editor), modified)
