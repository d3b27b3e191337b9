"""The numbers of an amended law: articles, items, and where the text speaks of its own articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reader.core.articles import Key
from reader.core.references import find_references
from reader.registers.amending.draft import END, NEW, Draft, Part, Piece, bare, label

_NEW: Final = re.compile(f"({NEW}[^{END}]*{END})")
_ARTICLE: Final = re.compile(r"第[〇零一二三四五六七八九十百千\d]{1,9}条(?:之[一二三四五六七八九十]{1,3})?")


def number_lines(part: Part) -> None:
    """Items are numbered through; all but the last end in ；, the last in 。 where any does."""
    items = part.items()
    for at, line in enumerate(items, 1):
        line.number = at
        text = bare(line.text)
        if at < len(items):
            if text.endswith("。") and "。" not in text[:-1]:
                line.text = _ended(line.text, "；")
            elif text[-1:] not in {"；", "。", ";", "，"}:
                line.text += "；"
        elif text[-1:] in {"；", ";"}:
            line.text = _ended(line.text, "。")
        elif text[-1:] != "。":
            line.text += "。"


def _ended(text: str, mark: str) -> str:
    return text[:-2] + mark + END if text.endswith(END) else text[:-1] + mark


def number_anew(draft: Draft, *, follows: bool) -> list[str]:
    """Gives every article its new number and puts them in order; says what is not sure."""
    doubts: list[str] = []
    moves = any(each.key is not None and not each.key[1] for each in draft.pieces)
    main = [each for each in draft.pieces if not (each.key or each.was or (0, 0))[1]]
    if follows or moves:
        doubts += _filled(main)
    else:
        for each in draft.pieces:
            each.key = each.key or each.was
    shift = {each.was: each.key for each in main if each.was is not None and each.key is not None}
    for each in draft.pieces:
        if each.key is None and each.was is not None:  # 第十七条之一 goes with 第十七条
            base = shift.get((each.was[0], 0), (each.was[0], 0))
            each.key = (base[0], each.was[1])
    draft.pieces.sort(key=lambda each: each.key or (9999, 0))
    doubts += _placed(draft)
    changed = {was: key for was, key in shift.items() if was != key}
    if changed:
        _follow_numbers(draft, changed)
    return doubts


def _filled(main: list[Piece]) -> list[str]:
    """Who has a number keeps it, the others take what is left in their old order."""
    said = [each.key for each in main if each.key is not None]
    if len(set(said)) < len(said) or any(key[0] > len(main) for key in said):
        for each in main:
            each.key = each.key or each.was
        return ["决定所写的新条次与原文接不上，条次没有调整"]
    taken = {key[0] for key in said}
    free = iter(number for number in range(1, len(main) + 1) if number not in taken)
    for each in sorted((each for each in main if each.key is None), key=lambda each: each.was or (9999, 0)):
        each.key = (next(free), 0)
    return []


def _placed(draft: Draft) -> list[str]:
    """What was added stands in the chapter of what precedes it; at the end of one that is not sure."""
    unsure = []
    for at, each in enumerate(draft.pieces):
        if each.was is not None or each.chapter:
            continue
        before = draft.pieces[at - 1].chapter if at else 1
        after = next((more.chapter for more in draft.pieces[at + 1 :] if more.was is not None), before)
        each.chapter = before
        if before != after and at:
            unsure.append(label(each.key or (0, 0)))
    return [f"{'、'.join(unsure)}属于哪一章，决定没有写明"] if unsure else []


def _follow_numbers(draft: Draft, changed: Mapping[Key, Key]) -> None:
    """Where the old text speaks of articles of its own, their new numbers."""
    for piece in draft.pieces:
        for part in piece.parts:
            part.text = renumbered(part.text, changed)
            for line in part.lines:
                line.text = renumbered(line.text, changed)


def renumbered(text: str, changed: Mapping[Key, Key]) -> str:
    """A text with its references to articles that have other numbers now; new wording is left as it is."""
    made, before = "", ""
    for piece in _NEW.split(text):
        if piece.startswith(NEW) or "条" not in piece:
            made, before = made + piece, before + bare(piece)
            continue
        whole, at, out = before + piece, len(before), ""
        for reference in find_references(whole):
            span = reference.span
            key = changed.get(reference.article) if reference.article is not None else None
            if key is None or span.start < len(before):
                continue
            number = _ARTICLE.match(whole, span.start)
            if number is not None:
                out += whole[at : span.start] + label(key)
                at = number.end()
        made += out + whole[at:]
        before += piece
    return made
