"""Files to RawText: read whole within a stated size, then by the converter of their kind, in this process."""

from __future__ import annotations

from pathlib import Path

from reader.core.raw_text import RawText
from reader.files import read_whole
from reader.formats.bounds import LARGEST
from reader.formats.convert import convert


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises BadInput where it is missing, no regular file, or too large."""
    return read_whole(path, LARGEST)


def read_file(path: Path) -> RawText:
    """The file read. Raises BadInput where it is missing, empty, too large, or of no kind that is read."""
    return decode(read_bytes(path), path.name)


def decode(data: bytes, name: str) -> RawText:
    """Bytes of any kind that is read. Raises BadInput as `formats.convert` does."""
    return convert(data, name)


__all__ = ["LARGEST", "RawText", "decode", "read_bytes", "read_file"]
