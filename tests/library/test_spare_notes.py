"""Notes of the user's own folder, taken into the one that was laid down: each once in each of its forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.note import RowCorrection, RowMark
from reader.library.settling import TAKEN, take_in_spare
from reader.store.annotations import NoteStore
from tests.store.conftest import note_of

DONE = RowMark("k1", "plan", "tasks", "完成")
RIGHT = RowCorrection("k2", "plan", "targets", "达到50%", {"value": "50"})


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def laid_down(tmp_path: Path) -> Iterator[NoteStore]:
    store = NoteStore(tmp_path / "laid")
    yield store
    store.close()


@pytest.fixture
def own(spare: Path) -> Iterator[NoteStore]:
    store = NoteStore(spare)
    yield store
    store.close()


def test_each_note_is_taken_in_once_and_stays_where_it_was(laid_down: NoteStore, own: NoteStore, spare: Path) -> None:
    own.add(note_of(1, text="在自己的文件夹里写下"))
    own.add(note_of(2))
    assert take_in_spare(laid_down, spare) == 2
    assert {note.id: note.text for note in laid_down.all()} == {"n1": "在自己的文件夹里写下", "n2": ""}
    assert take_in_spare(laid_down, spare) == 0
    assert {note.id for note in own.all()} == {"n1", "n2"}


def test_a_note_that_changed_later_is_taken_in_again(laid_down: NoteStore, own: NoteStore, spare: Path) -> None:
    own.add(note_of(1, text="起初"))
    own.add(note_of(2, text="不动"))
    assert take_in_spare(laid_down, spare) == 2
    own.update(replace(own.get("n1"), text="后来"))
    assert take_in_spare(laid_down, spare) == 1
    assert laid_down.get("n1").text == "后来"
    assert take_in_spare(laid_down, spare) == 0


def test_what_was_taken_and_then_deleted_stays_deleted(laid_down: NoteStore, own: NoteStore, spare: Path) -> None:
    own.add(note_of(1))
    own.add(note_of(2))
    own.registers.set_row_mark(DONE)
    take_in_spare(laid_down, spare)
    laid_down.trash("n1")
    laid_down.purge("n1")
    laid_down.registers.remove_row_marks(["k1"])
    own.add(note_of(3))
    assert take_in_spare(laid_down, spare) == 1
    assert {note.id for note in laid_down.all()} == {"n2", "n3"}
    assert laid_down.registers.row_marks() == {}


def test_what_is_said_of_rows_comes_along_and_again_when_it_changed(
    laid_down: NoteStore, own: NoteStore, spare: Path
) -> None:
    own.registers.set_row_mark(DONE)
    own.registers.set_row_correction(RIGHT)
    assert take_in_spare(laid_down, spare) == 2
    assert laid_down.registers.row_marks()["k1"].status == "完成"
    assert dict(laid_down.registers.row_corrections()["k2"].changes) == {"value": "50"}
    assert take_in_spare(laid_down, spare) == 0
    own.registers.set_row_mark(replace(DONE, status="进行中"))
    assert take_in_spare(laid_down, spare) == 1
    assert laid_down.registers.row_marks()["k1"].status == "进行中"
    own.registers.set_row_correction(replace(RIGHT, changes={"value": "55"}))
    assert take_in_spare(laid_down, spare) == 1
    assert dict(laid_down.registers.row_corrections()["k2"].changes) == {"value": "55"}


def test_what_was_written_down_as_taken_is_not_forgotten(laid_down: NoteStore, own: NoteStore, spare: Path) -> None:
    own.add(note_of(1))
    take_in_spare(laid_down, spare)
    own.add(note_of(2))
    take_in_spare(laid_down, spare)
    assert json.loads((spare / TAKEN).read_text("utf-8")) == {note.id: note.modified for note in own.all()}
    assert not list(spare.glob("*.new"))


def test_without_a_spare_folder_nothing_is_taken_or_made(laid_down: NoteStore, tmp_path: Path) -> None:
    assert take_in_spare(laid_down, tmp_path / "nowhere") == 0
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("content", ["", "[1, 2]", "{", "null"])
def test_a_list_of_what_was_taken_that_cannot_be_read_is_begun_anew(
    laid_down: NoteStore, own: NoteStore, spare: Path, content: str
) -> None:
    own.add(note_of(1))
    (spare / TAKEN).write_text(content, "utf-8")
    assert take_in_spare(laid_down, spare) == 1
    assert take_in_spare(laid_down, spare) == 0
