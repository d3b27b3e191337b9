"""The lines of 台账 are made of what is kept with the registers: of thousands of documents none is opened."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.core.register import REGISTERS
from reader.library import Library
from reader.ui.registers.register_lines import make


def test_listing_opens_no_document(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = make(library, "市教委")

    def never(doc: str) -> Document:
        raise AssertionError(f"{doc} need not be opened")

    monkeypatch.setattr(library, "open", never)
    now = make(library, "市教委")
    for name in REGISTERS:
        assert now.sheet(name).lines == before.sheet(name).lines
        assert now.sheet(name).lines
    assert any(line.due_at for line in now.sheet("targets").lines)
