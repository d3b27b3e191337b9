"""What is done with notes beyond writing one: files out and in, trash, earlier forms, backups, other windows.

Runs all of it off the GUI thread, one thing after another, and hands each result to the caller's `done` there. Errors
the user can act on go to `problem` as one sentence. Changes of single notes are the business of `NoteKeeping`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from reader.core.adding import AddRow
from reader.core.errors import BadInput, Cancelled, NotFound, ReaderError
from reader.core.note import Note, PlacedNote
from reader.core.steps import Told
from reader.library import Library
from reader.ui.kit.tasks import Job, Lane

if TYPE_CHECKING:  # brings SQLite, and the Word and Excel writers: loaded by what is done with them
    from reader.library.carrying import Carried
    from reader.library.incoming.landing import Landing
    from reader.library.same_documents import Same
    from reader.store.annotations import CheckReport, MergeReport
    from reader.store.backup import Backup
    from reader.store.bundle import Bundle
    from reader.store.exchanging import Choice, Conflict
    from reader.store.registers.row_merge import RowState
    from reader.store.undoing import Intake

T = TypeVar("T")
PATIENCE = 1.0  # s of work before anything is said of how far it is


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do. Nothing is written yet.

    Attributes:
        absent: documents of notes that this library does not have, with how many notes each.
        carried: where documents come along with the notes, these. documents: the name of each, and whether it is here.
        same: documents of notes that are here under another id.
        elsewhere: titles of what other programs' notes stand on and is not here, with how many each; these stay out.
        places: where each note would stand, by id.
    """

    file: Path
    bundle: Bundle
    report: MergeReport
    absent: tuple[tuple[str, int], ...]
    carried: Carried | None = None
    documents: tuple[tuple[str, bool], ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()
    same: tuple[Same, ...] = ()
    places: Mapping[str, Landing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import.

    Attributes:
        rows: of the documents that came along.
        lost: how many notes and marks were left out, because their document could not be taken in.
    """

    report: MergeReport
    rows: tuple[AddRow, ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Care:
    """How the store is, and its backups, newest first, each with what is wrong with it (None: not looked at yet)."""

    check: CheckReport
    warning: str | None
    backups: tuple[tuple[Backup, str | None], ...]


class NotesWork(QObject):
    """Asks the library and its store."""

    problem = Signal(str)
    moved = Signal(float)  # how far the work is, 0..1, once it takes longer than a moment
    ended = Signal()  # the work that `moved` told of

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._stop = Event()
        self._lane = Lane("notes-work", parent=self)

    # -- files

    def export(
        self, notes: Sequence[PlacedNote], form: str, target: Path, done: Callable[[Path], None], *,
        extras_of: str | None = None, passphrase: str = "",
    ) -> None:  # fmt: skip
        """Write these notes to a file: jsonld, docx, xlsx, csv, md or html, or prdocs, which carries the own documents
        they stand on; sealed where a passphrase is given.

        `extras_of`: the document whose other belongings go along, "" for those of all, None for none.
        """

        def work() -> Path:
            from reader.store import exchange
            from reader.store.bundle import NOTHING

            self._library.policy.check_export(form)
            if not notes:
                raise NotFound("没有可以导出的批注。")
            extras = NOTHING if extras_of is None else self._library.notebook.extras(extras_of or None)
            rows = self._library.notebook.rows(notes)
            data = exchange.export(rows, "jsonld" if form == "prdocs" else form, extras)
            if form == "prdocs":
                data = self._library.own.carried(data, [placed.note.anchor.doc for placed in notes])
            if passphrase:
                from reader.store import sealing

                data = sealing.seal_apart(data, passphrase)
            exchange.write(data, target)
            return target

        self._do(work, done)

    def report(self, doc: str, target: Path, done: Callable[[Path], None], by: str = "clause") -> None:
        """Write “my work on this plan” as a Word document, by clause, colour or tag."""

        def work(told: Told) -> Path:
            from reader.store import exchange

            self._library.policy.check_export("html" if by == exchange.PAGE else "docx")
            exchange.write(self._library.notebook.report(doc, by, told), target)
            return target

        self._watched(work, done, "已取消，没有写出文件。")

    def preview(
        self,
        file: Path,
        done: Callable[[Preview], None],
        locked: Callable[[Path, bool], None],
        passphrase: str | None = None,
        *,
        doc: str | None = None,
        placeless: Callable[[str], None] | None = None,
    ) -> None:
        """Read a colleague's file and say what taking it in would do.

        A sealed file is told by `locked` instead, with whether the passphrase given was refused; remarks of another
        program on what is not known here by `placeless`, with a sentence, or by `problem` without it.

        Args:
            doc: the document that the remarks of another program stand on, where the user says so.
        """

        def work(told: Told) -> Preview | bool | str:
            from reader.library import carrying, taking_remarks
            from reader.library.incoming import naming
            from reader.store import exchange, sealing

            self._library.policy.check_import()
            data = carrying.read_file(file)
            if sealing.is_sealed(data):
                if passphrase is None:
                    return False
                try:
                    data = sealing.unseal_apart(data, passphrase)
                except sealing.WrongPassphrase:
                    return True
            naming.refuse_other(data)
            if taking_remarks.is_other(data):
                taken = taking_remarks.take_into(self._library, data, file.name, doc, told)
                if not taken and taken.elsewhere:
                    return taken.nowhere
                return self._preview(file, taken.bundle, told, elsewhere=tuple(taken.elsewhere.items()))
            if carrying.is_carrier(data):
                packs = self._library.packs
                carried = carrying.unpack(data, packs.get().keys()[0] if packs is not None else ())
                return self._preview(file, exchange.parse(carried.notes), told, carried)
            return self._preview(file, exchange.parse(data), told)

        def answer(found: Preview | bool | str) -> None:
            if isinstance(found, bool):
                locked(file, found)
            elif isinstance(found, str):
                (placeless or self.problem.emit)(found)
            else:
                done(found)

        self._watched(work, answer, "已取消，没有导入任何内容。", lasting=False)

    def _preview(
        self, file: Path, bundle: Bundle, told: Told, carried: Carried | None = None,
        elsewhere: tuple[tuple[str, int], ...] = (),
    ) -> Preview:  # fmt: skip
        documents: tuple[tuple[str, bool], ...] = ()
        known = {info.id for info in self._library.documents()}
        if carried is not None:
            self._library.policy.check_own_documents()
            bundle, documents = self._library.own.expected(carried, bundle)
            known |= {doc for doc, _ in carried.documents()}
        if not (bundle.notes or bundle.extras.row_items or bundle.extras.tombstones or bundle.refused or documents):
            raise BadInput("这个文件里没有批注。")
        same = self._library.notebook.same(bundle)
        known |= {each.doc for each in same}
        absent: dict[str, int] = {}
        for note in bundle.notes:
            if note.anchor.doc not in known:
                absent[note.anchor.doc] = absent.get(note.anchor.doc, 0) + 1
        report = self._library.notebook.preview(bundle, told)
        places = self._library.notebook.landing(bundle, report)
        return Preview(file, bundle, report, tuple(absent.items()), carried, documents, elsewhere, same, places)

    def take_in(self, preview: Preview, done: Callable[[Taken], None], chosen: frozenset[str] | None = None) -> None:
        """Take in what was previewed: documents that come along, then the notes that are wanted, after a backup."""

        def work(told: Told) -> Taken:
            bundle, lost = preview.bundle, 0
            rows: tuple[AddRow, ...] = ()
            if preview.carried is not None:
                rows = self._library.own.take_in(preview.carried)
                bundle, lost = self._library.own.placed(preview.carried, bundle)
            report = self._library.notebook.take_in(bundle, chosen, name=preview.file.name, told=told)
            return Taken(report, rows, lost)

        self._watched(work, done, "已取消，没有导入任何批注。")

    def stop(self) -> None:
        """Stop the work that `moved` tells of; nothing of it stays. What is finished by then is done."""
        self._stop.set()

    def last_import(self, done: Callable[[Intake | None], None]) -> None:
        """The import that `undo_import` would take back."""

        def work() -> Intake | None:  # the store may not be made yet, and is made off this thread
            return self._library.store.exchange.last()

        self._do(work, done)

    def undo_import(self, done: Callable[[Intake, int], None]) -> None:
        """Take the newest import back. `done` is told it, and of how many notes something stays, written since."""

        def work() -> tuple[Intake, int]:
            return self._library.store.exchange.undo()

        self._do(work, lambda found: done(*found))

    # -- two wordings

    def conflicts(self, done: Callable[[tuple[Conflict | RowState, ...]], None]) -> None:
        """The notes, and rows of registers, of which two wordings wait to be chosen between."""

        def work() -> tuple[Conflict | RowState, ...]:  # the store may not be made yet
            return self._library.store.exchange.waiting()

        self._do(work, done)

    def resolve(self, which: str, field: str, choice: Choice, number: int, done: Callable[[Note | None], None]) -> None:
        """Choose what a field of a note, or of a register's row, is to say; `done` is told the note."""
        self._do(lambda: self._library.store.resolve(which, field, choice, number), done)

    # -- trash and earlier forms

    def trashed(self, done: Callable[[tuple[PlacedNote, ...]], None]) -> None:
        """The notes in the trash, those deleted last first."""

        def work() -> tuple[PlacedNote, ...]:
            return tuple(
                sorted(self._library.notebook.all(trashed=True), key=lambda p: p.note.trashed or "", reverse=True)
            )

        self._do(work, done)

    def history(self, note_id: str, done: Callable[[tuple[Note, ...]], None]) -> None:
        """The note's forms, the present one first."""

        def work() -> tuple[Note, ...]:
            store = self._library.store
            return (store.get(note_id), *store.history(note_id))

        self._do(work, done)

    # -- care

    def care(self, done: Callable[[Care], None]) -> None:
        """How the store is, and which backups there are."""
        self._do(lambda: self._care({}), done)

    def verify(self, done: Callable[[Care], None]) -> None:
        """The same, with every backup opened and checked."""

        def work() -> Care:
            from reader.store.db import problems_of

            found = self._library.store.backups.all()
            return self._care({b.path: next(iter(problems_of(b.path)), "") for b in found})

        self._do(work, done)

    def back_up(self, target: Path | None, done: Callable[[Path], None]) -> None:
        """A verified copy now: among the backups, or to a file of the user's."""

        def work() -> Path:
            if target is not None:
                self._library.policy.check_export("db")
            return self._library.store.backup(target)

        self._do(work, done)

    def restore(self, backup: Path, done: Callable[[Path], None]) -> None:
        """Put a backup's notes in the store's place; what is there now is backed up first."""

        def work() -> Path:
            self._library.store.restore_backup(backup)
            return backup

        self._do(work, done)

    def check(self, done: Callable[[CheckReport, str | None], None]) -> None:
        """Read the whole store once and say what is wrong. A store that is not there yet is sound."""

        def work() -> tuple[CheckReport, str | None]:
            return self._library.store.check(), self._library.store.warning

        self._do(work, lambda found: done(*found))

    def poll(self, changed: Callable[[], None]) -> None:
        """Ask whether another window has written since. What goes wrong here is told to whoever asks for notes."""

        def done(elsewhere: bool) -> None:
            if elsewhere:
                changed()

        self._lane.submit(lambda _job: self._library.store.changed_elsewhere(), done, lambda _error: None)

    def back_up_if_due(self) -> None:
        """The hourly backup, where the store has changed."""

        def work() -> Path | None:  # the store may not be made yet, and is made off this thread
            return self._library.store.backup_if_due()

        self._do(work, lambda _made: None)

    def close(self) -> None:
        """Let what was begun be finished, then stop the worker."""
        self._lane.close(finish=True)

    def _care(self, verified: dict[Path, str]) -> Care:
        store = self._library.store
        report = store.check()
        return Care(report, store.warning, tuple((b, verified.get(b.path)) for b in store.backups.all()))

    def _watched(
        self, work: Callable[[Told], T], done: Callable[[T], None], stopped: str, *, lasting: bool = True
    ) -> None:
        """Work that tells how far it is, and can be stopped; then `stopped` is said.

        `lasting`: what was finished before it could be stopped is told as done; else nobody wants to see it any more.
        """
        self._stop = stop = Event()

        def run(job: Job) -> T:
            start = monotonic()

            def told(number: int, total: int) -> None:
                if stop.is_set():
                    raise Cancelled(stopped)
                if monotonic() - start > PATIENCE:
                    job.report(number / max(1, total))

            return work(told)

        def end(found: T) -> None:
            self.ended.emit()
            if stop.is_set() and not lasting:
                self.problem.emit(stopped)
            else:
                done(found)

        def fail(error: ReaderError) -> None:
            self.ended.emit()
            self.problem.emit(str(error))

        self._lane.submit(run, end, fail, lambda share, _text: self.moved.emit(share))

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def run(_job: Job) -> T:
            return work()

        self._lane.submit(run, done, lambda error: self.problem.emit(str(error)))
