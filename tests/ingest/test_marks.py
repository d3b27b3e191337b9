"""Rules on single characters: pinyin notes, blanks, width, quotation marks, script. One table a rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.ingest.repair import simplify
from reader.ingest.repair.pinyin import remove_pinyin
from reader.ingest.repair.width import clean_line_ends, clean_spaces, remove_blank_lines, widen_marks
from reader.ingest.traced import TracedText

Rule = Callable[[TracedText], TracedText]

PINYIN = [
    ("數(shù)字經(jīng)濟", "數字經濟"),
    ("會(huì )議", "會議"),
    ("數( shù )字", "數字"),
    ("數（shù）字", "數字"),
    ("數(shu)字", "數字"),
    ("數(shù)(shù)字", "數字"),
    ("綠(lǜ)色", "綠色"),
    ("網(wǎng)絡(luò )強國", "網絡強國"),
    ("國內生產總值(GDP)增長(zhǎng)", "國內生產總值(GDP)增長"),
    ("第五代移動通信(5G)、(NB-IoT)、首席信息官(CIO)、(SDN)", "第五代移動通信(5G)、(NB-IoT)、首席信息官(CIO)、(SDN)"),
    ("應用(app)商店", "應用(app)商店"),
    ("數(sh ù)字", "數字"),
    ("數(Shu)字", "數(Shu)字"),
    ("數(shù字", "數字"),
    ("數shù)字", "數字"),
    ("沒有注音的(ai)說明", "沒有注音的(ai)說明"),
]
SPACES = [
    ("医工 搭建\u3000平 台", "医工搭建平台"),
    ("\u3000\u3000一、总体要求  ", "一、总体要求"),
    ("第一条 为了规范", "第一条\u3000为了规范"),
    ("第六条之一  不予共享", "第六条之一\u3000不予共享"),
    ("第 十 二条 为了规范", "第十二条\u3000为了规范"),
    ("专栏1  重点工程", "专栏1\u3000重点工程"),
    ("第一節 打造高地", "第一節\u3000打造高地"),
    ("專欄1 重點工程", "專欄1\u3000重點工程"),
    ("1.1 背景", "1.1\u3000背景"),
    ("市长 王某某", "市长\u3000王某某"),
    ("某市人民政府办公厅     2021年8月19日印发", "某市人民政府办公厅\u30002021年8月19日印发"),
    ("到 2025 年", "到2025年"),
    ("Open  Source 软件", "Open Source软件"),
    ("财政部\u3000国家税务总局\n关于某事", "财政部 国家税务总局\n关于某事"),
    ("指标 | 数值", "指标 | 数值"),
]
WIDTH = [
    ("发展目标,包括:创新;协调(试点)!", "发展目标，包括：创新；协调（试点）！"),
    ("约1,000亿元,10:30开始", "约1,000亿元，10:30开始"),
    ("单个项目最高１，０００万元", "单个项目最高1,000万元"),
    ("２０２１年５Ｇ基站", "2021年5G基站"),
    ("2019-2021年,3-5家,增长4.5%.", "2019-2021年，3-5家，增长4.5%."),
    ("打造“1+3”体系", "打造“1+3”体系"),
    ("详见https://a.gov.cn/x?y=1:2,或a.b@c.gov.cn.", "详见https://a.gov.cn/x?y=1:2，或a.b@c.gov.cn."),
    ("--加强领导", "——加强领导"),
    ('推动"上云"和"用数"', "推动“上云”和“用数”"),
    ("'上云'行动", "‘上云’行动"),
    ("依据<<数据安全法>>制定", "依据《数据安全法》制定"),
    ("最高2000万元.\n二、", "最高2000万元。\n二、"),
    ("function(a, b) { return a; }", "function(a, b) { return a; }"),
    ("等等...", "等等……"),
]
SCRIPT = [
    ("數字經濟發展，顯著提升，著名企業，著力推進", "数字经济发展，显著提升，著名企业，着力推进"),
    ("佔比與裏程，臺灣，里程碑，國務院", "占比与里程，台湾，里程碑，国务院"),
    ("已經是简体的文字，反覆推敲", "已经是简体的文字，反复推敲"),
    ("二噁英與廢氣", "二噁英与废气"),
    ("「數字」政府與『雲上』平臺", "“数字”政府与‘云上’平台"),
    ("全是简体，反覆", "全是简体，反覆"),
]


@pytest.mark.parametrize(
    ("rule", "was", "now"),
    [
        *((remove_pinyin, *case) for case in PINYIN),
        *((clean_spaces, *case) for case in SPACES),
        *((widen_marks, *case) for case in WIDTH),
        *((simplify.simplify, *case) for case in SCRIPT),
        (clean_line_ends, "a\r\nb\rc\u2028d\u200b\ufeff\x00e", "a\nb\nc\nde"),
        (remove_blank_lines, "\n\na\n\n\nb\n", "a\nb"),
    ],
)
def test_what_a_rule_makes_of_it(rule: Rule, was: str, now: str) -> None:
    made = rule(TracedText(was))
    assert made.text == now
    assert rule(made).text == now  # and nothing more the second time


def test_an_odd_straight_quote_is_flagged() -> None:
    made = widen_marks(TracedText('消除"信息孤岛，建设"数据中台"'))
    assert [piece.sure for piece, _ in made.edits() if piece.text in "“”"] == [False, False, False]


def test_what_is_left_of_a_note_without_tone_is_flagged_only_where_notes_are_many() -> None:
    page = "數(shù)字" * 20 + "網(wang絡"
    made = remove_pinyin(TracedText(page))
    assert made.text.endswith("網絡")
    assert [piece.sure for piece, _ in made.edits()][-1] is False
    assert remove_pinyin(TracedText("數(shù)字，網(wang絡")).text == "數字，網(wang絡"


@pytest.mark.parametrize(
    ("text", "script", "regional"),
    [
        ("香港特別行政區政府創新科技署發展藍圖", "hant", True),
        ("行政院數位發展部", "hant", True),
        ("天津市人民政府辦公廳關於發展數字經濟的通知", "hant", False),
        ("天津市人民政府办公厅关于发展数字经济的通知", "hans", False),
    ],
)
def test_script_and_region(text: str, script: str, regional: bool) -> None:
    assert simplify.source_script(text) == script
    assert simplify.is_regional(text) is regional
