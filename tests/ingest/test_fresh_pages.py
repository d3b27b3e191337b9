"""Kinds found on pages that nobody here had seen: cards, places, broken lines, forums, wikis, orders. All made up."""

from __future__ import annotations

import pytest

from reader.ingest.normalise import normalise_text
from reader.ingest.page.told import with_colons
from reader.ingest.places import level_of, region_by_number, region_of
from tests.ingest.reading_pages import headings, read, texts

BODY = (
    "一、总体要求",
    "为加快节水工作，结合本县实际，制定本方案。",
    "二、主要任务",
    "推进计量设施改造，建设统一的监测平台。",
)


def kind_of(document: object, text: str) -> str | None:
    return next((block.kind for block in document.blocks if block.text == text), None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("青溪市鹿城区人民政府", "青溪市鹿城区", "district"), ("白山区财政局", "白山区", "district"),
        ("青溪市中心城区河湖条例", "青溪市", "city"), ("青溪省海绵城市建设指南", "青溪省", "province"),
        ("青溪市教育强市建设意见", "青溪市", "city"), ("国家税务总局陕西省税务局", "陕西省", "province"),
        ("国家税务总局", None, "national"), ("青溪县贫困山区农村条例", "青溪县", "district"),
    ],
)  # fmt: skip
def test_places_with_names_of_landscapes(name: str, region: str | None, level: str) -> None:
    assert region_of([name]) == region
    assert level_of([name], region, name) == level


@pytest.mark.parametrize(
    ("number", "body", "region"),
    [
        ("鄂政发〔2018〕26号", "省人民政府", "湖北省"), ("沪府发〔2009〕25号", "市政府", "上海市"),
        ("冀政〔2018〕2号", "市人民政府", None), ("青政发〔2018〕2号", "青溪县人民政府", None),
    ],
)  # fmt: skip
def test_the_number_tells_the_province_of_an_authority_named_by_rank(
    number: str, body: str, region: str | None
) -> None:
    assert region_by_number(number, body) == region


def test_a_card_without_colons() -> None:
    document = read(
        "索引号 11370832/2023-05260 成文日期 2023-03-10", "发布机构 青溪县人民政府办公室 组配分类 青政发",
        "发文字号 青政发〔2023〕7号 废止日期", "有效性 有效", "青溪县突发事件总体应急预案", *BODY,
    )  # fmt: skip
    assert (document.title, document.doc_number) == ("青溪县突发事件总体应急预案", "青政发〔2023〕7号")
    assert texts(document)[1:] == list(BODY)
    # A list of rivers is none, and its words stay.
    rivers = ["名称 青溪河", "地区 青溪县", "类别 一级"]
    assert with_colons(rivers) == rivers


def test_a_card_behind_menus_and_an_unknown_label_in_it() -> None:
    document = read(
        "法规分类", "会计法规汇编(2015)", "振兴乡村", "发文标题: 青溪县税务局关于落实减税政策的通知", "发文文号: 青税发[2021]1号",
        "发文时间: 2021-1-5", "法规类型: 地方政策", "所辖片: 青溪", "阅读人次: 3931", "各镇税务所，局内各单位：", *BODY,
    )  # fmt: skip
    assert (document.title, document.doc_number, document.written) == (
        "青溪县税务局关于落实减税政策的通知", "青税发〔2021〕1号", "2021-01-05",
    )  # fmt: skip
    assert texts(document) == ["各镇税务所，局内各单位：", *BODY]
    assert document.blocks[0].kind == "salutation"


def test_lines_that_hang_below_a_number() -> None:
    document = read(
        "青溪市補助作業要點", "一、青溪市政府（以下簡稱本府）為強化本市公有零售市場及攤販集中", "    區自治組織之運作能力，提升整體營運品質及各項服務水準與環境清潔",
        "    ，特訂定本要點。", "二、本要點補助對象如下：", "    （一）依零售市場管理條例相關規定成立之本市公有零售市場自治組",
        "        織。", "    （二）依本市攤販集中區管理自治條例成立之各市集自治管理委員會",
        "        。", "三、申請人得檢送計畫書，向行政院及新北市政府提出申請。",
    )  # fmt: skip
    found = texts(document)
    assert "提升整體營運品質及各項服務水準與環境清潔，特訂定本要點。" in found[1]
    assert any(text.endswith("公有零售市場自治組織。") for text in found)
    assert len(found) == 6


def test_a_page_of_several_fields_is_as_wide_as_it_likes() -> None:
    document = read(
        "作者:资料网 时间:2024-07-22 08:17:50   浏览:8464   来源:某某法律资料网", "  第一条为了规范全市各级行政机构的设置工作,加强编制管", "理,提高行政效率,根据本省的有关规定,结合本市实际制定",
        "本条例。", "  第二条行政机构的设置和编制的管理应当适应本市政治经济", "社会发展的需要,遵循精简和统一以及高效的原则,并且报请", "市人民政府批准。",
        "  第三条行政机构的设置以职能的科学配置作为基础条件,做", "到职能明确。",
    )  # fmt: skip
    assert len([text for text in texts(document) if text.startswith("第")]) == 3


def test_numbers_before_a_title_and_in_brackets() -> None:
    document = read("青政发【2023】7号关于印发青溪县节约用水行动方案的通知", "各镇人民政府：", *BODY)
    assert (document.title, document.doc_number) == ("关于印发青溪县节约用水行动方案的通知", "青政发〔2023〕7号")
    document = read(
        "青溪县关于任免人员问题的通知", "(1985年5月4日青政〔1985〕38号)  根据组织法的规定，现通知如下：", *BODY
    )
    assert (document.doc_number, document.written) == ("青政〔1985〕38号", "1985-05-04")
    document = read("青溪县水务局", "关于发布节水指南的公告", "（2023年第12号）", "现批准发布，自公布之日起执行。")
    assert document.doc_number == "2023年第12号"
    # In a list of documents the numbers stay with their titles.
    listed = ["废止文件目录", "青政〔2001〕5号关于加强节水工作的通知", "青政〔2002〕6号关于加强供水工作的通知"]
    assert texts(read(*listed)) == listed


def test_an_authority_and_its_day_on_one_line() -> None:
    document = read(
        "关于第26号议案的答复", "青溪县水务局关于议案的办理情况已经答复如下，请予审议。", "青溪县水务局 2022年9月6日"
    )
    assert (document.issuers, document.written) == (("青溪县水务局",), "2022-09-06")


def test_decimals_count_anew_behind_the_contents() -> None:
    plan = ("1.总则", "1.1编制目的", "2.组织体系", "2.1指挥机构")
    document = read(
        "青溪县应急预案", *plan, *(line for head in plan for line in (head, f"本段说明{head[2:]}的有关内容。"))
    )
    assert [level for _, level in headings(document)] == [1, 2, 1, 2]


def test_questions_without_numbers() -> None:
    document = read(
        "青溪县供水条例政策问答",
        "问：为什么要制定条例？",
        "答：原有规章已不能适应需要。",
        "问：如何处罚？",
        "答：责令限期改正。",
    )
    assert headings(document) == [("问：为什么要制定条例？", 1), ("问：如何处罚？", 1)]


def test_items_of_one_sentence_each_are_no_headings() -> None:
    document = read(
        "青溪县补助要点",
        "一、申请人应当提交下列资料：",
        "（一）申请表。",
        "（二）计划书。",
        "前项规定的资料不完整时，应当通知限期补正。",
    )
    assert headings(document) == []


def test_two_halves_of_a_heading_above_its_items() -> None:
    document = read(
        "青溪县健康行动方案",
        "一、重点任务",
        "（一）聚焦素养提升，推进健康行动。",
        "1.推进知识普及。完善健康教育体系，加强培训工作。",
    )
    assert ("（一）聚焦素养提升，推进健康行动。", 2) in headings(document)


def test_where_to_write_is_no_heading() -> None:
    document = read(
        "青溪县水务局公告",
        "请通过以下方式反馈意见：",
        "1.电子邮箱：abc@example.com",
        "2.电话：0531-8921040",
        "意见反馈截止时间为4月28日。",
    )
    assert headings(document) == []


def test_who_makes_a_law_public_did_not_make_it() -> None:
    document = read(
        "中华人民共和国主席令", "第三十七号", "《中华人民共和国节水法》已由会议通过，现予公布。", "中华人民共和国主席　王某某", "2000年10月31日", "中华人民共和国节水法",
        "（2000年10月31日第九届全国人民代表大会常务委员会第十八次会议通过）", "第一条 为了节约用水，制定本法。",
        "第二条 国家推广节水。", "第三条 本法自2001年1月1日起施行。",
    )  # fmt: skip
    assert "中华人民共和国主席" not in document.issuers


def test_what_a_forum_and_a_library_of_files_put_around() -> None:
    document = read(
        "[转帖] 青溪县人民政府关于同意整治方案的批复", "楼主 某某 发表于 2022-3-8 09:15 | 只看该作者 | 倒序浏览", "青溪县人民政府关于同意整治方案的批复",
        "白水镇人民政府：", "你镇的请示收悉，原则同意整治方案，请认真组织实施。", "青溪县人民政府", "2022年3月2日", "回复 举报", "使用道具",
        "您需要登录后才可以回帖 登录 | 立即注册",
    )  # fmt: skip
    assert document.title == "青溪县人民政府关于同意整治方案的批复"
    assert texts(document)[-1] == "2022年3月2日"
    assert not any("楼主" in text for text in texts(document))
    document = read("- 文档编号:5043956", "- 上传时间:2022-12-12", "- 页数:9", "青溪县节水方案", *BODY)
    assert texts(document) == ["青溪县节水方案", *BODY]


def test_links_of_a_wiki_before_the_words() -> None:
    document = read(
        "青溪县节水办法", "第一条 目的", "编辑本办法旨在规范用水。", "第二条 范围", "编辑本办法适用于全县。"
    )
    assert not any(text.startswith("编辑") for text in texts(document))
    kept = read("青溪县出版办法", "第一条 本办法规范出版。", "编辑人员应当持证上岗。", "编辑部应当备案。")
    assert "编辑人员应当持证上岗。" in texts(kept)


def test_bars_of_a_layout_and_of_a_table() -> None:
    document = read(
        "对第26号议案的答复 |",
        "发布日期:2022-09-08 |",
        "您提出的建议收悉，现将办理情况答复如下，请予审议。",
        "青溪县水务局 2022年9月6日 |",
    )
    assert not any("|" in text or "\t" in text for text in texts(document))
    document = read("青溪县条例一览表", "编号 | 名称", "|", "---|", "1. | 节水条例", "|", "2. | 供水条例", "|")
    rows = [row for block in document.blocks for row in block.rows or ()]
    assert rows == [("编号", "名称"), ("1.", "节水条例"), ("2.", "供水条例")]


def test_lost_indents() -> None:
    lines = [
        "现将规划印发给你们，请认真贯彻执行。",
        "青溪市节水规划",
        "为推进节水工作，提高效率，制定本规划。",
        "一、规划背景",
        "用水总量逐年增加，供需矛盾日益突出。",
    ]
    document = read(*(f"??{line}" for line in lines))
    assert texts(document) == lines
    assert texts(read("??青溪市节水规划", *BODY))[0] != "青溪市节水规划"  # one such line can be damage


@pytest.mark.parametrize(
    "line",
    ["青溪产业园区管委会，各镇人民政府，县级各部门：", "各科室，各站所，各村：", "国家税务总局各县税务局，局内各单位："],
)  # fmt: skip
def test_whom_a_notice_without_a_title_addresses(line: str) -> None:
    document = read(line, "现将节水办法印发给你们，请遵照执行。", *BODY)
    assert document.blocks[0].kind == "salutation"


def test_a_salutation_that_lost_its_colon() -> None:
    line = "青溪开发区管委会，各镇人民政府，县政府有关部门，县直有关单位"
    document = read("青溪县人民政府关于节水的通知", line, "经县政府同意，现将有关事项通知如下。", *BODY)
    assert document.blocks[1].kind == "salutation"


def test_the_lead_in_of_a_repost_names_the_document() -> None:
    document = read(
        "首页 - 某某招商 - 《青溪市节水条例》全文发布-某某登陆", "9月25日，市人大常委会审议通过《青溪市节水条例》。全文如下：", "目录", "第一章 总则", "第二章 附则",
        "第一章 总则", "第一条 为了节约用水，制定本条例。", "第二章 附则", "第二条 本条例自2020年9月27日起施行。",
    )  # fmt: skip
    assert (document.title, document.region) == ("青溪市节水条例", "青溪市")
    assert not any("招商" in text for text in texts(document))


def test_minutes_have_a_head_of_their_series() -> None:
    document = read(
        "青溪市人民政府专题会议纪要",
        "〔2023〕15号",
        "关于广场建设有关问题的会议纪要",
        "现将会议议定事项纪要如下：",
        *BODY,
    )
    assert document.title == "关于广场建设有关问题的会议纪要"


def test_a_broken_note_below_the_title_that_the_source_marks_is_kept() -> None:
    """The line in pointed brackets looks like the way to a page."""
    source = "# 节水法\n\n2017年12月27日会议《关于修改<节水法>\n\n<中华人民共和国计量法>的决定》修正\n\n## 第一章 总则\n\n第一条 为了节水，制定本法。"
    document = normalise_text(source).document
    assert any("计量法" in block.text for block in document.blocks)


def test_hong_kong_in_simplified_script() -> None:
    document = read(
        "以下为律政司司长今日在立法会会议上的致辞全文：",
        "主席先生：",
        "我谨动议二读草案。律政司已征询意见。",
        "2010年10月20日（星期三）",
    )
    assert document.region == "香港特别行政区"
    assert kind_of(document, "主席先生：") == "salutation"


def test_a_ministry_in_script_and_words_of_a_converter() -> None:
    document = read("為保障用戶資訊安全，我們起草了辦法，現公開徵求意見。", "交通運輸部", "2018年3月28日")
    assert (document.script, document.issuers, document.level) == ("hans", ("交通运输部",), "national")
