"""One object a document, whoever asks and however many at once; not all of a large library in memory."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from reader.core.document import Document, Source
from reader.library import open_documents
from reader.library.open_documents import OpenDocuments


def fresh(doc: str) -> Document:
    return Document(id=doc, title="方案", source=Source("x", "0" * 64, "hans"))


def test_who_asks_at_the_same_time_gets_the_same_object() -> None:
    both = Barrier(2)

    def load(doc: str) -> Document:
        both.wait(30)  # both read, neither knows of the other
        return fresh(doc)

    documents = OpenDocuments(load)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(documents.get, ["a", "a"])
    assert one is other is documents.get("a")


def test_a_document_that_someone_holds_stays_the_same_however_many_were_opened_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_documents, "KEPT", 2)
    loads = Counter[str]()

    def load(doc: str) -> Document:
        loads[doc] += 1
        return fresh(doc)

    documents = OpenDocuments(load)
    held = documents.get("held")
    for doc in "abc":
        documents.get(doc)
    assert documents.get("held") is held
    documents.get("a")
    assert loads == {"held": 1, "a": 2, "b": 1, "c": 1}, "what nobody holds goes when newer ones come"


def test_what_has_changed_is_read_again_with_its_older_versions() -> None:
    documents = OpenDocuments(fresh)
    before = [documents.get(doc) for doc in ("a", "a-v1", "b")]
    documents.forget({"a"})
    now = [documents.get(doc) for doc in ("a", "a-v1", "b")]
    assert [one is other for one, other in zip(before, now, strict=True)] == [False, False, True]


def test_what_was_being_read_while_it_changed_is_read_once_more() -> None:
    reads: list[Document] = []

    def load(doc: str) -> Document:
        read = fresh(doc)
        reads.append(read)
        if len(reads) == 1:
            documents.forget({doc})
        return read

    documents = OpenDocuments(load)
    assert documents.get("a") is reads[1]
