"""A colleague's notes: edits of different fields are joined, of the same field kept both; no clock is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.errors import BadInput, NotFound
from reader.core.note import Note, Person
from reader.store import exchange, taking, version_rows
from reader.store.annotations import NoteStore
from reader.store.versions import MOST_ORIGINS, Versions, covers, joined, vector_from
from tests.store.people import Colleague, bundle_of

Make = Callable[..., Note]
EARLY, LATE = "2026-02-10T00:00:00.000000Z", "2099-02-20T00:00:00.000000Z"


@pytest.fixture
def both(tmp_path: Path, note_of: Make) -> Iterator[tuple[Colleague, Colleague]]:
    """Two who have the same note."""
    first, second = Colleague(tmp_path / "甲", "甲"), Colleague(tmp_path / "乙", "乙")
    first.store.add(note_of(1, text="起初", creator=first.person))
    second.take(first.export())
    yield first, second
    for each in (first, second):
        each.store.close()


def edit(who: Colleague, note_id: str = "n1", **values: object) -> Note:
    return who.store.update(replace(who.store.get(note_id), **values))  # type: ignore[arg-type]


# Merging -------------------------------------------------------------------------------------------------------------


def test_different_fields_are_joined(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, text="改了字")
    edit(second, colour="pink", tags=("数据",))
    assert second.take(first.export()).updated == ("n1",)
    assert first.take(second.export()).updated == ("n1",)
    assert first.contents() == second.contents()
    assert (first.store.get("n1").text, first.store.get("n1").colour) == ("改了字", "pink")
    assert first.store.exchange.conflicts() == ()


@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
def test_the_same_field_is_a_conflict_for_both_until_someone_chooses(
    both: tuple[Colleague, Colleague], choice: str
) -> None:
    first, second = both
    edit(first, text="甲的话")
    edit(second, text="乙的话", colour="blue")
    assert second.take(first.export()).conflicting == ("n1",)
    assert first.take(second.export()).conflicting == ("n1",), "though the file came of a store that knows both"
    for who in both:
        (conflict,) = who.store.exchange.conflicts()
        assert conflict.fields == ("text",)
        assert {conflict.note.text, conflict.of("text")[0].value} == {"甲的话", "乙的话"}
    assert second.take(first.export()).kept == ("n1",), "what is known is not told twice"
    assert first.store.get("n1").colour == "blue", "what did not conflict is taken"
    chosen = first.store.exchange.resolve("n1", "text", choice)  # type: ignore[arg-type]
    assert second.take(first.export()).updated == (() if choice == "theirs" else ("n1",))
    assert first.contents() == second.contents()
    assert second.store.exchange.conflicts() == first.store.exchange.conflicts() == ()
    assert chosen.text == {"mine": "甲的话", "theirs": "乙的话"}.get(choice, chosen.text)
    for who in both:
        assert who.wordings("n1") >= {"甲的话", "乙的话"}


def test_both_may_choose_both(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, text="甲的话", tags=("甲",))
    edit(second, text="乙的话", tags=("乙",))
    files = first.export(), second.export()
    first.take(files[1])
    second.take(files[0])
    for who in both:
        for field in ("text", "tags"):
            who.store.exchange.resolve("n1", field, "both")
    report = second.take(first.export())
    assert (report.conflicting, report.updated) == ((), ())
    assert first.contents() == second.contents()
    with pytest.raises(NotFound, match="不用选"):
        first.store.exchange.resolve("n1", "text", "mine")


def test_two_colours_cannot_both_stand(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, colour="pink")
    edit(second, colour="blue")
    first.take(second.export())
    with pytest.raises(BadInput, match="只能选一种"):
        first.store.exchange.resolve("n1", "colour", "both")


def test_an_edit_does_not_choose_in_silence(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, text="甲的话")
    edit(second, text="乙的话")
    first.take(second.export())
    edit(first, text="甲的话，又改")
    (conflict,) = first.store.exchange.conflicts()
    assert [each.value for each in conflict.others] == ["乙的话"]
    second.take(first.export())
    assert {second.store.get("n1").text, *(v.value for v in second.store.exchange.conflicts()[0].others)} == {
        "乙的话", "甲的话，又改",
    }  # fmt: skip


def test_the_same_edit_on_both_sides_is_none(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, text="同一句话")
    edit(second, text="同一句话")
    assert second.take(first.export()).conflicting == ()
    assert first.take(second.export()).conflicting == ()
    edit(first, text="后来的")
    assert second.take(first.export()).updated == ("n1",)


@pytest.mark.parametrize(("mine", "theirs"), [(EARLY, LATE), (LATE, EARLY), ("1970-01-01T00:00:00.000000Z",) * 2])
def test_no_clock_decides(tmp_path: Path, note_of: Make, mine: str, theirs: str) -> None:
    first, second = Colleague(tmp_path / "甲", "甲", lambda: mine), Colleague(tmp_path / "乙", "乙", lambda: theirs)
    for number in (1, 2, 3):
        first.store.add(note_of(number, text="起初"))
    second.take(first.export())
    edit(first, "n1", text="甲改")
    edit(second, "n2", text="乙改")
    edit(first, "n3", text="甲改")
    edit(second, "n3", text="乙改")
    report = second.take(first.export())
    assert (report.updated, report.kept, report.conflicting) == (("n1",), ("n2",), ("n3",))
    report = first.take(second.export())
    assert (report.updated, report.kept, report.conflicting) == (("n2",), ("n1",), ("n3",))
    assert [n.text for n in first.store.all()][:2] == ["甲改", "乙改"]


def test_what_a_third_has_passed_on_is_known(both: tuple[Colleague, Colleague], tmp_path: Path) -> None:
    first, second = both
    third = Colleague(tmp_path / "丙", "丙")
    edit(first, text="二")
    third.take(first.export())
    edit(third, text="三")
    assert second.take(third.export()).updated == ("n1",)
    assert second.take(first.export()).kept == ("n1",), "what a newer form came of is older"
    assert second.store.get("n1").text == "三"


def test_importing_twice_changes_nothing_more(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, text="甲的话")
    edit(second, text="乙的话")
    data = first.export()
    second.take(data)
    state, history = second.contents(), second.store.history("n1")
    assert second.take(data).kept == ("n1",)
    assert (second.contents(), second.store.history("n1")) == (state, history)


def test_a_copy_of_a_folder_counts_for_itself(tmp_path: Path, note_of: Make) -> None:
    import shutil

    first = Colleague(tmp_path / "甲", "甲")
    first.store.add(note_of(1, text="起初"))
    first.store.close()
    shutil.copytree(tmp_path / "甲", tmp_path / "副本")
    copy = Colleague(tmp_path / "副本", "乙")
    edit(first, text="一")
    edit(first, text="二")
    edit(copy, text="另")
    assert copy.take(first.export()).conflicting == ("n1",)
    assert first.take(copy.export()).conflicting == ("n1",)


def test_a_store_put_back_does_not_count_again_what_others_have_seen(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    earlier = first.store.backup()
    edit(first, text="后来的")
    second.take(first.export())
    first.store.restore_backup(earlier)
    edit(first, text="另写的")
    assert second.take(first.export()).conflicting == ("n1",)


# Files without a word of what they have seen, and files that were changed --------------------------------------------


def test_an_older_programs_file(store: NoteStore, note_of: Make) -> None:
    store.add(note_of("same"))
    store.add(note_of("plain", text="我们的"))
    store.add(note_of("edited", text="起初"))
    parent = store.get("nedited")
    store.update(replace(parent, text="我们的"))
    incoming = bundle_of(
        note_of("new"), note_of("same"), note_of("plain", text="他们的"), replace(parent, text="他们的", modified=LATE)
    )
    before = store.all()
    report = store.exchange.preview(incoming)
    assert store.all() == before
    assert (report.added, report.kept) == (("nnew",), ("nsame",))
    assert report.updated == ("nplain",), "ours never changed"
    assert report.conflicting == ("nedited",), "the newer date decides nothing"
    assert store.exchange.take(incoming) == report
    assert store.exchange.take(bundle_of(parent)).kept == ("nedited",), "ours came of it"
    assert [n.text for n in store.history("nplain")] == ["我们的"]


def test_an_edit_in_the_file_is_an_edit_of_what_the_file_was_made_of(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(first, colour="green")
    for form, old, new in (("jsonld", "起初", "手工改的"), ("csv", "手工改的", "表格里改的")):
        data = second.export(form) if form == "jsonld" else first.export(form)
        data = data.replace(old.encode(), new.encode())
        assert first.take(data).updated == ("n1",)
        assert (first.store.get("n1").text, first.store.get("n1").colour) == (new, "green")
        assert first.take(data).kept == ("n1",)
        second.take(first.export())
    edit(first, text="甲又改")
    assert first.take(second.export().replace("表格里改的".encode(), "别人改的".encode())).conflicting == ("n1",)


def test_unchanged_files_change_nothing(both: tuple[Colleague, Colleague]) -> None:
    first, _ = both
    for form in ("jsonld", "csv"):
        report = first.preview(first.export(form))
        assert (report.kept, report.updated, report.conflicting, report.added) == (("n1",), (), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"seen":{}}', '{"origin":1,"seen":{},"are":[],"also":[]}',
        '{"origin":"","seen":{"*":{"a":-1}},"are":["","","","","","","","",""],"also":[]}',
        '{"origin":"","seen":{"*":{"a":1e30}},"are":["","","","","","","","",""],"also":[]}',
        '{"origin":"","seen":{"weapon":{}},"are":["","","","","","","","",""],"also":[]}',
        '{"origin":"","seen":{},"are":["","","","","","","","",""],"also":[["id","n9",{},"","",""]]}',
        '{"origin":"","seen":{},"are":["","","","","","","","",""],"also":[["colour","url(x)",{},"","","2026-01-01"]]}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_what_a_file_says_it_has_seen_is_not_trusted(note_of: Make, text: str) -> None:
    import json

    from reader.store.formats.row import Row

    (made,) = json.loads(exchange.export([Row(note_of(1), "", "", "", "")], "jsonld"))
    with pytest.raises(BadInput) as error:
        exchange.parse(json.dumps([{**made, "pr:seen": text}]).encode())
    assert str(error.value).endswith("。")


def test_vectors_are_bounded() -> None:
    with pytest.raises(ValueError, match="dict"):
        vector_from({f"o{n}": 1 for n in range(MOST_ORIGINS + 1)})
    assert joined({"a": 1}, {"a": 3, "b": 1}) == {"a": 3, "b": 1}
    assert covers({"a": 2}, {"a": 1})
    assert not covers({"a": 2}, {"b": 1})
    assert Versions({}).of("text") == {}


# Deletions -----------------------------------------------------------------------------------------------------------


def test_a_deletion_is_offered_and_done_where_it_is_agreed(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    first.store.trash("n1")
    data = first.export()
    report = second.take(data)
    assert report.deleted == ("n1",)
    assert "对方删除了 1 条，没有照办。" in report.sentence
    assert [n.id for n in second.store.all()] == ["n1"], "never in silence"
    assert second.take(data, ["n1"]).done == {"n1"}
    assert second.store.all() == ()
    assert [n.text for n in second.store.all(trashed=True)] == ["起初"]
    assert second.take(data).deleted == ()


@pytest.mark.parametrize("purged", [False, True])
def test_an_old_file_brings_nothing_back(both: tuple[Colleague, Colleague], purged: bool) -> None:
    first, second = both
    old = second.export()
    first.store.trash("n1")
    if purged:
        first.store.purge("n1")
    assert first.take(old).gone == ("n1",)
    assert first.take(exchange.export([], "jsonld")).gone == ()
    assert first.store.all() == ()
    older_program = bundle_of(second.store.get("n1"))
    assert first.store.exchange.take(older_program).gone == ("n1",)
    second.take(first.export(), ["n1"])
    assert second.store.all() == ()
    assert first.take(old, ["n1"]).done == {"n1"}, "but who wants it back may have it"
    assert [n.text for n in first.store.all()] == ["起初"]
    assert second.take(first.export()).restored == ("n1",)
    assert second.store.all() == ()
    second.take(first.export(), ["n1"])
    assert [n.id for n in second.store.all()] == ["n1"]


@pytest.mark.parametrize("purged", [False, True])
def test_deleted_here_and_changed_there_is_a_conflict_for_both(both: tuple[Colleague, Colleague], purged: bool) -> None:
    first, second = both
    first.store.trash("n1")
    if purged:
        first.store.purge("n1")
    edit(second, text="还要用")
    files = first.export(), second.export()
    assert first.take(files[1]).conflicting == ("n1",)
    assert second.take(files[0]).conflicting == ("n1",)
    assert [n.text for n in second.store.all()] == ["还要用"], "nothing vanishes"
    assert first.store.all() == (), "nothing comes back"
    assert first.store.exchange.conflicts()[0].fields == ("trashed",)
    first.store.exchange.resolve("n1", "trashed", "theirs")
    assert [n.text for n in first.store.all()] == ["还要用"]
    second.take(first.export())
    assert second.store.exchange.conflicts() == ()
    assert first.contents().keys() == second.contents().keys()


def test_a_third_hears_of_a_deletion_before_the_note(both: tuple[Colleague, Colleague], tmp_path: Path) -> None:
    first, second = both
    third = Colleague(tmp_path / "丙", "丙")
    first.store.trash("n1")
    report = third.take(first.export())
    assert (report.kept, report.rows) == ((), ())
    assert third.take(second.export()).gone == ("n1",)
    assert third.store.all() == ()


def test_a_tombstone_says_nothing_of_what_the_note_said(both: tuple[Colleague, Colleague]) -> None:
    first, _ = both
    first.store.trash("n1")
    assert "起初" not in first.export().decode()


# In part, and back ---------------------------------------------------------------------------------------------------


def test_an_import_is_taken_in_part_and_undone_in_one_step(both: tuple[Colleague, Colleague], note_of: Make) -> None:
    first, second = both
    for number in (2, 3, 4):
        first.store.add(note_of(number, text="新的"))
    edit(first, text="甲的话")
    edit(second, text="乙的话")
    second.store.add(note_of(5))
    before = second.contents(), second.store.exchange.conflicts()
    data = first.export()
    assert second.preview(data).added == ("n2", "n3", "n4")
    report = second.take(data, ["n1", "n3"])
    assert (report.added, report.conflicting) == (("n3",), ("n1",))
    assert {n.id for n in second.store.all()} == {"n1", "n3", "n5"}
    intake = second.store.exchange.last()
    assert intake is not None
    assert intake.notes == 2
    assert second.store.exchange.undo()[1] == 0
    assert (second.contents(), second.store.exchange.conflicts()) == before
    with pytest.raises(NotFound, match="没有可以撤销的导入"):
        first.store.exchange.undo()
    assert second.take(data).conflicting == ("n1",), "as if it had never been"


def test_what_was_written_since_stays_when_an_import_is_undone(
    both: tuple[Colleague, Colleague], note_of: Make
) -> None:
    first, second = both
    first.store.add(note_of(2, text="新的"))
    edit(first, text="甲的话", colour="pink")
    second.take(first.export())
    edit(second, text="导入以后写的")
    edit(second, "n2", status="todo")
    assert second.store.exchange.undo()[1] == 2
    assert (second.store.get("n1").text, second.store.get("n1").colour) == ("导入以后写的", "yellow")
    assert second.store.get("n2").status == "todo"


def test_a_deletion_that_was_done_is_undone_too(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    first.store.trash("n1")
    second.take(first.export(), ["n1"])
    second.store.exchange.undo()
    assert [n.text for n in second.store.all()] == ["起初"]
    assert second.take(first.export()).deleted == ("n1",)


def test_a_preview_needs_no_store(store: NoteStore, folder: Path, note_of: Make) -> None:
    assert store.exchange.preview(bundle_of(note_of(1))).added == ("n1",)
    assert store.exchange.conflicts() == ()
    assert store.exchange.last() is None
    assert not folder.exists()


def test_a_merge_that_fails_half_way_imports_nothing(
    store: NoteStore, note_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(note_of(1))
    put = version_rows.put_versions

    def failing(db: object, note_id: str, versions: Versions, *, fresh: bool) -> None:
        if note_id == "n3":
            raise ZeroDivisionError
        put(db, note_id, versions, fresh=fresh)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "put_versions", failing)
    with pytest.raises(ZeroDivisionError):
        store.exchange.take(bundle_of(note_of(2), note_of(3)))
    store.close()
    assert store.all() == (note_of(1),)


def test_a_merge_is_backed_up_first(store: NoteStore, note_of: Make) -> None:
    store.add(note_of(1))
    store.exchange.take(bundle_of(note_of(1, text="他们的", modified=LATE)))
    (backup,) = store.backups.all()
    assert backup.reason == "import"
    store.restore_backup(backup.path)
    assert store.all() == (note_of(1),)


# Who wrote it --------------------------------------------------------------------------------------------------------


def test_notes_and_their_versions_bear_names(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    edit(second, text="乙改")
    first.take(second.export())
    note = first.store.get("n1")
    assert (note.creator, note.editor) == (Person("甲", "市数据局"), Person("乙", "市数据局"))
    assert note.origin == "", "made here, though it comes back from elsewhere"
    theirs = second.store.get("n1")
    assert theirs.is_others(second.person)
    assert not theirs.is_others(first.person), "one's own, on another computer"
    assert not note.is_others(first.person)
    assert str(note.creator) == "甲（市数据局）"


def test_words_of_a_person_are_checked(both: tuple[Colleague, Colleague]) -> None:
    first, second = both
    data = first.export().replace('"name": "甲"'.encode(), b'"name": 7')
    with pytest.raises(BadInput, match="作者"):
        second.take(data)


def test_a_store_of_the_version_before_tells_who_wrote_a_field_by_its_history(
    both: tuple[Colleague, Colleague],
) -> None:
    first, second = both
    edit(first, text="甲的话")
    first.person = Person("丁")
    edit(first, colour="pink")
    before = first.contents()
    first.store.close()
    with closing(sqlite3.connect(first.store.path)) as old:
        for table in ("declined", "known", "label", "row_state"):
            old.execute(f"DROP TABLE {table}")
        old.execute("ALTER TABLE version DROP COLUMN editors")
        old.execute("PRAGMA user_version = 3")
        old.commit()
    again = Colleague(first.store.folder, "甲")
    assert again.contents() == before
    assert [each.reason for each in again.store.backups.all()] == ["migration"]
    versions = again.store.exchange.versions([again.store.get("n1")])["n1"]
    assert (versions.by["text"].editor.name, versions.by["colour"].editor.name) == ("甲", "丁")
    edit(second, text="乙的话")
    second.take(again.export())
    (conflict,) = second.store.exchange.conflicts()
    assert (conflict.mine("text").editor.name, conflict.of("text")[0].editor.name) == ("乙", "甲")
    again.store.close()
