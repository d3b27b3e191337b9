"""Opens the SQLite file of the notes store: pragmas, transactions, versions, and which errors a user can act on.

Holds no business logic. A file of a newer program, or of another program, is refused and left untouched. An older one
is backed up, then migrated one transaction a step. Errors that nobody but us can mend are bugs and pass through.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock

from reader.core.errors import DamagedStore, ReaderError, StoreUnavailable
from reader.files import check_regular
from reader.private import private_file, private_folder
from reader.store.place import on_network_share
from reader.store.schema import APPLICATION_ID, CURRENT, Schema

BUSY_SECONDS = 5.0
_SOME_ROOM = 1024**2  # bytes that are free where a log fails for another reason than a full disk

_BUSY = "批注正被另一个窗口或程序占用，请稍后再试。"
_READ_ONLY = "批注所在的文件夹不能写入（{path}），这次改动没有保存。"
_FULL = "磁盘空间不足，这次改动没有保存；请腾出空间后再试。"
_IO = "读写批注文件时出错（{path}），请检查磁盘或网络连接。"
_CANNOT_OPEN = "打不开批注文件（{path}），请检查文件夹的权限。"
_DAMAGED = "批注文件已损坏（{path}），请从备份恢复。"
_EMPTIED = "批注文件是空的，但以前有过批注（{path}），请从备份恢复。"
_ONLY_LOOK = "批注所在的文件夹只读（{path}），可以查看，不能改动。"
_ONLY_LOOK_FULL = "批注所在的磁盘已满（{path}），可以查看，腾出空间后才能改动。"
_NEWER = "批注文件由更新的版本写成（第 {found} 版，本程序只认识到第 {known} 版），请升级程序；文件没有改动。"
_FOREIGN = "{path} 不是本程序的批注文件，没有打开它。"

# Primary result codes of SQLite that a user can act on; every other one is a bug of ours and stays loud.
_ACTIONABLE: dict[int, tuple[type[ReaderError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreUnavailable, _BUSY),
    sqlite3.SQLITE_LOCKED: (StoreUnavailable, _BUSY),
    sqlite3.SQLITE_PERM: (StoreUnavailable, _READ_ONLY),
    sqlite3.SQLITE_READONLY: (StoreUnavailable, _READ_ONLY),
    sqlite3.SQLITE_FULL: (StoreUnavailable, _FULL),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, _IO),
    sqlite3.SQLITE_CANTOPEN: (StoreUnavailable, _CANNOT_OPEN),
    sqlite3.SQLITE_CORRUPT: (DamagedStore, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (DamagedStore, _DAMAGED),
}
# The shared-memory file beside the log found no room.
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN})
_NO_WRITING = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_NO_LOG = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL})
_BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def user_errors(path: Path) -> Iterator[None]:
    """Turns SQLite errors a user can act on into StoreUnavailable or DamagedStore, in one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        known = _ACTIONABLE.get(code & 0xFF) if code is not None else None
        if known is None:
            raise
        if code == sqlite3.SQLITE_IOERR_SHMSIZE:
            known = (StoreUnavailable, _FULL)
        kind, sentence = known
        raise kind(sentence.format(path=path)) from error


def connect(path: Path, *, mode: str = "rw") -> sqlite3.Connection:
    """A bare connection in autocommit mode, foreign keys on. `mode` is SQLite's: ro, rw or rwc.

    Raises BadInput where something else than a file lies there: SQLite would wait for a pipe, and write to a device.
    """
    for ending in ("", *_BESIDE):
        check_regular(path.with_name(path.name + ending), "批注文件")
    if mode == "rwc":
        private_file(path)  # before SQLite makes it readable for others; what it puts beside it gets the same rights
    made = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    made.execute("PRAGMA foreign_keys = ON")
    return made


def version_of(connection: sqlite3.Connection, path: Path, schema: Schema = CURRENT) -> int:
    """The store's version; 0 for an empty file. Raises DamagedStore for another program's or a newer file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise DamagedStore(_FOREIGN.format(path=path))
    if version > schema.version:
        raise DamagedStore(_NEWER.format(found=version, known=schema.version))
    return int(version)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk SQLite may have rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class Database:
    """The file behind the store, opened at first need. Nothing is created on disk before the first `write`.

    One connection, guarded by a lock: usable from any thread, one at a time. Several programs may write in turn.

    `revision_before` says the highest revision of any backup, 0 without backups: whether notes were ever here.

    Attributes:
        path: the file.
        warning: a sentence where the file can be used but with less safety, else None.
        lock: held while the connection is in use; may be taken around several calls.
    """

    def __init__(
        self,
        path: Path,
        before_migration: Callable[[sqlite3.Connection], None],
        revision_before: Callable[[], int],
        schema: Schema = CURRENT,
    ):
        self.path = path
        self.warning: str | None = None
        self._before_migration = before_migration
        self._revision_before = revision_before
        self._schema = schema
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._identity_before: tuple[int, int] | None = None
        self._read_only = False
        self.lock = RLock()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection | None]:
        """The connection for reading; None while no store exists yet."""
        with self.lock, user_errors(self.path):
            yield self._open(create=False)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The connection inside one write transaction, committed durably when the block ends without an exception."""
        with self.lock, user_errors(self.path):
            if self._read_only:
                self.close()  # perhaps it can be written by now: room was made on the disk
            connection = self._open(create=True)
            if connection is None:
                raise StoreUnavailable(_READ_ONLY.format(path=self.path.parent))
            with transaction(connection):
                yield connection

    def close(self) -> None:
        """Lets go of the file. It is opened again at next need."""
        with self.lock:
            if self._connection is not None:
                with suppress(sqlite3.Error):  # the log is merged at next opening; there is nothing to tell here
                    self._connection.close()
            self._connection = None

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        identity = self._on_disk()
        if self._connection is not None and identity == self._identity:
            return self._connection
        self.close()  # a restored file may have taken the old one's place
        self._identity_before = identity
        if identity is None:
            if not create:
                return None
            try:
                private_folder(self.path.parent)
            except StoreUnavailable as error:
                raise StoreUnavailable(_READ_ONLY.format(path=self.path.parent)) from error
        self._connection = self._prepared(create)
        self._identity = self._on_disk()
        return self._connection

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnavailable(_CANNOT_OPEN.format(path=self.path)) from error
        return found.st_dev, found.st_ino

    def _prepared(self, create: bool) -> sqlite3.Connection:
        """A connection to a store of the current version."""
        connection = connect(self.path, mode="rwc" if create else "rw")
        try:
            self._read_only, self.warning = False, None
            version = version_of(connection, self.path, self._schema)
            if version == 0 and self._identity_before is not None and self._revision_before():
                raise DamagedStore(_EMPTIED.format(path=self.path))
            self._set_up(connection)
            if version < self._schema.version:
                self._bring_up(connection, version)
        except sqlite3.OperationalError as error:
            connection.close()
            full = error.sqlite_errorcode in _NO_ROOM
            if create or not (full or (error.sqlite_errorcode & 0xFF) in _NO_WRITING):
                raise
            return self._read_only_connection(full=full)
        except BaseException:
            connection.close()
            raise
        return connection

    def _read_only_connection(self, *, full: bool) -> sqlite3.Connection:
        """For a folder where nothing can be written, or a full disk: notes can be read, not changed."""
        self._read_only = True
        self.warning = (_ONLY_LOOK_FULL if full else _ONLY_LOOK).format(path=self.path.parent)
        connection = _to_look_at(self.path)
        try:
            version = version_of(connection, self.path, self._schema)
            if version < self._schema.version or (full and not _is_complete(self.path)):
                return self._copy(connection, version)
        except BaseException:
            connection.close()
            raise
        return connection

    def _copy(self, old: sqlite3.Connection, version: int) -> sqlite3.Connection:
        """The store as one of today's, in memory: its file cannot be written, and is let go at once."""
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        with closing(old):
            old.backup(copy)
        self._climb(copy, version)
        return copy

    def _set_up(self, connection: sqlite3.Connection) -> None:
        shared = on_network_share(self.path.parent)
        mode = _plain_journal(connection) if shared else _journal(connection, self.path.parent)
        connection.execute("PRAGMA synchronous = FULL")
        if shared:
            self.warning = "批注放在网络共享文件夹上，已改用较慢但稳妥的方式保存；请不要在两台电脑上同时打开。"
        elif mode != "wal":
            self.warning = "批注所在的磁盘不支持预写日志，已改用较慢但稳妥的方式保存。"

    def _bring_up(self, connection: sqlite3.Connection, version: int) -> None:
        """Creates the tables, or migrates step by step after a backup."""
        if version:
            self._before_migration(connection)
        self._climb(connection, version)

    def _climb(self, connection: sqlite3.Connection, version: int) -> None:
        """One transaction for each step that is missing."""
        while version < self._schema.version:
            with transaction(connection):
                # Another program may have been faster while we waited for the lock.
                version = version_of(connection, self.path, self._schema)
                if version == 0:
                    for statement in self._schema.create:
                        connection.execute(statement)
                    # Backups of an earlier store, whose file is gone, must stay older than those of this one.
                    connection.execute("UPDATE revision SET value = ?", (self._revision_before(),))
                    version = self._schema.version
                elif version < self._schema.version:
                    self._schema.steps[version](connection)
                    version += 1
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise AssertionError(f"step to version {version} breaks references: {broken[:3]}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {version}")


def _journal(connection: sqlite3.Connection, folder: Path) -> str:
    """Puts the write-ahead log in use, and the plain journal where that does not work here; gives its name.

    Whether it works is seen by using it: names of file systems say little, and there is always one more.
    """
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode == "wal":
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # needs the memory programs share
        return str(mode)
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode
        if (code & 0xFF) not in _NO_LOG or (code in _NO_ROOM and shutil.disk_usage(folder).free < _SOME_ROOM):
            raise
    return _plain_journal(connection)


def _plain_journal(connection: sqlite3.Connection) -> str:
    (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    return str(mode)


def _is_complete(path: Path) -> bool:
    """Whether all of a store is in its file: no log lies beside it, or an empty one."""
    log = path.with_name(path.name + "-wal")
    return not log.exists() or log.stat().st_size == 0


def _to_look_at(path: Path) -> sqlite3.Connection:
    """A connection to read with, also where nothing can be written: a full disk, a folder that is read-only.

    Without a log beside it the file is complete, and SQLite need not make its shared memory; else a copy is read.
    """
    made = connect(path, mode="ro")
    try:
        made.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        made.close()
        if error.sqlite_errorcode in _NO_ROOM:
            made = connect(path)
            made.execute("PRAGMA locking_mode = EXCLUSIVE")
        elif (error.sqlite_errorcode & 0xFF) not in _NO_WRITING:
            raise
        elif _is_complete(path):
            made = connect(path, mode="ro&immutable=1")
        else:
            made = _copied_with_log(path)
    except BaseException:
        made.close()
        raise
    return made


def _copied_with_log(path: Path) -> sqlite3.Connection:
    """A store and its log, read where they can be put together, as a store in memory."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with tempfile.TemporaryDirectory(prefix="policy-reader-notes-") as folder:
        copy = Path(folder) / path.name
        for ending in ("", "-wal"):
            shutil.copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
        with closing(connect(copy)) as old:
            old.backup(made)
    return made


def to_copy(path: Path) -> sqlite3.Connection:
    """A connection to a store that is to be copied elsewhere; one to read with where it cannot be written."""
    made = connect(path)
    try:
        made.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        made.close()
        if (error.sqlite_errorcode & 0xFF) not in _NO_WRITING and error.sqlite_errorcode not in _NO_ROOM:
            raise
        return _to_look_at(path)
    except BaseException:
        made.close()
        raise
    return made


def problems_of(path: Path, schema: Schema = CURRENT) -> list[str]:
    """What is wrong with a store file, in sentences; empty where it is sound. Changes nothing."""
    try:
        with user_errors(path), closing(_to_look_at(path)) as connection:
            if version_of(connection, path, schema) == 0:
                return [f"{path} 是空的。"]
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            found = [] if found == ["ok"] else found
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                found.append("foreign key mismatch")
            return [_DAMAGED.format(path=path), *found] if found else []
    except ReaderError as error:
        return [str(error)]
