"""Names that quotation marks or lists give: “城市大脑”, “甲”、“乙”等应用场景, 云事省、云商通等重点平台.

Owns what a name that was found is. Names that a head ends (平台, 系统) are `naming`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import SystemType
from reader.core.span import Span
from reader.registers.generic import is_generic
from reader.registers.lexicon import Lexicon
from reader.registers.name_starts import QUOTED, after_verbs
from reader.registers.name_words import HEAD, TYPES

_USED: Final = late(
    r"(?:升级|迭代|推行|普及|建好|推广(?:应用)?|上线|做优|做强|用好|优化|完善|建设|打造|运营|依托|使用|开发|开通)$"
)
_IN_USE: Final = late(
    r"(?:升级|迭代|扩容|改版|提质|推广|运行|累计|注册|用户|日活|日均|访问|服务企业|服务群众|上线|平台|系统|APP|小程序|功能|应用)"
)
_APP_NAME: Final = late(r"[^、+“”]{2,5}(?<![互融畅贯打联流交沟直变精])[通码宝钉]")
_FORMULA: Final = late(  # 两专科一中心, 一点一站一中心
    r"[一二两三四五六七八九十双多\d][^一二两三四五六七八九十多\d]{1,5}(?:[、，]?[一二两三四五六七八九十多\d][^一二两三四五六七八九十多\d]{1,5})+"
)
_MOCKED: Final = late("(?:形象|政绩|面子|烂尾|半拉子|豆腐渣|盆景|胡子|钓鱼)工程")
_AGAINST: Final = late(r"(?:搞|杜绝|防止|整治|严禁|力戒|反对|避免|戒除|遏制)[^，。；“]{0,4}$")
_BRAND_LIST: Final = late(
    r"(?P<items>[\u4e00-\u9fffA-Za-z]{2,8}(?:、[\u4e00-\u9fffA-Za-z]{2,8}){1,5})等(?:重点|主要|特色|数字|政务|应用|服务|移动|智慧|核心|各类|一批){0,3}"
    r"(?P<noun>平台|系统|APP|小程序|应用|客户端)"
)
_LONGEST_BRAND: Final = 6  # characters of a name in a list of brands
_BRAND_END: Final = late(r"[\u4e00-\u9fff]{1,4}(?<![互融畅贯打联流交沟直变精普])[通办码宝易行帮享省达汇钉]")
_APPLIED: Final = late("(?:数字化|移动|综合|一体化|多跨|重大|微信|服务)+应用(?![场程于型研推示])")  # “浙农粮”数字化应用
_BRAND_END_OR_SHORT: Final = late("[\u4e00-\u9fffA-Za-z]{2,8}")
_LONGEST_APP: Final = 6  # characters of an app's name in a list of apps
_RUN: Final = late(r"“[^“”]{2,24}”(?:(?:等[\u4e00-\u9fff]{2,8}类)?[、和及与]?“[^“”]{2,24}”)*")
_THINGS: Final = frozenset(["平台", "系统", "APP", "小程序"])
_LIST_END: Final = late(
    r"(?P<et>等)?(?:[\u4e00-\u9fff]{2,8}类)?(?:为代表的)?(?P<many>\d+[个大项款]|[一二两三四五六七八九十]{1,2}[个大项款]|多[个款]|一批)?"
    r"(?P<noun>(?:社会治理|民生|典型|重点|重大|核心|在建|应用|服务|生活|特色|智能|政务|新|数字){0,3}(?:场景|平台|系统|APP|小程序|工程|(?<=[等款项个点大心建型色])应用(?![场程于型研推示])))"
)
COUNTS: Final = late(r"(?:\d{1,2}|[一二两三四五六七八九十百千N]{1,3})(?:[个大项类张批+＋]|$)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name found.

    Attributes:
        text: as it stands, quotation marks and all.
        core: what stands in quotation marks at its beginning, if anything.
        head: the word that says what it is; "" where it is all in quotation marks.
        sure: False where only the shape speaks for it.
        short: what the text says it is called from there on (以下简称…); "" where it does not.
    """

    text: str
    span: Span
    type: SystemType
    core: str | None = None
    head: str = ""
    sure: bool = True
    short: str = ""


def quoted_whole(text: str) -> Iterator[Name]:
    """“城市大脑”, “某某通”: a name all in quotation marks that ends with a head, or is spoken of as an app is."""
    for match in QUOTED.finditer(text):
        if _APP_NAME.fullmatch(match[1]) and (
            _USED.search(text, max(0, match.start() - 12), match.start()) or _IN_USE.match(text, match.end())
        ):
            yield Name(match[0], Span(*match.span()), "app", match[1])
            continue
        if COUNTS.match(match[1]) or _FORMULA.fullmatch(match[1]):
            continue  # “五个中心”, “两专科一中心”: a number of things, none of them named
        if _MOCKED.fullmatch(match[1]) or _AGAINST.search(text, max(0, match.start() - 8), match.start()):
            continue  # 不搞“形象工程”
        if _APPLIED.match(text, match.end()) and "+" not in match[1] and _BRAND_END_OR_SHORT.fullmatch(match[1]):
            end = _APPLIED.match(text, match.end())
            assert end is not None
            yield Name(
                text[match.start() : end.end()], Span(match.start(), end.end()), "app", match[1], "应用", sure=False
            )
            continue
        heads = [h[0] for h in HEAD.finditer(match[1]) if h.end() == len(match[1])]
        short = 3 if heads and heads[-1] == "云" else 4
        if (
            not heads
            or "、" in match[1]
            or len(match[1]) < short
            or match[1].endswith("上云")
            or heads[-1] in {"场景", "应用场景", "基地"}
        ):
            continue
        if text.endswith("成为", 0, match.start()):  # what a place is to become is no system
            continue
        yield Name(match[0], Span(*match.span()), TYPES[heads[-1]], match[1])


def brands(text: str, lexicon: Lexicon) -> Iterator[Name]:
    """云事省、云商通等重点平台: names without marks, where what closes the list says that they are some."""
    for run in _BRAND_LIST.finditer(text):
        at = run.start("items")
        first = after_verbs(text, at, at + run["items"].index("、"), "platform")
        items = [text[first : at + run["items"].index("、")], *run["items"].split("、")[1:]]
        if (
            len(items[0]) > _LONGEST_BRAND
        ):  # 打造市场监管信息化融合监管通、食品安全通等应用: where it begins is not known
            first, items = at + run["items"].index("、"), items[1:]
        shaped = [item for item in items if _BRAND_END.fullmatch(item)]
        if not shaped or any(not 2 < len(item) <= _LONGEST_BRAND or is_generic(item, lexicon) for item in items):
            continue
        kind: SystemType = TYPES.get(run["noun"], "platform")
        for item in items:
            start = text.index(item, first)
            first = start + len(item)
            yield Name(item, Span(start, first), kind, None, "", sure=item in shaped)


def listed(text: str) -> Iterator[Name]:
    """“甲”、“乙”等应用场景: the list says what each is."""
    for run in _RUN.finditer(text):
        end = _LIST_END.match(text, run.end())
        items = list(QUOTED.finditer(text, run.start(), run.end()))
        if not end or (len(items) == 1 and not end["et"]):
            continue
        if not (end["et"] or end["many"]) and not (
            end["noun"] in _THINGS and len(items) > 1 and all(_BRAND_END.fullmatch(item[1]) for item in items)
        ):
            continue  # “甲办”“乙钉”平台: each is one
        heads = sorted(TYPES, key=len, reverse=True)
        kind: SystemType = next((TYPES[h] for h in heads if end["noun"].endswith(h)), "app")
        if kind == "app" and any("+" in item[1] or len(item[1]) > _LONGEST_APP for item in items):
            continue  # “5G+医疗”等应用
        for item in items:
            yield Name(item[0], Span(*item.span()), kind, item[1])
