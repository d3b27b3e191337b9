"""Files to RawText: read whole within a stated size, then by the converter of their kind, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reader.core.raw_text import RawText
from reader.files import read_whole
from reader.formats.bounds import LARGEST
from reader.formats.convert import convert
from reader.formats.data import is_data


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises BadInput where it is missing, no regular file, or too large."""
    return read_whole(path, LARGEST)


def read_file(path: Path) -> RawText:
    """The file read. Raises BadInput where it is missing, empty, too large, or of no kind that is read."""
    return decode(read_bytes(path), path.name)


def decode(data: bytes, name: str) -> RawText:
    """Bytes of any kind that is read. Raises BadInput as `formats.convert` does."""
    return convert(data, name)


_NO_DOCUMENT: Final = frozenset(["program", "other", "packed"])


def is_document(kind: str, data: bytes) -> bool:
    """Whether anybody would take a file of this kind for a document."""
    return kind not in _NO_DOCUMENT and not (kind == "text" and _is_binary(data))


def is_for_programs(kind: str, data: bytes) -> bool:
    """Whether a file of this kind is code, settings or data, which nobody reads as a document."""
    if kind == "html" and data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    return kind in {"text", "html"} and is_data(data)


def _is_binary(data: bytes) -> bool:
    """Whether what `sniff` took for text, because it is nothing else, cannot be text."""
    head = data[:4096]
    return head.count(0) * 8 > len(head) and max(head[::2].count(0), head[1::2].count(0)) * 3 < len(head)


__all__ = ["LARGEST", "RawText", "decode", "is_document", "is_for_programs", "read_bytes", "read_file"]
