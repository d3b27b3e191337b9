"""Union: several shelves as one library. An id that stands on two is one document: the later shelf's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from threading import Lock

from reader.core.document import Document, DocumentInfo
from reader.core.errors import NotFound
from reader.shelves.labels import Labels
from reader.shelves.pack import PackShelf
from reader.shelves.shelf import Shelf

_State = tuple[tuple[DocumentInfo, ...], dict[str, Shelf], dict[str, tuple[str, ...]]]
"""The documents; by id the shelf of each; by id the shelves whose document gives way."""


class Union:
    """All documents. Safe to use from several threads."""

    def __init__(self, shelves: Sequence[Shelf], labels: Labels | None = None) -> None:
        """Args: shelves: the ones whose documents give way first."""
        self.shelves, self.labels = tuple(shelves), labels
        self._lock = Lock()
        self._seen: tuple[tuple[object, ...], _State] | None = None

    @property
    def revision(self) -> str:
        """Changes whenever any document or the order of documents does."""
        return " ".join(shelf.revision for shelf in self.shelves)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The descriptions, shelf after shelf, with collections and tags; the same object until something changes."""
        return self._state()[0]

    def lists(self, doc_id: str) -> bool:
        """Whether `documents` has that id. Where nobody has asked for these yet, no long list is read for it. Raises
        DamagedCorpus.
        """
        return self._listing(doc_id) is not None

    def shelf_of(self, doc_id: str) -> Shelf:
        """The shelf whose document an id means, older versions too. Raises NotFound."""
        known = self._listing(doc_id)
        found = known or next((shelf for shelf in reversed(self.shelves) if shelf.holds(doc_id)), None)
        if found is None:
            raise NotFound(f"文库中没有编号为“{doc_id}”的文件。")
        return found

    def sizes(self) -> dict[str, int]:
        """Bytes of every document as it is kept, by id: a look at each file."""
        infos, where, _also = self._state()
        return {info.id: where[info.id].size(info.id) for info in infos}

    def sums(self) -> dict[str, str]:
        """Of each document a sum that is another one whenever anything of it is but collections and tags, by id."""
        _infos, where, _also = self._state()
        of_each = {id(shelf): shelf.sums() for shelf in self.shelves}
        return {doc: found for doc, shelf in where.items() if (found := of_each[id(shelf)].get(doc))}

    def load(self, doc_id: str) -> Document:
        """One document. Raises NotFound, DamagedCorpus."""
        return self.shelf_of(doc_id).load(doc_id)

    def source(self, doc_id: str) -> str:
        """The text it was made from. Raises NotFound, DamagedCorpus."""
        return self.shelf_of(doc_id).source(doc_id)

    def elsewhere(self, doc_id: str) -> tuple[str, ...]:
        """Names of the shelves whose document of that id gives way to another shelf's."""
        return self._state()[2].get(doc_id, ())

    def faults(self) -> tuple[str, ...]:
        """A sentence for each pack beside the corpus of which something is known to be damaged."""
        return tuple(shelf.fault for shelf in self.shelves if isinstance(shelf, PackShelf) and shelf.fault)

    def damage(self) -> tuple[str, ...]:
        """A sentence for each document of a pack beside the corpus that is not as its list says. Reads them all."""
        packs = [shelf for shelf in self.shelves if isinstance(shelf, PackShelf)]
        return tuple(fault for shelf in packs for fault in shelf.look_at_all())

    def _listing(self, doc_id: str) -> Shelf | None:
        if self._seen is not None:
            return self._state()[1].get(doc_id)
        return next((shelf for shelf in reversed(self.shelves) if shelf.lists(doc_id)), None)

    def _state(self) -> _State:
        parts = tuple(shelf.documents() for shelf in self.shelves)
        key = (*parts, self.labels.state if self.labels else None)
        with self._lock:
            seen = self._seen
            if seen is None or len(seen[0]) != len(key) or any(a is not b for a, b in zip(seen[0], key, strict=True)):
                where: dict[str, Shelf] = {}
                for shelf, part in zip(self.shelves, parts, strict=True):
                    where.update(dict.fromkeys(map(attrgetter("id"), part), shelf))
                infos, also = tuple(chain.from_iterable(parts)), dict[str, tuple[str, ...]]()
                if len(infos) > len(where):  # an id on two shelves is the later one's
                    of_each = [(shelf, info) for shelf, part in zip(self.shelves, parts, strict=True) for info in part]
                    infos = tuple(info for shelf, info in of_each if where[info.id] is shelf)
                    for shelf, info in of_each:
                        if where[info.id] is not shelf:
                            also[info.id] = (*also.get(info.id, ()), shelf.name)
                seen = self._seen = (key, (self.labels.on(infos) if self.labels else infos, where, also))
            return seen[1]
