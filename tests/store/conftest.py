"""Notes, a clock that can be set, and a store in a throw-away folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.core.note import Anchor, Note
from reader.store.annotations import NoteStore
from reader.store.times import stamp


class Clock:
    """Says one second more each time, unless it is set."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)

    def __call__(self) -> str:
        self.moment += timedelta(seconds=1)
        return stamp(self.moment)

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def note_of(number: int | str = 1, **values: Any) -> Note:
    """A note with an id n1, n2, …; `values` are fields of Note, or of Anchor where Note has none such."""
    anchor = {
        "doc": "plan", "block": "b1", "start": 3, "end": 7, "end_block": "b1",
        "quote": "数字经济", "prefix": "大力发展", "suffix": "，建设", "position": 40, "document_hash": "ab" * 32,
    }  # fmt: skip
    for name in list(anchor):
        if name in values:
            anchor[name] = values.pop(name)
    when = stamp(datetime(2026, 2, 1, tzinfo=UTC))
    facts: dict[str, Any] = {"kind": "note", "created": when, "modified": when, **values}
    return Note(id=f"n{number}", anchor=Anchor(**anchor), **facts)  # type: ignore[arg-type]  # str and int together


@pytest.fixture(scope="session", name="note_of")
def note_of_fixture() -> Callable[..., Note]:
    return note_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store is to be; does not exist yet."""
    return tmp_path / "data" / "notes"


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[NoteStore]:
    opened = NoteStore(folder, clock)
    yield opened
    opened.close()
