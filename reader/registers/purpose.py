"""What a figure is for: a target, money given, what was reached, or a mere count; and which figures are for nothing.

Owns the words that make a measure with its figure a statement, and those that make it a condition or a description.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import TargetKind
from reader.core.span import Span
from reader.registers.grants import FUND, FUNDING, speaks_of_grants
from reader.registers.measured import SHARE_OF
from reader.registers.quantities import Quantity

VERB: Final = late(
    "建设|建成(?!区)|新建|新辟|开辟|建立|选树|评选|新设|组建|打造|培育|培养|培训|新增|新建成|引进|引育|引入|招引|吸引|形成|实施|推出|落地|遴选|认定|创建|发展|完成|选择|"
    "研发|突破|布局|搭建|集聚|聚集|汇聚|支持|扶持|改造|孵化|覆盖|制定|推广|设立|争创|申报|举办|开放|拓展|储备|谋划|部署|实现|推动|增加|发放|"
    "开发(?!区)|改建|扩建|布设|更新|创成|安装|设置|增设|配置|建有|保持|维持|购置|回收|治理|整治|淘汰|"
    "签约|加装|选拔|选派|选送|评选|资助|培优|轮训|筹措|筹集|筹建|募集|认证|命名|再建|续建|改建|新开|加密|清理|拆除|关停|取缔|绿化|造林|修缮|修复|换发|完工|建强|建优|做优|做强|服务(?=企业|群众|居民|“|各类|人才|用户|老|高端)|救助|帮扶|惠及|走访|招录|招聘|招生|输送|派驻|派出|植树|种植|养殖|出栏|存栏|收储|播种|配有|增配|开设|维修|更换|进行|(?<![人口户名])拥有|打通|培优|认领|建好|开展|开通|投放|配备|归集|接入|上线|出台|编制|修订|落户|入驻|转化|达产|投产|开工|竣工|提供|(?:推进|抓好|办好)$"
)
_NAMED_AFTER: Final = late(r"^(?:[^，。；]{0,24})(?:指的是|是指|分别[是为]|即为?|包括)")
_NAMED_NEXT: Final = late(r"^[^，。；]{0,40}。其中[，,](?!到?20\d\d年)")
CLAUSE: Final = late(r"[，。；：！？\n]")
_CONDITION: Final = late(
    r"(?:（含）)?(?:及?以[上下内])?(?:（含）)?(?:[且并或及和、][^，。；]{2,24})?的(?:[\u4e00-\u9fff]{2,8}(?:企业|机构|单位|项目|个人))?(?=[，,])"
)
_SIZES_OF_WORKS: Final = frozenset(["吨", "千瓦", "兆瓦", "吉瓦", "GW", "MW", "立方米", "平方米", "标方"])
_WORKS: Final = late(r"(?:项目|工程|装置|机组|电站|生产线|产线|工厂)(?:群)?(?:建设|开工|投产|建成|扩建)?$")
_LENGTHS: Final = frozenset(["米", "公里", "千米", "海里"])
_ALONG: Final = late(r"(?:沿线|沿岸|两岸|周边|半径|方圆|范围|间距|两侧|长达|每)$")
_OF_INDICATORS: Final = late(
    r"(?:(?:主要|核心|预期性|约束性|具体|量化|重点|工作|政策|改革)*(?:指标|任务|措施|举措|条款)(?:措施|举措|清单)?|专栏|方面|领域)(?=[，。；、：]|$)"
)
_INDICATORS: Final = late(
    r"(?:(?:预期性|约束性|主要|核心)指标|重点任务|具体措施|(?:个|大|[一二三四五六七八九十])(?:方面|领域|大类|类))(?:共|计|共计)?$"
)
_SIZES: Final = frozenset(
    ["蒸吨/小时", "吨/小时", "蒸吨", "千瓦", "兆瓦", "平方米", "立方米", "人", "岁", "米", "公里", "千瓦/台"]
)
_TERMS: Final = late(
    r"原则上|不得|方可|可申请|(?:申报|申请)(?!率|量|数|材料|事项|成功率|系统|平台|通过率|[^，。；的]{1,12}$)|条件|符合|须满足|书面委托|购机价格"
)
_GRANTED: Final = late(r"(?:最高|给予|一次性)(?:可)?(?:支持|资助|奖励|补助|补贴)?$|每[家户个人项][^，。；]{0,10}支持$")
_BY_YEAR: Final = late(r"到20\d\d年(?:年?底|末)?(?:之?前)?，(?:力争|全市|全区|全县|全省)?$")
_FOR_EACH: Final = late(r"(?:对|按)?每(?:增加|新增|达到|完成|引进|满|超)")
_GREAT: Final = late(r"新?(?:[一二三四五十百千]*[万亿]亿?元?)(?:级)?(?:台阶|大关)")
_SERVED: Final = late(r"(?:^[对为][^，。；：]{2,60}等|[为向给](?:[全本][省市区县州镇乡])?|[对在][\u4e00-\u9fff]{0,4})$")
_SERVICE: Final = 40  # characters behind a figure in which what is done for those it counts is said
_SERVED_WITH: Final = late(f"{VERB.pattern}|免费|接种|筛查|体检|检查|办理|购买|开具|清洗|慰问|演出")
_CLOSE_VERB: Final = late(r"(?:提升|升级|提质|改善|优化|完善|服务)$")  # 提升12所学校
_NAMED_PLAN: Final = late(r"(?:计划|行动|工程)$")
_PAID: Final = late(r"到位|投资|实缴|注册|营业|收入|销售|产值|纳税|税收|达到|超过|突破|满|投入")
DONE_LATER: Final = late(
    r"(?:(?:力争)?(?:到|在|于)?20\d\d年(?:年?底|末)?(?:之?前)?)?(?:全面|全线|基本|全部|如期|顺利|陆续|年内)?"
    r"(?:(?<=[年底末前])(?:全面|全部|基本)?(?:实现|接入|纳入|完成)[^，。；、\d]{2,12}|(?<=全部)(?:实现|接入|纳入|完成)[^，。；、\d]{2,12}|建成|投产|投用|投运|投入使用|投入运营|开工|完工|竣工|完成|通车|贯通|开通|启用|挂牌|开业|达标)(?:投用|投产|运营|使用|开放|建设)?(?=[，。；、]|$)"
)
_NOT_STATED: Final = late(
    r"[=＝÷×]|^(?:第|每半年|每月|每季度)|(?:第|号|约谈|版|环|路|线|约定|大约|其中第)$|不到|不足|仅|距"
)
_DESCRIBED: Final = late(
    r"(?:总投资|计划投资|概算|建筑面积|占地|占地面积|用地面积|规划面积)(?:约|为|达)?\d*$|(?:总投资|建筑面积|占地面积?)(?:约|为|达)?\d"
)
_ALL_IN_ALL: Final = late(r"、(?:计划)?总投资")  # 储备项目120个、总投资300亿元
_RUN: Final = late("(?:以上|左右|以内)?[、和及与]")
_QUALIFIES: Final = late(
    r"^(?!给予|予以)(?:以上|以下|级)?(?:的)?(?:[^，。；、\d]{0,8}?(?:企业|项目|园区|集群|产业链|龙头|产品|品牌|单位|上市公司|(?:大|强|县域)?[县市镇乡村](?=\d)))"
)
_OF_SUCH: Final = late(
    r"的[\u4e00-\u9fff（）、]{1,14}?(?:数量|总数)?(?:达到?|不少于|不低于|超过|突破|为|增[至加]到?)?\d"
)
_NUMBER_OF_SUCH: Final = late(r"的(?:有)?(?:达到?|不少于|超过)?\d{1,6}[个家户项条所座名件]")  # 收入超1000亿元的2个
_OF_THOSE: Final = late(r"(?:的)[\u4e00-\u9fff]{1,10}?(?:占比|比例|比重|率|数量|总数|个数)[^，。；]{0,8}?\d")
_RATE: Final = late(r"(?:率|比例|占比|比重|覆盖面)(?:均|分别|要|应|为)?$")
_RATE_AT: Final = late(
    r"(?<![费税利汇折])(?:率|占比|比重|覆盖面)(?:均|分别|要|应|为|达到?|不低于|超过|(?:提高|提升|保持|稳定|控制|增加|下降|降低)?[到至在])*$"
)
_BOUNDS: Final = late(r"[\d.]+\D{1,3}?以[上下][^，。；]{2,30}\d")
_ONE_MORE: Final = late(r"[^，。；：\d]{0,3}，[^，。；：\d]{2,16}")


def purpose_of(
    text: str,
    sentence: Span,
    quantity: Quantity,
    before: Span | None,
    lead: str,
    noun: Span,
    *,
    past: bool,
    alike: bool = False,
) -> TargetKind | None:
    """What a figure is for; None where it states nothing.

    Args:
        before: the figure before it, with the words it counts. lead: the words of its clause before it.
        noun: the words after its unit that name what is counted. past: whether they tell what was.
        alike: whether it goes on what the figure before it began.
    """
    after = noun.cut(text)
    rest = text[quantity.span.end : quantity.span.end + 120]
    if _qualifies(text, sentence, quantity, lead, rest):
        return None
    if _GREAT.match(after) or (quantity.measure == "级" and _NAMED_PLAN.search(after)):
        return None  # 连续跨过3个万亿元大关; 实施百亿级龙头企业培育计划: the name of a plan
    if quantity.measure == "次" and not quantity.compared:
        return None  # 每半年通报1次
    if re.match(r"(?:部门|单位)(?=[按等负联共，）、]|$)", after) or after.startswith(
        ("一批", "的以上", "以上的学", "方面", "维度", "层面", "领域", "特色方向", "方向", "单位的")
    ):
        return None
    if past:
        return "baseline"
    if quantity.is_money and _SUM_TO_GIVE.search(lead):
        return "funding"  # 专项资金总额为800万元
    if quantity.measure == "元" and FUND.match(rest):
        return "funding"  # 总规模100亿元的产业基金
    if _is_grant(text, sentence, quantity, lead):
        return "funding"
    run = before is not None and _RUN.fullmatch(text, before.end, quantity.span.start) is not None
    after_things = before is not None and _ALL_IN_ALL.fullmatch(text, before.end, quantity.span.start) is not None
    stated = run or alike or after_things or says_all(text, sentence, quantity, lead)
    if quantity.is_share_or_money or quantity.measure in {"级", "名次"}:
        said = (
            quantity.compared
            or (quantity.is_money and _SPENDS.search(lead))
            or VERB.search(lead)
            or "增长" in lead
            or _RATE.search(lead)
            or stated
        )
        return "target" if said or SHARE_OF.match(rest) else None
    return _of_things(text, sentence, quantity, before, lead, noun, stated=bool(stated))


def _of_things(
    text: str, sentence: Span, quantity: Quantity, before: Span | None, lead: str, noun: Span, *, stated: bool
) -> TargetKind | None:
    """What a number of things is for. `stated`: whether what stands before it says so already."""
    after, rest = noun.cut(text), text[quantity.span.end : quantity.span.end + 120]
    listed = before is not None and re.fullmatch(
        r"[^，。；：]*|，?其中[^，。；：]*", text[before.end : quantity.number]
    )
    if before is not None and not after and _ONE_MORE.fullmatch(text[before.end : quantity.number]):
        listed = re.match("", "")  # 甲达到30家，乙3-5家
    verb = VERB.search(lead) or _CLOSE_VERB.search(lead)
    if verb and verb[0] == "设置" and _DESCRIBED.search(text[sentence.start : quantity.number]):
        verb = None  # 总投资2亿元，…，设置床位300张
    if _SERVED.search(lead) and _SERVED_WITH.search(
        text[quantity.span.end : sentence.end][:_SERVICE]
    ):  # 为1万户家庭安装终端
        return "target"
    done = DONE_LATER.match(text, max(noun.end, quantity.span.end))
    by_year = noun.end > noun.start and _BY_YEAR.search(text, max(0, quantity.span.start - 16), quantity.span.start)
    if not (verb or quantity.compared or listed or stated or done or by_year) or _NAMED_AFTER.match(rest):
        return None
    if after and verb and _enumerates(lead[verb.end() :], quantity.value):
        return "count"
    if after and _NAMED_NEXT.match(rest):
        return "count"
    return "target"


_THEN_GIVEN: Final = late(r"[^，。；]{0,6}(?:的标准)?[，,]?(?:给予|予以|按|可|一次性|最高|安排|奖|补)")
_GIVEN_NEXT: Final = late(
    r"[^，。；]{0,8}?(?:给予|予以|按|奖励|一次性|最高|减免|返还|(?:补助|补贴|资助|贴息)(?=[^，。；]{0,6}[\d每按]))"
)
_CAP: Final = late(
    r"(?:单个|单家|每[家个户项]|同一)(?:企业|项目|机构|单位|个人)?(?:每年|年度|累计|单次|总额|合计|最高)*$"
)
_SPENDS: Final = late("安排|投入|筹措|拨付|列支|出资|注资")
_BUDGET: Final = late(r"财政|安排|拨付|下达|筹措|筹集")


def _is_grant(text: str, sentence: Span, quantity: Quantity, lead: str) -> bool:
    if quantity.is_money and _CAP.match(lead) and quantity.comparator == "<=" and speaks_of_grants(text):
        return True  # 单个企业每年累计不超过3000万元
    share = SHARE_OF.match(text, quantity.span.end) if quantity.measure in {"%", "％"} else None
    if share and not FUNDING.search(share["what"]) and not FUNDING.search(lead):
        return False  # 要安排30%左右的场地: of the places
    given = speaks_of_grants(sentence.cut(text)) and _is_given(quantity, lead)
    return given and _about_grants(text, sentence, quantity)


def _about_grants(text: str, sentence: Span, quantity: Quantity) -> bool:
    """Whether the words of a grant stand before a figure or in its clause, and not only in what follows."""
    comma = CLAUSE.search(text, quantity.span.end, sentence.end)
    clause = comma.end() if comma else sentence.end
    if FUNDING.search(text, sentence.start, clause) or (
        quantity.is_money and _BUDGET.search(text, sentence.start, clause)
    ):
        return True
    return (
        re.match(
            r"[^，。；]{0,6}(?:的标准)?[，,]?(?:给予|予以|按|可|一次性|最高|安排|奖|补)",
            text[quantity.span.end : sentence.end],
        )
        is not None
    )


def _is_given(quantity: Quantity, lead: str) -> bool:
    """Whether a figure beside words of grants is a sum or a share of one, and no rate of its own (满意率达到90%)."""
    rate = _RATE_AT.search(lead) is not None and FUNDING.search(lead) is None
    return quantity.is_money or (quantity.measure in {"%", "％"} and not rate)


def states(lead: str) -> bool:
    """Whether the words before a figure have a verb by which it is a goal."""
    return (VERB.search(lead) or _CLOSE_VERB.search(lead)) is not None


def is_capacity(quantity: Quantity, counted: str) -> bool:
    """Whether a figure may tell the size of one thing: 60万吨钾肥项目, 100万千瓦风电项目."""
    return quantity.measure in _SIZES_OF_WORKS and _WORKS.search(counted) is not None


def is_rule(paragraph: str, quantity: Quantity, lead: str, *, timed: bool) -> bool:
    """Whether a figure without a year of its own says on what terms something is granted."""
    if _TERMS.search(lead):
        return True
    if timed or VERB.search(lead) or not speaks_of_grants(paragraph):
        return False
    return quantity.is_money or re.match("[\u4e00-\u9fff]", paragraph[quantity.span.end :][:1]) is not None


def is_granted(quantity: Quantity, lead: str) -> bool:
    """Whether a sum is what somebody gets, by the words right before it."""
    return quantity.is_money and _GRANTED.search(lead) is not None


_SUM_TO_GIVE: Final = late(
    "(?:专项|补助|补贴|奖补|扶持|引导|配套|预算)资金(?:总额|规模|总量|总数)?(?:为|达|共|约|合计)?$"
)
_OFF: Final = late(r"满\d+元?(?:立?减|返|送|抵)?$")  # 满100元减20元
_EACH_MORE: Final = late("(?:对|按)?每(?:增加|新增|多|满|超过?)[^，。；]*[\\d增]")
_OF_WHOM: Final = late("(?:以上|以下|以内)?的[^，。；\\d]{0,8}(?:企业|项目|单位|机构|个人|团队|园区|农户)[，,]")
_ON_TERMS: Final = late(
    r"(?:\d{1,2}[.．、])?(?:[（(][一二三四五六七八九十\d]+[）)])?(?:对)?[^，。；：]{2,24}\d[^，。；：]{0,8}(?:以上|以下)的[^，。；：\d]{0,10}"
    r"(?:项目|企业|单位|机构|团队|人才|园区)[，,]"
)
_SIZE_OF_ONE: Final = late("(?:全长|线路长度?|正线长|主桥长|隧道长|设站|设计时速|单跨)(?:约|为|达|共)?$")
_ON_TERMS_TOO: Final = late("到位|投资|实缴|注册|产值|纳税|税收|营业|营收")
_MANY: Final = 20  # things of which one or two named are examples
_CLOSE: Final = 12  # characters right before a figure that make it a word of a name
_ONE_OF_SUCH: Final = late(
    r"(?:首|第[一二三四五六七八九十\d]+|唯一[一的]?)[个家条座项](?:超过?|过|突破)?$"
)  # 首个超百亿元水利工程


def _qualifies(text: str, sentence: Span, quantity: Quantity, lead: str, rest: str) -> bool:
    """Whether a figure only says which things are meant, or on what condition money is given."""
    if _describes(text, quantity, lead, rest):
        return True
    if _is_size(text, quantity, lead, rest):
        return True
    if _EACH_MORE.match(lead) or (quantity.is_money and _OF_WHOM.match(rest)):
        return True  # 每增加投资1亿元增加5亩; 年研发投入不低于500万元的企业，
    on_terms = _ON_TERMS.match(text, sentence.start, quantity.span.start)
    if (
        on_terms
        and not FUNDING.search(lead)
        and (not quantity.is_share_or_money or (quantity.is_money and _ON_TERMS_TOO.search(lead)))
    ):
        return True  # 投资3亿元以上的项目，当年到位8000万元，安排用地指标20亩
    if text.startswith("前", quantity.number - 1) and re.match("[\u4e00-\u9fff]", rest):
        return True  # ESI全球前1‰学科
    if _OF_THOSE.match(rest) or ((not quantity.is_share_or_money or quantity.is_money) and _OF_SUCH.match(rest)):
        return True  # 年收入10万元以上的村占比达到90%
    if quantity.is_money and "/" not in quantity.measure and _QUALIFIES.match(rest) and not _SPENDS.search(lead):
        return True  # 年收入超10亿元企业8家
    if _CONDITION.match(rest) and (quantity.is_money or speaks_of_grants(sentence.cut(text))):
        return True  # 实缴资本超过2亿元的，
    if not quantity.is_money:
        return False
    given = FUNDING.search(text, quantity.span.end, sentence.end)
    begins = max(text.rfind(mark, sentence.start, quantity.span.start) for mark in "，；")
    clause = text[max(sentence.start, begins + 1) : quantity.span.end]
    if _FOR_EACH.match(clause) and re.match(r"(?:[，,]?)(?:增加|给予|奖励|补|再)", rest):
        return True  # 每增加到位投资5000万元增加1名
    if quantity.comparator in {"<=", "<"}:
        return False  # a cap
    comma = CLAUSE.search(text, quantity.span.end, sentence.end)
    if given is None or comma is None or comma[0] != "，" or given.start() > comma.end() + 12:
        return False
    if not _GIVEN_NEXT.match(text, comma.end()):
        return False  # 零售额突破520亿元，消费券惠及群众5万人次
    return _PAID.search(clause) is not None and not FUNDING.search(clause)  # 当年到位5000万元，给予…


def _is_size(text: str, quantity: Quantity, lead: str, rest: str) -> bool:
    """Whether a figure says how large or how far one thing is, or how many parts the plan itself has."""
    if quantity.measure in {"米", "公里", "吨", "千瓦"} and _BOUNDS.match(text, quantity.number):
        return True  # 600米以下空域…覆盖率90%
    if not quantity.compared and quantity.measure in _LENGTHS and _ALONG.search(lead):
        return True  # 沿线1公里
    if not quantity.compared and (_INDICATORS.search(lead) or _OF_INDICATORS.match(rest)):
        return True  # 预期性指标19项: of the plan itself
    if not quantity.compared and _SIZE_OF_ONE.search(lead):
        return True  # 一期工程全长28.6公里，设站22座
    bound = text[quantity.span.start : quantity.span.end].endswith(("以上", "以下"))
    of_such = bound and not quantity.is_money and quantity.measure in _SIZES
    return of_such and re.match("的?[\u4e00-\u9fff]", rest) is not None  # 35蒸吨/小时以下燃煤锅炉


def _describes(text: str, quantity: Quantity, lead: str, rest: str) -> bool:
    """Whether a figure is one word of the name of something else, or of a rule."""
    before = text[max(0, quantity.number - _CLOSE) : quantity.number]
    if quantity.compared and _NUMBER_OF_SUCH.match(rest):
        return True  # 年营业收入超1000亿元的2个
    if quantity.measure == "级":
        return re.search("(?:一批|若干|更多)$", lead) is not None  # 提升一批百亿级集群: how many is not said
    if not quantity.is_money:
        return before.endswith("每") and re.match("[\u4e00-\u9fff]", rest) is not None  # 每10万人刑事案件数
    if _OFF.search(before) or (before.endswith("满") and re.match("立?减|返|送|抵", rest)):
        return True
    return _ONE_OF_SUCH.search(before) is not None and re.match("(?!大关|台阶)[\u4e00-\u9fff]", rest) is not None


def says_all(text: str, sentence: Span, quantity: Quantity, lead: str) -> bool:
    """Whether a measure with its figure is all the clause says: 实际使用外资40亿美元，消除易积水点6处。"""
    before, rest = text[sentence.start : quantity.number], text[quantity.span.end : quantity.span.end + 4]
    if _DESCRIBED.search(before) or not re.match(r"(?:以上|左右|以内)?(?:[，。；、）]|$)", rest):
        return False
    subject = re.sub(r"[（(][^（()）]*[）)]", "", lead)
    subject = re.split(r"[，。；：、]", subject)[-1]
    if quantity.measure in {"条", *_LENGTHS}:
        subject = re.sub("[路线]$", "", subject)  # 公交线路10条; but not of 解放路 the number
    return len(re.findall("[\u4e00-\u9fff]", subject)) >= 2 and not _NOT_STATED.search(subject)


def _enumerates(words: str, value: str) -> bool:
    """Whether the counted things stand named right before the number: 组建甲、乙、丙3个工作组, 甲等7个产业链."""
    named = words.count("、") + 1
    if words.endswith("等") and value.isdigit() and int(value) >= max(_MANY, 3 * named):
        return False  # 实施甲等482个项目: one of them is named, by way of example
    return words.endswith("等") or (words.endswith("”") and "、" in words) or ("、" in words and "的" not in words)
