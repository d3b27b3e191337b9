"""A library of several shelves with an index each, ids on several of them, answers as one index over all would."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.errors import DamagedCorpus
from reader.core.hits import SearchOptions, SearchResult
from reader.search import bulk, checking, index
from reader.search.engine import SearchEngine
from reader.search.generations import IndexedShelf
from reader.search.segment import Loose, dump, stamp
from tests.search.conftest import engine_over, indexed
from tests.search.test_exactness import Oracle, found, samples


def over(shelves: Sequence[Sequence[Document]], own: Sequence[Document], folder: Path) -> SearchEngine:
    """An engine over shelves and documents that come by themselves; of an id the last one's document counts."""
    shown: dict[str, Document] = {}
    for document in (*(each for shelf in shelves for each in shelf), *own):
        shown.pop(document.id, None)
        shown[document.id] = document
    infos = tuple(document.info() for document in shown.values())
    loose = {}
    for document in own:
        file = folder / f"{document.id}.seg"
        file.write_bytes(dump(document, stamp(document.id)))
        loose[document.id] = Loose(document.id, file)

    def one(number: int, documents: Sequence[Document]) -> IndexedShelf:
        listed, by_id = tuple(each.info() for each in documents), {each.id: each for each in documents}
        return IndexedShelf(
            lambda: listed,
            by_id.__getitem__,
            lambda: f"r{number}",
            folder / f"came-{number}",
            folder / f"made-{number}",
        )

    made = [one(number, documents) for number, documents in enumerate(shelves)]
    return SearchEngine(
        folder / "none", lambda: infos, shown.__getitem__, scan_limit=0, shelves=made, loose=lambda: loose
    )


def whole(shelves: Sequence[Sequence[Document]], own: Sequence[Document]) -> list[Document]:
    shown: dict[str, Document] = {}
    for document in (*(each for shelf in shelves for each in shelf), *own):
        shown.pop(document.id, None)
        shown[document.id] = document
    return list(shown.values())


def same(a: SearchResult, b: SearchResult) -> bool:
    return replace(a, took_ms=0.0) == replace(b, took_ms=0.0)


def parted(documents: Sequence[Document], rng: random.Random) -> tuple[list[list[Document]], list[Document]]:
    """Three shelves and some that come by themselves; a third of the ids stand on two, with other words on each."""
    shelves: list[list[Document]] = [[], [], []]
    own: list[Document] = []
    for document in documents:
        places = rng.sample([*shelves, own], 2 if rng.random() < 0.35 else 1)
        for number, place in enumerate(places):
            cut = len(document.blocks) // 2
            blocks = document.blocks if number == 0 else document.blocks[cut:]
            place.append(replace(document, blocks=blocks, edits=(), defects=()))
    return shelves, own


@pytest.mark.parametrize("seed", [7, random.SystemRandom().randrange(10**9)], ids=["same", "anew"])
def test_any_parting_gives_the_same_whole_answer(laws: tuple[Document, ...], seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    shelves, own = parted(laws[:40], rng)
    engine = indexed(over(shelves, own, tmp_path))
    assert len(engine._current_index().views) == sum(bool(shelf) for shelf in shelves)
    documents = whole(shelves, own)
    one, oracle = engine_over(documents, tmp_path / "one"), Oracle(documents)
    for query, words, docs in samples(documents, seed, 60):
        options = SearchOptions(limit=None, docs=docs)
        assert same(engine.search(query, options), one.search(query, options)), (seed, query)
        assert found(engine, query, options) == oracle.expected(words, docs), (seed, query)
    engine.close()


def test_an_index_that_fails_takes_no_other_with_it(
    laws: tuple[Document, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = len(laws) // 3
    shelves = [laws[:third], laws[third : 2 * third], laws[2 * third :]]
    engine = indexed(over(shelves, (), tmp_path))
    views = dict(engine._current_index().views)

    def broken(*_: object) -> None:
        raise index.Damaged("gone")

    for name in ("holding", "page"):
        monkeypatch.setattr(views[1], name, broken)
    one = engine_over(laws, tmp_path / "one")
    for query in ("规定", "国务院", "应当"):
        options = SearchOptions(limit=None)
        assert same(engine.search(query, options), one.search(query, options))
    assert set(engine._current_index().views) == {0, 2}
    engine.close()


def test_what_came_with_a_shelf_is_used_and_only_what_is_missing_is_built(
    laws: tuple[Document, ...], tmp_path: Path
) -> None:
    shelves = [laws[:8], laws[8:16]]
    index.build(tmp_path / "came-0", shelves[0], revision="r0")
    engine = indexed(over(shelves, (), tmp_path))
    assert not (tmp_path / "made-0").exists()
    assert (tmp_path / "made-1").exists()
    assert not engine.refresh(), "all is there"
    engine.close()


def test_a_shelf_with_a_document_that_cannot_be_read_gets_no_index(laws: tuple[Document, ...], tmp_path: Path) -> None:
    def load(doc: str) -> Document:
        raise DamagedCorpus(doc)

    listed = tuple(each.info() for each in laws[:3])
    shelf = IndexedShelf(lambda: listed, load, lambda: "r", tmp_path / "came", tmp_path / "made")
    engine = SearchEngine(tmp_path, tuple, load, scan_limit=0, shelves=[shelf])
    assert not engine.refresh()
    assert not (tmp_path / "made").exists()


def test_the_same_documents_give_the_same_index(laws: tuple[Document, ...], tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        entries = ((law.id, bulk.entry_of(law)[0]) for law in laws[:5])
        bulk.write(tmp_path / name, [law.info() for law in laws[:5]], entries, "r")
        checking.check(tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        made.append({path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files})
    assert made[0] == made[1]
