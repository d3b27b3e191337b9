"""Which units have notes of the user's. Asks for the notes once a query, and only when something depends on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from reader.core.folding import fold_text
from reader.core.note import PlacedNote
from reader.core.query import Filter
from reader.core.span import Span
from reader.search.analysis import Page, Unit


class Notes:
    """The notes as one query sees them."""

    def __init__(
        self, source: Callable[[], Iterable[PlacedNote]] | None, units: Callable[[str], Sequence[Unit]]
    ) -> None:
        self._source, self._units = source, units

    @property
    def are_known(self) -> bool:
        """Whether there are notes to ask for."""
        return self._source is not None

    @cached_property
    def _by_document(self) -> dict[str, list[PlacedNote]]:
        found: dict[str, list[PlacedNote]] = defaultdict(list)
        for note in self._source() if self._source else ():
            found[note.note.anchor.doc].append(note)
        return found

    def mask(self, page: Page, wanted: Filter | None) -> int:
        """The units of a page with notes (whose text or tags hold the filter's value), as a set of bits."""
        notes = [note for note in self._by_document.get(page.doc, ()) if wanted is None or _says(note, wanted)]
        if not notes:
            return 0
        places: dict[str, list[Span]] = defaultdict(list)
        for note in notes:
            for piece in note.resolution.pieces:
                places[piece.block].append(piece.span)
        mask = 0
        for at, unit in enumerate(self._units(page.doc)):
            spans = places.get(unit.block)
            if spans and (unit.at is None or any(span.overlaps(unit.at) or span == Span(0, 0) for span in spans)):
                mask |= 1 << at
        return mask


def _says(placed: PlacedNote, wanted: Filter) -> bool:
    value = fold_text(wanted.value)
    texts = placed.note.tags if wanted.field == "tag" else (placed.note.text,)
    return any(value in fold_text(text) for text in texts)
