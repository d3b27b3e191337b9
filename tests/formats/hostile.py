"""Files made to harm: each must end in a sentence, within the limits. Used by tests/formats and tests/soak."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from tests.formats.making import W, assembled, doc, docx, ofd, ofd_text, p, pdf, zipped

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def _laughs() -> bytes:
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]><w:document {W}><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>'
    return docx("", {"word/document.xml": body})


def _outside() -> bytes:
    body = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    return docx("", {"word/document.xml": body.encode("utf-16")})


def _cell(across: str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'


def _wide_table() -> bytes:
    return docx("<w:tbl>" + ("<w:tr>" + _cell("900000000") * 2 + "</w:tr>") * 3 + "</w:tbl>")


def _many_spans() -> bytes:
    return docx("<w:tbl>" + ("<w:tr>" + _cell("256") + _cell("1") + "</w:tr>") * 20000 + "</w:tbl>")


def _deep(tag: str) -> bytes:
    return docx(f"<w:{tag}>" * 20000 + p("甲") + f"</w:{tag}>" * 20000)


def _deep_but_legal() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 100 + p("甲") + "</w:sdtContent></w:sdt>" * 100)


def _nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 70 + p("甲") + "</w:tc></w:tr></w:tbl>" * 70)


def _bomb() -> bytes:
    return docx(
        "", {"word/document.xml": f"<w:document {W}><w:body>".encode() + b" " * 300_000_000 + b"</w:body></w:document>"}
    )


def _loop_of_pages() -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 99999999>>",
        ]
    )


def _many_pages() -> bytes:
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    )


def _form_loop() -> bytes:
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 12>>stream\n/F Do\n/F Do\n\nendstream",
    ])  # fmt: skip


def _flate_bomb() -> bytes:
    import zlib

    data = zlib.compress(b"q " * 60_000_000, 9)
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
    ])  # fmt: skip


def _many_strokes() -> bytes:
    return pdf(
        [
            "".join(
                f"{n % 595} {n % 800} m {n % 595 + 9} {n % 800} l S {n % 500} {n % 700} m {n % 500} {n % 700 + 9} l S\n"
                for n in range(60_000)
            )
        ]
    )


def _numbers_of_ofd() -> bytes:
    return ofd(
        [ofd_text("甲乙", 20, 50, deltas="g 999999999 3 g 999999999 3 " * 50) + ofd_text("丙", 1e300, -1e300, 1e30)]
    )


def _loop_in_ofd() -> bytes:
    return ofd([ofd_text("甲", 20, 50)]).replace(b"Pages/Page_1/Content.xml", b"Pages/Page_1/../Page_1/Co")


def _deep_ofd() -> bytes:
    return ofd(["<ofd:PageBlock>" * 90 + ofd_text("甲", 20, 50) + "</ofd:PageBlock>" * 90])


def _huge_size_of_ofd() -> bytes:
    return ofd(
        [
            '<ofd:TextObject ID="1" Boundary="0 0 9 9" Size="1e99999"><ofd:TextCode X="nan" Y="inf">甲</ofd:TextCode></ofd:TextObject>'
        ]
    )


def _pieces_of_doc() -> bytes:
    data = bytearray(doc("甲\r" * 20))
    at = data.index(struct.pack("<I", 40), 512 + 0x4C)
    struct.pack_into("<I", data, at, 0x7FFFFFFF)
    return bytes(data)


def _sheet() -> bytes:
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>甲</t></is></c></row>'
    return zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{row}</sheetData></worksheet>',
    })  # fmt: skip


def _rtf() -> bytes:
    return b"{\\rtf1" + b"{\\par" * 200_000 + b"\\u99999999999?\\bin99999999 x"


FILES: Mapping[str, Callable[[], bytes]] = {
    "billion-laughs.docx": _laughs, "entity-from-outside.docx": _outside, "gridspan.docx": _wide_table, "many-spans.docx": _many_spans,
    "deep-xml.docx": lambda: _deep("sdt"), "deep-runs.docx": lambda: _deep("ins"), "nested-controls.docx": _deep_but_legal, "nested-tables.docx": _nested_tables,
    "bomb.docx": _bomb, "loop.pdf": _loop_of_pages, "many-pages.pdf": _many_pages, "form-loop.pdf": _form_loop, "flate-bomb.pdf": _flate_bomb,
    "strokes.pdf": _many_strokes, "deltas.ofd": _numbers_of_ofd, "loop.ofd": _loop_in_ofd, "deep.ofd": _deep_ofd, "size.ofd": _huge_size_of_ofd,
    "pieces.doc": _pieces_of_doc, "sheet.xlsx": _sheet, "nesting.rtf": _rtf,
}  # fmt: skip
