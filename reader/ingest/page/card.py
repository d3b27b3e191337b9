"""The record card of a page: its fields (索引号, 发文字号, 成文日期 …), what they tell, and which lines they take.

Looks at keys (simplified, half width, as `chrome` makes them) and changes nothing. A label and its value may share a
line, stand on two, or in the cells of a table; a value is one only where it looks like what its label asks for, so that
the title behind an empty field stays a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.core.document_number import NUMBER
from reader.core.late_pattern import late
from reader.ingest.form.tables import SPANS
from reader.ingest.form.titles import is_organ
from reader.ingest.page.card_values import day_of_law, iso_of, normal_number, numbers_as, wide
from reader.script import to_simplified

_DATES = {
    "written": (
        "解释日期|成文日期|成文时间|印发日期|印发时间|签发日期|签署日期|颁布日期|颁布时间|通过日期|通过时间|制定日期"
    ),
    "sent": "发文日期|发文时间",
    "published": "发布日期|发布时间|公布日期|公布时间|公开日期|公开时间|发表日期|上网日期|刊登日期|公发布日",
    "in_force": "生效日期|生效时间|实施日期|实施时间|施行日期|施行时间",
    "revised": "修正日期|修订日期",
    "other_day": (
        "归档日期|归档时间|生成日期|废止日期|废止时间|失效日期|失效时间|产生日期|更新日期|更新时间"
        "|登记日期|截止日期|有效期|有效期至"
    ),
}
_NUMBERS = "解释字号|发文字号|发文文号|发布文号|文件编号|文件号|公文文号|公文号|发文号|文书字号|文书号|文号|字号"
_TITLES = (
    "法规标题|发文标题|法规名称|文章名称|信息名称|文件名称|公文标题|公文名称|标题名称|文件标题|中文名称?|标题|名称"
)
_ORGANS = {
    "issuer": (
        "发文机关|发文机构|发文单位|发文部门|制发机关|制文机关|制定机关|印发机关|颁布单位|颁布机关|发文署名"
        "|相关机构/单位/部门|发布部门|颁布部门|颁布机构|颁布机关|制定单位|制定机构|印发单位|印发机构"
    ),
    "publisher": (
        "发布机构|发布机关|发布单位|公开责任部门|责任部门|公开主体|信息来源|来源|供稿单位|发布人|提供单位|主管单位"
        "|主管机关|隶属关系"
    ),
}
_CODES = (
    "索引号|索引|索取号|信息索引号|信息索引|统一编号|统一登记号|登记号"
    "|备案号|公开目录号|主题词代码|法规号|公报编号|版数"
)
_STATES = (
    "有效性|有效性状态|时效性|时效|效力状态|是否有效|公开方式|公开时限|公开程序|公开范围|公开形式|公开类别|公开属性|文件状态|信息状态|效力级别"
    "|效力位阶|文件效力|公文时效"
)
_WORDS = (
    "公开目录|法规来源|法规全文|机构分类|行业分类|政策主题|政策级别|政策类型|政策分类|发布处室|责任编辑|信息类别|主题分类|主题词|主题类别|信息分类|公文种类|体裁分类|体裁|组配分类|内容概述|内容摘要|内容概要|摘要|概述|栏目名称|所属主题|所属栏目|服务对象|关联类型|关键词"
    "|关键字|分类号|分类|所属类别|文件来源|法规类型|所属行业|所属区域|阅读人次|评论人次|页面功能|发文内容|政策解读|文件有效性|异动性质|是否有效|法规体系|法规类别|法规位阶|法规状态|文种分类|文种|类别|公文类型|文件类型|适用范围|外文名|地区|行业|文类|网址|语种|浏览次数|浏览量|阅读次数|点击数|访问次数|备注|附件下载|解读机关|解读单位|解读部门|解读机构|解读人|解读形式"
)
_OF: dict[str, str] = {
    **_DATES, "doc_number": _NUMBERS, "title": _TITLES, **_ORGANS, "code": _CODES, "state": _STATES, "words": _WORDS,
}  # fmt: skip
_SORTS = {label.replace("?", ""): sort for sort, labels in _OF.items() for label in labels.split("|")} | {
    "中文名": "title"
}
LABELS = "|".join(sorted((label.replace("?", "") for label in _SORTS), key=len, reverse=True))
_BULLET = r"[\s•·●■◆▪◦○*+\->—]*(?:\d{1,2}[.、]\s*(?=[\[【]))?"
_CELL = (
    f"{_CODES}|发文字号|发文文号|发文机关|发文机构|发文单位|成文日期|成文时间|发文日期|发布日期|公开日期|生成日期"
    "|发布文号|发布单位|废止日期|有效性状态|发布机构|主题分类|信息分类|公文种类|组配分类|公开方式|公开形式|有效性|时效性"
)
"""Labels that need no colon before a bar; the others head columns of tables as well."""
_LABEL = late(
    rf"(?:[\[【(]\s?)?({LABELS})(?:\s?[\]】)])?\s*(?::|(?<=[\]】])(?=[\s|]*\S|$))|(?<=[|丨\t\s])({_CELL})\s*(?=[|丨\t])"
)
HEAD = late(
    rf"^{_BULLET}(?:[|丨\t]\s*)?(?:(?:[\[【(]\s?)?({LABELS})(?:\s?[\]】)])?\s*(?::|(?<=[\]】])(?=[\s|]*\S|$))|({_CELL})\s*(?=[|丨\t]))"
)
_ASSIGNS = late("责任部门:[^:]*(?:[、,;]|负责|落实|牵头|配合)")
"""责任部门：甲局、乙局等部门按职责分工落实 is the document's own: a card has one name there."""
_IN_CELLS = late(rf"(?<=[|丨\t])\s*({LABELS})\s*(?=[|丨\t])")
"""In a row that begins with one of them, every label that has a cell to itself is one: | 发文机关 | … | 文号 | … |"""
_MARKED = late(r"[:|丨\t\]】]")
"""One of these stands behind every label."""
STRONG = frozenset(
    [
        "written",
        "sent",
        "doc_number",
        "code",
        "issuer",
        "state",
        "published",
        "in_force",
        "other_day",
        "revised",
        "title",
    ]
)
_BARS = late(r"[|丨\t\s]+")
_DAY = late(
    r"(?:19|20)\d{2}[-年./]\s*\d{1,2}[-月./]\s*\d{1,2}|民国\s*\d{2,3}\s*年|^\d{2,3}[./-]\d{2}[./-]\d{2}$|^(?:19|20)\d{6}$|^\d{4}年\d{1,2}月"
)
_NUMBER = late(
    r"^(?P<no>[^\s,。;:()〔\[【]{1,24}[〔\[【(]\s*\d{4}\s*[〕\]】)]\s*第?\s*\d{1,5}\s*号|[^\s,。;:]{2,40}令\s*\(?第\s*\S{1,8}号\)?"
    rf"|{NUMBER}"
    r"|[^\s,。;:]{0,20}公告\s*\d{4}年第?\s*\d{1,4}号|[^\s,。;:]{1,16}字第\s*\d{3,14}号|\d{4}年第\d{1,4}号)"
)
_CODE = late(r"^[\w/.\-—()]{4,60}$")
_STATE = late(
    r"^(?:现行)?(?:有效|失效|废止|已修改|尚未生效)$|^(?:主动|依申请|不予)公开$|^(?:是|否|常年公开|面向社会|公开|全社会|全文公开|长期公开|长期)$"
)
_SENTENCE = late("[。;!?]")
_TITLE_END = late(
    r"(?:通知|意见|方案|规划|计划|办法|规定|决定|条例|细则|公告|通告|批复|纲要|措施|规则|要点)(?:[(（][^()（）]*[)）])?$"
)
_SALUTATION = late(r"^(?:各|省|市|区|县|有关).*:$")
LONGEST_VALUE = 120


def is_label(key: str) -> bool:
    """Whether these words are the label of a field of a card, without its colon."""
    return key in _SORTS


@dataclass(frozen=True, slots=True)
class Card:
    """What a page's record card tells: ISO dates, the number in normal form; nothing where a field is empty."""

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    written: str | None = None
    published: str | None = None
    effective: str | None = None

    def simplified(self) -> Card:
        """The same in simplified script."""
        words = {
            name: to_simplified(value) for name in ("title", "doc_number", "issuer") if (value := getattr(self, name))
        }
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one page: what they tell, and the indexes of the lines that hold labels and values."""

    card: Card
    lines: frozenset[int]


def is_field(key: str) -> bool:
    """Whether a line begins with the label of a field."""
    return (
        len(key) <= 4 * LONGEST_VALUE and _MARKED.search(key) is not None and HEAD.match(key) is not None
        and not _ASSIGNS.match(key)
    )  # fmt: skip


def read_fields(texts: Sequence[str], keys: Sequence[str]) -> Fields:
    """The fields in the lines of a page's head. `texts`: the lines as they stand, of the same lengths as their keys."""
    filled = [i for i, key in enumerate(keys) if key]
    alone = bare_labels(keys)
    sorts = {sort for i in filled if is_field(keys[i]) for sort, _, _ in _pairs(keys[i])}
    bracketed = any(keys[i][:1] in "[【" for i in filled if is_field(keys[i]))
    # A title in brackets alone makes no card: [名称] heads an example in a text as well.
    strong = not STRONG.isdisjoint(sorts - {"title"} if bracketed else sorts)
    if not strong and not alone:
        return Fields(Card(), frozenset())
    taken: set[int] = set()
    found: dict[str, str] = {}
    at = 0
    while at < len(filled):
        index = filled[at]
        at += 1
        if index not in alone and not is_field(keys[index]):
            continue
        taken.add(index)
        size = len(keys[index])
        for sort, start, end in [(_SORTS[keys[index]], size, size)] if index in alone else _pairs(keys[index]):
            value = keys[index][start:end]
            if value:
                _keep(found, sort, value, texts[index][start:end])
                continue
            if end < len(keys[index].rstrip("|丨\t ")):
                continue
            below = _below(keys, filled, at, sort, alone)
            if below is not None:
                _keep(found, sort, keys[below], texts[below])
                taken.add(below)
                at += 1
    if any(key.startswith(_LAW) for key in keys):
        found["law"] = _LAW
        day = next((key for key in keys if _DAY_OF_LAW.match(key)), None)
        if day is not None:
            found.setdefault("published", day)
    return Fields(card_of(found), frozenset(taken))


_FOOT_WITHIN = 12  # lines


def foot_card(texts: Sequence[str], keys: Sequence[str]) -> Fields:
    """The card of a law that a library sets below its text; no fields where there is none."""
    filled = [i for i, key in enumerate(keys) if key]
    foot = filled[max(len(filled) // 4, len(filled) - _FOOT_WITHIN) :]
    start = next((i for i in foot if keys[i].startswith(_LAW) and is_field(keys[i])), None)
    if start is None:
        return Fields(Card(), frozenset())
    found = read_fields(texts[start:], keys[start:])
    return Fields(found.card, frozenset(start + i for i in found.lines))


_LAW = "法规名称"
"""Heads the card of a law: the day it was made public is the one that counts."""
_DAY_OF_LAW = late(r"时间\s*:\s*(?:中华)?民国\s*\d")
"""How a library of Taiwan tells that day without saying of what."""


_ISSUED = late(
    r"(?:由|是|日|,)([\u4e00-\u9fff]{4,24}?(?:人民政府|委员会|办公厅|办公室|[局厅部委]))(?:印发|发布|制定|颁布|公布|出台)"
)


_OF_ARTICLES = {"publisher": "issuer", "published": "written"}


def read_article(texts: Sequence[str], keys: Sequence[str]) -> Card:
    """What an encyclopedia's article says of a document: in its card, else in its first sentence."""
    found: dict[str, str] = {}
    for at, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if key in _SORTS and at + 1 < len(keys):  # the value stands on the line below
            _keep(found, _OF_ARTICLES.get(_SORTS[key], _SORTS[key]), keys[at + 1], texts[at + 1])
        for sort, start, end in _pairs(key) if is_field(key) else ():
            _keep(found, _OF_ARTICLES.get(sort, sort), key[start:end], text[start:end])
    for text, key in zip(texts, keys, strict=True):  # 颁布时间2022年7月28日
        if not is_field(key) and key not in _SORTS and (told := label_of(key)) is not None:
            sort, value = _OF_ARTICLES.get(told[0], told[0]), key[told[1] :]
            if is_organ(value) if sort == "issuer" else sort != "title" and fits(sort, value):
                _keep(found, sort, value, text[told[1] :])
    first = next((key for key in keys if len(key) > 20 and "。" in key), "")
    if "issuer" not in found and (match := _ISSUED.search(first)):
        found["issuer"] = match.group(1)
    if "written" not in found and _DAY.search(first):
        found["written"] = first
    return card_of(found)


def _pairs(key: str) -> list[tuple[str, int, int]]:
    """Every label of a line: its sort, and where its value stands (bars and blanks around it left out)."""
    head = HEAD.match(key)
    assert head is not None
    marks = [(head.group(1) or head.group(2), head.end())]
    starts = [0]
    found = list(_LABEL.finditer(key, head.end()))
    if head.group(2):
        known = {match.end() for match in found}
        cells = _IN_CELLS.finditer(key, head.end())
        found = sorted([*found, *(m for m in cells if m.end() not in known)], key=lambda match: match.start())
    for match in found:
        marks.append((match.group(1) or match.group(2), match.end()))
        starts.append(match.start())
    starts.append(len(key))
    out = []
    for number, (label, behind) in enumerate(marks):
        start, end = behind, starts[number + 1]
        while start < end and key[start] in "|丨\t :":
            start += 1
        while end > start and key[end - 1] in "|丨\t ":
            end -= 1
        out.append((_SORTS[label], start, end))
    return out


_FEWEST_ALONE = 3


def bare_labels(keys: Sequence[str]) -> frozenset[int]:
    """The lines that hold a label without a colon, where several stand above their values."""
    found = [i for i, key in enumerate(keys) if key in _SORTS]
    strong = sum(_SORTS[keys[i]] in STRONG for i in found)
    return frozenset(found) if strong >= _FEWEST_ALONE else frozenset()


def _below(keys: Sequence[str], filled: Sequence[int], at: int, sort: str, alone: frozenset[int]) -> int | None:
    """The line right below a label that is its value, or None where the field is empty."""
    if at >= len(filled):
        return None
    value = keys[filled[at]]
    if is_field(value) or filled[at] in alone or len(value) > LONGEST_VALUE:
        return None
    goes_on = any(i in alone or is_field(keys[i]) for i in filled[at + 1 : at + 2])
    if sort == "words" and _TITLE_END.search(value) and "关于" not in value:
        # 公文种类 and 通知, 主题词 and 地名 标志 通知: no title, where a field or the title itself follows.
        titled = any(_TITLE_END.search(keys[i]) and "关于" in keys[i] for i in filled[at + 1 : at + 2])
        return filled[at] if goes_on or titled else None
    return filled[at] if _fits(sort, value, goes_on=goes_on) else None


_GLUED_LABEL = late(rf"^({LABELS})(?=[^:\s|])")


def label_of(key: str) -> tuple[str, int] | None:
    """The sort of the label that a line begins with, and where it ends; None where it begins with none."""
    match = _GLUED_LABEL.match(key)
    return (_SORTS[match.group(1)], match.end()) if match else None


def sort_of(label: str) -> str | None:
    """The sort of a field with that label; None where nobody knows it."""
    return _SORTS.get(label)


def fits(sort: str, value: str) -> bool:
    """Whether words can be the value of a field of that sort."""
    return _fits(sort, value, goes_on=True)


def _fits(sort: str, value: str, *, goes_on: bool) -> bool:
    """Whether a line can be the value that a label above it asks for. `goes_on`: another field follows it."""
    if sort in _DATES:
        return bool(_DAY.search(value)) and len(value) <= 40
    if sort == "doc_number":
        return bool(_NUMBER.match(value))
    if sort == "code":
        return bool(_CODE.match(value)) and any(c.isdigit() for c in value)
    if sort == "state":
        return bool(_STATE.match(value))
    if _SENTENCE.search(value):
        return goes_on and sort == "words"
    if sort == "title":
        return goes_on
    if _TITLE_END.search(value) or _SALUTATION.match(value) or _NUMBER.match(value):
        return False
    return goes_on or (sort in _ORGANS and len(value) <= 24)


def _keep(found: dict[str, str], sort: str, key: str, text: str) -> None:
    if sort in _DATES:
        if _DAY.search(key):
            found.setdefault(sort, key)
    elif sort == "doc_number":
        if match := _NUMBER.match(key):
            found.setdefault(sort, text[: match.end()])
    elif sort in ("title", "issuer", "publisher"):
        value = _BARS.sub(" ", text.translate(SPANS)).strip()
        named = sort != "publisher" or is_organ(to_simplified(value))
        if named and 4 <= len(value) <= LONGEST_VALUE and not _SENTENCE.search(key):
            found.setdefault(sort, value)


def card_of(found: dict[str, str]) -> Card:
    """The card that fields make: sort of the field → its value."""
    return Card(
        found.get("title") and wide(found["title"]), normal_number(found.get("doc_number")),
        found.get("issuer") or numbers_as(found),
        iso_of(found.get("written") or found.get("sent") or (day_of_law(found) if "law" in found else None)),
        # Beside the day of writing, that of sending is when it was made public.
        iso_of(found.get("published") or (found.get("sent") if "written" in found else None)),
        iso_of(found.get("in_force")),
    )  # fmt: skip
