"""The corpus read once, and small documents to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.register import Registers
from reader.corpus import Corpus
from reader.registers import Lexicon, load_lexicon, registers_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "resources")


@pytest.fixture(scope="session")
def corpus_documents() -> tuple[Document, ...]:
    corpus = Corpus(ROOT / "corpus")
    return tuple(corpus.load(info.id) for info in corpus.documents())


@pytest.fixture(scope="session")
def registers(corpus_documents: tuple[Document, ...], lexicon: Lexicon) -> Registers:
    return registers_of(corpus_documents, lexicon)


@pytest.fixture(scope="session")
def truth() -> Callable[[str], Any]:
    """What a person found in the documents, by reading them: truth_<name>.json."""
    return lambda name: json.loads((HERE / f"truth_{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def plan(make_document: Callable[..., Document]) -> Callable[..., Document]:
    """A small plan of a district, 2021 to 2023."""

    def made(*blocks: Any, **facts: Any) -> Document:
        given = {"region": "天津市滨海新区", "period": (2021, 2023), "written": "2021-08-19", "level": "district"}
        return make_document(*blocks, **{**given, **facts})

    return made
