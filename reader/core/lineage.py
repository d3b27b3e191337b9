"""What a document says it rests on: 根据, 按照, 贯彻落实, 转发, 印发 in its title, its opening and its 编制依据. Pure.

A document that is only named, further on or without such a word, is a reference and no ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.span import Span

Ground = Literal["rests-on", "carries-out", "passes-on", "issues"]

_WORDS: Final[tuple[tuple[Ground, str], ...]] = (
    ("passes-on", "转发|批转|轉發|批轉"),
    ("issues", "印发|发布|公布|下发|印發|發布"),
    ("carries-out", "贯彻|落实|实施|貫徹|落實|實施"),
    ("rests-on", "根据|依据|按照|依照|遵照|根據|依據"),
)
_SAYS: Final = late("|".join(f"(?P<w{at}>{words})" for at, (_, words) in enumerate(_WORDS)))
_HALTS: Final = late("[。；：\n]|(?:通过|批准|第[一二三四五六七八九十]{1,3}次修[正订])[，,]")
_GROUNDS: Final = late("依据|依據|根据|法律基础")
_NOT_FIRST: Final = late("^(?:第(?!一条)[〇零一二三四五六七八九十百]+条|[二三四五六七八九十]+、)")
_CLAUSE: Final = late("^第一条|^一、")
_ALTERED: Final = late("[^。；]*(?:修正|修订|修[改订]为|(?:作|作出|作如下|进行|予以)[^。；，]{0,6}修改)")
_SKIP: Final = frozenset(["doc_number", "note", "contents", "signature", "date", "table"])
OPENING: Final = 6  # blocks of running text
_REACH: Final = 600  # characters before and behind a citation that can say what it is
_LONGEST: Final = 160  # characters of the words that are quoted


@dataclass(frozen=True, slots=True)
class Said:
    """The words that make a citation a ground.

    Attributes:
        span: of `words` in the block's text.
    """

    ground: Ground
    words: str
    span: Span


def openings(document: Document) -> frozenset[str]:
    """The blocks in which a document says what it rests on: its titles, its opening and that of what it carries, and
    whatever stands under a heading that names its grounds.
    """
    found: set[str] = set()
    running = OPENING
    grounds: int | None = None
    for block in document.blocks:
        if block.kind == "title":
            running, grounds = OPENING, None
            found.add(block.id)
            continue
        if block.kind in _SKIP:
            continue
        if block.kind == "heading":
            if grounds is not None and (block.level or 9) <= grounds:
                grounds = None
            if _GROUNDS.search(block.text) and len(block.text) <= 20:
                grounds = block.level or 9
        if running and _NOT_FIRST.match(block.text):
            running = 0
        if running or grounds is not None:
            found.add(block.id)
        if block.kind in ("paragraph", "bullet"):
            running = 0 if _CLAUSE.match(block.text) else max(0, running - 1)
    return frozenset(found)


def ground_of(block: Block, cited: Span) -> Said | None:
    """The words of a block that make the document cited at a place a ground of this one; None where there are none."""
    text, start = block.text, max(0, cited.start - _REACH)
    before = _unmarked(text[start : cited.start])
    halt = max((match.end() for match in _HALTS.finditer(before)), default=0)
    last = None
    for match in _SAYS.finditer(before, halt):
        last = match
    behind = text[cited.end : cited.end + _REACH]
    if last is None or _ALTERED.match(_unmarked(behind)):
        return None
    closing = re.search("[。；\n]|$", behind)
    end = cited.end + (closing.start() if closing else 0)
    end = min(end, max(cited.end, start + last.start() + _LONGEST))
    span = Span(start + last.start(), end)
    ground = next(ground for at, (ground, _) in enumerate(_WORDS) if last[f"w{at}"])
    return Said(ground, span.cut(text), span)


def _unmarked(text: str) -> str:
    """The text with what stands in 《》 blanked, a title that began before it, too: titles say nothing of this one."""
    return re.sub(
        r"^[^《》]*》|《[^《》]*(?:《[^《》]*》[^《》]*)*》|《[^《》]*$", lambda match: "　" * len(match[0]), text
    )
