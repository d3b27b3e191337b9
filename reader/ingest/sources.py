"""Files to RawText: read whole within a stated size, then by the converter of their kind, in this process."""

from __future__ import annotations

from pathlib import Path

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import LARGEST
from reader.formats.convert import convert


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises BadInput where it is missing, no regular file, or too large."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput(f"“{path}”是文件夹，不是文件。")
        if not path.is_file():
            raise BadInput(f"“{path}”不是普通文件，未读取。")
        if size > LARGEST:
            raise BadInput(f"“{path.name}”有 {size // 1048576} MB，超过 {LARGEST // 1048576} MB 的上限，未读取。")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise BadInput(f"没有找到文件“{path}”。") from None
    except OSError as error:
        raise BadInput(f"无法读取“{path}”：{error.strerror}。") from error


def read_file(path: Path) -> RawText:
    """The file read. Raises BadInput where it is missing, empty, too large, or of no kind that is read."""
    return decode(read_bytes(path), path.name)


def decode(data: bytes, name: str) -> RawText:
    """Bytes of any kind that is read. Raises BadInput as `formats.convert` does."""
    return convert(data, name)


__all__ = ["LARGEST", "RawText", "decode", "read_bytes", "read_file"]
