"""A file of notes meets the store: what each note of it becomes, and taking it in, whole or in part, all or nothing.

What an import changed is kept beside, so that it can be taken back in one step (`undoing.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.core.note import Note
from reader.core.steps import Told, steps, untold
from reader.store import rows
from reader.store.bundle import Bundle
from reader.store.known_rows import put_known
from reader.store.merge import (
    DECLINABLE,
    OFFERED,
    Fate,
    ImportRow,
    MergeReport,
    State,
    against_tombstone,
    deleted_state,
    fate_of,
    merged,
    writer_of,
)
from reader.store.registers.row_plan import RowPlan
from reader.store.registers.row_states import put_state
from reader.store.statements import SOME, folder_path, keep_version, make_folder, stored_many
from reader.store.undoing import Journal
from reader.store.version_rows import (
    declined,
    history_of,
    own_ids,
    put_declined,
    put_tombstone,
    put_versions,
    tombstone_of,
    tombstones,
    versions_of_many,
)
from reader.store.versions import (
    FIELDS,
    LIFE,
    OUTSIDE,
    By,
    Tombstone,
    Variant,
    Vector,
    Versions,
    counted,
    covers,
    digest,
    joined,
    same,
    uncounted,
)

ELSEWHERE = "?"  # the origin of a note that nobody knows more of


@dataclass(frozen=True, slots=True)
class Planned:
    """What one note of a file becomes.

    Attributes:
        before: how it is here; None where it is not.
        after: how it is to be; None where only its tombstone is kept.
        seen: other wordings of ours that were settled elsewhere.
        life: what the deletion, or the wish to keep, that is only offered has seen.
    """

    row: ImportRow
    before: State | None = None
    after: State | None = None
    tombstone: Tombstone | None = None
    seen: tuple[Variant, ...] = ()
    life: Vector = field(default_factory=dict)


def plan(db: sqlite3.Connection | None, bundle: Bundle, told: Told = untold) -> Iterator[Planned]:
    """What becomes of each note and each deletion of a file, in its order. Reads only.

    `told`: how many of them are done.
    """
    mine = own_ids(db) if db is not None else frozenset()
    notes, dead = bundle.notes, bundle.extras.tombstones
    total = len(notes) + len(dead)
    here = here_of(db, [*(note.id for note in notes), *(each.id for each in dead)]) if db is not None else {}
    for note in steps(notes, total, told):
        theirs = replace(note, origin="") if note.origin in mine else note
        if theirs.creator and note.id not in bundle.versions:  # a file that names people, but not where they wrote
            theirs = replace(theirs, origin=theirs.origin or ELSEWHERE)
        ours = here.get(note.id)
        if bundle.table and ours is not None:
            theirs = replace(theirs, anchor=ours.note.anchor)
        yield _unless_declined(db, _planned(db, ours, theirs, bundle.versions.get(note.id)))
    for tombstone in steps(dead, total, told, len(notes)):
        yield _unless_declined(db, _planned_deletion(db, here.get(tombstone.id), tombstone))


def here_of(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, State]:
    """The notes that are here, of these ids, with what is known of their forms."""
    notes = [note for start in range(0, len(ids), SOME) for note in stored_many(db, ids[start : start + SOME])]
    versions = versions_of_many(db, notes)
    return {note.id: State(note, versions[note.id]) for note in notes}


def _unless_declined(db: sqlite3.Connection | None, each: Planned) -> Planned:
    """Known as what the user has not done before, where that is so; an edit of what was kept then is no conflict."""
    if db is None or not each.life or each.row.fate not in DECLINABLE:
        return each
    known = declined(db, each.row.id)
    if known is None or not covers(known, each.life):
        return each
    if each.row.fate == "conflicting":
        return Planned(replace(each.row, fate="kept", fields=(), declined=True), each.before, each.before)
    return replace(each, row=replace(each.row, declined=True))


def report_of(
    planned: Iterable[Planned], said: RowPlan, done: Collection[str] = (), refused: Sequence[str] = ()
) -> MergeReport:
    """The report of what was planned.

    Args:
        said: what becomes of register rows.
        refused: sentences of entries that could not be read.
    """
    fates: dict[Fate, list[str]] = {}
    # Deletions of what is not here any more are no news.
    found = [each.row for each in planned if each.row.fate != "kept" or each.row.theirs is not None]
    for row in found:
        fates.setdefault(row.fate, []).append(row.id)
    ids = {what: tuple(each) for what, each in fates.items()}
    known = frozenset(row.id for row in found if row.declined)
    return MergeReport(
        **ids, register_rows=tuple(said.taken), row_conflicts=tuple(said.fresh), rows=tuple(found),
        done=frozenset(done), declined=known, refused=tuple(refused),
    )  # fmt: skip


def take(
    db: sqlite3.Connection,
    changed: dict[str, Note | None],
    bundle: Bundle,
    chosen: Collection[str] | None,
    origin: str,
    journal: Journal,
    *,
    extras: bool = True,
    declines: bool = True,
    told: Told = untold,
) -> MergeReport:
    """Takes in what is chosen: ids of notes; None for all but what is only OFFERED. `changed`: as `NoteStore` has it.

    Args:
        extras: whether marks and corrections of register rows, and folders, come too.
        declines: whether what is offered and not chosen is not to be offered again.
        origin: as which store to count.
        told: how many notes are done; nothing is written where it raises.
    """
    made, done = [], []
    for each in plan(db, bundle, told):
        fate = each.row.fate
        wanted = fate == "kept" or (each.row.id in chosen if chosen is not None else fate not in OFFERED)
        if wanted or fate in OFFERED:
            made.append(each)
        if wanted:
            _put(db, each, changed, origin, journal)
            if fate in OFFERED:
                done.append(each.row.id)
        if fate in OFFERED and each.life and not each.row.declined and (wanted or declines):
            journal.declined(db, each.row.id)
            put_declined(db, each.row.id, {} if wanted else each.life)
    clauses = {key: said for key, said in bundle.known.clauses.items() if said and changed.get(key) is not None}
    put_known(db, filter(None, bundle.known.documents.values()), clauses)
    rows_done = RowPlan()
    if extras:
        for before, after in rows_done.plan(db, bundle.extras.row_items):
            journal.row(before, after)
            put_state(db, after)
        for path in bundle.extras.folders:
            journal.folder(db, folder_path(path))
            make_folder(db, folder_path(path))
    return report_of(made, rows_done, done, bundle.refused)


def outgoing_tombstones(db: sqlite3.Connection | None, doc: str | None) -> tuple[Tombstone, ...]:
    """The deletions that travel with the notes of one document, or of all."""
    return () if db is None else tombstones(db, doc)


# One note -------------------------------------------------------------------------------------------------------------


def _planned(db: sqlite3.Connection | None, before: State | None, note: Note, versions: Versions | None) -> Planned:
    if db is None or before is None:
        theirs = State(note, versions or uncounted(note))
        buried = tombstone_of(db, note.id) if db is not None else None
        if buried is None:
            return Planned(ImportRow(note.id, "added", None, note, (), note.creator or note.editor), None, theirs)
        if versions is None:  # a file of an older program knows nothing of deletions, and cannot have seen this one
            theirs = State(note, replace(theirs.versions, vectors={**theirs.versions.vectors, LIFE: {}}))
        what = against_tombstone(buried, theirs)
        after = _unburied(theirs, buried, conflicting=what == "conflicting")
        row = ImportRow(note.id, what, None, note, (LIFE,), note.editor or note.creator)
        return Planned(row, None, after, buried, life=theirs.versions.of(LIFE))
    ours = before.note
    theirs = State(note, versions if versions is not None else _guessed(before, note, history_of(db, note.id)))
    outcome = merged(before, theirs)
    what = fate_of(before, outcome)
    after = outcome.state
    if what == "kept" and ours.trashed is not None and note.trashed is None:
        what, after = "gone", State(replace(after.note, trashed=None), after.versions)
    fields = outcome.fresh if what == "conflicting" else outcome.changed
    row = ImportRow(note.id, what, ours, note, fields, writer_of(after, what, fields))
    life = theirs.versions.of(LIFE) if what == "restored" else {}
    return Planned(row, before, after, None, outcome.superseded, life)


def _unburied(theirs: State, buried: Tombstone, *, conflicting: bool) -> State:
    """Their form of a note of which only its deletion is here; with both, where neither has seen the other."""
    if not conflicting:
        return theirs
    life = Variant(LIFE, None, theirs.versions.of(LIFE), *theirs.versions.who(LIFE, theirs.note))
    vectors = {**theirs.versions.vectors, LIFE: buried.vector}
    note = replace(theirs.note, trashed=buried.trashed)
    by = {name: theirs.versions.who(name, theirs.note) for name in FIELDS} | {LIFE: By(buried.editor, buried.trashed)}
    return State(note, Versions(vectors, (*theirs.versions.variants, life), by))


def _planned_deletion(db: sqlite3.Connection | None, before: State | None, tombstone: Tombstone) -> Planned:
    if db is None or before is None:
        known = tombstone_of(db, tombstone.id) if db is not None else None
        fresh = tombstone if known is None else replace(known, vector=joined(known.vector, tombstone.vector))
        return Planned(ImportRow(tombstone.id, "kept", None, None, (), tombstone.editor), tombstone=fresh)
    outcome = merged(before, deleted_state(before, tombstone))
    what = fate_of(before, outcome)
    fields = outcome.fresh or outcome.changed
    row = ImportRow(tombstone.id, what, before.note, None, fields, tombstone.editor)
    return Planned(row, before, outcome.state, life=tombstone.vector)


def _guessed(ours: State, note: Note, earlier: Sequence[Note]) -> Versions:
    """What a form has seen that comes without a word of it (older programs): told by what our own has been.

    A value that ours was once is older than ours; a new one follows ours where ours never changed. Else nobody knows.
    """
    vectors: dict[str, Vector] = {}
    news = []
    for name in FIELDS:
        value, mine = getattr(note, name), getattr(ours.note, name)
        forms = [getattr(form, name) for form in earlier]
        if same(name, value, mine):
            vectors[name] = ours.versions.of(name)
        elif any(same(name, value, form) for form in forms):
            vectors[name] = {}
        else:
            news.append(name)
            own = {OUTSIDE + digest(name, value): 1}
            never = all(same(name, mine, form) for form in forms)
            vectors[name] = joined(ours.versions.of(name), own) if never else own
    if news and LIFE not in news:  # whoever wrote this wanted the note
        vectors[LIFE] = joined(vectors[LIFE], {OUTSIDE + digest(n, getattr(note, n)): 1 for n in news})
    return Versions(vectors)


def _put(db: sqlite3.Connection, each: Planned, changed: dict[str, Note | None], origin: str, journal: Journal) -> None:
    """Writes one note, as planned, and what was before into the journal."""
    if each.after is None:
        if each.tombstone is not None:
            journal.tombstone(db, each.row.id)
            put_tombstone(db, each.tombstone)
        return
    after = each.after
    if each.row.fate in {"gone", "restored"}:
        after = _wanted_again(after, each, origin)
    if after == each.before:
        return
    journal.note(each.row.id, each.before, after)
    if each.before is None:
        if each.tombstone is not None:
            journal.tombstone(db, each.row.id)
            db.execute("DELETE FROM gone WHERE note = ?", (after.note.id,))
        db.execute(rows.INSERT, rows.to_row(after.note))
    elif after.note != each.before.note:
        if any(not same(name, getattr(after.note, name), getattr(each.before.note, name)) for name in FIELDS):
            keep_version(db, each.before.note)
        db.execute(rows.REPLACE, (*rows.to_row(after.note), after.note.id))
    for variant in each.seen:
        keep_version(db, replace(after.note, **{variant.field: variant.value}, editor=variant.editor))
    put_versions(db, after.note.id, after.versions, fresh=each.before is None)
    changed[after.note.id] = after.note


def _wanted_again(after: State, each: Planned, origin: str) -> State:
    """A note taken back out of its grave by the user's own word, which the deletion has not seen."""
    buried = each.tombstone.vector if each.tombstone is not None else {}
    had = each.before.versions.of(LIFE) if each.before is not None else {}
    life = joined(after.versions.of(LIFE), buried, had)
    if each.row.fate == "gone" or not covers(after.versions.of(LIFE), life):
        life = counted(life, origin)
    kept = tuple(v for v in after.versions.variants if v.field != LIFE)
    vectors = {**after.versions.vectors, LIFE: life}
    return State(replace(after.note, trashed=None), replace(after.versions, vectors=vectors, variants=kept))
