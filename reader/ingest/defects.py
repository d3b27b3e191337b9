"""What is wrong with a source and was not, or could not be, put right: each with a place and one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.core.document import Block, Defect, Document
from reader.core.span import Span
from reader.ingest.characters import HAN, has_tone
from reader.ingest.gaps import Gap
from reader.ingest.pinyin import LETTER
from reader.ingest.traced import TracedText

_LOST = re.compile(rf"(?<=[{HAN}])[?？](?=[；;！!{HAN}ㄅ-ㄩァ-ヶ])|[{HAN}]\?|[ㄅ-ㄩ]|\ufffd+")
_QUESTION = re.compile(r"[吗呢么何否哪谁]\W{0,2}[?？]")
_TONED = re.compile(rf"[{LETTER}]{{1,7}}")


def find_defects(document: Document, text: TracedText, blocks: Sequence[Block], gaps: Sequence[Gap]) -> Iterator[Defect]:
    """Missing headings and titles, damage that could not be repaired, marks without a partner, doubtful edits."""
    yield from _missing(document, blocks, gaps)
    at = 0
    for block in blocks:
        if not block.text:
            continue
        for kind, span, note in _in_block(block):
            yield Defect(kind, note, block.id, text.raw_span(Span(at + span.start, at + span.end)))
        at += len(block.text) + 1


def _missing(document: Document, blocks: Sequence[Block], gaps: Sequence[Gap]) -> Iterator[Defect]:
    if "title" in document.source.inferred:
        yield Defect("missing-title", f"来源中没有标题（{document.source.inferred['title']}）。")
    placeholders = [b for b in blocks if b.is_placeholder]
    for block, gap in zip(placeholders, gaps, strict=False):
        doubt = "" if gap.sure else "，位置请核对"
        yield Defect("missing-heading", f"缺少编号“{gap.number.text}”的标题（{gap.basis}{doubt}）。", block.id, block.raw)


def _in_block(block: Block) -> Iterator[tuple[str, Span, str]]:
    for match in _LOST.finditer(block.text):
        around = block.text[max(match.start() - 3, 0) : match.end() + 1]
        if not _QUESTION.search(around) and not (match.end() == len(block.text) and "?" in match.group() + "？"[:0]):
            yield "damaged-text", Span(*match.span()), f"“{match.group()}”处文字损坏，无法确定原文。"
    for match in _TONED.finditer(block.text):
        if has_tone(match.group()):
            yield "pinyin-remnant", Span(*match.span()), f"“{match.group()}”是残留的注音，原文不明。"
    for opening, closing, name in (("（", "）", "括号"), ("“", "”", "引号"), ("《", "》", "书名号")):
        yield from _unpaired(block.text, opening, closing, name)


def _unpaired(text: str, opening: str, closing: str, name: str) -> Iterator[tuple[str, Span, str]]:
    open_at: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        if match.group() == opening:
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            yield "unpaired-mark", Span(*match.span()), f"后{name}没有对应的前{name}。"
    for at in open_at:
        yield "unpaired-mark", Span(at, at + 1), f"前{name}没有对应的后{name}。"
