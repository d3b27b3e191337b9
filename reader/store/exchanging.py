"""The part of the notes store that meets other people's files: previews, imports, their undoing, conflicts, exports.

Every method may raise StoreUnavailable or DamagedStore.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from reader.core.errors import BadInput, NotFound
from reader.core.note import Note, Person
from reader.core.steps import Told, untold
from reader.store import rows
from reader.store.bundle import Bundle
from reader.store.merge import MergeReport
from reader.store.registers.row_merge import RowState
from reader.store.registers.row_plan import RowPlan
from reader.store.registers.row_states import states
from reader.store.statements import keep_version, needed
from reader.store.taking import outgoing_tombstones, plan, report_of, take
from reader.store.times import later
from reader.store.undoing import Intake, Journal, newest, take_back
from reader.store.version_rows import notes_in_conflict, own_id, place_of, put_versions, versions_of, versions_of_many
from reader.store.versions import LIFE, By, Tombstone, Variant, Versions, digest, settled

Choice = Literal["mine", "theirs", "both"]

BOTH = frozenset(["text", "tags"])
"""Fields of which two wordings can stand together."""

UNKNOWN = Versions({})

Reading = Callable[[], AbstractContextManager[sqlite3.Connection | None]]
Writing = Callable[[], AbstractContextManager[tuple[sqlite3.Connection, dict[str, Note | None]]]]


class Backing(Protocol):
    """What makes a backup."""

    def make(self, reason: str, target: Path | None = None) -> Path:
        """Makes one, for that reason."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A note with other wordings of some of its fields.

    Attributes:
        others: FIELDS' names → the other wordings, in the same order everywhere.
    """

    note: Note
    others: tuple[Variant, ...]
    versions: Versions = UNKNOWN

    @property
    def id(self) -> str:
        """Of the note."""
        return self.note.id

    def mine(self, name: str) -> By:
        """Who wrote our wording of a field, and when."""
        return self.versions.who(name, self.note)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are to be chosen."""
        return tuple(dict.fromkeys(each.field for each in self.others))

    def of(self, name: str) -> tuple[Variant, ...]:
        """The other wordings of a field."""
        return tuple(each for each in self.others if each.field == name)


class NoteExchange:
    """Reached as `NoteStore.exchange`; any thread."""

    def __init__(
        self,
        path: Path,
        read: Reading,
        write: Writing,
        backups: Backing,
        now: Callable[[], str],
        author: Callable[[], Person],
    ) -> None:
        self._path, self._read, self._write, self._backups = path, read, write, backups
        self._now, self._author = now, author

    # In

    def preview(self, bundle: Bundle, told: Told = untold) -> MergeReport:
        """What `take` would do, note by note. Changes nothing. `told`: how many notes are looked at."""
        with self._read() as db:
            said = RowPlan()
            for _ in said.plan(db, bundle.extras.row_items):
                pass
            return report_of(plan(db, bundle, told), said, refused=bundle.refused)

    def take(
        self,
        bundle: Bundle,
        chosen: Collection[str] | None = None,
        *,
        extras: bool = True,
        declines: bool = True,
        name: str = "",
        told: Told = untold,
    ) -> MergeReport:
        """Takes in a file of notes after a backup, all that is chosen or nothing; `undo` takes it back.

        Args:
            chosen: ids of notes; None for all, but deletions and what was deleted.
            extras: whether what is said of register rows, and folders, come along.
            declines: whether deletions that are not chosen are not to be offered again.
            name: of the file.
            told: how many notes are done; where it raises, nothing is taken in.
        """
        if self._path.exists():
            self._backups.make("import")
        with self._write() as (db, changed):
            journal = Journal()
            origin = own_id(db, place_of(self._path))
            report = take(db, changed, bundle, chosen, origin, journal, extras=extras, declines=declines, told=told)
            journal.keep(db, self._now(), name, report.sentence)
        return report

    def last(self) -> Intake | None:
        """The import that `undo` would take back."""
        with self._read() as db:
            return None if db is None else newest(db)

    def undo(self) -> tuple[Intake, int]:
        """Takes the newest import back, all of it; what was written since stays. Raises NotFound where there is none.

        Returns it, and of how many notes something stays.
        """
        with self._write() as (db, changed):
            intake = newest(db)
            if intake is None:
                raise NotFound("没有可以撤销的导入。")
            return intake, take_back(db, intake, changed, self._now())

    # Out

    def versions(self, notes: Iterable[Note]) -> dict[str, Versions]:
        """What the forms of these notes have seen, by id."""
        with self._read() as db:
            return {} if db is None else versions_of_many(db, notes)

    def tombstones(self, doc: str | None = None) -> tuple[Tombstone, ...]:
        """The notes of one document, or of all, that were deleted here."""
        with self._read() as db:
            return outgoing_tombstones(db, doc)

    def origin(self) -> str:
        """The id of this store; empty where it has none yet and none can be written."""
        with self._read() as db:
            row = None if db is None else db.execute("SELECT id FROM origin ORDER BY rowid DESC").fetchone()
            return str(row[0]) if row else ""

    def written(self, notes: Sequence[Note]) -> dict[str, str]:
        """What the forms of these notes have seen, as files carry it, by id; nothing while there is no store."""
        from reader.store.formats.seen import seen_text

        found, own = self.versions(notes), self.origin()
        return {n.id: seen_text(n, found[n.id], n.origin or own) for n in notes if n.id in found}

    # Conflicts

    def conflicts(self) -> tuple[Conflict, ...]:
        """The notes with wordings between which nobody has chosen, also those in the trash."""
        with self._read() as db:
            if db is None:
                return ()
            notes = [needed(db, note_id) for note_id in notes_in_conflict(db)]
            found = versions_of_many(db, notes)
            return tuple(Conflict(note, found[note.id].variants, found[note.id]) for note in notes)

    def waiting(self) -> tuple[Conflict | RowState, ...]:
        """Notes, then rows of registers, with wordings between which nobody has chosen."""
        with self._read() as db:
            rows_waiting = () if db is None else tuple(each for each in states(db) if each.variants)
        return (*self.conflicts(), *rows_waiting)

    def resolve(self, note_id: str, field: str, choice: Choice, number: int = 0) -> Note:
        """Chooses what a field of a note is to say; both wordings stay in its history. Gives the note back.

        `number`: which of the other wordings, where there are several. Raises NotFound, BadInput.
        """
        with self._write() as (db, changed):
            old = needed(db, note_id)
            versions = versions_of(db, old)
            others = versions.others(field)
            if not 0 <= number < len(others):
                raise NotFound("这条批注的这一项没有两种写法，不用选。")
            value = _chosen(old, others, field, choice, number)
            new = replace(old, **{field: value}, modified=later(self._now(), old.modified), editor=self._author())
            for each in others:
                keep_version(db, replace(old, **{field: each.value}, editor=each.editor))
            keep_version(db, old)
            db.execute(rows.REPLACE, (*rows.to_row(new), note_id))
            by = By(new.editor, new.modified)  # of both wordings together
            if choice != "both":
                by = (
                    By(others[number].editor, others[number].modified)
                    if choice == "theirs"
                    else versions.who(field, old)
                )
            put_versions(db, note_id, settled(old, versions, field, by, own_id(db, place_of(self._path))))
            changed[note_id] = new
            return new


def _chosen(note: Note, others: tuple[Variant, ...], field: str, choice: Choice, number: int) -> Any:
    ours = getattr(note, field)
    if choice == "mine":
        return ours
    if choice == "theirs":
        return others[number].value
    if field not in BOTH:
        raise BadInput("这一项只能选一种写法，不能两种都要。")
    # In the same order on both sides: whoever chooses the same there must come to the same.
    values = sorted([ours, *(each.value for each in others)], key=lambda value: digest(field, value))
    if field == "tags":
        return tuple(dict.fromkeys(tag for tags in values for tag in tags))
    return "\n\n".join(value for value in values if value.strip())


__all__ = ["BOTH", "LIFE", "Choice", "Conflict", "NoteExchange"]
