"""A page of a file as a picture: PDF by pdfium; OFD by way of a PDF made of its text, lines and pictures."""

from __future__ import annotations

import math

import pypdfium2

from reader.core.errors import BadInput, NotFound
from reader.formats.pages.ofd_parts import Ofd
from reader.formats.pages.ofd_pdf import page_as_pdf
from reader.formats.pages.pdf import open_pdf, turned
from reader.formats.pages.png import png
from reader.formats.sniff import sniff

_MOST_PIXELS = 40_000_000
DRAWN = frozenset(["pdf", "ofd"])
"""Kinds that have pages to draw."""


def draw_page(data: bytes, name: str, number: int, scale: float = 2.0) -> bytes:
    """A page as PNG.

    Args:
        number: from 1.
        scale: pixels for a point (1/72 inch).

    Raises BadInput where the file has no pages or is damaged, NotFound where it has no such page.
    """
    kind = sniff(data)
    if kind == "ofd":
        return _drawn(page_as_pdf(Ofd(data, name), number, name), name, 1, scale)
    if kind == "picture":
        from reader.formats.ocr import draw_picture  # what opens pictures is an extra

        return draw_picture(data, name, number, scale)
    if kind != "pdf":
        raise BadInput(f"“{name}”不分页，没有可以显示的页面。")
    return _drawn(data, name, number, scale)


def _drawn(data: bytes, name: str, number: int, scale: float) -> bytes:
    document = open_pdf(data, name)
    try:
        if not 1 <= number <= len(document):
            raise NotFound(f"“{name}”没有第 {number} 页（共 {len(document)} 页）。")
        page = document[number - 1]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise BadInput(f"“{name}”第 {number} 页的尺寸有误，无法显示。")
        scale = min(max(scale, 0.1), 10.0, math.sqrt(_MOST_PIXELS / (width * height)))
        bitmap = page.render(scale=scale, rotation=turned(page), rev_byteorder=True, may_draw_forms=False)
        return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    except pypdfium2.PdfiumError as error:
        raise BadInput(f"“{name}”第 {number} 页已损坏，无法显示。") from error
    finally:
        document.close()
