"""The query language: what is an operator, what is text, and what is said about it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.query import And, Filter, Near, Not, Number, Or, Words, echoed, parse, quoted, rewritten

LITERALLY = "已按原文逐字查找。"


def w(text: str, scope: str = "any") -> Words:
    return Words(text, scope)  # type: ignore[arg-type]  # a test names scopes as strings


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("数字经济", w("数字经济")),
        ("  数字经济\u3000", w("数字经济")),
        ("数字 经济", And((w("数字"), w("经济")))),
        ("数字 数字", w("数字")),
        ("数字\u3000经济", And((w("数字"), w("经济")))),
        ("数字 AND 经济", And((w("数字"), w("经济")))),
        ('"数字 经济"', w("数字 经济")),
        ("“数字 经济”", w("数字 经济")),
        ("「数字 经济」 平台", And((w("数字 经济"), w("平台")))),
        ("＂数字 经济＂", w("数字 经济")),
        ("数字 OR 智能", Or((w("数字"), w("智能")))),
        ("数字 ＯＲ 智能", Or((w("数字"), w("智能")))),
        ("数字|智能", Or((w("数字"), w("智能")))),
        ("数字｜智能 平台", Or((w("数字"), And((w("智能"), w("平台")))))),
        ("平台 -试点", And((w("平台"), Not(w("试点"))))),
        ("平台 －试点", And((w("平台"), Not(w("试点"))))),
        ('平台 -"试点 项目"', And((w("平台"), Not(w("试点 项目"))))),
        ("平台 -(试点 项目)", And((w("平台"), Not(And((w("试点"), w("项目"))))))),
        ("（数字 OR 智能） 平台", And((Or((w("数字"), w("智能"))), w("平台")))),
        ("(a|(b c)) d", And((Or((w("a"), And((w("b"), w("c"))))), w("d")))),
        ("数字 NEAR/30 平台", Near(w("数字"), w("平台"), 30)),
        ("数字 NEAR 平台", Near(w("数字"), w("平台"), 30)),
        ("数字 ＮＥＡＲ／5 平台 试点", And((Near(w("数字"), w("平台"), 5), w("试点")))),
        ("标题:数字", w("数字", "title")),
        ("標題：數字", w("數字", "title")),
        ("title:数字 body:平台", And((w("数字", "title"), w("平台", "body")))),
        ("责任单位：“市 委”", w("市 委", "unit")),
        ("机关:天津", Filter("issuer", "天津")),
        ("年份:2021", Filter("year", "2021", (2021, 2021))),
        ("年份：2021..2025", Filter("year", "2021..2025", (2021, 2025))),
        ("year:2025-2021", Filter("year", "2025-2021", (2021, 2025))),
        ("年份:2021年", Filter("year", "2021年", (2021, 2021))),
        ("年份:2021.. 平台", And((Filter("year", "2021..", (2021, 9999)), w("平台")))),
        ("年份:..2020", Filter("year", "..2020", (0, 2020))),
        ("级别:市", Filter("level", "city")),
        ("級別:市級", Filter("level", "city")),
        ("level:CITY", Filter("level", "city")),
        ("状态:草案", Filter("status", "draft")),
        ("批注:核实 标签:重点", And((Filter("note", "核实"), Filter("tag", "重点")))),
        ("文号:2021", Filter("number", "2021")),
        ("津政发 2021 14", Number("津政发", "2021", "14", whole=False)),
        ("津政發〔2021〕14號", Number("津政发", "2021", "14", whole=True)),
        ("津政发[2021]014号", Number("津政发", "2021", "14", whole=True)),
        ("津政发（2021）第14号", Number("津政发", "2021", "14", whole=True)),
        ("津政发【2021】14", Number("津政发", "2021", "14", whole=False)),
    ],
)
def test_reads(text: str, node: object) -> None:
    query = parse(text)
    assert query.node == node
    assert query.notice is None
    assert query.text == text


@pytest.mark.parametrize(
    "text",
    [
        "（一）加快",
        "（一）",
        "(2021-2023年)",
        "“津产发”数字",
        "建设“津产发",
        "2021-2023年",
        "5G",
        "a-b",
        "，。",
        "()",
        "((((",
        "foo:bar",
        "标题:",
        ":",
        "-",
        "C++|".replace("|", ""),
        ".*[a-z]+$\\",
        "🙂",
        "\ud800",
        "数字经济2021",
        "任务14",
        "第2021章",
        ")",
        "）（",
    ],
)
def test_a_piece_of_text_is_searched_as_it_stands(text: str) -> None:
    assert parse(text).node == w(text)
    assert parse(text).notice is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('"数字', "引号没有配对"),
        ("“数字 经济", "引号没有配对"),
        ('"', "引号没有配对"),
        ("-试点", "只有排除的词"),
        ("-a -b", "只有排除的词"),
        ("a OR", "缺少查找的词"),
        ("OR", "缺少查找的词"),
        ("a | | b", "缺少查找的词"),
        ("a NEAR/5", "缺少查找的词"),
        ("a NEAR (b c)", "NEAR 的两边"),
        ("(a OR b", "括号没有配对"),
        ("a OR -b", "只有排除的词"),
        ("a --b", "排除号重复"),
        ("(a " * 60 + ")" * 60, "括号"),
        ("字 " * 300, "256"),
    ],
)
def test_what_cannot_be_read_is_searched_literally_and_says_so(text: str, why: str) -> None:
    query = parse(text)
    assert query.node == w(text.strip())
    assert query.notice is not None
    assert why in query.notice
    assert query.notice.endswith(LITERALLY)


@pytest.mark.parametrize("text", ["年份:明年", "级别:宇宙", "状态:x"])
def test_a_filter_that_cannot_be_one_is_searched_as_text(text: str) -> None:
    query = parse(f"平台 {text}")
    assert query.node == And((w("平台"), w(text)))
    assert query.notice == f"“{text}”不能用作筛选，已按文字查找。"


def test_nothing_typed_is_no_query() -> None:
    assert parse(" \t\u3000").node is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("數字經濟", "“数字经济”"),
        ("數字經濟 平台", "“数字经济”且“平台”"),
        ("a|b c", "“a”或（“b”且“c”）"),
        ("(a|b) -c", "（“a”或“b”），不含“c”"),
        ("a NEAR/5 b", "“a”与“b”相距不超过 5 字"),
        ("標題:數字 年份:2021..2025 级别:市", "标题含“数字”且年份为 2021 至 2025 年且级别为“市级”"),
        ("年份:2021..", "年份为 2021 年以后"),
        ("年份:..2021", "年份为 2021 年以前"),
        ("津政发 2021 14", "文号“津政发〔2021〕14”"),
        ("字" * 100, f"“{'字' * 100}”"),
    ],
)
def test_says_how_it_was_read(text: str, says: str) -> None:
    assert parse(text).read_as == says


def test_what_is_repeated_of_something_long_is_its_beginning() -> None:
    assert echoed("数字经济") == "数字经济"
    assert echoed(parse("字" * 100).read_as) == f"“{'字' * 39}…”"
    assert echoed("字" * 41) == f"{'字' * 40}…"
    notice = parse("平台 年份:" + "字" * 100).notice
    assert notice is not None
    assert len(notice) < 80


@pytest.mark.parametrize(
    "text",
    [
        "数字经济", "数字 经济", '"数字 经济"', "数字|智能 平台", "(数字 OR 智能) 平台", "平台 -试点", "平台 -(试点 项目)",
        "数字 NEAR/30 平台", "a NEAR/5 b c", "标题:数字 正文:“平 台”", "责任单位:市委", "年份:2021..2025 级别:市 状态:草案",
        "批注:核实 标签:重点", "机关:“天津 市”", "津政发〔2021〕14号", "津政发 2021 14", "（一） 加快 OR 5G-A",
    ],
)  # fmt: skip
def test_what_was_read_can_be_written_again(text: str) -> None:
    node = parse(text).node
    assert node is not None
    again = rewritten(node)
    assert again is not None
    assert parse(again).node == node


@given(st.text(st.sampled_from('数字a 　"“”()|-:ORNEAR/5年份2021.'), max_size=40))
def test_what_is_written_again_is_the_same_query_or_nothing(text: str) -> None:
    node = parse(text).node
    if node is not None and (again := rewritten(node)) is not None:
        assert parse(again).node == node


@given(st.text(st.sampled_from('数字a 　"“”「」()（）|｜-－:：ORNEAR/5标题年份2021..〔〕号发\n\ud800𠮷'), max_size=60))
def test_any_text_is_some_query(text: str) -> None:
    query = parse(text)
    assert (query.node is None) == (not text.strip())
    assert query.read_as or query.node is None


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.strip() == text and not set('"＂') & set(text)))
def test_quoted_words_are_exactly_these(text: str) -> None:
    assert parse(quoted(text)).node == w(text)


@pytest.mark.parametrize(
    "piece", ["(", "( ", "(a ", "a ", "“", "“a” ", "-", "a|", ":", "标题:", "数", "((a b) ", "OR ", '"', "a NEAR b "]
)
def test_ten_thousand_characters_do_not_hang(piece: str) -> None:
    start = time.monotonic()
    parse((piece * 10_000)[:10_000])
    assert time.monotonic() - start < 20  # no benchmark: what is quadratic here would take minutes
