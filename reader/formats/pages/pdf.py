"""A PDF to lines, by pdfium: what its pages show as text. Pages that are pictures are told apart, not read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_PAGES, MOST_TEXT, damaged, too_much
from reader.formats.lines import Lines
from reader.formats.pages.layout import lay_out
from reader.formats.pages.parts import Glyph, Page, Stroke
from reader.formats.scans import needs_ocr, what_to_do

_MOST_OBJECTS = 60_000
_MOST_POINTS = 4_000
_THIN = 2.0  # points
_ASKEW = 4  # degrees
_FEW = 12  # characters on a page that is a picture: its number, a stamp
_PICTURED = 0.3  # of a page under pictures
_DEEPEST_FORM = 6
_SIDE = 14_400.0  # the largest page a PDF may have, in points

_Place = Callable[[float, float], tuple[float, float]]


def convert(data: bytes, name: str) -> RawText:
    """The file's text. Raises NeedsOcr where it is pictures only, BadInput where it is damaged or has a password."""
    lines = Lines(name)
    document = open_pdf(data, name)
    try:
        pages = pages_of(document, name)
    finally:
        document.close()
    _judge(pages, lines)
    lay_out(pages, lines)
    return lines.made(data, "pdf")


def pages_of(document: pypdfium2.PdfDocument, name: str) -> list[Page]:
    """What stands on all pages. Raises BadInput where there are none, or too many, or too much stands on them."""
    count = len(document)
    if count > MOST_PAGES:
        raise too_much(name, "的页数过多")
    if count == 0:
        raise damaged(name, "PDF")
    pages = []
    characters = 0
    for number in range(count):
        pages.append(_page(document, number))
        characters += len(pages[-1].glyphs)
        if characters > MOST_TEXT:
            raise too_much(name, "的文字过多")
    return pages


def open_pdf(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """The document. Raises BadInput where it is damaged or needs a password."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise BadInput(f"“{name}”设有密码，无法读取；请先去掉密码。") from error
        raise damaged(name, "PDF") from error


def _has_text(page: Page) -> bool:
    return sum(not glyph.text.isspace() for glyph in page.glyphs) > _FEW


def is_pictured(page: Page) -> bool:
    """Whether a page is a picture: next to no text, and an image or drawn outlines in its place."""
    return not _has_text(page) and (page.pictures > _PICTURED or not page.glyphs) and page.width > 0


def _judge(pages: list[Page], lines: Lines) -> None:
    """Raises NeedsOcr where the pages hold next to no text; says which pages do not."""
    shown = [page for page in pages if not _has_text(page) and (page.pictures > _PICTURED or not page.glyphs)]
    if len(shown) == len(pages):
        raise needs_ocr(lines.name, "的页面是图像，没有文字层（扫描件，或打印成了图像）")
    pictured = [page.number for page in shown if page.pictures > _PICTURED]
    if pictured:
        lines.unread = pictured
        told = "、".join(map(str, pictured[:20])) + ("等" if len(pictured) > 20 else "")
        lines.notes.append(f"第 {told} 页是图像，没有文字，未读取；{what_to_do()}。")


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(number + 1, 0, 0)
    try:
        width, height = page.get_size()
        if not (0 < width <= _SIDE and 0 < height <= _SIDE):
            return Page(number + 1, 0, 0)
        text = page.get_textpage()
        try:
            found, askew = _glyphs(text)
        finally:
            text.close()
        usual = max(found, key=lambda angle: len(found[angle]), default=page.get_rotation())
        if (usual - page.get_rotation()) % 180:
            width, height = height, width
        made = Page(number + 1, width, height, askew=askew)
        for angle, glyphs in found.items():
            placed = _placed(glyphs, _placing(page, angle))
            if angle == usual:
                made.glyphs = placed
            elif angle % 180 != usual % 180 and len(placed) > _FEW:
                made.sideways += placed
            else:
                made.glyphs += _placed(glyphs, _placing(page, usual))
        _drawn(page, made, _placing(page, usual))
        return made
    finally:
        page.close()


def turned(page: pypdfium2.PdfPage) -> int:
    """By how many degrees, clockwise, a page has to be turned further so that its text stands upright."""
    text = page.get_textpage()
    try:
        found, _ = _glyphs(text)
    finally:
        text.close()
    usual = max(found, key=lambda angle: len(found[angle]), default=page.get_rotation())
    return int(usual - page.get_rotation()) % 360


def _placing(page: pypdfium2.PdfPage, rotation: int) -> _Place:
    """From the PDF's coordinates to points from the top left corner of the page, turned so that text of that angle
    stands upright.
    """
    left, bottom, right, top = page.get_bbox()

    def place(x: float, y: float) -> tuple[float, float]:
        if rotation == 90:
            return y - bottom, x - left
        if rotation == 180:
            return right - x, y - bottom
        if rotation == 270:
            return top - y, right - x
        return x - left, top - y

    return place


_Found = tuple[str, float, float, float, float, float, bool]


def _glyphs(text: pypdfium2.PdfTextPage) -> tuple[dict[int, list[_Found]], list[str]]:
    """Characters with their boxes in the PDF's own coordinates, by the quarter they are turned to; and words askew."""
    raw = text.raw
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    found: dict[int, list[_Found]] = {}
    askew: list[str] = []
    blank = False
    for n in range(min(text.count_chars(), MOST_TEXT)):
        code = pdfium.FPDFText_GetUnicode(raw, n)
        if code in (0x20, 0xA0, 0x3000, 0x0D, 0x0A, 0x09):
            blank = blank or code in (0x20, 0xA0, 0x3000)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, n, box) or code in (0, 0xFFFE):
            continue
        size = pdfium.FPDFText_GetFontSize(raw, n)
        angle = 0
        if pdfium.FPDFText_GetMatrix(raw, n, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            if matrix.a < 0 or abs(matrix.b) > 1e-6 * (matrix.a + 1e-9):
                angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        quarter = round(angle / 90) * 90 % 360
        if min(angle % 90, -angle % 90) > _ASKEW:
            _askew(askew, _char(code))
        elif math.isfinite(box.left + box.right + box.top + box.bottom) and size > 0:
            size = min(max(size, 1.0), 500.0)
            found.setdefault(quarter, []).append(
                (_char(code), box.left, box.bottom, box.right, box.top, size, blank)
            )  # fmt: skip
        blank = False
    return found, askew


def _placed(found: list[_Found], place: _Place) -> list[Glyph]:
    glyphs = []
    for char, left, bottom, right, top, size, blank in found:
        (a, b), (c, d) = place(left, bottom), place(right, top)
        x0, y0 = min(a, c), min(b, d)
        glyphs.append(Glyph(char, x0, y0, max(a, c, x0 + 0.1), max(b, d, y0 + 0.1), size, blank))
    return glyphs


def _char(code: int) -> str:
    if code in (0xAD, 0x02):
        return "-"  # pdfium's own marks for a hyphen
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _askew(words: list[str], char: str) -> None:
    if words and len(words[-1]) < 60:
        words[-1] += char
    elif len(words) < 50:
        words.append(char)


def _drawn(page: pypdfium2.PdfPage, made: Page, place: _Place) -> None:
    """The thin lines of a page, and how much of it pictures cover."""
    area = 0.0
    kinds = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    for number, each in enumerate(page.get_objects(filter=kinds, max_depth=_DEEPEST_FORM)):
        if number > _MOST_OBJECTS:
            return
        try:
            left, bottom, right, top = each.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if not math.isfinite(left + bottom + right + top):
            continue
        if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            area += max(0.0, min(right - left, made.width)) * max(0.0, min(top - bottom, made.height))
            continue
        if right - left < _THIN or top - bottom < _THIN:
            _stroke(made, place, left, bottom, right, top)
        else:
            for x0, y0, x1, y1 in _outline(each):
                if abs(x1 - x0) < 1.0 or abs(y1 - y0) < 1.0:
                    _stroke(made, place, x0, y0, x1, y1)
    made.pictures = min(area / (made.width * made.height), 1.0)


def _stroke(made: Page, place: _Place, x0: float, y0: float, x1: float, y1: float) -> None:
    (a, b), (c, d) = place(x0, y0), place(x1, y1)
    made.strokes.append(Stroke(min(a, c), min(b, d), max(a, c), max(b, d)))


def _outline(path: pypdfium2.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces of a path that is stroked; nothing of one that is only filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke) or not stroke.value:
        return
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = (0.0, 0.0)
    for n in range(min(pdfium.FPDFPath_CountSegments(path.raw), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, n)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*before, *point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        before = point
