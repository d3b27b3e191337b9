"""What is copied from a document, as rich text for Word and WPS and as Markdown. Pure.

Headings keep their level, run-in headings their weight, tables their cells. The texts come in the script on screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

DEEPEST: Final = 6  # levels of headings that HTML and Markdown know
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|])")
_BEGINS: Final = re.compile(r"^(\d+)(?=[.)])|^(?=[#+\-=])")  # what would make a list, a heading or a rule of a line
_SONG: Final = "font-family:'仿宋_GB2312','FangSong','仿宋','SimSun',serif"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One block of a document, or a piece of one.

    Attributes:
        kind: as in `Block.kind`; a piece of a heading or title counts as a paragraph.
        level: of headings, 1..5; None where it has none.
        bold: how many characters at the beginning are a run-in heading.
        rows: of tables, header first, cells that reach over several repeated in each; empty for all else.
        cells: of a whole table, each one (row, column, rows that it takes); empty where none takes more than one.
    """

    kind: str
    text: str
    level: int | None = None
    bold: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    cells: tuple[tuple[int, int, int], ...] = ()


def html(parts: Iterable[Excerpt]) -> str:
    """A whole page of HTML, whose headings, bold words and tables word processors take over as such."""
    body = "".join(map(_html, parts))
    head = '<html><head><meta charset="utf-8"></head><body><!--StartFragment-->'
    return f"{head}{body}<!--EndFragment--></body></html>"


def _html(part: Excerpt) -> str:
    if part.rows:
        reach = {(row, column): down for row, column, down in part.cells}
        rows = "".join(_html_row(row, at, reach) for at, row in enumerate(part.rows))
        style = "border-collapse:collapse;margin:6pt 0"
        return f'<table border="1" cellspacing="0" cellpadding="4" style="{style}">{rows}</table>'
    words = _lines(part.text)
    if part.kind == "title":
        return f'<p align="center" style="text-align:center;font-size:22pt;font-weight:bold"><b>{words}</b></p>'
    if part.kind == "heading":
        level = min(part.level or 1, DEEPEST)
        return f"<h{level}>{words}</h{level}>"
    if part.bold:
        words = f"<b>{_lines(part.text[: part.bold])}</b>{_lines(part.text[part.bold :])}"
    if part.kind in {"signature", "date"}:
        return f'<p align="right" style="text-align:right;{_SONG}">{words}</p>'
    return f'<p style="text-indent:2em;mso-char-indent-count:2.0;{_SONG}">{words}</p>'


def _html_row(row: Sequence[str], at: int, reach: Mapping[tuple[int, int], int]) -> str:
    """A row; what a cell above covers is left out."""
    cell, made = "td" if at else "th", []
    for column, text in enumerate(row):
        down = reach.get((at, column), 0) if reach else 1
        over = f' rowspan="{down}"' if down > 1 else ""
        if down:
            made.append(f'<{cell}{over} style="border:1px solid #000">{_lines(text)}</{cell}>')
    return f"<tr>{''.join(made)}</tr>"


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def markdown(parts: Iterable[Excerpt]) -> str:
    """The same as Markdown (CommonMark, tables as GitHub writes them); signs of the text stay signs of the text."""
    return "\n\n".join(map(_markdown, parts)) + "\n"


def _markdown(part: Excerpt) -> str:
    if part.rows:
        wide = max(map(len, part.rows))
        lines = [_markdown_row((*row, *[""] * (wide - len(row)))) for row in part.rows]
        return "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]])
    if part.kind in {"title", "heading"}:
        marks = "#" * (1 if part.kind == "title" else min((part.level or 1) + 1, DEEPEST))
        return f"{marks} {_plain(part.text)}"
    lead = part.text[: part.bold]
    bold = f"**{_plain(lead.strip())}**" if lead.strip() else ""
    rest = _plain(part.text[part.bold :])
    return bold + rest if bold else _BEGINS.sub(lambda found: f"{found[0]}\\", rest.lstrip(), count=1)


def _markdown_row(row: Sequence[str]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.splitlines()))
