"""What is said of register rows, with what each field has seen, as rows. Each runs inside its caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from reader.core.note import RowCorrection, RowMark
from reader.store.registers.row_merge import RowState, Sort, seen_text, state_of, with_seen


def state(db: sqlite3.Connection, sort: Sort, key: str) -> RowState | None:
    """What is known of one row; None where nothing ever was."""
    return next(_states(db, sort, key), None)


def states(db: sqlite3.Connection) -> list[RowState]:
    """What is known of all rows: marks, then corrections, by document, register and key."""
    found = [*_states(db, "mark"), *_states(db, "correction")]
    return sorted(found, key=lambda each: (each.sort == "correction", each.doc, each.register, each.key))


def put_state(db: sqlite3.Connection, made: RowState) -> None:
    """Keeps it in place of what there is."""
    item = made.item
    if isinstance(item, RowMark):
        db.execute("DELETE FROM row_marks WHERE key = ?", (item.key,))
        if not item.empty:
            values = (item.key, item.doc, item.register, item.status, item.note, item.modified)
            db.execute("INSERT INTO row_marks VALUES (?, ?, ?, ?, ?, ?)", tuple(map(_storable, values)))
    else:
        db.execute("DELETE FROM row_corrections WHERE key = ?", (item.key,))
        if not item.empty:
            changes = json.dumps(dict(item.changes), ensure_ascii=False, sort_keys=True)
            values = (item.key, item.doc, item.register, item.quote, changes, item.modified)
            db.execute("INSERT INTO row_corrections VALUES (?, ?, ?, ?, ?, ?)", tuple(map(_storable, values)))
    kept = (made.sort, made.key, made.doc, made.register, made.quote, made.modified, seen_text(made))
    db.execute("INSERT OR REPLACE INTO row_state VALUES (?, ?, ?, ?, ?, ?, ?)", tuple(map(_storable, kept)))


def forget_state(db: sqlite3.Connection, sort: Sort, key: str) -> None:
    """As if nobody had ever said anything of a row."""
    table = "row_marks" if sort == "mark" else "row_corrections"
    db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608  names of ours
    db.execute("DELETE FROM row_state WHERE sort = ? AND key = ?", (sort, key))


_MARKS = "SELECT key, doc, register, status, note, modified FROM row_marks"
_CORRECTIONS = "SELECT key, doc, register, quote, changes, modified FROM row_corrections"
_SEEN = "SELECT key, doc, register, quote, modified, seen FROM row_state WHERE sort = ?"


def _states(db: sqlite3.Connection, sort: Sort, key: str | None = None) -> Iterator[RowState]:
    of_one, values = ("", ()) if key is None else (" WHERE key = ?", (key,))
    if sort == "mark":
        said = {row[0]: state_of(RowMark(*row)) for row in db.execute(_MARKS + of_one, values)}
    else:
        said = {row[0]: state_of(_correction(row)) for row in db.execute(_CORRECTIONS + of_one, values)}
    seen = db.execute(_SEEN + ("" if key is None else " AND key = ?"), (sort, *values))
    for name, doc, register, quote, modified, text in seen:
        base = said.get(name) or RowState(sort, name, doc, register, quote, modified)
        said[name] = with_seen(base, text)
    yield from said.values()


def _correction(row: tuple[Any, ...]) -> RowCorrection:
    key, doc, register, quote, changes, modified = row
    return RowCorrection(key, doc, register, quote, json.loads(changes), modified)


def _storable(text: str) -> str:
    """Half of a broken character, which pasted text may hold, has no form in the file: it becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
