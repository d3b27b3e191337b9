"""How a place is said in words: the path of a clause, its number in the document. Pure functions, no widget."""

from __future__ import annotations

from collections.abc import Sequence

from reader.core.document import Block, Document
from reader.core.law_parts import LawParts


def path_text(path: Sequence[str]) -> str:
    """五 › （十四）"""
    return " › ".join(path)


def whole_path(document: Document, block: Block) -> tuple[str, ...]:
    """The same with the 编 of a law before it, and the 分编 where chapters are counted anew in each."""
    parts = LawParts(document)
    if not parts.any:
        return full_path(block)
    at = document.blocks.index(block)
    chapters = (n for n in range(at, -1, -1) if (document.blocks[n].number,) == block.path[:1])
    numbers, said = parts.numbers(at), parts.said(next(chapters, at) if block.path else at)
    return (*(numbers if len(said) > 1 else numbers[:1]), *full_path(block))


def full_path(block: Block) -> tuple[str, ...]:
    """The enclosing numbers and the block's own."""
    return (*block.path, block.number) if block.number else block.path


def is_heading(block: Block) -> bool:
    """Whether a block stands in the outline: a heading, or a numbered paragraph with a run-in heading."""
    return block.kind == "heading" or (block.level is not None and block.lead is not None)


def heading_text(block: Block) -> str:
    """The words of a heading, canonical; empty for one that the source lacks."""
    return block.text[: block.lead.end] if block.lead is not None else block.text


def place_name(document: Document, block: Block, longest: int = 16) -> str:
    """五 › （十四）建设“城市大脑”前端…: the path, and the words of the heading that the block stands under."""
    path = full_path(block)
    outer = whole_path(document, block)[: -len(path)] if path else ()
    for number in range(document.blocks.index(block), -1, -1):
        above = document.blocks[number]
        own = full_path(above)
        if own and own == path[: len(own)] and (above.kind == "heading" or above.lead):
            words = above.text[above.lead.start : above.lead.end] if above.lead else above.text
            words = words.removeprefix(own[-1]).lstrip("、. ．　")
            short = words if len(words) <= longest else words[: longest - 1] + "…"
            rest = path_text(path[len(own) :])
            return " › ".join(filter(None, [*outer, f"{path_text(own)} {short}".strip(), rest]))
    return path_text((*outer, *path))


def paragraph_number(document: Document, block_id: str) -> tuple[int, int]:
    """Which block it is and how many there are, counted from 1, placeholders left out."""
    filled = [block.id for block in document.blocks if not block.is_placeholder]
    return (filled.index(block_id) + 1 if block_id in filled else 1, len(filled))
