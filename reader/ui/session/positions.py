"""Where each document was last read, in the order of reading. A plain value holder, no Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from reader.core.span import Location

KEPT: Final = 500


class Positions:
    """One place for each document; the one read last stands last."""

    def __init__(self, known: Mapping[str, Location]) -> None:
        self._places = dict(known)

    def of(self, doc: str) -> Location:
        """Where a document was last read; its beginning where it never was."""
        return self._places.get(doc, Location(doc))

    def put(self, place: Location) -> None:
        """The reader is here now."""
        self._places.pop(place.doc, None)
        self._places[place.doc] = place

    def newest(self, docs: Collection[str]) -> Location | None:
        """The place read last in one of these documents."""
        return next((place for place in reversed(list(self._places.values())) if place.doc in docs), None)

    def recent(self) -> tuple[str, ...]:
        """The documents, the one read last first."""
        return tuple(reversed(self._places))

    def kept(self) -> dict[str, Location]:
        """What is worth remembering, the newest last."""
        return dict(list(self._places.items())[-KEPT:])
