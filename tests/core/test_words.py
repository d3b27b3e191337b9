"""Words are found by what a text repeats."""

from __future__ import annotations

import pytest

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


def test_outside_of_the_text_there_is_none() -> None:
    assert word_at("", 0, {}).cut("") == ""
    assert word_at("字", 5, {}).cut("字") == ""
    assert word_at("孤字", 0, {}).cut("孤字") == "孤"
