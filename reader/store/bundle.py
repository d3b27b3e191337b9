"""What a file of notes carries: the notes, and what else of the user's belongs with them. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from reader.core.note import Note, RowCorrection, RowMark


@dataclass(frozen=True, slots=True)
class Extras:
    """What travels with notes in a JSON-LD file.

    Attributes:
        row_items: marks and corrections of rows of the registers.
        folders: paths of bookmark folders, in the user's order, empty ones too.
    """

    row_items: tuple[RowMark | RowCorrection, ...] = ()
    folders: tuple[str, ...] = ()


NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was read from a file."""

    notes: tuple[Note, ...]
    extras: Extras = NOTHING
