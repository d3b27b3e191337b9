"""Whoosh's files read without the power of pickle: nothing that stands in an index can name code, let alone run it.

Whoosh keeps its table of contents, its directory of files and its posting lists as pickles, and a pickle may name any
function of the program. An index comes along with a corpus that anybody may have made; so every place where Whoosh
unpickles is given a reader here that knows plain values only (numbers, texts, tuples, lists, dicts, sets), and the
segments of the table of contents are made from their checked fields. Whatever else is in a file makes it a damaged one.
And files that are mapped are read where they lie, not copied.
"""

from __future__ import annotations

import io
import pickle
import re
import sys
from typing import Any, BinaryIO, Final

import whoosh.codec.whoosh3
import whoosh.filedb.compound
import whoosh.index
import whoosh.reading
import whoosh.writing
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC, FileIndex

from reader.search.plain_pickle import check, end_of

_READ_AT_ONCE: Final = (256, 16 * 1024, 512 * 1024, 8 * 1024**2)  # bytes: more where they end too early
_COPIED: Final = 1024**2  # bytes of a part of an index, up to which a copy is quicker to read
_MOST_READ: Final = _READ_AT_ONCE[-1]  # of a pickle that stands in a file: lists of files, of fields and of segments
_SEGMENT: Final = ("whoosh.codec.whoosh3", "W3Segment")
_AROUND_SEGMENTS: Final = frozenset(
    [("whoosh.codec.whoosh3", "W3Codec"), ("collections", "defaultdict"), ("builtins", "int")]
)
_SEGMENT_ID: Final = re.compile(r"[0-9a-z]{1,40}")
_FIELD: Final = re.compile(r"[a-z_]{1,40}")
_MOST: Final = 2**31 - 1
_MOST_SEGMENTS: Final = 1000


class _Plain(pickle.Unpickler):
    """Reads plain values."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuses: no plain value needs a name."""
        raise pickle.UnpicklingError(f"names {module}.{name}"[:200])


def loads(data: bytes) -> Any:
    """What `pickle.loads` gives, for plain values alone. Raises UnpicklingError and what a broken pickle may raise."""
    check(data)
    return _Plain(io.BytesIO(data)).load()


def load(stream: BinaryIO) -> Any:
    """What `pickle.load` gives, for plain values alone; the stream is left behind them."""
    start, data, end = stream.tell(), b"", 0
    for most in _READ_AT_ONCE:  # a list of postings has hundreds of them, of some bytes each
        data += bytes(stream.read(most - len(data)))
        try:
            end = end_of(data)
            break
        except pickle.UnpicklingError:
            if len(data) < most or most == _MOST_READ:
                raise
    stream.seek(start + end)
    return _Plain(io.BytesIO(data[:end])).load()


def _refused(*_: object, **__: object) -> Any:
    raise pickle.UnpicklingError("this has no business in an index of ours")


class _NoPickle:
    """Stands where a module of Whoosh has the whole of `pickle`: writing is as it was, reading is plain."""

    dumps, dump = staticmethod(pickle.dumps), staticmethod(pickle.dump)
    PicklingError, UnpicklingError = pickle.PicklingError, pickle.UnpicklingError
    loads, load = staticmethod(loads), staticmethod(load)


class _Window:
    """A part of a mapped file, read where it lies: Whoosh would copy it into memory, twice the whole index."""

    def __init__(self, part: memoryview) -> None:
        self._part, self._at = part, 0

    def read(self, size: int = -1) -> bytes:
        """So many bytes from here; all that follow without a size."""
        end = len(self._part) if size < 0 else min(self._at + size, len(self._part))
        data, self._at = bytes(self._part[self._at : end]), max(self._at, end)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        self._at = max(0, offset + (0, self._at, len(self._part))[whence])
        return self._at

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def close(self) -> None:
        """Lets go of the part."""
        self._part = memoryview(b"")


class _Mapped(BufferFile):  # type: ignore[misc]  # Whoosh is untyped
    def __init__(self, buf: memoryview, name: str | None = None, onclose: object = None) -> None:
        super().__init__(b"", name=name, onclose=onclose)
        self._buf = buf
        self.file = _Window(buf) if len(buf) > _COPIED else io.BytesIO(buf)


def disarm() -> None:
    """Gives every module of Whoosh that is there the readers above. Done once, when this module is imported."""
    plain = {id(pickle.loads): loads, id(pickle.load): load, id(pickle.Unpickler): _refused, id(pickle): _NoPickle}
    for name, module in list(sys.modules.items()):
        if name == "whoosh" or name.startswith("whoosh."):
            for known, value in list(vars(module).items()):
                if id(value) in plain:
                    setattr(module, known, plain[id(value)])
    whoosh.filedb.compound.BufferFile = _Mapped
    whoosh.index.toc_loaders.clear()  # readers of tables of contents of old versions, which unpickle by themselves


disarm()


class Folder(FileStorage):  # type: ignore[misc]  # Whoosh is untyped
    """A folder of index files that knows which are open: Whoosh leaves some so when one of them turns out damaged."""

    def __init__(self, folder: str, *, readonly: bool = False) -> None:
        super().__init__(folder, readonly=readonly)
        self._open: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """As Whoosh does."""
        opened = super().open_file(name, **options)
        self._open.append(opened)
        return opened

    def list(self) -> list[str]:
        """The names of the files, in one order everywhere: Whoosh puts a segment together in that order."""
        return sorted(super().list())

    def file_modified(self, _name: str) -> float:
        """The same for all: Whoosh writes it into a segment and never asks for it, and the same index has one form."""
        return 0.0

    def let_go(self) -> None:
        """Closes what is open."""
        for opened in self._open:
            if hasattr(opened.file, "close"):
                opened.file.close()
        self._open.clear()


class Index(FileIndex):  # type: ignore[misc]  # Whoosh is untyped
    """An index whose table of contents is read here. Raises what a broken one may raise; see `index._reading`."""

    def __init__(self, storage: FileStorage, schema: Schema, name: str) -> None:
        """Args: storage: the folder. schema: that of the program; what the file says of it is not looked at."""
        self.storage, self._schema, self.indexname = storage, schema, name
        self._read_toc()

    def _read_toc(self) -> TOC:
        generation = TOC._latest_generation(self.storage, self.indexname)  # noqa: SLF001  no other way to ask Whoosh
        stream = self.storage.open_file(TOC._filename(self.indexname, generation))  # noqa: SLF001
        try:
            sizes = tuple(stream.read_varint() for _ in range(3))
            order, version = stream.read_int(), stream.read_int()
            release = tuple(stream.read_varint() for _ in range(3))
            if order != -12345 or version != TOC(self._schema, [], 0).version or not all(sizes):
                raise pickle.UnpicklingError("a table of contents of another kind")
            stream.skip_string()  # the schema as a pickle
            if stream.read_int() != generation:
                raise pickle.UnpicklingError("a table of contents of another generation")
            stream.read_int()
            segments = _segments(stream.file, self.indexname)
        finally:
            stream.close()
        return TOC(self._schema, segments, generation, version=version, release=release)


def _segments(stream: BinaryIO, name: str) -> list[W3Segment]:
    """The segments that a table of contents lists, made anew from what is said of them."""

    class Facts:
        """Stands in for whatever a segment is made of; made for this file alone."""

        def __init__(self, *_: object) -> None:
            self.fields: dict[str, Any] = {}

        def __setitem__(self, key: str, value: object) -> None:
            self.fields[key] = value

    class Reader(pickle._Unpickler):  # noqa: SLF001
        def find_class(self, module: str, name: str) -> Any:
            if (module, name) == _SEGMENT or (module, name) in _AROUND_SEGMENTS:
                return Facts
            raise pickle.UnpicklingError(f"names {module}.{name}"[:200])

    found = Reader(io.BytesIO(stream.read(_MOST_READ))).load()  # in Python: takes the room that it needs
    if not isinstance(found, list) or len(found) > _MOST_SEGMENTS:
        raise pickle.UnpicklingError("no list of segments")
    return [_segment(vars(each), name) for each in found if isinstance(each, Facts)]


def _segment(facts: dict[str, Any], name: str) -> W3Segment:
    known, count, deleted = facts.get("segid"), facts.get("_doccount"), facts.get("_deleted")
    if facts.get("indexname") != name or not isinstance(known, str) or not _SEGMENT_ID.fullmatch(known):
        raise pickle.UnpicklingError("a segment of another index")
    if not _is_count(count) or not (deleted is None or (isinstance(deleted, set) and all(map(_is_count, deleted)))):
        raise pickle.UnpicklingError("a segment whose documents cannot be counted")
    made = W3Segment(W3Codec(), name, count, known, deleted)
    made.compound = facts.get("compound") is True
    lengths = vars(facts["_fieldlengths"])["fields"] if hasattr(facts.get("_fieldlengths"), "fields") else {}
    made._fieldlengths = {  # noqa: SLF001  which Whoosh sets from outside, too
        field: length for field, length in lengths.items() if _FIELD.fullmatch(str(field)) and _is_count(length)
    }
    return made


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
