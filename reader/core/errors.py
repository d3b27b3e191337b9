"""What can go wrong in a way the user can act on. Everything else is a bug and stays loud."""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EACCES: "没有权限", errno.EPERM: "不允许这样操作",
    errno.ENOSPC: "磁盘空间不足", errno.EDQUOT: "超出磁盘配额", errno.ENAMETOOLONG: "名称太长",
    errno.EROFS: "磁盘或文件夹是只读的", errno.EISDIR: "这是文件夹，不是文件", errno.ENOTDIR: "这不是文件夹",
    errno.EIO: "磁盘读写出错", errno.EBUSY: "正被其他程序使用", errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多", errno.ELOOP: "链接绕成了圈", errno.EEXIST: "已经有同名的文件或文件夹",
    errno.EXDEV: "不在同一个磁盘上", errno.ENOTEMPTY: "文件夹不是空的", errno.EINVAL: "名称或操作无效",
    errno.EFBIG: "文件太大", errno.EOPNOTSUPP: "这里不支持这样操作", errno.ETIMEDOUT: "等待太久没有回应",
}  # fmt: skip


def in_words(error: BaseException) -> str:
    """Why the system would not do something, in a few Chinese words; in its own where we have none."""
    number, said = getattr(error, "errno", None), getattr(error, "strerror", None)
    if isinstance(error, ValueError) and number is None:
        return "名称无效"
    return _WORDS.get(number or 0, "") or str(said or error) or type(error).__name__


class ReaderError(Exception):
    """Something the user can act on, told in one sentence.

    Attributes:
        exit_code: process exit status the command line ends with.
    """

    exit_code = 2


class BadInput(ReaderError):
    """A file, query or argument that cannot be used as it is."""


class NotFound(ReaderError):
    """The thing asked for is not there (a document, a clause, a note)."""

    exit_code = 1


class DamagedCorpus(ReaderError):
    """The corpus folder is missing, incomplete or unreadable."""

    exit_code = 3


class DamagedStore(ReaderError):
    """The notes store cannot be used: damaged, or written by a newer program."""

    exit_code = 3


class StoreUnavailable(ReaderError):
    """The notes store is sound but cannot be written now (locked, read-only, disk full)."""


class Cancelled(ReaderError):
    """Long work was stopped because the user asked for it."""
