"""A file given for one of notes that is none is named for what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.core.errors import BadInput
from reader.library.incoming.naming import refuse_other
from reader.store import exchange


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return out.getvalue()


def read(data: bytes) -> None:
    """As an import does where it is no file of another program."""
    refuse_other(data)
    exchange.parse(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped("pack.json", "normalised/manifest.json"), "语料包.*安装"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel 表格.*CSV"),
        (zipped("OFD.xml"), "OFD 文件.*添加文件"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument 文件.*docx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument 表格.*CSV"),
        (zipped("META-INF/container.xml", mimetype="application/epub+zip"), "电子书"),
        (zipped("a.txt"), "压缩文件.*解压"),
        (b"7z\xbc\xaf'\x1c" + bytes(40), "压缩文件.*解压"),
        (b"{\\rtf1 x}", "RTF.*docx"),
        ("<!DOCTYPE html><p>一, 二</p>".encode(), "网页"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        (b"MZ" + bytes(300), "程序"),
        (b"untrusted comment: minisign secret key\nx", "密钥"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "日历"),
        (bytes(range(256)) * 4, "认不出"),
        (b"SQLite format 3\0" + bytes(100), "恢复"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "另存为 .docx"),
        (b"", "空的"),
        ("第一条 本办法自发布之日起施行。".encode(), "认不出"),
    ],
)
def test_it_is_named_for_what_it_is(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[]", b"\xef\xbb\xbf{}", "编号,原文\n1,一\n".encode("utf-16"), "原文,批注\n".encode("gb18030"),
        zipped("notes.jsonld", "list.json"), zipped("[Content_Types].xml", "word/document.xml"), b"%PDF-1.4",
        zipped("a.txt")[:-30], "书名\n- 您在位置 #1-2的标注\n\n文\n==========\n".encode(),
    ],
)  # fmt: skip
def test_what_may_hold_notes_is_let_through(data: bytes) -> None:
    refused: list[str] = []
    try:
        refuse_other(data)
    except BadInput as error:
        refused.append(str(error))
    assert refused == []
