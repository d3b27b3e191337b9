"""A shelf whose documents have an index of their own: where they come from, and where the index may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.core.document import Document, DocumentInfo


@dataclass(frozen=True, slots=True)
class Indexed:
    """The documents of one shelf that has an index of its own.

    Attributes:
        infos: all that the index is made of, whether the library shows them or not.
        revision: changes whenever the text of any of them does.
        index_dirs: where an index may be; the first that fits is used.
    """

    infos: tuple[DocumentInfo, ...]
    revision: str
    index_dirs: tuple[Path, ...]

    def is_same(self, other: Indexed) -> bool:
        """Whether the index is of the same documents."""
        same = self.infos is other.infos or self.infos == other.infos
        return same and self.revision == other.revision


@dataclass(frozen=True, slots=True)
class IndexedShelf:
    """Where the documents of one shelf come from that have an index of their own.

    Attributes:
        documents: all that the index is of, in order; the same object as long as they stay the same.
        load: one of them by id.
        revision: changes whenever the text of any of them does.
        index_dir: the index that came with them; read only, if `cache_dir` is given.
        cache_dir: where `refresh` builds one when the other does not fit.
    """

    documents: Callable[[], Sequence[DocumentInfo]]
    load: Callable[[str], Document]
    revision: Callable[[], str]
    index_dir: Path
    cache_dir: Path | None = None

    @property
    def index_dirs(self) -> tuple[Path, ...]:
        """Where an index may be."""
        return (self.index_dir,) if self.cache_dir is None else (self.index_dir, self.cache_dir)

    def now(self) -> Indexed:
        """As it is now."""
        infos = self.documents()
        return Indexed(infos if isinstance(infos, tuple) else tuple(infos), self.revision(), self.index_dirs)
