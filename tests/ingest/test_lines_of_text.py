"""Marks, blanks and line ends as Chinese official text has them, and which lines are titles or authorities: line by line."""

from __future__ import annotations

import pytest

from reader.ingest.form.titles import is_complete, is_organ, is_title, join_titles
from reader.ingest.repair.width import clean_line_ends, clean_spaces, remove_blank_lines, widen_marks
from reader.ingest.traced import TracedText


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("加快,推进;完善:落实?好!", "加快，推进；完善：落实？好！"),
        ("发展(一)推进", "发展（一）推进"),
        ("共1,000个,时间10:30;比例3:2", "共1,000个，时间10:30；比例3:2"),
        ("GDP,R&D and IT, ok", "GDP,R&D and IT, ok"),
        ("见www.a.cn/x?y=1,说明", "见www.a.cn/x?y=1，说明"),
        ("－５％", "-5%"),
        ("共1，000元", "共1,000元"),
        ("A－Ｂ", "A-B"),
        ("甲－乙", "甲－乙"),
        ("１．建设", "1.建设"),
        ("甲．乙", "甲．乙"),
        ("--加强领导", "——加强领导"),
        ("甲--乙", "甲——乙"),
        ("2021--2023年", "2021—2023年"),
        ("2021年--2023年", "2021年—2023年"),
        ("到此...", "到此……"),
        ("见<<某市规划>>", "见《某市规划》"),
        ("见《某市<甲>规划》", "见《某市〈甲〉规划》"),
        ("<某市规划>", "《某市规划》"),
        ("到此.", "到此。"),
        ("3.5亿.", "3.5亿。"),
        ('加强"领导"工作', "加强“领导”工作"),
        ('加强"领导工作', "加强“领导工作"),
        ("'领导'工作", "‘领导’工作"),
        ("'ok' and", "'ok' and"),
        ("(1)建设", "（1）建设"),
        ("f(x) is", "f(x) is"),
        ("建设(a)", "建设（a）"),
        ("(建设", "（建设"),
        ("建设)", "建设）"),
        ("a)建设", "a）建设"),
        ("ok (fine) yes", "ok (fine) yes"),
        ("提高%,完善", "提高%，完善"),
        ("IT,推进", "IT，推进"),
        ("5,推进", "5，推进"),
        ("推进,5", "推进，5"),
        ("a,b推进发展", "a，b推进发展"),
        ("1,2推进发展", "1,2推进发展"),
        ("a:b推进发展", "a:b推进发展"),
        ("｢甲｣､乙｡", "「甲」、乙。"),
        ("甲／乙", "甲/乙"),
        ("Ａ／Ｂ", "A/B"),
        ("甲～乙", "甲～乙"),
        ('he said "ok"', 'he said "ok"'),
    ],
)
def test_widen_marks(was: str, now: str) -> None:
    assert widen_marks(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("  加快 推进  ", "加快推进"),
        ("第一条\u3000为了", "第一条\u3000为了"),
        ("第一条为了", "第一条为了"),
        ("第 一 条 为了", "第一条\u3000为了"),
        ("专栏1 重点", "专栏1\u3000重点"),
        ("1.1 总体", "1.1\u3000总体"),
        ("big  data", "big data"),
        ("加快 IT 建设", "加快IT建设"),
        ("某市人民政府 某市教育局", "某市人民政府 某市教育局"),
        ("某市人民政府 某市教育局关于推进的通知", "某市人民政府 某市教育局关于推进的通知"),
        ("市长 张三", "市长\u3000张三"),
        ("某市人民政府办公厅 2021年8月19日印发", "某市人民政府办公厅\u30002021年8月19日印发"),
        ("甲 | 乙", "甲 | 乙"),
        ("5 %", "5%"),
        ("( 甲 )", "(甲)"),
        ("《中共中央 国务院关于推进》", "《中共中央 国务院关于推进》"),
        ("1 总则\n1.1 目的", "1\u3000总则\n1.1\u3000目的"),
        ("1 总则\n推进", "1总则\n推进"),
        ("3 个工作日", "3个工作日"),
        ("第十条之一 为了", "第十条之一\u3000为了"),
    ],
)
def test_clean_spaces(was: str, now: str) -> None:
    assert clean_spaces(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("\n甲\n\n\n乙\n", "甲\n乙"),
        ("甲", "甲"),
        ("\n", ""),
        ("甲\n", "甲"),
        ("\n甲", "甲"),
        ("甲\n\n", "甲"),
        ("\n\n甲", "甲"),
    ],
)
def test_remove_blank_lines(was: str, now: str) -> None:
    assert remove_blank_lines(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("甲\u200b乙\ufeff\x00丙", "甲乙丙"),
    ],
)
def test_clean_line_ends(was: str, now: str) -> None:
    assert clean_line_ends(TracedText(was)).text == now


@pytest.mark.parametrize(
    ("line", "title", "complete"),
    [
        ("某市规划", False, False),
        ("规划", False, False),
        ("某市数字经济发展规划", True, True),
        ("关于放假的通知", True, True),
        ("关于印发某市规划", False, False),
        ("关于印发某市规划的通知", True, True),
        ("某市条例", True, True),
        ("本条例", True, True),
        ("某市规划。", False, False),
        ("某市规划，", False, False),
        ("《某市规划", False, False),
        ("一、某市规划", False, False),
        ("2021年3月5日某市规划", False, False),
        ("根据某市规划", False, False),
        ("某市规划（2021年）", True, True),
        ("某市规划（修订稿）", True, True),
        ("*某市规划", False, False),
        ("某市做法", False, False),
        ("某市立法", False, False),
        ("某市普法", False, False),
        ("某某办法", True, True),
        ("某市印发《某市指导意见》", True, False),
        ("规划图", False, False),
        ("甲法", False, False),
        ("关于法", False, False),
    ],
)
def test_titles(line: str, title: bool, complete: bool) -> None:
    assert (is_title(line), is_complete(line)) == (title, complete)


def test_the_longest_title_has_ninety_characters() -> None:
    assert is_title("甲" * 88 + "规划")
    assert not is_title("甲" * 89 + "规划")


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("某市人民政府", True),
        ("某市教育局", True),
        ("某市，教育局", False),
        ("局", False),
        ("某局", False),
        ("1局", False),
        ("某公司", False),
        ("•某市教育局", False),
        ("一、教育局", False),
        ("某市教育局 某市科技局", True),
        ("某市行", True),
    ],
)
def test_authorities(line: str, organ: bool) -> None:
    assert is_organ(line) is organ


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["某市人民政府", "某市教育局", "关于推进某项工作的通知"], ["某市人民政府 某市教育局关于推进某项工作的通知"]),
        (["某市人民政府", "关于推进", "某项工作的通知"], ["某市人民政府关于推进某项工作的通知"]),
        (["某市人民政府", "推进工作"], ["某市人民政府", "推进工作"]),
        (["某市推进数字经济发展的", "三年行动方案"], ["某市推进数字经济发展的三年行动方案"]),
        (
            ["某市推进数字经济发展的", "三年行动方案", "（2021—2023年）"],
            ["某市推进数字经济发展的三年行动方案（2021—2023年）"],
        ),
        (["某市数字经济发展行动方案", "（试行）"], ["某市数字经济发展行动方案（试行）"]),
        (["某市数字经济发展行动方案", "2021年3月5日"], ["某市数字经济发展行动方案", "2021年3月5日"]),
        (["《某市数字经济", "发展行动方案》"], ["《某市数字经济", "发展行动方案》"]),
        (["某市推进数字经济发展的", "一、三年行动方案"], ["某市推进数字经济发展的", "一、三年行动方案"]),
        (["某市推进数字经济发展的", "三年行动。方案"], ["某市推进数字经济发展的", "三年行动。方案"]),
        (["某市推进数字经济发展的", "三年行动方案，"], ["某市推进数字经济发展的", "三年行动方案，"]),
        (
            ["（2021年3月5日某市第十五届人民代表大会常务委员会", "第三次会议通过）"],
            ["（2021年3月5日某市第十五届人民代表大会常务委员会第三次会议通过）"],
        ),
        (
            ["2021年3月5日某市第十五届人民代表大会", "第三次会议通过"],
            ["2021年3月5日某市第十五届人民代表大会第三次会议通过"],
        ),
        (
            ["——2024年1月15日在某市第十四届", "人民代表大会第二次会议上"],
            ["——2024年1月15日在某市第十四届人民代表大会第二次会议上"],
        ),
        (["某市令", "第5号"], ["某市令第5号"]),
        (["某市人民政府令", "第5号"], ["某市人民政府令第5号"]),
        (["附件1", "某市分工表", "2021年任务"], ["附件1", "某市分工表", "2021年任务"]),
        (["附件1", "某市任务分解表", "2021年度重点"], ["附件1", "某市任务分解表2021年度重点"]),
        (["某市关于", "推进", "数字", "经济", "发展", "的通知"], ["某市关于推进数字经济发展的通知"]),
        (
            ["某市关于", "推进", "数字", "经济", "发展", "和", "工作", "的通知"],
            ["某市关于", "推进", "数字", "经济", "发展", "和", "工作", "的通知"],
        ),
        (["推进工作", "某市规划纲要"], ["推进工作", "某市规划纲要"]),
        (
            ["某市关于推进工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作", "的通知"],
            ["某市关于推进工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作", "的通知"],
        ),
        (
            ["某市关于推进工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作", "的通知"],
            ["某市关于推进工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作工作的通知"],
        ),
    ],
)
def test_lines_of_one_title_are_joined(lines: list[str], joined: list[str]) -> None:
    body = ["一、总体要求", "为加快发展，结合我市实际，制定本方案。"]
    assert join_titles(TracedText("\n".join([*lines, *body]))).text.split("\n") == [*joined, *body]


def test_lines_that_spell_a_title_told_elsewhere_are_joined() -> None:
    lines, title = ["某市数字经济", "发展三年", "行动方案"], "某市数字经济发展三年行动方案"
    told = f"现将《{title}》印发给你们。"
    assert join_titles(TracedText("\n".join([*lines, told]))).text == f"{title}\n{told}"
    assert join_titles(TracedText("\n".join(lines)), named=[title]).text == title
    other = "\n".join([*lines[:2], "行动计划"])
    assert join_titles(TracedText(other), named=[title]).text == other
