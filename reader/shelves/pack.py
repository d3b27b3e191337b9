"""PackShelf: a pack that stands beside the corpus. What is damaged on it is left out; all else stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Final

from reader.core.document import Document, DocumentInfo
from reader.core.errors import DamagedCorpus, ReaderError
from reader.core.late_dataclass import replace
from reader.core.sums import sha256
from reader.corpus import MOST_BYTES, Corpus
from reader.files import read_whole
from reader.shelves.shelf import PACK

_SHOWN: Final = 3


class PackShelf:
    """The documents of an installed pack. Nothing is read before the first question.

    A document that turns out damaged makes the shelf look at all of its own, once: those that are not as the list says
    are out of the library from then on, so that searching and registers go on with the others.
    """

    def __init__(self, corpus: Corpus, name: str) -> None:
        """Args: name: of the shelf as people know it."""
        self.corpus, self.name = corpus, PACK + name
        self._infos: tuple[DocumentInfo, ...] | None = None
        self._here: tuple[DocumentInfo, ...] | None = None
        self._faults: dict[str, str] = {}
        self._lock = Lock()

    @property
    def revision(self) -> str:
        """The corpus' version, and which of its documents are left out."""
        self.listed()
        return self.version() + "".join(f" -{doc}" for doc in self._faults)

    def version(self) -> str:
        """That of the corpus, which the index and the registers that came along are of."""
        try:
            return self.corpus.version
        except DamagedCorpus:
            return "damaged"

    def ids(self) -> frozenset[str]:
        """Of all documents in the pack's list."""
        return frozenset(info.id for info in self.listed())

    def listed(self) -> tuple[DocumentInfo, ...]:
        """The descriptions of all documents in the pack's list; none where that cannot be read."""
        if self._infos is None:
            try:
                self._infos = tuple(replace(info, shelf=self.name) for info in self.corpus.documents())
            except DamagedCorpus as error:
                self._faults[""] = self._sentence(str(error))
                self._infos = ()
        return self._infos

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions of those that can be read, in the pack's order."""
        if self._here is None:
            self._here = tuple(info for info in self.listed() if info.id not in self._faults)
        return self._here

    def lists(self, doc_id: str) -> bool:
        """Whether it is one of those that can be read."""
        try:
            return doc_id not in self._faults and self.corpus.lists(doc_id)
        except DamagedCorpus:
            return False

    def holds(self, doc_id: str) -> bool:
        """Whether the pack lists it."""
        return any(info.id == doc_id for info in self.listed())

    def sums(self) -> Mapping[str, str]:
        """Those of the pack's list, by id; none where that cannot be read."""
        return self.corpus.sums() if self.listed() else {}

    def size(self, doc_id: str) -> int:
        """Bytes of a document as it is kept; 0 where it is not there any more. Raises NotFound."""
        return self.corpus.size(doc_id)

    def load(self, doc_id: str) -> Document:
        """One document. Raises NotFound, DamagedCorpus."""
        self._check(doc_id)
        try:
            return replace(self.corpus.load(doc_id), shelf=self.name)
        except DamagedCorpus as error:
            self._look_at_all(doc_id, str(error))
            raise DamagedCorpus(self._faults[doc_id]) from error

    def source(self, doc_id: str) -> str:
        """The text it was made from. Raises NotFound, DamagedCorpus."""
        self._check(doc_id)
        try:
            return self.corpus.source(doc_id)
        except DamagedCorpus as error:
            raise DamagedCorpus(self._sentence(str(error))) from error

    def faults(self) -> tuple[str, ...]:
        """A sentence for each document that is known to be damaged, or for the whole where its list is."""
        self.listed()
        return tuple(self._faults.values())

    @property
    def fault(self) -> str:
        """All of that in one sentence; empty where nothing is known to be wrong."""
        found = self.faults()
        if not found or "" in self._faults:
            return found[0] if found else ""
        ids = list(self._faults)
        more = f" 等 {len(ids)} 份" if len(ids) > _SHOWN else ""
        return self._sentence(f"{'、'.join(ids[:_SHOWN])}{more}已损坏或被改动")

    def look_at_all(self) -> tuple[str, ...]:
        """Compares every document with the list. Returns `faults`."""
        for info in self.listed():
            if info.id not in self._faults and (why := self._wrong(info.id)):
                self._leave_out({info.id: self._sentence(why)})
        return self.faults()

    def _look_at_all(self, doc_id: str, why: str) -> None:
        with self._lock:
            is_first = not self._faults
            self._leave_out({doc_id: self._sentence(why)})
            if is_first:
                self.look_at_all()

    def _leave_out(self, faults: dict[str, str]) -> None:
        self._faults = {**faults, **self._faults}
        self._here = None

    def _wrong(self, doc_id: str) -> str:
        try:
            data = read_whole(self.corpus.normalised / f"{doc_id}.json", MOST_BYTES)
        except ReaderError as error:
            return str(error)
        same = sha256(data).hexdigest() == self.corpus.sums()[doc_id]
        return "" if same else f"文件“{doc_id}”与清单不符，可能已损坏或被改动"

    def _check(self, doc_id: str) -> None:
        if doc_id in self._faults:
            raise DamagedCorpus(self._faults[doc_id])

    def _sentence(self, why: str) -> str:
        said = why.partition("；请重新安装程序")[0].rstrip("。")
        return f"书架“{self.name.removeprefix(PACK)}”：{said}；请重新安装这个语料包，其他文件不受影响。"
