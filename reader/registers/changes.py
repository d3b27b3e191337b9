"""What a document says of others that ends or alters them: repealed, repealed in part, amended. In its own words.

Sentences (《…》同时废止，废止《…》), lists of what is repealed or amended, and titles of decisions are read. Which
document of the library is meant is told by `reader.registers.citations`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Citation
from reader.core.span import Span
from reader.registers.citations import read_citations
from reader.registers.stretches import Stretches

Effect = Literal["repealed", "part", "amended"]

ENDING: Final = (
    "废止", "停止执行", "停止施行", "停止适用", "停止实施", "失效", "不再执行", "不再适用",
    "廢止", "停止執行", "停止適用", "不再適用",
)  # fmt: skip
"""Words of which a sentence that ends a document has one."""

_ENDED: Final = late(rf"(?:{'|'.join(ENDING)})(?=[。；，,;.）)”]|$|的决定|的通知|的公告)")
_NOT_ENDED: Final = late(
    r"(?:修改|修订|清理|制定|变更|撤销|[、或和与及]|或者|不得|是否|未|建议|拟|可以|应当)(?:予以)?$"
)
_ENDS: Final = late(r"(?:废止|廢止|停止执行|停止施行|停止适用)(?:下列|以下)?(?:的)?(?=《)")
_ALTERS: Final = late(r"(?:修改|修正|修订)(?=《)|对(?=《[^。；]{0,400}?(?:作|进行|予以)[^。；，]{0,8}修[改正订])")
_LISTS: Final = late("废止|廢止|失效|停止(?:执行|施行|适用)")
_CHANGES: Final = late("修改|修正|修订|修訂")
_DECISION: Final = late("(?:决定|通知|公告|命令|令|目录|清单|通告|批复)(?:[（(][^（）()]*[）)])?$")
_SENTENCE: Final = late("[。；\n]")
_ASIDE: Final = r"(?:[（(][^（）()]*[）)])?"
_FOLLOWS: Final = late(
    rf"^{_ASIDE}\s*(?:$|[、，,和及与以并同即自均予一相废廢停失不]|等[\d〇一二三四五六七八九十百]+[件部项])"
)
_QUALIFIES: Final = late(rf"^{_ASIDE}(?:第?[一二三四五六七八九十两\d]{{0,3}}次?)(?:修正|修订|修改|批准|公布|发布)")
_PART: Final = late(rf"^{_ASIDE}(?:中|第[〇零一二三四五六七八九十百\d]+[条章款项]|的?有关|的?附件|所附)[^《。；]*$")
_RESTS: Final = late(r"(?:根据|依据|按照|依照|参照|遵照|违反)[^《》，。；、]{0,20}$")
_AGAINST: Final = late("不一致|不符|抵触|不同的")
_DAY: Final = late(r"自((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日起[^，。；]{0,4}$")
_ITEM: Final = late(
    r"^[\s\d一二三四五六七八九十（）()、.．]*(?:[^《》，。；：:“”]{0,60}《|[^《》，。；：:“”]{4,80}[〔\[（(]?(?:19|20)\d\d[^《》，。；：:“”]{0,12}号)"
)
"""A line of a list names a document at once: wording that is put in place of other wording does not."""
LONGEST: Final = 240  # characters of the words that are quoted
_NEAR: Final = 60  # characters before a word that can say what it is about
_SHORT: Final = 90  # characters of a line that says what the lines below it are


@dataclass(frozen=True, slots=True)
class Change:
    """What a document does to another one.

    Attributes:
        citation: names it, with the place of its name.
        day: ISO day from which it is so, where the sentence says one; else the day of the document that says it.
        words: the sentence, or the line and the line above that says what its list is.
    """

    citation: Citation
    effect: Effect
    words: str
    day: str | None = None


def is_decision(title: str) -> bool:
    """Whether a title is that of a document made to repeal or amend others."""
    return bool(_DECISION.search(title) and (_LISTS.search(title) or _CHANGES.search(title)))


def read_changes(document: Document) -> tuple[Change, ...]:
    """Every change that a document makes to others, in reading order, each named once a block."""
    cited: dict[str, list[Citation]] = {}
    for citation in read_citations(document):
        cited.setdefault(citation.at.block, []).append(citation)
    lists = is_decision(document.title) and bool(document.blocks)
    made: list[Change] = []
    effect: Effect | None = None
    above = ""
    for block in document.blocks:
        here = cited.get(block.id, ())
        found = list(_in_sentences(block, here, decision=lists))
        if lists and block.kind != "title":
            if (said := _list_of(block.text)) is not None:
                effect, above = said, block.text
            if effect is not None and not found and block.text is not above:
                listed = ((each, _line(block, each)) for each in here)
                found = [Change(e, effect, _clipped(f"{above} {line}")) for e, line in listed if _ITEM.match(line)]
        made += found
    return tuple(dict.fromkeys(made))


def _list_of(text: str) -> Effect | None:
    """What a line says of the list below it; None where it says nothing."""
    if len(text) > _SHORT and not text.rstrip().endswith(("：", ":")):
        return None
    if "《" in text and not text.rstrip().endswith(("：", ":")):
        return None
    ends, alters = _LISTS.search(text), _CHANGES.search(text)
    if ends and not alters:
        return "repealed"
    if alters and not ends:
        return "amended"
    return None


def _line(block: Block, citation: Citation) -> str:
    """The line of a block in which a name stands."""
    start = block.text.rfind("\n", 0, citation.at.span.start) + 1
    end = block.text.find("\n", citation.at.span.end)
    return block.text[start : end if end >= 0 else None]


def _clipped(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _in_sentences(block: Block, cited: Sequence[Citation], *, decision: bool) -> Iterator[Change]:
    text = block.text
    if not cited or not (_LISTS.search(text) or "不再" in text or (decision and _CHANGES.search(text))):
        return
    within = [each.at.span for each in cited]
    titles = Stretches(within)
    edges = [0, *(m.end() for m in _SENTENCE.finditer(text) if not titles.touches(Span(*m.span()))), len(text)]
    for start, end in pairwise(edges):
        first, last = (bisect_left(cited, place, key=lambda each: each.at.span.start) for place in (start, end))
        if here := cited[first:last]:
            yield from _in_sentence(text, Span(start, end), here, decision=decision)


def _in_sentence(text: str, at: Span, cited: Sequence[Citation], *, decision: bool) -> Iterator[Change]:
    within = [each.at.span for each in cited]
    words = _clipped(at.cut(text).strip())
    start = at.start
    titles = Stretches(within)
    for verb in _ENDED.finditer(text, at.start, at.end):
        near = text[max(start, verb.start() - _NEAR) : verb.start()]
        if titles.touches(Span(*verb.span())) or _NOT_ENDED.search(near):
            continue
        for change in _named_before(text, Span(start, verb.start()), cited, words):
            yield replace(change, day=_day(near))
        start = verb.end()
    for pattern, effect in ((_ENDS, "repealed"), (_ALTERS, "amended")):
        if effect == "amended" and not decision:
            continue
        for verb in pattern.finditer(text, at.start, at.end):
            if not titles.touches(Span(*verb.span())):
                yield from _named_behind(text, verb.end(), cited, effect, words)  # type: ignore[arg-type]


def _day(near: str) -> str | None:
    match = _DAY.search(near)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _named_before(text: str, at: Span, cited: Sequence[Citation], words: str) -> Iterator[Change]:
    """《A》、1993年公布的《B》同时废止: back from the end of a range, as long as one name follows the other."""
    follows = at.end
    first, last = (bisect_left(cited, place, key=lambda each: each.at.span.start) for place in at)
    for each in reversed(cited[first:last]):
        span = each.at.span
        between = text[span.end : follows]
        if _AGAINST.search(between):
            return
        follows = span.start
        if _QUALIFIES.match(between):
            continue
        if _PART.match(between):
            yield Change(each, "part", words)
            continue
        if not _FOLLOWS.match(between):
            return
        if not _RESTS.search(text[max(at.start, span.start - _NEAR) : span.start]):
            yield Change(each, "repealed", words)


def _named_behind(text: str, verb: int, cited: Sequence[Citation], effect: Effect, words: str) -> Iterator[Change]:
    """废止《A》、《B》: on from the verb."""
    until = verb
    for at in range(bisect_left(cited, verb, key=lambda each: each.at.span.start), len(cited)):
        each = cited[at]
        span = each.at.span
        if not re.fullmatch(r"(?:[（(][^（）()《》]*[）)])?[\s、，和及与以]*", text[until : span.start]):
            return
        part = effect == "repealed" and _PART.match(re.split("[，。；《]", text[span.end : span.end + _NEAR])[0])
        yield Change(each, "part" if part else effect, words)
        until = span.end
