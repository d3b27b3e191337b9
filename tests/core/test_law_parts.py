"""Laws with 编 and 分编: chapters that are counted anew in each are told apart, articles need none of it."""

from __future__ import annotations

import pytest

from reader.core.citation import clause_label, find_clauses, label_at, labels, official
from reader.core.document import Block, Document, Source
from reader.core.law_parts import LawParts, part_depth
from reader.core.span import Span
from reader.ui.kit.clause import path_text, place_name, whole_path

LAW = (
    ("title", "某某法典", None, None, ()),
    ("heading", "第一编　总则", "第一编", 1, ()),
    ("heading", "第一章　基本规定", "第一章", 1, ()),
    ("paragraph", "第一条　制定本法。", "第一条", 3, ("第一章",)),
    ("heading", "第二编　物权", "第二编", 1, ()),
    ("heading", "第一分编　通则", "第一分编", 1, ()),
    ("heading", "第一章　一般规定", "第一章", 1, ()),
    ("paragraph", "本章说的是通则。", None, None, ("第一章",)),
    ("paragraph", "它有两段。", None, None, ("第一章",)),
    ("paragraph", "第二条　归属。", "第二条", 3, ("第一章",)),
    ("heading", "第二章　登记", "第二章", 1, ()),
    ("heading", "第一节　不动产", "第一节", 2, ("第二章",)),
    ("paragraph", "第三条　不动产经登记生效。", "第三条", 3, ("第二章", "第一节")),
    ("heading", "第二分编　所有权", "第二分编", 1, ()),
    ("heading", "第三章　一般规定", "第三章", 1, ()),
    ("paragraph", "第四条　所有权人有下列权利：", "第四条", 3, ("第三章",)),
    ("bullet", "（一）占有；", "（一）", 4, ("第三章", "第四条")),
    ("heading", "附则", None, 1, ()),
    ("paragraph", "第五条　本法自公布之日起施行。", "第五条", 3, ()),
)


def law(blocks: tuple[tuple[str, str, str | None, int | None, tuple[str, ...]], ...] = LAW) -> Document:
    made = tuple(
        Block(f"b{at}", kind, text, Span(0, len(text)), level, number, path)
        for at, (kind, text, number, level, path) in enumerate(blocks)
    )
    return Document("law", "某某法典", Source("law.txt", "0" * 64, "hans"), blocks=made)


def test_a_block_stands_in_the_parts_above_it() -> None:
    parts = LawParts(law())
    assert [parts.numbers(at) for at in (0, 1, 2, 3, 4, 5, 6, 9, 13, 16, 17, 18)] == [
        (), (), ("第一编",), ("第一编",), (), ("第二编",), ("第二编", "第一分编"), ("第二编", "第一分编"), ("第二编",),
        ("第二编", "第二分编"), (), (),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "label"),
    [
        (1, "第一编"), (2, "第一编第一章"), (3, "第一条"), (5, "第二编第一分编"), (6, "第二编第一章"),
        (7, "第二编第一章第1自然段"), (8, "第二编第一章第2自然段"), (9, "第二条"), (10, "第二章"), (11, "第二章第一节"),
        (14, "第三章"), (16, "第四条第（一）项"), (17, ""), (18, "第五条"),
    ],
)  # fmt: skip
def test_a_clause_is_called_by_its_part_where_its_number_has_a_like(at: int, label: str) -> None:
    document = law()
    assert clause_label(document, f"b{at}") == label == labels(document)[at] == label_at(document, at)
    if label:
        assert [block.id for block in find_clauses(document, label)] == [f"b{at}"]
        assert official(document, f"b{at}") == f"《某某法典》，{label}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("第一章", [2, 6]), ("第二编第一章", [6]), ("第2编第1章", [6]), ("第一编/第一章", [2]), ("第二编第二章", [10]),
        ("第一编第二章", []), ("第二编第一分编第一章", [6]), ("第二编第四条", [15]), ("第一编第四条", []), ("第二编", [4]),
        ("第二分编第三章", [14]), ("第二分编", [13]), ("第四条", [15]), ("第二编第二章第一节", [11]),
    ],
)  # fmt: skip
def test_a_clause_is_found_by_its_part(typed: str, found: list[int]) -> None:
    assert [block.id for block in find_clauses(law(), typed)] == [f"b{at}" for at in found]


@pytest.mark.parametrize(
    ("at", "path", "name"),
    [
        (2, "第一编 › 第一章", "第一编 › 第一章 基本规定"), (9, "第二编 › 第一章 › 第二条", "第二编 › 第一章 一般规定 › 第二条"),
        (12, "第二编 › 第二章 › 第一节 › 第三条", "第二编 › 第二章 › 第一节 不动产 › 第三条"),
        (13, "第二编 › 第二分编", "第二编 › 第二分编 所有权"), (4, "第二编", "第二编 物权"), (18, "第五条", "第五条"),
    ],
)  # fmt: skip
def test_a_path_begins_with_the_part(at: int, path: str, name: str) -> None:
    document = law()
    assert path_text(whole_path(document, document.blocks[at])) == path
    assert place_name(document, document.blocks[at]) == name


def test_chapters_counted_anew_in_each_inner_part_need_both() -> None:
    again = (*LAW[:14], ("heading", "第一章　总的规定", "第一章", 1, ()), LAW[9], *LAW[17:])
    document = law(again)
    assert clause_label(document, "b6") == "第二编第一分编第一章"
    assert clause_label(document, "b14") == "第二编第二分编第一章"
    assert clause_label(document, "b2") == "第一编第一章"
    assert path_text(whole_path(document, document.blocks[15])) == "第二编 › 第二分编 › 第一章 › 第二条"


def test_what_is_no_part_is_none() -> None:
    blocks = law().blocks
    assert [part_depth(blocks[at]) for at in (0, 1, 2, 5)] == [0, 1, 0, 2]
    assert not LawParts(law(LAW[2:4])).any
