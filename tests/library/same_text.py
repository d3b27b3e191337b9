"""One text as files of several kinds: what a ministry sends as Word, then publishes as PDF, then files as OFD."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tests.formats import making

LINE, LINES, TITLE_LINE = 30, 24, 20  # characters a line, lines a page, characters a line of the title


def as_docx(paragraphs: Sequence[str]) -> bytes:
    title = making.p(escape(paragraphs[0]), '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
    return making.docx(title + "".join(making.p(escape(each), '<w:ind w:firstLine="640"/>') for each in paragraphs[1:]))


def as_pdf(paragraphs: Sequence[str]) -> bytes:
    """Set in lines over several pages, with page numbers."""
    pages = []
    for number, lines in enumerate(_pages(paragraphs), 1):
        content = ""
        for at, (text, indent) in enumerate(lines):
            y = 760 - at * 28
            if indent is None:
                content += making.show(text, (595 - 22 * len(text)) / 2, y, 22)
            else:
                content += making.show(text, 57 + 16 * indent, y)
        pages.append(content + making.show(f"— {number} —", 280, 40, 12))
    return making.pdf(pages)


def as_ofd(paragraphs: Sequence[str]) -> bytes:
    pages = []
    for number, lines in enumerate(_pages(paragraphs, narrow=0.5), 1):
        content = ""
        for at, (text, indent) in enumerate(lines):
            size = 7.5 if indent is None else 5.6
            x = (210 - size * len(text)) / 2 if indent is None else 21 + 5.6 * indent
            deltas = " ".join(str(size / 2 if each.isascii() else size) for each in text[:-1]) or str(size)
            content += making.ofd_text(escape(text), x, 30 + at * 10, size, deltas=deltas)
        pages.append(content + making.ofd_text(f"— {number} —", 98, 285, 4))
    return making.ofd(pages)


def as_html(paragraphs: Sequence[str]) -> bytes:
    inside = "".join(f"<p>{escape(each)}</p>" for each in paragraphs[1:])
    return f"<!DOCTYPE html><html><body><h1>{escape(paragraphs[0])}</h1>{inside}</body></html>".encode()


def _pages(paragraphs: Sequence[str], narrow: float = 1) -> Iterator[list[tuple[str, int | None]]]:
    """Lines with how many characters they are indented; None for those of the title, which are centred.

    `narrow`: width of a figure or Latin letter, beside a Han character.
    """
    title = paragraphs[0]
    long = -(-len(title) // -(-len(title) // TITLE_LINE))
    lines: list[tuple[str, int | None]] = [(title[at : at + long], None) for at in range(0, len(title), long)]
    for paragraph in paragraphs[1:]:
        line, indent, width = "", 2, 2.0
        for character in paragraph:
            more = narrow if character.isascii() else 1
            if width + more > LINE:
                lines.append((line, indent))
                line, indent, width = "", 0, 0.0
            line, width = line + character, width + more
        lines.append((line, indent))
    for start in range(0, len(lines), LINES):
        yield lines[start : start + LINES]
