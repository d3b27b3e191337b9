"""Annotations of a PDF, by pdfium: highlights and notes, each with the words it lies on."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from reader.core.remark import Remark, Remarks, moment
from reader.formats.bounds import MOST_PAGES, MOST_TEXT, too_much
from reader.formats.pages.parts import is_wide
from reader.formats.pages.pdf import open_pdf

CONTEXT: Final = 32
MOST: Final = 20_000  # annotations of one file
MOST_QUADS: Final = 500  # lines that one of them lies on
LONGEST: Final = 20_000  # characters of one note
INSIDE: Final = 1.0  # points by which a line is looked at inside its edges: neighbours touch
ON_WORDS: Final = frozenset(
    [pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT]
)
BESIDE: Final = frozenset([pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT])
_BREAK: Final = re.compile(r"\s*[\r\n]+\s*")
_BLANK: Final = re.compile(r"\s+")
_DAY: Final = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")


def read_remarks(data: bytes, name: str) -> Remarks:
    """What people left on the pages, in reading order. Raises BadInput where the file is damaged or has a password."""
    document = open_pdf(data, name)
    try:
        if len(document) > MOST_PAGES:
            raise too_much(name, "的页数过多")
        remarks: list[Remark] = []
        pages: list[str] = []
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            text = joined(words.get_text_range())
            pages.append(text)
            remarks += _on(page, words, text)
            if len(remarks) > MOST or sum(map(len, pages)) > MOST_TEXT:
                raise too_much(name, "的批注或文字过多")
        title = (document.get_metadata_value("Title") or "").strip()[:500]
    finally:
        document.close()
    return Remarks(tuple(remarks), title=title, text="\n".join(pages))


def joined(text: str) -> str:
    """Text of a page without its line breaks, and without the blanks that a page has beside Han for looks.

    Between Latin words a blank takes the place of a break.
    """

    def instead(found: re.Match[str]) -> str:
        before, behind = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if _BREAK.fullmatch(found[0]):
            return " " if before.isascii() and behind.isascii() and before.isalnum() and behind.isalnum() else ""
        return "" if any(side and is_wide(side) for side in (before, behind)) else found[0]

    return _BLANK.sub(instead, text)


def _on(page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, text: str) -> Iterator[Remark]:
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST + 1)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in ON_WORDS and kind not in BESIDE:
                continue
            quote = joined("\n".join(_lines(annotation, words))).strip() if kind in ON_WORDS else ""
            said = _string(annotation, b"Contents").replace("\r", "\n").strip()[:LONGEST]
            if not quote and not said:
                continue
            at = text.find(quote) if quote else -1
            yield Remark(
                quote, said, text[max(0, at - CONTEXT) : at] if at > 0 else "",
                text[at + len(quote) : at + len(quote) + CONTEXT] if at >= 0 else "",
                " ".join(_string(annotation, b"T").split())[:200],
                _moment(_string(annotation, b"CreationDate") or _string(annotation, b"M")),
                "deletion" if kind == pdfium.FPDF_ANNOT_STRIKEOUT and not said else "comment",
            )  # fmt: skip
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _lines(annotation: pdfium.FPDF_ANNOTATION, words: pypdfium2.PdfTextPage) -> Iterator[str]:
    """The words under each of its quadrilaterals, from the top."""
    quad = pdfium.FS_QUADPOINTSF()
    for number in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), MOST_QUADS)):
        if not pdfium.FPDFAnnot_GetAttachmentPoints(annotation, number, ctypes.byref(quad)):
            continue
        xs = (quad.x1, quad.x2, quad.x3, quad.x4)
        ys = (quad.y1, quad.y2, quad.y3, quad.y4)
        yield words.get_text_bounded(min(xs), min(ys) + INSIDE, max(xs), max(ys) - INSIDE)


def _string(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 4 * LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _moment(said: str) -> str:
    """A date as PDF writes it: D:20261128160000+08'00'."""
    found = _DAY.match(said)
    if found is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else "+00:00"
    return moment(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}")
