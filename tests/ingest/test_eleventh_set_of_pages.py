"""Kinds of pages from an eleventh set that nobody had seen: orders of several authorities, drawn tables, speeches and
open letters, a short letter on one line, fields whose words end as titles do.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import TEXT, TITLE_LINE, headings, read, texts

_RULES = ("第一条 为加强管理，制定本规定。", "第二条 单位应当节水。", "第三条 本规定自2022年1月1日起施行。")


@pytest.mark.parametrize("number", ["2021年第18号", "第18号", "（第十八号）"])
def test_the_head_of_an_order_that_several_authorities_sign_line_by_line(number: str) -> None:
    head = ["中华人民共和国水利部", "中华人民共和国公安部", "令", number]
    document = read(
        *head,
        "《供水管理规定》已经审议通过，现予公布。",
        "水利部部长　某某某",
        "2021年7月11日",
        "供水管理规定",
        *_RULES,
    )
    assert (document.issuers, document.level) == (("水利部", "公安部"), "national")
    assert document.doc_number == f"中华人民共和国水利部 中华人民共和国公安部令{number.strip('（）')}"
    assert read("青溪县水利局", "青溪县公安局", "令人鼓舞", number, *_RULES).doc_number != document.doc_number


_DRAWN = (
    ["┌──┬────┐", "│序号│名称　│", "├──┼────┤", "│1　 │县水厂│", "├──┼────┤", "│2　 │城北站│", "└──┴────┘"],
    ["+----+------+", "|序号|名称  |", "+----+------+", "|1   |县水厂|", "|2   |城北站|", "+----+------+"],
    ["╔══╦════╗", "║序号║名称　║", "╠══╬════╣", "║1　 ║县水厂║", "║2　 ║城北站║", "╚══╩════╝"],
)


@pytest.mark.parametrize("drawn", _DRAWN)
def test_a_table_that_was_drawn_with_signs(drawn: list[str]) -> None:
    document = read("青溪县供水设施一览表", *drawn, "注：数据截至2023年底。")
    table = next(block for block in document.blocks if block.kind == "table")
    assert table.rows == (("序号", "名称"), ("1", "县水厂"), ("2", "城北站"))
    assert texts(document)[-1] == "注：数据截至2023年底。"


def test_rules_and_bars_without_rows_between_them_are_no_table() -> None:
    document = read(TITLE_LINE, *TEXT, "│这一行只有一个符号，前后没有表格。", "推进│建设。")
    assert not any(block.kind == "table" for block in document.blocks)
    assert "│这一行只有一个符号，前后没有表格。" in texts(document)


def test_a_speech_is_called_by_where_it_was_held() -> None:
    title = "在全县节约用水工作会议上的讲话"
    speech = ["（2022年4月11日）", "县长　某某某", "同志们：", "今天会议的任务是部署工作，我讲两点意见。"]
    document = read(title, *speech, "一、认清形势", "用水需求增长较快。")
    assert (document.title, document.written, document.kind) == (title, "2022-04-11", "讲话")
    assert [b.kind for b in document.blocks if b.text == "同志们："] == ["salutation"]


@pytest.mark.parametrize("whom", ["尊敬的家长朋友：", "亲爱的同学、老师们：", "尊敬的用水户："])
def test_an_open_letter_says_to_whom(whom: str) -> None:
    letter = ["致全县用水户的一封信", whom, "夏季用水高峰将至，请您节约用水，做到一水多用。"]
    document = read(*letter, "青溪县水利局", "2023年6月28日")
    assert (document.title, document.written) == (letter[0], "2023-06-28")
    assert document.blocks[1].kind == "salutation"


def test_a_short_letter_that_stands_on_one_line() -> None:
    letter = (
        "青溪县水利局关于商请支持水库加固的函 青水函〔2023〕21号 县财政局： 为确保度汛安全，请落实配套资金。 "
        "专此函达。 青溪县水利局 2023年2月14日"
    )
    document = read(letter)
    assert (document.doc_number, document.written) == ("青水函〔2023〕21号", "2023-02-14")
    assert (document.issuers, document.kind) == (("青溪县水利局",), "函")
    assert "县财政局：" in texts(document)


def test_words_of_a_field_that_end_as_titles_do_are_no_title() -> None:
    card = ["索引号", "QX-0301-8", "公文种类", "通知", "发文机关", "青溪县水利局", "成文日期", "2020年4月17日"]
    more = ["发文字号", "青水发〔2020〕25号", "主题词", "用水 节水 通知", ""]
    title = "青溪县水利局关于规范取水的通知"
    document = read(*card, *more, title, "各乡镇：", *TEXT[1:])
    assert (document.title, document.attachment_title) == (title, None)
    assert texts(document)[0] == title
    # Without the title below, what stands under the last label may be the title.
    assert "取水许可管理办法" in texts(read(*card, "主题词", "取水许可管理办法", *_RULES))


def test_a_quotation_of_markdown_below_the_title_is_read_without_its_mark() -> None:
    passed = "2021年7月29日青溪省第十三届人民代表大会常务委员会第二十七次会议通过"
    document = read("# 青溪省节水条例", "", f"> {passed}", "", "## 第一章 总则", "", *_RULES, name="law.md")
    assert (document.written, document.issuers) == ("2021-07-29", ("青溪省人民代表大会常务委员会",))
    assert passed in texts(document)
    saved = read(
        "---", "title: 青溪省节水条例", "date: 2021-07-30", "---", "> 本文由脚本提取", "# 青溪省节水条例", *_RULES
    )
    assert not any("脚本" in text for text in texts(saved))


def test_the_month_below_an_authority_on_a_cover_is_its_day() -> None:
    cover = [
        "青溪市水资源综合规划",
        "（2021—2035年）",
        "青溪市人民政府",
        "二〇二三年十二月",
        "第一章 现状",
        "水资源不足。",
    ]
    document = read(*cover, "第二章 目标", "建设节水型城市。")
    assert document.issuers == ("青溪市人民政府",)
    assert [b.kind for b in document.blocks[1:3]] == ["signature", "date"]
    assert headings(document) == [("第一章　现状", 1), ("第二章　目标", 1)]


def test_who_published_may_stand_between_a_headline_and_its_moment() -> None:
    page = [
        "消费者委员会提醒市民留意网购陷阱",
        "新闻中心",
        "2024-03-06 17:20",
        "委员会近月接获多宗投诉，呼吁市民切勿点击不明链接。",
    ]
    document = read(*page)
    assert (document.title, document.published) == (page[0], "2024-03-06")


def test_a_site_and_its_column_before_a_title() -> None:
    line = "青溪县人民政府网站 【政策文件】 关于修订《青溪县物业管理办法》的通知"
    assert read(line, "信息来源：县住建局 发布时间：2021-01-19", *TEXT).title == "关于修订《青溪县物业管理办法》的通知"


@pytest.mark.parametrize(
    ("copied", "number"),
    [
        ("青政发（2016）7号", "青政发〔2016〕7号"),
        ("青劳薪（1994）36号", "青劳薪〔1994〕36号"),
        ("（1994）青劳薪字第36号", "（1994）青劳薪字第36号"),
    ],
)
def test_the_year_of_a_number_stands_in_its_own_brackets(copied: str, number: str) -> None:
    document = read(TITLE_LINE, copied, *TEXT)
    assert document.doc_number == number


def test_what_calls_for_a_lawyer_is_the_pages() -> None:
    law = ["青溪省湿地公园管理办法", *_RULES]
    called = "遇到法律问题?立即咨询在线律师,3分钟快速解答"
    assert not any("律师" in text for text in texts(read(*law, called, "热门专题:劳动法 交通事故")))
    own = "当事人可以拨打热线免费咨询律师，费用由财政承担。"
    assert own in texts(read(law[0], _RULES[0], own, *_RULES[1:]))


def test_an_announcement_of_taiwan_is_of_whom_its_first_line_names() -> None:
    page = ["農業部公告", "中華民國112年10月16日", "農漁字第1121234567號", "主旨：預告修正「漁船管理規則」草案。"]
    assert read(*page, "依據：行政程序法第一百五十一條。").issuers == ("農業部",)
