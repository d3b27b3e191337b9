"""Whether every document holds: worked out once, kept by what it rests on, and never told where that has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.errors import Cancelled
from reader.library.versions import states as module
from reader.library.versions.states import States
from tests.library.test_editions import TODAY, Shelf, put_law

Make = Callable[..., Document]
Decided = dict[frozenset[str], bool]


@pytest.fixture
def shelf(make_document: Make, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(module, "WORTH_KEEPING", 1)
    made = Shelf(make_document)
    put_law(made, "old", "某市数据办法", "2018-03-01")
    put_law(made, "new", "某市数据办法", "2023-05-01")
    return made


def states_of(shelf: Shelf, folder: Path, decided: Decided | None = None) -> States:
    return States(lambda: shelf.editions, shelf.documents, lambda: dict(decided or {}), folder)


def test_nothing_is_known_until_it_is_worked_out_and_then_in_the_next_session_too(shelf: Shelf, tmp_path: Path) -> None:
    states = states_of(shelf, tmp_path)
    assert states.known(TODAY) is None
    assert shelf.opened == []
    told: list[tuple[int, int]] = []
    assert states.work_out(TODAY, lambda done, of: told.append((done, of))) == {"old": "amended", "new": "in-force"}
    assert told == [(0, 2), (1, 2)]
    shelf.opened.clear()
    assert states_of(shelf, tmp_path).known(TODAY) == {"old": "amended", "new": "in-force"}
    assert shelf.opened == []


def test_another_day_another_library_or_another_decision_is_not_known(shelf: Shelf, tmp_path: Path) -> None:
    said: Decided = {}
    states = States(lambda: shelf.editions, shelf.documents, lambda: dict(said), tmp_path)
    states.work_out(TODAY)
    assert states.known("2021-06-01") is None
    said[frozenset(("old", "new"))] = False
    assert states.known(TODAY) is None
    said.clear()
    assert states.known(TODAY) == {"old": "amended", "new": "in-force"}, "as it was kept"
    assert states_of(shelf, tmp_path, {frozenset(("old", "new")): False}).known(TODAY) is None
    put_law(shelf, "third", "某市水办法", "2020-01-01")
    assert states.known(TODAY) is None
    assert states.work_out(TODAY)["third"] == "in-force"


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"stamp": 1}', b"\xff"])
def test_a_damaged_file_is_worked_out_anew(shelf: Shelf, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / module.FILE).write_bytes(damage)
    assert states_of(shelf, tmp_path).known(TODAY) is None


def test_numbers_of_a_file_that_name_no_state(shelf: Shelf, tmp_path: Path) -> None:
    states_of(shelf, tmp_path).work_out(TODAY)
    file = tmp_path / module.FILE
    value = json.loads(file.read_bytes())
    file.write_text(json.dumps({**value, "states": {"old": 99}}))
    assert states_of(shelf, tmp_path).known(TODAY) is None


def test_it_can_be_stopped(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        states_of(shelf, tmp_path).work_out(TODAY, cancelled=lambda: True)
    assert not (tmp_path / module.FILE).exists()
