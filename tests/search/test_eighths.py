"""The index knows in which eighths of a page its bigrams stand: only there is looked, and nothing is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Block, Document, Source
from reader.core.highlight import needle
from reader.core.query import Words
from reader.core.span import Span
from reader.search import checking, generations, index, postings, views
from reader.search.analysis import (
    EIGHTHS,
    EVERYWHERE,
    buckets_along,
    buckets_of,
    may_hold,
    sought,
    spread_of,
)
from reader.search.counting import counted, holding_all
from tests.search.test_pages_as_they_lie import SCATTERED, engine_of, page_with


@given(st.lists(st.text("甲乙丙，", max_size=40), min_size=1, max_size=30), st.data())
def test_words_stand_where_the_spread_of_their_pairs_says(parts: list[str], data: st.DataObject) -> None:
    page, words = page_with(parts), data.draw(st.text("甲乙丙", min_size=2, max_size=4))
    spread = spread_of(page)
    assert spread.keys() == buckets_of(page)
    eighths = EVERYWHERE
    for number in buckets_along(words):
        eighths &= spread.get(number, 0)
    wanted = needle(Words(words))
    assert counted(wanted, page, eighths) == counted(wanted, page)
    inside = [at for start, end in page.stretches(eighths) for at in range(start, end)]
    assert len(inside) == len(set(inside))
    assert may_hold(page.dumps(), 0, len(page.dumps()), [sought(words)], eighths) >= any(
        words in part for part in parts
    )
    others = data.draw(st.lists(st.text("甲乙丙", min_size=2, max_size=2), max_size=2))
    for number in (bucket for other in others for bucket in buckets_along(other)):
        eighths &= spread.get(number, 0)
    assert holding_all([words, *others], page, eighths) == holding_all([words, *others], page)


@given(st.lists(st.text("甲乙", max_size=9), min_size=1, max_size=12), st.integers(0, EVERYWHERE))
def test_the_units_of_some_eighths_are_all_in_their_stretches(parts: list[str], eighths: int) -> None:
    page = page_with(parts)
    stretches = page.stretches(eighths)
    for unit, start in enumerate(page.starts[:-1]):
        if page.text and eighths >> start * EIGHTHS // len(page.text) & 1:
            assert any(first <= start and page.starts[unit + 1] - 1 <= end for first, end in stretches)


def test_what_takes_two_places_as_it_lies_stands_everywhere() -> None:
    page = page_with(["甲乙", "丙丁", "𠮷野"] * 9)
    assert set(spread_of(page).values()) == {EVERYWHERE}
    assert set(spread_of(page_with(["甲乙", "丙丁", "吉野"] + ["一二"] * 9)).values()) != {EVERYWHERE}


def test_of_a_long_document_only_some_is_looked_at(tmp_path: Path) -> None:
    document = long_document([*["甲乙，" * 20] * 20, "甲乙丙", *["乙丙，" * 20] * 20])
    index.build(tmp_path, [document])
    generation = generations.current(tmp_path)
    assert generation is not None
    view = index.IndexView(tmp_path, generation)
    page = view.page(0)
    wanted = needle(Words("甲乙丙"))
    held = views.holding(view, wanted)
    assert held is not None
    assert 0 < sum(end - start for start, end in page.stretches(held)) < len(page.text) / 3
    assert counted(wanted, page, held).units == [20]
    view.close()


def long_document(paragraphs: list[str]) -> Document:
    blocks = tuple(Block(f"b{at}", "paragraph", text, Span(0, len(text))) for at, text in enumerate(paragraphs))
    return Document("d", "文件", Source("d.txt", "d", "hans"), blocks=blocks)


def test_an_index_of_before_that_knows_no_eighths_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [SCATTERED, "甲乙丙，甲丙", "丙甲乙" * 30]
    new = engine_of(texts, tmp_path / "new")
    write = postings.write_lists

    def as_before(writer: Any, schema: object, lists: Iterable[postings.List]) -> None:
        write(writer, schema, ((field, term, numbers, b"") for field, term, numbers, _ in lists))

    monkeypatch.setattr(postings, "write_lists", as_before)
    old = engine_of(texts, tmp_path / "old")
    for words in ("甲乙丙", "丙甲", "甲丙 乙", "甲乙 OR 丙甲", "乙 -甲丙"):
        assert replace(old.search(words), took_ms=0.0) == replace(new.search(words), took_ms=0.0)
    assert old.uses_index
    checking.check(tmp_path / "old")


def test_an_index_whose_postings_name_other_eighths_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.search.bulk.spread_of", lambda page: dict.fromkeys(spread_of(page), 1))
    engine_of([SCATTERED, "甲乙丙" * 30], tmp_path / "sound")
    checking.check(tmp_path / "sound")  # one unit each, which begins in the first
    index.build(tmp_path / "other", [long_document(["甲乙", "乙丙"] * 9)])
    with pytest.raises(index.Damaged, match="postings"):
        checking.check(tmp_path / "other")


SPOILT: dict[str, Callable[[postings.List], postings.List]] = {
    "carry too much": lambda each: (*each[:3], bytes(each[3]) + b"\1"),
    "carry too little": lambda each: (*each[:3], bytes(each[3])[:-1] or b"\1\1"),
    "name a document that is not there": lambda each: (*each[:2], [each[2][0], 10**6], b"\1\1"),
}


@pytest.mark.parametrize("how", [*SPOILT])
def test_postings_that_cannot_be_are_seen_and_the_text_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    write = postings.write_lists

    def spoilt(writer: Any, schema: object, lists: Iterable[postings.List]) -> None:
        write(writer, schema, [SPOILT[how](each) if each[0] == "bigrams" else each for each in lists])

    texts = [SCATTERED, "甲乙丙，甲丙", "丙甲乙" * 30]
    sound = engine_of(texts, tmp_path / "sound")
    monkeypatch.setattr(postings, "write_lists", spoilt)
    engine = engine_of(texts, tmp_path / "spoilt")
    with pytest.raises(index.Damaged):
        checking.check(tmp_path / "spoilt")
    assert engine.search("甲乙丙").total == sound.search("甲乙丙").total > 0
    assert not engine.uses_index
