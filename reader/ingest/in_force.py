"""From when a document holds, and until when, where its own words say so. Reads blocks, changes nothing.

Only a sentence whose subject is the document itself counts (本办法自2026年1月1日起施行，有效期5年): what it says of
other documents, or quotes, is none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from reader.core.document import Block
from reader.core.late_pattern import late
from reader.ingest.form.numbering import value_of
from reader.script import to_simplified

_DAY = (
    r"(?:((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日"
    r"|([二一][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日)"
)
_OWN = late(r"^本(?:[\u4e00-\u9fff（）“”]{1,16}?)(?=自|从|由|于|有效|施行|实施|试行|执行|解释|即|发布|公布|印发|，)")
_FROM = late(rf"(?:自|从|于){_DAY}(?:之日)?起?(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_FROM_THEN = late("自(印发|公布|发布|颁布)之日起?(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_UNTIL = late(
    rf"(?:有效期|执行期|试行期|施行期|实施期)限?(?:自{_DAY}起?)?(?:截止|延长)?(?:至|到|为至){_DAY}(?:止)?|(?:施行|实施|执行|有效)至{_DAY}(?:止)?$"
)
_YEARS = late(r"(?:有效期|执行期|试行期|施行期|实施期)限?(?:为|是|暂定)?(\d{1,2}|[一二两三四五六七八九十]{1,3})年")
_SENTENCE = late("[。；！？\n]")
_NUMBER = late(r"^(?:第[一二三四五六七八九十百千零〇\d]+条|[（(]?[一二三四五六七八九十\d]{1,4}[）)、.．]+)\s*")
_QUOTES = late("[《“]")
_LONGEST = 160  # characters of a sentence that says it
_MOST_YEARS = 50


class InForce(NamedTuple):
    """The first day and the last, ISO; None where the document does not say."""

    effective: str | None = None
    valid_until: str | None = None


def in_force(blocks: Sequence[Block], signed: str | None, made_public: str | None) -> InForce:
    """What the last sentences that speak of it say.

    Args:
        blocks: the document's.
        signed: the day under its signature, ISO, which 印发之日 means.
        made_public: the day of the order that made it public, ISO, which 公布之日 means.
    """
    effective: date | None = None
    until: date | None = None
    years = 0
    for sentence in _own_sentences(blocks):
        if match := _FROM.search(sentence):
            effective = _day(match.groups()) or effective
        elif (match := _FROM_THEN.search(sentence)) and (day := signed if match.group(1) == "印发" else made_public):
            effective = date.fromisoformat(day)
        if match := _UNTIL.search(sentence):
            groups = match.groups()
            until = _day(groups[6:12]) or _day(groups[12:]) or until
            effective = effective or _day(groups[:6])
        elif match := _YEARS.search(sentence):
            years = value_of(match.group(1).replace("两", "二"))
    if until is None and effective is not None and 0 < years <= _MOST_YEARS:
        until = _last_day(effective, years)
    if until is not None and effective is not None and until < effective:
        until = None  # a slip of the pen: neither of the two days tells which
    return InForce(effective.isoformat() if effective else None, until.isoformat() if until else None)


def _own_sentences(blocks: Sequence[Block]) -> Iterator[str]:
    """The sentences whose subject is the document: the note of its passing, the order that makes it public, and those
    that begin with 本…, or go on behind one that does.
    """
    titles = {_bare(block.text) for block in blocks if block.kind == "title"}
    for block in blocks[:_HEAD]:
        if block.kind == "note" and "通过" in block.text and (match := _PASSED_FROM.search(block.text)):
            yield match.group()
        order = _ORDERED.match(to_simplified(block.text)) if block.kind == "paragraph" else None
        if order and _bare(order.group(1)) in titles:
            yield order.group(2)
    for block in blocks:
        if block.kind not in ("paragraph", "bullet", "note", "heading") or not _may_tell(block.text):
            continue
        own = False
        for sentence in _SENTENCE.split(to_simplified(block.text)):
            words = _NUMBER.sub("", sentence.strip()).strip("（）() ")
            own = bool(_OWN.match(words)) or (own and words.startswith(("自", "有效期", "试行期", "执行期", "施行期")))
            if own and len(words) <= _LONGEST:
                yield _QUOTES.split(words, maxsplit=1)[0]  # what follows 《 speaks of another document


_HEAD = 40  # blocks
_PASSED_FROM = late(r"自[^，。；]{6,20}起(?:施行|实施|执行|生效)(?=[）)]?$)")
_ORDERED = late(r"^《([^《》]{4,80})》[^。]{0,120}(?:公布|发布|颁布)，(自[^，。；]{6,20}起(?:施行|实施|执行|生效))。?")


def _bare(title: str) -> str:
    return re.sub(r"\W", "", to_simplified(title))


def _may_tell(text: str) -> bool:
    return "本" in text and ("起" in text or "有效" in text or "期" in text)


def _day(groups: Sequence[str | None]) -> date | None:
    """The day of one match of `_DAY`, in figures or in Chinese numerals; None where there is none, or no such day."""
    year, month, day, han_year, han_month, han_day = groups
    try:
        if year and month and day:
            return date(int(year), int(month), int(day))
        if han_year and han_month and han_day:
            figures = "".join(str(value_of(char.replace("○", "〇"))) for char in han_year)
            return date(int(figures), value_of(han_month), value_of(han_day))
    except ValueError:
        return None
    return None


def _last_day(first: date, years: int) -> date:
    """The day before the same day so many years on."""
    try:
        return first.replace(year=first.year + years) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return first.replace(year=first.year + years, day=28)
