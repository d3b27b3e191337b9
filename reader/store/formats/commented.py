"""A document as a Word file with its notes as real comments at their words: what offices send one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from reader.core.document import Block, Document
from reader.core.note import PlacedNote
from reader.core.remark import written
from reader.core.span import Span
from reader.store.formats.row import xml_safe
from reader.store.formats.word import new_document, to_bytes

HEADINGS: Final = 6  # levels that Word's own styles are used for


def dump(document: Document, placed: Sequence[PlacedNote], *, noted_only: bool = False) -> bytes:
    """The document's blocks in order, each note a comment with its author, its day, its tags.

    Args:
        placed: the document's notes; those without a place become comments on the title, with the words they lost.
        noted_only: only the clauses that carry notes, with the headings above them.
    """
    word = new_document(document.reading_title)
    word.core_properties.identifier = xml_safe(document.id)[:255]
    title = word.paragraphs[0].runs
    cuts: dict[str, set[int]] = {}
    for each in placed:
        for piece in each.resolution.pieces:
            cuts.setdefault(piece.block, set()).update(piece.span)
    kept = _noted(document, cuts) if noted_only else None
    runs: dict[str, dict[int, Any]] = {}
    for block in document.blocks:
        if block.text and (kept is None or block.id in kept):
            runs[block.id] = _add(word, block, sorted(cuts.get(block.id, ())))
    for each in placed:
        _comment(word, each, runs, title)
    return to_bytes(word)


def _noted(document: Document, cuts: Mapping[str, object]) -> set[str]:
    """The ids of the blocks with notes, and of the headings above them."""
    kept: set[str] = set()
    above: list[Block] = []
    for block in document.blocks:
        if block.kind == "heading":
            level = block.level or 1
            above = [each for each in above if (each.level or 1) < level] + [block]
        if block.id in cuts:
            kept |= {block.id, *(each.id for each in above)}
    return kept


def _add(word: Any, block: Block, cuts: Sequence[int]) -> dict[int, Any]:
    """Writes a block; its runs by the offset in its text at which each begins."""
    if block.kind == "table":
        return _add_table(word, block, cuts)
    if block.kind == "heading":
        paragraph = word.add_heading("", level=min(block.level or 1, HEADINGS))
    else:
        paragraph = word.add_paragraph()
    return {at: paragraph.add_run(xml_safe(words)) for at, words in _cut(block.text, 0, cuts)}


def _add_table(word: Any, block: Block, cuts: Sequence[int]) -> dict[int, Any]:
    lines = [line.split("\t") for line in block.text.split("\n")]
    table = word.add_table(rows=len(lines), cols=max(map(len, lines)), style="Table Grid")
    runs: dict[int, Any] = {}
    at = 0
    for row, cells in zip(table.rows, lines, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            paragraph = cell.paragraphs[0]
            runs |= {start: paragraph.add_run(xml_safe(part)) for start, part in _cut(words, at, cuts)}
            at += len(words) + 1
    return runs


def _cut(words: str, at: int, cuts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The words, which begin at an offset, in parts that begin at the offsets."""
    stops = [0, *(cut - at for cut in cuts if 0 < cut - at < len(words)), len(words)]
    return ((at + a, words[a:b]) for a, b in pairwise(stops) if a < b)


def _comment(word: Any, placed: PlacedNote, runs: Mapping[str, Mapping[int, Any]], title: Sequence[Any]) -> None:
    from docx.oxml.ns import qn

    note, covered = placed.note, []
    for piece in placed.resolution.pieces:
        span, there = piece.span, runs.get(piece.block, {})
        whole = span == Span(0, 0)
        covered += [run for at, run in there.items() if whole or span.start <= at < span.end]
    text = written(note)
    if not covered:
        text, covered = f"{text}\n（原文已找不到：“{note.anchor.quote}”）", list(title)
    author = note.creator.name
    made = word.add_comment([covered[0], covered[-1]], "", author=xml_safe(author), initials=xml_safe(author)[:1])
    first, *others = text.split("\n")
    made.paragraphs[0].add_run(xml_safe(first))
    for line in others:
        made.add_paragraph(xml_safe(line))
    made._comment_elm.set(qn("w:date"), note.created[:19] + "Z")  # noqa: SLF001  python-docx only writes the present
