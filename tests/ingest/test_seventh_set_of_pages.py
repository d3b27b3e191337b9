"""Kinds of pages from a seventh set that nobody had seen: titles broken anywhere, letters, files to load, feet of sites."""

from __future__ import annotations

import pytest

from reader.script import to_simplified
from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, read, texts

OVER = ("您现在的位置：首页>公告", "发布时间：2024-03-06 10:20 来源：办公室 浏览次数：120")


# What stays --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pieces",
    [
        ["青溪县节", "水管理条例"],
        ["青溪县全民阅读", "促进条例"], ["青溪水利设", "施管理办法"], ["高标准农田", "建设", "管理条例"],
        ["中级人民法院关", "于人民法院", "审理用水纠纷若干问题的规定"], ["青溪湖旅游", "度假区条例"],
    ],
)  # fmt: skip
def test_every_piece_of_a_title_stays_wherever_it_is_broken(pieces: list[str]) -> None:
    shown = "".join(
        texts(read(*OVER, *pieces, "第一条 为节约用水，制定本条例。", "第二条 本条例自公布之日起施行。", "打印本页"))
    )
    assert all(piece in shown for piece in pieces)


@pytest.mark.parametrize("cells", [["1", "青溪水厂改造", "青发改审﹝2023﹞10号"], ["2023830"]])
def test_cells_behind_the_last_sentence_stay(cells: list[str]) -> None:
    document = read(
        "经审查，县发展改革局作出审批决定，现予以公告。", "联系电话：0570-1234567", "序号", "项目名称", *cells
    )
    assert len(texts(document)) == 4 + len(cells)


def test_a_letter_of_taiwan_keeps_its_own_fields() -> None:
    own = ["發文日期：中華民國108年5月6日", "發文字號：府水字第1080012345號"]
    page = [":::", "字級： 小 中 大", "青溪縣政府 函", *own, "主旨：檢送會議紀錄一份，請查照。", "上版日期：108-05-08"]
    document = read(*page)
    assert texts(document) == ["青溪縣政府函", *own, "主旨：檢送會議紀錄一份，請查照。"]
    assert (document.doc_number, document.written) == ("府水字第1080012345號", "2019-05-06")


# What goes ---------------------------------------------------------------------------------------------------------


def test_the_files_that_a_page_lists_go_and_those_that_a_note_names_stay() -> None:
    note = ["附件：1. 水厂名单.pdf", "2. 任务清单.docx"]
    document = read(
        TITLE_LINE,
        *TEXT,
        *note,
        *SIGNED,
        "附件下载",
        "1.水厂名单.pdf",
        "2.任务清单.docx",
        "（网站编辑：水利科）",
        "打印本页",
    )
    assert texts(document)[-1] == SIGNED[-1]
    assert [line for line in texts(document) if line.endswith(("pdf", "docx"))] == [
        "附件：1.水厂名单.pdf",
        "2.任务清单.docx",
    ]


@pytest.mark.parametrize(
    "behind",
    [
        ["相关规定（0）", "历史版本（0）"],
        ["×"],
        ["看看今年谁家节水最多→", "打印本页"],
        ["重要告示 最近修订日期：2007年7月1日"],
    ],
)
def test_feet_of_sites(behind: list[str]) -> None:
    assert texts(read(TITLE_LINE, *TEXT, *SIGNED, *behind))[-1] == SIGNED[-1]


def test_the_head_of_a_document_that_a_page_names_over_itself_stands_once() -> None:
    head = "青溪县人民政府文件"
    document = read(
        head, "时间：2019-05-14 10:45:55下载本文作者：会员上传", head, "青政发〔2024〕7号", TITLE_LINE, *TEXT, *SIGNED
    )
    assert texts(document).count(head) == 1


def test_sentences_that_a_site_took_out_of_the_text_go_where_the_text_says_more() -> None:
    taken = "为规范节水管理，县政府制定了新的《青溪县节水管理办法》，现予发布。"
    document = read("青溪县发布节水管理办法", "文章导读", taken, f"{taken}原办法同时废止。", "特此公告。", *SIGNED)
    assert texts(document).count(taken) == 0
    assert f"{taken}原办法同时废止。" in texts(document)


# What a page tells of its document ---------------------------------------------------------------------------------


def test_a_title_broken_behind_a_year_or_a_county_of_one_character() -> None:
    report = ["环县水利局2023年度项目支出", "绩效评价报告"]
    document = read(*report, "为提高资金使用效益，我局进行了绩效评价。", "一、项目概况", "改造水厂一座。")
    assert (document.title, document.issuers) == ("".join(report), ("环县水利局",))
    told = ["2023年建议、提案办理工作", "完成情况说明"]
    assert read(*told, "今年我局承办建议两件，全部办理完毕。", "2023年11月5日").title == "".join(told)


def test_minutes_are_called_by_their_number_and_not_by_the_head_of_the_series() -> None:
    head = ["青溪县人民政府常务会议纪要", "〔2023〕14号", "县政府第三十六次常务会议纪要"]
    document = read(*head, "2023年7月12日，县长主持召开常务会议，研究供水工作。现纪要如下：", "一、会议听取了汇报。")
    assert document.title == "县政府第三十六次常务会议纪要"


def test_a_press_release_with_blanks_between_its_characters() -> None:
    spread = [
        " ".join(line)
        for line in (
            "回應節水條例的評論",
            "回應傳媒查詢，發言人表示：建議有助保障公眾健康，歡迎市民提意見。",
            "二○○四年四月二十一日(星期三)",
        )
    ]
    document = read("跳至內容的開始", "新聞發布", spread[0], "* * * * * * * * * *", *spread[1:], "回上頁")
    assert (to_simplified(document.title), document.written) == ("回应节水条例的评论", "2004-04-21")
    assert to_simplified(texts(document)[-1]) == "二○○四年四月二十一日（星期三）"


def test_the_title_on_every_printed_page_stands_once() -> None:
    title = "青溪县停车场管理规定"
    page = ["第 1 页 共 3 页", title, "第一条 为加强停车场管理，制定本规定。", title, "第 2 页 共 3 页"]
    document = read(
        *page, "第二条 停车场应当公示收费标准。", title, "第 3 页 共 3 页", "第三条 本规定自公布之日起施行。"
    )
    assert texts(document).count(title) == 1
    assert [edit.was for edit in document.edits if not edit.sure] == [f"{title}\n"] * 2


@pytest.mark.parametrize(
    "over",
    [
        ["首页职工动态劳模风采通知公告"],
        ["首页 职工动态 劳模风采 通知公告"],
        ["职工之家", "首页 职工动态 劳模风采 通知公告"],
    ],
)
def test_a_menu_that_begins_with_the_first_page_goes_though_nobody_knows_its_columns(over: list[str]) -> None:
    assert texts(read(*over, TITLE_LINE, *TEXT, *SIGNED))[0] == TITLE_LINE


def test_a_rule_on_first_pages_is_no_menu() -> None:
    assert texts(read("首页信息公开栏目管理办法", *TEXT[1:]))[0] == "首页信息公开栏目管理办法"


def test_an_article_whose_card_has_its_fields_on_one_line_each() -> None:
    card = ["中文名：青溪县节水行动计划", "发布单位：青溪县人民政府", "发布时间：2021年11月2日", "目录", "1 总体要求"]
    text = ["一、总体要求", "到2025年，节水灌溉面积达到百分之九十五。", "二、重点行动", "实施三项行动。"]
    document = read(
        "青溪县节水行动计划", *card, *text, "参考来源", "1. 青溪县人民政府印发节水行动计划的通知．青溪县政府网"
    )
    assert (texts(document), document.title) == (text, "青溪县节水行动计划")


def test_counts_of_a_library_between_the_articles_go() -> None:
    between = "法条释义 裁判文书（3） 理论文章（1）"
    rules = ["第一条 为保护湿地，制定本办法。", between, "第二条 本办法自公布之日起施行。", between]
    assert len(texts(read("青溪县湿地保护办法", *rules))) == 3


def test_posts_below_a_copied_rule_go() -> None:
    rules = ["青溪县公积金贷款细则", "第一条 为规范贷款管理，制定本细则。", "第二条 本细则自2022年1月1日起施行。"]
    document = read(
        *rules, "IP属地：青溪", "1楼 2021-12-25 20:11", "沙洲", "顶一个，正好要买房", "2楼 2021-12-25 20:40"
    )
    assert len(texts(document)) == len(rules)


@pytest.mark.parametrize(
    "over",
    [
        ["• 发文字号", "• 索引号", "• 005452161/2020-00001", "• 发布日期", "• 2020-01-01", "• 服务对象"],
        ["查看: 3321 | 回复: 18", "[转帖] 青溪县节水通知 [复制链接]", "高级会员", "积分 1288"],
        ["您的位置：首页>公告", "行政/水利/节水", "中央法规历史沿革"],
        ["青溪县节水最新消息（附原文）"],
    ],
)
def test_more_of_what_stands_over_a_document(over: list[str]) -> None:
    assert texts(read(*over, TITLE_LINE, *TEXT, *SIGNED))[0] == TITLE_LINE


def test_a_library_says_that_it_holds_the_whole() -> None:
    rules = [
        "第一条 为发展志愿服务，制定本条例。",
        "【本条关联】相关案例 0 篇 | 律师解读 0 篇",
        "第二条 本条例自公布之日起施行。",
    ]
    document = read("青溪县志愿服务条例（全文）", "阅读：882 次", "青溪县志愿服务条例", *rules)
    assert (document.title, len(texts(document))) == ("青溪县志愿服务条例", 3)


def test_a_question_in_the_legislative_council_is_a_title() -> None:
    page = ["Jump to the beginning of content", "border image", "新聞公報", "立法會四題：對條文的官方說明"]
    asked = [
        "以下為今日在立法會會議上議員的提問和局長的答覆：",
        "問題：",
        "政府可否告知本會，有否修改其他官方文件的說明？",
    ]
    document = read(*page, *asked)
    assert (document.title, texts(document)[0]) == (page[-1], page[-1])


def test_a_notice_without_signature_is_issued_by_whose_rules_it_carries() -> None:
    text = ["各乡镇人民政府：", "《青溪县人民政府工作规则》已经通过，现予印发。", "2024年3月5日"]
    assert read("关于印发《青溪县人民政府工作规则》的通知", *text).issuers == ("青溪县人民政府",)
