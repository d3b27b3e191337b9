"""FolderShelf: a corpus folder that is only read, the one that came with the program or in a pack."""

from __future__ import annotations

from collections.abc import Mapping

from reader.core.document import Document, DocumentInfo
from reader.core.late_dataclass import replace
from reader.corpus import Corpus
from reader.shelves.shelf import BUNDLED


class FolderShelf:
    """The documents of a corpus folder. Nothing is read before the first question."""

    def __init__(self, corpus: Corpus, name: str = BUNDLED) -> None:
        self.corpus, self.name = corpus, name
        self._infos: tuple[str, tuple[DocumentInfo, ...]] | None = None

    @property
    def revision(self) -> str:
        """The corpus' version."""
        return self.corpus.version

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions in the corpus' order."""
        version, kept = self.corpus.version, self._infos
        if kept is None or kept[0] != version:
            infos = self.corpus.documents()
            if self.name != BUNDLED:
                infos = tuple(replace(info, shelf=self.name) for info in infos)
            kept = self._infos = (version, infos)
        return kept[1]

    listed = documents
    """All in the corpus' list: this shelf leaves none out."""

    def ids(self) -> frozenset[str]:
        """Of all documents."""
        return frozenset(info.id for info in self.documents())

    def version(self) -> str:
        """That of the corpus."""
        return self.corpus.version

    def lists(self, doc_id: str) -> bool:
        """Whether the corpus has it."""
        return self.corpus.lists(doc_id)

    holds = lists

    def sums(self) -> Mapping[str, str]:
        """Those of the corpus' list, by id."""
        return self.corpus.sums()

    def size(self, doc_id: str) -> int:
        """Bytes of a document as it is kept. Raises NotFound."""
        return self.corpus.size(doc_id)

    def load(self, doc_id: str) -> Document:
        """One document. Raises NotFound, DamagedCorpus."""
        return replace(self.corpus.load(doc_id), shelf=self.name)

    def source(self, doc_id: str) -> str:
        """The text it was made from. Raises NotFound, DamagedCorpus."""
        return self.corpus.source(doc_id)
