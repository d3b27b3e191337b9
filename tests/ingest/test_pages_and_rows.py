"""Pages, tables and numbers in their smallest examples: what a tag becomes, what is a row, what counts a line."""

from __future__ import annotations

import pytest

from reader.ingest.form.numbering import chinese, numbered, value_of
from reader.ingest.form.tables import SPANS, bar_tabs, rebuild_tables, rows_of
from reader.ingest.page.html import strip_html, strip_markdown
from reader.ingest.page.layout_portal import title_line
from reader.ingest.traced import TracedText


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "\n\na|b\n\nc|d\n\n"),
        ("<table><tr><td>a</td></tr><tr><td>c</td></tr></table>", "\n\n\na\n\n\n\nc\n\n\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "\n\n\na\n\nb\n\n\n"),
        (
            "<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>",
            "\n\n\n\n\na|b\n\nc|d\n\n\n\n\n",
        ),
        ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "\n\na|b\n\n|c\n\n"),
        (
            "<table><tr><td rowspan=3>a</td><td>b</td><td>x</td></tr><tr><td>c</td><td>y</td></tr><tr><td>d</td><td>z</td></tr><tr><td>e</td><td>f</td><td>g</td></tr></table>",
            "\n\na|b|x\n\n|c|y\n\n|d|z\n\ne|f|g\n\n",
        ),
        ("<table><tr><td>b</td><td rowspan=2>a</td></tr><tr><td>c</td></tr></table>", "\n\nb|a\n\nc|\n\n"),
        (
            "<table><tr><td colspan=3>a</td><td>b</td></tr><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>",
            "\n\na|||b\n\n1|2|3|4\n\n",
        ),
        ("<table><tr><td colspan=x>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>", "\n\na|b\n\n1|2\n\n"),
        ("<table><tr><td>a|b</td><td>c</td></tr><tr><td>1</td><td>2</td></tr></table>", "\n\na│b|c\n\n1|2\n\n"),
        (
            "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr><tr><td>1</td><td>2</td></tr></table>",
            "\n\nab|c\n\n1|2\n\n",
        ),
        ("<p>a</p><p>b</p>", "\na\n\nb\n"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<script>x<y</script>a", "a"),
        ("<style>p{}</style>a<noscript>n</noscript>b", "ab"),
        ("<head><title>t</title></head><body>b</body>", "\n\nb\n"),
        ("<head><title>t</title><body>b</body>", "\n\nb\n"),
        ("<nav>m</nav>b", "\nb"),
        ("<nav>m b", "\nm b"),
        ("<svg><svg></svg>x</svg>y", "y"),
        ("a&amp;b&lt;c&#65;&#x42;&nbsp;d&unknown;", "a&b<cAB\xa0d&unknown;"),
        ("a\n   b", "a b"),
        ("<p\n>a", "\na"),
        ("<select><option>x</option></select>y", "y"),
        ("a<span>b</span>c", "abc"),
        ("<!-- c -->a", "a"),
        ("<ul><li>a</li><li>b</li></ul>", "\n\na\n\nb\n\n"),
        ("<iframe>x</iframe>y", "\ny"),
        ("<h1>t</h1>b", "\nt\nb"),
        ("<nav>a</nav>x<nav>b", "\nx\nb"),
        ("<script>never closed", "\n"),
        ("<td>a</td>", "\na\n"),
    ],
)
def test_the_text_of_a_page(page: str, text: str) -> None:
    # What a cell from above or from the left covers is marked; the marks show nothing.
    assert strip_html(TracedText(page)).text.translate(SPANS) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("# 标题\n**加粗**文", "标题\n加粗文"),
        ("标题\n**加粗**文", "标题\n**加粗**文"),
        ("## 甲\n<!-- x -->\n乙", "甲\n\n乙"),
        ("#标题", "#标题"),
    ],
)
def test_the_text_of_markdown(page: str, text: str) -> None:
    assert strip_markdown(TracedText(page)).text == text


@pytest.mark.parametrize(
    ("lines", "page", "at"),
    [
        (["首页", "某市关于加强管理的通知"], "<title>某市关于加强管理的通知-某网</title>", 1),
        (["某市关于加强"], "<title>某市关于加强管理</title>", 0),
        (["某市关于"], "<title>某市关于加强管理</title>", None),
        (["甲", "某市 关于加强管理"], "<h1 class=x>某市关于<b>加强管理</b></h1>", 1),
        (["某市关于加强管理"], "<h2>某市关于加强管理</h2>", None),
        (["某市&关于加强"], "<title>某市&amp;关于加强管理</title>", 0),
    ],
)
def test_the_line_that_a_page_names_as_its_title(lines: list[str], page: str, at: int | None) -> None:
    assert title_line(lines, page) == at


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲|乙|丙\n1|2|3\n4|5|6", "甲\t乙\t丙\x1e1\t2\t3\x1e4\t5\t6"),
        ("|甲|乙|\n|--|:-:|\n|1|2|\n", "甲\t乙\x1e1\t2\n"),
        ("甲|乙\n1|2", "甲|乙\n1|2"),
        ("甲|乙\n1|2\n3|4", "甲\t乙\x1e1\t2\x1e3\t4"),
        ("甲|\n乙\n1|\n2\n3|\n4", "甲\t乙\x1e1\t2\x1e3\t4"),
        ("甲|\n乙|\n丙\n1|\n2|\n3\n4|\n5", "甲\t乙\t丙\x1e1\t2\t3\x1e\t4\t5"),
        ("甲|\n乙|\n1|\n2|\n3|\n4|", "甲\t乙\x1e1\t2\x1e3\t4"),
        (
            "序号|任务|单位\n1|建设|市科技局\n2|推进|市教委\n并落实||",
            "序号\t任务\t单位\x1e1\t建设\t市科技局\x1e2\t推进\t市教委\x1e\t\t并落实",
        ),
        ("文字\n甲|乙|丙\n1|2|3\n文字", "文字\n甲\t乙\t丙\x1e1\t2\t3\n文字"),
        ("甲|乙|丙\n\n1|2|3\n文字", "甲\t乙\t丙\x1e1\t2\t3\n文字"),
        ("甲\t乙\t丙\n1\t2\t3", "甲\t乙\t丙\n1\t2\t3"),
        ("甲\t乙\n1\t2", "甲\t乙\n1\t2"),
        ("甲\t乙\n1\t2\n3\t4", "甲\t乙\n1\t2\n3\t4"),
        ("甲|1|2\n乙|3", "甲|1|2\n乙|3"),
    ],
)
def test_bars_are_tables(was: str, now: str) -> None:
    assert rebuild_tables(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲\t乙\t丙\n1\t2\t3", "甲|乙|丙\n1|2|3"),
        ("甲\t乙\n1\t2", "甲\t乙\n1\t2"),
        ("甲\t乙\n1\t2\n3\t4", "甲|乙\n1|2\n3|4"),
        ("甲\t乙\n文字", "甲\t乙\n文字"),
        ("甲\t乙\t丙\n文字\n1\t2\t3", "甲\t乙\t丙\n文字\n1\t2\t3"),
        (" 甲\t乙\t丙 \n1\t2\t3", " 甲|乙|丙 \n1|2|3"),
    ],
)
def test_tabs_are_bars_where_lines_are_alike(was: str, now: str) -> None:
    assert bar_tabs(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t乙\n1\t2\n\t3", (("甲", "乙"), ("1", "2"), ("1", "3"))),
        ("甲\t乙\n1\t2\n3\t", (("甲", "乙"), ("1", "2"), ("3", ""))),
        ("甲\t乙\n1\t2\n\t3\n\t4", (("甲", "乙"), ("1", "2"), ("1", "3"), ("1", "4"))),
        ("甲\t乙\t丙\n1\n\t2\t3", (("甲", "乙", "丙"), ("1", "", ""), ("1", "2", "3"))),
        ("甲\t乙\n\t2", (("甲", "乙"), ("", "2"))),
    ],
)
def test_a_spanned_cell_is_in_every_row_it_covers(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、要求", ("han", "一", 1, 2, 1)),
        ("一.要求", ("han", "一", 1, 2, 1)),
        ("（一）思想", ("han-bracket", "（一）", 1, 3, 2)),
        ("(一)思想", ("han-bracket", "（一）", 1, 3, 2)),
        ("1.坚持", ("digit", "1", 1, 2, 3)),
        ("1、坚持", ("digit", "1", 1, 2, 3)),
        ("1．坚持", ("digit", "1", 1, 2, 3)),
        ("（1）推进", ("digit-bracket", "（1）", 1, 3, 4)),
        ("1）推进", ("digit-half", "（1）", 1, 2, 4)),
        ("①完善", ("circle", "①", 1, 1, 5)),
        ("第一章 总则", ("chapter", "第一章", 1, 3, 1)),
        ("第一节 目标", ("section", "第一节", 1, 3, 2)),
        ("第一条 为了", ("article", "第一条", 1, 3, 3)),
        ("第十二条之一 为了", ("article", "第十二条之一", 12, 6, 3)),
        ("壹、总则", ("han-formal", "壹", 1, 2, 1)),
        ("1.1 目的", ("decimal", "1.1", 1, 3, 2)),
        ("1.1.1目的", ("decimal", "1.1.1", 1, 5, 3)),
        ("十一、其他", ("han", "十一", 11, 3, 1)),
        ("二十、其他", ("han", "二十", 20, 3, 1)),
        ("第一部分 总则", ("part", "第一部分", 1, 4, 1)),
        ("1.5亿元", None),
        ("2021年", None),
        ("一是加强", None),
        ("A.甲", None),
        ("⑩完善", ("circle", "⑩", 10, 1, 5)),
        ("第一编 总则", ("part", "第一编", 1, 3, 1)),
        ("一", None),
        ("（一）", ("han-bracket", "（一）", 1, 3, 2)),
        ("100.推进", ("digit", "100", 100, 4, 3)),
        ("（二十一）推进", ("han-bracket", "（二十一）", 21, 5, 2)),
        ("1总则", None),
        ("第1条 推进", ("article", "第1条", 1, 3, 3)),
        ("第三十条 推进", ("article", "第三十条", 30, 4, 3)),
    ],
)
def test_numbers_at_the_head_of_a_line(line: str, number: tuple[str, str, int, int, int] | None) -> None:
    found = numbered(line)
    assert (found and (found.form, found.text, found.value, found.end, found.level)) == number


def test_numbers_in_words() -> None:
    words = {
        "一": 1,
        "十": 10,
        "十一": 11,
        "二十": 20,
        "二十一": 21,
        "一百": 100,
        "一百零一": 101,
        "一百二十": 120,
        "二百": 200,
        "〇": 0,
        "12": 12,
        "两": 2,
        "千": 1000,
    }
    assert {word: value_of(word) for word in words} == words
    assert [chinese(value) for value in (1, 9, 10, 11, 19, 20, 21, 99)] == [
        "一", "九", "十", "十一", "十九", "二十", "二十一", "九十九",
    ]  # fmt: skip
