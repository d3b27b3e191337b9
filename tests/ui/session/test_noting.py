"""Changes of notes: written off the GUI thread, taken back and done again, told only when the store has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.core.errors import StoreUnavailable
from reader.core.note import Note, Piece, PlacedNote, Selection
from reader.core.span import Span
from reader.library import Library, open_library
from reader.paths import find_paths
from reader.store.annotations import NoteStore
from reader.ui.session.note_keeping import NoteKeeping


@pytest.fixture
def library(small_corpus: Path, profile: Path) -> Iterator[Library]:
    opened = open_library(find_paths(profile / "data", small_corpus))
    yield opened
    opened.close()


@pytest.fixture
def notes(qtbot: QtBot, library: Library) -> Iterator[NoteKeeping]:
    made = NoteKeeping(library)
    yield made
    made.close()


def block_of(library: Library, words: str, doc: str = "plan") -> Piece:
    block = next(b for b in library.open(doc).blocks if words in b.text)
    at = block.text.index(words)
    return Piece(block.id, Span(at, at + len(words)))


def add(qtbot: QtBot, notes: NoteKeeping, library: Library, words: str = "创新驱动", doc: str = "plan") -> PlacedNote:
    with qtbot.waitSignal(notes.saved) as told:
        notes.add(Selection(doc, (block_of(library, words, doc),)), "highlight")
    assert told.args is not None
    found = told.args[0]
    assert isinstance(found, PlacedNote)
    return found


def test_adding_is_taken_back_to_the_trash_and_done_again(qtbot: QtBot, notes: NoteKeeping, library: Library) -> None:
    made = add(qtbot, notes, library)
    with qtbot.waitSignal(notes.stepped) as told:
        notes.undo()
    assert told.args is not None
    step, back = told.args
    assert (step.label, step.about, back) == ("标出文字", made.note.anchor, True)
    assert notes.all() == ()
    assert [n.id for n in library.store.all(trashed=True)] == [made.note.id]
    assert notes.can_redo
    with qtbot.waitSignal(notes.saved):
        notes.redo()
    assert notes.get(made.note.id) is not None
    assert library.store.get(made.note.id).trashed is None


def test_every_kind_of_change_goes_back_and_forth(qtbot: QtBot, notes: NoteKeeping, library: Library) -> None:
    made = add(qtbot, notes, library).note
    forms = [made]
    for values in ({"colour": "blue"}, {"text": "报进度"}, {"tags": ("核对",)}, {"starred": True}, {"status": "todo"}):
        with qtbot.waitSignal(notes.saved):
            notes.update(replace(forms[-1], **values))
        forms.append(library.store.get(made.id))
    for before in reversed(forms[:-1]):
        with qtbot.waitSignal(notes.stepped):
            notes.undo()
        assert replace(library.store.get(made.id), modified="") == replace(before, modified="")
    for after in forms[1:]:
        with qtbot.waitSignal(notes.stepped):
            notes.redo()
        assert replace(library.store.get(made.id), modified="") == replace(after, modified="")
    assert not notes.can_redo


def test_many_are_deleted_and_brought_back_in_one_step(qtbot: QtBot, notes: NoteKeeping, library: Library) -> None:
    made = [add(qtbot, notes, library, words).note.id for words in ("创新驱动", "城市大脑", "引进企业")]
    order = [placed.note.id for placed in notes.all()]
    with qtbot.waitSignal(notes.deleted) as told:
        notes.delete(*made[:2])
    assert told.args == [2]
    assert [placed.note.id for placed in notes.all()] == made[2:]
    with qtbot.waitSignals([notes.saved, notes.trash_changed]):
        notes.undo()
    assert [placed.note.id for placed in notes.all()] == order
    assert library.store.all(trashed=True) == ()


def test_a_colour_is_taken_back_without_what_another_window_wrote(
    qtbot: QtBot, notes: NoteKeeping, library: Library
) -> None:
    made = add(qtbot, notes, library).note
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(made, colour="pink"))
    other = NoteStore(library.store.folder)
    other.update(replace(other.get(made.id), text="另一个窗口写的"))
    other.close()
    with qtbot.waitSignal(notes.saved):
        notes.undo()
    found = library.store.get(made.id)
    assert (found.colour, found.text) == ("yellow", "另一个窗口写的")


def test_a_step_that_cannot_be_written_can_be_tried_again(
    qtbot: QtBot, notes: NoteKeeping, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(qtbot, notes, library).note
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(made, colour="pink"))

    def full(*_given: object) -> tuple[Note, ...]:
        raise StoreUnavailable("磁盘满了。")

    with monkeypatch.context() as broken:
        broken.setattr(library.store, "update_all", full)
        with qtbot.waitSignal(notes.problem) as told:
            notes.undo()
    assert told.args == ["磁盘满了。"]
    kept = notes.get(made.id)
    assert kept is not None
    assert kept.note.colour == "pink", "nothing is shown that was not written"
    assert notes.can_undo
    assert not notes.can_redo
    with qtbot.waitSignal(notes.saved):
        notes.undo()
    assert library.store.get(made.id).colour == "yellow"


def test_attaching_by_hand_also_to_another_document_and_back(
    qtbot: QtBot, notes: NoteKeeping, library: Library
) -> None:
    made = add(qtbot, notes, library)
    target = Selection("draft", (block_of(library, "保持增长", "draft"),))
    with qtbot.waitSignal(notes.saved):
        notes.attach(made, target)
    assert notes.of("plan") == ()
    (moved,) = notes.of("draft")
    assert moved.note.anchor.quote == "保持增长"
    assert moved.resolution.pieces == target.pieces
    with qtbot.waitSignal(notes.saved):
        notes.undo()
    assert notes.of("draft") == ()
    assert notes.of("plan")[0].note.anchor == made.note.anchor


def test_accepting_makes_todays_place_the_notes_own(qtbot: QtBot, notes: NoteKeeping, library: Library) -> None:
    made = add(qtbot, notes, library, "坚持创新驱动。").note
    older = replace(made.anchor, quote="坚持改革驱动。", document_hash="0" * 64)
    library.store.update(replace(made, anchor=older))
    with qtbot.waitSignal(notes.changed):
        notes.reload()
    (found,) = notes.all()
    assert found.resolution.state == "changed"
    assert library.store.get(made.id).anchor == older, "resolving writes nothing"
    with qtbot.waitSignal(notes.saved):
        notes.accept([found])
    (accepted,) = notes.all()
    assert accepted.resolution.state == "exact"
    assert accepted.note.anchor.quote == "坚持创新驱动。"
    with qtbot.waitSignal(notes.saved):
        notes.undo()
    assert library.store.get(made.id).anchor == older


def test_what_is_purged_leaves_the_trail(qtbot: QtBot, notes: NoteKeeping, library: Library) -> None:
    made = add(qtbot, notes, library).note.id
    with qtbot.waitSignal(notes.deleted):
        notes.delete(made)
    with qtbot.waitSignal(notes.trash_changed):
        notes.purge([made])
    assert not notes.can_undo
    assert library.store.all(trashed=True) == ()


def test_a_button_that_takes_back_means_the_change_it_spoke_of(
    qtbot: QtBot, notes: NoteKeeping, library: Library
) -> None:
    made = add(qtbot, notes, library).note
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(made, colour="pink"))
    said: list[str] = []
    take_back = notes.undoing_newest(lambda: said.append("newer"))
    with qtbot.waitSignal(notes.saved):
        notes.update(replace(notes_of(notes, made.id), text="后来的话"))
    take_back()
    assert said == ["newer"]
    assert (notes_of(notes, made.id).colour, notes_of(notes, made.id).text) == ("pink", "后来的话")
    with qtbot.waitSignal(notes.stepped):
        notes.undoing_newest(lambda: said.append("newer"))()
    assert notes_of(notes, made.id).text == ""


def notes_of(notes: NoteKeeping, note_id: str) -> Note:
    placed = notes.get(note_id)
    assert placed is not None
    return placed.note
