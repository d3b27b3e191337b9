"""The clauses of a document that what is being typed may mean, to choose from. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from reader.core.citation import clause_label, find_clauses
from reader.core.clause_numbers import clause_numbers
from reader.core.document import Block, Document
from reader.core.folding import fold_text

MOST: Final = 8
WORDS: Final = 36  # characters of a clause that tell it from others
_LEAST: Final = 2  # characters of words that are looked for within clauses


def clauses_like(document: Document, typed: str, most: int = MOST) -> tuple[tuple[Block, str], ...]:
    """Blocks with what they are called, the likeliest first: what the words mean as they stand, then headings that
    hold them, numbers that begin or end so, and where nothing else does, the nearest numbers.
    """
    wanted = typed.strip()
    if not wanted:
        return ()
    seen: dict[str, Block] = {}
    for block in _found(document, wanted):
        seen.setdefault(block.id, block)
        if len(seen) >= most:
            break
    if not seen:
        seen = {block.id: block for block in islice(_nearest(document, wanted), most // 2)}
    return tuple((block, _said(document, block)) for block in seen.values())


def _found(document: Document, wanted: str) -> Iterator[Block]:
    yield from find_clauses(document, wanted)
    words = fold_text(wanted)
    if not clause_numbers(wanted) and len(words) >= _LEAST:
        leads = ((block, _leading(block)) for block in document.blocks)
        yield from (block for block, lead in leads if lead and words in fold_text(lead))
    numbers = clause_numbers(wanted)
    if numbers:
        last = str(numbers[-1].value)
        yield from (
            block
            for block in document.blocks
            for own in clause_numbers(block.number or "")[:1]
            if str(own.value).startswith(last) and (len(numbers) == 1 or _inside(block, wanted))
        )


def _inside(block: Block, wanted: str) -> bool:
    """Whether the outer numbers that were typed are among those above the block."""
    outer = [number.value for number in clause_numbers(wanted)[:-1]]
    own = [number.value for part in block.path for number in clause_numbers(part)[:1]]
    return all(value in own for value in outer)


def _nearest(document: Document, wanted: str) -> Iterator[Block]:
    numbers = clause_numbers(wanted)
    if not numbers:
        return
    last = numbers[-1]
    ways = [
        (own.style != last.style, abs(own.value - last.value), at, block)
        for at, block in enumerate(document.blocks)
        for own in clause_numbers(block.number or "")[:1]
    ]
    for *_, block in sorted(ways, key=lambda way: way[:3]):
        yield block


def _leading(block: Block) -> str:
    return block.text if block.kind in {"heading", "title"} else block.lead.cut(block.text) if block.lead else ""


def _said(document: Document, block: Block) -> str:
    words = " ".join(block.text.split())
    if block.number and words.startswith(block.number):
        words = words.removeprefix(block.number).lstrip("　 、.．") or words  # the label says it
    shown = words if len(words) <= WORDS else f"{words[:WORDS]}…"
    return f"{clause_label(document, block.id)}　{shown}".strip()
