"""What a document says it rests on, and what is only a reference."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.lineage import ground_of, openings
from reader.registers.citations import read_citations

Make = Callable[..., Document]


def grounds(document: Document) -> list[tuple[str, str]]:
    first = openings(document)
    found: list[tuple[str, str]] = []
    for citation in read_citations(document):
        block = document.block(citation.at.block)
        assert block is not None
        said = ground_of(block, citation.at.span) if block.id in first else None
        if said is not None:
            assert said.words == said.span.cut(block.text)
            found.append((citation.cited, said.ground))
    return found


def test_the_opening_says_what_a_document_rests_on(make_document: Make) -> None:
    law = make_document(
        ("title", "某市数据条例"), ("note", "根据2020年1月1日《关于修改〈某市档案条例〉的决定》修正"), "第一章 总则",
        "第一条　为了管理数据，根据《数据安全法》、《网络安全法》（以下简称网安法），贯彻落实《数据二十条》，制定本条例。",
        "第二条　依照《民法典》处理纠纷。",
    )  # fmt: skip
    assert grounds(law) == [("数据安全法", "rests-on"), ("网络安全法", "rests-on"), ("数据二十条", "carries-out")]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("某省实施《气象法》办法", [("气象法", "carries-out")]),
        ("某市转发《省数据办法》的通知", [("省数据办法", "passes-on")]),
        ("某市关于印发《数据办法》的通知", [("数据办法", "issues")]),
        ("《数据办法》解读", []),
    ],
)
def test_titles_that_name_their_grounds(title: str, found: list[tuple[str, str]], make_document: Make) -> None:
    assert grounds(make_document(("title", title), "正文。", title=title)) == found


def test_under_a_heading_that_names_the_grounds(make_document: Make) -> None:
    plan = make_document(
        ("title", "某市数据规划"), "一、总体要求", "二、编制依据", "按照《国家数据规划》编制。", "三、任务", "落实《网络规划》。",
        "四、保障",
    )  # fmt: skip
    assert grounds(plan) == [("国家数据规划", "rests-on")]


def test_what_is_altered_is_no_ground(make_document: Make) -> None:
    text = "根据审判实践需要，对《数据规定》作如下修改："
    assert not grounds(make_document(("title", "决定"), text))


def test_a_word_inside_a_title_says_nothing(make_document: Make) -> None:
    assert not grounds(make_document(("title", "说明"), "《关于落实意见的通知》和《数据办法》已经收悉。"))
