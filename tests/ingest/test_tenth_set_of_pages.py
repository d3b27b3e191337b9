"""Kinds of pages from a tenth set that nobody had seen: cards with bars inside their lines, drafts with long states,
letters to bodies that are no authorities, lists of what to hand in, texts parted by names without numbers.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import TEXT, TITLE_LINE, headings, read, texts


@pytest.mark.parametrize("bar", ["｜", "丨", "│", "|", "："])
def test_a_card_whose_lines_hold_several_fields_with_bars(bar: str) -> None:
    card = [
        f"索引号{bar}QX00/2023-00017　　主题分类{bar}水利、环境保护",
        f"发布机构{bar}青溪县水利局　　成文日期{bar}2023年4月6日",
        f"文号{bar}青水发〔2023〕9号　　发布日期{bar}2023年4月8日",
        f"标题{bar}关于加强春灌用水调度的通知　　有效性{bar}有效",
    ]
    document = read(*card, "", "关于加强春灌用水调度的通知", *TEXT)
    assert (document.title, document.doc_number) == ("关于加强春灌用水调度的通知", "青水发〔2023〕9号")
    assert (document.written, document.published) == ("2023-04-06", "2023-04-08")
    assert document.issuers == ("青溪县水利局",)
    assert not any("索引号" in text or "有效性" in text for text in texts(document))


@pytest.mark.parametrize(
    ("keeps", "number", "issuer"),
    [
        ("青溪县水利局", "青水发〔2023〕9号", ("青溪县水利局",)),
        ("青溪县人民政府", "青政发〔2023〕9号", ("青溪县人民政府",)),
        ("青溪县人民政府办公室", "青政发〔2023〕9号", ()),  # the office keeps the page, the government issued it
        ("青溪县人民政府办公室", "青政办发〔2023〕9号", ("青溪县人民政府办公室",)),
        ("青溪县大数据中心", "青水发〔2023〕9号", ()),
        ("国家发展改革委", "国发〔2023〕9号", ()),  # the State Council's
    ],
)
def test_who_keeps_a_page_issued_what_the_number_says_is_theirs(
    keeps: str, number: str, issuer: tuple[str, ...]
) -> None:
    card = [f"发布机构：{keeps}", f"文号：{number}", "发布日期：2023-04-08", "索引号：QX00/2023-00017"]
    assert read(*card, "关于加强春灌用水调度的通知", *TEXT).issuers == issuer


@pytest.mark.parametrize(
    "state",
    ["（草案二次审议稿征求意见稿）", "（2024年12月第2次公开征求意见稿）", "（草案）", "（修订草案送审稿第三稿）"],
)
def test_a_draft_says_below_its_title_how_far_it_is(state: str) -> None:
    law = ["第一条 为节约用水，制定本条例。", "第二条 单位应当节水。", "第三条 本条例自　　年　月　日起施行。"]
    document = read("青溪市节水条例", state, *law)
    assert (document.title, document.status) == (f"青溪市节水条例{state}", "draft")


def test_a_day_that_a_draft_leaves_open_keeps_its_blanks() -> None:
    document = read("青溪市节水条例", "第一条 本条例自    年  月   日起施行，2024 年 3 月 5 日、2025年 月 日除外。")
    assert texts(document)[-1] == "第一条　本条例自　年　月　日起施行，2024年3月5日、2025年　月　日除外。"


@pytest.mark.parametrize(
    "body", ["中国某某银行青溪分行", "青溪市第三中学", "青溪县供水协会", "青溪（集团）有限公司", "某某会计师事务所"]
)
def test_letters_go_to_bodies_that_are_no_authorities(body: str) -> None:
    document = read(
        "青溪县水利局关于商请协助的函", f"{body}：", "为加强监管，现将有关事项函告如下。", "一、监管范围为水费。"
    )
    assert [b.kind for b in document.blocks[:2]] == ["title", "salutation"]


def test_the_first_line_over_rules_is_their_title_whatever_its_words() -> None:
    law = ["第一章 总则", "第一条 为节约用水，制定本汇编。", "第二条 单位应当节水。", "第三条 违者罚款。"]
    document = read("青溪省水利法规汇编（草拟本）", *law)
    assert (document.title, document.region) == ("青溪省水利法规汇编（草拟本）", "青溪省")
    assert read("青溪县水利局", *law).title == ""


def test_the_word_in_brackets_before_a_title_is_a_column() -> None:
    assert read(f"【办事服务】{TITLE_LINE}", *TEXT).title == TITLE_LINE
    assert read("【办事服务】便民", *TEXT).title == ""


def test_short_items_right_below_one_another_are_no_headings() -> None:
    page = [
        "青溪县取水许可办事指南",
        "一、申请材料",
        "1.取水申请书（一式两份）",
        "2.身份证明",
        "3.第三者承诺书",
        "二、费用",
    ]
    found = read(*page, "不收取任何费用，办理结果以书面形式告知。")
    assert headings(found) == [("一、申请材料", 1), ("二、费用", 1)]
    assert [b.level for b in found.blocks if b.text[:2] in ("1.", "2.", "3.")] == [3, 3, 3]
    with_text = [*page[:3], "申请书应当写明取水地点、取水量和取水用途。", *page[3:], "不收取任何费用。"]
    assert ("1.取水申请书（一式两份）", 3) in headings(read(*with_text))


def test_names_without_numbers_that_part_a_whole_text_are_headings() -> None:
    page = [
        "青溪县节水规划",
        "规划背景",
        "全县用水需求增长较快，供需矛盾突出。",
        "建设布局",
        "在东部新建水厂三座，改造管网。",
    ]
    ending = ["保障措施", "县财政安排专项资金，实行先建后补。"]
    assert headings(read(*page, *ending)) == [("规划背景", 1), ("建设布局", 1), ("保障措施", 1)]
    assert headings(read(*page)) == []  # two may be anything
    assert headings(read(*page, *ending, "青溪县水利局供稿")) == []  # one that parts nothing makes the others doubtful


def test_the_title_of_an_annex_stands_below_the_words_that_say_which_article_names_it() -> None:
    act = [
        "第15/2023號行政長官批示",
        "行政長官行使《澳門特別行政區基本法》第五十條賦予的職權，作出本批示。",
        "一、核准《節約用水津貼計劃規章》，該規章載於附件。",
        "二、本批示自公佈翌日起生效。",
        "附件",
        "（第一款所指者）",
        "節約用水津貼計劃規章",
        "第一條",
        "標的",
        "本規章訂定津貼的申請條件。",
    ]
    document = read(*act)
    assert (document.title, document.attachment_title) == (act[0], "節約用水津貼計劃規章")
