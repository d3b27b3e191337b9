"""A text in pieces that are read aloud one after the other: sentences, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.core.document import Block
from reader.core.span import Span

LONGEST: Final = 160  # characters that are spoken without a stop in which one may pause
_STOP: Final = re.compile("[。！？；!?;]+[”’」』）)》〉]*|\n+")
_COMMA: Final = re.compile("[，,：:、]")
_WORDS: Final = re.compile(r"\w")


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text in order, with the marks that end them; long ones are parted at commas.

    What holds no word (a rule of dashes) is left out; blanks at the edges belong to no sentence.
    """
    start = 0
    for stop in (*(match.end() for match in _STOP.finditer(text)), len(text)):
        while stop - start > LONGEST:
            commas = [match.end() for match in _COMMA.finditer(text, start + LONGEST // 2, start + LONGEST)]
            cut = commas[-1] if commas else start + LONGEST
            yield from _trimmed(text, start, cut)
            start = cut
        yield from _trimmed(text, start, stop)
        start = stop


def spoken(block: Block) -> Iterator[Span]:
    """What is read aloud of a block: the rows of a table one by one, else its sentences."""
    if block.rows:
        for row in block.row_spans():
            yield from _trimmed(block.text, row.start, row.end)
    else:
        yield from sentences(block.text)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if _WORDS.search(piece):
        left = start + len(piece) - len(piece.lstrip())
        yield Span(left, left + len(piece.strip()))
