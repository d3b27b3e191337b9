"""From words or a place to a selection in a document. Pure.

Words are looked for as they stand there first, else with script, width and case set aside.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from reader.core.document import Document
from reader.core.errors import NotFound
from reader.core.folding import fold, query_forms
from reader.core.late_dataclass import dataclass
from reader.core.note import Piece, Selection
from reader.core.showing import without_unseen
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
    """Where the words stand in the document; or in one block of it, and where they do not, in what stands under it.

    Words that run over several blocks are quoted with one line feed between two blocks.
    """
    quote = quote.strip() if quote.strip() in document.text else without_unseen(quote).strip()
    whole = [b.id for b in document.blocks if b.text]
    section = [b.id for b in document.section(block_id) if b.text] if block_id is not None else []
    starts, lengths = document.block_starts(), {b.id: len(b.text) for b in document.blocks}
    for ids in (whole,) if block_id is None else (section[:1], section):
        if not quote or not ids:
            break
        within = Span(starts[ids[0]], starts[ids[-1]] + lengths[ids[-1]])
        spans, literal = _spans(quote, within.cut(document.text), hant=document.script == "hant")
        if spans:
            offsets = [starts[block] for block in ids]
            found = (_selection(document.id, ids, offsets, lengths, span.shifted(within.start)) for span in spans)
            return Quoted(tuple(found), literal)
    return Quoted((), literal=True)


def _spans(quote: str, text: str, *, hant: bool) -> tuple[list[Span], bool]:
    """Where the words stand in the text, and whether exactly so."""
    found = [Span(m.start(), m.end()) for m in re.finditer(re.escape(quote), text)]
    if found:
        return found, True
    folded = fold(text, hant=hant)
    pattern = "".join(f"[{re.escape(forms)}]" for forms in query_forms(quote))
    return [folded.span(m.start(), m.end()) for m in re.finditer(pattern, folded.text)], False


def _selection(doc: str, ids: list[str], offsets: list[int], lengths: dict[str, int], span: Span) -> Selection:
    pieces = []
    for n in range(bisect_right(offsets, span.start) - 1, len(ids)):
        if offsets[n] >= span.end:
            break
        start, end = span.start - offsets[n], span.end - offsets[n]
        pieces.append(Piece(ids[n], Span(max(0, start), min(end, lengths[ids[n]]))))
    return Selection(doc, tuple(pieces))
