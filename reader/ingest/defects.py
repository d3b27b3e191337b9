"""What is wrong with a source and was not, or could not be, put right: each with a place and one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.core.document import Block, Defect, Document, Edit
from reader.core.referring import references_in
from reader.core.span import Span
from reader.ingest.form.gaps import Gap
from reader.ingest.form.lost_days import LOST_DAY, lost_day
from reader.ingest.repair.characters import asks, has_tone
from reader.ingest.repair.pinyin import LETTER
from reader.ingest.traced import TracedText

_LOST = re.compile("[ㄅ-ㄩ]|\ufffd+|[？?](?![”’」』）)》]|$)")
# 到二三五年: fonts and encodings without 〇 lose it. 二三年, 二三十年 and 二、三、五年 are spans of time.
_SHORT_YEAR = re.compile("二(?<=[到至自于在从]二)[一二三四五][一二三四五六七八九]年(?!级|制|期)")
_MAY_BE_LOST = re.compile("[ㄅ-ㄩ\ufffd？?]")
_TONED = re.compile(rf"[{LETTER}]{{1,7}}")


def find_defects(
    document: Document, text: TracedText, blocks: Sequence[Block], gaps: Sequence[Gap]
) -> Iterator[Defect]:
    """Missing headings and titles, damage that could not be repaired, marks without a partner, doubtful edits, and
    references to clauses that are not there.
    """
    yield from _missing(document, blocks, gaps)
    astray = _astray(document)
    at = 0
    lone = {index: found for index, block in enumerate(blocks) if (found := _lone_marks(block.text))}
    closed_later = _closed_later(blocks, lone)
    kept: dict[str, list[Edit]] = {}
    for edit in document.edits:
        if edit.block and edit.at and edit.now and edit.was == edit.now and not edit.sure:
            kept.setdefault(edit.block, []).append(edit)
    for index, block in enumerate(blocks):
        if not block.text:
            continue
        for kind, span, note in _in_block(block, kept.get(block.id, ()), lone.get(index, _NONE)):
            if kind == "unpaired-mark" and (index, span.start) in closed_later:
                continue
            raw = text.raw_span(Span(at + span.start, at + span.end))
            if kind == "damaged-text" and text.source[raw.start : raw.end] == "？":
                continue  # what a page shows of a lost byte is half-width
            yield Defect(kind, note, block.id, raw)
        for span, note in astray.get(block.id, ()):
            yield Defect("missing-target", note, block.id, text.raw_span(Span(at + span.start, at + span.end)))
        at += len(block.text) + 1


def _astray(document: Document) -> dict[str, list[tuple[Span, str]]]:
    """By block where the text names clauses of its own that are not there."""
    found: dict[str, list[tuple[Span, str]]] = {}
    if not any(block.number and block.number.endswith("条") for block in document.blocks):
        return found
    for each in references_in(document):
        if each.missing:
            note = f"这里提到“{each.missing}”，本文件中没有。"
            found.setdefault(each.block, []).append((each.reference.span, note))
    return found


_ACROSS = {"“": 60, "（": 3, "《": 2}
"""How many blocks further on a mark may be closed: a quotation runs over articles, a bracket over broken lines."""


_QUOTED = re.compile("^“.*”[。；]?$")
_NEXT = 1


_Lone = tuple[list[int], list[int], list[int]]
"""Offsets of marks without a partner in one block: brackets, quotation marks, title marks."""
_NONE: _Lone = ([], [], [])


def _closed_later(blocks: Sequence[Block], found_lone: Mapping[int, _Lone]) -> set[tuple[int, int]]:
    """The marks without a partner in their own block that one in a block near by closes: index of block, offset."""
    found: set[tuple[int, int]] = set()
    if not found_lone:
        return found
    for pair, (opening, closing, _) in enumerate(_PAIRS):
        open_at: list[tuple[int, int]] = []
        for index, block in enumerate(blocks):
            lone = found_lone.get(index, _NONE)[pair]
            if not lone and not open_at:
                continue
            if (
                opening == "“"
                and not lone
                and open_at
                and _QUOTED.match(block.text)
                and index - open_at[-1][0] <= _NEXT
            ):
                # A quotation of several paragraphs: each begins with a mark, and the last, with its own, ends them all.
                behind = index
                while open_at and behind - open_at[-1][0] <= _NEXT:
                    behind = open_at[-1][0]
                    found.add(open_at.pop())
            if not lone:
                continue
            open_at = [(i, at) for i, at in open_at if index - i <= _ACROSS[opening]]
            for at in lone:
                if block.text[at] == closing and open_at:
                    # A quotation opens every paragraph with a mark and closes only the last.
                    first = open_at.pop()
                    found |= {first, (index, at)}
                    while opening == "“" and open_at and blocks[open_at[-1][0]].text[0] == "“":
                        found.add(open_at.pop())
                elif block.text[at] == opening:
                    open_at.append((index, at))
    return found


def _missing(document: Document, blocks: Sequence[Block], gaps: Sequence[Gap]) -> Iterator[Defect]:
    if "title" in document.source.inferred:
        yield Defect("missing-title", f"来源中没有标题（{document.source.inferred['title']}）。")
    elif not document.title:
        yield Defect("missing-title", "来源中没有标题，列表和窗口以文件名代替。")
    raw = {block.id: block.raw for block in blocks}
    for gap in gaps:
        at = raw[gap.block] if gap.block else None
        if gap.heading:
            doubt = "" if gap.sure else "，位置请核对"
            yield Defect("missing-heading", f"缺少编号“{gap.number.text}”的标题（{gap.basis}{doubt}）。", gap.block, at)
        else:
            note = f"此处之前缺少“{gap.number.text}”（上下编号不连续）。"
            yield Defect("missing-clause", note, gap.block, Span(at.start, at.start) if at else None)


def _in_block(block: Block, kept: Sequence[Edit], lone: _Lone) -> Iterator[tuple[str, Span, str]]:
    for edit in kept:
        assert edit.at is not None
        may = "、".join(f"“{c}”" for c in edit.candidates)
        told = f"可能是{may}" if may else "原文无法确定"
        yield "damaged-text", edit.at, f"“{_short(edit.now)}”处文字损坏，{told}。"
    for match in _LOST.finditer(block.text) if _MAY_BE_LOST.search(block.text) else ():
        if any(edit.at and edit.at.start <= match.start() < edit.at.end for edit in kept):
            continue
        if match.group() in "？?" and asks(block.text[max(match.start() - 20, 0) : match.start()]):
            continue
        around = block.text[max(match.start() - 2, 0) : match.end() + 4]
        yield "damaged-text", Span(*match.span()), f"“{around}”处文字损坏，原文无法确定。"
    for match in _SHORT_YEAR.finditer(block.text) if "二" in block.text else ():
        yield "damaged-text", Span(*match.span()), f"“{match.group()}”处年份缺一个数字，可能缺“〇”，请核对。"
    for match in _TONED.finditer(block.text) if has_tone(block.text) else ():
        if has_tone(match.group()) and not any(e.at and e.at.start <= match.start() < e.at.end for e in kept):
            yield "pinyin-remnant", Span(*match.span()), f"“{match.group()}”是残留的注音，原文不明。"
    if block.kind == "date" and (bare := _BARE_DATE.fullmatch(block.text)):
        year, month, day = bare.groups()
        note = f"“{block.text}”按成文日期读作{year}年{int(month)}月{int(day)}日，请核对。"
        yield "doubtful-date", Span(0, len(block.text)), note
    elif block.kind == "date" and LOST_DAY.match(block.text):
        day = lost_day(block.text)
        read = f"按成文日期读作{day}，请核对" if day else "原文无法确定"
        yield "doubtful-date", Span(0, len(block.text)), f"“{block.text}”缺“年”“月”“日”，{read}。"
    for (_, closing, name), places in zip(_PAIRS, lone, strict=True):
        for at in places:
            if block.text[at] == closing and (_enumerates(block.text, at) or _ends_note(block, at)):
                continue
            side, other = ("后", "前") if block.text[at] == closing else ("前", "后")
            yield "unpaired-mark", Span(at, at + 1), f"{side}{name}没有对应的{other}{name}。"


_PAIRS = (("（", "）", "括号"), ("“", "”", "引号"), ("《", "》", "书名号"))
_ANY_PAIR = re.compile("[（）“”《》]")
_BARE_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_ENUMERATOR = re.compile(
    r"(?:^|[。；;：:，,、！？\s”）“（—])(?:[a-zA-Z]{1,2}|\d{1,3}|[ivxIVX]{1,4}|[一二三四五六七八九十]{1,3}|[α-ω])$"
)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


_LONGEST_QUOTE = 24


def _lone_marks(text: str) -> _Lone | None:
    """The offsets of marks without a partner, pair by pair; None where every mark has one, as in most texts."""
    if not _ANY_PAIR.search(text):
        return None
    brackets, quotes, titles = (_lone(text, opening, closing) for opening, closing, _ in _PAIRS)
    return (brackets, quotes, titles) if brackets or quotes or titles else None


def _lone(text: str, opening: str, closing: str) -> list[int]:
    """The offsets of marks that have no partner in `text`."""
    opened, closed = text.count(opening), text.count(closing)
    if opened == closed == 0 or (opened == closed == 1 and text.find(opening) < text.find(closing)):
        return []
    open_at: list[int] = []
    lone: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        if match.group() == opening:
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            lone.append(match.start())
    return sorted(lone + open_at)


def _enumerates(text: str, at: int) -> bool:
    """Whether the bracket at `at` closes an enumerator: a） 1） （at the head of a line or of a clause）."""
    return text[at] == "）" and bool(_ENUMERATOR.search(text[max(at - 6, 0) : at]))


def _ends_note(block: Block, at: int) -> bool:
    """Whether the bracket ends a note whose opening one went when the page took the note apart."""
    return block.kind == "note" and at == len(block.text) - 1
