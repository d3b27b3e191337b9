"""What a document says of itself: titles, number, issuers, dates, region, level, status, period, kind.

Only from its own words (title, signature, colophon), never from a site's name. What people know besides stands in the
catalogue and comes in through `Facts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.core.document import Block
from reader.ingest.numbering import value_of
from reader.ingest.titles import KINDS

_PROVINCES = ["北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区", "香港特別行政區", "澳門特別行政區"]
_SHORT = {p: p[:3] if p.startswith(("黑龙江", "内蒙古")) else p[:2] for p in _PROVINCES}
_ORGAN = re.compile(
    r"(?:中共中央|国务院|全国人民代表大会|[\u4e00-\u9fff]{2,20}?)(?:人民政府(?:办公厅|办公室)?|办公厅|办公室|委员会|管委会|[委局厅部院]|党组|政府|网信办)"
)
_BEFORE_ABOUT = re.compile(r"^(.{4,60}?)(?=关于|印发|转发)")
_NATIONAL = re.compile(r"^(?:中共中央|国务院|全国人|中华人民共和国|国家|工业和信息化部|科学技术部|科技部|财政部|商务部|教育部|公安部|中央)")
_DATE = re.compile(r"((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})日?")
_HAN_DATE = re.compile(r"([二一][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_PUBLISHED = re.compile(r"(?:发布|发表|公布|發布|公開)(?:日期|时间|時間)\s*[:：]\s*((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})")
_PERIOD = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—－~～至]{1,2}\s*((?:19|20)\d{2})")
_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_DRAFT = re.compile("征求意见稿|征求意見稿|草案|讨论稿|送审稿|审议稿")
_PRINTED = re.compile(r"^(.{4,40}?)\s*((?:19|20)\d{2})年\d{1,2}月\d{1,2}日印发$")
_ORIGIN = re.compile(r"(?:本文|原文|文章)?(?:链接|鏈接|地址|网址|網址)\s*[:：]\s*(https?://\S+)|^(?:https?://)?((?:[\w-]+\.)+gov\.cn\S*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Curated facts about one document: field → value, and field → basis for what its copy lacks."""

    id: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)


def iso_date(year: str, month: str, day: str) -> str | None:
    """ISO form of a date, or None where there is no such day."""
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return None


def read_metadata(blocks: Sequence[Block], source: str) -> dict[str, Any]:
    """Every field of the description that the document's own words give; None, () or "unknown" for the rest."""
    titles = [b.text for b in blocks if b.kind == "title"]
    title = titles[0] if titles else None
    attachment = next((t for t in titles[1:] if t != title), None)
    reading = attachment or title or ""
    issuers = _issuers(title or "", blocks)
    region = _region([*issuers, title or "", attachment or ""])
    number = next((b.text for b in blocks if b.kind == "doc_number" and re.search(r"〔\d{4}〕\d+号$", b.text)), None)
    written = _written(blocks)
    return {
        "title": title, "attachment_title": attachment, "kind": kind_of(reading), "issuers": issuers, "doc_number": number,
        "written": written, "published": _published(source), "region": region,
        "level": _level(issuers, region, reading), "status": _status(reading, title or "", number, written),
        "period": period_of(reading) or period_of(title or ""), "origin": _origin(source),
    }  # fmt: skip


def kind_of(title: str) -> str | None:
    """The kind of document its title names (行动方案, 规划, 通知 …), the word that stands last."""
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip())
    if bare.endswith("的通知") and "关于印发" not in bare:
        return "通知"
    for kind in sorted(KINDS, key=len, reverse=True):
        if bare.endswith(kind):
            return "规划" if kind in ("专项规划", "发展规划") else kind
    return None


def _issuers(title: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    found: list[str] = []
    if match := _BEFORE_ABOUT.match(title):
        head = match.group(1).strip("，、 ")
        found += [m.group() for m in _ORGAN.finditer(head.replace(" ", "、"))] if _ORGAN.search(head) else []
    if not found:
        found += [b.text for b in blocks if b.kind == "signature"]
    if not found:
        found += [m.group(1).strip() for b in blocks if b.kind == "note" and (m := _PRINTED.match(b.text))]
    return tuple(dict.fromkeys(found))


def _region(names: Sequence[str]) -> str | None:
    for name in names:
        for province in sorted(_PROVINCES, key=lambda p: not name.startswith(p)):
            if name.startswith(_SHORT[province]):
                rest = name[len(province if name.startswith(province) else _SHORT[province]) :]
                match = re.match(r"[\u4e00-\u9fff]{1,6}?(?:新区|区|县|自治州|州|盟|市)(?!域|块|位|间|级|场)", rest)
                return province + (match.group() if match else "")
    for name in names:
        if match := re.match(r"[\u4e00-\u9fff]{2,5}?(?:自治州|新区|市|区|县)(?=人民政府|关于|.{2,40}(?:规划|方案|计划))", name):
            return match.group()
    return None


def _level(issuers: Sequence[str], region: str | None, title: str) -> str:
    if any(_NATIONAL.match(i) for i in issuers) or (not region and _NATIONAL.match(title)):
        return "national"
    if not region:
        return "unknown"
    if region in _PROVINCES:
        return "province"
    municipal = region.startswith(("北京市", "天津市", "上海市", "重庆市"))
    return "district" if municipal or region.endswith(("区", "县")) else "city"


def _status(reading: str, title: str, number: str | None, written: str | None) -> str:
    if _DRAFT.search(reading) or _DRAFT.search(title):
        return "draft"
    return "issued" if number or written else "unknown"


def _written(blocks: Sequence[Block]) -> str | None:
    """The date under the signature (成文日期), not the one in the colophon (印发日期)."""
    for block in blocks:
        if block.kind != "date":
            continue
        if match := _DATE.search(block.text):
            return iso_date(*match.groups())
        if match := _HAN_DATE.search(block.text):
            year = "".join(str(value_of(c)) for c in match.group(1).replace("○", "〇"))
            return iso_date(year, str(value_of(match.group(2))), str(value_of(match.group(3))))
    return None


def _published(source: str) -> str | None:
    match = _PUBLISHED.search(source)
    return iso_date(*match.groups()) if match else None


def period_of(title: str) -> tuple[int, int] | None:
    """First and last year a plan covers: from the years in its title, or from the five-year plan it names."""
    if match := _PERIOD.search(title):
        first, last = int(match.group(1)), int(match.group(2))
        return (first, last) if first <= last else None
    if match := re.search(r"[“\"]?(十[一二三四五六])五[”\"]?(?:时期|规划|专项|期间|.{0,12}规划)", title):
        start = _PLANS[match.group(1)]
        return (start, start + 4)
    return None


def _origin(source: str) -> str | None:
    match = _ORIGIN.search(source)
    return (match.group(1) or match.group(2)) if match else None
