"""Comparing with less work finds what plain work finds: bigrams, the clauses that hold words, and the names of clauses."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from reader.core import citation, likeness
from reader.core.align import align
from reader.core.clause_numbers import clause_numbers, in_han
from reader.core.comparison import Cell, _bigrams, _Holding, compare
from reader.core.document import Block, Document, Source
from reader.core.span import Span

SPLIT = "经营者应当建立台账，保存两年，每季度向主管部门报送检查情况"
STAYS = "接到投诉的七日内书面答复"


def law(name: str, *articles: str) -> Document:
    blocks = tuple(
        Block(f"{name}{n}-{at}", "paragraph", line, Span(0, 0), 4, f"第{in_han(n)}条" if not at else None,
              () if not at else (f"第{in_han(n)}条",))
        for n, text in enumerate(articles, 1) for at, line in enumerate(f"第{in_han(n)}条　{text}".split("\n"))
    )  # fmt: skip
    return Document(name, "办法", Source("x", "0" * 64, "hans"), blocks=blocks)


def test_a_clause_that_was_split_is_told_and_one_that_only_sounds_alike_is_not() -> None:
    other = "为了加强市场管理，维护公平竞争秩序，根据有关法律法规制定本办法。"
    old = law("o", other, f"{SPLIT}。{STAYS}。", "本办法自公布之日起施行，由市人民政府负责解释说明。")
    new = law(
        "n", other, f"{SPLIT}。", f"{STAYS}。", "本办法自公布之日起施行，由市人民政府负责解释说明。", f"{SPLIT}！"
    )
    rows = {row.right.block: row for row in compare(old, new, align(old, new)).rows if row.right and not row.left}
    assert rows["n3-0"].status == "可能由第二条拆出"
    assert rows["n3-0"].part_of is not None
    assert rows["n5-0"].part_of is None, "its words are still there"


def test_who_holds_most_of_some_words_is_found_by_the_rarest_of_them() -> None:
    drawn = random.Random(7)
    found = 0
    for _ in range(60):
        texts = ["".join(drawn.choices("甲乙丙丁戊己庚辛，", k=drawn.randrange(5, 90))) for _ in range(12)]
        answers = ["".join(drawn.choices("甲乙丙丁戊己庚辛，", k=drawn.randrange(5, 40))) for _ in texts]
        words = _bigrams("".join(drawn.choices("甲乙丙丁戊己庚辛，", k=14)))
        sides = [[Cell(f"{at}", "", "", "", text) for at, text in enumerate(side)] for side in (texts, answers)]
        here, there = (_Holding(cells, words, {}) for cells in sides)
        held = Counter({at: len(words & _bigrams(text)) for at, text in enumerate(texts)})
        shares = [(at, count / len(words), len(words & _bigrams(answers[at])) / len(words))
                  for at, count in held.most_common(4)]  # fmt: skip
        expected = next((f"{at}" for at, share, left in shares if share > 0.7 and share - left > 0.3), None)
        best = here.most(words, there)
        assert (best.block if best else None) == expected
        found += best is not None
    assert 5 < found < 55


@pytest.mark.parametrize("text", ["甲乙，丙丁 a1b_c２③、", "", "甲", "甲\n乙丙", "𠮷野家、①②"])
def test_no_bigram_reaches_over_a_mark(text: str) -> None:
    numbers = likeness.Numbering()
    plain = {a + b for run in likeness.RUN.findall(text) for a, b in pairwise(run)}
    found = likeness.bigrams(text, numbers)
    assert {gram for gram, number in numbers.items() if number in found} == plain == _bigrams(text)
    assert found == set(range(len(plain)))
    once = likeness.once_each(numbers)
    assert once(text) is once(text)


def test_all_names_of_clauses_are_those_asked_one_by_one() -> None:
    document = law(
        "o", "总则。", "下列行为：\n（一）甲；\n（二）乙。\n另有规定的，从其规定。", "第一款。\n第二款。\n第三款。"
    )
    every = citation.labels(document)
    assert every == [citation.label_at(document, at) for at in range(len(document.blocks))]
    assert every[-3:] == ["第三条", "第三条第二款", "第三条第三款"]


def test_a_number_of_any_length_is_read() -> None:
    assert clause_numbers("第一条" * 100) == clause_numbers("第一条") * 100
