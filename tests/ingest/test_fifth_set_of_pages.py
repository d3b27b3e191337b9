"""Kinds of pages from a fifth set that nobody had seen: what stands over a title and behind an end, cards, numbers."""

from __future__ import annotations

import pytest

from reader.core.errors import BadInput
from reader.ingest.form.standards import days_of, is_masthead, is_standard_number
from reader.ingest.hints import TITLE, marked
from reader.ingest.places import region_of
from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts


def kinds(*lines: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(*lines).blocks]


# Over the title and behind the end ---------------------------------------------------------------------------------


def test_what_stands_over_a_title_goes_where_the_page_shows_itself() -> None:
    document = read(
        "青溪发布", "热点：高考 | 医保", "您的位置：首页>公告", TITLE_LINE, "发布时间：2024-03-06", *TEXT, *SIGNED
    )
    assert texts(document)[0] == TITLE_LINE
    assert document.published == "2024-03-06"


@pytest.mark.parametrize("own", ["特急", "青溪县人民政府文件", "签发人：贺某某", "〔2024〕第3期"])
def test_what_may_be_the_documents_stays_over_its_title(own: str) -> None:
    assert own in texts(read("您的位置：首页>公告", own, TITLE_LINE, *TEXT, *SIGNED))


def test_without_a_page_nothing_over_a_title_goes() -> None:
    assert texts(read("节水之歌", TITLE_LINE, *TEXT, *SIGNED))[0] == "节水之歌"


def test_the_first_half_of_a_title_is_no_menu() -> None:
    lines = ["首页 > 公告", "青溪县人民政府关于加强", "节水设施建设工作的通知", *TEXT, *SIGNED]
    assert read(*lines).title == "青溪县人民政府关于加强节水设施建设工作的通知"


def test_behind_the_end_everything_goes_with_the_page() -> None:
    foot = ["责任编辑：某某", "推荐专题", "青溪县水资源条例", "本站声明：本站所有资源均来自网络，如有侵权请联系客服。"]
    assert texts(read(TITLE_LINE, *TEXT, *SIGNED, *foot))[-1] == SIGNED[-1]


@pytest.mark.parametrize("own", ["附件2", "抄送：县委办公室。", "第二条　本办法自印发之日起施行。"])
def test_what_is_plainly_the_documents_stays_behind_a_line_of_the_page(own: str) -> None:
    assert own in texts(read(TITLE_LINE, *TEXT, *SIGNED, "责任编辑：某某", own))


@pytest.mark.parametrize(
    "page",
    [
        ["页面没有找到", "可能的原因：", "1.网页地址错误；", "2.网页已被移动或删除。"],
        ["政策文件库", "没有查询到符合条件的记录！", "共0条记录"],
        ["相关度排序 时间排序", "找到相关结果约3个", "青溪县节水条例"],
    ],
)
def test_a_page_that_only_says_that_there_is_nothing_is_refused(page: list[str]) -> None:
    with pytest.raises(BadInput):
        read(*page)


def test_a_rule_on_pages_that_are_gone_is_read() -> None:
    document = read(
        "青溪县网站管理办法",
        "第一条　网页不存在的，应当提示。",
        "第二条　链接失效的，应当更正。",
        "第三条　本办法自公布之日起施行。",
    )
    assert document.title == "青溪县网站管理办法"


# What a document tells of whom to ask stays ------------------------------------------------------------------------


def test_contacts_below_the_title_are_the_documents() -> None:
    lines = [
        "青溪县应急管理局行政处罚决定书",
        "地址：青溪县平安镇　邮政编码：412300",
        "你单位未按规定组织培训，决定罚款一万元。",
    ]
    assert lines[1] in texts(read(*lines))


def test_contacts_and_accounts_before_a_signature_are_the_documents() -> None:
    told = ["联系人：路先生", "联系电话：0733-2233445", "开户单位：青溪县财政局"]
    found = texts(read(TITLE_LINE, *TEXT, *told, *SIGNED))
    assert [line for line in told if line not in found] == []


@pytest.mark.parametrize("remark", ["备注：时间如有调整另行通知。", "名称：青溪县机关事务服务中心"])
def test_a_label_of_cards_alone_at_the_end_is_the_documents(remark: str) -> None:
    assert remark in texts(read(TITLE_LINE, *TEXT, remark))


def test_a_row_that_ends_in_an_office_is_no_name_of_a_site() -> None:
    assert "3案卷制作9月市城管局" in texts(read("青溪市培训计划表", "3案卷制作9月市城管局", "备注：另行通知。"))


def test_when_a_meeting_was_held_is_its_own() -> None:
    document = read(
        "青溪市人民政府常务会议纪要", "时间：2023年9月12日上午9:00", "地点：第一会议室", "会议认为，制定条例十分必要。"
    )
    assert "时间：2023年9月12日上午9:00" in texts(document)
    assert document.published is None


def test_names_of_those_present_stay_apart() -> None:
    assert "出席：邵某某　秦某　汪某某" in texts(
        read("某市会议纪要", "会议认为，制定条例十分必要。", "出席：邵某某 秦　某  汪某某")
    )


# Titles, numbers, issuers ------------------------------------------------------------------------------------------


def test_a_title_behind_a_column_is_one() -> None:
    assert (
        read("一图读懂 | 关于提取公积金的问答", "Q1：如何提取？", "A：可以在网上提取。").title == "关于提取公积金的问答"
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（水利部 财政部公告2022年第8号）", "水利部 财政部公告2022年第8号"),
        ("青溪市人大常委会公告（第7号）", "青溪市人大常委会公告第7号"),
        ("等级：特急 青汛明电〔2024〕9号", "青汛明电〔2024〕9号"),
        ("青政发?2024?14号", "青政发〔2024〕14号"),
        ("青政发〔2024〕14号 签发人：池某某", "青政发〔2024〕14号"),
        ("DB5321/T 118—2024", "DB5321/T 118—2024"),
    ],
)
def test_numbers_in_other_forms(line: str, number: str) -> None:
    assert read(line, TITLE_LINE, *TEXT, *SIGNED).doc_number == number


def test_the_head_of_a_letter_tells_who_issued_it() -> None:
    assert read("青溪市生态环境局", "青环审〔2023〕88号", "关于某项目的批复", "一、同意该项目建设。").issuers == (
        "青溪市生态环境局",
    )


def test_a_piece_of_news_that_holds_the_text_names_title_and_issuer() -> None:
    document = read(
        "青溪市人民政府发布《关于禁止燃放烟花爆竹的通告》，具体内容如下：", "一、全市禁止燃放。", "二、违者依法处罚。"
    )
    assert (document.title, document.issuers) == ("关于禁止燃放烟花爆竹的通告", ("青溪市人民政府",))


def test_a_plan_is_read_itself_and_not_its_table() -> None:
    document = read(
        "青溪省节水规划",
        "一、规划背景",
        "水资源短缺仍是突出制约。",
        "附表",
        "节水重点工程表",
        "序号 | 工程",
        "1 | 灌区",
        "2 | 水库",
    )
    assert document.attachment_title is None


def test_what_a_congress_hears_of_a_draft_is_none() -> None:
    assert read("关于2023年计划执行情况与2024年计划（草案）的报告", "一、执行情况", "总体平稳。").status != "draft"


@pytest.mark.parametrize(("name", "region"), [("乾安县濛江乡管理办法", "乾安县"), ("乾縣人民政府", "乾县")])
def test_names_of_places_keep_their_spelling(name: str, region: str) -> None:
    assert region_of([name]) == region


@pytest.mark.parametrize(
    ("line", "kind"),
    [("周某、孙某某代表：", "salutation"), ("全县适龄青年：", "salutation"), ("市　长　　程某某", "signature")],
)
def test_whom_and_who(line: str, kind: str) -> None:
    shown = "市长　程某某" if kind == "signature" else line
    assert (kind, shown) in kinds("青溪市节水办法", line, "2024年3月5日", "为节约用水，制定本办法。")


# Cards -------------------------------------------------------------------------------------------------------------


def test_a_card_in_cells_of_a_table() -> None:
    card = [
        "| 发文机关 | 青溪市人民政府 | 文号 | 青政规〔2022〕5号 |",
        "| --- | --- | --- | --- |",
        "| 成文日期 | 2022-07-06 | 公布日期 | 2022-07-08 |",
    ]
    document = read(*card, "", "# 青溪市节水办法", "", "第一条 为了节约用水，制定本办法。")
    assert (document.doc_number, document.published) == ("青政规〔2022〕5号", "2022-07-08")
    assert texts(document)[0] == "青溪市节水办法"


def test_a_card_whose_labels_run_into_their_values() -> None:
    card = [
        "发文机关国务院",
        "发文日期1995年03月02日",
        "时效性现行有效",
        "发文字号国函〔1995〕12号",
        "效力级别国务院规范性文件",
    ]
    document = read(
        *card, "青溪省人民政府：", "你省请示收悉。现批复如下：", "一、同意设立。", "国务院", "一九九五年三月二日"
    )
    assert document.doc_number == "国函〔1995〕12号"
    assert texts(document)[0] == "青溪省人民政府："


def test_a_sentence_that_begins_with_a_label_makes_no_card() -> None:
    lines = ["发文机关应当加强审核。", "发文日期以签发日期为准。", "有效性由司法局认定。"]
    assert texts(read(*lines)) == lines


def test_the_gazette_of_macao_names_an_act_twice() -> None:
    head = [
        "澳門特別行政區",
        "法規:",
        "第45/2022號行政命令",
        "公報編號:",
        "20/2022",
        "刊登日期:",
        "2022.5.16",
        "版數:",
        "900",
        "• 核准某計劃。",
    ]
    document = read(
        *head,
        "第45/2022號行政命令",
        "行政長官行使《澳門特別行政區基本法》賦予的職權，發佈本行政命令。",
        "二零二二年五月九日",
    )
    assert texts(document)[0] == "第45/2022號行政命令"
    assert document.published == "2022-05-16"


def test_an_article_of_an_encyclopedia_without_a_head_for_its_card() -> None:
    card = ["中文名", "青溪市养犬条例", "发布机构", "青溪市人民代表大会常务委员会", "施行时间", "2020年10月1日"]
    document = read(
        "《青溪市养犬条例》是为规范养犬制定的条例。",
        *card,
        "条例全文",
        "第一条 为了规范养犬，制定本条例。",
        "第二条 养犬应当登记。",
    )
    assert (document.title, document.effective) == ("青溪市养犬条例", "2020-10-01")
    assert texts(document)[0].startswith("第一条")


# Tables, headings, standards ---------------------------------------------------------------------------------------


def test_a_table_whose_cells_are_parted_by_blanks() -> None:
    table = next(
        b
        for b in read("青溪市培训计划表", "序号 内容 时间", "1 处罚法 3月", "2 强制法 6月").blocks
        if b.kind == "table"
    )
    assert table.rows == (("序号", "内容", "时间"), ("1", "处罚法", "3月"), ("2", "强制法", "6月"))


def test_empty_cells_at_the_end_of_rows() -> None:
    table = next(
        b for b in read("月报表", "序号\t县区\t数量", "1\t城北区\t\t"[:-1], "2\t南屏县\t").blocks if b.kind == "table"
    )
    assert table.rows is not None
    assert table.rows[1:] == (("1", "城北区", ""), ("2", "南屏县", ""))


def test_particulars_are_no_headings_and_a_preface_is_one() -> None:
    document = read(
        "青溪市采购公告",
        "前　言",
        "本公告说明项目的基本情况。",
        "一、项目情况",
        "1.项目编号：QX-2024-01",
        "2.预算：186万元",
    )
    assert headings(document) == [("前言", 1), ("一、项目情况", 1)]


def test_marks_of_a_list_in_plain_text() -> None:
    assert ("bullet", "-到2025年，床位达到40张；") in kinds("青溪市养老规划", "一、目标", "- 到2025年，床位达到40张；")


def test_a_second_title_that_the_first_carries() -> None:
    source = "# 关于印发节水办法的通知\n现将《节水办法》印发给你们。\n# 节水办法\n## 第一章 总则\n## 第二章 附则\n"
    assert [hint.level for hint in marked(source).found] == [TITLE, TITLE, 1, 1]


def test_the_cover_of_a_standard() -> None:
    assert is_standard_number("GB/T 1.1—2020")
    assert not is_standard_number("GB/T 1.1—2020 标准化工作导则")
    assert is_masthead("青溪市地方标准", ["DB5321/T 118—2024"])
    assert not is_masthead("青溪市地方标准", ["第一条"])
    assert days_of(["2024-03-01 发布", "2024-04-01 实施"]) == ("2024-03-01", "2024-04-01")


# Found last --------------------------------------------------------------------------------------------------------


def test_a_title_and_its_articles_on_one_line_without_blanks() -> None:
    line = (
        "青溪市公园管理办法第一条为加强公园管理，制定本办法。第二条本市公园适用本办法。第三条本办法自公布之日起施行。"
    )
    assert texts(read(line)) == [
        "青溪市公园管理办法", "第一条为加强公园管理，制定本办法。", "第二条本市公园适用本办法。", "第三条本办法自公布之日起施行。",
    ]  # fmt: skip


def test_full_names_of_some_who_sign() -> None:
    signed = ["青溪省发展和改革委员会", "青溪省财政厅", "2023年6月2日"]
    document = read(
        "青溪省发展改革委 青溪省财政厅关于下达计划的通知", "各市财政局：", "一、本次下达投资3200万元。", *signed
    )
    assert document.issuers == ("青溪省发展和改革委员会", "青溪省财政厅")


def test_who_signs_above_a_remark_on_publishing() -> None:
    assert ("signature", "青溪县人民政府办公室") in kinds(TITLE_LINE, *TEXT, "青溪县人民政府办公室", "（此件公开发布）")


@pytest.mark.parametrize(
    "line", ["来自： 时间：2023-01-10", "征集状态：已结束", "快速回到页首按钮", "返回今日新闻公报"]
)
def test_words_of_a_page(line: str) -> None:
    at_head = line.startswith(("来自", "征集"))
    lines = [TITLE_LINE, line, *TEXT] if at_head else [TITLE_LINE, *TEXT, *SIGNED, line]
    assert line not in texts(read(*lines))
