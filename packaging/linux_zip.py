"""Puts the compiled modules of the Linux tree into one zip, with a list of where in it each is.

A module in a folder is looked for by several names and takes five calls of the system; linux/first.py, which has read
the list, takes one. What comes with data or shared objects stays a folder. Over a thousand small files less.
"""

from __future__ import annotations

import marshal
import zipfile
from pathlib import Path, PurePosixPath

import trim
from windows_zips import only_modules

LIBRARY, LIST = "library.zip", "library.list"
FIRST = "__init__policy_reader.pyc"  # linux/first.py, by the name that the freezer's start looks for
BEFORE = {f"{name}.pyc" for name in ("copyreg", "enum", "functools", "keyword", "operator", "reprlib", "types")} | {
    "re"
}
"""What the freezer's start imports before that."""
HEADER = 16  # bytes of a compiled module before its code
LOCAL = 30  # bytes of a zip's entry before its name


def fold(lib: Path) -> None:
    """Put the modules and the packages of modules only into the zip, write the list, take the files away."""
    places = [each for each in sorted(lib.iterdir()) if only_modules(each) and each.name not in {FIRST, *BEFORE}]
    files = [path for place in places for path in ([place] if place.is_file() else place.rglob("*.pyc"))]
    trim.store(lib / LIBRARY, {path.relative_to(lib).as_posix(): path.read_bytes() for path in files})
    (lib / LIST).write_bytes(marshal.dumps(listed(lib / LIBRARY)))
    for path in files:
        path.unlink()
    for folder in sorted((path for path in lib.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def listed(library: Path) -> dict[str, tuple[bool, int, int]]:
    """Module → whether it is a package, where its code begins in a zip of stored modules, how many bytes it has."""
    found = {}
    with zipfile.ZipFile(library) as archive:
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            package = path.name == "__init__.pyc"
            name = ".".join((path.parent if package else path.with_suffix("")).parts)
            start = entry.header_offset + LOCAL + len(entry.filename.encode()) + HEADER
            found[name] = (package, start, entry.file_size - HEADER)
    return found
