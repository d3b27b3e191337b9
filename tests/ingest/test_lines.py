"""Rules on whole lines: chrome, titles, tables, brackets, numbers, what a line is."""

from __future__ import annotations

import pytest

from reader.ingest.form.numbering import numbered, written
from reader.ingest.form.structure import clauses_of
from reader.ingest.form.tables import ROW_MARK, SPANS, bar_tabs, rebuild_tables, rows_of
from reader.ingest.form.titles import is_title, join_titles
from reader.ingest.lines import lines_of
from reader.ingest.page.chrome import remove_chrome
from reader.ingest.page.html import strip_html, strip_markdown
from reader.ingest.repair.brackets import repair_brackets
from reader.ingest.traced import TracedText

BODY = "一、总体要求\n为加快发展数字经济，结合我市实际，制定本方案。\n二、主要任务\n推进数据共享开放，建设统一平台。"


@pytest.mark.parametrize(
    "line",
    [
        "www.tj.gov.cn", "发布日期：2021-08-19", "信息来源：市政府办公厅", "浏览次数：1,024", "阅读 10万+", "【打印】【关闭】",
        "分享到：微信 微博", "字体：大 中 小", "扫一扫在手机打开当前页", "长按识别二维码关注我们", "点击上方蓝字关注我们", "阅读原文",
        "上一篇：关于某事的通知", "责任编辑：张三", "首页 > 政务公开 > 文件", "您当前的位置：首页", "津ICP备05000001号",
        "主办：天津市人民政府办公厅", "网站标识码：1200000001", "版权所有：某某", "无障碍浏览", "附件下载：方案.pdf", "相关阅读：某某解读",
        "索引号：000014349/2021-00056", "中国政府网www.gov.cn", "转载请注明出处",
    ],
)  # fmt: skip
def test_lines_of_the_page_go_at_head_and_foot(line: str) -> None:
    assert remove_chrome(TracedText(f"发布时间：2021-01-01\n{line}\n{BODY}")).text == BODY
    assert remove_chrome(TracedText(f"{BODY}\n{line}\n网站地图")).text.rstrip("\n") == BODY


@pytest.mark.parametrize(
    "line",
    [
        "抄送：市委各部门。", "某市人民政府办公厅　2021年8月20日印发", "附件：1.任务分工表", "各区人民政府，市政府各委、办、局：",
        "某市人民政府办公厅", "2021年8月19日", "（此件公开发布）", "（一）建设政府网站", "建设统一的政务服务门户网站，实现一网通办。",
    ],
)  # fmt: skip
def test_lines_of_the_document_stay(line: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}\n{line}"):
        assert line in remove_chrome(TracedText(text)).text.split("\n")


def test_what_stands_inside_the_first_and_last_line_goes() -> None:
    page = f"（某某网讯）为加快发展数字经济，结合我市实际，制定本方案。\n{BODY}（来源：某某网 编辑：小王）"
    assert remove_chrome(TracedText(page)).text.startswith("为加快发展")
    assert remove_chrome(TracedText(page)).text.endswith("建设统一平台。")


def test_the_pages_title_above_the_documents_own_goes() -> None:
    title = "某市人民政府关于印发某市行动方案的通知"
    assert remove_chrome(TracedText(f"{title}_政府文件_某市人民政府\n{title}\n{BODY}")).text == f"{title}\n{BODY}"
    assert (
        remove_chrome(TracedText(f"{title}\n某市人民政府关于印发\n某市行动方案的通知\n{BODY}")).text.count("关于印发")
        == 1
    )
    assert (
        remove_chrome(TracedText(f"财政部教育部科技部公安部\n财政部\n教育部\n科技部\n公安部\n{BODY}")).text.count(
            "公安部"
        )
        == 2
    )


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (
            ["某市人民政府办公厅关于印发某市", "数字经济发展行动方案的通知"],
            "某市人民政府办公厅关于印发某市数字经济发展行动方案的通知",
        ),
        (["某市未来产业行动计划", "（2022-2026年）"], "某市未来产业行动计划（2022-2026年）"),
        (["财政部", "国家税务总局", "关于某项税收政策的公告"], "财政部 国家税务总局关于某项税收政策的公告"),
        (["某某市人民政府令", "第215号"], "某某市人民政府令第215号"),
        (["行政院", "臺灣資安產業發展行動計畫"], None),
        (["某市行动计划", "（此件公开发布）"], None),
        (["本市数据条例", "（2006年11月17日通过）"], None),
    ],
)
def test_titles_are_joined(lines: list[str], joined: str | None) -> None:
    made = join_titles(TracedText("\n".join([*lines, BODY]))).text.split("\n")
    assert made[0] == (joined or lines[0])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("某市发展规划（征求意见稿）", True), ("某市人民政府印发《某市指导意见》", True), ("香港創新科技發展藍圖", True),
        ("2006年11月17日某市人民代表大会常务委员会通过的决定", False), ("一、总体规划", False), ("制定本规划。", False),
    ],
)  # fmt: skip
def test_what_is_a_title(text: str, is_one: bool) -> None:
    assert is_title(text) is is_one


ROWS = (
    ("类别", "指标", "单位", "2025年"),
    ("设施", "5G基站", "个", "15000"),
    ("设施", "终端", "万个", "50"),
    ("数据", "开放", "个", "1200"),
)


@pytest.mark.parametrize(
    "flat",
    [
        "类别|指标|单位|2025年\n设施|5G基站|个|15000\n|终端|万个|50\n数据|开放|个|1200",
        "| 类别 | 指标 | 单位 | 2025年 |\n| --- | :-: | --- | ---: |\n| 设施 | 5G基站 | 个 | 15000 |\n|  | 终端 | 万个 | 50 |\n| 数据 | 开放 | 个 | 1200 |",
        "类别|\n指标|\n单位|\n2025年\n设施|\n5G基站|\n个|\n15000\n终端|\n万个|\n50\n数据|\n开放|\n个|\n1200",
    ],
)
def test_flattened_tables_are_rebuilt(flat: str) -> None:
    text = rebuild_tables(TracedText(f"表1　指标\n{flat}\n三、保障措施")).text
    caption, table, after = text.split("\n")
    assert (caption, after) == ("表1　指标", "三、保障措施")
    assert rows_of(table.replace(ROW_MARK, "\n")) == ROWS


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("津滨政办发〔201922\n2019年9月12日", "津滨政办发〔2019〕22号"),
        ("津政发[2021]14号\n", "津政发〔2021〕14号"),
        ("津政发（2021）14号\n", "津政发〔2021〕14号"),
        ("津滨政办发201922\n2020年9月12日", None),
        ("（责任单位：市科技局、市工信局。", "（责任单位：市科技局、市工信局）"),
        ("建设“数据中台”。完善数据中台”功能", "建设“数据中台”。完善“数据中台”功能"),
        ("建设“数据中台”。完善“数据中台功能", "建设“数据中台”。完善“数据中台”功能"),
        ("依托“数据中台”，建设“数据中台和“平台”", "依托“数据中台”，建设“数据中台”和“平台”"),
        ("某市发展行动计划2019-2021）", "某市发展行动计划（2019-2021）"),
    ],
)
def test_brackets_come_back_where_something_proves_them(was: str, now: str | None) -> None:
    assert repair_brackets(TracedText(was)).text.split("\n")[0] == (now or was.split("\n", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("line", "form", "number", "value", "level"),
    [
        ("一、总体要求", "han", "一", 1, 1), ("十二、附则", "han", "十二", 12, 1), ("（三）任务", "han-bracket", "（三）", 3, 2),
        ("(三)任务", "han-bracket", "（三）", 3, 2), ("1.任务", "digit", "1", 1, 3), ("12、任务", "digit", "12", 12, 3),
        ("（4）任务", "digit-bracket", "（4）", 4, 4), ("4）任务", "digit-half", "（4）", 4, 4), ("⑤任务", "circle", "⑤", 5, 5),
        ("第四章　附则", "chapter", "第四章", 4, 1), ("第二节　共享", "section", "第二节", 2, 2), ("第六条之一　不予", "article", "第六条之一", 61, 3),
        ("壹、缘起", "han-formal", "壹", 1, 1), ("1.1　背景", "decimal", "1.1", 1, 2), ("2.10.3　细则", "decimal", "2.10.3", 3, 3),
    ],
)  # fmt: skip
def test_numbers_at_the_head_of_a_line(line: str, form: str, number: str, value: int, level: int) -> None:
    found = numbered(line)
    assert found is not None
    assert (found.form, found.text, found.level) == (form, number, level)
    if form != "article":
        assert found.value == value
        if form != "decimal":
            assert written(form, value) == number


@pytest.mark.parametrize(
    "line", ["3.5亿元", "2021年", "第三条规定的", "第三十条和第四条", "一二三四", "10:30", "1,000亿元", "一、二", ""]
)
def test_what_is_no_number(line: str) -> None:
    assert numbered(line) is None


def kinds(*lines: str) -> list[str]:
    return [clause.kind for clause in clauses_of("\n".join(lines))]


def test_front_body_and_colophon() -> None:
    assert kinds(
        "财政部 科技部关于印发《某某行动计划》的通知", "财教〔2021〕5号", "各省、自治区财政厅（局）：", "现将行动计划印发给你们，请执行。",
        "财政部", "科技部", "2021年5月1日", "（此件公开发布）", "附件", "某某行动计划", "为发展经济，制定本计划。", "一、目标", "抄送：各有关单位。",
    ) == [
        "title", "doc_number", "salutation", "paragraph", "signature", "signature", "date", "note", "note", "title",
        "paragraph", "heading", "note",
    ]  # fmt: skip


def test_lists_of_attachments_are_notes_and_lists_in_the_text_are_not() -> None:
    assert kinds("请执行。", "附件：1.分工表", "2.指标体系", "某市人民政府", "2021年5月1日") == [
        "paragraph", "note", "note", "signature", "date",
    ]  # fmt: skip
    assert kinds("二、任务", "1.分工明确", "2.指标合理") == ["heading", "heading", "heading"]


def test_numbers_under_chapters_stand_deeper() -> None:
    page = "第一章　背景\n第一节　现状\n一、成效\n（一）规模\n第二节　形势\n第二章　要求\n文字。"
    assert [clause.level for clause in clauses_of(page)] == [1, 2, 3, 4, 2, 1, None]
    without = page.replace("第一节　现状\n", "").replace("第二节　形势\n", "")
    assert [clause.level for clause in clauses_of(without)] == [1, 2, 3, 1, None]


def test_tabs_part_cells_where_lines_have_the_same_number() -> None:
    assert bar_tabs(TracedText("a\tb\tc\n1\t2\t3")).text == "a|b|c\n1|2|3"
    assert bar_tabs(TracedText("\t缩进\n甲\t乙\n文")).text == "\t缩进\n甲\t乙\n文"


def test_a_table_of_contents_is_no_structure() -> None:
    assert kinds("目录", "一、目标", "二、任务", "一、目标", "文字。", "二、任务") == [
        "contents", "contents", "contents", "heading", "paragraph", "heading",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("——加强领导。", "bullet"),
        ("2019——2023年完成建设。", "paragraph"),
        ("大脑——智慧中枢。", "paragraph"),
        ("●建设平台。", "bullet"),
    ],
)
def test_bullets(line: str, kind: str) -> None:
    assert kinds("一、任务", line)[1] == kind


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("1.产业发展态势稳中向好。规模持续扩大，占比提高。", "1.产业发展态势稳中向好"),
        ("——数字社会。建成综合应用平台，提升水平。", "数字社会"),
        ("到2023年，规模扩大。占比提高，效益明显。", None),
        ("第三条　数据应当共享。具体办法另行制定，报批。", None),
    ],
)
def test_run_in_headings(line: str, lead: str | None) -> None:
    clause = clauses_of(f"一、任务\n{line}")[1]
    assert (clause.text[clause.lead.start : clause.lead.end] if clause.lead else None) == lead


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>甲&nbsp;&amp;&#20057;</p>\n<p>丙<b>丁</b></p>", "甲\xa0&乙|丙丁"),
        ("<script>if (1<2) {x('<p>')}</script><p>甲<!-- <p>乙</p> --></p>", "甲"),
        ("<nav><ul><li>首页</li></ul></nav><p>甲</p><footer>主办</footer>", "甲"),
        ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a|b||c"),
        ("<table><tr><td colspan='2'>a</td></tr><tr><td><p>b</p><p>c</p></td><td>d</td></tr></table>", "a||bc|d"),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲|乙"),
        (
            "<table><tr><td>甲</td><td>乙<table><tr><td>丙</td></tr></table></td></tr><tr><td>丁</td></tr></table>",
            "甲|乙|丙|丁",
        ),
    ],
)
def test_html(page: str, text: str) -> None:
    lines = [line.text.strip(" ") for line in lines_of(strip_html(TracedText(page)).text.translate(SPANS))]
    assert "|".join(line for line in lines if line) == text


def test_markdown_marks_go_only_where_there_are_headings() -> None:
    assert strip_markdown(TracedText("# 题\n<!-- x -->\n**粗**")).text == "题\n\n粗"
    assert strip_markdown(TracedText("**粗** 无题")).text == "**粗** 无题"
