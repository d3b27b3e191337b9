"""Kinds of pages from a sixth set that nobody had seen: ways into a site, libraries of laws, names of places, orders."""

from __future__ import annotations

import pytest

from reader.ingest.form.titles import is_title, join_titles, unquoted
from reader.ingest.page.edges import is_foreign
from reader.ingest.page.paging import drop_page_numbers
from reader.ingest.places import level_of, region_of
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts

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


# Found in a second round -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "over",
    [
        ["首 页 区县招商 产业园区 企业选址 优惠政策 新闻中心"],
        ["政讯通中心", "当前所在:首页 > 新法解读 > 正文"],
        ["节水通知(精选10篇)", "1.节水通知 篇一"],
        ["国产日韩亚洲一区|日韩在线播放|黄片毛片观看"],
        ["青溪县人民政府2024年关于加强节水工作事项的重要通知", "https://a.example.cn 2024-01-29 11:03 来源:青溪发布"],
    ],
)
def test_more_that_stands_over_a_document(over: list[str]) -> None:
    assert texts(read(*over, TITLE_LINE, *TEXT, *SIGNED))[0] == TITLE_LINE


def test_the_last_of_several_chapters_that_ends_in_its_number_stays() -> None:
    assert "推进第一篇" in texts(read(TITLE_LINE, *TEXT, "推进第一篇", *SIGNED))


def test_a_title_and_a_paragraph_that_ends_alike_are_two() -> None:
    lines = [
        "青溪区民政事业第十三个五年发展规划",
        "为推进青溪区民政事业科学发展，根据《青溪区民政事业规划纲要》，结合青溪区民政事业实际，制定本规划：",
        "一、发展基础",
        "救助体系日趋完善，困难群众应保尽保。",
    ]
    document = read(*lines)
    assert (document.title, document.period) == (lines[0], (2016, 2020))


def test_a_notice_without_a_title_addresses_below_who_issued_it() -> None:
    document = read(
        "青溪县民政局 青溪县财政局",
        "各乡镇总工会、财政所：",
        "现就有关问题通知如下：",
        "一、界定资产。",
    )
    assert document.issuers == ("青溪县民政局", "青溪县财政局")
    assert document.blocks[1].kind == "salutation"


def test_whom_a_notice_addresses_on_one_line_with_its_text() -> None:
    document = read("各县人民政府，市政府各部门： 现将《节水紧急通知》转发给你们，请强化措施，确保平稳。", *SIGNED)
    assert document.blocks[0].kind == "salutation"


def test_a_report_on_a_draft() -> None:
    document = read(
        "某省人大法制委员会对《青溪省节水条例（草案）》审议结果的报告",
        "会议对条例草案进行了审议。",
        "一、建议修改第八条。",
    )
    assert document.issuers == ("某省人大法制委员会",)
    assert is_title("某省人大法制委员会关于《青溪省节水条例（草案）》修改情况的汇报")


def test_tags_that_a_copy_left_in_plain_text_go() -> None:
    document = read(TITLE_LINE, *TEXT, '加强与当地<a style="margin: 0px;">水利部门</a>的沟通，提高质量。', *SIGNED)
    assert "加强与当地水利部门的沟通，提高质量。" in texts(document)
    assert "当水位<a时启动。" in texts(read(TITLE_LINE, *TEXT, "当水位<a时启动。", *SIGNED))


def test_a_district_called_after_a_city() -> None:
    assert region_of(["黄石港区民政局"]) == "黄石港区"
    assert region_of(["黄石民政局"]) == "黄石市"


# Found in a third round --------------------------------------------------------------------------------------------


def test_one_paragraph_with_who_signs_glued_to_its_end() -> None:
    line = "各乡镇人民政府、街道办事处：根据有关精神，现将2023年度节水建设计划下达给你们，请按计划认真组织实施，确保完成。附件：《汇总表》青溪县水利局2023年7月3日。"
    document = read(line)
    assert (document.issuers, document.written, document.region) == (("青溪县水利局",), "2023-07-03", "青溪县")
    assert document.blocks[0].kind == "salutation"


def test_a_day_in_chinese_numerals_behind_the_name_of_a_file() -> None:
    document = read("各省人民政府： 根据有关规定，现同意备案。 附件：备案名单的通知.pdf 青溪省教育厅二○○八年四月十一日")
    assert (document.issuers, document.written) == (("青溪省教育厅",), "2008-04-11")


def test_a_library_names_who_made_a_law_in_short() -> None:
    note = "（2005年11月25日青溪省第十届人民代表大会常务委员会第十八次会议通过）"
    document = read("青溪省人大常委会", "", "青溪省渔业条例", note, "第一章 总则", "第一条 为了保护，制定本条例。")
    assert document.issuers == ("青溪省人民代表大会常务委员会",)


def test_two_titles_that_differ_in_one_small_word_are_no_notice_and_plan() -> None:
    document = read(
        "青溪县节水资金分配计划的公告", "青溪县节水资金分配计划公告", "社会各界人民群众：", "现予以公告。", "一、项目。"
    )
    assert document.attachment_title is None
    assert [block.kind for block in document.blocks].count("salutation") == 1


def test_numbers_in_low_quotation_marks() -> None:
    assert "（国办发〔2009〕3号）" in texts(read(TITLE_LINE, *TEXT, "根据要求（国办发„2009‟3号），执行。", *SIGNED))[5]


# Found in a fourth round -------------------------------------------------------------------------------------------


def test_a_number_below_an_empty_field_is_no_value_of_it() -> None:
    document = read(
        "青溪县人民政府关于节水的通知", "发布时间：2020-12-01", "来源：", "青政办发[2015]107号", *TEXT, *SIGNED
    )
    assert document.doc_number == "青政办发〔2015〕107号"


@pytest.mark.parametrize(
    "over",
    [
        ["国产传媒在线,日韩精品,一区二区三区,91精品"],
        ["政务邮箱 移动门户 司法厅微信 司法局微博 数据开放 无障碍浏览 进入关怀版 我的主页", "当前位置：首页 > 公告"],
        ["图片"],
    ],
)
def test_banners(over: list[str]) -> None:
    assert texts(read(*over, TITLE_LINE, *TEXT, *SIGNED))[0] == TITLE_LINE


def test_a_card_in_brackets_on_one_line() -> None:
    card = "【颁布时间】1988-1-6【标题】青溪装卸管理办法【失效时间】1998-5-1【颁布单位】铁道部【法规来源】"
    note = "注:本法规1998-5-1已经被id13868法规废止"
    document = read(
        card, note, "【法规全文】", "青溪装卸管理办法", "1988年1月6日,铁道部", "第1条 为加强管理，制定本办法。"
    )
    assert texts(document)[0] == "青溪装卸管理办法"
    assert (document.written, document.issuers) == ("1988-01-06", ("铁道部",))


def test_links_of_a_wiki_on_lines_of_their_own() -> None:
    document = read(
        "青溪市议事规则", "第一章 总则", "编辑", "第一条 制定本规则。", "第二章 会议", "编辑", "第二条 会议每年举行。"
    )
    assert "编辑" not in texts(document)


def test_a_draft_whose_name_the_notice_tells_is_one_line_again() -> None:
    document = read(
        "关于征求《青溪市人民代表大会立法条例（修订草案）》意见的公告",
        "现公开征求意见。",
        "附件",
        "青溪市人民代表大会",
        "立法条例（修订草案）",
        "第一章 总则",
        "第一条 为了立法，制定本条例。",
    )
    assert document.attachment_title == "青溪市人民代表大会立法条例（修订草案）"


def test_committees_of_the_party_have_a_place() -> None:
    title = "中共温州市鹿城区委关于制定鹿城区国民经济和社会发展第十四个五年规划和二〇三五年远景目标的建议"
    document = read(title, "现就制定规划提出如下建议。", "一、总体要求")
    assert (document.title, document.region, document.level) == (title, "温州市鹿城区", "district")
    assert region_of(["城市委托管理办法"]) is None
