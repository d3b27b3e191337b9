"""Chapters of one number in several 编 are counted together, so their facet bears the title of none of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.core.document import Document
from reader.ui.look.texts import Texts
from reader.ui.search.facet_tree import FacetNames
from tests.core.test_law_parts import LAW, law


@pytest.mark.parametrize(
    ("document", "number", "name"),
    [
        (law(), "第一章", "第一章"), (law(), "第二章", "第二章　登记"), (law(), "第二编", "第二编　物权"),
        (law(LAW[2:4]), "第一章", "第一章　基本规定"),
        # Elsewhere a number that comes twice is that of an attachment: the first is meant.
        (law((*LAW[2:4], ("title", "附件", None, None, ()), LAW[6])), "第一章", "第一章　基本规定"),
    ],
)  # fmt: skip
def test_what_a_chapter_is_called(document: Document, number: str, name: str) -> None:
    names = FacetNames(Texts(Path("no translations")), str, str, lambda _doc: document)
    answer: Any = SimpleNamespace(facets={"doc": frozenset({"law"})}, groups=())
    assert names.value("chapter", number, answer) == name
