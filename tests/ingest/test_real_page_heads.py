"""Kinds met on a fourth set of stored pages of government sites: what stands over and right below a title, where a
page says its day, numbers and days that lost a sign, menus that a copy counted, chapters listed without their names.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts


def test_how_a_document_is_made_public_stands_over_its_number() -> None:
    document = read(
        "索引号: 20180110", "名称: " + TITLE_LINE, "主动公开", "青政〔2017〕48号", TITLE_LINE, *TEXT, *SIGNED
    )
    assert [(block.kind, block.text) for block in document.blocks[:2]] == [
        ("note", "主动公开"),
        ("doc_number", "青政〔2017〕48号"),
    ]


def test_a_number_that_lost_its_last_sign() -> None:
    document = read("青府〔2017〕48", TITLE_LINE, *TEXT, *SIGNED)
    assert document.doc_number == "青府〔2017〕48号"
    assert [edit.sure for edit in document.edits if edit.rule == "doc-number"] == [False]


def test_a_day_that_lost_some_of_its_signs() -> None:
    document = read(TITLE_LINE, *TEXT, "青溪县人民政府", "2017年1214")
    assert document.written == "2017-12-14"
    assert texts(document)[-1] == "2017年1214"
    assert read(TITLE_LINE, *TEXT, "青溪县人民政府", "2017年111").written is None  # 11月1日 or 1月11日


def test_how_far_a_document_goes_beside_its_day_or_between_who_signs_and_it() -> None:
    beside = read(TITLE_LINE, *TEXT, "青溪县人民政府办公室", "(此件公开发布)    2024年3月5日")
    between = read(TITLE_LINE, *TEXT, "青溪县人民政府", "青溪县水利局", "（此件发至乡）", "2024年3月5日")
    assert (beside.written, between.written) == ("2024-03-05", "2024-03-05")
    assert [block.kind for block in beside.blocks[-3:]] == ["signature", "note", "date"]
    assert [block.kind for block in between.blocks[-4:]] == ["signature", "signature", "note", "date"]


@pytest.mark.parametrize(
    "line",
    [
        "来源:青溪网 2017-12-13 14:19 作者:青溪县人民政府办公室 浏览次数:",
        "• 2017-12-13",
    ],
)
def test_the_day_on_which_a_page_published_its_document(line: str) -> None:
    document = read(TITLE_LINE, line, *TEXT, *SIGNED)
    assert document.published == "2017-12-13"
    assert texts(document)[:2] == [TITLE_LINE, TEXT[0]]


def test_a_law_librarys_labels() -> None:
    text = ("第一条", "为了节水，制定本办法。", "第二条", "本县的用水适用本办法。")
    document = read(
        "- 法规标题:青溪县节水办法",
        "- 制定机构:青溪县人民政府",
        "- 发布日期:2022年04月18日文书字号:青政〔2022〕21号",
        *text,
    )
    assert (document.title, document.doc_number, document.published) == (
        "青溪县节水办法",
        "青政〔2022〕21号",
        "2022-04-18",
    )
    assert texts(document) == ["第一条　为了节水，制定本办法。", "第二条　本县的用水适用本办法。"]


def test_places_that_a_letter_is_for_and_a_last_point_that_says_when() -> None:
    point = "二、本通告自公布之日起施行。"
    document = read(TITLE_LINE, "镇、村两级河长及相关单位：", *TEXT[1:], point, *SIGNED)
    assert document.blocks[1].kind == "salutation"
    assert headings(document) == [(TEXT[2], 1)]


def test_a_menu_that_a_copy_counted() -> None:
    menu = [
        "1. 文件库",
        "",
        "1. 目录",
        "2. 县人民政府",
        "3. 县政府办公室",
        "1. 规划",
        "2. 专项规划",
        "1. 预决算",
        "2. 收费",
    ]
    document = read("政府信息公开", "", *menu, "", TITLE_LINE, *TEXT, *SIGNED)
    assert texts(document)[:2] == [TITLE_LINE, TEXT[0]]
    listed = ["1. 推进计量设施改造", "2. 建设监测平台", "3. 开展检查"]
    assert headings(read(TITLE_LINE, *TEXT, *listed, *SIGNED))[0] == (TEXT[2], 1)


def test_a_code_to_scan_among_attachments() -> None:
    attached = ("附件：", "1.节水区域划定办法", "识别下方二维码查看", "2.节水区域分布图")
    document = read(TITLE_LINE, *TEXT, *SIGNED, *attached)
    assert texts(document)[-3:] == [attached[0], attached[1], attached[3]]


def test_a_list_of_chapters_that_lost_their_names() -> None:
    names = ("总则", "信息归集", "法律责任")
    listed = [f"第{sign}章" for sign in "一二三"]
    articles = [f"第{sign}条 信息的归集和使用应当遵循合法的原则，不得损害社会公共利益。" for sign in "一二三"]
    body = [
        line
        for chapter, name, article in zip(listed, names, articles, strict=True)
        for line in (f"{chapter} {name}", article)
    ]
    document = read("青溪县信息管理规定", "目录", *listed, *body)
    chapters = [(heading.replace(" ", "\u3000"), 1) for heading in body[::2]]
    assert headings(document) == chapters
    assert headings(read("青溪县信息管理规定", *listed, *body)) == chapters
