"""A comparison as the table of revisions that offices make: before, after, what became of it. As data and as XLSX."""

from __future__ import annotations

import io
from typing import Any, Final, Literal

from reader.core.comparison import Cell, Comparison, Many, Row, grouped
from reader.core.spreadsheet import fitting
from reader.reports.marked import Side, pieces
from reader.workbook import print_well, set_height

Fate = Literal["same", "changed", "moved", "added", "removed"]

FATES: Final[tuple[Fate, ...]] = ("same", "changed", "moved", "added", "removed")
_OF_STATUS: Final[dict[str, Fate]] = {
    "same": "same", "reworded": "changed", "only-left": "removed", "only-right": "added",
}  # fmt: skip
_WORDS: Final[dict[Fate, str]] = {
    "same": "未改动", "changed": "修改", "moved": "移动", "added": "新增", "removed": "删去",
}  # fmt: skip
_MANY: Final[dict[Many, str]] = {"split": "可能拆分", "merged": "可能合并", "both": "可能拆分合并"}
HEADINGS: Final = ("修订前", "修订后", "说明")
WIDTHS: Final = (58, 58, 22)  # characters


def headings(comparison: Comparison) -> tuple[str, str, str]:
    """The headings of the three columns, each version with its day where that is known: 修订前（2019-04-23）."""
    before, after = (
        f"{name}（{date}）" if date else name for name, date in zip(HEADINGS, comparison.dates, strict=False)
    )
    return before, after, HEADINGS[2]


def fate(row: Row) -> Fate:
    """What became of a clause; one that stands elsewhere is moved, whether or not its words changed too."""
    return "moved" if row.pair.moved else _OF_STATUS[row.pair.status]


def said(row: Row) -> str:
    """The same in words, with the names of both clauses where they differ: 移动：第十七条→第十六条."""
    what = fate(row)
    if row.part_of is not None:
        return row.status
    if row.many and row.left is not None and row.right is not None:
        return f"{_MANY[row.many]}：{row.left.label}→{row.right.label}"
    words = _WORDS[what] + ("并修改" if what == "moved" and row.pair.status == "reworded" else "")
    renamed = row.left is not None and row.right is not None and row.left.label != row.right.label
    if not renamed:
        return words
    assert row.left is not None
    assert row.right is not None
    return f"{words if what != 'same' else '条次变动'}：{row.left.label}→{row.right.label}"


def explained(row: Row) -> str:
    """The 说明 of a row: what people wrote, else what became of the clause."""
    return row.remark or said(row)


def as_json(comparison: Comparison, docs: tuple[str, str]) -> dict[str, Any]:
    """Every clause of either document with what became of it; spans are code points of the texts beside them."""
    counted: dict[Fate, int] = dict.fromkeys(FATES, 0)
    for row in comparison.rows:
        counted[fate(row)] += 1
    return {
        "left": docs[0], "right": docs[1], "versions": comparison.versions, "counts": counted,
        "rows": [
            {
                "status": fate(row), "says": said(row), "similarity": round(row.pair.similarity, 3),
                "key": row.key, "remark": row.remark,
                "part_of": row.part_of.block if row.part_of is not None else None,
                "left": _side(row.left, row, "left"), "right": _side(row.right, row, "right"),
            }
            for row in comparison.rows
        ],
    }  # fmt: skip


def _side(cell: Cell | None, row: Row, side: Side) -> dict[str, Any] | None:
    if cell is None:
        return None
    spans = [(each.left if side == "left" else each.right) for each in row.diff if each.kind != "equal"]
    changed = [list(span) for span in spans if span.start < span.end]
    return {"block": cell.block, "clause": cell.label, "text": cell.text, "changed": changed}


def dump(comparison: Comparison) -> bytes:
    """The table as .xlsx: what is gone struck out, what is new underlined, both bold; what stayed is grey."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "修订对照表"
    sheet.append([fitting(f"{comparison.titles[0]}（修订前）"), fitting(f"{comparison.titles[1]}（修订后）"), ""])
    sheet.append([fitting(each) for each in headings(comparison)])
    for row in grouped(comparison).rows:
        sheet.append([_rich(row, "left"), _rich(row, "right"), fitting(explained(row))])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # else openpyxl takes a text that begins with = for a formula
            if fate(row) == "same":
                cell.font = Font(color="FF8C8C8C")
        texts = [cell.text if cell else "" for cell in (row.left, row.right)]
        set_height(sheet, sheet.max_row, [*texts, explained(row)], WIDTHS)
    for cells in sheet["A1:C2"]:
        for cell in cells:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
    for at in (1, 2):
        set_height(sheet, at, [cell.value for cell in sheet[at]], WIDTHS)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    print_well(sheet, WIDTHS, "1:2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rich(row: Row, side: Side) -> Any:
    """The side's text, its changed characters marked where there are any."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Color

    parts = [(fitting(text), mark) for text, mark in pieces(row, side)]
    if not any(mark for _, mark in parts) or sum(len(text) for text, _ in parts) > len(fitting("字" * 40_000)):
        return fitting("".join(text for text, _ in parts))
    fonts = {
        "gone": InlineFont(b=True, strike=True, color=Color("FFA61B1B")),
        "new": InlineFont(b=True, u="single", color=Color("FF0B57A4")),
    }
    return CellRichText([TextBlock(fonts[mark], text) if mark else text for text, mark in parts])
