"""Kinds met on stored pages of Hong Kong, Taiwan and of free libraries, and titles that go on where they seem whole."""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, read, texts


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("水利部关于青溪县节水条例", "修订情况的说明"),
        ("青溪县人民政府关于加强节水办法", "修订工作的通知"),
    ],
)
def test_a_title_goes_on_where_it_only_names_what_it_is_about(above: str, below: str) -> None:
    document = read(above, below, "", *TEXT)
    assert (document.title, document.kind) == (above + below, below[-2:])


def test_what_stands_below_a_whole_title_is_no_part_of_it() -> None:
    document = read("青溪县人民政府关于加强节水工作的通知", "修订情况的说明", "", *TEXT)
    assert document.title == "青溪县人民政府关于加强节水工作的通知"


def test_part_of_a_chapter_of_the_laws_of_hong_kong() -> None:
    document = read(
        "公眾供水條例( 第132 章) 第V 及第VA 部",
        "",
        "第50 條 有關供水的罪行",
        "50(1) 任何人不得在水中添加任何物質。",
        "",
        "返回",
        "",
        "第51A 條 水的攙雜",
        "51A(1) 任何人不得採用其他方法注入液體。",
        "",
        "返回",
    )
    assert document.title == "公眾供水條例（第132章）第V及第VA部"
    assert (document.region, document.level, document.script) == ("香港特别行政区", "province", "hant")
    assert "返回" not in texts(document)
    assert [b.number for b in document.blocks if b.number] == ["第50條", "第51A條"]


def test_one_line_that_says_to_go_back_is_the_documents() -> None:
    assert "返回" in texts(read(TITLE_LINE, *TEXT, "返回", "二、处理", "退回原单位。", *SIGNED))


_RULES = (
    "法規名稱: 青溪縣法規準據自治條例",
    "時間: 中華民國090年01月04日",
    "",
    "所有條文",
    "",
    "第一章  總則",
    "  青溪縣政府(以下簡稱本府)為統一青溪縣(以下簡稱本縣)自治法規",
    "  之制(訂)定、施行、適用、修正、廢止及管理,特制定本自治條例。",
    "",
    "  本府為辦理上級機關委辦事項,得依法定職權或基於法律、中央法規之",
    "  授權,訂定委辦規則。",
    "  縣自治條例不得牴觸憲法、法律。",
    "  除法律、中央法規、本自治條例另有規定外,本自治條例有關縣法規之",
    "  規定,於委辦規則準用之。",
    "",
    "第二章  縣法規之制(訂)定",
    "  業務主管單位擬訂縣法規,除情況急迫,顯然無法事先公告周知者外,",
    "  應於政府公報或新聞紙公告,載明下列事項:",
    "  一、訂定之依據。",
)


def test_rules_of_taiwan_broken_at_one_width_with_a_day_that_says_not_of_what() -> None:
    document = read(*_RULES)
    assert document.written == "2001-01-04"
    assert texts(document)[:6] == [
        "第一章\u3000總則",
        "青溪縣政府（以下簡稱本府）為統一青溪縣（以下簡稱本縣）自治法規之制（訂）定、施行、適用、修正、廢止及管理，特制定本自治條例。",
        "本府為辦理上級機關委辦事項，得依法定職權或基於法律、中央法規之授權，訂定委辦規則。",
        "縣自治條例不得牴觸憲法、法律。",
        "除法律、中央法規、本自治條例另有規定外，本自治條例有關縣法規之規定，於委辦規則準用之。",
        "第二章\u3000縣法規之制（訂）定",
    ]


def test_long_headings_above_their_texts_are_no_broken_lines() -> None:
    heads = [
        f"（{n}）{w}、建设统一的监测平台和水库群系统"
        for n, w in zip("一二三", ("推进改造", "加强改造", "完善改造"), strict=True)
    ]
    lines = [line for head in heads for line in (head, "全县新建水厂三座，改造管网八十公里。")]
    assert set(heads) <= set(texts(read(TITLE_LINE, *TEXT, *lines, *SIGNED)))


def test_the_head_and_foot_of_a_document_in_a_free_library() -> None:
    title = "国务院关于同意青溪省设立青溪市的批复"
    document = read(
        title,
        f"{title} 国函〔2001〕80号 中华人民共和国国务院 2001年7月7日 |",
        "|",
        "青溪省人民政府:",
        "你省请示收悉。现批复如下:",
        "一、同意设立青溪市。",
        "中华人民共和国国务院",
        "二〇〇一年七月七日",
        "本作品是中华人民共和国的法律、法规,国家机关的决议、决定,及其官方正式译文。根据《中华人民共和国著作权法》第五条,本作品不适用于该法,在中国大陆属于公有领域。",
        "注:中文维基文库社群认为,公务演讲不总是具有立法性质的文件。",
        "Public domainPublic domainfalsefalse",
    )
    assert (document.title, document.doc_number, document.written) == (title, "国函〔2001〕80号", "2001-07-07")
    assert texts(document)[-1] == "二〇〇一年七月七日"


def test_rules_that_a_congress_makes_for_itself_name_it() -> None:
    document = read(
        "青溪市人民代表大会常务委员会机关公文处理办法", "第一条 为规范公文，制定本办法。", "第二条 公文应当准确。"
    )
    assert document.issuers == ("青溪市人民代表大会常务委员会",)


def test_a_text_without_title_says_which_place_it_fits() -> None:
    first = "为落实上级部署，根据《清河市节水措施》，结合青溪区实际，特制定如下措施。"
    document = read(first, "一、提高用水效率", "1. 精简手续。加快推进网上办理。")
    assert (document.title, document.region, document.level) == ("", "青溪区", "district")
    assert read(first.replace("青溪区", "我区"), "一、提高用水效率").region is None
