"""Versions, other wordings, tombstones and the store's own ids, as rows. Each runs inside its caller's transaction."""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from reader.core.note import Note, Person
from reader.store import rows
from reader.store.statements import SOME, stored
from reader.store.versions import (
    LIFE,
    By,
    Tombstone,
    Variant,
    Vector,
    Versions,
    by_from,
    by_to,
    told_by,
    uncounted,
    value_from,
    value_to,
    vector_from,
    vectors_from,
    vectors_to,
)

_VARIANT = "SELECT note, field, value, vector, editor, modified FROM variant"
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_ID_LENGTH = 10


# The store itself -----------------------------------------------------------------------------------------------------


def place_of(path: Path) -> str:
    """A sum of where a store lies: a copy of it elsewhere must not go on counting as the same."""
    return hashlib.sha256(f"{platform.node()}\n{path.absolute()}".encode("utf-8", "replace")).hexdigest()[:16]


def own_ids(db: sqlite3.Connection) -> frozenset[str]:
    """All ids this store has had."""
    return frozenset(each for (each,) in db.execute("SELECT id FROM origin"))


def own_id(db: sqlite3.Connection, place: str) -> str:
    """The id under which the store counts where it lies now (`place_of`); made where there is none."""
    found = db.execute("SELECT id FROM origin WHERE place = ? ORDER BY rowid DESC", (place,)).fetchone()
    if found:
        return str(found[0])
    made = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
    db.execute("INSERT INTO origin VALUES (?, ?)", (made, place))
    return made


def forget_place(db: sqlite3.Connection) -> None:
    """The store was put back to an earlier state: what it counted since then may be in other people's files."""
    if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'origin'").fetchone():
        db.execute("UPDATE origin SET place = ''")


# Versions -------------------------------------------------------------------------------------------------------------


def versions_of(db: sqlite3.Connection, note: Note) -> Versions:
    """What is known of the forms of a note that is stored."""
    row = db.execute("SELECT vectors, editors FROM version WHERE note = ?", (note.id,)).fetchone()
    if row is None:
        return uncounted(note, history_of(db, note.id))
    found = tuple(_variant(each) for each in db.execute(f"{_VARIANT} WHERE note = ? ORDER BY id", (note.id,)))
    by = _by(row[1]) if row[1] else told_by(note, history_of(db, note.id))
    return Versions(_vectors(row[0]), found, by)


def versions_of_many(db: sqlite3.Connection, notes: Iterable[Note]) -> dict[str, Versions]:
    """The same for many notes, by id."""
    wanted = {note.id: note for note in notes}
    made: dict[str, Versions] = {}
    ids = list(wanted)
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        marks = ", ".join("?" * len(some))
        variants: dict[str, list[Variant]] = {}
        for row in db.execute(f"{_VARIANT} WHERE note IN ({marks}) ORDER BY id", some):
            variants.setdefault(row[0], []).append(_variant(row))
        found = db.execute(f"SELECT note, vectors, editors FROM version WHERE note IN ({marks})", some).fetchall()  # noqa: S608  question marks
        edited = db.execute(f"SELECT DISTINCT note FROM history WHERE note IN ({marks})", some)  # noqa: S608  question marks
        forms = {key for (key,) in edited}
        for key, text, by in found:
            who = _by(by) if by else told_by(wanted[key], history_of(db, key)) if key in forms else {}
            made[key] = Versions(_vectors(text), tuple(variants.get(key, ())), who)
        for key in some:
            if key not in made:
                made[key] = uncounted(wanted[key], history_of(db, key) if key in forms else ())
    return made


def put_versions(db: sqlite3.Connection, note_id: str, versions: Versions, *, fresh: bool = False) -> None:
    """Keeps them in place of those there; of a `fresh` note there are none."""
    by = by_to(versions.by)
    vectors, editors = _text(vectors_to(versions.vectors)), _text(by) if by else ""
    db.execute("INSERT OR REPLACE INTO version (note, vectors, editors) VALUES (?, ?, ?)", (note_id, vectors, editors))
    if not fresh:
        db.execute("DELETE FROM variant WHERE note = ?", (note_id,))
    for each in versions.variants:
        db.execute(
            "INSERT INTO variant (note, field, value, vector, editor, modified) VALUES (?, ?, ?, ?, ?, ?)",
            (note_id, *_variant_to(each)),
        )


def history_of(db: sqlite3.Connection, note_id: str) -> tuple[Note, ...]:
    """Earlier forms, newest first."""
    found = db.execute("SELECT value FROM history WHERE note = ? ORDER BY id DESC", (note_id,))
    return tuple(rows.from_json(value) for (value,) in found)


def notes_in_conflict(db: sqlite3.Connection) -> tuple[str, ...]:
    """Ids of the notes with other wordings."""
    return tuple(note for (note,) in db.execute("SELECT DISTINCT note FROM variant ORDER BY note"))


@lru_cache(maxsize=1024)
def _vectors(text: str) -> dict[str, Vector]:
    """What was written; most notes of a store have seen the same. Nobody writes into it."""
    return vectors_from(json.loads(text))


@lru_cache(maxsize=1024)
def _by(text: str) -> dict[str, By]:
    return by_from(json.loads(text), Person)


def _variant(row: tuple[str, str, str, str, str, str]) -> Variant:
    _, name, value, vector, editor, modified = row
    read = value_from(name, json.loads(value))
    return Variant(name, read, vector_from(json.loads(vector)), rows.person_from(editor), modified)


def _variant_to(each: Variant) -> tuple[str, str, str, str, str]:
    value = json.dumps(value_to(each.field, each.value))
    return each.field, value, json.dumps(dict(each.vector)), rows.person_to(each.editor), each.modified


# Tombstones -----------------------------------------------------------------------------------------------------------


def tombstone_of(db: sqlite3.Connection, note_id: str) -> Tombstone | None:
    """Of a note that was deleted and of which nothing is here."""
    row = db.execute("SELECT note, doc, trashed, vector, editor FROM gone WHERE note = ?", (note_id,)).fetchone()
    return _tombstone(row) if row else None


def tombstones(db: sqlite3.Connection, doc: str | None = None) -> tuple[Tombstone, ...]:
    """Of every note that was deleted here, in the trash or for good."""
    found = [_tombstone(row) for row in db.execute("SELECT note, doc, trashed, vector, editor FROM gone ORDER BY note")]
    trashed = list(rows.from_rows(db.execute(f"{rows.SELECT} WHERE trashed IS NOT NULL ORDER BY id")).values())
    seen = versions_of_many(db, trashed)
    found += [Tombstone(n.id, n.anchor.doc, n.trashed or "", seen[n.id].of(LIFE), n.editor) for n in trashed]
    return tuple(each for each in found if doc in {None, each.doc})


def put_tombstone(db: sqlite3.Connection, tombstone: Tombstone) -> None:
    """Keeps it in place of the one there."""
    vector, editor = json.dumps(dict(tombstone.vector)), rows.person_to(tombstone.editor)
    values = (tombstone.id, tombstone.doc, tombstone.trashed, vector, editor)
    db.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?, ?)", values)


def bury(db: sqlite3.Connection, note_id: str) -> None:
    """Deletes a note of the trash for good; that it was deleted is remembered."""
    note = stored(db, note_id)
    if note is not None:
        vector = versions_of(db, note).of(LIFE)
        put_tombstone(db, Tombstone(note.id, note.anchor.doc, note.trashed or note.modified, vector, note.editor))
        db.execute("DELETE FROM note WHERE id = ?", (note_id,))


def _tombstone(row: tuple[str, str, str, str, str]) -> Tombstone:
    note, doc, trashed, vector, editor = row
    return Tombstone(note, doc, trashed, vector_from(json.loads(vector)), rows.person_from(editor))


# What was offered and not done ----------------------------------------------------------------------------------------


def declined(db: sqlite3.Connection, note_id: str) -> Vector | None:
    """What a deletion, or a wish to keep, had seen that was offered and not done; None for none."""
    row = db.execute("SELECT vector FROM declined WHERE note = ?", (note_id,)).fetchone()
    return vector_from(json.loads(row[0])) if row else None


def put_declined(db: sqlite3.Connection, note_id: str, vector: Vector) -> None:
    """Keeps that it was not done; an empty vector: that it is done now."""
    db.execute("DELETE FROM declined WHERE note = ?", (note_id,))
    if vector:
        db.execute("INSERT INTO declined VALUES (?, ?)", (note_id, json.dumps(dict(vector))))
