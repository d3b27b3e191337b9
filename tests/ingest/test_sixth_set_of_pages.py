"""Kinds of pages from a sixth set that nobody had seen: ways into a site, libraries of laws, names of places, orders."""

from __future__ import annotations

import pytest

from reader.ingest.form.titles import is_title, join_titles, unquoted
from reader.ingest.page.edges import is_foreign
from reader.ingest.page.paging import drop_page_numbers
from reader.ingest.places import level_of, region_of
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import headings, read, texts

TITLE_LINE = "青溪县人民政府关于加强节水工作的通知"
TEXT = (
    "各乡镇人民政府：",
    "为加强节水，现将有关事项通知如下：",
    "一、总体要求",
    "推进计量设施改造，建设统一的监测平台。",
)
SIGNED = ("青溪县人民政府", "2024年3月5日")


# What stands over a document ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "over",
    [
        ["1. 栏目导航", "您现在的位置:政府信息公开 >> 县政府办 >> 查看信息"],
        ["1. 主页 > 社会焦点"],
        ["• 无障碍|", "青溪县平安镇人民政府", "您现在所在的位置: 网站首页> 信息公开> 应急预案"],
        ["您的位置首页 >> 法规库 >> 法规正文"],
        ['<mark id="e"></mark>', '<span id="e"></span>', "您的位置：首页>公告"],
        ["近日", "青溪县水利局", "发出最新公告"],
        ["收藏本站", "注意!快来看节水名单", "公告栏 优选"],
        ["热点文章", "您的位置：首页>公告", "节水通知怎么写(节水通知范文)"],
    ],
)
def test_ways_into_a_site_and_calls_to_read_are_the_pages(over: list[str]) -> None:
    document = read(*over, TITLE_LINE, *TEXT, *SIGNED)
    assert (texts(document)[0], document.title) == (TITLE_LINE, TITLE_LINE)


def test_calls_to_read_go_above_a_title_broken_behind_who_issues_it() -> None:
    document = read("您的位置：首页>公告", "节水通知怎么写", "青溪县人民政府", "关于加强节水工作的通知", *TEXT, *SIGNED)
    assert texts(document)[0] == TITLE_LINE


def test_a_list_that_names_a_place_on_its_first_line_stays() -> None:
    assert texts(read("1. 位置示意图", "2. 首页设计", TITLE_LINE, *TEXT, *SIGNED))[0].startswith("1.")


def test_a_number_in_heavy_brackets_over_the_title_stays() -> None:
    document = read("发布机构：青溪县人民政府", "青政发【2023】7号", TITLE_LINE, "浏览次数：", *TEXT, *SIGNED)
    assert document.doc_number == "青政发〔2023〕7号"


def test_a_library_says_which_edition_behind_the_title_of_its_page() -> None:
    head = ["青溪规范性文件 > 正文阅览", "转第", "保留字段信息", f"{TITLE_LINE}(2019修订)"]
    assert texts(read(*head, TITLE_LINE, *TEXT, *SIGNED))[0] == TITLE_LINE


def test_a_site_leaves_the_name_before_a_title_out() -> None:
    rules = ["第一条为规范管理，制定本办法。", "第二条本办法自印发之日起施行。"]
    document = read("大学规章制度管理办法", "青溪大学规章制度管理办法", *rules)
    assert (document.title, document.issuers) == ("青溪大学规章制度管理办法", ("青溪大学",))


# What stands behind it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behind",
    [
        ["关联稿件：", "相关附件："],
        ["账号+密码登录", "还没有账号?", "立即注册"],
        [
            "特别声明：以上内容为自媒体平台用户上传并发布，本平台仅提供信息存储服务。",
            "Notice: The content above is uploaded by a user of a platform, which only provides information storage.",
        ],
    ],
)
def test_what_sites_set_behind_the_day(behind: list[str]) -> None:
    assert texts(read(TITLE_LINE, *TEXT, *SIGNED, *behind))[-1] == SIGNED[-1]


def test_foreign_lines_are_long_and_have_no_cells() -> None:
    assert is_foreign("a" * 60)
    assert not is_foreign("a" * 59)
    assert not is_foreign("a" * 60 + "|")
    assert not is_foreign("a" * 60 + "节")


def test_the_name_of_what_is_attached_stays_though_it_can_be_loaded() -> None:
    named = "附件：青溪县节水单位名单（点击下载）"
    assert named in texts(read(TITLE_LINE, *TEXT, named, *SIGNED))
    assert "附件（点击下载）：" not in texts(read(TITLE_LINE, *TEXT, "附件(点击下载):", *SIGNED))


def test_who_signs_glued_to_the_name_of_what_is_attached() -> None:
    document = read(
        "为推进节水，现将名单公示如下：",
        "如有异议，请反馈。",
        "附件：第七批节水单位名单青溪县水利局",
        "2019年7月8日",
    )
    assert texts(document)[-3:] == ["附件：第七批节水单位名单", "青溪县水利局", "2019年7月8日"]
    assert document.issuers == ("青溪县水利局",)


def test_numbers_of_pages_between_dashes_need_not_count_up() -> None:
    assert drop_page_numbers(TracedText("甲\n— 1 —\n乙\n—1—")).text == "甲\n乙"
    assert drop_page_numbers(TracedText("- 2 -\n甲\n- 1 -")).text == "- 2 -\n甲\n- 1 -"


# Numbers, days, issuers, places ------------------------------------------------------------------------------------


def test_an_order_keeps_the_word_before_its_number() -> None:
    document = read("青溪省节水规定", "政府令〔2010〕第15号", "《青溪省节水规定》现予公布。", "第一条为了节水。")
    assert document.doc_number == "政府令〔2010〕第15号"


def test_an_order_behind_a_title_is_its_number() -> None:
    document = read(
        "青溪设备管理规定（青溪省水利厅令2021年第2号）",
        "青溪设备管理规定",
        "第一条　为了保障安全，制定本规定。",
        "第二条　本规定自公布之日起施行。",
    )
    assert (document.title, document.doc_number) == ("青溪设备管理规定", "青溪省水利厅令2021年第2号")


def test_the_day_and_who_made_a_rule_below_its_title() -> None:
    document = read("海洋业务管理规定", "1999年7月13日,国家海洋局", "第一章 总则", "第一条 为加强管理，制定本规定。")
    assert (document.written, document.issuers) == ("1999-07-13", ("国家海洋局",))


@pytest.mark.parametrize(
    ("title", "issuer"),
    [("青溪县人民政府工作规则", "青溪县人民政府"), ("青溪县人民政府森林防火禁火令", "青溪县人民政府")],
)
def test_what_a_government_rules_for_itself_is_its_own(title: str, issuer: str) -> None:
    assert read(title, "一、为规范工作，制定本规则。", "二、自印发之日起施行。").issuers == (issuer,)


def test_students_are_no_university() -> None:
    assert read("青溪市大学生创业管理办法", "第一条　为促进创业，制定本办法。").issuers == ()


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("常熟市教育局", "常熟市", "district"),
        ("苏州市教育局", "苏州市", "city"),
        ("中共阿坝州委组织部", "阿坝藏族羌族自治州", "city"),
        ("湘西自治州人民政府", "湘西土家族苗族自治州", "city"),
        ("大理州人民政府", "大理白族自治州", "city"),
        ("广州市人民政府", "广州市", "city"),
    ],
)
def test_cities_of_counties_and_short_names_of_prefectures(name: str, region: str, level: str) -> None:
    assert (region_of([name]), level_of([name], region, "")) == (region, level)


def test_the_gazette_of_macao_tells_when_it_printed_a_law() -> None:
    document = read(
        "第26/2024號法律",
        "《第26/2024號法律》經立法會於2024年12月17日通過，並於2025年1月6日刊登於《澳門特別行政區公報》。",
        "立法會根據《澳門特別行政區基本法》，制定本法律。",
    )
    assert document.published == "2025-01-06"


def test_an_act_of_macao_with_a_law_annexed_is_called_by_its_number() -> None:
    document = read(
        "第166/2024號行政長官批示",
        "行政長官行使《澳門特別行政區基本法》第五十條賦予的職權，作出本批示。",
        "二零二四年十月十七日",
        "附件一",
        "（第一款所指者）",
        "第2/2020號法律",
        "電子政務",
        "立法會制定本法律。",
    )
    assert (document.title, document.attachment_title) == ("第166/2024號行政長官批示", "電子政務")


def test_a_bill_of_hong_kong_in_simplified_script() -> None:
    document = read(
        "1999年成文法（杂项规定）条例草案",
        "由立法会制定。",
        "1. 简称",
        "本条例可引称为《杂项规定条例》，自在宪报刊登当日起实施。",
    )
    assert (document.region, document.status) == ("香港特别行政区", "draft")


# Titles and headings -----------------------------------------------------------------------------------------------


def test_headings_counted_in_two_figures_before_a_bar() -> None:
    document = read(
        "青溪县招生意见", "01 / 指导思想", "促进教育公平，办好每一所学校。", "02 /基本原则", "就近入学，统筹安排学位。"
    )
    assert [text for text, _ in headings(document)] == ["01 /指导思想", "02 /基本原则"]


def test_what_is_asked_of_a_draft_goes_on_with_its_title() -> None:
    lines = "关于《青溪县节水条例》（修正草案·二审稿）\n公开征求意见的通知\n《青溪县节水条例》\n（修正草案·二审稿）"
    assert join_titles(TracedText(lines)).text.split("\n") == [
        "关于《青溪县节水条例》（修正草案·二审稿）公开征求意见的通知",
        "《青溪县节水条例》（修正草案·二审稿）",
    ]
    assert unquoted("《青溪县节水条例》（修正草案·二审稿）") == "青溪县节水条例（修正草案·二审稿）"


def test_what_news_calls_a_notice_is_no_title() -> None:
    assert not is_title("发出最新公告")
    assert is_title("关于节水的最新公告")
    assert is_title("青溪县人民政府禁火令")


def test_the_sign_of_a_ratio_for_a_colon() -> None:
    document = read("青溪县节水总结", "主席∶", "我感谢各位，图纸比例为1∶500，按比例∶2执行。")
    assert texts(document)[1:] == ["主席：", "我感谢各位，图纸比例为1∶500，按比例∶2执行。"]


def test_an_article_of_an_encyclopedia_says_what_its_text_is_written_in() -> None:
    card = ["基本介绍", "- 中文名：青溪县防火预案", "- 类型：应急预案", "- 文字类型：中文"]
    document = read("为防火，制订本预案。", *card, "（一）编制目的", "（二）适用范围", "本预案适用于本县范围内的防范。")
    assert document.title == "青溪县防火预案"
    assert not any("文字类型" in text for text in texts(document))
