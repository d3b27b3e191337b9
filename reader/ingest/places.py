"""Where an authority sits: region and level read from the names at the head of titles and signatures. Facts only."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_NATIONAL = re.compile(
    r"^(?:中共中央|中国共产党中央|国务院|全国人|中华人民共和国|国家|工业和信息化部|科学技术部|科技部|财政部|商务部|教育部|公安部|民政部"
    r"|司法部|人力资源|自然资源部|生态环境部|住房和?城乡建设部|交通运输部|水利部|农业农村部|文化和旅游部|应急管理部|退役军人|审计署"
    r"|海关总署|市场监管总局|税务总局|中国人民银行|中国证监会|中央|最高人民)"
)
_HAN = r"[\u4e00-\u9fff]"
_NOT_PLACE = "域|块|位|间|级|场|政|属|直|内|外|民|容|镇|委|县"
_CITY = re.compile(rf"^((?:{_HAN}(?!政府|关于|印发)){{1,8}}?(?:自治州|地区|盟|市))(?!{_NOT_PLACE})")
_DISTRICT = re.compile(
    rf"^((?:{_HAN}(?!政府|关于|印发)){{1,9}}?(?:自治县|自治旗|新区|开发区|高新区|林区|特区|区|县|旗|市))(?!{_NOT_PLACE})"
)
_NO_NAME = re.compile(
    "^(?:全|我|本|各|该|城|上|超|门|股|都|夜|省|地级以上|区|县|市|街|社|小|园|景|校|厂|库|山|辖|示范|试验|保税|自贸|高新技术|经济|数字|智慧)"
    "(?:市|区|县)|^(?:推进|加快|促进|关于|支持|鼓励|加强|深化|建设|国家|中国|城市|上市|数字|智慧|农村|产业|高新)"
)


_ZONES = {"深圳": "深圳市", "珠海": "珠海市", "汕头": "汕头市", "厦门": "厦门市", "海南": "海南省"}
_ZONE = re.compile(f"^({'|'.join(_ZONES)})经济特区")


def region_of(names: Sequence[str]) -> str | None:
    """The place of the first name that has one: province, city, district as written together; None where none does."""
    places = [place for name in names if (place := _place(to_simplified(name)))]
    return max(places[:3], key=_depth, default=None) if places and _same_root(places) else next(iter(places), None)


def _same_root(places: Sequence[str]) -> bool:
    return all(place.startswith(places[0]) for place in places[:3])


def _depth(place: str) -> int:
    return len(place)


def _place(name: str) -> str | None:
    name = re.sub("^(?:中共|中国共产党|共青团)", "", name)
    name = _ZONE.sub(lambda m: _ZONES[m.group(1)], name)
    province = next((p for p in PROVINCES if name.startswith(p)), None)
    if province:
        rest = name[len(province) :]
    else:
        province = next((p for p in PROVINCES if name.startswith(_SHORT[p])), None)
        rest = name[len(_SHORT[province]) :] if province else name
    if province in PROVINCES[-2:]:
        return province
    city = "" if province in MUNICIPALITIES else _found(_CITY, rest)
    district = _found(_DISTRICT, rest[len(city) :])
    return (province or "") + city + district or None


def _found(pattern: re.Pattern[str], name: str) -> str:
    match = pattern.match(name)
    return match.group(1) if match and not _NO_NAME.match(match.group(1)) else ""


def level_of(issuers: Sequence[str], region: str | None, title: str) -> str:
    """national, province, city or district; unknown where neither issuers nor region say."""
    if any(_NATIONAL.match(to_simplified(i)) for i in issuers) or (not region and _NATIONAL.match(title)):
        return "national"
    if not region:
        return "unknown"
    if region in PROVINCES:
        return "province"
    below = region.endswith(("区", "县", "旗")) and not region.endswith("地区")
    if region.startswith(MUNICIPALITIES) or below:
        return "district"
    return "district" if region.count("市") > 1 or re.search("(?:自治州|地区|盟).+市$", region) else "city"
