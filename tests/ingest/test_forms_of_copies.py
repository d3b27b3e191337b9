"""What copies make of a document's form, and documents of Hong Kong, Macao and Taiwan."""

from __future__ import annotations

import pytest

from reader.ingest.form.numbering import numbered
from reader.ingest.form.tables import ABOVE, LEFT, rows_of
from reader.ingest.page.split import split_lines
from reader.ingest.page.wraps import join_lone_articles, join_wrapped
from reader.ingest.places import regional_of
from reader.ingest.repair.simplify import is_regional
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import headings, read, texts

TITLE = "青溪县人民政府关于加强节水工作的通知"
BODY = ("各乡镇人民政府：", "为加强节水工作，现就有关事项通知如下：", "一、推进计量设施改造，建设统一的监测平台。")


# -- structure


@pytest.mark.parametrize("text", ["（八）项目管理制度；", "（三）款项支付凭证；"])
def test_items_whose_words_look_like_a_reference_keep_their_number(text: str) -> None:
    number = numbered(text)
    assert number is not None
    assert number.form == "han-bracket"


@pytest.mark.parametrize(
    ("glued", "lines"),
    [
        ("（四）讨论准备工作； （五）提出议案；", 2), ("（四）讨论准备工作；（五）提出议案；", 1), ("（四）讨论； （七）提出；", 1),
        ("第一条　甲。\n乙应当扶持丙。 第二条实行登记制度。", 3), ("第一条　甲。\n乙应当扶持丙。 第五条实行登记。", 2),
        ("附件1　青溪县节水方案", 2), ("附件：1.方案 2.清单", 1),
    ],
)  # fmt: skip
def test_what_was_glued_is_parted_where_it_counts_on(glued: str, lines: int) -> None:
    assert len(split_lines(TracedText(glued)).text.split("\n")) == lines


def test_the_number_of_an_article_on_a_line_of_its_own() -> None:
    text = "第一條\n標的\n本法規訂定監管制度。\n第二條\n（一）甲；"
    assert join_lone_articles(TracedText(text)).text == "第一條　標的\n本法規訂定監管制度。\n第二條\n（一）甲；"


def test_an_attachment_counts_its_levels_itself() -> None:
    document = read(
        "青溪县节水办法", "第一章　总则", "第一条　为了节水，制定本办法。", "第二章　附则", "第二条　施行。", "附件",
        "青溪县节水办法起草说明", "一、起草背景", "原办法已施行十年，部分内容不适应现实需要。",
    )  # fmt: skip
    assert headings(document)[-1] == ("一、起草背景", 1)


def test_a_quotation_broken_over_lines_is_closed_by_the_later_one() -> None:
    lines = ["7.企业找技术、成果找市场“双向", "揭榜", "挂帅”的简称，其中“企业”聚焦技术。"]
    document = read("青溪县节水方案", *lines)
    assert texts(document)[1:] == lines
    assert not document.defects


def test_single_numbers_above_decimals_are_decimals() -> None:
    lines = [
        "青溪县节水方案",
        "1. 总体要求",
        "1.1 指导思想",
        "坚持节水优先。",
        "2. 主要任务",
        "2.1 完善机制",
        "对标标准。",
    ]
    assert [level for _, level in headings(read(*lines))] == [1, 2, 1, 2]


def test_a_short_line_with_a_stop_above_its_first_item_is_a_heading() -> None:
    document = read(
        TITLE,
        *BODY,
        "（一）健全网络。",
        "1.推动渠道下沉，支持连锁企业延伸。",
        "（二）改善环境。",
        "改造一批集贸市场，完善设施。",
    )
    assert [text for text, _ in headings(document)] == ["（一）健全网络。", "（二）改善环境。"]


def test_what_the_contents_list_without_a_number_is_a_heading() -> None:
    contents = ["目录", "前言 1", "第一章 基础 2", "第二章 要求 6"]
    body = ["前言", "本规划是纲领。", "第一章 基础", "设施改善。", "第二章 要求", "适度超前。"]
    document = read("青溪县节水规划", *contents, *body)
    assert headings(document)[0] == ("前言", 1)


def test_items_deep_in_a_plan_are_no_headings() -> None:
    document = read(
        "青溪县节水计划",
        "壹、重点",
        "一、供水",
        "（一）推动管网改造。",
        "1.完成主体工程。",
        "2.办理招商作业。",
        "（二）推广器具。",
        "贰、其他",
        "整治河道。",
    )
    assert [text for text, _ in headings(document)] == ["壹、重点", "一、供水", "贰、其他"]


def test_paragraphs_counted_inside_articles_stand_under_them() -> None:
    document = read(
        "青溪县节水办法", "第一条　标的", "一、本办法订定制度。", "二、本办法不影响特别规定。", "第二条　权利", "一、用户享有下列权利：", "（一）知情权；",
        "（二）公平交易权。", "第三条　本办法自公布之日起施行。",
    )  # fmt: skip
    assert [block.path for block in document.blocks[2:4]] == [("第一条",)] * 2
    assert document.blocks[6].path == ("第二条", "一")


def test_a_label_behind_others_keeps_its_blank() -> None:
    assert (
        texts(read(TITLE, *BODY, "联系人：高新科　刘某　电话：0792-8200000"))[-1]
        == "联系人：高新科刘某　电话：0792-8200000"
    )


def test_contents_with_pages_in_brackets() -> None:
    document = read(
        "青溪县节水指南",
        "目录",
        "一、财税支持（第1页）",
        "二、金融支持（第3页）",
        "一、财税支持",
        "免征增值税。",
        "二、金融支持",
        "加大投放。",
    )
    assert [block.text for block in document.blocks if block.kind == "contents"] == [
        "目录",
        "一、财税支持（第1页）",
        "二、金融支持（第3页）",
    ]


@pytest.mark.parametrize(
    ("broken", "paragraphs"),
    [
        (
            (
                "    为全面落实最严格的节约用地制度，提高土地利用效率，促进\n经济社会可持续发展，结合我市实际，提出如下意见，请各地认\n真抓好贯彻落实。\n"
                "    一、总体要求\n    坚持保护资源、保障发展、保证权益，促进土地利用方式转变，\n到2025年下降15%。\n    二、用地标准\n"
                "    严格执行建设用地控制标准。"
            ),
            5,
        ),
        ("計劃旨在為有需要的業主提供財政及技術支援，協助他們\n進行樓宇修葺工程，以改善居住環境。\n\n申請人可透過政府一站通網上平台遞交申請表格，亦可親\n身前往各區辦事處索取。", 2),
        ("各乡镇人民政府\n县政府各部门\n\n县水利局\n县教育局", 4),
    ],
)  # fmt: skip
def test_short_texts_that_were_broken_at_a_width(broken: str, paragraphs: int) -> None:
    assert len([line for line in join_wrapped(TracedText(broken)).text.split("\n") if line]) == paragraphs


def test_cells_that_span_rows_are_repeated_in_each() -> None:
    page = (
        "<table><tr><td rowspan=2>类别</td><td colspan=2>标准</td></tr><tr><td>2023年</td><td>2024年</td></tr>"
        "<tr><td rowspan=2>居民</td><td>5元</td><td>6元</td></tr><tr><td>3元</td><td></td></tr></table>"
    )
    document = read(f"<html><body><p>青溪县收费方案</p>{page}</body></html>", name="page.html")
    rows = document.blocks[-1].rows
    assert rows == (("类别", "标准", ""), ("类别", "2023年", "2024年"), ("居民", "5元", "6元"), ("居民", "3元", ""))
    assert ABOVE not in document.text
    assert LEFT not in document.text


def test_a_row_that_goes_on_repeats_all_but_remarks() -> None:
    table = "序号\t任务\t单位\t备注\n1\t造林\t林业局\t续建\n\t改培\t\t"
    assert rows_of(table)[2] == ("1", "改培", "林业局", "")


def test_marks_of_covered_cells_in_a_source_are_nothing() -> None:
    document = read("青溪县节水方案", f"为加强节水工作{ABOVE}，制定本方案{LEFT}。")
    assert texts(document)[1] == "为加强节水工作，制定本方案。"


def test_how_much_spanned_cells_repeat_is_bounded() -> None:
    table = "a\tb\n" + "字" * 10_000 + "\t1" + f"\n{ABOVE}\t1" * 100
    assert sum(len(row[0]) for row in rows_of(table)) < 300_000


# -- Hong Kong, Macao, Taiwan


def test_an_act_of_macao_called_by_its_number() -> None:
    document = read(
        "[ 葡文版本 ][ 版本 PDF ]", "第57/2022號行政長官批示",
        "行政長官行使《澳門特別行政區基本法》第五十條賦予的職權，作出本批示。", "一、許可訂立「污水處理廠營運」合同。",
        "二、本批示自公佈翌日起生效。", "二零二二年四月八日", "行政長官 賀某某", "《LegisMac》的法例註釋",
    )  # fmt: skip
    assert (document.title, document.doc_number) == ("第57/2022號行政長官批示",) * 2
    assert (document.issuers, document.region, document.kind) == (("行政長官",), "澳门特别行政区", "批示")
    assert (document.script, document.written, len(document.blocks)) == ("hant", "2022-04-08", 6)


def test_a_regulation_of_macao_has_number_and_name() -> None:
    document = read(
        "澳門特別行政區", "第14/2021號行政法規", "無線電設備監管制度",
        "行政長官根據《澳門特別行政區基本法》第五十條（五）項，制定本獨立行政法規。", "第一條", "標的", "本行政法規訂定監管制度。",
        "二零二一年四月二十三日制定。",
    )  # fmt: skip
    assert (document.title, document.doc_number) == ("無線電設備監管制度", "第14/2021號行政法規")
    assert document.written == "2021-04-23"


def test_who_has_which_powers_is_no_salutation() -> None:
    document = read(
        "第14/2021號行政法規",
        "設備監管制度",
        "為監管澳門的設備，制定本法規。",
        "第一條　權限",
        "郵電局具職權：",
        "（一）甲；",
    )
    assert "salutation" not in [block.kind for block in document.blocks]


def test_a_release_of_hong_kong_has_its_title_above_asterisks() -> None:
    document = read(
        "香港特別行政區政府新聞公報", "公布新一輪資助計劃詳情", "************", "　　創新科技署公布新一輪資助計劃詳情。", "完",
        "2023年9月26日（星期二）",
    )  # fmt: skip
    assert (document.title, document.written) == ("公布新一輪資助計劃詳情", "2023-09-26")
    assert document.region == "香港特别行政区"


def test_a_letter_of_taiwan_tells_who_sends_it() -> None:
    document = read(
        "農業委員會 函", "發文日期：中華民國111年5月20日", "發文字號：農企字第1110012345號", "主旨：檢送修正規定1份，請查照。", "說明：",
        "一、依據會議決議辦理。", "正本：各直轄市、縣（市）政府",
    )  # fmt: skip
    assert (document.issuers, document.doc_number) == (("農業委員會",), "農企字第1110012345號")
    assert document.blocks[-1].kind == "note"


def test_a_title_in_marks_at_the_head() -> None:
    document = read(
        "《2023年道路交通（泊車）規例》",
        "（由運輸及物流局局長訂立）",
        "1. 生效日期",
        "本規例自2023年6月1日起實施，運輸署。",
    )
    assert document.title == "2023年道路交通（泊車）規例"


def test_a_code_of_practice_of_hong_kong_has_parts() -> None:
    document = read(
        "骨灰安置所實務守則",
        "食物環境衞生署",
        "第一部　引言",
        "1.1 本守則由署長發出，供香港營辦人參考。",
        "第二部　規定",
        "2.1 持牌人須備存紀錄冊。",
    )
    assert document.issuers == ("食物環境衞生署",)
    assert headings(document) == [("第一部　引言", 1), ("第二部　規定", 1)]


def test_a_law_of_macao_is_of_the_day_it_was_passed() -> None:
    document = read(
        "澳門特別行政區", "第9/2021號法律", "消費者權益保護法", "立法會根據《澳門特別行政區基本法》第七十一條（一）項，制定本法律。", "第一章", "一般規定",
        "第一條", "標的", "本法律訂定制度。", "二零二一年七月一日通過。", "立法會主席　高某某", "二零二一年七月五日簽署。",
    )  # fmt: skip
    assert (document.written, document.issuers, document.region) == ("2021-07-01", ("立法會",), "澳门特别行政区")
    assert headings(document) == [("第一章　一般規定", 1)]


def test_a_circular_of_hong_kong() -> None:
    document = read(
        "教育局通告第12/2021號",
        "校舍使用指引",
        "摘要",
        "本通告旨在公布校舍分配的安排，請學校備悉。",
        "二零二一年九月六日",
    )
    assert (document.doc_number, document.issuers) == ("教育局通告第12/2021號", ("教育局",))


def test_rules_of_taiwan_say_who_made_them() -> None:
    document = read("桃園市政府青年創業補助作業要點", "一、為鼓勵青年創業，特訂定本要點。", "二、由數位發展部協助。")
    assert (document.issuers, document.kind) == (("桃園市政府",), "作業要點")
    ministry = read("數位發展部", "資安計畫", "一、為強化資訊安全，行政院核定本計畫。")
    assert (ministry.level, ministry.region) == ("province", "台湾省")


def test_by_which_order_a_rule_of_taiwan_was_made() -> None:
    note = "中華民國111年3月11日經濟部經企字第11102600480號令訂定發布全文5條；並自發布日施行"
    document = read(
        "數位轉型補助辦法", note, "第一條　本辦法依條例訂定之。", "第二條　主管機關為經濟部。", "第三條　施行。"
    )
    assert (document.issuers, document.doc_number, document.written) == (
        ("經濟部",), "經企字第11102600480號", "2022-03-11",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "regional"),
    [
        ("屋宇署推出復修資助計劃，查詢可致電立法會。", True),
        ("新竹縣智慧農業推動計畫", True),
        ("省委、市委支持香港同胞創業。", False),
    ],
)
def test_whose_words_a_text_has(text: str, regional: bool) -> None:
    assert is_regional(text) is regional


def test_the_region_by_its_words() -> None:
    assert regional_of("本港市民可致電查詢，每宗港元50。") == "香港特别行政区"
    assert regional_of("直轄市、縣（市）政府依民國109年規定。") == "台湾省"
    assert regional_of("為加強節水，制定本辦法。") is None
    release = read(
        "環保署就都市固體廢物收費展開諮詢",
        "************",
        "環保署歡迎屋苑提出意見，立法會會審議。",
        "2023年6月15日（星期四）",
    )
    assert (release.region, release.level) == ("香港特别行政区", "province")
