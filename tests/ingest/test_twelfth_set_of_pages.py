"""Kinds of pages from a twelfth set that nobody had seen: lines whose characters stand apart, a document in cells of
one, annexes counted with a letter, signatures of companies, replies to proposals, headlines over news.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts


def test_lines_whose_characters_stand_apart() -> None:
    apart = [
        " ".join(line) for line in ("青溪县水利局关于禁止采砂的通告", "青水规〔2021〕3号", "为加强管理，现通告如下：")
    ]
    signed = [" ".join("青溪县水利局"), "2 0 2 1 年 3 月 9 日"]
    document = read(*apart, "一 、 全 年 禁 止 采 砂 1 2 个 月 。", *signed)
    assert (document.doc_number, document.written) == ("青水规〔2021〕3号", "2021-03-09")
    assert document.issuers == ("青溪县水利局",)
    assert "一、全年禁止采砂12个月。" in texts(document)


def test_figures_beside_a_word_stay_apart() -> None:
    assert "12345" not in texts(read(TITLE_LINE, "合 计 1 2 3 4 5"))[-1]
    assert texts(read(TITLE_LINE, "全 年 禁 止 采 砂 1 2 个 月"))[-1] == "全年禁止采砂12个月"


_RULES = ("第一条 为规范轮换，制定本细则。", "第二条 轮换不得超过四个月。", "第三条 本细则自公布之日起施行。")


def test_a_document_every_line_of_which_is_a_cell() -> None:
    lines = ["青溪县储备粮轮换管理细则", "青粮规〔2022〕1号", *_RULES, "青溪县粮食局", "2022年1月28日"]
    document = read(*(f"| {line} |" for line in lines))
    assert (document.title, document.doc_number, document.written) == (lines[0], lines[1], "2022-01-28")
    assert not any("|" in text or block.rows for text, block in zip(texts(document), document.blocks, strict=True))


def test_a_table_of_one_column_beside_text_stays() -> None:
    document = read(TITLE_LINE, *TEXT, "| 单位 |", "| --- |", "| 水利局 |", "| 教育局 |")
    assert any(block.rows for block in document.blocks) or "| 水利局 |" in texts(document)


def test_the_clauses_of_an_annex_are_counted_with_its_letter() -> None:
    annex = [
        "附录A",
        "荷载计算",
        "A.1 风荷载",
        "按基本风压取值，计算结果保留一位小数。",
        "A.2 雪荷载",
        "按基本雪压取值。",
    ]
    page = ["青溪市户外广告设施技术规范", "1 范围", "规定设置要求。", "2 设置", "2.1 高度", "不大于六米。"]
    assert headings(read(*page, *annex))[-2:] == [("A.1风荷载", 2), ("A.2雪荷载", 2)]
    assert not any("风荷载" in text for text, _ in headings(read(*page, *annex[2:])))  # A.1 of no annex


@pytest.mark.parametrize("body", ["青溪市某某食品有限公司", "青溪县供水协会", "青溪县第一中学"])
def test_who_signs_need_not_be_an_authority(body: str) -> None:
    document = read("感谢信", "青石镇人民政府：", "贵镇连夜组织救援，在此致以衷心感谢！", body, "2021年7月2日")
    assert (document.title, document.issuers) == ("感谢信", (body,))
    assert [b.kind for b in document.blocks[-2:]] == ["signature", "date"]
    assert read("感谢信", "青石镇人民政府：", "贵镇救援及时，致以感谢！", body, "全体职工").issuers == ()


@pytest.mark.parametrize("behind", ["办理结果：B", "A类", "（B）", "签发人：某某某"])
def test_how_a_proposal_was_answered_stands_beside_the_number(behind: str) -> None:
    head = ["青溪市卫生健康委员会", "对政协青溪市第九届委员会第三次会议", "第0125号提案的答复"]
    document = read(*head, f"青卫复〔2024〕8号　　　　{behind}", "某某某委员：", "您的提案收悉，现答复如下：", *SIGNED)
    assert (document.title, document.doc_number) == ("".join(head), "青卫复〔2024〕8号")
    assert behind in texts(document)


@pytest.mark.parametrize(
    "begins", ["本报讯（记者 某某）日前，省政府印发意见。", "近日，省政府印发了体育设施建设的意见。"]
)
def test_the_line_over_a_piece_of_news_is_its_headline(begins: str) -> None:
    page = ["2023年5月10日 来源：青溪日报 记者 某某 字体：小 中 大", "我省推进社区体育设施建设", begins]
    document = read(*page, "《意见》要求，公共体育设施每周开放时间不少于五十六小时。")
    assert (document.title, document.published) == (page[1], "2023-05-10")


def test_the_line_over_questions_is_their_title() -> None:
    asked = ["问：补助标准是多少？", "答：每台补助二十万元，由市、区财政各承担一半。"]
    assert read("青溪市民生热线问题答复选登", *asked).title == "青溪市民生热线问题答复选登"
    assert read("青溪市水利局", *asked).title == ""


def test_a_card_of_an_encyclopedia_whose_labels_run_into_their_values() -> None:
    card = ["中文名 青溪区供水条例", "颁布时间 2022年7月28日", "实施时间 2022年9月1日"]
    by = "发布单位 青溪区人民代表大会常务委员会"
    first = "《青溪区供水条例》是为了保障供水而制定的条例，2022年9月1日起施行。"
    document = read("青溪区供水条例", "播报 编辑 锁定", first, *card, by, "目录", "1 内容全文", "内容全文", *_RULES)
    assert (document.written, document.issuers) == ("2022-07-28", ("青溪区人民代表大会常务委员会",))


@pytest.mark.parametrize("day", ["二〇二三年七月六日十八时", "2023年7月6日18时30分"])
def test_the_day_of_an_order_may_name_the_hour(day: str) -> None:
    order = [
        "青溪县防汛指挥部令",
        "第2号",
        "各乡镇防汛指挥机构：",
        "经研究，决定启动应急响应。",
        "青溪县防汛指挥部",
        day,
    ]
    document = read(*order)
    assert (document.written, document.blocks[-1].kind) == ("2023-07-06", "date")


def test_short_paragraphs_that_a_converter_broke_count_without_who_signs() -> None:
    notice = [
        "青溪县人民政府办公室", "关于印发青溪县供水管理办法的通知", "", "各乡镇人民政府：", "", "现将办法印发给你们，请遵照执行。", "",
        "青溪县人民政府办公室", "2020年8月14日", "", "青溪县供水管理办法", "", "第一条 为规范农村集中供水管理，保障饮水安全，制",
        "定本办法。", "", "第二条 日供水二十立方米以上的集中供水工程适用本", "办法。", "", "第三条 实行计量收费，水价由县核定。",
    ]  # fmt: skip
    found = texts(read(*notice))
    assert "第一条　为规范农村集中供水管理，保障饮水安全，制定本办法。" in found
    assert found[-4:-2] == ["青溪县供水管理办法", found[-3]]


def test_the_health_commission_of_a_county_speaks_for_the_mainland() -> None:
    page = ["理髮業衛生管理規範", "一、髮廊應當配備消毒櫃。", "二、發現違規行為，由縣衞生健康局責令改正。"]
    document = read(*page)
    assert texts(document)[1:] == ["一、发廊应当配备消毒柜。", "二、发现违规行为，由县卫生健康局责令改正。"]


def test_what_a_body_did_and_means_to_do_is_a_title() -> None:
    title = "青溪县民政局2023年工作总结和2024年工作打算"
    done = [
        "2023年，各项工作取得新成效。",
        "一、2023年工作情况",
        "发放低保金2310万元。",
        "二、2024年工作打算",
        "完善救助体系。",
    ]
    document = read(title, *done)
    assert (document.title, document.kind) == (title, "工作打算")
    assert headings(document)[-1] == ("二、2024年工作打算", 1)


def test_the_marks_of_a_list_before_numbers_go() -> None:
    listed = ["- 一、总体思路", "- 二、重点工程", "  - （一）网络提档", "  - （二）数据进村"]
    text = ["## 一、总体思路", "以数据带动产业升级。", "## 二、重点工程", "### （一）网络提档", "光纤通达所有的村。"]
    page = ["# 青溪省数字乡村行动计划", *listed, *text, "### （二）数据进村", "建成农业数据底座。"]
    document = read(*page, name="plan.md")
    assert texts(document)[1:5] == [line.strip(" -") for line in listed]
    assert headings(document)[-1] == ("（二）数据进村", 2)


@pytest.mark.parametrize("whom", ["各位代表，使命在肩，唯有奋斗", "同志们，重任在肩"])
def test_whom_a_speaker_turns_to_is_no_heading(whom: str) -> None:
    report = ["青溪县政府工作报告", "一、回顾", "推进建设。", "二、安排", "完善制度。"]
    said = f"{whom}。让我们为建设美好家园而努力奋斗！"
    assert next(b for b in read(*report, said).blocks if b.text == said).lead is None


def test_rows_of_tabs_whose_first_cells_are_empty() -> None:
    rows = [
        "序号\t工程\t任务\t单位",
        "1\t凤凰水库\t大坝加固\t水利局",
        "\t\t溢洪道改造\t凤凰镇",
        "2\t青龙站\t更换机组\t农业局",
        "合计\t\t3项\t",
    ]
    table = next(b for b in read("青溪县水源工程分解表", *rows, "注：以验收为准。").blocks if b.kind == "table")
    assert table.rows is not None
    assert table.rows[1] == ("1", "凤凰水库", "大坝加固", "水利局")
    assert table.rows[2][2:] == ("溢洪道改造", "凤凰镇")
    assert table.rows[3] == ("2", "青龙站", "更换机组", "农业局")


def test_a_card_in_rows_whose_code_is_called_by_another_name() -> None:
    card = ["| 信息名称 | 关于调整停车收费的通知 |", "| --- | --- |", "| 索　　引 | 0000QY-2023-00412 |"]
    more = ["| 制发机关 | 青溪县发展和改革局 |", "| 公开日期 | 2023-06-15 |", "| 文件编号 | 青发改〔2023〕27号 |"]
    document = read(*card, *more, "| 生效日期 | 2023-07-01 |", "", "# 关于调整停车收费的通知", *TEXT)
    assert document.issuers == ("青溪县发展和改革局",)
    assert not any("00QY" in text for text in texts(document))


def test_a_name_with_a_pages_lines_between_it_and_the_title_is_the_sites() -> None:
    between = [
        "ECOLOGY AND ENVIRONMENT DEPARTMENT",
        "首页 | 环境质量 | 政策法规 | 公众参与",
        "今天是：2023年9月4日 星期一",
    ]
    title = "关于保护重点湖泊的指导意见"
    document = read("青溪省生态环境厅", *between, title, *TEXT, "青溪省生态环境厅", "2023年8月30日")
    assert (document.title, document.issuers) == (title, ("青溪省生态环境厅",))
    assert read("青溪省生态环境厅", title, *TEXT).title == f"青溪省生态环境厅{title}"
