"""The files of a folder, with all below and what is in zips, each with its sum: what a build is made from.

Names are those below the folder, with slashes, in Unicode's composed form, in one order on every system. What the
system keeps hidden is left out; links to folders are not followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from reader.core.errors import BadInput, in_words
from reader.core.showing import brief
from reader.files import read_whole
from reader.formats import archive
from reader.formats.bounds import LARGEST
from reader.formats.sniff import sniff

CATALOGUE: Final = "catalogue.toml"
MOST_FILES: Final = 2_000_000
_OF_THE_SYSTEM: Final = frozenset(["thumbs.db", "desktop.ini", "__macosx"])
_TEMPORARY: Final = ("~$", ".~")
_ZIP: Final = b"PK"
_BEGINNING: Final = 4096
"""What a zip has in so many of its first bytes: to sniff at every file takes a third of the time."""
_UNFIT: Final = re.compile(r"[\\:\x00]")  # cannot stand in the name of a source

Seen = Callable[[int, str], None]
"""Told of each file that was looked at: how many until now, and its name. What it raises ends the search."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the folder.

    Attributes:
        file: its name below the folder; inside a zip: "outer.zip!inner.docx".
        name: its last part.
        path: the file, or the zip that holds it.
        member: its number in the zip, from 0; None where it is in none.
        sha256: of its bytes; "" where they cannot be had.
        size: in bytes.
        fault: why it cannot be read; or, where `skipped`, why it is no document.
    """

    file: str
    name: str
    path: Path
    member: int | None
    sha256: str
    size: int
    fault: str = ""
    skipped: bool = False


def check_folder(folder: Path) -> None:
    """Raises BadInput where a folder cannot be read (any more)."""
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except FileNotFoundError as error:
        raise BadInput(f"找不到文件夹“{brief(str(folder))}”；如果在网络盘上，请看是否还连着。") from error
    except NotADirectoryError as error:
        raise BadInput(f"“{brief(str(folder))}”不是文件夹；请写明存放文件的文件夹。") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"文件夹“{brief(str(folder))}”无法读取（{in_words(error)}）。") from error


def holds_any(folder: Path) -> bool:
    """Whether there is anything at all to look at."""
    return any(names for _where, _folders, names in os.walk(folder))


def find(folder: Path, seen: Seen) -> list[Found]:
    """All files, in order. Raises BadInput where the folder is not there, goes away, or holds far too many."""
    check_folder(folder)
    made: list[Found] = []
    for file, path, fault in _paths(folder):
        seen(len(made), file)
        if len(made) > MOST_FILES:
            raise BadInput(f"文件夹“{brief(str(folder))}”里的文件超过 {MOST_FILES} 个，请分几次制作。")
        made += _at(folder, file, path, fault)
    return list(_told_apart(made))


def _told_apart(found: Iterable[Found]) -> Iterator[Found]:
    """No two with the same name: there are names that differ only in how their letters are composed, members of a zip
    that are called the same, and files called as a member of a zip is here.
    """
    used: set[str] = set()
    for each in found:
        name, number = each.file, 1
        while name in used:
            number += 1
            name = f"{each.file}（{number}）"
        used.add(name)
        yield each if name == each.file else replace(each, file=name)


def _paths(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Name, path and, where a folder below cannot be read, why."""
    faults: list[OSError] = []
    found: list[tuple[str, Path, str]] = []
    for where, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = [each for each in folders if not _is_hidden(each)]
        place = Path(where)
        for name in names:
            path = place / name
            if not _is_hidden(name) and not (place == folder and name == CATALOGUE):
                found.append((_below(folder, path), path, ""))
    if faults:
        check_folder(folder)  # or the whole of it has gone
    for error in faults:
        path = Path(str(error.filename))
        name = _below(folder, path)
        found.append((name, path, f"文件夹“{brief(name)}”无法读取（{in_words(error)}），其中的文件没有收入。"))
    yield from sorted(found, key=lambda each: (each[0], str(each[1])))


def _below(folder: Path, path: Path) -> str:
    name = path.relative_to(folder).as_posix()
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")  # a name need not be text
    return unicodedata.normalize("NFC", shown)


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and not name.startswith(_TEMPORARY)) or name.lower() in _OF_THE_SYSTEM


def _at(folder: Path, file: str, path: Path, fault: str) -> Iterator[Found]:
    name = _UNFIT.sub("_", file.rpartition("/")[2])
    if fault:
        yield Found(file, name, path, None, "", 0, fault)
        return
    if name.startswith(_TEMPORARY):
        yield Found(file, name, path, None, "", 0, f"“{brief(name)}”是办公软件的临时文件，已跳过。", skipped=True)
        return
    try:
        data = read_whole(path, LARGEST)
    except BadInput as error:
        check_folder(folder)
        yield Found(file, name, path, None, "", 0, str(error))
        return
    if _ZIP not in data[:_BEGINNING] or sniff(data) != "zip":
        yield Found(file, name, path, None, hashlib.sha256(data).hexdigest(), len(data))
        return
    yield from _in_zip(file, name, path, data)


def _in_zip(file: str, name: str, path: Path, data: bytes) -> Iterator[Found]:
    empty = True
    try:
        for number, (inner, inside) in enumerate(archive.members(data, name)):
            empty = False
            shown = f"{file}!{inner}"
            if isinstance(inside, BadInput):
                yield Found(shown, inner, path, number, "", 0, str(inside))
            elif inner.startswith(_TEMPORARY):
                says = f"“{brief(inner)}”是办公软件的临时文件，已跳过。"
                yield Found(shown, inner, path, number, "", 0, says, skipped=True)
            else:
                yield Found(shown, inner, path, number, hashlib.sha256(inside).hexdigest(), len(inside))
    except BadInput as error:
        yield Found(file, name, path, None, "", 0, str(error))
        return
    if empty:
        yield Found(file, name, path, None, "", 0, f"压缩包“{brief(name)}”里没有文件，已跳过。", skipped=True)


def contents(
    folder: Path, wanted: Sequence[Found], is_left: Callable[[Found], bool] = lambda _each: False
) -> Iterator[tuple[Found, bytes | None]]:
    """The bytes of files that were found, in their order; each zip is opened once.

    Args:
        is_left: which files are not read, their bytes None; not asked of what is in a zip.

    Raises BadInput where one is not what it was: it was changed meanwhile, or has gone.
    """
    for _path, group in groupby(wanted, key=lambda each: (each.path, each.member is None)):
        files = list(group)
        if files[0].member is None:
            for each in files:
                yield each, None if is_left(each) else _checked(folder, each, _bytes_of(folder, each))
            continue
        numbered: Mapping[int, Found] = {each.member: each for each in files if each.member is not None}
        for number, (_name, inside) in enumerate(archive.members(_bytes_of(folder, files[0]), files[0].path.name)):
            if number in numbered:
                yield numbered[number], _checked(folder, numbered[number], inside)


def again(path: Path, sha256: str) -> bytes | None:
    """The bytes of a file that was found with that sum; None where it is not what it was."""
    with suppress(BadInput):
        data = read_whole(path, LARGEST)
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    return None


def _bytes_of(folder: Path, found: Found) -> bytes:
    try:
        return read_whole(found.path, LARGEST)
    except BadInput as error:
        check_folder(folder)
        raise changed(found) from error


def _checked(folder: Path, found: Found, data: bytes | BadInput) -> bytes:
    if isinstance(data, BadInput) or hashlib.sha256(data).hexdigest() != found.sha256:
        check_folder(folder)
        raise changed(found)
    return data


def changed(found: Found) -> BadInput:
    """What is said where a file is not what it was when it was found."""
    return BadInput(f"“{brief(found.file)}”在制作时被改动或移走了，已停止；已经读好的都留着，请再运行一次。")
