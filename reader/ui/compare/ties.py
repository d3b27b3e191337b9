"""Which lines the gutter between two columns shows: the clauses in sight on either side and what answers them.

Asks the alignment and the two views; must not know how a line is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.core.alignment import Pair, Side
from reader.ui.compare.column import Column
from reader.ui.compare.gutter import Tie, TieKind
from reader.ui.session.linking import Answering
from reader.ui.text.sight import Sight

_Edges = tuple[float, float]


class _Side:
    """One column: where its blocks stand, from the upper end of the gutter."""

    def __init__(self, column: Column, sight: Sight) -> None:
        self._down = column.text_top()
        self._sight = sight
        blocks = sight.document.blocks
        self.in_sight = [blocks[n].id for n in sight.in_sight() if n < len(blocks) and blocks[n].text.strip()]

    def edges(self, block: str | None) -> _Edges | None:
        """Upper and lower edge of a block; far away where it has not been set."""
        number = self._sight.number_of(block) if block is not None else None
        edges = self._sight.extent(number) if number is not None else None
        return (edges[0] + self._down, edges[1] + self._down) if edges is not None else None


def between(known: Answering, left: Column, right: Column) -> list[Tie]:
    """The ties of what is in sight in either column, each once."""
    if left.view.sight is None or right.view.sight is None:
        return []
    sides = _Side(left, left.view.sight), _Side(right, right.view.sight)
    made: dict[tuple[str | None, str | None], Tie] = {}
    for one, other, kind in _pairs(known, sides):
        if (one, other) not in made:
            edges = sides[0].edges(one), sides[1].edges(other)
            if edges != (None, None):
                made[one, other] = Tie(*edges, kind)
    return list(made.values())


def _pairs(known: Answering, sides: tuple[_Side, _Side]) -> Iterator[tuple[str | None, str | None, TieKind]]:
    pins = set(known.pins)
    pinned = {block for pin in pins for block in pin}
    names: tuple[Side, Side] = ("left", "right")
    for name, side in zip(names, sides, strict=True):
        for block in side.in_sight:
            for pin in pins:
                if block in pin:
                    yield *pin, "pin"
            pair = known.alignment.pair(name, block)
            if pair is not None and not pinned & {pair.left, pair.right}:
                yield pair.left, pair.right, _kind(pair)


def _kind(pair: Pair) -> TieKind:
    if pair.left is None or pair.right is None:
        return "only"
    if pair.status == "same":
        return "same"
    return "weak" if pair.is_weak else "changed"
