"""What an answer rests on besides its order: the program, its word lists, and the libraries that shape a result."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import Final

from reader import __version__
from reader.paths import find_paths

_ROOMS: Final = ("core", "formats", "ingest", "registers", "script", "search")
_FILES: Final = ("corpus.py", "script.py")
_LIBRARIES: Final = (
    "whoosh3", "opencc", "pypinyin", "jieba", "lxml", "pypdfium2", "olefile", "striprtf", "xlrd", "openpyxl",
    "rapidfuzz",
)  # fmt: skip
OTHER_PROGRAM: Final = "计算节点上的程序、词表或组件与本机的版本不同，结果会不一样，已停止；请装成一样的版本。"


@cache
def stamp() -> str:
    """Changes whenever the same file may give another result here. 32 hexadecimal digits."""
    made = hashlib.sha256()
    for said in (__version__, zlib.ZLIB_RUNTIME_VERSION, unicodedata.unidata_version, *map(_version, _LIBRARIES)):
        made.update(f"{said}\n".encode())
    for file in (*_code(), *sorted(find_paths().resources.glob("*.toml"))):
        made.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()[:32]


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # many modules, and not wanted to start a build

    try:
        return version(name)
    except PackageNotFoundError:  # a program that was frozen without what is said of its libraries
        return ""


def _code() -> list[Path]:
    """The files of code that are there as text: where the program was frozen its version alone has to tell."""
    if getattr(sys, "frozen", False):
        return []
    own = Path(__file__).resolve().parent.parent.parent
    inside = [file for room in _ROOMS for file in sorted((own / room).rglob("*.py"))]
    return inside + [own / name for name in _FILES if (own / name).is_file()]
