"""Where an authority sits: region and level read from the names at the head of titles and signatures. Facts only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.core.late_pattern import late
from reader.ingest.county_cities import COUNTY_CITIES, PREFECTURES
from reader.ingest.place_names import CITIES
from reader.ingest.repair.simplify import OF_NAMES
from reader.script import to_simplified

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
PROVINCES = (
    *MUNICIPALITIES,
    "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
    "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省",
    "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区",
    "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
_SHORT = {p: p[:3] if p.startswith(("黑龙江", "内蒙古")) else p[:2] for p in PROVINCES}
_NATIONAL = late(
    r"^(?:中共中央|中国共产党中央|国务院|全国人|中华人民共和国|国家|外交部|国防部|工业和信息化部|科学技术部|科技部|财政部|商务部|教育部|公安部|民政部"
    r"|司法部|人力资源|自然资源部|生态环境部|住房和?城乡建设部|交通运输部|水利部|农业农村部|文化和旅游部|应急管理部|退役军人|审计署"
    r"|国防科学技术工业委员会|海关总署|市场监管总局|税务总局|中国人民银行|中国证监会|中央|最高人民"
    r"|(?:卫生|林业|交通|铁道|建设|农业|文化|信息产业|国土资源|环境保护|化学工业|电力工业|对外经济贸易|对外贸易经济合作|劳动|人事|邮电|机械工业|冶金工业|煤炭工业|石油工业"
    r"|地质矿产|轻工业|纺织工业|水利电力|城乡建设环境保护|广播电影电视|国家安全|外交|监察|国内贸易|物资|林业和草原|民族事务)部(?:$|令|关于)|食品药品监管局|[^省市县区州]{2,10}总[局署]$)"
)
_MINISTRY = late(
    r"^[^省市县区州盟旗委队校院校集军]{2,8}(?<!组织)(?<!宣传)(?<!统战)(?<!武装)(?<!联络)(?<![支总分学])部$"
)
_HAN = r"[\u4e00-\u9fff]"
_NOT_PLACE = (
    "域|块|位|间|级|场|政(?!府|务|协)|属|直|内|外|民(?![用族政营兵间办防事商])|容|镇|委(?!员|办|关于|印发|组织|宣传|统战|政法|$)|县(?!级)|辖|值|面|话"
    "|集(?!市)"
)
_NO_PART = "的诉与对为在把就署局厅"
_CITY = late(rf"^((?:(?![{_NO_PART}县]){_HAN}(?!政府|关于|印发)){{1,10}}?(?:自治州|地区|盟|市))(?!{_NOT_PLACE})")
_NAME = rf"(?:(?![{_NO_PART}]){_HAN}(?!政府|关于|印发))"
_DISTRICT = late(
    rf"^({_NAME}{{1,3}}?(?:新区|林区|特区|区|县|市)|{_NAME}{{4}}县(?=人民|[\u4e00-\u9fff]{{2,6}}[局办]|委)|{_NAME}{{1,14}}?(?:自治县|自治旗)|{_NAME}{{1,9}}?旗"
    rf"|{_NAME}{{0,4}}?(?:经济技术|高新技术产业)开发区|{_NAME}{{2,4}}?(?:经济|高新)?开发区|{_NAME}{{0,3}}?高新区)(?!{_NOT_PLACE})"
)
_STATE = late(rf"^({_HAN}{{2,3}}省)(?!级|内|外|直|市(?!场)|份|委|辖|会|际|域)")
_NO_NAME = late(
    "^(?:全|我|本|各|该|城|上|超|门|股|都|夜|省|集|县|区|市|设|地级以上|街|社|小|园|景|校|厂|库|山|辖|老|灾|牧|矿|湖|港|片|示范|试验|保税|自贸|数字|智慧|国)"
    "(?:市|区|县|旗)"
    "|办公[厅室]|委员会|人民政府"  # two authorities one behind the other: 青溪市委办公室青溪市
    "|^(?:改善|优化|完善|提升|提高|规范|落实|发展|打造|构建|健全|贯彻|实施|深入|全面|切实|开展|强化|扩大|增强|培育|调整|进一步|批准|设立|授权|公布"
    "|同意|做好|实行)"
    "|^(?:推进|加快|促进|关于|支持|鼓励|加强|深化|建设|国家|中国|城市|上市|数字|智慧|农村|产业|高新技术产业|年|全国|跨)"
    "|中心|主城|^(?:[老新全市县古旧大建州镇府]?|..+)城区|^(?:[贫边偏深高老大中]?|..+)山区|社区|小区|老旧|(?:建成|规划|城镇|限行|禁养|禁燃)区|园区|街区|地区.|景区|片区|校区|厂区|库区|矿区|灾区|中心城市|..城市$|[强大]市$|强[县区]$|大都市"
    "|示范|试验|保税|保护|风景|生态|文明|循环|经济(?!技术开发区|开发区|特区)"
    "|产业(?!开发区)|先行|功能|自由|贸易|聚集|集聚|合作区|联防|禁|限|管理|人民|国旗|升旗|^[一两几多]|^经济开发区|^开发区"
)


_ZONES = {"深圳": "深圳市", "珠海": "珠海市", "汕头": "汕头市", "厦门": "厦门市", "海南": "海南省"}
_ZONE = late(f"^({'|'.join(_ZONES)})经济特区")


_BEFORE_PLACE = late(
    r"^(?:[^|丨｜]{1,12}[|丨｜])?[《“]?(?:(?:19|20)\d\d年(?:度)?)?(?:关于(?:印发|转发|公布|发布|批准)?)?(?:对(?=[\u4e00-\u9fff]{2,9}[省市县区]))?[《“]?(?:中共|中国共产党|共青团)?"
)
_NOWHERE = late(
    "^(?:中华人民共和国|全国|国家|中国|国务院|中央|最高人民)|诉.{2,80}案|(?:台湾|香港|澳门)(?:居民|同胞|投资|服务)"
)


_BRANCH = late(
    "^(?:国家(?:税务总局|统计局|金融监督管理总局|外汇管理局|矿山安全监察局|能源局|移民管理局)|中国人民银行|中国证监会|中国气象局)"
    "(?=[\u4e00-\u9fff]{2,16}(?:局|总队|分行|支行|办公室|专员办|调查队)(?:$|关于|公告|通告))"
)
"""A body of the state whose branch has the name of a place behind it: 国家税务总局青山省税务局."""


def region_of(names: Sequence[str]) -> str | None:
    """The place of the first name that has one: province, city, district as written together; None where none does."""
    places = [place for name in names if (place := _place(_simplified(name)))]
    return max(places[:3], key=_depth, default=None) if places and _same_root(places) else next(iter(places), None)


def _simplified(name: str) -> str:
    """A name in simplified script; what names of places keep in it stays: 乾安县."""
    return "".join(
        old if old in OF_NAMES else new for old, new in zip(name, to_simplified(name), strict=True)
    )  # t2s changes character by character


def _same_root(places: Sequence[str]) -> bool:
    return all(place.startswith(places[0]) for place in places[:3])


def _depth(place: str) -> int:
    return len(place)


_SHORT_PREFECTURE = re.compile("^([\u4e00-\u9fff]{2,4}?)(?:自治)?州(?!市)")
"""阿坝州 for 阿坝藏族羌族自治州."""


def _place(name: str) -> str | None:
    name = _BRANCH.sub("", _BEFORE_PLACE.sub("", name.strip()))
    if _NOWHERE.search(name):
        return None
    name = _ZONE.sub(lambda m: _ZONES[m.group(1)], name)
    province, rest = _province(name)
    if province in PROVINCES[-2:]:
        return province
    if (match := _SHORT_PREFECTURE.match(rest)) and match.group(1) in PREFECTURES:
        whole = f"{PREFECTURES[match.group(1)]}自治州"
        return (province or "") + whole + _found(_DISTRICT, rest[match.end() :])
    if province not in MUNICIPALITIES and (short := _short_city(rest)):
        return (province or "") + short
    city = "" if province in MUNICIPALITIES else _found(_CITY, rest)
    district = _found(_DISTRICT, rest[len(city) :])
    return (province or "") + city + district or None


_ABBREVIATIONS = dict(zip("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川黔滇陕甘青", PROVINCES[:26], strict=True))
_HERE = late("^([省市])(?:人民政府|委|政府|[\u4e00-\u9fff]{2,10}[局厅办委会])")


def region_by_number(number: str, body: str) -> str | None:
    """The province that the number of a document abbreviates (鄂政发), where its authority calls itself by its rank
    alone: 省人民政府, and 市人民政府 in a municipality. Cities below a province abbreviate with the same characters.
    """
    place, here = _ABBREVIATIONS.get(to_simplified(number[:1])), _HERE.match(to_simplified(body))
    if place is None or here is None:
        return None
    return place if (here.group(1) == "市") == (place in MUNICIPALITIES) else None


_OTHER = late("^(?:市|州|藏族|蒙古族|同胞|当局|居民)")
"""What behind the short name of a province makes it another place: 吉林市, 海南藏族自治州."""


def _province(name: str) -> tuple[str | None, str]:
    """The province a name begins with, in full, and the rest."""
    for full in PROVINCES:
        if name.startswith(full):
            return full, name[len(full) :]
    for full in PROVINCES:
        short = _SHORT[full]
        if name.startswith(short) and not _OTHER.match(name[len(short) :]):
            return full, name[len(short) :]
    if match := _STATE.match(name):
        return match.group(1), name[match.end() :]
    return None, name


def _short_city(rest: str) -> str:
    """The city, with its 市, that a name begins with where it leaves 市 out: 杭州城市大脑…."""
    short = next((rest[:size] for size in (5, 4, 3, 2) if rest[:size] in CITIES), "")
    return (
        f"{short}市" if short and not rest[len(short) :].startswith(("市", "地区", "自治", "县", "区", "港区")) else ""
    )


def _found(pattern: re.Pattern[str], name: str) -> str:
    match = pattern.match(name)
    return match.group(1) if match and not _NO_NAME.search(match.group(1)) else ""


_TELLING = {
    "香港特别行政区": late(
        r"香港|本港|港元|衞生署|屋宇署|運輸署|九龍|新界|一站通|港府|市區重建局|屋苑|立案法團|強積金|區議會|升降機|公屋|通(?:告|函)(?:（[^（）]{1,8}）)?第\d{1,3}/\d{4}號|[條规規]例[（(]\s?第\s?\d{1,4}[A-Z]{0,2}\s?章[）)]"
    ),
    "澳门特别行政区": late("澳門|氹仔|路環|葡文|行政法規|經濟財政司"),
    "台湾省": late(
        "臺灣|台灣|[臺台][北中南東]市|新北市|高雄市|桃園市|新臺幣|新台幣|中華民國|民國|行政院|直轄市|立法院|農委會|內政部|經濟部|衛生福利部"
    ),
}


def regional_of(text: str) -> str | None:
    """Which of the regions where traditional script is official a text speaks of most; None where it names none."""
    counts = {region: len(pattern.findall(text)) for region, pattern in _TELLING.items()}
    region = max(counts, key=lambda name: counts[name])
    if not counts[region] and "立法會" in text:  # Macao has one as well
        return "香港特别行政区"
    return region if counts[region] else None


_SPOKEN = {
    PROVINCES[-2]: late(
        "律政司|财政司司长|政务司司长|财经事务及库务局|食物及卫生局|环境及生态局|劳工及福利局|商务及经济发展局|民政及青年事务局|运输及物流局|立法会(?:会议|主席|议员)|由立法会制定|宪报|法律公告|可引称为|运输署|屋宇署|卫生署|香港特别行政区政府|特区政府|香港时间|香港特区|香港回归条例|保安局局长|动议(?:恢复)?二读|全港|民政事务处|港岛区|九龙区|新界[东西]区"
    ),
    PROVINCES[-1]: late("氹仔|路环|经济财政司|市政署|澳门特别行政区政府|澳门元"),
}
_SPEAKS = 2  # such words
_LISTED = late("(?:名单|名录|目录|清单|一览表)$")
_SHORTEST = 6  # characters of what is listed


def of_the_list(title: str, texts: Iterable[str]) -> str | None:
    """The place that the list of what a notice publishes names, where its own title names an authority by its rank
    alone: 市人民政府关于公布第五批文物保护单位的通知 and 青溪市第五批文物保护单位名单.
    """
    about = to_simplified(title)
    for text in map(to_simplified, texts):
        place = _place(text) if _LISTED.search(text) else None
        listed = _LISTED.sub("", text[len(place) :]) if place and text.startswith(place) else ""
        if len(listed) >= _SHORTEST and listed in about:
            return place
    return None


_FITTED = late("结合([\u4e00-\u9fff]{2,14}?[省市县区州盟旗])(?:的|工作)?实际")


def fitted_to(texts: Iterable[str]) -> str | None:
    """The place whose circumstances a document without title and signature says that it fits: 结合青溪区实际."""
    names = (match.group(1) for text in texts if (match := _FITTED.search(to_simplified(text))))
    return next(filter(None, map(_place, names)), None)


def spoken_in(texts: Iterable[str]) -> str | None:
    """Hong Kong or Macao where a document in simplified script speaks of their own offices alone."""
    text = to_simplified("\n".join(texts))
    if "人民政府" in text or "国务院" in text:
        return None
    return next((region for region, words in _SPOKEN.items() if len(words.findall(text)) >= _SPEAKS), None)


def level_of(issuers: Sequence[str], region: str | None, title: str) -> str:
    """national, province, city or district; unknown where neither issuers nor region say."""
    issuers = [name for name in issuers if not (_BRANCH.match(to_simplified(name)) and _place(name))]
    if any(_NATIONAL.match(to_simplified(i)) or _MINISTRY.match(i) for i in issuers) or (
        not region and _NATIONAL.match(to_simplified(title)) and not _place(title)
    ):
        return "national"
    if not region:
        return "unknown"
    if region in PROVINCES or region.endswith("省"):
        return "province"
    below = region.endswith(("区", "县", "旗")) and not region.endswith("地区")
    if region.startswith(MUNICIPALITIES) or below:
        return "district"
    if region.count("市") > 1 or re.search("(?:自治州|地区|盟).+市$", region):
        return "district"
    return "district" if _bare_city(region) in COUNTY_CITIES else "city"


def _bare_city(region: str) -> str:
    """The name of a city without its province and 市."""
    return _province(region)[1].removesuffix("市") if region.endswith("市") else ""
