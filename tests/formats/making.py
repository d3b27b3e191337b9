"""Small files of every kind, made here: no file of another's is needed to test a reader. Also used by tests/soak."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFD_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


# -- docx


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def listed(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def lvl(level: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, rels: str = "") -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": '<Relationships xmlns="x"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="x">{rels}</Relationships>',
            **(parts or {}),
        }
    )


# -- pdf


def pdf(pages: Sequence[str], *, rotate: int = 0, size: tuple[int, int] = (595, 842), extra: str = "") -> bytes:
    """A PDF whose pages have these content streams; text is written as hexadecimal UTF-16 by `show`."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
        "/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/DW 1000"
        "/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -140 1000 860]/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/StemV 80>>>>]>>"
    )
    objects.append(font)
    kids = []
    for content in pages:
        data = content.encode("latin-1")
        objects.append(f"<</Length {len(data)}>>stream\n{content}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Rotate {rotate}/MediaBox[0 0 {size[0]} {size[1]}]/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R>>>>{extra}>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return assembled([each.encode("latin-1") for each in objects])


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for n, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def show(text: str, x: float, y: float, size: float = 16, turn: str = "1 0 0 1") -> str:
    """The operators that show a text with its baseline at (x, y), counted from the lower left."""
    return f"BT /F1 {size} Tf {turn} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def lines_down(texts: Sequence[str], x: float = 80, top: float = 740, step: float = 28, size: float = 16) -> str:
    return "".join(show(text, x, top - n * step, size) for n, text in enumerate(texts))


# -- ofd


def ofd_text(text: str, x: float, y: float, size: float = 5, more: str = "", deltas: str | None = None) -> str:
    """A text object; x and y of the baseline in mm from the top left."""
    deltas = f'DeltaX="{deltas}"' if deltas else f'DeltaX="g {max(len(text) - 1, 1)} {size}"'
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} 200 {size * 1.3}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {deltas}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(
    pages: Sequence[str], *, template: str = "", annotation: str = "", attachment: str = "", document: str = ""
) -> bytes:
    listed_pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in enumerate(pages, 1))
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common += '<ofd:TemplatePage ID="50" BaseLoc="Tpls/Tpl.xml"/>' if template else ""
    more = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if annotation else ""
    more += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if attachment else ""
    used = '<ofd:Template TemplateID="50" ZOrder="Background"/>' if template else ""
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {OFD_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD_NS}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed_pages}</ofd:Pages>{more}{document}</ofd:Document>",
    }
    for n, content in enumerate(pages, 1):
        members[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {OFD_NS}>{used}<ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if template:
        members["Doc_0/Tpls/Tpl.xml"] = (
            f'<ofd:Page {OFD_NS}><ofd:Content><ofd:Layer ID="3">{template}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if annotation:
        members["Doc_0/Annots/Annotations.xml"] = (
            f'<ofd:Annotations {OFD_NS}><ofd:Page PageID="1"><ofd:FileLoc>A1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
        )
        members["Doc_0/Annots/A1.xml"] = f"<ofd:PageAnnot {OFD_NS}>{annotation}</ofd:PageAnnot>"
    if attachment:
        members["Doc_0/Attachs/Attachments.xml"] = (
            f'<ofd:Attachments {OFD_NS}><ofd:Attachment ID="7" Name="{attachment}"><ofd:FileLoc>a.bin</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
        )
    return zipped(members)


# -- compound files


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE) of a few streams, each of 4096 bytes at least so that none is a small one."""
    padded = {name: data.ljust(4096, b"\x00") for name, data in streams.items()}
    sectors = {name: -(-len(data) // 512) for name, data in padded.items()}
    total = 2 + sum(sectors.values())  # the table of sectors, the directory
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    starts, body = {}, b""
    for name, data in padded.items():
        starts[name] = len(table)
        count = sectors[name]
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
        body += data.ljust(count * 512, b"\x00")
    assert total <= 128
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        words = name.encode("utf-16-le") + b"\x00\x00"
        return (
            words.ljust(64, b"\x00")
            + struct.pack("<HBBIII", len(words), kind, 1, 0xFFFFFFFF, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    names = sorted(padded, key=lambda n: (len(n), n.upper()))
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)
    for n, name in enumerate(names, 1):
        directory += entry(
            name, 2, 0xFFFFFFFF, n + 1 if n < len(names) else 0xFFFFFFFF, starts[name], len(padded[name])
        )
    directory = directory.ljust(512, b"\x00")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    head = head.ljust(512, b"\xff")
    return head + struct.pack("<128I", *table) + directory + body


def doc(text: str, looks: Mapping[int, bytes] | None = None, *, single: str = "", flags: int = 0x0200) -> bytes:
    """A Word 97 file: `text` as one piece of two-byte characters, `single` as a second of one-byte ones.

    looks: by the number of a paragraph (they end in \\r or \\x07), the properties of its mark.
    """
    wide, narrow = text.encode("utf-16-le"), single.encode("cp1252")
    start = 2048
    stream = bytearray(start) + wide + narrow
    size = len(text) + len(single)
    ends = [n + 1 for n, char in enumerate(text) if char in "\r\x07"]
    bounds = [start, *(start + 2 * end for end in ends)]
    page = bytearray(512)
    page[511] = len(ends)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    free = 510
    for n in range(len(ends)):
        properties = b"\x00\x00" + (looks or {}).get(n, b"")
        properties += b"" if len(properties) % 2 else b"\x00"
        block = bytes([(len(properties) + 1) // 2]) + properties
        free = (free - len(block)) // 2 * 2
        page[free : free + len(block)] = block
        page[4 * len(bounds) + 13 * n] = free // 2
    at_page = -(-len(stream) // 512)
    stream = stream.ljust(at_page * 512, b"\x00") + page
    pieces = [(0, len(text), start, False)] + ([(len(text), size, start + len(wide), True)] if single else [])
    plc = struct.pack(f"<{len(pieces) + 1}I", *[piece[0] for piece in pieces], size)
    for _, _, offset, one in pieces:
        plc += struct.pack("<HIH", 0, (offset * 2) | 0x40000000 if one else offset, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    table = clx.ljust(256, b"\x00") + struct.pack("<III", bounds[0], bounds[-1], at_page)
    struct.pack_into("<H", stream, 0, 0xA5EC)
    struct.pack_into("<H", stream, 0x0A, flags)
    struct.pack_into("<I", stream, 0x4C, size)
    struct.pack_into("<II", stream, 0x102, 256, 12)
    struct.pack_into("<II", stream, 0x1A2, 0, len(clx))
    return compound({"WordDocument": bytes(stream), "1Table": table})


CENTRED = struct.pack("<HB", 0x2403, 1)
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)
NUMBERED = struct.pack("<HH", 0x460B, 1)


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet (BIFF 5; words of Latin letters)."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                words = value.encode("ascii")
                sheet += record(0x0204, struct.pack("<HHHH", r, c, 0, len(words)) + words)
            else:
                sheet += record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    sheet += record(0x000A, b"")
    head = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC)) + record(
        0x0042, struct.pack("<H", 1252)
    )
    bound = struct.pack("<IBBB", len(head) + 4 + 12 + 4, 0, 0, 5) + b"Plans"
    return compound({"Book": head + record(0x0085, bound) + record(0x000A, b"") + sheet})


def noise(size: int) -> bytes:
    return zlib.compress(bytes(range(256)) * (size // 256 + 1))[:size]
