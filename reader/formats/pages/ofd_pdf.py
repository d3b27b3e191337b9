"""One page of an OFD file as a PDF of one page: its text, lines, filled shapes and JPEG pictures. For drawing alone."""

from __future__ import annotations

import struct
import zlib

from reader.core.errors import NotFound
from reader.formats.packed import attribute, child, decimal
from reader.formats.pages.ofd import codes
from reader.formats.pages.ofd_parts import MM, Ofd, Piece, numbers

_MOST_OPERATORS = 200_000
_JPEG = b"\xff\xd8"


def page_as_pdf(ofd: Ofd, number: int, name: str) -> bytes:
    """The page as a PDF. Raises NotFound where the file has no such page."""
    page = next(iter(ofd.pages(number)), None)
    if page is None:
        raise NotFound(f"“{name}”没有第 {number} 页（共 {len(ofd)} 页）。")
    out = _Writer(page.height)
    for piece in page.pieces:
        if piece.kind == "TextObject":
            out.text(piece)
        elif piece.kind == "PathObject":
            out.path(piece)
        else:
            out.picture(piece, ofd.picture(attribute(piece.element, "ResourceID") or ""))
    return out.made(page.width * MM, page.height * MM)


class _Writer:
    """Collects drawing operators; OFD counts from the top in millimetres, PDF from the bottom in points."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._operators: list[str] = []
        self._pictures: list[tuple[bytes, int, int, int]] = []

    def _point(self, x: float, y: float) -> str:
        return f"{x * MM:.2f} {(self._height - y) * MM:.2f}"

    def _add(self, *operators: str) -> None:
        if len(self._operators) < _MOST_OPERATORS:
            self._operators += operators

    def text(self, piece: Piece) -> None:
        """The characters of a text object, each at its place."""
        a, b, c, d, _, _ = piece.matrix
        scale = abs(a * d - b * c) ** 0.5 or 1.0
        turn = f"{a / scale:.4f} {-b / scale:.4f} {-c / scale:.4f} {d / scale:.4f}"
        self._add(_colour(piece, "FillColor", "rg"))
        for char, x, y, size in codes(piece):
            if not char.isspace():
                code = char.encode("utf-16-be", "replace").hex()
                self._add(f"BT /F1 {size * MM:.2f} Tf {turn} {self._point(x, y)} Tm <{code}> Tj ET")

    def path(self, piece: Piece) -> None:
        """A path, stroked, filled or both."""
        element = piece.element
        data = child(element, "AbbreviatedData")
        filled = attribute(element, "Fill") == "true"
        stroked = attribute(element, "Stroke") != "false"
        lines = self._steps(piece, (data.text or "") if data is not None else "")
        if lines and (filled or stroked):
            width = min(max(decimal(attribute(element, "LineWidth"), 0.353), 0.05), 50.0) * MM
            how = "B" if filled and stroked else "f" if filled else "S"
            self._add(
                _colour(piece, "FillColor", "rg"), _colour(piece, "StrokeColor", "RG"), f"{width:.2f} w", *lines, how
            )  # fmt: skip

    def _steps(self, piece: Piece, data: str) -> list[str]:
        out: list[str] = []
        tokens = data[:400_000].split()
        sizes = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "C": 0}
        at = 0
        before = "0 0"
        while at < len(tokens) and len(out) < _MOST_OPERATORS:
            name = tokens[at]
            size = sizes.get(name)
            if size is None or at + size >= len(tokens) + (size == 0):
                at += 1
                continue
            values = [decimal(token) for token in tokens[at + 1 : at + 1 + size]]
            points = [self._point(*piece.place(x, y)) for x, y in zip(values[::2], values[1::2], strict=True)]
            at += 1 + size
            if name == "C":
                out.append("h")
            elif name in ("M", "S"):
                out.append(f"{points[0]} m")
            elif not out:
                out.append(f"{points[-1]} m")
            elif name == "L":
                out.append(f"{points[0]} l")
            elif name == "Q":
                out.append(f"{before} {points[0]} {points[1]} c" if before != points[0] else f"{points[1]} l")
            else:
                out.append(f"{' '.join(points)} c")
            before = points[-1] if points else before
        return out if out and out[0].endswith("m") else []

    def picture(self, piece: Piece, data: bytes | None) -> None:
        """A JPEG picture in its place; others are left out."""
        found = _jpeg_size(data) if data and data.startswith(_JPEG) else None
        if found is None or data is None or len(self._pictures) >= 200:
            return
        self._pictures.append((data, *found))
        x, y, wide, high = piece.boundary
        place = f"{wide * MM:.2f} 0 0 {high * MM:.2f} {x * MM:.2f} {(self._height - y - high) * MM:.2f} cm"
        self._add(f"q {place} /P{len(self._pictures)} Do Q")

    def made(self, width: float, height: float) -> bytes:
        """The PDF."""
        content = zlib.compress("\n".join(each for each in self._operators if each).encode("ascii", "replace"))
        pictures = " ".join(f"/P{n} {7 + n} 0 R" for n in range(1, len(self._pictures) + 1))
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents 4 0 R"
            f"/Resources<</Font<</F1 5 0 R>>/XObject<<{pictures}>>>>>>".encode(),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
            (
                b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
                b"/Supplement 5>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 7 0 R>>"
            ),
            (
                b"<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[-10 -200 1000 900]/ItalicAngle 0/Ascent 860"
                b"/Descent -140/CapHeight 700/StemV 80>>"
            ),
        ]
        for data, wide, high, colours in self._pictures:
            space = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}.get(colours, "DeviceRGB")
            head = (
                f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/{space}/BitsPerComponent 8"
                f"/Filter/DCTDecode/Length {len(data)}>>stream\n"
            )
            objects.append(head.encode() + data + b"\nendstream")
        return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for n, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _colour(piece: Piece, which: str, operator: str) -> str:
    found = child(piece.element, which)
    values = numbers(attribute(found, "Value"), 3) if found is not None else None
    red, green, blue = (min(max(v / 255, 0.0), 1.0) for v in values) if values else (0.0, 0.0, 0.0)
    return f"{red:.3f} {green:.3f} {blue:.3f} {operator}"


def _jpeg_size(data: bytes) -> tuple[int, int, int] | None:
    """Width, height and number of colours of a JPEG; None where it is none."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">HH", data, at + 5)
            return (wide, high, data[at + 9]) if 0 < wide <= 20_000 and 0 < high <= 20_000 else None
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
