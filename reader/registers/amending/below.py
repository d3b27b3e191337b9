"""The numbers of paragraphs (款) and items (项) of an amended law, and where its old text speaks of them.

Who has a new number stands there, the others fill the rest in their old order; a number that fits nowhere changes
nothing and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from reader.core.articles import Key
from reader.core.clause_numbers import in_han
from reader.core.references import Reference, find_references
from reader.registers.amending.draft import END, NEW, Draft, Line, Part, Piece, bare, label

_NEW: Final = re.compile(f"({NEW}[^{END}]*{END})")
_N: Final = r"[〇零一二三四五六七八九十百\d]{1,6}"
_PARAGRAPH: Final = re.compile(rf"第{_N}款")
_ITEM: Final = re.compile(rf"第([（(]?){_N}([）)]?)项")

Numbered = TypeVar("Numbered", Part, Line)


@dataclass(frozen=True, slots=True)
class Shift:
    """What became of the numbers below one article, by its old number: 0 for what is gone.

    Attributes:
        paragraphs: old number → new one. items: old paragraph and item → new item.
    """

    paragraphs: Mapping[int, int] = field(default_factory=dict)
    items: Mapping[tuple[int, int], int] = field(default_factory=dict)


def in_order(these: list[Numbered], said: Mapping[int, int]) -> list[Numbered] | None:
    """Paragraphs or items where each that has a new number (old → new) stands there; None where that is impossible."""
    places: dict[int, Numbered] = {}
    for each in these:
        to = said.get(each.was) if each.was else None
        if to is not None:
            if not 0 < to <= len(these) or to in places:
                return None
            places[to] = each
    if len(places) < len(said):
        return None
    rest = iter([each for each in these if not any(each is other for other in places.values())])
    return [places.get(at) or next(rest) for at in range(1, len(these) + 1)]


def shifts(draft: Draft, before: Mapping[Key, tuple[int, ...]]) -> dict[Key, Shift]:
    """What became of the numbers below each article.

    Args:
        before: of each article by its old number how many items each of its paragraphs had.
    """
    made: dict[Key, Shift] = {}
    here = {piece.was: piece for piece in draft.pieces if piece.was is not None}
    for key, counts in before.items():
        piece = here.get(key)
        if piece is None or not piece.changed or not any(part.was for part in piece.parts):
            continue
        paragraphs = dict.fromkeys(range(1, len(counts) + 1), 0)
        items = {(at, number): 0 for at, many in enumerate(counts, 1) for number in range(1, many + 1)}
        for at, part in enumerate(piece.parts, 1):
            if part.was:
                paragraphs[part.was] = at
                items.update({(part.was, line.was): line.number for line in part.items() if line.was})
        moved = any(old != new for old, new in paragraphs.items())
        if moved or any(old[1] != new for old, new in items.items()):
            made[key] = Shift(paragraphs, items)
    return made


def count_items(pieces: Iterable[Piece]) -> dict[Key, tuple[int, ...]]:
    """Of each article by its number how many items each of its paragraphs has."""
    return {piece.was: tuple(len(part.items()) for part in piece.parts) for piece in pieces if piece.was is not None}


def follow_below(draft: Draft, moved: Mapping[Key, Shift], *, follows: bool) -> list[str]:
    """Where the old text speaks of paragraphs and items that have other numbers now: changed where the decision orders
    it (`follows`), else only said. Must run before articles are numbered anew.
    """
    doubts: list[str] = []
    for piece in draft.pieces:
        for part in piece.parts:
            lines: tuple[Part | Line, ...] = (part, *part.lines)
            for each in lines:
                each.text, said = _followed(each.text, piece.was, moved, follows=follows)
                doubts += (f"{label(piece.was or (0, 0))}提到的{words}" for words in said)
    return doubts


def _followed(text: str, own: Key | None, moved: Mapping[Key, Shift], *, follows: bool) -> tuple[str, list[str]]:
    if not moved or ("款" not in text and "项" not in text):
        return text, []
    made, before, said = "", "", []
    for piece in _NEW.split(text):
        if piece.startswith(NEW):
            made, before = made + piece, before + bare(piece)
            continue
        whole, at, out = before + piece, len(before), ""
        for reference in find_references(whole):
            span = reference.span
            shift = moved.get(reference.article or own or (0, 0))
            if shift is None or span.start < at or reference.relative or not (reference.paragraph or reference.item):
                continue
            words = span.cut(whole)
            now = _renamed(words, reference, shift)
            if now is None:
                said.append(f"“{words}”已经没有了，文字没有改动")
            elif now != words and not follows:
                said.append(f"“{words}”现为“{now}”，文字没有改动")
            elif now != words:
                out += whole[at : span.start] + now
                at = span.end
        made += out + whole[at:]
        before += piece
    return made, said


def _renamed(words: str, reference: Reference, shift: Shift) -> str | None:
    """A reference with its new numbers; None where what it means is gone."""
    paragraph = shift.paragraphs.get(reference.paragraph, reference.paragraph) if reference.paragraph else 0
    if reference.paragraph and not paragraph:
        return None
    made = words
    if reference.paragraph and paragraph != reference.paragraph:
        made = _PARAGRAPH.sub(f"第{in_han(paragraph)}款", made, count=1)
    if reference.item:
        item = shift.items.get((reference.paragraph or _only(shift), reference.item), reference.item)
        if not item:
            return None
        if item != reference.item:
            made = _ITEM.sub(lambda found: f"第{found[1]}{in_han(item)}{found[2]}项", made, count=1)
    return made


def _only(shift: Shift) -> int:
    """The one paragraph that has items; 0 where there are several."""
    having = {paragraph for paragraph, _ in shift.items}
    return next(iter(having)) if len(having) == 1 else 0


def unplaced(pieces: Iterable[Piece], said: Mapping[tuple[Key, int], Mapping[int, int]]) -> Iterator[tuple[Key, int]]:
    """Puts paragraphs (`said` of article and 0) and items (of article and old paragraph) where a decision says; gives
    those for which that is impossible.
    """
    here = {piece.was: piece for piece in pieces if piece.was is not None}
    for (key, paragraph), numbers in said.items():
        piece = here.get(key)
        parts = piece.parts if piece is not None else []
        if not paragraph:
            order = in_order(parts, numbers)
            if order is None:
                yield key, 0
            else:
                parts[:] = order
            continue
        part = next((each for each in parts if each.was == paragraph), None)
        if part is None or (lines := in_order(part.items(), numbers)) is None:
            yield key, paragraph
            continue
        rest = iter(lines)
        part.lines[:] = [next(rest) if line.number else line for line in part.lines]
