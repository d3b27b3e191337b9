"""An OFD file (GB/T 33190) to lines: text with its places, templates and annotations of every page."""

from __future__ import annotations

import itertools
import re

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_TEXT, too_much
from reader.formats.lines import Lines
from reader.formats.packed import Element, attribute, children, decimal
from reader.formats.pages.layout import lay_out
from reader.formats.pages.ofd_parts import MM, Ofd, OfdPage, Piece, numbers
from reader.formats.pages.parts import Glyph, Page, Stroke, is_wide
from reader.formats.scans import needs_ocr

_ASKEW = 0.08  # tangent
_THIN = 2.0
_LOST = frozenset("\xa4\ufffd")
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_MOST_STEPS = 5000


def convert(data: bytes, name: str) -> RawText:
    """The file's text. Raises NeedsOcr where it is pictures only, BadInput where it is damaged or asks for too much."""
    lines = Lines(name)
    ofd = Ofd(data, name)
    pages, count = [], 0
    for page in ofd.pages():
        pages.append(page_parts(page, name, MOST_TEXT - count))
        count += len(pages[-1].glyphs)
    if not count and any(page.pictures > 0 for page in pages):
        raise needs_ocr(name, "的页面是图像，没有文字")
    if not count:
        raise BadInput(f"“{name}”中没有可以读取的文字。")
    lay_out(pages, lines)
    lost = sum(glyph.text in _LOST for page in pages for glyph in page.glyphs)
    if lost:
        lines.notes.append(f"有 {lost} 个字符在文件中只有字形、没有文字编码，无法读取。")
    if attached := ofd.attachments():
        lines.notes.append(f"文件带有附件：{'、'.join(attached)}；附件未读取。")
    return lines.made(data, "ofd")


def page_parts(page: OfdPage, name: str, most: int = MOST_TEXT) -> Page:
    """What stands on a page, in points from its top left corner. Raises BadInput where that is too much."""
    made = Page(page.number, page.width * MM, page.height * MM)
    area = 0.0
    for piece in page.pieces:
        if piece.kind == "TextObject":
            _text(piece, made)
            if len(made.glyphs) > most:
                raise too_much(name, "的文字过多")
        elif piece.kind == "PathObject":
            _path(piece, made)
        elif piece.kind == "ImageObject":
            area += piece.boundary[2] * piece.boundary[3]
    made.pictures = min(area / max(page.width * page.height, 1.0), 1.0)
    return made


def codes(piece: Piece) -> list[tuple[str, float, float, float]]:
    """Each character of a text object: its words, where it begins on the page (mm) and its size (mm)."""
    element = piece.element
    size = min(max(decimal(attribute(element, "Size"), 3.0), 0.1), 500.0)
    a, b, c, d, _, _ = piece.matrix
    scale = (abs(a * d - b * c)) ** 0.5 or 1.0
    out: list[tuple[str, float, float, float]] = []
    last_x = last_y = 0.0
    for code in children(element, "TextCode"):
        text = (code.text or "")[:MOST_TEXT]
        x, y = decimal(attribute(code, "X"), last_x), decimal(attribute(code, "Y"), last_y)
        last_x, last_y = x, y
        across = deltas(attribute(code, "DeltaX"), len(text))
        down = deltas(attribute(code, "DeltaY"), len(text))
        for n, char in enumerate(text):
            px, py = piece.place(x, y)
            out.append((char, px, py, size * scale))
            x += across[n] if n < len(across) else (0.0 if down else size * (1.0 if is_wide(char) else 0.5))
            y += down[n] if n < len(down) else 0.0
    return out


def deltas(value: str | None, most: int) -> list[float]:
    """The steps from one character to the next: plain numbers, and `g N v` for N times v. Never more than `most`."""
    out: list[float] = []
    tokens = (value or "")[: 40 * most + 400].split()
    at = 0
    while at < len(tokens) and len(out) < most:
        if tokens[at] in ("g", "G") and at + 2 < len(tokens):
            times = int(min(max(decimal(tokens[at + 1], float(most)), 0.0), most - len(out)))
            out += [decimal(tokens[at + 2])] * times
            at += 3
        else:
            out.append(decimal(tokens[at]))
            at += 1
    return out


def _text(piece: Piece, made: Page) -> None:
    a, b, *_ = piece.matrix
    if piece.watermark or (abs(b) > _ASKEW * abs(a) and abs(a) > _ASKEW * abs(b)):
        words = "".join(char for char, *_ in codes(piece))
        if len(made.askew) < 100:
            made.askew.append(words[:60])
        return
    blank = False
    placed = codes(piece)
    for n, (char, x, y, size) in enumerate(placed):
        if char.isspace():
            blank = True
            continue
        wide = size * (1.0 if is_wide(char) else 0.55)
        step = placed[n + 1][1] - x if n + 1 < len(placed) and abs(placed[n + 1][2] - y) < 0.1 else wide
        if 0.3 * wide < step < wide:
            wide = step
        x0, y0 = x * MM, (y - 0.86 * size) * MM
        made.glyphs.append(Glyph(char, x0, y0, x0 + wide * MM, y0 + size * MM, size * MM, blank))
        blank = False


def _path(piece: Piece, made: Page) -> None:
    """The straight thin lines of a path."""
    if attribute(piece.element, "Stroke") == "false":
        x, y, wide, high = piece.boundary
        if wide * MM < _THIN or high * MM < _THIN:
            made.strokes.append(Stroke(x * MM, y * MM, (x + wide) * MM, (y + high) * MM))
        return
    for points in outline(piece):
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if abs(ax - bx) * MM < 1.0 or abs(ay - by) * MM < 1.0:
                made.strokes.append(
                    Stroke(min(ax, bx) * MM, min(ay, by) * MM, max(ax, bx) * MM, max(ay, by) * MM)
                )  # fmt: skip


def outline(piece: Piece) -> list[list[tuple[float, float]]]:
    """The lines of a path on the page (mm); curves by their end points."""
    data = next((child.text or "" for child in children(piece.element, "AbbreviatedData")), "")
    out: list[list[tuple[float, float]]] = []
    operator, values = "", list[float]()
    sizes = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
    for token in _PATH.findall(data[:200_000])[: _MOST_STEPS * 8]:
        if token.isalpha():
            operator, values = token.upper(), []
            if operator == "C" and out and out[-1]:
                out[-1].append(out[-1][0])
            continue
        values.append(decimal(token))
        if len(values) == sizes.get(operator, 0):
            point = piece.place(values[-2], values[-1])
            values = []
            if operator in ("M", "S") or not out:
                out.append([point])
            else:
                out[-1].append(point)
            if len(out) > _MOST_STEPS:
                break
    return out


__all__ = ["Element", "codes", "convert", "deltas", "numbers", "outline", "page_parts"]
