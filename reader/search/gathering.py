"""What the documents and the registers give for completing, added up. A change costs the documents that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Source = Literal["heading", "name", "unit", "system", "past"]
Entry = tuple[str, Source]
"""Words to complete with, and where they come from."""


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
