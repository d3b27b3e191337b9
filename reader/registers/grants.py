"""Whom money is for: 对甲给予…, 认定为乙的，一次性奖励…, 每家企业最高…. Owns the words of grants.

Must not decide what a figure is for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reader.core.late_pattern import late
from reader.core.span import Span
from reader.registers.quantities import Quantity

FUNDING: Final = late(
    r"奖励|补贴|资助|补助|资金支持|贴息|奖补|给予|减免|出让底价|最低价|扶持资金|兑付|返还|(?:安排|设立)[^，。；]{0,16}(?:资金|经费)|(?:算力|创新|消费|服务|数据|模型)券|按[^，。；]{2,14}配套"
)
GIVEN_TO: Final = late(
    r"对(?P<whom>[^，。；]{2,60}?(?:，(?:以及|或者?)(?!给予|按)[^，。；]{2,60}?)*)(?=，|给予|予以|按|一次性|(?:奖励|补助|补贴|资助)(?=\d|最高|不超过|$)|最高(?=给予|可|奖|补|资|支|不|\d|享|按)|每[家个户项年])"
)
FUND: Final = late(r"的?[^，。；、\d]{0,14}(?:基金|资金池|(?:专项|引导|扶持|补偿)资金)")
_BASE: Final = late(r"(?:按照?|不超过|不高于)(?P<base>[^，。；、（）\d]{2,14}?)的?$")
_SUPPORTED: Final = late(
    r"(?:[（(]?[第一二三四五六七八九十\d]+[条）).．、]\s*)?(?:支持|鼓励|加大对)(?P<what>[^，。；]{2,30})(?=[，。；])"
)
_EARNED: Final = late(
    r"(?:^|(?<=[，。；：]))(?P<whom>(?:当年|首次|新|年度)*(?:列入|认定|评为|评定|获评|获得|获批|入选|通过|符合|建成|上榜|取得|首次|年[^，。；]{0,12}(?:达到|超过|突破))"
    r"[^，。；]{2,60}?)(?:的)?[，,](?=[^。；]{0,30}$)"
)
THOSE: Final = late(
    r"(?:^|(?<=[，。；：]))(?P<whom>(?!给予|按|最高)[^，。；：]{2,60}?)(?:的|的(?=[\u4e00-\u9fff]{2,10}[，,](?:每[家个户项]|分别|给予|按|一次性|最高))[\u4e00-\u9fff]{2,10})[，,]"
)
_REACHED: Final = late(r"(?P<whom>(?:达到|超过|突破|满|不足)[^，。；]{2,20}?)的[，,]")
_CLAUSE_BEFORE: Final = late(r"(?:^|(?<=[。；：]))(?P<whom>[^，。；：]{2,30})，(?=[^，。；]*$)")
_GIVER: Final = late(r"^(?:由)?(?:[省市区县州旗]级?)?财政(?:局|部门)?(?=给予|(?:奖励|补贴|补助|资助|贴息)?$)")
_EACH_ONE: Final = late(
    r"(?:单个|单家|每[家个户人项]|同一)?(?:企业|项目|机构|单位|个人)?(?:每年|年度|累计|单次|总额|合计)*"
)
_OWN_RECEIVER: Final = late(
    r"(?!对|按|单|每|同|给予|可|最高|由)[^，。；]{2,24}?(?:企业|工厂|园区|平台|中心|项目|机构|单位|品牌|产品|基地|实验室|人才|团队|车间|装备|费用|投入|支出|成本|[级类])(?:一次性)?(?:奖励|补助|补贴|资助|给予|按)"
)
_FIRST_OF_ALL: Final = late(r"^(?:[（(]?[第一二三四五六七八九十\d]+[条）).．、]\s*)")
_FORM: Final = late(r"的?(?P<form>(?!给予|予以|最高|以内|以上)[^，。；、（）]{0,12})")
_GIVEN_AS: Final = late(
    r"(?:给予|予以|发放)(?:一次性)?(?P<form>[\u4e00-\u9fff]{2,6}(?:补助|补贴|奖励|资助))(?:不超过|最高|不低于|约)?\d*$"
)
_USED_FOR: Final = late(
    r"(?:给予|予以)(?P<form>[^，。；]{0,8}?(?:补贴|奖励|补助|资助|奖补))|(?P<what>(?:用于|支持|实施|开展)[^，。；、]{2,16})"
)
_GRANT: Final = late(r"(?:奖励|补贴|资助|补助|奖补|贴息)")
_KEPT: Final = 256  # sentences for which it is kept: every figure of one asks for it
ONLY_VERBS: Final = late(
    "(?:[一二三四五]年)?累计(?:完成|建成|实现|达到?)?|(?:统筹|计划|年度|再|全年)?(?:筹措|筹集|投入|安排|下达)(?:资金)?|(?:累计|再)?(?:新（改）建|新改建|新改扩建|改扩建|新开工|开工建设|建|竣工|开工|建设|建成|新建|新增|改造|整治|治理|完成|打造|培育|形成|安排|设立)(?:总|共)?"
)


@lru_cache(maxsize=_KEPT)
def speaks_of_grants(words: str) -> bool:
    """Whether words of grants stand in a sentence."""
    return FUNDING.search(words) is not None


def funded(text: str, sentence: Span, subject: str, quantity: Quantity, last: str) -> str:
    """Whom money is for, and what it is.

    Args:
        subject: of the clause before the figure. last: what the figure before was for.
    """
    start = _begins(text, sentence, quantity)
    whom = _given_to(text, sentence, start, quantity)
    after = _FORM.match(text, quantity.span.end)
    form = after["form"] if after and (FUNDING.search(after[0]) or after[0].endswith(("资金", "经费"))) else ""
    about = re.sub(r"(?:按规定)?(?:分别)?(?:发放|给予|享受|予以|可按|按照?|最高).*$", "", subject)
    about = "" if ONLY_VERBS.fullmatch(about) else about
    if about.startswith("对"):  # 对新认定的农场一次性奖励…: what follows whom it is for
        about = about.partition(whom)[2] if whom else ""
    about = re.sub("再$", "", about.replace("分别", ""))
    base = None if quantity.is_money else _BASE.search(text, start, quantity.number)
    if base:
        grant = _GRANT.search(text, quantity.number, sentence.end)
        return f"{whom}{grant[0]}占{base['base']}" if grant and not form else f"{whom}{base['base']}{form}"
    if not whom:
        whom, about = _earned_by(text, sentence, start, quantity, about)
    if not form and (as_ := _GIVEN_AS.search(text, start, quantity.number)):
        form, about = as_["form"], re.sub("每[家户个人项张台亩床].*$", "", about)  # 每张给予一次性建设补助1.2万元
    if not whom:
        about = _GIVER.sub("", about)
        each = _EACH_ONE.fullmatch(about)
        if about and each:  # 每家企业最高10万元: of what the figure before it was for
            return last + about
        before = _CLAUSE_BEFORE.search(text, start, quantity.number) if about.startswith("每") else None
        whom = _FIRST_OF_ALL.sub("", before["whom"]) if before else ""  # 企业注册商标，每件补贴3000元
    return "".join(filter(None, (whom, about.removeprefix(whom), form))) or _as_told(text, start, quantity)


def _begins(text: str, sentence: Span, quantity: Quantity) -> int:
    """Where the words that say whom money is for begin."""
    start = max(sentence.start, text.rfind("；", sentence.start, quantity.number) + 1)
    comma = text.rfind("，", start, quantity.number) + 1
    if comma > start and _OWN_RECEIVER.match(text, comma):
        return comma  # 省级平台奖励100万元
    if FUNDING.search(text[start : quantity.number]) and not _OWN_RECEIVER.match(text, start):
        return sentence.start  # 对…给予…；建设补贴不超过…: still for the same
    return start


def _given_to(text: str, sentence: Span, start: int, quantity: Quantity) -> str:
    given = list(GIVEN_TO.finditer(text, start, quantity.number))
    part = text.rfind("；", sentence.start, quantity.number) + 1
    if given and part > given[-1].end() and (reached := _REACHED.match(text, part, quantity.number)):
        return reached["whom"]  # …达到1000万元的企业，给予…；达到5000万元的，给予…
    return given[-1]["whom"] if given else ""


def _earned_by(text: str, sentence: Span, start: int, quantity: Quantity, about: str) -> tuple[str, str]:
    """Who earns money by what they did, where no 对 says it, and what is left of the subject."""
    if earned := _EARNED.search(text, start, quantity.number):
        return earned["whom"], "" if _GRANT.search(about) else about
    if those := list(THOSE.finditer(text, start, quantity.number)):
        whom = those[-1]["whom"]
        if re.search(r"\d", whom):  # 新引进的企业，当年投资5000万元以上的
            whole = re.split("[。；：]", text[start : those[-1].end("whom")])[-1]
            whom = _FIRST_OF_ALL.sub("", whole.replace("，", ""))
        return whom, "" if _GRANT.fullmatch(about) else about
    opens = _SUPPORTED.match(sentence.cut(text))
    return (opens["what"] if opens else ""), about


def _as_told(text: str, start: int, quantity: Quantity) -> str:
    if used := _USED_FOR.match(text, quantity.span.end):
        return used["form"] or used["what"]  # 给予租金补贴; 支持技术改造
    clause = text[max(text.rfind(mark, start, quantity.number) for mark in "，；。：") + 1 : quantity.number]
    given_as = _GRANT.search(clause)  # 发放奖励不超过50万元/项
    return given_as[0] if given_as else ""
