"""Notes of pronunciation that go and brackets that come back, in short lines: what is proved, and what is left."""

from __future__ import annotations

import pytest

from reader.ingest.repair.brackets import repair_brackets
from reader.ingest.repair.pinyin import remove_pinyin
from reader.ingest.traced import TracedText


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("规(guī)划(huà)", "规划"),
        ("规（guī）划", "规划"),
        ("规(GDP)划", "规(GDP)划"),
        ("规(gui)划", "规划"),
        ("规(Gui)划", "规(Gui)划"),
        ("数字(shùzì)经济", "数字经济"),
        ("数字(shù zì)", "数字"),
        ("数字(zìshù)", "数字(zìshù)"),
        ("规(gu ī)划", "规划"),
        ("规 (guī) 划", "规 划"),
        ("规(guī)(guī)划", "规划"),
        ("规划(5G)", "规划(5G)"),
        ("规(guī划", "规划"),
        ("规guī)划", "规划"),
        ("规guī划", "规划"),
        ("规gui划", "规gui划"),
        ("(guī)规", "(guī)规"),
        ("规(huà)划", "规(huà)划"),
        ("规(guī)划(huà", "规划"),
        ("IT(guī)", "IT(guī)"),
        ("平台(NB-IoT)", "平台(NB-IoT)"),
        ("行(xíng)政", "行政"),
        ("行(háng)业", "行业"),
        ("行(hang)业", "行业"),
    ],
)
def test_notes_of_pronunciation(was: str, now: str) -> None:
    assert remove_pinyin(TracedText(was)).text == now


def test_on_a_page_of_notes_one_without_a_tone_or_a_bracket_goes_too_and_is_flagged() -> None:
    notes = "".join(f"第{n}条规(guī)划" for n in range(20))
    made = remove_pinyin(TracedText(notes + "规(gui划"))
    assert made.text.endswith("规划")
    assert [piece.sure for piece in made.pieces if piece.rule == "pinyin"][-1] is False
    fewer = remove_pinyin(TracedText(notes.removeprefix("第0条规(guī)划") + "规(gui划"))
    assert fewer.text.endswith("规(gui划")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("某政发2021]14号\n2021年8月19日", "某政发〔2021〕14号\n2021年8月19日"),
        ("某政发〔2021〕14号", "某政发〔2021〕14号"),
        ("某政发[2021]14号", "某政发〔2021〕14号"),
        ("某政发〔2021)014号\n2021年8月19日", "某政发〔2021〕14号\n2021年8月19日"),
        ("某政发2021 14号", "某政发2021 14号"),
        ("根据某政发[2021]14号文", "根据某政发〔2021〕14号文"),
        ("某市规划2021-2025年）", "某市规划（2021-2025年）"),
        ("某市规划（2021-2025年", "某市规划（2021-2025年）"),
        (
            "见《某市发展规划（2021年版）》\n某市发展规划2021年版）",
            "见《某市发展规划（2021年版）》\n某市发展规划（2021年版）",
        ),
        ("建设。（责任单位：市科技局、市教委。", "建设。（责任单位：市科技局、市教委）"),
        ("建设。（市科技局、市教委。", "建设。（市科技局、市教委）"),
        ("建设。（以下简称平台。", "建设。（以下简称平台。"),
        ("打造“一网”平台。打造“一网平台。", "打造“一网”平台。打造“一网”平台。"),
        ("打造“一网”平台。打造一网”平台。", "打造“一网”平台。打造“一网”平台。"),
        ("打造“一网平台。", "打造“一网平台。"),
        ("一网”平台。", "“一网”平台。"),
        ("“本市”。改为：“本市办事。\n“本市管事。”", "“本市”。改为：“本市办事。\n“本市管事。”"),
        ("“一网”“一网”“二网。打造“二网”", "“一网”“一网”“二网”。打造“二网”"),
    ],
)
def test_brackets_and_marks(was: str, now: str) -> None:
    assert repair_brackets(TracedText(was)).text == now
