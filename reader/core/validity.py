"""Whether a document holds on a day, as far as its own words and those of the library's other documents tell. Pure.

What no text says is not known: a document is in force only where its words say from when, and nothing here ends it.
Days are ISO dates, so that they compare as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

from reader.core.document import Document, DocumentInfo
from reader.core.editions import Name
from reader.core.folding import fold_text
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late

State = Literal["in-force", "amended", "repealed", "draft", "expired", "unknown", "pending"]
STATE_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    "in-force": "现行有效", "amended": "已被修改", "repealed": "已废止", "draft": "征求意见稿", "expired": "已到期",
    "pending": "尚未施行", "unknown": "不明",
})  # fmt: skip
"""Of a plan past its period one says 已到期: nobody has ended it. 尚未施行: its words name a later day."""

_DAY: Final = r"((?:19|20)\d{2})[年.](\d{1,2})[月.](\d{1,2})日?"
_DATED: Final = late(_DAY)
_HOLDS_NOTE: Final = late(rf"^[(]?{_DAY}起?\s*(?:施行|实施|执行|生效)")
_TAKES_EFFECT: Final = late(r"起?\s*(?:施行|实施|执行|生效)")
_ACT: Final = late("通过|公布|发布|颁布|批准|修正|修订|修改|印发|制定")
_HOLDS: Final = late(
    r"(?:自|从|于)[^。；,]{2,22}?(?:之日|日|年度)?起?(?:正式|开始)?(?:施行|实施|执行|生效|试行)|(?:有效期|试行期|执行期)[^。；,]{1,24}"
)
_FROM: Final = late(rf"(?:自|从|于){_DAY}起?(?:正式|开始)?(?:施行|实施|执行|生效)")
_OWN: Final = late(r"^(?:第[〇零一二三四五六七八九十百\d]+条|[(]?[一二三四五六七八九十\d]{1,4}[)、.])?\s*本")
_ON_ISSUE: Final = late("自(?:公布|发布|颁布|印发|下发|通过|签发)之日")
_TRIAL: Final = late(r"试行期?(?:为|限)?([一二两三四五六七八九十]|\d{1,2})年")
_NUMBERS: Final = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SENTENCE: Final = late("[。;\n]")
_NOTES_WITHIN: Final = 60  # blocks
_READ: Final = 4000  # characters of a note that are read
_LONGEST: Final = 120  # characters of the words that are quoted


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says of its own holding.

    Attributes:
        made: the day of its last passing, amendment or issue that it tells; `made_words` say so.
        since: the first day on which this edition holds; None where its words do not tell.
        until: the last day; None where it has none.
    """

    made: str | None = None
    made_words: str = ""
    since: str | None = None
    since_words: str = ""
    until: str | None = None
    until_words: str = ""
    doubt: str = ""

    @property
    def at(self) -> str | None:
        """The day by which the editions of a name are put in order."""
        return self.since or self.made


@dataclass(frozen=True, slots=True)
class Later:
    """Another edition of the same name, and what doubts there are that it is one."""

    info: DocumentInfo
    name: Name
    told: Told
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Struck:
    """What another document of the library does to this one.

    Attributes:
        effect: repealed, part (of it repealed), amended.
        day: from which it is so; None where no text says.
        made: the day of the document that does it.
        words: those that say so.
    """

    by: DocumentInfo
    effect: Literal["repealed", "part", "amended"]
    day: str | None
    made: str | None
    words: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document holds on a day.

    Attributes:
        basis: the words and days that say so, the telling one first.
        doubt: what may make it wrong; "" where nothing does.
    """

    state: State
    basis: str
    doubt: str = ""


def told(document: Document) -> Told:
    """What a document says of its own holding, from the notes at its head, its last clauses and its description."""
    made, made_words = _made(document)
    since, words = _real(document.effective), ""
    for block in document.blocks[:_NOTES_WITHIN]:
        text = fold_text(block.text[:_READ])
        if block.kind in ("note", "date", "paragraph") and (match := _HOLDS_NOTE.match(text)):
            since, words = max(since or "", _iso(match)), _line(block.text)
    doubt = ""
    for sentence in _own_sentences(document):
        if since is None and _ON_ISSUE.search(fold_text(sentence)) and made is not None:
            since, words = made, sentence
            doubt = "" if _published(made_words) else "公布之日没有写明，按通过或印发之日计"
        if since is None and (match := _FROM.search(fold_text(sentence))) and (day := _iso(match)):
            since, words = day, sentence
        words = words or sentence
    if since is not None and made is not None and made > since:
        since, words = made, "；".join(filter(None, (made_words, words)))
    if since is None and document.status == "issued" and document.period and made:
        since, words = made, made_words
    until, until_words = _until(document, since)
    return Told(made, made_words, since, words, until, until_words, doubt)


def _published(words: str) -> bool:
    return bool(re.search("公布|发布|颁布|印发|成文|修", words))


def _made(document: Document) -> tuple[str | None, str]:
    """The last day that the notes at the head name for a passing or an amendment, with its line."""
    best, words = "", ""
    for block in document.blocks[:_NOTES_WITHIN]:
        if block.kind != "note":
            continue
        folded = fold_text(block.text[:_READ])
        for match in _DATED.finditer(folded):
            behind, day = folded[match.end() :], _iso(match)
            if day > best and _ACT.search(behind) and not _TAKES_EFFECT.match(behind):
                best, words = day, _line(block.text)
    if best:
        return best, words
    for told_day, what in ((document.written, "成文日期"), (document.published, "发布日期")):
        if real := _real(told_day):
            return real, f"{what} {real}"
    return None, ""


def _own_sentences(document: Document) -> Iterator[str]:
    """The sentences that say from when or until when the document itself holds, the last first."""
    for block in reversed(document.blocks):
        if block.kind not in ("paragraph", "bullet", "heading", "note") or "本" not in block.text:
            continue
        for sentence in reversed(_SENTENCE.split(block.text)):
            words = sentence.strip()
            if len(words) <= _LONGEST and _OWN.match(folded := fold_text(words)) and _HOLDS.search(folded):
                yield words


def _until(document: Document, since: str | None) -> tuple[str | None, str]:
    if _real(document.valid_until):
        words = next((s for s in _own_sentences(document) if re.search("有效|期|至", s)), "")
        return document.valid_until, words or f"有效期至 {document.valid_until}"
    for sentence in _own_sentences(document):
        match = _TRIAL.search(fold_text(sentence))
        if match and since:
            number = _NUMBERS.get(match[1]) or int(match[1])
            return _years_on(since, number), sentence
    if document.period and 1000 <= document.period[1] <= 9999:
        return f"{document.period[1]:04d}-12-31", f"规划期 {document.period[0]}—{document.period[1]} 年"
    return None, ""


def _real(day: str | None) -> str | None:
    """A day of a description, which may come from anywhere; None where it is no ISO date."""
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        return None


def _years_on(first: str, years: int) -> str:
    start = date.fromisoformat(first)
    try:
        return (start.replace(year=start.year + years) - timedelta(days=1)).isoformat()
    except ValueError:  # the 29th of February, or past the calendar
        return f"{min(start.year + years, 9999):04d}-02-28"


def _iso(match: re.Match[str]) -> str:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


# On a day


def validity(
    info: DocumentInfo, name: Name, own: Told, others: Sequence[Later], struck: Sequence[Struck], day: str
) -> Validity:
    """The state of a document on a day.

    Args:
        others: the other editions of its name.
        struck: what other documents do to it.
        day: ISO.
    """
    if name.stage == "draft":
        words = next((part for part in name.edition if part), "") or info.shown_title
        return Validity("draft", f"题名：“{words}”")
    doubts = [own.doubt, *_doubts_of(own, others)]
    for event in sorted(struck, key=lambda each: (each.effect != "repealed", each.day or "")):
        if event.effect == "repealed" and (found := _repealed(event, own, day)) is not None:
            return _with(found, doubts)
    if own.until is not None and own.until < day:
        return _with(Validity("expired", f"{own.until_words}（至 {own.until}）"), doubts)
    if (found := _amended(own, others, struck, day)) is not None:
        return _with(found, doubts)
    if own.since is None:
        return _with(Validity("unknown", "；".join(filter(None, ("没有写明施行日期", own.made_words)))), doubts)
    if own.since > day:
        return _with(Validity("pending", f"{own.since_words}（自 {own.since} 起施行，{day} 尚未施行）"), doubts)
    end = f"，至 {own.until}" if own.until else ""
    basis = f"{own.since_words}（自 {own.since} 起{end}）；文库中没有废止或修改它的文件"
    return _with(Validity("in-force", basis), doubts)


def _with(found: Validity, doubts: Sequence[str]) -> Validity:
    every = "；".join(dict.fromkeys(filter(None, (found.doubt, *doubts))))
    return Validity(found.state, found.basis, every)


def _repealed(event: Struck, own: Told, day: str) -> Validity | None:
    """Repealed, or unknown where the days leave it open; None where the event does not touch this edition that day."""
    said = f"《{event.by.reading_title}》：“{event.words}”"
    if event.day is None or own.at is None:
        return Validity("unknown", f"{said}，但{'该文件' if event.day is None else '本文件'}没有日期", event.doubt)
    mine = own.made or own.at
    if mine > (event.made or event.day):
        return None  # made anew after that
    if mine == (event.made or event.day):
        return Validity("unknown", said, "两份文件日期相同，看不出先后")
    if event.day > day:
        return None
    return Validity("repealed", f"{said}（自 {event.day} 起）", event.doubt)


def _amended(own: Told, others: Sequence[Later], struck: Sequence[Struck], day: str) -> Validity | None:
    undated = [each for each in others if each.name.stage != "draft" and each.told.at is None]
    later = [
        each
        for each in others
        if each.name.stage != "draft" and own.at is not None and each.told.at is not None and own.at < each.told.at
        and (each.told.since or each.told.made or "") <= day
    ]  # fmt: skip
    if later:
        last = max(later, key=lambda each: each.told.at or "")
        words = last.told.since_words or last.told.made_words
        basis = f"文库中有更新的版本《{last.info.reading_title}》：{words}（{last.told.at}）"
        return Validity("amended", basis, last.doubt)
    for event in struck:
        if event.effect == "repealed" or event.day is None or own.made is None or event.day > day:
            continue
        if own.made < (event.made or event.day):
            basis = f"《{event.by.reading_title}》：“{event.words}”（自 {event.day} 起）"
            return Validity("amended", basis, event.doubt)
    if undated and own.until is None:
        return Validity("unknown", "", f"《{undated[0].info.reading_title}》没有日期，看不出哪一版在后")
    if others and own.at is None and any(each.name.stage != "draft" for each in others):
        return Validity("unknown", "", "本文件没有日期，看不出哪一版在后")
    return None


def _doubts_of(own: Told, others: Sequence[Later]) -> Iterator[str]:
    same = [each for each in others if each.name.stage != "draft" and own.at is not None and each.told.at == own.at]
    if same:
        yield f"文库中另有同日的版本（{'、'.join(each.info.id for each in same)}）"
