"""What kind of file this is, by its bytes and never by its name."""

from __future__ import annotations

import io
import json
import re
import tomllib
import zipfile

import olefile

from reader.formats.bounds import MOST_MEMBERS

DOCUMENTS = frozenset(["text", "html", "mht", "docx", "doc", "rtf", "pdf", "ofd", "xlsx", "xls"])
"""Kinds that are read as one document. `zip` holds others; what else `sniff` says is no kind that is read."""

_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<meta\s|<(?:p|div|table|article|br)[\s/>]", re.IGNORECASE)
_MHT = re.compile(rb"^MIME-Version:\s", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_FIRST_LINES = 400
_LARGEST_SETTINGS = 1024 * 1024
_LARGEST_JSON = 16 * 1024 * 1024
_CODE = re.compile(
    rb"\s*(?:(?:from\s+[\w.]+\s+)?import\s+[\w.*{ (]|(?:async\s+)?def\s+\w+\(|class\s+\w+\s*[:({]|return\b|if\s.+:$"
    rb"|(?:for|while|with)\s.+:$|try:$|else:$|elif\s|except\b.*:$|raise\s|assert\s|@\w[\w.]*(?:\(|$)|#\s*include\s*[<\"]"
    rb"|(?:export\s+)?(?:const|let|var|function|interface|type|static|public|private|protected|package|namespace|using)\s"
    rb"|[\w.\[\]\"']+\s*(?::\s*[\w.\[\], |]+)?\s*[-+*/|&]?=\s*\S|[\w.]+\(.*\)[;,]?$|[\])}]+[;,)]*$|.*[;{]$|//|/\*"
    rb"|SELECT\s|INSERT\s)"
)
_LOGGED = re.compile(
    rb"\s*(?:[\[<]?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d(?::\d\d)?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    rb"|\[?(?:DEBUG|INFO|WARN|WARNING|ERROR)\b)"
)
_HEADED = re.compile(rb"\s*\[[\w.\" -]+\]+$")
_MOSTLY = 0.5
_FEWEST_LINES = 3
_LONGEST_LINE = 1000
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
    if data.startswith(olefile.MAGIC):
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
    return "html" if _HTML.search(data[:4096].replace(b"\x00", b"")) else "text"


def _packed(data: bytes) -> str:
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


def is_data(data: bytes) -> bool:
    """Whether what is no more than text was written for programs: JSON, source code, settings, a log.

    By what most of its lines are; text in which lines of prose prevail is none, whatever it quotes.
    """
    body = data.lstrip(_BLANK)
    if body[:1] in {b"{", b"["} and _is_json(body):
        return True
    if body.startswith(b"#!/") or _is_toml(body):
        return True
    lines = [line.rstrip()[:_LONGEST_LINE] for line in body[: 64 * 1024].splitlines()[:_FIRST_LINES] if line.strip()]
    if len(lines) < _FEWEST_LINES:
        return False
    logged = sum(_LOGGED.match(line) is not None for line in lines)
    coded = sum(_CODE.match(line) is not None or _HEADED.match(line) is not None for line in lines)
    return max(logged, coded) >= _MOSTLY * len(lines)


def _is_json(body: bytes) -> bool:
    if len(body) > _LARGEST_JSON:
        body = body[: body.find(b"\n")]  # one value a line, or nothing that can be told cheaply
    for part in (body, body.partition(b"\n")[0]):
        try:
            if isinstance(json.loads(part), dict | list):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _is_toml(body: bytes) -> bool:
    if len(body) > _LARGEST_SETTINGS:
        return False
    try:
        return bool(tomllib.loads(body.decode()))
    except (ValueError, RecursionError):
        return False
