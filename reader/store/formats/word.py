"""Notes as Word documents: all notes document by document, and “my work on this plan” for one. Not read back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from reader.core import citation
from reader.core.document import Document
from reader.core.steps import Told, steps, untold
from reader.store.formats.row import COLOURS, Row, by_document, facts, xml_safe

SONG, HEI = "宋体", "黑体"


def dump(rows: Sequence[Row]) -> bytes:
    """A heading a document; for each note its clause, the words quoted with their citation, the note."""
    word = new_document("我的批注")
    for group in by_document(rows).values():
        word.add_heading(xml_safe(group[0].title), level=1)
        for row in group:
            _add(word, row)
    return to_bytes(word)


def work_report(document: Document, rows: Sequence[Row], by: str = "clause", told: Told = untold) -> bytes:
    """“My work on this plan”: the clauses of one document that carry notes, in order, then what is to be checked.

    Args:
        rows: the document's, in document order, orphans last.
        by: `clause`, in their order; or put together by `colour` or `tag` (a note of two tags stands under both).
        told: how many notes are written.
    """
    word = new_document(f"{citation.in_title_marks(document.reading_title)}阅读工作稿")
    dates = f"成文日期：{document.written}" if document.written else ""
    for line in (citation.official(document), "、".join(document.issuers), dates, _summary(rows)):
        if line:
            word.add_paragraph(xml_safe(line))
    groups = list(_groups([row for row in rows if row.state != "orphan"], by))
    done, total = 0, sum(len(group) for _, group in groups)
    for name, group in groups:
        if name:
            word.add_heading(xml_safe(f"{name}（{len(group)}）"), level=1)
        for row in steps(group, total, told, done):
            _add(word, row)
        done += len(group)
    lost = [row for row in rows if row.state == "orphan"]
    if lost:
        word.add_heading("待核对：原文已找不到的批注", level=1)
        for row in lost:
            _add(word, row)
    return to_bytes(word)


def _groups(rows: Sequence[Row], by: str) -> Iterator[tuple[str, Sequence[Row]]]:
    if by == "colour":
        groups = {name: [row for row in rows if row.note.colour == colour] for colour, name in COLOURS.items()}
    elif by == "tag":
        tags = dict.fromkeys(sorted({tag for row in rows for tag in row.note.tags}))
        groups = {f"#{tag}": [row for row in rows if tag in row.note.tags] for tag in tags}
        groups["没有标签"] = [row for row in rows if not row.note.tags]
    else:
        groups = {"": list(rows)}
    return ((name, group) for name, group in groups.items() if group)


def _summary(rows: Sequence[Row]) -> str:
    todo = sum(row.note.status == "todo" for row in rows)
    done = sum(row.note.status == "done" for row in rows)
    return f"共 {len(rows)} 条批注，其中待办 {todo} 条，完成 {done} 条。"


def _add(word: Any, row: Row) -> None:
    note = row.note
    word.add_heading(xml_safe(row.clause or "全文"), level=2)
    if note.anchor.quote:
        word.add_paragraph(xml_safe(note.anchor.quote), style="Quote")
    word.add_paragraph(xml_safe(f"——{row.citation}"))
    for line in note.text.splitlines():
        word.add_paragraph(xml_safe(line))
    word.add_paragraph(xml_safe(facts(row)), style="Caption")


def new_document(title: str) -> Any:
    """An empty Word document under a title, in the types of official writing."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    word = docx.Document()
    for name, size, family in (
        ("Normal", 12, SONG), ("Title", 20, HEI), ("Heading 1", 16, HEI), ("Heading 2", 13, HEI), ("Quote", 12, SONG),
        ("Caption", 9, SONG),
    ):  # fmt: skip
        style = word.styles[name]
        style.font.name, style.font.size, style.font.italic = family, Pt(size), False
        style.font.color.rgb = RGBColor(0x59, 0x59, 0x59) if name == "Caption" else RGBColor(0, 0, 0)
        # Word takes Chinese from the East Asian font, which python-docx has no property for.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)
    word.core_properties.title = xml_safe(title)[:255]
    word.core_properties.author = ""
    word.add_heading(xml_safe(title), level=0)
    return word


def to_bytes(word: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
