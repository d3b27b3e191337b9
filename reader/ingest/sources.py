"""A file of unknown encoding to decoded text, bounded in size. Reads bytes, never changes a character."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from reader.core.errors import BadInput
from reader.files import read_whole

LARGEST = 64 * 1024 * 1024
"""Largest source in bytes: a scanned-in shelf of laws is 12 MB."""

_SAMPLE = 256 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_MAGIC = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "Office 或压缩"), (b"\xd0\xcf\x11\xe0", "旧版 Office"), (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"\x1f\x8b", "压缩"), (b"7z\xbc\xaf", "压缩"), (b"Rar!", "压缩"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RawText:
    """A decoded source.

    Attributes:
        name: file name, for display and as a last resort for a title.
        text: decoded text, nothing changed.
        encoding: Python's name of the encoding found.
        sha256: of the bytes, hexadecimal.
        html: whether it is a web page with tags.
    """

    name: str
    text: str
    encoding: str
    sha256: str
    html: bool


def read_file(path: Path) -> RawText:
    """The file decoded. Raises BadInput where it is missing, empty, too large, binary or of no known encoding."""
    return decode(read_whole(path, LARGEST), path.name)


def decode(data: bytes, name: str) -> RawText:
    """Bytes decoded. Raises BadInput where they are empty, too many, binary or of no known encoding."""
    if not data.strip():
        raise BadInput(f"“{name}”是空的，没有可以读取的文字。")
    if len(data) > LARGEST:
        raise BadInput(f"“{name}”超过 {LARGEST // 1048576} MB 的上限，未读取。")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise BadInput(f"“{name}”是{kind}文件，不是文本或网页；请另存为 .txt 或 .html 后再试。")
    text, encoding = _decoded(data, name)
    if not text.strip():
        raise BadInput(f"“{name}”是空的，没有可以读取的文字。")
    strange = len(_CONTROL.findall(text[:_SAMPLE]))
    if strange > max(8, len(text[:_SAMPLE]) // 100):
        raise BadInput(f"“{name}”不是文本文件（含有大量控制字符）。")
    head = text[:4096].lower()
    html = bool(re.search(r"<!doctype html|<html[\s>]|<body[\s>]|<meta\s|<(?:p|div|table|article|br)[\s/>]", head))
    return RawText(name, text, encoding, hashlib.sha256(data).hexdigest(), html)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise BadInput(f"“{name}”的编码标记为 {encoding}，但内容不符，无法读取。") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    if 0 in data[:_SAMPLE]:
        return _utf16(data, name)
    declared = _DECLARED.search(data[:4096])
    candidates = [declared.group(1).decode("ascii").lower()] if declared else []
    for encoding in (*candidates, *_likely(data)):
        try:
            return data.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    if broken.start > 64 or data[: broken.start].decode("utf-8", "ignore").strip():
        # A page that is nearly all sound UTF-8: the bad bytes stay visible as U+FFFD and are reported.
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 20 < len(text):
            return text, "utf-8"
    raise BadInput(f"“{name}”的编码无法识别；请另存为 UTF-8 后再试。")


def _utf16(data: bytes, name: str) -> tuple[str, str]:
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    encoding = "utf-16-le" if odd >= even else "utf-16-be"
    known = sum(c in _COMMON or c.isascii() for c in data[:_SAMPLE].decode(encoding, "ignore"))
    if known * 8 < min(len(data), _SAMPLE):
        raise BadInput(f"“{name}”是二进制文件，不是文本。")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}”是二进制文件，不是文本。") from error
    if "\x00" in text[:_SAMPLE]:
        raise BadInput(f"“{name}”是二进制文件，不是文本。")
    return text, encoding


def _likely(data: bytes) -> list[str]:
    """GB 18030 and Big5 in the order in which the bytes make better Chinese; UTF-16 of pure Chinese after them."""
    sample = data[:_SAMPLE]
    scored = []
    for encoding in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "ignore")
        if text:
            scored.append((sum(c in _COMMON for c in text) / len(text), encoding))
    return [encoding for share, encoding in sorted(scored, reverse=True) if share > 0.02]


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "這個為來時們對會後發學經進電裡實當點從業應開還與關線內數無變條沒結問問題黨處縣區臺灣據網務創門總"
)
"""Frequent characters of either script: the wrong encoding yields hardly any."""
