"""Shelf: one source of documents. What the library and its rooms know of where documents come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from reader.core.document import Document, DocumentInfo

BUNDLED: Final = "bundled"
OWN: Final = "own"
PACK: Final = "pack:"
"""Names of shelves; that of a pack goes on with its title."""


class Shelf(Protocol):
    """One source of documents. Safe to use from several threads: every answer is an immutable value."""

    @property
    def name(self) -> str:
        """bundled, pack:NAME or own."""

    @property
    def revision(self) -> str:
        """Changes whenever any document or the order of documents does."""

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions in the shelf's order; the same object as long as nothing changes."""

    def lists(self, doc_id: str) -> bool:
        """Whether `documents` has that id. Where nobody has asked for these yet, a long list is not read for it."""

    def holds(self, doc_id: str) -> bool:
        """Whether `load` gives a document of that id."""

    def sums(self) -> Mapping[str, str]:
        """Of each document a sum that is another one whenever anything of it is, by id."""

    def size(self, doc_id: str) -> int:
        """Bytes of a document as it is kept; 0 where it is not there any more. Raises NotFound."""

    def load(self, doc_id: str) -> Document:
        """One document. Raises NotFound, DamagedCorpus."""

    def source(self, doc_id: str) -> str:
        """The decoded text that a document was made from. Raises NotFound, DamagedCorpus."""
