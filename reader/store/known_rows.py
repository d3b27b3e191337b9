"""What is known of the documents that notes stand on, and how their clauses were called, as rows.

It is for the time when a document is not here: while it is, the document itself tells. So it counts as no change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import astuple

from reader.core.known import Known, KnownDocument

Reading = Callable[[], AbstractContextManager[sqlite3.Connection | None]]
Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]


class KnownRows:
    """Reached as `NoteStore.known`; any thread. Every method may raise StoreUnavailable or DamagedStore."""

    def __init__(self, read: Reading, write: Writing) -> None:
        self._read, self._write = read, write

    def all(self) -> Known:
        """All that is known."""
        with self._read() as db:
            return Known() if db is None else known(db)

    def documents(self) -> Mapping[str, KnownDocument]:
        """What is known of documents, by id."""
        with self._read() as db:
            return {} if db is None else _documents(db)

    def keep(self, fresh: Known) -> None:
        """Keeps what is new of it; writes nothing where nothing is, and no store is made for it."""
        with self._read() as db:
            if db is None:
                return
            old = known(db)
        documents = {doc: each for doc, each in fresh.documents.items() if each and old.documents.get(doc) != each}
        clauses = {note: said for note, said in fresh.clauses.items() if old.clauses.get(note, "") != said}
        if documents or clauses:
            with self._write() as db:
                put_known(db, documents.values(), clauses)


def known(db: sqlite3.Connection) -> Known:
    """All that is known."""
    return Known(_documents(db), dict(db.execute("SELECT note, clause FROM label")))


def _documents(db: sqlite3.Connection) -> dict[str, KnownDocument]:
    return {row[0]: KnownDocument(*row) for row in db.execute("SELECT doc, file, title, doc_number FROM known")}


def put_known(db: sqlite3.Connection, documents: Iterable[KnownDocument], clauses: Mapping[str, str]) -> None:
    """Keeps these in place of those there; a clause of a note that is not there is left out."""
    db.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?)", map(astuple, documents))
    db.executemany(
        "INSERT OR REPLACE INTO label SELECT id, ?2 FROM note WHERE id = ?1", [(n, c) for n, c in clauses.items()]
    )
