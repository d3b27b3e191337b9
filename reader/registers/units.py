"""Names of units: lists taken apart, names written in full, names of the same unit known as such.

Owns what counts as a unit. Knows no notes and no documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Unit
from reader.core.span import Span
from reader.registers.lexicon import Lexicon

_HEAD: Final = (
    "局|委|办|厅|部|院|处|室|中心|政府|公司|集团|海关|银行|分行|支行|委员会|管委会|开发区|高新区|经开区|保税区|示范区|功能区|新区|"
    "生态城|街道|街镇|镇街|镇|乡|部门|单位|联|协|协会|联合会|商会|社|港|站|署|队|大学|学院|学校|医院|企业|园区|园|机构|县|区|旗|军|馆|台|组|县市|高校|院校|党校|报社|研究所|院所|金融机构|运营商|运营企业|监会|工会|团中央|促会|总会|学会|基金会|红十字会"
)
_UNIT: Final = late(rf"[^、，,；;。：:]{{0,28}}(?:{_HEAD})(?:（[^（）]{{1,20}}）)?")
_STRONG: Final = late(
    r"(?:局|委|办|厅|部|处|政府|公司|集团|海关|银行|分行|委员会|管委会|开发区|高新区|经开区|保税区|生态城|街镇|部门|单位|"
    r"联|协|协会|港|署|队|中心|办公室|院)(?:（[^（）]{1,20}）)?"
)
_ENDS_AS_UNIT: Final = late(r"[\u4e00-\u9fff]{2,}(?:局|委|办|厅|部|政府|公司|管委会|中心|办公室|部门|单位|街道|集团)$")
_NO_UNIT: Final = late(r"以下|包括|含|不含|原|例如|比如|详见|见|附|参见|简称|下同|其中|[A-Za-z0-9%]+[区部]")
_GENERIC: Final = late(
    r"^(?:各|相关|有关|其他|所有|全市|全区|市级|区级|区县级|省级)|^.{0,8}各.{0,6}(?:部门|单位|机构|街道|乡镇|镇|政府|专班|科室|处室|区|县)$"
    r"|(?:相关|有关|责任|成员|主管)(?:部门|单位|区|企业|机构|区人民政府|区政府)$|^.{0,8}的(?:区|部门|单位|县)"
)
_LEVEL: Final = late(
    r"(自治区党委|市委|区委|县委|省委|州委|自治区|自治州|自治县|兵团|市|区|县|省|州|盟|旗|镇)(?!区|县|级|场|内|域|直|委)"
)
_PARTY: Final = late(
    "(?:网信|文明|宣传|组织|统战|政法|编|社会工作|老干部|教育工|巡察|巡视|机要|改革|财经|军民)(?:办公室|办|委|部|局)"
)
_BARE_WORD: Final = late(r"(?:部门|单位|机构|企业|高校|院校|高等院校|科研院所|金融机构|国有企业)")
_COMPLETES: Final = late(r"(?:厅|局|委|办|部|会|联|队|中心|委员会|办公室|社|院)(?:（[^（）]{1,16}）)?$")
_CENTRAL: Final = (
    "国家|中国|中央|全国|国务院|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|长江|黄河|珠江|淮河|海河|太湖|松辽|东海|南海|北海"
)
# 密码管理局, 农机局: of whatever field, but not one that has a place of its own (宁波海事局, 长江航运公安局)
_AN_OFFICE: Final = late(
    rf"(?!{_CENTRAL})(?![\u4e00-\u9fff]{{2,}}(?:海事|证监|银保监|监管|海关|铁路|邮政|航运|航道|流域|河务|调查总?队|公安|税务|矿山|分)局)"
    "(?:城乡|[^省市区县州旗镇乡江河湖海港山的各]){2,6}局"
)
_ITS_OWN_PLACE: Final = late("(?:民航|国家能源局|海事)[\u4e00-\u9fff]{2,4}(?:监管局|管理局|监管办)")  # 民航江北监管局
_PLACE: Final = late(r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|市))?(?:[\u4e00-\u9fff]{1,7}?(?:新区|区|县|旗))?")
_OPEN: Final = late(r"(?<![高中初平同])等(?!教|学|级保护)(?P<tail>[^、，,；;]{0,18})$")
_MANY: Final = late(
    r"(?:(?:相关|有关)各?|各|\d+个|[二三四五六七八九十]个)?(?P<kind>[区县市镇乡旗]{1,3}|[县区市镇]（[^（）]{1,4}）|镇街|街镇|街道)"
    r"(?P<what>(?:人民)?政府|办事处)?(?P<aside>（[^（）]{1,8}）)?"
)
_BARE_PLACE: Final = late(r"[\u4e00-\u9fff]{2,4}")
_EVERY: Final = late(
    r"(?:各|有关|相关)[^、，。的]{0,6}(?:市|州|街|乡|村)(?:（[^（）]{1,6}）)?"
    r"|(?:各|有关|相关)(?![个项级自种类方])[^、，。；：的按负配]{2,9}"  # 各高等院校, 各通信运营商
)
_BARE_NAME: Final = late("[\u4e00-\u9fff（）]{2,10}(?<!工作)")
_LEVEL_NAME: Final = "(?:省|自治区|直辖市|[市州盟旗区县乡镇]|自治[州县旗]|设区市|县级市|盟行政公署|街道)"
_ASIDE_LEVEL: Final = "(?:（[省市区县旗州盟、]{1,5}）)?"  # 县（市）
_ALL_LEVELS: Final = late(rf"各{_LEVEL_NAME}{_ASIDE_LEVEL}(?:、{_LEVEL_NAME}{_ASIDE_LEVEL})*")
_NEXT_LEVEL: Final = late(rf"、{_LEVEL_NAME}(?=（|人民政府|政府|办事处|管委会|、|$|[，,；;])")
_NEXT_UNIT: Final = (
    "(?:(?<=[^总分][局委办厅])(?<!市委)(?<!区委)(?<!县委)(?<!省委)|(?<=中心)|(?<=公司)|(?<=集团))(?=(?:各|{level}(?!区|县|级|场|内|域|直))"
    "[\u4e00-\u9fff、（）]{{0,16}}?(?:局|委|办|厅|部|政府|中心|公司|会|联|镇|乡|街道|园区|单位|部门)(?:$|[、，,（等市县省区各]))"
)
_MOSTLY: Final = 0.6  # of a list's items, known as units, that make the others units too
_KEPT: Final = 256  # lists for which it is kept whether they are of units: a note asks several times for each
_ENOUGH: Final = 4  # items of a list that needs no key word for that
_BARE_DISTRICT: Final = late(r"[\u4e00-\u9fff]{1,6}[区县市镇乡旗]")
_AND: Final = late(
    r"(?:以及|会同|和|及|与)(?=(?:市委|区委|县委|省委|州委|各|有关|相关|其他|市|区|县|省|州[委直政]|自治区|驻)(?!场))"
    r"|(?<=[局委办厅部府会])(?:以及|和|及|与)(?=[\u4e00-\u9fff]{1,12}(?:局|委|办|厅|部|政府|中心|公司|会|队)(?:$|[、，,（等]))"
)


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units of one list, and the words that leave it open (等市级相关部门)."""

    units: tuple[Unit, ...] = ()
    others: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    start: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))


@lru_cache(maxsize=_KEPT)
def looks_like_units(text: str, *, plainly: bool = True) -> bool:
    """Whether a bracket without any key word holds nothing but names of units.

    Args:
        plainly: one of them at least ends as units do, and not as places (街道, 园区).
    """
    items = _split(text, 0)
    if not items or _NO_UNIT.match(text):
        return False
    places = _places_of_many(items)
    unknown = 0
    for index, item in enumerate(items):
        opened = _OPEN.search(item.text)
        if index in places or _EVERY.fullmatch(item.text):
            continue
        name = item.text[: opened.start()] if opened else item.text
        name = re.sub(
            f"^{_ALL_LEVELS.pattern}、", "各", re.sub(r"（[^（）]{1,8}）(?=.)", "", name)
        )  # 各市、县（市、区）人民政府
        if len(name) > 26 or not _UNIT.fullmatch(name) or ("的" in name and not _GENERIC.search(name)):
            if not _BARE_NAME.fullmatch(name) or (plainly and len(items) < _ENOUGH):
                return False
            unknown += 1
    if unknown and unknown > len(items) * (1 - _MOSTLY):
        return False
    return not plainly or any(_STRONG.search(item.text) for item in items)


def _places_of_many(items: Sequence[_Item]) -> set[int]:
    """Which items only name places, made units by what closes the list: 甲、乙等相关镇人民政府, 甲、乙等镇街."""
    found: set[int] = set()
    for index, item in enumerate(items):
        opened = _OPEN.search(item.text)
        if not opened or not _MANY.fullmatch(opened["tail"]):
            continue
        names = [*(i.text for i in items[:index]), item.text[: opened.start()]]
        for at in range(index, -1, -1):
            if not _BARE_PLACE.fullmatch(names[at]) or _UNIT.fullmatch(names[at]):
                break
            found.add(at)
    return found


def read_units(text: str, at: int, region: str | None, lexicon: Lexicon) -> UnitList:
    """The units of a list such as 甲、乙等相关部门，丙.

    Args:
        at: where `text` starts in its block.
        region: of the document, to tell 区科技局 of one district from that of another.
    """
    units: list[Unit] = []
    others: list[str] = []
    items = _split(text, at)
    for item in items:
        opened = _OPEN.search(item.text)
        if not opened and others and _BARE_WORD.fullmatch(item.text):
            continue  # 等部门和单位
        if not opened:
            units.append(_unit(item.text, item.span, region, lexicon))
            continue
        name, tail = item.text[: opened.start()], opened["tail"]
        if name:
            units.append(_unit(name, Span(item.start, item.start + len(name)), region, lexicon))
        many = _MANY.fullmatch(tail)
        if many:
            units = _as_districts(units, text[: item.span.end - at], at, many, region, lexicon)
        else:
            others.append("等" + tail)
    units = [u for u in units if not _is_person(text, u.span.start - at, u)] or units
    named = with_levels([_without_bare(units)], region, lexicon)[0]
    return UnitList(tuple(_once(named)), tuple(others), all(_is_unit(u) for u in named))


def _is_person(text: str, at: int, unit: Unit) -> bool:
    """县住建局 张三: a name behind a blank that no unit has."""
    return at > 0 and text[at - 1] in " 　" and len(unit.as_written) in {2, 3} and not _UNIT.fullmatch(unit.as_written)


def _without_bare(units: Sequence[Unit]) -> list[Unit]:
    """市直有关部门、单位: the bare word only widens the name before it."""
    return [u for n, u in enumerate(units) if not (n and _BARE_WORD.fullmatch(u.as_written) and units[n - 1].generic)]


def _is_unit(unit: Unit) -> bool:
    return unit.generic or (bool(_UNIT.fullmatch(unit.name)) and len(unit.name) <= 26)


def _once(units: Sequence[Unit]) -> list[Unit]:
    found: dict[str, Unit] = {}
    for unit in units:
        found.setdefault(unit.key, unit)
    return list(found.values())


def _split(text: str, at: int) -> list[_Item]:
    """The list's items: parted by 、 ， ； outside brackets, and by 和 before a level."""
    parts: list[_Item] = []
    depth = start = 0
    for index, character in enumerate([*text, "、"]):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif _ALL_LEVELS.fullmatch(text, start, index) and _NEXT_LEVEL.match(text, index):
            continue  # 各市、县（市、区）人民政府 is one, and 各省、自治区、直辖市人民政府
        elif _parts_here(text, start, index, depth):
            parts += _parts(text[start:index], at + start)
            start = index + 1
    return parts


def _parts_here(text: str, start: int, index: int, depth: int) -> bool:
    """Whether an item of the list ends here: at its end, at a mark outside brackets, at a blank behind a unit."""
    if index == len(text):
        return True
    if text[index] in " 　":
        return _ENDS_AS_UNIT.search(text[start:index]) is not None
    if text[index] in "/／":
        return not depth and re.match("[\u4e00-\u9fff]{2}", text[index + 1 : index + 3]) is not None
    return text[index] in "、，,；;\n" and not depth


def _parts(text: str, at: int) -> list[_Item]:
    found, start = [], 0
    joints = sorted([*_AND.finditer(text), *_run_together(text)], key=lambda match: match.start())
    for match in [*joints, None]:
        piece = text[start : match.start() if match else len(text)]
        bare = piece.strip(" \t　。.")
        if bare:
            found.append(_Item(bare, at + start + piece.index(bare)))
        start = match.end() if match else 0
    return found


def _run_together(text: str) -> Iterator[re.Match[str]]:
    """市民政局市数据局: where a unit ends and one of its level, or 各…, begins; the blanks between them were lost."""
    level = re.match("[省市区县州旗]", text)
    return re.finditer(_NEXT_UNIT.format(level=level[0]), text) if level else iter(())


def _as_districts(
    units: list[Unit], text: str, at: int, many: re.Match[str], region: str | None, lexicon: Lexicon
) -> list[Unit]:
    """甲区、乙区等相关区人民政府: each a government of its own, with the words of the whole phrase."""
    what = many["what"] or ""
    first = len(units)
    while first and _is_place(units[first - 1].as_written):
        first -= 1
    if first == len(units):
        return units
    words = text[units[first].span.start - at :]
    made = []
    for unit in units[first:]:
        name = unit.as_written
        if _BARE_DISTRICT.fullmatch(name):  # 东湖区（管委会）: the bracket is about the others
            full = name + what
        else:
            full = name + re.sub("（[^（）]*）", "", many["kind"]) + what + (many["aside"] or "")
        made.append(_unit(full, unit.span, region, lexicon))
    return [*units[:first], *(replace(u, as_written=words) for u in made)]


def _is_place(name: str) -> bool:
    return bool(_BARE_DISTRICT.fullmatch(name) or (_BARE_PLACE.fullmatch(name) and not _UNIT.fullmatch(name)))


def with_levels(lists: Sequence[Sequence[Unit]], region: str | None, lexicon: Lexicon) -> list[tuple[Unit, ...]]:
    """省数据局、财政厅: a department named without its level has that of the one before it in the note.

    Args:
        lists: the units of the clauses of one note, in reading order.
    """
    said = [(n, _level_of(unit)) for n, units in enumerate(lists) for unit in units]
    levels = [level for _n, level in said if level]
    if not levels:
        return [tuple(units) for units in lists]
    last = levels[0] if len(set(levels)) == 1 else ""
    made: list[tuple[Unit, ...]] = []
    for units in lists:
        full = []
        for unit in units:
            level = _level_of(unit)
            last = level or last
            full.append(_completed(unit, last, region, lexicon) if last and not level else unit)
        made.append(tuple(full))
    return made


def _level_of(unit: Unit) -> str:
    """市 of 市财政局 and of 市委宣传部; nothing of a unit that any number of others are meant by."""
    level = _LEVEL.match(unit.name) if not unit.generic else None
    return re.sub("党?委$", "", level[1]) if level else ""


def _completed(unit: Unit, level: str, region: str | None, lexicon: Lexicon) -> Unit:
    """The unit with a level in front, where its name is that of a department any level has."""
    name = unit.name
    whole = name in lexicon.whole or unit.as_written in lexicon.whole
    if unit.generic or whole or not _COMPLETES.search(name) or (name.endswith("厅") and level not in {"省", "自治区"}):
        return unit
    bare = re.sub("（[^（）]*）$", "", name)
    party = bare in lexicon.party or _PARTY.fullmatch(bare) is not None
    if _ITS_OWN_PLACE.match(bare):
        return unit
    if (
        not party
        and not name.startswith(lexicon.fields)
        and bare not in lexicon.stems
        and not _AN_OFFICE.fullmatch(bare)
    ):
        return unit
    between = "党委" if party and level == "自治区" else "委" if party else ""
    full = _unit(level + between + unit.as_written, unit.span, region, lexicon)
    return replace(full, as_written=unit.as_written)


def _unit(text: str, span: Span, region: str | None, lexicon: Lexicon) -> Unit:
    written = text.strip()
    if _GENERIC.search(written):
        return Unit(written, written, f"*/{written}", span, generic=True)
    name, key = _named(written, region, lexicon)
    return Unit(name, written, key, span)


def _named(written: str, region: str | None, lexicon: Lexicon) -> tuple[str, str]:
    """The name in full and the key."""
    bare = re.sub(r"（[^（）]*）$", "", written) or written
    if bare in lexicon.whole or written in lexicon.whole:
        return written, f"/{lexicon.whole.get(written) or lexicon.whole[bare]}"
    place, level, stem = _taken_apart(bare)
    party = level.endswith("委")
    if not party and level and stem in lexicon.party and stem not in lexicon.stems:  # 市网信办 is 市委网信办
        party, written = True, written.replace(stem, f"委{stem}", 1)
    known = (lexicon.party if party else lexicon.stems).get(stem)
    full = stem if party else lexicon.shown.get(stem, stem)
    if party and known and len(known) > len(stem) and known[-1] == stem[-1]:
        full = known
    name = written.replace(stem, full, 1) if stem and full != stem else written
    where = place or _where(level, region)
    return name, f"{where}/{'委' if party else ''}{known or stem}"


def _taken_apart(name: str) -> tuple[str, str, str]:
    """天津市滨海新区工信局 → (滨海新区, 区, 工信局); 市委网信办 → ("", 市委, 网信办)."""
    if level := _LEVEL.match(name):
        return "", level[1], name[level.end() :] or name
    place = _PLACE.match(name)
    if place and place.end() and place.end() < len(name):
        said, stem = place[0], name[place.end() :]
        districts = re.findall(
            r"[\u4e00-\u9fff]{1,7}?(?:新区|区|县|旗)", re.sub(r"^.+?(?:省|自治区|市)(?=.)", "", said)
        )
        smallest = districts[-1] if districts else said
        if stem.startswith("委") and len(stem) > 2 and not stem.startswith("委员"):
            return smallest, "区委", stem[1:]
        return smallest, smallest[-1], stem
    return "", "", name


def _where(level: str, region: str | None) -> str:
    """The place that 市 or 区 means in a document of `region` (天津市滨海新区)."""
    if not level:
        return ""
    city, district = places_of(region)
    here = {"市": city, "省": city, "区": district, "县": district, "旗": district, "州": city}.get(level[0])
    return here or (level[0] if len(level) == 2 else level.removesuffix("党委"))


def places_of(region: str | None) -> tuple[str, str]:
    """City and district of a region's name: 天津市滨海新区 → (天津市, 滨海新区)."""
    if not region:
        return "", ""
    match = re.fullmatch(r"(.*?(?:省|自治区|市))?(.*)", region)
    assert match is not None
    return match[1] or "", match[2] or ""


def unit_key(name: str, region: str | None, lexicon: Lexicon) -> tuple[str, bool]:
    """The key of a name that somebody typed, and whether it says of which level or place it is."""
    unit = _unit(name, Span(0, len(name)), region, lexicon)
    place, _, stem = unit.key.partition("/")
    return unit.key, bool(place) or stem.startswith("*") or name in lexicon.whole
