"""Names of units in lists and times in words: every turn by itself, with its key or its day."""

from __future__ import annotations

from datetime import date

import pytest

from reader.registers import Lexicon
from reader.registers.due import Calendar, read_when
from reader.registers.units import looks_like_units, places_of, read_units, unit_key

REGION = "天津市滨海新区"
CALENDAR = Calendar(this_year=2025, since=2025, issued=date(2025, 4, 18))


@pytest.mark.parametrize(
    ("text", "units", "others", "sure"),
    [
        (
            "市科技局、市教委等相关部门",
            [("市科技局", "天津市/科技局", False), ("市教委", "天津市/教委", False)],
            ("等相关部门",),
            True,
        ),
        (
            "市科技局，区教育局；各街镇",
            [
                ("市科技局", "天津市/科技局", False),
                ("区教育局", "滨海新区/教育局", False),
                ("各街镇", "*/各街镇", True),
            ],
            (),
            True,
        ),
        ("市科技局和市教委", [("市科技局", "天津市/科技局", False), ("市教委", "天津市/教委", False)], (), True),
        (
            "省数据局、财政厅、教育厅",
            [
                ("省数据局", "天津市/数据局", False),
                ("省财政厅", "天津市/财政厅", False),
                ("省教育厅", "天津市/教育厅", False),
            ],
            (),
            True,
        ),
        (
            "市财政局、滨海新区、西青区等相关区人民政府",
            [
                ("市财政局", "天津市/财政局", False),
                ("滨海新区人民政府", "滨海新区/人民政府", False),
                ("西青区人民政府", "西青区/人民政府", False),
            ],
            (),
            True,
        ),
        (
            "市网信办、市委宣传部",
            [("市委网信办", "天津市/委网信办", False), ("市委宣传部", "天津市/委宣传部", False)],
            (),
            True,
        ),
        (
            "各市、县（市、区）人民政府",
            [("各市、县（市、区）人民政府", "*/各市、县（市、区）人民政府", True)],
            (),
            True,
        ),
        ("市直有关部门、单位", [("市直有关部门", "*/市直有关部门", True)], (), True),
        ("县住建局 张三", [("县住房城乡建设局", "滨海新区/住房城乡建设委", False)], (), True),
        (
            "区人社局、教体局",
            [("区人社局", "滨海新区/人社局", False), ("区教体局", "滨海新区/教体局", False)],
            (),
            True,
        ),
        ("天津市滨海新区工信局", [("天津市滨海新区工业和信息化局", "滨海新区/工业和信息化局", False)], (), True),
        ("市公安局、公安局", [("市公安局", "天津市/公安局", False)], (), True),
        (
            "某某集团有限公司、天津大学",
            [("某某集团有限公司", "/某某集团有限公司", False), ("天津大学", "/天津大学", False)],
            (),
            True,
        ),
        ("市文化和旅游局（市广电局）", [("市文化和旅游局（市广电局）", "天津市/文化和旅游局", False)], (), True),
        ("市科技局、市科学技术局", [("市科技局", "天津市/科技局", False)], (), True),
        ("推进工作", [("推进工作", "/推进工作", False)], (), False),
        ("自治区党委宣传部", [("自治区党委宣传部", "自治区/委宣传部", False)], (), True),
        ("市科技局。", [("市科技局", "天津市/科技局", False)], (), True),
        ("市教委 市财政局", [("市教委", "天津市/教委", False), ("市财政局", "天津市/财政局", False)], (), True),
        ("市科技局等", [("市科技局", "天津市/科技局", False)], ("等",), True),
        ("有关单位", [("有关单位", "*/有关单位", True)], (), True),
    ],
)
def test_units_of_a_list(
    lexicon: Lexicon, text: str, units: list[tuple[str, str, bool]], others: tuple[str, ...], sure: bool
) -> None:
    found = read_units(text, 7, REGION, lexicon)
    assert ([(u.name, u.key, u.generic) for u in found.units], found.others, found.sure) == (units, others, sure)
    places = [(u.span.start - 7, u.span.end - 7, u.as_written) for u in found.units]
    assert all(text[start:end] in words for start, end, words in places)


@pytest.mark.parametrize(
    ("text", "plainly", "loosely"),
    [
        ("市科技局", True, True),
        ("市科技局、推进", False, False),
        ("网络、平台", False, False),
        ("街道、园区", False, True),
        ("街道、园区、市科技局", True, True),
        ("以下简称市科技局", False, False),
        ("市教委、市科技局、市财政局、天津港", True, True),
        ("甲的局", False, False),
        ("", False, False),
        ("5G部", False, False),
    ],
)
def test_brackets_that_hold_units(text: str, plainly: bool, loosely: bool) -> None:
    assert (looks_like_units(text), looks_like_units(text, plainly=False)) == (plainly, loosely)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("区科技局", ("滨海新区/科技局", True)),
        ("市科技局", ("天津市/科技局", True)),
        ("滨海新区科技局", ("滨海新区/科技局", True)),
        ("科技局", ("/科技局", False)),
        ("各区", ("*/各区", True)),
        ("市委宣传部", ("天津市/委宣传部", True)),
    ],
)
def test_the_key_of_a_name_that_was_typed(lexicon: Lexicon, name: str, key: tuple[str, bool]) -> None:
    assert unit_key(name, REGION, lexicon) == key


def test_city_and_district_of_a_region() -> None:
    assert [places_of(region) for region in ("天津市滨海新区", "天津市", "滨海新区", "广西壮族自治区南宁市", None)] == [
        ("天津市", "滨海新区"), ("天津市", ""), ("", "滨海新区"), ("广西壮族自治区", "南宁市"), ("", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("一季度", (2025, "2025-03-31", None, "一季度")),
        ("第二季度", (2025, "2025-06-30", None, "第二季度")),
        ("三季度", (2025, "2025-09-30", None, "三季度")),
        ("四季度", (2025, "2025-12-31", None, "四季度")),
        ("1季度", (2025, "2025-03-31", None, "1季度")),
        ("2季度", (2025, "2025-06-30", None, "2季度")),
        ("第3季度", (2025, "2025-09-30", None, "第3季度")),
        ("4季度", (2025, "2025-12-31", None, "4季度")),
        ("上半年", (2025, "2025-06-30", None, "上半年")),
        ("下半年", (2025, "2025-12-31", None, "下半年")),
        ("1月底前", (2025, "2025-01-31", None, "1月底前")),
        ("12月", (2025, "2025-12-31", None, "12月")),
        ("2月底", (2025, "2025-02-28", None, "2月底")),
        ("2024年2月底", (2024, "2024-02-29", None, "2024年2月底")),
        ("2025年11月30日", (2025, "2025-11-30", None, "2025年11月30日")),
        ("2025年3月上旬", (2025, "2025-03-10", None, "2025年3月上旬")),
        ("2025年3月中旬", (2025, "2025-03-20", None, "2025年3月中旬")),
        ("2025年3月下旬", (2025, "2025-03-31", None, "2025年3月下旬")),
        ("2025年年初", (2025, None, None, "2025年")),
        ("2025年内", (2025, "2025-12-31", None, "2025年内")),
        ("“十四五”末", (2025, "2025-12-31", None, "“十四五”末")),
        ("“十五五”期间", (2030, None, None, "“十五五”期间")),
        ("每季度", (None, None, "quarter", "每季度")),
        ("每月", (None, None, "month", "每月")),
        ("每半年", (None, None, "half", "每半年")),
        ("按月", (None, None, "month", "按月")),
        ("年度评估", (None, None, "year", "年度")),
        ("自2025年起三年内", (2028, None, None, "自2025年起三年内")),
        ("自2025年起5年内", (2030, None, None, "自2025年起5年内")),
        ("印发之日起30日内", (2025, "2025-05-18", None, "印发之日起30日内")),
        ("印发之日起2年内", (2027, "2027-04-18", None, "印发之日起2年内")),
        ("发布后10个工作日内", (2025, "2025-05-02", None, "发布后10个工作日内")),
        ("2025-13", None),
        ("2025.1.5", (2025, "2025-01-05", None, "2025.1.5")),
        ("2025/6", (2025, "2025-06-30", None, "2025/6")),
        ("较2024年", None),
        ("截至2024年底", None),
        ("2025年—2027年", (2027, None, None, "2027年")),
        ("今年底", (2025, "2025-12-31", None, "年底")),
        ("3天内", None),
    ],
)
def test_times(words: str, said: tuple[int | None, str | None, str | None, str] | None) -> None:
    when = read_when(words, CALENDAR)
    found = when and (when.year, when.due.isoformat() if when.due else None, when.every, when.span.cut(words))
    assert found == said
