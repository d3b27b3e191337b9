"""From words or a place to a selection in a document. Pure.

Words are looked for as they stand there first, else with script, width and case set aside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from reader.core.document import Document
from reader.core.errors import NotFound
from reader.core.folding import fold, query_forms
from reader.core.note import Piece, Selection
from reader.core.span import Location, Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where quoted words stand.

    Attributes:
        places: in reading order; empty where the words are not there.
        literal: whether they stand there exactly as quoted.
    """

    places: tuple[Selection, ...]
    literal: bool


def selected(document: Document, place: Location, *, whole: bool) -> Selection:
    """A selection of the place: its span, else its block (the first, where it names none).

    A block is selected `whole`, or as an empty span that stands for it. Raises NotFound for a block that is not there.
    """
    block = document.block(place.block) if place.block else next(iter(document.blocks), None)
    if block is None:
        raise NotFound(f"《{document.reading_title}》中没有“{place.block}”。")
    return Selection(document.id, (Piece(block.id, place.span or Span(0, len(block.text) if whole else 0)),))


def find_quote(document: Document, quote: str, block_id: str | None = None) -> Quoted:
    """Where the words stand in the document, or in one block of it.

    Words that run over several blocks are quoted with one line feed between two blocks.
    """
    document_text = document.text
    starts = document.block_starts()
    within = Span(0, len(document_text))
    if block_id is not None:
        block, at = document.block(block_id), starts.get(block_id, 0)
        within = Span(at, at + (len(block.text) if block else 0))
    quote, text = quote.strip(), within.cut(document_text)
    if not quote:
        return Quoted((), literal=True)
    found = [Span(m.start(), m.end()) for m in re.finditer(re.escape(quote), text)]
    literal = bool(found)
    if not found:
        folded = fold(text, hant=document.script == "hant")
        pattern = "".join(f"[{re.escape(forms)}]" for forms in query_forms(quote))
        found = [folded.span(m.start(), m.end()) for m in re.finditer(pattern, folded.text)]
    ids, offsets = list(starts), list(starts.values())
    places = tuple(_selection(document, ids, offsets, span.shifted(within.start)) for span in found)
    return Quoted(places, literal)


def _selection(document: Document, ids: list[str], offsets: list[int], span: Span) -> Selection:
    lengths = {b.id: len(b.text) for b in document.blocks}
    pieces = []
    for n in range(bisect_right(offsets, span.start) - 1, len(ids)):
        if offsets[n] >= span.end:
            break
        start, end = span.start - offsets[n], span.end - offsets[n]
        pieces.append(Piece(ids[n], Span(max(0, start), min(end, lengths[ids[n]]))))
    return Selection(document.id, tuple(pieces))
