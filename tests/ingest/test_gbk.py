"""Rule "gbk-shift": damage is computed back only where the bytes and the language prove it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.corpus import Corpus
from reader.ingest.build import clean_lines
from reader.ingest.repair.gbk import repair_gbk
from reader.ingest.repair.gbk_bytes import cuts, damaged, reaches, stretch_at, stretches
from reader.ingest.traced import TracedText
from tests.ingest.damage import shift_gbk, shift_python


@pytest.fixture(scope="module")
def reference(corpus_dir: Path) -> list[str]:
    corpus = Corpus(corpus_dir)
    return list(clean_lines([corpus.load(info.id) for info in corpus.documents()]))


@pytest.mark.parametrize(
    ("shift", "line", "at"),
    [
        (shift_gbk, "推進平臺規模化建設，提升水平。", 5),
        (shift_gbk, "培育数字经济新动能，促进产业发展。", 3),
        (shift_python, "推进平台规模化建设，提升水平。", 5),
        (shift_python, "加快建设国际消费中心城市。", 4),
        (shift_python, "培育数字经济新动能，促进产业发展。", 3),
    ],
)
def test_damage_is_computed_back(shift: Callable[[str, int], str], line: str, at: int, reference: list[str]) -> None:
    seen = shift(line, at)
    assert seen != line
    assert repair_gbk(TracedText(seen), lambda: reference).text == line


@pytest.mark.parametrize("shift", [shift_gbk, shift_python])
def test_what_is_not_certain_stays_as_it_is(shift: Callable[[str, int], str], reference: list[str]) -> None:
    seen = shift("鼹鼠罅隙饕餮耄耋。", 2)
    assert repair_gbk(TracedText(seen), lambda: reference).text == seen


@given(st.text("天津市加快数字经济发展规模化建设国际合作", min_size=4, max_size=20), st.data())
def test_the_true_words_are_among_those_that_show_what_is_seen(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 3))
    seen = shift_python(text, at)
    stretch = stretch_at(seen, at)
    assert stretch is not None
    rests = {s: seen[s.end :] for s in cuts(seen, stretch)}
    assert any(text.endswith(rest) and damaged(text[at : len(text) - len(rest)], s) for s, rest in rests.items())


@given(st.text("天津市加快数字经济发展规模化建设国际合作", min_size=1, max_size=20))
def test_damage_that_ends_in_a_sign_is_explained_by_the_true_words(text: str) -> None:
    seen = shift_gbk(text + "）", 0)
    stretch = stretch_at(seen, 0)
    if stretch is not None and seen.endswith("?"):
        assert any(damaged(text + "）", s) for s in reaches(seen, stretch))


def test_other_words_do_not_explain_it() -> None:
    seen = shift_gbk("规模化建设。", 1)
    stretch = stretch_at(seen, 1)
    assert stretch is not None
    for words in ("模块建设。", "模化建设。设", "模化建设"):
        assert not any(damaged(words, s) for s in reaches(seen, stretch))


def test_a_cut_is_explained_only_by_a_byte_that_makes_no_pair() -> None:
    seen = shift_python("规模化建设。", 1)
    stretch = stretch_at(seen, 1)
    assert stretch is not None
    fitting = [s for s in cuts(seen, stretch) if damaged("模化", s)]
    assert [seen[s.end :] for s in fitting] == ["建设。"]
    assert not damaged("模花", fitting[0])
    assert not damaged("模化建", fitting[0])


@pytest.mark.parametrize("text", ["这是什么?", "Is it (A)? 是的。", "何时完成?由谁负责?", "共?项"])
def test_questions_are_no_damage(text: str) -> None:
    assert repair_gbk(TracedText(text)).text == text


def test_many_question_marks_are_bounded() -> None:
    page = "数?字" * 3000
    assert len(list(stretches(page))) > 0
    assert repair_gbk(TracedText(page[:300])).source == page[:300]
