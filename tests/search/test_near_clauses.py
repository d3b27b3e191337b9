"""Related clauses asked through the index: the amended clause is found, and what is asked costs no other document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import laws
import pytest

from reader.core import related
from reader.core.clause_index import ClauseIndex
from reader.core.document import Document
from reader.core.related import Clauses, Related
from reader.core.span import Location
from reader.library.facade import Library
from reader.reports import comparison
from reader.reports.comparison import Comparer
from reader.search.engine import SearchEngine
from tests.made_laws import Amendment, all_amended
from tests.search.conftest import engine_over, indexed

LAWS = 12


@pytest.fixture(scope="module")
def amendments() -> list[Amendment]:
    return list(all_amended(laws=LAWS))


@pytest.fixture(scope="module")
def versions(amendments: list[Amendment], tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """Old and new version of each law in turn."""
    folder, made = tmp_path_factory.mktemp("laws"), []
    for number, each in enumerate(amendments):
        for name, version in (("old", each.old), ("new", each.new)):
            file = folder / f"law-{number}-{name}.md"
            file.write_text(version.text(), encoding="utf-8")
            made.append(laws.law(file))
    return made


@pytest.fixture(scope="module")
def engine(versions: list[Document], tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return indexed(engine_over(versions, tmp_path_factory.mktemp("near"), scan_limit=0))


def asked(engine: SearchEngine, document: Document, block: str, k: int = 8) -> tuple[Related, ...]:
    def ask(clauses: Clauses) -> tuple[Related, ...]:
        return related.related(document, block, clauses, k, elsewhere=True)

    found = engine.ask_clauses(ask)
    assert found is not None
    return found


def test_the_clause_in_the_other_version_comes_first(engine: SearchEngine, versions: list[Document]) -> None:
    exact = ClauseIndex(versions)
    same = questions = 0
    for document in versions[::2]:
        for block in [each for each in document.blocks if each.kind == "paragraph" and len(each.text) > 40][::7]:
            wanted = related.related(document, block.id, exact, 1, elsewhere=True)
            if wanted and wanted[0].score > 0.5:
                questions += 1
                found = asked(engine, document, block.id, 1)
                same += bool(found) and found[0].location == wanted[0].location
    assert questions > 40
    assert same >= 0.97 * questions


def test_scores_fall_and_each_has_its_reasons_in_both_texts(engine: SearchEngine, versions: list[Document]) -> None:
    document = versions[0]
    block = next(each for each in document.blocks if each.kind == "paragraph" and len(each.text) > 60)
    found = asked(engine, document, block.id)
    assert len(found) > 1
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    by_id = {each.id: each for each in versions}
    for each in found:
        assert each.location.doc != document.id
        for term in each.terms:
            there = by_id[each.location.doc].block(str(term.there.block))
            assert there is not None
            assert term.there.span is not None
            assert term.there.span.cut(there.text) == term.text


def test_only_the_clauses_that_are_found_are_opened(versions: list[Document], tmp_path: Path) -> None:
    indexed(engine_over(versions, tmp_path / "index", scan_limit=0)).close()
    by_id, opened = {each.id: each for each in versions}, []

    def load(doc: str) -> Document:
        opened.append(doc)
        return by_id[doc]

    infos = tuple(each.info() for each in versions)
    engine = SearchEngine(tmp_path / "index", lambda: infos, load, scan_limit=0)
    document = versions[0]
    block = next(each for each in document.blocks if each.kind == "paragraph" and len(each.text) > 60)
    assert len(asked(engine, document, block.id, 2)) == 2
    assert len(opened) <= 2


def test_a_row_of_a_table_stands_for_its_table(make_document: object, tmp_path: Path) -> None:
    from tests.conftest import document_of

    row = "推进琥珀平台建设\t市琥珀局"
    table = document_of(("table", f"任务\t单位\n修建道路工程\t市交通局\n{row}"), doc="table-a")
    other = document_of("一、推进琥珀平台建设，完善琥珀数据。", "二、其他事项另行通知。", doc="text-b")
    rest = [document_of(f"一、第{n}项无关工作按期完成。", doc=f"rest-{n}") for n in range(6)]
    engine = indexed(engine_over((table, other, *rest), tmp_path / "index", scan_limit=0))
    found = asked(engine, other, other.blocks[0].id)
    assert [each.location for each in found] == [replace(found[0].location, doc="table-a", block=table.blocks[0].id)]
    assert "推进琥珀平台建设" in found[0].terms[0].text


def test_without_an_index_all_are_looked_through(versions: list[Document], tmp_path: Path) -> None:
    engine = engine_over(versions, tmp_path / "index", scan_limit=10**9)
    assert engine.ask_clauses(lambda _clauses: ()) is None
    by_id = {each.id: each for each in versions}
    comparer = Comparer(lambda: list(by_id), by_id.__getitem__, engine.ask_clauses)
    exact = Comparer(lambda: list(by_id), by_id.__getitem__)
    block = next(each for each in versions[0].blocks if len(each.text) > 60).id
    assert comparer.related(versions[0].id, block, 4) == exact.related(versions[0].id, block, 4) != ()


def test_a_damaged_index_is_let_go(versions: list[Document], tmp_path: Path) -> None:
    engine = indexed(engine_over(versions, tmp_path / "index", scan_limit=0))
    block = next(each for each in versions[0].blocks if len(each.text) > 60).id
    assert asked(engine, versions[0], block)
    for file in (tmp_path / "index").glob("g-*/*.seg"):
        file.write_bytes(bytes(file.stat().st_size))
    engine.close()  # opened anew, it does not fit and is not used
    assert engine.ask_clauses(lambda _clauses: ()) is None


def test_a_large_library_asks_its_index_and_a_small_one_does_not(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask_clauses(ask: object) -> tuple[Related, ...]:
        asked.append(ask)
        return ()

    monkeypatch.setattr(library.engine, "ask_clauses", ask_clauses)
    infos = library.documents()
    document = library.open(infos[0].id)
    place = Location(document.id, next(each.id for each in document.blocks if len(each.text) > 60))
    assert library.related(place, 3)
    assert not asked
    monkeypatch.setattr(comparison, "LOOKED_THROUGH", len(infos) - 1)
    assert library.related(place, 3) == ()
    assert len(asked) == 1
