"""What the user says about rows of the registers: their status, a remark, corrections. One call, one transaction.

Knows nothing of what the rows say: keys, words of a status and names of columns are the registers' business.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from reader.core.errors import BadInput
from reader.core.note import RowCorrection, RowMark
from reader.store.times import later

_MARK = "SELECT key, doc, register, status, note, modified FROM row_marks"
_CORRECTION = "SELECT key, doc, register, quote, changes, modified FROM row_corrections"

RowItem = RowMark | RowCorrection
Reading = Callable[[], AbstractContextManager[sqlite3.Connection | None]]
Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]


class RegisterRows:
    """The part of the notes store that belongs to the registers. Reached as `NoteStore.registers`; any thread.

    Every method may raise StoreUnavailable or DamagedStore.
    """

    def __init__(self, read: Reading, write: Writing, now: Callable[[], str]) -> None:
        self._read, self._write, self._now = read, write, now

    def row_marks(self, doc: str | None = None) -> dict[str, RowMark]:
        """Key → mark, of one document or all."""
        with self._read() as db:
            found = () if db is None else db.execute(f"{_MARK} ORDER BY doc, register, key")
            return {row[0]: RowMark(*row) for row in found if doc in {None, row[1]}}

    def row_corrections(self, doc: str | None = None) -> dict[str, RowCorrection]:
        """Key → correction, of one document or all."""
        with self._read() as db:
            found = () if db is None else db.execute(f"{_CORRECTION} ORDER BY doc, register, key")
            return {row[0]: _correction(row) for row in found if doc in {None, row[1]}}

    def set_row_mark(self, *marks: RowMark) -> None:
        """Keeps marks, all or none, in place of those with their keys; an empty one is removed."""
        with self._write() as db:
            for mark in marks:
                _named(mark)
                if mark.empty:
                    db.execute("DELETE FROM row_marks WHERE key = ?", (mark.key,))
                else:
                    old = db.execute("SELECT modified FROM row_marks WHERE key = ?", (mark.key,)).fetchone()
                    put_mark(db, replace(mark, modified=self._moment(old)))

    def set_row_correction(self, *corrections: RowCorrection) -> None:
        """Keeps corrections, all or none, in place of those with their keys; an empty one is removed."""
        with self._write() as db:
            for each in corrections:
                _named(each)
                if each.empty:
                    db.execute("DELETE FROM row_corrections WHERE key = ?", (each.key,))
                else:
                    old = db.execute("SELECT modified FROM row_corrections WHERE key = ?", (each.key,)).fetchone()
                    put_correction(db, replace(each, modified=self._moment(old)))

    def remove_row_marks(self, keys: Iterable[str]) -> None:
        """Removes marks; a key without one does no harm."""
        with self._write() as db:
            db.executemany("DELETE FROM row_marks WHERE key = ?", [(key,) for key in keys])

    def remove_row_corrections(self, keys: Iterable[str]) -> None:
        """Removes corrections; a key without one does no harm."""
        with self._write() as db:
            db.executemany("DELETE FROM row_corrections WHERE key = ?", [(key,) for key in keys])

    def _moment(self, old: tuple[str] | None) -> str:
        return later(self._now(), old[0]) if old else self._now()


def newer(db: sqlite3.Connection, item: RowItem) -> bool:
    """Whether a file's form is to stand: nothing is here, or what is here is older."""
    table = "row_marks" if isinstance(item, RowMark) else "row_corrections"
    old = db.execute(f"SELECT modified FROM {table} WHERE key = ?", (item.key,)).fetchone()  # noqa: S608  names of ours
    return old is None or item.modified > old[0]


def under(item: RowItem, doc: str) -> RowItem:
    """The item on its document under another id, which its key names too; the rows find it again by their words."""
    if doc == item.doc:
        return item
    parts = item.key.split("|")
    if len(parts) > 1 and parts[1] == item.doc:
        parts[1] = doc
    return replace(item, doc=doc, key="|".join(parts))


def put(db: sqlite3.Connection, item: RowItem) -> None:
    """Stores it as it is, with its time."""
    if isinstance(item, RowMark):
        put_mark(db, item)
    else:
        put_correction(db, item)


def put_mark(db: sqlite3.Connection, mark: RowMark) -> None:
    """Stores a mark as it is, with its time."""
    values = (mark.key, mark.doc, mark.register, mark.status, mark.note, mark.modified)
    db.execute("INSERT OR REPLACE INTO row_marks VALUES (?, ?, ?, ?, ?, ?)", tuple(map(_storable, values)))


def put_correction(db: sqlite3.Connection, correction: RowCorrection) -> None:
    """Stores a correction as it is, with its time."""
    changes = json.dumps(dict(correction.changes), ensure_ascii=False, sort_keys=True)
    values = (correction.key, correction.doc, correction.register, correction.quote, changes, correction.modified)
    db.execute("INSERT OR REPLACE INTO row_corrections VALUES (?, ?, ?, ?, ?, ?)", tuple(map(_storable, values)))


def _storable(text: str) -> str:
    """Half of a broken character, which pasted text may hold, has no form in the file: it becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _correction(row: Sequence[Any]) -> RowCorrection:
    key, doc, register, quote, changes, modified = row
    return RowCorrection(key, doc, register, quote, json.loads(changes), modified)


def _named(item: RowItem) -> None:
    if not (item.key and item.doc and item.register):
        raise BadInput("这一行台账没有编号，不能记下状态或更正。")
