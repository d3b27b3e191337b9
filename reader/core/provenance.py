"""Where the clean text of a document came from, place by place, and what was changed by which rule.

Pure readings of a Document's edits. Never touches a text; `source_from` in `core.document` rebuilds the source itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate

from reader.core.document import Defect, Document
from reader.core.span import Location, Span


class Provenance:
    """Ways between source and clean text, and the edits by rule.

    Made in one pass over the edits (about 0.3 µs each); every question after that is a bisection. Edits are named by
    their number in `document.edits`.

    Attributes:
        by_rule: numbers of the edits of each rule, rules in order of their first edit.
        doubtful: numbers of the edits that a person should look at.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        edits = document.edits
        self._raw_starts = [edit.raw.start for edit in edits]
        self._raw_ends = [edit.raw.end for edit in edits]
        self._lengths = [len(edit.now) for edit in edits]
        drift = accumulate(map(int.__sub__, self._lengths, (len(edit.was) for edit in edits)), initial=0)
        self._starts = list(map(int.__add__, self._raw_starts, drift))  # of `now`, in the document's whole text
        filled = [block for block in document.blocks if block.text]
        self._blocks = filled
        self._block_starts = list(accumulate((len(block.text) + 1 for block in filled), initial=0))[:-1]
        self._at = {block.id: number for number, block in enumerate(filled)}
        by_rule: dict[str, list[int]] = {}
        for number, edit in enumerate(edits):
            by_rule.setdefault(edit.rule, []).append(number)
        self.by_rule: Mapping[str, tuple[int, ...]] = {rule: tuple(numbers) for rule, numbers in by_rule.items()}
        self.doubtful = tuple(number for number, edit in enumerate(edits) if not edit.sure)

    # -- between the two texts

    def to_raw(self, block: str, offset: int) -> int:
        """Where in the source an offset of a block came from; for a placeholder, where its heading is missing."""
        at = self._at.get(block)
        if at is None:
            known = self.document.block(block)
            return known.raw.start if known is not None else 0
        clean = self._block_starts[at] + offset
        last = bisect_right(self._starts, clean) - 1
        if last < 0:
            return clean
        beyond = clean - self._starts[last] - self._lengths[last]
        if beyond >= 0:
            return self._raw_ends[last] + beyond
        return min(self._raw_starts[last] + clean - self._starts[last], self._raw_ends[last])

    def to_clean(self, raw: int) -> tuple[str, int] | None:
        """Block and offset that a place of the source became; where it was taken out, what stands there now.

        None for a document without any text.
        """
        last = bisect_right(self._raw_starts, raw) - 1
        clean = raw
        if last >= 0:
            beyond = raw - self._raw_ends[last]
            inside = min(raw - self._raw_starts[last], self._lengths[last])
            clean = self._starts[last] + (self._lengths[last] + beyond if beyond >= 0 else inside)
        return self._place(clean)

    def _place(self, clean: int) -> tuple[str, int] | None:
        if not self._blocks:
            return None
        at = max(0, bisect_right(self._block_starts, clean) - 1)
        block = self._blocks[at]
        return block.id, max(0, min(clean - self._block_starts[at], len(block.text)))

    # -- places of edits and defects

    def location(self, number: int) -> Location:
        """Where an edit shows in the clean text; where nothing is left of it, the character before (else behind)."""
        doc = self.document.id
        found = self._place(self._starts[number])
        if found is None:
            return Location(doc)
        block, start = found
        text = self._blocks[self._at[block]].text
        end = min(start + self._lengths[number], len(text))
        if end == start:
            start, end = (start - 1, start) if start else (0, min(1, len(text)))
        return Location(doc, block, Span(start, end))

    def in_block(self, block: str) -> range:
        """Numbers of the edits that show in a block or right behind its last character."""
        at = self._at.get(block)
        if at is None:
            return range(0)
        start = self._block_starts[at]
        end = start + len(self._blocks[at].text)
        return range(bisect_left(self._starts, start), bisect_right(self._starts, end))

    def between(self, start: int, end: int) -> range:
        """Numbers of the edits that touch the source from `start` to `end`."""
        return range(bisect_left(self._raw_ends, start), bisect_right(self._raw_starts, end))

    def defect_location(self, defect: Defect) -> Location:
        """Where a defect is to be seen in the clean text; the beginning for one that has no place."""
        doc = self.document.id
        if defect.block is not None and (defect.raw is None or defect.raw.start == defect.raw.end):
            return Location(doc, defect.block)
        if defect.raw is None:
            return Location(doc, self.document.blocks[0].id if self.document.blocks else None)
        first, last = self.to_clean(defect.raw.start), self.to_clean(defect.raw.end)
        if first is None or last is None or first[0] != last[0] or first[1] == last[1]:
            return Location(doc, first[0] if first else None)
        return Location(doc, first[0], Span(first[1], last[1]))

    def context(self, number: int, width: int) -> tuple[str, str]:
        """Up to `width` characters of the clean text before and behind an edit, within its block."""
        found = self._place(self._starts[number])
        if found is None:
            return "", ""
        block, start = found
        text = self._blocks[self._at[block]].text
        end = min(start + self._lengths[number], len(text))
        return text[max(0, start - width) : start], text[end : end + width]
