"""A clause through versions: renumbered, reworded, split, merged, taken out, put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.align import align
from reader.core.clause_course import Clauses, Stage, course
from reader.core.document import Document

Make = Callable[..., Document]
Course = Callable[..., tuple[Stage, ...]]

SAFE = "网络运营者应当制定网络安全事件应急预案，及时处置系统漏洞、计算机病毒、网络攻击等安全风险。"
PEOPLE = "任何个人和组织不得窃取或者以其他非法方式获取个人信息，不得非法出售或者向他人提供个人信息。"
SCHOOL = "国家支持企业和高等学校、职业学校等教育培训机构开展网络安全相关教育与培训，采取多种方式培养人才。"
REPORT = "发生数据泄露的，应当立即采取补救措施，按照规定告知用户并向有关主管部门报告。"
FUND = "县级以上人民政府应当设立专项资金，扶持重点网络安全技术产业和项目的研究开发和应用。"
NUMBERS = "一二三四五六七八九"


@pytest.fixture
def through(make_document: Make) -> Course:
    """The course of the article of a number in the first version (`asked`: in which), each version its articles."""

    def made(*versions: tuple[str, ...], number: int = 1, asked: int = 0) -> tuple[Stage, ...]:
        documents = {}
        for at, texts in enumerate(versions):
            lines = [f"第{NUMBERS[n]}条　{words}" for n, words in enumerate(texts)]
            document = make_document(("title", "网络条例"), *lines, doc=f"v{at}")
            numbered = (
                replace(block, number=f"第{NUMBERS[n]}条", level=3) for n, block in enumerate(document.blocks[1:])
            )
            documents[f"v{at}"] = replace(document, blocks=(document.blocks[0], *numbered))
        clauses = {doc: Clauses(document) for doc, document in documents.items()}
        block = next(c.head for c in clauses[f"v{asked}"].all() if c.label == f"第{NUMBERS[number - 1]}条")
        return course(
            tuple(documents), asked, block, clauses.__getitem__, lambda a, b: align(documents[a], documents[b])
        )

    return made


def _told(stages: tuple[Stage, ...]) -> list[tuple[str, str]]:
    return [(each.turn, "、".join(clause.label for clause in each.clauses)) for each in stages]


def test_renumbered_and_reworded_is_the_same_clause(through: Course) -> None:
    first, later = (SAFE, PEOPLE, SCHOOL), (SAFE, FUND, PEOPLE.replace("窃取", "盗取"), SCHOOL)
    assert _told(through(first, later, later, number=2)) == [
        ("first", "第二条"), ("reworded", "第三条"), ("same", "第三条"),
    ]  # fmt: skip
    assert _told(through(first, later, number=3, asked=1)) == [("first", "第二条"), ("reworded", "第三条")]


def test_a_clause_that_is_only_renumbered_is_told_so(through: Course) -> None:
    first, later = (SAFE, PEOPLE, SCHOOL), (SAFE, FUND, PEOPLE, SCHOOL)
    assert _told(through(first, later, later, number=2)) == [
        ("first", "第二条"), ("renumbered", "第三条"), ("same", "第三条"),
    ]  # fmt: skip


def test_split_and_merged_are_told_with_the_others(through: Course) -> None:
    whole, parts = (SCHOOL, PEOPLE + REPORT, SAFE), (SCHOOL, PEOPLE, REPORT, SAFE)
    assert _told(through(whole, parts, number=2)) == [("first", "第二条"), ("split", "第二条、第三条")]
    stages = through(parts, whole, number=2)
    assert _told(stages) == [("first", "第二条"), ("merged", "第二条")]
    assert [clause.label for clause in stages[1].beside] == ["第三条"]
    stages = through(whole, parts, number=3, asked=1)
    assert _told(stages) == [("first", "第二条"), ("split", "第三条")], "it came out of the second"
    assert [clause.label for clause in stages[1].beside] == ["第二条"]


def test_taken_out_and_put_in(through: Course) -> None:
    two, three = (SAFE, SCHOOL), (SAFE, PEOPLE, SCHOOL)
    assert _told(through(three, two, three, number=2)) == [
        ("first", "第二条"), ("absent", ""), ("same", "第二条"),
    ]  # fmt: skip
    assert _told(through(two, three, number=2, asked=1)) == [("absent", ""), ("added", "第二条")]


def test_a_plan_without_articles_has_numbered_clauses(make_document: Make) -> None:
    old = make_document(("title", "行动计划"), f"（一）培养人才。{SCHOOL}", f"（二）应急。{SAFE}", doc="a")
    new = make_document(
        ("title", "行动计划"), f"（一）资金。{FUND}", f"（二）培养人才。{SCHOOL}", f"（三）应急。{SAFE}", doc="b"
    )
    documents = {"a": old, "b": new}
    clauses = {doc: Clauses(document) for doc, document in documents.items()}
    block = old.blocks[1].id
    stages = course(("a", "b"), 0, block, clauses.__getitem__, lambda a, b: align(documents[a], documents[b]))
    assert stages[1].clauses[0].text.startswith(new.blocks[2].text)
    assert not course(("a",), 0, "nowhere", clauses.__getitem__, lambda a, b: align(documents[a], documents[b]))
