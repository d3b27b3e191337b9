"""What is typed into 转到条款 lists the clauses that it may mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.clause_choice import MOST, clauses_like
from reader.core.document import Document
from reader.corpus import Corpus


@pytest.fixture(scope="module")
def plan(corpus_dir: Path) -> Document:
    return Corpus(corpus_dir).load("tianjin-digitalisation-2021")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("十四", "（十四）"),
        ("五（十四）", "（十四）"),
        ("城市大脑", "五、"),
        ("政務數據開放", "（十）深化政务数据开放共享"),
        ("14", "（十四）"),
    ],
)
def test_the_likeliest_comes_first(plan: Document, typed: str, first: str) -> None:
    found = clauses_like(plan, typed)
    assert found
    assert found[0][0].text.startswith(first)
    assert len(found) <= MOST
    assert len({block.id for block, _said in found}) == len(found)
    for block, said in found:
        words = " ".join(block.text.split()).removeprefix(block.number or "").lstrip("、. ")
        assert words[:8] in said
        assert not block.number or said.count(block.number) == 1, "the number once"


def test_while_a_number_is_typed_those_that_begin_so_are_listed(plan: Document) -> None:
    assert len(clauses_like(plan, "二")) > 1


def test_a_number_that_is_nowhere_lists_its_neighbours_and_nonsense_lists_nothing(plan: Document) -> None:
    assert clauses_like(plan, "（九十九）")[0][0].number == "（三十二）"
    assert clauses_like(plan, "没有这样的话") == ()
    assert clauses_like(plan, "  ") == ()
