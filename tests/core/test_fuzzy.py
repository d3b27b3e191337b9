"""Approximate search: the bit-vector recurrence against the plain table, and what it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.fuzzy import best_in, distance, end_distances, windows
from reader.core.span import Span

words = st.text(alphabet="甲乙丙𠮷ab", max_size=14)
texts = st.text(alphabet="甲乙丙𠮷ab", max_size=40)


def plain_table(pattern: str, text: str, *, anchored: bool) -> list[int]:
    """The same distances by the textbook's table."""
    column = list(range(len(pattern) + 1))
    out = [column[-1]]
    for j, c in enumerate(text, 1):
        fresh = [j if anchored else 0]
        for i, p in enumerate(pattern):
            fresh.append(min(column[i] + (p != c), column[i + 1] + 1, fresh[i] + 1))
        column = fresh
        out.append(column[-1])
    return out


@given(words, texts)
def test_distances_are_those_of_the_table(pattern: str, text: str) -> None:
    assert end_distances(pattern, text) == plain_table(pattern, text, anchored=False)
    assert end_distances(pattern, text, anchored=True) == plain_table(pattern, text, anchored=True)


@given(words, words)
def test_distance_is_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


@given(texts, words.filter(bool), texts)
def test_words_that_are_there_are_found_whole(before: str, pattern: str, behind: str) -> None:
    text = before + pattern + behind
    found = best_in(pattern, text)
    assert found is not None
    assert found.score == 1.0
    assert found.span.cut(text) == pattern


def test_an_insertion_widens_what_is_found() -> None:
    text = "前文。推动数字经济更加深度融合。后文"
    found = best_in("推动数字经济深度融合。", text)
    assert found is not None
    assert found.span.cut(text) == "推动数字经济更加深度融合。"


def test_nothing_alike_is_none() -> None:
    assert best_in("数字经济", "。，；") is None
    assert best_in("", "数字经济") is None
    assert best_in("数字经济", "") is None


def test_windows_hold_the_good_match() -> None:
    pattern = "建设城市大脑前端综合应用平台，推动数字经济发展"
    text = "无关的一段文字。" * 200 + "建设城市大脑前端的综合应用平台，推动数字经济健康发展" + "另一段无关文字。" * 200
    at = text.index("建设城市大脑")
    assert any(w.start <= at and at + 27 <= w.end for w in windows(pattern, text))
    assert windows("短", text) == []
    assert all(isinstance(w, Span) for w in windows(pattern, text))


DISTINCT = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
"""Forty characters, none of them twice: ten pieces of four."""


@pytest.mark.parametrize(("kept", "rivals"), [(8, 0), (12, 0), (16, 1), (20, 1), (40, 1)])
def test_a_place_with_too_little_of_the_words_is_no_rival(kept: int, rivals: int) -> None:
    """Three of ten pieces are less than a third; four are more."""
    assert len(set(DISTINCT)) == len(DISTINCT) == 40
    text = "。" * 200 + DISTINCT + "，" * 300 + DISTINCT[:kept] + "；" * 200
    found = windows(DISTINCT, text)
    assert len(found) == 1 + rivals
    assert found[0].start <= 200
    assert found[0].end >= 240
    for window in found[1:]:
        assert window.start <= 540 <= 540 + kept <= window.end


def test_words_of_four_characters_have_a_window_and_shorter_ones_none() -> None:
    text = "。" * 50 + "天地玄黄" + "。" * 50
    (window,) = windows("天地玄黄", text)
    assert window.start <= 50
    assert window.end >= 54
    assert windows("天地玄", text) == []


def test_at_most_so_many_windows_the_likeliest_first() -> None:
    text = ("。" * 200).join([DISTINCT[:20], DISTINCT, DISTINCT[:24], DISTINCT[:28], DISTINCT[:32]])
    ats = [text.index(DISTINCT), text.rindex(DISTINCT[:32]), text.index(DISTINCT[:28] + "。")]
    found = windows(DISTINCT, text, most=3)
    assert len(found) == 3
    assert all(window.start <= at < window.end for window, at in zip(found, ats, strict=True))
