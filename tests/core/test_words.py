"""Words are found by what a text repeats."""

from __future__ import annotations

import pytest

from reader.core.span import Span
from reader.core.words import neighbours, word_at

TEXT = "推动数字经济和实体经济融合，发展数字经济，壮大实体经济，数字经济规模达到5000亿元。推动平台建设，推动应用。"


@pytest.mark.parametrize(
    ("clicked", "word"),
    [("数字", "数字经济"), ("5000", "5000"), ("，", "，"), ("和", "和"), ("实体", "实体经济"), ("推动", "推动")],
)
def test_the_word_around_a_character(clicked: str, word: str) -> None:
    counts = neighbours(TEXT)
    for at in range(TEXT.index(clicked), TEXT.index(clicked) + len(clicked)):
        found = word_at(TEXT, at, counts)
        assert word == found.cut(TEXT), TEXT[at]


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("公共的数据，共享的数据。", 3, "数据"),  # a particle is no part of a word, however often it stands there
        ("数据的公共，数据的共享。", 1, "数据"),
        ("，数据，数据", 1, "数据"),  # nor a mark
        ("数据数据", 0, "数据"),
        ("甲乙丙", 1, "乙"),  # once is no word
        ("甲乙丙甲乙丁", 0, "甲乙"),
        ("甲乙丙甲乙丁", 1, "甲乙"),
        ("实施5G网络", 3, "5G"),
        ("a1b", 0, "a1b"),
        ("a1b", 2, "a1b"),
        ("中a1b国", 2, "a1b"),
    ],
)
def test_where_a_word_ends(text: str, at: int, word: str) -> None:
    assert word_at(text, at, neighbours(text)).cut(text) == word


def test_a_word_is_no_longer_than_six_characters() -> None:
    text = "天地玄黄宇宙洪荒" * 3
    assert word_at(text, 8, neighbours(text)) == Span(8, 14)


def test_a_neighbour_that_is_rarely_there_does_not_belong() -> None:
    """Ten times with what follows, and less than four tenths of that with what stands before."""
    counts = {"甲乙": 3, "乙丙": 10}
    assert word_at("甲乙丙", 1, counts) == Span(1, 3)
    assert word_at("甲乙丙", 1, {"甲乙": 4, "乙丙": 10}) == Span(0, 3)


@pytest.mark.parametrize(("at", "where"), [(-3, 0), (0, 0), (1, 1), (5, 2), (2, 2)])
def test_outside_of_the_text_is_an_empty_place_at_its_edge(at: int, where: int) -> None:
    if not 0 <= at < 2:
        assert word_at("孤字", at, {}) == Span(where, where)
    assert word_at("孤字", 2, {}) == Span(2, 2)


def test_outside_of_the_text_there_is_none() -> None:
    assert word_at("", 0, {}).cut("") == ""
    assert word_at("字", 5, {}).cut("字") == ""
    assert word_at("孤字", 0, {}).cut("孤字") == "孤"
