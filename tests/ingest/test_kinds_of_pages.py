"""Kinds of pages as sites of offices give them: menus, cards, orders, letters, copies with pages, other regions."""

from __future__ import annotations

import pytest

from reader.core.errors import BadInput
from reader.ingest.normalise import normalise_text
from reader.ingest.page.card import read_fields
from reader.ingest.page.menus import menus
from reader.ingest.page.paging import drop_page_numbers
from reader.ingest.places import level_of, region_of
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import headings, read, texts

TITLE = "青溪县人民政府关于加强节水工作的通知"
BODY = ("各乡镇人民政府：", "为加强节水工作，现就有关事项通知如下：", "一、推进计量设施改造，建设统一的监测平台。")


# -- menus, errors, spam, pages


@pytest.mark.parametrize(
    "menu", [["首页", "县情", "政务公开", "办事服务", "乡镇街道", "政策文件库"], ["首页", "走进青溪", "新闻中心", "政务公开", "办事服务"], ["领导之窗政务公开互动交流数据开放"], ["网站首页|政务公开|政民互动"]]
)  # fmt: skip
def test_a_menu_around_a_document_goes(menu: list[str]) -> None:
    assert texts(read(*menu, TITLE, *BODY)) == [TITLE, *BODY]
    keys = [*menu, TITLE, *BODY]
    assert menus(keys, range(len(keys)), len(menu) + 2, len(keys) - 1) == set(range(len(menu)))


def test_short_lines_that_are_no_menu_stay() -> None:
    names = ["城关镇", "河西乡", "政务服务", "东山乡"]
    assert texts(read(TITLE, *BODY, *names))[-4:] == names


def test_what_a_page_lists_behind_the_document_goes() -> None:
    document = read(TITLE, *BODY, "青溪县人民政府", "2024年5月6日", "热点新闻", "湖区治理见成效", "春耕备耕有序推进")
    assert texts(document)[-1] == "2024年5月6日"
    kept = read(TITLE, *BODY, "相关文件", "附件：1.道路清单.xls")
    assert texts(kept)[-1] == "附件：1.道路清单.xls"


@pytest.mark.parametrize(
    "page",
    [
        "<a href='/'>首页</a> <a href='/z'>政务公开</a><h1>404</h1><p>您访问的页面不存在或已删除</p><p>ICP备1号</p>",
        "<p>版权所有：青溪县</p><p>网站地图</p>",
        "<p>用户登录</p><p>用户名：</p><p>密码：</p><p>验证码：</p><p>忘记密码</p>",
    ],
)
def test_a_page_without_a_document_is_refused(page: str) -> None:
    with pytest.raises(BadInput):
        normalise_text(f"<html><body>{page}</body></html>", "page.html")


def test_what_the_last_heading_asks_for_is_the_documents() -> None:
    contact = ["地址：新城区民生路18号", "电话：0551-6000000"]
    kept = read(
        "残疾人证申领指南",
        "一、申领对象",
        "具有本市户籍且符合标准的人员。",
        "二、办理地点",
        *contact,
        "上一篇：无",
        "收藏本页",
    )
    assert texts(kept)[-3:] == ["二、办理地点", *contact]
    gone = read(TITLE, *BODY, "友情链接：省政府网", *contact, "技术支持：某某公司")
    assert texts(gone)[-1] == BODY[-1]


def test_columns_of_a_site_as_a_list_go_at_the_head_only() -> None:
    columns = ["- 十三五政策及新闻", "- 光伏产业政策", "- 智慧城市政策"]
    assert texts(read(*columns, TITLE, *BODY))[0] == TITLE
    assert len(texts(read(TITLE, *BODY, *columns))) == 7


def test_links_to_other_sites_between_lines_of_the_page_go() -> None:
    foot = ["相关附件：", "县政府工作部门", "乡镇政府", "您是第 1023456 位访问者", "主办：青溪县人民政府办公室"]
    assert texts(read(TITLE, *BODY, "青溪县人民政府", "2024年5月6日", *foot))[-1] == "2024年5月6日"
    kept = read(TITLE, *BODY, "扫一扫在手机打开", "附表1", "抄送：县委", "主办：青溪县")
    assert [text for text in texts(kept) if text in ("附表1", "抄送：县委")] == ["附表1", "抄送：县委"]


def test_what_an_interpretation_points_to_is_no_title_of_its_own() -> None:
    page = ["《青溪县节水办法》解读", "政策原文：青溪县人民政府关于印发《青溪县节水办法》的通知", *BODY]
    document = read(*page)
    assert (document.title, document.attachment_title) == ("《青溪县节水办法》解读", None)


def test_links_of_markdown_are_their_words_and_a_list_of_them_is_contents() -> None:
    document = read(
        "# 青溪县节水规划", "* [前言](#qy)", "* [一、总则](#zz)", "* [二、格局](#gj)", "## 前言", "本规划是全局安排。", "## 一、总则", "统筹安排。",
        "## 二、格局", "形成格局。",
    )  # fmt: skip
    assert [text for text, _ in headings(document)] == ["前言", "一、总则", "二、格局"]
    assert [block.kind for block in document.blocks[1:4]] == ["contents"] * 3


def test_links_side_by_side_are_entries_of_a_menu() -> None:
    page = (
        "<div><a>首页</a><a>机构设置</a><a>新闻发布</a></div><p>参见<a>《节水法》</a>和<a>《水法》</a>。</p>"
        f"<h1>{TITLE}</h1><p>{BODY[1]}</p>"
    )
    document = read(f"<html><body>{page}</body></html>", name="page.html")
    assert texts(document)[:2] == ["参见《节水法》和《水法》。", TITLE]


def test_a_small_portal_page_loses_its_lists() -> None:
    links = "".join(f"<li><a href='{n}'>第{n}批政府信息公开情况的公示</a></li>" for n in "一二三四五六")
    page = (
        f"<head><title>{TITLE}-青溪县</title></head><body><div><h3>最新公开</h3><ul>{links}</ul></div>"
        f"<div><h2>{TITLE}</h2><div><p>{BODY[0]}</p><p>{BODY[1]}</p><p>{BODY[2]}</p><p>二、加强巡查，严格考核。</p></div></div></body>"
    )
    assert texts(read(f"<html>{page}</html>", name="page.html")) == [TITLE, *BODY, "二、加强巡查，严格考核。"]


def test_what_was_written_into_a_page_to_be_found_goes() -> None:
    spam = "365bet体育官网_免费观看国产精品_百家乐娱乐平台"
    assert texts(read(spam, "下载APP领取彩金", TITLE, *BODY, spam)) == [TITLE, *BODY]
    assert texts(read(TITLE, *BODY, spam, "二、加强巡查，严格考核。")) == [TITLE, *BODY, "二、加强巡查，严格考核。"]
    assert texts(read("青溪县彩票管理条例", *BODY))[0] == "青溪县彩票管理条例"
    kept = ["关于整治老虎机和棋牌室博彩的通告", "（一）设置老虎机、组织博彩的；", "老虎机棋牌室整治"]
    assert texts(read(*kept, *BODY))[:3] == kept


def test_numbers_of_pages_go_where_they_count_up() -> None:
    assert drop_page_numbers(TracedText("甲\n- 1 -\n乙\n— 2 —\n第3页 共3页\n丙")).text == "甲\n乙\n丙"
    assert drop_page_numbers(TracedText("- 2 -\n甲\n- 1 -")).text == "- 2 -\n甲\n- 1 -"
    assert drop_page_numbers(TracedText("2024\n-3-5-\n- 5")).text == "2024\n-3-5-\n- 5"


def test_an_encyclopedias_card_with_values_below_tells_the_title() -> None:
    document = read(
        "青溪市文明行为条例", "播报编辑锁定", "《青溪市文明行为条例》是2020年10月29日青溪市人民政府发布的规定。", "基本信息",
        "中文名", "青溪市文明行为条例", "发布机构", "青溪市人民政府", "目录", "1条例全文", "2内容解读", "条例全文", "播报", "编辑",
        "第一条　为了引导文明行为，制定本条例。", "第二条　公民应当爱护环境。", "第三条　自公布之日起施行。", "词条标签：法规",
    )  # fmt: skip
    assert (document.title, document.issuers) == ("青溪市文明行为条例", ("青溪市人民政府",))
    assert [text[:3] for text in texts(document)] == ["第一条", "第二条", "第三条"]


# -- cards


def test_labels_without_colon_above_their_values_are_a_card() -> None:
    keys = [
        "统一登记号",
        "QX-2022-1",
        "发文字号",
        "青政发〔2022〕3号",
        "签署日期",
        "2022-09-15",
        "发布日期",
        "2022-09-19",
        TITLE,
    ]
    found = read_fields(keys, keys)
    assert found.lines == frozenset(range(8))
    assert (found.card.doc_number, found.card.written, found.card.published) == (
        "青政发〔2022〕3号", "2022-09-15", "2022-09-19",
    )  # fmt: skip
    assert read_fields(["标题", "类别", TITLE], ["标题", "类别", TITLE]).lines == frozenset()


def test_the_day_of_sending_is_that_of_publishing_beside_one_of_writing() -> None:
    both = read_fields(*[["成文日期:2022-03-02", "发文日期:2022-03-04"]] * 2).card
    assert (both.written, both.published) == ("2022-03-02", "2022-03-04")
    assert read_fields(*[["发文日期:2022-03-04"]] * 2).card.written == "2022-03-04"


def test_of_a_law_the_day_of_making_public_counts() -> None:
    card = ["法规名称:节水条例", "公布日期:民国110年12月15日"]
    assert read_fields(card, card).card.written == "2021-12-15"
    assert (
        read_fields(["标题:节水条例", "公布日期:2021-12-15"], ["标题:节水条例", "公布日期:2021-12-15"]).card.written
        is None
    )


def test_the_line_above_the_pages_date_is_its_title_where_there_is_no_other() -> None:
    news = read(
        "我市召开防汛调度会", "发布时间：2023-07-28 08:00 来源：融媒体中心", "7月27日，市长主持召开防汛工作视频调度会。"
    )
    assert (news.title, news.published) == ("我市召开防汛调度会", "2023-07-28")
    assert (
        read("青溪县人民政府", "发布时间：2023-07-28 08:00 来源：办公室", "7月27日，市长主持召开调度会议。").title == ""
    )


def test_a_bare_date_of_the_page_is_that_of_publishing() -> None:
    assert read(TITLE, "时间：2024-05-08　来源：县政府办", *BODY).published == "2024-05-08"
    assert read(TITLE, *BODY, "时间：2024-05-08").published is None


# -- what the document says of itself


def test_an_order_counted_by_years() -> None:
    document = read(
        "中华人民共和国交通运输部令", "2023年第9号",
        "《渡口管理办法》已于2023年8月18日经部务会议通过，现予公布，自2023年10月1日起施行。", "部长　李某某", "2023年8月22日",
        "渡口管理办法", "第一条　为了加强渡口管理，制定本办法。", "第二条　渡口应当安全。", "第三条　渡口应当整洁。",
    )  # fmt: skip
    assert document.doc_number == "中华人民共和国交通运输部令2023年第9号"
    assert (document.issuers, document.level, document.effective) == (("交通运输部",), "national", "2023-10-01")


def test_the_note_of_passing_tells_from_when() -> None:
    note = "（2017年12月11日最高人民法院审判委员会第1729次会议通过，自2018年3月1日起施行）"
    assert read("最高人民法院关于节水案件的规定", note, "第一条　为了节水，制定本规定。").effective == "2018-03-01"


def test_what_is_passed_on_at_last_is_what_is_read() -> None:
    document = read(
        "青溪县人民政府办公室转发市政府办公室关于印发临川市节水三年行动方案的通知", *BODY, "青溪县人民政府办公室", "2020年9月21日",
        "临川市人民政府办公室关于印发临川市节水三年行动方案的通知", *BODY, "临川市人民政府办公室", "2020年8月11日",
        "临川市节水三年行动方案", "为加快节水，制定本方案。",
    )  # fmt: skip
    assert (document.attachment_title, document.kind) == ("临川市节水三年行动方案", "行动方案")
    assert document.issuers == ("青溪县人民政府办公室",)


def test_a_notice_that_carries_a_mere_list_is_a_notice() -> None:
    document = read(
        "青溪县人民政府关于公布保护名录的通知", *BODY, "附件", "青溪县保护名录", "序号|名称", "1|老街", "2|古塔"
    )
    assert (document.attachment_title, document.kind) == ("青溪县保护名录", "通知")


def test_who_signs_behind_the_text_issued_it() -> None:
    document = read(
        "討論文件", "立法會衞生事務委員會", "優化醫療券計劃", "目的", "1. 本文件就建議徵詢委員意見。", "背景", "2. 計劃自2009年推行。",
        "建議", "3. 我們建議推行先導計劃。", "醫務衞生局", "衞生署", "2023年4月",
    )  # fmt: skip
    assert document.issuers == ("醫務衞生局", "衞生署")
    assert headings(document) == [("目的", 1), ("背景", 1), ("建議", 1)]
    assert (document.script, document.region) == ("hant", "香港特别行政区")


def test_a_number_without_brackets_is_one_where_a_year_in_words_agrees() -> None:
    document = read(TITLE, "青政发201915号", *BODY, "青溪县人民政府", "二〇一九年十一月二十五日")
    assert document.doc_number == "青政发〔2019〕15号"


def test_a_law_that_holds_in_the_whole_country_is_national() -> None:
    scope = "第二条　在中华人民共和国境内从事节水活动，适用本条例。"
    assert read("节水管理条例", "第一条　为了节水，制定本条例。", scope, "第三条　施行。").level == "national"
    duty = "第二条　国务院水行政主管部门负责全国节水工作。"
    assert read("节水管理条例", "第一条　为了节水，制定本条例。", duty, "第三条　施行。").level == "national"
    assert level_of(["能源部"], None, "节水规定") == "national"
    assert level_of(["青溪县委组织部"], None, "节水规定") == "unknown"
    assert region_of(["改善市区停车设施咨询文件"]) is None
    assert region_of(["河阳县集市贸易管理办法"]) == "河阳县"
    assert region_of(["桂平市政务服务事项清单"]) == "桂平市"
    assert region_of(["西岭省市场监督管理局"]) == "西岭省"


def test_an_announcement_counted_by_years_below_its_name() -> None:
    document = read(
        "青溪县市场监督管理局公告", "2023年第8号", "关于食品抽检情况的公告", "合格率99.2%，对不合格产品已经依法处理。"
    )
    assert (document.title, document.doc_number) == ("关于食品抽检情况的公告", "青溪县市场监督管理局公告2023年第8号")


def test_the_gazette_above_an_order_goes() -> None:
    document = read(
        "青溪省人民政府公报2022年第22期", "青溪省人民政府令", "第209号", "《节水规定》已经通过，现予公布。", "节水规定"
    )
    assert texts(document)[0] == "青溪省人民政府令第209号"


def test_the_number_of_an_order_in_brackets() -> None:
    document = read(
        "青溪省人民政府令",
        "（第186号）",
        "《节水规定》已经通过，现予公布。",
        "省长：王某某",
        "2020年12月7日",
        "节水规定",
    )
    assert (document.doc_number, document.issuers) == ("青溪省人民政府令第186号", ("青溪省人民政府",))


def test_a_number_in_square_brackets_needs_no_known_ending() -> None:
    assert read(TITLE, "发改地区[2016]1771号", *BODY).doc_number == "发改地区〔2016〕1771号"


def test_what_is_told_of_a_draft() -> None:
    document = read(
        "关于《青溪市养犬条例（草案）》的说明", "主任、各位副主任、秘书长、各位委员：", "现就草案作如下说明："
    )
    assert (document.title, document.status) == ("关于《青溪市养犬条例（草案）》的说明", "draft")
    assert document.blocks[1].kind == "salutation"
