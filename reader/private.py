"""Folders and files for their owner's eyes only: made so whatever the umask, and closed where they are not.

Says, too, whose a path is and whether a folder takes a file. What belongs to somebody else is never touched.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.core.errors import in_words
from reader.paths import ensure

_FILE: Final = 0o600
_OTHERS: Final = 0o077
_DIRECT: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_OURS: Final = frozenset([
    "notes.db", "backups", "documents", "settings.toml", "policy-reader.log", "corpora", "taken-in.json",
    "drafts",
])  # fmt: skip
"""Names that tell a folder of the user's data."""


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing (with those above it), for its owner's eyes only.

    Raises StoreUnavailable where that is not allowed.
    """
    is_fresh = not folder.exists()
    ensure(folder)
    if not is_fresh and os.name == "posix":
        with suppress(OSError):  # a share with rights of its own
            if _holds_but_ours(folder):
                _close_folder(folder)
    return folder


def private_file(file: Path) -> Path:
    """The file, made empty where it is missing, for its owner's eyes only: for libraries that write it themselves.

    Raises OSError.
    """
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _DIRECT, _FILE))
    except FileExistsError:
        _close_to_others(file)
    return file


def make_private(folder: Path, patterns: tuple[str, ...]) -> None:
    """Takes from others what they may do with our files in a folder, and with the folder where it holds but ours.

    A closed folder keeps everybody from what is below, so no time is spent there. What belongs to somebody else, links,
    and what cannot be changed are left alone.

    Args:
        patterns: names of ours, files and folders, as for `glob`.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        found = [path for pattern in patterns for path in folder.glob(pattern) if not path.is_symlink()]
        if found or _holds_but_ours(folder):
            _close_folder(folder)
        for path in found:
            if path.is_dir():
                close_all(path)
            else:
                _close_to_others(path)


def close_all(folder: Path, *, again: bool = False) -> None:
    """A folder of ours with all that is below, for its owner's eyes only.

    Args:
        again: look at what is below, also where the folder is closed already.
    """
    if os.name != "posix" or not (_close_to_others(folder) or again):
        return
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            _close_to_others(Path(place) / name)


def _close_folder(folder: Path) -> None:
    """One that many people write to by design (/tmp and the like) is none of ours, whoever owns it."""
    if not folder.stat().st_mode & stat.S_ISVTX:
        _close_to_others(folder)


def _holds_but_ours(folder: Path) -> bool:
    """Whether a folder that was there before us is empty, or is the user's data: others are left as they are."""
    names = {entry.name for entry in folder.iterdir()}
    return not names or bool(names & _OURS) or (folder / "config" / "settings.toml").exists()


def _close_to_others(path: Path) -> bool:
    """Whether it was open to others."""
    if os.name != "posix":
        return False
    with suppress(OSError):
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid() and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))
        if is_ours and found.st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
            return True
    return False


def owner_of(path: Path) -> str | None:
    """Who owns a path, where that is not the user of this program; None where it is, where nobody can tell, or where
    nothing is there.
    """
    if sys.platform == "win32":
        return None
    try:
        uid = path.lstat().st_uid
    except OSError:
        return None
    if uid == os.geteuid():
        return None
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def try_to_write(folder: Path) -> str:
    """Writes a small file into a folder, reads it back and removes it. Why that failed, in a few words; else empty."""
    if not folder.exists():  # it is made when it is first needed: then the one above it has to take it
        return try_to_write(folder.parent) if folder.parent != folder else "找不到"
    trial = folder / f".{os.urandom(8).hex()}.try"
    try:
        handle = os.open(trial, os.O_RDWR | os.O_CREAT | os.O_EXCL | _DIRECT, _FILE)
        try:
            os.write(handle, b"policy-reader")
            os.fsync(handle)
        finally:
            os.close(handle)
        return "" if trial.read_bytes() == b"policy-reader" else "写入的内容读回来不一样"
    except OSError as error:
        return in_words(error)
    finally:
        with suppress(OSError):
            trial.unlink()
