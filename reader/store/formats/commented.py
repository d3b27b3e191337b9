"""A document as a Word file with its notes as real comments at their words: what offices send one another."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from reader.core.document import Block, Document
from reader.core.note import Note, PlacedNote
from reader.core.remark import EXPORTED, LOST, answered, lines, wall_of, written
from reader.core.showing import xml_safe
from reader.core.span import Span
from reader.core.steps import Told, steps, untold
from reader.store.formats.word import new_document
from reader.store.versions import Vector
from reader.word_file import to_bytes

NOTHING_SEEN: Final[Mapping[str, Vector]] = MappingProxyType({})
_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ABOUT: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PARAGRAPHS: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_THREADS: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_THREADED: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_THREAD_RELATION: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_ITEM: Final = "{6C1F8A52-6D0E-4F53-9A0C-0D3C1F6F6F10}"  # any, but always the same
HEADINGS: Final = 6  # levels that Word's own styles are used for


def dump(
    document: Document,
    placed: Sequence[PlacedNote],
    *,
    noted_only: bool = False,
    seen: Mapping[str, Vector] = NOTHING_SEEN,
    told: Told = untold,
) -> bytes:
    """The document's blocks in order, each note a comment with its author, its day, its tags.

    Args:
        placed: the document's notes; those without a place become comments on the title, with the words they lost.
        noted_only: only the clauses that carry notes, with the headings above them.
        seen: what is known of these notes being there, by id: the file lists them, so that a comment that is missing
            when it comes back is known to have been deleted.
        told: how many notes are written.
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
    starts = {block: sorted(there) for block, there in runs.items()}
    comments = []
    for number, each in enumerate(steps(placed, len(placed), told)):
        text = written(each.note)
        covered = _covered(each, runs, starts)
        if not covered:
            text, covered = f"{text}\n{LOST.format(quote=each.note.anchor.quote)}", title
        comments.append(_comment(number, each.note, text))
        covered[0].mark_comment_range(covered[-1], number)
    _add_comments(word, comments)
    _add_threads(word, answers([each.note for each in placed]))
    if seen:
        _list(word, [(each.note.id, seen[each.note.id]) for each in placed if each.note.id in seen])
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


def _covered(
    placed: PlacedNote, runs: Mapping[str, Mapping[int, Any]], starts: Mapping[str, Sequence[int]]
) -> Sequence[Any]:
    """The first and the last run of a note's words; nothing where it has no place in the file."""
    ends = []
    for piece in placed.resolution.pieces:
        there, span = starts.get(piece.block, ()), piece.span
        first, last = (0, len(there)) if span == Span(0, 0) else (bisect_left(there, span.start), 0)
        last = last or bisect_left(there, span.end)
        if first < last:
            ends += [runs[piece.block][there[first]], runs[piece.block][there[last - 1]]]
    return ends


def _comment(number: int, note: Note, text: str) -> str:
    """A comment as Word has it: its lines are paragraphs, the first with the mark that refers to it."""
    author = xml_safe(note.creator.name)
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    said = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{"" if at else mark}'
        f'<w:r><w:t xml:space="preserve">{escape(xml_safe(line))}</w:t></w:r></w:p>'
        for at, line in enumerate(lines(text))
    )
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:initials={quoteattr(author[:1])} '
        f'w:date="{wall_of(note.created)}">{said}</w:comment>'
    )


def _add_comments(word: Any, comments: Sequence[str]) -> None:
    """Puts all comments in at once: python-docx looks through those that are there for each new one."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    made = parse_xml(f"<w:comments {nsdecls('w')}>{''.join(comments)}</w:comments>".encode())
    word.part._comments_part.element.extend(list(made))  # noqa: SLF001  it has no other door


def answers(notes: Sequence[Note]) -> dict[int, int]:
    """Which note answers which, by number: words that answer somebody (`回复王芳：…`), and the last note before them
    that this person left at the same words.
    """
    there: dict[tuple[str, str, int, str], list[int]] = {}
    found: dict[int, int] = {}
    order = sorted(range(len(notes)), key=lambda number: notes[number].created)
    for number in order:
        note = notes[number]
        place = note.anchor.doc, note.anchor.block, note.anchor.start, note.anchor.quote
        to = answered(note.text)
        said = [each for each in there.get(place, ()) if notes[each].creator.name == to] if to else []
        if said:
            found[number] = said[-1]
        there.setdefault(place, []).append(number)
    return found


def _add_threads(word: Any, answering: Mapping[int, int]) -> None:
    """Says which comment answers which, as newer Word and WPS have it; Word knows threads of one level."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if not answering:
        return
    threads = ""
    for number, comment in enumerate(word.part._comments_part.element):  # noqa: SLF001  it has no other door
        comment[-1].set(f"{{{_PARAGRAPHS}}}paraId", _para(number))
        top = number
        while top in answering:
            top = answering[top]
        parent = f' w15:paraIdParent="{_para(top)}"' if top != number else ""
        threads += f'<w15:commentEx w15:paraId="{_para(number)}"{parent} w15:done="0"/>'
    made = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w15:commentsEx xmlns:w15="{_THREADS}">{threads}</w15:commentsEx>'
    )
    package = word.part.package
    part = Part(PackURI("/word/commentsExtended.xml"), _THREADED, made.encode(), package)
    word.part.relate_to(part, _THREAD_RELATION)


def _para(number: int) -> str:
    """The lasting number of a comment's paragraph: eight figures, below 80000000, never zero."""
    return f"{number + 1:08X}"


def _list(word: Any, notes: Sequence[tuple[str, Vector]]) -> None:
    """Writes down which notes the file holds, where Word and others keep what they do not know."""
    from docx.opc.part import Part

    items = "".join(
        f"<note id={quoteattr(xml_safe(note))} seen={quoteattr(json.dumps(dict(vector)))}/>" for note, vector in notes
    )
    listed = f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><notes xmlns="{EXPORTED}">{items}</notes>'
    known = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem xmlns:ds="{_STORE}" '
        f'ds:itemID="{_ITEM}"><ds:schemaRefs><ds:schemaRef ds:uri="{EXPORTED}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    package = word.part.package
    part = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", listed.encode(), package)
    about = Part(package.next_partname("/customXml/itemProps%d.xml"), _ABOUT, known.encode(), package)
    part.relate_to(about, f"{_RELATION}/customXmlProps")
    word.part.relate_to(part, f"{_RELATION}/customXml")
