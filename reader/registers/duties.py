"""Tasks of a chapter of duties: （一）市公安局 and below it 负责…, or 市公安局：负责… in one line.

Owns the shape of such chapters. Notes are `tasks`, sentences `prose`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.core.register import Place, Task
from reader.core.span import Span
from reader.registers.assignments import JOINT_FORM, collected
from reader.registers.lexicon import Lexicon
from reader.registers.units import looks_like_units

_CHAPTER: Final = late(r"职责|分工|责任落实|任务分解|各部门任务|单位任务")
_NUMBER: Final = late(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])?\s*")
_DOES: Final = (
    r"(?:具体|主要|统筹|全面|依法|积极)?"
    r"(?:负责|牵头|承担|做好|配合|协助|组织|指导|制定|统筹|协调|督促|落实|开展|加强|参与|会同)"
)
_RUN_IN: Final = late(rf"(?P<who>[\u4e00-\u9fff、（）]{{3,60}}?)[：:。]\s*(?={_DOES})")
_OPENS: Final = late(_DOES)
_HELPS: Final = late(r"(?:积极)?(?:配合|协助|参与)")
_LONGEST: Final = 600  # characters of a task that a heading's paragraphs make together
_BELOW: Final = frozenset(["paragraph", "bullet"])


def read_duties(document: Document, lexicon: Lexicon) -> dict[str, Task]:
    """The task that each block gives to the units it is headed by, by the block's id."""
    found: dict[str, Task] = {}
    headings: dict[tuple[str, ...], str] = {}
    blocks = [block for block in document.blocks if block.text]
    for index, block in enumerate(blocks):
        if block.kind == "heading" and block.number:
            headings[(*block.path, block.number)] = block.text
        above = [headings.get(block.path[:n], "") for n in range(1, len(block.path) + 1)]
        if not any(_CHAPTER.search(text) for text in above):
            continue
        below = list(takewhile(lambda b: b.kind in _BELOW, blocks[index + 1 : index + 12]))
        task = _of_heading(document, block, below, lexicon) or _of_line(document, block, lexicon)
        if task is not None:
            found[block.id] = task
    return found


def _of_heading(document: Document, block: Block, below: Sequence[Block], lexicon: Lexicon) -> Task | None:
    """（一）市公安局: what stands below it is its task."""
    if block.kind != "heading" or not below:
        return None
    start = _behind_number(block.text)
    end = len(block.text.rstrip("：:。 "))
    if end - start > _LONGEST or not looks_like_units(block.text[start:end]) or not _OPENS.match(_bare(below[0].text)):
        return None
    words = "\n".join(_within(block.text for block in below))
    return _made(document, block, Span(start, end), words, lexicon)


def _of_line(document: Document, block: Block, lexicon: Lexicon) -> Task | None:
    """市公安局：负责…"""
    start = _behind_number(block.text)
    said = _RUN_IN.match(block.text, start)
    if block.kind not in {*_BELOW, "heading"} or said is None or not looks_like_units(said["who"]):
        return None
    return _made(document, block, Span(*said.span("who")), block.text[said.end() :], lexicon)


def _made(document: Document, block: Block, who: Span, words: str, lexicon: Lexicon) -> Task | None:
    role = "support" if _HELPS.match(_bare(words)) else "joint"
    parts = [(role, who.start, who.end)]
    task = collected(block.text, 0, parts, JOINT_FORM, document.region, lexicon)
    if task is None:
        return None
    place = Place(document.id, block.id, Span(who.start, len(block.text)), block.text[who.start :])
    return replace(task, at=place, task=words.strip(), note=who)


def _behind_number(text: str) -> int:
    number = _NUMBER.match(text)
    return number.end() if number else 0


def _bare(text: str) -> str:
    return text[_behind_number(text) :]


def _within(texts: Iterator[str]) -> Iterator[str]:
    """As many of the texts as a task may have characters, the first in any case."""
    said = 0
    for text in texts:
        if said and said + len(text) > _LONGEST:
            return
        said += len(text)
        yield text
