"""Kinds of pages from an eighth set that nobody had seen: Markdown with a head of fields, forums, glued documents."""

from __future__ import annotations

import pytest

from reader.script import to_simplified
from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts

RULES = "青溪县水库管理办法"

# What a file tells of itself ---------------------------------------------------------------------------------------

FRONT = [
    "---", f"标题: {TITLE_LINE}", "文号: 青政发〔2024〕3号", "发布日期: 2024-03-08", "层级: 县级", "类型: 规定", "状态: 有效",
    "官方链接: https://www.example.cn/detail/0080::5_18", "---",
]  # fmt: skip


def test_the_head_of_a_markdown_file_tells_of_the_document_and_goes() -> None:
    note = "> 本文由脚本提取，仅供检索；以[官方链接](https://www.example.cn/1)为准。"
    document = read(*FRONT, "", note, "", f"# {TITLE_LINE}", "", *TEXT, *SIGNED, name="page.md")
    assert texts(document) == [TITLE_LINE, *TEXT, *SIGNED]
    assert (document.doc_number, document.published) == ("青政发〔2024〕3号", "2024-03-08")


def test_a_file_with_a_head_in_english_is_named_by_it() -> None:
    document = read("---", 'title: "青溪县节水问答选编"', "date: 2024-03-08", "tags:", "- 水务", "---", *TEXT)
    assert (document.title, document.published, texts(document)) == ("青溪县节水问答选编", "2024-03-08", list(TEXT))


def test_rules_between_paragraphs_are_no_head() -> None:
    lines = ["---", "第一批：青溪水厂。", "第二批由县水利局另行公布。", "---", *TEXT]
    assert {"第一批：青溪水厂。", "第二批由县水利局另行公布。"} <= set(texts(read(*lines)))


# When a page published it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-06 来源:水利局", "只看楼主 倒序阅读 0 发表于: 2024-03-06", "发表于 2024-3-6 10:49:04 | 显示全部楼层 |阅读模式",
        "发布日期:2024-03-06    作者:水利局",
    ],
)  # fmt: skip
def test_the_day_of_the_page_is_read_wherever_a_site_sets_it(line: str) -> None:
    document = read("当前位置:首页 > 公告", TITLE_LINE, line, *TEXT, *SIGNED)
    assert (document.published, document.written) == ("2024-03-06", "2024-03-05")
    assert line not in texts(document)


@pytest.mark.parametrize(("day", "published"), [("2024-03-09", "2024-03-09"), ("2024-03-05", None)])
def test_the_day_of_a_card_that_is_later_than_that_of_signing_is_when_it_came_out(day: str, published: str) -> None:
    card = ["索引号: 003129766/202401-00336", f"生成日期: {day} 文号:", f"发文日期: {day}"]
    assert read("首页 > 信息浏览", *card, TITLE_LINE, *TEXT, *SIGNED).published == published


# Titles ------------------------------------------------------------------------------------------------------------


def test_a_line_over_the_day_of_the_page_is_the_title_and_columns_over_it_go() -> None:
    over = "关于用水申请的规范与要求"
    document = read("办事指南", "", over, "发布日期:2024-03-06    作者:水利局", *TEXT)
    assert (document.title, document.published) == (over, "2024-03-06")
    assert "办事指南" not in texts(document)


def test_an_authority_over_the_title_is_no_column() -> None:
    document = read("水利局", f"关于{RULES}的说明", "发布日期:2024-03-06    作者:某某", *TEXT)
    assert document.title == f"水利局关于{RULES}的说明"


def test_what_else_a_page_has_is_no_part_of_the_title() -> None:
    page = [
        f"{RULES}（附：理解与适用）",
        "整理者：某某 阅读：2341",
        f"《{RULES}》已经会议通过，现予公布。",
        *SIGNED,
        RULES,
    ]
    document = read(*page, "第一条 为了节水，制定本办法。", "第二条 本办法自公布之日起施行。")
    assert document.title == RULES
    alone = read(f"{RULES}（附：计算公式）", "第一条 为了节水，制定本办法。", "第二条 本办法自公布之日起施行。")
    assert alone.title == f"{RULES}（附：计算公式）"


# Documents glued together ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["（此件公开发布）", ""])
def test_rules_glued_to_the_notice_that_passes_them_on_stand_apart(note: str) -> None:
    glued = (
        f"各乡镇人民政府，县政府各部门：现将《{RULES}》印发给你们，请认真抓好贯彻落实。青溪县人民政府2024年3月5日{note}"
        f"{RULES}第一章  总    则第一条  为了节水，制定本办法。第二条  本县行政区域内用水适用本办法。第二章 用水第三条  用水应当计量。"
    )
    document = read(f"青溪县人民政府关于印发{RULES}的通知", glued)
    assert (document.written, document.issuers) == ("2024-03-05", ("青溪县人民政府",))
    assert headings(document) == [("第一章　总则", 1), ("第二章　用水", 1)]
    assert [b.text for b in document.blocks if b.kind == "title"][1:] == [RULES]
    assert [b.number for b in document.blocks if b.number and b.number.endswith("条")] == ["第一条", "第二条", "第三条"]
    assert "salutation" in {block.kind for block in document.blocks}


def test_a_sentence_that_names_an_authority_and_a_day_stays_whole() -> None:
    said = "已有规定的从其规定。青溪县人民政府2024年3月5日印发的办法继续有效，依照该办法第三章第五条办理的事项按原规定执行。"
    assert said in texts(read(TITLE_LINE, *TEXT, said, *SIGNED))


# What sections and authorities are ---------------------------------------------------------------------------------

SPEECH = [
    "主席：", "《节水条例草案》旨在更新有关用水的规定。",
    "条例草案的目的", "条例草案旨在就用水的计量作出轻微修订，以改善现行的安排。",
    "条例草案的主要内容", "条例草案分为两部，第一部处理计量，第二部处理罚则和过渡安排。", "多谢主席。",
]  # fmt: skip


def test_short_lines_between_the_paragraphs_of_a_speech_head_them() -> None:
    assert headings(read("立法会：水务署署长动议二读《节水条例草案》致辞全文", *SPEECH)) == [
        (SPEECH[2], 1),
        (SPEECH[4], 1),
    ]
    other = ["各乡镇人民政府：", *SPEECH[1:]]
    assert headings(read(TITLE_LINE, *other)) == []


def test_a_department_of_a_ministry_signs_a_notice_without_a_title() -> None:
    document = read("水技司〔2012〕10号", *TEXT, "水利部科技司", "2012年1月4日")
    assert document.issuers == ("水利部科技司",)
    company = read(TITLE_LINE, *TEXT, "由县水利局水务有限公司", "2012年1月4日")
    assert "由县水利局水务有限公司" not in company.issuers


# What goes ---------------------------------------------------------------------------------------------------------

NEWS = ["县水利局1日发布公告，自即日起实行用水计量。据介绍，计量设施由县财政承担。", "各乡镇应当于月底前完成改造。"]


@pytest.mark.parametrize(
    "foot",
    [
        ["责任编辑:某某", "网友评论", "上一篇:外地新闻", "关于我们 联系我们 网站导航", "版权所有:某公司", "平台 powered by DedeCms", "论坛 powered by discus!"],
        ["快速回复", "限200 字节", "上一个 下一个"],
        ["文字解读：《青溪县节水办法》的解读"],
    ],
)  # fmt: skip
def test_the_foot_of_a_site_goes(foot: list[str]) -> None:
    document = read("县水利局实行用水计量措施", "来源:新华社 时间:2024-03-17 点击:", "摄影/日升", *NEWS, *foot)
    assert texts(document)[-2:] == NEWS
    assert len(texts(document)) == 3


def test_what_is_left_of_a_stop_before_a_tag_is_that_stop() -> None:
    page = [
        "青溪縣節水(shuǐ)通知",
        "各鄉(xiāng)鎮(zhèn)：",
        "一、更好地服務(wù)農(nóng)業(yè)發(fā)展?！　?br />",
        "二、認(rèn)真執(zhí)行。",
    ]
    document = read(*page)
    assert any(block.text.endswith("发展。") for block in document.blocks)


# Posts, samples, decisions ------------------------------------------------------------------------------------------

OVER_A_POST = [
    "青溪网", "找回密码", "立即注册", "QQ登录", "查看: 428|回复: 0", "[青溪资讯] 速看！青溪中小学放假时间公布", "[复制链接]",
    "• TA的每日心情", "2021-10-13 16:10", "• 签到天数: 405 天", "1万", "主题", "6万", "社区币", "Rank: 8Rank: 8",
    "发表于 2021-6-23 10:49:04 | 显示全部楼层 |阅读模式",
]  # fmt: skip
POST = ["从县教育局获悉，全县中小学于7月3日放假。", "县教育局要求：", "放假前，各学校要严格落实课程计划。"]


def test_what_a_forum_sets_over_a_post_goes_and_its_subject_names_it() -> None:
    document = read(*OVER_A_POST, *POST)
    assert (document.title, document.published) == ("速看！青溪中小学放假时间公布", "2021-06-23")
    assert texts(document) == POST


def test_the_title_of_a_rule_that_was_posted_comes_before_the_subject() -> None:
    document = read(*OVER_A_POST, TITLE_LINE, *TEXT, *SIGNED)
    assert (document.title, texts(document)[0]) == (TITLE_LINE, TITLE_LINE)


def test_words_about_who_posted_inside_a_document_are_no_forums() -> None:
    said = "该消息由网民发表于2021年6月23日，县水利局已经核实，各单位只看官方发布的公告。"
    assert said in texts(read(TITLE_LINE, *TEXT, said, *SIGNED))


def test_the_foot_of_a_library_of_samples_goes_from_its_calls_on() -> None:
    foot = [
        "阅读全文", "(想阅读完全部图文内容,您需要先登陆!)", "如果喜欢本篇内容,请赞赏鼓励哦!", "尚未有人赏赞,赶紧来一个吧", "¥0.01", "¥365",
        "赏赞", "分享:", "链接地址:http://www.example.cn//index/article/detail/detail_id/7096.html", "• 本周热门", "联系客服",
    ]  # fmt: skip
    document = read("2023-04-20 20:07:55 121", "关于全面禁止露天焚烧秸秆的通告", *NEWS, *foot)
    assert texts(document)[1:] == NEWS
    assert document.published == "2023-04-20"


def test_a_slogan_at_the_end_of_a_document_stays() -> None:
    slogan = "全县人民行动起来，为建设节水型社会而努力奋斗！"
    assert texts(read(TITLE_LINE, *TEXT, slogan))[-1] == slogan


def test_how_a_collection_hands_a_sample_on_is_not_the_document() -> None:
    lead = "炎热天气到来了，我们的暑假也开始了。下面是青溪教育网整理的放假通知，一起来看看吧。"
    title = "青溪县2017年中小学暑假安排的通知"
    document = read(lead, title, "各乡镇教育主管部门，各县管学校：", *TEXT[1:])
    assert (document.title, document.region, texts(document)[0]) == (title, "青溪县", title)


def test_the_title_of_a_decision_of_taiwan_says_who_when_and_which() -> None:
    document = read(
        "臺北市政府 113.10.08 府訴一字第 11360841542 號訴願決定書",
        "訴願人因補徵差額事件，提起訴願，本府決定如下：",
        "訴願駁回。",
    )
    told = (document.issuers, document.written, document.doc_number)
    assert told == (("臺北市政府",), "2024-10-08", "府訴一字第11360841542號")


def test_a_paper_of_the_legislative_council_has_its_number() -> None:
    document = read(
        "立法會LS253/98-99號文件",
        "《節水條例草案》",
        "法律事務部報告",
        "3. 本草案旨在更新用水的規定。",
        "1999年9月22日",
    )
    assert (document.doc_number, document.region) == ("立法會LS253/98-99號文件", "香港特别行政区")


def test_rules_under_the_sections_of_a_speech_go() -> None:
    speech = ["代主席女士：", SPEECH[1], SPEECH[2], "────────", SPEECH[3], SPEECH[4], "────", SPEECH[5]]
    document = read("以下為水務署署長今日在立法會會議上動議恢復二讀辯論發言全文：", *speech)
    assert [to_simplified(text) for text, _ in headings(document)] == [SPEECH[2], SPEECH[4]]
    assert not any("─" in text for text in texts(document))


def test_the_first_line_may_address_several_where_the_title_is_not_there() -> None:
    first = "本科教学口、科研口、学工口负责人与秘书（干事）："
    document = read(first, "为加强学院通知的管理，提出以下要求：", "1.重要通知一律在官网发布。")
    assert [block.kind for block in document.blocks][:2] == ["salutation", "paragraph"]
    listed = read("材料包括申请表、承诺书、登记表：", "申请表由申请人填写，承诺书由单位出具。")
    assert listed.blocks[0].kind == "paragraph"


# Twelve more --------------------------------------------------------------------------------------------------------


def test_a_title_with_the_fields_of_the_page_behind_it_stays() -> None:
    line = "县商务局关于水合肼复审申请的公告 时间:2010-01-11 来源:中国石油网"
    document = read(line, "1月8日,县商务局发布2010年第1号公告。", "自本公告发布之日起,有关企业可以提出申请。")
    assert (document.title, document.published) == ("县商务局关于水合肼复审申请的公告", "2010-01-11")
    assert texts(document)[0] == document.title


@pytest.mark.parametrize("tail", ["令訂定發布全文 10 條；並自發布日施行", "函修正"])
def test_the_number_of_an_order_and_its_word_are_not_parted(tail: str) -> None:
    shown = texts(read("沿革", "1.中華民國一百十二年十二月二十一日內政部台內消字第 1120827499 號", tail))
    assert any(f"第1120827499號{tail.replace(' ', '')}" in text for text in shown)


def test_a_site_that_counts_readers_behind_the_day_and_passes_something_on() -> None:
    title = "关于青溪大学章程制定情况的报告"
    document = read(f"【转发】{title}", "2014年04月04日 浏览次数:", "副校长李某某", "(2014年4月3日)", *TEXT[1:])
    assert (document.title, document.published, document.written) == (title, "2014-04-04", "2014-04-03")
    assert not any("浏览次数" in text or "转发" in text for text in texts(document))


def test_a_teaser_in_brackets_goes_whatever_follows() -> None:
    lead = "【导读】青溪公务员经典范文:批复。更多资讯,欢迎关注青溪教育。"
    assert texts(read(lead, "一、批复", "批复的写作以请示为前提，先有请示，后有批复。"))[0] == "一、批复"


def test_accounts_at_the_end_of_a_page_go_and_those_of_a_notice_stay() -> None:
    ads = ["某考微信&电话:10000000000", "某考QQ: 123456789", "某考QQ群:987654321"]
    assert texts(read(TITLE_LINE, *TEXT, *ads))[-1] == TEXT[-1]
    own = "咨询QQ群:987654321"
    assert "987654321" in texts(read(TITLE_LINE, *TEXT, own))[-1]


# Kinds that were known ----------------------------------------------------------------------------------------------

ARTICLES = ["第一条 为了节水，制定本办法。", "第二条 本办法自2024年1月1日起施行。"]


def test_what_people_say_over_and_under_a_rule_that_one_of_them_copied_goes_unsurely() -> None:
    said = ["各位大侠，求助：谁有最新的用水办法？", "先谢过了！", "我这里有一份，大家看看："]
    document = read(*said, "青溪县用水管理办法", *ARTICLES, "谢谢楼主分享！", "顶一下")
    assert document.title == "青溪县用水管理办法"
    assert len(texts(document)) == 3
    assert {edit.sure for edit in document.edits if edit.was.rstrip("\n") in said} == {False}


def test_words_over_a_rule_that_are_no_talk_stay() -> None:
    over = ["本办法系试行稿，各位代表看看有无意见。", "会议讨论后修改。"]
    assert texts(read(*over, "青溪县用水管理办法", *ARTICLES))[:2] == over


def test_a_headline_over_an_untitled_notice_is_its_title() -> None:
    notice = ["为加强节水，现通告如下：", "一、全县实行用水计量。", "二、本通告自发布之日起施行。", *SIGNED]
    document = read("速看！青溪县发布最新通告", "来源：青溪发布 2024-03-06 10:20", *notice)
    assert (document.title, document.published) == ("速看！青溪县发布最新通告", "2024-03-06")
    alone = read("青溪县人民政府发布关于节水的最新要求", *notice)
    assert alone.title == "青溪县人民政府发布关于节水的最新要求"
    assert read("青溪县人民政府", *notice).title == ""


def test_questions_without_numbers_head_their_answers_where_the_title_says_so() -> None:
    asked = [
        "什么是计划用水？",
        "计划用水是指按照计划指标用水的管理制度。",
        "怎么收费？",
        "超过计划的部分按照阶梯加价收费。",
    ]
    assert headings(read("青溪县节水办法政策问答", *asked)) == [(asked[0], 1), (asked[2], 1)]
    assert headings(read("青溪县节水办法", *asked)) == []


def test_rules_that_begin_with_an_article_have_their_title_inside_a_text() -> None:
    document = read("现将办法印发给你们，请遵照执行。", "青溪县用水管理办法", *ARTICLES)
    assert [block.text for block in document.blocks if block.kind == "title"] == ["青溪县用水管理办法"]


def test_a_day_before_the_account_that_published_it_is_the_pages() -> None:
    document = read(TITLE_LINE, "2024-03-08 云岭市人民政府", *TEXT, *SIGNED)
    assert (document.published, document.region) == ("2024-03-08", "青溪县")
    assert "云岭市" not in "".join(texts(document))
    own = read(TITLE_LINE, *TEXT, "青溪县人民政府", "2024-03-05")
    assert own.written == "2024-03-05"


def test_a_notice_of_one_paragraph_has_its_salutation_and_its_day_apart() -> None:
    said = "县水利局、财政局《关于节水的指导意见》已经县政府同意，现转发给你们，请认真贯彻执行。"
    document = read(f"各乡镇人民政府，县政府各部门：{said}二○○○年二月二十一日", "青溪县人民政府公报", "2000年4期")
    assert texts(document)[:3] == ["各乡镇人民政府，县政府各部门：", said, "二○○○年二月二十一日"]
    assert (document.title, document.written) == ("", "2000-02-21")


def test_how_a_site_leads_in_and_who_edited_it_goes() -> None:
    document = read(
        "> 政策",
        "导语：节水相关政策",
        "青溪县人民政府对节水做出规定：",
        "（一）计量用水由县水利局审批。",
        "本文内容由小嫣整理编辑！",
    )
    assert texts(document) == ["青溪县人民政府对节水做出规定：", "（一）计量用水由县水利局审批。"]
