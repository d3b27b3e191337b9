"""Between the clauses of a document and the pages of its original. Pure; pages from 1, points from the upper left."""

from __future__ import annotations

from bisect import bisect_right

from reader.core.document import Block, Document
from reader.ui.paper.page_layout import Box


class PagePlaces:
    """Where each clause stands, and which clause stands where.

    Attributes:
        document: whose clauses these are.
        pages: the last page that a clause stands on; 0 for an original without pages.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        placed = [block for block in document.blocks if block.page is not None and block.text]
        placed.sort(key=_order)  # in the order of the pages: a footnote stands at the foot of its own
        self._placed = placed
        self._keys = [_order(block) for block in placed]
        self._before: dict[str, Block] = {}
        last: Block | None = placed[0] if placed else None
        for block in document.blocks:
            last = block if block.page is not None else last
            if last is not None:
                self._before[block.id] = last
        self.pages = max((block.page or 0 for block in placed), default=0)

    def of(self, block_id: str) -> tuple[int, tuple[Box, ...]] | None:
        """Page and boxes of a clause; of one that has no place of its own the page of the clause before it."""
        block = self._before.get(block_id)
        if block is None or block.page is None:
            return None
        own = block.id == block_id and block.box is not None
        return block.page, ((block.box,) if own and block.box is not None else ())

    def at(self, page: int, x: float, y: float) -> str | None:
        """The clause at a point of a page; between clauses the one above, above all the first below."""
        for block in self._on(page):
            if block.box is not None and _holds(block.box, x, y):
                return block.id
        return self.from_height(page, y)

    def from_height(self, page: int, y: float) -> str | None:
        """The clause that begins at a height of a page or last above it; on pages before all clauses the first one."""
        if not self._placed:
            return None
        number = bisect_right(self._keys, (page, y)) - 1
        return self._placed[max(0, number)].id

    def _on(self, page: int) -> list[Block]:
        first = bisect_right(self._keys, (page, float("-inf")))
        last = bisect_right(self._keys, (page, float("inf")))
        return self._placed[first:last]


def has_pages(document: Document) -> bool:
    """Whether the original has pages that can be shown."""
    return any(block.page is not None for block in document.blocks)


def _order(block: Block) -> tuple[int, float]:
    return block.page or 0, block.box[1] if block.box is not None else 0.0


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
