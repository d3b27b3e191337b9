"""Marks, blanks and line ends as Chinese official text has them, and which lines are titles or authorities: line by line."""

from __future__ import annotations

import pytest

from reader.ingest.form.titles import is_complete, is_organ, is_title
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
