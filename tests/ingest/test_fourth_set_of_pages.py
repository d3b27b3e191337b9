"""Kinds of pages from a fourth set that nobody had seen: lost blanks, days among a page's things, names passed on."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.ingest.form.numbering import numbered
from reader.ingest.normalise import normalise_text
from reader.ingest.places import region_of
from reader.ingest.repair.gbk_certainty import fitting
from reader.ingest.repair.shift import Damage
from reader.ingest.repair.shift_values import Reading
from reader.ingest.repair.width import drop_lost_blanks
from reader.ingest.traced import TracedText

TEXT = "一、总体要求\n为加快节水工作，结合本县实际，制定本方案。\n二、主要任务\n推进计量设施改造，建设统一的监测平台。"


def read(text: str) -> Document:
    return normalise_text(text).document


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def test_blanks_that_show_as_question_marks_are_blanks_again() -> None:
    document = read(
        "青溪县人民政府工作规则\n第一章?总?则\n第一条?为规范政府工作，制定本规则。\n第二条?县政府实行县长负责制。\n"
        "青溪县人民政府????????\n2023年1月19日????\n"
    )
    assert kinds(document)[1:] == [
        ("heading", "第一章　总则"), ("paragraph", "第一条　为规范政府工作，制定本规则。"),
        ("paragraph", "第二条　县政府实行县长负责制。"), ("signature", "青溪县人民政府"), ("date", "2023年1月19日"),
    ]  # fmt: skip
    assert not document.defects


def test_one_row_of_question_marks_is_no_lost_blank() -> None:
    text = TracedText("水费谁来付????\n由用水单位按表计量后缴付????")
    assert drop_lost_blanks(text) is text


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("来源:青溪县政府门户网 日期:2017-01-12 17:08 字号:【", "2017-01-12"),
        ("来源:青溪县政府门户网 成文日期:2017-01-12 浏览次数:8", None),
    ],
)
def test_the_day_among_a_pages_own_things(line: str, published: str | None) -> None:
    assert read(f"青溪县节水管理办法\n{line}\n{TEXT}").published == published


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("海陵市建成区畜禽饲养管理规定", "海陵市"),
        ("海陵市老旧小区改造实施意见", "海陵市"),
        ("对海陵市第九届人民代表大会第三次会议第31号建议的答复", "海陵市"),
        ("和林格尔县人民政府关于节水的通告", "和林格尔县"),
    ],
)
def test_regions_in_titles(title: str, region: str) -> None:
    assert region_of([title]) == region


def test_the_line_below_a_sentence_that_names_it_is_what_is_passed_on() -> None:
    head = "青溪县人民政府关于印发青溪县节水方案的通知\n各乡镇人民政府：\n"
    named = read(head + "现将《青溪县节水方案》印发给你们，请认真实施。\n青溪县节水方案\n为推进节水，制定本方案。\n")
    assert named.attachment_title == "青溪县节水方案"
    told = read(head + "现将《青溪县节水方案》印发给你们。\n请认真实施。\n青溪县节水方案\n为推进节水，制定本方案。\n")
    assert told.attachment_title is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("纪某某等3名代表：", "salutation"),
        ("广大居民朋友们：", "salutation"),
        ("各位应当履行下列职责：", "paragraph"),
    ],
)
def test_whom_a_page_speaks_to(line: str, kind: str) -> None:
    document = read(f"关于节水的通告\n{line}\n为节约用水，现将有关事项通告如下。\n{TEXT}")
    assert (kind, line) in kinds(document)


def test_a_word_alone_over_the_text_is_its_title() -> None:
    assert read(f"通告\n为节约用水，现将有关事项通告如下：\n{TEXT}").title == "通告"
    assert not read(f"通知\n公告\n{TEXT}").title


def test_chapters_right_above_the_first_one_only_list_them() -> None:
    listed = "第一章　总则\n第二章　用水管理\n第三章　附则\n"
    document = read(f"青溪县节水条例\n{listed}第一章　总则\n第一条　为了节水，制定本条例。\n第二条　本县用水适用本条例。")
    assert [block.kind for block in document.blocks] == ["title", *["contents"] * 3, "heading", *["paragraph"] * 2]


@pytest.mark.parametrize(
    "line",
    ["= = = = = = = =", "点击率:[ ] 次", "道客文档-专注文档分享", "立法理由:", "【"],
)
def test_furniture_at_the_head(line: str) -> None:
    document = read(f"阅读次数： | | |\n{line}\n打印\n青溪县节水办法\n{TEXT}")
    assert kinds(document)[0] == ("title", "青溪县节水办法")


def test_contacts_of_a_company_on_one_line_are_its_own() -> None:
    block = "联系方式\n青溪某某科技有限公司\n地址：青溪县新兴路1号 电话：000-0000000 传真：000-0000001\n"
    assert "公司" not in words(read(f"青溪县节水办法\n{TEXT}\n{block}"))


def test_whom_to_ask_above_the_signature_is_the_documents() -> None:
    asked = "举报电话：\n公安局：110\n邮政编码：100035\n电子邮箱：a@b.cn\n"
    document = read(f"关于节水的通告\n{TEXT}\n{asked}青溪县人民政府\n2026年2月28日\n")
    assert "举报电话：\n公安局：110\n邮政编码：100035\n电子邮箱：a@b.cn\n青溪县人民政府" in words(document)


def test_two_writers_at_the_end_of_a_piece_of_news() -> None:
    news = "近日，青溪县公布今年民生实事项目，共十件。\n其中包括新建公园三座，年底前全部完成。"
    assert words(read(f"{news}（王某 赵某某）")).endswith("完成。")
    assert words(read(f"{news}（高新区管委会）")).endswith("（高新区管委会）")


def test_a_card_between_bars() -> None:
    document = read(
        "| 名　　称 | 白鹭县人民政府关于划定禁养区的通告 | | |\n| 索引号 | 0100-2019-00023 | 文　号 | 白政告〔2019〕3号 |\n"
        f"| 发布机构 | 白鹭县人民政府 | 发布日期 | 2019-06-21 |\n{TEXT}\n白鹭县人民政府\n2019年6月18日\n"
    )
    assert (document.title, document.doc_number) == ("白鹭县人民政府关于划定禁养区的通告", "白政告〔2019〕3号")


def test_honest_questions_in_full_width_are_no_damage() -> None:
    assert not [d for d in read(f"青溪县节水办法\n逾期视为放弃？不是，可以补报。\n{TEXT}").defects if d.kind == "damaged-text"]


def test_a_line_below_one_of_the_same_list_is_no_heading() -> None:
    document = read(
        "青溪县节水办法\n一、停水时间\n（一）城东片区在2月11日（除夕）12:00至2月14日（初三）12:00停水检修管道;\n"
        "（二）城西片区全天停水。\n其余时段各片区均正常供水，用户可以拨打热线查询。"
    )
    assert [block.text for block in document.blocks if block.kind == "heading"] == ["一、停水时间"]
    assert "停水检修管道；" in words(document)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("第一分编　通则", "part"), ("第三章", "chapter"), ("第二节　用水", "section"), ("第九条之二　节水", "article"),
        ("第三款规定", None), ("第七节相应改为第八节，顺序调整。", None),
    ],
)  # fmt: skip
def test_numbers_with_a_unit(line: str, form: str | None) -> None:
    number = numbered(line)
    assert (number and number.form) == form


def test_readings_that_leave_a_mark_alone_or_end_a_heading_in_a_comma_do_not_compete() -> None:
    line = "统?!皟蓭臁奔矗夯A信息"
    damage = Damage(1, 12, b"\xa3\xa1", (), "letter")
    right, open_ = Reading(-1.0, "。“两库”即", damage), Reading(-1.1, "。“两库、即", damage)
    assert fitting([open_, right], line, None) == [right]
    assert fitting([open_], line, None) == [open_]
    whole = Damage(0, 9, b"\xa1\xa3", (), "mark")
    plain, comma = Reading(-1.0, "（一）完善制度", whole), Reading(-0.5, "（一）完善制度,", whole)
    assert fitting([comma, plain], "?。ㄒ唬┩晟浦", "建立统一的证照目录。") == [plain]
    assert fitting([comma, plain], "?。ㄒ唬┩晟浦", "（二）加强共享") == [comma, plain]
