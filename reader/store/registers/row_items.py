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

from reader.core.errors import BadInput, NotFound
from reader.core.note import Person, RowCorrection, RowMark
from reader.store.registers.row_merge import RowItem, RowState, Sort, chosen_row, sort_of, written_row
from reader.store.registers.row_states import put_state, state, states
from reader.store.times import later
from reader.store.versions import By

_MARK = "SELECT key, doc, register, status, note, modified FROM row_marks"
_CORRECTION = "SELECT key, doc, register, quote, changes, modified FROM row_corrections"

Reading = Callable[[], AbstractContextManager[sqlite3.Connection | None]]
Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]


class RegisterRows:
    """The part of the notes store that belongs to the registers. Reached as `NoteStore.registers`; any thread.

    Every method may raise StoreUnavailable or DamagedStore.
    """

    def __init__(
        self,
        read: Reading,
        write: Writing,
        now: Callable[[], str],
        origin: Callable[[sqlite3.Connection], str],
        author: Callable[[], Person],
    ) -> None:
        """Args: origin: as which store to count writes."""
        self._read, self._write, self._now = read, write, now
        self._origin, self._author = origin, author

    def row_marks(self, doc: str | None = None, register: str | None = None) -> dict[str, RowMark]:
        """Key → mark, of one document or all, of one register or all."""
        only = "" if register is None else " WHERE register = ?"
        with self._read() as db:
            asked = f"{_MARK}{only} ORDER BY doc, register, key"
            found = () if db is None else db.execute(asked, () if register is None else (register,))
            return {row[0]: RowMark(*row) for row in found if doc in {None, row[1]}}

    def row_corrections(self, doc: str | None = None) -> dict[str, RowCorrection]:
        """Key → correction, of one document or all."""
        with self._read() as db:
            found = () if db is None else db.execute(f"{_CORRECTION} ORDER BY doc, register, key")
            return {row[0]: _correction(row) for row in found if doc in {None, row[1]}}

    def outgoing(self, doc: str | None = None) -> tuple[RowItem, ...]:
        """Marks, then corrections, of one document or all, each with what it has seen, as files carry them.

        Those that say nothing any more are among them: that is news to whoever has them still.
        """
        with self._read() as db:
            return () if db is None else tuple(each.item for each in states(db) if doc in {None, each.doc})

    def set_row_mark(self, *marks: RowMark) -> None:
        """Keeps marks, all or none, in place of those with their keys; an empty one is removed."""
        with self._write() as db:
            for mark in marks:
                self._set(db, mark)

    def set_row_correction(self, *corrections: RowCorrection) -> None:
        """Keeps corrections, all or none, in place of those with their keys; an empty one is removed."""
        with self._write() as db:
            for each in corrections:
                self._set(db, each)

    def remove_row_marks(self, keys: Iterable[str]) -> None:
        """Removes marks; a key without one does no harm."""
        with self._write() as db:
            self._remove(db, "mark", keys)

    def remove_row_corrections(self, keys: Iterable[str]) -> None:
        """Removes corrections; a key without one does no harm."""
        with self._write() as db:
            self._remove(db, "correction", keys)

    def conflicts(self) -> tuple[RowState, ...]:
        """The rows of which two wordings wait to be chosen between."""
        with self._read() as db:
            return () if db is None else tuple(each for each in states(db) if each.variants)

    def resolve(self, row_id: str, name: str, choice: str, number: int = 0) -> None:
        """Chooses what a field of a row is to say: `mine`, `theirs`, or, for a remark, `both`.

        `number`: which of the other wordings. Raises NotFound, BadInput.
        """
        with self._write() as db:
            old = next((each for each in states(db) if each.id == row_id), None)
            others = old.of(name) if old is not None else ()
            if old is None or not 0 <= number < len(others):
                raise NotFound("这一行台账的这一项没有两种写法，不用选。")
            mine, theirs = old.form(name).value, others[number].value
            value = mine if choice == "mine" else theirs
            if choice == "both":
                if not old.joins(name):
                    raise BadInput("这一项只能选一种写法，不能两种都要。")
                value = ("\n".join(sorted(dict.fromkeys([*map(str, mine), *map(str, theirs)]))),)
            moment = later(self._now(), old.modified) if old.modified else self._now()
            wrote = {"mine": old.mine(name), "theirs": By(others[number].editor, others[number].modified)}
            by = wrote.get(choice, By(self._author(), moment))
            put_state(db, replace(chosen_row(old, name, value, self._origin(db), by), modified=moment))

    def _set(self, db: sqlite3.Connection, item: RowItem) -> None:
        _named(item)
        old = state(db, sort_of(item), item.key)
        if old is None and item.empty:
            return
        moment = self._moment((old.modified,) if old is not None and old.modified else None)
        before = old or RowState(sort_of(item), item.key, item.doc, item.register)
        put_state(db, written_row(before, replace(item, modified=moment), self._origin(db), self._author()))

    def _remove(self, db: sqlite3.Connection, sort: Sort, keys: Iterable[str]) -> None:
        for key in keys:
            old = state(db, sort, key)
            if old is not None and old.values:
                self._set(db, replace(old, values={}).item)

    def _moment(self, old: tuple[str] | None) -> str:
        return later(self._now(), old[0]) if old else self._now()


def under(item: RowItem, doc: str) -> RowItem:
    """The item on its document under another id, which its key names too; the rows find it again by their words."""
    if doc == item.doc:
        return item
    parts = item.key.split("|")
    if len(parts) > 1 and parts[1] == item.doc:
        parts[1] = doc
    return replace(item, doc=doc, key="|".join(parts))


def _correction(row: Sequence[Any]) -> RowCorrection:
    key, doc, register, quote, changes, modified = row
    return RowCorrection(key, doc, register, quote, json.loads(changes), modified)


def _named(item: RowItem) -> None:
    if not (item.key and item.doc and item.register):
        raise BadInput("这一行台账没有编号，不能记下状态或更正。")
