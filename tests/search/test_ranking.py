"""The order of hits and the counts of facets, to the figure: titles, headings, run-in headings, and the density."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.document import Document
from reader.core.hits import SearchOptions
from reader.core.query_tree import Filter
from reader.core.span import Span
from reader.search.matching import accepts
from tests.search.conftest import MakeEngine, indexed

Make = Callable[..., Document]


def with_lead(document: Document, block: str, lead: Span) -> Document:
    blocks = tuple(replace(b, lead=lead) if b.id == block else b for b in document.blocks)
    return replace(document, blocks=blocks)


@pytest.fixture
def alike(make_document: Make) -> Document:
    """The same words in a run-in heading, in plain text twice, and in a heading."""
    made = make_document(
        ("title", "关于小文件的通知"),
        ("heading", "智慧港口建设方面"),
        ("paragraph", "智慧港口。智慧港口。"),
        ("paragraph", "智慧港口。提升码头作业水平，实现口岸信息共享。"),
        ("paragraph", "提升码头。建设智慧港口，实现口岸信息共享等。"),
    )
    return with_lead(with_lead(made, "b4", Span(0, 4)), "b5", Span(0, 4))


def test_run_in_headings_come_behind_headings_and_before_any_density(make_engine: MakeEngine, alike: Document) -> None:
    hits = make_engine([alike]).search("智慧港口", SearchOptions()).hits
    assert [hit.block for hit in hits] == ["b2", "b4", "b3", "b5"]


def test_what_a_place_is_worth(make_engine: MakeEngine, make_document: Make) -> None:
    """The same words in texts of one length: all that differs is where they stand."""
    words = "建设智慧港口工作。"
    made = make_document(
        ("title", words), ("heading", words), ("paragraph", words), ("paragraph", words), doc="a", title="另一名称"
    )
    hits = make_engine([with_lead(made, "b4", Span(0, 8))]).search("智慧港口", SearchOptions()).hits
    score = {hit.block: hit.score for hit in hits}
    assert [score[b] - score["b3"] for b in ("b1", "b2", "b4")] == pytest.approx([30.0, 20.0, 10.0])
    assert 0 < score["b3"] < 10


@pytest.mark.parametrize("limit", [1, 2, 3, None])
def test_few_are_the_first_of_all(make_engine: MakeEngine, alike: Document, limit: int | None) -> None:
    hits = make_engine([alike]).search("智慧港口", SearchOptions(limit=limit)).hits
    assert [hit.block for hit in hits] == ["b2", "b4", "b3", "b5"][:limit]


def test_words_that_fill_a_text_count_more_than_words_in_a_long_one(
    make_engine: MakeEngine, make_document: Make
) -> None:
    short, long = "智慧港口建设。", "智慧港口建设，" + "推动各项工作取得实效，" * 8
    hits = make_engine([make_document(long, short, short * 2)]).search("智慧港口", SearchOptions()).hits
    assert [hit.block for hit in hits] == ["b3", "b2", "b1"]


def test_equal_hits_keep_the_order_of_the_library(make_engine: MakeEngine, make_document: Make) -> None:
    documents = [
        make_document(("paragraph", "智慧港口。"), "无关。", "智慧港口。", doc=name) for name in ("z", "a", "m")
    ]
    hits = make_engine(documents).search("智慧港口", SearchOptions()).hits
    assert [(hit.doc, hit.block) for hit in hits] == [(d, b) for d in ("z", "a", "m") for b in ("b1", "b3")]


# Facets --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(make_document: Make) -> list[Document]:
    """Two documents with chapters of the same numbers."""
    texts = ("一、总体要求", "发展智慧港口。", "二、重点任务", "建设智慧港口。", "完善智慧港口。")
    return [make_document(*texts, doc="a"), make_document(*texts[:2], doc="b")]


def test_chapters_are_counted_where_all_hits_are_in_one_document(
    make_engine: MakeEngine, two: list[Document], make_document: Make
) -> None:
    engine = make_engine([two[0], make_document("无关的文字。", doc="c")])
    assert engine.search("智慧港口", SearchOptions()).facets["chapter"] == {"一": 1, "二": 2}


def test_chapters_are_counted_where_one_document_is_chosen(make_engine: MakeEngine, two: list[Document]) -> None:
    options = SearchOptions(facets={"doc": frozenset(["a"])})
    assert make_engine(two).search("智慧港口", options).facets["chapter"] == {"一": 1, "二": 2}


@pytest.mark.parametrize("chosen", [(), ("a", "b")], ids=["none chosen", "both chosen"])
def test_chapters_of_several_documents_are_not_thrown_together(
    make_engine: MakeEngine, two: list[Document], chosen: tuple[str, ...]
) -> None:
    result = make_engine(two).search("智慧港口", SearchOptions(facets={"doc": frozenset(chosen)} if chosen else {}))
    assert result.facets.get("chapter", {}) == {}
    assert result.facets["doc"] == {"a": 3, "b": 1}


# Document numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "number", "right"),
    [
        ("津政发〔2021〕14号", "津政发〔2021〕14号", True),
        ("津政發[2021]第014號", "津政发〔2021〕14号", True),
        ("津政发第14号", "津政发〔2021〕14号", True),
        ("政发 2021 14", "津政发〔2021〕14号", True),
        ("津政办发〔2021〕14号", "津政发〔2021〕14号", False),
        ("津政发〔2021〕15号", "津政发〔2021〕14号", False),
        ("津政发〔2022〕14号", "津政发〔2021〕14号", False),
        ("津政发〔2021〕14号", "津政发〔2021〕114号", False),
        ("津政发 140", "津政发〔2021〕14号", False),
        ("号", "津政发〔2021〕14号", False),
        ("津政发", None, False),
    ],
)
def test_document_numbers_are_compared_by_their_parts(
    make_document: Make, said: str, number: str | None, right: bool
) -> None:
    info = make_document("正文。", doc_number=number).info()
    assert accepts(Filter("number", said), info) is right


# Tables, suggestions, help -------------------------------------------------------------------------------------------


def test_a_table_whose_cells_hold_line_feeds_is_found_as_a_whole(make_engine: MakeEngine, make_document: Make) -> None:
    made = make_document(("table", "指标\t目标\n5G基站\t智慧港口"))
    plain = make_engine([made]).search("智慧港口", SearchOptions()).hits
    assert [(hit.row, hit.text) for hit in plain] == [(1, "5G基站\t智慧港口")]
    broken = replace(made, blocks=(replace(made.blocks[0], rows=(("指标", "目标\n5G基站", "智慧港口"),)),))
    whole = make_engine([broken]).search("智慧港口", SearchOptions()).hits
    assert [(hit.row, hit.text) for hit in whole] == [(0, made.blocks[0].text)]


def test_suggestions_alike_in_everything_keep_the_order_of_the_text(
    make_engine: MakeEngine, make_document: Make
) -> None:
    engine = make_engine([make_document(("title", "通知"), "一、数据安全", "二、数据共享", "三、数据开放")])
    assert [s.text for s in engine.suggest("数据")] == ["数据安全", "数据共享", "数据开放"]


def test_of_several_facets_the_one_that_empties_is_named(make_engine: MakeEngine, two: list[Document]) -> None:
    """Without the chapter there would be hits; without the document alone there would still be none."""
    chosen = {"doc": frozenset(["b"]), "chapter": frozenset(["二"])}
    result = make_engine(two).search("智慧港口", SearchOptions(facets=chosen))
    assert result.total == 0
    assert result.notice == "所选“章节”中没有；不限“章节”时有 1 处。"
    assert [(remedy.kind, remedy.what, remedy.count) for remedy in result.remedies] == [
        ("facet", "chapter", 1),
        ("facets", "", 4),
    ]


def test_words_of_either_script_are_looked_for_in_documents_of_both(
    make_engine: MakeEngine, make_document: Make
) -> None:
    """With an index, which proposes documents by the words of either script."""
    hans = make_document("发展数字经济。", doc="hans")
    hant = make_document("發展數字經濟。", doc="hant", script="hant")
    engine = indexed(make_engine([hans, hant, make_document("无关。", doc="c")], scan_limit=0))
    for query in ("数字经济", "數字經濟", "数字经济 发展"):
        assert [hit.doc for hit in engine.search(query, SearchOptions()).hits] == ["hans", "hant"], query
