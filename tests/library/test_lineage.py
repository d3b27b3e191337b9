"""Lineage in a library: which document of it is meant, what rests on what, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.core.document import Document
from reader.core.hits import SearchOptions, SearchResult
from reader.core.register import Registers
from reader.library.versions.editions import Editions
from reader.library.versions.lineage import Lineages
from reader.library.versions.lineage_graph import graph_of
from reader.registers.citations import Shelf, read_citations
from reader.reports.lineage_picture import lay_out

Make = Callable[..., Document]


def lineages(*documents: Document) -> Lineages:
    by_id = {each.id: each for each in documents}
    infos = tuple(each.info() for each in documents)
    shelf = Shelf(infos)
    registers = Registers(citations=tuple(shelf.linked(c) for d in documents for c in read_citations(d)))

    def search(query: str, _options: SearchOptions) -> SearchResult:
        return SearchResult(query, query, 0, 0, 0.0, ())

    editions = Editions(lambda: infos, by_id.__getitem__, search)
    return Lineages(lambda: registers, by_id.__getitem__, lambda: editions)


@pytest.fixture
def law(make_document: Make) -> Callable[..., Document]:
    def made(doc: str, title: str, day: str, *texts: str, region: str | None = None) -> Document:
        return make_document(
            ("title", title), *texts, doc=doc, title=title, written=day, effective=day, region=region,
            level="city" if region else "national", issuers=("国务院",),
        )  # fmt: skip

    return made


def test_up_down_and_missing(law: Callable[..., Document]) -> None:
    asked = lineages(
        law("law", "中华人民共和国数据安全法", "2021-06-10", "第一条　制定本法。"),
        law(
            "rule",
            "数据条例",
            "2023-01-01",
            "第一条　根据《数据安全法》、《密码法》，制定本条例。",
            "第二条　按《密码法》办理。",
        ),
        law("far", "数据报告", "2024-01-01", "本报告提到《密码法》和《数据安全法》。"),
    )
    found = asked.of("rule")
    assert [(each.cited, each.target, each.relation) for each in found.rests_on] == [
        ("数据安全法", "law", "rests-on"), ("密码法", None, "rests-on"),
    ]  # fmt: skip
    assert "根据《数据安全法》" in found.rests_on[0].words
    assert [(each.cited, each.times, each.documents) for each in found.missing] == [("密码法", 3, 2)]
    assert [each.doc for each in asked.of("law").rested_on_by] == ["rule"], "to be named is not to be a ground"


def test_of_several_editions_the_one_of_that_time_is_meant(law: Callable[..., Document]) -> None:
    asked = lineages(
        law("old", "数据安全法", "2010-01-01"), law("new", "数据安全法", "2021-01-01"),
        law("rule", "网络条例", "2015-01-01", "第一条　根据《数据安全法》，制定本条例。"),
    )  # fmt: skip
    (link,) = asked.of("rule").rests_on
    assert (link.target, "2 版" in link.doubt) == ("old", True)
    assert [each.doc for each in asked.of("old").rested_on_by] == ["rule"]


def test_a_document_of_another_place_is_not_meant(law: Callable[..., Document]) -> None:
    asked = lineages(
        law("there", "洛阳市城市绿化条例", "2010-01-01", region="洛阳市"),
        law("here", "上海市公园条例", "2015-01-01", "第一条　根据《城市绿化条例》，制定本条例。", region="上海市"),
    )
    (link,) = asked.of("here").rests_on
    assert link.target is None
    assert not asked.of("there").rested_on_by


def test_the_graph_goes_up_and_down_and_can_be_narrowed(law: Callable[..., Document]) -> None:
    documents = (
        law("law", "中华人民共和国数据安全法", "2021-06-10", "第一条　根据宪法，制定本法。"),
        law(
            "rule",
            "数据条例",
            "2023-01-01",
            "第一条　根据《数据安全法》、《密码法》，制定本条例。",
            "第二条　见《标准化法》。",
        ),
        law("city", "某市数据办法", "2024-01-01", "第一条　根据《数据条例》，制定本办法。", region="某市"),
        law("aunt", "数据出境办法", "2022-01-01", "第一条　根据《数据安全法》，制定本办法。"),
    )
    asked = lineages(*documents)
    graph = graph_of(asked, [each.info() for each in documents], "rule")
    assert [(each.key, each.level, each.year) for each in graph.nodes] == [
        ("rule", "national", 2023), ("law", "national", 2021), ("?密码法", "unknown", None), ("city", "city", 2024),
        ("?标准化法", "unknown", None),
    ], "what else rests on its law is no kin of it"  # fmt: skip
    assert {(each.lower, each.higher, each.relation) for each in graph.edges} == {
        ("rule", "law", "rests-on"), ("rule", "?密码法", "rests-on"), ("city", "rule", "rests-on"),
        ("rule", "?标准化法", "cites"),
    }  # fmt: skip
    assert [each.key for each in graph.narrowed(["rests-on"], here=True).nodes] == ["rule", "law", "city"]
    assert [each.key for each in graph.narrowed(levels=["city"]).nodes] == ["rule", "city"]
    assert [each.key for each in graph.narrowed(years=(2024, 2030)).nodes] == ["rule", "?密码法", "city", "?标准化法"]
    cut = graph_of(asked, [each.info() for each in documents], "law", most=2)
    assert (len(cut.nodes), cut.left_out) == (2, 2)


def test_a_revised_law_is_of_the_year_of_its_version(law: Callable[..., Document]) -> None:
    document = law("a", "数据条例", "1994-05-12", "第一条　根据《密码法》，制定本条例。")
    note = replace(document.blocks[-1], id="note", kind="note", text="（1994年5月12日通过　2023年3月1日修订）")
    revised = replace(document, blocks=(note, *document.blocks))
    graph = graph_of(lineages(revised), [revised.info()], "a")
    assert graph.node("a").year == 2023


def test_the_plan_of_a_municipality_is_of_a_province(law: Callable[..., Document]) -> None:
    document = law("a", "北京市条例", "2021-01-01", "第一条　按照《北京城市总体规划》建设，参照《南京市办法》。")
    graph = graph_of(lineages(document), [document.info()], "a")
    levels = {each.title: each.level for each in graph.nodes if each.doc is None}
    assert levels == {"北京城市总体规划": "province", "南京市办法": "city"}


def test_a_ring_of_documents_ends(law: Callable[..., Document]) -> None:
    documents = (
        law("a", "甲管理条例", "2021-01-01", "第一条　根据《乙管理条例》，制定本条例。"),
        law("b", "乙管理条例", "2022-01-01", "第一条　根据《甲管理条例》，制定本条例。"),
    )
    graph = graph_of(lineages(*documents), [each.info() for each in documents], "a", 5)
    assert {(each.lower, each.higher) for each in graph.edges} == {("a", "b"), ("b", "a")}
    picture = lay_out(graph)
    assert len(picture.boxes) == 2


def test_what_to_get_next(law: Callable[..., Document]) -> None:
    asked = lineages(
        law("a", "甲管理条例", "2021-01-01", "第一条　根据《密码法》、《标准化法》，制定本条例。"),
        law("b", "乙管理条例", "2022-01-01", "第一条　根据《中华人民共和国密码法》，制定本条例。"),
    )
    assert [(each.cited, each.times, each.documents) for each in asked.missing()] == [
        ("密码法", 2, 2), ("标准化法", 1, 1),
    ]  # fmt: skip


def test_a_decision_without_a_name_of_its_own_is_that_of_the_place(law: Callable[..., Document]) -> None:
    decision = "第一条　根据《关于修改部分地方性法规的决定》修正。第二条　又见《关于修改部分地方性法规的决定》。"
    asked = lineages(
        law("a", "甲市条例", "2021-01-01", decision, region="甲市"), law("b", "乙市条例", "2021-01-01", decision, region="乙市"),
    )  # fmt: skip
    assert {(each.place, each.times, each.documents) for each in asked.missing()} == {("甲市", 2, 1), ("乙市", 2, 1)}
