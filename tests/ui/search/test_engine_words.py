"""What the search says is said again in the window's language; what no shape fits stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.core.query import parse
from reader.ui.look.texts import Texts
from reader.ui.search.engine_words import EngineWords

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
HAN = re.compile(r"[\u4e00-\u9fff]")


def english() -> EngineWords:
    return EngineWords(Texts(TRANSLATIONS, "en"), lambda words: words)


def _own_words(said: str) -> str:
    """Without what is quoted: those are the user's."""
    return re.sub("“[^“”]*”", "", said)


@pytest.mark.parametrize(
    "told",
    [
        "没有找到；简体、繁体写法都已查过。",
        "简体、繁体写法都已查过。",
        "所选“年份”中没有；不限“年份”时有 3 处。",
        "所选范围内没有；不加筛选时有 12 处。",
        "所选文件中没有；全库有 4 处。",
        "没有年份为 2035 年以后的文件。",
        "去掉“年份为 2035 年”这个条件有 17 处。",
        "去掉“责任单位含“市委网信办””这个条件有 17 处。",
        "文库中没有“天气预报”。相近的有“天津预报”（2 处）、“天气”（3 处）。",
        "“数字”有 30 处，“天气”有 2 处，但没有一条同时含有它们。",
        "括号没有配对，已按原文逐字查找。没有找到；简体、繁体写法都已查过。",
        "查询词超过 256 个，已按原文逐字查找。",
        "“年份:某年”不能用作筛选，已按文字查找。",
        "没有找到“政务共享开放数据”。已按其中的词语、不论次序，列出最接近的 12 条。",
        "没有找到“区块连技术”。已改按相近的“区块链技术”查找。",
        "空格不论：“50GPON”也找到写作“50G PON”的。",
    ],
)
def test_a_sentence_of_the_search_is_said_in_english_whole(told: str) -> None:
    said = english().sentences(told)
    assert not HAN.search(_own_words(_own_words(said))), said
    assert set(re.findall(r"\d+", told)) == set(re.findall(r"\d+", said))


@pytest.mark.parametrize(
    "query",
    [
        "数字 平台 -试点", "(数字 OR 智能) 平台 年份:2021..2025", "标题:规划 机关:政府 地区:天津 类型:规划", "年份:2021.. 级别:市",
        "数字 NEAR/30 平台", "津政发〔2021〕14号", "批注:进度 标签:待办 状态:草案 责任单位:网信办 正文:平台 年份:..2019",
    ],
)  # fmt: skip
def test_every_way_to_read_a_query_has_english_words(query: str) -> None:
    said = english().description(parse(query).read_as)
    assert not HAN.search(_own_words(said)), said


def test_in_simplified_nothing_but_the_script_changes_and_in_traditional_the_words_do() -> None:
    told = "去掉“年份为 2035 年”这个条件有 17 处。"
    assert EngineWords(Texts(TRANSLATIONS), lambda words: f"[{words}]").sentences(told) == f"[{told}]"
    traditional = EngineWords(Texts(TRANSLATIONS, "zh_TW"), lambda words: words)
    assert traditional.sentences(told) == "去掉“年份為 2035 年”這個條件有 17 處。"
    assert english().sentences("一句没有形状的话。") == "一句没有形状的话。"
