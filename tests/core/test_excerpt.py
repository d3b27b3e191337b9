"""What is copied keeps its form: in HTML for word processors, and as Markdown that reads as the text does."""

from __future__ import annotations

import pytest

from reader.core.excerpt import Excerpt, html, markdown

PARTS = (
    Excerpt("title", "某市<试行>方案"),
    Excerpt("heading", "一、总体要求", 1),
    Excerpt("heading", "（一）目标", 2),
    Excerpt("paragraph", "加快建设。到2025年", bold=5),
    Excerpt("table", "指标\t值\n甲\t3|4", rows=(("指标", "值"), ("甲", "3|4"))),
)


def test_html_has_headings_by_level_bold_words_and_tables() -> None:
    made = html(PARTS)
    assert "<h1>一、总体要求</h1><h2>（一）目标</h2>" in made
    assert "某市&lt;试行&gt;方案" in made
    assert "<b>加快建设。</b>到2025年</p>" in made
    assert made.count("<tr>") == 2
    assert made.count("</th>") == made.count("</td>") == 2
    assert made.index("<!--StartFragment-->") < made.index("<p ")


def test_markdown_has_the_same() -> None:
    assert markdown(PARTS).split("\n\n") == [
        "# 某市\\<试行\\>方案", "## 一、总体要求", "### （一）目标", "**加快建设。**到2025年",
        "| 指标 | 值 |\n| --- | --- |\n| 甲 | 3\\|4 |\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "made"),
    [("1.打造平台", "1\\.打造平台"), ("12) 其他", "12\\) 其他"), ("# 号", "\\# 号"), ("- 项", "\\- 项"),
     ("2021年底", "2021年底"), ("（一）*重点*", "（一）\\*重点\\*"), ("[甲](乙)", "\\[甲\\](乙)")],
)  # fmt: skip
def test_signs_of_the_text_stay_signs_of_the_text(text: str, made: str) -> None:
    assert markdown([Excerpt("paragraph", text)]) == f"{made}\n"


def test_rows_of_different_lengths_make_one_table() -> None:
    rows = (("甲", "乙", "丙"), ("合计", "3"))
    assert markdown([Excerpt("table", "", rows=rows)]).splitlines()[-1] == "| 合计 | 3 |  |"


def test_a_cell_over_several_rows_is_one_cell_in_html_and_stands_in_each_row_of_markdown() -> None:
    rows = (("类", "项", "值"), ("甲", "一", "1"), ("甲", "二", "2"), ("乙", "三", "3"))
    cells = ((0, 0, 1), (0, 1, 1), (0, 2, 1), (1, 0, 2), (1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 1), (3, 0, 1),
             (3, 1, 1), (3, 2, 1))  # fmt: skip
    made = html([Excerpt("table", "", rows=rows, cells=cells)])
    assert made.count(">甲<") == 1
    assert '<td rowspan="2" style="border:1px solid #000">甲</td>' in made
    assert made.count("<td") == 8
    assert html([Excerpt("table", "", rows=rows)]).count(">甲<") == 2, "part of a table is told row by row"
    assert markdown([Excerpt("table", "", rows=rows, cells=cells)]).count("甲") == 2
