"""The documents that are open: one object an id for as long as anyone holds it. Knows no shelf.

Columns, panels and workers ask for the same document at the same time, and tell by identity whether they mean the same
text; two objects of one document would part what belongs together.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from threading import Lock
from weakref import WeakValueDictionary

from reader.core.document import Document, DocumentInfo

KEPT = 64  # documents that nobody holds any more: more than columns, hits and notes on one screen come from


def differing(before: Iterable[DocumentInfo], now: Iterable[DocumentInfo]) -> frozenset[str]:
    """Ids of documents that are only in one of two lists, or described differently in them."""
    was, here = {id(info): info for info in before}, {id(info): info for info in now}  # most are the same objects
    gone, came = ({a[key].id: a[key] for key in a.keys() - b.keys()} for a, b in ((was, here), (here, was)))
    return frozenset(doc for doc in gone.keys() | came.keys() if gone.get(doc) != came.get(doc))


class OpenDocuments:
    """Hands out documents; the last `KEPT` stay in memory, others for as long as someone else holds them."""

    def __init__(self, load: Callable[[str], Document]) -> None:
        """`load` reads one; what it raises, `get` raises."""
        self._load = load
        self._lock = Lock()
        self._held: WeakValueDictionary[str, Document] = WeakValueDictionary()
        self._recent: OrderedDict[str, Document] = OrderedDict()
        self._forgotten = 0  # how often: what was being read meanwhile may be out of date

    def get(self, doc: str) -> Document:
        """The document with that id. Whoever comes second while it is read gets the first one's object."""
        while True:
            with self._lock:
                known, forgotten = self._held.get(doc), self._forgotten
                if known is not None:
                    return self._used(doc, known)
            read = self._load(doc)  # not under the lock: a worker's large document holds up nobody else's small one
            with self._lock:
                if forgotten == self._forgotten:
                    return self._used(doc, self._held.setdefault(doc, read))

    def _used(self, doc: str, document: Document) -> Document:
        self._recent[doc] = document
        self._recent.move_to_end(doc)
        while len(self._recent) > KEPT:
            self._recent.popitem(last=False)
        return document

    def forget(self, docs: Collection[str]) -> None:
        """Documents that have changed are read again, and older versions of them."""
        with self._lock:
            self._forgotten += 1
            for doc in [each for each in self._held if each in docs or each.rpartition("-v")[0] in docs]:
                self._recent.pop(doc, None)
                self._held.pop(doc, None)
