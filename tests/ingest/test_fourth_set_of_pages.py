"""Kinds of pages from a fourth set that nobody had seen: lost blanks, days among a page's things, names passed on."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import unquoted
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
    document = read(
        f"青溪县节水条例\n{listed}第一章　总则\n第一条　为了节水，制定本条例。\n第二条　本县用水适用本条例。"
    )
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
    assert not [
        d for d in read(f"青溪县节水办法\n逾期视为放弃？不是，可以补报。\n{TEXT}").defects if d.kind == "damaged-text"
    ]


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


def test_rivals_that_leave_a_mark_open_or_end_a_heading_in_a_comma_do_not_compete() -> None:
    line = "统?!皟蓭臁奔矗夯A信息"
    damage = Damage(1, 12, b"\xa3\xa1", (), "letter")
    right, open_ = Reading(-1.0, "。“两库”即", damage), Reading(-1.1, "。“两库、即", damage)
    assert fitting([right, open_], line, None) == [right]
    assert fitting([open_, right], line, None) == [open_, right]  # nothing comes first because others went
    closing = Reading(-1.2, "处罚。”", damage)  # of a quotation that began lines above
    assert fitting([right, closing], line, None) == [right, closing]
    whole = Damage(0, 9, b"\xa1\xa3", (), "mark")
    plain, comma = Reading(-0.5, "（一）完善制度", whole), Reading(-1.0, "（一）完善制度,", whole)
    assert fitting([plain, comma], "?。ㄒ唬┩晟浦", "建立统一的证照目录。") == [plain]
    assert fitting([comma, plain], "?。ㄒ唬┩晟浦", "建立统一的证照目录。") == [comma, plain]
    assert fitting([plain, comma], "?。ㄒ唬┩晟浦", "（二）加强共享") == [plain, comma]


def test_the_full_name_that_signs_stands_for_the_short_one_of_a_title() -> None:
    text = "{}关于举办招聘会的公告\n现将有关事项公告如下：\n" + TEXT + "\n{}\n2023年3月1日\n"
    assert read(text.format("北原市人社局", "北原市人力资源和社会保障局")).issuers == ("北原市人力资源和社会保障局",)
    assert read(text.format("北原市人民政府", "北原市人民政府办公室")).issuers == ("北原市人民政府",)


def test_lines_of_a_short_text_that_were_broken_at_a_width_are_joined() -> None:
    document = read(
        "海陵市公园管理办法\n第一条 为了加强公园管理，保护和改善生态环境，为市民提供良好的游憩场所，根据国家有关规定，\n"
        "结合本市实际，制定本办法。本办法所称公园，是指向公众开放，以游憩为主要功能，有较完善设施，兼\n具生态、美化等作用的绿地。\n"
        "第二条 公园应当免费向公众开放，法律、法规另有规定的除外；公园内的收费项目应当明码标价，接受\n社会监督。\n第三条 本办法自公布之日起施行。"
    )
    assert [block.number for block in document.blocks[1:]] == ["第一条", "第二条", "第三条"]


def test_a_menu_on_one_line_and_the_moment_above_a_title() -> None:
    document = read(
        f"搜索\n首页 新闻动态 政务公开 办事指南 互动交流\n海陵市供热规划\n2021-08-03 10:12:33 来源：市住建局 浏览：236\n{TEXT}"
    )
    assert (kinds(document)[0], document.published) == (("title", "海陵市供热规划"), "2021-08-03")


def test_a_title_said_twice_on_one_line_is_one() -> None:
    title = "乐清市打造新型智慧城市三年行动计划（2020-2022年）"
    assert read(f"{title} {title} |\n{TEXT}").title == title


def test_where_to_write_to_is_no_heading() -> None:
    document = read(
        "青溪县节水办法\n一、登录网站提出意见。\n二、发送电子邮件至abc@example.com\n本次征求意见自今日起三十日内有效。"
    )
    assert not [block for block in document.blocks if block.kind == "heading"]


def test_a_release_of_hong_kong_that_names_the_state_council_stays_traditional() -> None:
    document = read(
        "政務司司長赴北京出席新聞發布會\n************************\n政務司司長明日前赴北京，出席國務院新聞辦公室舉行的新聞發布會。\n"
        "政務司副司長將署理政務司司長職務。\n2025年7月23日（星期三）\n香港時間18時00分\n即日新聞\n"
    )
    assert (document.region, document.script) == ("香港特别行政区", "hant")
    assert "即日新聞" not in words(document)


def test_authorities_above_about_in_mixed_script_are_several() -> None:
    document = read(
        "國家發展改革委 國家數據局 財政部關于推進城市數字化轉型的意見\n各省、自治區、直轄市發展改革委：\n" + TEXT
    )
    assert document.issuers == ("国家发展改革委", "国家数据局", "财政部")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("《关于印发〈青溪县节水办法〉的通知》", "关于印发《青溪县节水办法》的通知"),
        ("《青溪县节水办法》的解读", "《青溪县节水办法》的解读"),
    ],
)
def test_marks_round_the_whole_of_a_title(title: str, bare: str) -> None:
    assert unquoted(title) == bare


def test_several_official_spellings_on_one_simplified_line_stay() -> None:
    line = "第二条　乾水、濛河、瀍水和涑水河由乾封县管理，喆里镇协助，使用昇思框架。"
    assert ("paragraph", line) in kinds(read(f"云岭省河道条例\n第一条　为了保护河道，制定本条例。\n{line}"))


def test_what_a_notice_names_in_its_title_is_a_title_whatever_its_words() -> None:
    document = read(
        "关于印发《标准制定工作程序（试行）》的通知\n各有关单位：\n现将标准制定工作程序(试行)》印发给你们，请遵照执行。\n2000年11月13日\n"
        "标准制定工作程序(试行)\n第一章 总则\n第一条 为了规范标准制定，制定本程序。\n第二条 本程序适用于全国。\n"
    )
    assert document.attachment_title == "标准制定工作程序（试行）"


def test_who_signs_above_the_text_is_a_site() -> None:
    document = read(
        "青溪县节水办法征求意见的公告\n青溪县大数据局\n2022年12月6日\n现将《青溪县节水办法（草案）》全文公布，广泛征求意见，有关事项公告如下：\n"
        "一、意见可以用信函提出。\n青溪县水利局\n2022年12月5日\n"
    )
    assert (document.written, document.issuers) == ("2022-12-05", ("青溪县水利局",))


def test_what_a_library_of_laws_sets_before_notes_and_chapters() -> None:
    document = read(
        "青溪市节水条例\n【题注】（2001年4月29日青溪市第十一届人民代表大会第四次会议通过）\n【章名】 第一章 总则\n"
        "第一条 为了节约用水，制定本条例。\n第二条 本市用水适用本条例。\n第三条 本条例自公布之日起施行。"
    )
    assert [block.kind for block in document.blocks[:3]] == ["title", "note", "heading"]
    assert document.written == "2001-04-29"


def test_a_notice_of_macao_says_at_its_end_where_it_was_made() -> None:
    document = read(
        "公告\n“垃圾收集服務”公開招標，澳門特別行政區政府現公佈如下。\n1. 招標方式：公開招標。\n二零二二年三月九日於環境保護局\n局長　譚某某\n"
    )
    assert (document.written, document.issuers) == ("2022-03-09", ("環境保護局",))
