"""Which documents are editions of one another, as titles tell: one name but for year, period and stage. Pure.

An edition here is a document of its own id. Place and issuer must agree; where one of them is not told, the link is
doubtful. What repeals a document of another name is told by texts, not by names (`reader.core.repeals`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from reader.core.clause_numbers import numeral
from reader.core.document import DocumentInfo
from reader.core.folding import fold_text
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late
from reader.core.showing import visible

Stage = Literal["draft", "trial", "issued"]

_STATE: Final = "中华人民共和国"
_HAN: Final = "〇零一二三四五六七八九十"
_YEAR: Final = r"(?:(?:19|20)\d\d|二[〇零o0][〇零一二三四五六七八九]{2})"
_DRAFT: Final = late(
    r"(?:修订|修正)?(?:征求意见|公开征求意见|讨论|送审|审议|报审|报批|建议|二审|三审|[一二三]次审议)稿"
    r"|(?:修订|修正案?)?草案(?:[一二三]次审议稿|修改稿|征求意见稿)?|草稿|初稿"
)
_TRIAL: Final = late("试行|暂行|试用")
_REVISED: Final = late(
    rf"(?:{_YEAR}年?)?(?:第[{_HAN}\d]+次)?(?:修订|修正|修改|新修订)(?:版|本|稿)?|(?:{_YEAR}年?|第[{_HAN}\d]+|最新|新)(?:版|本)"
)
_DATE: Final = late(rf"{_YEAR}[-年.]\d{{1,2}}[-月.]\d{{1,2}}日?")
_SPAN: Final = late(rf"({_YEAR})年?(?:[-—–~～至到]+|——)({_YEAR})年?(?:度)?|({_YEAR})年(?:度)?|({_YEAR})(?![\d])")
_FIVE: Final = late(rf"(?:第([{_HAN}]{{2,3}})个五年|([{_HAN}]{{2}})五)(?:时期|期间)?(?=规划|计划|[^年月日号条章]|$)")
_FAR: Final = late(rf"(?:和|及){_YEAR}年远景(?:目标)?")
_ROUND: Final = late(rf"第[{_HAN}\d]+轮|新一轮|\d\.0版?")
_BRACKET: Final = late(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_MARKS: Final = late(r"[\s《》〈〉<>“”\"'‘’、,—–\-－·.:;。~]")
_CARRIED: Final = late(
    r"(?:关于)?(?:印发|转发|批转|发布|公布|下发)(?P<title>.{4,}?)的(?:通知|决定|公告|函|命令?|通告)$"
)
_CHANGES: Final = late("(?:修改|废止|修正|失效|宣布|停止).*(?:决定|通知|公告|命令?|批复)$|修正案|的说明$|解读$")
_SPOKEN: Final = late("(?:通知|公告|通告|公示|通报|函|批复|复函|决定|决议|答复|命令|公报|纪要|请示|报告)$")
_TITLED: Final = late("工作报告$")
_LONGEST: Final = 400  # characters of a title
_LEAST: Final = 4  # characters that a name has; the constitution and codes of two are laws
_CODE: Final = late("^(?:宪法|..?法|..?法典)$")
_OFFICE: Final = late("(?:常务委员会|办公厅|办公室)$")


@dataclass(frozen=True, slots=True)
class Name:
    """What a title says of a document.

    Attributes:
        key: the name without what parts editions; "" for a title that cannot have any.
        stage: as its title says: a draft, on trial, or neither.
        years: first and last year that it names; None where it names none.
        edition: words of the title that part it from the other editions (2021-2023年, 征求意见稿, 十四五).
        spoken: a notice, a letter or the like: others of the same name are about something else as often as not.
    """

    key: str
    stage: Stage = "issued"
    years: tuple[int, int] | None = None
    edition: tuple[str, ...] = ()
    spoken: bool = False


def name_of(info: DocumentInfo) -> Name:
    """The name of a document, from the title of what is read."""
    title = _carried(fold_text((info.attachment_title or info.title)[:_LONGEST]))
    changes = bool(_CHANGES.search(_BRACKET.sub("", title)))
    edition: list[str] = []
    stage: Stage = "issued"

    def of_bracket(match: re.Match[str]) -> str:
        inside = match[1].strip()
        rest = inside
        for pattern in (_DRAFT, _TRIAL, _DATE, _REVISED, _SPAN, _FIVE):
            rest = pattern.sub("", rest)
        if rest != inside and len(_MARKS.sub("", rest)) <= 1:
            edition.append(inside)
            return ""
        return match[0]

    bare = _BRACKET.sub(of_bracket, title)
    words = " ".join([bare, *edition])
    if _DRAFT.search(words) or info.status == "draft":
        stage = "draft"
    elif _TRIAL.search(words):
        stage = "trial"
    spoken = bool(_SPOKEN.search(bare)) and not _TITLED.search(bare)
    years = _years(words) or info.period
    for pattern in () if changes else (_FAR, _DRAFT, _TRIAL, _DATE, _SPAN, _FIVE, _ROUND):
        edition += [match[0] for match in pattern.finditer(bare)]
        bare = pattern.sub("", bare)
    key = _MARKS.sub("", _without_place(bare, info)).removeprefix(fold_text(_STATE))
    if changes or (len(key) < _LEAST and not _CODE.search(key)):
        return Name("", stage, years, tuple(edition), spoken)
    return Name(re.sub("[()]", "", key), stage, years, tuple(edition), spoken)


def _carried(title: str) -> str:
    match = _CARRIED.search(title)
    return match["title"] if match else title


def _without_place(title: str, info: DocumentInfo) -> str:
    place = fold_text(info.region or "")
    parts = [place, *re.findall(r".+?(?:省|市|新区|区|县|州)", place)]
    cut = next((part for part in sorted(parts, key=len, reverse=True) if part and title.startswith(part)), "")
    return title[len(cut) :].removeprefix("市" if cut.endswith("市") else " ") if cut else title


def _years(words: str) -> tuple[int, int] | None:
    if match := _FIVE.search(words):
        number = numeral(match[1] or match[2])
        if 6 <= number <= 30:
            return (1951 + 5 * number, 1955 + 5 * number)
    if match := _SPAN.search(_DATE.sub("", words)):
        first, last = match[1] or match[3] or match[4], match[2] or match[3] or match[4]
        return (_year(first), _year(last)) if _year(first) <= _year(last) else None
    return None


def _year(digits: str) -> int:
    return int(digits) if digits.isdecimal() else numeral(re.sub("[o0]", "〇", digits))


# Which of the documents of one name belong together


@dataclass(frozen=True, slots=True)
class Kin:
    """A document of the same name.

    Attributes:
        basis: what the link rests on, in words.
        doubt: why it may be wrong; "" where it is sure.
    """

    info: DocumentInfo
    name: Name
    basis: str
    doubt: str = ""


def agrees(one: DocumentInfo, other: DocumentInfo) -> tuple[bool, str]:
    """Whether two documents of one name may be of one place and issuer, and what is doubtful about it."""
    doubts = []
    if one.region != other.region:
        if one.region and other.region:
            return False, ""
        if "national" in (one.level, other.level):
            return False, ""
        doubts.append("有一份没有写明地区")
    if one.level != other.level and "unknown" not in (one.level, other.level):
        return False, ""
    ours, theirs = (frozenset(map(_body, info.issuers)) for info in (one, other))
    if ours and theirs and ours.isdisjoint(theirs):
        return False, ""
    if not (ours and theirs) and (ours or theirs or not one.region) and not doubts:
        doubts.append("有一份没有写明发文机关" if ours or theirs else "没有写明发文机关和地区")
    return True, "，".join(doubts)


def _body(issuer: str) -> str:
    """An authority whose office or standing committee issues under its own name, too; congresses of a place as one."""
    bare = _OFFICE.sub("", fold_text(issuer).removeprefix(fold_text(_STATE)))
    return "人民代表大会" if bare.endswith("人民代表大会") else bare


_NONE: Final[Mapping[str, Name]] = MappingProxyType({})


class Names:
    """The documents of a library by their names; what has not changed is taken over from an earlier state."""

    def __init__(
        self, infos: Iterable[DocumentInfo], before: Names | None = None, names: Mapping[str, Name] = _NONE
    ) -> None:
        """`names`: of these documents by id, as far as they are known."""
        kept: Mapping[str, tuple[DocumentInfo, Name]] = before.by_id if before is not None else {}
        self.by_id: dict[str, tuple[DocumentInfo, Name]] = {}
        self._by_key: dict[str, list[str]] = {}
        for info in infos:
            known = kept.get(info.id)
            if known is None or known[0] is not info:
                known = (info, names.get(info.id) or name_of(info))
            self.by_id[info.id] = known
            if known[1].key:
                self._by_key.setdefault(known[1].key, []).append(info.id)

    def kin(self, doc: str) -> tuple[Kin, ...]:
        """The other documents that a document's name makes editions of it, in library order."""
        known = self.by_id.get(doc)
        if known is None:
            return ()
        info, name = known
        found = []
        for other in self._by_key.get(name.key, ()):
            its, theirs = self.by_id[other]
            same, doubt = agrees(info, its)
            if other == doc or not same or not _may_follow(name, theirs):
                continue
            found.append(Kin(its, theirs, _says(name, theirs), doubt))
        return tuple(found)


def _may_follow(one: Name, other: Name) -> bool:
    """A notice of the same name is another edition only where both say for which year."""
    return not one.spoken or (one.years is not None and other.years is not None and one.years != other.years)


def _says(one: Name, other: Name) -> str:
    mine, theirs = ("、".join(dict.fromkeys(name.edition)) for name in (one, other))
    if mine == theirs:
        return "名称相同"
    return f"名称除“{'”“'.join(part for part in (mine, theirs) if part)}”外相同"


# By time, and by what one says of the other

Relation = Literal["itself", "draft", "earlier", "later", "same-day", "undated"]

_KIND: Final = late(
    r"(?:若干)?(?:管理)?(?:法典?|条例|办法|规定|规则|规程|细则|章程|制度|意见|方案|计划|规划|通知|决定|解释|标准)$"
)
_CARRIES_OUT: Final = late("实施(?:条例|细则|办法|规定|意见|方案)?|细则$|解释$")
_NEAR: Final = 0.7


def succeeds(one: Name, other: Name) -> bool:
    """Whether a document that repeals another stands in its place: of much the same name, whatever its rank.

    What carries a law out is no edition of it, whichever of the two ends.
    """
    if not one.key or not other.key or bool(_CARRIES_OUT.search(one.key)) != bool(_CARRIES_OUT.search(other.key)):
        return False
    mine, theirs = (_KIND.sub("", name.key) for name in (one, other))
    if mine == theirs:
        return bool(mine)
    first, second = (frozenset(map("".join, pairwise(key))) for key in (mine, theirs))
    return bool(first and second) and 2 * len(first & second) / (len(first) + len(second)) >= _NEAR


def related_by_time(mine: Name, my_day: str | None, theirs: Name, their_day: str | None) -> Relation:
    """What another edition is to one: its draft, earlier, later; days are ISO."""
    if theirs.stage == "draft" and mine.stage != "draft":
        return "draft"
    if my_day and their_day:
        return "same-day" if my_day == their_day else "earlier" if their_day < my_day else "later"
    if mine.stage == "draft" and theirs.stage != "draft" and mine.years == theirs.years:
        return "later"
    if mine.years and theirs.years and mine.years != theirs.years:
        return "earlier" if theirs.years < mine.years else "later"
    return "undated"


# What tells documents of one title apart


def apart(infos: Iterable[DocumentInfo], day_of: Callable[[DocumentInfo], str | None]) -> dict[str, str]:
    """Of each document that shares its title with another what tells it from that one: the day of its version (ISO),
    else the day in its file's name, else that name, else its id. `day_of` is asked of those alone.
    """
    titled: dict[str, list[DocumentInfo]] = {}
    for info in infos:
        titled.setdefault(info.reading_title, []).append(info)
    made: dict[str, str] = {}
    for alike in titled.values():
        if len(alike) < 2:
            continue
        left = {info.id: info for info in alike}
        for way in (day_of, _day_of_file, _file, lambda info: info.id):
            said = {doc: way(info) or "" for doc, info in left.items()}
            often = Counter(said.values())
            told = {doc: words for doc, words in said.items() if words and often[words] == 1}
            made |= told
            left = {doc: info for doc, info in left.items() if doc not in told}
    return made


def is_day(words: str) -> bool:
    """Whether what tells documents apart is a day."""
    return _DATE.fullmatch(words) is not None


def _file(info: DocumentInfo) -> str:
    return visible(info.file or info.source.file)


def _day_of_file(info: DocumentInfo) -> str:
    match = _DATE.search(fold_text(info.file or info.source.file))
    return match[0] if match else ""
