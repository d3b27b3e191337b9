"""A document in traditional script, read in simplified: the rules know one script, the rows keep the words of the text.

Character by character and of the same length, so that every place holds in both. Must not judge rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from reader.core import folding_table
from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, System, Target, Task, Unit
from reader.core.span import Span

_OTHERS: Final = {
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "衞": "卫",
    "裏": "里",
    "著": "着",
    "佈": "布",
    "託": "托",
    "彙": "汇",
}
_PLAN: Final = late("计画")  # what Taiwan writes for 计划


@cache
def _table() -> Mapping[int, str]:
    known = zip(folding_table.SIMPLIFIED_FROM, folding_table.SIMPLIFIED_TO, strict=True)
    return str.maketrans({**{old: new for old, new in known if len(new) == 1}, **_OTHERS})


def simplified(text: str) -> str:
    """The text in simplified characters, as long as it was."""
    return _PLAN.sub("计划", text.translate(_table()))


def in_plain_script(document: Document) -> Document:
    """The document itself, or where its script is traditional the same in simplified, every place as it was."""
    if document.script != "hant":
        return document
    return replace(
        document,
        title=simplified(document.title),
        attachment_title=simplified(document.attachment_title) if document.attachment_title else None,
        blocks=tuple(_simple(block) for block in document.blocks),
    )


def _simple(block: Block) -> Block:
    rows = tuple(tuple(simplified(cell) for cell in row) for row in block.rows) if block.rows else block.rows
    return replace(block, text=simplified(block.text), rows=rows)


class Words:
    """The words of a document as it writes them, for rows that were read from it in simplified script."""

    def __init__(self, document: Document) -> None:
        self._blocks = {block.id: block.text for block in document.blocks}
        self._lines = {simplified(text): text for text in self._blocks.values()}

    def target(self, row: Target) -> Target:
        """The row with its quotation as written."""
        return replace(row, at=self._place(row.at))

    def task(self, row: Task) -> Task:
        """The row with its quotation, its sentence, its time and its units as written."""
        own = row.at.block
        lead, support, units = (tuple(self._unit(own, u) for u in each) for each in (row.lead, row.support, row.units))
        return replace(
            row, at=self._place(row.at), task=self._lines.get(row.task) or self._said(own, row.task),
            when=self._said(own, row.when), lead=lead, support=support, units=units,
        )  # fmt: skip

    def _place(self, at: Place) -> Place:
        return replace(at, quote=at.span.cut(self._blocks[at.block]))

    def _said(self, block: str, words: str) -> str:
        text = self._blocks[block]
        at = simplified(text).find(words) if words else -1
        return text[at : at + len(words)] if at >= 0 else words

    def _unit(self, block: str, unit: Unit) -> Unit:
        written = unit.span.cut(self._blocks[block])
        return replace(unit, as_written=written) if simplified(written) == unit.as_written else unit


def as_written(systems: tuple[System, ...], documents: Mapping[str, Document]) -> tuple[System, ...]:
    """Systems with their places quoted as their documents write them.

    Args:
        documents: those in traditional script, by id.
    """
    if not documents:
        return systems
    texts = {(d.id, block.id): block.text for d in documents.values() for block in d.blocks}

    def own(place: Place) -> Place:
        text = texts.get((place.doc, place.block))
        return place if text is None else replace(place, quote=Span(*place.span).cut(text))

    return tuple(replace(s, at=own(s.at), mentions=tuple(map(own, s.mentions))) for s in systems)
