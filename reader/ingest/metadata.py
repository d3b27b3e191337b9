"""What a document says of itself: titles, number, issuers, dates, region, level, status, period, kind.

Only from its own words (title, signature, colophon), never from a site's name. What people know besides stands in the
catalogue and comes in through `Facts`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.core.document import Block
from reader.ingest.form.numbering import value_of
from reader.ingest.form.titles import KINDS, is_organ
from reader.ingest.in_force import in_force
from reader.ingest.page.card import Card
from reader.ingest.places import level_of, region_of
from reader.ingest.repair.pinyin import LETTER
from reader.script import to_simplified

_ORGAN = re.compile(
    r"(?:中共中央|国务院|全国人民代表大会|[\u4e00-\u9fff]{2,20}?)(?:人民政府(?:办公厅|办公室)?|办公厅|办公室|常务委员会|委员会|管委会"
    r"|[委局厅部院署会]|党组|政府|网信办)(?=$|[、，\s]|[\u4e00-\u9fff])"
)
_BEFORE_ABOUT = re.compile(r"^(.{2,120}?)(?=关于|印发|转发|關於)")
_DATE = re.compile(r"((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})日?")
_HAN_DATE = re.compile(
    r"([二一][〇○零oO0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_PUBLISHED = re.compile(
    r"(?:发布|发表|公布|發布|發佈|發表|公開|公开|发稿|更新)(?:日期|时间|時間)\s*[\]】]?\s*[:：]\s*((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})"
)
_WHEN = ("日期", "时间", "時間")
_PERIOD = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—－~～至]{1,2}\s*((?:19|20)\d{2})")
_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_DRAFT = re.compile("征求意见稿|征求意見稿|草案|讨论稿|送审稿|审议稿")
_PRINTED = re.compile(r"^(.{4,40}?)\s*((?:19|20)\d{2})年\d{1,2}月\d{1,2}日印发$")
_ORIGIN = re.compile(
    r"(?:本文|原文|文章)?(?:链接|鏈接|地址|网址|網址)\s*[:：]\s*(https?://[^\s<>\"']{1,500})"
    r"|^[ \t]*((?:https?://)?(?:[a-z0-9-]{1,63}\.){1,6}gov\.cn[^\s<>\"']{0,500})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ADDRESSED = ("://", ".cn", ".CN", ".Cn", ".cN")
_NO_CARD = Card()


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


def read_metadata(blocks: Sequence[Block], source: str, card: Card = _NO_CARD) -> dict[str, Any]:
    """Every field of the description that the document's own words give; None, () or "unknown" for the rest.

    Its own words come before those of the page's record card.
    """
    blocks = _own_words(blocks)
    title, attachment = _titles(blocks, card)
    reading = attachment or title or ""
    numbers = (b.text for b in blocks if b.kind == "doc_number")
    number = next((text for text in numbers if re.search(r"〔\d{4}〕\d+号$|第\S+号[）]?$", text)), None)
    number = number or card.doc_number or _told_number(blocks)
    issuers = _issuers(title or "", number or "", blocks, card)
    level = level_of(issuers, None, reading)
    # What national authorities issue holds everywhere, whatever places its title names.
    region = (
        region_of(issuers)
        if level == "national"
        else region_of([*issuers, title or "", attachment or "", *_where_held(blocks)])
    )
    written = _written(blocks) or card.written
    published = _published(source) or card.published or _promulgated(blocks)
    signed = written if any(block.kind == "date" for block in blocks) else None
    force = in_force(blocks, signed, _promulgated(blocks))
    return {
        "title": title, "attachment_title": attachment, "kind": kind_of(reading), "issuers": issuers,
        "doc_number": number, "written": written, "published": published, "region": region,
        "level": level_of(issuers, region, title or reading), "status": _status(reading, title or "", number, written),
        "period": period_of(reading) or period_of(title or ""), "origin": _origin(source),
        "effective": force.effective, "valid_until": force.valid_until,
    }  # fmt: skip


_TITLE_WITHIN = 60  # blocks


def _own_words(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks that can tell what the document is: not a document that a book or a long text shows as an example.

    Where no title stands at its head, one far inside, behind headings of its own, is that of something else.
    """
    first = next((at for at, block in enumerate(blocks) if block.kind == "title"), 0)
    if first > _TITLE_WITHIN and any(block.kind == "heading" and block.level == 1 for block in blocks[:first]):
        return blocks[:first]
    return blocks


def _titles(blocks: Sequence[Block], card: Card) -> tuple[str | None, str | None]:
    """The title of the document and of what it carries.

    A title of a notice that passes something on, of which the page's own title names only that something, comes first;
    where only the card tells the notice's title, it is the card's.
    """
    found = list(dict.fromkeys(unquoted(b.text) for b in blocks if b.kind == "title"))
    first = found[0] if found else None
    if first is None:
        return card.title, None
    passed = next((t for t in found[1:] if _carries(t, first)), None)
    if passed is not None:
        return passed, first
    if card.title and _carries(card.title, first) and bare(card.title) != bare(first):
        return card.title, first
    if _REPORTED.search(to_simplified(first)):
        return first, None
    attached = _attached(blocks)
    others = (t for t in found[1:] if bare(t) != bare(first) and not _EXPLAINS.search(to_simplified(t)))
    return first, next((t for t in others if kind_of(t) or t in attached), None)


_REPORTED = re.compile(r"工作报告(?:[（(][^（）()]*[）)])?$")
"""A report is what is read, whatever lists come behind it."""
_EXPLAINS = re.compile("(?:名词|术语|用语|词语|缩略语|概念|名称)[^，。]{0,4}(?:解释|注释|释义|注解|说明)$")
"""A glossary belongs to the document before it; nobody reads it as the document."""


def _where_held(blocks: Sequence[Block]) -> list[str]:
    """The congress before which a report was given, as the line below its title says."""
    return [m.group(1) for text in _notes(blocks) if (m := re.search(r"在([\u4e00-\u9fff]{2,20}?)第.{1,4}届", text))]


def _attached(blocks: Sequence[Block]) -> set[str]:
    """Titles right below a line 附件."""
    return {
        b.text for before, b in itertools.pairwise(blocks) if b.kind == "title" and re.match("附[件表录]", before.text)
    }


def _carries(notice: str, plan: str) -> bool:
    """Whether the title of a notice says that it passes `plan` on."""
    return bool(re.search("印发|转发|发布|公布|批转", to_simplified(notice))) and bare(plan) in bare(notice)


def bare(title: str) -> str:
    """A title without marks and blanks, in simplified script, to compare."""
    return re.sub(r"[\s《》〈〉“”\"（）()—－\-–~～]", "", to_simplified(title))


def unquoted(title: str) -> str:
    """A title without the marks round the whole of it."""
    match = re.fullmatch(r"《([^《》]+)》", title.strip())
    return match.group(1) if match else title


def kind_of(title: str) -> str | None:
    """The kind of document its title names (行动方案, 规划, 通知 …), the word that stands last."""
    bare = title.strip()
    simple = to_simplified(bare)
    if passed_on := _PASSED_ON.search(simple):
        bare, simple = bare[passed_on.start(1) : passed_on.end(1)], passed_on.group(1)
    while cut := _ASIDE.search(simple):
        bare, simple = bare[: cut.start()], simple[: cut.start()]
    if simple.endswith("的通知") and "关于印发" not in simple:
        return "通知"
    for kind in sorted(KINDS, key=len, reverse=True):
        if simple.endswith(kind):
            return "规划" if kind in ("专项规划", "发展规划") else bare[-len(kind) :]
    return None


_DAY_OF = r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日"
_BODY = (
    r"(?P<by>[\u4e00-\u9fff]{2,30}?人民代表大会(?:常务委员会)?|(?:中华人民共和国)?国务院|最高人民(?:法院|检察院)|[\u4e00-\u9fff]{2,24}?人民政府"
    r"|中央军事委员会|[\u4e00-\u9fff]{2,24}?(?:委员会|[部局署会]))"
)
_ADOPTED = re.compile(
    rf"(?:^|[（(])(?:根据|自|经)?{_DAY_OF}起?(?:由|经|在)?[，]?(?P<both>中共中央、国务院|{_BODY})(?=审判委员会|检察委员会|令|第|常务|全体|主席|公告|关于|\d|会议|审议"
    r"|批准|通过|公布|发布|颁布|修|部务|局务|委务|办公|$)[^。]{0,120}?(?P<how>通过|批准|公布|发布|颁布|修[正订]|令|$)"
)
_ORDERED = re.compile(
    rf"{_DAY_OF}[^。；\d]{{0,30}}?(?P<by>[\u4e00-\u9fff、]{{2,30}}?)(?:(?P<kind>令|公告)[（(]?第?(?P<no>[\d〇零一二三四五六七八九十百]{{1,6}})号[）)]?"
    r"|第(?P<first>\d{1,4})号(?:令|公告))(?:公布|发布|颁布|修|施行|$)"
)
_HELD = re.compile(rf"^[（(—-]{{0,2}}{_DAY_OF}在?.{{4,60}}(?:会议|大会|全会)上?[）)]?$")
_TERM = re.compile("第[一二三四五六七八九十]{1,3}届|第[一二三四五六七八九十百\\d]{1,5}次(?:会议)?$")


def _notes(blocks: Sequence[Block]) -> list[str]:
    return [b.text for b in blocks[:_NOTES_WITHIN] if b.kind == "note"]


_NOTES_WITHIN = 60


def _adopted(blocks: Sequence[Block]) -> re.Match[str] | None:
    """What the note under a law's title says: when and by whom it was passed."""
    matches = [match for text in _notes(blocks) if (match := _ADOPTED.search(text))]
    for how in ("通过", "发布", "公布", "颁布"):
        if found := next((m for m in matches if m.group("how") == how), None):
            return found
    return next(iter(matches), None)


def _order(blocks: Sequence[Block]) -> re.Match[str] | None:
    """The order that made a regulation public, as its note tells it."""
    return next((match for text in _notes(blocks) if (match := _ORDERED.search(text))), None)


def _told_number(blocks: Sequence[Block]) -> str | None:
    order = _order(blocks)
    if order is None:
        return None
    return f"{order.group('by')}{order.group('kind') or '令'}第{order.group('no') or order.group('first')}号"


def _promulgated(blocks: Sequence[Block]) -> str | None:
    order = _order(blocks)
    return iso_date(*order.group(1, 2, 3)) if order else None


def _full_name(body: str) -> str:
    """An authority as the head of a document names it, without session and state: 国务院."""
    body = _TERM.sub("", body)
    return "国务院" if body == "中华人民共和国国务院" else body


_NO_PLACE = re.compile("^[省市县区州](?=人民|政府|委|办|[\u4e00-\u9fff]{2,10}(?:局|厅|办|委))")
_PASSED_ON = re.compile(r"(?:印发|发布|出台|公布)《([^《》]{4,60})》$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")


def _issuers(title: str, number: str, blocks: Sequence[Block], card: Card) -> tuple[str, ...]:
    found: list[str] = []
    if match := _BEFORE_ABOUT.match(title):
        found = organs_of(match.group(1).strip("，、 "))
    signed = [
        name for b in blocks if b.kind == "signature" and is_organ(b.text) for name in (organs_of(b.text) or [b.text])
    ]
    if not found or (signed and all(_NO_PLACE.match(name) for name in found)):
        found = signed or found
    if not found:
        found = [m.group(1).strip() for b in blocks if b.kind == "note" and (m := _PRINTED.match(b.text))]
    if not found and (order := re.match(r"(.{2,40})令\s*[（]?第", number)):
        found = [_full_name(name) for name in order.group(1).split("、")]
    if not found and (passed := _adopted(blocks)):
        found = [_full_name(name) for name in (passed.group("by") or passed.group("both")).split("、")]
    if not found and (order := _order(blocks)):
        found = [_full_name(name) for name in order.group("by").split("、")]
    if not found:
        published = (_WHO_PUBLISHED.match(b.text) for b in blocks[:_NOTES_WITHIN] if b.kind in ("note", "signature"))
        found = next((organs_of(m.group(1)) for m in published if m), [])
    return tuple(dict.fromkeys(found or organs_of(card.issuer or "")))


_WHO_PUBLISHED = re.compile(r"^([\u4e00-\u9fff、　 ]{4,60})(?:联合)?(?:发布|印发)$")


def organs_of(text: str) -> list[str]:
    """The authorities named one behind the other, parted by blanks or marks; none where the words are none."""
    parts = [part for part in re.split(r"[\s、，]+", text) if part]
    return parts if parts and all(is_organ(part) or _ORGAN.fullmatch(to_simplified(part)) for part in parts) else []


def _status(reading: str, title: str, number: str | None, written: str | None) -> str:
    if _DRAFT.search(reading) or _DRAFT.search(title):
        return "draft"
    return "issued" if number or written else "unknown"


def _written(blocks: Sequence[Block]) -> str | None:
    """The date under the signature (成文日期), not the one in the colophon (印发日期); of a law, when it was passed."""
    for block in blocks:
        if block.kind == "date" and (found := day_of(block.text)):
            return found
    if passed := _adopted(blocks):
        return iso_date(*passed.group(1, 2, 3))
    if order := _order(blocks):
        return iso_date(*order.group(1, 2, 3))
    for text in _notes(blocks):
        if match := _HELD.match(text):
            return iso_date(*match.group(1, 2, 3))
        if match := _MINGUO.match(to_simplified(text)):
            return _minguo(match)
    any_day = (m for text in _notes(blocks) if re.match("[（(]?(?:19|20)", text) and (m := _DATE.search(text)))
    return next((iso_date(*match.groups()) for match in any_day), None)


_BARE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")


def day_of(text: str) -> str | None:
    """The ISO form of the one day that `text` names: in figures or Chinese numerals, of the Republic, eight digits."""
    if match := _DATE.search(text):
        return iso_date(*match.groups())
    if match := _MINGUO.search(to_simplified(text)):
        return _minguo(match)
    if match := _HAN_DATE.search(text):
        year = "".join(str(value_of(c)) for c in re.sub("[○oO0]", "〇", match.group(1)))
        return iso_date(year, str(value_of(match.group(2))), str(value_of(match.group(3))))
    match = _BARE.fullmatch(text.strip())
    return iso_date(*match.groups()) if match else None


_MINGUO = re.compile(r"(?:中华民国|民国)\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def _minguo(match: re.Match[str]) -> str | None:
    """A date counted from 1912."""
    return iso_date(str(1911 + int(match.group(1))), match.group(2), match.group(3))


_READING = re.compile(rf"[（(][{LETTER}]{{1,7}}[）)]")  # pinyin may stand inside the label, too


def _published(source: str) -> str | None:
    match = _PUBLISHED.search(source) if any(word in source for word in _WHEN) else None
    if match is None and _READING.search(source):
        match = _PUBLISHED.search(_READING.sub("", source))
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
    match = _ORIGIN.search(source) if any(sign in source for sign in _ADDRESSED) else None
    return (match.group(1) or match.group(2)) if match else None
