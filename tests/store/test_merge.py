"""A colleague's notes: what is taken, what is kept, and that both ends come to the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.note import Note
from reader.store import annotations as store_module
from reader.store.annotations import NoteStore
from reader.store.merge import fate
from reader.store.times import later

Make = Callable[..., Note]
EARLY, LATE = "2026-02-10T00:00:00.000000Z", "2026-02-20T00:00:00.000000Z"


@pytest.fixture
def theirs(tmp_path: Path) -> NoteStore:
    return NoteStore(tmp_path / "theirs")


def test_each_note_has_its_fate(store: NoteStore, note_of: Make) -> None:
    store.add(note_of("same"))
    store.add(note_of("older", modified=EARLY, text="我们的"))
    store.add(note_of("newer", modified=LATE, text="我们的"))
    store.add(note_of("parent", text="起初"))
    parent = store.get("nparent")
    store.update(replace(parent, text="改过"))
    incoming = [
        note_of("new"),
        note_of("same"),
        note_of("older", modified=LATE, text="他们的"),
        note_of("newer", modified=EARLY, text="他们的"),
        parent,
    ]
    before = store.all()
    report = store.preview_merge(incoming)
    assert store.all() == before
    assert report.added == ("nnew",)
    assert report.updated == ("nolder",)
    assert report.kept == ("nsame", "nparent")
    assert report.conflicting == ("nnewer",)
    assert "新增 1 条，更新 1 条，保持不变 2 条，两边都改过 1 条" in report.sentence
    assert store.merge(incoming) == report
    assert store.get("nolder") == note_of("older", modified=LATE, text="他们的")
    assert [n.text for n in store.history("nolder")] == ["我们的"]
    assert store.get("nnewer").text == "我们的"
    assert [n.text for n in store.history("nnewer")] == ["他们的"]
    assert store.get("nparent").text == "改过"


def test_importing_twice_changes_nothing_more(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1, modified=LATE))
    incoming = [note_of(1, text="他们的", modified=EARLY), note_of(2)]
    store.merge(incoming)
    state, history = store.all(), store.history("n1")
    report = store.merge(incoming)
    assert report.kept == ("n1", "n2")
    assert (store.all(), store.history("n1")) == (state, history)


def test_a_preview_needs_no_store(store: NoteStore, folder: Path, note_of: Make) -> None:
    assert store.preview_merge([note_of(1)]).added == ("n1",)
    assert not folder.exists()


def test_a_merge_that_fails_half_way_imports_nothing(
    store: NoteStore, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(note_of(1))

    def failing(ours: Note | None, theirs: Note, *, known: bool) -> object:
        if theirs.id == "n3":
            raise ZeroDivisionError
        return fate(ours, theirs, known=known)

    monkeypatch.setattr(store_module, "fate", failing)
    with pytest.raises(ZeroDivisionError):
        store.merge([note_of(2), note_of(3)])
    store.close()
    assert store.all() == (note_of(1),)


def test_a_merge_is_backed_up_first(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    store.merge([note_of(1, text="他们的", modified=LATE)])
    (backup,) = store.backups.all()
    assert backup.reason == "import"
    store.restore_backup(backup.path)
    assert store.all() == (note_of(1),)


def test_what_was_trashed_later_stays_trashed(store: NoteStore, theirs: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    theirs.merge(store.all())
    store.trash("n1")
    assert theirs.merge([store.get("n1")]).updated == ("n1",)
    assert theirs.all() == ()
    assert store.merge([note_of(1)]).kept == ("n1",)
    assert store.all() == ()
    theirs.close()


moments = st.sampled_from([EARLY, LATE])
forms = st.tuples(moments, st.sampled_from(["甲", "乙", "丙"]))


@given(ours=forms, theirs=forms)
def test_both_ends_come_to_the_same(note_of: Make, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    a, b = (note_of(1, modified=moment, text=text) for moment, text in (ours, theirs))
    _, theirs_stands_here = fate(a, b, known=False)
    _, ours_stands_there = fate(b, a, known=False)
    assert (b if theirs_stands_here else a) == (a if ours_stands_there else b)


def test_moments_rise() -> None:
    assert later(EARLY, LATE) > LATE
    assert later(LATE, EARLY) == LATE
    assert later(EARLY, "9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z"
