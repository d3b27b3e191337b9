"""Names of systems, platforms, applications, scenarios, centres and programmes, found in one text.

Owns the general rules: what ends a name (平台, 系统 …), where it begins, and what is a class of things and no name.
Must not compare documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import SystemType
from reader.core.span import Span
from reader.registers.generic import MORE_NAMES, SURE, is_any_of_a_kind, is_generic, score
from reader.registers.lexicon import Lexicon
from reader.registers.name_starts import QUOTED, after_verbs, name_start
from reader.registers.name_words import BAD_END, HEAD, LED_END, SEVERAL, SEVERAL_END, TYPES
from reader.registers.programmes import is_programme
from reader.registers.quoted_names import COUNTS, Name, brands, listed, quoted_whole

_ANYWHERE: Final = r"国家(?!级|部委)|全国|全市|全区|全省|本市|新区|京津冀|中国"
_CLASS_VERB: Final = late(r"(?:研发|研制|突破|攻克|发展|引进|研究|支撑|智能化|自主|基于)(?:.{0,2})$")
_OWN: Final = frozenset(
    ["大脑", "驾驶舱", "中台", "政务云", "政务外网", "政务内网", "智能中枢", "城域网", "算力网", "防控网"]
)
_GRADE: Final = late("(?:国家|[省市区县])级")
_LOW_GRADE: Final = late("[村镇]级(?P<of>.*)")
_OFFICE: Final = late(
    r"(?:国家|[省市区县])级?(?:公积金|政务服务|公共资源交易|不动产登记|确权登记|行政服务|市民服务|疾控|疾病预防控制|社保|医保)(?:事务|管理)?"
)
_LIST_COUNTED: Final = late(r"(?:、[^，。；、]{2,14}){1,4}?(?:中心|基地|平台|实验室)(?:分别)?达到?\d")
_COUNTED: Final = late(
    r"(?:(?:实现|达到)?[^，。；]{0,6}全覆盖|覆盖率|数量|总数|个数|达到?\d|建设率|\d+(?:余|多)?(?:个|家|所|座|处|套|项))"
)
_SENTENCE: Final = late(
    r"由|应当|不得|和本市|本系统|国家和|可以|根据|实行|按(?!需)|予以|进行|从事|获取|非法|规定|有$|^.{0,4}对(?!外|接|口|标|话|比|账|讲)|副$|"
    r"坚持|乡镇|我们|我省|可在|单个|每个|以下|因[\u4e00-\u9fff]{2,}或|^\d{1,2}[\u4e00-\u9fff]|首批|首[款台套个家创张座艘例]|最[大强高早]|入选|多措并举|流沙|更多|大通道|推进$|政府$|"
    r"(?:国际|国家|全国|世界|区域性?)(?:航运|金融|贸易|经济|消费|科技|创新|航空|物流|会展|文化|交往|商贸|服务|制造业|先进)+$|^(?:中国|国家|全国)?(?:经济|政治|文化)$"
)
_SECTOR: Final = late(
    r"[^智一“]*(?:工业|政法|教育|卫生|卫生健康|金融|司法|公安|党政|工会|法院|检察|计算机信息|综合交通运输|立体交通)"
)
_BUILDS: Final = late(r"(?:建设|搭建|打造|构建|建成|建立|上线|组建)(?:完善)?(?:了)?")
_CLASS: Final = late(r"跨|专业化|共性|合作|科技创新|多层次|各类|行业|区域性|第三方|嵌入式|开放标准|新型")
_LISTED_BEFORE: Final = ("”、", "平台、", "系统、", "中心、", "小程序、", "建设", "建成", "打造", "上线")
_QUOTED_BEFORE: Final = late(r"(?:“[^“”]{1,24}”)+(?=“)")
_CALLED: Final = late(
    r"（(?:以下)?(?:统一)?简?称(?:为)?[：:]?“?(?P<short>[^（）“”，。；]{3,16})”?）"
)  # 以下简称“感知平台”
_JUDGED: Final = late("(?:获评|认定|争创|评为|评定|获批|创建)(?:为|的)?$")
_KEEPS_UP: Final = late("(?:持续|不断|进一步|加快)*(?:完善|优化|升级|迭代|用好|改造)+(?:提升|完善|升级)?")
_LONG: Final = 8  # characters of generic words that make one thing where it is said to be at work
_AT_USE: Final = late("接入|上线|投用|汇聚|归集|覆盖|注册|累计|升级")  # 工业互联网安全监测平台接入企业300家
_FIRST_OF_ITS_KIND: Final = late("[首第][个家批一]|唯一")
_PLAIN_WORDS: Final = frozenset(["智慧", "智能", "数字", "统一", "专业", "综合", "信息", "服务", "管理"])
_FEW: Final = 3  # characters between a quotation and the end of a name that say more than a number of things
_BECOMES: Final = late(r"(?:作为|成为|打造成|建设成|建成为|[既也就]是)(?:[^，。；“”]{0,12}的|具有[^，。；]{0,40}的)?$")
_LATER: Final = late(r"（[A-Za-z0-9]+）|网站")
_BEFORE: Final = 80  # characters before a name that can speak for it


def places_rule(region: str | None) -> re.Pattern[str]:
    """What a name opens with that belongs to a place: 全市, 国家, and a document's own region in full or in short."""
    parts = re.findall(r".+?(?:省|自治区|市|新区|区|县)", region or "")
    words = {w for p in parts for w in (p, re.sub(r"(?:省|自治区|市|新区|区|县)$", "", p)) if len(w) > 1}
    return re.compile("|".join([*map(re.escape, sorted(words, key=len, reverse=True)), _ANYWHERE]))


def names_in(text: str, lexicon: Lexicon, places: re.Pattern[str]) -> Iterator[Name]:
    """All names of a text, in order; of overlapping ones the first, then the longest. `places`: see `places_rule`."""
    found = [*listed(text), *brands(text, lexicon), *quoted_whole(text), *_headed(text, lexicon, places)]
    end = -1
    for name in sorted(found, key=lambda n: (n.span.start, -n.span.end)):
        if name.span.start >= end:
            called = _CALLED.match(text, name.span.end)
            yield replace(name, short=called["short"], sure=True) if called else name
            end = name.span.end


def _headed(text: str, lexicon: Lexicon, places: re.Pattern[str]) -> Iterator[Name]:
    for match in HEAD.finditer(text):
        head, end = match[0], match.end()
        if head in BAD_END and BAD_END[head].match(text, end):
            continue
        if HEAD.match(text, end) or _LATER.match(text, end) or text.endswith("为", 0, match.start()):
            continue  # a later head ends the name; WMS and the like stand behind classes; 以…为中心
        name = _of(text, name_start(text, match.start()), match, lexicon, places)
        if name:
            yield name


def _of(text: str, start: int, match: re.Match[str], lexicon: Lexicon, places: re.Pattern[str]) -> Name | None:
    head, end, kind = match[0], match.end(), TYPES[match[0]]
    start = after_verbs(text, start, match.start(), kind)
    words = text[start:end]
    modifier = text[start : match.start()]
    before = text[max(0, start - _BEFORE) : start]
    if (
        not modifier
        or re.search(r"(?<![平高中初])等", modifier)
        or before.endswith(("《", "“"))
        or re.search(r"[A-Za-z]（$", before)
    ):
        return None
    if apart := _QUOTED_BEFORE.match(words):
        start += apart.end()  # “甲办”“乙钉”平台: two names
        words = text[start:end]
    quoted = QUOTED.search(words)
    if quoted:
        return _with_core(text, start, end, head, quoted, (places, lexicon))
    if _is_no_one_name(text, end, before, modifier, head, kind, lexicon):
        return None
    if _BECOMES.search(before):
        return None  # 建设成为国际化人才发展平台: what a thing is to be
    if head in {"平台", "系统"} and modifier in _PLAIN_WORDS:
        return None  # 建设智慧平台
    if not 2 <= len(modifier) <= 26 or kind == "scenario" or head == "基地":
        return None
    if kind != "programme" and _GRADE.match(modifier) and _JUDGED.search(before):
        return None  # 国家级双跨平台: whoever is judged to be one
    proper = places.match(words) is not None
    led = LED_END.search(before) is not None or not before
    if kind == "programme":
        behind = text[end : end + 1]
        named = is_programme(before, modifier, head, behind, lexicon, proper=proper)
        return Name(words, Span(start, end), kind, None, head) if named else None
    if head not in _OWN and is_generic(modifier, lexicon) and not (led and _is_built(modifier, lexicon, proper=proper)):
        described = kind in {"platform", "system"} and (
            _is_described(before, modifier)
            or _is_kept_up(before, modifier)
            or (_opens(before) and len(modifier) >= _LONG and _AT_USE.match(text, end))
        )
        return Name(words, Span(start, end), kind, None, head, sure=False) if described else None
    if not proper and head != "APP" and _CLASS_VERB.search(before):
        return None
    return Name(
        words, Span(start, end), kind, None, head, sure=score(modifier, head, lexicon, led=led, proper=proper) >= SURE
    )


def _is_no_one_name(
    text: str, end: int, before: str, modifier: str, head: str, kind: SystemType, lexicon: Lexicon
) -> bool:
    """Whether the words before a head are of several things, of an office, or of a sentence: no name of one thing."""
    return bool(
        SEVERAL.search(modifier)
        or "一个" in modifier
        or modifier[-1] in "-—/"
        or SEVERAL_END.search(before)
        or _COUNTED.match(text, end)
        or _LIST_COUNTED.match(text, end)
        or (
            head == "中心"
            and (_OFFICE.fullmatch(modifier) or (_GRADE.match(modifier) and is_generic(modifier, lexicon)))
        )
        or ((grade := _LOW_GRADE.match(modifier)) and (len(grade["of"]) <= _FEW or is_generic(grade["of"], lexicon)))
        or _SENTENCE.search(modifier.removesuffix("推进") if kind == "programme" else modifier)
        or (head == "系统" and (_SECTOR.fullmatch(modifier) or modifier.endswith(("生态", "大", "且", "文化"))))
        or (head == "云" and (not _is_cloud(before, modifier) or modifier[-1] in "上入端多行混有"))
        or (head == "行动" and modifier.endswith("实"))
        or modifier.endswith(("公司", "企业", "集团", "中心新", "异地双", "异地多"))
        or (kind == "centre" and is_any_of_a_kind(before, modifier, head, text[end : end + MORE_NAMES]))
        or modifier.startswith(("起", "以", "且", "并", "仍"))
    )


def _is_kept_up(before: str, modifier: str) -> bool:
    """Whether many generic words are of one thing that is there already: 完善经济安全监测预警平台."""
    clause = re.split(r"[，。；：）\n]", before)[-1]
    return len(modifier) >= _LONG and _KEEPS_UP.fullmatch(clause) is not None and _CLASS.search(modifier) is None


def _opens(before: str) -> bool:
    return not before or before[-1] in "。；\n"


def _is_cloud(before: str, modifier: str) -> bool:
    """Whether words before 云 may be a name: three characters, or two in a list of other names."""
    return len(modifier) > 2 or (len(modifier) == 2 and before.endswith(_LISTED_BEFORE))


def _with_core(
    text: str, start: int, end: int, head: str, quoted: re.Match[str], how: tuple[re.Pattern[str], Lexicon]
) -> Name | None:
    """A name that opens with quotation marks, or with a place before them (国家“互联网+监管”系统)."""
    places, lexicon = how
    words = text[start:end]
    between = words[quoted.end() :]
    if (
        (COUNTS.match(quoted[1]) and quoted[1] != "一张图" and not (TYPES[head] == "programme" and len(between) > _FEW))
        or (head in {"中心", "基地", "平台", "实验室"} and _COUNTED.match(text, end))
        or re.match(r"等|\d|个|类|、|为|向|与|和|及|以及|即|指(?!挥|数)|是", between)
        or len(between) > 16
        or SEVERAL.search(between)
        or "的" in between
    ):
        return None
    if quoted.start() and (_FIRST_OF_ITS_KIND.search(words[: quoted.start()]) or not places.match(words)):
        start += quoted.start()
    core = quoted[1]
    if core in lexicon.domain and TYPES[head] != "programme":
        return None  # 服务“三农”综合平台: a field, not a name
    if core.endswith("+") and TYPES[head] != "programme":
        return None
    return Name(text[start:end], Span(start, end), TYPES[head], core, head)


def _is_built(modifier: str, lexicon: Lexicon, *, proper: bool) -> bool:
    """Whether generic words make one thing all the same: a field with several others, or a place with several."""
    if any(word in modifier for word in lexicon.domain):
        return len(modifier) >= 6
    return proper and len(modifier) >= 8


_EAGER: Final = late("^(?:着力|加快|统一|统筹|进一步|支持[^，。；的]{2,8}?(?:机构|企业|单位)|推动|积极|探索|集约)+")


def _is_described(before: str, modifier: str) -> bool:
    """Whether generic words are built as one thing: 打造“…”的某某系统, 建设统一的某某平台."""
    clause = re.split(r"[，。；：）\n]", re.sub(r"“[^”]*”", lambda m: "※" * len(m[0]), before))[-1]
    builds = _BUILDS.match(_EAGER.sub("", clause))
    if (
        builds is None
        or SEVERAL.search(clause)
        or re.search("一批|领先|多样|多元|多层", clause)
        or _CLASS.search(modifier)
    ):
        return False
    quoted = clause.endswith("※的") or re.search("全[省市区县州]统一的$", clause) is not None
    return quoted or len(modifier) >= 6
