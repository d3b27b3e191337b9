"""Delta packs: what an update carries against a named version, and how the rest of it comes from that.

A delta is a pack file whose list and signature are those of the whole pack. Beside them stand `delta.json`, which names
the version it was made against; the files that this does not have; and, for files that are mostly the same, a
`patch/<path>`: what is new in them, and where the rest stands in which file of the other version.

    patch   one line of JSON: the path of the file in the other version
            records of offset and length (8 and 4 bytes, big endian): so many bytes of that file from there; where the
            offset is NEW, so many bytes that follow

Nothing of this is signed, and nothing of it is trusted: every file that comes out of it is held against the list.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from reader.core.errors import BadInput, ReaderError
from reader.core.pack import PackFile, PackManifest, may_stand_in_a_corpus
from reader.files import open_regular

ENTRY: Final = "delta.json"
PATCH: Final = "patch/"
FORMAT: Final = 1
NEW: Final = 2**64 - 1
MOST_PATCHED: Final = 256 * 1024**2  # bytes of a file: larger ones are carried whole
_WORTH: Final = 0.7  # of a file that is new: with more of it a patch is not worth its while
_RECORD: Final = struct.Struct(">QI")
_LINE: Final = 1000
_LONGEST: Final = 2**32
_CHUNK: Final = 1024 * 1024
# Files are cut where two bytes of certain values meet, so that what stands behind an insertion is cut as before: pieces
# of some 500 bytes. Smaller ones save next to nothing more.
_FIRST: Final = re.escape(bytes(0x07 | high << 4 for high in range(16)))
_SECOND: Final = re.escape(bytes(0x13 | high << 5 for high in range(8)))
_PIECE: Final = re.compile(rb"(?s:.{64,16384}?[%s][%s])|(?s:.{1,16384})" % (_FIRST, _SECOND))


@dataclass(frozen=True, slots=True)
class Base:
    """The version that a delta was made against. `digest`: SHA-256 of its list of files."""

    digest: str
    title: str
    version: str
    made: str

    @property
    def named(self) -> str:
        """For sentences."""
        return f"{self.title or self.version}（版本 {self.version}，制作于 {self.made}）"


Bases = Callable[[str], "tuple[Path, tuple[PackFile, ...]] | None"]
"""Given the digest of a version, its folder and list where it is installed here."""


def no_bases(_digest: str) -> None:
    """Where nothing is installed."""


# -- making one


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole pack that a delta is made against: what it says of itself, and what reads one of its files."""

    base: Base
    manifest: PackManifest
    read: Callable[[str], bytes]

    @property
    def files(self) -> tuple[PackFile, ...]:
        """All of it."""
        return self.manifest.files


def dumps(base: Base) -> bytes:
    """`delta.json`."""
    return (json.dumps({"format": FORMAT, "base": asdict(base)}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def needed(files: tuple[PackFile, ...], against: Whole) -> tuple[PackFile, ...]:
    """The files that the other version does not have, under whatever name."""
    there = {file.sha256 for file in against.files}
    return tuple(file for file in files if file.sha256 not in there)


def patch(file: PackFile, data: bytes, against: Whole) -> bytes | None:
    """How a file comes from one of the other version; None where that is not worth it."""
    known = counterpart(file.path, against.files)
    if known is None or max(known.size, file.size) > MOST_PATCHED:
        return None
    pieces: dict[bytes, int] = {}
    before = against.read(known.path)
    for found in _PIECE.finditer(before):
        pieces.setdefault(found[0], found.start())
    made = bytearray(json.dumps({"file": known.path}, ensure_ascii=True).encode() + b"\n")
    fresh = 0
    for offset, piece in _joined((pieces.get(found[0], NEW), found[0]) for found in _PIECE.finditer(data)):
        made += _RECORD.pack(offset, len(piece))
        if offset == NEW:
            made += piece
            fresh += len(piece)
    return bytes(made) if fresh <= _WORTH * len(data) else None


def counterpart(path: str, files: tuple[PackFile, ...]) -> PackFile | None:
    """The file of another version that is likeliest to have most of a file: of the same path, or the same part of the
    index, whose names are others each time.
    """
    same = next((file for file in files if file.path == path), None)
    if same is not None or not path.startswith("index/"):
        return same
    ending = path.rpartition(".")[2]
    return next((file for file in files if file.path.startswith("index/") and file.path.endswith(f".{ending}")), None)


def _joined(pieces: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Pieces that follow each other as one."""
    held: tuple[int, bytearray] | None = None
    for offset, piece in pieces:
        if held is not None:
            expected = NEW if held[0] == NEW else held[0] + len(held[1])
            if offset == expected and len(held[1]) + len(piece) < _LONGEST:
                held[1].extend(piece)
                continue
            yield held[0], bytes(held[1])
        held = (offset, bytearray(piece))
    if held is not None:
        yield held[0], bytes(held[1])


# -- reading one


def read_base(data: bytes) -> Base:
    """What `delta.json` names. Raises BadInput where it cannot be read."""
    try:
        value = json.loads(data)
        if value["format"] != FORMAT:
            raise BadInput("增量包的格式比本程序认识的新，请先升级程序。")
        return Base(**{name: _text(value["base"][name]) for name in ("digest", "title", "version", "made")})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput("增量包不完整或已损坏，没有安装。") from error


def check_names(names: Mapping[str, int], files: Mapping[str, int]) -> None:
    """Raises BadInput where a delta holds what its list does not name.

    Args:
        names: sizes of what it holds by path. files: sizes of what the list names.
    """
    for name, size in names.items():
        whole = files.get(name.removeprefix(PATCH)) if name.startswith(PATCH) else files.get(name)
        if whole is None or (not name.startswith(PATCH) and size != whole):
            raise BadInput("增量包中的文件与清单不符，没有安装。")


class Rest:
    """The files of a delta that come from the version it was made against."""

    def __init__(self, base: Base, folder: Path, files: tuple[PackFile, ...]) -> None:
        """Args: folder, files: of that version as it is installed."""
        self.base, self._folder = base, folder
        self._by_sum = {file.sha256: file for file in files}
        self._by_path = {file.path: file for file in files}

    def has(self, file: PackFile) -> bool:
        """Whether a file is the same there, under whatever name."""
        return file.sha256 in self._by_sum

    def chunks(self, file: PackFile) -> Iterator[bytes]:
        """A file that is the same there. Raises BadInput where it is not there, or cannot be read."""
        same = self._by_sum.get(file.sha256)
        if same is None:
            raise BadInput("增量包中的文件与清单不符，没有安装。")
        with self._open(same.path, file.size) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def patched(self, file: PackFile, stream: IO[bytes]) -> Iterator[bytes]:
        """A file by its patch, never more than the list says. Raises BadInput."""
        left = file.size
        try:
            path = _text(json.loads(stream.readline(_LINE))["file"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadInput("增量包不完整或已损坏，没有安装。") from error
        if path not in self._by_path or not may_stand_in_a_corpus(path):
            raise BadInput("增量包中的文件与清单不符，没有安装。")
        with self._open(path, self._by_path[path].size) as other:
            while record := stream.read(_RECORD.size):
                if len(record) != _RECORD.size:
                    break  # cut short: the sum will tell
                offset, length = _RECORD.unpack(record)
                if length > left:
                    raise BadInput("增量包中的文件与清单不符，没有安装。")
                left -= length
                source: IO[bytes] = stream
                if offset != NEW:
                    other.seek(min(offset, MOST_PATCHED))
                    source = other
                yield from _so_many(source, length)

    @contextmanager
    def _open(self, path: str, most: int) -> Iterator[BinaryIO]:
        file = self._folder.joinpath(*path.split("/"))
        why = f"增量包所依据的 {self.base.named}中的 {path} 已损坏或不见了，没有安装；请安装完整的语料包。"
        with ExitStack() as stack:
            try:
                stream = stack.enter_context(open_regular(file, most, "语料文件"))
            except ReaderError as error:
                raise BadInput(why) from error
            yield stream


def _so_many(stream: IO[bytes], length: int) -> Iterator[bytes]:
    while length:
        chunk = stream.read(min(_CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)
        yield chunk


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise ValueError(value)
    return value
