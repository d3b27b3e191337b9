"""The door to comparisons: alignment, related clauses, shared wording, each worked out once; comparisons as files.

Keeps what it made until a document changes; what it knows of all documents is brought up to date with those that do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from operator import is_not
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from reader.core import related
from reader.core.align import align
from reader.core.alignment import Alignment
from reader.core.clause_index import ClauseIndex
from reader.core.comparison import Comparison, compare
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.reports import page, revision, word

FORMATS: Final[Mapping[str, Callable[[Comparison], bytes]]] = MappingProxyType(
    {"docx": word.dump, "html": page.dump, "xlsx": revision.dump}
)


def dump(comparison: Comparison, form: str) -> bytes:
    """A comparison as a file, one of FORMATS. Raises BadInput for another."""
    if form not in FORMATS:
        raise BadInput(f"没有“{form}”这种导出格式；可用的有：{'、'.join(FORMATS)}。")
    return FORMATS[form](comparison)


T = TypeVar("T")
AskClauses = Callable[[Callable[[related.Clauses], tuple[related.Related, ...]]], tuple[related.Related, ...] | None]

LOOKED_THROUGH: Final = 60
"""So many documents are looked through whole, in under a second; of more, an index says which ones to look at."""


def _no_index(_ask: object) -> None:
    """Nothing but the documents themselves."""


@dataclass(frozen=True, slots=True)
class _Made:
    """Something worked out, and the documents it was worked out from."""

    documents: tuple[Document, ...]
    value: Any


class Comparer:
    """Compares the documents of a library. Safe to use from several threads: at worst two work out the same."""

    def __init__(
        self, ids: Callable[[], Collection[str]], load: Callable[[str], Document], ask_clauses: AskClauses = _no_index
    ) -> None:
        """`ids` gives the documents that related clauses are looked for in; `load` opens one; `ask_clauses` asks a
        library that is too large to be looked through, and answers None where it cannot.
        """
        self._ids, self._load, self._ask_clauses = ids, load, ask_clauses
        self._made: dict[tuple[str, ...], _Made] = {}
        self._index, self._lock = ClauseIndex(), Lock()

    def _kept(self, what: str, ids: tuple[str, ...], work: Callable[..., T]) -> T:
        """What `work` makes of the documents, kept for as long as they are the same."""
        documents = tuple(map(self._load, ids))
        kept = self._made.get((what, *ids))
        if kept is None or any(map(is_not, kept.documents, documents)):
            kept = self._made[what, *ids] = _Made(documents, work(*documents))
        return cast(T, kept.value)

    def align(self, left: str, right: str) -> Alignment:
        """Which blocks of the two documents answer each other. Some 100 ms the first time."""
        return self._kept("align", (left, right), align)

    def shared_wording(self, left: str, right: str) -> tuple[related.Shared, ...]:
        """What the two documents say in the same words. Some 50 ms the first time."""
        return self._kept("shared", (left, right), related.shared_wording)

    def related(self, doc: str, block: str, limit: int, *, elsewhere: bool = False) -> tuple[related.Related, ...]:
        """Clauses on the same matter. Of some documents the first time all are opened and looked through."""
        document, ids = self._load(doc), self._ids()
        if len(ids) > LOOKED_THROUGH:
            found = self._ask_clauses(partial(related.related, document, block, k=limit, elsewhere=elsewhere))
            if found is not None:
                return found
        with self._lock:
            self._index.update(map(self._load, ids))
            return related.related(document, block, self._index, limit, elsewhere=elsewhere)

    def compare(self, left: str, right: str) -> Comparison:
        """The comparison of two documents."""
        return compare(self._load(left), self._load(right), self.align(left, right))
