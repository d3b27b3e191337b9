"""What the documents and the registers give for completing, added up. A change costs the documents that changed.

An index keeps the sum of its documents, so that a large shelf need not be read for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, cast

Source = Literal["heading", "name", "unit", "system", "past"]
Entry = tuple[str, Source]
"""Words to complete with, and where they come from."""


KEPT: Final = "MAIN_completing.lst"
"""The file of an index that holds what its documents give together; named so that any version takes it in a pack."""
MOST_KEPT: Final = 64 * 1024**2  # bytes of it
_SOURCES: Final = frozenset({"heading", "name", "unit", "system", "past"})


def dump(counts: Mapping[Entry, int]) -> bytes:
    """How often each entry comes up, in the order in which they came."""
    rows = [[text, source, count] for (text, source), count in counts.items()]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes) -> dict[Entry, int]:
    """What `dump` wrote. Raises ValueError or TypeError for anything else."""
    made: dict[Entry, int] = {}
    for text, source, count in json.loads(data):
        if not (isinstance(text, str) and source in _SOURCES and type(count) is int and count > 0):
            raise ValueError(f"no entry: {text!r:.80}")
        made[text, cast(Source, source)] = count
    return made


class Gathered:
    """How often each entry comes up in all parts together.

    Attributes:
        total: at least 1 for each entry that is there.
        place: grows with each entry that comes to be there.
        grown, shrunk: entries whose count rose or fell since `settle` was called last.
    """

    def __init__(self) -> None:
        self.total: Counter[Entry] = Counter()
        self.place: dict[Entry, int] = {}
        self.grown: set[Entry] = set()
        self.shrunk: set[Entry] = set()
        self._next = 0
        self._parts: dict[str, tuple[object, Mapping[Entry, int]]] = {}

    def update(self, keys: Mapping[str, object], read: Callable[[str], Iterable[Entry] | Mapping[Entry, int]]) -> None:
        """Reads the parts that are new or others now, lets go of those that are not among them.

        Args:
            keys: for each part something that is another as soon as the part is.
            read: what a part gives; an entry once for each time, or with how often.
        """
        before = self._parts
        if gone := before.keys() - keys.keys():
            for name in gone:
                self._subtract(before.pop(name)[1])
        for name, key in keys.items():
            known = before.get(name)
            if known is not None and (known[0] is key or known[0] == key):
                continue
            made = Counter(read(name))  # first: it may fail
            was = known[1] if known is not None else {}
            before[name] = (key, made)
            self._subtract({entry: count - made[entry] for entry, count in was.items() if count > made[entry]})
            for entry, count in made.items():
                if (more := count - was.get(entry, 0)) > 0:
                    self.total[entry] += more
                    self.grown.add(entry)
                    if entry not in self.place:
                        self.place[entry] = self._next
                        self._next += 1

    def _subtract(self, counts: Mapping[Entry, int]) -> None:
        for entry, count in counts.items():
            self.total[entry] -= count
            if self.total[entry] <= 0:
                del self.total[entry], self.place[entry]
        self.shrunk.update(counts)

    def settle(self) -> None:
        """Forgets what grew and shrank."""
        self.grown, self.shrunk = set(), set()
