"""What happens to each note of a file from elsewhere, decided before anything is written. Pure, and no clock is asked.

Field by field, what has seen the other takes its place; what has not seen it stands beside it until someone chooses.
So edits of different fields are joined, and an edit of the same field on both sides is a conflict for both, whoever
takes in whose file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from reader.core.note import NOBODY, Note, Person
from reader.store.versions import FIELDS, LIFE, By, Tombstone, Variant, Vector, Versions, covers, digest, joined, same

Fate = Literal["added", "updated", "kept", "conflicting", "deleted", "restored", "gone"]
"""What becomes of a note: not here before; changed there alone; nothing to do; changed on both sides; deleted there;
wanted again there after it was deleted here; deleted here, and the file does not know it yet."""

OFFERED: Final = frozenset(["deleted", "restored", "gone"])
"""What is only done where the user says so: nothing vanishes and nothing comes back by itself."""

DECLINABLE: Final = frozenset(["deleted", "restored", "conflicting"])
"""Of what is offered, what is not offered again once it was not done."""


@dataclass(frozen=True, slots=True)
class State:
    """A note with what is known of its forms."""

    note: Note
    versions: Versions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a note is to be, and what that changes.

    Attributes:
        changed: fields whose value is theirs now. fresh: fields with another wording that was not known here.
        superseded: other wordings of ours that someone has chosen between elsewhere; they belong into the history.
    """

    state: State
    changed: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    superseded: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One note of a file: what becomes of it, and both forms.

    Attributes:
        ours, theirs: None where there is none here, or nothing but its deletion in the file.
        fields: those that become another, or of which there are two wordings.
        by: who wrote it, or deleted it.
        declined: whether it was offered before, and not done then.
    """

    id: str
    fate: Fate
    ours: Note | None
    theirs: Note | None
    fields: tuple[str, ...] = ()
    by: Person = NOBODY
    declined: bool = False

    @property
    def note(self) -> Note | None:
        """The form to be shown: theirs where there is one."""
        return self.theirs or self.ours


@dataclass(frozen=True, slots=True)
class MergeReport:
    """Ids by what becomes (or became) of them.

    Attributes:
        added: were not here.
        updated: changed there alone; our form goes to its history.
        kept: the same here, or ours came of the file's.
        conflicting: changed on both sides: both wordings are kept until someone chooses.
        deleted, restored, gone: see Fate; done only where the user said so.
        register_rows: keys of marks and corrections of register rows of which something is taken.
        row_conflicts: keys of those that were changed on both sides.
        rows: all of them, note by note, in the order of the file.
        done: the ids of `deleted`, `restored`, `gone` that were done.
        declined: the ids of those that were offered before and not done then; nobody is asked again.
        refused: a sentence for each entry of the file that could not be read.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    register_rows: tuple[str, ...] = ()
    row_conflicts: tuple[str, ...] = ()
    rows: tuple[ImportRow, ...] = ()
    done: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The report in words."""
        rows = f"；台账的状态和更正 {len(self.register_rows)} 处" if self.register_rows else ""
        counted = (
            f"新增 {len(self.added)} 条，更新 {len(self.updated)} 条，保持不变 {len(self.kept)} 条，"
            f"两边都改过 {len(self.conflicting)} 条{rows}。"
        )
        said = [counted]
        if self.row_conflicts:
            said.append(f"台账的状态和更正有 {len(self.row_conflicts)} 处两边都改过。")
        if self.conflicting or self.row_conflicts:
            said.append("两边都改过的，两种写法都留着，等您选定。")
        left = {what: len({*getattr(self, what)} - self.done - self.declined) for what in OFFERED}
        if left["deleted"]:
            said.append(f"对方删除了 {left['deleted']} 条，没有照办。")
        if left["restored"]:
            said.append(f"这里删除、对方又要保留的 {left['restored']} 条，没有放回。")
        if left["gone"]:
            said.append(f"这里删除过的 {left['gone']} 条，没有带回来。")
        if known := len(self.declined - self.done):
            said.append(f"先前没有照办的 {known} 条，这次不再问。")
        if self.refused:
            said.append(f"有 {len(self.refused)} 条读不了，没有导入。")
        if self.done:
            said.append(f"照您的意思删除或放回了 {len(self.done)} 条。")
        return "".join(said)


def merged(ours: State, theirs: State) -> Outcome:
    """Our note and theirs as one: the same on both sides but for which of two wordings stands first."""
    if _alike(ours, theirs):
        return Outcome(ours)
    values: dict[str, Any] = {}
    vectors: dict[str, Any] = {}
    variants: list[Variant] = []
    superseded: list[Variant] = []
    changed, fresh = [], []
    by: dict[str, By] = {}
    for name in FIELDS:
        mine, known = _candidate(ours, name), ours.versions.others(name)
        other, also = _candidate(theirs, name), theirs.versions.others(name)
        # Most fields of most notes are the same on both sides.
        if not (known or also) and mine.value == other.value and mine.vector == other.vector:
            values[name], vectors[name], by[name] = mine.value, mine.vector, By(mine.editor, mine.modified)
            continue
        one = merged_field(mine, known, other, also)
        values[name], vectors[name], by[name] = one.first.value, one.first.vector, one.by
        variants += one.rest
        changed += [name] * one.changed
        fresh += [name] * one.fresh
        superseded += one.superseded
    newest = max(ours.note, theirs.note, key=lambda note: (note.modified, note.editor.name, note.editor.unit))
    # One's own note is one's own, whatever name a file gives it.
    creator = ours.note.creator or (theirs.note.creator if ours.note.origin else ours.note.creator)
    note = replace(
        ours.note, **values, modified=newest.modified, editor=newest.editor,
        creator=creator,
    )  # fmt: skip
    return Outcome(State(note, Versions(vectors, tuple(variants), by)), tuple(changed), tuple(fresh), tuple(superseded))


def _alike(ours: State, theirs: State) -> bool:
    """Whether nothing of theirs is news, as most notes of a file that comes again."""
    mine, other = ours.note, theirs.note
    return (
        not (ours.versions.variants or theirs.versions.variants)
        and (mine.modified, mine.editor) == (other.modified, other.editor)
        and bool(mine.creator or not other.creator)
        and ours.versions.vectors == theirs.versions.vectors
        and all(getattr(mine, name) == getattr(other, name) for name in FIELDS)
    )


@dataclass(frozen=True, slots=True)
class OneField:
    """What one field of something is to be.

    Attributes:
        first: what stands. rest: other wordings beside it. superseded: of ours, what someone has chosen between.
        changed: whether what stands is theirs now. fresh: whether there is another wording that was not known here.
    """

    first: Variant
    rest: tuple[Variant, ...]
    superseded: tuple[Variant, ...]
    changed: bool
    fresh: bool

    @property
    def by(self) -> By:
        """Who wrote what stands."""
        return By(self.first.editor, self.first.modified)


def merged_field(mine: Variant, known: Sequence[Variant], other: Variant, also: Sequence[Variant]) -> OneField:
    """Our wording and those known beside it, theirs and those beside it, as one."""
    name = mine.field
    left = _standing([mine, *known, other, *also])
    first, changed = next((each for each in left if same(name, each.value, mine.value)), None), False
    if first is None:
        first, changed = next((each for each in left if same(name, each.value, other.value)), left[0]), True
    rest = tuple(each for each in left if each is not first)
    fresh = any(not any(same(name, each.value, old.value) for old in known) for each in rest)
    gone = tuple(old for old in known if not any(same(name, old.value, each.value) for each in left))
    return OneField(first, rest, gone, changed, fresh)


def fate_of(ours: State, outcome: Outcome) -> Fate:
    """What becomes of a note that is here."""
    if outcome.fresh:
        return "conflicting"
    if LIFE in outcome.changed:
        return "deleted" if ours.note.trashed is None else "restored"
    return "updated" if outcome.changed else "kept"


def writer_of(state: State, what: Fate, fields: Sequence[str]) -> Person:
    """Who is to be named where these fields become another, or have another wording."""
    if what == "conflicting":
        theirs = next((each for name in fields for each in state.versions.others(name)), None)
        if theirs is not None:
            return theirs.editor
    written = [state.versions.who(name, state.note).editor for name in fields]
    return next(filter(None, written), state.note.editor or state.note.creator)


def deleted_state(ours: State, tombstone: Tombstone) -> State:
    """Their form of our note, of which the file says only that it was deleted."""
    vectors: dict[str, Vector] = {name: {} for name in FIELDS}
    vectors[LIFE] = tombstone.vector
    note = replace(ours.note, trashed=tombstone.trashed, editor=tombstone.editor, modified="")
    return State(note, Versions(vectors, by={LIFE: By(tombstone.editor)}))


def against_tombstone(tombstone: Tombstone, theirs: State) -> Fate:
    """What becomes of a note of the file that was deleted here, and of which nothing is left."""
    seen = theirs.versions.of(LIFE)
    if covers(tombstone.vector, seen):
        return "gone"
    return "restored" if covers(seen, tombstone.vector) else "conflicting"


def distinct(
    notes: Iterable[Note], deleted: Iterable[Tombstone] = ()
) -> tuple[tuple[Note, ...], tuple[Tombstone, ...], tuple[str, ...]]:
    """The notes and the deletions of a file, each id once, and a sentence for each id that means two things there.

    Nobody can tell which of the two is meant, so neither is taken.
    """
    found: dict[str, Note | Tombstone] = {}
    doubtful: dict[str, str] = {}
    every: list[Note | Tombstone] = [*notes, *deleted]
    for each in every:
        if found.setdefault(each.id, each) != each:
            doubtful[each.id] = f"批注文件里有不同的内容用了同一个编号（{each.id[:60]}），这几条没有导入。"
    sound = [each for key, each in found.items() if key not in doubtful]
    kept = tuple(each for each in sound if isinstance(each, Note))
    dead = tuple(each for each in sound if isinstance(each, Tombstone))
    return kept, dead, tuple(doubtful.values())


def _candidate(state: State, name: str) -> Variant:
    by = state.versions.who(name, state.note)
    return Variant(name, getattr(state.note, name), state.versions.of(name), by.editor, by.modified)


def _standing(candidates: Sequence[Variant]) -> list[Variant]:
    """Those that nobody has seen and replaced, each wording once, in an order that is the same everywhere."""
    by_value: dict[str, Variant] = {}
    for each in candidates:
        key = digest(each.field, each.value)
        old = by_value.get(key)
        by_value[key] = each if old is None else _as_one(old, each)
    distinct_ones = list(by_value.items())
    left = [
        (key, each)
        for key, each in distinct_ones
        if not any(
            covers(other.vector, each.vector) and not covers(each.vector, other.vector)
            for _, other in distinct_ones
            if other is not each
        )
    ]
    return [each for _, each in sorted(left, key=lambda item: item[0])]


def _as_one(one: Variant, other: Variant) -> Variant:
    """The same wording, written or passed on twice."""
    newest = max(one, other, key=lambda each: (each.modified, each.editor.name, each.editor.unit))
    value = one.value
    if one.field == LIFE and one.value is not None:
        value = min(one.value, other.value)
    return replace(
        one, value=value, vector=joined(one.vector, other.vector), editor=newest.editor, modified=newest.modified
    )
