"""Parts that come when they are first asked for: the window paints before it needs Whoosh or SQLite."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


def never() -> bool:
    """The answer of a question nobody cancels."""
    return False


def unseen(_what: object) -> None:
    """Rows that nobody watches."""


class Late(Generic[T]):
    """A part that is made once, by whichever thread asks first."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._making = Lock()
        self._made: list[T] = []

    @staticmethod
    def of(part: T | Late[T]) -> Late[T]:
        """The part itself where it comes late already, else one that is there."""
        if isinstance(part, Late):
            return part
        late: Late[T] = Late(lambda: part)
        late.get()
        return late

    @property
    def made(self) -> bool:
        """Whether anybody has asked for it."""
        return bool(self._made)

    def get(self) -> T:
        """The part, made now if it is not there."""
        with self._making:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
