"""The door to comparisons: alignment, related clauses, shared wording, each worked out once; comparisons as files.

Keeps what it made until a document changes; what it knows of all documents is brought up to date with those that do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
from reader.reports import page, word

FORMATS: Final[Mapping[str, Callable[[Comparison], bytes]]] = MappingProxyType({"docx": word.dump, "html": page.dump})


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Made:
    """Something worked out, and the documents it was worked out from."""

    documents: tuple[Document, ...]
    value: Any


class Comparer:
    """Compares the documents of a library. Safe to use from several threads: at worst two work out the same."""

    def __init__(self, ids: Callable[[], Iterable[str]], load: Callable[[str], Document]) -> None:
        """`ids` gives the documents that related clauses are looked for in; `load` opens one."""
        self._ids, self._load = ids, load
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
        """Clauses on the same matter. The first time, all documents are opened and looked through."""
        with self._lock:
            self._index.update(map(self._load, self._ids()))
            return related.related(self._load(doc), block, self._index, limit, elsewhere=elsewhere)

    def export(self, left: str, right: str, form: str) -> bytes:
        """The comparison of two documents as a file, one of FORMATS. Raises BadInput for another."""
        if form not in FORMATS:
            raise BadInput(f"没有“{form}”这种导出格式；可用的有：{'、'.join(FORMATS)}。")
        return FORMATS[form](compare(self._load(left), self._load(right), self.align(left, right)))
