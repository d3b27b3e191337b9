"""NoteStore: the user's notes, their history, trash and folders. One call, one transaction, durable when it returns.

Must not decide where a note stands today (`core.anchor`) nor write a stored anchor anew. Deleting is moving to trash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reader.core.errors import BadInput, NotFound, ReaderError
from reader.core.known import NOTHING_KNOWN, Known
from reader.core.note import NOBODY, Note, Person
from reader.store import rows
from reader.store.backup import Backups, Companion
from reader.store.db import Database, problems_of
from reader.store.exchanging import Choice, NoteExchange
from reader.store.known_rows import KnownRows, put_known
from reader.store.merge import MergeReport
from reader.store.registers.row_items import RegisterRows
from reader.store.registers.row_merge import BEGINS
from reader.store.schema import CURRENT, Schema
from reader.store.statements import arrange, folder_path, keep_version, make_folder, needed, revision_of, stored
from reader.store.times import later, utc_now
from reader.store.version_rows import bury, own_id, place_of, put_versions, versions_of
from reader.store.versions import FIELDS, By, Versions, written

__all__ = ["CheckReport", "MergeReport", "NoteStore", "utc_now"]

FILE = "notes.db"

Refoldering = tuple[Sequence[str], Sequence[str]]  # paths of the folders before and after


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How the store is.

    Attributes:
        problems: one sentence each; empty where it is sound.
        notes: how many notes it holds, trash included; 0 where it cannot be read.
        newest_good: the newest backup that opens and is sound, looked for only where there are problems.
    """

    problems: tuple[str, ...]
    notes: int
    newest_good: Path | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class NoteStore:
    """The notes in one folder: `notes.db` and `backups/`. Opened at first need; nothing is created before a write.

    Usable from any thread. Other programs may write the same store; `changed_elsewhere` tells.
    Every method may raise StoreUnavailable or DamagedStore.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], str] = utc_now,
        schema: Schema = CURRENT,
        backups: Path | None = None,
        companion: Companion | None = None,
        author: Callable[[], Person] = lambda: NOBODY,
    ) -> None:
        """Reads nothing yet.

        Args:
            backups: a folder for the backups instead of `backups`.
            companion: what is backed up with the notes.
            author: who writes here, asked with every change.
        """
        self.folder = folder
        self.backups = Backups(folder / FILE, now, schema, backups, companion)
        self._now, self._author = now, author
        self._schema = schema
        self._db = Database(folder / FILE, self.backups.before_migration, self.backups.highest, schema)
        self._place = place_of(folder / FILE)
        self._cache: dict[str, Note] = {}
        self._revision: int | None = None  # of the cache; None while there is no store
        self._changed_elsewhere = False
        self.registers = RegisterRows(self._db.read, self._write_rows, now, lambda db: own_id(db, self._place), author)
        self.known = KnownRows(self._db.read, self._db.write)
        self.exchange = NoteExchange(self.path, self._db.read, self._write, self.backups, now, author)

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._db.path

    @property
    def warning(self) -> str | None:
        """A sentence for the user where the store works with less safety (network share, read-only folder)."""
        return self._db.warning

    # Reading

    def get(self, note_id: str) -> Note:
        """The note with that id, also from the trash. Raises NotFound."""
        found = self._notes().get(note_id)
        if found is None:
            raise NotFound(f"没有编号为 {note_id} 的批注。")
        return found

    def several(self, note_ids: Iterable[str]) -> tuple[Note, ...]:
        """The notes with these ids, also from the trash. Raises NotFound."""
        notes = self._notes()
        try:
            return tuple(notes[note_id] for note_id in note_ids)
        except KeyError as error:
            raise NotFound(f"没有编号为 {error.args[0]} 的批注。") from None

    def all(self, doc: str | None = None, trashed: bool = False) -> tuple[Note, ...]:
        """The notes (of one document), oldest first: those in use, or those in the trash."""
        return tuple(
            n for n in self._notes().values() if (n.trashed is not None) == trashed and doc in {None, n.anchor.doc}
        )

    def history(self, note_id: str) -> tuple[Note, ...]:
        """Earlier forms of the note, newest first, without the present one."""
        with self._db.read() as db:
            if db is None:
                return ()
            found = db.execute("SELECT value FROM history WHERE note = ? ORDER BY id DESC", (note_id,))
            return tuple(rows.from_json(value) for (value,) in found)

    def folders(self) -> tuple[str, ...]:
        """Folder paths (“甲/乙”), in the user's order: those made, then those only notes name."""
        with self._db.read() as db:
            made = [] if db is None else [p for (p,) in db.execute("SELECT path FROM folder ORDER BY position, path")]
        return tuple(dict.fromkeys([*made, *sorted({n.folder for n in self.all() if n.folder})]))

    def changed_elsewhere(self) -> bool:
        """Whether another program has changed the store since this was last asked."""
        self._notes()
        changed, self._changed_elsewhere = self._changed_elsewhere, False
        return changed

    def _notes(self) -> dict[str, Note]:
        """All notes by id, oldest first. Kept in memory; read again when the store's revision is not ours."""
        with self._db.read() as db:
            revision = None if db is None else revision_of(db)
            if revision != self._revision:
                self._changed_elsewhere = self._changed_elsewhere or self._revision is not None
                self._cache, self._revision = {}, None
                if db is not None:
                    db.execute("BEGIN")
                    try:
                        revision = revision_of(db)
                        found = rows.from_rows(db.execute(rows.SELECT))
                    finally:
                        db.execute("ROLLBACK")  # it only read
                    # Sorting here is quicker than sorting wide rows in SQLite.
                    self._cache, self._revision = dict(sorted(found.items(), key=_order)), revision
            return self._cache

    # Writing

    @contextmanager
    def _write(self) -> Iterator[tuple[sqlite3.Connection, dict[str, Note | None]]]:
        """A transaction and a place to say what it changes: id → note, or None for one that is gone."""
        self._notes()
        changed: dict[str, Note | None] = {}
        with self._db.lock:
            with self._db.write() as db:
                before = revision_of(db)
                yield db, changed
                db.execute("UPDATE revision SET value = ? WHERE id = 1", (before + 1,))
            # Committed from here on.
            if before != (self._revision or 0):
                return  # somebody else wrote in between: the next reading takes it all
            self._revision = before + 1
            fresh = dict(self._cache)
            for note_id, note in changed.items():
                if note is None:
                    fresh.pop(note_id, None)
                else:
                    fresh[note_id] = note
            self._cache = fresh if _in_order(fresh) else dict(sorted(fresh.items(), key=_order))

    @contextmanager
    def _write_rows(self) -> Iterator[sqlite3.Connection]:
        with self._write() as (db, _):
            yield db

    def add(self, note: Note, known: Known = NOTHING_KNOWN) -> None:
        """Keeps a new note, and what is `known` of its document. Raises BadInput where the id is taken."""
        with self._write() as (db, changed):
            if stored(db, note.id):
                raise BadInput(f"已有编号为 {note.id} 的批注。")
            db.execute(rows.INSERT, rows.to_row(note))
            first = {own_id(db, self._place): 1}
            by = dict.fromkeys(FIELDS, By(note.editor, note.modified))
            put_versions(db, note.id, Versions(dict.fromkeys(FIELDS, first), by=by))
            put_known(db, known.documents.values(), known.clauses)
            changed[note.id] = note

    def update(self, note: Note) -> Note:
        """Replaces a note, whose earlier form goes to its history; gives back what is stored now.

        The store itself sets `modified`, always later than before. Raises NotFound.
        """
        return self.update_all([note])[0]

    def update_all(self, notes: Iterable[Note], folders: Refoldering | None = None) -> tuple[Note, ...]:
        """`update` for many, and the folders from one state to another, all or none."""
        with self._write() as (db, changed):
            known = self._cache if revision_of(db) == self._revision else {}  # else somebody has written just now
            for note in notes:
                changed[note.id] = self._replace(db, note, changed.get(note.id) or known.get(note.id))
            if folders is not None:
                arrange(db, *folders)
            return tuple(n for n in changed.values() if n)

    def trash(self, *note_ids: str) -> None:
        """Moves notes to the trash, all or none. Raises NotFound."""
        moment = self._now()
        with self._write() as (db, changed):
            for note_id in note_ids:
                changed[note_id] = self._replace(db, replace(needed(db, note_id), trashed=moment))

    def restore(self, *note_ids: str) -> None:
        """Takes notes out of the trash, all or none. Raises NotFound."""
        with self._write() as (db, changed):
            for note_id in note_ids:
                changed[note_id] = self._replace(db, replace(needed(db, note_id), trashed=None))

    def purge(self, *note_ids: str) -> None:
        """Deletes notes of the trash for good, with their history. Raises BadInput for one that is in use."""
        with self._write() as (db, changed):
            for note_id in note_ids:
                if needed(db, note_id).trashed is None:
                    raise BadInput("只能彻底删除回收站里的批注。")
                bury(db, note_id)
                changed[note_id] = None

    def _replace(self, db: sqlite3.Connection, note: Note, known: Note | None = None) -> Note:
        """`known` is the note as it is stored, where that is known."""
        old = known or needed(db, note.id)
        kept = {"created": old.created, "creator": old.creator, "origin": old.origin}
        if replace(note, modified=old.modified, editor=old.editor, **kept) == old:  # type: ignore[arg-type]  # texts and a person
            return old
        new = replace(note, modified=later(self._now(), old.modified), editor=self._author(), **kept)  # type: ignore[arg-type]
        put_versions(db, new.id, written(old, new, versions_of(db, old), own_id(db, self._place)))
        keep_version(db, old)
        db.execute(rows.REPLACE, (*rows.to_row(new), new.id))
        return new

    def resolve(self, which: str, field: str, choice: Choice, number: int = 0) -> Note | None:
        """Chooses what a field is to say of a note, which is given back, or of a register's row (`RowState.id`)."""
        if not which.startswith(BEGINS):
            return self.exchange.resolve(which, field, choice, number)
        self.registers.resolve(which, field, choice, number)
        return None

    # Folders

    def add_folder(self, path: str) -> None:
        """Makes a folder, last in order. Its name must not be empty."""
        with self._write() as (db, _):
            make_folder(db, folder_path(path))

    # Care

    def check(self) -> CheckReport:
        """Reads the whole store and says what is wrong. Changes nothing; may take seconds: not for the GUI thread."""
        if not self.path.exists():
            newest = self.backups.newest_good()
            return CheckReport(("批注文件不见了，但还有备份。",) if newest else (), 0, newest)
        problems, count = problems_of(self.path, self._schema), 0
        if not problems:
            try:
                count = len(self._notes())
            except ReaderError as error:
                problems = [str(error)]
        return CheckReport(tuple(problems), count, self.backups.newest_good() if problems else None)

    def backup(self, target: Path | None = None) -> Path:
        """A verified copy: to that file, or among the store's own backups. Raises NotFound while there is no note."""
        if target is None:
            self._make_room()
        return self.backups.make("manual", target)

    def _make_room(self) -> None:
        """A store, though without a note, where something else is to be backed up with it."""
        if not self.path.exists() and self.backups.has_more:
            with self._write():
                pass

    def backup_if_due(self) -> Path | None:
        """The hourly backup: made where the store has changed and the newest is an hour old. Not for the GUI thread."""
        self._make_room()
        return self.backups.make_if_due()

    def restore_backup(self, backup: Path) -> None:
        """Takes the notes of a backup, after backing up what is there; a damaged store is set aside, never deleted.

        Raises DamagedStore where the backup itself is not sound, and then changes nothing.
        """
        with self._db.lock:
            self._db.close()
            self.backups.restore(backup)
            self._cache, self._revision = {}, None

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()


def _order(item: tuple[str, Note]) -> tuple[str, str]:
    return item[1].created, item[0]


def _in_order(notes: dict[str, Note]) -> bool:
    """Whether the note added last, if any was, is the newest; all others are known to be in order."""
    last = list(islice(reversed(notes.items()), 2))
    return len(last) < 2 or _order(last[1]) <= _order(last[0])
