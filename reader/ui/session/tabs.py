"""The open documents and which of them is in front. A plain value holder, no Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reader.core.span import Location

CLOSED = 30  # places kept of what was closed


class Tabs:
    """Places of the open documents, one each; `current` is the number of the one in front; which were closed."""

    def __init__(self) -> None:
        self.places: list[Location] = []
        self.current = 0
        self._closed: list[Location] = []

    def set(self, places: Sequence[Location], current: int) -> None:
        """Take these for open."""
        self.places = list(places)
        self.current = max(0, min(current, len(places) - 1))

    def put(self, place: Location, new: bool) -> bool:
        """Bring a place to the front: on the tab that has its document, else a new one, else on the front one.

        Returns whether the tabs look different now.
        """
        before = (self.current, [t.doc for t in self.places])
        having = next((n for n, t in enumerate(self.places) if t.doc == place.doc), None)
        if having is not None:
            self.current = having
        elif new or not self.places:
            self.places.append(place)
            self.current = len(self.places) - 1
        self.places[self.current] = place
        return before != (self.current, [t.doc for t in self.places])

    def move(self, place: Location) -> None:
        """The reader has moved in the front document."""
        if self.places and self.places[self.current].doc == place.doc:
            self.places[self.current] = place

    def close(self, index: int) -> bool:
        """Take one away. Returns whether the one in front went."""
        if not 0 <= index < len(self.places):
            return False
        front = index == self.current
        self._closed.append(self.places.pop(index))
        del self._closed[:-CLOSED]
        if index < self.current or self.current >= len(self.places):
            self.current = max(0, self.current - 1)
        return front

    def reopened(self, known: Collection[str]) -> Location | None:
        """The place closed last in one of these documents that is not open again, off the list; None without one."""
        there = {place.doc for place in self.places}
        while self._closed:
            place = self._closed.pop()
            if place.doc in known and place.doc not in there:
                return place
        return None
