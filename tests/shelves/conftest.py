"""An own shelf in a throw-away folder, and small documents to put on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.shelves.own import OwnShelf
from reader.shelves.version import Facts
from tests.conftest import document_of

Put = Callable[..., Document]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "user" / "documents"


@pytest.fixture
def shelf(folder: Path) -> OwnShelf:
    return OwnShelf(folder)


@pytest.fixture
def put(shelf: OwnShelf) -> Put:
    """Puts a document of these paragraphs on the shelf, as `doc` where that is given."""

    def put(
        *blocks: str, doc: str | None = None, file: str = "文件.docx", added: str = "2026-11-29T10:00:00Z"
    ) -> Document:
        made = document_of(*blocks, doc=doc or shelf.mint())
        data = made.text.encode()
        digest = hashlib.sha256(data).hexdigest()
        made = replace(made, source=replace(made.source, file=file, sha256=digest))
        shelf.add(made, data, Facts(file, digest, len(data), added, "docx 1", 3))
        return made

    return put
