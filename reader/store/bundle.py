"""What a file of notes carries: the notes, and what else of the user's belongs with them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.core.known import NOTHING_KNOWN, Known, KnownDocument
from reader.core.note import Note, RowCorrection, RowMark
from reader.store.versions import Tombstone, Versions


@dataclass(frozen=True, slots=True)
class Extras:
    """What travels with notes in a JSON-LD file.

    Attributes:
        row_items: marks and corrections of rows of the registers.
        folders: paths of bookmark folders, in the user's order, empty ones too.
        tombstones: notes that were deleted.
        documents: what is known of the documents of these, by id.
    """

    row_items: tuple[RowMark | RowCorrection, ...] = ()
    folders: tuple[str, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    documents: Mapping[str, KnownDocument] = field(default_factory=dict, hash=False)


NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was read from a file.

    Attributes:
        versions: of the notes whose file says what their forms have seen, by id.
        table: whether it is a table, which people rearrange: where a note stands is not taken from it if it is here.
        known: what the file says of the documents, and of the clauses of its notes.
        refused: a sentence for each entry that could not be read; the others come in.
    """

    notes: tuple[Note, ...]
    extras: Extras = NOTHING
    versions: Mapping[str, Versions] = field(default_factory=dict, hash=False)
    table: bool = False
    refused: tuple[str, ...] = ()
    known: Known = NOTHING_KNOWN
