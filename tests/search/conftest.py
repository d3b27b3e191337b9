"""Engines over a handful of documents, over the committed corpus, and over laws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from reader.core.document import Block, Document, Source
from reader.core.errors import DamagedCorpus
from reader.core.span import Span
from reader.corpus import Corpus
from reader.search.engine import SearchEngine


class MakeEngine(Protocol):
    def __call__(self, documents: Iterable[Document], **settings: object) -> SearchEngine: ...


def engine_over(documents: Sequence[Document], index_dir: Path, **settings: object) -> SearchEngine:
    by_id = {document.id: document for document in documents}
    infos = tuple(document.info() for document in documents)
    return SearchEngine(index_dir, lambda: infos, by_id.__getitem__, **settings)  # type: ignore[arg-type]  # by name


def indexed(engine: SearchEngine) -> SearchEngine:
    assert engine.refresh()
    assert engine.uses_index
    return engine


@pytest.fixture
def make_engine(tmp_path: Path) -> MakeEngine:
    """An engine that scans; with `scan_limit=0` and `indexed`, one that uses its index."""

    def make(documents: Iterable[Document], **settings: object) -> SearchEngine:
        return engine_over(tuple(documents), tmp_path / "index", **settings)

    return make


@pytest.fixture(scope="session")
def corpus_documents(corpus_dir: Path) -> tuple[Document, ...]:
    """The five documents."""
    corpus = Corpus(corpus_dir)
    try:
        return tuple(corpus.load(info.id) for info in corpus.documents())
    except DamagedCorpus as error:
        pytest.skip(f"the corpus has not been built (make corpus): {error}")


def law_of(number: int, path: Path) -> Document:
    """A law as a document of one block a line; what it is made of is good enough to be searched."""
    blocks: list[Block] = []
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if text := line.strip():
            kind = "title" if not blocks else "heading" if text.startswith("#") else "paragraph"
            blocks.append(Block(f"b{at}", kind, text, Span(0, 0), 1 if kind == "heading" else None))
    source = Source(path.name, f"{number:064}", "hans")
    return Document(id=f"law-{number:04}", title=path.stem, source=source, blocks=tuple(blocks))


@pytest.fixture(scope="session")
def laws(sampled_laws: Callable[[int], list[Path]]) -> tuple[Document, ...]:
    """At most forty of the laws."""
    return tuple(law_of(at, path) for at, path in enumerate(sampled_laws(40)))


@pytest.fixture(scope="session")
def make_law() -> Callable[[int, Path], Document]:
    return law_of
