"""The file behind the store: what is refused, what is told in one sentence, and what is never lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import DamagedStore, StoreUnavailable
from reader.core.note import Note
from reader.store import db, place
from reader.store.annotations import NoteStore
from reader.store.bundle import Bundle
from reader.store.schema import APPLICATION_ID, CURRENT, Schema, Step

Make = Callable[..., Note]
ROOT = Path(__file__).resolve().parent.parent.parent
OLD = Path(__file__).resolve().parent.parent / "data"


def one_sentence(error: pytest.ExceptionInfo[BaseException]) -> str:
    text = str(error.value)
    assert text.endswith("。")
    assert "\n" not in text
    return text


def test_the_file_says_whose_it_is(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    with closing(sqlite3.connect(folder / "notes.db")) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (CURRENT.version,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with store._db.read() as connection:
        assert connection is not None
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_another_programs_file_is_left_alone(store: NoteStore, folder: Path, note_of: Make) -> None:
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "notes.db")) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    before = (folder / "notes.db").read_bytes()
    for call in (store.all, lambda: store.add(note_of(1))):
        with pytest.raises(DamagedStore, match="不是本程序") as error:
            call()
        one_sentence(error)
    assert (folder / "notes.db").read_bytes() == before
    assert not store.check().ok


def test_a_newer_programs_file_is_left_alone(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    store.close()
    with closing(sqlite3.connect(folder / "notes.db")) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(DamagedStore, match="第 99 版") as error:
        store.add(note_of(2))
    one_sentence(error)
    with closing(sqlite3.connect(folder / "notes.db")) as raw:
        assert raw.execute("SELECT count(*) FROM note").fetchone() == (1,)


def test_a_locked_store_is_said_to_be(
    store: NoteStore, folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    store.add(note_of(1))
    store.close()
    with closing(sqlite3.connect(folder / "notes.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [n.id for n in store.all()] == ["n1"]
        for call in (
            lambda: store.add(note_of(2)),
            lambda: store.update(note_of(1, text="改")),
            lambda: store.trash("n1"),
            lambda: store.restore("n1"),
            lambda: store.purge("n1"),
            lambda: store.add_folder("甲"),
            lambda: store.exchange.take(Bundle((note_of(3),))),
        ):
            with pytest.raises(StoreUnavailable, match="占用") as error:
                call()
            one_sentence(error)
        other.execute("ROLLBACK")
    store.add(note_of(2))
    assert [n.id for n in store.all()] == ["n1", "n2"]


@pytest.mark.parametrize("spoil", ["garbage", "cut", "header"])
def test_a_damaged_store_is_said_to_be(store: NoteStore, folder: Path, note_of: Make, spoil: str) -> None:
    for i in range(60):
        store.add(note_of(i, text="文" * 500))
    good = store.backup()
    store.close()
    path = folder / "notes.db"
    data = path.read_bytes()
    spoiled = {"garbage": os.urandom(5000), "cut": data[: len(data) // 2], "header": b"\0" * 100 + data[100:]}[spoil]
    path.write_bytes(spoiled)
    report = store.check()
    assert not report.ok
    assert report.newest_good == good
    if spoil != "cut":
        with pytest.raises(DamagedStore) as error:
            store.all()
        one_sentence(error)
    store.restore_backup(good)
    assert len(store.all()) == 60
    assert store.check().ok
    aside = list(folder.glob("notes-damaged-*.db"))
    assert [f.read_bytes() for f in aside] == [spoiled]


def test_a_full_disk_loses_nothing_that_was_saved(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    with store._db.read() as connection:
        assert connection is not None
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreUnavailable, match="磁盘空间不足") as error:
        store.add(note_of(2, text="文" * 100_000))
    one_sentence(error)
    assert [n.id for n in store.all()] == ["n1"]
    store.close()
    store.add(note_of(2, text="文" * 100_000))
    assert [n.id for n in store.all()] == ["n1", "n2"]
    assert store.check().ok


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from conftest import note_of
from reader.core.errors import StoreUnavailable
from reader.store.annotations import NoteStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = NoteStore(Path({folder!r}))
store.add(note_of(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
told = 0
for i in range(2, 200):
    try:
        store.add(note_of(i, text="x" * 5000))
        print(i, flush=True)
    except StoreUnavailable as error:
        told += 1
        assert "。" in str(error)
try:
    store.backup()
except StoreUnavailable:
    told += 1
assert told > 1, told
"""


def test_a_disk_that_refuses_bytes_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    code = FULL.format(folder=str(folder), path=[str(ROOT), str(Path(__file__).parent)])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    acknowledged = {"n1", *(f"n{i}" for i in done.stdout.split())}
    store = NoteStore(folder)
    assert {n.id for n in store.all()} >= acknowledged
    assert len(acknowledged) > 3
    assert store.check().ok
    store.close()
    assert not list((folder / "backups").glob("*.unfinished"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a user without rights can reach."""
    made = Path(tempfile.mkdtemp(prefix="policy-reader-test-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


READ_ONLY = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
import conftest, reader.store.annotations as annotations, reader.core.errors as errors
import reader.store.backup
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
store = annotations.NoteStore(Path({folder!r}))
print([n.id for n in store.all()])
print(store.warning)
for call in (lambda: store.add(conftest.note_of(2)), lambda: store.trash("n1"), lambda: store.backup()):
    try:
        call()
    except errors.StoreUnavailable as error:
        print(error)
empty = annotations.NoteStore(Path({folder!r}) / "deeper")
assert empty.all() == ()
try:
    empty.add(conftest.note_of(2))
except errors.StoreUnavailable as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folder rights are POSIX ones here")
def test_a_read_only_folder_can_be_read(open_folder: Path, note_of: Make) -> None:
    store = NoteStore(open_folder)
    store.add(note_of(1))
    store.close()
    (open_folder / "notes.db").chmod(0o444)
    open_folder.chmod(0o555)
    code = READ_ONLY.format(folder=str(open_folder), path=[str(ROOT), str(Path(__file__).parent)])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    ids, warning, *errors = done.stdout.splitlines()
    assert ids == "['n1']"
    assert "只读" in warning
    assert len(errors) == 4
    assert all(line.endswith("。") for line in errors)
    assert sorted(p.name for p in open_folder.iterdir()) == ["notes.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="folder rights are POSIX ones here")
def test_an_older_store_in_a_read_only_folder_is_read_as_it_is(open_folder: Path) -> None:
    shutil.copy(ROOT / "tests" / "data" / "notes-v1.db", open_folder / "notes.db")
    before = (open_folder / "notes.db").read_bytes()
    open_folder.chmod(0o555)
    (open_folder / "notes.db").chmod(0o444)
    code = READ_ONLY.format(folder=str(open_folder), path=[str(ROOT), str(Path(__file__).parent)])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    ids, warning, *_ = done.stdout.splitlines()
    assert "n1" in ids
    assert "可以查看，不能改动" in warning
    assert (open_folder / "notes.db").read_bytes() == before


NO_ROOM = """
import resource, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
import conftest, reader.store.annotations as annotations, reader.core.errors as errors
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
enough = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, enough[1]))
store = annotations.NoteStore(Path({folder!r}))
print([n.id for n in store.all()])
print(store.warning)
print(store.check().ok)
try:
    store.add(conftest.note_of(2))
except errors.StoreUnavailable as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, enough)
store.add(conftest.note_of(2))
print([n.id for n in store.all()], store.warning)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX ones here")
def test_a_full_disk_can_be_read_and_is_written_again_once_there_is_room(
    store: NoteStore, folder: Path, note_of: Make, tmp_path: Path
) -> None:
    store.add(note_of(1))
    left = tmp_path / "after a power cut"
    left.mkdir()
    for name in ("notes.db", "notes.db-wal"):
        shutil.copy(folder / name, left / name)
    assert (left / "notes.db-wal").stat().st_size
    code = NO_ROOM.format(folder=str(left), path=[str(ROOT), str(Path(__file__).parent)])
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    ids, warning, sound, refused, after = done.stdout.splitlines()
    assert ids == "['n1']"
    assert "磁盘已满" in warning
    assert sound == "True"
    assert refused.endswith("。")
    assert after == "['n1', 'n2'] None"


def test_on_a_network_share_there_is_no_log_but_a_warning(
    store: NoteStore, folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "on_network_share", lambda _: True)
    store.add(note_of(1))
    assert store.warning is not None
    assert "网络共享" in store.warning
    with store._db.read() as connection:
        assert connection is not None
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [n.id for n in store.all()] == ["n1"]


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMLOCK, sqlite3.SQLITE_PROTOCOL])
@pytest.mark.parametrize("where", ["= WAL", "count(*) FROM sqlite_schema"])
def test_where_the_log_fails_there_is_the_plain_journal(
    store: NoteStore, note_of: Make, monkeypatch: pytest.MonkeyPatch, code: int, where: str
) -> None:
    """Whatever the file system is called."""

    class Unable(sqlite3.Connection):
        logs = False

        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            self.logs = (self.logs or "= WAL" in sql) and "= DELETE" not in sql
            if self.logs and where in sql:
                error = sqlite3.OperationalError("the log does not work here")
                error.sqlite_errorcode = code
                raise error
            return super().execute(sql, *values)  # type: ignore[arg-type]

    real = sqlite3.connect

    def unable(*words: Any, **named: Any) -> sqlite3.Connection:
        return real(*words, **named, factory=Unable)

    monkeypatch.setattr(sqlite3, "connect", unable)
    store.add(note_of(1))
    store.add(note_of(2))
    assert store.warning is not None
    assert "不支持预写日志" in store.warning
    with store._db.read() as connection:
        assert connection is not None
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    store.close()
    assert [n.id for n in store.all()] == ["n1", "n2"]
    assert store.check().ok


def test_shares_are_known_by_their_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\n//server/home /home/user cifs rw 0 0\nx /home/user/local\\040disk ext4 rw 0 0\n"
        "h:/x /mnt/far fuse.sshfs rw 0 0\nshared /mnt/beside 9p rw 0 0\n"
    )
    assert not place.on_network_share(Path("/mnt/beside"), mounts), "a folder of this machine's own"
    assert place.on_network_share(Path("/home/user/data"), mounts)
    assert place.on_network_share(Path("/mnt/far"), mounts)
    assert not place.on_network_share(Path("/home/user/local disk/x"), mounts)
    assert not place.on_network_share(Path("/home/user2"), mounts)
    assert not place.on_network_share(Path("/home/user"), tmp_path / "none")


# Versions ------------------------------------------------------------------------------------------------------------


NOW = CURRENT.version


def ahead(*steps: Step) -> Schema:
    """A schema that is further than ours by these steps."""
    return Schema(NOW + len(steps), CURRENT.create, {**CURRENT.steps, **dict(enumerate(steps, NOW))})


def two(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE note ADD COLUMN extra TEXT NOT NULL DEFAULT 'new'")


def broken(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM note")
    raise ZeroDivisionError


def test_each_old_version_opens(tmp_path: Path) -> None:
    files = sorted(OLD.glob("notes-v*.db"))
    assert [f.name for f in files] == [f"notes-v{v}.db" for v in range(1, CURRENT.version + 1)]
    for file in files:
        folder = tmp_path / file.stem
        folder.mkdir()
        shutil.copy(file, folder / "notes.db")
        store = NoteStore(folder)
        assert store.check().ok
        notes = {n.id: n for n in store.all()}
        assert notes["n1"].text == "第一条，含𠮷字"
        assert notes["n1"].tags == ("指标", "甲;乙")
        assert store.history("n1")[-1].text == "第一条"
        assert [n.id for n in store.all(trashed=True)] == ["n3"]
        assert store.folders() == ("待读", "重点/数字经济")
        if file.stem >= "notes-v3":
            (conflict,) = store.exchange.conflicts()
            assert (conflict.note.colour, [v.value for v in conflict.of("colour")]) == ("blue", ["pink"])
            assert [each.id for each in store.exchange.tombstones()] == ["n9", "n3"]
        else:
            assert store.exchange.conflicts() == ()
        newest = file.stem >= "notes-v4"
        assert [row.fields for row in store.registers.conflicts()] == [("note", "status")] * newest
        assert store.known.all().clauses == ({"n1": "第一部分"} if newest else {})
        marks = {"天津#1": ("进行中", "等市发改委回复")} if file.stem >= "notes-v2" else {}
        assert {key: (m.status, m.note) for key, m in store.registers.row_marks().items()} == marks
        corrected = store.registers.row_corrections()
        assert {key: dict(c.changes) for key, c in corrected.items()} == (
            {"天津#2": {"deadline": 2023, "lead": ["市发展改革委"]}} if marks else {}
        )
        store.close()


def test_what_was_written_before_versions_were_counted_is_told_by_its_history(tmp_path: Path) -> None:
    """A store of version 2: nothing of a note changes, and what a colleague made of an older form is no news."""
    shutil.copy(OLD / "notes-v2.db", tmp_path / "notes.db")
    with closing(sqlite3.connect(tmp_path / "notes.db")) as raw:
        raw.row_factory = sqlite3.Row
        before = [dict(row) for row in raw.execute("SELECT * FROM note ORDER BY id")]
    store = NoteStore(tmp_path)
    notes = store.all()
    with store._db.read() as connection:
        assert connection is not None
        cursor = connection.execute("SELECT * FROM note ORDER BY id")
        names = [column[0] for column in cursor.description]
        after = [dict(zip(names, row, strict=True)) for row in cursor]
    assert [{name: row[name] for name in before[0]} for row in after] == before
    assert [backup.reason for backup in store.backups.all()] == ["migration"]
    (older,) = store.history("n1")
    assert store.exchange.preview(Bundle((older,))).kept == ("n1",)
    theirs = replace(older, text="同事据第一稿改的", modified="1970-01-01T00:00:00.000000Z")
    assert store.exchange.preview(Bundle((theirs,))).conflicting == ("n1",)
    unedited = next(note for note in notes if note.id != "n1")
    assert store.exchange.preview(Bundle((replace(unedited, text="同事改的"),))).updated == (unedited.id,)
    store.update(replace(store.get("n1"), colour="pink"))
    assert store.exchange.preview(Bundle((older,))).kept == ("n1",), "counted from here on, and the past still known"
    store.close()


def test_a_step_is_taken_after_a_backup(folder: Path, note_of: Make) -> None:
    first = NoteStore(folder)
    first.add(note_of(1))
    first.close()
    later = NoteStore(folder, schema=ahead(two))
    assert [n.id for n in later.all()] == ["n1"]
    (backup,) = later.backups.all()
    assert backup.reason == "migration"
    with closing(sqlite3.connect(folder / "notes.db")) as raw, closing(sqlite3.connect(backup.path)) as old:
        assert raw.execute("PRAGMA user_version").fetchone() == (NOW + 1,)
        assert raw.execute("SELECT extra FROM note").fetchall() == [("new",)]
        assert old.execute("PRAGMA user_version").fetchone() == (NOW,)
    later.close()
    with pytest.raises(DamagedStore, match="升级"):
        first.all()


def test_a_step_that_fails_leaves_the_store_as_it_was(folder: Path, note_of: Make) -> None:
    first = NoteStore(folder)
    first.add(note_of(1))
    first.close()
    later = NoteStore(folder, schema=ahead(two, broken))
    with pytest.raises(ZeroDivisionError):
        later.all()
    with closing(sqlite3.connect(folder / "notes.db")) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (NOW + 1,)
        assert raw.execute("SELECT extra FROM note").fetchall() == [("new",)]
    mended = NoteStore(folder, schema=ahead(two, lambda _: None))
    assert [n.id for n in mended.all()] == ["n1"]
    mended.close()


def test_a_step_that_breaks_references_is_undone(folder: Path, note_of: Make) -> None:
    def orphaning(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO history (note, value) VALUES ('nobody', '{}')")

    first = NoteStore(folder)
    first.add(note_of(1))
    first.close()
    with pytest.raises(AssertionError, match="references"):
        NoteStore(folder, schema=ahead(orphaning)).all()
    assert [n.id for n in first.all()] == ["n1"]
    first.close()


def test_no_backup_no_migration(folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    first = NoteStore(folder)
    first.add(note_of(1))
    first.close()
    (folder / "backups").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="备份"):
        NoteStore(folder, schema=ahead(two)).all()
    assert [n.id for n in first.all()] == ["n1"]
    first.close()


def test_our_own_mistakes_stay_loud(store: NoteStore, note_of: Make) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.add(note_of(1, kind="nonsense"))
    assert store.all() == ()


def test_notes_that_cannot_be_read_are_never_shown_as_none(store: NoteStore, folder: Path, note_of: Make) -> None:
    for i in range(200):
        store.add(note_of(i, text="文" * 500))
    store.close()
    path = folder / "notes.db"
    data = bytearray(path.read_bytes())
    for page in range(5 * 4096, len(data) - 4096, 4096):  # the schema and the first pages stay good
        data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    for _ in range(3):
        with pytest.raises(DamagedStore) as error:
            store.all()
        one_sentence(error)
    assert not store.check().ok
