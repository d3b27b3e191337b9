"""The set of hits is what a substring search over folded text gives: no more, no less, with and without an index."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.document import Document
from reader.core.folding import fold_text, query_forms
from reader.core.hits import SearchOptions
from reader.core.query import quoted
from reader.search.analysis import units_of
from reader.search.engine import SearchEngine
from tests.search.conftest import engine_over, indexed

ALL = SearchOptions(limit=None)
ALPHABET = "数字经济平台着著干乾里，。（）“”0123５ＧgG𠮷㎡… \t"
Place = tuple[str, str, int | None]


class Oracle:
    """What is to be found, worked out as plainly as can be: every unit, one substring search each."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.units = [
            ((document.id, unit.block, unit.row), fold_text(unit.text, document.script != "hans"), document.script)
            for document in documents
            for unit in units_of(document)
        ]

    def expected(self, words: Sequence[str], docs: Sequence[str] = ()) -> set[Place]:
        forms, hant = [query_forms(word) for word in words], [fold_text(word, hant=True) for word in words]
        return {
            place
            for place, text, script in self.units
            if not docs or place[0] in docs
            if (all(is_in(f, text) for f in forms) if script == "hans" else all(word in text for word in hant))
        }


def is_in(forms: Sequence[str], text: str) -> bool:
    if all(len(form) == 1 for form in forms):
        return "".join(forms) in text
    return any(
        all(c in form for c, form in zip(text[at : at + len(forms)], forms, strict=True))
        for at in range(len(text) - len(forms) + 1)
    )


def found(engine: SearchEngine, query: str, options: SearchOptions = ALL) -> set[Place]:
    result = engine.search(query, options)
    places = {(hit.doc, hit.block, hit.row) for hit in result.hits}
    assert len(places) == len(result.hits) == result.total
    assert result.matches == sum(len(hit.spans) for hit in result.hits)
    assert sum(result.facets["doc"].values()) == result.total
    for hit in result.hits:
        assert hit.spans
        assert all(a.end <= b.start for a, b in zip(hit.spans, hit.spans[1:], strict=False))
    return places


texts = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=40)


@st.composite
def libraries(draw: st.DrawFn) -> list[Document]:
    from tests.conftest import document_of

    contents = draw(st.lists(st.lists(texts, min_size=1, max_size=6), min_size=1, max_size=4))
    return [
        document_of(
            *(("table" if "\t" in text else "paragraph", text) for text in blocks),
            doc=f"d{at}",
            script=draw(st.sampled_from(["hans", "hans", "hant"])),
        )
        for at, blocks in enumerate(contents)
    ]


@given(documents=libraries(), query=st.text(st.sampled_from(ALPHABET.strip()), min_size=1, max_size=5), data=st.data())
@settings(max_examples=60)
def test_any_words_in_any_small_library(documents: list[Document], query: str, data: st.DataObject) -> None:
    if data.draw(st.booleans()):
        whole = "".join(block.text for document in documents for block in document.blocks)
        at = data.draw(st.integers(0, len(whole) - 1))
        query = whole[at : at + data.draw(st.integers(1, 6))].strip() or query
    with tempfile.TemporaryDirectory() as folder:
        want = Oracle(documents).expected([query])
        assert found(engine_over(documents, Path(folder)), quoted(query)) == want
        by_index = indexed(engine_over(documents, Path(folder), scan_limit=0))
        assert found(by_index, quoted(query)) == want
        by_index.close()


def samples(documents: Sequence[Document], seed: int, count: int) -> Iterable[tuple[str, list[str], tuple[str, ...]]]:
    """Queries of 1 to 12 characters: single, of two words, not there, within one document; in any script."""
    draw = random.Random(seed)
    units = [(document.id, unit.text) for document in documents for unit in units_of(document)]
    change = [opencc.OpenCC(config) for config in ("s2t", "s2tw", "s2hk", "t2s")]

    def piece() -> tuple[str, str]:
        while True:
            doc, text = draw.choice(units)
            start = draw.randrange(len(text))
            words = text[start : start + draw.randint(1, 12)].strip()
            if words and not any(c.isspace() or c in '"“”「」＂|｜()（）:：-－−' for c in words):
                return doc, words

    for _ in range(count):
        doc, words = piece()
        match draw.randrange(5):
            case 0:
                other = piece()[1]
                yield f"{words} {other}", [words, other], ()
            case 1:
                yield words, [words], (doc,)
            case 2:
                shuffled = "".join(draw.sample(words, len(words)))
                yield shuffled, [shuffled], ()
            case 3:
                converted = draw.choice(change).convert(words)
                yield converted, [converted], ()
            case _:
                yield words, [words], ()


@pytest.mark.parametrize("seed", [20261122, random.SystemRandom().randrange(10**9)], ids=["same", "anew"])
@pytest.mark.parametrize("use_index", [False, True], ids=["scan", "index"])
def test_sampled_queries_on_the_corpus(
    corpus_documents: tuple[Document, ...], seed: int, use_index: bool, tmp_path: Path
) -> None:
    engine = engine_over(corpus_documents, tmp_path, scan_limit=0 if use_index else 10**9)
    if use_index:
        indexed(engine)
    oracle = Oracle(corpus_documents)
    for query, words, docs in samples(corpus_documents, seed, 300):
        options = SearchOptions(limit=None, docs=docs)
        assert found(engine, query, options) == oracle.expected(words, docs), (seed, query)


@pytest.mark.parametrize("seed", [20261122, random.SystemRandom().randrange(10**9)], ids=["same", "anew"])
def test_sampled_queries_on_laws(laws: tuple[Document, ...], seed: int, tmp_path: Path) -> None:
    engine = indexed(engine_over(laws, tmp_path, scan_limit=0))
    oracle = Oracle(laws)
    for query, words, docs in samples(laws, seed, 300):
        options = SearchOptions(limit=None, docs=docs)
        assert found(engine, query, options) == oracle.expected(words, docs), (seed, query)


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_both_scripts_give_the_same_hits(corpus_documents: tuple[Document, ...], config: str, tmp_path: Path) -> None:
    engine, change = engine_over(corpus_documents, tmp_path), opencc.OpenCC(config)
    for words in ("数字经济", "里程碑", "发展", "后台", "人工智能", "制造业", "干部"):
        assert found(engine, change.convert(words)) == found(engine, words)
