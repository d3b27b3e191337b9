"""Kinds of pages from a third set that nobody had seen: cards in brackets and cells, teasers, lists of contents cut off."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.ingest.normalise import normalise_text

HEAD = "青溪县人民政府关于推进节水工作的实施意见\n各乡镇人民政府：\n"
BODY = "一、总体要求\n为加快节水工作，结合本县实际，制定本方案。\n二、主要任务\n推进计量设施改造，建设统一的监测平台。"


def read(text: str) -> Document:
    return normalise_text(text).document


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        (["第一章　总则", "第二章　用水管理", "第三章　附则"], "第一章　总则\n第一条　为了节水，制定本条例。\n第二条　本县范围内用水适用本条例。"),
        (["1总则", "1.1编制目的", "2组织体系", "2.1领导机构", "2.2办事机构", "3附则"], "1总则\n1.1编制目的\n为了应对干旱，制定本预案。"),
    ],
)  # fmt: skip
def test_a_list_of_contents_whose_text_is_cut_off_ends_where_the_text_begins(listed: list[str], text: str) -> None:
    document = read("青溪县节水条例\n目录\n" + "\n".join(listed) + "\n" + text)
    assert [t for kind, t in kinds(document) if kind == "contents"][1:] == [
        block.text for block in document.blocks[2 : 2 + len(listed)]
    ]
    assert sum(kind == "contents" for kind, _ in kinds(document)) == 1 + len(listed)


def test_labels_in_brackets_numbered_or_in_cells_make_a_card() -> None:
    numbered = (
        "1. [索引号]11S0/2018-034\n2. [文种]其他\n3. [发文机关] 青溪县人民政府\n4. [发文字号] 青政发〔2018〕36号\n"
        "5. [成文日期] 2018-06-29\n6. [实施日期] 2018-07-01\n7. [失效日期]\n"
    )
    cells = (
        "[ 索引号 ] | 1150/2018-034 | [ 发文字号 ] | 青政发〔2018〕36号 |\n[ 发布机构 ] | 青溪县 | [ 有效性 ] | |\n"
        "[ 成文日期 ] | 2018-06-29 | [ 发布日期 ] | 2018-06-30 |\n"
    )
    for card in (numbered, cells):
        document = read(card + HEAD + BODY)
        assert (document.doc_number, document.written) == ("青政发〔2018〕36号", "2018-06-29")
        assert kinds(document)[0] == ("title", HEAD.split("\n", maxsplit=1)[0])
    assert read(numbered + HEAD + BODY).effective == "2018-07-01"
    assert read(cells + HEAD + BODY).published == "2018-06-30"


def test_two_words_in_brackets_are_no_card() -> None:
    document = read("青溪县节水常识\n[名称] 节水器具\n[类别] 家用\n" + BODY)
    assert ("paragraph", "[名称]节水器具") in kinds(document)
    assert document.title != "节水器具"


def test_a_document_in_one_cell_is_read_and_a_long_cell_of_a_table_stays_one() -> None:
    articles = (
        "第一条 为加强节水，制定本办法。 第二条 本县范围内的单位和个人用水，适用本办法。 第三条 县水务局负责全县节水工作的监督管理，"
        "其他部门按照职责分工做好节水工作。 第四条 用水单位应当建立用水台账，并保存三年。 第五条 本办法自2023年5月1日起施行。"
    )
    document = read(f"词条 | 青溪县节水办法 |\n释义 | {articles} |")
    assert document.title == "青溪县节水办法"
    assert sum(block.number is not None for block in document.blocks) == 5
    table = f"项目 | 青溪县节水 |\n内容 | {articles} |\n单位 | 县水务局 |"
    assert [block.kind for block in read("青溪县节水任务\n" + table).blocks][-1] == "table"


def test_a_library_names_the_authority_with_its_province() -> None:
    title = "青溪市人民政府关于印发青溪市节水管理办法的通知"
    page = f"{title}\n下载地址: 点击此处下载\n{title}\n江右省青溪市人民政府\n{title}\n各县人民政府：\n现将《青溪市节水管理办法》印发给你们。\n青溪市人民政府\n2003年3月3日"
    document = read(page)
    assert document.issuers == ("青溪市人民政府",)
    assert "江右省青溪市人民政府" not in [text for _, text in kinds(document)]


def test_names_of_laws_in_a_list_are_items() -> None:
    document = read(
        HEAD
        + "一、编制依据\n1.《中华人民共和国水法》\n2.《节约用水条例》（国务院令第776号）\n二、《节约用水条例》\n该条例规定了用水。"
    )
    headings = [text for kind, text in kinds(document) if kind == "heading"]
    assert headings == ["一、编制依据", "二、《节约用水条例》"]


def test_a_broken_salutation_is_one_line() -> None:
    document = read(
        HEAD.split("\n", maxsplit=1)[0]
        + "\n各乡镇人民政府，县政府各部门，各街道办事处，县属各企业，各有关\n  单位，各开发区管委会：\n现将有关事项通知如下。\n"
        + BODY
    )
    assert (
        "salutation",
        "各乡镇人民政府，县政府各部门，各街道办事处，县属各企业，各有关单位，各开发区管委会：",
    ) in kinds(document)


def test_what_a_site_says_to_make_one_read_on_is_no_text() -> None:
    said = "《青溪县节水行动实施方案》已经县政府同意，现印发给你们，请认真贯彻执行。"
    own = f"青溪县人民政府关于印发节水行动实施方案的通知\n各乡镇人民政府：\n{said}\n{BODY}"
    texts = [text for _, text in kinds(read(f"青溪县印发节水方案\n核心提示：\n{said}\n{own}"))]
    assert texts.count(said) == 1
    assert "核心提示：" not in texts
    texts = [
        text for _, text in kinds(read("青溪县节水\n导读：加强新形势下的节水工作，具有重要意义。\n" + HEAD + BODY))
    ]
    assert not any("导读" in text for text in texts)


def test_whom_to_ask_stays_above_the_signature() -> None:
    document = read(HEAD + BODY + "\n联系电话：0737-1234567\n青溪县水务局\n2025年1月9日\n扫一扫在手机打开当前页")
    assert [text for _, text in kinds(document)][-3:] == ["联系电话：0737-1234567", "青溪县水务局", "2025年1月9日"]


def test_a_number_behind_the_title_is_the_documents() -> None:
    document = read("青溪县人民政府关于推进节水工作的通知（青政发〔2021〕22号）\n各乡镇人民政府：\n" + BODY)
    assert document.title == "青溪县人民政府关于推进节水工作的通知"
    assert document.doc_number == "青政发〔2021〕22号"


def test_passing_on_names_no_issuer() -> None:
    document = read(
        "转发省农业厅关于开展节水调研的通知\n青农通〔2018〕461号\n各县农业局：\n现转发给你们。\n青溪市农业局\n2018年10月11日"
    )
    assert document.issuers == ("青溪市农业局",)


def test_a_public_notice_has_a_title() -> None:
    assert (
        read("关于推荐申报节水试点县的公示\n经局党组审定，现予以公示。\n青溪市水务局\n2025年1月9日").title
        == "关于推荐申报节水试点县的公示"
    )


def test_a_row_of_stars_stands_below_the_title_of_a_press_release() -> None:
    document = read(
        "立法会:运输署就巴士服务的总结发言(只有中文)\n***********\n运输署会继续留意情况。\n2023年5月3日(星期三)"
    )
    assert document.title == "立法会：运输署就巴士服务的总结发言（只有中文）"


def test_marks_of_a_list_before_articles_go() -> None:
    document = read(
        "• 第 一 章 總則\n  • 第 1 條\n    為規範本市法規，特制定本自治條例，違者處以罰鍰。\n  • 第 2 條\n    本市得制定市法規。\n  • 第 3 條\n    本市法規公布施行。"
    )
    assert [block.text for block in document.blocks if block.kind == "heading"] == ["第一章　總則"]
    assert document.script == "hant"


def test_when_a_council_meets_is_no_furniture() -> None:
    assert any(
        "上午11時" in text
        for _, text in kinds(
            read("立法會\n\n議程\n\n2017年11月29日星期三上午11時\n\nI. 提交文件\n\n立法會會議將於當日舉行。")
        )
    )


def test_two_issuers_glued_in_the_title_are_two_and_a_repeal_tells_no_issuer() -> None:
    title = "中共青溪县委办公室青溪县人民政府办公室印发《关于推进节水工作的实施意见》的通知"
    document = read(f"{title}\n各乡镇：\n现印发给你们。\n中共青溪县委办公室\n青溪县人民政府办公室\n2017年1月10日")
    assert document.issuers == ("中共青溪县委办公室", "青溪县人民政府办公室")
    assert document.region == "青溪县"
    document = read("关于返还基金问题的通知\n根据1997年9月8日财政部发布的关于公布废止文件目录的通知失效\n" + BODY)
    assert document.written is None


def test_when_a_site_published_stands_in_several_forms() -> None:
    for line in ("浏览量:          时间:2022-01-10 05:33:43", "2022-01-10 05:33"):
        assert read(f"青溪县节水管理暂行办法\n{line}\n{BODY}").published == "2022-01-10"


def test_a_reply_without_a_title_begins_with_whom_it_answers() -> None:
    assert kinds(read("县水务局：\n经县政府研究，原则同意。\n特此批复。\n二OO五年四月二十九日"))[0] == (
        "salutation",
        "县水务局：",
    )
