"""When two indicators are the same one: names and units in the form in which they are compared.

Owns what does not tell indicators apart: the own region, years, words of comparison, a short form of a standard term.
What may tell them apart stays: 总额 and 增长, 比重 and 规模; what is newly made, what there is by then, what
several years come to (`made_how`). A name of words that fit anything (企业, 产业规模) is `vague`: it does not say
whether two figures are of one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from reader.core.folding import fold_text
from reader.core.late_pattern import late

COUNTED, PEOPLE, PERCENT = "个", "人", "%"
NEW, SUMMED = "当期量", "累计"
LONGEST: Final = 80  # characters of a name that are compared
_SCALES: Final = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip
# A measure with its family and how many of the family's unit it holds. Others are a family each.
_MEASURES: Final[dict[str, tuple[str, str]]] = {
    "公里": ("米", "1000"), "千米": ("米", "1000"), "米": ("米", "1"), "海里": ("海里", "1"),
    "平方公里": ("平方米", "1000000"), "平方千米": ("平方米", "1000000"), "公顷": ("平方米", "10000"),
    "平方米": ("平方米", "1"), "吨": ("吨", "1"), "公斤": ("吨", "0.001"), "斤": ("吨", "0.0005"),
    "吉瓦": ("千瓦", "1000000"), "gw": ("千瓦", "1000000"), "兆瓦": ("千瓦", "1000"), "mw": ("千瓦", "1000"),
    "千瓦": ("千瓦", "1"), "kw": ("千瓦", "1"), "吉瓦时": ("千瓦时", "1000000"), "兆瓦时": ("千瓦时", "1000"),
    "千瓦时": ("千瓦时", "1"), "度": ("千瓦时", "1"), "标准箱": ("标准箱", "1"), "标箱": ("标准箱", "1"),
    "teu": ("标准箱", "1"), "％": (PERCENT, "1"), "%": (PERCENT, "1"), "个百分点": ("个百分点", "1"),
    "百分点": ("个百分点", "1"), "eflops": ("pflops", "1000"), "个小时": ("小时", "1"), "个工作日": ("工作日", "1"),
}  # fmt: skip
_THINGS: Final = frozenset("个家项条座处所件台套辆艘架支只门部款种类张份场间站组例宗本株栋幢列趟片册朵")
_HOUSEHOLDS: Final = late(r"(?:企业|主体|商户|大户|公司|单位)$")  # of which 户 counts as many as 家; else homes
_RATES: Final = frozenset([PERCENT, "个百分点", "‰", "千分点", "倍", "岁", "番", ""])
_PERSONS: Final = frozenset(["人", "名", "位"])
_UNIT: Final = late(r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?!米|瓦|克)|百(?!分))?[余多]?(.*)")

_SAME: Final = tuple(
    (late(pattern), said)
    for pattern, said in (
        (r"[\s“”\"'‘’「」『』《》·]", ""), (r"[（(][a-z0-9&.%\-]+[)）]", ""), (r"的|之(?=比)", ""), (r"[和与及]", "、"),
        (r"gdp|(?<!地区)(?<!国内)(?<!国民)生产总值", "地区生产总值"), (r"规上", "规模以上"),
        (r"研究、试验发展(?:\(r&d\))?|r&d", "研发"), (r"电商", "电子商务"), (r"pm_?2\.5|细颗粒物(?:pm2\.5)?", "pm2.5"),
        (r"(?<![\d.])5年", "五年"), (r"(占|相当于)[全我本][省市区县州]", r"\1"),
    )
)  # fmt: skip
_LEAD: Final = late(
    r"^(?:(?:到|至|截至)?20\d\d年?(?:年?[底末]|以来|以前|前|时)?|(?:到|至)?十[一二三四五六七八]五(?:时期|期间|期末|末)?"
    r"|全年|当年|上年|去年|今年|年内|[，、,:：]|力争|确保|努力|实现|保持|达到|其中[,，:：]?)"
)
_TAIL: Final = late(
    r"(?:不?(?:低|高|少|多)于|(?:不|力争)?超过|突破|(?:提高|提升|增长|增加|下降|降低|减少|稳定|保持|控制|扩大)(?:到|至|在)"
    r"|达到|(?<![雷发表直送通到])达|(?<![行作])为|大?约|[，、,:：])$"
)
_GROWN: Final = late(r"(?:增长率|增长速度|增速|增幅)$")
_YEARLY: Final = late(r"(?:年?平均|年均)增长$")
_SHARE: Final = late(r"(占.{1,30}?)(?:比重|比例|比率|份额|比)$")
_SUM: Final = late(r"^累计|累计$")  # said by `made_how`
_MADE: Final = late(r"^新增|新增$")
_NUMBER: Final = late(r"(?:数量|总数|个数|数)$")
_OUTPUT: Final = late(r"(?:年|总)产量$|总产$")
_OWN_END: Final = late(r"(?:.*(?:省|自治区|自治州|市))?(?P<own>.+)$")
_FITS_ANYTHING: Final = late(
    "(?:经济|企业|公司|项目|产业|行业|领域|服务|任务|活动|工程|资金|基金|补贴|补助|奖励|投资|贷款|消费|收入|支出|产值|产品|技术"
    "|应用|场景|平台|系统|中心|基地|园区|片区|工厂|集群|机构|组织|单位|设施|学校|医院|岗位|学位|床位|人才|人员|群众|团队|专家"
    "|重点|重大|典型|示范|试点|相关|有关|主要|各类|核心|优质|优势|特色|标志性|领军|龙头|骨干|全部|其他|部分|新型|国家级|省级|市级"
    "|区级|县级|国家|城市|农村|社区|街道|区|县|镇|乡|村|户|人|家|个|项|事项|案例|成果|标准|改革|措施|政策|会议|培训|检查|案件|建议"
    "|新增|新建|建设|建成|建立|完成|打造|培育|引进|改造|提升|提高|增加|下降|增长|减少|扩大|推进|开展|组织|举办|发展|改善|惠及|带动"
    "|增加值|增量|总量|总额|总产值|产量|销量|数量|规模|金额|余额|成交额|比重|比例|占比|占|率|水平|强度|面积|年均|平均|人均|五年|累计"
    "|每年|总|年|月|日|均|数|额|量|等|以上|有|、)+"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit taken apart: what is counted in, and by how much a value is multiplied to be in the family's own unit."""

    family: str
    factor: Decimal


@lru_cache(maxsize=8192)
def measure_of(unit: str, name: str = "") -> Measure:
    """万亿元 is the family 元 a million million times; things that are counted (家, 个, 座) are one family.

    Args:
        name: of what is counted: of enterprises 户 is 家, of 老旧小区 it is another figure than 个.
    """
    folded = fold_text("".join(unit.split()))
    found = _UNIT.fullmatch(folded)
    scale, rest = (found[1], found[2]) if found else (None, folded)
    family, factor = _MEASURES.get(rest, (rest, "1"))
    if rest in _THINGS or (rest == "户" and _HOUSEHOLDS.search(name)):
        family = COUNTED
    elif rest in _PERSONS:
        family = PEOPLE
    return Measure(family, Decimal(factor) * _SCALES.get(scale or "", 1))


def numbers_of(value: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest number of a value (2600, 3-5); None where it is no number."""
    low, _, high = value.partition("-")
    try:
        found = Decimal(low), Decimal(high or low)
    except InvalidOperation:
        return None
    return found if all(number.is_finite() for number in found) else None


@lru_cache(maxsize=16384)
def compared_name(name: str, family: str, region: str | None) -> str:
    """The name in the form in which it is compared with others.

    Args:
        family: of its unit; says whether 增速 is a growth and 数 a count.
        region: of the document (天津市滨海新区), whose own name and 全区 say nothing; None: any 全市, 全省 … goes.
    """
    words = fold_text(name)[:LONGEST]
    for pattern, said in _SAME:
        words = pattern.sub(said, words)
    own = _own_lead(region)
    was = ""
    while words != was:
        was = words
        words = _TAIL.sub("", _LEAD.sub("", own.sub("", words)))
    if family not in _RATES:
        words = _MADE.sub("", _SUM.sub("", words))
    if family == PERCENT:
        words = _YEARLY.sub("年均增长", _GROWN.sub("增长", words))
        words = _SHARE.sub(r"\1比重", words)
        words = f"{words[:-2]}比重" if words.endswith("占比") else words
    elif family in {COUNTED, PEOPLE}:
        words = _NUMBER.sub("", words)
    return _OUTPUT.sub("产量", words)


@lru_cache(maxsize=256)
def _own_lead(region: str | None) -> re.Pattern[str]:
    """What stands before a name and means the document's own region: 全区 in a district's plan, never 全市 there."""
    if not region:
        return re.compile("^[全我本][省市区县州](?!外|内|级|域)")
    folded = fold_text("".join(region.split()))
    found = _OWN_END.fullmatch(folded)
    names = "|".join(map(re.escape, dict.fromkeys((folded, found["own"] if found else folded))))
    return re.compile(f"^(?:[全我本]{re.escape(folded[-1])}(?!外|内|级|域)|(?:{names})(?!级))")


_PIECE: Final = late(r"[，,、；;。：:]")
_CLAUSE: Final = late(r"[，,；;。：:]")
_BY_THEN: Final = late(
    r"总数|总量|保有|拥有|现有|共有|[增升扩]至|达|(?:增长|增加|扩大|提高|提升|发展|稳定|保持|控制|减少|下降)[到至在]|突破|迈上|[由从]\d"
)
_ALTOGETHER: Final = late(r"累计|共计|总计|合计")
_MAKING: Final = late(
    r"新(?:增|建|改建|改扩建|开工|设|创建|认定|登记|培育|打造|签|办|开通|投产|引进|入选|升规|\(改\)建|（改）建)"
    r"|建设|建成|打造|改造|完成|实施|培育|创建|筹[集措]|开工|引进|整治|修复|盘活|拆除|增加(?!值)|新上"
)
_GROWING: Final = late(rf"(?:增长|下降|提高|提升|减少|增加|压减)$|{_MAKING.pattern}")


def made_how(compared: str, quote: str, value: str, family: str) -> str:
    """Whether a figure says what is newly made (NEW), what that comes to over time (SUMMED), or what there is ("").

    Args:
        compared: its name; one that says by itself that something is made (城镇新增就业) needs no more words for it.
        quote: the words it was read from; of several figures the words nearest to its own count.
    """
    if family in _RATES or "/" in family:
        return ""
    at = quote.rfind(value.partition("-")[2] or value)
    before = _PIECE.split(quote[:at] if at >= 0 else quote)[-1]
    behind = _PIECE.split(quote[at:])[0] if at >= 0 else ""
    if not _MAKING.search(before) and not _BY_THEN.search(before) and at >= 0:  # 新增甲、乙、丙4个
        before = _CLAUSE.split(quote[:at])[-1]
    making = _MAKING.search(before) or _MAKING.search(behind)
    named = _MAKING.search(compared)
    if _ALTOGETHER.search(before):
        return SUMMED if making or named else ""
    if named:
        return ""
    if _BY_THEN.search(before) and not before.startswith("新"):
        return ""
    return NEW if making else ""


def adds_up(compared: str, made: str) -> bool:
    """Whether a figure grows with the years it is of: what was made, or how much more it is; no level, no 年均."""
    return "年均" not in compared and "每年" not in compared and (made == NEW or _GROWING.search(compared) is not None)


def vague(compared: str) -> bool:
    """Whether a compared name fits anything, or has lost what it is about (占规模以上工业总产值比重)."""
    plain = compared.replace("规模以上", "")
    return len(plain) < 2 or plain.startswith("占") or _FITS_ANYTHING.fullmatch(plain) is not None
