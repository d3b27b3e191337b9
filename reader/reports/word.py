"""A comparison as a Word document (python-docx): a landscape table, what changed coloured and struck or underlined."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reader.core.comparison import Comparison, Row
from reader.reports.marked import Side, pieces, writable

SONG, HEI = "宋体", "黑体"
WIDTHS = (2.6, 11.5, 11.5)  # cm: status, left, right


def dump(comparison: Comparison) -> bytes:
    """The comparison as .docx. Colour never stands alone: what is gone is struck out, what is new underlined."""
    word = _new_document(comparison)
    table = new_table(word, WIDTHS, ("对照", *comparison.titles))
    for row in comparison.rows:
        cells = table.add_row().cells
        _write_status(cells[0].paragraphs[0], row)
        _write_side(cells[1], row, "left")
        _write_side(cells[2], row, "right")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _write_status(paragraph: Any, row: Row) -> None:
    paragraph.add_run(row.status).bold = True
    if row.similarity:
        paragraph.add_run(f"\n相似度 {row.similarity}")


def _write_side(cell: Any, row: Row, side: Side) -> None:
    from docx.enum.text import WD_UNDERLINE
    from docx.shared import RGBColor

    own = row.left if side == "left" else row.right
    if own is None:
        cell.paragraphs[0].add_run("—")
        return
    cell.paragraphs[0].add_run(writable(own.label)).bold = True
    paragraph = cell.add_paragraph()
    if side == "right" and row.pair.status == "same":
        paragraph.add_run("同左")
        return
    for text, mark in pieces(row, side):
        run = paragraph.add_run(writable(text))
        if mark == "gone":
            run.font.strike = True
            run.font.color.rgb = RGBColor(0xA6, 0x1B, 0x1B)
        elif mark == "new":
            run.font.underline = WD_UNDERLINE.SINGLE
            run.font.color.rgb = RGBColor(0x0B, 0x57, 0xA4)


def new_table(word: Any, widths: Sequence[float], heads: Sequence[str]) -> Any:
    """A table with a head that every page repeats; widths in cm."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = word.add_table(rows=1, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    head = table.rows[0]
    for cell, text in zip(head.cells, heads, strict=True):
        cell.paragraphs[0].add_run(writable(text)).bold = True
    # Word repeats the first row on every page when it is told so; python-docx has no property for it.
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
    return table


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
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    word = docx.Document()
    page = word.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    for name, size, family in (("Normal", 10.5, SONG), ("Title", 18, HEI)):
        style = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = family, Pt(size), RGBColor(0, 0, 0)
        # Word takes Chinese from the East Asian font, which python-docx has no property for.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)
    _number_pages(page)
    word.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.core_properties.title = writable(heading)[:255]
    word.core_properties.author = ""
    word.add_heading(writable(heading), level=0)
    return word


def _number_pages(page: Any) -> None:
    """— 3 — in the middle of the foot; python-docx has no property for fields."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)  # noqa: SLF001 - as above
    foot.add_run(" —")
