"""Stores that exchange files of notes, as colleagues do. Also used by tests/soak."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reader.core.note import Note, Person, PlacedNote, Resolution
from reader.store import exchange
from reader.store.annotations import NoteStore
from reader.store.bundle import Bundle, Extras
from reader.store.formats.row import describe
from reader.store.merge import MergeReport
from reader.store.times import utc_now


class Colleague:
    """A store, and the files that leave it and come in."""

    def __init__(self, folder: Path, name: str, now: object = utc_now) -> None:
        self.person = Person(name, "市数据局")
        self.store = NoteStore(folder, now, author=lambda: self.person)  # type: ignore[arg-type]

    def export(self, form: str = "jsonld", only: Iterable[Note] | None = None) -> bytes:
        """A file of all notes in use, or of some."""
        notes = tuple(self.store.all() if only is None else only)
        placed = [PlacedNote(note, Resolution("orphan")) for note in notes]
        rows = describe(placed, lambda _doc: None, seen=self.store.exchange.written(notes))
        extras = Extras(tombstones=self.store.exchange.tombstones()) if only is None else Extras()
        return exchange.export(rows, form, extras)

    def take(self, data: bytes, chosen: Iterable[str] | None = None) -> MergeReport:
        """Take a file in."""
        return self.store.exchange.take(exchange.parse(data), None if chosen is None else set(chosen))

    def preview(self, data: bytes) -> MergeReport:
        """What taking it in would do."""
        return self.store.exchange.preview(exchange.parse(data))

    def wordings(self, note_id: str) -> set[str]:
        """Every text of a note that can still be seen here: its own, the other ones, its history."""
        found = {note.text for note in self.store.history(note_id)}
        note = self.store.get(note_id)
        others = self.store.exchange.versions([note])[note_id].others("text")
        return found | {note.text} | {each.value for each in others}

    def contents(self) -> dict[str, tuple[object, ...]]:
        """What the notes say, to be held against another store's: all but where they were made."""
        return {
            n.id: (n.text, n.colour, n.tags, n.starred, n.status, n.folder, n.anchor, n.trashed is None, n.creator)
            for n in (*self.store.all(), *self.store.all(trashed=True))
        }


def bundle_of(*notes: Note) -> Bundle:
    """Notes as a file of an older program has them: without a word of what they have seen."""
    return Bundle(notes)
