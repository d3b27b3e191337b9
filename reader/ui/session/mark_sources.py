"""What is to be marked in a document: hits and notes as marks. Pure functions, no widget."""

from __future__ import annotations

from collections.abc import Iterable

from reader.core.note import NOBODY, Person, PlacedNote
from reader.ui.session.searching import Searching
from reader.ui.text.marks import Mark, MarkKind

_KINDS: dict[str, MarkKind] = {
    "highlight": "highlight",
    "underline": "underline",
    "note": "note",
    "bookmark": "bookmark",
}


def hit_marks(search: Searching, doc: str) -> list[Mark]:
    """The places that `search` found in one document, the current one told apart."""
    answer = search.answer
    if answer is None:
        return []
    current = answer.places[search.index] if search.index is not None else None
    marks = []
    for number, hit in answer.hits_in(doc):
        by = hit.at.start if hit.at else 0
        for at, span in enumerate(hit.spans):
            here = current is not None and (current.hit, current.span) == (number, at)
            marks.append(Mark(hit.block, span.shifted(by), "current-hit" if here else "hit"))
    return marks


NAMELESS = "客"
"""Stands in the margin for somebody else who gave no name."""


def note_marks(notes: Iterable[PlacedNote], me: Person = NOBODY) -> dict[str, list[Mark]]:
    """By block, highlights, underlines, notes and bookmarks where they stand today; orphans have no place to be drawn.

    Those of somebody else than `me` bear the first character of their maker's name, and say the whole when pointed at.
    """
    made: dict[str, list[Mark]] = {}
    for placed in notes:
        note = placed.note
        others = note.is_others(me)
        by, tip = ((str(note.creator) or NAMELESS)[0], str(note.creator)) if others else ("", "")
        for piece in placed.resolution.pieces:
            mark = Mark(piece.block, piece.span, _KINDS[note.kind], note.colour, note.id, tip=tip, by=by)
            made.setdefault(piece.block, []).append(mark)
    return made
