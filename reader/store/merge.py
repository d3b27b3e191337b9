"""What happens to each note of a colleague's file, decided before anything is written. Pure.

The newest edit wins, the other form is kept as history. The outcome does not depend on who imports whose file first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reader.core.errors import BadInput
from reader.core.note import Note
from reader.store import rows

Fate = Literal["added", "updated", "kept", "conflicting"]


@dataclass(frozen=True, slots=True)
class MergeReport:
    """Ids by what becomes (or became) of them.

    Attributes:
        added: were not here.
        updated: the file's form is newer and takes the place of ours, which goes to its history.
        kept: the same here, or ours came of the file's.
        conflicting: both were edited; the newer form stands, the other is in the history.
        register_rows: keys of marks and corrections of register rows that are newer in the file, and taken.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()
    register_rows: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The report in one sentence."""
        rows = f"；台账的状态和更正 {len(self.register_rows)} 处" if self.register_rows else ""
        return (
            f"新增 {len(self.added)} 条，更新 {len(self.updated)} 条，保持不变 {len(self.kept)} 条，"
            f"两边都改过 {len(self.conflicting)} 条（以较新的为准，另一份留在历史中）{rows}。"
        )


def fate(ours: Note | None, theirs: Note, *, known: bool) -> tuple[Fate, bool]:
    """What becomes of a note, and whether the file's form is to stand.

    `known`: whether the file's form is in our history, so that ours came of it.
    """
    if ours is None:
        return "added", True
    if ours == theirs or known:
        return "kept", False
    wins = (theirs.modified, rows.to_json(theirs)) > (ours.modified, rows.to_json(ours))
    # An unedited note of ours that the file has newer is no conflict; anything else means two hands.
    if wins and theirs.modified > ours.modified:
        return "updated", True
    return "conflicting", wins


def distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes, each id once. Raises BadInput where a file holds two different notes of one id."""
    found: dict[str, Note] = {}
    for note in notes:
        if found.setdefault(note.id, note) != note:
            raise BadInput(f"批注文件里有两条不同的批注用了同一个编号（{note.id[:60]}），没有导入。")
    return tuple(found.values())
