"""Work that makes many values which stay, without the collector of cycles looking through them again and again."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Pauses:
    """How many pieces of work hold the collector back, in all threads, and whether it ran before the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._many = 0
        self._ran = False

    def begin(self) -> None:
        with self._lock:
            if not self._many:
                self._ran = gc.isenabled()
                gc.disable()
            self._many += 1

    def end(self) -> None:
        with self._lock:
            self._many -= 1
            if not self._many and self._ran:
                gc.enable()


_PAUSES = _Pauses()


@contextmanager
def undisturbed() -> Iterator[None]:
    """The collector waits until this and whatever else asked for it is done, whether or not it fails.

    It is one for the process: what makes no cycles of its own, and ends, may ask for this. Everything else is freed as
    always, by counting references.
    """
    _PAUSES.begin()
    try:
        yield
    finally:
        _PAUSES.end()


def settle() -> None:
    """Lets all that was made until now pass for old, without a look at it.

    For the end of work that is undisturbed and whose values stay: the collector would at once look through all of them
    three times over, a generation after the other. It comes to them as it comes to whatever is old.
    """
    if not gc.get_freeze_count():  # what somebody has set aside stays so
        gc.freeze()
        gc.unfreeze()


__all__ = ["settle", "undisturbed"]
