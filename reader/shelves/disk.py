"""How the user's own documents come to the disk: for the owner alone, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from reader import files
from reader.core.errors import StoreUnavailable, in_words
from reader.private import private_folder

LOCK: Final = "lock"
LOCK_SECONDS: Final = 30.0


def make_folder(folder: Path) -> Path:
    """The folder and those above it, made where they are missing, for the owner alone. Raises StoreUnavailable."""
    return folder if folder.is_dir() else private_folder(folder)


def write_new(file: Path, data: bytes, *, sync: bool = True) -> None:
    """Writes a file that is not there yet, for the owner alone."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        if sync:
            out.flush()
            os.fsync(out.fileno())


def write_whole(file: Path, data: bytes) -> None:
    """Writes a file in one step, for the owner alone. Raises StoreUnavailable."""
    files.write_whole(file, data, private=True)


def write_lightly(file: Path, data: bytes) -> None:
    """The same for what may be lost when the power fails. Raises OSError."""
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    write_new(draft, data, sync=False)
    draft.replace(file)


def read_whole(file: Path, most: int) -> bytes:
    """The bytes of a file of at most `most`. Raises BadInput where there is none, or more."""
    return files.read_whole(file, most)


@contextmanager
def saying(folder: Path) -> Iterator[None]:
    """Turns what the disk refuses into one sentence. Raises StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"文件夹 {folder} 无法写入（{in_words(error)}），没有改动；请检查权限和剩余空间。"
        ) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Holds the one lock of the folder, which is made where it is missing. Raises StoreUnavailable."""
    from filelock import FileLock, Timeout  # only whoever writes waits for it

    with saying(folder):
        make_folder(folder)
        lock = FileLock(folder / LOCK, timeout=LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreUnavailable("另一个程序正在改动“我的文件”，请稍后再试。") from error
    try:
        with saying(folder):
            yield
    finally:
        lock.release()
