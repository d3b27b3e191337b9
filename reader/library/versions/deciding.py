"""What people said of families: two documents are editions of one another, or are not, whatever was read.

Kept in the notes store as marks, so that backups hold them and notes that are exported take them along. A mark names
both documents by their ids: those of a corpus are the same everywhere, those of own documents only here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from reader.core.errors import BadInput, DamagedStore, StoreUnavailable
from reader.core.note import RowMark

if TYPE_CHECKING:
    from reader.store.annotations import NoteStore

REGISTER: Final = "family"
JOINED, PARTED = "归为各版", "不是各版"


class Families:
    """The decisions of one library."""

    def __init__(self, store: Callable[[], NoteStore]) -> None:
        self._store = store

    def all(self) -> Mapping[frozenset[str], bool]:
        """Pair of ids → whether they were joined (else they were parted); none where the store cannot be read."""
        try:
            marks = self._store().registers.row_marks(register=REGISTER)
        except (DamagedStore, StoreUnavailable):  # whoever asks for notes is told
            return {}
        return {
            frozenset((mark.doc, mark.note)): mark.status == JOINED
            for mark in marks.values()
            if mark.status in (JOINED, PARTED)
        }

    def decide(self, one: str, other: str, joined: bool | None) -> None:
        """Joins two documents, or parts them; None goes by what is read again. Raises BadInput for one alone."""
        if one == other:
            raise BadInput("请写明两份不同的文件。")
        first, second = sorted((one, other))
        status = "" if joined is None else JOINED if joined else PARTED
        note = second if status else ""
        self._store().registers.set_row_mark(RowMark(f"{REGISTER}/{first}/{second}", first, REGISTER, status, note))
