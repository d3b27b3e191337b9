"""Own documents among the backups: each file once, everything comes back, nothing that is there is touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reader.core.errors import DamagedStore
from reader.shelves.backup import DocumentBackups
from reader.shelves.labels import FILE, Labels
from reader.shelves.own import OwnShelf
from tests.shelves.conftest import Put


@pytest.fixture
def backups(shelf: OwnShelf, tmp_path: Path) -> DocumentBackups:
    return DocumentBackups(shelf, tmp_path / "backups")


def name(tmp_path: Path, number: int) -> Path:
    return tmp_path / "backups" / f"notes-00000000{number}-20261129T100000Z-manual.db"


def objects(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "backups" / "documents" / "objects").glob("??/*"))


def test_nothing_is_made_for_nothing(backups: DocumentBackups, tmp_path: Path) -> None:
    backups.make(name(tmp_path, 1))
    assert not (tmp_path / "backups").exists()
    assert backups.is_current(name(tmp_path, 1))


def test_everything_comes_back(
    backups: DocumentBackups, shelf: OwnShelf, put: Put, folder: Path, tmp_path: Path
) -> None:
    first = put("第一稿。")
    put("第二稿。", doc=first.id)
    away = put("移出的。")
    shelf.set(first.id, {"title": "改过的标题"})
    shelf.remove([away.id])
    Labels(folder).collect([first.id], "常用")
    backups.make(name(tmp_path, 1))
    assert backups.is_current(name(tmp_path, 1))
    before = shelf.documents()
    shutil.rmtree(folder)
    fresh = OwnShelf(folder)
    assert set(DocumentBackups(fresh, tmp_path / "backups").restore(name(tmp_path, 1))) == {first.id, away.id}
    assert fresh.documents() == before
    assert fresh.load(first.id).text == "第二稿。"
    assert fresh.load(f"{first.id}-v1").text == "第一稿。"
    assert fresh.version(first.id).original.read_bytes() == "第二稿。".encode()
    assert [info.id for info in fresh.removed()] == [away.id]
    assert Labels(folder).collections() == ("常用",)


def test_each_file_is_kept_once(backups: DocumentBackups, put: Put, tmp_path: Path) -> None:
    made = put("第一稿。")
    backups.make(name(tmp_path, 1))
    kept = objects(tmp_path)
    assert len(kept) == 3
    for number in range(2, 9):
        backups.make(name(tmp_path, number))
    assert objects(tmp_path) == kept
    put("第二稿。", doc=made.id)
    assert not backups.is_current(name(tmp_path, 8))
    backups.make(name(tmp_path, 9))
    assert len(objects(tmp_path)) == 6


def test_what_is_there_is_not_touched(
    backups: DocumentBackups, shelf: OwnShelf, put: Put, folder: Path, tmp_path: Path
) -> None:
    kept, lost = put("留下的。"), put("丢失的。")
    backups.make(name(tmp_path, 1))
    put("留下的，第二稿。", doc=kept.id)
    newer = put("后来的。")
    shutil.rmtree(folder / lost.id)
    fresh = OwnShelf(folder)
    assert DocumentBackups(fresh, tmp_path / "backups").restore(name(tmp_path, 1)) == (lost.id,)
    assert {info.id for info in fresh.documents()} == {kept.id, lost.id, newer.id}
    assert fresh.load(kept.id).text == "留下的，第二稿。"


def test_a_version_that_was_lost_comes_back(backups: DocumentBackups, put: Put, folder: Path, tmp_path: Path) -> None:
    made = put("第一稿。")
    put("第二稿。", doc=made.id)
    backups.make(name(tmp_path, 1))
    shutil.rmtree(folder / made.id / "v2")
    fresh = OwnShelf(folder)
    assert fresh.load(made.id).text == "第一稿。"
    DocumentBackups(fresh, tmp_path / "backups").restore(name(tmp_path, 1))
    assert fresh.load(made.id).text == "第二稿。"


def test_old_lists_go_with_their_backups_and_files_with_the_last_list(
    backups: DocumentBackups, shelf: OwnShelf, put: Put, folder: Path, tmp_path: Path
) -> None:
    made = put("第一稿。")
    backups.make(name(tmp_path, 1))
    shutil.rmtree(folder / made.id)
    fresh = OwnShelf(folder)
    again = DocumentBackups(fresh, tmp_path / "backups")
    assert not again.wanted()
    again.prune([name(tmp_path, 1)])
    assert len(objects(tmp_path)) == 3
    again.prune([])
    assert objects(tmp_path) == []


def test_a_damaged_file_stops_no_other(backups: DocumentBackups, put: Put, folder: Path, tmp_path: Path) -> None:
    bad, good = put("坏的。"), put("好的。")
    backups.make(name(tmp_path, 1))
    digest = bad.source.sha256
    (tmp_path / "backups" / "documents" / "objects" / digest[:2] / digest).write_bytes("换过".encode())
    shutil.rmtree(folder)
    fresh = OwnShelf(folder)
    with pytest.raises(DamagedStore, match=bad.id):
        DocumentBackups(fresh, tmp_path / "backups").restore(name(tmp_path, 1))
    assert [info.id for info in fresh.documents()] == [good.id]


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["documents"].update({"../../x": {}}),
        lambda value: next(iter(value["documents"].values())).update({"../../../x": ["0" * 64, 1]}),
        lambda value: next(iter(value["documents"].values())).update({"v1/../../x": ["0" * 64, 1]}),
        lambda value: next(iter(value["documents"].values())).update({"v1/document.json": ["../x", 1]}),
        lambda value: value.update(format=9),
        lambda value: value.pop("trash"),
        lambda value: value.update(documents=[]),
    ],
)
def test_a_list_that_leads_elsewhere_is_not_used(
    backups: DocumentBackups, put: Put, folder: Path, tmp_path: Path, change: object
) -> None:
    put("内容。")
    backups.make(name(tmp_path, 1))
    file = tmp_path / "backups" / "documents" / f"{name(tmp_path, 1).stem}.json"
    value = json.loads(file.read_text())
    change(value)  # type: ignore[operator]
    file.write_text(json.dumps(value))
    shutil.rmtree(folder)
    fresh = OwnShelf(folder)
    assert DocumentBackups(fresh, tmp_path / "backups").restore(name(tmp_path, 1)) == ()
    assert fresh.documents() == ()
    assert not (tmp_path / "x").exists()
    assert FILE not in {path.name for path in tmp_path.rglob("*")}
