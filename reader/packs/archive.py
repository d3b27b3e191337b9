"""The pack file: a zip with `pack.json` (the list of all else), `pack.json.minisig`, and the files of a corpus folder.

Owns what may stand in one. Reading trusts nothing: the list is verified before anything else is unpacked, and whatever
is not exactly as the list says is refused in one sentence. Must not know where packs are installed.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from reader.core.errors import BadInput, Cancelled, in_words
from reader.core.pack import (
    ADDITION,
    FORMATS,
    KIND,
    NAMED_FORMAT,
    PACK_KINDS,
    REPLACEMENT,
    PackFile,
    PackManifest,
    Signer,
    fits,
    may_stand_in_a_corpus,
    moment,
    shelf_name,
)
from reader.core.showing import brief
from reader.files import open_regular
from reader.packs import delta, minisign

LIST, SIGNATURE = "pack.json", "pack.json.minisig"
DOCUMENTS = "normalised/manifest.json"

MOST_BYTES: Final = 2 * 1024**3  # of the pack itself
MOST_UNPACKED: Final = 4 * 1024**3
MOST_FILES: Final = 50_000
MOST_RATIO: Final = 200  # unpacked to packed; text packs 5 to 20 times
MOST_LIST: Final = 32 * 1024**2
MOST_DIRECTORY: Final = 32 * 1024**2
CHUNK: Final = 1024 * 1024

_END: Final = struct.Struct("<4s4H2LH")

Progress = Callable[[float, str], None]
"""Called with the share that is done (0..1) and what is at work."""


def nothing(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


class Pack:
    """An open pack whose list has been read and whose signature has been looked at.

    Attributes:
        manifest: what it says of itself. digest: SHA-256 of the list.
        signer: None where nobody signed.
        rest: where a delta has the rest of its files from; None for a whole pack.
    """

    def __init__(
        self, archive: zipfile.ZipFile, manifest: PackManifest, data: bytes, sealed: bytes | None,
        rest: delta.Rest | None = None,
    ) -> None:  # fmt: skip
        """`open_pack` makes these."""
        self._archive, self.rest = archive, rest
        self._names = frozenset(archive.namelist())
        self.manifest, self.listed, self.sealed = manifest, data, sealed
        self.digest = hashlib.sha256(data).hexdigest()
        self.signer: Signer | None = None

    def read(self, path: str, most: int = 64 * 1024**2) -> bytes:
        """One small file, checked. Raises BadInput."""
        file = next((f for f in self.manifest.files if f.path == path), None)
        if file is None or file.size > most:
            raise BadInput(f"语料包缺少 {path}，不能使用。")
        return b"".join(self._chunks(file))

    def unpack(
        self,
        write: Callable[[PackFile], Callable[[bytes], object]],
        progress: Progress = nothing,
        cancelled: Callable[[], bool] = bool,
    ) -> None:
        """Reads every file in chunks of at most 1 MiB and checks each against the list.

        Args:
            write: given a file, what takes its chunks; called with b"" when the file is complete and right.

        Raises BadInput where something is not as listed, Cancelled.
        """
        done, total = 0, max(1, self.manifest.size)
        for file in self.manifest.files:
            take = write(file)
            for chunk in self._chunks(file):
                if cancelled():
                    raise Cancelled("已停止，没有改动任何内容。")
                take(chunk)
                done += len(chunk)
                progress(done / total, file.path)
            take(b"")

    def _chunks(self, file: PackFile) -> Iterator[bytes]:
        summed, left = hashlib.sha256(), file.size
        with _unzipping():
            for chunk in self._unchecked(file):
                left -= len(chunk)
                if left < 0:
                    break
                summed.update(chunk)
                yield chunk
        if left or summed.hexdigest() != file.sha256:
            if self.rest is not None and file.path not in self._names:
                based = self.rest.base.named
                raise BadInput(f"增量包得不出 {file.path}：所依据的 {based}可能已损坏，没有安装；请安装完整的语料包。")
            raise BadInput(f"语料包中的 {file.path} 与清单不符，可能已损坏或被改动，没有安装。")

    def _unchecked(self, file: PackFile) -> Iterator[bytes]:
        """What claims to be a file: of the archive, or of the version that a delta was made against."""
        patch = delta.PATCH + file.path
        if self.rest is not None and file.path not in self._names:
            if patch not in self._names or self.rest.has(file):
                yield from self.rest.chunks(file)
                return
            with self._archive.open(patch) as member:
                yield from self.rest.patched(file, member)
            return
        with self._archive.open(file.path) as member:
            left = file.size
            while chunk := member.read(min(CHUNK, left + 1)):
                left -= len(chunk)
                yield chunk
                if left < 0:
                    return


@contextmanager
def open_pack(
    file: Path,
    keys: tuple[minisign.PublicKey, ...],
    program: str,
    *,
    unsigned: bool,
    bases: delta.Bases = delta.no_bases,
) -> Iterator[Pack]:
    """A pack whose list is in order and signed by one of `keys`.

    Args:
        program: the version of this program.
        unsigned: whether a pack without signature will do. One with a bad or unknown signature never does.
        bases: the versions that are installed here, for a delta.

    Raises BadInput with one sentence otherwise.
    """
    with _archive(file) as archive:
        pack = _opened(archive, bases)
        _check_version(pack.manifest, program)
        pack.signer = _signer(pack, keys, unsigned=unsigned)
        yield pack


@contextmanager
def open_for_comparing(file: Path) -> Iterator[delta.Whole]:
    """A whole pack that a delta is to be made against, whoever signed it and whatever program it is for.

    Raises BadInput where it is none.
    """
    with _archive(file) as archive:
        if delta.ENTRY in archive.namelist():
            raise BadInput(f"{brief(str(file))} 是增量包，要与完整的语料包比较。")
        pack = _opened(archive, delta.no_bases)
        facts = pack.manifest
        base = delta.Base(pack.digest, facts.title, facts.version, facts.made)
        yield delta.Whole(base, facts, lambda path: pack.read(path, delta.MOST_PATCHED))


@contextmanager
def _archive(file: Path) -> Iterator[zipfile.ZipFile]:
    with open_regular(file, MOST_BYTES, "语料包") as stream:
        try:
            _look_at_the_end(stream)
            with _unzipping():
                archive = zipfile.ZipFile(stream)
            with archive:
                yield archive
        except OSError as error:
            raise BadInput(f"语料包 {brief(str(file))} 无法读取（{in_words(error)}）。") from error


def verify_list(
    data: bytes, sealed: bytes | None, keys: tuple[minisign.PublicKey, ...], *, unsigned: bool
) -> Signer | None:
    """Who signed a list. Raises BadInput where nobody we know did, unless `unsigned` and there is no signature."""
    if sealed is None:
        if unsigned:
            return None
        raise BadInput("语料包没有签名，没有安装；如需使用未签名的语料包，请管理员在策略文件中允许。")
    try:
        signed = minisign.signature(sealed.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput("语料包的签名不是 minisign 格式，没有安装。") from error
    key = minisign.verify(data, signed, keys)
    if key is None:
        raise BadInput(f"语料包由密钥 {signed.key_id} 签名，它不在可信的公钥之中，没有安装。")
    return Signer(key.id, key.name, signed.comment)


def read_list(data: bytes) -> PackManifest:
    """The list of a pack. Raises BadInput where it is none, or of a newer format."""
    try:
        value = json.loads(data)
        if value["kind"] != KIND:
            raise BadInput("这个文件不是政策阅读器的语料包。")
        if value["format"] not in FORMATS or isinstance(value["format"], bool):
            shown = brief(str(value["format"]), 40)
            raise BadInput(f"语料包的格式版本 {shown} 比本程序认识的 {FORMATS[-1]} 新，请先升级程序。")
        kind, name = _shelf(value)
        files = tuple(PackFile(_text(f["path"]), _count(f["size"]), _sum(f["sha256"])) for f in value["files"])
        program = value["program"]
        manifest = PackManifest(
            _text(value["title"]), _text(value["version"]), _text(value["made"]), _text(program["least"]),
            _text(program["below"]), files, kind, name,
        )  # fmt: skip
        fits("0", manifest.least, manifest.below)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("语料包的清单不完整或已损坏，没有安装。") from error
    try:
        moment(manifest.made)
    except ValueError as error:
        shown = brief(manifest.made, 40)
        raise BadInput(f"语料包的制作时间“{shown}”不是 2026-11-22T03:00:00Z 这样的时间，没有安装。") from error
    check_names([file.path for file in files])
    if manifest.size > MOST_UNPACKED:
        raise BadInput("语料包解开后大得不合情理，没有安装。")
    return manifest


# -- reading


def _look_at_the_end(stream: BinaryIO) -> None:
    """Bounds the table of contents before anybody loads it: zipfile reads it whole."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65535 - _END.size))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise BadInput("这个文件不是完整的语料包（可能没有复制完），没有安装。")
    count, length, start = _END.unpack(tail[at : at + _END.size])[4:7]
    if count > MOST_FILES or length > MOST_DIRECTORY:
        raise BadInput(f"语料包中的文件过多（超过 {MOST_FILES} 个），没有安装。")
    if start + length > size:
        raise BadInput("这个文件不是完整的语料包（可能没有复制完），没有安装。")
    stream.seek(0)


def _opened(archive: zipfile.ZipFile, bases: delta.Bases) -> Pack:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise BadInput("语料包中有重名的文件，没有安装。")
    for entry in entries:
        _check_entry(entry)
    by_name = {entry.filename: entry for entry in entries}
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1024):
        raise BadInput("语料包解开后大得不合情理，没有安装。")
    if LIST not in by_name:
        raise BadInput("这个文件不是政策阅读器的语料包。")
    data = _small(archive, by_name[LIST])
    sealed = _small(archive, by_name[SIGNATURE]) if SIGNATURE in by_name else None
    manifest = read_list(data)
    own = {LIST, SIGNATURE, delta.ENTRY}
    sizes = {name: entry.file_size for name, entry in by_name.items() if name not in own}
    if delta.ENTRY in by_name:
        delta.check_names(sizes, {file.path: file.size for file in manifest.files})
        base = delta.read_base(_small(archive, by_name[delta.ENTRY]))
        found = bases(base.digest) or bases(hashlib.sha256(data).hexdigest())  # what it gives is here already
        if found is None:
            raise BadInput(f"这是增量包，只能装在 {base.named}之上，这里没有装那一版，没有安装；请安装完整的语料包。")
        return Pack(archive, manifest, data, sealed, delta.Rest(base, *found))
    if sizes != {file.path: file.size for file in manifest.files}:
        raise BadInput("语料包中的文件与清单不符，没有安装。")
    return Pack(archive, manifest, data, sealed)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or kind not in {0, stat.S_IFREG}:
        raise BadInput("语料包中有不是普通文件的内容（文件夹、链接等），没有安装。")
    if entry.flag_bits & 0x1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadInput("语料包加了密或用了不认识的压缩方法，没有安装。")
    if entry.orig_filename != entry.filename:
        raise BadInput("语料包中有不合规的文件名，没有安装。")


def _shelf(value: dict[str, Any]) -> tuple[str, str]:
    """Kind and name of the shelf that a list is for; before there were shelves, every pack replaced the corpus."""
    if value["format"] != NAMED_FORMAT:
        return REPLACEMENT, ""
    kind, name = _text(value["shelf"]["kind"]), _text(value["shelf"]["name"])
    if kind not in PACK_KINDS or (kind == ADDITION and not name):
        raise ValueError(kind)
    if name and shelf_name(name) != name:
        raise ValueError(name)
    return kind, name


def check_names(names: list[str]) -> None:
    """Raises BadInput where a file of these paths may not stand in a pack."""
    for name in names:
        if not may_stand_in_a_corpus(name):
            raise BadInput(f"语料包中有不合规的文件名或不认识的文件种类“{name[:80]!s}”，没有安装。")
    if len({name.casefold() for name in names}) != len(names):
        raise BadInput("语料包中有重名的文件，没有安装。")
    if len(names) > MOST_FILES:
        raise BadInput(f"语料包中的文件过多（超过 {MOST_FILES} 个），没有安装。")


def _small(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MOST_LIST:
        raise BadInput("语料包的清单过大，没有安装。")
    with _unzipping(), archive.open(entry) as member:
        return member.read(MOST_LIST)


def _signer(pack: Pack, keys: tuple[minisign.PublicKey, ...], *, unsigned: bool) -> Signer | None:
    return verify_list(pack.listed, pack.sealed, keys, unsigned=unsigned)


def _check_version(manifest: PackManifest, program: str) -> None:
    if not fits(program, manifest.least, manifest.below):
        wanted = f"{manifest.least} 及以上" if not manifest.below else f"{manifest.least} 至 {manifest.below}（不含）"
        raise BadInput(f"语料包适用于程序版本 {wanted}，本程序是 {program}，没有安装。")


@contextmanager
def _unzipping() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        raise BadInput("这个文件不是完整的语料包（可能没有复制完或已损坏），没有安装。") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500 or not value.isprintable():
        raise ValueError(value)
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_UNPACKED:
        raise ValueError(value)
    return value


def _sum(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError(value)
    return value
