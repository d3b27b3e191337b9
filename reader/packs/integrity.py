"""Is a corpus folder still as it was made? A list of all its files with their sums, written at build, compared later.

An installed pack has its own, signed list (`pack.json`); a corpus that came with the program has `integrity.json`,
which `python -m reader.packs.integrity FOLDER` writes. Reads files in chunks. Must not repair anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reader.core.errors import BadInput, Cancelled, in_words
from reader.core.pack import IntegrityReport, PackFile, may_stand_in_a_corpus
from reader.core.showing import brief
from reader.files import read_whole, write_whole

if TYPE_CHECKING:
    from reader.packs.minisign import PublicKey

FILE: Final = "integrity.json"
FORMAT: Final = 1
_LEFT_OUT: Final = frozenset({FILE, "pack.json", "pack.json.minisig", "index/lock"})
_CHUNK: Final = 1024 * 1024
_MOST_LIST: Final = 32 * 1024**2
_SAID: Final = 5  # files named of one sort of fault, and the characters that their names may take
_NAMED: Final = 40
_LISTED: Final = '\n  {\n   "path": %s,\n   "size": %d,\n   "sha256": "%s"\n  }'


def write(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Lists what a corpus folder holds now, in `integrity.json`. The same files give the same bytes.

    Args: known: SHA-256 of files, by name, that are not read: whoever has just written them knows.

    Raises StoreUnavailable where it cannot be written.
    """
    listed = ",".join(
        _LISTED % (json.dumps(name, ensure_ascii=False), file.stat().st_size, known.get(name) or _sum(file, bool))
        for name, file in _files(folder)
        if file.is_file()
    )  # as json.dumps would with an indent, for which it has no quick way
    target, end = folder / FILE, "\n " if listed else ""
    write_whole(target, f'{{\n "format": {FORMAT},\n "files": [{listed}{end}]\n}}\n'.encode())
    return target


def verify(
    folder: Path,
    keys: tuple[PublicKey, ...] = (),
    *,
    unsigned: bool = False,
    progress: Callable[[float, str], None] | None = None,
    cancelled: Callable[[], bool] = bool,
) -> IntegrityReport:
    """Compares every file with the list. Raises Cancelled.

    Args:
        keys, unsigned: whose signature an installed pack must bear, and whether none will do.
    """
    try:
        listed, expected, signed = _listed(folder, keys, unsigned=unsigned)
    except BadInput as error:
        return IntegrityReport("pack" if (folder / "pack.json").exists() else "build", 0, (str(error),))
    except OSError as error:
        return IntegrityReport("build", 0, (f"清单无法读取（{in_words(error)}）。",))
    here = dict(_files(folder))
    special = {name for name, file in here.items() if not file.is_file()}  # devices, pipes, links that lead nowhere
    strange = sorted(special | {name for name in {*here, *expected} if not may_stand_in_a_corpus(name)})
    if not listed:
        return IntegrityReport("", 0, (_said("不认识的文件种类", strange),) if strange else ())
    missing = sorted(set(expected) - set(here))
    extra = sorted(set(here) - set(expected))
    changed = []
    for number, (name, file) in enumerate(sorted(expected.items())):
        if cancelled():
            raise Cancelled("已停止核对。")
        if progress is not None:
            progress(number / len(expected), name)
        if name in here and not _same(here[name], file, cancelled):
            changed.append(name)
    kinds = (("被改动", changed), ("缺少", missing), ("清单之外", extra), ("不认识的文件种类", strange))
    return IntegrityReport(listed, len(expected), tuple(_said(what, names) for what, names in kinds if names), signed)


def at_a_glance(folder: Path) -> str:
    """What is wrong with an installed pack as far as names and sizes of its files tell; empty where they are right."""
    from reader.packs.archive import LIST, MOST_LIST, read_list  # brings libsodium

    try:
        listed = read_list(read_whole(folder / LIST, MOST_LIST)).files
    except BadInput as error:
        return str(error).replace("，没有安装", "")
    wrong = [file.path for file in listed if _size(folder.joinpath(*file.path.split("/"))) != file.size]
    return _said("缺少或被改动", wrong) if wrong else ""


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None


def _said(what: str, names: list[str]) -> str:
    """All kinds of faults together are to fit into one sentence of 200 characters."""
    shown: list[str] = []
    for name in names[:_SAID]:
        short = brief(name, _NAMED)
        if shown and sum(map(len, shown)) + len(short) > _NAMED:
            break
        shown.append(short)
    more = f" 等 {len(names)} 个文件" if len(names) > len(shown) else ""
    return f"{what}：{'、'.join(shown)}{more}。"


def _listed(folder: Path, keys: tuple[PublicKey, ...], *, unsigned: bool) -> tuple[str, dict[str, PackFile], bool]:
    if (folder / "pack.json").is_file():
        from reader.packs.archive import LIST, MOST_LIST, SIGNATURE, read_list, verify_list  # brings libsodium

        data = read_whole(folder / LIST, MOST_LIST)
        sealed = read_whole(folder / SIGNATURE) if (folder / SIGNATURE).exists() else None
        signer = verify_list(data, sealed, keys, unsigned=unsigned)
        return "pack", {file.path: file for file in read_list(data).files}, signer is not None
    if not (folder / FILE).is_file():
        return "", {}, False
    try:
        value = json.loads(read_whole(folder / FILE, _MOST_LIST))
        if value["format"] != FORMAT:
            raise BadInput(f"完整性清单的格式版本 {value['format']} 不是本程序认识的版本 {FORMAT}。")
        files = [PackFile(str(f["path"]), int(f["size"]), str(f["sha256"])) for f in value["files"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("完整性清单已损坏。") from error
    return "build", {file.path: file for file in files}, False


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    below = len(folder.parts)
    found = [(Path(where).parts[below:], names) for where, _folders, names in os.walk(folder)]
    names = ["/".join((*parts, name)) for parts, names in found for name in names]
    for name in sorted(names, key=lambda name: list(map(os.path.normcase, name.split("/")))):
        if name not in _LEFT_OUT:
            yield name, folder / name


def _same(file: Path, listed: PackFile, cancelled: Callable[[], bool]) -> bool:
    try:
        return file.is_file() and file.stat().st_size == listed.size and _sum(file, cancelled) == listed.sha256
    except OSError:
        return False


def _sum(file: Path, cancelled: Callable[[], bool]) -> str:
    summed = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if cancelled():
                raise Cancelled("已停止核对。")
            summed.update(chunk)
    return summed.hexdigest()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
