"""Whether every document of the library holds today: worked out by whoever has the time, kept, and known to all others.

Asking what is known costs nothing and opens nothing. What was worked out is kept in the cache by a sum of all that it
rests on and by its day, so that the next session need not do it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, get_args

from reader import __version__
from reader.core.document import DocumentInfo
from reader.core.errors import ReaderError
from reader.core.validity import State
from reader.files import read_whole, write_whole
from reader.library.late import never
from reader.private import private_folder

if TYPE_CHECKING:
    from reader.library.versions.editions import Editions

FILE: Final = "validity.json"
FORM: Final = 3  # of the file, and of how states are told
MOST_BYTES: Final = 64 * 1024**2
WORTH_KEEPING: Final = 20  # documents, from which on
STATES: Final[tuple[State, ...]] = get_args(State)

Known = Mapping[str, State]
Infos = tuple[DocumentInfo, ...]


def today() -> str:
    """The user's own day, ISO."""
    return date.today().isoformat()  # noqa: DTZ011  the day of the user's own clock


class States:
    """What is known for one library. Safe to use from several threads: who works does not keep the others waiting."""

    def __init__(
        self, editions: Callable[[], Editions], documents: Callable[[], Infos], decided: Callable[[], object],
        folder: Path | None = None,
    ) -> None:  # fmt: skip
        """Reads nothing yet.

        Args:
            decided: what people said of families; equal as long as it is the same.
            folder: of the cache; None keeps nothing.
        """
        self._editions, self._documents, self._decided = editions, documents, decided
        self._file = folder / FILE if folder is not None else None
        self._found: tuple[Infos, object, str, Known | None] | None = None
        self._apart: tuple[Infos, Mapping[str, str]] | None = None

    def known(self, day: str | None = None) -> Known | None:
        """The states on an ISO day (today) by document, or None where nobody has worked them out yet."""
        day, infos, decided = day or today(), self._documents(), self._decided()
        found = self._found
        if found is None or found[0] is not infos or found[1] != decided or found[2] != day:
            found = self._found = (infos, decided, day, self._read(_stamp(infos, decided), day))
        return found[3]

    def work_out(
        self,
        day: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Known:
        """The states, worked out where they are not known. Seconds for a thousand documents.

        Raises Cancelled as soon as `cancelled` says so.
        """
        day = day or today()
        known = self.known(day)
        if known is None:
            infos, decided = self._documents(), self._decided()
            known = MappingProxyType(self._editions().states(day, progress, cancelled))
            self._found = (infos, decided, day, known)
            self._apart = (infos, MappingProxyType(self._editions().apart()))
            self._keep(_stamp(infos, decided), day, known, self._apart[1])
        return known

    def apart(self) -> Mapping[str, str]:
        """What tells documents of one title apart (`reader.core.editions.apart`). Opens those, where nobody has yet."""
        self.known()
        infos = self._documents()
        if self._apart is None or self._apart[0] is not infos:
            self._apart = (infos, MappingProxyType(self._editions().apart()))
        return self._apart[1]

    def _read(self, stamp: str, day: str) -> Known | None:
        if self._file is None:
            return None
        try:
            value = json.loads(read_whole(self._file, MOST_BYTES))
            if (value["stamp"], value["day"]) != (stamp, day):
                return None
            names, told = value["states"], value["apart"]
            self._apart = (self._documents(), MappingProxyType({str(doc): str(words) for doc, words in told.items()}))
            return MappingProxyType({str(doc): STATES[int(number)] for doc, number in names.items() if number >= 0})
        except (ReaderError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None  # worked out anew

    def _keep(self, stamp: str, day: str, known: Known, apart: Mapping[str, str]) -> None:
        if self._file is None or len(known) < WORTH_KEEPING:
            return
        numbers = {doc: STATES.index(state) for doc, state in known.items()}
        value = {"stamp": stamp, "day": day, "states": numbers, "apart": dict(apart)}
        with suppress(ReaderError, OSError):  # worked out again next time
            private_folder(self._file.parent)
            write_whole(self._file, json.dumps(value).encode(), private=True)


def _stamp(infos: Infos, decided: object) -> str:
    told = hashlib.sha256(f"{FORM} {__version__} {decided!r}".encode())
    for info in infos:
        told.update(repr(info).encode("utf-8", "surrogatepass"))
    return told.hexdigest()
