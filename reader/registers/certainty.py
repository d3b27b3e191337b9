"""How certain a figure is: whether its name stands in its own words and says enough. Says why where it is not.

Must not read documents.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Target

_NO_ONE: Final = late(
    r"(?:(?:单个|单家|每[家个户项]|同一)(?:企业|项目|机构|单位|个人)?(?:每年|年度|累计)*)?(?:给予|发放|安排|筹措|投入|拨付|落实|再|一次性)*(?:奖励|补贴|补助|资助|奖补|贴息|资金|经费|支持)?(?:企业|个人)?"
)
_VAGUE: Final = late(
    r"^(?:达到|超过|突破|不足|满)(?=\d)|^(?:[一二三四五六七八九十\d]+年|每年)?(?:累计|统筹|计划)?(?:安排|投入|筹措|出资)$|^每[件个人家户张台][^\u4e00-\u9fff]*(?:补贴|补助|奖励)?$|^[次度项个批种类位人户台]$|^连续[一二两三四五六七八九十\d]+年$|\d[\d.]*[万亿](?![级元人])|^(?:产值|排名|总量|规模|总数|数量|投资|收入|面积|占比|比重|总额|增长|提高|下降|利润|产量|户均|人均|亩均|县|市|区)$"
    r"|(?:开行|加快|多了|开展|入选|推进|新增|完成|实现|建成|达到|新建|改造提升|其中|竣工|开工|完工|投产|应有|需有)$|^(?:[国省市区县部]|国家|自治区|世界|国际)级(?:以上)?$|[\u4e00-\u9fff]行业$"
)
_BROKEN: Final = late(
    r"^(?:的|和|及|与|或(?!然)|、|”|）|情况下|基础上|前提下|背景下|条件下|同时|其中|后|[到至在从由]|\d(?![\dA-Za-z]))|[^\u4e00-\u9fffA-Za-z0-9）)”》]$|分别|以[上下]$|^.{41}"
)
_STILL_TOLD: Final = late("给予|最高(?:[奖补给不支]|$)|不超过|享受")  # words of the sentence left in a name
_NO_SHARE: Final = late("[\u4e00-\u9fff]{1,3}(?<![率比重数增减降升])")  # 压减时间58%、材料52%
_SHORTEST: Final = 3  # characters of a name behind 其中 that may be but a place (其中城区8家)
# 28个指标达到国内先进水平, 6个维度设置了…: what follows the thing counted is told of it
_TELLS: Final = late(
    r"(?<!未)达到(?=[国全省市世先一标要].*水平)|设置了|成功(?!率)|跻身|上榜|造成|建立[^，。]{0,6}往来|下线|之一$|列为|被(?!盖)|获得(?=突破|认定|认可|批准)|荣获|顺利|如期|圆满"
    r"|\d+(?:个|项|家|条|座|名)(?![\d])(?=.)|进入前|^超(?:计划|额|出)|首次纳入|连续\d+年"
    r"|^(?:稳步|持续|大幅|显著|全面|逐步|累计|基本|[\u4e00-\u9fff]工|有|是|为|实行|进入|投放|惠及|覆盖)$"
)
FROM_BEFORE: Final = "指标名称取自前文，请对照原文。"


def as_certain(target: Target, above: str) -> Target:
    """The target, unsure where its name is not in its own words or says too little.

    Args:
        above: the headings it stands under.
    """
    words = above + target.at.quote
    if target.sure and not spelled_by(target.what, words):
        return replace(target, sure=False, why=FROM_BEFORE)
    if target.sure and target.kind == "funding" and _NO_ONE.fullmatch(target.what):
        return replace(target, sure=False, why="原文在这里没有写明给谁，请对照上下文。")
    if target.sure and target.unit == "%" and target.kind != "funding" and _NO_SHARE.fullmatch(target.what):
        return replace(target, sure=False, why="指标名称不完整，请对照上下文。")
    aside = target.at.quote.startswith("其中") and len(target.what) <= _SHORTEST
    if target.sure and (aside or _VAGUE.search(target.what)):
        return replace(target, sure=False, why="指标名称不完整，请对照上下文。")
    if target.sure and target.kind == "funding" and _STILL_TOLD.search(target.what):
        return replace(target, sure=False, why="指标名称可能不完整，请对照原文。")
    if target.sure and (
        _BROKEN.search(target.what) or _tells(target) or target.what.count("“") != target.what.count("”")
    ):
        return replace(target, sure=False, why="指标名称可能不完整，请对照原文。")
    return target


def _tells(target: Target) -> bool:
    return target.kind != "funding" and _TELLS.search(target.what) is not None


def spelled_by(name: str, words: str) -> bool:
    """Whether the characters of a name stand in the words in that order."""
    if name in words:
        return True
    rest = iter(words)
    return all(character in rest for character in name if character not in " 　")
