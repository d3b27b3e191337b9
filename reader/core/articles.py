"""A law as lawyers count it: articles (条), their paragraphs (款) and the items (项) below them. Pure.

A document that carries several laws (a notice and what it brings, an attachment with articles of its own) has several
parts; a number means an article of the part it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from reader.core.clause_numbers import ClauseNumber, clause_numbers
from reader.core.document import Block, Document
from reader.core.late_dataclass import dataclass, field
from reader.core.late_pattern import late

Key = tuple[int, int]
"""An article's number and that of its 之: (17, 0) for 第十七条, (133, 1) for 第一百三十三条之一."""

_BELOW: Final = frozenset(["paragraph", "bullet", "table"])
_COUNTED: Final = frozenset(["paragraph", "bullet"])
_LISTS: Final = late(r"[：:，、]\s*$")
"""What stands below such a line without a number of its own is a member of its list, no paragraph."""

_WHOLE: Final = late(r"[。；：:;！？”」』…）)]\s*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款. `blocks`: what stands below its words in reading order; `items`: those of them that are numbered 项."""

    block: Block
    blocks: tuple[Block, ...] = ()
    items: tuple[Block, ...] = ()

    def item(self, number: int) -> Block | None:
        """The item of that number."""
        return next((each for each in self.items if _value(each) == number), None)


@dataclass(frozen=True, slots=True)
class Article:
    """One 条.

    Attributes:
        head: the block that has its number.
        titled: whether that block holds nothing but a title, so that it counts as no 款.
    """

    key: Key
    head: Block
    titled: bool
    paragraphs: tuple[Paragraph, ...]

    def paragraph(self, number: int) -> Paragraph | None:
        """The 款 of that number, from 1."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else None

    def place(self, block: str) -> tuple[int, int]:
        """Which 款 a block stands in and which 项 it is; 0 where it is none."""
        for at, each in enumerate(self.paragraphs, 1):
            if each.block.id == block:
                return at, 0
            if any(below.id == block for below in each.blocks):
                return at, next((_value(item) for item in each.items if item.id == block), 0)
        return 0, 0


@dataclass(frozen=True)
class Articles:
    """The articles of a document, part by part."""

    parts: tuple[Mapping[Key, Article], ...]
    of_block: Mapping[str, tuple[int, Key]] = field(default_factory=dict)

    def find(self, key: Key, near: str | None = None) -> Article | None:
        """The article of a number, of the part that a block stands in; without such a block only what is alone."""
        if near is not None and near in self.of_block:
            return self.parts[self.of_block[near][0]].get(key)
        found = [part[key] for part in self.parts if key in part]
        return found[0] if len(found) == 1 else None

    def around(self, block: str) -> Article | None:
        """The article that a block belongs to."""
        place = self.of_block.get(block)
        return self.parts[place[0]][place[1]] if place is not None else None

    def order(self, block: str) -> tuple[Key, ...]:
        """The numbers of the part that a block stands in, in reading order."""
        place = self.of_block.get(block)
        return tuple(self.parts[place[0]]) if place is not None else ()

    @cached_property
    def count(self) -> int:
        """How many articles there are."""
        return sum(map(len, self.parts))


def article_key(number: str | None) -> Key | None:
    """The key of a number as it stands in a block (第十七条之一); None for what is no article."""
    parsed = clause_numbers(number or "")
    one: ClauseNumber | None = parsed[0] if len(parsed) == 1 else None
    return (one.value, one.of) if one is not None and one.style == "条" else None


def read_articles(document: Document) -> Articles:
    """The articles of a document; of one that has none, no part."""
    parts: list[dict[Key, Article]] = []
    of_block: dict[str, tuple[int, Key]] = {}
    last: Key = (0, 0)
    for key, blocks in _gathered(document):
        if not parts or key in parts[-1] or (key == (1, 0) and last > key):
            parts.append({})
        parts[-1][key] = _article(key, blocks)
        last = key
        for block in blocks:
            of_block[block.id] = (len(parts) - 1, key)
    return Articles(tuple(parts), of_block)


def article_around(blocks: Sequence[Block], at: int, known: dict[int, Article] | None = None) -> Article | None:
    """The article that the block at that position belongs to, read by itself; None where it is in none.

    Args:
        known: articles of these blocks by the position of their head; takes what is read, and spares reading it again.
    """
    depth = next((i for i, each in enumerate(blocks[at].path) if article_key(each) is not None), None)
    head = at
    if depth is not None:
        number, path = blocks[at].path[depth], blocks[at].path[:depth]
        while head >= 0 and (blocks[head].number != number or blocks[head].path != path):
            head -= 1
    key = article_key(blocks[head].number) if head >= 0 else None
    if key is None:
        return None
    if known is not None and head in known:
        return known[head]
    under = (*blocks[head].path, blocks[head].number)
    last = head + 1
    while last < len(blocks) and blocks[last].path[: len(under)] == under and blocks[last].kind != "heading":
        last += 1
    made = _article(key, list(blocks[head:last]))
    if known is not None:
        known[head] = made
    return made


def _gathered(document: Document) -> Iterator[tuple[Key, list[Block]]]:
    """Each article with its blocks, its head first."""
    held: list[Block] = []
    key: Key | None = None
    for block in document.blocks:
        own = article_key(block.number)
        if own is not None:
            if key is not None:
                yield key, held
            key, held = own, [block]
        elif key is not None and held:
            under = (*held[0].path, held[0].number)
            # In the laws of Taiwan 一、 below an article opens no chapter.
            below = block.path[: len(under)] == under or (document.script == "hant" and block.path == held[0].path)
            if below and block.kind in _BELOW:
                held.append(block)
            else:
                yield key, held
                key = None
    if key is not None:
        yield key, held


def _article(key: Key, blocks: list[Block]) -> Article:
    head, under = blocks[0], (*blocks[0].path, blocks[0].number)
    near = {under, head.path}
    titled = len(blocks) > 1 and not _WHOLE.search(head.text)
    made: list[tuple[Block, list[Block]]] = [] if titled else [(head, [])]
    before = "" if titled else head.text
    for block in blocks[1:]:
        close = block.path in near
        plain = block.number is None and block.kind == "paragraph" and close and not _LISTS.search(before)
        before = block.text if close else before
        if plain or not made:
            made.append((block, []))
        else:
            made[-1][1].append(block)
    items = (
        tuple(b for b in below if b.number is not None and b.path in near and b.kind in _COUNTED) for _, below in made
    )
    return Article(
        key, head, titled, tuple(Paragraph(first, tuple(b), i) for (first, b), i in zip(made, items, strict=True))
    )


def _value(block: Block) -> int:
    parsed = clause_numbers(block.number or "")
    return parsed[0].value if parsed else 0
