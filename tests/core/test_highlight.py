"""Matching: where the words of a query stand in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.folding import fold
from reader.core.highlight import merged, near_ranges, needle, spans
from reader.core.query import Near, Number, Words
from reader.core.span import Span


def found(words: Words | Number, text: str, hant: bool = False) -> list[str]:
    folded = fold(text, hant)
    return [span.cut(text) for span in spans(folded, needle(words, hant).ranges(folded.text))]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("數字", "数字经济，数字政府", ["数字", "数字"]),
        ("5g", "５Ｇ和5G", ["５Ｇ", "5G"]),
        ("m2", "100㎡", ["㎡"]),
        ("2", "100㎡", ["㎡"]),
        (".", "等……", ["…", "…"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("𠮷", "甲𠮷乙", ["𠮷"]),
        ("\ud800", "甲\ud800乙", ["\ud800"]),
        ("著", "随着显著", ["着", "著"]),
        ("着", "随着显著", ["着"]),
        ("[a-z]", "[A-Z]b", ["[A-Z]"]),
    ],
)
def test_marks(query: str, text: str, marked: list[str]) -> None:
    assert found(Words(query), text) == marked


@pytest.mark.parametrize(
    "text",
    ["津政发〔2021〕14号", "津政发[2021]14号", "津政发（2021）014号", "津政发 2021 第14 号", "津政發〔２０２１〕14號"],
)
def test_a_document_number_is_found_however_it_is_written(text: str) -> None:
    assert found(Number("津政发", "2021", "14", whole=True), f"按照{text}要求") == [text]


@pytest.mark.parametrize(
    "text", ["津政发〔2021〕114号", "津政办发〔2021〕14号", "津政发〔2020〕14号", "津政发〔2021〕140号"]
)
def test_other_document_numbers_are_not(text: str) -> None:
    assert not found(Number("津政发", "2021", "14", whole=True), text)


@pytest.mark.parametrize(
    ("text", "within", "marked"),
    [
        ("甲一二乙", 2, ["甲", "乙"]),
        ("甲一二乙", 1, []),
        ("乙一甲", 1, ["乙", "甲"]),
        ("甲乙一二三四五六甲", 1, ["甲", "乙"]),
        ("甲一二三甲一乙", 1, ["甲", "乙"]),
    ],
)
def test_near(text: str, within: int, marked: list[str]) -> None:
    folded = fold(text)
    near = Near(Words("甲"), Words("乙"), within)
    assert [s.cut(text) for s in spans(folded, near_ranges(near, folded.text))] == marked


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9))))
def test_merged_spans_cover_the_same_and_do_not_overlap(pairs: list[tuple[int, int]]) -> None:
    given_spans = [Span(start, start + length) for start, length in pairs]
    out = list(merged(given_spans))
    assert {at for s in given_spans for at in range(*s)} == {at for s in out for at in range(*s)}
    assert all(a.end <= b.start for a, b in pairwise(out))
