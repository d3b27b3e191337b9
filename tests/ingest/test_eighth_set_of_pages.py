"""Kinds of pages from an eighth set that nobody had seen: everything on one line behind the page's fields, cards of laws
that were only revised, days beside who signs, chapters without their number.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import TEXT, TITLE_LINE, headings, read, texts


@pytest.mark.parametrize("name", ["法律责任", "监督检查", "保障措施", "罚则"])
def test_a_chapter_without_its_number_is_a_heading_between_articles(name: str) -> None:
    law = [
        "第一条 为节约用水，制定本条例。",
        "第二条 单位应当节水。",
        name,
        "第三条 违者罚款。",
        "第四条 自公布日施行。",
    ]
    assert headings(read("青溪县节水条例", *law)) == [(name, 1)]
    assert headings(read("青溪县节水条例", *law[:2], "河流湖泊", *law[3:])) == []


@pytest.mark.parametrize("day", ["20240305", "二〇二四年三月五日", "2024年3月5日"])
@pytest.mark.parametrize("organ", ["青溪县人民政府", "青溪县水利厅", "青溪縣水利廳"])
def test_who_signs_and_the_day_stand_on_one_line(day: str, organ: str) -> None:
    document = read(TITLE_LINE, *TEXT, f"{organ}　　{day}")
    assert [b.kind for b in document.blocks[-2:]] == ["signature", "date"]
    assert document.written == "2024-03-05"


_ON_ONE_LINE = (
    "青溪县人民政府关于加强节水工作的通知 青政发〔2024〕8号 各乡镇人民政府： 为加强节水，现将有关事项通知如下。 "
    "一、总体要求 推进计量设施改造，建设统一的监测平台。 二、主要任务 新建水厂三座，改造管网八十公里，加强水源保护。"
)


def test_a_document_on_one_line_behind_the_fields_of_its_page() -> None:
    document = read(f"发布日期：2024-03-06 | 来源：青溪县人民政府 | | {_ON_ONE_LINE}")
    assert (document.title, document.published) == (TITLE_LINE, "2024-03-06")
    assert headings(document) == [("一、总体要求", 1), ("二、主要任务", 1)]
    assert not any("|" in text for text in texts(document))


def test_a_row_of_a_table_is_no_document_on_one_line() -> None:
    cell = _ON_ONE_LINE.split("各乡镇", maxsplit=1)[1]
    document = read("序号 | 单位 | 任务", f"1 | 水利局 | {cell}", "2 | 教育局 | 开展宣传。")
    rows = document.blocks[0].rows
    assert rows is not None
    assert rows[1][0] == "1"


def test_the_card_of_a_law_that_names_only_its_revision() -> None:
    card = ["法規名稱： 社區發展補助辦法", "修正日期： 民國 109 年 11 月 05 日"]
    law = ["第 1 條", "本辦法依社會救助法第十條規定訂定之。", "第 2 條", "本辦法之主管機關為衛生福利部。"]
    assert read(*card, *law).written == "2020-11-05"
    passed = [card[0], "公發布日： 民國 100 年 01 月 02 日", card[1]]
    assert read(*passed, *law).written == "2011-01-02"


def test_a_title_in_a_cell_that_spans_columns() -> None:
    title = "青溪县人民政府关于印发青溪县节水规划的通知"
    rows = [
        "<tr><td>索引号</td><td>1136/2023-05521</td><td>主题分类</td><td>水利</td></tr>",
        "<tr><td>发布机构</td><td>青溪县人民政府</td><td>成文日期</td><td>2023年08月21日</td></tr>",
        f"<tr><td>标题</td><td colspan=3>{title}</td></tr>",
    ]
    page = f"<html><body><table>{''.join(rows)}</table><p>各乡镇人民政府：</p><p>现将《青溪县节水规划》印发给你们。</p></body></html>"
    document = read(page, name="page.html")
    assert (document.title, document.written) == (title, "2023-08-21")
