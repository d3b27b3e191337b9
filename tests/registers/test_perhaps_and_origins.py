"""Tasks given to nobody in particular, where an inherited year comes from, why a row is to be checked."""

from __future__ import annotations

import pytest

from reader.core.register import Place, Task, Unit
from reader.core.span import Span
from reader.library import Library
from reader.registers import Lexicon
from reader.registers.origins import comparing_word, deadline_place, inherits, why_unsure
from reader.registers.perhaps import perhaps_of


@pytest.mark.parametrize(
    ("unit", "meant", "never"),
    [
        ("市科技局", {"各市级相关部门", "各市级部门", "市级相关部门"}, {"各区人民政府", "各开发区"}),
        ("滨海新区人民政府", {"各区人民政府", "相关区人民政府"}, {"各市级部门"}),
        ("滨海新区工信局", set(), {"各市级部门", "各区人民政府"}),
        ("天津经济技术开发区管委会", {"各开发区"}, {"各市级部门"}),
    ],
)
def test_who_may_be_meant(library: Library, unit: str, meant: set[str], never: set[str]) -> None:
    made = library.registers()
    found = library.rows.perhaps(made, unit)
    words = {said for _task, said in found}
    assert meant <= words
    assert not never & words
    assert not {task for task, _said in found} & {task for task, _role in library.my_tasks(unit)}


@pytest.mark.parametrize(
    ("unit", "words", "may"),
    [
        ("市科技局", "各部门", False),
        ("区科技局", "各部门", True),
        ("科技局", "各部门", True),
        ("市科技局", "各市级部门", True),
        ("区科技局", "各市级部门", False),
        ("滨海新区科技局", "各区级部门", True),
        ("东丽区科技局", "各区级部门", False),
        ("滨海新区科技局", "各市级部门", False),
        ("天津市科技局", "全市各有关单位", True),
        ("滨海新区人民政府", "各区人民政府", True),
        ("滨海新区人民政府", "各部门", False),
        ("某街道办事处", "各街镇", True),
        ("某街道办事处", "各部门", False),
        ("天津港保税区管委会", "各开发区", True),
        (" ", "各部门", False),
    ],
)
def test_words_that_may_mean_a_unit(lexicon: Lexicon, unit: str, words: str, may: bool) -> None:
    span = Span(0, len(words))
    meant = Unit(words, words, f"*/{words}", span, generic=True)
    task = Task(Place("d", "b1", span, words), "建设平台", span, "责任单位", units=(meant,))
    found = perhaps_of([task], (), unit, lexicon, {"d": "天津市滨海新区"})
    assert found == (((task, words),) if may else ())
    assert perhaps_of([task], [task], unit, lexicon, {"d": "天津市滨海新区"}) == ()


def test_an_inherited_year_stands_where_it_is_said_to(library: Library) -> None:
    inherited = [row for row in library.registers().targets if inherits(row)]
    assert inherited
    for row in inherited:
        document = library.open(row.at.doc)
        place = deadline_place(row, document)
        assert place is not None, row
        block = document.block(place.block)
        assert block is not None
        assert place.span.cut(block.text) == place.quote
        assert str(row.deadline) in place.quote
    own = next(row for row in library.registers().targets if row.deadline_from == "own")
    assert deadline_place(own, library.open(own.at.doc)) is None


def test_every_doubt_has_a_reason(library: Library) -> None:
    made = library.registers()
    rows = [row for name in ("tasks", "targets", "systems", "citations") for row in made.rows(name)]
    assert any(not row.sure for row in rows)
    assert all(bool(why_unsure(row)) != row.sure for row in rows)


def test_the_comparison_is_the_documents_own_word(library: Library) -> None:
    targets = library.registers().targets
    said = {comparing_word(row) for row in targets}
    assert {"突破", "超过", "达到", "左右"} <= said
    assert all(comparing_word(row) in row.at.quote for row in targets)
