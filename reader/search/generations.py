"""What a shelf's index is of, where it may be, and which folder there is in force: whole generations, switched over in
one step. Knows nothing of Whoosh but its version.

    index/CURRENT          one JSON line: the generation in force, what it was made from, its files with sizes and sums
    index/<generation>/    never changed once CURRENT names it
    index/lock             held by whoever writes

A writer that is killed at any moment leaves CURRENT as it was, and at worst a folder that nobody names, which the next
writer removes.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from reader.core import folding_table
from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, StoreUnavailable, in_words
from reader.files import open_regular, read_whole, write_whole
from reader.search import analysis

FORMAT: Final = 1
CURRENT: Final = "CURRENT"
LOCK: Final = "lock"
LOCK_SECONDS: Final = 30.0
MOST_BYTES: Final = 16 * 1024**3
"""Bytes of one file of an index."""
_CHUNK: Final = 1024**2
_FOLDER: Final = re.compile(r"g-[0-9a-f]{1,40}")
_FILE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}")


class Damaged(Exception):
    """The index cannot be read; there is nothing to do but to do without it and build it again."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index.

    Attributes:
        stamp: what it was made from and by which versions.
        size: characters of folded text in it.
        files: size and CRC-32 of each of its files, by name.
    """

    name: str
    stamp: str
    size: int
    files: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The documents of one shelf that has an index of its own.

    Attributes:
        infos: all that the index is made of, whether the library shows them or not.
        revision: changes whenever the text of any of them does.
        index_dirs: where an index may be; the first that fits is used.
    """

    infos: tuple[DocumentInfo, ...]
    revision: str
    index_dirs: tuple[Path, ...]

    def is_same(self, other: Indexed) -> bool:
        """Whether the index is of the same documents."""
        same = self.infos is other.infos or self.infos == other.infos
        return same and self.revision == other.revision


@dataclass(frozen=True, slots=True)
class IndexedShelf:
    """Where the documents of one shelf come from that have an index of their own.

    Attributes:
        documents: all that the index is of, in order; the same object as long as they stay the same.
        load: one of them by id.
        revision: changes whenever the text of any of them does.
        index_dir: the index that came with them; read only, if `cache_dir` is given.
        cache_dir: where `refresh` builds one when the other does not fit.
    """

    documents: Callable[[], Sequence[DocumentInfo]]
    load: Callable[[str], Document]
    revision: Callable[[], str]
    index_dir: Path
    cache_dir: Path | None = None

    @property
    def index_dirs(self) -> tuple[Path, ...]:
        """Where an index may be."""
        return (self.index_dir,) if self.cache_dir is None else (self.index_dir, self.cache_dir)

    def now(self) -> Indexed:
        """As it is now."""
        infos = self.documents()
        return Indexed(infos if isinstance(infos, tuple) else tuple(infos), self.revision(), self.index_dirs)


def stamp_of(documents: Iterable[DocumentInfo], revision: str = "") -> str:
    """What an index is made from: documents in their order, and everything that shapes the index.

    Args:
        documents: descriptions or whole documents.
        revision: changes whenever any text does, for example `Corpus.version`; without it a text that was normalised
            anew from the same source would pass for the same.
    """
    from whoosh import versionstring  # only where there is, or will be, an index

    versions = (FORMAT, analysis.VERSION, versionstring(), folding_table.__doc__, revision)
    made = hashlib.sha256(repr(versions).encode("utf-8", "surrogatepass"))
    for document in documents:
        made.update(f"\n{document.id} {document.script} {document.source.sha256}".encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def current(index_dir: Path) -> Generation | None:
    """The generation in force; None where there is none or CURRENT cannot be read."""
    try:
        value = json.loads(read_whole(index_dir / CURRENT))
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in value["files"].items()}
        made = Generation(str(value["name"]), str(value["stamp"]), int(value["size"]), files)
        is_inside = _FOLDER.fullmatch(made.name) and all(_FILE.fullmatch(name) for name in files)
        return made if is_inside else None
    except (BadInput, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_sound(index_dir: Path, generation: Generation) -> bool:
    """Whether all files of a generation are there and hold what was written."""
    folder = index_dir / generation.name
    try:
        return bool(generation.files) and generation.files == _files(folder)
    except (OSError, BadInput):
        return False


def is_current(index_dir: Path, stamp: str) -> bool:
    """Whether a sound index with that stamp is in force."""
    generation = current(index_dir)
    return generation is not None and generation.stamp == stamp and is_sound(index_dir, generation)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in sorted(folder.iterdir()):
        size = sum_ = 0
        with open_regular(path, MOST_BYTES) as stream:
            while chunk := stream.read(_CHUNK):
                size, sum_ = size + len(chunk), zlib.crc32(chunk, sum_)
        found[path.name] = (size, sum_)
    return found


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Holds the one lock of an index directory; the directory is made where it is missing.

    Raises StoreUnavailable where another program holds it for long, or the directory cannot be written.
    """
    from filelock import FileLock, Timeout  # only whoever writes waits for it

    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(index_dir / LOCK, timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise StoreUnavailable("另一个程序正在更新检索索引，请稍后再试。") from error
    except OSError as error:
        raise StoreUnavailable(
            f"检索索引文件夹 {index_dir} 无法写入（{in_words(error)}），请检查权限和剩余空间。"
        ) from error


def new_folder(index_dir: Path, copy_of: Generation | None = None) -> Path:
    """An empty folder for the next generation, or one that starts with the files of another."""
    folder = index_dir / f"g-{secrets.token_hex(6)}"
    folder.mkdir()
    if copy_of is not None:
        for name in copy_of.files:
            shutil.copyfile(index_dir / copy_of.name / name, folder / name)
    return folder


def switch(index_dir: Path, folder: Path, stamp: str, size: int) -> Generation:
    """Puts a finished folder in force, in one step, and removes the ones before it."""
    generation = Generation(folder.name, stamp, size, _files(folder))
    line = json.dumps(asdict(generation), ensure_ascii=False, sort_keys=True)
    write_whole(index_dir / CURRENT, line.encode("utf-8"))
    sweep(index_dir)
    return generation


def sweep(index_dir: Path) -> None:
    """Removes what CURRENT does not name. Call it under the lock. A folder that is still read from stays (Windows)."""
    kept = current(index_dir)
    for path in index_dir.glob("g-*"):
        if kept is None or path.name != kept.name:
            shutil.rmtree(path, ignore_errors=True)
    for path in index_dir.glob(".*.new"):
        path.unlink(missing_ok=True)
