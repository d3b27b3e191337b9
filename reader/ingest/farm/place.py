"""Where a build writes: a corpus folder that is replaced whole in one step, and a folder beside it for all the rest.

Names below the folder that OUT stands in:

    OUT/             the corpus; never half built
    OUT-review/      report.html, report.xlsx, catalogue.toml: for people
      kept/          answers of earlier builds
      new/           the corpus that is being made
      old/           the one before, for the moment in which it is replaced where that takes two steps
      lock           held by the build
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from reader.core.errors import BadInput, StoreUnavailable, in_words
from reader.core.pack import may_stand_in_a_corpus
from reader.core.showing import brief
from reader.files import sync_folder
from reader.packs import integrity

MADE_BY: Final = "corpus build"
_OTHERS: Final = frozenset([integrity.FILE, "normalised/manifest.json", "index/lock"])
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux
_HERE: Final = -100  # AT_FDCWD
_AT_ONCE: Final = 8  # files that are brought to the disk


class Place:
    """The folders of one build."""

    def __init__(self, out: Path) -> None:
        """Raises BadInput where the path can be no folder."""
        try:
            self.out = Path(os.path.realpath(out))
        except (OSError, ValueError) as error:
            raise BadInput(f"“{brief(str(out))}”不能用作文件夹的名称。") from error
        if not self.out.name:
            raise BadInput(f"“{brief(str(out))}”不能用来写语料；请写明一个新的文件夹。")
        self.review = self.out.with_name(f"{self.out.name}-review")
        self.kept, self.draft, self._old = self.review / "kept", self.review / "new", self.review / "old"
        self.draft_documents = self.draft / "normalised"
        self.catalogue = self.review / "catalogue.toml"
        self._ahead: _Syncing | None = None

    def check(self, source: Path) -> None:
        """Raises BadInput, with what is in the way, where the corpus cannot be written here from that folder."""
        folder, shown = Path(os.path.realpath(source)), brief(str(self.out))
        if folder == self.out or folder in self.out.parents:
            raise BadInput(f"“{shown}”在要读取的文件夹里面；请把语料写到别处，以免下次把它自己也读进去。")
        if self.out in folder.parents or self.review in (folder, *folder.parents):
            raise BadInput(f"要读取的文件夹在“{shown}”或它的核对文件夹里面；请把语料写到别处。")
        if not self.out.parent.is_dir():
            raise BadInput(f"没有这个文件夹：{brief(str(self.out.parent))}。没有写入任何内容。")
        if os.path.lexists(self.out):
            self._check_replaced(shown)
        if self.review.exists() and not self.review.is_dir():
            raise BadInput(f"“{brief(str(self.review))}”不是文件夹；核对报告要写在这个名称下，请把它移开。")

    def _check_replaced(self, shown: str) -> None:
        if not self.out.is_dir():
            raise BadInput(f"“{shown}”不是文件夹；请写明一个新的文件夹。")
        names = [path.relative_to(self.out).as_posix() for path in self.out.rglob("*") if not path.is_dir()]
        if not names:
            return
        if not (self.out / "normalised" / "manifest.json").is_file():
            raise BadInput(f"“{shown}”不是空的，也不是语料；不会覆盖它，请换一个文件夹。")
        if not self._is_ours():
            raise BadInput(f"“{shown}”是语料，但不是 corpus build 制作的；不会覆盖它，请换一个文件夹。")
        strange = sorted(each for each in names if each not in _OTHERS and not may_stand_in_a_corpus(each))
        if strange:
            raise BadInput(f"“{shown}”里有不属于语料的文件“{brief(strange[0])}”；不会覆盖它，请把它移开。")

    def _is_ours(self) -> bool:
        try:
            value = json.loads((self.out / "normalised" / "manifest.json").read_bytes())
            return bool(value["made_by"] == MADE_BY)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the place against other builds, and puts right what one left that was killed.

        Raises BadInput where another build is at it, StoreUnavailable where nothing can be written.
        """
        from filelock import FileLock, Timeout

        try:
            self.review.mkdir(exist_ok=True)
            lock = FileLock(self.review / "lock", timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise BadInput(f"另一个程序正在往“{brief(str(self.out))}”制作语料，请等它做完。") from error
        except OSError as error:
            raise self.unwritten(error) from error
        try:
            self._put_right()
            yield
        finally:
            if self._ahead is not None:
                self._ahead.stop()
            shutil.rmtree(self.draft, ignore_errors=True)
            lock.release()

    def _put_right(self) -> None:
        with self.saying():
            if self._old.is_dir() and not self.out.exists():
                self._old.rename(self.out)  # killed between two renames
            for left in (self.draft, self._old):
                if left.exists():
                    shutil.rmtree(left)

    def sync_documents(self) -> None:
        """Begins to bring the documents of the draft to the disk, while something else is done; all are written."""
        self._ahead = _Syncing(sorted(self.draft_documents.iterdir()))

    def put_in_force(self) -> None:
        """Makes the draft the corpus; the one before is gone then. Raises StoreUnavailable; then it is as before."""
        with self.saying():
            done = frozenset(self._ahead.finished()) if self._ahead is not None else frozenset()
            _sync(self.draft, done)
            if not self.out.exists():
                self.draft.rename(self.out)
            elif not any(self.out.iterdir()):
                self.out.rmdir()
                self.draft.rename(self.out)
            elif not _exchanged(self.draft, self.out):
                self.out.rename(self._old)
                try:
                    self.draft.rename(self.out)
                except OSError:
                    self._old.rename(self.out)
                    raise
            sync_folder(self.out.parent)
        for left in (self.draft, self._old):
            shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def saying(self) -> Iterator[None]:
        """Turns what the disk refuses into one sentence. Raises StoreUnavailable."""
        try:
            yield
        except OSError as error:
            raise self.unwritten(error) from error

    def unwritten(self, error: OSError) -> StoreUnavailable:
        """What is said where the disk refuses."""
        return StoreUnavailable(
            f"“{brief(str(self.out))}”写不成（{in_words(error)}）；原有的语料没有改动，已经读好的都留着，"
            "请检查权限和剩余空间后再运行一次。"
        )


def _exchanged(a: Path, b: Path) -> bool:
    """Exchanges two folders in one step, where the system can (Linux, most file systems)."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):
        call = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(call(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0)
    return False


def _sync(folder: Path, but: Container[Path]) -> None:
    """Brings a folder with all below to the disk, but for files that are there."""
    places, files = [], []
    for where, _folders, names in os.walk(folder):
        places.append(Path(where))
        files += [file for name in names if (file := Path(where) / name) not in but]
    _Syncing(files).finished()
    for place in places:
        sync_folder(place)


class _Syncing:
    """Files on their way to the disk; many at once, for the disk takes them together."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files, self._stopped = files, False
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._parts = [self._pool.submit(self._sync, files[at::_AT_ONCE]) for at in range(_AT_ONCE)]

    def _sync(self, files: Iterable[Path]) -> None:
        for file in files:
            if self._stopped:
                break
            with file.open("rb+", buffering=0) as written:
                os.fsync(written.fileno())

    def finished(self) -> Sequence[Path]:
        """The files, when all are there. Raises OSError."""
        for part in self._parts:
            part.result()
        self._pool.shutdown()
        return self._files

    def stop(self) -> None:
        """Leaves the rest, and no file open."""
        self._stopped = True
        self._pool.shutdown()
