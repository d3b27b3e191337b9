"""Quantities in a text: a number with its unit, and how it is compared (不低于55%, 10家左右, 3至5个).

Owns which figures are quantities at all: names (12345, 16/14nm, “1+3”, 5G), ordinals and dates are none.
Must not judge what a quantity is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reader.core.clause_numbers import numeral
from reader.core.late_pattern import late
from reader.core.span import Span

_DIGITS: Final = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_SCALE: Final = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
_PER: Final = (
    "/(?:每)?(?:千瓦时|千瓦|[十百千万亿]{0,2}(?:平方公里|平方千米|立方米|平方米|标准箱|千瓦时|美元|公里|公顷|小时|学年|学期|课时|职工|"
    "元|项|人|户|家|亩|年|月|日|天|次|件|台|辆|套|个|吨|床|张|生|名|场|单|瓦|箱|处|座|株|头|只|班|栋))"
)
_MEASURES: Final = (
    "个?百分点|个?千分点|%|％|‰|"
    "公斤/亩|微克/立方米|毫克/升|"
    "美元|欧元|港元|日元|元|"
    "m2|m²|㎡|km2|km²|岁|平方公里|平方千米|平方米|立方米|公顷|亩次|亩|公里|千米|海里|米(?![\u4e00-\u9fff]*机)|"
    "吨标准煤|标准煤|蒸吨|吨|公斤|斤|千瓦时|兆瓦时|吉瓦时|千瓦|兆瓦|吉瓦|MW|GW|kW|"
    "T(?![A-Za-z])|PFLOPS|EFLOPS|PFlops|EFlops|[PE](?![A-Za-z0-9])|Tbps|Gbps|Mbps|TB|PB|EB|"
    "人年|起(?=[，。；、）]|$)|度(?=以上|左右|[，。；、）]|$)|头只|台套|人份|人次|家次|户次|人天|场次|班次|车次|辆次|件次|批次|台次|架次|航次|人|名|户|家|个工作日|工作日|个小时|小时|分钟|秒|天|个月|"
    "标准机架|机架|标准箱|标箱|标台|TEU|片|学位|床位|张床位|课时|学时|年(?=以上|左右|以内|[，。；、）]|$)|"
    "分(?=以上|左右|以内|[，。；、）]|$)|"
    "个|项|条|座|处|次|件|台|套|辆|艘|架|所|支|只|门|部|款|批|种|类|张|份|期|场|间|站|位|对|组|例|宗|笔|本|篇|幅|株|棵|头|栋|幢|倍|列|班|趟|单(?![位元个独价项程日])|根|羽|尾|封|枚|口|眼|盏|册|朵|块(?![链状垒])|桩(?!基)|杆(?!塔)|剂次|剂(?![量型])|卷(?!烟)|页|标方|大(?!关)(?=[\u4e00-\u9fffA-Z])"
)
_QUANTITY: Final = late(
    rf"(?<!\d)(?P<low>{_DIGITS})(?:(?P<first>%|％|[万亿]?元|[万亿])?\s*(?:至|到|-|－|—|–|～|~)\s*(?P<high>{_DIGITS}))?"
    rf"(?P<unit>{_SCALE}(?P<more>余|多)?(?P<measure>(?:{_MEASURES})(?:{_PER})?))"
)
# 墓穴1000穴: things that are counted by their own last word
_OWN_MEASURE: Final = late(
    rf"(?P<own>(?![年月日季号期第])[\u4e00-\u9fff])(?P<value>{_DIGITS})(?P<unit>[万千百]?(?P<measure>(?P=own)))(?=[，。；、）]|以上|左右|$)"
)
_PERCENT: Final = late(
    r"百分之(?P<value>[一二三四五六七八九十百两零〇]{1,6})(?:至百分之(?P<high>[一二三四五六七八九十百]{1,6}))?"
)
_PLAIN: Final = late(
    rf"(?:(?P<value>{_DIGITS})(?P<unit>万|亿)|(?P<said>[一二两三四五六七八九][一二两三四五六七八九十百千]{{0,6}})(?P<scale>[万亿]))(?=[，。；、]|大关|台阶|$)"
)
_SERVED: Final = late(  # 为200万中小学生开展测评: the people are the measure
    rf"(?<=[为向给])(?P<value>{_DIGITS})(?P<unit>[万亿])(?![元人户名家个亩吨次])"
    r"(?=[\u4e00-\u9fff]{2,10}?(?:开展|提供|实施|进行|免费|发放|办理|购买))"
)
_SHARED: Final = late(  # 分别下降0.5和0.7个百分点: the first has the unit of the last
    rf"(?<![\d.])(?P<value>{_DIGITS})(?=(?:、{_DIGITS}){{0,4}}和{_DIGITS}(?P<unit>{_SCALE}(?P<measure>{_MEASURES})))"
)
_TURNED: Final = late(r"翻(?P<times>[一两二三])?番|倍增(?=[，。；、]|$)")
_WORDS: Final = late(
    r"(?<![第十百千万亿\d数几一二两三四五六七八九])(?P<value>[一二两三四五六七八九](?:[十百千][一二两三四五六七八九十百千零]*)?|十[一二三四五六七八九]?)"
    r"(?P<unit>(?P<scale>万亿|[万亿])?(?P<more>余|多)?(?P<measure>元|美元|家|个|项|辆|台|套|座|公里|亩|名|户|人次|人|条|所|件|场|吨|间|处|张|栋|斤|平方米|立方米|千瓦时|千瓦))(?![大强])"
)
_FRACTION: Final = late(r"(?P<whole>[二三四五六七八九十])分之(?P<part>[一二两三四五六七八九])(?!一线)")
_RANK: Final = late(
    r"(?:进入|跻身|跃居|跃升至?|位居|位列|稳居|居于|居|保持|迈入|挺进|进到|排名(?!进|跃|位|稳|居|保|升|提|挺|迈)|进位至)(?P<where>[^，。；、\d前]{0,8})"
    r"前(?P<value>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>位|名)?(?=[，。；、（）]|$|以内|左右|行列)"
)
_INDEX: Final = late(
    r"(?:指数|系数|弹性|[入距师债销别差]比(?=[缩控降低不保小])|得分|分值|评分|利用效率|使用效率|平均值|[\u4e00-\u9fff]率(?=[控降低不保小]))(?:分别)?(?:(?:[由从]\d{1,6}(?:\.\d{1,6})?)?(?P<how>(?:稳定|保持|控制|提高|提升|上升|下降|降低|增长|缩小|[升降增减])?[在到至]|达到?|不低于|不高于|不超过|超过|低于|高于|为|突破|优于|大于|小于|约))?\s*"
    r"(?P<value>\d{1,6}(?:\.\d{1,6})?)(?=以上|左右|以下|以内|[，。；、（）]|$)"
)
# 企业三家, 十二项: below ten only of things one can walk to, or where the measure ends the item
_FEW: Final = late(
    r"(?<![第十百千万亿零〇\d一二两三四五六七八九])(?!两个以上)(?P<value>[一二三四五六七八九]?十[一二三四五六七八九]?|[二两三四五六七八九])"
    r"(?P<unit>(?P<measure>家|所|座|间|栋|台|辆|名|户|公里|(?:个|项|条|处|套|种|件|场)(?=以上|左右|[，。；、）]|$)))"
)
_FROM_ON: Final = late(r"(?:(?P<low>[一二两三四五六七八九十])|\d)(?:至|到|—)$")  # 一至两名
_TENTHS: Final = late(r"(?P<value>[一二两三四五六七八九1-9])成(?P<half>半)?(?=以上|左右|[，。；、的（）]|$)")
_BARE: Final = late(
    r"(?<=[过破超达到于上入])(?P<value>[十百千](?=[万亿])|)(?P<unit>(?P<scale>万亿|[万亿])"
    r"(?P<measure>元|美元|标箱|标准箱|人次|人|吨|户|家|千瓦|平方米|立方米|辆|台|亩|件|单|架次|笔|册|斤))(?!级|元|[^，。；、]{0,4}(?:企业|集群|产业链|园区))"
)
_GRADE: Final = late(  # 千亿级产业集群3个 counts clusters
    r"(?<![个家条座项处])(?P<over>超过|突破|超)?(?P<value>[十百千]|百十|数?[十百千]|万)亿元?级(?![\u4e00-\u9fff]{0,14}\d)"
)
_LASTS: Final = late(r"(?:年限|寿命|工龄|周期|年份)[^，。；]{0,10}$")
_MADE: Final = late(
    r"(?:时间|轮候|工期|时限|周期)[^，。；]{0,16}(?:降至|缩短[至到]|压缩[至到]|延长[至到]|控制在|达到)$"
)
_TOGETHER: Final = 16  # characters before a figure in which 分别 speaks for it
_SHORTER: Final = late(r"(?:压缩|缩短|压减|减少)(?:了|约)?$|(?:天数|日数|时长)(?:为|共)?$")  # 优良天数342天
_NEAR: Final = 40  # characters around a figure that can say how it is meant
_TIMES: Final = frozenset(["个工作日", "工作日", "个小时", "小时", "分钟", "秒", "天", "个月"])
_NOT_BEFORE: Final = late(r"(?<![、，；。．.])\*$|[A-Za-z0-9.+/×＋\-—–~～:：第No#“‘]$")
_NOT_AFTER: Final = late(r"^[+/×*＋]")
_LISTED: Final = late(r"\d+、$")
_BEFORE: Final = (
    (
        r"不低于|不少于|不小于|至少(?:[建拥设配]有|[新改扩修]?建[成设立]?|(?:设|成)立|设置|配[备齐强]|组织|召开|组建|(?:新|净)增|开展|举办|创建|推出|发展|形成|引进|培[育训养]|打造|安排|完成|改造)?|最低",
        ">=",
    ),
    (
        r"不超过|不高于|不多于|不大于|控制在|压缩至|压缩到|缩短至|缩短到|缩小[至到]|[降减]至|[降减]到|(?:精简|缩减)[至到]|降低到|降低至|下降到|下降至|减少到|减少至|最高(?:给予|可获|奖励|补贴|补助|资助)?|最多|上限为?",
        "<=",
    ),
    (r"低于|少于|小于", "<"),
    (r"超过|超出|(?<=[口量值额产数入])过|突破|大于|高于|多于|逾|超|跨过|越过|跨越", ">"),
    (
        r"(?:迈|跨|站|登|跃|踏|冲)上|迈入|迈进|达到|(?<![雷发表抵直])达|延长[到至]|拓宽[到至]|提高到|提高至|提升到|提升至|增长到|增长至|增加到|增加至|增至|扩大到|扩大至|上升到|上升至|稳定在|保持在",
        ">=",
    ),
    (r"大约|约|接近|近", "~"),
    (r"提高|提升|上升|下降|降低|减少|增长|增加|压减|压缩|缩短|下调|回升|削减|保持|维持|实现|上浮|上涨", "="),
)
_COMPARED: Final = [(late(rf"(?:{words})(?:为|了|到|至|人民币)?\s*$"), sign) for words, sign in _BEFORE]
# 提高机顶盒占比至75%: the verb stands before what is raised
_RAISED: Final = (
    (
        late(
            r"(?:提高|提升|增加|扩大|增长|延长|拓展|推动|扩容)[^，。；、\d]{2,24}(?P<to>(?:提高|提升|增加|扩大|增长|上升)?[至到])$"
        ),
        ">=",
    ),
    (late(r"(?:降低|压减|压缩|缩短|减少|控制|下调)[^，。；、\d]{2,24}(?P<to>[至到])$"), "<="),
)
_REACHED_OVER: Final = late(r"(?:不低于|不少于|不超过|不高于)(?P<base>[^，。；、（）]{1,12})$")
_AFTER: Final = (
    (late(r"^(?:（.{1,2}）)?(?:及|或)?以上"), ">="),
    (late(r"^(?:（.{1,2}）)?(?:左右|上下)"), "~"),
    (
        late(
            r"^(?:（.{1,2}）)?(?:及|或)?(?:以内|以下|之内|内(?=[，。；、）]|$|办[结理成]|完成|出[证具]|审结|送达|拨付|到账|响应|答复|反馈|处置|兑[付现]))"
        ),
        "<=",
    ),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity found.

    Attributes:
        span: from the words of comparison to the end of the unit and what follows it (左右).
        number: where the digits start.
        comparator: =, >=, >, <=, < or ~.
        compared: whether the text says so in words.
        sure: False where the figure is a rough one (千亿级).
    """

    span: Span
    number: int
    value: str
    unit: str
    measure: str
    comparator: str = "="
    compared: bool = False
    sure: bool = True

    @property
    def is_share_or_money(self) -> bool:
        """Percentages and sums: they measure something that is named before them."""
        return self.is_money or self.measure[-1] in "%％‰点" or self.measure in {"倍", "指数", "年", "分"}

    @property
    def is_time(self) -> bool:
        """Whether it is how long something takes."""
        return self.measure in _TIMES

    @property
    def is_money(self) -> bool:
        """Whether it is a sum, also 万元/项."""
        return "元" in self.measure


def quantities(text: str) -> Iterator[Quantity]:
    """All quantities of a text, in order."""
    found = [q for q in (_read(text, m) for m in _QUANTITY.finditer(text)) if q]
    found += [_of_its_own(text, m) for m in _OWN_MEASURE.finditer(text) if not _QUANTITY.match(text, m.start("value"))]
    found += [_percent(text, m) for m in _PERCENT.finditer(text)]
    found += [_grade(m) for m in _GRADE.finditer(text)]
    found += [q for m in _PLAIN.finditer(text) if (q := _plain(text, m)).compared]
    if "分别" in text:
        found += [
            _compared(text, m.start(), m.end(), m["value"].replace(",", ""), m["unit"], m["measure"])
            for m in _SHARED.finditer(text)
            if "分别" in text[max(0, m.start() - _TOGETHER) : m.start()]
        ]
    found += [
        _compared(text, m.start(), m.end(), m["value"].replace(",", ""), m["unit"], "人")
        for m in _SERVED.finditer(text)
    ]
    found += [_turned(text, m) for m in _TURNED.finditer(text)]
    found += [said for rule in (_WORDS, _FEW) for m in rule.finditer(text) if (said := _in_words(text, m))]
    found += [_tenths(text, m) for m in _TENTHS.finditer(text)]
    found += [_bare(text, m) for m in _BARE.finditer(text)]
    found += [_fraction(text, m) for m in _FRACTION.finditer(text)]
    found += [_rank(m) for m in _RANK.finditer(text)]
    found += [_index(text, m) for m in _INDEX.finditer(text)]
    yield from sorted(found, key=lambda q: q.span)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    if _NOT_BEFORE.search(before) or _NOT_AFTER.search(after) or _LISTED.search(before):
        return None
    value = match["low"].replace(",", "")
    if match["high"]:
        value += "-" + match["high"].replace(",", "")
    unit = match["unit"].replace("余", "").replace("多", "").replace("％", "%").replace("大", "个")
    quantity = _compared(text, match.start(), match.end(), value, unit, match["measure"])
    if after.startswith("级") and match["measure"] not in {"个", "元"}:
        return None  # 25兆瓦级轴承
    if match["measure"] == "岁" and re.match("[，、]?[^，。；、]{0,8}起", after) and before.endswith(("从", "满")):
        return None  # 男性从60岁起发放
    if match["measure"] == "岁" and not re.match(r"(?:左右|以上)?(?:[，。；、]|提高|增加|到|$)", after):
        return None  # 60岁及以上老年人
    if match["measure"] == "年" and not _LASTS.search(before) and not _MADE.search(before):
        return None  # 经过5年: no measure but a time
    if match["measure"] == "度" and match["unit"][0] not in "万亿":
        return None  # 零下5度; but 345亿度
    if match["measure"] == "米" and re.match("(?:水深|深水|净高|级)", after):
        return None  # 4.5米水深航道
    if match["measure"] == "分" and not re.search("[分度评价]", before[-16:]):
        return None
    if match["measure"] in _TIMES and quantity.comparator == "=" and not _SHORTER.search(before):
        return None
    if match["measure"] in _TIMES and before.endswith("近") and after.startswith("内"):
        return None  # 近6个月内
    if match["more"] and not quantity.compared:
        return _with(quantity, ">")
    return quantity


def _with(quantity: Quantity, comparator: str) -> Quantity:
    return Quantity(quantity.span, quantity.number, quantity.value, quantity.unit, quantity.measure, comparator, True)


def _compared(text: str, start: int, end: int, value: str, unit: str, measure: str) -> Quantity:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    skipped = start - len(before)
    for rule, sign in _AFTER:
        if trailing := rule.match(after):
            return Quantity(Span(start, end + trailing.end()), start, value, unit, measure, sign, True)
    for rule, sign in _COMPARED:
        if leading := rule.search(before):
            return Quantity(Span(skipped + leading.start(), end), start, value, unit, measure, sign, True)
    for rule, sign in _RAISED:
        if raised := rule.search(before):
            return Quantity(Span(skipped + raised.start("to"), end), start, value, unit, measure, sign, True)
    if over := _REACHED_OVER.search(before):
        sign = "<=" if over[0].startswith(("不超过", "不高于")) else ">="
        return Quantity(Span(skipped + over.start(), end), start, value, unit, measure, sign, True)
    return Quantity(Span(start, end), start, value, unit, measure)


def _of_its_own(text: str, match: re.Match[str]) -> Quantity:
    value = match["value"].replace(",", "")
    return _compared(text, match.start("value"), match.end(), value, match["unit"], match["measure"])


def _percent(text: str, match: re.Match[str]) -> Quantity:
    value = str(numeral(match["value"].replace("两", "二")))
    if match["high"]:
        value += f"-{numeral(match['high'])}"
    return _compared(text, match.start(), match.end(), value, "%", "%")


def _grade(match: re.Match[str]) -> Quantity:
    value = {"十": "10", "百": "100", "千": "1000", "万": "10000"}[match["value"][-1]]
    sign = ">" if match["over"] else ">="
    return Quantity(Span(*match.span()), match.start("value"), value, "亿元", "级", sign, True, sure=False)


def _turned(text: str, match: re.Match[str]) -> Quantity:
    """翻一番 is twice as much, 翻两番 four times."""
    value = str(2 ** {"两": 2, "二": 2, "三": 3}.get(match["times"] or "一", 1))
    return _with(_compared(text, match.start(), match.end(), value, "倍", "倍"), "=")


def _in_words(text: str, match: re.Match[str]) -> Quantity | None:
    """五千亿元, 六十万人, 三家. Below ten only with a factor, or of what _FEW knows."""
    groups = match.groupdict()
    if match.re.pattern == _WORDS.pattern and not groups["scale"] and not re.search("[百千]", match["value"]):
        return None
    value = str(numeral(match["value"].replace("两", "二")))
    if ranged := _FROM_ON.search(text, max(0, match.start() - 2), match.start()):
        value = f"{numeral((ranged['low'] or ranged[0][0]).replace('两', '二')) or ranged[0][0]}-{value}"
        start = ranged.start()
        return _compared(text, start, match.end(), value, match["unit"], match["measure"])
    if groups.get("more"):
        quantity = _compared(
            text, match.start(), match.end(), value, re.sub("[余多]", "", match["unit"]), match["measure"]
        )
        return quantity if quantity.compared else _with(quantity, ">")
    return _compared(text, match.start(), match.end(), value, match["unit"], match["measure"])


def _tenths(text: str, match: re.Match[str]) -> Quantity:
    """超过八成, 七成半."""
    value = (numeral(match["value"].replace("两", "二")) or 0) * 10 + (5 if match["half"] else 0)
    return _compared(text, match.start(), match.end(), str(value), "%", "%")


def _bare(text: str, match: re.Match[str]) -> Quantity:
    """突破千亿元, 超过万亿元, 达到千万标箱."""
    value = {"十": "10", "百": "100", "千": "1000", "": "1"}[match["value"]]
    return _compared(text, match.start(), match.end(), value, match["unit"], match["measure"])


def _fraction(text: str, match: re.Match[str]) -> Quantity:
    """三分之二, as a percentage."""
    whole, part = numeral(match["whole"]), numeral(match["part"].replace("两", "二"))
    value = f"{100 * part / whole:.1f}".removesuffix(".0")
    return _compared(text, match.start(), match.end(), value, "%", "%")


def _rank(match: re.Match[str]) -> Quantity:
    """进入全省前10位, 排名前三."""
    value = str(numeral(match["value"].replace("两", "二")))
    return Quantity(Span(*match.span()), match.start("value"), value, "位", "名次", "<=", True)


def _index(text: str, match: re.Match[str]) -> Quantity:
    """指数达到160以上: nothing is counted."""
    return _compared(text, match.start("value"), match.end(), match["value"], "", "指数")


def _plain(text: str, match: re.Match[str]) -> Quantity:
    """注册用户超过50万, 接待人次突破三千万: no measure is said."""
    value = str(numeral(match["said"].replace("两", "二"))) if match["said"] else match["value"].replace(",", "")
    return _compared(text, match.start(), match.end(), value, match["unit"] or match["scale"], "个")
