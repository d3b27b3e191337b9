"""Notes as Word documents: all notes document by document, and “my work on this plan” for one. Not read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from reader.core import citation
from reader.core.document import Document
from reader.core.remark import lines
from reader.core.showing import xml_safe
from reader.core.steps import Told, steps, untold
from reader.store.formats.row import Row, by_document, counted, facts, grouped
from reader.word_file import HEI, SONG, add_table, rows_of, set_page, set_types, to_bytes

HEAD: Final = ("条款", "原文", "批注", "标签与日期")
WIDTHS: Final = (4.2, 9.5, 8.0, 4.0)  # cm


def dump(rows: Sequence[Row]) -> bytes:
    """A heading and a table a document; for each note its clause, the words quoted, the note."""
    word = new_document("我的批注", landscape=True)
    for group in by_document(rows).values():
        number = f"（{group[0].doc_number}）" if group[0].doc_number else ""
        word.add_heading(xml_safe(group[0].title + number), level=1)
        _tabled(word, group)
    return to_bytes(word)


def work_report(document: Document, rows: Sequence[Row], by: str = "clause", told: Told = untold) -> bytes:
    """“My work on this plan”: the clauses of one document that carry notes, in order, then what is to be checked.

    Args:
        rows: the document's, in document order, orphans last.
        by: `clause`, in their order; or put together by `colour` or `tag` (a note of two tags stands under both).
        told: how many notes are written.
    """
    word = new_document(f"{citation.in_title_marks(document.reading_title)}阅读工作稿", landscape=True)
    dates = f"成文日期：{document.written}" if document.written else ""
    for line in (citation.official(document), "、".join(document.issuers), dates, counted(rows)):
        if line:
            word.add_paragraph(xml_safe(line))
    groups = list(grouped([row for row in rows if row.state != "orphan"], by))
    done, total = 0, sum(len(group) for _, group in groups)
    for name, group in groups:
        if name:
            word.add_heading(xml_safe(f"{name}（{len(group)}）"), level=1)
        _tabled(word, steps(group, total, told, done))
        done += len(group)
    lost = [row for row in rows if row.state == "orphan"]
    if lost:
        word.add_heading("待核对：原文已找不到的批注", level=1)
        _tabled(word, lost)
    return to_bytes(word)


def _tabled(word: Any, rows: Iterable[Row]) -> None:
    """A table of notes: where, the words, what was written, what else is known of it."""
    table = add_table(word, HEAD, WIDTHS)
    add_row = rows_of(table, style_of_last="Caption")
    for row in rows:
        where, quoted, text = (row.clause or "全文", row.note.anchor.quote, row.note.text)
        add_row([lines(xml_safe(words)) for words in (where, quoted, text)] + [[xml_safe(facts(row))]])


def new_document(title: str, *, landscape: bool = False) -> Any:
    """An empty Word document under a title, in the types of official writing."""
    import docx
    from docx.shared import Pt, RGBColor

    word = docx.Document()
    set_page(word, landscape=landscape)
    size = 10.5 if landscape else 12
    headings = (("Title", 20, HEI), ("Heading 1", 16, HEI), ("Heading 2", 13, HEI))
    set_types(word, (("Normal", size, SONG), *headings, ("Caption", 9, SONG)))
    caption = word.styles["Caption"]
    caption.font.color.rgb, caption.font.bold = RGBColor(0x59, 0x59, 0x59), False
    caption.paragraph_format.line_spacing = 1.0
    if landscape:
        for name in ("Normal", "Caption"):
            word.styles[name].paragraph_format.space_after = Pt(0)
    word.core_properties.title = xml_safe(title)[:255]
    word.core_properties.author = ""
    word.add_heading(xml_safe(title), level=0)
    return word
