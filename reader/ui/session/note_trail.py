"""What was done to notes, so that it can be taken back and done again. Values and two lists; writes nothing itself.

A change holds only the fields it touched: taking back a colour does not take back a text that another window wrote
meanwhile. Not Qt's undo stack: that one moves before the store has answered, and a write may fail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from reader.core.late_dataclass import dataclass, names_of, replace
from reader.core.note import Anchor, Note

Folders = tuple[tuple[str, ...], tuple[str, ...]]  # paths before and after

LIMIT: Final = 200  # changes kept
_SET_BY_STORE: Final = frozenset({"id", "created", "modified", "creator", "editor", "origin"})
_FIELDS: Final = tuple(name for name in names_of(Note) if name not in _SET_BY_STORE)


@dataclass(frozen=True, slots=True)
class Patch:
    """The fields of one note that a change touches: name → value, before and after."""

    note: str
    before: tuple[tuple[str, Any], ...]
    after: tuple[tuple[str, Any], ...]

    def put_on(self, note: Note) -> Note:
        """The note with the fields as they are after the change."""
        return replace(note, **dict(self.after))


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the user: what to call it (a key of the catalogue), and the notes it touched.

    Attributes:
        folders: the bookmark folders before and after, where the step touched them.
        about: where the first of the notes stands, by which the step can be told from others.
    """

    label: str
    patches: tuple[Patch, ...]
    folders: Folders | None = None
    about: Anchor | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left to be done or taken back."""
        return not self.patches and self.folders is None

    @property
    def reversed(self) -> Change:
        """What takes it back."""
        folders = None if self.folders is None else (self.folders[1], self.folders[0])
        return replace(self, patches=tuple(Patch(p.note, p.after, p.before) for p in self.patches), folders=folders)

    def without(self, notes: Collection[str]) -> Change:
        """The change on the other notes only."""
        return replace(self, patches=tuple(p for p in self.patches if p.note not in notes))


def change_of(label: str, pairs: Iterable[tuple[Note, Note]], folders: Folders | None = None) -> Change:
    """The change from the first of each pair to the second. Notes that do not differ are left out."""
    if folders is not None and folders[0] == folders[1]:
        folders = None
    patches, about = [], None
    for old, new in pairs:
        names = [name for name in _FIELDS if getattr(old, name) != getattr(new, name)]
        if names:
            before, after = (tuple((name, getattr(note, name)) for name in names) for note in (old, new))
            patches.append(Patch(old.id, before, after))
            about = about or new.anchor
    return Change(label, tuple(patches), folders, about)


class Trail:
    """Changes that can be taken back, and those that were and can be done again."""

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def newest(self) -> Change | None:
        """The change that `undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to do again."""
        return bool(self._undone)

    def push(self, change: Change) -> None:
        """A new change was made; what had been taken back cannot be done again."""
        self._undone.clear()
        self._keep(change)

    def undo(self) -> Change | None:
        """The newest change, off the list: to be given to `undone` once it is taken back, else to `redone`."""
        return self._done.pop() if self._done else None

    def redo(self) -> Change | None:
        """The change taken back last, off the list: to be given to `redone` once it stands again, else to `undone`."""
        return self._undone.pop() if self._undone else None

    def undone(self, change: Change) -> None:
        """It can be done again."""
        self._undone.append(change)

    def redone(self, change: Change) -> None:
        """It can be taken back."""
        self._keep(change)

    def forget(self, notes: Collection[str]) -> None:
        """These notes are gone for good."""
        for kept in (self._done, self._undone):
            kept[:] = [left for change in kept if not (left := change.without(notes)).empty]

    def clear(self) -> None:
        """Nothing can be taken back any more (another store stands in the place of this one)."""
        self._done.clear()
        self._undone.clear()

    def _keep(self, change: Change) -> None:
        self._done.append(change)
        del self._done[:-LIMIT]
