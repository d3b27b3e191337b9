"""编 and 分编 of a law: which a block stands in, and which have to be said to tell it from another. Pure.

The path of a block does not name them: ids rest on the path, and notes on the ids.
"""

from __future__ import annotations

from typing import Final

from reader.core.clause_numbers import NUMERAL
from reader.core.document import Block, Document
from reader.core.late_pattern import late

_PART: Final = late(rf"第(?:{NUMERAL})(?P<inner>分)?[编編](?:之(?:{NUMERAL}))?")


class LawParts:
    """Those of one document; a document without any costs one look at its headings."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._above: list[tuple[int, ...]] = []
        if any(part_depth(block) for block in self._blocks if block.kind == "heading"):
            self._go_through()

    @property
    def any(self) -> bool:
        """Whether the document has a 编."""
        return bool(self._above)

    def _go_through(self) -> None:
        around: tuple[int, ...] = ()
        for at, block in enumerate(self._blocks):
            depth = part_depth(block)
            if _ends_parts(block):
                around = ()
            elif depth:
                around = tuple(each for each in around if part_depth(self._blocks[each]) < depth)
            self._above.append(around)
            if depth:
                around = (*around, at)

    def above(self, at: int) -> tuple[int, ...]:
        """Positions of the headings of 编 and 分编 around the block at a position, outermost first; none where it
        stands in none, as what is behind them without a number does (附则).
        """
        return self._above[at] if self._above else ()

    def numbers(self, at: int) -> tuple[str, ...]:
        """The numbers of those headings."""
        return tuple(self._blocks[each].number or "" for each in self.above(at))

    def said(self, at: int) -> tuple[str, ...]:
        """Of those numbers the ones that tell the block at a position, by its number and path, from others: none for
        what has no like, the 编 for chapters that are counted anew in each, the 分编 too where it needs that as well.
        """
        above, own = self.numbers(at), self._blocks[at]
        if not above:
            return ()
        alike = [
            self.numbers(number)
            for number, each in enumerate(self._blocks)
            if number != at and (each.number, each.path, each.kind) == (own.number, own.path, own.kind)
        ]
        if any(other[:1] == above[:1] for other in alike):
            return above
        return above[:1] if alike or part_depth(own) else ()


def part_depth(block: Block) -> int:
    """1 for the heading of a 编, 2 for that of a 分编, 0 for any other block."""
    found = _PART.fullmatch(block.number.strip()) if block.kind == "heading" and block.number else None
    return (2 if found["inner"] else 1) if found is not None else 0


def _ends_parts(block: Block) -> bool:
    return block.kind == "title" or (block.kind == "heading" and block.number is None and (block.level or 1) == 1)
