"""What is given where words are nowhere as they were typed: near spellings, words in any order, blanks that count for
nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import Block, Document, Source
from reader.core.hits import SearchOptions, SearchResult
from reader.core.span import Span
from reader.search.engine import SearchEngine
from tests.search.conftest import MakeEngine, engine_over, indexed

FORGIVING = SearchOptions(forgiving=True)
PHRASES = tomllib.loads((Path(__file__).parent / "half_remembered.toml").read_text(encoding="utf-8"))["phrase"]


def document(name: str, *texts: str, script: str = "hans") -> Document:
    blocks = tuple(Block(f"{name}-{at}", "paragraph", text, Span(0, 0)) for at, text in enumerate(texts))
    return Document(
        id=name, title=name, source=Source(name, f"{ord(name[0]):064}", script), blocks=blocks, script=script
    )


def marked(result: SearchResult) -> list[list[str]]:
    return [[span.cut(hit.text) for span in hit.spans] for hit in result.hits]


@pytest.fixture(scope="module")
def corpus_engine(corpus_documents: tuple[Document, ...], tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return engine_over(corpus_documents, tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize("way", ["made", "by hand"])
def test_half_remembered_phrases_find_their_clause(corpus_engine: SearchEngine, way: str) -> None:
    phrases = [each for each in PHRASES if (each["how"] == "hand") == (way == "by hand")]
    assert len(phrases) == 20
    right = 0
    for each in phrases:
        result = corpus_engine.search(each["asked"], replace(FORGIVING, limit=3))
        assert result.fallback, each
        right += any(hit.block in each["in"] for hit in result.hits)
    assert right >= 18


@pytest.mark.parametrize("with_index", [False, True])
def test_the_words_in_another_order_are_found_nearest_first_and_that_is_said(
    make_engine: MakeEngine, *, with_index: bool
) -> None:
    wanted = document(
        "a", "深化政务数据开放共享。", "开放型经济；数据中心；" + "其他工作。" * 30 + "政务服务；共享单车。"
    )
    other = document("b", "发展现代农业。", "政务数据目录。")
    engine = make_engine([other, wanted], scan_limit=0)
    if with_index:
        indexed(engine)
    result = engine.search("政務數據共享開放", FORGIVING)
    assert (result.fallback, result.hits[0].block) == ("words", "a-0")
    assert marked(result)[0] == ["政务数据开放共享"]
    assert result.notice == f"没有找到“政务数据共享开放”。已按其中的词语、不论次序，列出最接近的 {result.total} 条。"
    assert result.total == len(result.hits) == sum(result.facets["doc"].values())
    strict = next(each for each in result.remedies if each.kind == "strict")
    assert engine.search(strict.query, FORGIVING).total == 0
    assert engine.search("政務數據共享開放").total == 0  # nobody asked to be forgiven


def test_a_word_spelt_nearly_so_is_looked_for_instead(make_engine: MakeEngine) -> None:
    engine = make_engine([document("a", "加强区块链技术攻关。", "区块链技术应用。")])
    result = engine.search("区块连技术", FORGIVING)
    assert (result.fallback, result.total, marked(result)) == ("spelling", 2, [["区块链技术"], ["区块链技术"]])
    assert result.notice == "没有找到“区块连技术”。已改按相近的“区块链技术”查找。"
    assert (result.query, result.read_as) == ("区块连技术", "“区块连技术”")
    assert engine.search('"区块连技术"', FORGIVING).total == 0


def test_what_is_like_nothing_still_finds_nothing(corpus_engine: SearchEngine) -> None:
    for query in (
        "火星移民计划",
        "养老保险缴费基数",
        "紫色的大象在跳舞",
        "asdfghjkl",
        "数剧",
        "“政务数据共享开放机制”",
    ):
        result = corpus_engine.search(query, FORGIVING)
        assert (result.total, result.fallback) == (0, None), query


def test_what_the_readers_own_choice_empties_is_not_made_up_for(make_engine: MakeEngine) -> None:
    engine = make_engine([document("a", "政务数据开放共享。"), document("b", "政务数据。共享与开放。")])
    result = engine.search("政务数据开放共享", replace(FORGIVING, docs=("b",)))
    assert (result.total, [each.kind for each in result.remedies]) == (0, ["library"])
    near = engine.search("政务数据共享开放", replace(FORGIVING, facets={"doc": frozenset({"b"})}))
    assert (near.fallback, [hit.doc for hit in near.hits]) == ("words", ["b"])


def test_of_several_words_it_is_said_which_are_nowhere(make_engine: MakeEngine) -> None:
    result = make_engine([document("a", "数字经济促进条例。")]).search("数字经济 促进条例 养猪", FORGIVING)
    assert result.fallback == "words"
    assert result.notice == "文库中没有“养猪”。已按其中的词语、不论次序，列出最接近的 1 条。"


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("50GPON", "升级50G PON网络", "50G PON"),
        ("5G基站", "建设 5G 基站", "5G 基站"),
        ("“5G 基站”", "建设5G基站", "5G基站"),
        ("2021年", "到 2021 年底", "2021 年"),
        ("10Gbps", "达到10 Gbps以上", "10 Gbps"),
    ],
)
@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize("with_index", [False, True])
def test_a_blank_beside_letters_and_figures_counts_for_nothing_and_that_is_said(
    make_engine: MakeEngine, query: str, text: str, found: str, script: str, *, with_index: bool
) -> None:
    engine = make_engine([document("a", text, script=script), document("b", "别的事")], scan_limit=0)
    if with_index:
        indexed(engine)
    result = engine.search(query)
    assert marked(result) == [[found]]
    assert result.notice == f"空格不论：“{query.strip('“”')}”也找到写作“{found}”的。"
    assert engine.search(f'"{found}"').notice is None


def test_the_index_proposes_documents_with_the_blank_too(make_engine: MakeEngine) -> None:
    others = [document(name, f"50G网络第{name}期") for name in "bcdefgh"]  # as many as go on being looked through
    engine = indexed(make_engine([document("a", "升级50G PON网络"), *others], scan_limit=0))
    assert marked(engine.search("50GPON")) == [["50G PON"]]
    assert engine.search("50GXON").total == 0


@pytest.mark.parametrize("text", ["a i", "3 5", "数字 经济", "2 021年"])
def test_a_blank_between_letters_figures_or_han_parts_words(make_engine: MakeEngine, text: str) -> None:
    assert make_engine([document("a", text)]).search(text.replace(" ", "")).total == 0
