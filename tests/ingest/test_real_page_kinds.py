"""Kinds met on stored pages of government sites that nobody had seen: names solid one behind the other, brackets, years
and days that a page lost, paragraphs broken over blank lines, red heads, colophons from before 2012.
"""

from __future__ import annotations

import pytest

from reader.core.document import Document
from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


@pytest.mark.parametrize(
    ("named", "issuers"),
    [
        ("青溪市水利局青溪市财政局", ("青溪市水利局", "青溪市财政局")),
        ("中共青溪市委办公室青溪市人民政府办公室", ("中共青溪市委办公室", "青溪市人民政府办公室")),
        ("青溪市清河区水利局青溪市清河区教育局", ("青溪市清河区水利局", "青溪市清河区教育局")),
        ("青溪市人民政府驻青溪市开发区办公室", ("青溪市人民政府驻青溪市开发区办公室",)),
    ],
)
def test_authorities_named_without_a_mark_between_them(named: str, issuers: tuple[str, ...]) -> None:
    assert read(f"{named}关于加强节水工作的通知", *TEXT).issuers == issuers


def test_a_title_broken_over_lines_has_the_bracket_that_the_pages_own_title_has() -> None:
    document = read(
        "青溪市水利局关于公布青溪市节水单位清单(2024年)的通知",
        "",
        "发布时间：2024-12-24 16:26 信息来源：市水利局 阅读次数：",
        "",
        "青溪市水利局",
        "关于公布青溪市节水单位清单",
        "2024年)的通知",
        "",
        *TEXT,
    )
    assert document.title == "青溪市水利局关于公布青溪市节水单位清单（2024年）的通知"
    assert not [defect for defect in document.defects if defect.kind == "unpaired-mark"]


def test_the_bracket_behind_the_year_of_a_number_is_put_back() -> None:
    law = "根据《青溪县节水办法》（青政发〔202410号）和《青溪县供水办法》（青政发〔2024〕12号），现通知如下："
    assert (
        "（青政发〔2024〕10号）和《青溪县供水办法》（青政发〔2024〕12号）" in texts(read(TITLE_LINE, TEXT[0], law))[2]
    )
    assert "〔202410件" in texts(read(TITLE_LINE, TEXT[0], "共收到〔202410件来信，现通知如下："))[2]


@pytest.mark.parametrize(
    ("shown", "written"), [("2024322", "2024-03-22"), ("202435", "2024-03-05"), ("2024126", None), ("2024305", None)]
)
def test_a_day_that_lost_its_words_is_read_where_it_can_mean_one_day(shown: str, written: str | None) -> None:
    document = read(TITLE_LINE, *TEXT, "青溪县人民政府", shown)
    assert kinds(document)[-2:] == ["signature", "date"]
    assert document.written == written
    assert [d.kind for d in document.defects] == ["doubtful-date"]


def test_a_note_of_passing_whose_day_lost_its_words() -> None:
    document = read(
        "青溪市人民代表大会常务委员会",
        "关于加强节水工作的决定",
        "202484日青溪市第五届人民代表大会",
        "常务委员会第三十一次会议通过)",
        "为加强节水，会议决定：",
        "一、总体要求",
    )
    assert (texts(document)[1], kinds(document)[1]) == (
        "202484日青溪市第五届人民代表大会常务委员会第三十一次会议通过）",
        "note",
    )
    assert document.written is None


def test_the_name_of_what_is_attached_broken_over_lines_is_one_title() -> None:
    document = read(
        TITLE_LINE,
        *TEXT,
        "附件：1.青溪县节水单位清单（2024年）动态调整",
        "情况说明",
        "2.青溪县节水单位清单（2024年）",
        *SIGNED,
        "附件1",
        "青溪县节水单位清单（2024年）",
        "动态调整情况说明",
        "一、调整情况",
        "增加三家单位。",
    )
    assert "附件：1.青溪县节水单位清单（2024年）动态调整情况说明" in texts(document)
    at = texts(document).index("附件1")
    assert texts(document)[at + 1] == "青溪县节水单位清单（2024年）动态调整情况说明"
    assert kinds(document)[at + 1] == "title"


_HALF = (
    "就由政府提供供水服务订定条文；废除《临时供水局条例》及《临时排水局条例》，",
    "以及订定附带、补充及相关条文，包括将临时供水局及临时排水局的财产、权利及",
    "法律责任归属政府及移交两局职能的条文；修订《公众卫生条例》、《上诉委员会",
    "条例》，以及对各成文法则作出相应的修订。",
)


def test_a_paragraph_of_a_few_lines_of_one_width_is_joined_between_blank_lines() -> None:
    two = "本条例所称供水，指由政府或受政府委托的机构，经管道向公众供给可供饮用的水，"
    document = read("供水服务条例", "", *_HALF, "", "第I部", "导言", "", two, "并包括相关的检验及维修。", "", "短句。")
    assert texts(document)[1:] == ["".join(_HALF), "第I部", "导言", two + "并包括相关的检验及维修。", "短句。"]


def test_lines_of_one_width_that_end_with_stops_or_begin_with_numbers_stay() -> None:
    ended = [line.rstrip("，及会") + "。" for line in _HALF]
    assert texts(read("供水服务条例", "", *ended, "", "由立法会制定。"))[1:5] == ended
    counted = [f"（{n}）{line}" for n, line in zip("一二三四", _HALF, strict=True)]
    assert texts(read("供水服务条例", "", *counted, "", "由立法会制定。"))[1:5] == counted


def test_a_sentence_that_a_blank_line_parts_is_joined() -> None:
    above, below = "——社会力量成为供水主体，供水业增加值在", "服务业中的比重显著提升。"
    assert above + below in texts(read(TITLE_LINE, *TEXT, above, "", below, *SIGNED))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("（二）侵占、损坏水表的，", "处五百元以上一千元以下罚款。"),
        ("加强节水，提高标的", "服务业中的比重显著提升。"),
        ("加强节水，水价在", "附件中列出。"),
        ("加强节水，水价在", "1.水厂三座。"),
    ],
)
def test_what_is_no_broken_sentence_stays(above: str, below: str) -> None:
    found = texts(read(TITLE_LINE, *TEXT, "（一）擅自用水的，", above, "", below, *SIGNED))
    assert {above, below} <= set(found)


def test_the_red_head_over_a_number_is_a_note_and_tells_the_place() -> None:
    document = read(
        "青溪市通源乡人民政府文件",
        "通政〔2009〕3号",
        "关于加强节水工作的通知",
        "各行政村：",
        *TEXT[1:],
        "附件：节水单位名单",
        "通源乡人民政府",
        "二○○九年一月九日",
        "主题词：节水 通知",
        "抄送：市府办",
    )
    assert (document.region, document.issuers) == ("青溪市", ("通源乡人民政府",))
    assert kinds(document)[0] == "note"
    assert texts(document)[-2:] == ["主题词：节水 通知", "抄送：市府办"]


def test_subjects_in_the_card_of_a_page_are_no_colophon() -> None:
    document = read("索引号：000014349/2024-00079", "发文日期：2024年3月5日", "主题词：节水 通知", TITLE_LINE, *TEXT)
    assert texts(document)[0] == TITLE_LINE


def test_who_speaks_for_a_government_tells_whose_report_it_is() -> None:
    report = ("各位代表：", "现在，我代表区人民政府向大会报告工作，请予审议。", "一、过去一年工作回顾")
    assert read("青溪区2025年政府工作报告", "青溪区人民政府代区长 王某某", *report).issuers == ("青溪区人民政府",)
    assert read("2025年政府工作报告", "自治区人民政府主席 王某某", *report).issuers == ()


def test_a_number_with_its_day_and_whether_it_is_in_force() -> None:
    document = read(
        "青溪海关关于发布节水标准的公告", "青溪海关公告2010年第83号  2010-12-24  全文有效", "现予公布。", "特此公告。"
    )
    assert (document.doc_number, document.published) == ("青溪海关公告2010年第83号", "2010-12-24")
    assert texts(document)[1:] == ["青溪海关公告2010年第83号", "现予公布。", "特此公告。"]


@pytest.mark.parametrize("line", ["• 字体：[ ] [ ] [ ]", "字号：【 】", "文章播报"])
def test_buttons_without_their_letters_go(line: str) -> None:
    document = read(TITLE_LINE, "", "• 时间：2022-08-19 18:04", line, "", *TEXT, *SIGNED)
    assert headings(document) == [("一、总体要求", 1)]
    assert texts(document)[:2] == [TITLE_LINE, TEXT[0]]
