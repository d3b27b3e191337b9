"""What the engine says besides the hits themselves: order, facets, filters, notes, notices, and bad input."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

import pytest

from reader.core.document import Document
from reader.core.errors import Cancelled
from reader.core.hits import SearchOptions, SearchResult
from reader.core.note import Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Span
from reader.search.engine import SearchEngine
from tests.search.conftest import MakeEngine, indexed


@pytest.fixture
def documents(make_document: Callable[..., Document]) -> list[Document]:
    plan = make_document(
        ("title", "某市数字经济行动方案"),
        ("doc_number", "某政发〔2021〕14号"),
        "为发展数字经济，制定本方案。数字经济。",
        "一、数字经济总体要求",
        "坚持创新。",
        "（一）数字底座",
        "建设城市大脑平台。",
        "二、保障措施",
        "强化统筹（牵头单位：市发展改革委；配合单位：市科技局）。",
        ("table", "任务\t责任单位\n建设平台\t市数据局\n发展数字经济\t市财政局"),
        doc="plan",
        title="某市人民政府关于印发某市数字经济行动方案的通知",
        attachment_title="某市数字经济行动方案",
        doc_number="某政发〔2021〕14号",
        issuers=("某市人民政府",),
        written="2021-08-19",
        region="某市",
        level="city",
        kind="行动方案",
    )
    draft = make_document(
        ("title", "某区发展规划（征求意见稿）"),
        "一、现状",
        "数字经济保持增长，按照某政发〔2021〕14号执行。",
        "市科技局已开展试点。",
        doc="draft",
        title="某区发展规划（征求意见稿）",
        issuers=("某区发展和改革委员会",),
        written="2025-03-01",
        level="district",
        kind="规划",
        status="draft",
    )
    return [plan, draft]


def blocks(result: SearchResult) -> list[str]:
    return [f"{hit.doc}/{hit.block}" + (f"/{hit.row}" if hit.row is not None else "") for hit in result.hits]


def ask(engine: SearchEngine, query: str, **options: object) -> SearchResult:
    return engine.search(query, SearchOptions(**options))  # type: ignore[arg-type]  # by name


def test_titles_come_first_then_headings_then_density(make_engine: MakeEngine, documents: list[Document]) -> None:
    result = ask(make_engine(documents), "数字经济")
    assert blocks(result) == ["plan/b1", "plan/b4", "plan/b3", "plan/b10/2", "draft/b3"]
    assert result.total == 5
    assert result.matches == 6
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    assert result.took_ms > 0


def test_the_other_orders(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine = make_engine(documents)
    assert blocks(ask(engine, "数字经济", sort="document")) == [
        "plan/b1", "plan/b3", "plan/b4", "plan/b10/2", "draft/b3",
    ]  # fmt: skip
    assert blocks(ask(engine, "数字经济", sort="date"))[0] == "draft/b3"


@pytest.mark.parametrize("sort", ["relevance", "document", "date"])
def test_pages_of_hits_fit_together(make_engine: MakeEngine, documents: list[Document], sort: str) -> None:
    engine = make_engine(documents)
    whole = ask(engine, "数", sort=sort, limit=None)
    parts = [ask(engine, "数", sort=sort, limit=2, offset=at) for at in range(0, whole.total + 2, 2)]
    assert [b for part in parts for b in blocks(part)] == blocks(whole)
    assert {(part.total, part.matches) for part in parts} == {(whole.total, whole.matches)}
    assert not ask(engine, "数", sort=sort, limit=0).hits


def test_a_hit_says_where_it_is(make_engine: MakeEngine, documents: list[Document]) -> None:
    row = next(hit for hit in ask(make_engine(documents), "財政局").hits if hit.row is not None)
    table = documents[0].block("b10")
    assert table is not None
    assert row.at is not None
    assert row.location.span is not None
    assert row.at.cut(table.text) == row.text == "发展数字经济\t市财政局"
    assert row.location.span.cut(table.text) == "财政局"
    assert row.path == ("二",)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("平台 建设", ["plan/b10/1", "plan/b7"]),
        ("数字经济 -执行 -方案", ["plan/b4", "plan/b10/2"]),
        ("平台 OR 创新", ["plan/b10/1", "plan/b7", "plan/b5"]),
        ("(平台 OR 创新) -建设", ["plan/b5"]),
        ("建设 NEAR/4 平台", ["plan/b10/1", "plan/b7"]),
        ("建设 NEAR/3 平台", ["plan/b10/1"]),
        ("标题:数字", ["plan/b1", "plan/b4", "plan/b6"]),
        ("标题:总体要求 平台", ["plan/b7"]),
        ("标题:规划 数字经济", ["draft/b3"]),
        ("正文:数字经济 执行", ["draft/b3"]),
        ("责任单位:市科技局", ["plan/b9"]),
        ("市科技局", ["plan/b9", "draft/b4"]),
        ("机关:人民政府", ["plan/b1"]),
        ("机关:發展 数字经济", ["draft/b3"]),
        ("年份:2025", ["draft/b1"]),
        ("年份:2020..2024 平台", ["plan/b10/1", "plan/b7"]),
        ("级别:区 数字经济", ["draft/b3"]),
        ("状态:草案", ["draft/b1"]),
        ("类型:规划", ["draft/b1"]),
        ("地区:某市 平台", ["plan/b10/1", "plan/b7"]),
        ("文号:某政发2021", ["plan/b1"]),
        ("文号:14 平台", ["plan/b10/1", "plan/b7"]),
        ("文号:15", []),
        ("平台 -级别:市", []),
        ("某政发 2021 14", ["plan/b2", "draft/b3"]),
        ("某政發[2021]014號", ["plan/b2", "draft/b3"]),
        ('"一、数"', ["plan/b4"]),
    ],
)
@pytest.mark.parametrize("use_index", [False, True], ids=["scan", "index"])
def test_the_query_language(
    make_engine: MakeEngine, documents: list[Document], query: str, hits: list[str], use_index: bool
) -> None:
    engine = make_engine(documents, scan_limit=0) if use_index else make_engine(documents)
    if use_index:
        indexed(engine)
    assert sorted(blocks(ask(engine, query))) == sorted(hits)


def test_a_document_number_that_the_text_lacks_leads_to_the_title(
    make_engine: MakeEngine, make_document: Callable[..., Document]
) -> None:
    engine = make_engine([make_document(("title", "通知"), "正文。", doc_number="津政发〔2021〕14号")])
    assert blocks(ask(engine, "津政发〔2021〕14号")) == ["small/b1"]


def test_facets_count_all_hits_and_combine(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine = make_engine(documents)
    facets = ask(engine, "数字经济", limit=1).facets
    assert facets["doc"] == {"plan": 4, "draft": 1}
    assert facets["year"] == {"2021": 4, "2025": 1}
    assert facets["issuer"] == {"某市人民政府": 4, "某区发展和改革委员会": 1}
    assert facets["level"] == {"city": 4, "district": 1}
    assert facets["kind"] == {"行动方案": 4, "规划": 1}
    chosen = ask(engine, "数字经济", facets={"year": frozenset(["2025"])})
    assert blocks(chosen) == ["draft/b3"]
    assert chosen.facets["year"] == {"2021": 4, "2025": 1}, "the alternatives stay in sight"
    assert chosen.facets["doc"] == {"draft": 1}
    both = ask(engine, "数字经济", facets={"year": frozenset(["2025", "2021"]), "level": frozenset(["city"])})
    assert both.total == 4
    assert both.facets["level"] == {"city": 4, "district": 1}


def test_whether_documents_hold_is_a_facet_where_that_is_known(
    make_engine: MakeEngine, documents: list[Document]
) -> None:
    engine, states = make_engine(documents), {"plan": "repealed"}
    assert "validity" not in engine.search("数字经济").facets
    every = engine.search("数字经济", states=states)
    assert every.facets["validity"] == {"repealed": 4, "unknown": 1}
    wanted = SearchOptions(facets={"validity": frozenset(["unknown"])})
    chosen = engine.search("数字经济", wanted, states=states)
    assert (blocks(chosen), chosen.facets["year"]) == (["draft/b3"], {"2025": 1})
    assert chosen.facets["validity"] == {"repealed": 4, "unknown": 1}, "the alternatives stay in sight"
    none = engine.search("数字经济", SearchOptions(facets={"validity": frozenset(["expired"])}), states=states)
    assert (none.total, [(each.kind, each.count) for each in none.remedies]) == (0, [("facet", 5)])
    assert none.notice == "所选“时效”中没有；不限“时效”时有 5 处。"


def test_chapters_of_one_document(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine = make_engine(documents)
    result = ask(engine, "数字", facets={"doc": frozenset(["plan"])})
    assert result.facets["chapter"] == {"一": 2, "二": 1}
    chosen = ask(engine, "数字", facets={"doc": frozenset(["plan"]), "chapter": frozenset(["一"])})
    assert blocks(chosen) == ["plan/b6", "plan/b4"]
    assert chosen.facets["chapter"] == {"一": 2, "二": 1}


def placed(doc: str, block: str, span: Span, text: str = "", tags: tuple[str, ...] = ()) -> PlacedNote:
    anchor = Anchor(doc, block, span.start, span.end, block, "", "", "", 0, "")
    note = Note("n", anchor, "note", "", "", text, tags=tags)
    return PlacedNote(note, Resolution("exact", (Piece(block, span),)))


def test_notes(make_engine: MakeEngine, documents: list[Document]) -> None:
    notes = [placed("plan", "b3", Span(0, 3), "待核實", ("重点",)), placed("plan", "b10", Span(12, 14), "请核对")]
    engine = make_engine(documents, note_search=lambda: notes)
    assert blocks(ask(engine, "批注:核实")) == ["plan/b3"]
    assert blocks(ask(engine, "标签:重点 数字")) == ["plan/b3"]
    assert blocks(ask(engine, "批注:核对")) == ["plan/b10/1"]
    assert blocks(ask(engine, "数字经济 -批注:核实", sort="document"))[:2] == ["plan/b1", "plan/b4"]
    result = ask(engine, "数字经济", facets={"noted": frozenset(["yes"])})
    assert blocks(result) == ["plan/b3"]
    assert result.facets["noted"] == {"yes": 1}
    assert result.facets["doc"] == {"plan": 1}


@pytest.mark.parametrize(
    ("query", "options", "says"),
    [
        ("", {}, "请输入"),
        ("平台", {"docs": ("draft",)}, "所选文件中没有；全库有 2 处"),
        ("平台", {"facets": {"year": frozenset(["2025"])}}, "不限“年份”时有 2 处"),
        ("平台 年份:2025", {}, "去掉“年份为 2025 年”这个条件有 2 处"),
        ("平台 -建设", {}, "去掉“不含“建设””这个条件有 2 处"),
        ("平台 试点", {}, "“平台”有 2 处，“试点”有 1 处，但没有一条同时含有它们"),
        ("平台 试占占", {}, "文库中没有“试占占”"),
        ("城市大恼", {}, "相近的有“城市大脑”（1 处）"),
        ("绝无此词", {}, "简体、繁体写法都已查过"),
        ("级别:国家", {}, "没有级别为“国家级”的文件"),
        ('"平台建设平台', {}, "引号没有配对"),
    ],
)
def test_an_empty_answer_helps(
    make_engine: MakeEngine, documents: list[Document], query: str, options: dict[str, object], says: str
) -> None:
    result = ask(make_engine(documents), query, **options)
    assert result.total == 0
    assert result.notice is not None
    assert says in result.notice


def test_an_answer_with_hits_says_nothing(make_engine: MakeEngine, documents: list[Document]) -> None:
    assert ask(make_engine(documents), "平台").notice is None


@pytest.mark.parametrize(
    "query",
    ["字" * 10_000, "字 " * 5_000, "((" * 5_000, "|" * 10_000, "“” " * 3_000, "🙂", "\ud800", "\udc00 \ud800", "\x00",
     "\uffff", ".*+?[]{}^$\\", "，。；", "-", '"', "年份:99999999999999", "文号:", "NEAR/99999 a", "a NEAR/99999 b",
     "'; DROP TABLE", "著" * 10_000, "ﷺ" * 500],
    ids=lambda query: ascii(query[:12]),
)  # fmt: skip
@pytest.mark.parametrize("use_index", [False, True], ids=["scan", "index"])
def test_bad_input_is_answered(make_engine: MakeEngine, documents: list[Document], query: str, use_index: bool) -> None:
    engine = make_engine(documents, scan_limit=0) if use_index else make_engine(documents)
    if use_index:
        indexed(engine)
    start = time.monotonic()
    result = ask(engine, query)
    assert time.monotonic() - start < 20  # no benchmark: what hangs here does so for minutes
    assert result.total == len(result.hits) or result.total > 50
    assert result.total or result.notice


def test_cancelling_stops_the_search(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine = make_engine(documents)
    with pytest.raises(Cancelled):
        engine.search("数字", SearchOptions(), lambda: True)
    assert ask(engine, "数字").total


def test_an_empty_library_and_an_empty_document(
    make_engine: MakeEngine, make_document: Callable[..., Document]
) -> None:
    assert ask(make_engine([]), "数字").total == 0
    assert ask(make_engine([make_document()]), "数字 标题:a").total == 0
    assert ask(make_engine([make_document()]), "年份:2021 OR 级别:市").total == 0


def test_a_library_that_changes_is_searched_as_it_is(documents: list[Document], tmp_path: object) -> None:
    from pathlib import Path

    held, revision = list(documents), ["1"]
    engine = SearchEngine(
        Path(str(tmp_path)),
        lambda: [d.info() for d in held],
        lambda doc: next(d for d in held if d.id == doc),
        revision=lambda: revision[0],
    )
    assert ask(engine, "数字经济").total == 5
    del held[1]
    revision[0] = "2"
    assert ask(engine, "数字经济").total == 4


def test_several_threads_may_ask_at_once(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine, totals = indexed(make_engine(documents, scan_limit=0)), list[int]()

    def work(queries: Iterable[str]) -> None:
        totals.extend(ask(engine, query).total for query in queries)

    threads = [threading.Thread(target=work, args=(["数字经济", "数字"] * 20,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(totals) == [5] * 80 + [6] * 80


def test_suggestions(make_engine: MakeEngine, make_document: Callable[..., Document]) -> None:
    engine = make_engine(
        [
            make_document(
                ("title", "数字经济规划"),
                "一、总体要求",
                "打造“津产发”平台和“数字津城”。",
                "二、总体要求",
                "“津产发”。",
            )
        ]
    )

    def suggested(typed: str) -> list[str]:
        return [s.text for s in engine.suggest(typed)]

    assert suggested("总") == ["总体要求"]
    assert suggested("總體") == ["总体要求"]
    assert suggested("津") == ["津产发", "数字津城"]
    assert suggested("jcf") == ["津产发"]
    assert suggested("shuzi")[:2] == ["数字津城", "数字经济规划"]
    assert suggested("ztyq") == ["总体要求"]
    assert suggested("jinch") == ["津产发", "数字津城"]
    assert suggested("") == suggested("xyz") == suggested("总体要求") == []
    assert engine.suggest("总")[0].count == 2
