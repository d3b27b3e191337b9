"""All matching units of the library: the documents the index proposes, held against the query one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from reader.core.errors import Cancelled
from reader.core.highlight import Needle, needle
from reader.core.query import Words
from reader.search.matching import Matcher, bits_of, counted
from reader.search.open_index import OpenIndex
from reader.search.ranking import Found

EVERY: Final = 64
"""Documents between two looks at whether the question still stands."""


def never() -> bool:
    """Nobody cancels."""
    return False


def find(
    opened: OpenIndex, matcher: Matcher, docs: Collection[str] = (), cancelled: Callable[[], bool] = never
) -> list[Found]:
    """All matching units, by document in library order. Raises Cancelled, IndexLost."""
    chosen = sorted(opened.order[doc] for doc in set(docs) if doc in opened.order)
    node = matcher.node
    simple = node if isinstance(node, Words) and node.scope == "any" else None
    needles = (needle(simple), needle(simple, hant=opened.has_hant)) if simple else None

    def proposed(ask: Callable[[Needle], int | None]) -> int | None:
        bits = matcher.candidates(ask, hant=False)
        if bits is None or not opened.has_hant:
            return bits
        others = matcher.candidates(ask, hant=True)
        return None if others is None else bits | others

    found: list[Found] = []
    infos = [opened.infos[at] for at in chosen] if docs else opened.candidates(proposed)
    for at, info in enumerate(infos):
        if not at % EVERY and cancelled():
            raise Cancelled("检索已取消。")
        sheet = opened.sheet(info)
        if needles is not None:
            units, counts = counted(needles[sheet.page.hant], sheet.page)
            if units:
                found.append(Found(sheet, opened.order[info.id], units, counts))
        elif mask := matcher.units(sheet):
            found.append(Found(sheet, opened.order[info.id], list(bits_of(mask)), None))
    return found
