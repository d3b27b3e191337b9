"""What kind of file this is, by its bytes and never by its name."""

from __future__ import annotations

import io
import re
from typing import Final

from reader.formats.bounds import MOST_MEMBERS

DOCUMENTS = frozenset(["text", "html", "mht", "docx", "doc", "rtf", "pdf", "ofd", "xlsx", "xls", "csv"])
"""Kinds that are read as one document. `zip` holds others; what else `sniff` says is no kind that is read."""

REMARKED = frozenset(["docx", "pdf"])
"""Kinds that hold what people left on them."""

_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<meta\s|<(?:p|div|table|article|br)[\s/>]", re.IGNORECASE)
_MHT = re.compile(rb"^MIME-Version:\s", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_OFFICE_XML = re.compile(
    rb"<\?mso-application\s|<(?:\w+:wordDocument|pkg:package|office:document|Workbook\s+xmlns=[\"']urn:schemas)[\s>]?"
)
"""Documents of Office as one file of XML, whatever they are called."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK = b"\xef\xbb\xbf \t\r\n"


def sniff(data: bytes) -> str:
    """One of DOCUMENTS, or zip, picture, packed, broken (a zip or Office file that is none), encrypted, old-office,
    program, other.
    """
    head = data[:4096].lstrip(_BLANK)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if data.startswith(_COMPOUND):
        return _compound(data)
    if data.startswith(_PICTURES[:5]) or (data.startswith(b"BM") and 0 in data[2:32]):
        return "picture"
    if data.startswith(_PACKED):
        return "packed"
    if data.startswith((b"MZ", b"\x7fELF")) and 0 in data[:256]:
        return "program"
    if data.startswith(b"SQLite format 3\x00"):
        return "other"
    if _MHT.search(head) and _MAIL.search(head):
        return "mht"
    if _OFFICE_XML.search(head):
        return "old-office"
    if _HTML.search(data[:4096].replace(b"\x00", b"")):
        return "html"
    from reader.formats.separated import is_table

    return "csv" if is_table(data) else "text"


# Below, what one kind needs is loaded where that kind is there: a process is started for every file.


def _packed(data: bytes) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()[:MOST_MEMBERS]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError):
        return "broken"
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names or "_rels/.rels" in names:
        if any(name.startswith("word/") for name in names):
            return "docx"
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
        return "other"
    return "other" if "mimetype" in names and "content.xml" in names else "zip"


def _compound(data: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {"/".join(entry).lower() for entry in ole.listdir()}
    except Exception:  # noqa: BLE001 - a damaged container fails in its library's own many ways
        return "broken"
    if "worddocument" in names:
        return "doc"
    if "workbook" in names or "book" in names:
        return "xls"
    if not names:
        return "broken"  # cut off before its directory
    return "encrypted" if "encryptedpackage" in names else "old-office"
