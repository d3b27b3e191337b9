"""What an index keeps for completing gives the suggestions that reading every document would give, or is not used."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.search import bulk, checking, gathering, generations, index
from reader.search.analysis import Unit
from reader.search.engine import SearchEngine
from reader.search.harmless import Folder
from reader.search.open_index import OpenIndex
from tests.search.conftest import engine_over
from tests.search.test_many_indexes import over

Make = Callable[..., Document]
TYPED = ("数", "津", "建设", "shuzi", "sz", "总体", "“", "平台")


def suggested(engine: SearchEngine) -> list[tuple[str, str, int]]:
    return [(s.text, s.source, s.count) for typed in TYPED for s in engine.suggest(typed, 20)]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents whose units are read."""
    read: list[str] = []
    units = OpenIndex.units

    def heard(self: OpenIndex, doc: str) -> tuple[Unit, ...]:
        read.append(doc)
        return units(self, doc)

    monkeypatch.setattr(OpenIndex, "units", heard)
    return read


def test_no_document_is_read_for_what_the_index_keeps(
    corpus_documents: tuple[Document, ...], tmp_path: Path, unread: list[str]
) -> None:
    scanning = engine_over(corpus_documents, tmp_path / "none")
    wanted = suggested(scanning)
    assert len(wanted) > 20
    assert set(unread) == {document.id for document in corpus_documents}
    unread.clear()
    for name in ("built", "written"):
        infos = tuple(document.info() for document in corpus_documents)
        if name == "written":
            entries = ((document.id, bulk.entry_of(document)[0]) for document in corpus_documents)
            bulk.write(tmp_path / name, infos, entries, "")
        else:
            index.build(tmp_path / name, corpus_documents)
        engine = engine_over(corpus_documents, tmp_path / name, scan_limit=0)
        assert suggested(engine) == wanted
        assert engine.uses_index
        assert unread == []


def test_what_a_shelf_keeps_counts_only_where_all_of_it_is_shown(
    corpus_documents: tuple[Document, ...], tmp_path: Path, unread: list[str]
) -> None:
    one, two, three, *_ = corpus_documents
    engine = over([[one, two], [two, three]], [], tmp_path)  # the second is that of the later shelf
    engine.refresh()
    whole = engine_over([one, two, three], tmp_path / "whole")
    wanted = suggested(whole)
    unread.clear()
    assert suggested(engine) == wanted
    assert set(unread) == {one.id}, "of the first shelf one document is not shown, so the other one is read"


def spoilt(data: bytes) -> list[bytes]:
    rows = json.loads(data)
    return [
        data[:-5], b"{}x", b"7", json.dumps([["数字", "heading"]]).encode(), json.dumps([[1, "heading", 2]]).encode(),
        json.dumps([["数字", "elsewhere", 2]]).encode(), json.dumps([*rows, ["数字", "heading", -1]]).encode(),
        json.dumps([["数字", "heading", True]]).encode(), b"[" * 100_000,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def built(
    corpus_documents: tuple[Document, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[tuple[str, str, int]]]:
    """An index of the two shortest documents, and the suggestions of a library that has none."""
    folder = tmp_path_factory.mktemp("built")
    index.build(folder / "index", shortest(corpus_documents))
    wanted = suggested(engine_over(shortest(corpus_documents), folder / "none"))
    assert len(wanted) > 20
    return folder / "index", wanted


def shortest(documents: tuple[Document, ...]) -> list[Document]:
    return sorted(documents, key=lambda document: len(document.text))[:2]


@pytest.mark.parametrize("case", range(9))
def test_a_list_that_is_none_is_not_used(
    corpus_documents: tuple[Document, ...], built: tuple[Path, list[tuple[str, str, int]]], tmp_path: Path, case: int
) -> None:
    whole, wanted = built
    shutil.copytree(whole, tmp_path / "index")
    made = generations.current(tmp_path / "index")
    assert made is not None
    file = tmp_path / "index" / made.name / gathering.KEPT
    bad = spoilt(file.read_bytes())[case]
    file.write_bytes(bad)
    current = tmp_path / "index" / generations.CURRENT
    said = json.loads(current.read_bytes())
    said["files"][gathering.KEPT] = [len(bad), zlib.crc32(bad)]  # as whoever wrote it on purpose would
    current.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(index.Damaged):
        checking.check(tmp_path / "index")
    engine = engine_over(shortest(corpus_documents), tmp_path / "index", scan_limit=0)
    assert engine.uses_index
    assert suggested(engine) == wanted


def test_a_changed_index_keeps_no_list_of_before(make_document: Make, tmp_path: Path) -> None:
    one, two = (make_document(f"一、{name}工程", doc=f"d-{name}") for name in ("琥珀", "翡翠"))
    index.build(tmp_path / "index", [one, two])
    index.remove(tmp_path / "index", [one.info()], two.id)
    engine = engine_over([one], tmp_path / "index", scan_limit=0)
    assert engine.uses_index
    assert [each.text for each in engine.suggest("琥", 3)] == ["琥珀工程"]
    assert not engine.suggest("翡", 3)


def test_a_single_character_completes_nothing(make_document: Make, tmp_path: Path) -> None:
    engine = engine_over([make_document("一、数", "二、数字", doc="d-a")], tmp_path / "none")
    assert [each.text for each in engine.suggest("shu", 5)] == ["数字"]


def test_a_folder_that_let_go_holds_nothing_open(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    index.build(tmp_path / "index", corpus_documents[:1])
    made = generations.current(tmp_path / "index")
    assert made is not None
    folder = Folder(str(tmp_path / "index" / made.name), readonly=True)
    folder.open_file(next(name for name in made.files if name.endswith(".seg")))
    folder.let_go()
    folder.let_go()  # once is enough: what was closed is not closed again
    assert not folder._open


def test_shelves_that_all_keep_no_list_are_read(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    engine = over([corpus_documents[:2], corpus_documents[2:4], corpus_documents[4:]], [], tmp_path)
    engine.refresh()
    engine.close()
    for current in tmp_path.glob("*/CURRENT"):
        said = json.loads(current.read_bytes())
        said["files"][gathering.KEPT] = [1, zlib.crc32(b"7")]
        (current.parent / said["name"] / gathering.KEPT).write_bytes(b"7")
        current.write_text(json.dumps(said), encoding="utf-8")
    assert suggested(engine) == suggested(engine_over(corpus_documents, tmp_path / "none"))
