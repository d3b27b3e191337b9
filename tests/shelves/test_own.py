"""The user's own shelf: what is put on it is there whole, for its owner alone, in every program that looks."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.errors import DamagedCorpus, NotFound, StoreUnavailable
from reader.shelves import disk
from reader.shelves.look import BY_HAND
from reader.shelves.own import OwnShelf
from reader.shelves.version import Facts, ending_of
from tests.shelves.conftest import Put


def test_nothing_is_made_before_the_first_document(shelf: OwnShelf, folder: Path) -> None:
    assert shelf.documents() == ()
    assert shelf.removed() == ()
    assert not shelf.holds("own-aaaaaaaa")
    assert not folder.exists()


def test_a_document_comes_back_as_it_was_put(shelf: OwnShelf, put: Put, folder: Path) -> None:
    made = put("第一条 内容。", "第二条 别的内容。")
    (info,) = shelf.documents()
    assert (info.id, info.shelf, info.added, info.file) == (made.id, "own", "2026-11-29T10:00:00Z", "文件.docx")
    loaded = shelf.load(made.id)
    assert loaded.blocks == made.blocks
    assert loaded.info() == info
    assert shelf.source(made.id) == made.text
    version = shelf.version(made.id)
    assert version.original.read_bytes() == made.text.encode()
    assert version.original.name == "original.docx"
    assert OwnShelf(folder).documents() == (info,)


def test_ids_are_random_and_say_nothing(shelf: OwnShelf) -> None:
    minted = {shelf.mint() for _ in range(200)}
    assert len(minted) == 200
    assert all(len(each) == 12 and each.startswith("own-") for each in minted)


@pytest.mark.skipif(os.name != "posix", reason="Windows has rights of its own")
def test_only_the_owner_can_read(shelf: OwnShelf, put: Put, folder: Path) -> None:
    old = os.umask(0)
    try:
        made = put("内容。")
        shelf.set(made.id, {"title": "新标题"})
        shelf.remove([made.id])
        shelf.restore([made.id])
    finally:
        os.umask(old)
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_new_version_leaves_the_older_readable(shelf: OwnShelf, put: Put) -> None:
    first = put("第一稿。")
    second = put("第二稿。", doc=first.id, added="2026-11-30T10:00:00Z")
    assert [info.id for info in shelf.documents()] == [first.id]
    assert shelf.load(first.id).text == second.text
    older = shelf.load(f"{first.id}-v1")
    assert (older.id, older.text) == (f"{first.id}-v1", "第一稿。")
    assert older.blocks[0].id == first.blocks[0].id
    assert shelf.source(f"{first.id}-v1") == "第一稿。"
    assert [each.number for each in shelf.family(f"{first.id}-v1").versions] == [1, 2]
    assert not shelf.holds(f"{first.id}-v3")
    with pytest.raises(NotFound):
        shelf.load(f"{first.id}-v3")


def test_taking_out_and_putting_back_keeps_everything(shelf: OwnShelf, put: Put, folder: Path) -> None:
    first = put("第一稿。")
    put("第二稿。", doc=first.id)
    other = put("另一份。")
    before = {path.relative_to(folder): path.read_bytes() for path in (folder / first.id).rglob("*") if path.is_file()}
    shelf.remove([first.id])
    assert [info.id for info in shelf.documents()] == [other.id]
    assert [info.id for info in shelf.removed()] == [first.id]
    with pytest.raises(NotFound):
        shelf.load(first.id)
    shelf.restore([first.id])
    assert not shelf.removed()
    after = {path.relative_to(folder): path.read_bytes() for path in (folder / first.id).rglob("*") if path.is_file()}
    assert after == before


def test_nothing_moves_where_one_is_not_there(shelf: OwnShelf, put: Put) -> None:
    made = put("内容。")
    with pytest.raises(NotFound):
        shelf.remove([made.id, "own-aaaaaaaa"])
    assert [info.id for info in shelf.documents()] == [made.id]
    with pytest.raises(NotFound):
        shelf.restore([made.id])


def test_bytes_are_known_wherever_they_are(shelf: OwnShelf, put: Put) -> None:
    first = put("第一稿。")
    put("第二稿。", doc=first.id)
    digest = first.source.sha256
    assert shelf.by_sum(digest) == (first.id, 1, False)
    shelf.remove([first.id])
    assert shelf.by_sum(digest) == (first.id, 1, True)
    assert shelf.by_sum("0" * 64) is None


def test_an_id_that_was_taken_out_and_comes_again_goes_on_with_its_versions(shelf: OwnShelf, put: Put) -> None:
    first = put("第一稿。", doc="of-the-corpus")
    shelf.remove([first.id])
    put("第二稿。", doc=first.id)
    assert [each.number for each in shelf.family(first.id).versions] == [1, 2]
    assert not shelf.removed()


def test_what_another_program_does_is_seen(shelf: OwnShelf, put: Put, folder: Path) -> None:
    other = OwnShelf(folder)
    assert other.documents() == ()
    made = put("第一稿。")
    assert [info.id for info in other.documents()] == [made.id]
    assert other.load(made.id).text == "第一稿。"
    put("第二稿。", doc=made.id)
    assert other.load(made.id).text == "第二稿。"
    revision = other.revision
    shelf.set(made.id, {"title": "新标题"})
    assert other.documents()[0].title == "新标题"
    assert other.revision != revision
    shelf.remove([made.id])
    assert other.documents() == ()
    assert [info.id for info in other.removed()] == [made.id]


def test_the_same_answer_is_the_same_object(shelf: OwnShelf, put: Put) -> None:
    put("内容。")
    assert shelf.documents() is shelf.documents()
    assert shelf.families() is shelf.families()


def test_corrections_are_of_one_version_and_say_so(shelf: OwnShelf, put: Put) -> None:
    made = put("第一稿。")
    shelf.set(made.id, {"title": "改过的标题", "issuers": ("某市政府", "某区政府")})
    (info,) = shelf.documents()
    assert (info.title, info.issuers) == ("改过的标题", ("某市政府", "某区政府"))
    assert info.source.inferred["title"] == BY_HAND
    assert shelf.load(made.id).info() == info
    assert shelf.source(made.id) == "第一稿。"
    shelf.set(made.id, {"title": None})
    assert shelf.documents()[0].title == made.title
    put("第二稿。", doc=made.id)
    assert shelf.documents()[0].issuers == ()
    assert shelf.load(f"{made.id}-v1").issuers == ("某市政府", "某区政府")


def test_what_was_not_finished_is_swept_away(
    shelf: OwnShelf, put: Put, folder: Path, make_document: Callable[..., Document]
) -> None:
    put("内容。")
    (folder / "new-abcdef" / "v1").mkdir(parents=True)
    (folder / "new-abcdef" / "v1" / "document.json").write_text("{")
    assert len(OwnShelf(folder).documents()) == 1
    OwnShelf(folder).set(OwnShelf(folder).documents()[0].id, {"title": "别的"})
    assert (folder / "new-abcdef").exists()  # nothing was written there
    fresh = OwnShelf(folder)
    fresh.add(make_document("别的。", doc=fresh.mint()), b"x", Facts("a.txt", "1" * 64, 1, "2026-11-29T10:00:00Z"))
    assert not (folder / "new-abcdef").exists()


@pytest.mark.parametrize("file", ["facts.json", "document.json"])
@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", "null", '{"format": 99}'])
def test_one_damaged_document_does_not_stop_the_others(
    shelf: OwnShelf, put: Put, folder: Path, file: str, damage: str
) -> None:
    bad, good = put("坏的。"), put("好的。")
    (folder / bad.id / "v1" / file).write_text(damage)
    fresh = OwnShelf(folder)
    assert fresh.load(good.id).text == "好的。"
    if file == "facts.json":
        assert [info.id for info in fresh.documents()] == [good.id]
        assert [bad.id in fault for fault in fresh.faults()] == [True]
    else:
        with pytest.raises(DamagedCorpus):
            fresh.load(bad.id)


@pytest.mark.parametrize("original", ["../../x", "/etc/passwd", "original.docx/..", "other.docx", "original.docx\0"])
def test_no_path_comes_from_a_file(shelf: OwnShelf, put: Put, folder: Path, original: str) -> None:
    made = put("内容。")
    file = folder / made.id / "v1" / "facts.json"
    value = json.loads(file.read_text())
    value["facts"]["original"] = original
    file.write_text(json.dumps(value))
    assert OwnShelf(folder).documents() == ()


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.docx", ".docx"), ("A.PDF", ".pdf"), ("a", ""), (".x", ""), ("a.tar.gz", ".gz"), ("a.文档", ""), ("a./../b", ""),
     ("a.exe\0", ""), ("a." + "x" * 40, ""), ("c:\\x\\a.wps", ".wps")],
)  # fmt: skip
def test_endings(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_a_shelf_that_cannot_be_written_says_so(
    shelf: OwnShelf, put: Put, folder: Path, monkeypatch: pytest.MonkeyPatch, make_document: Callable[..., Document]
) -> None:
    made = put("内容。")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_new", full)
    with pytest.raises(StoreUnavailable, match="磁盘空间不足"):
        shelf.add(make_document("别的。", doc=shelf.mint()), b"x", Facts("a.txt", "1" * 64, 1, "2026-11-29T10:00:00Z"))
    monkeypatch.undo()
    assert [info.id for info in OwnShelf(folder).documents()] == [made.id]
    assert [path.name for path in folder.glob("new-*")] == []


def test_an_unfit_id_is_a_fault_of_ours(shelf: OwnShelf, make_document: Callable[..., Document]) -> None:
    for doc in ("", "../x", "trash", "lock", "changed", "new-x", "A", "x" * 101):
        with pytest.raises(ValueError, match="own document"):
            shelf.add(make_document("内容。", doc=doc), b"x", Facts("a.txt", "1" * 64, 1, "2026-11-29T10:00:00Z"))


def test_a_family_that_was_copied_in_by_hand_is_found_at_the_next_start(
    shelf: OwnShelf, put: Put, folder: Path, tmp_path: Path
) -> None:
    made = put("内容。")
    shutil.copytree(folder / made.id, tmp_path / "b" / made.id)
    assert [info.id for info in OwnShelf(tmp_path / "b").documents()] == [made.id]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_the_place_of_the_token_holds_nobody_up(folder: Path, put: Put) -> None:
    made = put("内容。")
    (folder / "changed").unlink()
    os.mkfifo(folder / "changed")
    assert [info.id for info in OwnShelf(folder).documents()] == [made.id]


def test_a_damaged_older_version_does_not_take_the_document_away(shelf: OwnShelf, put: Put, folder: Path) -> None:
    made = put("第一版。", doc="own-aaaaaaaa")
    newest = put("第二版。", doc=made.id)
    (folder / made.id / "v1" / "facts.json").write_text("{", encoding="utf-8")
    fresh = OwnShelf(folder)
    assert fresh.load(made.id).blocks == newest.blocks
    assert [made.id in fault for fault in fresh.faults()] == [True]
    with pytest.raises(DamagedCorpus):
        fresh.load(f"{made.id}-v1")
    with pytest.raises(NotFound):
        fresh.load(f"{made.id}-v9")


def test_a_damaged_newest_version_is_damaged_and_not_the_one_before_nor_missing(
    shelf: OwnShelf, put: Put, folder: Path
) -> None:
    made = put("第一版。", doc="own-aaaaaaaa")
    newest = put("第二版。", doc=made.id)
    (folder / made.id / "v2" / "facts.json").unlink()
    fresh = OwnShelf(folder)
    assert fresh.documents() == ()
    assert fresh.holds(made.id)
    for ask in (fresh.load, fresh.version, fresh.family):
        with pytest.raises(DamagedCorpus):
            ask(made.id)
    with pytest.raises(DamagedCorpus):
        fresh.add(newest, b"x", Facts("a.txt", "0" * 64, 1, "2026-11-29T10:00:00Z"))
