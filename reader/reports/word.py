"""A comparison as a Word document (python-docx): a landscape table, what changed coloured and struck or underlined."""

from __future__ import annotations

from typing import Any, Final

from reader.core.comparison import Comparison, Row, grouped
from reader.reports.marked import Side, pieces, writable
from reader.word_file import HEI, SONG, add_table, keep_whole, set_page, set_types, to_bytes

WIDTHS = (2.6, 11.5, 11.5)  # cm: status, left, right
REVISION_WIDTHS = (11.0, 11.0, 3.6)  # cm: before, after, 说明


def dump(comparison: Comparison) -> bytes:
    """The comparison as .docx. Colour never stands alone: what is gone is struck out, what is new underlined."""
    if comparison.versions:
        return _revision(comparison)
    word = _new_document(comparison)
    table = add_table(word, ["对照", *map(writable, comparison.titles)], WIDTHS)
    for row in comparison.rows:
        added = table.add_row()
        keep_whole(added)
        cells = added.cells
        _write_status(cells[0].paragraphs[0], row)
        _write_side(cells[1], row, "left")
        _write_side(cells[2], row, "right")
    return to_bytes(word)


def _revision(comparison: Comparison) -> bytes:
    """修订对照表 as offices make it: before, after, 说明; what has not changed is grey."""
    from reader.reports.revision import HEADINGS, explained, fate, headings

    word = new_document(comparison.heading)
    for name, title, date in zip(HEADINGS, comparison.titles, comparison.dates, strict=False):
        word.add_paragraph(writable(f"{name}：{title}" + (f"，{date}" if date else "")))
    word.add_paragraph(comparison.summary)
    word.add_paragraph("删去的文字加粗并加删除线，新增的文字加粗并加下划线，没有改动的条文为灰色。")
    table = add_table(word, headings(comparison), REVISION_WIDTHS)
    for row in grouped(comparison).rows:
        added = table.add_row()
        keep_whole(added)
        same = fate(row) == "same"
        for cell, side in zip(added.cells, _SIDES, strict=False):
            _write_words(cell.paragraphs[0], row, side, grey=same)
        added.cells[2].paragraphs[0].add_run(writable(explained(row)))
    return to_bytes(word)


_SIDES: Final[tuple[Side, Side]] = ("left", "right")


def _write_status(paragraph: Any, row: Row) -> None:
    paragraph.add_run(row.status).bold = True
    if row.similarity:
        paragraph.add_run(f"\n相似度 {row.similarity}")


def _write_side(cell: Any, row: Row, side: Side) -> None:
    own = row.left if side == "left" else row.right
    if own is None:
        cell.paragraphs[0].add_run("—")
        return
    cell.paragraphs[0].add_run(writable(own.label)).bold = True
    paragraph = cell.add_paragraph()
    if side == "right" and row.pair.status == "same":
        paragraph.add_run("同左")
        return
    _write_words(paragraph, row, side)


def _write_words(paragraph: Any, row: Row, side: Side, *, grey: bool = False) -> None:
    from docx.enum.text import WD_UNDERLINE
    from docx.shared import RGBColor

    for text, mark in pieces(row, side):
        run = paragraph.add_run(writable(text))
        run.bold = bool(mark) or None
        if grey:
            run.font.color.rgb = RGBColor(0x6E, 0x6E, 0x6E)
        if mark == "gone":
            run.font.strike = True
            run.font.color.rgb = RGBColor(0xA6, 0x1B, 0x1B)
        elif mark == "new":
            run.font.underline = WD_UNDERLINE.SINGLE
            run.font.color.rgb = RGBColor(0x0B, 0x57, 0xA4)


def _new_document(comparison: Comparison) -> Any:
    word = new_document(comparison.heading)
    for side, title, date in zip("左右", comparison.titles, comparison.dates, strict=True):
        word.add_paragraph(writable(f"{side}：{title}" + (f"，{date}" if date else "")))
    word.add_paragraph(comparison.summary)
    word.add_paragraph("删去的文字加删除线，新增的文字加下划线；相似度很低的对应条款不逐字标注。")
    return word


def new_document(heading: str) -> Any:
    """A landscape document with a title and numbered pages."""
    import docx
    from docx.shared import Pt

    word = docx.Document()
    set_page(word, landscape=True)
    set_types(word, (("Normal", 10.5, SONG), ("Title", 18, HEI)))
    word.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.core_properties.title = writable(heading)[:255]
    word.core_properties.author = ""
    word.add_heading(writable(heading), level=0)
    return word
