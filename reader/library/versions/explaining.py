"""The 说明 column of a table of revisions: what people wrote of a row, kept in the notes store as marks.

A mark names both documents and both clauses, so that it stands at the same row whenever the two are compared again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.core.comparison import Comparison
from reader.core.errors import BadInput, DamagedStore, StoreUnavailable
from reader.core.note import RowMark

if TYPE_CHECKING:
    from reader.store.annotations import NoteStore

REGISTER: Final = "revision"
LONGEST: Final = 2000  # characters of a remark


class Explanations:
    """The remarks of one library."""

    def __init__(self, store: Callable[[], NoteStore]) -> None:
        self._store = store

    def of(self, left: str) -> Mapping[str, str]:
        """The remarks on rows of which a document is the older side; none where the store cannot be read."""
        try:
            marks = self._store().registers.row_marks(left, REGISTER)
        except (DamagedStore, StoreUnavailable):  # whoever asks for notes is told
            return {}
        return {mark.key: mark.note for mark in marks.values() if mark.note}

    def explained(self, comparison: Comparison, left: str, right: str) -> Comparison:
        """A comparison with what people wrote of its rows."""
        kept = self.of(left)
        if not kept:
            return comparison
        rows = (replace(row, remark=kept.get(_key(left, right, row.key), "")) for row in comparison.rows)
        return replace(comparison, rows=tuple(rows))

    def explain(self, left: str, right: str, row: str, remark: str) -> None:
        """Keeps what is written of a row, by its key; "" forgets it. Raises BadInput for too much."""
        if len(remark) > LONGEST:
            raise BadInput(f"说明最多 {LONGEST} 个字。")
        self._store().registers.set_row_mark(RowMark(_key(left, right, row), left, REGISTER, note=remark.strip()))


def _key(left: str, right: str, row: str) -> str:
    return f"{REGISTER}/{right}/{hashlib.sha256(f'{left} {right} {row}'.encode()).hexdigest()[:24]}"
