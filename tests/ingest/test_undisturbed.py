"""The collector of cycles waits while documents are made, in whatever thread, and goes on behind them."""

from __future__ import annotations

import gc

import pytest

from reader.core.errors import BadInput
from reader.core.undisturbed import undisturbed
from reader.ingest.normalise import normalise_text


def test_it_waits_until_the_last_is_done() -> None:
    assert gc.isenabled()
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_page_that_cannot_be_read_leaves_it_on() -> None:
    with pytest.raises(BadInput):
        normalise_text("<html><body><a>首页</a><a>政务公开</a></body></html>", "page.html")
    assert gc.isenabled()


def test_no_collection_runs_while_a_document_is_made() -> None:
    seen: list[str] = []

    def told(phase: str, _: dict[str, int]) -> None:
        seen.append(phase)

    page = "第一条　市人民政府应当建立工作台账，并接受社会监督。\n" * 400
    gc.collect()
    gc.callbacks.append(told)
    try:
        with undisturbed():
            normalise_text(page)
            assert not seen
    finally:
        gc.callbacks.remove(told)
