"""NoteStore: adding, changing, trash, history, folders, and two programs at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import BadInput, NotFound
from reader.core.note import Note
from reader.store import rows
from reader.store import statements as store_module
from reader.store.annotations import NoteStore

Make = Callable[..., Note]


def test_nothing_is_created_before_the_first_write(store: NoteStore, folder: Path, note_of: Make) -> None:
    assert store.all() == ()
    assert store.history("n1") == ()
    assert store.folders() == ()
    assert store.check().ok
    assert not store.changed_elsewhere()
    assert store.backup_if_due() is None
    assert not folder.parent.exists()
    with pytest.raises(NotFound):
        store.get("n1")
    assert not folder.parent.exists()
    store.add(note_of(1))
    assert (folder / "notes.db").exists()


def test_every_field_comes_back(store: NoteStore, folder: Path, note_of: Make) -> None:
    note = note_of(
        1, kind="underline", text="重要𠮷\0\n第二行 <b>'", colour="purple", tags=("指标", "甲;乙", "5G"), starred=True,
        status="todo", folder="甲/乙", quote="跨段\n引文", end_block="b2", trashed="2026-02-02T00:00:00.000000Z",
    )  # fmt: skip
    store.add(note)
    store.close()
    with_other_eyes = NoteStore(folder)
    assert with_other_eyes.get("n1") == note
    with_other_eyes.close()


def test_an_id_is_taken_once(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1, text="先"))
    with pytest.raises(BadInput, match="n1"):
        store.add(note_of(1, text="后"))
    assert store.get("n1").text == "先"


def test_all_is_oldest_first_and_by_document(store: NoteStore, note_of: Make) -> None:
    store.add(note_of("b", created="2026-02-03T00:00:00.000000Z"))
    store.add(note_of("a", created="2026-02-01T00:00:00.000000Z", doc="other"))
    store.close()
    assert [n.id for n in store.all()] == ["na", "nb"]
    assert [n.id for n in store.all("plan")] == ["nb"]
    assert store.all("nowhere") == ()


def test_an_update_keeps_what_was_before(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1, text="一"))
    second = store.update(replace(store.get("n1"), text="二"))
    third = store.update(replace(second, text="三", created="1999-01-01T00:00:00.000000Z"))
    assert store.get("n1") == third
    assert [n.text for n in store.history("n1")] == ["二", "一"]
    assert store.history("n1")[0] == second
    assert third.created == second.created
    assert third.modified > second.modified > note_of(1).modified


def test_an_update_that_changes_nothing_leaves_no_trace(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    assert store.update(replace(note_of(1), modified="2027-01-01T00:00:00.000000Z")) == note_of(1)
    assert store.history("n1") == ()


def test_history_is_bounded(store: NoteStore, note_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT_VERSIONS", 3)
    store.add(note_of(1, text="0"))
    for i in range(1, 8):
        store.update(replace(store.get("n1"), text=str(i)))
    assert [n.text for n in store.history("n1")] == ["6", "5", "4"]


def test_a_clock_that_goes_backwards_does_not_make_an_edit_old(store: NoteStore, note_of: Make, clock: Any) -> None:
    store.add(note_of(1, modified="2026-05-01T00:00:00.000000Z"))
    clock.move(days=-3000)
    changed = store.update(replace(store.get("n1"), text="后来"))
    assert changed.modified == "2026-05-01T00:00:00.000001Z"
    store.trash("n1")
    assert store.get("n1").modified > changed.modified


def test_trash_and_back(store: NoteStore, note_of: Make) -> None:
    for i in (1, 2, 3):
        store.add(note_of(i))
    store.trash("n1", "n2")
    assert [n.id for n in store.all()] == ["n3"]
    assert [n.id for n in store.all(trashed=True)] == ["n1", "n2"]
    store.restore("n1")
    assert [n.id for n in store.all()] == ["n1", "n3"]
    assert store.get("n1").trashed is None


def test_many_at_once_are_all_or_none(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    with pytest.raises(NotFound):
        store.trash("n1", "nowhere")
    with pytest.raises(NotFound):
        store.update_all([replace(note_of(1), text="改"), note_of(9)])
    assert store.all() == (note_of(1),)
    assert store.history("n1") == ()
    store.close()
    assert store.all() == (note_of(1),)


def test_only_the_trash_can_be_emptied(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    with pytest.raises(BadInput):
        store.purge("n1")
    store.trash("n1")
    store.purge("n1")
    assert store.all(trashed=True) == ()
    assert store.history("n1") == ()
    with pytest.raises(NotFound):
        store.get("n1")


def test_undoing_is_updating_with_the_earlier_form(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1, text="一", colour="green"))
    before = store.get("n1")
    store.update(replace(before, text="二", colour="pink"))
    undone = store.update(before)
    assert (undone.text, undone.colour) == ("一", "green")
    assert [n.text for n in store.history("n1")] == ["二", "一"]


def test_folders_in_the_users_order(store: NoteStore, note_of: Make) -> None:
    store.add_folder("乙")
    store.add_folder(" 甲 / 一 ")
    store.add(note_of(1, folder="甲/一"))
    store.add(note_of(2, folder="丙"))
    assert store.folders() == ("乙", "甲/一", "丙")
    with pytest.raises(BadInput, match="文件夹"):
        store.add_folder(" / ")


def test_folders_and_their_notes_change_together_or_not_at_all(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add_folder("甲")
    store.add_folder("乙")
    store.add(note_of(1, folder="甲"))
    before = store.folders()
    other = NoteStore(folder)
    other.add_folder("别人的")
    other.close()
    store.update_all([replace(store.get("n1"), folder="丙")], (before, ("乙", "丙")))
    assert store.folders() == ("乙", "丙", "别人的"), "what another window made meanwhile stays"
    assert store.get("n1").folder == "丙"
    with pytest.raises(NotFound):
        store.update_all([replace(store.get("n1"), folder="甲"), note_of("missing")], (store.folders(), ()))
    assert store.folders() == ("乙", "丙", "别人的")
    assert store.get("n1").folder == "丙"


def test_two_programs_see_each_other(store: NoteStore, folder: Path, note_of: Make) -> None:
    other = NoteStore(folder)
    assert other.all() == ()
    store.add(note_of(1))
    assert not store.changed_elsewhere()
    assert [n.id for n in other.all()] == ["n1"]
    other.changed_elsewhere()
    other.add(note_of(2))
    assert not other.changed_elsewhere()
    assert store.changed_elsewhere()
    assert not store.changed_elsewhere()
    assert [n.id for n in store.all()] == ["n1", "n2"]
    store.update(replace(store.get("n2"), text="改"))
    assert other.get("n2").text == "改"
    other.close()


def test_a_write_in_between_is_not_overlooked(store: NoteStore, folder: Path, note_of: Make) -> None:
    store.add(note_of(1))
    other = NoteStore(folder)
    other.add(note_of(2))
    store.add(note_of(3))
    assert store.changed_elsewhere()
    assert [n.id for n in store.all()] == ["n1", "n2", "n3"]
    other.close()


def test_a_write_in_the_very_moment_before_ours_is_not_overlooked(
    store: NoteStore, folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(note_of(1))
    other, read = NoteStore(folder), store._notes
    waiting = [note_of(2)]

    def read_then_other_writes() -> dict[str, Note]:
        found = read()
        if waiting:
            other.add(waiting.pop())
        return found

    monkeypatch.setattr(store, "_notes", read_then_other_writes)
    store.add(note_of(3))
    assert [n.id for n in store.all()] == ["n1", "n2", "n3"]
    assert store.changed_elsewhere()
    other.close()


def test_many_threads_write_through_one_store(store: NoteStore, note_of: Make) -> None:
    faults: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for i in range(start, start + 10):
                store.add(note_of(i))
                store.all()
        except BaseException as fault:  # noqa: BLE001  whatever goes wrong in a thread must fail the test
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(at * 10,)) for at in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(store.all()) == 50


def test_a_reading_that_failed_is_done_again(
    store: NoteStore, folder: Path, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(note_of(1))
    fresh = NoteStore(folder)
    with monkeypatch.context() as broken:
        broken.setattr(rows, "from_rows", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fresh.all()
    assert [n.id for n in fresh.all()] == ["n1"]
    fresh.close()
