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
from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.days import iso_date
from reader.ingest.form.standards import days_of, is_standard_number
from reader.ingest.form.titles import KINDS, unquoted
from reader.ingest.in_force import in_force
from reader.ingest.issued import issuers_of, letterhead, notes_of, promulgated, told_number, written_on
from reader.ingest.page.card import Card
from reader.ingest.page.card_values import normal_number
from reader.ingest.places import PROVINCES, fitted_to, level_of, of_the_list, region_by_number, region_of, spoken_in
from reader.ingest.repair.pinyin import LETTER
from reader.script import to_simplified

_PUBLISHED = late(
    r"(?:发布|发表|公布|發布|發佈|發表|公開|公开|发稿|更新|信息)(?:日期|时间|時間)\s*[\]】]?\s*[:：]\s*((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})"
)
_PUBLISHED_ON = late(r"(?:发布|發佈)\s*[:：]\s*((?:19|20)\d{2})[年./-]\s*(\d{1,2})[月./-]\s*(\d{1,2})")
_WHEN = ("日期", "时间", "時間")
_PERIOD = late(r"((?:19|20)\d{2})\s*年?\s*[-—－~～至]{1,2}\s*((?:19|20)\d{2})")
_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_DRAFT = late("征求意见稿|征求意見稿|草案|讨论稿|送审稿|审议稿")
_ORIGIN = late(
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


def read_metadata(
    blocks: Sequence[Block], source: str, card: Card = _NO_CARD, home: str | None = None
) -> dict[str, Any]:
    """Every field of the description that the document's own words give; None, () or "unknown" for the rest.

    Its own words come before those of the page's record card. `home`: the region whose words and script it has, for
    documents that name none.
    """
    blocks = _own_words(blocks)
    title, attachment = _titles(blocks, card)
    reading = attachment or title or ""
    numbers = (b.text for b in blocks if b.kind == "doc_number")
    number = next((text for text in numbers if _WHOLE_NUMBER.search(text) or is_standard_number(text)), None)
    if title and (match := _NUMBER_BEHIND.search(title)):
        title, number = title[: match.start()], number or normal_number(match.group(1))
    number = number or card.doc_number or told_number(blocks)
    number = re.sub(r"(令|公告)（(第\S+号)）$", r"\1\2", _unbracketed(number)) if number else None
    number = _ROUND_YEAR.sub(r"〔\1〕", number) if number else None
    if number is not None and number.startswith("第"):
        if title is None:
            title = number  # acts that are called by their number: 第57/2022號行政長官批示
        elif attachment is None and _is_annexed(blocks, number):
            title, attachment = number, title
    issuers = issuers_of(title or "", number or "", blocks, card)
    level = level_of(issuers, None, reading) if home is None else "unknown"
    # What national authorities issue holds everywhere, whatever places its title names.
    region = (
        region_of(issuers)
        if level == "national"
        else _region(
            [*issuers, *letterhead(blocks), title or "", attachment or "", *_where_held(blocks), card.title or ""], home
        )
    )
    if region is None and level == "unknown" and number:
        named = (region_by_number(number, body) for body in (*issuers, title or ""))
        region = next(filter(None, named), None)
    if region is None and level == "unknown" and home is None:
        region = spoken_in(b.text for b in blocks[:_NOTES_WITHIN])
        region = region or (None if issuers or title else fitted_to(b.text for b in blocks[:_SAID_WITHIN]))
        region = region or of_the_list(title or "", (b.text for b in blocks[:_NOTES_WITHIN]))
    if level == "unknown" and not region and _holds_everywhere(blocks):
        level = "national"
    written = written_on(blocks) or card.written
    cover = days_of(notes_of(blocks)) if number and is_standard_number(number) else days_of(())
    sent = card.written if card.written and written and card.written > written else None  # later than it was written
    published = _published(source) or card.published or promulgated(blocks) or cover.published or sent
    signed = written if any(block.kind == "date" for block in blocks) else None
    force = in_force(blocks, signed, promulgated(blocks))
    return {
        "title": title, "attachment_title": attachment, "kind": _kind(title or "", attachment), "issuers": issuers,
        "doc_number": number, "written": written, "published": published, "region": region,
        "level": level if level == "national" else level_of(issuers if home is None else (), region, title or reading),
        "status": _status(reading, title or "", number, written),
        "period": period_of(reading) or period_of(title or ""), "origin": _origin(source),
        "effective": force.effective or card.effective or cover.effective, "valid_until": force.valid_until,
    }  # fmt: skip


def _is_annexed(blocks: Sequence[Block], number: str) -> bool:
    """Whether the first title stands in an annex of the act that is called by its number."""
    before = list(itertools.takewhile(lambda block: block.kind != "title", blocks))
    return number in (b.text for b in before) and any(b.kind == "note" and b.text.startswith("附件") for b in before)


def _region(names: Sequence[str], home: str | None) -> str | None:
    """The place of the first name that has one. Hong Kong and Macao have no cities of their own below them."""
    found = region_of(names)
    return home if home in PROVINCES[-2:] and found not in PROVINCES[-2:] else found or home


_WHOLE_NUMBER = late(rf"〔\d{{4}}〕\d+号）?$|第\S+[号號][）]?$|^第\d+/\S+$|^（?{NUMBER}）?$|[号號]文件$")
_NUMBER_BEHIND = late(rf"\s*[（(]({NUMBER}|[\u4e00-\u9fff]{{2,30}}令(?:\d{{4}}年)?第\d{{1,4}}[号號])[）)]$")
"""A site sets the number behind the title: …的通知（粤府〔2021〕22号）."""


_ROUND_YEAR = late(r"(?<=[\u4e00-\u9fff])（((?:19|20)\d\d)）(?=\d{1,5}[号號]$)")
"""What a copy shows for 〔2016〕 behind the words of the office: 青政发（2016）7号. The text keeps it."""


def _unbracketed(number: str) -> str:
    """A number without the brackets round it; those round its year or its office stay: （78）交公路字412号."""
    return number[1:-1] if number[0] + number[-1] == "（）" else number


_EVERYWHERE = late("中华人民共和国(?:境内|领域|领土|管辖)|国务院[^。]{0,40}(?:负责|主管)全国|^各省、自治区、直辖市")


def _holds_everywhere(blocks: Sequence[Block]) -> bool:
    """Whether a document that names neither authority nor place says that it holds in the whole country."""
    return any(
        _EVERYWHERE.search(to_simplified(b.text))
        for b in blocks[:_NOTES_WITHIN]
        if b.kind in ("salutation", "paragraph")
    )


_NOTES_WITHIN = 60  # blocks
_SAID_WITHIN = 4  # blocks


def _kind(title: str, attachment: str | None) -> str | None:
    """The kind of what is read: of the plan that a notice carries, but of the notice where it carries a mere list."""
    carried = kind_of(attachment) if attachment else None
    return kind_of(title) or carried if carried is None or _LIST.search(to_simplified(carried)) else carried


_LIST = late("(?:名录|名单|清单|目录|表|说明)$")
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
    if first is not None and _MASTHEAD.match(to_simplified(first)) and any(map(_OF_MINUTES.match, found[1:2])):
        found, first = found[1:], found[1]
    if first is None:
        return card.title, None
    if len(found) > 1 and _is_end_of(first, found[1]):
        found, first = found[1:], found[1]  # the page's own title line was cut in front
    passed = next((t for t in found[1:] if _carries(t, first)), None)
    if passed is not None:
        return passed, first
    if card.title and bare(card.title) == bare(first) and any(_carries_such(t, first) for t in found[1:2]):
        return found[1], None  # the page calls the notice by a name of its own for what it carries
    if card.title and _carries(card.title, first) and bare(card.title) != bare(first):
        return card.title, first
    if _REPORTED.search(to_simplified(first)):
        return first, None
    attached = _attached(blocks)
    if carried := _last_carried(found):
        return first, carried
    own = kind_of(first)
    whole = own is not None and own not in _PASSES_ON and not _carries_any(first)
    others = (
        t for t in found[1:]
        if not _says_the_same(t, first) and not _EXPLAINS.search(to_simplified(t)) and not (whole and _is_list(t))
    )  # fmt: skip
    return first, next((t for t in others if t in attached or _is_carried(t)), None)


def _says_the_same(one: str, other: str) -> bool:
    """Whether two titles are the same but for marks and a 的: …计划的公告, …计划公告."""
    return bare(one).replace("的", "") == bare(other).replace("的", "")


_MASTHEAD = late("^[\u4e00-\u9fff]{2,30}会议纪要$")
_OF_MINUTES = late("^.{0,20}(?:关于|關於|研究|第[^，。]{1,8}[次届屆]).{2,60}[纪紀]要$")
"""Minutes have a head of their own series above the title: 某市人民政府专题会议纪要, 关于…的会议纪要."""


_PASSES_ON = frozenset(
    ["通知", "函", "公告", "通告", "批复", "决定", "通报", "报告", "请示", "意见", "答复", "复函", "令"]
)
"""Kinds that may be no more than the cover of what is attached; a plan or a rule is read itself."""


def _carries_any(title: str) -> bool:
    return bool(re.search("印发|转发|发布|公布|批转", to_simplified(title)))


def _is_list(title: str) -> bool:
    """Whether a title names a table, a form or a list: it belongs to the document before it."""
    simple = to_simplified(title)
    return bool(_LIST.search(_ASIDE.sub("", simple)) or _ROLL.search(simple))


def _is_carried(title: str) -> bool:
    """Whether a title further on can be that of a plan that the document carries: no mere list."""
    kind = kind_of(title)
    return kind is not None and not _ROLL.search(to_simplified(kind))


_ROLL = late("名录|名单")
_REPORTED = late(r"工作报告(?:[（(][^（）()]*[）)])?$")
"""A report is what is read, whatever lists come behind it."""
_EXPLAINS = late("(?:名词|术语|用语|词语|缩略语|概念|名称)[^，。]{0,4}(?:解释|注释|释义|注解|说明)$")
"""A glossary belongs to the document before it; nobody reads it as the document."""


def _last_carried(found: Sequence[str]) -> str | None:
    """What a notice carries at last, where it passes on one that passes on the next: 转发 of a 印发 of a plan."""
    carried = None
    for notice, then in itertools.pairwise(found):
        about = to_simplified(then).find("关于")
        if not _carries(notice, then[max(about, 0) :]):
            break
        carried = then
    return carried


def _where_held(blocks: Sequence[Block]) -> list[str]:
    """The congress before which a report was given, as the line below its title says."""
    return [m.group(1) for text in notes_of(blocks) if (m := re.search(r"在([\u4e00-\u9fff]{2,20}?)第.{1,4}届", text))]


def _attached(blocks: Sequence[Block]) -> set[str]:
    """Titles right below a line 附件."""
    return {
        b.text
        for before, b in itertools.pairwise(blocks)
        if b.kind == "title" and before.kind == "note" and re.match("附[件表录]", before.text)
    }


def _carries(notice: str, plan: str) -> bool:
    """Whether the title of a notice says that it passes `plan` on. A year that a library adds does not count."""
    plan = _ADDED.sub("", plan)
    return bool(re.search("印发|转发|发布|公布|批转", to_simplified(notice))) and bare(plan) in bare(notice)


_ADDED = late(r"[（(](?:(?:19|20)\d{2}年?(?:[修订正版本]{0,4})|[已被]?(?:废止|失效)|现行有效)[）)]$")
_SAME_END = 6  # characters


def _carries_such(notice: str, plan: str) -> bool:
    """Whether a notice passes something on whose name ends as `plan` does: …2021年度森林火灾应急预案."""
    match = re.search("(?:印发|转发)《([^《》]+)》的通知$", to_simplified(notice))
    return match is not None and len(bare(plan)) > _SAME_END and bare(match.group(1)).endswith(bare(plan)[-_SAME_END:])


def _is_end_of(line: str, title: str) -> bool:
    """Whether a line is only the end of `title`: it begins with what is decided on, and not with who decides."""
    cut = line.startswith("《") and not line.endswith("》")
    return cut and len(title) > len(line) and bare(title).endswith(bare(line))


def bare(title: str) -> str:
    """A title without marks and blanks, in simplified script, to compare."""
    return re.sub(r"[\s《》〈〉“”\"（）()—－\-–~～]", "", to_simplified(title))


def kind_of(title: str) -> str | None:
    """The kind of document its title names (行动方案, 规划, 通知 …), the word that stands last."""
    bare = title.strip()
    simple = to_simplified(bare)
    if passed_on := _PASSED_ON.search(simple):
        bare, simple = bare[passed_on.start(1) : passed_on.end(1)], passed_on.group(1)
    while cut := _ASIDE.search(simple):
        bare, simple = bare[: cut.start()], simple[: cut.start()]
    if simple.endswith(("的通知", "的说明")) and "关于印发" not in simple:
        return bare[-2:]
    if named := _OF_MACAO.match(simple):
        return bare[named.start(1) :]
    for kind in sorted(KINDS, key=len, reverse=True):
        if simple.endswith(kind):
            return bare[-2:] if kind in ("专项规划", "发展规划") else bare[-len(kind) :]
    if spoken := _SPOKEN.search(simple):
        return bare[spoken.start() :]
    return bare[-2:] if simple.endswith("规范") else None


_SPOKEN = late("(?:讲话|致辞|发言|公开信|慰问信|感谢信)$")
"""Kinds that nobody issues by that word alone: a line that ends so is as a rule no title."""


_PASSED_ON = late(r"(?:印发|发布|出台|公布)《([^《》]{4,60})》$")
_OF_MACAO = late(r"^第\d{1,4}/(?:\d{4}|\d{2}/M)[号號](法律|行政法规|法令)$")
"""Laws of Macao that are called by their number."""
_ASIDE = late(r"[（(][^（）()]*[）)]$")


_REPORTED_ON = late(r"[（(]?(?:草案)[）)]?》?的(?:审查结果)?(?:报告|决议|决定|批复)")
"""What a congress hears of a draft, or decides on it, is no draft itself."""


def _status(reading: str, title: str, number: str | None, written: str | None) -> str:
    if _DRAFT.search(_REPORTED_ON.sub("", reading)) or _DRAFT.search(_REPORTED_ON.sub("", title)):
        return "draft"
    return "issued" if number or written else "unknown"


_READING = late(rf"[（(][{LETTER}]{{1,7}}[）)]")  # pinyin may stand inside the label, too


def _published(source: str) -> str | None:
    match = _PUBLISHED.search(source) if any(word in source for word in _WHEN) else None
    if match is None and _READING.search(source):
        match = _PUBLISHED.search(_READING.sub("", source))
    match = match or _PUBLISHED_ON.search(source)
    return iso_date(*match.groups()) if match else None


def period_of(title: str) -> tuple[int, int] | None:
    """First and last year a plan covers: from the years in its title, or from the five-year plan it names."""
    if match := _PERIOD.search(title):
        first, last = int(match.group(1)), int(match.group(2))
        return (first, last) if first <= last else None
    if match := re.search(r"[“\"]?第?(十[一二三四五六])个?五年?[”\"]?(?:时期|规划|专项|期间|.{0,12}规划)", title):
        start = _PLANS[match.group(1)]
        return (start, start + 4)
    return None


def _origin(source: str) -> str | None:
    match = _ORIGIN.search(source) if any(sign in source for sign in _ADDRESSED) else None
    return (match.group(1) or match.group(2)) if match else None
