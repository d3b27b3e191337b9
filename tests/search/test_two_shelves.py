"""A library of two shelves answers as one index over everything would: the same hits, order, scores and counts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.document import Document, DocumentInfo
from reader.core.hits import SearchOptions, SearchResult
from reader.core.query import quoted
from reader.search import segment
from reader.search.engine import SearchEngine
from reader.search.segment import Loose, SegmentView, Unusable, dump, open_segment, stamp
from tests.search.conftest import engine_over, indexed
from tests.search.test_exactness import ALPHABET, Oracle, found, libraries, samples


class TwoShelves:
    """Documents in a corpus with its index, and others that come by themselves; the latter may come and go."""

    def __init__(self, corpus: Sequence[Document], own: Sequence[Document], folder: Path, scan_limit: int = 0) -> None:
        self.folder = folder
        self.corpus = {document.id: document for document in corpus}
        self.infos_of_corpus = tuple(document.info() for document in corpus)
        self.own: dict[str, Document] = {}
        self.infos: dict[int, tuple[Document, DocumentInfo]] = {}  # of one document one description, as shelves have it
        self.segments: dict[str, Loose] = {}
        for document in own:
            self.put(document)
        self.engine = SearchEngine(
            folder / "index",
            self.documents,
            lambda doc: self.own.get(doc) or self.corpus[doc],
            scan_limit=scan_limit,
            indexed=lambda: self.infos_of_corpus,
            load_indexed=self.corpus.__getitem__,
            loose=lambda: self.segments,
            keep=self.keep,
        )

    def put(self, document: Document, *, with_segment: bool = True) -> None:
        text = f"{document.id}-{len(document.text)}-{hash(document.text)}"
        file = self.folder / f"{document.id}-{len(list(self.folder.glob('*.seg')))}.seg"
        if with_segment:
            file.write_bytes(dump(document, stamp(text)))
        self.own = {**self.own, document.id: document}
        self.segments = {**self.segments, document.id: Loose(text, file)}

    def take(self, doc: str) -> None:
        self.own = {each: document for each, document in self.own.items() if each != doc}
        self.segments = {each: loose for each, loose in self.segments.items() if each != doc}

    def all(self) -> list[Document]:
        return [d for i, d in self.corpus.items() if i not in self.own] + list(self.own.values())

    def documents(self) -> tuple[DocumentInfo, ...]:
        return tuple(self.infos.setdefault(id(document), (document, document.info()))[1] for document in self.all())

    def keep(self, doc: str, data: bytes) -> None:
        self.segments[doc].file.write_bytes(data)


def same(a: SearchResult, b: SearchResult) -> bool:
    return replace(a, took_ms=0.0) == replace(b, took_ms=0.0)


@given(documents=libraries(), query=st.text(st.sampled_from(ALPHABET.strip()), min_size=1, max_size=5), data=st.data())
@settings(max_examples=40)
def test_any_words_over_any_two_shelves(
    documents: list[Document], query: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    parting = data.draw(st.integers(0, len(documents)))
    folder = tmp_path_factory.mktemp("two")
    if data.draw(st.booleans()):
        whole = "".join(block.text for document in documents for block in document.blocks)
        at = data.draw(st.integers(0, len(whole) - 1))
        query = whole[at : at + data.draw(st.integers(1, 6))].strip() or query
    two = TwoShelves(documents[:parting], documents[parting:], folder)
    two.engine.refresh()
    assert found(two.engine, quoted(query)) == Oracle(documents).expected([query])
    one = engine_over(documents, folder / "one")
    assert same(two.engine.search(quoted(query)), one.search(quoted(query)))
    two.engine.close()


@pytest.mark.parametrize("seed", [20261129, random.SystemRandom().randrange(10**9)], ids=["same", "anew"])
@pytest.mark.parametrize("sort", ["relevance", "document", "date"])
def test_sampled_queries_give_the_same_whole_answer(
    corpus_documents: tuple[Document, ...], seed: int, sort: str, tmp_path: Path
) -> None:
    two = TwoShelves(corpus_documents[:3], corpus_documents[3:], tmp_path)
    indexed(two.engine)
    one, oracle = engine_over(corpus_documents, tmp_path / "one"), Oracle(corpus_documents)
    for query, words, docs in samples(corpus_documents, seed, 60):
        options = SearchOptions(limit=30, docs=docs, sort=sort)  # type: ignore[arg-type]  # one of its names
        assert same(two.engine.search(query, options), one.search(query, options)), (seed, query)
        everything = SearchOptions(limit=None, docs=docs)
        assert found(two.engine, query, everything) == oracle.expected(words, docs), (seed, query)


def test_laws_on_two_shelves(laws: tuple[Document, ...], tmp_path: Path) -> None:
    two = TwoShelves(laws[:20], laws[20:], tmp_path)
    indexed(two.engine)
    one = engine_over(laws, tmp_path / "one")
    for query, _words, docs in samples(laws, 20261129, 100):
        options = SearchOptions(limit=None, docs=docs)
        assert same(two.engine.search(query, options), one.search(query, options)), query


def test_documents_come_change_and_go(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    rest, last = corpus_documents[:4], corpus_documents[4]
    two = TwoShelves(rest, (), tmp_path)
    indexed(two.engine)

    def agrees() -> bool:
        one = engine_over(two.all(), tmp_path / "one")
        return all(same(two.engine.search(q), one.search(q)) for q in ("数字经济", "的", "人工智能", "平台 建设"))

    assert agrees()
    two.put(last, with_segment=False)
    assert agrees()
    two.put(replace(last, id="another"))
    assert agrees()
    two.take("another")
    assert agrees()
    two.put(last)
    assert agrees()
    two.put(replace(last, blocks=last.blocks[:40]))  # another text under the same id
    assert agrees()
    two.put(replace(last, title="另一个名称"))  # another description of the same text
    assert agrees()
    two.put(replace(rest[0], blocks=last.blocks[:9]))  # takes the place of a document of the corpus
    assert agrees()
    words = next(block.text for block in last.blocks[:9] if len(block.text) > 10)[:8]
    assert two.engine.search(quoted(words), SearchOptions(docs=(rest[0].id,))).total
    two.take(rest[0].id)
    two.take(last.id)
    assert agrees()
    assert two.engine.uses_index


def test_the_corpus_keeps_its_index_and_its_pages_when_a_document_comes(
    corpus_documents: tuple[Document, ...], tmp_path: Path
) -> None:
    two = TwoShelves(corpus_documents[:4], (), tmp_path)
    indexed(two.engine)
    two.engine.search("发展")
    before = two.engine._opened
    assert before is not None
    views, pages = dict(before.views), dict(before.pages)
    assert views
    two.put(corpus_documents[4])
    two.engine.search("发展")
    after = two.engine._opened
    assert after is not None
    assert after is not before
    assert after.views == views
    assert all(after.pages[doc] is page for doc, page in pages.items())


def test_a_segment_that_is_missing_is_made_by_refresh(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    two = TwoShelves(corpus_documents[:4], (), tmp_path, scan_limit=10**9)
    two.put(corpus_documents[4], with_segment=False)
    doc = corpus_documents[4].id
    before = two.engine.search("发展", SearchOptions(docs=(doc,)))
    assert before.total
    two.engine.refresh()
    loose = two.segments[doc]
    assert open_segment(loose.file, stamp(loose.text)).size
    assert same(two.engine.search("发展", SearchOptions(docs=(doc,))), before)


@pytest.mark.parametrize("part", range(12))
def test_a_damaged_segment_changes_no_answer(corpus_documents: tuple[Document, ...], tmp_path: Path, part: int) -> None:
    two = TwoShelves(corpus_documents[:4], (), tmp_path, scan_limit=10**9)
    two.put(corpus_documents[4])
    file = two.segments[corpus_documents[4].id].file
    data = bytearray(file.read_bytes())
    at = len(data) * part // 12
    data[at] ^= 0xFF
    file.write_bytes(data[: len(data) - (part == 11)])
    one = engine_over(corpus_documents, tmp_path / "one")
    for query in ("数字经济", "人工智能", "的"):
        assert same(two.engine.search(query), one.search(query))


def test_segments_of_another_program_or_text_are_not_used(
    tmp_path: Path, corpus_documents: tuple[Document, ...]
) -> None:
    file = tmp_path / "one.seg"
    file.write_bytes(dump(corpus_documents[0], stamp("a")))
    assert open_segment(file, stamp("a")).size
    with pytest.raises(Unusable):
        open_segment(file, stamp("b"))
    with pytest.raises(Unusable):
        open_segment(tmp_path / "none.seg", stamp("a"))


def test_a_part_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, corpus_documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.seg"
    file.write_bytes(dump(corpus_documents[0], stamp("a")))
    monkeypatch.setattr(segment, "_MOST", 1000)
    with pytest.raises(Unusable):
        open_segment(file, stamp("a")).read_page()


def test_the_view_knows_each_bucket(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    from reader.search.analysis import BUCKETS, buckets_of, page_of

    segments = {}
    for document in corpus_documents:
        file = tmp_path / f"{document.id}.seg"
        file.write_bytes(dump(document, stamp("a")))
        segments[document.id] = open_segment(file, stamp("a"))
    view = SegmentView(segments)
    held = [buckets_of(page_of(document)) for document in corpus_documents]
    for bucket in random.Random(1).sample(range(BUCKETS), 500):
        assert view.holding(bucket) == sum((bucket in each) * 255 << 8 * at for at, each in enumerate(held))
        assert view.count(bucket) == sum(bucket in each for each in held)
    assert SegmentView({}).holding(3) == 0


def test_the_facet_of_shelves(corpus_documents: tuple[Document, ...], tmp_path: Path) -> None:
    own = tuple(replace(document, shelf="own") for document in corpus_documents[3:])
    two = TwoShelves(corpus_documents[:3], own, tmp_path, scan_limit=10**9)
    everything = two.engine.search("数字经济")
    assert everything.facets["shelf"].keys() == {"bundled", "own"}
    assert sum(everything.facets["shelf"].values()) == everything.total
    chosen = two.engine.search("数字经济", SearchOptions(facets={"shelf": frozenset(["own"])}))
    assert chosen.total == everything.facets["shelf"]["own"]
    assert {hit.doc for hit in chosen.hits} <= {document.id for document in own}


def test_suggestions_follow(corpus_documents: tuple[Document, ...], tmp_path: Path, make_document: object) -> None:
    from tests.conftest import document_of

    two = TwoShelves(corpus_documents[:2], (), tmp_path, scan_limit=10**9)
    assert not two.engine.suggest("琥珀", 3)
    two.put(document_of("一、琥珀工程", "见“琥珀工程平台”。", doc="own-a"))
    assert [each.text for each in two.engine.suggest("琥珀", 3)] == ["琥珀工程", "琥珀工程平台"]
    assert "琥珀工程" in [each.text for each in two.engine.suggest("hupo", 3)]
    two.take("own-a")
    assert not two.engine.suggest("琥珀", 3)
