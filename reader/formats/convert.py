"""Bytes of any kind that is read to RawText, in this process. `worker` does the same in a process with limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr, RawText
from reader.formats.bounds import LARGEST
from reader.formats.scans import needs_ocr
from reader.formats.sniff import sniff
from reader.formats.text import decode_text

LAID_OUT = frozenset(["docx", "doc", "rtf", "pdf", "ofd", "xlsx", "xls", "csv"])
"""Kinds that need a converter; text and web pages are only decoded."""

_OTHERS = {
    "packed": "压缩文件，请解压后再试",
    "program": "程序，不是文件",
    "old-office": "旧版 Office 文件，请另存为 .docx 或 .pdf 后再试",
    "other": "不支持的文件，请另存为 .docx 或 .pdf 后再试",
    "broken": "损坏的 Office 或压缩文件，无法读取",
    "zip": "压缩包，其中的文件要逐个读取",
}


def convert(data: bytes, name: str, kind: str | None = None) -> RawText:
    """The text of a file with its layout.

    Args:
        kind: what `sniff` says of it; asked for where it is not given.

    Raises NeedsOcr where its pages are pictures; BadInput where it is empty, too large, damaged, has a password, asks
    for too much, or is of no kind that is read.
    """
    if not data.strip():
        raise BadInput(f"“{name}”是空的，没有可以读取的文字。")
    if len(data) > LARGEST:
        raise BadInput(f"“{name}”超过 {LARGEST // 1048576} MB 的上限，未读取。")
    kind = kind or sniff(data)
    if kind in ("text", "html", "mht"):
        return _decoded(data, name, kind)
    if kind == "picture":
        raise needs_ocr(name, "是图像文件，没有文字")
    if kind == "encrypted":
        raise BadInput(f"“{name}”设有密码，无法读取；请先去掉密码。")
    if kind not in LAID_OUT:
        raise BadInput(f"“{name}”是{_OTHERS.get(kind, _OTHERS['other'])}。")
    raw = _converter(kind)(data, name)
    if not raw.text.strip():
        if (kind == "docx" and b"word/media/" in data) or (kind == "doc" and "pictures" in raw.notes):
            raise NeedsOcr(f"“{name}”中只有图像，没有文字，无法直接读取；请把它另存为 PDF，再做文字识别（OCR）。")
        raise BadInput(f"“{name}”中没有可以读取的文字。")
    return raw


def _decoded(data: bytes, name: str, kind: str) -> RawText:
    digest = hashlib.sha256(data).hexdigest()
    if kind == "mht":
        from reader.formats.mht import read_mht

        text, encoding = read_mht(data, name)
        return RawText(name, text, encoding, digest, html=True, kind="mht")
    text, encoding = decode_text(data, name)
    return RawText(name, text, encoding, digest, html=kind == "html", kind=kind)


def _converter(kind: str) -> Callable[[bytes, str], RawText]:
    # Each brings a library of its own; only the one that is needed is loaded.
    if kind == "docx":
        from reader.formats.word.docx import convert as read
    elif kind == "doc":
        from reader.formats.word.doc import convert as read
    elif kind == "rtf":
        from reader.formats.rtf import convert as read
    elif kind == "pdf":
        from reader.formats.pages.pdf import convert as read
    elif kind == "ofd":
        from reader.formats.pages.ofd import convert as read
    elif kind == "xls":
        from reader.formats.sheet import convert_xls as read
    elif kind == "csv":
        from reader.formats.separated import convert as read
    else:
        from reader.formats.sheet import convert_xlsx as read
    return read
