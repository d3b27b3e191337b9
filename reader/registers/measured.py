"""What a figure measures: the words for it, from around it.

Must not decide what a figure is for; that is `targets`.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import TargetKind
from reader.core.span import Span
from reader.registers.grants import FUND, ONLY_VERBS, funded
from reader.registers.quantities import Quantity

_HEAD_WORDS: Final = late(
    r"^(?:(?:[近远中]期)?（[^（）]{0,6}20\d\d年[^（）]{0,4}）|(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、(?=[^一二三四五六七八九十]{3})|\*|（|起(?![降步飞重点源草诉])|从(?!业|事|教)|且|或(?=[引达年])|为(?=企业|群众|居民)|今年|去年|目前(?:已)?|我们|(?:要|将|需)(?=[新建完培引改推打实])|我[省市区县]|全年|力争|争取|确保|实现|预计|全[省市区县]实现(?=[\u4e00-\u9fff]{3})|其中|包括(?=[\u4e00-\u9fff]{3})|同时|并(?!网|购|轨)|到时|届时|使(?!用)|全部|累计|每年|年均(?=[\u4e00-\u9fff]{2})(?!增|提|下)|共(?!享|同|建|性|治|育|管|计|有|富)|总计|基本(?=实现|建成|完成|形成|达到|消除)|年内|年底(?:前)?|[一二三四五]年内?(?=引|招|培|建|新|完|打|实)|带动|推动|促进|稳定在|保持)|"
    r"20\d\d年?[—\-－–~～至]+20\d\d年(?:期间)?(?:每年)?|(?:力争|争取)?(?:到|至|在)?20\d\d年(?:年?底|末)?(?:之?前)?|(?:到)?“?十[三四五六]五”?(?:期)?末|"
    r"\d{1,2}月(?:\d{1,2}日)?(?:底|末)?(?:之?前|以前)?|(?:第?[一二三四]季度|上半年|下半年)[末底]?(?:之?前)?|[，、 ）])+"
)
_SUBJECT_VERB: Final = late(
    r"^(?:(?:力争|累计|重点|整体|新|再)?(?:建设(?![施用]|兵团|单位|成本|周期|进度|标准|强度|规模)|启动|提升(?=[^，。；]{0,12}(?:线|所|家|处|校|院|区|治理)$)|建成(?!区)|新建|打造|培育|培养|引进和培养|引进|引育|新增|形成|实施|完成|推出|认定|遴选|发展(?!党员|水平|指数)|研发(?![人投经机平强费支活])|支持(?!率|力)|组建|集聚|创建|争创|开通|创成|建立|开设|设立|覆盖(?![率面人密])|组织(?!化)|打通|配备|创建|改造提升|改造|改建|新改建|新改扩建|布设|更新|完成|消除|开发|安装|举办|开展|开放(?!数据|平台|课|日|度|场景)|新设|选树|评选|兑现|拥有))+(?=.{2})"
)
# 新增贷款占比, 研发投入强度, 支持政策兑现率: the verb is part of what is measured
_MEASURE: Final = late(
    r"(?:率|比重|比例|占比|强度|水平|指数|系数|规模|收入|总额|总量|产值|增加值|产量|销量|里程|面积|密度|浓度|成本|时间|周期|投入|支出|效率|增长|提高|下降|增速|数量|就业|装机|容量|产能|运力)$"
)
_ADVERBIAL: Final = late(
    r"^(?:(?:力争|累计|重点|再)?(?:新)?(?:建设(?![施用]|兵团|单位|成本|周期|进度|标准|强度|规模)|建成(?!区)|打造|形成|实施|完成|推出|认定|遴选|组建|开通|兑现|安排|消除|整治|实现|开工|推进)+)(?=.{2})"
)
_FOR_WHOM: Final = late(r"^[为给向][^，。；、]{2,16}?(?:配备|安装|配置|设置|提供|发放|装配|建设)(?=[\u4e00-\u9fff]{2})")
_ABOVE: Final = late(
    r"^(?:高于|低于|快于|慢于|高出|超过|优于|好于|多于|领先)(?:于)?(?:[全本]?[国省市区县]|上年|去年|同期|预期|目标|平均)"
)
_PROVIDES: Final = late("^(?:提供|开展|实施|发放)(?=[\u4e00-\u9fff]{4})")
_DONE_WITH: Final = late(r"新?的?(?:台阶|大关|关口|高度|水平)|以上|左右|规模|目标")
_SINCE_THEN: Final = late(
    r"(?:(?<!占)比|较|相比)(?:20\d\d年|“?十[一二三四五]五”?末|上年|去年)(?:同期|年?底|末|度)?|在20\d\d年基础上"
)
SHARE_OF: Final = late(
    r"(?:以上|左右)?的(?P<what>[^，。；、]{1,24}?)(?=达到|实现|完成|建成|具备|开展|免费|面向|向|，|。|；|$)"
)
_CHANGED_BY: Final = late(r"(?:提高|提升|上升|下降|降低|减少|增长|增加|压减|压缩|缩短)(?=了?$)")
_NO_SUBJECT: Final = late("[和及与、]|(?:投资|产值|收入|销售)$")
_SIZE_ALONE: Final = late("(?:里程|面积|规模|总量|数量)$")
_SHARE_ALONE: Final = late(  # 实现100%行政村通畅; 90%以上乡镇实现…
    r"(?:以上|左右)?(?P<what>[\u4e00-\u9fff]{2,16}?)(?=达到|实现|完成|建成|具备|开展|[，。；]|$)"
)
_REACHES: Final = late(
    r"(?:(?:力争|继续|持续|稳步|首次|再次|(?:已)?连续[一二两三四五六七八九十\d]{1,2}年|(?:整合|合并|调整|优化|精简)为|(?<![年人户地日月])均|要|将|可|不得|应|总体|原则上|基本|历史性)?(?:下降[到至]|减少[到至]|稳定在|保持在|保持|(?<!雷)达到?|控制在|提高[到至](?:每[人户月年亩]){0,2}|提升[到至]|增长[到至]|[增升降减][到至]|增加[到至]|上升[到至]|降低[到至]|压缩[到至]|压减[到至]|"
    r"缩短[到至]|延长[到至]|拓宽[到至]|缩小[到至]|由|从|(?<![年人户地日月])均|扩大[到至]|可|不得|应|总体|原则上|突破|超过|跨过|越过|(?:迈|跨|站|登|跃|踏|冲)上|迈入|每年|实现|为|约|近|力争))+$"
)
_WAY: Final = late(r"(?:提高|提升|上升|上涨|上浮|下降|降低|减少|增长|增加|压减|压缩|缩短|下调|回升|削减)(?![到至])")
_DONE_TO: Final = late("(?:节能|超低排放|升级|综合|绿色)?(?:改造|建设|整治|治理|升级|更新|修复|整改|任务|提升)")
_REDONE: Final = late("(?:新)?(?:改造|优化|改建|扩建|续建|巩固)")
_TOTAL: Final = late("总量|总数|总规模")
_YEARLY: Final = late("(?:年均|同比|累计|平均)?(?:增长|增速|提高|下降)$")
_ADDED: Final = late("(?:净增|新增|增加|入库)$|^(?:净增|新增)")
_FIELD: Final = late(r"^在[^，。；]{2,40}?(?:领域|方面|行业)(?:累计)?")
_LANDED: Final = late(r"(?:有效)?落地(?:应用)?$|推广应用$")
_RELATIVE: Final = late(r"^(?:年均|平均|年平均|同口径)?(?:增速|增长|增长率|占比|比重|增幅|同比增长)$")
_GROWTH: Final = late(r"(?:年均|平均|年平均|同比)?(?:增速|增长率?|增幅|提高|提升|增加|上升|下降|降低|减少)$|年均$")
_IS_SHARE: Final = late("占(?!地|用|道)[^占]*(?:比重|比例|比)?$")
_BRINGS: Final = late(r"(?:累计|预计|可|有效)?(?:带来|带动|撬动|拉动|吸引|争取|发放|新增|形成|促成|实现|完成|引进)?")
_SUM_OF: Final = late(
    r"(?:以上|左右)?的?(?P<what>(?:新增|社会|民间|固定资产|直接|综合|产业|重大|项目|交通|水利|工业|基础设施|技改){0,3}"
    r"(?:投资|消费|融资|贷款|税收|销售额|产值|社会资本|信贷资金|营收|授信))(?=[，。；、]|$)"
)
_SHARE: Final = late(r"(?:占[^占]{2,12}的?)?(?:比重|比例|占比)$")
_FROM: Final = late(
    r"(?:由|从)(?:(?P<year>20\d\d)年(?:年?底|末|初|度)?|“?十[一二三四五]五”?(?:期)?末|目前|当前|现在|现有|上年|去年)?的?(?:[约近超]|不足|不到)?$"
)
_TO: Final = late(
    r"(?:左右|以上|以下)?[，]?(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|缩短|压减|缩减|拓展|延长|拓宽|扩建|整合|合并|调整|优化|精简|[升增降减达])?[到至为](?=(?:20\d\d年(?:年?底|末)?的?)?[约近]?[\d一二三四五六七八九十百])"
)
_TILL: Final = late(
    r"(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|缩短|[升增降减达])[到至](?P<year>20\d\d)年(?:年?底|末)?的?$"
)
_ASIDE: Final = late(r"(?<![省市区县乡镇州旗])（[^（）]{1,16}）")
_BEFORE: Final = late(r"^（[^（）]{1,16}）")
_ALL_OF: Final = late(r"(?:实现|达到|完成)?(?P<what>[\u4e00-\u9fff]{2,6})(?=[，。；、（）]|$)")
SPENT_ON: Final = late(r"(?:以上|左右)?(?:用于|支持|实施|开展|推进)(?P<what>[^，。；、]{2,20})")


_TOLD_BY: Final = late(
    r"^[^，。；]{0,8}(?:提出|明确|要求|确定|指出|规划|预计)[，：]?(?:力争|争取)?(?=(?:到|至)20\d\d年)"
)
_COMES_TO: Final = late("(?<=[值额入量])(?:完成|实现|累计|共计|总计|合计|预计)+$")
_WILL: Final = late("(?<=[\u4e00-\u9fff]{2})(?:将|已|要|须|应当?|有望)$")
_SHORT: Final = 3  # characters of a rate that says too little without its verb: 完成投资率
_NEAR: Final = 48  # characters before a figure that can say where it began
_PLACES: Final = late(r"[\u4e00-\u9fff]{1,6}[省市区县镇乡](?:[、和及][\u4e00-\u9fff]{1,6}[省市区县镇乡])*")


def _way(compared: str) -> str:
    way = _WAY.match(compared)
    return way[0] if way else ""


def started_from(text: str, quantity: Quantity) -> re.Match[str] | None:
    """The words 由2023年的 before a figure that is where things began: 由2023年的9.2%提高到13%. None for any other."""
    return (
        _FROM.search(text, max(0, quantity.number - _NEAR), quantity.number)
        if _TO.match(text, quantity.span.end)
        else None
    )


def said_year(text: str, quantity: Quantity) -> int | None:
    """The year right before a past figure: 由2019年的60家增加到2022年的90家."""
    near = max(0, quantity.number - _NEAR)
    said = _FROM.search(text, near, quantity.number) or _TILL.search(text, near, quantity.number)
    return int(said["year"]) if said and said["year"] else None


def what_of(text: str, sentence: Span, lead: str, noun: Span, quantity: Quantity, kind: TargetKind, last: str) -> str:
    """What a figure measures: the noun counted, else the subject before it, else that of the figure before.

    Args:
        lead: the words of its clause before it.
        noun: the words after its unit that name what is counted.
        last: what the figure before measures.
    """
    changed = _CHANGED_BY.search(lead) if not _WAY.match(text[quantity.span.start : quantity.number]) else None
    named = _ASIDE.sub("", _LANDED.sub("", noun.cut(text)).strip("的、 ").removesuffix("并"))
    named = _PROVIDES.sub("", "" if _DONE_WITH.fullmatch(named) else named)
    compared = text[quantity.span.start : quantity.number]
    if changed:  # 增加约49.4公里
        lead, compared = lead[: changed.start()], changed[0] + compared
    subject = _subject(lead, quantity, compared)
    if ONLY_VERBS.fullmatch(subject):
        subject = ""
        last = re.sub("^(?:续建|在建|新开工|新建)(?=.{2})", "", last)  # 续建安置房7550套，新开工1000套
    if _DONE_TO.fullmatch(named) and len(subject) > 1 and not ONLY_VERBS.fullmatch(subject):
        named = subject + named  # 水泥产能6000万吨改造
    if (way := _WAY.match(compared)) and not named and not _REDONE.fullmatch(lead.strip("，、")):  # 改造提升2万亩
        subject = _grown(subject, way[0], quantity, last)
    if (fund := FUND.match(text, quantity.span.end)) and quantity.measure == "元":
        return fund[0].removeprefix("的")
    if kind == "funding":
        return funded(text, sentence, subject, quantity, last) or last
    if quantity.measure == "级":
        return named or subject
    if quantity.measure == "名次":
        return re.sub("(?:分别|均|力争|稳居|主要)?$", "", subject) or last
    if quantity.is_money and (used := _used(text, subject, quantity)):
        return used
    if not subject and (share := SHARE_OF.match(text, quantity.span.end)):
        return share["what"]  # 60%以上的卫生院达到标准
    if not subject and quantity.measure in {"%", "％"} and (share := _SHARE_ALONE.match(text, quantity.span.end)):
        return share["what"]
    share = SHARE_OF.match(text, quantity.span.end) if quantity.measure in {"%", "％"} else None
    if share and not _MEASURE.search(subject) and "占" not in subject:
        return (subject if _PLACES.fullmatch(subject) else "") + share["what"]  # 松河区、青岚区50%的社区建成…
    if named and not (subject and quantity.compared and text.startswith("的", noun.start)):
        return named
    if subject and quantity.measure == "%" and (rest := _ALL_OF.match(text, quantity.span.end)):
        return subject + rest["what"]  # 信息系统100%上云
    return _of_the_one_before(subject, last)


def _of_the_one_before(subject: str, last: str) -> str:
    """The subject, completed from what the figure before measures where it says too little by itself."""
    if last and _TOTAL.fullmatch(subject):
        return _ADDED.sub("", _YEARLY.sub("", last)) + subject  # 企业净增150家、总量突破1200家
    if last and _ABOVE.match(subject):
        return last + subject
    if _RELATIVE.match(subject) or _IS_SHARE.match(subject):
        return _SHARE.sub("", _GROWTH.sub("", last)) + subject
    return _GROWTH.sub("", last) or last if not subject or subject.startswith("是") else subject


def _used(text: str, subject: str, quantity: Quantity) -> str:
    """What a sum is by the words behind it, where none before it say so."""
    if _BRINGS.fullmatch(subject) and (sum_ := _SUM_OF.match(text, quantity.span.end)):
        return sum_["what"]  # 带来约400亿元投资
    used = None if subject else SPENT_ON.match(text, quantity.span.end)
    return used["what"] if used else ""  # 筹措7亿元实施就业惠民工程


def _grown(subject: str, way: str, quantity: Quantity, last: str) -> str:
    """The subject with how it changes, taken from the figure before where there is none: 能耗比2020年下降14.5%."""
    if _RELATIVE.match(subject):
        return subject
    yearly = "年均" if re.fullmatch("年均?|年平均?", subject) else ""
    before = _GROWTH.sub("", last)
    before = before if quantity.measure.endswith("点") else _SHARE.sub("", before)  # 占比达到59%、提高4.5个百分点
    return ("" if yearly else subject or before) + ("" if not yearly else before + yearly) + way


def _subject(lead: str, quantity: Quantity, compared: str) -> str:
    """The subject of the clause before a figure, without years, what it is compared with, and verbs that make it.

    Args:
        compared: the words between the clause and the number (达到, 提高到).
    """
    lead = _TOLD_BY.sub("", lead)
    lead = _SINCE_THEN.sub("", _REACHES.sub("", _WILL.sub("", _TILL.sub("", _FROM.sub("", _BEFORE.sub("", lead))))))
    whole = _FIELD.sub("", _HEAD_WORDS.sub("", lead)).strip("，、：的） \n")
    opening = _HEAD_WORDS.match(lead)
    if whole and opening and opening[0].endswith("年均") and (quantity.is_share_or_money or quantity.compared):
        whole = "年均" + whole
    if whole.count("“") > whole.count("”") and whole.startswith("“"):
        whole = whole.removeprefix("“").removeprefix("重点")  # “培育甲20家，形成乙3个”: marks around several figures
    whole += "）" * (whole.count("（") - whole.count("）"))
    whole = _COMES_TO.sub("", whole)
    kept = quantity.is_share_or_money or quantity.compared
    whole = _FOR_WHOM.sub("", whole)
    subject = (_ADVERBIAL if kept and _MEASURE.search(whole + (_way(compared))) else _SUBJECT_VERB).sub("", whole)
    if (
        _NO_SUBJECT.match(subject)
        or (len(subject) <= _SHORT and subject.endswith("率"))
        or (subject.endswith("就业") and whole.startswith("新增"))
    ):
        subject = whole
    if not quantity.compared and _SIZE_ALONE.match(subject):
        subject = whole  # 新增和改善灌溉面积, 完成投资, 建设里程
    if compared.startswith(("至", "到")):  # 提高机顶盒占比至75%
        subject = re.sub("^(?:提高|提升|增加|扩大|增长|延长|降低|压减|压缩|缩短|减少|控制|推动)", "", subject)
    return subject
