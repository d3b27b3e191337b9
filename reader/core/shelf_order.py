"""How the user has put the shelves: a value of the settings, without all that is known of packs."""

from __future__ import annotations

from reader.core.late_dataclass import dataclass, field


@dataclass(frozen=True, slots=True)
class ShelfOrder:
    """How the user has put the shelves.

    Attributes:
        order: names of shelves (bundled, pack:NAME), those whose documents give way first; others come after them.
        hidden: names of those that are not shown.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)

    def place_of(self, shelf: str) -> int:
        """What to sort shelves by; those that stand in no order keep theirs, after the others."""
        return self.order.index(shelf) if shelf in self.order else len(self.order)
