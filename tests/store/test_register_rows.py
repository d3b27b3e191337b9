"""What the user says about rows of the registers: kept, replaced, removed, backed up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.core.errors import BadInput
from reader.core.note import RowCorrection, RowMark
from reader.store.annotations import NoteStore

DONE = RowMark("k1", "plan", "tasks", "完成", "已报市政府")
RIGHT = RowCorrection("k2", "plan", "targets", "达到50%", {"value": "50", "deadline": 2025, "lead": ["甲", "乙"]})


def test_marks_and_corrections_are_kept(store: NoteStore, folder: Path) -> None:
    assert store.registers.row_marks() == {}
    assert store.registers.row_corrections() == {}
    store.registers.set_row_mark(DONE, RowMark("k3", "other", "tasks", "进行中"))
    store.registers.set_row_correction(RIGHT)
    store.close()
    again = NoteStore(folder)
    mark = again.registers.row_marks("plan")["k1"]
    assert (mark.status, mark.note, mark.doc, mark.register) == ("完成", "已报市政府", "plan", "tasks")
    assert mark.modified.endswith("Z")
    assert set(again.registers.row_marks()) == {"k1", "k3"}
    assert dict(again.registers.row_corrections()["k2"].changes) == dict(RIGHT.changes)
    assert again.registers.row_corrections("other") == {}
    assert not again.changed_elsewhere()
    again.close()


def test_a_later_mark_takes_the_place_of_the_earlier_also_where_the_clock_went_back(
    store: NoteStore, clock: object
) -> None:
    store.registers.set_row_mark(DONE)
    first = store.registers.row_marks()["k1"]
    clock.move(days=-3)  # type: ignore[attr-defined]  # the clock of conftest
    store.registers.set_row_mark(RowMark("k1", "plan", "tasks", "进行中"))
    second = store.registers.row_marks()["k1"]
    assert (second.status, second.note) == ("进行中", "")
    assert second.modified > first.modified


def test_an_empty_mark_is_none(store: NoteStore) -> None:
    store.registers.set_row_mark(DONE)
    store.registers.set_row_correction(RIGHT)
    store.registers.set_row_mark(RowMark("k1", "plan", "tasks"))
    store.registers.set_row_correction(RowCorrection("k2", "plan", "targets"))
    assert store.registers.row_marks() == {}
    assert store.registers.row_corrections() == {}
    store.registers.set_row_mark(DONE)
    store.registers.set_row_correction(RIGHT)
    store.registers.remove_row_marks(["k1", "none"])
    store.registers.remove_row_corrections(["k2"])
    assert store.registers.row_marks() == {}
    assert store.registers.row_corrections() == {}


def test_one_without_a_key_is_refused_and_nothing_is_written(store: NoteStore) -> None:
    with pytest.raises(BadInput):
        store.registers.set_row_mark(DONE, RowMark("", "plan", "tasks", "完成"))
    assert store.registers.row_marks() == {}


def test_backups_hold_them(store: NoteStore, folder: Path, tmp_path: Path) -> None:
    store.registers.set_row_mark(DONE)
    backup = store.backup()
    store.registers.remove_row_marks(["k1"])
    store.restore_backup(backup)
    assert set(store.registers.row_marks()) == {"k1"}


def test_a_backup_of_an_older_version_comes_back_with_the_new_tables(store: NoteStore, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(Path(__file__).resolve().parent.parent / "data" / "notes-v1.db", old)
    store.restore_backup(old)
    assert store.get("n1").text == "第一条，含𠮷字"
    store.registers.set_row_mark(DONE)
    assert set(store.registers.row_marks()) == {"k1"}
