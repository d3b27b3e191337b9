"""What a file says of register rows meets what is said here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reader.store.registers.row_merge import RowItem, RowState, merged_rows, state_of
from reader.store.registers.row_states import state


@dataclass
class RowPlan:
    """Which rows become another: keys of those of which something is taken, and of those with two wordings now."""

    taken: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)

    def plan(
        self, db: sqlite3.Connection | None, items: Iterable[RowItem]
    ) -> Iterator[tuple[RowState | None, RowState]]:
        """How each row that changes is here, and how it is to be; the next is planned after this one was written."""
        for item in items:
            theirs = state_of(item)
            before = state(db, theirs.sort, theirs.key) if db is not None else None
            ours = before or RowState(theirs.sort, theirs.key, theirs.doc, theirs.register)
            after, changed, fresh = merged_rows(ours, theirs)
            if fresh:
                self.fresh.append(item.key)
            elif changed:
                self.taken.append(item.key)
            if after != ours:
                yield before, after
