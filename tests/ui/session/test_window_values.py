"""What the window is made of and needs no widget: history, tabs, answers, excerpts, places in words, the catalogue."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from reader.core.document import Document
from reader.core.hits import Hit, SearchResult
from reader.core.rules import RULE_NAMES
from reader.core.span import Location, Span
from reader.ui.frame.actions import ACTIONS, GROUPS, help_page
from reader.ui.frame.menus import places
from reader.ui.kit.clause import paragraph_number, place_name
from reader.ui.look.texts import Texts
from reader.ui.search.search_panel import LONGEST, excerpt
from reader.ui.session.history import LIMIT, History
from reader.ui.session.searching import Place, arranged, phrase
from reader.ui.session.tabs import Tabs

ROOT = Path(__file__).resolve().parents[3]
TRANSLATIONS = ROOT / "resources" / "translations"
A, B, C = Location("a", "1"), Location("b", "2"), Location("c", "3")


# History and tabs


def test_back_and_forward() -> None:
    trail = History()
    trail.leave(A)
    trail.leave(B)
    assert trail.back(C) == B
    assert trail.back(B) == A
    assert not trail.can_go_back
    assert trail.forward(A) == B
    trail.leave(B)
    assert not trail.can_go_forward, "a new way forgets the old one"


def test_the_same_place_twice_counts_once_and_the_trail_ends_somewhere() -> None:
    trail = History()
    trail.leave(A)
    trail.leave(A)
    trail.leave(None)
    assert trail.back(A) is None, "back must move"
    for number in range(LIMIT + 50):
        trail.leave(Location(str(number)))
    steps = 0
    while trail.back(None) is not None:
        steps += 1
    assert steps == LIMIT


def test_a_document_has_one_tab() -> None:
    tabs = Tabs()
    assert tabs.put(A, new=False)
    assert tabs.put(B, new=True)
    assert not tabs.put(Location("b", "9"), new=True), "it is there already"
    assert tabs.places == [A, Location("b", "9")]
    assert tabs.put(C, new=False)
    assert [t.doc for t in tabs.places] == ["a", "c"], "the front one takes the document"
    assert not tabs.close(0), "the front one stays"
    assert tabs.current == 0
    assert tabs.close(0), "the last one goes too"
    assert tabs.places == []
    assert tabs.current == 0
    assert not tabs.close(0)


def test_closed_tabs_come_back_the_last_one_first_and_only_where_there_is_such_a_document() -> None:
    tabs = Tabs()
    tabs.set([A, B, C], 0)
    for _ in range(3):
        tabs.close(0)
    tabs.put(C, new=True)
    assert tabs.reopened({"a", "b", "c"}) == B, "C is open again"
    assert tabs.reopened({"b", "c"}) is None, "A is gone from the library"


def test_closing_the_front_tab_shows_its_neighbour() -> None:
    tabs = Tabs()
    tabs.set([A, B, C], 2)
    assert tabs.close(2)
    assert tabs.places[tabs.current] == B


# Answers


def hit(doc: str, block: str, *spans: tuple[int, int], score: float = 1.0, at: Span | None = None) -> Hit:
    return Hit(doc, block, (), "paragraph", "数字经济发展数字经济", tuple(Span(*s) for s in spans), score, at=at)


def result(*hits: Hit, total: int = 0, **counts: int) -> SearchResult:
    return SearchResult("q", "“q”", total or len(hits), 9, 0.1, hits, {"doc": counts})


def test_the_document_with_the_best_hit_stands_first_and_inside_it_the_order_is_that_of_reading() -> None:
    found = result(hit("a", "1", (0, 4)), hit("b", "1", (0, 2)), hit("b", "2", (0, 2), (6, 8), score=9), a=1, b=2)
    by_relevance = arranged(found, "relevance")
    assert [(g.doc, g.first, g.total) for g in by_relevance.groups] == [("b", 0, 2), ("a", 2, 1)]
    assert [h.block for h in by_relevance.hits] == ["1", "2", "1"]
    assert by_relevance.places == (Place(0, 0), Place(1, 0), Place(1, 1), Place(2, 0))
    assert [g.doc for g in arranged(found, "document").groups] == ["a", "b"]


def test_places_are_those_of_the_block_also_in_a_table_row_and_without_a_span() -> None:
    answer = arranged(result(hit("a", "t", (2, 4), at=Span(100, 120)), hit("a", "x"), total=5, a=5), "document")
    assert answer.location(answer.places[0]) == Location("a", "t", Span(102, 104))
    assert answer.location(answer.places[1]) == Location("a", "x")
    assert not answer.complete
    assert answer.groups[0].total == 5
    assert [number for number, _ in answer.hits_in("a")] == [0, 1]


def test_a_phrase_has_no_operators_left() -> None:
    assert phrase('平台"OR') == '"平台 OR"'
    assert phrase("  ") == ""


@pytest.mark.parametrize("first", [0, 3, 50, 190])
def test_an_excerpt_shows_its_first_mark_and_keeps_spans_true(first: int) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(200))
    spans = (Span(first, first + 2), Span(first + 4, first + 6))
    shown, marks = excerpt(text, spans)
    assert [m.cut(shown) for m in marks] == [s.cut(text) for s in spans]
    assert len(shown) <= LONGEST + 1
    assert shown.startswith("…") == (first > 12)


def test_an_excerpt_begins_with_its_sentence_where_that_is_near() -> None:
    shown, _ = excerpt("前面的话很长很长很长很长。数字经济", (Span(13, 17),))
    assert shown == "…数字经济"


# Places in words


def test_a_place_is_named_by_the_heading_it_stands_under(make_document: Callable[..., Document]) -> None:
    document = make_document("一、总体要求", "（一）指导思想", "坚持以人民为中心的发展思想。", "二、重点任务")
    blocks = document.blocks
    assert place_name(document, blocks[2]) == "一 › （一） 指导思想"
    assert place_name(document, blocks[0]) == "一 总体要求"
    assert paragraph_number(document, blocks[3].id) == (4, 4)


# Actions and words


def test_no_key_means_two_things_and_ctrl_shift_f_is_left_alone() -> None:
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))
    taken_by_input_methods = {"Ctrl+Shift+F", "Ctrl+Space", "Ctrl+.", "Shift+Space", "Ctrl+Shift"}
    assert not taken_by_input_methods & set(keys)


def test_the_help_page_lists_every_key() -> None:
    page = help_page(Texts(TRANSLATIONS))
    for spec in ACTIONS:
        assert spec.group in GROUPS
        assert not spec.keys or spec.text in page


def test_the_help_page_finds_an_action_by_words_and_by_key_and_stands_in_columns() -> None:
    texts = Texts(TRANSLATIONS)
    assert "打印…" in help_page(texts, "打印")
    assert "打印…" in help_page(texts, "ctrl+p")
    assert "搜索全库" not in help_page(texts, "打印")
    assert "没有这样的操作" in help_page(texts, "天气预报")
    assert "语料" in help_page(
        texts, "安装语料包", places=places(texts)
    )  # an action without a key: under which menu it stands
    assert "安装语料包" not in help_page(texts, places=places(texts))
    one, three = help_page(texts), help_page(texts, columns=3)
    assert three.count("width='33%'") == 3
    assert one.count("<h3>") == three.count("<h3>") == len(GROUPS)


@cache
def said_in_the_code() -> frozenset[str]:
    """Every Chinese string of the window's modules that is no docstring."""
    found: set[str] = set()
    others = {"document_view.py", "view_bars.py", "render.py", "fonts.py", "styles.py", "balance.py", "healthcheck.py"}
    files = list((ROOT / "reader" / "ui").rglob("*.py"))
    assert len(files) >= 140, "the window's modules are looked for where they are"
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
                "_texts",
                "texts",
            }:
                found |= {
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and file.name not in others:
                plain = node.value not in docs and re.search(r"[\u4e00-\u9fff]{2}", node.value)
                if plain and file.name in {
                    "actions.py",
                    "menus.py",
                    "colour_row.py",
                    "source_facts.py",
                    "edit_list.py",
                }:
                    found.add(node.value)
    return frozenset(found | set(RULE_NAMES.values())) - {"简体中文", "繁體中文"}


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_every_sentence_of_the_window_is_translated_with_the_same_blanks(language: str) -> None:
    catalogue = json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8"))
    missing = sorted(said_in_the_code() - set(catalogue))
    assert not missing
    for sentence, translation in catalogue.items():
        blanks = [{name for _, name, _, _ in Formatter().parse(each) if name} for each in (sentence, translation)]
        assert blanks[0] == blanks[1], sentence


def test_a_word_that_another_language_has_two_words_for_says_which_is_meant() -> None:
    chinese, english = Texts(TRANSLATIONS), Texts(TRANSLATIONS, "en")
    assert chinese("批注//一条") == chinese("批注") == "批注"
    assert (english("批注//一条"), english("批注")) == ("Note", "Notes")
    assert (english("确定//无疑"), english("确定")) == ("Sure", "OK")


def test_the_language_switches_and_an_unknown_one_is_simplified(qtbot: object) -> None:
    texts = Texts(TRANSLATIONS, "en")
    heard: list[str] = []
    texts.changed.connect(lambda: heard.append(texts.language))
    assert texts("文库") == "Library"
    texts.set_language("zh_TW")
    assert texts("文库") == "文庫"
    texts.set_language("xx")
    assert texts("文库") == "文库"
    assert texts("一句没有翻译的话") == "一句没有翻译的话"
    assert heard == ["zh_TW", "zh_CN"]
