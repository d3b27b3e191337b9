"""The statements on notes that several parts of the store share. Each runs inside its caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from reader.core.errors import BadInput, NotFound
from reader.core.note import Note
from reader.store import rows

SOME = 500  # ids asked for at once
KEPT_VERSIONS = 200  # earlier forms kept of one note


def keep_version(db: sqlite3.Connection, note: Note) -> None:
    """Puts a note's form into its history, which keeps the newest KEPT_VERSIONS."""
    db.execute("INSERT INTO history (note, value) VALUES (?, ?)", (note.id, rows.to_json(note)))
    db.execute(
        "DELETE FROM history WHERE note = ?1 AND id <= "
        "(SELECT id FROM history WHERE note = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        (note.id, KEPT_VERSIONS),
    )


def revision_of(db: sqlite3.Connection) -> int:
    """The store's revision."""
    (value,) = db.execute("SELECT value FROM revision WHERE id = 1").fetchone()
    return int(value)


def stored(db: sqlite3.Connection, note_id: str) -> Note | None:
    """The note with that id, if there is one."""
    row = db.execute(f"{rows.SELECT} WHERE id = ?", (note_id,)).fetchone()
    return rows.from_row(row) if row else None


def stored_many(db: sqlite3.Connection, ids: Sequence[str]) -> Iterable[Note]:
    """The notes that there are of some ids, at most SOME of them."""
    marks = ", ".join("?" * len(ids))
    return rows.from_rows(db.execute(f"{rows.SELECT} WHERE id IN ({marks})", tuple(ids))).values()


def needed(db: sqlite3.Connection, note_id: str) -> Note:
    """The note with that id. Raises NotFound."""
    found = stored(db, note_id)
    if found is None:
        raise NotFound(f"没有编号为 {note_id} 的批注。")
    return found


def make_folder(db: sqlite3.Connection, path: str) -> None:
    """Makes a folder, last in order, where it is not there yet."""
    db.execute(
        "INSERT INTO folder (path, position) VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM folder)) "
        "ON CONFLICT DO NOTHING",
        (path,),
    )


def folder_path(path: str) -> str:
    """A folder's path, tidied. Raises BadInput for an empty one."""
    parts = [part.strip() for part in path.split("/") if part.strip()]
    if not parts:
        raise BadInput("文件夹的名称不能为空。")
    return "/".join(parts)


def arrange(db: sqlite3.Connection, before: Sequence[str], after: Sequence[str]) -> None:
    """Folders as they were when the user began → as they are to be; what others made meanwhile stays, behind."""
    present = [path for (path,) in db.execute("SELECT path FROM folder ORDER BY position, path")]
    gone = {*before} - {*after}
    db.execute("DELETE FROM folder")
    for path in dict.fromkeys([*map(folder_path, after), *(p for p in present if p not in gone)]):
        make_folder(db, path)
