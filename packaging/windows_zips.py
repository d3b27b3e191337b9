"""Puts the compiled modules of the Windows tree into three zips, as Python's own embeddable distribution does.

Python imports from a zip by itself; what comes with data or shared objects stays a folder, because neither can be
loaded out of one. Over a thousand small files less: fewer to install, to scan, and to go missing one by one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

LIBRARY, PACKAGES, PROGRAM = "python313.zip", "packages.zip", "app.zip"
SEARCHED = (LIBRARY, "DLLs", PROGRAM, PACKAGES, "site")
"""Where Python looks, in this order; goes into python313._pth."""
MAIN = "app/start.pyc"  # what the launchers run: Python starts a zip by its __main__
DATED = (2020, 1, 1, 0, 0, 0)


def fold(tree: Path) -> None:
    """Put Lib, app and the packages of site that are modules only into the zips, and take the folders away."""
    (tree / MAIN).rename(tree / "app/__main__.pyc")
    for name, folder in ((LIBRARY, "Lib"), (PROGRAM, "app")):
        for other in [path for path in (tree / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]:
            other.unlink()  # notes of the standard library's own makers; a program's data lies in resources
        pack(tree / name, tree / folder, [tree / folder])
    pack(tree / PACKAGES, tree / "site", [each for each in sorted((tree / "site").iterdir()) if only_modules(each)])


def only_modules(place: Path) -> bool:
    """Whether a module, or a package without data and shared objects."""
    if place.is_file():
        return place.suffix == ".pyc"
    files = [path for path in place.rglob("*") if path.is_file()]
    return (place / "__init__.pyc").exists() and all(path.suffix == ".pyc" for path in files)


def pack(target: Path, base: Path, places: Iterable[Path]) -> None:
    """Move modules into a zip, by their names below `base`. Stored: quicker to import, and the installers compress."""
    files = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*.pyc")))]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(base).as_posix(), DATED)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
            path.unlink()
    for folder in sorted((path for path in [base, *base.rglob("*")] if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
