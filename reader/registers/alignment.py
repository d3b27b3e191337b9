"""Several figures for several names: 城镇和农村居民收入分别增长5%和7%; 改造供水、燃气、排水管网500、300、120公里.

Owns which name each figure of such a run has. Where names and figures do not match, none is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reader.core.late_pattern import late
from reader.core.register import Place, Target
from reader.core.span import Span
from reader.registers.grants import THOSE
from reader.registers.quantities import Quantity

_BETWEEN: Final = late(r"(?:以上|左右|以内)?[、和及与，](?:分别)?")
_WAY: Final = late(
    r"(?:年均|平均|同比)*(?:增长率?|增加|提高|提升|上升|下降|降低|减少|增速|上涨|压减|压缩|缩短|回升)?(?:为|[到至]|达到?)?$"
)
_HEAD: Final = late(
    r"(?:居民(?:人均)?(?:可支配)?收入|人均(?:可支配)?收入|[\u4e00-\u9fff]{2}率|比重|比例|占比|收入|增加值|总额|总量|产值|产量|销量|面积|里程|人数|"
    r"人次|数量|规模|投资|用户|保有量|吞吐量|周转量|货运量|客运量|支出|贷款|存款|余额|床位数?|指数|水平|长度|管网|体系|企业|平台|中心|基地|价格|强度|浓度|"
    r"能耗|水耗|排放量?|用水量|机构|学校|项目|园区|道路|线路|增速|标准|补贴|出栏|存栏)$"
)
_YEARS: Final = late(
    r"(?:力争)?(?:[到至在])?20\d\d年(?:底|末)?(?:前)?(?:(?:[、，和及与]|以及)(?:[到至])?20\d\d年(?:底|末)?(?:前)?)+[，,]?"
)
_SPLIT: Final = late(r"[、，]|以及|和|及|与")
_STILL: Final = late(r"(?:[\u4e00-\u9fff]{0,4}到)?(?:20\d\d年)?(?:底|末)?(?:将|均|力争)?分别[\u4e00-\u9fff]{0,4}")
_GRADE: Final = late("(?:[国省市区县部]|国家|自治区|世界|国际)级(?:以上)?")
_GROWTH: Final = late(r"(?:增长|提高|提升|上升|下降|降低|减少|增加)$")
_MOST: Final = 12  # figures of a run that names are looked for
_PARALLEL: Final = frozenset([
    "城镇", "农村", "城市", "乡村", "国内", "国际", "省内", "省外", "市内", "市外", "入境", "出境",
    "境内", "境外", "国外", "公办", "民办", "男性", "女性",
    "中央", "地方", "企业", "居民", "工业", "农业", "水路", "公路", "铁路", "航空", "水运", "陆运", "东部", "西部",
    "南部", "北部", "供水", "供热", "供电", "燃气", "排水", "国家级", "省级", "市级", "县级", "区级", "镇级", "规上",
    "规下", "内资", "外资", "线上", "线下",
])  # fmt: skip
_ORDINALS: Final = frozenset("一二三四")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was judged, with the words around it.

    Attributes:
        lead: the words of its clause before it. compared_in: those that compare it, between these and the number.
    """

    quantity: Quantity
    noun: Span
    lead: str
    target: Target
    compared_in: str = ""

    def compared(self, comparator: str) -> Figure:
        """The same figure with another comparator."""
        return replace(self, target=replace(self.target, comparator=comparator))


def respectively(text: str, made: Sequence[Figure]) -> list[Target]:
    """The targets, with the names of runs given to each figure of them."""
    made = _of_a_grade(text, made)
    runs: list[list[Figure]] = []
    for before, figure in pairwise([None, *made]):
        if figure is None:
            continue
        if runs and before is not None and _goes_on(text, before, figure, each="分别" in runs[-1][0].lead):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    found: list[Target] = []
    for run in runs:
        found += _aligned(text, run, found) if len(run) > 1 or "分别" in run[0].lead else [run[0].target]
    return found


def _of_a_grade(text: str, made: Sequence[Figure]) -> list[Figure]:
    """20个国家级、19个省级重点县: what the second counts, the first counts too."""
    given = list(made)
    for at in range(len(given) - 2, -1, -1):
        figure, after = given[at], given[at + 1]
        grade = _GRADE.fullmatch(figure.target.what)
        rest = _GRADE.match(after.target.what)
        between = text[figure.noun.end : after.quantity.span.start]
        if grade and rest and re.fullmatch("[、和及与]", between):
            name = figure.target.what + after.target.what[rest.end() :]
            place = Place(
                figure.target.at.doc, figure.target.at.block, Span(figure.target.at.span.start, after.noun.end), ""
            )
            place = replace(place, quote=place.span.cut(text))
            given[at] = replace(figure, target=replace(figure.target, what=name, at=place))
    for at in range(1, len(given)):
        figure, last = given[at], given[at - 1]
        grade, of = _GRADE.fullmatch(figure.target.what), _GRADE.match(last.target.what)
        between = text[last.quantity.span.end : figure.quantity.span.start]
        if grade and of and between == f"、{grade[0]}":  # 国家级绿色工厂12家、省级30家
            name = figure.target.what + last.target.what[of.end() :]
            given[at] = replace(figure, target=replace(figure.target, what=name, sure=False, why=_WHY))
    return given


def _goes_on(text: str, before: Figure, figure: Figure, *, each: bool) -> bool:
    """Whether nothing but a comma or 和 stands between two figures that count nothing named behind them.

    Args:
        each: whether 分别 stands before the run.
    """
    if before.noun.end > before.noun.start or before.target.kind != figure.target.kind:
        return False
    if each and "分别" in text[before.quantity.span.end : figure.quantity.span.start]:
        return False  # 分别达到甲、乙，分别增长丙、丁: a run of its own
    if figure.compared_in and not each:
        return False  # 2个、达到29个
    words = text[before.quantity.span.end : figure.quantity.span.start]
    same = before.quantity.measure == figure.quantity.measure
    same = same or (before.quantity.measure == "个" and figure.quantity.measure.startswith("个"))
    listed = each or "、" in before.target.what
    return _BETWEEN.fullmatch(words) is not None and (same or listed) and words != "，"


def _aligned(text: str, run: Sequence[Figure], earlier: Sequence[Target]) -> list[Target]:
    first = run[0].target
    if len(run) > _MOST:
        return [replace(figure.target, sure=False, why=_WHY) for figure in run]
    if first.kind == "funding" and len(run) > 1 and (each := _grants(text, run)):
        return each
    if first.kind == "funding":
        named = next((f.target.what for f in reversed(run) if f.target.what), "")
        if "分别" in run[0].lead and len(run) == 1:
            return [replace(run[0].target, sure=False, why=_WHY)]
        return [f.target if f.target.what else replace(f.target, what=named, sure=False, why=_WHY) for f in run]
    run = _by_years(text, _measured_alike(_compared_alike(run)))
    noun = run[-1].noun.cut(text).strip("的 ")
    bare = re.sub("分别|(?<![年人户亩地日月])均", "", first.what).strip("、，")
    bare = _YEARS.sub("", bare).strip("、，")
    if _STILL.fullmatch(first.what) or not bare:
        return _of_those_before(run, earlier)
    if len({figure.target.deadline for figure in run}) == len(run) > 1:  # of one thing in several years
        return [replace(figure.target, what=bare, at=_from(text, run[0], figure)) for figure in run]
    way = _WAY.search(bare)
    assert way is not None
    given = _names(bare[: way.start()], len(run)) or _names(noun, len(run))
    given = given or _of_those_named_before(text, run, bare[: way.start()])
    start = min(f.target.at.span.start for f in run)
    made = []
    for number, figure in enumerate(run):
        at = figure.target.at
        target = replace(figure.target, at=Place(at.doc, at.block, Span(start, at.span.end), text[start : at.span.end]))
        if given and given.certain:
            made.append(replace(target, what=given.names[number] + way[0]))
        elif given:
            made.append(replace(target, what=given.names[number] + way[0], sure=False, why=_WHY))
        elif "分别" in run[0].lead or (len(run) > 1 and len(_SPLIT.split(bare)) > 1):
            made.append(replace(target, what=bare, sure=False, why=_WHY))
        else:
            made.append(figure.target)
    return made


def _grants(text: str, run: Sequence[Figure]) -> list[Target]:
    """对评为甲、乙的，分别给予30万元、20万元奖励: each grade its sum. Empty where their numbers differ."""
    whom, items = _receivers(run[0].target.what)
    if len(items) != len(run):  # 对甲，完成Ⅰ、Ⅱ、Ⅲ期试验的，分别给予…
        start = run[0].quantity.number
        near = max(text.rfind(mark, 0, start) for mark in "。；") + 1
        those = list(THOSE.finditer(text, near, start))
        whom, items = _receivers(those[-1]["whom"]) if those else (None, [])
    if whom is None or len(items) != len(run) or "分别" not in run[0].lead + run[0].compared_in:
        return []
    form = _PAID.search(run[-1].target.what) or _PAID.search(run[0].target.what)
    paid = form[0] if form else ""
    items[-1] = (items[-1].removesuffix(paid) if paid else items[-1]).removesuffix("的")
    ends = {item[-1] for item in items[:-1]}
    at = items[-1].find(next(iter(ends))) if len(ends) == 1 else -1
    shared = items[-1][at + 1 :] if at >= 0 else ""  # 甲级、乙级、丙级民宿: 民宿 is of all three
    if len(items[0]) == 1:
        shared = items[-1][1:]  # Ⅰ、Ⅱ、Ⅲ期试验
    span = Span(min(figure.target.at.span.start for figure in run), run[-1].target.at.span.end)
    return [
        replace(
            figure.target,
            what=whom["opens"] + (item if n == len(items) - 1 else item + shared) + paid,
            at=Place(figure.target.at.doc, figure.target.at.block, span, span.cut(text)),
        )
        for n, (item, figure) in enumerate(zip(items, run, strict=True))
    ]


def _receivers(words: str) -> tuple[re.Match[str] | None, list[str]]:
    whom = _WHOM.match(words)
    return whom, [item for item in re.split("[、，]|以及|和|及", whom["items"]) if item] if whom else []


_WHOM: Final = late(
    r"(?P<opens>(?:[^、，]{0,16}?(?:引进|完成|列入|认定为|评定为|认定的|评定的|评为|获评|获得|获批|入选|通过|取得|新获|突破|超过|达到))?)(?P<items>[^，]+)"
)
_PAID: Final = late(r"(?:一次性)?(?:奖励|补贴|补助|资助|奖补)(?:资金)?$")
_WHY: Final = "原文并列几项，数值与指标的对应请核对。"


def _compared_alike(run: Sequence[Figure]) -> Sequence[Figure]:
    """3.5%、6%、5%左右: the sign behind the last, or before the first, holds for all."""
    signs = [figure.quantity.comparator for figure in run]
    behind = not run[-1].compared_in  # 左右 stands behind the last, 达到 before it
    if len(run) > 1 and behind and signs[-1] == "~" and set(signs[:-1]) <= {"=", ">="}:
        return [figure.compared("~") for figure in run]
    if len(run) > 1 and "分别" in run[0].lead and signs[0] != "=" and set(signs[1:]) == {"="}:
        return [figure.compared(signs[0]) for figure in run]
    if len(run) > 1 and behind and signs[-1] in {">=", "<="} and set(signs[:-1]) == {"="}:
        return [figure.compared(signs[-1]) for figure in run]
    return run


def _from(text: str, first: Figure, figure: Figure) -> Place:
    at = figure.target.at
    span = Span(min(first.target.at.span.start, at.span.start), at.span.end)
    return Place(at.doc, at.block, span, span.cut(text))


def _by_years(text: str, run: Sequence[Figure]) -> Sequence[Figure]:
    """到2025年、2027年分别达到75%、85%: as many years as figures, and each has its own."""
    start = run[0].quantity.span.start
    said = list(_YEARS.finditer(text, max(0, start - 40), start))
    years = re.findall(r"20\d\d", said[-1][0]) if said else []
    if len(years) != len(run) or len(run) < 2 or any(f.target.kind != "target" for f in run):
        return run
    return [
        replace(f, target=replace(f.target, deadline=int(year), deadline_from="own", sure=bool(f.target.what)))
        for f, year in zip(run, years, strict=True)
    ]


def _measured_alike(run: Sequence[Figure]) -> Sequence[Figure]:
    """提高12个和15个百分点: the measure of the last is that of all."""
    last = run[-1].target.unit
    return [
        replace(f, target=replace(f.target, unit=last))
        if f.target.unit == "个" != last and last.startswith("个")
        else f
        for f in run
    ]


def _of_those_before(run: Sequence[Figure], earlier: Sequence[Target]) -> list[Target]:
    """到2025年分别达到甲、乙: the figures are of what as many figures before them are of."""
    many = len(run)
    if len(earlier) < many or len({target.what for target in earlier[-many:]}) < many:
        return [replace(figure.target, sure=False, why=_WHY) for figure in run]
    way = _WAY.search(re.sub("[^\u4e00-\u9fff]+$", "", run[0].lead + run[0].compared_in))
    more = way[0] if way and not re.search("[到至达为]$", way[0]) else ""
    return [replace(f.target, what=_GROWTH.sub("", earlier[n - many].what) + more) for n, f in enumerate(run)]


@dataclass(frozen=True, slots=True)
class _Given:
    """A name for each figure, and whether the words shared by all are certain."""

    names: tuple[str, ...]
    certain: bool = True


def _names(subject: str, many: int) -> _Given | None:
    """As many names as figures: 城镇和农村居民收入 for two; None where they do not match."""
    if many < 2:
        return None
    if many == 2 and (both := re.match("城乡(?=居民|低保|养老|义务)", subject)):
        rest = subject[both.end() :]
        return _Given(("城镇" + rest, "农村" + rest))
    items = [item for item in _SPLIT.split(subject) if item.strip("“”")]
    if len(items) > many:
        items = [item for item in re.split("[、，]", subject) if item]  # 和 may belong to a name
    if len(items) == 1 and len(subject) > many and set(subject[:many]) <= _ORDINALS:
        return _Given(tuple(digit + subject[many:] for digit in subject[:many]))  # 一二三产增加值
    if len(items) != many:
        return None
    tail, certain = _tail(items)
    return _Given(tuple(item if item.endswith(tail) else item + tail for item in items), certain)


def _of_those_named_before(text: str, run: Sequence[Figure], subject: str) -> _Given | None:
    """做强茶叶、杨梅、湖羊三大产业，产值分别达到…: as many things as figures, in the clause before. Never certain."""
    start = run[0].target.at.span.start
    before = _COUNTED_THINGS.search(text, max(0, start - _WINDOW), start) if "分别" in run[0].lead else None
    items = re.split("[、和及与]", before["items"]) if before else []
    items = [_MADE.sub("", items[0]), *items[1:]] if items else []
    return _Given(tuple(item + subject for item in items), certain=False) if len(items) == len(run) > 1 else None


_COUNTED_THINGS: Final = late(
    r"(?P<items>[\u4e00-\u9fff]{2,10}(?:[、和及与][\u4e00-\u9fff]{1,8}?)+)(?:等)?(?:[二两三四五六七八九十\d]+[大个类项]|等)[\u4e00-\u9fff]{0,8}[，,]$"
)
_MADE: Final = late("^(?:加快|重点|做大|做强|做优|发展|壮大|培育|打造|建设|推进|提升|聚焦)+")
_WINDOW: Final = 60  # characters before a run in which the things it counts are named


def _tail(items: Sequence[str]) -> tuple[str, bool]:
    """The words that the last name shares with those before it (居民收入 of 城镇、农村居民收入), and whether surely."""
    *others, last = items
    bare, item = last.strip("“”"), others[-1].strip("“”")
    if all(_HEAD.search(other) for other in others) and (head := _HEAD.search(last)):
        alike = all(head[0][-1] == other[-1] for other in others)
        return "", alike or len(head[0]) >= 2  # each is a measure of its own
    if item in _PARALLEL and bare[: len(item)] in _PARALLEL:
        return bare[len(item) :], True
    shared = bare.rfind(item[-2:])
    if shared >= 0:
        return bare[shared + 2 :].lstrip("”"), True
    if len(bare) == len(item) + 2 and len(others) == 1 and not _HEAD.search(last):
        return bare[len(item) :], True
    head = _HEAD.search(bare)
    if head and len(head[0]) < len(bare):
        return head[0], len(bare) - len(head[0]) == len(item)
    return "", False
