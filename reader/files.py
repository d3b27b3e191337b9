"""Whole files: the one way to write an output, and the one way to read an input.

An output is written into a new file beside it, brought to the disk, and put in place: there is the old one or the new
one, never a piece. An input is a regular file within a stated size. Links are followed to what they lead to; devices,
pipes, sockets and folders are refused in one sentence. Knows nothing of what is in a file.
"""

from __future__ import annotations

import errno
import gc
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import BinaryIO, Final, ParamSpec

from reader.core.errors import BadInput, ReaderError, StoreUnavailable, in_words
from reader.core.late_pattern import late
from reader.core.showing import brief

P = ParamSpec("P")

SMALL: Final = 4 * 1024**2
"""Bytes: more than any file of settings, keys or passphrases has."""
_TRIES: Final = 100
_ROOM: Final = 256 * 1024  # bytes in the temporary folder: less is no room
_DIRECT: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_KINDS: Final = (
    (stat.S_ISDIR, "文件夹"), (stat.S_ISCHR, "设备"), (stat.S_ISBLK, "设备"), (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
)  # fmt: skip
_PRIVATE_FILE: Final = 0o600
_OTHERS: Final = 0o077


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where there is none, or none that can be looked at."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


# -- writing


def write_whole(target: Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file, all of it or nothing. Raises as `replacing` does."""
    with replacing(target, private=private) as draft, draft.open("wb") as out:
        out.write(data)


def needs_room(make: Callable[P, bytes]) -> Callable[P, bytes]:
    """For what is made by a library that keeps parts of it in the temporary folder meanwhile (workbooks are).

    It raises StoreUnavailable where there is no room for that, whatever the library makes of it.
    """

    @wraps(make)
    def made(*words: P.args, **named: P.kwargs) -> bytes:
        loud = sys.unraisablehook
        try:
            return make(*words, **named)
        except Exception as error:
            if not _is_for_want_of_room(error):
                raise
            sys.unraisablehook = _say_nothing  # what the library leaves half done complains again when it is let go
        gc.collect()
        sys.unraisablehook = loud
        import tempfile  # with what it needs a hundredth of a start

        folder = brief(tempfile.gettempdir())
        raise StoreUnavailable(f"临时文件夹 {folder} 所在的磁盘空间不足，没有写成；请腾出空间后再试。")

    return made


def _say_nothing(_what: object) -> None:
    """For what has been told already."""


def _is_for_want_of_room(error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    try:
        import tempfile

        with tempfile.TemporaryFile() as trial:
            trial.write(bytes(_ROOM))
            trial.flush()
    except OSError:
        return True
    return "ENOSPC" in str(error)


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[Path]:
    """A new, empty file beside the target, which takes its place when the block ends without an exception.

    Args:
        target: what is to be written; a link is followed. An older file keeps its rights.
        private: for its owner's eyes only.

    Raises BadInput where the target cannot be a file (a folder, a device, no such folder, an impossible name),
    StoreUnavailable where it cannot be written now. Whatever was there before is there still.
    """
    place, older = _target(target)
    draft = _draft(place, target)
    try:
        yield draft
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        _give_rights(draft, older, private=private)
        draft.replace(place)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    sync_folder(place.parent)


def _target(target: Path) -> tuple[Path, os.stat_result | None]:
    """Where a link leads in the end, and what is there."""
    try:
        place = Path(os.path.realpath(target))
        older = place.lstat() if _is_there(place) else None
        if older is not None and not stat.S_ISREG(older.st_mode):
            raise BadInput(f"“{brief(str(target))}”是{_kind(older.st_mode)}，不是普通文件，没有写入任何内容。")
        if older is not None and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not place.parent.is_dir():
            raise BadInput(f"没有这个文件夹：{brief(str(place.parent))}。没有写入任何内容。")
    except OSError as error:
        raise _unwritten(target, error) from error
    except ValueError as error:  # a zero byte in the name
        raise BadInput(f"“{brief(str(target))}”不能用作文件名，没有写入任何内容。") from error
    return place, older


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


UNFINISHED: Final = late(r"\.[0-9a-f]{16}\.new(?:-journal|-wal|-shm)?")
"""How a draft is called that was never finished, because the program was killed."""


def _draft(place: Path, target: Path) -> Path:
    for _ in range(_TRIES):
        draft = place.with_name(f".{os.urandom(8).hex()}.new")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _DIRECT, _PRIVATE_FILE)
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritten(target, error) from error
        os.close(handle)
        return draft
    raise StoreUnavailable(f"写不进“{brief(str(target))}”，请换一个文件夹。")


def _give_rights(draft: Path, older: os.stat_result | None, *, private: bool) -> None:
    """Those of the file that is replaced; of a new one those that any program would give it."""
    if os.name != "posix" or private:
        return
    if older is None:
        draft.chmod(0o666 & ~_umask())
        return
    with suppress(OSError):  # somebody else's file, which only root can give back
        os.chown(draft, older.st_uid, older.st_gid)
    draft.chmod(stat.S_IMODE(older.st_mode) & 0o777)


def _umask() -> int:
    """What the person does not want to give to others. There is no way to ask but to set it."""
    with suppress(OSError, ValueError, IndexError):  # Linux says it, and so no other thread is disturbed
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("Umask:")[2].split()[0], 8)
    now = os.umask(_OTHERS)
    os.umask(now)
    return now


def sync_folder(folder: Path) -> None:
    """Brings to the disk which files a folder holds."""
    if os.name != "posix":
        return
    with suppress(OSError):  # a file system that knows no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritten(target: Path, error: OSError) -> ReaderError:
    name = brief(str(target))
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            said = f"磁盘空间不足，写不进“{name}”"
            return StoreUnavailable(f"{said}；原有的文件没有改动，请腾出空间后再试。")
        case errno.ENAMETOOLONG | errno.EINVAL | errno.EILSEQ | errno.ELOOP:
            return BadInput(f"“{name}”不能用作文件名（{in_words(error)}），没有写入任何内容。")
        case _:
            why = in_words(error)
            return StoreUnavailable(f"写不进“{name}”（{why}），请检查文件夹的权限和磁盘空间。")


# -- reading


@contextmanager
def open_regular(source: Path, most: int, what: str = "文件") -> Iterator[BinaryIO]:
    """A regular file of at most `most` bytes, open for reading; it may still grow while it is read.

    Raises BadInput, with `what` it was to be, where there is none, or something else.
    """
    stream, _size = _opened(source, most, what)
    with stream:
        yield stream


def read_whole(source: Path, most: int = SMALL, what: str = "文件") -> bytes:
    """The bytes of a regular file of at most `most` bytes. Raises as `open_regular` does."""
    stream, size = _opened(source, most, what)
    with stream:
        try:
            data = stream.read(size + 1)  # not at once all it might be: room for that is looked for first
            if len(data) > size:  # it grows, or says no size
                data += stream.read(most + 1 - len(data))
        except OSError as error:
            raise _unread(source, what, error) from error
    if len(data) > most:
        raise _too_large(source, most, what)
    return data


def check_regular(source: Path, what: str = "文件") -> None:
    """Raises BadInput where something is there that is no regular file: for libraries that open files themselves."""
    try:
        mode = source.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise _unread(source, what, error) from error
    if not stat.S_ISREG(mode):
        raise _not_regular(source, mode, what)


def _opened(source: Path, most: int, what: str) -> tuple[BinaryIO, int]:
    try:
        check_regular(source, what)  # before it is opened, which some devices take for an order
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        stream = os.fdopen(os.open(source, flags), "rb")
    except (OSError, ValueError) as error:
        raise _unread(source, what, error) from error
    try:
        found = os.fstat(stream.fileno())  # what was opened, which need not be what was looked at
        if not stat.S_ISREG(found.st_mode):
            raise _not_regular(source, found.st_mode, what)
        if found.st_size > most:
            raise _too_large(source, most, what)
    except BaseException:
        stream.close()
        raise
    return stream, found.st_size


def _kind(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "特殊文件")


def _not_regular(source: Path, mode: int, what: str) -> BadInput:
    kind = "文件夹，不是文件" if stat.S_ISDIR(mode) else f"{_kind(mode)}，不是普通文件"
    return BadInput(f"{what}“{brief(str(source))}”是{kind}，无法读取。")


def _too_large(source: Path, most: int, what: str) -> BadInput:
    limit = f"{most // 1024**2} MB" if most >= 1024**2 else f"{most} 字节"
    return BadInput(f"{what}“{brief(str(source))}”太大，超过 {limit} 的上限，无法读取。")


def _unread(source: Path, what: str, error: OSError | ValueError) -> BadInput:
    name = brief(str(source))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BadInput(f"找不到{what}“{name}”，无法读取。")
    why = in_words(error)
    return BadInput(f"{what}“{name}”无法读取（{why}）。")
