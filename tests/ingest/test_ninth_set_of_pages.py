"""Kinds of pages from an ninth set that nobody had seen: everything on one line behind the page's fields, cards of laws
that were only revised, days beside who signs, chapters without their number.
"""

from __future__ import annotations

import pytest

from reader.core.errors import BadInput
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


def test_a_department_of_a_ministry_signs() -> None:
    document = read(
        "国家能源局综合司关于同意开展试点的复函",
        "青山省能源局：",
        "你局请示收悉，经研究，现函复如下：",
        "一、原则同意。",
        "国家能源局综合司",
        "2022年5月6日",
    )
    assert (document.issuers, document.blocks[-2].kind) == (("国家能源局综合司",), "signature")


def test_an_appendix_may_be_called_by_a_letter() -> None:
    document = read(
        "青溪县火灾应急预案", "一、总则", "为应对火灾，制定本预案。", "附录A", "应急通讯名册", "县应急局负责更新。"
    )
    assert [(b.text, b.kind) for b in document.blocks[3:5]] == [("附录A", "note"), ("应急通讯名册", "title")]


def test_a_title_as_wide_as_the_lines_below_it_is_none_of_them() -> None:
    document = read(
        "贵青县蔗糖产业发展规划（2021—2025年）", "为促进蔗糖产业高质量发展，编制本规划。", "一、发展基础", "种植面积稳定在三十万亩。",
        "二、发展目标", "到2025年，综合产值达到四十亿元。", "（一）优化种植结构", "推广脱毒健康种苗。",
    )  # fmt: skip
    assert document.title == "贵青县蔗糖产业发展规划（2021—2025年）"


def test_entries_of_a_menu_over_a_title_are_none_of_it() -> None:
    document = read(
        "首页", "机构", "政策", "关于延续实施小微企业政策的公告", "为支持小微企业，现公告如下：", "一、免征增值税。"
    )
    assert texts(document)[0] == document.title == "关于延续实施小微企业政策的公告"


def test_an_article_of_an_encyclopedia_tells_of_the_document_before_its_text() -> None:
    name = "绿水市碳达峰实施方案"
    card = ["中文名", name, "颁布机构", "绿水市人民政府", "颁布时间", "2022年8月19日"]
    sections = [
        "目录",
        "1发展历史",
        "2内容全文",
        "发展历史",
        "播报",
        "2022年8月19日，绿水市人民政府印发该方案。",
        "内容全文",
    ]
    first = f"《{name}》是绿水市人民政府于2022年8月19日印发的文件。"
    text = [name, "为实现碳达峰目标，制定本方案。", "一、总体目标", "到2030年，全市碳排放达到峰值。"]
    document = read(name, "播报", "编辑", "基本介绍", first, *card, *sections, *text)
    assert (document.title, document.issuers, document.written) == (name, ("绿水市人民政府",), "2022-08-19")
    assert texts(document) == text


def test_the_cover_of_a_standard_tells_what_it_is_called() -> None:
    cover = ["ICS 13.060", "CCS Z 50", "DB 36", "青山省地方标准", "DB36/T 1701—2022", "农村污水设施运行维护规范"]
    days = ["2022-09-15 发布　2023-03-01 实施", "青山省市场监督管理局 发布"]
    document = read(
        *cover, *days, "1 范围", "本文件规定了运行维护的要求。", "2 要求", "2.1 应建立制度。", "2.2 应配备人员。"
    )
    assert (document.title, document.kind, document.doc_number) == (cover[5], "规范", cover[4])
    assert [b.kind for b in document.blocks[:4]] == ["note"] * 4


def test_blanks_that_were_lost_one_by_one_go() -> None:
    lines = ["一、总体要求", "坚持生态优先、绿色发展。", "二、主要任务", "建设生态廊道二十公里。"]
    assert texts(read(*(f"? ?{line}" for line in lines))) == lines
    asked = ["为何不办? ?请说明。", "何时办理? ?请说明。"]
    assert all("？" in text for text in texts(read(*asked)))


def test_when_a_site_published_stands_right_behind_where_it_is_from() -> None:
    source = "来源：某某网 2021-03-22 08:30:11"
    document = read("某某网 > 新闻 > 正文", TITLE_LINE, source, "（图片来源：某某网）", TITLE_LINE, *TEXT)
    assert document.published == "2021-03-22"
    assert not any("图片来源" in text for text in texts(document))


def test_a_page_that_only_lists_others_is_no_document() -> None:
    listed = [f"关于开展第{n}次培训的通知 2023-05-0{n}" for n in range(1, 5)]
    with pytest.raises(BadInput):
        read(*listed, "首页 上一页 下一页 尾页")
    assert len(texts(read("青溪县培训通知目录", *listed))) == 5


def test_who_gave_a_report_and_when_may_stand_on_one_line() -> None:
    held = "2026年1月27日在青山省第十四届人民代表大会第四次会议上"
    text = [
        "各位代表：",
        "现在，我代表省人民政府报告工作，请予审议。",
        "一、回顾",
        "过去一年，新建水厂三座，漏损率下降。",
    ]
    for name in ("赵某", "艾某肯·吐某亚孜"):
        page = ["时间：", "2026-02-02 09:20", "来源：", "青山省人民政府", "分享:"]
        head = ["青山省2026年政府工作报告", f"{held} 青山省省长 {name}"]
        document = read("分享:", *head, "首页", ">", "政府工作报告", *head, *page, "省长赵某作政府工作报告", *text)
        assert [(b.kind, b.text) for b in document.blocks[:4]] == [
            ("title", "青山省2026年政府工作报告"), ("note", held), ("signature", f"青山省省长　{name}"),
            ("paragraph", "省长赵某作政府工作报告"),
        ]  # fmt: skip
        assert document.written == "2026-01-27"


def test_the_moment_of_publishing_may_be_told_in_characters() -> None:
    document = read("2026年青山省政府工作报告", "2026年02月10日 07时41分", "来源:", "青山日报", *TEXT)
    assert document.published == "2026-02-10"
    assert not any("07时" in text for text in texts(document))


_ROWS = "<tr><th>标题</th><th>文号</th></tr><tr><td colspan=2>暂无数据</td></tr>"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><div>您没有访问该栏目的权限，请登录后再试！</div><a href='/'>返回首页</a></body></html>",
        f"<html><body><table>{_ROWS}</table><div>共 0 条</div></body></html>",
    ],
)
def test_pages_that_show_nothing_are_no_documents(page: str) -> None:
    with pytest.raises(BadInput):
        read(page, name="a.html")


def test_rows_of_a_card_whose_first_one_heads_a_table() -> None:
    card = [
        "| 文号 | 青政办〔2021〕15号 |",
        "|---|---|",
        "| 发布机构 | 青山省人民政府办公厅 |",
        "| 成文日期 | 2021-11-03 |",
    ]
    document = read(*card, "| 时效性 | 有效 |", "", f"# {TITLE_LINE}", "", *TEXT, name="a.md")
    assert (document.doc_number, document.written) == ("青政办〔2021〕15号", "2021-11-03")
    assert texts(document)[0] == TITLE_LINE
    rows = ["| 文号 | 名称 |", "|---|---|", "| 青政办〔2021〕15号 | 青溪县节水办法 |"]
    assert [b.kind for b in read("青溪县文件目录", "", *rows, name="a.md").blocks] == ["title", "table"]


def test_lines_in_bold_are_marked_so_and_hidden_names_stay() -> None:
    law = [
        "**青溪县中药材扶持办法**",
        "**第一章 总则**",
        "第一条 为扶持产业，制定本办法。",
        "**第二章 附则**",
        "第二条 自公布日施行。",
    ]
    document = read(*law, name="a.md")
    assert (document.title, headings(document)) == ("青溪县中药材扶持办法", [("第一章　总则", 1), ("第二章　附则", 1)])
    names = ["青溪县低保名单", "张**、李**", "**县赵**"]
    assert "".join(texts(read(*names))).count("**") == 4


def test_forms_of_hong_kong_and_of_printers_become_simplified_with_the_rest() -> None:
    lines = [
        "青溪縣衞生應急預案",
        "爲做好衞生應急工作，縣人民政府制定本預案。",
        "一、組織領導",
        "由於單位人員變動，保脩金用於單位敍獎，鐡路、廠區由縣衞生局負責。",
    ]
    assert texts(read(*lines))[0] == "青溪县卫生应急预案"
    assert texts(read(*lines))[-1] == "由于单位人员变动，保修金用于单位叙奖，铁路、厂区由县卫生局负责。"
    plain = ["青溪县衞溪桥保护办法", "为保护衞溪桥，制定本办法。", "桥由县交通局管理。"]
    assert texts(read(*plain)) == plain  # in simplified text a name


def test_courts_and_prosecutors_speak_for_the_mainland() -> None:
    text = "根據刑法規定，出境證件包括香港特別行政區通行證、澳門特別行政區通行證，由最高人民法院、最高人民檢察院解釋，公安機關執行。"
    document = read("關於辦理偷越國境刑事案件的解釋", text, "法釋〔2012〕17號")
    assert document.script == "hans"


def test_entries_of_a_menu_over_a_title_that_begins_with_a_place() -> None:
    menu = ["首页", "领导信息", "机构设置", "财政预决算", "行政许可"]
    title = "丘青县辣椒产业发展规划"
    text = ["为推进辣椒产业发展，编制本规划。", "一、现状", "全县种植辣椒五十万亩。"]
    assert texts(read(*menu, title, *text)) == [title, *text]
    begun = ["首页", "青山省人民政府关于同意", title + "的批复"]
    assert read(*begun, *text).title == "青山省人民政府关于同意丘青县辣椒产业发展规划的批复"


def test_the_cover_of_a_standard_of_an_association() -> None:
    cover = [
        "T/QXWA 003—2021",
        "团体标准",
        "社区河长工作规范",
        "2021-11-20发布",
        "2021-12-01实施",
        "青山省水利学会　发布",
    ]
    document = read(*cover, "1　范围", "本文件规定了工作要求。", "2　术语", "本文件没有术语。")
    assert (document.doc_number, document.title) == (cover[0], cover[2])
    assert headings(document) == [("1　范围", 1), ("2　术语", 1)]


def test_escapes_of_markdown_go() -> None:
    page = ["# 青溪县扶持办法", "", "发布时间：2023\\-05\\-06", "", "1\\. 对新建牛舍的，每平方米补助100元。"]
    document = read(*page, name="a.md")
    assert (document.published, texts(document)[-1]) == ("2023-05-06", "1.对新建牛舍的，每平方米补助100元。")


def test_the_first_line_of_a_title_that_passes_on_what_an_authority_made_is_no_signature() -> None:
    document = read(
        "莲青区人民政府办公室关于转发区城管局", "莲青区垃圾分类提升行动方案", "（2022—2024年）的通知", "各街道办事处：",
        "区城管局《莲青区垃圾分类提升行动方案（2022—2024年）》已经同意，现转发给你们。", "莲青区人民政府办公室", "2022年4月18日",
        "莲青区垃圾分类提升行动方案", "（2022—2024年）", "为提升垃圾分类水平，制定本方案。",
    )  # fmt: skip
    assert document.title == "莲青区人民政府办公室关于转发区城管局莲青区垃圾分类提升行动方案（2022—2024年）的通知"
    assert document.issuers == ("莲青区人民政府办公室",)


def test_a_photographers_credit_over_a_report() -> None:
    held = "——2026年1月8日在云青市第七届人民代表大会第五次会议上"
    page = ["会议现场。 本报记者 王某 张某某 摄影报道", "政府工作报告", held, "云青市市长 何某某", "各位代表："]
    assert read(*page, "现在，我代表市人民政府报告工作。", "一、回顾", "投资增长。").title == "政府工作报告"


def test_fields_behind_a_middle_dot_of_another_width() -> None:
    fields = ["・发布时间：2020-10-14 09:30", "・来源：青溪县人民政府", "・点击数：[ ]"]
    document = read("政策文件 ｜ " + TITLE_LINE, *fields, TITLE_LINE, *TEXT)
    assert document.published == "2020-10-14"
    assert texts(document) == [TITLE_LINE, *TEXT]


@pytest.mark.parametrize("title", ["青溪市全民阅读促进条例", "青溪县免费义务教育办法", "青溪县查看现场工作规定"])
def test_a_title_with_a_word_of_sites_stays_below_a_card(title: str) -> None:
    card = [
        "索引号：000014349/2021-00056",
        "分享到：微信 微博",
        "信息来源：市政府办公厅",
        "发布日期：2021-09-01  浏览次数：386",
    ]
    law = ["第一章 总则", "第一条 为了促进阅读，制定本条例。", "第二条 适用于本市。", "第三条 自公布日施行。"]
    assert read(*card, title, *law).title == title
