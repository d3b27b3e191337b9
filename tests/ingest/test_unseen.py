"""Kinds of pages that the project does not hold: cards, notes of passing, places, broken and glued lines, damage."""

from __future__ import annotations

import pytest

from reader.core.document import Document
from reader.core.errors import BadInput
from reader.ingest.form.contents import contents_of
from reader.ingest.form.numbering import chinese, numbered, value_of, written
from reader.ingest.form.titles import is_organ, is_title
from reader.ingest.normalise import normalise_text
from reader.ingest.places import level_of, region_of
from reader.ingest.repair.shift import damages
from reader.ingest.repair.simplify import simplify
from reader.ingest.traced import TracedText
from tests.ingest.reading_pages import read, texts

BODY = "一、总体要求\n为加快节水工作，结合本县实际，制定本方案。\n二、主要任务\n推进计量设施改造，建设统一的监测平台。"


def kinds(document: Document) -> dict[str, str]:
    return {block.text: block.kind for block in document.blocks}


@pytest.mark.parametrize("value", [1, 10, 20, 99, 100, 101, 110, 115, 999, 1000, 1001, 1040, 1115])
def test_numbers_of_long_laws(value: int) -> None:
    assert value_of(chinese(value)) == value
    number = numbered(written("article", value) + "　内容。")
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("2.2026年10件实事：指", "2"), ("1　总则", "1"), ("第一分编　通则", "第一分编"), ("第七节相应改为第八节，第二条改为第三条。", None),
        ("（四）、（五）项规定的", None), ("3.5亿元用于建设", None), ("㉑其他", "㉑"),
    ],
)  # fmt: skip
def test_what_a_number_is(line: str, text: str | None) -> None:
    found = numbered(line)
    assert (found.text if found else None) == text


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("中华人民共和国城市节水法", None, "national"), ("青溪市民用建筑节水条例", "青溪市", "city"),
        ("青溪市中心城区河湖条例", "青溪市", "city"), ("青溪市循环经济生态城市建设条例", "青溪市", "city"),
        ("盐城市节水条例", "盐城市", "city"), ("杭州城市大脑条例", "杭州市", "city"), ("某甲诉白水市水务局补偿案", None, "unknown"),
        ("2026年河北省政府工作报告", "河北省", "province"), ("上海市浦东新区条例", "上海市浦东新区", "district"),
        ("吉林市节水条例", "吉林市", "city"), ("青山省供水条例", "青山省", "province"), ("山东省经济开发区条例", "山东省", "province"),
        ("政务公开丨青溪县人民政府", "青溪县", "district"),
    ],
)  # fmt: skip
def test_places(name: str, region: str | None, level: str) -> None:
    assert region_of([name]) == region
    assert level_of([], region, name) == level


@pytest.mark.parametrize(
    "card",
    [
        ["发文机关：青溪县人民政府", "成文日期：2023年5月6日", "文号 ：青政发〔2023〕15号"],
        ["- 发文机关:青溪县人民政府", "- 成文日期:2023-05-06", "- 发文字号:青政发[2023]15号"],
        ["发文机关:", "青溪县人民政府", "成文日期:", "2023年05月06日 10:30", "发文字号:", "青政发〔2023〕15号"],
        ["发文机关: | 青溪县人民政府 | 成文日期: | 2023年5月6日 |", "文 号: | 青政发〔2023〕15号 | 主题分类: | |"],
    ],
)
def test_a_card_tells_what_the_text_does_not(card: list[str]) -> None:
    document = read("首页 > 信息公开", *card, "青溪县节水行动方案", BODY)
    assert (document.doc_number, document.written) == ("青政发〔2023〕15号", "2023-05-06")
    assert document.issuers == ("青溪县人民政府",)
    assert texts(document)[0] == "青溪县节水行动方案"


def test_the_title_behind_an_empty_field_stays() -> None:
    document = read("索引号：0123/2023-1", "发布日期：2023-05-08", "文号：", "青溪县节水行动方案", BODY)
    assert document.title == "青溪县节水行动方案"
    assert document.published == "2023-05-08"


@pytest.mark.parametrize(
    ("note", "issuers", "written"),
    [
        (
            "2019年8月29日 北岭市第十六届人民代表大会常务委员会第二十二次会议通过",
            ("北岭市人民代表大会常务委员会",),
            "2019-08-29",
        ),
        ("2006年1月29日 中华人民共和国国务院令第957号公布", ("国务院",), "2006-01-29"),
        ("1990年10月22日 对外经济贸易部发布", ("对外经济贸易部",), "1990-10-22"),
        ("2019年1月14日 最高人民法院审判委员会第1759次会议通过", ("最高人民法院",), "2019-01-14"),
    ],
)
def test_the_note_of_passing_tells_who_and_when(note: str, issuers: tuple[str, ...], written: str) -> None:
    document = read(
        "# 北岭市节水条例", "", note, "", "第一条 为了节水，制定本条例。", "第二条 应当节水。", "第三条 施行。"
    )
    assert (document.issuers, document.written) == (issuers, written)
    assert document.blocks[1].kind == "note"


def test_contents_without_a_name_are_no_headings() -> None:
    keys = [
        "第一章　总则",
        "第二章　管理",
        "第三章　附则",
        "第一章　总则",
        "文字。",
        "第二章　管理",
        "文字。",
        "第三章　附则",
        "文字。",
    ]
    numbers = [numbered(key) for key in keys]
    assert contents_of(keys, numbers, [None] * len(keys)) == {0, 1, 2}
    signed = ["财政部", "教育部", "科技部", "请执行。", "财政部", "教育部", "科技部"]
    assert not contents_of(signed, [None] * 7, [None] * 7)


@pytest.mark.parametrize(
    "line",
    ["未经授权的扣款造成损失的，由平台承担。", "声明不实的，应当退回补助资金。", "转载单位应当核实来源，并说明理由。"],
)
def test_no_sentence_of_the_document_goes_for_a_word_in_it(line: str) -> None:
    assert line in texts(
        read("# 青溪市条例", "", "第一条 为了节水，制定本条例。", line, "第二条 应当节水。", "第三条 施行。")
    )


def test_a_line_of_a_broken_title_stays_although_the_plan_repeats_it() -> None:
    plan = "青溪县节水三年行动方案"
    document = read(
        "青溪县人民政府关于印发", plan, "（2023—2025年）的通知", "各乡镇人民政府：", f"现将《{plan}（2023—2025年）》印发给你们。",
        "青溪县人民政府", "2023年3月6日", plan, "（2023—2025年）", BODY,
    )  # fmt: skip
    assert document.title == f"青溪县人民政府关于印发{plan}（2023—2025年）的通知"
    assert document.attachment_title == f"{plan}（2023—2025年）"


def test_lines_broken_at_a_width_are_joined_and_indented_ones_begin_anew() -> None:
    rows = ["　　为切实做好森林防火工作，有效预防和扑救森林火灾，保护森", "林资源，保障人民群众生命财产安全，根据有关法律法规，结合我", "县实际，公告如下：",
            "　　一、本县行政区域内的林地及其边缘一百米范围划定为森林防火", "区，实行全年防火，任何单位和个人进入防火区必须遵守规定，服", "从管理。"]  # fmt: skip
    document = read("青溪县人民政府关于防火的公告", *rows)
    assert [block.text[-5:] for block in document.blocks[1:]] == ["公告如下：", "服从管理。"]


def test_a_document_on_one_line_has_its_lines_again() -> None:
    page = (
        "青溪县民政局关于开展养老服务的通知 青民〔2022〕31号 各镇（街道）民政办： 为提升养老服务质量，决定开展专项行动，现通知如下："
        " 一、总体目标 到2023年底，等级评定率达到百分之八十。 二、重点任务 （一）规范服务。 各机构要严格执行标准，公开收费项目。 青溪县民政局 2022年6月2日"
    )
    document = read(page)
    assert (document.doc_number, document.written) == ("青民〔2022〕31号", "2022-06-02")
    assert [b.text for b in document.blocks if b.kind == "heading"] == [
        "一、总体目标",
        "二、重点任务",
        "（一）规范服务。",
    ]


def test_names_in_simplified_text_keep_their_spelling() -> None:
    line = "向乾县供水的管道经濛溪河，监测站使用昇腾服务器，由各单位负责运行维护，并按规定报送监测数据。"
    assert simplify(TracedText(line)).text == line


def test_characters_that_turn_the_line_round_go_and_are_on_record() -> None:
    document = read("青溪县节水办法", "第一条 为了\u2066节水\u2069，制定本办法。")
    assert "\u2066" not in document.text
    assert {edit.was for edit in document.edits if edit.rule == "invisible"} == {"\u2066", "\u2069"}


def test_utf8_read_as_latin_is_read_again() -> None:
    wrong = "关于印发节水方案的通知".encode().decode("latin-1")
    assert texts(read(wrong, "各乡镇人民政府：".encode().decode("latin-1")))[0] == "关于印发节水方案的通知"


def test_eight_digits_below_a_signature_are_a_date_and_flagged() -> None:
    document = read(
        "青溪县人民政府关于印发规划的通知", "各乡镇：", "现印发给你们，请遵照执行。", "青溪县人民政府", "20190415"
    )
    assert document.written == "2019-04-15"
    assert [defect.kind for defect in document.defects] == ["doubtful-date"]


def test_a_menu_is_no_document() -> None:
    with pytest.raises(BadInput, match="没有文件的正文"):
        normalise_text("首页\n政务公开\n打印本页\n关闭窗口\n走进青溪\n分享到：微信\n网站地图")


def test_enumerators_and_quotations_over_paragraphs_are_no_defects() -> None:
    quoted = ["第三条修改为：“取水应当申请。", "“申请由县水利局受理。", "“不予受理的，说明理由。”"]
    document = read("# 青溪市决定", "", "a)水质清澈，没有异味。", "b)浊度低于1度。", *quoted)
    assert not [defect for defect in document.defects if defect.kind == "unpaired-mark"]


def test_headings_of_a_shifted_page_are_counted_over_the_page() -> None:
    lines = [
        "一、總體要求",
        "?。ㄒ唬┲笇枷?。堅持節水優先、系統治理,建設安全高效的水利設施。",
        "?。ǘ┗驹瓌t",
        "堅持統籌規劃、分步實施,防止重複建設。",
    ]
    found = list(damages(lines[1]))
    assert [ways[0].how for ways in found] == ["mark"]
    document = read("青溪縣智慧水利實施方案", *lines)
    shown = "\n".join(texts(document))
    assert ("（二）基本原则" in shown) or "?。ǘ┗驹瓌t" in document.text
    for edit in document.edits:
        assert edit.rule != "gbk-shift" or edit.sure or edit.was == edit.now


def test_what_stays_damaged_is_one_defect_with_what_it_may_have_read() -> None:
    document = read("青溪縣智慧水利實施方案", "一、主要任務", "?。ㄊ┙∪珣斌w系。儲備搶險物資。")
    damaged = [defect for defect in document.defects if defect.kind == "damaged-text"]
    assert len(damaged) == 1
    kept = [edit for edit in document.edits if not edit.sure]
    assert [edit.was == edit.now for edit in kept] == [True]
    assert kept[0].candidates
    assert all(candidate.startswith("（十") for candidate in kept[0].candidates)


def test_numbered_questions_are_headings_and_what_asks_inside_the_text_is_none() -> None:
    document = read(
        "云溪市节水办法问答", "一、办法是在什么背景下制定的？", "近年来用水量逐年增长，需要加强管理，因此制定办法。",
        "二、主要内容", "（一）怎样申请？", "答：向所在地的街道办事处提出申请，并提交材料。",
        "问：多久答复？", "答：十个工作日内答复。", "谁来监督？由社会监督。",
    )  # fmt: skip
    assert [(b.level, b.number) for b in document.blocks if b.kind == "heading"] == [
        (1, "一"), (1, "二"), (2, "（一）"),
    ]  # fmt: skip
    assert [b.text[:2] for b in document.blocks if b.path == ("二", "（一）")] == ["答：", "问：", "答：", "谁来"]


def test_marks_before_the_sections_of_a_list_of_contents_are_no_part_of_them() -> None:
    document = read(
        "某省节水条例", "（2021年3月1日某省第十三届人民代表大会常务委员会第八次会议通过）", "目录", "第一章 总则", "第二章 机构",
        "*第一节 设立", "*第二节 股东会", "*第三节 水务监事会", "*第四节 取水组织的特别规定", "＊第五节 名录和标准",
        "第三章 附则", "第一章 总则", "第一条 为了节约用水，制定本条例。", "第二章 机构", "第一节 设立", "第二条 设立机构，应当登记。",
        "第二节 股东会", "第三条 股东会由股东组成。", "第三节 水务监事会", "第四条 设监事会。", "第四节 取水组织的特别规定",
        "第五条 取水组织应当报告。", "第五节 名录和标准", "第六条 名录应当公布。", "第三章 附则", "第七条 本条例自公布之日起施行。",
    )  # fmt: skip
    assert document.title == "某省节水条例"
    assert document.attachment_title is None
    assert not any("监事会" in name for name in document.issuers)
    assert [block.kind for block in document.blocks[2:11]] == ["contents"] * 9


@pytest.mark.parametrize(
    "line", ["*第四节监事会", "*第五节上市公司组织机构的特别规定", "• 某市水务管理办法", "●节水办公室"]
)
def test_an_item_of_a_list_is_neither_title_nor_authority(line: str) -> None:
    assert not is_title(line)
    assert not is_organ(line)


@pytest.mark.parametrize("title", ["关于放假的通知", "关于开会的通知", "关于值班的安排", "关于春节放假的通知"])
@pytest.mark.parametrize("gap", ["", "　"])
def test_a_title_with_two_to_four_characters_for_its_subject(title: str, gap: str) -> None:
    document = read(
        title, gap, "各单位：", "现就有关事项说明如下。", "一、各单位按时报送。", "某县教育局", "2025年9月20日"
    )
    assert document.title == title
    assert document.issuers == ("某县教育局",)
    assert kinds(document)["各单位："] == "salutation"


def test_a_short_title_named_in_the_text_is_no_title() -> None:
    document = read("某县水务局关于做好节水工作的通知", "各单位：", *BODY.split("\n"), "关于放假的通知", "另行印发。")
    assert kinds(document)["关于放假的通知"] == "paragraph"
    assert not is_title("关于通知")
    assert not is_title("关于工作办法")


def test_official_spellings_stay_in_a_simplified_text_with_a_few_traditional_characters() -> None:
    lines = [
        "农戶设施打坏，维修站要登记。",
        "毛坏戶",
        "破坏、损坏的设施，由各县修复。",
        "对农业设备的维护，应当建立登记制度。",
    ]
    made = simplify(TracedText("\n".join(lines))).text
    assert made.count("坏") == 4
    assert "坯" not in made


def test_in_a_traditional_text_a_word_has_its_own_spelling() -> None:
    made = simplify(TracedText("農戶設備壞了，要儘快維護；燒製土坏的磚廠應當關閉，並對當地環境負責。")).text
    assert made == "农户设备坏了，要尽快维护；烧制土坯的砖厂应当关闭，并对当地环境负责。"


GLOSSARY = ["名词解释", "1.“两库”：是指水库和粮库。", "2.“四水”：是指四条河流。"]


def test_a_report_is_what_is_read_whatever_lists_come_behind_it() -> None:
    document = read(
        "政府工作报告", "——2026年1月26日在某省第十四届人民代表大会第五次会议上", "各位代表：", *BODY.split("\n"),
        "附件1", "2026年省十件民生实事", "新建和改造农村公路2500公里。", "附件2", *GLOSSARY,
    )  # fmt: skip
    assert (document.title, document.attachment_title) == ("政府工作报告", None)
    assert document.reading_title == "政府工作报告"


def test_a_glossary_behind_a_plan_gives_it_no_title() -> None:
    document = read("某县节水行动方案", *BODY.split("\n"), "附件", *GLOSSARY)
    assert (document.title, document.attachment_title) == ("某县节水行动方案", None)


@pytest.mark.parametrize("kind", ["任务分解表", "任务分工表", "项目一览表"])
def test_a_table_that_shares_work_out_has_a_title(kind: str) -> None:
    title = f"某县2026年重点工作{kind}"
    document = read(title, "某县人民政府办公室", "2026年3月2日", "一、改造计量设施，由县水务局负责。")
    assert document.title == title
    assert document.kind is not None
    assert document.kind.endswith("表")


def test_a_document_shown_as_an_example_deep_in_a_book_is_not_the_book() -> None:
    chapters = [
        line
        for number in range(1, 15)
        for line in (
            f"第{chinese(number)}章　公文的第{chinese(number)}种",
            *["公文是机关处理公务的文书，应当合乎体式。"] * 5,
        )
    ]
    sample = [
        "某市关于表彰优秀毕业生的决定",
        "某校〔2002〕7号",
        "各学院：",
        "经研究，决定予以表彰。",
        "某市教育局",
        "2002年6月12日",
    ]
    document = read("公文写作与处理", *chapters, *sample)
    assert (document.title, document.doc_number, document.written) == ("", None, None)
    assert read(*sample).title == sample[0]


def test_a_year_that_lost_its_nought_is_told_and_left_as_it_is() -> None:
    document = read(
        "某县节水规划", "一、目标", "到二三五年实现节水，再用二三十年巩固，在二〇三五年评估，每二、三、五年总结一次。"
    )
    found = [defect for defect in document.defects if defect.kind == "damaged-text"]
    assert [defect.note[:6] for defect in found] == ["“二三五年”"]
    assert "到二三五年" in texts(document)[-1]
