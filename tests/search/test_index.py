"""The index on disk: built, changed, stamped, damaged, removed, replaced and killed; the answers stay right."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.errors import Cancelled, StoreUnavailable
from reader.core.hits import SearchOptions
from reader.search import bulk, generations, index, postings
from reader.search.engine import SearchEngine
from tests.search.conftest import engine_over

Make = Callable[..., Document]


@pytest.fixture
def documents(make_document: Make) -> list[Document]:
    return [
        make_document(("title", f"文件{at}"), *(f"第{n}段说到数据要素{at}号。" for n in range(20)), doc=f"d{at:02}")
        for at in range(12)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def generation(folder: Path) -> generations.Generation:
    found = generations.current(folder)
    assert found is not None
    return found


def files(folder: Path) -> list[Path]:
    return sorted((folder / generation(folder).name).iterdir())


def total(engine: SearchEngine, query: str = "数据要素") -> int:
    return engine.search(query, SearchOptions(limit=1)).total


def test_built_once_and_then_used(documents: list[Document], folder: Path) -> None:
    progress: list[tuple[int, int, str]] = []
    index.build(folder, documents, lambda *step: progress.append(step), revision="7")
    assert progress[0] == (0, 12, documents[0].title)
    assert len(progress) == 12
    assert index.is_current(folder, index.stamp_of([d.info() for d in documents], "7"))
    engine = engine_over(documents, folder, scan_limit=0, revision=lambda: "7")
    assert engine.uses_index
    assert not engine.refresh()
    assert total(engine) == 240
    assert engine.search("数据要素1号").facets["doc"] == {"d01": 20}


def test_the_stamp_tells_libraries_apart(documents: list[Document]) -> None:
    infos = [d.info() for d in documents]
    other_source = replace(infos[0], source=replace(infos[0].source, sha256="1" * 64))
    stamps = {
        index.stamp_of(infos),
        index.stamp_of(infos, "2"),
        index.stamp_of(infos[1:]),
        index.stamp_of(infos[::-1]),
        index.stamp_of([other_source, *infos[1:]]),
    }
    assert len(stamps) == 5
    assert index.stamp_of(documents) == index.stamp_of(infos)


def test_an_index_of_another_library_is_not_used(documents: list[Document], folder: Path) -> None:
    index.build(folder, documents[:5])
    engine = engine_over(documents, folder, scan_limit=0)
    assert (engine.uses_index, total(engine)) == (False, 240)
    assert engine.refresh()
    assert engine.uses_index
    assert total(engine) == 240


def test_the_bundled_index_is_never_written(documents: list[Document], folder: Path, tmp_path: Path) -> None:
    index.build(folder, documents[:5])
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    engine = engine_over(documents, folder, scan_limit=0, cache_dir=tmp_path / "cache")
    assert engine.refresh()
    assert total(engine) == 240
    assert generations.current(tmp_path / "cache") is not None
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_small_library_needs_no_index(documents: list[Document], folder: Path) -> None:
    engine = engine_over(documents, folder)
    assert not engine.refresh()
    assert not folder.exists()
    assert total(engine) == 240


def test_one_document_is_added_replaced_and_removed(
    documents: list[Document], folder: Path, make_document: Make
) -> None:
    index.build(folder, documents[:3])
    infos = [d.info() for d in documents]
    index.add(folder, infos[:4], documents[3])
    engine = engine_over(documents[:4], folder, scan_limit=0)
    assert engine.uses_index
    assert total(engine) == 80

    changed = make_document("换了内容，再无要素。", doc="d01")
    library = [documents[0], changed, documents[2], documents[3]]
    index.replace(folder, [d.info() for d in library], changed)
    engine = engine_over(library, folder, scan_limit=0)
    assert engine.uses_index
    assert (total(engine), total(engine, "换了内容")) == (60, 1)

    index.remove(folder, [d.info() for d in library[1:]], "d00")
    engine = engine_over(library[1:], folder, scan_limit=0)
    assert engine.uses_index
    assert (total(engine), total(engine, "换了内容"), total(engine, "数据要素0号")) == (40, 1, 0)
    assert len(list(folder.glob("g-*"))) == 1


@pytest.mark.parametrize("block", [2, 4096])
def test_posting_lists_are_written_as_whoosh_writes_them(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    def one_by_one(writer: Any, schema: object, lists: Iterable[postings.List]) -> None:
        items = ((field, term, number, 1.0, b"") for field, term, numbers, _ in lists for number in numbers)
        type(writer).add_postings(writer, schema, None, items)

    def carrying_nothing(writer: Any, schema: object, lists: Iterable[postings.List]) -> None:
        write(writer, schema, ((field, term, numbers, b"") for field, term, numbers, _ in lists))

    write = postings.write_lists
    monkeypatch.setattr(postings, "BLOCK", block)
    entries = [bulk.entry_of(document)[0] for document in documents]
    files = {}
    for way in (carrying_nothing, one_by_one):
        monkeypatch.setattr(postings, "write_lists", way)
        (folder := tmp_path / way.__name__).mkdir()
        bulk.fill(folder, ((f"{number:03}", entries[number % len(entries)]) for number in range(200)), "abc")
        files[way.__name__] = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert files["carrying_nothing"] == files["one_by_one"]
    assert any(name.endswith(".seg") for name in files["one_by_one"])


def test_changing_without_an_index_does_nothing(documents: list[Document], folder: Path) -> None:
    index.add(folder, [documents[0].info()], documents[0])
    assert generations.current(folder) is None


def test_what_changes_by_steps_is_what_is_built_at_once(documents: list[Document], tmp_path: Path) -> None:
    infos = [d.info() for d in documents]
    index.build(tmp_path / "steps", documents[:1])
    for at in range(1, 12):
        index.add(tmp_path / "steps", infos[: at + 1], documents[at])
    index.build(tmp_path / "once", documents)
    a, b = (engine_over(documents, tmp_path / name, scan_limit=0) for name in ("steps", "once"))
    assert a.uses_index
    assert b.uses_index
    for query in ("数据要素3号", "第1", "文件", "据", "无此"):
        left, right = (engine.search(query, SearchOptions(limit=None)) for engine in (a, b))
        assert left.hits == right.hits


@pytest.mark.parametrize(
    "damage", ["truncate", "delete", "overwrite", "garbage-current", "delete-all", "empty-current"]
)
def test_a_damaged_index_is_seen_and_done_without(documents: list[Document], folder: Path, damage: str) -> None:
    index.build(folder, documents)
    largest = max(files(folder), key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    match damage:
        case "truncate":
            largest.write_bytes(data[: len(data) // 2])
        case "delete":
            largest.unlink()
        case "overwrite":
            largest.write_bytes(data[:100] + bytes(b ^ 255 for b in data[100:200]) + data[200:])
        case "garbage-current":
            (folder / "CURRENT").write_bytes(b"\x00\xff{")
        case "empty-current":
            (folder / "CURRENT").write_text('{"name": "x"}')
        case _:
            shutil.rmtree(folder)
    engine = engine_over(documents, folder, scan_limit=0)
    assert (engine.uses_index, total(engine)) == (False, 240)
    assert engine.refresh()
    assert engine.uses_index
    assert total(engine) == 240


class Broken:
    """A part of an index whose file broke while it was open."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *_: object) -> object:
        raise self.error

    __getitem__ = __call__


@pytest.mark.parametrize("error", [OSError("gone"), ValueError("bad"), EOFError(), KeyError("x")], ids=repr)
@pytest.mark.parametrize("part", ["postings", "pages", "units"])
def test_an_index_that_breaks_while_it_is_open_costs_no_hit(
    documents: list[Document], folder: Path, part: str, error: Exception
) -> None:
    index.build(folder, documents)
    engine = engine_over(documents, folder, scan_limit=0)
    (view,) = engine._current_index().views.values()
    if part == "postings":
        view._reader.postings = Broken(error)
    else:
        setattr(view, f"_{part}", Broken(error))
    assert total(engine) == 240
    assert not engine._current_index().views
    assert total(engine, "数据要素3号") == 20


def test_an_index_removed_or_replaced_while_open(documents: list[Document], folder: Path) -> None:
    index.build(folder, documents)
    engine = engine_over(documents, folder, scan_limit=0)
    assert total(engine, "第3段") == 12
    index.build(folder, documents[:2])
    assert total(engine, "数据要素4号") == 20
    shutil.rmtree(folder, ignore_errors=True)
    assert total(engine, "数据要素5号") == 20
    assert total(engine) == 240


def test_stopping_a_build_leaves_the_one_before(documents: list[Document], folder: Path) -> None:
    index.build(folder, documents[:5])
    before = generation(folder)
    calls = iter([False] * 4 + [True] * 20)
    with pytest.raises(Cancelled):
        index.build(folder, documents, cancelled=lambda: next(calls))
    assert generation(folder) == before
    assert generations.is_sound(folder, before)
    index.build(folder, documents)
    assert len(list(folder.glob("g-*"))) == 1


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(documents: list[Document], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(StoreUnavailable, match="无法写入"):
        index.build(blocked / "index", documents)


def test_a_second_writer_waits_for_the_first(
    documents: list[Document], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "LOCK_SECONDS", 0.1)
    with generations.writing(folder), pytest.raises(StoreUnavailable, match="另一个程序"):
        index.build(folder, documents)


def _keep_building(folder: str, documents: list[Document], ready: str) -> None:
    while True:
        index.build(Path(folder), documents)
        Path(ready).touch()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_sound_index(documents: list[Document], folder: Path, tmp_path: Path) -> None:
    index.build(folder, documents)
    start = multiprocessing.get_context("spawn")
    for attempt in range(4):
        ready = tmp_path / f"ready{attempt}"
        process = start.Process(target=_keep_building, args=(str(folder), documents, str(ready)))
        process.start()
        deadline = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.013 * attempt)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert generations.is_sound(folder, generation(folder))
        engine = engine_over(documents, folder, scan_limit=0)
        assert engine.uses_index
        assert total(engine) == 240
        engine.close()
    index.build(folder, documents)
    assert len(list(folder.glob("g-*"))) == 1
