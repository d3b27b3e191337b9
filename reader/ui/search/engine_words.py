"""What the search says about a query, in the language of the window.

The search speaks simplified Chinese sentences that the command line prints as well; here they are known by their shape
and said again with the catalogue. What is quoted in them are the user's words: those follow the script on screen. A
sentence of no known shape stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from reader.ui.look.texts import Texts

_SENTENCES: Final = (
    "没有找到；简体、繁体写法都已查过。",
    "简体、繁体写法都已查过。",
    "所选“{facet}”中没有；不限“{facet}”时有 {n} 处。",
    "所选范围内没有；不加筛选时有 {n} 处。",
    "所选文件中没有；全库有 {n} 处。",
    "没有{what}的文件。",
    "去掉“{what}”这个条件有 {n} 处。",
    "文库中没有{what}。",
    "{parts}，但没有一条同时含有它们。",
    "没有找到；相近的有{near}。",
    "相近的有{near}。",
    "{why}，已按原文逐字查找。",
    "{quoted}不能用作筛选，已按文字查找。",
    "没有找到{what}。",
    "已改按相近的{quoted}查找。",
    "已按其中的词语、不论次序，列出最接近的 {n} 条。",
    "空格不论：{quoted}也找到写作{other}的。",
)
_WHY: Final = (
    "查询词超过 {n} 个", "括号层次过多", "括号没有配对", "引号没有配对", "只有排除的词，没有要查找的词",
    "“或”的一边只有排除的词", "NEAR 的两边须是词语", "运算符旁边缺少查找的词", "排除号重复",
)  # fmt: skip
_PART, _NEAR = "{what}有 {n} 处", "{quoted}（{n} 处）"
# What stands between the quoted words of a description, longest first.
_PHRASES: Final = (
    "年份为 {first} 至 {last} 年", "年份为 {first} 年以后", "年份为 {first} 年以前", "年份为 {first} 年",
    "相距不超过 {n} 字", "，不含", "不含", "责任单位含", "标题含", "正文含", "发文机关含", "文号含", "地区含", "类型含",
    "批注含", "标签含", "级别为", "状态为", "文号", "且", "或", "与", "、",
)  # fmt: skip
_FACETS: Final = ("文件", "年份", "发文机关", "级别", "类型", "章节", "批注", "时效")
_QUOTED: Final = re.compile("(“[^“”]*”)")


class EngineWords:
    """Says again what the search said. `shown` writes words in the script on screen."""

    def __init__(self, texts: Texts, shown: Callable[[str], str]) -> None:
        self._texts = texts
        self._shown = shown

    def sentences(self, told: str) -> str:
        """One or more whole sentences."""
        if self._texts.language == "zh_CN":
            return self._shown(told)
        said = [self._sentence(each) for each in re.findall("(?:“[^“”]*”|[^“。])*。|.+$", told)]
        return (" " if self._texts.language == "en" else "").join(said)

    def description(self, told: str) -> str:
        """How a query was read: “数字经济”且年份为 2021 年."""
        if self._texts.language == "zh_CN":
            return self._shown(told)
        parts = [self._shown(each) if each.startswith("“") else self._between(each) for each in _QUOTED.split(told)]
        return re.sub("(?<=[a-z])“", " “", "".join(parts)).strip()

    def _sentence(self, told: str) -> str:
        for shape in _SENTENCES:
            match = re.fullmatch(_pattern(shape), told)
            if match is not None:
                return self._texts(
                    shape, **{name: self._value(name, value) for name, value in match.groupdict().items()}
                )
        return self._shown(told)

    def _value(self, name: str, value: str) -> str:
        if name == "what":
            return self.description(value)
        if name == "facet":
            return self._texts(value) if value in _FACETS else self._shown(value)
        if name == "why":
            return self._one_of(_WHY, value)
        if name == "parts":
            return self._listed(_PART, value, "(?<=处)，")
        if name == "near":
            return self._listed(_NEAR, value, "(?<=）)、")
        return self._shown(value)

    def _one_of(self, shapes: tuple[str, ...], told: str) -> str:
        for shape in shapes:
            match = re.fullmatch(_pattern(shape), told)
            if match is not None:
                return self._texts(shape, **match.groupdict())
        return self._shown(told)

    def _listed(self, shape: str, told: str, between: str) -> str:
        said = []
        for each in re.split(between, told):
            match = re.fullmatch(_pattern(shape), each)
            values = match.groupdict() if match is not None else {}
            shown = {name: self._value(name, value) for name, value in values.items()}
            said.append(self._texts(shape, **shown) if shown else self._shown(each))
        return self._texts("、").join(said)

    def _between(self, told: str) -> str:
        """The words between two quotations, phrase after phrase."""
        pattern = re.compile("|".join(f"({_pattern(each, named=False)})" for each in _PHRASES))
        out, at = [], 0
        for match in pattern.finditer(told):
            shape = next(each for each in _PHRASES if re.fullmatch(_pattern(each), match[0]))
            values = re.fullmatch(_pattern(shape), match[0])
            out += [told[at : match.start()], self._texts(shape, **(values.groupdict() if values else {}))]
            at = match.end()
        return "".join((*out, told[at:])).replace("（", self._texts("（")).replace("）", self._texts("）"))


def _pattern(shape: str, *, named: bool = True) -> str:
    """A catalogue's sentence as a pattern: each blank takes what stands in its place; twice the same, the same."""
    words, *rest = re.split(r"\{(\w+)\}", shape)
    made, seen = [re.escape(words)], set[str]()
    for name, words in zip(rest[::2], rest[1::2], strict=True):
        kind = r"\d+" if name in {"n", "first", "last"} else ".+?"
        made.append(f"(?:{kind})" if not named else f"(?P={name})" if name in seen else f"(?P<{name}>{kind})")
        made.append(re.escape(words))
        seen.add(name)
    return "".join(made)
