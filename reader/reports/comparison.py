"""The door to comparisons: alignment, related clauses, shared wording, each worked out once; comparisons as files.

Keeps what it made for as long as it lives; documents are taken to be what they were when they were first opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from types import MappingProxyType
from typing import Final

from reader.core import related
from reader.core.align import align
from reader.core.alignment import Alignment
from reader.core.comparison import Comparison, compare
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.reports import page, word

FORMATS: Final[Mapping[str, Callable[[Comparison], bytes]]] = MappingProxyType({"docx": word.dump, "html": page.dump})


class Comparer:
    """Compares the documents of a library. Safe to use from several threads."""

    def __init__(self, ids: Callable[[], Iterable[str]], load: Callable[[str], Document]) -> None:
        """`ids` gives the documents that related clauses are looked for in; `load` opens one."""
        self._ids, self._load = ids, load
        self._alignments: dict[tuple[str, str], Alignment] = {}
        self._shared: dict[tuple[str, str], tuple[related.Shared, ...]] = {}
        self._index: related.ClauseIndex | None = None
        self._indexing = Lock()

    def align(self, left: str, right: str) -> Alignment:
        """Which blocks of the two documents answer each other. Some 100 ms the first time."""
        if (left, right) not in self._alignments:
            self._alignments[left, right] = align(self._load(left), self._load(right))
        return self._alignments[left, right]

    def shared_wording(self, left: str, right: str) -> tuple[related.Shared, ...]:
        """What the two documents say in the same words. Some 50 ms the first time."""
        if (left, right) not in self._shared:
            self._shared[left, right] = related.shared_wording(self._load(left), self._load(right))
        return self._shared[left, right]

    def related(self, doc: str, block: str, limit: int, *, elsewhere: bool = False) -> tuple[related.Related, ...]:
        """Clauses on the same matter. The first time, all documents are opened and looked through."""
        with self._indexing:
            if self._index is None:
                self._index = related.ClauseIndex(map(self._load, self._ids()))
        return related.related(self._load(doc), block, self._index, limit, elsewhere=elsewhere)

    def export(self, left: str, right: str, form: str) -> bytes:
        """The comparison of two documents as a file, one of FORMATS. Raises BadInput for another."""
        if form not in FORMATS:
            raise BadInput(f"没有“{form}”这种导出格式；可用的有：{'、'.join(FORMATS)}。")
        return FORMATS[form](compare(self._load(left), self._load(right), self.align(left, right)))
