"""Backups of the notes store: rolling copies, each verified by opening it, and the way back. Deletes only old backups.

A backup's name carries the store's revision, so that their order does not hang on the clock.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from reader.core.errors import BadInput, DamagedStore, NotFound, StoreUnavailable
from reader.files import UNFINISHED, check_regular, open_regular, replacing
from reader.private import private_folder
from reader.store.db import connect, problems_of, to_copy, user_errors, version_of
from reader.store.place import require_folder
from reader.store.schema import Schema
from reader.store.version_rows import forget_place

KEPT = 10  # of each reason
HOUR = timedelta(hours=1)

_LARGEST = 1 << 40  # bytes: SQLite alone looks at the rest
_SQLITE = b"SQLite format 3\0"
_NAME = re.compile(r"notes-(\d{9})-(\d{8}T\d{6})Z-([a-z]+)(?:-\d+)?\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file.

    Attributes:
        revision: the store's revision when it was made; orders backups.
        made: when, by the clock of then.
        reason: hourly, manual, migration, import or restore.
    """

    path: Path
    revision: int
    made: datetime
    reason: str


class Companion(Protocol):
    """What is backed up with the notes, beside each backup."""

    def wanted(self) -> bool:
        """Whether there is anything to back up."""

    def is_current(self, backup: Path) -> bool:
        """Whether what goes with a backup is as it is now."""

    def make(self, backup: Path) -> None:
        """Backs it up, beside a backup that was just made."""

    def restore(self, backup: Path) -> object:
        """Brings back what went with a backup."""

    def prune(self, backups: Collection[Path]) -> None:
        """Removes what goes with none of these."""


class Backups:
    """The backups of one store file, in the folder `backups` beside it or in another."""

    def __init__(
        self,
        store: Path,
        now: Callable[[], str],
        schema: Schema,
        folder: Path | None = None,
        companion: Companion | None = None,
    ) -> None:
        self._store, self._companion = store, companion
        self._now = now
        self._schema = schema
        self.folder = folder or store.parent / "backups"

    def all(self) -> tuple[Backup, ...]:
        """The backups there are, newest first, not yet verified."""
        found = []
        for path in self.folder.glob("notes-*.db") if self.folder.is_dir() else ():
            name = _NAME.fullmatch(path.name)
            if name:
                made = datetime.strptime(name[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
                found.append(Backup(path, int(name[1]), made, name[3]))
        return tuple(sorted(found, key=lambda b: (b.revision, b.made, b.path.name), reverse=True))

    def highest(self) -> int:
        """The highest revision of any backup; 0 without backups."""
        return max((b.revision for b in self.all()), default=0)

    def newest_good(self) -> Path | None:
        """The newest backup that opens and is sound."""
        return next((b.path for b in self.all() if not problems_of(b.path, self._schema)), None)

    def make(self, reason: str, target: Path | None = None) -> Path:
        """A verified copy of the store as it is, under `target` or in the folder. Raises NotFound without a store."""
        if not self._store.exists():
            raise NotFound("还没有任何批注，不需要备份。")
        if target is not None and target.resolve() == self._store.resolve():
            raise BadInput("备份不能覆盖正在使用的批注文件。")
        if target is not None:
            require_folder(target)
        with user_errors(self._store), closing(to_copy(self._store)) as connection:
            version_of(connection, self._store, self._schema)
            made = self._copy(connection, reason, target)
        if self._companion is not None and target is None:
            self._companion.make(made)
            self._companion.prune([backup.path for backup in self.all()])
        return made

    def make_if_due(self) -> Path | None:
        """An hourly backup where the store has changed since the newest, and that is an hour old or from the future."""
        if not self._store.exists():
            return None
        newest = next(iter(self.all()), None)
        if newest:
            age = datetime.fromisoformat(self._now()) - newest.made
            with user_errors(self._store), closing(connect(self._store, mode="ro")) as connection:
                changed = _revision(connection) > newest.revision
            same = self._companion is None or self._companion.is_current(newest.path)
            if (not changed and same) or timedelta(0) <= age < HOUR:
                return None
        return self.make("hourly")

    def before_migration(self, connection: sqlite3.Connection) -> None:
        """The copy without which no migration step is begun."""
        self._copy(connection, "migration", None)

    def restore(self, backup: Path) -> None:
        """Puts the backup's notes in the store's place. The store must not be open in this program.

        A sound store is copied first and then overwritten in one transaction, so other programs that have it open see
        the change; a damaged one is set aside. Raises BadInput where there is no such file, DamagedStore
        where the backup is not sound: nothing is changed.
        """
        if not backup.exists():
            raise BadInput(f"没有这个备份文件（{backup}）。")
        check_regular(backup, "备份文件")
        _refuse_other(backup)
        problems = problems_of(backup, self._schema)
        if problems:
            raise DamagedStore(f"这个备份不能用：{problems[0]}")
        revision = self.highest()
        if self._store.exists():
            if problems_of(self._store, self._schema):
                self.set_aside()
            else:
                with user_errors(self._store), closing(connect(self._store, mode="ro")) as connection:
                    revision = max(revision, _revision(connection))
                self.make("restore")
        private_folder(self._store.parent)
        with (
            user_errors(self._store),
            closing(connect(backup, mode="ro")) as source,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as ready,
            closing(connect(self._store, mode="rwc")) as target,
        ):
            source.backup(ready)
            kept = max(revision, _revision(ready)) + 1
            ready.execute("UPDATE revision SET value = ? WHERE id = 1", (kept,))
            forget_place(ready)
            ready.backup(target)  # in one transaction: killed in between, the old notes are there, or these
        if self._companion is not None:
            self._companion.restore(backup)

    @property
    def has_more(self) -> bool:
        """Whether there is something besides notes to back up."""
        return self._companion is not None and self._companion.wanted()

    def set_aside(self) -> Path:
        """Renames a damaged store and its log out of the way; gives the new name. Nothing is deleted."""
        moment = datetime.fromisoformat(self._now()).strftime("%Y%m%dT%H%M%SZ")
        target = _free(self._store.with_name(f"{self._store.stem}-damaged-{moment}.db"))
        try:
            for ending in ("-wal", "-shm", "-journal"):
                log = self._store.with_name(self._store.name + ending)
                if log.exists():
                    log.rename(target.with_name(target.name + ending))
            self._store.rename(target)
        except OSError as error:
            raise StoreUnavailable(f"无法把损坏的批注文件移开（{self._store}），请关闭其他窗口后再试。") from error
        return target

    def _copy(self, connection: sqlite3.Connection, reason: str, target: Path | None) -> Path:
        moment = datetime.fromisoformat(self._now()).strftime("%Y%m%dT%H%M%S")
        if target is None:
            revision = _revision(connection)
            try:
                target = _free(private_folder(self.folder) / f"notes-{revision:09}-{moment}Z-{reason}.db")
            except StoreUnavailable as error:
                raise StoreUnavailable(f"备份没有写成：{error}") from error
        try:
            str(target).encode("utf-8")
        except UnicodeEncodeError:
            raise BadInput("备份文件的名字含有无法识别的字符，请换一个名字。") from None
        try:
            with replacing(target, private=True) as draft:
                connection.execute("VACUUM INTO ?", (str(draft),))
                problems = problems_of(draft, self._schema)
                if problems:
                    raise DamagedStore(f"备份没有通过检查，没有采用：{problems[0]}")
        except StoreUnavailable as error:
            raise StoreUnavailable(f"备份没有写成：{error}") from error
        self._prune()
        return target

    def _prune(self) -> None:
        """Keeps the newest KEPT of each reason; sweeps out what a backup that was killed has left half written."""
        clock = time.time()
        for left in self.folder.glob(".*.new*"):
            with suppress(OSError):
                if UNFINISHED.fullmatch(left.name) and abs(clock - left.lstat().st_mtime) > HOUR.total_seconds():
                    left.unlink()
        seen: dict[str, int] = {}
        for backup in self.all():
            seen[backup.reason] = seen.get(backup.reason, 0) + 1
            if seen[backup.reason] > KEPT:
                with suppress(OSError):  # one old copy too many does no harm
                    backup.path.unlink()


def _refuse_other(file: Path) -> None:
    """Raises BadInput with what a file is that is no backup at all, and with what takes it."""
    with open_regular(file, _LARGEST, "备份文件") as stream:
        beginning = stream.read(64)
    if beginning.startswith(_SQLITE):
        return
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in {b"[", b"{"}:
        raise BadInput("这是导出的批注（jsonld），请用“导入”（notes import），不是恢复；没有改动任何内容。")
    if start.startswith((b"PK", b"%PDF-")):
        raise BadInput("这是 Word、PDF 文件或压缩包，里面的批注请用“导入”（notes import）；没有改动任何内容。")
    raise BadInput("这不是批注的备份文件（.db），没有恢复；导出的批注请用“导入”（notes import）。")


def _revision(connection: sqlite3.Connection) -> int:
    (value,) = connection.execute("SELECT value FROM revision WHERE id = 1").fetchone()
    return int(value)


def _free(path: Path) -> Path:
    """The path, or the same with a number where it is taken."""
    tried, n = path, 1
    while tried.exists():
        n += 1
        tried = path.with_name(f"{path.stem}-{n}{path.suffix}")
    return tried
