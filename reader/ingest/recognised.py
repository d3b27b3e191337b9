"""What is said of a document whose characters were recognised (OCR): which are in doubt, and that no fact is sure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reader.core.document import Block, Defect, Document
from reader.core.raw_text import RawText
from reader.core.span import Span

KIND: Final = "doubtful-character"
BASIS: Final = "由文字识别（OCR）得来，请与原图核对"
_FACTS: Final = ("title", "attachment_title", "doc_number", "issuers", "written", "published")


def doubtful(raw: RawText, blocks: Sequence[Block]) -> Iterator[Defect]:
    """A defect for each run of characters that were recognised with little confidence."""
    placed = sorted((block for block in blocks if block.raw.end > block.raw.start), key=lambda block: block.raw.start)
    starts = [block.raw.start for block in placed]
    for start, end in raw.doubts:
        at = bisect_right(starts, start) - 1
        block = placed[at].id if at >= 0 and start < placed[at].raw.end else None
        yield Defect(KIND, f"“{raw.text[start:end]}”是识别出来的，把握不大，请与原图核对。", block, Span(start, end))


def unsure(document: Document, raw: RawText) -> Document:
    """The document, each fact that was read from recognised characters with that as its basis."""
    if not raw.recognised:
        return document
    read = {name: BASIS for name in _FACTS if getattr(document, name)}
    source = replace(document.source, inferred={**read, **document.source.inferred})
    return replace(document, source=source)
