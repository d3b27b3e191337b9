"""The tables of the notes store, their version, and the steps from each older version. Executes nothing by itself.

Notes keep their anchor as it was made: no statement here or elsewhere may update an anchor's columns of a stored note
other than by replacing the whole note, whose earlier form then goes to `history`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

APPLICATION_ID = 0x50527A6E  # "PRzn": tells our files from any other SQLite file

Step = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """A version of the store.

    Attributes:
        version: what `user_version` holds.
        create: statements that make an empty store of this version.
        steps: version → the step that turns a store of that version into the next one.
    """

    version: int
    create: tuple[str, ...]
    steps: Mapping[int, Step] = field(default_factory=dict)


_ROWS = (
    """
    CREATE TABLE row_marks (
        key TEXT PRIMARY KEY NOT NULL,
        doc TEXT NOT NULL, register TEXT NOT NULL, status TEXT NOT NULL, note TEXT NOT NULL, modified TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE row_corrections (
        key TEXT PRIMARY KEY NOT NULL,
        doc TEXT NOT NULL, register TEXT NOT NULL, quote TEXT NOT NULL,
        changes TEXT NOT NULL,  -- a JSON object: column → value
        modified TEXT NOT NULL
    )
    """,
)


_EXCHANGE = (
    # What each field of a note has seen (JSON; see versions.py). A note without a row: as its history shows.
    """
    CREATE TABLE version (
        note TEXT PRIMARY KEY NOT NULL REFERENCES note (id) ON DELETE CASCADE,
        vectors TEXT NOT NULL
    )
    """,
    # Other wordings of a field, between which and ours nobody has chosen yet.
    """
    CREATE TABLE variant (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        note TEXT NOT NULL REFERENCES note (id) ON DELETE CASCADE,
        field TEXT NOT NULL, value TEXT NOT NULL, vector TEXT NOT NULL, editor TEXT NOT NULL, modified TEXT NOT NULL
    )
    """,
    "CREATE INDEX variant_note ON variant (note)",
    # The ids under which this store has counted its writes, each with a sum of where it lay then.
    "CREATE TABLE origin (id TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL)",
    # Notes that were deleted and of which nothing is here.
    """
    CREATE TABLE gone (
        note TEXT PRIMARY KEY NOT NULL,
        doc TEXT NOT NULL, trashed TEXT NOT NULL, vector TEXT NOT NULL, editor TEXT NOT NULL
    )
    """,
    # What imports changed, so that they can be taken back.
    """
    CREATE TABLE intake (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        moment TEXT NOT NULL, name TEXT NOT NULL, sentence TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE intake_step (
        intake INTEGER NOT NULL REFERENCES intake (id) ON DELETE CASCADE,
        sort TEXT NOT NULL, key TEXT NOT NULL, before TEXT, after TEXT
    )
    """,
    "CREATE INDEX intake_steps ON intake_step (intake)",
)


_BETWEEN = (
    # What was offered of a note (a deletion, a wish to keep it) and not done: what it had seen, as JSON.
    "CREATE TABLE declined (note TEXT PRIMARY KEY NOT NULL, vector TEXT NOT NULL)",
    # What is known of documents that notes stand on, for the time when they are not here, or called otherwise.
    """
    CREATE TABLE known (
        doc TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL, title TEXT NOT NULL, doc_number TEXT NOT NULL
    )
    """,
    # What each field has seen of a mark or a correction of a register's row, also where the row says nothing any more.
    """
    CREATE TABLE row_state (
        sort TEXT NOT NULL CHECK (sort IN ('mark', 'correction')), key TEXT NOT NULL,
        doc TEXT NOT NULL, register TEXT NOT NULL, quote TEXT NOT NULL, modified TEXT NOT NULL,
        seen TEXT NOT NULL,  -- vectors, editors and other wordings, JSON (see registers/row_merge.py)
        PRIMARY KEY (sort, key)
    )
    """,
    # How official writing called the clause of a note when its document was last looked at.
    "CREATE TABLE label (note TEXT PRIMARY KEY NOT NULL REFERENCES note (id) ON DELETE CASCADE, clause TEXT NOT NULL)",
)


def _rows_of_registers(connection: sqlite3.Connection) -> None:
    """Version 2: what the user says about rows of the registers."""
    for statement in _ROWS:
        connection.execute(statement)


def _exchange(connection: sqlite3.Connection) -> None:
    """Version 3: who made a note, what its forms have seen, and what imports did. No note is touched."""
    for column in ("creator", "editor", "origin"):
        connection.execute(f"ALTER TABLE note ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for statement in _EXCHANGE:
        connection.execute(statement)


def _between(connection: sqlite3.Connection) -> None:
    """Version 4: who wrote each field, what is known of documents that are away, what was not done. No note changes."""
    connection.execute("ALTER TABLE version ADD COLUMN editors TEXT NOT NULL DEFAULT ''")
    for statement in _BETWEEN:
        connection.execute(statement)


CURRENT = Schema(
    version=4,
    create=(
        """
        CREATE TABLE note (
            id TEXT PRIMARY KEY NOT NULL,
            doc TEXT NOT NULL, block TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
            end_block TEXT NOT NULL, quote TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL,
            position INTEGER NOT NULL, document_hash TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('highlight', 'underline', 'note', 'bookmark')),
            created TEXT NOT NULL, modified TEXT NOT NULL,
            text TEXT NOT NULL, colour TEXT NOT NULL,
            tags TEXT NOT NULL,  -- a JSON list of texts, in the user's order
            starred INTEGER NOT NULL CHECK (starred IN (0, 1)),
            status TEXT NOT NULL CHECK (status IN ('', 'todo', 'done')),
            folder TEXT NOT NULL,
            trashed TEXT,
            creator TEXT NOT NULL DEFAULT '',  -- a JSON list: name, unit
            editor TEXT NOT NULL DEFAULT '',  -- of this version
            origin TEXT NOT NULL DEFAULT ''  -- the store it was made in; empty for this one
        )
        """,
        "CREATE INDEX note_doc ON note (doc)",
        """
        CREATE TABLE history (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            note TEXT NOT NULL REFERENCES note (id) ON DELETE CASCADE,
            value TEXT NOT NULL  -- the whole note as it was, JSON
        )
        """,
        "CREATE INDEX history_note ON history (note)",
        "CREATE TABLE folder (path TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL)",
        # Rises with every change and never falls, whatever the clock does: orders the backups.
        "CREATE TABLE revision (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL)",
        "INSERT INTO revision VALUES (1, 0)",
        *_ROWS,
        *_EXCHANGE,
        "ALTER TABLE version ADD COLUMN editors TEXT NOT NULL DEFAULT ''",  # who wrote each field, JSON
        *_BETWEEN,
    ),
    steps={1: _rows_of_registers, 2: _exchange, 3: _between},
)
