"""What the window asks besides hits: remedies for an empty answer, the user's notes, suggestions with their query."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.hits import Remedy, SearchOptions, Suggestion
from reader.core.note import Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Span
from tests.search.conftest import MakeEngine


@pytest.fixture
def documents(make_document: Callable[..., Document]) -> list[Document]:
    plan = make_document(
        ("title", "某市数字经济规划"), "一、总体要求", "发展数字经济。", "建设城市大脑平台。", "由“津产发”承担。",
        doc="plan", written="2021-08-19", level="city", kind="规划",
    )  # fmt: skip
    draft = make_document("一、现状", "开展试点，推进数字乡村。", doc="draft", written="2025-03-01", level="district")
    return [plan, draft]


@pytest.mark.parametrize(
    ("query", "facets", "remedies"),
    [
        ("平台", {"year": frozenset(["2025"])}, [("facet", "year", "平台", 1)]),
        (
            "平台",
            {"year": frozenset(["2025"]), "level": frozenset(["city"])},
            [("facet", "year", "平台", 1), ("facets", "", "平台", 1)],
        ),
        ("平台 年份:2025", {}, [("without", "年份为 2025 年", "平台", 1)]),
        ("城市大恼", {}, [("instead", "城市大脑", "城市大脑", 1)]),
        ("城市大恼 平台", {}, [("instead", "城市大脑", "城市大脑 平台", 1), ("without", "“城市大恼”", "平台", 1)]),
        ("城市大恼 年份:2021", {}, [("instead", "城市大脑", "城市大脑 年份:2021", 1)]),
        ("平台 试点", {}, [("instead", "平台", "平台", 1), ("instead", "试点", "试点", 1)]),
        ("绝无此词", {}, []),
        ("平台", {}, []),
    ],
)
def test_remedies_are_queries_that_give_what_they_promise(
    make_engine: MakeEngine,
    documents: list[Document],
    query: str,
    facets: dict[str, frozenset[str]],
    remedies: list[tuple[str, str, str, int]],
) -> None:
    engine = make_engine(documents)
    result = engine.search(query, SearchOptions(facets=facets))
    assert result.remedies == tuple(Remedy(*each) for each in remedies)  # type: ignore[arg-type]  # kinds as strings
    for remedy in result.remedies:
        kept = {} if remedy.kind == "facets" else {f: v for f, v in facets.items() if f != remedy.what}
        assert engine.search(remedy.query, SearchOptions(facets=kept)).total == remedy.count


# Notes


def note(number: int, text: str = "", tags: tuple[str, ...] = (), doc: str = "plan") -> PlacedNote:
    anchor = Anchor(doc, "b3", 0, 2, "b3", "发展", "", "", 0, "")
    made = Note(str(number), anchor, "note", "", "", text, tags=tags)
    return PlacedNote(made, Resolution("exact", (Piece("b3", Span(0, 2)),)))


@pytest.fixture
def notes() -> list[PlacedNote]:
    return [
        note(1, "年底前報進度，找數據局。"),
        note(2, "核实口径", ("待办",)),
        note(3, "", ("待辦", "数据局")),
        note(4, "进度慢", doc="draft"),
    ]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("进度", "14"), ("進度 数据局", "1"), ("数据局", "13"), ("批注:进度", "14"), ("标签:待办", "23"),
        ("标签:待办 -核实", "3"), ("进度 年份:2025", "4"), ("年份:2021", ""), ("标题:进度", ""), ("进度 OR 核实", "124"),
        ("报 NEAR/3 找", "1"), ("报 NEAR/2 找", ""), ("发展", ""), ("", ""), ('"报进度，找"', "1"),
    ],
)  # fmt: skip
def test_notes_are_found_by_their_own_words_and_tags_in_either_script(
    make_engine: MakeEngine, documents: list[Document], notes: list[PlacedNote], query: str, ids: str
) -> None:
    engine = make_engine(documents, note_search=lambda: notes)
    assert "".join(hit.placed.note.id for hit in engine.search_notes(query)) == ids


def test_what_matched_in_a_note_is_marked(
    make_engine: MakeEngine, documents: list[Document], notes: list[PlacedNote]
) -> None:
    engine = make_engine(documents, note_search=lambda: notes)
    first = engine.search_notes("进度 -批注:慢")[0]
    assert [span.cut(first.placed.note.text) for span in first.spans] == ["進度"]
    assert engine.search_notes("批注:核实")[0].spans == (Span(0, 2),)
    assert engine.search_notes("标签:待办")[0].spans == ()


# Suggestions


def test_the_last_word_is_completed_and_what_stands_before_it_stays(
    make_engine: MakeEngine, documents: list[Document]
) -> None:
    engine = make_engine(documents)
    assert [s.query for s in engine.suggest("平台 jcf")] == ["平台 津产发"]
    assert [s.query for s in engine.suggest("标题:总体")] == ["标题:总体要求"]
    assert [s.query for s in engine.suggest("平台 -总")] == ["平台 -总体要求"]
    assert engine.suggest("平台 ") == ()
    assert engine.suggest("状态:总体") == (), "no words are wanted there"
    assert engine.suggest("津产发") == (), "it is there already"


def test_past_queries_and_names_come_too_and_each_text_once(make_engine: MakeEngine, documents: list[Document]) -> None:
    engine = make_engine(documents)
    names = (Suggestion("津南区数据局", "unit", 3), Suggestion("津产发", "system", 9))
    past = ("津产发 平台", "总体要求")
    assert [(s.text, s.source) for s in engine.suggest("津", past=past, names=names)] == [
        ("津产发 平台", "past"), ("津产发", "system"), ("津南区数据局", "unit"),
    ]  # fmt: skip
    assert [(s.text, s.source) for s in engine.suggest("ztyq", past=past, names=names)] == [("总体要求", "past")]
    assert [s.text for s in engine.suggest("jnqsjj", names=names)] == ["津南区数据局"]
    assert [s.text for s in engine.suggest("", past=past)] == list(past), "nothing typed: what was asked before"
    assert len(engine.suggest("津", 1, names=names)) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cqyh", True), ("chongqingyinhang", True), ("chongqy", True), ("zhongqing", True), ("yinhang", True),
        ("cqy", True), ("qyh", True), ("chongqingyinhangx", False), ("chqyh", True), ("yh", True), ("xyz", False),
        ("CHONGQING", True), ("chong'qing", True), ("ongqing", False),
    ],
)  # fmt: skip
def test_every_reading_counts_whole_or_begun_from_any_word_on(
    make_engine: MakeEngine, make_document: Callable[..., Document], typed: str, found: bool
) -> None:
    engine = make_engine([make_document("一、重庆银行")])
    assert [s.text for s in engine.suggest(typed)] == (["重庆银行"] if found else [])
