"""The files that are meant by paths which the user gave: themselves, and what folders hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reader.core.errors import BadInput

MOST_FILES: Final = 100_000
TEMPORARY: Final = ("~$", ".~")
"""How the names of files begin that office programs keep while they are open."""
_OF_THE_SYSTEM: Final = frozenset(["thumbs.db", "desktop.ini", "__macosx"])


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found.

    Attributes:
        data: its bytes where it was in a zip.
        given: named by the user, not found below.
        ours: no file, but a folder in which this program keeps what is its own.
    """

    shown: str
    name: str
    path: Path | None
    data: bytes | None = None
    given: bool = False
    ours: bool = False


def files_in(paths: Sequence[Path], kept: Sequence[Path] = ()) -> Iterator[FoundFile]:
    """The files that paths name or hold, folders with all below in the order of their names.

    What the system keeps hidden is left out; links to folders are not followed. Of each folder in `kept` that is met,
    and of one that lies in such a folder, there is one entry that says so. Raises BadInput for far too many.
    """
    count = 0
    ours = frozenset(os.path.realpath(each) for each in kept)
    for path in paths:
        found = _below(path, ours) if path.is_dir() else iter([FoundFile(str(path), path.name, path, given=True)])
        for file in found:
            count += 1
            if count > MOST_FILES:
                raise BadInput(f"文件太多，一次最多添加 {MOST_FILES} 个，没有添加。")
            yield file


def _below(folder: Path, ours: frozenset[str]) -> Iterator[FoundFile]:
    real = Path(os.path.realpath(folder))
    if any(str(each) in ours for each in (real, *real.parents)):
        yield FoundFile(str(folder), folder.name, None, ours=True)
        return
    for where, folders, names in os.walk(folder):
        met = sorted(each for each in folders if not _is_hidden(each))
        own = [each for each in met if os.path.realpath(Path(where) / each) in ours]
        folders[:] = [each for each in met if each not in own]
        for name in own:
            yield FoundFile(str(Path(where) / name), name, None, ours=True)
        for name in sorted(each for each in names if not _is_hidden(each)):
            path = Path(where) / name
            yield FoundFile(str(path), name, path)


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and not name.startswith(TEMPORARY)) or name.lower() in _OF_THE_SYSTEM
