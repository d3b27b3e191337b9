"""A profile that 0.1.0 left, as it stands in tests/data, opened by the program of today: nothing of the user's is lost.

Program and test were never in one process: the profile was made by the code of 0.1.0 itself, with what it said of it in
`expected.json`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library, open_library
from reader.paths import Paths, find_paths
from reader.settings import load, save

KEPT = Path(__file__).parent / "data" / "profile-0.1.0"
OF_A_NOTE = ("kind", "created", "modified", "text", "colour", "starred", "status", "folder", "trashed")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What 0.1.0 said of this profile."""
    read: dict[str, Any] = json.loads((KEPT / "expected.json").read_text("utf-8"))
    return read


@pytest.fixture
def paths(tmp_path: Path, built_corpus: Path) -> Paths:
    """A copy of the profile, as an upgrade finds it."""
    shutil.copytree(KEPT, tmp_path / "data", ignore=shutil.ignore_patterns("expected.json"))
    return find_paths(tmp_path / "data", built_corpus)


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    opened = open_library(paths)
    yield opened
    opened.close()


def test_every_note_is_there_as_it_was_and_on_its_words(library: Library, told: dict[str, Any]) -> None:
    was = {note["id"]: note for note in told["notes"]}
    placed = {each.note.id: each for each in library.notebook.all()}
    assert placed.keys() == was.keys()
    for name, before in was.items():
        now = asdict(placed[name].note)
        assert {key: now[key] for key in OF_A_NOTE} == {key: before[key] for key in OF_A_NOTE}
        assert list(now["tags"]) == before["tags"]
        assert now["anchor"]["quote"] == before["anchor"]["quote"]
        resolution = placed[name].resolution
        assert resolution.state in {"exact", "moved"}
        text = {block.id: block.text for block in library.open(before["anchor"]["doc"]).blocks}
        words = "".join(text[piece.block][piece.span.start : piece.span.end] for piece in resolution.pieces)
        assert words == told["where"][name]["words"]
    assert {note.id for note in library.store.all(trashed=True)} == {note["id"] for note in told["trashed"]}
    assert list(library.store.folders()) == told["folders"]


def test_what_was_said_of_rows_stands_on_the_same_rows(library: Library, told: dict[str, Any]) -> None:
    seen = library.rows.seen().seen
    marked = {
        (name, each.row.at.doc, each.status, each.note)
        for name, rows in seen.items()
        for each in rows
        if each.status or each.note
    }
    assert marked == {(mark["register"], mark["doc"], mark["status"], mark["note"]) for mark in told["rows"]["marks"]}
    changed = [(each.read.at.quote, dict(each.changes)) for rows in seen.values() for each in rows if each.changes]
    assert changed == [(each["quote"], each["changes"]) for each in told["rows"]["corrections"]]


def test_settings_are_taken_over_and_written_back_without_a_loss(paths: Paths) -> None:
    before = (KEPT / "config" / "settings.toml").read_text("utf-8")
    loaded = load(paths.settings_file, paths.policy)
    assert loaded.complaints == ()
    settings = loaded.settings
    assert (settings.language, settings.script, settings.theme) == ("zh_TW", "tw", "night")
    assert (settings.font_size, settings.line_height, settings.measure) == (20, 1.6, 34)
    assert settings.my_unit == "天津市财政局"
    assert (settings.query, settings.saved_searches) == ("数字经济", ("人工智能",))
    assert [place.doc for place in settings.tabs] == ["tianjin-digital-economy-2019", "tianjin-digitalisation-2021"]
    assert not settings.extra
    save(paths.settings_file, settings, loaded.locked)
    assert load(paths.settings_file).settings == settings
    for line in before.splitlines():
        if line.startswith(("font_size", "my_unit", "theme", "colour", "quiet_links")):
            assert line in paths.settings_file.read_text("utf-8")


def test_the_store_is_brought_up_after_a_backup_and_the_old_backup_still_restores(
    library: Library, paths: Paths, told: dict[str, Any]
) -> None:
    (old,) = paths.backups.glob("*.db")
    assert library.store.check().ok
    assert len(list(paths.backups.glob("*.db"))) == 2, "a copy of the store as it was, before it was brought up"
    gone = library.notebook.all()[0].note.id
    library.notebook.trash(gone)
    library.store.restore_backup(old)
    assert {note.id for note in library.store.all()} == {note["id"] for note in told["notes"]}
