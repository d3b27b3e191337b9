"""What is wrong with a source and was not, or could not be, put right: each with a place and one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.core.document import Block, Defect, Document
from reader.core.span import Span
from reader.ingest.characters import asks, has_tone
from reader.ingest.gaps import Gap
from reader.ingest.pinyin import LETTER
from reader.ingest.traced import TracedText

_LOST = re.compile("[ㄅ-ㄩ]|\ufffd+|[？?](?![”’」』）)》]|$)")
_TONED = re.compile(rf"[{LETTER}]{{1,7}}")


def find_defects(
    document: Document, text: TracedText, blocks: Sequence[Block], gaps: Sequence[Gap]
) -> Iterator[Defect]:
    """Missing headings and titles, damage that could not be repaired, marks without a partner, doubtful edits."""
    yield from _missing(document, blocks, gaps)
    at = 0
    quoting = False
    for block in blocks:
        if not block.text:
            continue
        quoting, goes_on = _goes_on_quoting(block.text, quoting)
        for kind, span, note in _in_block(block):
            if goes_on and kind == "unpaired-mark" and block.text[span.start] in "“”":
                continue
            yield Defect(kind, note, block.id, text.raw_span(Span(at + span.start, at + span.end)))
        at += len(block.text) + 1


def _missing(document: Document, blocks: Sequence[Block], gaps: Sequence[Gap]) -> Iterator[Defect]:
    if "title" in document.source.inferred:
        yield Defect("missing-title", f"来源中没有标题（{document.source.inferred['title']}）。")
    raw = {block.id: block.raw for block in blocks}
    for gap in gaps:
        at = raw[gap.block] if gap.block else None
        if gap.heading:
            doubt = "" if gap.sure else "，位置请核对"
            yield Defect("missing-heading", f"缺少编号“{gap.number.text}”的标题（{gap.basis}{doubt}）。", gap.block, at)
        else:
            note = f"此处之前缺少“{gap.number.text}”（上下编号不连续）。"
            yield Defect("missing-clause", note, gap.block, Span(at.start, at.start) if at else None)


def _goes_on_quoting(text: str, quoting: bool) -> tuple[bool, bool]:
    """Whether a quotation is open behind `text`, and whether `text` is part of one that runs over several paragraphs.

    Such a quotation opens every paragraph with a mark and closes only the last.
    """
    opened, closed = text.count("“"), text.count("”")
    if text[0] == "“" and opened == closed + 1:
        return True, True
    return False, quoting and closed == opened + 1


def _in_block(block: Block) -> Iterator[tuple[str, Span, str]]:
    for match in _LOST.finditer(block.text):
        if match.group() in "？?" and asks(block.text[max(match.start() - 20, 0) : match.start()]):
            continue
        around = block.text[max(match.start() - 2, 0) : match.end() + 4]
        yield "damaged-text", Span(*match.span()), f"“{around}”处文字损坏，原文无法确定。"
    for match in _TONED.finditer(block.text):
        if has_tone(match.group()):
            yield "pinyin-remnant", Span(*match.span()), f"“{match.group()}”是残留的注音，原文不明。"
    for opening, closing, name in (("（", "）", "括号"), ("“", "”", "引号"), ("《", "》", "书名号")):
        yield from _unpaired(block.text, opening, closing, name)


def _unpaired(text: str, opening: str, closing: str, name: str) -> Iterator[tuple[str, Span, str]]:
    if text.count(opening) == text.count(closing) == 0:
        return
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
