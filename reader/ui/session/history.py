"""Where the reader has been: a trail of places with a back and a forward side. A plain value holder, no Qt."""

from __future__ import annotations

from reader.core.span import Location

LIMIT = 200


class History:
    """Places left behind and places come back from, as in a browser."""

    def __init__(self) -> None:
        self._back: list[Location] = []
        self._forward: list[Location] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is somewhere to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether a step back can be taken again."""
        return bool(self._forward)

    def leave(self, place: Location | None) -> None:
        """The reader jumps away from `place`; what lay ahead is forgotten. The same place twice counts once."""
        if place is None:
            return
        self._forward.clear()
        if not self._back or self._back[-1] != place:
            self._back.append(place)
        del self._back[:-LIMIT]

    def back(self, here: Location | None) -> Location | None:
        """The place before, or None; `here` is kept for `forward`."""
        return self._move(self._back, self._forward, here)

    def forward(self, here: Location | None) -> Location | None:
        """The place that was left by `back`, or None."""
        return self._move(self._forward, self._back, here)

    @staticmethod
    def _move(source: list[Location], target: list[Location], here: Location | None) -> Location | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()
