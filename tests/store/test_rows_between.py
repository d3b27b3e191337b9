"""What two people say about rows of the registers: joined field by field, both wordings kept where both changed one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.errors import BadInput, NotFound
from reader.core.note import Person, RowCorrection, RowMark
from reader.store import exchange
from reader.store.annotations import NoteStore
from reader.store.bundle import Extras
from reader.store.merge import MergeReport

KEY = "tasks|plan|0123456789abcdef.1|推动数字经济"


class Reader:
    """A store, and the files that leave it and come in."""

    def __init__(self, folder: Path, name: str) -> None:
        self.store = NoteStore(folder, author=lambda: Person(name))

    def mark(self, status: str, note: str = "") -> None:
        self.store.registers.set_row_mark(RowMark(KEY, "plan", "tasks", status, note))

    def correct(self, **changes: str) -> None:
        self.store.registers.set_row_correction(RowCorrection(KEY, "plan", "tasks", "推动", dict(changes)))

    @property
    def said(self) -> tuple[str, str]:
        found = self.store.registers.row_marks().get(KEY, RowMark(KEY, "", ""))
        return found.status, found.note

    @property
    def changes(self) -> dict[str, object]:
        found = self.store.registers.row_corrections().get(KEY)
        return dict(found.changes) if found else {}

    def take(self, other: Reader) -> MergeReport:
        data = exchange.export((), "jsonld", Extras(other.store.registers.outgoing()))
        return self.store.exchange.take(exchange.parse(data), name="x")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Reader, Reader]]:
    """Two who know the same."""
    first, second = Reader(tmp_path / "甲", "甲"), Reader(tmp_path / "乙", "乙")
    first.mark("未开始")
    first.correct(due="2026-06-30")
    assert second.take(first).register_rows == (KEY, KEY)
    yield first, second
    for each in (first, second):
        each.store.close()


def test_different_fields_are_joined(two: tuple[Reader, Reader]) -> None:
    first, second = two
    first.mark("进行中")
    second.mark("未开始", "已函告")
    first.correct(due="2026-06-30", lead="市财政局")
    second.correct(due="2026-09-30")
    assert second.take(first).row_conflicts == first.take(second).row_conflicts == ()
    assert first.said == second.said == ("进行中", "已函告")
    assert first.changes == second.changes == {"due": "2026-09-30", "lead": "市财政局"}
    assert first.take(second).register_rows == ()


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_same_field_is_a_conflict_for_both_until_someone_chooses(two: tuple[Reader, Reader], choice: str) -> None:
    first, second = two
    first.mark("进行中")
    second.mark("完成")
    assert second.take(first).row_conflicts == (KEY,)
    assert first.take(second).row_conflicts == (KEY,)
    assert (first.said[0], second.said[0]) == ("进行中", "完成")
    (waiting,) = first.store.registers.conflicts()
    assert (waiting.form("status").editor.name, waiting.of("status")[0].editor.name) == ("甲", "乙")
    first.store.registers.resolve(waiting.id, "status", choice)
    assert second.take(first).row_conflicts == ()
    assert first.said == second.said == ({"mine": "进行中", "theirs": "完成"}[choice], "")
    assert first.store.registers.conflicts() == second.store.registers.conflicts() == ()
    with pytest.raises(NotFound):
        first.store.registers.resolve(waiting.id, "status", choice)


def test_two_remarks_can_both_stand_but_two_states_cannot(two: tuple[Reader, Reader]) -> None:
    first, second = two
    first.mark("进行中", "甲说")
    second.mark("完成", "乙说")
    first.take(second)
    (waiting,) = first.store.registers.conflicts()
    first.store.registers.resolve(waiting.id, "note", "both")
    assert first.said[1].split("\n") == sorted(["甲说", "乙说"])
    with pytest.raises(BadInput):
        first.store.registers.resolve(waiting.id, "status", "both")


def test_what_was_taken_away_is_taken_away_there_too(two: tuple[Reader, Reader]) -> None:
    first, second = two
    first.mark("")
    first.store.registers.remove_row_corrections([KEY])
    second.take(first)
    assert (second.said, second.changes) == (("", ""), {})
    assert first.take(second).register_rows == ()
    second.mark("完成")
    assert first.take(second).register_rows == (KEY,)
    assert first.said == ("完成", "")


def test_an_import_of_rows_is_undone(two: tuple[Reader, Reader]) -> None:
    first, second = two
    first.mark("进行中")
    second.mark("完成")
    second.take(first)
    second.store.exchange.undo()
    assert second.said == ("完成", "")
    assert second.store.registers.conflicts() == ()
    assert second.take(first).row_conflicts == (KEY,)
    second.mark("完成", "又写了一句")
    second.store.exchange.undo()
    assert second.said == ("完成", "又写了一句"), "what was written since stays"


@pytest.mark.parametrize("seen", ["[]", '{"seen": 1}', '{"seen":{},"by":{},"also":[["x",[1,2],{},"","",""]]}', "{"])
def test_what_a_file_says_a_row_has_seen_is_not_trusted(seen: str) -> None:
    data = exchange.export(
        (), "jsonld", Extras((RowMark(KEY, "plan", "tasks", "完成", "", "2026-01-01T00:00:00Z", seen),))
    )
    with pytest.raises(BadInput, match="版本"):
        exchange.parse(data)
