"""Kinds met on a third set of stored pages of government sites: cards with spread labels or below the text, lists of
contents without their text, commas and tags that a copy set in, teasers, lists that name the place.
"""

from __future__ import annotations

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts


def test_a_card_whose_labels_are_spread_over_their_cells() -> None:
    title = "县政府办2022年度政府信息公开工作年度报告"
    document = read(
        "索引号 bgs01/2023-00011 发文字号",
        "成文日期 2023-01-18 发布日期 2023-01-19",
        f"标   题 {title}",
        "发布机构 县政府办公室 公文时效 有效",
        title,
        "",
        "本报告根据《青溪条例》编制。",
        "一、总体情况",
    )
    assert (document.title, document.written, document.published) == (title, "2023-01-18", "2023-01-19")
    assert texts(document) == [title, "本报告根据《青溪条例》编制。", "一、总体情况"]


def test_the_card_of_a_law_below_its_text_and_marks_of_a_list_on_lines_of_their_own() -> None:
    document = read(
        "-",
        "一、本基準依規費法第十條規定訂定。",
        "-",
        "二、本基準執行機關為臺北市政府(以下簡稱本府)民政局。",
        "-",
        "三、各場地之收入,應依法定程序解繳市庫。",
        "法規名稱:",
        "臺北市青溪館場地收費標準",
        "修正日期:",
        "民國 111 年 09 月 01 日",
        "沿 革:",
        "中華民國111年9月1日臺北市政府府民宗字第1110000001號令修正發布第3條條文;並自111年12月1日生效",
    )
    assert (document.title, document.written) == ("臺北市青溪館場地收費標準", "2022-09-01")
    assert (document.issuers, document.doc_number) == (("臺北市政府",), "府民宗字第1110000001號")
    assert texts(document)[:2] == [
        "一、本基準依規費法第十條規定訂定。",
        "二、本基準執行機關為臺北市政府（以下簡稱本府）民政局。",
    ]
    assert not {"-", "法規名稱：", "臺北市青溪館場地收費標準"} & set(texts(document))


_LISTED = (
    *("总则", "1.1 编制目的", "1.2 编制依据", "1.3 事件分级", "组织体系", "2.1 指挥机构", "2.2 办事机构"),
    *("应急响应", "3.1 分级响应", "3.2 信息报告", "4 附则"),
)
_PLAN = ("1 总则", "1.1 编制目的", "健全全县应急机制，保障公众安全。", "1.2 编制依据", "《青溪县节水办法》等规定。")


def test_a_list_of_contents_without_its_name_of_which_the_copy_lacks_the_end() -> None:
    document = read("青溪县突发环境事件应急预案", *_LISTED, *_PLAN)
    assert [text for text, _ in headings(document)] == ["1\u3000总则", "1.1\u3000编制目的", "1.2\u3000编制依据"]
    assert [b.kind for b in document.blocks].count("contents") == len(_LISTED)


def test_headings_that_are_counted_once_are_no_list_of_contents() -> None:
    document = read("青溪县突发环境事件应急预案", *_PLAN, *("2 组织体系", "2.1 指挥机构", "县政府负责指挥。"))
    assert "contents" not in [b.kind for b in document.blocks]
    assert len(headings(document)) == 5


def test_commas_that_a_copy_set_before_other_marks_go() -> None:
    document = read(
        TITLE_LINE,
        "各县,、区人民政府,市政府各部门:",
        "市政府同意公布,。请各县、区按照国家,、省的规定,,贯彻落实“保护为主”,、“抢救第一”的方针,。",
        "一,、加强保护",
        "划定范围。",
    )
    assert texts(document)[1:4] == [
        "各县、区人民政府，市政府各部门：",
        "市政府同意公布。请各县、区按照国家、省的规定，贯彻落实“保护为主”、“抢救第一”的方针。",
        "一、加强保护",
    ]


def test_commas_between_empty_cells_stay() -> None:
    rows = ("张某,,50,,", "李某,,,60,", "王某,70,,,")
    assert "".join(texts(read(TITLE_LINE, *TEXT, *rows, *SIGNED))).replace("，", ",").count(",,") >= 3


def test_tags_with_the_number_of_a_list_before_them_go() -> None:
    document = read('<del id="a1"></del>', '  1. <kbd id="a1"><form id="a1"></form></kbd>', TITLE_LINE, *TEXT, *SIGNED)
    assert texts(document) == [TITLE_LINE, *TEXT, *SIGNED]


def test_what_a_site_says_of_a_page_in_the_words_of_its_text_goes() -> None:
    told = "核心提示:1.总则1.1 编制目的健全全县应急机制，保障公众安全，维护社会"
    plan = ["1.总则", "1.1 编制目的", "健全全县应急机制，保障公众安全，维护社会稳定。"]
    document = read("应急预案—青溪市总体应急预案", "日期:2009-10-30 01:49  浏览次数:949", told, *plan)
    assert (document.title, document.region) == ("青溪市总体应急预案", "青溪市")
    assert texts(document)[1] == "1.总则"
    other = told.replace("健全全县", "完善全省")
    assert any("核心提示" in text for text in texts(read(TITLE_LINE, other, *plan)))


def test_the_list_of_what_is_published_names_the_place() -> None:
    notice = ("市人民政府关于公布第五批文物保护单位的通知", "各区人民政府：", "现予公布。", "二〇一一年三月二十一日")
    assert read(*notice, "青溪市第五批文物保护单位名单").region == "青溪市"
    assert read(*notice, "青溪市节水企业名单").region is None


def test_who_signs_for_a_survey_stands_beside_another() -> None:
    document = read("2022年青溪市统计公报", "青溪市统计局 国家统计局青溪调查队", "2023年3月17日", *TEXT)
    assert document.issuers == ("青溪市统计局", "国家统计局青溪调查队")


def test_an_app_over_whom_a_notice_addresses_is_the_sites() -> None:
    assert texts(read("青政通APP", *TEXT, *SIGNED)) == [*TEXT, *SIGNED]


def test_a_law_of_macao_that_is_called_by_its_number_is_a_law() -> None:
    document = read(
        "第26/2024號法律", "立法會根據《澳門特別行政區基本法》第七十一條（一）項，制定本法律。", "第一條 標的"
    )
    assert document.kind == "法律"
