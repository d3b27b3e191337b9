"""What every Word file here has: A4, types of official writing, pages numbered; tables whose head stands on each page.

Knows python-docx, not what is written.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

SONG: Final = "宋体"
HEI: Final = "黑体"
LONG, SHORT = 29.7, 21.0  # cm of A4
MARGIN: Final = 2.0  # cm


def set_page(word: Any, *, landscape: bool) -> None:
    """A4 with a number at the foot of each page; python-docx begins with a page of Letter size."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    page = word.sections[0]
    width, height = (LONG, SHORT) if landscape else (SHORT, LONG)
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Cm(width), Cm(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    _number_pages(page)


def set_types(word: Any, types: Sequence[tuple[str, float, str]]) -> None:
    """Gives styles a size in points and a family, upright and black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size, family in types:
        style = word.styles[name]
        style.font.name, style.font.size, style.font.italic = family, Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        # Word takes Chinese from the East Asian font, which python-docx has no property for.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


def add_table(word: Any, head: Sequence[str], widths: Sequence[float]) -> Any:
    """A table with lines, its columns so many centimetres wide, its head again on every page."""
    from docx.shared import Cm

    table = word.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cell, text, width in zip(table.rows[0].cells, head, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(text).bold = True
    _say(table.rows[0], "w:tblHeader")
    return table


def keep_whole(row: Any) -> None:
    """Has the row begin on the next page where it would be cut by the end of one."""
    _say(row, "w:cantSplit")


def rows_of(table: Any, style_of_last: str) -> Callable[[Sequence[Sequence[str]]], None]:
    """Adds rows to the end of a table, each kept whole: for every cell its paragraphs.

    Rows are copies of an empty one: python-docx looks through all styles and columns for each cell, which takes most of
    a minute for ten thousand rows.
    """
    pattern = table.add_row()
    keep_whole(pattern)
    pattern.cells[-1].paragraphs[0].style = style_of_last
    empty, body = pattern._tr, table._tbl  # noqa: SLF001 - python-docx has no property for it
    body.remove(empty)

    def add(cells: Sequence[Sequence[str]]) -> None:
        made = copy.deepcopy(empty)
        for cell, paragraphs in zip(made.tc_lst, cells, strict=True):
            first = cell.p_lst[0]
            for _ in paragraphs[1:]:
                cell.append(copy.deepcopy(first))
            for paragraph, words in zip(cell.p_lst, paragraphs, strict=True):
                paragraph.add_r().text = words
        body.append(made)

    return add


def to_bytes(word: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _say(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no property for it


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
