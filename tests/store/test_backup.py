"""Backups: when they are made, that they are sound, and the way back."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import BadInput, DamagedStore, NotFound
from reader.core.note import Note
from reader.store import backup as backups_module
from reader.store.annotations import NoteStore
from reader.store.db import connect, problems_of

Make = Callable[..., Note]


def test_a_backup_is_a_whole_store(store: NoteStore, folder: Path, note_of: Make, tmp_path: Path) -> None:
    store.add(note_of(1, text="一"))
    store.update(replace(store.get("n1"), text="二"))
    made = store.backup()
    assert made.parent == folder / "backups"
    assert problems_of(made) == []
    with closing(connect(made, mode="ro")) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with pytest.raises(BadInput, match="没有这个文件夹"):
        store.backup(tmp_path / "stick" / "我的笔记.db")
    (tmp_path / "stick").mkdir()
    elsewhere = store.backup(tmp_path / "stick" / "我的笔记.db")
    copy = NoteStore(tmp_path / "copy")
    copy.restore_backup(elsewhere)
    assert copy.all() == store.all()
    assert copy.history("n1") == store.history("n1")
    copy.close()


def test_there_is_nothing_to_back_up_without_notes(store: NoteStore, folder: Path) -> None:
    with pytest.raises(NotFound):
        store.backup()
    assert not folder.exists()


def test_what_a_killed_backup_left_is_swept_out(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    store.backup()
    names = [f".{'ab' * 8}.new", f".{'cd' * 8}.new-journal", f".{'ef' * 8}.new", ".mine.new", f".{'ab' * 8}.newer"]
    for name in names:
        (folder / "backups" / name).write_bytes(b"half")
        if "ef" not in name:  # that one is being written now, by another window
            os.utime(folder / "backups" / name, (0, 0))
    store.backup()
    assert [name for name in names if (folder / "backups" / name).exists()] == names[2:]


def test_a_backup_does_not_overwrite_the_store(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    with pytest.raises(BadInput):
        store.backup(folder / "notes.db")


def test_hourly_and_only_when_changed(store: NoteStore, note_of: Make, clock: Any) -> None:
    store.add(note_of(1))
    assert store.backup_if_due() is not None
    clock.move(hours=2)
    assert store.backup_if_due() is None
    store.add(note_of(2))
    assert store.backup_if_due() is not None
    store.add(note_of(3))
    assert store.backup_if_due() is None
    clock.move(minutes=61)
    assert store.backup_if_due() is not None


def test_a_clock_that_went_backwards_does_not_stop_backups(store: NoteStore, note_of: Make, clock: Any) -> None:
    store.add(note_of(1))
    first = store.backup_if_due()
    clock.move(days=-400)
    store.add(note_of(2))
    second = store.backup_if_due()
    assert second is not None
    assert [b.path for b in store.backups.all()] == [second, first]
    assert store.backups.newest_good() == second


def test_ten_of_a_reason_are_kept(store: NoteStore, note_of: Make, clock: Any) -> None:
    store.add(note_of(0))
    first = store.backup()
    for i in range(1, 14):
        store.add(note_of(i))
        clock.move(days=-30 if i == 5 else 1)
        store.backup_if_due()
    hourly = [b for b in store.backups.all() if b.reason == "hourly"]
    assert len(hourly) == backups_module.KEPT
    with closing(connect(hourly[0].path, mode="ro")) as raw:
        assert raw.execute("SELECT count(*) FROM note").fetchone() == (14,)
    assert first.exists()


def test_the_newest_good_one_is_found_behind_a_bad_one(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    good = store.backup()
    store.add(note_of(2))
    bad = store.backup()
    bad.write_bytes(bad.read_bytes()[:3000])
    assert store.backups.all()[0].path == bad
    assert store.backups.newest_good() == good


def test_going_back_can_itself_be_undone(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    old = store.backup()
    store.add(note_of(2))
    store.restore_backup(old)
    assert [n.id for n in store.all()] == ["n1"]
    newest = store.backups.all()[0]
    assert newest.reason == "restore"
    store.restore_backup(newest.path)
    assert [n.id for n in store.all()] == ["n1", "n2"]


def test_another_program_notices_the_way_back(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    old = store.backup()
    store.add(note_of(2))
    other = NoteStore(folder)
    assert len(other.all()) == 2
    store.restore_backup(old)
    assert other.changed_elsewhere()
    assert [n.id for n in other.all()] == ["n1"]
    other.add(note_of(3))
    assert [n.id for n in store.all()] == ["n1", "n3"]
    other.close()


@pytest.mark.parametrize("spoil", ["missing", "cut", "foreign"])
def test_a_backup_that_is_no_good_changes_nothing(store: NoteStore, note_of: Make, tmp_path: Path, spoil: str) -> None:
    store.add(note_of(1))
    bad = tmp_path / "bad.db"
    if spoil == "cut":
        bad.write_bytes(store.backup().read_bytes()[:5000])
    elif spoil == "foreign":
        with closing(connect(bad, mode="rwc")) as raw:
            raw.execute("CREATE TABLE theirs (x)")
    with pytest.raises(BadInput if spoil == "missing" else DamagedStore, match="备份") as error:
        store.restore_backup(bad)
    assert str(error.value).endswith(("。", str(bad)))
    assert [n.id for n in store.all()] == ["n1"]


def test_a_lost_file_can_be_brought_back(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    made = store.backup()
    store.close()
    for file in folder.glob("notes.db*"):
        file.unlink()
    report = store.check()
    assert (report.ok, report.newest_good) == (False, made)
    store.restore_backup(made)
    assert [n.id for n in store.all()] == ["n1"]


def test_a_copy_that_fails_its_check_is_not_kept(
    store: NoteStore, folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(note_of(1))
    monkeypatch.setattr(backups_module, "problems_of", lambda *_: ["坏了。"])
    with pytest.raises(DamagedStore, match="备份没有通过检查"):
        store.backup()
    assert list((folder / "backups").iterdir()) == []


def test_a_file_that_was_emptied_is_not_taken_for_a_new_store(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    made = store.backup()
    store.close()
    for file in folder.glob("notes.db-*"):
        file.unlink()
    (folder / "notes.db").write_bytes(b"")
    for call in (store.all, lambda: store.add(note_of(2))):
        with pytest.raises(DamagedStore, match="以前有过批注"):
            call()
    assert store.check().newest_good == made
    store.restore_backup(made)
    assert [n.id for n in store.all()] == ["n1"]


def test_an_empty_file_that_never_held_notes_is_a_new_store(store: NoteStore, folder: Path, note_of: Make) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.db").touch()
    store.add(note_of(1))
    assert [n.id for n in store.all()] == ["n1"]


def test_backups_of_a_new_store_come_after_those_of_a_lost_one(store: NoteStore, folder: Path, note_of: Make) -> None:
    for i in range(12):
        store.add(note_of(i))
    lost = store.backup()
    store.close()
    for file in folder.glob("notes.db*"):
        file.unlink()
    store.add(note_of("new"))
    fresh = store.backup()
    assert fresh.exists()
    assert [b.path for b in store.backups.all()][:2] == [fresh, lost]
